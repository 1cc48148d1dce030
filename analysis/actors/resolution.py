"""Bare phrases: the actor, state, sectors and person that a string names on a day, and the state of a place.

Contested entities: an id says who acts, not who is recognised.
Every UN member is an actor under its ISO 3166-1 alpha-3 code; so are Taiwan
(TWN), Palestine (PSE), Kosovo (XKX), Western Sahara (ESH) and the territories
with a code of their own (HKG, MAC, GRL, ...). De facto states without a code
(Abkhazia, South Ossetia, Transnistria, Northern Cyprus, Nagorno-Karabakh,
Somaliland, the "people's republics" of Donetsk and Luhansk) and self-governing
authorities (Iraqi Kurdistan, northeast Syria) carry an `ARM:` id, the sector
PRE and, as `state`, the state from whose internationally recognised territory
they rule. Capitals stand for governments, as in the news; that Jerusalem or
Tel Aviv is read as Israel says nothing about their status. Crimea and Kashmir are
places, not actors. The Taliban keep their group id and are GOV in 1996 to 2001
and from 15 August 2021.

Former office-holders ("former president Park", Obama in 2020) keep their state
with the sector ELI, which no analysis between states counts as its act. Private persons carry their
nationality as actor with a private sector (CVL, BUS, ...): "a Japanese tourist"
is JPN CVL. Media are JRN (`Mention.reports`): sources of a report. MED is
medicine, as in the PLOVER and POLECAT coders.

Names and sizes of towns: GeoNames (CC BY 4.0), the largest town of each name.
"""

import datetime as dt
import functools
import re
from dataclasses import dataclass

from analysis.actors import tables
from analysis.actors.gazetteer import Gazetteer, default
from analysis.actors.mention import Mention

LATEST = dt.date(2025, 12, 31)
"""The day for a string without a date: the last that the tables cover."""

# Possessive, since a hyphen may belong to a word or stand between two.
_WORDS = re.compile(r"[A-Z][\w'.-]*+(?:[ -](?:(?:of|de|del|la|el|al|los|san|the) )?[A-Z][\w'.-]*+)*+")
_KINDS = ("name", "capital", "seat", "region")
LARGE = 300
"""Thousands of inhabitants from which one word of a longer phrase is enough to find a town."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a string names; the attributes are those of `Mention`."""

    actor: str | None
    state: str | None
    sectors: tuple[str, ...]
    person: str | None
    how: str
    confidence: float


UNKNOWN = Resolution(None, None, (), None, "unresolved", 0.0)


def resolve(text: str, on: dt.date | None = None, *, gazetteer: Gazetteer | None = None) -> Resolution:
    """Actor, state, sectors and person of a noun phrase, such as "American warplanes" (USA, MIL).

    Parameters
    ----------
    text
        A noun phrase without its sentence. A town or region gives its state; a
        noun without a state gives sectors alone.
    on
        The day for which office-holders are resolved; `LATEST` unless it is given.
    gazetteer
        A gazetteer with the user's aliases; the shipped one unless it is given.

    Returns
    -------
    Resolution
        With `how` "unresolved" and confidence 0 if the tables know nothing of it.

    Examples
    --------
    >>> resolve("French fighter jets").actor
    'FRA'
    """
    names = gazetteer if gazetteer is not None else default()
    text = re.sub(r" (?=['’]s\b)", "", text)
    found = names.find(text, on=on or LATEST, places=True, generic=True)
    named = [mention for mention in found if mention.state or mention.actor]
    if not named:
        return _without_state(text, found)
    main = named[0]
    sectors = main.sectors
    before = [mention for mention in found if mention.start < main.start and mention.sectors]
    if before and main.how in {"name", "capital", "demonym", "place"}:
        sectors = before[0].sectors
    person = main.person or next((mention.person for mention in found if mention.person), None)
    return Resolution(main.actor, main.state, sectors, person, main.how, main.confidence)


def _without_state(text: str, found: list[Mention]) -> Resolution:
    sectors = found[0].sectors if found else ()
    person = next((mention.person for mention in found if mention.person), None)
    state = state_of(text)
    if state is not None and person is None:
        return Resolution(state, state, sectors or ("CVL",), None, "name", 0.5)
    if not sectors and person is None:
        return UNKNOWN
    return Resolution(None, None, sectors, person, "unresolved", 0.2)


def state_of(text: str) -> str | None:
    """The state (ISO 3166-1 alpha-3) of the place that `text` names, or None; the longest known name decides.

    Examples
    --------
    >>> state_of("Geneva"), state_of("northern Aleppo province")
    ('CHE', 'SYR')
    """
    states = _states_of_places()
    for run in _WORDS.findall(tables.fold(text)):
        words = run.removesuffix("'s").lower().split(" ")
        for length in range(len(words), 0, -1):
            for first in range(len(words) - length + 1):
                state, size = states.get(" ".join(words[first : first + length]), (None, 0))
                if state and (length > 1 or len(words) == 1 or size >= LARGE):
                    return state
    return None


@functools.cache
def _states_of_places() -> dict[str, tuple[str, int]]:
    states = {row["name"].lower(): (row["state"], int(row["thousands"])) for row in tables.table("cities.csv")}
    for kinds in (_KINDS, ("name", "capital")):
        for pattern in tables.shipped_names():
            if pattern.kind in kinds and pattern.state and (kinds is not _KINDS or pattern.label.lower() not in states):
                states[pattern.label.lower()] = pattern.state, LARGE
    return states
