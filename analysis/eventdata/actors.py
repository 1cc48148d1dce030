"""From the actor codes and names of event data sets to actor ids and roles.

A code such as LBNREBHEZ names a state (LBN), a role (REB) and a group (HEZ).
By default it counts for the state, as in the published analyses; with
`groups="own"` a group that `data/actors/groups.csv` has is an actor of its
own. Regions, religions and bare roles are not actors: that side of the event
stays empty, and the report on the mapping says so. Former states keep their
ISO 3166-3 code, except that the Soviet Union counts as Russia and North Yemen
as Yemen.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from analysis import errors
from analysis.eventdata import codebooks

GROUPS = ("home", "own")
HOW = ("given", "exact", "prefix", "state, role unknown", "role only", "not an actor", "unknown", "empty")
_NULLS = frozenset({"", "NA", "NULL", "None", "nan", "---"})


@dataclass(frozen=True, slots=True)
class CodedActor:
    """An actor id (None: unresolved), its role codes joined by "/", and how the code was read (one of `HOW`)."""

    actor: str | None
    role: str | None
    how: str


@dataclass(frozen=True, slots=True)
class ActorCoder:
    """Reads actor codes and names.

    Attributes
    ----------
    style
        How the data set names actors: `cameo`, `weis`, `iso`, `icews` or `acled`.
    given
        Actor ids by whole code or name; they take precedence over the tables.
    groups
        `home` or `own`, as explained above.
    """

    style: str
    given: Mapping[str, str]
    groups: str = "home"

    def __post_init__(self) -> None:
        """Check `groups`.

        Raises
        ------
        InputError
            If `groups` is neither `home` nor `own`.
        """
        if self.groups not in GROUPS:
            msg = f"groups {self.groups!r} is none of {', '.join(GROUPS)}"
            raise errors.InputError(msg)

    def resolve(self, code: str, name: str = "", sectors: str = "") -> CodedActor:
        """Read `code` (a code or a country), with the actor's own `name` and its `sectors` where a format has them."""
        for key in (code, name):
            if key not in _NULLS and key in self.given:
                return CodedActor(self.given[key], _sector_roles(sectors), "given")
        if self.style in {"icews", "acled", "iso"}:
            return self._by_name(code, name, sectors)
        if code.startswith(("IGO:", "ARM:")):
            return CodedActor(code, None, "exact")
        return CodedActor(None, None, "empty") if code in _NULLS else self._by_code(code)

    def _by_name(self, code: str, name: str, sectors: str) -> CodedActor:
        if self.style == "acled":
            return _acled(code)
        role = _sector_roles(sectors)
        if self.style == "iso":
            return _iso(code, role)
        if code not in _NULLS:
            state = codebooks.state_names().get(code)
            return CodedActor(state, role, "exact" if state else "unknown")
        if name in _NULLS:
            return CodedActor(None, role, "empty")
        own = codebooks.organisation_names().get(name)
        return CodedActor(own, role, "exact" if own else "unknown")

    def _by_code(self, code: str) -> CodedActor:
        own = _code_table(self.style)
        for end in sorted({len(code), *range(3, len(code), 3)}, reverse=True):
            if code[:end] in own:
                actor, role, group = own[code[:end]]
                actor = group if self.groups == "own" and group else actor
                return _with_rest(actor, role, code[end:], exact=end == len(code))
        if code[:3] in _not_actors(self.style):
            return CodedActor(None, None, "not an actor")
        if code[:3] in codebooks.state_codes():
            return _with_rest(code[:3], None, code[3:], exact=len(code) == 3)
        role = _rest_roles(code)[0]
        return CodedActor(None, role, "role only" if role else "unknown")


def _with_rest(actor: str, role: str | None, rest: str, *, exact: bool) -> CodedActor:
    rest_role, all_known = _rest_roles(rest)
    joined = "/".join(dict.fromkeys(part for part in (role, rest_role) if part)) or None
    if exact or all_known:
        return CodedActor(actor, joined, "exact" if exact else "prefix")
    return CodedActor(actor, joined or "UNK", "state, role unknown")


def _rest_roles(rest: str) -> tuple[str | None, bool]:
    """Roles of the three-letter parts of `rest`, and whether all parts are known."""
    pieces = [rest[i : i + 3] for i in range(0, len(rest), 3)]
    known = [_roles("roles_cameo", "code").get(piece) for piece in pieces]
    roles = dict.fromkeys(role for role in known if role)
    return "/".join(roles) or None, None not in known


@cache
def _sector_roles(sectors: str) -> str | None:
    """Roles of a list of ICEWS sectors or POLECAT sector codes; unknown ones are skipped."""
    if sectors in _NULLS:
        return None
    named = _roles("roles_icews", "sector")
    codes = frozenset(_roles("roles_cameo", "code").values())
    parts = (part.strip() for part in re.split("[,;]", sectors))
    roles = dict.fromkeys(named.get(part) or (part if part in codes else None) for part in parts)
    return "/".join(role for role in roles if role) or None


@cache
def _roles(name: str, key: str) -> Mapping[str, str]:
    table = codebooks.read_table(name)
    return dict(zip(table[key], table["role"], strict=True))


@cache
def _code_table(style: str) -> Mapping[str, tuple[str, str | None, str | None]]:
    table = codebooks.read_table(f"actors_{style}")
    rows = zip(table["code"], table["actor"], table["role"], table["group"], strict=True)
    return {code: (actor, role or None, group or None) for code, actor, role, group in rows}


@cache
def _not_actors(style: str) -> frozenset[str]:
    table = codebooks.read_table("not_actors")
    return frozenset(table.loc[table["styles"].str.split(";").map(lambda styles: style in styles), "code"])


def _iso(code: str, role: str | None) -> CodedActor:
    """Read one ISO code. POLECAT joins several by ";": such an event has no single actor on that side."""
    if code in _NULLS:
        return CodedActor(None, role, "empty")
    if code in codebooks.state_codes():
        return CodedActor(code, role, "exact")
    own = _code_table("cameo").get(code)
    return CodedActor(own[0], role, "exact") if own else CodedActor(None, role, "unknown")


@cache
def _acled(text: str) -> CodedActor:
    """Read an ACLED actor, whose name holds its state: "Military Forces of X (2000-2010)", "Protesters (X)"."""
    if text in _NULLS:
        return CodedActor(None, None, "empty")
    states = codebooks.state_names()
    for prefix, role in _acled_roles():
        if text.startswith(prefix):
            rest = re.sub(r"\s*\(\d{4}-(\d{4})?\)", "", text[len(prefix) :]).strip()
            country = re.sub(r"^of\s+|^\((.*)\)$", r"\1", rest).split(")")[0].strip()
            state = states.get(country) or states.get(country.split(" (")[0])
            return CodedActor(state, role, "exact" if state else "unknown")
    organisation = codebooks.organisation_names().get(text)
    return CodedActor(organisation, None, "exact" if organisation else "unknown")


@cache
def _acled_roles() -> tuple[tuple[str, str], ...]:
    table = codebooks.read_table("actors_acled")
    rows = zip(table["starts_with"], table["role"], strict=True)
    return tuple(sorted(rows, key=lambda row: -len(row[0])))
