import networkx as nx
import pandas as pd
import pytest
from relation_cases import frame, many

from analysis import errors
from analysis.balance import core_blocs
from analysis.relations import measure, rating

FRIENDS = [("A", "B"), ("B", "C"), ("A", "C"), ("X", "Y"), ("Y", "Z"), ("X", "Z")]
FOES = [("A", "X"), ("A", "Y"), ("B", "X"), ("B", "Z"), ("C", "Z")]


def world(*more, day="2024-01-03"):
    rows = [row for a, b in FRIENDS for row in many(a, b, "AID", day, 12)]
    rows += [row for a, b in FOES for row in many(a, b, "ASSAULT", day, 12)]
    return frame(*rows, *more)


def test_cores_are_the_blocs_where_nobody_stands_between():
    found = core_blocs.find_core_blocs(measure(world(), freq="all"))
    assert sorted(map(sorted, found.members)) == [["A", "B", "C"], ["X", "Y", "Z"]]
    assert found.between == {}
    assert found.names() == ["A-B-C", "X-Y-Z"]


def test_a_friend_of_one_bloc_that_gets_on_with_the_other_stands_between():
    both = [*many("M", "A", "AID", "2024-01-03", 12), *many("M", "X", "AID", "2024-01-03", 9),
            *many("M", "Y", "AID", "2024-01-03", 9), *many("M", "B", "AID", "2024-01-03", 12)]  # fmt: skip
    found = core_blocs.find_core_blocs(measure(world(*both), freq="all"))
    assert list(found.between) == ["M"]
    assert "M" not in [actor for members in found.members for actor in members]
    assert ["M"] in found.groups()
    home, other = found.between["M"]
    assert {tuple(sorted(found.members[home])), tuple(sorted(found.members[other]))} == {
        ("A", "B", "C"),
        ("X", "Y", "Z"),
    }
    own = found.stances[found.stances["actor"] == "M"]
    assert own["standing"].tolist() == ["cooperative", "cooperative"]


@pytest.mark.parametrize(("good", "bad", "between"), [(11, 9, True), (9, 11, True), (3, 17, False), (3, 3, False)])
def test_mixed_acts_put_between_if_clearly_less_hostile_than_the_rest(good, bad, between):
    """Good and bad acts of M, a friend of the ABC, with X: mixed ones are enough, hostile or few ones are not."""
    acts = [*many("M", "A", "AID", "2024-01-03", 12), *many("M", "B", "AID", "2024-01-03", 12),
            *many("M", "X", "AID", "2024-01-03", good), *many("M", "X", "ACCUSE", "2024-01-03", bad)]  # fmt: skip
    found = core_blocs.find_core_blocs(measure(world(*acts), freq="all"))
    assert (list(found.between) == ["M"]) == between


def test_a_friend_of_one_bloc_who_never_meets_the_other_is_not_between():
    found = core_blocs.find_core_blocs(measure(world(*many("M", "A", "AID", "2024-01-03", 12)), freq="all"))
    assert found.between == {}
    assert any("M" in members for members in found.members)


def test_stances_add_up_the_acts_with_all_members():
    found = core_blocs.find_core_blocs(measure(world(), freq="all"))
    row = found.stances.set_index(["actor", "bloc"]).loc[("A", 1 if "A" in found.members[0] else 0)]
    assert (row["n"], round(row["conflict"], 6)) == (24, 24)
    assert row["share"] == pytest.approx(29 / 34)


def test_two_alone_are_a_bloc_and_nothing_is_no_bloc():
    pair = core_blocs.find_core_blocs(measure(frame(*many("A", "B", "AID", "2024-01-03", 12)), freq="all"))
    assert pair.members == [["A", "B"]]
    few = core_blocs.find_core_blocs(measure(frame(*many("A", "B", "AID", "2024-01-03", 2)), freq="all"))
    assert few.members == []
    assert few.stances.empty


def test_the_focus_is_the_one_asked_for_or_one_between_or_the_first_that_acts():
    both = [*many("M", "A", "AID", "2024-01-03", 12), *many("M", "X", "AID", "2024-01-03", 9),
            *many("M", "Y", "AID", "2024-01-03", 9), *many("M", "B", "AID", "2024-01-03", 12)]  # fmt: skip
    measured = measure(world(*both), freq="all")
    found, network = core_blocs.find_core_blocs(measured), measured.graph()
    assert core_blocs.choose_focus(found, network, ["A"], "x ") == "X"
    assert core_blocs.choose_focus(found, network, ["A"]) == "M"
    with pytest.raises(errors.InputError, match="no actor 'Q'"):
        core_blocs.choose_focus(found, network, ["A"], "Q")
    none = core_blocs.find_core_blocs(measure(world().head(0), freq="all"))
    assert core_blocs.choose_focus(none, measured.graph(), ["Q", "B"]) == "B"
    assert core_blocs.choose_focus(none, nx.Graph(), []) == ""


def test_blocs_over_periods_keep_their_label_and_tell_who_stands_alone():
    later = many("A", "B", "AID", "2025-02-03", 12) + many("C", "A", "ASSAULT", "2025-02-03", 12)
    measured = measure(world(*later), freq="Y")
    table = core_blocs.blocs_over_periods(measured).set_index(["period", "actor"])
    first, second = pd.Timestamp("2024-01-01"), pd.Timestamp("2025-01-01")
    assert table.loc[(first, "A"), "bloc"] == table.loc[(second, "A"), "bloc"]
    assert table.loc[(second, "C"), "place"] == core_blocs.ALONE
    assert table.loc[(second, "C"), "moved"]
    assert core_blocs.blocs_over_periods(measure(world().head(0), freq="Y")).empty, "no pair, no period"


def test_the_rule_asks_for_as_many_acts_as_can_give_a_sign():
    assert rating.min_for_sign(rating.RatingRule()) == 7
    assert rating.min_for_sign(rating.RatingRule(prior_strength=0.5)) == 5
    assert rating.min_for_sign(rating.RatingRule(prior_strength=1.0, min_events=9)) == 9
    rated = rating.rate([0, 7, 0], [7, 7, 6], rating.RatingRule())
    assert rated["standing"].tolist() == ["cooperative", "hostile", "observed, too few to rate"]
    assert rated["sign"].tolist() == [1, -1, 0]


def test_stances_rest_on_the_decayed_events_of_the_frame():
    measured = measure(world(), freq="all", half_life=30)
    found = core_blocs.find_core_blocs(measured)
    rows = measured.pairs().set_index(["a", "b"])
    own = found.stances.set_index(["actor", "bloc"]).loc[
        ("A", next(i for i, m in enumerate(found.members) if "X" in m))
    ]
    foes = rows.loc[[("A", "X"), ("A", "Y")]]
    assert own["n"] == pytest.approx(foes["n_weighted"].sum())
    assert own["conflict"] == pytest.approx(foes["conflict_weighted"].sum())
