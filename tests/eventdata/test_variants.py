"""Files of the field as they are met with: other years, other spreadsheets, other codebooks, damage."""

import gzip
import warnings
import zipfile

import pandas as pd
import pytest
from eventdata_cases import KEDS, both, gdelt, icews, save

from analysis import errors, eventdata
from analysis.eventdata import codebooks
from analysis.eventdata.actors import ActorCoder
from analysis.events.counts import COLUMNS as COUNT_COLUMNS
from analysis.events.counts import FORCE, count_acts, undirected
from analysis.events.selection import select_acts


def keds(path, codes, name="list.csv"):
    rows = [f"2011-03-{day:02d},ISR,PSE,{code}" for day, code in enumerate(codes, start=1)]
    return save(path / name, "\n".join([KEDS, *rows]) + "\n")


def test_a_lost_zero_is_restored_where_the_file_proves_the_loss(tmp_path):
    got = both(keds(tmp_path, ["40", "10", "190", "18", "841", "4", "330"]), "keds_cameo")
    assert got.events["cameo"].tolist() == ["040", "010", "190", "018", "0841", "04", "0330"]
    assert got.events["quad"].tolist() == [1, 0, 4, 0, 2, 1, 1]
    told = got.unmapped()[["kind", "how", "n"]].to_numpy().tolist()
    assert told == [["code", "parent", 1], ["format", "restored", 6]]


@pytest.mark.parametrize("size", [64, 1 << 20])
def test_the_proof_may_stand_anywhere_in_the_file(tmp_path, size):
    path = keds(tmp_path, ["10", *["190"] * 20, "51"])
    got = eventdata.read(path, "keds_cameo", block_size=size)
    assert got.events["root"].fillna("").tolist() == ["", *["ASSAULT"] * 20, "SUPPORT"]


def test_a_doubtful_code_of_two_digits_is_refused_and_never_conflict(tmp_path):
    got = both(keds(tmp_path, ["14", "190"]), "keds_cameo")
    assert got.events["cameo"].tolist() == ["190"]
    assert "may be 14 or 014" in got.rejects["reason"].iloc[0]


def test_roots_are_roots_where_zeros_are_kept_or_all_codes_are_roots(tmp_path):
    assert eventdata.read(keds(tmp_path, ["040", "14", "190"]), "keds_cameo").events["root"].tolist()[1] == "PROTEST"
    assert eventdata.read(keds(tmp_path, ["14", "19"]), "keds_cameo").events["root"].tolist() == ["PROTEST", "ASSAULT"]
    stray = both(keds(tmp_path, ["040", "042", "14", "51"]), "keds_cameo")
    assert stray.events["cameo"].tolist() == ["040", "042", "14"]
    assert stray.rejects["line"].tolist() == [5]


def test_the_text_of_an_icews_event_decides_about_its_zero(tmp_path):
    path = icews(
        tmp_path, {"Event Text": "Make statement", "CAMEO Code": "10"}, {"Event Text": "Demand", "CAMEO Code": "100"},
        {"Event Text": "Demand", "CAMEO Code": "10"},
    )  # fmt: skip
    assert both(path, "icews").events["cameo"].tolist() == ["010", "100"]


def test_icews_without_codes_is_read_by_the_text_of_the_event(tmp_path):
    rows = [{"Event Text": text} for text in ("Make a visit", "use conventional military force", "Sing a song")]
    got = both(icews(tmp_path, *rows, without=["CAMEO Code"]), "icews")
    assert got.events["cameo"].tolist() == ["042", "190"]
    assert got.rejects["line"].tolist() == [4]
    once = eventdata.aggregate(tmp_path / "icews.tab", "icews", "M", one_a_day=True)
    assert once.table["n"].sum() == 2


def test_american_days_of_icews(tmp_path):
    days = ["1/31/2017", "2/4/2017", "02/04/17", "2/4/2017 0:00", "31/1/2017"]
    got = both(icews(tmp_path, *({"Event Date": day, "CAMEO Code": "040"} for day in days)), "icews")
    assert got.events["when_first"].dt.strftime("%m-%d").tolist() == ["01-31", "02-04", "02-04", "02-04"]
    assert got.rejects["line"].tolist() == [6]


def test_an_impossible_icews_code_counts_as_its_root_if_the_text_agrees(tmp_path):
    rows = [("13y", "Threaten with repression"), ("13y", "Make a visit"), ("13y", "NA")]
    got = both(icews(tmp_path, *({"CAMEO Code": code, "Event Text": text} for code, text in rows)), "icews")
    assert got.events[["root", "cameo"]].to_numpy().tolist() == [["THREATEN", "13"]]
    assert ["code", "13y", "parent", 1] in got.unmapped()[["kind", "raw", "how", "n"]].to_numpy().tolist()


def test_names_of_icews_in_brackets(tmp_path):
    names = ["Ministry (European Union)", "Citizen (Africa)", "Somebody Else"]
    rows = [{"Source Country": "NA", "Source Name": name, "CAMEO Code": "040"} for name in names]
    got = both(icews(tmp_path, *rows), "icews")
    assert got.events["source"].fillna("").tolist() == ["IGO:EU", "", ""]
    assert got.unmapped()["how"].tolist() == ["not an actor", "unknown"]


@pytest.mark.parametrize("lead", ["\n", "\r\n", "\n\n"])
def test_blank_lines_before_the_first_row(tmp_path, lead):
    got = both(save(tmp_path / "x.CSV", lead + gdelt() + "\n" + gdelt(EventCode="190") + "\n"), "gdelt2")
    assert got.events["cameo"].tolist() == ["040", "190"]
    assert 1 in got.rejects["line"].tolist()
    got = both(save(tmp_path / "x.csv", lead + KEDS + "\n2000-01-01,ISR,PSE,190\n"), "keds_cameo")
    assert got.provenance["line"].tolist() == [2 + lead.count("\n")]
    assert got.rejects["reason"].unique().tolist() == ["blank line before the first row"]


def test_a_bad_first_row_is_one_reject(tmp_path):
    got = both(save(tmp_path / "x.CSV", "junk\n" + gdelt() + "\n"), "gdelt2")
    assert (len(got.events), got.rejects["line"].tolist()) == (1, [1])


def test_both_widths_of_gdelt_1_in_one_file(tmp_path):
    wide = [gdelt("gdelt1", GLOBALEVENTID=str(i), SOURCEURL=f"a/{i}") for i in range(40)]
    rows = [row if i % 3 else row.rsplit("\t", 1)[0] for i, row in enumerate(wide)]
    for order in (rows, rows[1:]):
        for size in (2000, 1 << 20):
            path = save(tmp_path / "x.csv", "\n".join(order) + "\n")
            got = eventdata.read(path, "gdelt1", block_size=size)
            assert got.rejects.empty
            assert got.provenance["line"].tolist() == list(range(1, len(order) + 1))
            stories = got.provenance["story"].fillna("").tolist()
            assert stories == [f"a/{i}" if i % 3 else "" for i in range(40 - len(order), 40)]
            assert eventdata.aggregate(path, "gdelt1", block_size=size).counts["counted"] == len(order)


def test_a_first_row_longer_than_what_is_looked_at(tmp_path):
    rows = [gdelt(SOURCEURL="x" * 300_000), gdelt()]
    assert len(both(save(tmp_path / "x.CSV", "\n".join(rows) + "\n"), "gdelt2").events) == 2


def test_a_row_torn_by_a_line_break_is_one_reject(tmp_path):
    for broken in ("To\rwn", "To\nwn"):
        path = save(
            tmp_path / "x.CSV", gdelt(ActionGeo_FullName=broken) + "\n" + gdelt() + "\n" + gdelt() + "\textra\n"
        )
        got = both(path, "gdelt2")
        assert len(got.events) == 1
        assert got.rejects["reason"].tolist() == ["torn by a line break inside a cell", "62 columns, not 61"]


def test_bytes_that_are_not_utf8_are_read_and_told(tmp_path):
    row = gdelt(ActionGeo_FullName="Yaound\xe9")
    utf8 = gdelt(ActionGeo_FullName="Yaoundé")
    got = eventdata.read(save(tmp_path / "x.CSV", row.encode("cp1252") + b"\n" + utf8.encode() + b"\n"), "gdelt2")
    assert got.events["place"].tolist() == ["Yaoundé", "Yaoundé"]
    assert got.unmapped()[["kind", "raw", "n"]].to_numpy().tolist() == [["text", "column place", 1]]


def test_one_bad_byte_in_a_bad_row_is_one_reject_and_never_a_lost_file(tmp_path):
    rows = [gdelt().encode(), b"1\t2\t\xe9\xff", gdelt().encode(), gdelt(ActionGeo_FullName="To\rwn").encode()]
    path = save(tmp_path / "x.CSV", b"\n".join(rows * 30) + b"\n")
    for size in (1000, 1 << 20):
        got = eventdata.read(path, "gdelt2", block_size=size)
        assert (len(got.events), len(got.rejects)) == (60, 60)
        assert got.provenance["line"].is_unique
        assert eventdata.aggregate(path, "gdelt2", block_size=size).counts["counted"] == 60


def test_a_row_longer_than_a_block_is_one_reject(tmp_path):
    rows = [gdelt(), gdelt(SOURCEURL="x" * 5000), gdelt()]
    got = eventdata.read(save(tmp_path / "x.CSV", "\n".join(rows) + "\n"), "gdelt2", block_size=1024)
    assert len(got.events) == 2
    assert got.rejects[["line", "reason"]].to_numpy().tolist() == [[2, "longer than 512 bytes"]]


ACLED = "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,inter1,actor2,inter2,notes"


def acled(path, *rows, header=ACLED):
    return save(path / "acled.csv", "\n".join([header, *rows]) + "\n")


def test_an_open_quote_takes_no_other_row_with_it(tmp_path):
    row = "{},1 May 2023,1,Battles,Armed clash,Military Forces of Russia,1,Military Forces of Ukraine,1,{}"
    whole = [row.format(i, '"Two\nlines, in order."') for i in range(5)]
    path = acled(tmp_path, *whole, row.format(5, '"never closed'), *whole)
    got = both(path, "acled")
    assert len(got.events) == 10
    assert got.rejects["reason"].tolist() == ["a quote that is not closed"]


def test_a_damaged_archive_is_an_input_error(tmp_path):
    whole = gzip.compress(b"".join(f"2000-01-01,ISR,PSE,{i}\n".encode() for i in range(100_000)))
    with pytest.raises(errors.InputError, match="x.gz"):
        eventdata.read(save(tmp_path / "x.gz", whole[: len(whole) // 2]), "keds_cameo")
    with pytest.raises(errors.InputError, match="x.zip"):
        eventdata.read(save(tmp_path / "x.zip", b"no archive"), "keds_cameo")


def test_hidden_members_of_an_archive_are_passed_over(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("list.csv", KEDS + "\n2000-01-01,ISR,PSE,190\n")
        archive.writestr("__MACOSX/._list.csv", b"\x00\x05\x16\x07")
    assert len(both(tmp_path / "x.zip", "keds_cameo").events) == 1


def test_acled_days_known_to_the_week_or_month(tmp_path):
    row = "{0},{1} May 2023,{0},Battles,Armed clash,Military Forces of Russia,1,Military Forces of Ukraine,1,"
    got = both(acled(tmp_path, *(row.format(i, day) for i, day in ((1, 1), (2, 17), (3, 15)))), "acled")
    assert got.events["when_precision"].tolist() == ["day", "week", "month"]
    days = got.events[["when_first", "when_last"]].apply(lambda column: column.dt.strftime("%m-%d"))
    assert days.to_numpy().tolist() == [["05-01", "05-01"], ["05-15", "05-21"], ["05-01", "05-31"]]
    aside = select_acts(got.events, freq="W").set_aside
    assert aside.to_numpy().tolist() == [["vague date: longer than one period", 1]]
    weeks = eventdata.aggregate(tmp_path / "acled.csv", "acled", "W")
    assert (weeks.counts["counted"], weeks.counts["vague date: longer than one period"]) == (2, 1)
    assert eventdata.aggregate(tmp_path / "acled.csv", "acled", "M").counts["counted"] == 3


def test_acled_before_2019_and_in_capitals(tmp_path):
    types = {"Battle-No change of territory": "ASSAULT", "Battle-Non-state actor overtakes territory": "ASSAULT",
             "Battle - Government regains territory": "ASSAULT", "Remote violence": "ASSAULT",
             "violence against civilians": "ASSAULT", "Riots/Protests": "PROTEST", "Strategic Development": "",
             "Headquarters or base established": "MOBILIZE",
             "Non-violent transfer of territory": "RETREAT"}  # fmt: skip
    rows = [f"X{i},16-May-13,{kind},Military Forces of Chad,Boko Haram" for i, kind in enumerate(types)]
    got = both(acled(tmp_path, *rows, header="EVENT_ID_CNTY,EVENT_DATE,EVENT_TYPE,ACTOR1,ACTOR2"), "acled")
    assert got.rejects.empty
    assert got.events["root"].fillna("").tolist() == list(types.values())
    assert got.events["when_first"].eq(pd.Timestamp("2013-05-16")).all()


@pytest.mark.parametrize(
    ("days", "months"), [(["01/05/2013", "16/05/2013"], [5, 5]), (["01/05/2013", "1/16/2013"], [1, 1]),
                         (["01/05/2013"], [5])]
)  # fmt: skip
def test_the_order_of_slashed_days_is_that_of_the_file(tmp_path, days, months):
    rows = [f"X{i},{day},Battles,A,B" for i, day in enumerate(days)]
    got = both(acled(tmp_path, *rows, header="event_id_cnty,event_date,event_type,actor1,actor2"), "acled")
    assert got.events["when_first"].dt.month.tolist() == months


@pytest.mark.parametrize(
    ("name", "home", "own", "role"),
    [
        ("Military Forces of the Democratic Republic of Congo (2001-2019)", "COD", "COD", "MIL"),
        ("Government of the Philippines (2022-)", "PHL", "PHL", "GOV"),
        ("Police Forces of Mexico (2018-) National Guard", "MEX", "MEX", "COP"),
        ("Military Forces of Sudan (2019-) Rapid Support Forces", "SDN", "ARM:RSF", "MIL"),
        ("Former Military Forces of Libya (2011-)", "LBY", "LBY", "MIL"),
        ("Protesters (Chad)", "TCD", "TCD", "CVL"),
        ("PKK: Kurdistan Workers Party", "TUR", "ARM:PKK", "UAF"),
        ("Houthi Movement - Ansar Allah", "YEM", "ARM:HOUTHIS", "UAF"),
        ("Islamic State (Syria)", "SYR", "ARM:IS", "UAF"),
        ("Fulani Ethnic Militia (Nigeria)", "NGA", "NGA", "UAF"),
        ("NATO: North Atlantic Treaty Organization", "IGO:NATO", "IGO:NATO", None),
        ("Civilians (International)", None, None, "CVL"),
    ],
)
def test_names_of_acled(name, home, own, role):
    for groups, actor in (("home", home), ("own", own)):
        got = ActorCoder("acled", {}, groups).resolve(name, "", "3")
        assert (got.actor, got.role) == (actor, role)


@pytest.mark.parametrize(
    ("code", "actor"),
    [
        ("IGOEUREEC", "IGO:EU"), ("IGOWSTNAT", "IGO:NATO"), ("IGOAFRAFU", "IGO:AU"), ("IGOSEAASN", "IGO:ASEAN"),
        ("IGOEURSCE", "IGO:OSCE"), ("IGOMOSOIC", "IGO:OIC"), ("IGOSAFSAD", "IGO:SADC"), ("IGOWAFWAS", "IGO:ECOWAS"),
        ("IGOMEAARL", "IGO:ARABLEAGUE"), ("IGOUNO", "IGO:UN"), ("IGOUNODEVWBK", "IGO:WB"),
        ("IGOUNOREFHCR", "IGO:UNHCR"),
        ("NATO", "IGO:NATO"), ("IMGMOSALQ", "ARM:ALQAEDA"), ("IGOEUR", None), ("IGO", None), ("NGO", None),
        ("GMW", "DEU"), ("GME", "DDR"), ("AZB", "AZE"), ("TAJ", "TJK"), ("KYR", "KGZ"), ("GRL", "GRL"), ("GUM", "USA"),
    ],
)  # fmt: skip
def test_codes_of_organisations_and_regions(code, actor):
    got = ActorCoder("cameo", {}).resolve(code)
    assert (got.actor, got.role) == (actor, "REB" if actor == "ARM:ALQAEDA" else None)
    assert got.how == "not an actor" if actor is None else got.how in {"exact", "prefix"}


def test_a_group_after_its_state():
    assert ActorCoder("cameo", {}).resolve("LBNMOSHEZ").actor == "LBN"
    assert ActorCoder("cameo", {}, "own").resolve("LBNMOSHEZ").actor == "ARM:HEZBOLLAH"
    assert ActorCoder("cameo", {}, "own").resolve("SYRREBHEZ").actor == "SYR"


@pytest.mark.parametrize("style", ["cameo", "weis"])
def test_every_state_is_an_actor_of_every_list(style):
    got = {code: ActorCoder(style, {}).resolve(code).actor for code in codebooks.state_codes()}
    other = {"HKG": "CHN", "MAC": "CHN"} if style == "cameo" else {"AUS": "AUT", "CZE": "CSK", "MAC": "MKD"}
    assert {code: actor for code, actor in got.items() if actor != code} == other


@pytest.mark.parametrize(
    ("code", "state"),
    [("AZB", "AZE"), ("TAJ", "TJK"), ("KYR", "KGZ"), ("KZK", "KAZ"), ("UZK", "UZB"), ("TUK", "TKM"), ("GRG", "GEO"),
     ("BRS", "BLR"), ("MLD", "MDA"), ("ETH", "ETH"), ("INS", "IDN"), ("GMW", "DEU"), ("ETHALB", None)],
)  # fmt: skip
def test_weis_lists_of_other_regions(code, state):
    assert ActorCoder("weis", {}).resolve(code).actor == state


def test_a_weis_list_read_as_cameo_is_noticed(tmp_path):
    rows = [f"1994-02-{day:02d},BOS,FRN,{code}" for day, code in enumerate(["223", "031", "212", "094"], start=1)]
    path = save(tmp_path / "x.csv", "\n".join([KEDS, *rows]) + "\n")
    with pytest.warns(UserWarning, match="those of format 'keds_weis', not of 'keds_cameo'"):
        got = eventdata.read(path, "keds_cameo")
    assert "is the format keds_weis?" in got.rejects["reason"].iloc[0]
    assert "perhaps keds_weis" in got.unmapped()["mapped"].tolist()
    cameo = keds(tmp_path, ["0841", "040", "1823"])
    with pytest.warns(UserWarning, match="those of format 'keds_cameo', not of 'keds_weis'"):
        eventdata.aggregate(cameo, "keds_weis")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(eventdata.read(path, "keds_weis").events) == 4
        assert len(eventdata.read(cameo, "keds_cameo").events) == 3


@pytest.mark.parametrize("null", ["None", "none", "NULL", "nan", "NA", ""])
def test_null_words_of_polecat(tmp_path, null):
    columns = ["Event ID", "Event Date", "Event Type", "Event Mode", "Actor Country", "Recipient Country", "Contexts",
               "City", "Country", "Source"]  # fmt: skip
    cells = ["1", "2022-03-05", "CONSULT", null, "TUR", null, null, null, null, null]
    got = both(save(tmp_path / "p.txt", "\t".join(columns) + "\n" + "\t".join(cells) + "\n"), "polecat")
    row = got.events.iloc[0]
    assert row[["mode", "target", "context", "place", "place_state"]].isna().all()
    assert got.provenance["publisher"].isna().all()


MEETINGS = [
    "2000-01-01,ISR,EGYGOV,040", "2000-01-01,EGY,ISR,040", "2000-01-01,ISR,EGY,040", "2000-01-02,ISR,EGY,040",
    "2000-01-03,EGY,ISR,042", "2000-01-03,ISR,EGY,043", "2000-01-04,EGY,ISR,040", "2000-01-04,ISR,EGY,190",
    "2000-01-05,ISR,ISRMIL,040", "2000-01-05,ISR,EUR,040",
]  # fmt: skip


@pytest.mark.parametrize("size", [64, 1 << 20])
def test_an_act_in_both_directions_counts_once_if_asked(tmp_path, size):
    path = save(tmp_path / "x.csv", "\n".join([KEDS, *MEETINGS]) + "\n")
    got = eventdata.read(path, "keds_cameo", mutual="once", block_size=size)
    assert got.events["mutual"].tolist() == [True, True, False, False, True, True, False, False, False, False]
    assert got.events["act_id"].nunique() == len(got.events) - 2 == 8
    assert got.counts["acts in both directions"] == 2
    once = eventdata.aggregate(path, "keds_cameo", "M", mutual="once", block_size=size)
    assert once.table[["a", "b", "n_vc", "n_mf"]].to_numpy().tolist() == [["EGY", "ISR", 2, 0], ["ISR", "EGY", 3, 1]]
    assert once.counts["other direction of an act counted once"] == 2
    assert sum(n for name, n in once.counts.items() if name != "rows") == once.counts["rows"] == 10
    pd.testing.assert_frame_equal(
        undirected(once.table), count_acts(got.events, freq="M", directed=False)[[*COUNT_COLUMNS, FORCE]]
    )
    pd.testing.assert_frame_equal(once.table, count_acts(got.events, freq="M", once=True))


def test_by_default_each_row_is_an_act(tmp_path):
    path = save(tmp_path / "x.csv", "\n".join([KEDS, *MEETINGS]) + "\n")
    assert not eventdata.read(path, "keds_cameo").events["mutual"].any()
    assert eventdata.aggregate(path, "keds_cameo", "M").counts["counted"] == 8
    assert {codebooks.layout(name).mutual for name in eventdata.FORMATS} == {"both"}
    with pytest.raises(errors.InputError, match="mutual 'twice' is none of once, both"):
        eventdata.read(path, "keds_cameo", mutual="twice")


def test_directions_of_our_own_csv_are_joined_if_asked(tmp_path):
    text = "when_first,source,target,root\n2001-01-01,USA,RUS,AGREE\n2001-01-01,RUS,USA,AGREE\n"
    path = save(tmp_path / "own.csv", text)
    assert eventdata.read(path, "entente", mutual="once").events["mutual"].tolist() == [True, True]
    for mutual, n in (("once", 1), ("both", 2)):
        counted = eventdata.aggregate(path, "entente", "M", mutual=mutual)
        assert (counted.table["n"].sum(), counted.counts["counted"]) == (n, n)
        assert sum(number for name, number in counted.counts.items() if name != "rows") == counted.counts["rows"]


@pytest.mark.parametrize("size", [256, 1 << 20])
@pytest.mark.parametrize("more", [[], ['2001-01-05,USA,RUS,AGREE,"z']])
def test_a_quote_open_to_the_end_of_the_file_is_one_reject(tmp_path, more, size):
    rows = ["2001-01-01,USA,RUS,AGREE,x", '2001-01-02,USA,RUS,AGREE,"y', '2001-01-03,USA,RUS,AGREE,"a\nb"',
            "2001-01-04,USA,RUS,AGREE,", *more]  # fmt: skip
    path = save(tmp_path / "own.csv", "\n".join(["when_first,source,target,root,place", *rows]) + "\n")
    got = eventdata.read(path, "entente", block_size=size)
    assert got.events["when_first"].dt.day.tolist() == [1, 3, 4]
    assert got.rejects["reason"].tolist() == ["a quote that is not closed"] * (1 + len(more))


def test_codes_made_numbers_and_nul_characters(tmp_path):
    got = both(keds(tmp_path, ["40.0", "10.0", "190.0"]), "keds_cameo")
    assert got.events["cameo"].tolist() == ["040", "010", "190"]
    got = both(save(tmp_path / "nul.csv", f"{KEDS}\n2000-01-01,I\x00SR,PSE,190\n"), "keds_cameo")
    assert got.events["source"].tolist() == ["ISR"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("ending", ["csv", "csv.gz"])
@pytest.mark.parametrize("mark", ["\ufeff", ""])
def test_a_spreadsheet_in_utf16_is_read_with_its_mark_or_without(tmp_path, encoding, ending, mark):
    text = f"{mark}{KEDS}\r\n2011-03-01,ISR,PSE,040\r\n2011-03-04,ISR,PSE,190\r\n2011-03-05,\u4e2d,PSE,190"
    content = text.encode(encoding)
    path = save(tmp_path / f"x.{ending}", gzip.compress(content) if ending.endswith("gz") else content)
    got = both(path, "keds_cameo")
    assert got.events["root"].tolist() == ["CONSULT", "ASSAULT", "ASSAULT"]
    assert got.unmapped()["raw"].tolist() == ["\u4e2d"]
    assert not len(got.rejects)


def test_an_actor_that_only_the_list_names_can_be_asked_for(tmp_path):
    path = save(tmp_path / "x.csv", f"{KEDS}\n1993-03-01,BOSSER,BOS,223\n1993-03-02,SER,BOS,031\n")
    got = both(path, "keds_weis", actors=["ARM:BOSNIAN-SERBS", "BIH"])
    assert got.events["source"].tolist() == ["ARM:BOSNIAN-SERBS"]
