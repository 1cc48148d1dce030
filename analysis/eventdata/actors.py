"""From the actor codes and names of event data sets to actor ids and roles.

Policy. A code such as LBNREBHEZ names a state (LBN), a role (REB) and a group
(HEZ). By default it counts for the state, as in the published analyses; with
`groups="own"` a group that `data/actors/groups.csv` knows is an actor of its
own. Regions, religions and bare roles are no actors: the side stays empty and
the report says so. States that are gone keep their ISO 3166-3 code, except
that the Soviet Union counts with Russia and North Yemen with Yemen.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from analysis import errors
from analysis.eventdata import codebooks as tables

GROUPS = ("home", "own")
HOW = ("given", "exact", "prefix", "state, role unknown", "role only", "not an actor", "unknown", "empty")
_NULLS = frozenset({"", "NA", "NULL", "None", "nan", "---"})


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor id (None: not resolved), role codes joined by "/", and how the code was read (see `HOW`)."""

    actor: str | None
    role: str | None
    how: str


@dataclass(frozen=True, slots=True)
class Resolver:
    """Reads the actor codes of one style: `cameo`, `weis`, `iso`, `icews`, `acled`.

    `given` maps whole codes to actor ids before any table; `groups` is `home`
    or `own`.
    """

    style: str
    given: Mapping[str, str]
    groups: str = "home"

    def __post_init__(self) -> None:
        """Refuse an unknown policy for groups."""
        if self.groups not in GROUPS:
            msg = f"groups {self.groups!r} is none of {', '.join(GROUPS)}"
            raise errors.InputError(msg)

    def resolve(self, code: str, name: str = "", roles: str = "") -> Actor:
        """Read `code` (a code or a country), with the actor's own `name` and its sectors where a format has them."""
        for key in (code, name):
            if key not in _NULLS and key in self.given:
                return Actor(self.given[key], _sector_roles(roles), "given")
        if self.style in {"icews", "acled", "iso"}:
            return self._by_name(code, name, roles)
        if code.startswith(("IGO:", "ARM:")):
            return Actor(code, None, "exact")
        return Actor(None, None, "empty") if code in _NULLS else self._by_code(code)

    def _by_name(self, code: str, name: str, roles: str) -> Actor:
        if self.style == "acled":
            return _acled(code)
        role = _sector_roles(roles)
        if self.style == "iso":
            return _iso(code, role)
        if code not in _NULLS:
            state = tables.state_names().get(code)
            return Actor(state, role, "exact" if state else "unknown")
        if name in _NULLS:
            return Actor(None, role, "empty")
        own = tables.organisation_names().get(name)
        return Actor(own, role, "exact" if own else "unknown")

    def _by_code(self, code: str) -> Actor:
        own = _code_table(self.style)
        for end in sorted({len(code), *range(3, len(code), 3)}, reverse=True):
            if code[:end] in own:
                actor, role, group = own[code[:end]]
                actor = group if self.groups == "own" and group else actor
                return _with_rest(actor, role, code[end:], exact=end == len(code))
        if code[:3] in _not_actors(self.style):
            return Actor(None, None, "not an actor")
        if code[:3] in tables.state_codes():
            return _with_rest(code[:3], None, code[3:], exact=len(code) == 3)
        role = _rest_roles(code)[0]
        return Actor(None, role, "role only" if role else "unknown")


def _with_rest(actor: str, role: str | None, rest: str, *, exact: bool) -> Actor:
    found, whole = _rest_roles(rest)
    joined = "/".join(dict.fromkeys(part for part in (role, found) if part)) or None
    if exact or whole:
        return Actor(actor, joined, "exact" if exact else "prefix")
    return Actor(actor, joined or "UNK", "state, role unknown")


def _rest_roles(rest: str) -> tuple[str | None, bool]:
    """Roles of the three-letter pieces of `rest`, and whether all of them are known."""
    pieces = [rest[at : at + 3] for at in range(0, len(rest), 3)]
    known = [_roles("roles_cameo", "code").get(piece) for piece in pieces]
    roles = dict.fromkeys(role for role in known if role)
    return "/".join(roles) or None, None not in known


@cache
def _sector_roles(sectors: str) -> str | None:
    """Roles of a list of ICEWS sectors, or of POLECAT's own codes; unknown ones are passed over."""
    if sectors in _NULLS:
        return None
    named = {**_roles("roles_icews", "sector"), "MED": "JRN"}
    codes = frozenset(_roles("roles_cameo", "code").values())
    parts = (part.strip() for part in re.split("[,;]", sectors))
    roles = dict.fromkeys(named.get(part) or (part if part in codes else None) for part in parts)
    return "/".join(role for role in roles if role) or None


@cache
def _roles(name: str, key: str) -> Mapping[str, str]:
    table = tables.read_table(name)
    return dict(zip(table[key], table["role"], strict=True))


@cache
def _code_table(style: str) -> Mapping[str, tuple[str, str | None, str | None]]:
    table = tables.read_table(f"actors_{style}")
    rows = zip(table["code"], table["actor"], table["role"], table["group"], strict=True)
    return {code: (actor, role or None, group or None) for code, actor, role, group in rows}


@cache
def _not_actors(style: str) -> frozenset[str]:
    table = tables.read_table("not_actors")
    return frozenset(table.loc[table["styles"].str.split(";").map(lambda styles: style in styles), "code"])


def _iso(code: str, role: str | None) -> Actor:
    """One ISO code; of several (POLECAT joins them by ";") the act has no single actor."""
    if code in _NULLS:
        return Actor(None, role, "empty")
    if code in tables.state_codes():
        return Actor(code, role, "exact")
    own = _code_table("cameo").get(code)
    return Actor(own[0], role, "exact") if own else Actor(None, role, "unknown")


@cache
def _acled(text: str) -> Actor:
    """ACLED names an actor with its state: "Military Forces of X (2000-2010)", "Protesters (X)"."""
    if text in _NULLS:
        return Actor(None, None, "empty")
    states = tables.state_names()
    for start, role in _acled_roles():
        if text.startswith(start):
            rest = re.sub(r"\s*\(\d{4}-(\d{4})?\)", "", text[len(start) :]).strip()
            place = re.sub(r"^of\s+|^\((.*)\)$", r"\1", rest).split(")")[0].strip()
            state = states.get(place) or states.get(place.split(" (")[0])
            return Actor(state, role, "exact" if state else "unknown")
    return Actor(
        tables.organisation_names().get(text), None, "exact" if text in tables.organisation_names() else "unknown"
    )


@cache
def _acled_roles() -> tuple[tuple[str, str], ...]:
    table = tables.read_table("actors_acled")
    rows = zip(table["starts_with"], table["role"], strict=True)
    return tuple(sorted(rows, key=lambda row: -len(row[0])))
