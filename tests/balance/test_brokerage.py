import networkx as nx
from signed_cases import ties

from analysis import balance


def test_positions_between_opponents():
    graph = ties("ab-", "ca+", "cb+", "da+", "db-", "ea0", "eb0", "fa-", "fb-", "ga+", "gb0", "ha0", "hb0")
    for node, other in (("e", "a"), ("e", "b"), ("g", "b")):
        graph.edges[node, other]["standing"] = "neutral"
    table = balance.positions(graph).set_index("node")
    wanted = {"c": "bridges", "d": "sides", "e": "distance", "f": "opposes", "g": "leans", "h": "unknown"}
    only = nx.Graph(graph.subgraph("abcdefgh"))
    assert table.loc["a", "pairs"] == sum(
        1 for x, y, d in only.edges(data=True) if d["sign"] == -1 and "a" not in (x, y)
    )
    for node, name in wanted.items():
        alone = nx.Graph(graph.subgraph({"a", "b", node}))
        row = balance.positions(alone).set_index("node").loc[node]
        assert row["pairs"] == 1
        assert row[name] == 1, node


def test_brokers_and_pivots():
    graph = ties("ab-", "ca+", "cb+", "da+", "db-")
    brokers = balance.brokers(graph)
    assert brokers["node"].tolist() == ["c"]
    assert brokers.loc[0, ["bridges", "pairs", "share"]].tolist() == [1, 2, 0.5]
    parts = balance.pivots(graph).set_index("node")
    assert parts.loc["c", "pivot"] == 1
    assert parts.loc["b", ["wing", "outsider"]].tolist() == [1, 1]
    assert parts.loc["d", "partner"] == 1
    assert parts.loc["a", "triangles"] == 2
