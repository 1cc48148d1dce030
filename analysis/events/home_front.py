"""Acts inside a state: who did what to whom among its government, police, courts, opposition, crowds and rebels.

Between states such acts are set aside. Here the roles of one state take the place of the
actors, so that whatever is measured, drawn or told of states is measured, drawn and told of roles.
"""

import functools
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, overload

import pandas as pd

from analysis import errors
from analysis.actors import tables
from analysis.actors.labels import in_sentence, label
from analysis.actors.lookup import find_actor
from analysis.events import pairs, selection
from analysis.events.coded import CodedCorpus

GOVERNMENT, OTHERS = "government", "others"
SECTORS: Mapping[str, tuple[str, ...]] = {
    GOVERNMENT: ("", "GOV", "PRE"),
    "military": ("MIL",),
    "police": ("COP",),
    "intelligence": ("SPY",),
    "courts": ("JUD",),
    "parliament": ("LEG",),
    "parties": ("PTY",),
    "opposition": ("OPP",),
    "rebels": ("REB", "SEP", "UAF"),
    "militias": ("PRM",),
    "protesters": ("CVL/OPP",),
    "civilians": ("CVL", "REF"),
    "civil society": ("NGO", "SOC", "ENV"),
    "religious groups": ("REL",),
    "workers": ("LAB",),
    "business": ("BUS", "AGR"),
    "media": ("JRN",),
    "education": ("EDU",),
    "health": ("MED",),
    "former officials": ("ELI",),
    "criminals": ("CRM",),
}
"""The roles inside a state, and the sector codes of each (`data/actors/README.md`); the first code of a side decides.

A state without a sector is its government. A crowd of protesters is `CVL/OPP`: civilians against their government.
"""
_ROLES = {sector: role for role, sectors in SECTORS.items() for sector in sectors}
_SIDES = ("source", "target")
_SHOWN = 5


@overload
def home_front(source: CodedCorpus, state: str) -> CodedCorpus: ...
@overload
def home_front(source: pd.DataFrame, state: str) -> pd.DataFrame: ...
def home_front(source: CodedCorpus | pd.DataFrame, state: str) -> CodedCorpus | pd.DataFrame:
    """The acts inside one state, with its roles as the actors.

    Parameters
    ----------
    source
        A coded corpus or an events frame.
    state
        An id, name or demonym.

    Returns
    -------
    home
        What was given, cut to the events of which both sides are of this state. `source` and `target` are
        roles (the keys of `SECTORS`), or armed groups with an id of their own whose home the state is;
        `source_role` and `target_role` are empty, and ids of events and the sentences behind them stay. A corpus
        keeps all its articles, so that intensities refer to what was read. Corrections are made in the corpus as a
        whole.

    Raises
    ------
    InputError
        If the frame has no roles, the state is unknown, or nothing happened inside it; the message names the
        states with most acts inside.
    """
    if isinstance(source, pd.DataFrame):
        return _inside(source, state)
    events, asked = _inside(source.events, state), _asked(source.events, state)
    evidence = source.evidence[source.evidence["event_id"].isin(set(events["event_id"]))].reset_index(drop=True)
    return replace(
        source, events=events, evidence=evidence, scope=replace(source.scope, actors=(), pairs=(), focus=""),
        corrections=source.corrections.head(0), as_coded=None, home=None,
        mentions=_named(source.mentions, asked), run=_run(source, asked),
    )  # fmt: skip


def _named(mentions: pd.DataFrame, state: str) -> pd.DataFrame:
    """Mentions of the roles and groups of a state, and those that name nobody known."""
    actors = mentions["actor"].astype("object")
    own = mentions[actors.isna() | (actors.map(_home) == state)].copy()
    kept = own["actor"].isna() | own["actor"].astype(str).str.contains(":")
    roles = own["role"].astype("object").where(own["role"].notna(), "").map(_role)
    own["actor"] = own["actor"].astype("object").where(kept, roles).astype(mentions["actor"].dtype)
    own["role"] = pd.Series(None, index=own.index, dtype=mentions["role"].dtype)
    return own.reset_index(drop=True)


def _run(source: CodedCorpus, asked: str) -> dict[str, Any]:
    """How the corpus was made, with a note that says what it is cut to."""
    inside = f"Acts inside {in_sentence(asked)} alone; the actors are its roles, such as government and opposition."
    return {**source.run, "note": " ".join(filter(None, (inside, str(source.run.get("note", "")))))}


def home_fronts(events: pd.DataFrame) -> pd.DataFrame:
    """The states inside which acts are told, those with most of them first.

    Parameters
    ----------
    events
        The events frame.

    Returns
    -------
    table
        `state`; `n`, the asserted acts inside it, each once; `n_between`, those between two roles;
        `a`, `b`, the two roles with most acts, empty where there are none.

    Raises
    ------
    InputError
        If the frame has no roles.
    """
    rows = []
    for state, own in _acts(events).groupby("state", sort=True):
        between = pairs.with_pair(own[own["source"] != own["target"]])
        counted = between.groupby(["a", "b"], sort=True).size().rename("n").reset_index()
        busiest = counted.sort_values("n", ascending=False, kind="stable").head(1)
        a, b = busiest[["a", "b"]].to_numpy()[0] if len(busiest) else ("", "")
        rows.append((state, len(own), len(between), a, b))
    table = pd.DataFrame(rows, columns=["state", "n", "n_between", "a", "b"])
    return table.sort_values(["n", "state"], ascending=[False, True], kind="stable", ignore_index=True)


def _inside(events: pd.DataFrame, state: str) -> pd.DataFrame:
    """The events inside a state, with roles in place of its id."""
    _check_roles(events)
    asked = _asked(events, state)
    inside = (_homes(events) == asked).to_numpy()
    if not inside.any():
        most = "; ".join(f"{label(row.state)} ({row.n})" for row in home_fronts(events).head(_SHOWN).itertuples())
        raise errors.InputError(f"no act inside {label(asked)}; most acts inside: {most or 'none of any state'}")
    return _by_role(events[inside]).reset_index(drop=True)


def _asked(events: pd.DataFrame, state: str) -> str:
    return find_actor(state, known={str(side) for name in _SIDES for side in events[name].dropna().unique()})


def _check_roles(events: pd.DataFrame) -> None:
    missing = [name for name in (*_SIDES, "source_role", "target_role") if name not in events.columns]
    if missing:
        raise errors.InputError(f"acts inside a state are told apart by role; no column {', '.join(missing)}")


def _acts(events: pd.DataFrame) -> pd.DataFrame:
    """The asserted acts inside any state, each once, with `state` and roles in place of its id."""
    _check_roles(events)
    events = events[selection.asserted(events)]
    homes = _homes(events)
    acts = _by_role(events[homes.notna()]).assign(state=homes.dropna())
    return acts.drop_duplicates("act_id") if "act_id" in acts.columns else acts


def _homes(events: pd.DataFrame) -> pd.Series:
    """The state of which both sides of an event are, missing where there is none."""
    first, second = (events[name].astype("object").map(_home) for name in _SIDES)
    states = first.notna() & ~first.astype(str).str.contains(":")
    return first.where(states & (first == second))


def _home(side: object) -> object:
    """The state whose a group is; any other side is itself."""
    return _group_homes().get(side, side)


@functools.cache
def _group_homes() -> Mapping[object, str]:
    return {row["id"]: row["state"] for row in tables.table("groups.csv") if row["state"]}


def _by_role(events: pd.DataFrame) -> pd.DataFrame:
    """Events with the role of each side in place of its state; groups with an id of their own keep it."""
    events = events.copy()
    for name in _SIDES:
        roles = events[f"{name}_role"].astype("object").where(events[f"{name}_role"].notna(), "").map(_role)
        groups = events[name].astype(str).str.contains(":")
        events[name] = events[name].astype("object").where(groups, roles).astype(events[name].dtype)
        events[f"{name}_role"] = pd.Series(None, index=events.index, dtype=events[f"{name}_role"].dtype)
    return events


def _role(sectors: str) -> str:
    """The role of a side from its sector codes joined by "/"."""
    return _ROLES.get(sectors) or _ROLES.get(sectors.partition("/")[0], OTHERS)
