"""From the actor codes and names of event data sets to actor ids and roles.

A code such as LBNREBHEZ names a state (LBN), a role (REB) and a group (HEZ).
By default it counts for the state, as in the published analyses; with
`groups="own"` a group that `data/actors/groups.csv` has is an actor of its
own. A code such as IGOEUREEC or IMGMOSALQ names a kind of organisation, a region
or religion, and the organisation, which is the actor. Regions, religions and
bare roles are not actors: that side of the event stays empty, and the report on
the mapping says so. Former states keep their
ISO 3166-3 code, except that the Soviet Union counts as Russia and North Yemen
as Yemen.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from analysis import errors
from analysis.eventdata import codebooks

GROUPS = ("home", "own")
HOW = ("given", "exact", "prefix", "state, role unknown", "role only", "not an actor", "unknown", "empty")
_NULLS = frozenset(codebooks.NULLS)


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
        return CodedActor(None, None, "empty") if code in _NULLS else self._by_code(code.upper())

    def _by_name(self, code: str, name: str, sectors: str) -> CodedActor:
        if self.style == "acled":
            return _acled(code, sectors, self.groups)
        role = _sector_roles(sectors)
        if self.style == "iso":
            return _iso(code, role)
        if code not in _NULLS:
            state = codebooks.state_named(code)
            return CodedActor(state, role, "exact" if state else "unknown")
        if name in _NULLS:
            return CodedActor(None, role, "empty")
        # "Ministry (European Union)" is a sector of what stands in brackets.
        named = (name, *re.findall(r"\(([^()]+)\)$", name))
        own = next(
            (codebooks.organisation_names()[text] for text in named if text in codebooks.organisation_names()), None
        )
        if own is None and any(text in _not_actors("icews") for text in named):
            return CodedActor(None, role, "not an actor")
        return CodedActor(own, role, "exact" if own else "unknown")

    def _by_code(self, code: str) -> CodedActor:
        own = _code_table(self.style)
        for end in sorted({len(code), *range(3, len(code), 3)}, reverse=True):
            if code[:end] in own:
                actor, role, group = own[code[:end]]
                actor = group if self.groups == "own" and group else actor
                if actor == "IGO:UN" and (part := self._organisation(code[end:])):
                    return part
                return self._with_rest(actor, role, code[end:], exact=end == len(code))
        if (
            code in _not_actors(self.style)
            or code[:3] in _not_actors(self.style)
            or code[:6] in _not_actors(self.style)
        ):
            return self._organisation(code[3:]) or CodedActor(None, None, "not an actor")
        if code[:3] in codebooks.state_codes():
            return self._with_rest(code[:3], None, code[3:], exact=len(code) == 3)
        role = _rest_roles(code)[0]
        return CodedActor(None, role, "role only" if role else "unknown")

    def _organisation(self, rest: str) -> CodedActor | None:
        """The organisation or group that the parts of a code name after a kind, a region or the United Nations.

        The last part that names one decides, since a part of an organisation
        follows it: UNO DEV WBK is the World Bank. Subjects such as DEV are not roles
        of an organisation.
        """
        table = _code_table(self.style)
        for part in reversed(_parts(rest)):
            actor, role, group = table.get(part, ("", None, None))
            if group or actor.startswith(("IGO:", "ARM:")):
                own = group if self.groups == "own" and group else actor
                return CodedActor(own, role, "prefix")
        return None

    def _with_rest(self, actor: str, role: str | None, rest: str, *, exact: bool) -> CodedActor:
        """A state or organisation with the roles of the rest of its code, or with a group of that state."""
        table = _code_table(self.style)
        pieces = _parts(rest)
        of_state = [piece for piece in pieces if table.get(piece, ("", None, None))[0] == actor and table[piece][2]]
        rest_role, all_known = _rest_roles("".join(piece for piece in pieces if piece not in of_state))
        group_roles = [table[piece][1] for piece in of_state]
        joined = "/".join(dict.fromkeys(part for part in (role, rest_role, *group_roles) if part)) or None
        if of_state and self.groups == "own":
            actor = table[of_state[-1]][2] or actor
        if exact or all_known:
            return CodedActor(actor, joined, "exact" if exact else "prefix")
        return CodedActor(actor, joined or "UNK", "state, role unknown")


def _parts(code: str) -> list[str]:
    return [code[i : i + 3] for i in range(0, len(code), 3)]


def _rest_roles(rest: str) -> tuple[str | None, bool]:
    """Roles of the three-letter parts of `rest`, and whether all parts are known."""
    known = [_roles("roles_cameo", "code").get(piece) for piece in _parts(rest)]
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


def table_actors(style: str) -> frozenset[str]:
    """The ids of the actors and groups that the table of a style names; some have no other name."""
    if style not in {"cameo", "weis"}:
        return frozenset()
    return frozenset(own for actor, _, group in _code_table(style).values() for own in (actor, group) if own)


def is_weis_actor(code: str) -> bool:
    """Whether a code stands in the table of KEDS lists with WEIS codes, and CAMEO does not know it."""
    return code in _code_table("weis") or code[:3] in _code_table("weis")


@cache
def _not_actors(style: str) -> frozenset[str]:
    table = codebooks.read_table("not_actors")
    return frozenset(table.loc[table["styles"].str.split(";").map(lambda styles: style in styles), "code"])


def _iso(code: str, role: str | None) -> CodedActor:
    """Read one ISO code. POLECAT joins several by ";": such an event has no single actor on that side."""
    if code in _NULLS:
        return CodedActor(None, role, "empty")
    if code.upper() in codebooks.state_codes():
        return CodedActor(code.upper(), role, "exact")
    own = _code_table("cameo").get(code.upper())
    actor = own[0] if own else codebooks.state_named(code)
    return CodedActor(actor, role, "exact" if actor else "unknown")


@cache
def _acled(text: str, kind: str, groups: str) -> CodedActor:
    """Read an ACLED actor, whose name holds its state, organisation or group.

    "Military Forces of the Philippines (2016-2022) Marines", "Protesters (Chad)",
    "PKK: Kurdistan Workers Party", "Fulani Ethnic Militia (Nigeria)". `kind` is
    ACLED's `inter`: it gives the role where the name does not.
    """
    if text in _NULLS:
        return CodedActor(None, None, "empty")
    role_of_kind = _roles("roles_acled", "kind").get(kind)
    return _acled_body(text, groups) or _acled_name(text, role_of_kind, groups)


def _acled_body(text: str, groups: str) -> CodedActor | None:
    """Read a name that begins with a body of a state or a kind of people; None for any other name."""
    for prefix, role in _acled_roles():
        if text.startswith(prefix):
            rest = text[len(prefix) :].strip().removeprefix("of ")
            country, *unit = re.split(r"\s*\(\d{4}-(?:\d{4})?\)\s*", rest)
            if groups == "own" and (group := _group(unit)):
                return CodedActor(group[1], role, "exact")
            if state := _state(country) or _state(country.split(" (")[0]) or _state_in_brackets(rest):
                return CodedActor(state, role, "exact")
            return CodedActor(None, role, "not an actor") if _not_an_acled_actor(rest) else None
    return None


def _acled_name(text: str, role: str | None, groups: str) -> CodedActor:
    """Read the name of an organisation or group, with or without its short form and its country."""
    named = [text, *re.split(r"\s*: | - ", text)]
    named += [re.sub(r"(?<!\s)\s*\(.*\)$", "", name) for name in named]
    organisation = next(filter(None, map(codebooks.organisation_names().get, named)), None)
    if organisation:
        return CodedActor(organisation, None, "exact")
    state = _state_in_brackets(text)
    if group := _group(named):
        return CodedActor(group[1] if groups == "own" else state or group[0], role or "REB", "exact")
    if state:
        return CodedActor(state, role or "UNK", "exact" if role else "state, role unknown")
    return CodedActor(None, role, "not an actor" if _not_an_acled_actor(text) else "unknown")


def _group(names: Sequence[str]) -> tuple[str, str] | None:
    """Home state and id of the armed group that one of the names names; "X Movement" may be X."""
    groups = codebooks.group_names()
    spelled = [text for name in names for text in (name.casefold(), name.casefold().removesuffix(" movement"))]
    return next((groups[text] for text in spelled if text in groups), None)


def _state(name: str) -> str | None:
    return codebooks.state_named(name.strip()) or codebooks.state_named(name.strip().removeprefix("the "))


def _state_in_brackets(text: str) -> str | None:
    return next((state for part in re.findall(r"\(([^()]+)\)", text) if (state := _state(part))), None)


def _not_an_acled_actor(text: str) -> bool:
    return any(part.strip("() ") in _not_actors("acled") for part in (text, *re.findall(r"\(([^()]+)\)", text)))


@cache
def _acled_roles() -> tuple[tuple[str, str], ...]:
    table = codebooks.read_table("actors_acled")
    rows = zip(table["starts_with"], table["role"], strict=True)
    return tuple(sorted(rows, key=lambda row: -len(row[0])))
