import networkx as nx
import numpy as np
import pandas as pd
import pytest

from analysis import errors, relations, schemas
from analysis.relations import graphs


def act(event_id, source, target, root="CONSULT", quad=1, day="2024-01-02"):
    when = pd.Timestamp(day) if day else None
    return {
        "event_id": event_id, "source": source, "target": target, "root": root, "quad": quad, "goldstein": 1.0,
        "when_first": when, "when_last": when, "when_precision": "day", "modality": "asserted", "decided_by": "rule x",
        "confidence": 0.9, "n_reports": 1,
    }  # fmt: skip


EVENTS = schemas.from_rows(
    "events",
    [
        act("e2", "PRK", "RUS"),
        act("e1", "RUS", "PRK", day=None),
        act("e3", "PRK", None),
        act("e4", "PRK", "RUS", "AID", 2),
    ],
)
EVIDENCE = schemas.from_rows("evidence", [
    {"event_id": "e2", "sentence_id": s, "doc_id": d, "published": pd.Timestamp(p),
     "trigger_start": 0, "trigger_end": 3}
    for s, d, p in [("s9", "d1", "2024-01-04"), ("s1", "d2", "2024-01-03")]
])  # fmt: skip


def test_one_edge_for_each_event_between_known_actors():
    graph = graphs.event_graph(EVENTS, EVIDENCE)
    assert [(u, v, k) for u, v, k in graph.edges(keys=True)] == [
        ("PRK", "RUS", "e2"), ("PRK", "RUS", "e4"), ("RUS", "PRK", "e1"),
    ]  # fmt: skip
    data = graph.edges["PRK", "RUS", "e2"]
    assert data["when_first"] == "2024-01-02"
    assert data["sentences"] == "s1 s9"
    assert data["documents"] == "d2 d1"
    assert "when_first" not in graph.edges["RUS", "PRK", "e1"]
    assert "mode" not in data


def measured(freq="all"):
    rows = [act(f"c{i}", "RUS", "PRK", "AID", 2, "2024-01-05") for i in range(12)]
    rows += [act(f"h{i}", "PRK", "KOR", "ASSAULT", 4, "2024-02-05") for i in range(12)]
    rows += [act("x", "CHN", "PRK")]
    return relations.measure(schemas.from_rows("events", rows), freq=freq)


def test_signed_graph_has_every_pair_and_its_sign():
    graph = graphs.signed_graph(measured())
    assert {(u, v): d["sign"] for u, v, d in graph.edges(data=True)} == {
        ("CHN", "PRK"): 0, ("KOR", "PRK"): -1, ("PRK", "RUS"): 1,
    }  # fmt: skip
    assert graph.edges["CHN", "PRK"]["standing"] == "observed, too few to rate"
    tie = graph.edges["PRK", "RUS"]
    assert tie["weight"] == pytest.approx(abs(1 - 2 * 5 / 22))
    assert (tie["n"], tie["n_mc"]) == (12, 12)


def test_clear_leaves_out_what_is_unclear_but_keeps_the_actor():
    graph = graphs.signed_graph(measured(), clear=True)
    assert sorted(graph.edges) == [("KOR", "PRK"), ("PRK", "RUS")]
    assert "CHN" in graph


def test_directed_graph_of_directed_rows():
    graph = graphs.signed_graph(measured(), directed=True)
    assert graph.is_directed()
    assert sorted(graph.edges) == [("CHN", "PRK"), ("PRK", "KOR"), ("RUS", "PRK")]


def test_a_period_must_be_named_where_there_are_several():
    by_month = measured("M")
    with pytest.raises(errors.InputError, match="2 periods"):
        graphs.signed_graph(by_month)
    assert sorted(graphs.signed_graph(by_month, "2024-02-01").edges) == [("KOR", "PRK")]
    with pytest.raises(errors.InputError, match="0 periods begin in '2023-01-01'"):
        graphs.signed_graph(by_month, "2023-01-01")


def test_no_relations_give_an_empty_graph():
    assert len(graphs.signed_graph(schemas.empty("relations"))) == 0


@pytest.mark.parametrize("suffix", [".graphml", ".gexf"])
@pytest.mark.parametrize(
    "make", [lambda: graphs.signed_graph(measured()), lambda: graphs.event_graph(EVENTS, EVIDENCE)]
)
def test_files_read_back_equal(tmp_path, suffix, make):
    graph = make()
    again = graphs.read(graphs.write(graph, tmp_path / f"g{suffix}"))
    assert type(again) is type(graph)
    graph.graph.clear()  # the formats keep the attributes of nodes and edges alone
    assert nx.utils.graphs_equal(again, graph)


@pytest.mark.parametrize("suffix", [".graphml", ".gexf"])
def test_values_that_formats_do_not_keep_are_cleaned(tmp_path, suffix):
    graph = nx.Graph()
    graph.add_node("A & <B>", seen=pd.Timestamp("2024-01-02"), odd=None)
    graph.add_node("É")
    graph.add_edge(
        "A & <B>", "É", sign=np.int64(-1), share=np.float64(0.25), gap=float("nan"), sure=np.bool_(True), ids=("a", 1)
    )
    again = graphs.read(graphs.write(graph, tmp_path / f"g{suffix}"))
    assert again.nodes["A & <B>"] == {"seen": "2024-01-02"}
    assert again.edges["A & <B>", "É"] == {"sign": -1, "share": 0.25, "sure": True, "ids": "('a', 1)"}


def test_other_formats_are_refused(tmp_path):
    with pytest.raises(errors.InputError, match=r"\.graphml or \.gexf"):
        graphs.write(nx.Graph(), tmp_path / "g.json")
    (tmp_path / "g.gexf").write_text("<gexf")
    with pytest.raises(errors.InputError, match=r"g\.gexf"):
        graphs.read(tmp_path / "g.gexf")


@pytest.mark.parametrize("suffix", [".graphml", ".gexf"])
def test_characters_that_xml_does_not_allow_are_removed(tmp_path, suffix):
    graph = nx.MultiDiGraph()
    graph.add_edge("A\x0b", "B", key="1\x00", place="To\x0bwn\x05 \ufffe(x")
    got = graphs.read(graphs.write(graph, tmp_path / f"g{suffix}"))
    assert sorted(got) == ["A", "B"]
    assert [data["place"] for _, _, data in got.edges(data=True)] == ["Town (x"]
