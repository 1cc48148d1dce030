"""Pairs whose standing changed inside a period."""

import numpy as np
import pandas as pd

from analysis.relations import measure, turned_inside
from analysis.relations.rating import TURNED

MONTHS = pd.date_range("2001-01-01", periods=36, freq="MS").as_unit("us")


def history(pair, conflict, acts):
    """Acts by month, of which a share is conflict."""
    counts = pd.DataFrame({"a": pair[0], "b": pair[1], "period": MONTHS, "n_mc": 0, "n_mf": 0})
    return counts.assign(n_vc=np.asarray(acts) - np.asarray(conflict), n_vf=conflict)


def test_the_cut_lies_where_the_pair_turned_and_both_parts_are_told():
    table = pd.concat([
        history("AB", [0] * 20 + [2] * 16, 2), history("AC", 0, 2), history("AD", 1, 2),
        history("AE", [0] * 34 + [1] * 2, [1] * 36),
    ])  # fmt: skip
    (found,) = turned_inside(table, freq="all").to_dict("records")
    assert (found["a"], found["b"], found["turned"]) == ("A", "B", MONTHS[20])
    assert (found["before"], found["after"]) == ("cooperative", "hostile")
    assert (found["n_before"], found["n_after"]) == (40, 32)
    assert found["share_before"] < 0.2
    assert found["share_after"] > 0.8


def test_a_turn_at_the_end_of_a_year_is_not_inside_one():
    at_new_year, in_june = history("AB", [0] * 12 + [3] * 24, 3), history("AC", [0] * 18 + [3] * 18, 3)
    found = turned_inside(pd.concat([at_new_year, in_june]), freq="Y")
    assert found[["b", "period", "turned"]].to_numpy().tolist() == [["C", MONTHS[12], MONTHS[18]]]
    assert set(turned_inside(at_new_year, freq="all")["turned"]) == {MONTHS[12]}


def test_of_steady_pairs_at_most_one_in_twenty_is_told():
    rng = np.random.default_rng(3)
    tables = []
    for number in range(300):
        acts = rng.poisson(rng.choice([0.5, 2, 6]), len(MONTHS))
        tables.append(history(("A", f"B{number}"), rng.binomial(acts, rng.choice([0.3, 0.5, 0.7])), acts))
    table = pd.concat(tables)
    assert 0 < len(turned_inside(table, freq="all")) <= 15


def test_over_ten_years_at_most_one_steady_pair_in_twenty_is_told():
    rng, months = np.random.default_rng(4), pd.date_range("2001-01-01", periods=120, freq="MS").as_unit("us")
    tables = []
    for number in range(300):
        acts = rng.poisson(rng.choice([0.5, 2, 6]), len(months))
        conflict = rng.binomial(acts, rng.choice([0.3, 0.5, 0.7]))
        one = pd.DataFrame({"a": "A", "b": f"B{number}", "period": months, "n_mc": 0, "n_mf": 0})
        tables.append(one.assign(n_vc=acts - conflict, n_vf=conflict))
    assert len(turned_inside(pd.concat(tables), freq="all")) <= 15


def test_who_turned_there_and_back_turned_where_the_time_is_long():
    months = pd.date_range("2001-01-01", periods=84, freq="MS").as_unit("us")
    conflict = np.array(([2] * 12 + [0] * 12) * 3 + [2] * 12)
    table = pd.DataFrame({"a": "A", "b": "B", "period": months, "n_vc": 2 - conflict, "n_mc": 0, "n_mf": 0})
    (found,) = turned_inside(table.assign(n_vf=conflict), freq="all").to_dict("records")
    assert (found["before"], found["after"]) == ("cooperative", "hostile")
    assert found["turned"] == pd.Timestamp("2007-01-01")
    assert (found["n_before"], found["n_after"]) == (24, 24)


def test_who_turned_has_no_sign_where_the_time_is_rated_as_one():
    table = pd.concat([history("AB", [0] * 24 + [2] * 12, 2), history("AC", 0, 2)])
    rows = measure(table, freq="all").frame.set_index(["a", "b", "directed"])
    assert (rows.loc[("A", "B", False), ["standing", "sign", "n"]] == [TURNED, 0, 72]).all()
    assert rows.loc[("A", "B", True), "standing"] == TURNED
    assert rows.loc[("A", "C", False), "standing"] == "cooperative"
    whole = measure(table, freq="all")
    assert set(whole.unclear()["b"]) == {"B"}
    assert set(whole.rated()["b"]) == {"C"}
    assert not whole.graph(clear=True).has_edge("A", "B")
    yearly = measure(table, freq="Y").pairs().set_index(["b", "period"])["standing"]
    assert yearly["B", MONTHS[0]] == "cooperative"
    assert yearly["B", MONTHS[24]] == "hostile"


def test_without_events_nobody_turned():
    assert turned_inside(history("AB", 0, 0).head(0), freq="all").empty
