"""The tables that map event data sets: layouts, columns, fields, actors, roles, codes.

What a row means and where its facts come from stands in
`data/eventdata/README.md`. Users change the tables, or hand over their own
actors by the parameter `actors` of `eventdata.read`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import pandas as pd

from analysis import _paths, errors, ontology

FOLDER = _paths.DATA / "eventdata"
DELIMITERS = {"comma": ",", "tab": "\t"}


@dataclass(frozen=True, slots=True)
class Layout:
    """How a format is written and which tables read it.

    `columns` are the names in order (empty where the file has a header that
    may vary), `fields` names our field to its column. `dates`, `actors`,
    `codes` and `weights` name the rule or table for each; `tried` tells
    whether the reader was tried on real files.
    """

    name: str
    delimiter: str
    quote: bool
    header: bool
    dates: str
    actors: str
    codes: str
    weights: str
    tried: str
    columns: tuple[str, ...]
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Code:
    """What an act code stands for: PLOVER root (None: a statement), mode, CAMEO code, and how it was found.

    `how` is `exact`, `parent` (the code's parent is known) or `unknown`.
    """

    root: str | None
    mode: str | None
    cameo: str | None
    how: str


def read_table(name: str) -> pd.DataFrame:
    """The table `data/eventdata/NAME.csv`, all text, no value taken for missing."""
    return pd.read_csv(FOLDER / f"{name}.csv", dtype=str, keep_default_na=False)


@cache
def layouts() -> Mapping[str, Layout]:
    """All formats by name."""
    columns, fields = read_table("columns"), read_table("fields")
    found = {}
    for row in read_table("layouts").to_dict("records"):
        own = columns[columns["format"] == row["format"]]
        named = fields[fields["format"] == row["format"]]
        found[row["format"]] = Layout(
            row["format"], DELIMITERS[row["delimiter"]], row["quote"] == "yes", row["header"] == "yes",
            row["dates"], row["actors"], row["codes"], row["weights"], row["tried"],
            tuple(own["column"]), dict(zip(named["field"], named["column"], strict=True)),
        )  # fmt: skip
    return found


def layout(name: str) -> Layout:
    """The format `name`.

    Raises
    ------
    InputError
        If there is no such format.
    """
    try:
        return layouts()[name]
    except KeyError:
        msg = f"no format {name!r} of event data; there are {', '.join(sorted(layouts()))}"
        raise errors.InputError(msg) from None


@cache
def state_codes() -> frozenset[str]:
    """Codes of all states and territories of `data/actors/states.csv`."""
    table = pd.read_csv(_paths.DATA / "actors" / "states.csv", dtype=str, keep_default_na=False)
    return frozenset(table["state"])


@cache
def known_states() -> frozenset[str]:
    """`state_codes` and the states that are gone (`data/actors/former_states.csv`)."""
    gone = pd.read_csv(_paths.DATA / "actors" / "former_states.csv", dtype=str, keep_default_na=False)
    return state_codes() | frozenset(gone["state"])


@cache
def state_names() -> Mapping[str, str]:
    """State by name, from `data/actors/states.csv` and the departures of `actors_icews.csv`."""
    table = pd.read_csv(_paths.DATA / "actors" / "states.csv", dtype=str, keep_default_na=False)
    pairs = zip(table["state"], table["names"].str.split(";"), strict=True)
    known = {name: state for state, names in pairs for name in names}
    own = read_table("actors_icews")
    return {**known, **dict(zip(own["name"], own["actor"], strict=True))}


@cache
def organisation_names() -> Mapping[str, str]:
    """Organisation by name, from `data/actors/organisations.csv`."""
    table = pd.read_csv(_paths.DATA / "actors" / "organisations.csv", dtype=str, keep_default_na=False)
    pairs = zip(table["id"], table["names"].str.split(";"), strict=True)
    return {name: own for own, names in pairs for name in names}


@cache
def group_homes() -> Mapping[str, str]:
    """Home state of each armed group of `data/actors/groups.csv`."""
    table = pd.read_csv(_paths.DATA / "actors" / "groups.csv", dtype=str, keep_default_na=False)
    return dict(zip(table["id"], table["state"], strict=True))


@cache
def act_code(style: str, code: str, under: str = "") -> Code:
    """What `code` of a code book means.

    Parameters
    ----------
    style
        `cameo`, `weis`, `plover` or `acled`.
    code
        As published; for ACLED the event type.
    under
        ACLED's sub-event type.
    """
    if style == "cameo":
        return _cameo(code)
    if style == "weis":
        return _by_prefix(_weis(), code)
    if style == "plover":
        root = code.strip().upper()
        return Code(root, None, None, "exact") if root in ontology.ROOTS else Code(None, None, None, "unknown")
    return _acled(code, under)


def _cameo(code: str) -> Code:
    known = _cameo_codes()
    for end in range(len(code), 1, -1):
        if code[:end] in known:
            how = "exact" if end == len(code) else "parent"
            return Code(ontology.plover_of(code[:end]), None, code, how) if code.isdigit() else _unknown()
    return _unknown()


@cache
def _cameo_codes() -> frozenset[str]:
    return frozenset(ontology.cameo()["code"]) | frozenset(ontology.goldstein_table("keds"))


@cache
def _weis() -> Mapping[str, str | None]:
    table = read_table("codes_weis")
    return dict(zip(table["code"], table["root"].replace({"": None}), strict=True))


def _by_prefix(table: Mapping[str, str | None], code: str) -> Code:
    """Three-digit codes whose two-digit cue is in the book are exact: the table lists departures only."""
    if not (code.isdigit() and len(code) in {2, 3}):
        return _unknown()
    for end in (3, 2):
        if code[:end] in table:
            return Code(table[code[:end]], None, None, "exact")
    return _unknown()


def _acled(code: str, under: str) -> Code:
    table = _acled_codes()
    if (code, under) in table:
        return Code(*table[code, under], None, "exact")
    if (code, "") in table:
        return Code(*table[code, ""], None, "exact" if code != "Strategic developments" else "parent")
    return _unknown()


@cache
def _acled_codes() -> Mapping[tuple[str, str], tuple[str | None, str | None]]:
    rows = read_table("codes_acled").to_dict("records")
    return {(row["event_type"], row["sub_event_type"]): (row["root"] or None, row["mode"] or None) for row in rows}


def _unknown() -> Code:
    return Code(None, None, None, "unknown")


@cache
def weights(name: str) -> Mapping[str, float]:
    """Goldstein weights by code: `weis`, or a table of `ontology.goldstein_table`."""
    if name == "weis":
        path = _paths.DATA / "ontology" / "goldstein_weis_keds.csv"
        table = pd.read_csv(path, dtype={"code": str})
        return dict(zip(table["code"], table["goldstein"].astype(float), strict=True))
    return ontology.goldstein_table(name)
