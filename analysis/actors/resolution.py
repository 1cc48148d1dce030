"""Actors: who a string names, on which day, and in which role.

Policy on contested entities: an id says who acts, not who is recognised.
Every UN member is an actor under its ISO 3166-1 alpha-3 code; so are Taiwan
(TWN), Palestine (PSE), Kosovo (XKX), Western Sahara (ESH) and the territories
with a code of their own (HKG, MAC, GRL, ...). De facto states without a code
(Abkhazia, South Ossetia, Transnistria, Northern Cyprus, Nagorno-Karabakh,
Somaliland, the "people's republics" of Donetsk and Luhansk) and self-governing
authorities (Iraqi Kurdistan, northeast Syria) carry an `ARM:` id, the sector
PRE and, as `state`, the state from whose internationally recognised territory
they rule. Capitals stand for governments as news uses them; that Jerusalem or
Tel Aviv is read as Israel says nothing on status. Crimea and Kashmir are
places, not actors. The Taliban keep their group id and are GOV in 1996 to 2001
and from 15 August 2021.

Former office-holders ("former president Park", Obama in 2020) have no actor:
`state` keeps the nationality, the sector is ELI. Private persons carry their
nationality as actor with a private sector (CVL, BUS, ...): "a Japanese tourist"
is JPN CVL; whoever wants states alone keeps the roles of states. Media are
JRN (`Mention.reports`): sources of a report. MED is medicine, after the usage
of the PLOVER and POLECAT coders.
"""

import datetime as dt
import re
from dataclasses import dataclass

from analysis.actors import gazetteer as gazetteers
from analysis.actors import places
from analysis.actors.gazetteer import Gazetteer
from analysis.actors.mention import REPORTER, Mention

__all__ = ["REPORTER", "Gazetteer", "Mention", "Resolution", "resolve"]
LATEST = dt.date(2025, 12, 31)
"""The day by which a string without a date is read: the last that the tables cover."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a bare string names; the attributes are those of `Mention`."""

    actor: str | None
    state: str | None
    sectors: tuple[str, ...]
    person: str | None
    how: str
    confidence: float


UNKNOWN = Resolution(None, None, (), None, "unresolved", 0.0)


def resolve(text: str, on: dt.date | None = None, *, gazetteer: Gazetteer | None = None) -> Resolution:
    """Actor, state, sectors and person of a bare string, such as "American warplanes" (USA, MIL).

    Parameters
    ----------
    text
        A noun phrase. A town or region gives its state; nouns without a state
        give sectors alone.
    on
        The day by which office-holders are read; without it, `LATEST`.
    gazetteer
        Another gazetteer than the shipped one, for the user's aliases.
    """
    book = gazetteer if gazetteer is not None else gazetteers.default()
    text = re.sub(r" (?=['’]s\b)", "", text)
    found = book.find(text, on=on or LATEST, places=True, generic=True)
    named = [mention for mention in found if mention.state or mention.actor]
    if not named:
        return _without_state(text, found)
    main = named[0]
    sectors = main.sectors
    before = [mention for mention in found if mention.start < main.start and mention.sectors]
    if before and main.how in {"name", "capital", "demonym"}:
        sectors = before[0].sectors
    person = main.person or next((mention.person for mention in found if mention.person), None)
    return Resolution(main.actor, main.state, sectors, person, main.how, main.confidence)


def _without_state(text: str, found: list[Mention]) -> Resolution:
    sectors = found[0].sectors if found else ()
    person = next((mention.person for mention in found if mention.person), None)
    state = places.state_of(text)
    if state is not None and person is None:
        return Resolution(state, state, sectors or ("CVL",), None, "name", 0.5)
    if not sectors and person is None:
        return UNKNOWN
    return Resolution(None, None, sectors, person, "unresolved", 0.2)
