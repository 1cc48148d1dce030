"""Bare strings: actor, state, sectors and person on a day."""

import datetime as dt

import pytest

from analysis.actors import resolution

ON = dt.date(2022, 4, 1)


@pytest.mark.parametrize(
    ("text", "actor", "state", "sectors"),
    [
        ("French fighter jets", "FRA", "FRA", ("MIL",)),
        ("a Chinese court", "CHN", "CHN", ("JUD",)),
        ("the Norwegian parliament", "NOR", "NOR", ("LEG",)),
        ("sailors", None, None, ("MIL",)),
        ("a Japanese tourist", "JPN", "JPN", ("CVL",)),
        ("Namibia", "NAM", "NAM", ()),
        ("Kosovo", "XKX", "XKX", ()),
        ("Taiwan", "TWN", "TWN", ()),
        ("the Palestinian Authority", "PSE", "PSE", ()),
        ("NATO", "IGO:NATO", None, ()),
        ("the U.N. Security Council", "IGO:UN", None, ()),
        ("Houthi fighters", "ARM:HOUTHIS", "YEM", ("REB",)),
        ("Abkhazia", "ARM:ABKHAZIA", "GEO", ("PRE",)),
        ("the Indian Air Force", "IND", "IND", ("MIL",)),
        ("an Egyptian intelligence official", "EGY", "EGY", ("SPY",)),
        ("Peruvian opposition leader", "PER", "PER", ("OPP",)),
        ("Mossad", "ISR", "ISR", ("SPY",)),
        ("the head of the Mossad", "ISR", "ISR", ("SPY",)),
        ("Nairobi police", "KEN", "KEN", ("COP",)),
        ("Gothenburg", "SWE", "SWE", ("CVL",)),
        ("a former German minister", "DEU", "DEU", ("ELI",)),
        ("the Swiss ambassador to Iran", "CHE", "CHE", ("GOV",)),
        ("the Brazilian central bank", "BRA", "BRA", ("GOV",)),
        ("residents of Ghana", "GHA", "GHA", ("CVL",)),
        ("nothing to see", None, None, ()),
    ],
)
def test_strings(text, actor, state, sectors):
    found = resolution.resolve(text, on=ON)
    assert (found.actor, found.state, found.sectors[: len(sectors) or None]) == (actor, state, sectors)


@pytest.mark.parametrize(
    ("text", "on", "actor", "person"),
    [
        ("Obama", dt.date(2012, 1, 1), "USA", "Barack Obama"),
        ("Obama", dt.date(2020, 1, 1), "USA", "Barack Obama"),
        ("President Macron", dt.date(2019, 1, 1), "FRA", "Emmanuel Macron"),
        ("the former president Trump", dt.date(2022, 1, 1), "USA", "Donald Trump"),
        ("Japanese Foreign Minister Kono", dt.date(2018, 1, 1), "JPN", "Taro Kono"),
        ("Clinton", dt.date(2010, 1, 1), "USA", "Hillary Clinton"),
        ("the Taliban", dt.date(2022, 1, 1), "ARM:TALIBAN", None),
    ],
)
def test_days_decide(text, on, actor, person):
    found = resolution.resolve(text, on=on)
    assert (found.actor, found.person) == (actor, person)


def test_former_presidents_keep_their_nationality():
    found = resolution.resolve("former South Korean president Park Geun-hye", on=dt.date(2020, 1, 1))
    assert (found.actor, found.state, found.sectors) == ("KOR", "KOR", ("ELI",))


def test_the_taliban_rule_since_august_2021():
    assert resolution.resolve("Taliban", on=dt.date(2019, 1, 1)).sectors == ("REB",)
    assert resolution.resolve("Taliban", on=dt.date(2022, 1, 1)).sectors == ("GOV",)


def test_initials_do_not_hide_a_name():
    found = resolution.resolve("President Joseph R. Biden, Jr.", on=dt.date(2022, 3, 1))
    assert (found.actor, found.person) == ("USA", "Joe Biden")
