import pandas as pd
import pytest
from coded_cases import coded, many

from analysis import errors, schemas, tables
from analysis.actors.tables import FOLDER
from analysis.events import home_front, home_fronts, select_acts
from analysis.events.home_front import SECTORS
from analysis.relations import measure

DAY, LATER = "2024-01-03", "2024-02-05"


def by(source_role, target_role, **more):
    return {"role": source_role, "target_role": target_role, **more}


CORPUS = coded(
    *many("EGY", "EGY", "ASSAULT", DAY, 14, **by("COP", "CVL/OPP")),
    ("EGY", "EGY", "ACCUSE", LATER, by("CVL/OPP", "COP", text="Protesters in Cairo accused the police.")),
    ("EGY", "EGY", "CONSULT", LATER, by(None, "OPP")), ("EGY", "EGY", "AID", LATER, by("GOV/MIL", "OPP/REL")),
    ("EGY", "EGY", "ASSAULT", DAY, by("CVL", "CVL/OPP")), ("EGY", "EGY", "ACCUSE", DAY, by("GOV", None)),
    ("EGY", "EGY", "ASSAULT", DAY, by("MIL", "REB", modality="planned")),
    ("EGY", "ISR", "CONSULT", DAY, by(None, None)), ("ISR", "ISR", "ACCUSE", DAY, by("OPP", "GOV")),
    ("EGY", None, "ASSAULT", DAY, by("COP", None)),
    ("LBN", "ARM:HEZBOLLAH", "ACCUSE", DAY, by("GOV", "UAF")), ("ISR", "ARM:HEZBOLLAH", "ASSAULT", DAY),
)  # fmt: skip


def test_roles_take_the_place_of_the_actors():
    measured = measure(home_front(CORPUS, "Egyptian"), freq="all")
    found = {(row.a, row.b): (row.n, row.n_mf, row.n_vf) for row in measured.pairs().itertuples()}
    assert found == {
        ("police", "protesters"): (15, 14, 1), ("government", "opposition"): (2, 0, 0),
        ("civilians", "protesters"): (1, 1, 0),
    }  # fmt: skip
    police = measured.pairs().set_index(["a", "b"]).loc[("police", "protesters")]
    assert police["share"] == pytest.approx((15 + 5) / (15 + 10))
    assert police["share_low"] < police["share"] < police["share_high"]
    assert police["standing"] == "hostile"
    aside = dict(measured.set_aside.itertuples(index=False))
    assert aside == {"domestic: both sides are one actor": 1, "modality: planned": 1}


def test_each_direction_and_month_has_its_row():
    rows = measure(home_front(CORPUS, "EGY"), freq="M").frame.query("directed")
    back = rows[(rows["a"] == "protesters") & (rows["b"] == "police")]
    assert back[["period", "n"]].values.tolist() == [[pd.Timestamp("2024-02-01"), 1.0]]


def test_events_keep_their_ids_and_their_sentences():
    home = home_front(CORPUS, "EGY")
    said = home.between("protesters", "police", directed=True)
    assert said["event_id"].tolist() == ["e014"]
    assert "Protesters in Cairo accused the police." in tables.events(home, said).html
    assert set(home.events["event_id"]) == set(home.evidence["event_id"]) == {f"e{n:03d}" for n in range(20)}
    assert len(home.documents) == len(CORPUS.documents)
    schemas.check("events", home.events)
    assert str(tables.brief(home, "government", "opposition")).startswith("government – opposition, 2 events: 2 acts")


def test_a_frame_of_events_gives_a_frame():
    frame = home_front(CORPUS.events, "EGY")
    pd.testing.assert_frame_equal(frame, home_front(CORPUS, "EGY").events)
    assert len(select_acts(frame).frame) == 18
    assert CORPUS.events["source"].eq("EGY").sum() == 22  # what was given stays as it was


def test_armed_groups_are_at_home_in_their_state():
    rows = measure(home_front(CORPUS, "Lebanon"), freq="all").pairs()
    assert rows[["a", "b", "n"]].values.tolist() == [["ARM:HEZBOLLAH", "government", 1.0]]


def test_a_meeting_of_two_roles_counts_once():
    events = coded(*many("EGY", "EGY", "CONSULT", DAY, 2)).events
    events["act_id"], events["mutual"] = "e000", True
    events["source_role"], events["target_role"] = ["GOV", "OPP"], ["OPP", "GOV"]
    assert measure(home_front(events, "EGY"), freq="all").pairs()["n"].tolist() == [1]
    assert home_fronts(events)["n"].tolist() == [1]


def test_the_states_with_most_acts_inside_come_first():
    found = home_fronts(CORPUS.events)
    assert found.values.tolist() == [
        ["EGY", 19, 18, "police", "protesters"], ["ISR", 1, 1, "government", "opposition"],
        ["LBN", 1, 1, "ARM:HEZBOLLAH", "government"],
    ]  # fmt: skip
    assert "Egypt | 19 | 18 | police – protesters" in tables.home_fronts(CORPUS).text
    assert home_fronts(CORPUS.events.head(0)).empty


def test_what_cannot_be_told_is_said_in_one_line():
    with pytest.raises(errors.InputError, match=r"no act inside France; most acts inside: Egypt \(19\); Israel \(1\)"):
        home_front(CORPUS, "FRA")
    with pytest.raises(errors.InputError, match="no column target_role"):
        home_front(CORPUS.events.drop(columns="target_role"), "EGY")


def test_every_sector_has_one_role():
    sectors = [sector for own in SECTORS.values() for sector in own]
    assert len(sectors) == len(set(sectors))
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    listed = readme[readme.index("Codes: GOV") :]
    codes = {word for word in listed.replace(",", " ").replace(".", " ").split() if len(word) == 3 and word.isupper()}
    assert codes == {sector for sector in sectors if len(sector) == 3}


def test_who_is_named_is_told_by_role_and_others_are_not():
    corpus = coded(("EGY", "EGY", "ASSAULT", "2024-01-03", {"role": "COP"}), ("RUS", "EGY", "AID", "2024-01-03"))
    named = home_front(corpus, "EGY").mentions["actor"]
    assert set(named.dropna()) == {"government"}
    assert home_front(corpus, "EGY").run["note"].startswith("Acts inside Egypt alone")
