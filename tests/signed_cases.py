"""Signed graphs that several tests draw on."""

import itertools

import networkx as nx
import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

QUICK = settings(max_examples=60, deadline=None)


@st.composite
def signed_graphs(draw, most=8, *, directed=False, weighted=False):
    size = draw(st.integers(0, most))
    graph = nx.DiGraph() if directed else nx.Graph()
    graph.add_nodes_from(range(size))
    pairs = itertools.permutations(range(size), 2) if directed else itertools.combinations(range(size), 2)
    for a, b in pairs:
        sign = draw(st.sampled_from([1, -1, 1, -1, 0, None]))
        if sign is not None:
            graph.add_edge(a, b, sign=sign, weight=draw(st.sampled_from([0.5, 1.0, 2.0, 3.25])) if weighted else 1.0)
    return graph


def noisy(size, ties, negative, seed):
    graph = nx.gnm_random_graph(size, ties, seed=seed)
    rng = np.random.default_rng(seed)
    for _, _, data in graph.edges(data=True):
        data["sign"] = -1 if rng.random() < negative else 1
    return graph


def ties(*signed):
    graph = nx.Graph()
    for item in signed:
        graph.add_edge(item[0], item[1], sign={"+": 1, "-": -1, "0": 0}[item[2]])
    return graph
