import networkx as nx
import pytest
from coded_cases import HOSTILE_TEXT, coded, many

from analysis import balance
from analysis.relations import measure
from analysis.tables import relations

NO_SIGNS = "No tie has a sign: there is no balance to measure."
DAY = "2024-01-03"
FEW = coded(
    *many("KOR", "JPN", "AID", DAY, 2), *many("JPN", "USA", "CONSULT", DAY, 2), *many("USA", "KOR", "AID", DAY, 1),
    *many("PRK", "RUS", "CONSULT", DAY, 2), named=["CHN", "CHN"],
)  # fmt: skip
MANY = coded(
    *many("KOR", "JPN", "AID", DAY, 9), *many("JPN", "USA", "CONSULT", DAY, 9), *many("USA", "KOR", "AID", DAY, 9),
    *many("PRK", "RUS", "AID", DAY, 9), *many("USA", "PRK", "ASSAULT", DAY, 9), *many("JPN", "RUS", "ACCUSE", DAY, 9),
    *many("CHN", "RUS", "AID", DAY, 9), *many("CHN", "USA", "AID", DAY, 20),
    ("USA", "PRK", "ASSAULT", DAY, {"text": HOSTILE_TEXT, "title": HOSTILE_TEXT, "n_reports": 9}),
)  # fmt: skip


def measured_of(corpus):
    return measure(corpus, freq="all")


def signs(corpus):
    return measured_of(corpus).graph(clear=True)


def test_the_headline_without_signs_shows_what_was_seen():
    measured = measured_of(FEW)
    assert relations.headline(FEW, measured, balance.find_core_blocs(measured)).splitlines() == [
        "no bloc by signs: too few events, or no clear sign",
        "only cooperation seen: Japan, South Korea, United States",
        "only cooperation seen: North Korea, Russia",
        "apart, named only: China",
    ]


def test_the_headline_with_signs_names_blocs_and_who_stands_between():
    measured = measured_of(MANY)
    lines = relations.headline(MANY, measured, balance.find_core_blocs(measured)).splitlines()
    assert "bloc by signs: North Korea, Russia" in lines
    assert len(lines) == 2 + ("between" in lines[-1])


def test_parameters_and_what_was_set_aside_are_shown():
    text = repr(relations.parameters(measured_of(FEW)))
    for word in ("Beta worth 10 events at 0.500", "articles", "5 by rule; 7 with this prior", "asserted", "set aside"):
        assert word in text
    aside = coded(*many("USA", "CHN", "AID", DAY, 2), ("USA", "CHN", "AID", DAY, {"role": "BUS"}),
                  ("USA", None, "AID", DAY))  # fmt: skip
    lines = repr(relations.set_aside(aside, measured_of(aside))).splitlines()
    assert lines[0] == "measured, each act once | 2"
    assert "private: by a person or firm of its own, or by or with opponents of a state | 1" in lines
    assert len(lines) == 3


def test_notes_hold_the_most_reported_sentences_of_a_pair():
    found = relations.pair_notes(MANY, measured_of(MANY).pairs(), max_rows=2)
    note = found[frozenset(("USA", "PRK"))]
    assert note.splitlines()[0] == f"{DAY}: {HOSTILE_TEXT}"
    assert len(note.splitlines()) == 2


def test_triads_are_named_with_their_null_model():
    graph = signs(MANY)
    null = balance.shuffle_signs(graph, n=20, seed=0)
    lines = repr(relations.triad_counts(graph, null)).splitlines()
    assert [line.split(" | ")[1] for line in lines] == [
        "ménage à trois",
        "romantic triangle",
        "stable marriage",
        "unit veto",
    ]
    assert "Japan (with South Korea, United States)" in lines[0]
    assert lines[0].split(" | ")[4] == str(balance.triad_census(graph).counts["+++"])
    figures = repr(relations.balance(graph, null)).splitlines()
    assert figures[-1].startswith("frustration | ")
    assert all(len(line.split(" | ")) == 7 and line.split(" | ")[-1] for line in figures)


def test_no_sign_is_no_balance():
    graph = signs(FEW)
    null = balance.shuffle_signs(graph, n=2)
    assert repr(relations.triad_counts(graph, null)) == NO_SIGNS
    assert repr(relations.balance(graph, null)) == NO_SIGNS
    assert relations.frustration_text(graph, balance.frustration(graph), null) == NO_SIGNS


def test_frustration_is_given_with_its_proof_and_ties():
    graph = nx.Graph()
    for a, b, sign in (("USA", "CHN", 1), ("CHN", "RUS", 1), ("RUS", "USA", -1)):
        graph.add_edge(a, b, sign=sign)
    null = balance.shuffle_signs(graph, n=20, seed=0)
    first, second = relations.frustration_text(graph, balance.frustration(graph), null).splitlines()
    assert first.startswith("frustration index 1 (proven); frustrated ties: ")
    assert " – " in first
    assert second == "not clearly less frustrated than shuffled signs (percentile 50.0): do not rely on the blocs"


def test_blocs_that_chance_would_not_give_are_pointed_out():
    graph = balance.load_powers(1907)
    for a, b, sign in (
        ("x", "y", 1),
        ("y", "z", 1),
        ("x", "z", 1),
        ("x", "GBR", -1),
        ("y", "GBR", -1),
        ("z", "FRA", -1),
    ):
        graph.add_edge(a, b, sign=sign)
    null = balance.shuffle_signs(graph, n=60, seed=0)
    text = relations.frustration_text(graph, balance.frustration(graph), null)
    assert "\nless frustrated than shuffled signs" in text


def test_bloc_ratings_give_the_place_of_each():
    measured = measured_of(MANY)
    found = balance.find_core_blocs(measured)
    rows = {
        line.split(" | ")[0]: line.split(" | ")
        for line in repr(relations.bloc_ratings(found, ["PRK", "USA", "CHN"])).splitlines()
    }
    assert rows["North Korea"][-1] == "in the bloc North Korea, Russia"
    assert any(cell.startswith("hostile: ") for cell in rows["North Korea"])
    assert set(rows) == {"North Korea", "United States", "China"}


def test_brokerage_names_the_friend_of_both_and_leaves_out_what_is_not_known():
    graph = nx.Graph()
    for a, b, sign in (("USA", "PRK", -1), ("CHN", "PRK", 1), ("CHN", "USA", 1), ("FRA", "USA", 1)):
        graph.add_edge(a, b, sign=sign)
    (line,) = repr(relations.brokerage(graph)).splitlines()
    assert line.split(" | ") == ["China", "1", "1", "0", "0", "0", "0", "0"]


def test_similarity_needs_a_third_actor():
    lines = repr(relations.similarity(measured_of(MANY), ["JPN", "KOR"])).splitlines()
    assert [line.split(" | ")[:3] for line in lines] == [["Japan – South Korea", "1", "1.00"]]
    assert "Japan" not in repr(relations.similarity(measured_of(FEW), ["USA", "JPN"]))


@pytest.mark.parametrize("make", [
    lambda: relations.actor_presence(coded(("USA", "CHN", "AID", DAY, {"text": HOSTILE_TEXT, "title": HOSTILE_TEXT}))),
    lambda: relations.cooperating_groups(
        (c := coded(("USA", "CHN", "AID", DAY, {"text": HOSTILE_TEXT, "title": HOSTILE_TEXT}))), measured_of(c)),
])  # fmt: skip
def test_sentences_are_escaped(make):
    page = make().html
    assert "<script" not in page
    assert "&lt;script&gt;" in page
