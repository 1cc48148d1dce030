import pytest
from coded_cases import coded, many

from analysis import errors, tables
from analysis.relations import measure

DAY = "2024-01-03"
HALVES = (("AID", "2024-01-03"), ("ACCUSE", "2024-03-03"))
CORPUS = coded(
    *many("RUS", "PRK", "AID", DAY, 9), ("PRK", "RUS", "ACCUSE", DAY, {"n_reports": 3}),
    ("PRK", "RUS", "AID", DAY, {"modality": "planned"}), ("PRK", "RUS", "AID", DAY, {"role": "BUS"}),
    ("PRK", "RUS", "AID", "1961-07-06"), *many("USA", "JPN", "AID", DAY, 20),
    *many("USA", "RUS", "ACCUSE", DAY, 8), *many("USA", "PRK", "ACCUSE", DAY, 2),
)  # fmt: skip
# The article that recalls 1961 was published with the others.
CORPUS.documents.loc[CORPUS.documents["published"] < "2000", "published"] = CORPUS.documents["published"].max()


def test_the_acts_are_those_that_count_and_the_events_are_all():
    found = tables.brief(CORPUS, "rus", "North Korea")
    assert (found.a, found.b, found.name) == ("RUS", "PRK", "Russia – North Korea")
    assert (len(found.events), len(found.acts)) == (13, 10)
    told = "10 acts that the measures count, each once; 3 set aside (1 history, 1 planned, 1 private)"
    assert str(found).splitlines() == [
        f"Russia – North Korea, 13 events: {told}",
        "Russia to North Korea: 9 acts of cooperation and 0 of conflict",
        "North Korea to Russia: 0 acts of cooperation and 1 of conflict",
    ]
    assert found.one_way("PRK")["n_reports"].tolist() == [3]


def test_counts_agree_with_the_measured_relations():
    found = tables.brief(CORPUS, "RUS", "PRK")
    measured = measure(CORPUS.events, freq="all", exposure=CORPUS.documents, evidence=CORPUS.evidence)
    rows = found.relation(measured)
    assert rows["n"].tolist() == [10, 1, 9]
    assert rows["directed"].tolist() == [False, True, True]
    assert len(found.acts) == rows["n"].iloc[0]


def test_who_is_not_named_is_the_busiest_partner():
    nobody = tables.brief(CORPUS)
    assert {nobody.a, nobody.b} == {"JPN", "USA"}
    one = tables.brief(CORPUS, "PRK")
    assert (one.a, one.b) == ("PRK", "RUS")
    assert tables.brief(CORPUS, b="PRK").b == "RUS"


def test_a_pair_without_an_event_is_not_swapped_for_another():
    with pytest.raises(
        errors.InputError, match="no event between France and Germany in this corpus; most events: JPN-USA"
    ):
        tables.brief(CORPUS, "FRA", "DEU")
    with pytest.raises(errors.InputError, match="no event between France and another actor"):
        tables.brief(CORPUS, "FRA")
    with pytest.raises(errors.InputError, match="it has no event between two actors"):
        tables.brief(coded(("RUS", None, "AID", DAY)))


def test_bad_questions_are_answered_clearly():
    with pytest.raises(errors.InputError, match="are one"):
        tables.brief(CORPUS, "RUS", "Russia")
    with pytest.raises(errors.InputError, match="Rusia"):
        tables.brief(CORPUS, "Rusia", "PRK")


def test_third_parties_stand_side_by_side():
    found = tables.brief(CORPUS, "RUS", "PRK")
    measured = measure(CORPUS.events, freq="all")
    (line,) = repr(found.third_parties(measured)).splitlines()
    third, one, other = line.split(" | ")
    assert third == "United States"
    assert one.startswith("hostile: ")
    assert other.startswith("observed, too few to rate: ")


def test_events_are_counted_by_class_and_modality():
    lines = repr(tables.brief(CORPUS, "RUS", "PRK").by_class()).splitlines()
    assert "verbal conflict | 1 | 0 | 1 | hostile words: demands, accuses, refuses, threatens" in lines
    assert "material cooperation | 11 | 1 | 12 | friendly deeds: cooperates, gives aid, yields" in lines


def test_the_newest_event_is_explained():
    assert "North Korea" in repr(tables.brief(CORPUS, "RUS", "PRK").explain_newest())


def test_before_and_after_shows_the_pair_alone():
    rows = [many(a, "PRK", root, day, 9) for a in ("RUS", "USA") for root, day in HALVES]
    corpus = coded(*(row for part in rows for row in part))
    (line,) = repr(tables.brief(corpus, "RUS", "PRK").before_after("2024-02-01")).splitlines()
    assert line.startswith("North Korea – Russia | ▲ worse")
