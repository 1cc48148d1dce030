import pytest
from coded_cases import coded, many

from analysis import errors
from analysis.relations import measure
from analysis.tables import dyad

DAY = "2024-01-03"
CORPUS = coded(
    *many("RUS", "PRK", "AID", DAY, 9), ("PRK", "RUS", "ACCUSE", DAY, {"n_reports": 3}),
    ("PRK", "RUS", "AID", DAY, {"modality": "planned"}), ("PRK", "RUS", "AID", DAY, {"role": "BUS"}),
    ("PRK", "RUS", "AID", "1961-07-06"), *many("USA", "JPN", "AID", DAY, 20),
    *many("USA", "RUS", "ACCUSE", DAY, 8), *many("USA", "PRK", "ACCUSE", DAY, 2),
)  # fmt: skip
# The article that recalls 1961 was published with the others.
CORPUS.documents.loc[CORPUS.documents["published"] < "2000", "published"] = CORPUS.documents["published"].max()


def test_the_acts_are_those_that_count_and_the_events_are_all():
    found = dyad.brief(CORPUS, "rus", "PRK")
    assert (found.a, found.b, found.note) == ("RUS", "PRK", "")
    assert (len(found.events), len(found.acts)) == (13, 10)
    assert str(found).splitlines() == [
        "Russia – North Korea: 13 events, 10 of them asserted acts",
        "Russia to North Korea: 9 acts of cooperation, 0 of conflict",
        "North Korea to Russia: 0 acts of cooperation, 1 of conflict",
    ]
    assert found.one_way("PRK")["n_reports"].tolist() == [3]


def test_counts_agree_with_the_measured_relations():
    found = dyad.brief(CORPUS, "RUS", "PRK")
    measured = measure(CORPUS.events, freq="all", exposure=CORPUS.documents, evidence=CORPUS.evidence)
    rows = dyad.rows(found, measured)
    assert rows["n"].tolist() == [10, 1, 9]
    assert rows["directed"].tolist() == [False, True, True]
    assert len(found.acts) == rows["n"].iloc[0]


def test_without_an_event_the_busiest_pair_is_shown_and_named():
    found = dyad.brief(CORPUS, "FRA", "DEU")
    assert {found.a, found.b} == {"JPN", "USA"}
    assert str(found).startswith("there is no event between FRA and DEU")


def test_bad_questions_are_answered_clearly():
    with pytest.raises(errors.InputError, match="given twice"):
        dyad.brief(CORPUS, "RUS", "RUS")


def test_nothing_between_anybody_is_an_empty_brief():
    found = dyad.brief(coded(("RUS", None, "AID", DAY)), "RUS", "PRK")
    assert (found.a, found.b, len(found.events), len(found.acts)) == ("RUS", "PRK", 0, 0)
    assert str(found).startswith("there is no event between RUS and PRK in this corpus\n")
    assert repr(dyad.explained(found)) == "no event"
    assert "0 of them" in str(found)


def test_alone_has_their_events_and_all_articles():
    own = dyad.brief(CORPUS, "RUS", "PRK").alone()
    assert len(own.events) == 13
    assert len(own.documents) == len(CORPUS.documents)


def test_thirds_stand_side_by_side():
    found = dyad.brief(CORPUS, "RUS", "PRK")
    measured = measure(CORPUS.events, freq="all")
    (line,) = repr(dyad.thirds(found, measured)).splitlines()
    third, one, other = line.split(" | ")
    assert third == "United States"
    assert one.startswith("hostile: ")
    assert other.startswith("observed, too few to rate: ")


def test_kinds_count_by_class_and_modality():
    lines = repr(dyad.kinds(dyad.brief(CORPUS, "RUS", "PRK"))).splitlines()
    assert "verbal conflict | 1 | 0" in lines
    assert "material cooperation | 11 | 1" in lines
