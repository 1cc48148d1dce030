"""Readers and writers of event data: hand-made rows in, events, rejects and reports out."""

import gzip
import zipfile

import pandas as pd
import pytest

from analysis import errors, eventdata, ontology, schemas, tension
from analysis.eventdata import aggregation, codebooks
from analysis.relations import measure

ICEWS = (
    "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\t"
    "Target Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\t"
    "Country\tLatitude\tLongitude"
)


def save(path, text):
    path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    return path


@pytest.fixture
def keds(tmp_path):
    lines = ["date,source,target,code", "2000-09-28,ISR,PSE,190", "2000-09-28,ISR,PSE,190",
             "2000-09-29,PSEREBHMS,ISR,190", "2000-10-16,EGYGOV,ISR,040",
             "2000-10-17,ISR,ISRMIL,010", "2000-10-17,ARB,ISR,111"]  # fmt: skip
    return save(tmp_path / "list.csv", "\n".join(lines) + "\n")


def icews_row(**cells):
    row = dict.fromkeys(ICEWS.split("\t"), "NA") | cells
    return "\t".join(row.values())


def gdelt_row(kind, **cells):
    columns = codebooks.layout(kind).columns
    return "\t".join(cells.get(column, "") for column in columns)


def test_keds_list_becomes_events(keds):
    got = eventdata.read(keds, "keds_cameo")
    first = got.events.iloc[0]
    assert (first["source"], first["target"], first["root"], first["cameo"], first["quad"]) == (
        "ISR",
        "PSE",
        "ASSAULT",
        "190",
        4,
    )
    assert first["when_first"] == first["when_last"] == pd.Timestamp("2000-09-28")
    assert got.events["source"].isna().tolist() == [False] * 5 + [True]
    assert got.events["event_id"].is_unique
    assert got.provenance["line"].tolist() == [2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(
    ("code", "actor", "role"),
    [
        ("ISRMIL", "ISR", "MIL"),
        ("PSEREBHMS", "PSE", "REB"),
        ("IGOUNO", "IGO:UN", None),
        ("USR", "RUS", None),
        ("LBNXXX", "LBN", "UNK"),
        ("GOV", None, "GOV"),
        ("EUR", None, None),
    ],
)
def test_actor_codes(tmp_path, code, actor, role):
    got = eventdata.read(
        save(tmp_path / "x.csv", f"date,source,target,code\n2000-01-01,{code},USA,040\n"), "keds_cameo"
    )
    row = got.events.iloc[0]
    assert (row["source"] if pd.notna(row["source"]) else None) == actor
    assert (row["source_role"] if pd.notna(row["source_role"]) else None) == role


def test_groups_of_their_own_and_given_actors(keds):
    assert eventdata.read(keds, "keds_cameo", groups="own").events["source"].iloc[2] == "ARM:HAMAS"
    given = eventdata.read(keds, "keds_cameo", actor_codes={"ARB": "IGO:ARABLEAGUE"})
    assert given.events["source"].iloc[5] == "IGO:ARABLEAGUE"
    with pytest.raises(errors.InputError, match="groups 'mine'"):
        eventdata.read(keds, "keds_cameo", groups="mine")


def test_what_could_not_be_mapped_is_reported_with_its_number(keds):
    table = eventdata.read(keds, "keds_cameo").unmapped()
    assert table[["kind", "raw", "how", "n"]].to_numpy().tolist() == [["actor", "ARB", "not an actor", 1]]


def test_weights_of_the_named_table(tmp_path):
    path = save(tmp_path / "x.csv", "date,source,target,code\n2000-01-01,ISR,USA,163\n")
    weights = {
        name: eventdata.read(path, "keds_cameo", weights=name).events["goldstein"].iloc[0] for name in ("keds", "gdelt")
    }
    assert weights == {"keds": -6.5, "gdelt": -8.0}
    with pytest.raises(errors.InputError, match="no weights 'mine'"):
        eventdata.read(path, "keds_cameo", weights="mine")


def test_a_weis_code_without_a_weight_is_reported(tmp_path):
    path = save(tmp_path / "x.csv", "date,source,target,code\n1994-02-05,SER,BOS,223\n1994-02-06,SER,BOS,130\n")
    got = eventdata.read(path, "keds_weis")
    assert got.events["goldstein"].tolist() == [-10.0, 0.0]
    assert got.unmapped()[["kind", "raw", "n"]].to_numpy().tolist() == [["weight", "130", 1]]


def test_faulty_rows_go_to_the_rejects_with_their_lines(tmp_path):
    lines = ["date,source,target,code", "2000-02-30,ISR,PSE,190", "2000-03-01,ISR,PSE,190", "2000-03-02,ISR,PSE", "",
             "2000-03-03,ISR,PSE,ABC", "2000-03-04,ISR,PSE,040", "2000-03-05x,ISR,PSE,040"]  # fmt: skip
    got = eventdata.read(save(tmp_path / "bad.csv", "\n".join(lines) + "\n"), "keds_cameo")
    assert got.provenance["line"].tolist() == [3, 7]
    reasons = got.rejects.sort_values("line")[["line", "reason"]].to_numpy().tolist()
    assert reasons == [
        [2, "column date: '2000-02-30' is not a date"],
        [4, "3 columns, not 4"],
        [5, "blank line"],
        [6, "column code: 'ABC' is not a known event code"],
        [8, "column date: '2000-03-05x' is not a date"],
    ]
    assert got.counts["rows"] == 7
    counted = eventdata.aggregate(tmp_path / "bad.csv", "keds_cameo")
    pd.testing.assert_frame_equal(counted.rejects, got.rejects)


@pytest.mark.parametrize("size", [64, 100, 1 << 20])
def test_blocks_of_any_size_give_the_same(tmp_path, size):
    lines = [
        f"2000-01-{day:02d},{side},PSE,{code}" for day in range(1, 29) for side, code in (("ISR", "190"), ("USA", "xx"))
    ]
    path = save(tmp_path / "x.csv", "\n".join(["date,source,target,code", *lines]) + "\n")
    got = eventdata.read(path, "keds_cameo", block_size=size)
    assert got.provenance["line"].tolist() == list(range(2, 58, 2))
    assert got.rejects["line"].tolist() == list(range(3, 59, 2))


def test_old_lists_without_a_header_and_with_short_years(tmp_path):
    got = eventdata.read(
        save(tmp_path / "old.tab", "790415\tISRMIL\tJOR\t190\t(FORCE)\r\n010415\tJOR\tISR\t040\t(MEET)\r\n"),
        "keds_cameo",
    )
    assert got.events["when_first"].dt.strftime("%Y-%m-%d").tolist() == ["1979-04-15", "2001-04-15"]
    assert got.events["root"].tolist() == ["ASSAULT", "CONSULT"]


@pytest.mark.parametrize(
    "text",
    [
        "Date\tSource\tTarget\tCode\n1979-04-15\tISR\tJOR\t190\n",
        "790415,ISR,JOR,190\n",
        "19790415\tISR\tJOR\t190\tupdate\n",
        'date,source,target,code,text\n1979-04-15,ISR,JOR,190,"a, b"\n',
    ],
)
def test_lists_of_every_make(tmp_path, text):
    row = eventdata.read(save(tmp_path / "x", text), "keds_cameo").events.iloc[0]
    assert (row["source"], row["target"], row["root"]) == ("ISR", "JOR", "ASSAULT")
    assert row["when_first"] == pd.Timestamp("1979-04-15")


def test_gzip_zip_and_folders_read_alike(tmp_path, keds):
    text = keds.read_bytes()
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.csv.gz").write_bytes(gzip.compress(text))
    with zipfile.ZipFile(folder / "b.zip", "w") as archive:
        archive.writestr("inner.csv", text)
    got = eventdata.read(folder, "keds_cameo")
    assert got.counts["events"] == 12
    assert got.provenance["path"].unique().tolist() == ["a.csv.gz", "b.zip:inner.csv"]


def test_repeats_are_counted_and_removed_on_demand(keds):
    kept, once = (eventdata.read(keds, "keds_cameo", one_a_day=flag) for flag in (False, True))
    assert (kept.counts["duplicates within a day"], kept.counts["removed by one_a_day"], len(kept.events)) == (1, 0, 6)
    assert (once.counts["duplicates within a day"], once.counts["removed by one_a_day"], len(once.events)) == (1, 1, 5)
    assert once.events["n_reports"].tolist() == [2, 1, 1, 1, 1]


def test_repeats_within_a_story(tmp_path):
    base = {
        "Event Date": "2018-06-01",
        "Source Country": "Japan",
        "Target Country": "Vietnam",
        "CAMEO Code": "040",
        "Intensity": "1",
    }
    rows = [
        icews_row(**base, **{"Event ID": str(number), "Story ID": story})
        for number, story in enumerate(["7", "7", "8", "NA", "NA"])
    ]
    path = save(tmp_path / "x.tab", "\n".join([ICEWS, *rows]) + "\n")
    got = eventdata.read(path, "icews", one_a_story=True)
    assert (len(got.events), got.counts["removed by one_a_story"]) == (4, 1)
    assert got.events["n_reports"].tolist() == [2, 1, 1, 1]
    counted = eventdata.aggregate(path, "icews", one_a_story=True, block_size=512)
    assert (counted.table["n"].sum(), counted.counts["removed by one_a_story"]) == (4, 1)
    assert eventdata.aggregate(path, "icews", one_a_day=True).table["n"].tolist() == [1]


def test_stories_are_refused_where_a_format_has_none(keds):
    with pytest.raises(errors.InputError, match="has no column for the story"):
        eventdata.read(keds, "keds_cameo", one_a_story=True)


def test_actors_and_days_can_be_chosen_while_reading(keds):
    got = eventdata.read(keds, "keds_cameo", actors=("ISR", "PSE"), period="2000-09-28/2000-09-28")
    assert (len(got.events), got.counts["filtered out"], got.counts["rows"]) == (2, 4, 6)
    counted = eventdata.aggregate(keds, "keds_cameo", actors=("ISR", "PSE"), period="2000-09-28/2000-09-28")
    assert (counted.table["n"].sum(), counted.counts["filtered out"]) == (2, 4)
    for period in ("2001-01-01/2000-01-01", "x/y"):
        with pytest.raises(errors.InputError, match="period"):
            eventdata.read(keds, "keds_cameo", period=period)


@pytest.mark.parametrize("actors", ["isr,pse", ["Israel", "Palestinian"], ("ISR", "pse"), "Israeli, PSE"])
@pytest.mark.parametrize("period", ["2000-09-28/2000-10-01", "2000-09", ("2000-09-01", "2000-09-30")])
def test_actors_and_periods_are_asked_for_as_everywhere(keds, actors, period):
    assert len(eventdata.read(keds, "keds_cameo", actors=actors, period=period).events) == 3
    assert eventdata.aggregate(keds, "keds_cameo", "monthly", actors=actors, period=period).table["n"].sum() == 3


def test_an_actor_that_is_not_known_is_never_dropped_in_silence(keds, tmp_path):
    with pytest.raises(errors.InputError, match=r"no actor 'Isreal'; nearest: Israel \(ISR\)"):
        eventdata.read(keds, "keds_cameo", actors="Isreal,PSE")
    with pytest.raises(errors.InputError, match="no actor 'Isreal'"):
        eventdata.aggregate(keds, "keds_cameo", actors=["Isreal"])
    with pytest.raises(errors.InputError, match="given as actor_codes"):
        eventdata.read(keds, "keds_cameo", actors={"ARB": "IGO:ARABLEAGUE"})
    own = save(tmp_path / "own.csv", "when_first,source,target,root\n2001-01-01,Ruritania,USA,AGREE\n")
    assert len(eventdata.read(own, "entente", actors=["Ruritania", "us"]).events) == 1
    assert len(eventdata.read(own, "entente", actors="ruritania,us").events) == 1


@pytest.mark.parametrize("limit", [0, 3, 1_000_000])
def test_sums_do_not_depend_on_when_they_are_merged(tmp_path, monkeypatch, limit):
    monkeypatch.setattr(aggregation, "_MAX_PARTIAL_ROWS", limit)
    sides = [("ISR", "PSE"), ("PSE", "ISR"), ("USA", "RUS")]
    rows = [f"2000-01-{day:02d},{a},{b},{code}" for day in range(1, 29) for a, b in sides for code in ("190", "040")]
    path = save(tmp_path / "x.csv", "\n".join(["date,source,target,code", *rows]) + "\n")
    table = eventdata.aggregate(path, "keds_cameo", "M", block_size=100).table
    assert table[["a", "b", "n_vc", "n_mf", "n"]].to_numpy().tolist() == [
        ["ISR", "PSE", 28, 28, 56], ["PSE", "ISR", 28, 28, 56], ["USA", "RUS", 28, 28, 56]
    ]  # fmt: skip


@pytest.mark.parametrize("freq", ["D", "W", "M", "Q", "Y"])
def test_aggregating_equals_counting_the_events(keds, freq):
    got = eventdata.aggregate(keds, "keds_cameo", freq, block_size=80)
    assert got.table["n"].sum() == got.counts["counted"] == 4
    assert sum(number for name, number in got.counts.items() if name != "rows") == got.counts["rows"] == 6
    table, _ = aggregation.count_events(eventdata.read(keds, "keds_cameo").events, freq)
    pd.testing.assert_frame_equal(got.table, table)
    pd.testing.assert_frame_equal(got.unmapped(), eventdata.read(keds, "keds_cameo").unmapped())


def test_weeks_begin_on_monday(keds):
    table = eventdata.aggregate(keds, "keds_cameo", "W").table
    assert table["period"].dt.strftime("%Y-%m-%d").tolist() == ["2000-10-16", "2000-09-25", "2000-09-25"]


def test_counts_serve_relations_and_tension(keds):
    table = eventdata.aggregate(keds, "keds_cameo", "M").table
    pairs = measure(table, freq="all").pairs().set_index(["a", "b"])
    assert pairs.loc[("ISR", "PSE"), "n_mf"] == 3
    assert len(tension.measure(table, freq="M", actors=("ISR", "PSE")).frame) == 2


def test_icews_rows(tmp_path):
    cells = {"Event ID": "1", "Event Date": "2018-06-01", "CAMEO Code": "057", "Intensity": "8",
             "Story ID": "9", "Publisher": "Paper",
             "Source Name": "Ministry (Japan)", "Source Sectors": "Executive,Foreign Ministry,Government",
             "Source Country": "Japan",
             "Target Name": "North Atlantic Treaty Organization",
             "City": 'Say "Hanoi', "Country": "Vietnam"}  # fmt: skip
    got = eventdata.read(save(tmp_path / "x.tab", "\n".join([ICEWS, icews_row(**cells)]) + "\n"), "icews")
    row = got.events.iloc[0]
    assert (row["source"], row["source_role"], row["target"]) == ("JPN", "GOV", "IGO:NATO")
    assert (row["root"], row["goldstein"], row["place"]) == ("SUPPORT", 8.0, 'Say "Hanoi')
    assert got.provenance.iloc[0][["publisher", "story"]].tolist() == ["Paper", "9"]


@pytest.mark.parametrize(("kind", "width"), [("gdelt1", 58), ("gdelt2", 61)])
def test_gdelt_tables(tmp_path, kind, width):
    cells = {"GLOBALEVENTID": "1", "SQLDATE": "20150301", "Actor1Code": "RUSGOV", "Actor2Code": "UKR",
             "EventCode": "0841", "GoldsteinScale": "7.0", "NumArticles": "12", "SOURCEURL": "paper/1"}  # fmt: skip
    line = gdelt_row(kind, **cells)
    assert line.count("\t") + 1 == width
    got = eventdata.read(save(tmp_path / "x.CSV", line + "\n"), kind)
    row = got.events.iloc[0]
    assert (row["source"], row["source_role"], row["target"], row["root"], row["n_reports"]) == (
        "RUS",
        "GOV",
        "UKR",
        "RETREAT",
        12,
    )
    assert got.provenance["story"].tolist() == ["paper/1"]


def test_early_gdelt_lacks_the_address(tmp_path):
    line = gdelt_row(
        "gdelt1", SQLDATE="19790101", Actor1Code="USA", Actor2Code="CHN", EventCode="040", GoldsteinScale="1"
    )
    got = eventdata.read(save(tmp_path / "x.csv", line.rsplit("\t", 1)[0] + "\n"), "gdelt1")
    assert (got.counts["events"], got.events["goldstein"].iloc[0]) == (1, 1.0)
    with pytest.raises(errors.InputError, match="58 columns, where format 'gdelt2' has 61"):
        eventdata.read(save(tmp_path / "y.csv", line + "\n"), "gdelt2")


def test_polecat_phoenix_and_acled_rows(tmp_path):
    polecat = (
        "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tActor Country\tRecipient Country\tContexts\n"
        "1\t2023-01-02\tASSAULT\taerial\t-9\tRUS\tUKR\tmilitary\n"
        "2\t2023-01-03\tCONSULT\t\t1\tUSA;GBR\tUKR\t\n"
    )
    got = eventdata.read(save(tmp_path / "p.txt", polecat), "polecat")
    assert got.events.iloc[0][["source", "target", "root", "mode", "context"]].tolist() == [
        "RUS",
        "UKR",
        "ASSAULT",
        "aerial",
        "military",
    ]
    assert got.events["source"].isna().tolist() == [False, True]
    phoenix = gdelt_row(
        "phoenix",
        EventID="1",
        Date="20150301",
        SourceActorFull="RUSMIL",
        TargetActorFull="UKR",
        EventCode="190",
        GoldsteinScore="-10",
    )
    assert eventdata.read(save(tmp_path / "x.txt", phoenix + "\n"), "phoenix").events["quad"].tolist() == [4]
    acled = (
        "event_id_cnty,event_date,event_type,sub_event_type,actor1,actor2\n"
        "X1,02 March 2020,Violence against civilians,Abduction/forced disappearance,"
        "Military Forces of Mali (2013-2020),Civilians (Mali)\n"
        "X2,03 March 2020,Nonsense,,A,B\n"
    )
    got = eventdata.read(save(tmp_path / "a.csv", acled), "acled")
    assert got.events.iloc[0][["source", "source_role", "target", "target_role", "root"]].tolist() == [
        "MLI",
        "MIL",
        "MLI",
        "CVL",
        "COERCE",
    ]
    assert got.rejects["reason"].tolist() == ["column code: 'Nonsense' is not a known event code"]


OWN = "when_first,source,target,root,story\n1962-10-22,USA,RUS,THREATEN,speech\n1962-10-28,RUS,USA,CONCEDE,broadcast\n"


def test_the_short_form_of_our_own_csv(tmp_path):
    got = eventdata.read(save(tmp_path / "own.csv", OWN), "entente")
    row = got.events.iloc[1]
    assert (row["quad"], row["goldstein"], row["modality"], row["when_precision"], row["n_reports"]) == (
        1,
        5.0,
        "asserted",
        "day",
        1,
    )
    assert row["when_last"] == pd.Timestamp("1962-10-28")
    assert got.provenance["story"].tolist() == ["speech", "broadcast"]


def test_our_own_csv_by_code_by_other_weights_and_other_names(tmp_path):
    path = save(
        tmp_path / "own.csv", "when_first,source,target,cameo\n2001-01-01,Ruritania,USA,163\n2001-01-02,SUN,USA,010\n"
    )
    got = eventdata.read(path, "entente", weights="keds", actor_codes={"SUN": "RUS"})
    assert got.events["root"].iloc[0] == "COERCE"
    assert got.events["quad"].tolist() == [4, 0]
    assert got.events["goldstein"].tolist() == [-6.5, 0.0]
    assert got.events["source"].tolist() == ["Ruritania", "RUS"]
    assert got.unmapped()["raw"].tolist() == ["Ruritania"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2001-13-01,USA,RUS,AGREE,,,", "column when_first: '2001-13-01' is not allowed"),
        ("2001-01-02,USA,RUS,AGREE,2001-01-01,,", "column when_last: '2001-01-01' is not allowed"),
        ("2001-01-01,USA,RUS,EMBRACE,,,", "column root: 'EMBRACE' is not allowed"),
        ("2001-01-01,USA,RUS,AGREE,,rumoured,", "column modality: 'rumoured' is not allowed"),
        ("2001-01-01,USA,RUS,AGREE,,,1.5", "column n_reports: '1.5' is not allowed"),
    ],
)
def test_faulty_rows_of_our_own_csv(tmp_path, row, reason):
    text = f"when_first,source,target,root,when_last,modality,n_reports\n2001-01-01,USA,RUS,AGREE,,,\n{row}\n"
    got = eventdata.read(save(tmp_path / "own.csv", text), "entente")
    assert len(got.events) == 1
    assert got.rejects[["line", "reason"]].to_numpy().tolist() == [[3, reason]]


def test_an_id_that_stands_twice_is_refused(tmp_path):
    text = "event_id,when_first,source,target,root\na,2001-01-01,USA,RUS,AGREE\na,2001-01-02,USA,RUS,AGREE\n"
    got = eventdata.read(save(tmp_path / "own.csv", text), "entente")
    assert got.rejects["reason"].tolist() == ["column event_id: 'a' occurs twice"]
    assert len(got.events) == 1


def events():
    rows = [
        {
            "source": "USA",
            "target": "RUS",
            "root": "AGREE",
            "cameo": "030",
            "goldstein": 4.0,
            "source_role": "GOV",
            "n_reports": 3,
        },
        {
            "source": "RUS",
            "target": "IGO:UN",
            "root": "REJECT",
            "cameo": None,
            "goldstein": -4.2,
            "place": 'a "place", here',
        },
        {"source": "ISR", "target": "PSE", "root": None, "cameo": "010", "goldstein": 0.0},
        {"source": "USA", "target": None, "root": "ACCUSE", "goldstein": -2.0},
        {"source": "USA", "target": "CHN", "root": "SANCTION", "goldstein": -5.2, "modality": "planned"},
        {"source": "USA", "target": "CHN", "root": "CONSULT", "goldstein": 2.1, "when_first": None, "when_last": None},
    ]
    base = {
        "when_first": "2001-02-03",
        "when_last": "2001-02-03",
        "when_precision": "day",
        "modality": "asserted",
        "decided_by": "hand",
        "n_reports": 1,
    }
    quads = {"AGREE": 1, "CONSULT": 1, "REJECT": 3, "ACCUSE": 3, "SANCTION": 4, None: 0}
    return schemas.from_rows(
        "events",
        [{**base, **row, "event_id": f"e{number}", "quad": quads[row["root"]]} for number, row in enumerate(rows)],
    )


def test_our_own_csv_keeps_the_whole_frame(tmp_path):
    assert eventdata.write(events(), tmp_path / "x.csv.gz") == {"written": 6, "left_out": 0}
    got = eventdata.read(tmp_path / "x.csv.gz", "entente")
    pd.testing.assert_frame_equal(got.events, events())
    assert got.rejects.empty


@pytest.mark.parametrize("kind", ["icews", "keds_cameo", "keds_weis", "gdelt1", "gdelt2"])
def test_round_trip_through_the_formats_of_the_field(tmp_path, kind):
    counts = eventdata.write(events(), tmp_path / "x", kind)
    assert (counts["written"], counts["without an actor"], counts["not asserted"], counts["undated"]) == (3, 1, 1, 1)
    got = eventdata.read(tmp_path / "x", kind).events
    assert got["source"].tolist() == ["USA", "RUS", "ISR"]
    assert got["target"].tolist() == ["RUS", "IGO:UN", "PSE"]
    assert got["root"].fillna("").tolist() == ["AGREE", "REJECT", ""]
    assert got["when_first"].eq(pd.Timestamp("2001-02-03")).all()
    assert got["source_role"].iloc[0] == "GOV"
    if kind != "keds_weis":
        assert got["cameo"].tolist() == ["030", "120", "010"]


@pytest.mark.parametrize("kind", ["icews", "keds_cameo", "keds_weis", "gdelt2"])
def test_every_root_survives_without_a_code(tmp_path, kind):
    one = events().head(1).assign(cameo=None)
    rows = pd.concat([one.assign(event_id=root, root=root) for root in ontology.ROOTS])
    eventdata.write(rows, tmp_path / "x", kind)
    # WEIS has no code for material cooperation that is neither aid nor retreat
    wanted = ["AGREE" if kind == "keds_weis" and root == "COOPERATE" else root for root in ontology.ROOTS]
    assert eventdata.read(tmp_path / "x", kind).events["root"].tolist() == wanted


def test_home_states_are_not_written_as_their_groups(tmp_path):
    frame = events().assign(source="TUR").head(1)
    eventdata.write(frame, tmp_path / "x", "keds_weis")
    assert "PKK" not in (tmp_path / "x").read_text()


def test_mistakes_are_explained(tmp_path, keds):
    with pytest.raises(errors.InputError, match="no format 'idea'"):
        eventdata.read(keds, "idea")
    with pytest.raises(errors.InputError, match="no file or folder"):
        eventdata.read(tmp_path / "none.csv", "icews")
    with pytest.raises(errors.InputError, match="no column 'Event Date'"):
        eventdata.read(keds, "icews")
    with pytest.raises(errors.InputError, match="freq 'H'"):
        eventdata.aggregate(keds, "keds_cameo", "H")
    with pytest.raises(errors.InputError, match="read only"):
        eventdata.write(events(), tmp_path / "x", "acled")


def test_an_empty_file_gives_no_events(tmp_path):
    got = eventdata.read(save(tmp_path / "x.csv", ""), "keds_cameo")
    assert (len(got.events), got.counts["rows"]) == (0, 0)
    assert eventdata.aggregate(tmp_path / "x.csv", "gdelt2").table.empty


def test_every_layout_says_whether_it_was_tried():
    assert {kind: eventdata.tried(kind) for kind in eventdata.FORMATS} == {
        **dict.fromkeys(("entente", "icews", "keds_cameo", "keds_weis"), "tried on real files"),
        **dict.fromkeys(("gdelt1", "gdelt2", "polecat", "phoenix", "acled"), "from the codebook only"),
    }


def test_the_example_that_ships_is_read_whole():
    got = eventdata.read("example", "entente")
    assert got.rejects.empty
    assert got.unmapped().empty
    assert got.counts["duplicates within a story"] == 0
    crisis = got.events[got.events["when_first"].between("1962-10-22", "1962-10-28") & got.events["quad"].ge(3)]
    assert len(crisis) >= 5
