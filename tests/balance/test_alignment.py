import math

import networkx as nx
import pandas as pd
import pytest
from signed_cases import ties

from analysis import balance, errors, schemas
from analysis.balance import alignment
from analysis.relations import measure


def pair(table, a, b):
    rows = table[((table["a"] == a) & (table["b"] == b)) | ((table["a"] == b) & (table["b"] == a))]
    assert len(rows) == 1
    return rows.iloc[0]


def test_the_powers_of_1907_are_two_camps():
    table = balance.similarity(balance.load_powers(1907))
    assert pair(table, "GBR", "FRA")[["n", "s", "pi", "kappa"]].tolist() == [4, 1, 1, 1]
    assert pair(table, "GBR", "DEU")[["s", "pi", "kappa"]].tolist() == [-1, -1, -1]


def test_likeness_by_hand():
    # a: + + - + ; b: + - - + towards w x y z
    row = pair(balance.similarity(ties("aw+", "ax+", "ay-", "az+", "bw+", "bx-", "by-", "bz+", "ab-")), "a", "b")
    assert row["n"] == 4
    assert row["s"] == pytest.approx(1 - 2 / 4)
    # pooled: 5 of 8 positive; e = 2 * 2 * 5/8 * 3/8
    assert row["pi"] == pytest.approx(1 - 0.5 / (4 * 15 / 64))
    # own: a 3/4, b 1/2; e = 2 * (3/4 * 1/2 + 1/4 * 1/2)
    assert row["kappa"] == pytest.approx(1 - 0.5 / 1.0)


def test_agreement_by_chance_is_no_likeness():
    row = pair(balance.similarity(ties("aw+", "ax+", "ay+", "az-", "bw+", "bx+", "by-", "bz+")), "a", "b")
    assert row["s"] == 0.0
    assert row["pi"] < 0
    assert row["kappa"] < 0
    everybody = pair(balance.similarity(ties("aw+", "ax+", "bw+", "bx+")), "a", "b")
    assert everybody["s"] == 1
    assert math.isnan(everybody["pi"])
    assert math.isnan(everybody["kappa"])


def test_unclear_ties_are_left_out_and_neutral_ones_are_not():
    graph = ties("aw+", "ax0", "bw+", "bx-")
    assert pair(balance.similarity(graph), "a", "b")["n"] == 1
    graph.edges["a", "x"]["standing"] = "neutral"
    row = pair(balance.similarity(graph), "a", "b")
    assert (row["n"], row["s"]) == (2, 0.5)


def test_no_third_actor_gives_no_likeness():
    row = balance.similarity(ties("ab+")).iloc[0]
    assert (row["n"], math.isnan(row["s"])) == (0, True)
    assert balance.similarity(nx.Graph()).empty


def test_labels_stay_while_most_members_stay():
    table = alignment.stable_labels({
        1: {"a": 0, "b": 0, "c": 0, "x": 1, "y": 1},
        2: {"a": 1, "b": 1, "c": 0, "x": 0, "y": 0},
        3: {"x": 0, "y": 0, "c": 0, "n": 1},
        4: {"a": 0, "b": 0, "n": 1},
    })  # fmt: skip
    by = table.set_index(["period", "actor"])["bloc"]
    assert by[2].to_dict() == {"a": 0, "b": 0, "c": 1, "x": 1, "y": 1}
    assert by[3].to_dict() == {"x": 1, "y": 1, "c": 1, "n": 2}
    assert by[4].to_dict() == {"a": 0, "b": 0, "n": 2}
    assert table[table["moved"]][["period", "actor"]].to_numpy().tolist() == [[2, "c"]]


COUNTS = ["a", "b", "period", "n_vc", "n_mc", "n_vf", "n_mf"]


def two_years():
    rows = []
    for year, (good, bad) in {2020: ("ab ac bc xy", "ax bx ay by"), 2021: ("ab xy cx cy", "ax bx ay ac bc")}.items():
        rows += [(*ends, year, 10, 10, 0, 0) for ends in good.split()]
        rows += [(*ends, year, 0, 0, 10, 10) for ends in bad.split()]
    return measure(pd.DataFrame(rows, columns=COUNTS), freq="Y")


def test_blocs_over_periods_and_who_moved():
    measured = two_years()
    table = alignment.blocs_over_periods(measured)
    first = table[table["period"] == "2020-01-01"].set_index("actor")["bloc"].to_dict()
    assert first["a"] == first["b"] == first["c"] != first["x"] == first["y"]
    assert table.loc[table["moved"], "actor"].tolist() == ["c"]
    path = alignment.drift(measured, "c", table)
    later = path[path["period"] == "2021-01-01"].set_index("bloc")
    assert later.loc[first["x"], ["share", "n", "ties", "own"]].tolist() == [0.0, 40.0, 2, True]
    assert later.loc[first["a"], ["share", "own"]].tolist() == [1.0, False]
    with pytest.raises(errors.InputError, match="no relation of 'q'"):
        alignment.drift(measured, "q", table)


def test_nothing_measured_gives_nothing():
    assert alignment.blocs_over_periods(schemas.empty("relations")).empty
