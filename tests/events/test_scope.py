"""Scope: ids, names and demonyms are one; what is unknown is refused with the nearest that is known."""

import pandas as pd
import pytest

from analysis import errors
from analysis.events.scope import Scope, busiest, choose_actors


@pytest.mark.parametrize(
    "typed", ["RUS,PRK", "rus, prk", "Russia,North Korea", ["Russian", "DPRK"], ("RUS", "PRK", "rus")]
)
def test_actors_are_ids_names_or_demonyms_as_text_or_list(typed):
    assert Scope.parse(actors=typed).actors == ("RUS", "PRK")


@pytest.mark.parametrize("typed", ["PRK-RUS", "Russia/North Korea", [("rus", "prk")], ["Russia and North Korea"]])
def test_pairs_stand_in_alphabetical_order(typed):
    assert Scope.parse(pairs=typed).pairs == (("PRK", "RUS"),)


@pytest.mark.parametrize(
    ("typed", "pair"),
    [
        ("Guinea-Bissau-Senegal", ("GNB", "SEN")),
        ("Bosnia and Herzegovina-Serbia", ("BIH", "SRB")),
        ("ARM:BOSNIAN-SERBS-BIH", ("ARM:BOSNIAN-SERBS", "BIH")),
        ("RUS-NORTHERN-FRONT", ("NORTHERN-FRONT", "RUS")),
    ],
)
def test_names_of_a_pair_may_have_hyphens(typed, pair):
    assert Scope.parse(pairs=typed, known=["ARM:BOSNIAN-SERBS", "NORTHERN-FRONT"]).pairs == (pair,)


def test_everything_travels_together():
    scope = Scope.parse(actors="CHN", period=2023, freq="monthly", focus="Chinese")
    assert (scope.actors, scope.freq, scope.focus) == (("CHN",), "M", "CHN")
    assert scope
    assert not Scope.parse(actors="", period="", freq="", focus="", pairs=None)
    days = pd.Series(pd.to_datetime(["2022-12-31", "2023-12-31", None]))
    assert scope.covers(days).tolist() == [False, True, False]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"actors": "Rusia"}, "Russia"),
        ({"actors": 7}, "neither a list nor text"),
        ({"pairs": "RUS"}, "does not name two actors"),
        ({"pairs": "RUS-Russia"}, "names RUS twice"),
        ({"focus": "Chna"}, "China"),
        ({"freq": "D"}, "none of W, M, Q, Y"),
        ({"period": "2023-13"}, "cannot be read"),
    ],
)
def test_what_is_unknown_is_an_error_of_one_line(asked, said):
    with pytest.raises(errors.InputError, match=said) as caught:
        Scope.parse(**asked)
    assert "\n" not in str(caught.value)


def test_actors_are_the_busiest_or_those_asked_for():
    totals = pd.Series({"RUS": 2, "CHN": 3, "BRA": 2})
    assert busiest(totals) == ["CHN", "BRA", "RUS"]
    assert choose_actors((), totals, max_actors=2) == ["CHN", "BRA"]
    assert choose_actors(("RUS",), totals) == ["RUS"]
    with pytest.raises(errors.InputError, match="no act with PRK; the busiest actors are CHN, BRA, RUS"):
        choose_actors(("PRK",), totals)
