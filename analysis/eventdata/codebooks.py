"""The tables by which event data sets are read: layouts, columns, fields, actors, roles, event codes.

`data/eventdata/README.md` says what a row of each table means and where its
facts come from. Users may change the tables, or give actors of their own by
the parameter `actor_codes` of `eventdata.read`.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

import pandas as pd

from analysis import _package, errors, ontology
from analysis.actors import tables as actor_tables

FOLDER = _package.DATA / "eventdata"
RESTORED = ("format", "codes without their leading zero", "zero restored", "restored")
"""How the report on the mapping tells that zeros were given back."""
NULLS = ("", "NA", "N/A", "NULL", "Null", "null", "NONE", "None", "none", "NaN", "nan", "---", "\\N")
"""Cells that say nothing."""
DELIMITERS = {"comma": ",", "tab": "\t"}


@dataclass(frozen=True, slots=True)
class Layout:
    """How the files of a format are laid out, and which tables read them.

    Attributes
    ----------
    name
        The format, one of `eventdata.FORMATS`.
    delimiter, quote, header
        The character between cells; whether cells may be quoted; whether the
        first line is a header.
    dates
        The date reader: a key of `mapping.DATE_READERS`.
    actors, codes
        The style of the actor codes (see `actors.ActorCoder`) and of the event codes.
    weights
        The Goldstein table used by default; `column` is what the file says.
    mutual
        Whether two rows that are the two directions of one act count `once` in
        undirected measures, or `both`, by default.
    tried
        Whether the reader was tried on real files or follows the codebook only.
    columns
        Names of the columns in order; empty where a header names them.
    fields
        The column of the file by our name for the field.
    """

    name: str
    delimiter: str
    quote: bool
    header: bool
    dates: str
    actors: str
    codes: str
    weights: str
    mutual: str
    tried: str
    columns: tuple[str, ...]
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class EventCode:
    """What a published event code means.

    Attributes
    ----------
    root
        The PLOVER root; None is a mere statement.
    mode
        The PLOVER mode, where the codebook has one.
    cameo
        The CAMEO code, where the codebook is CAMEO.
    how
        `exact`; `parent`, where only a more general code is known; or `unknown`.
    note
        Why a code that looks like one of the codebook is `unknown` all the same.
    """

    root: str | None
    mode: str | None
    cameo: str | None
    how: str
    note: str = ""


def read_table(name: str) -> pd.DataFrame:
    """The table `data/eventdata/NAME.csv`; all cells are text, and "NA" is not a missing value."""
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
            row["dates"], row["actors"], row["codes"], row["weights"], row["mutual"],
            row["tried"],
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
    return frozenset(row["state"] for row in actor_tables.table("states.csv"))


@cache
def known_states() -> frozenset[str]:
    """`state_codes` and the codes of former states (`data/actors/former_states.csv`)."""
    return state_codes() | frozenset(row["state"] for row in actor_tables.table("former_states.csv"))


@cache
def state_names() -> Mapping[str, str]:
    """State by name, from `data/actors/states.csv` and the other spellings of `actors_icews.csv`."""
    known = {
        name: row["state"] for row in actor_tables.table("states.csv") for name in actor_tables.cells(row["names"])
    }
    own = read_table("actors_icews")
    return {**known, **dict(zip(own["name"], own["actor"], strict=True))}


def state_named(name: str) -> str | None:
    """The state of a name, spelled as in the tables or without regard to capitals, accents and kinds of apostrophe."""
    return state_names().get(name) or _states_by_letters().get(_letters(name))


@cache
def _states_by_letters() -> Mapping[str, str]:
    return {_letters(name): state for name, state in state_names().items()}


def _letters(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()


@cache
def organisation_names() -> Mapping[str, str]:
    """Organisation by name, from `data/actors/organisations.csv`."""
    rows = actor_tables.table("organisations.csv")
    return {name: row["id"] for row in rows for name in actor_tables.cells(row["names"])}


@cache
def group_names() -> Mapping[str, tuple[str, str]]:
    """Home state and id of armed groups by name in small letters, from `data/actors/groups.csv`."""
    rows = actor_tables.table("groups.csv")
    names = {name.casefold(): (row["state"], row["id"]) for row in rows for name in actor_tables.cells(row["names"])}
    return {name.replace("al-", "al "): group for name, group in names.items()} | names


@cache
def event_code(style: str, code: str, subcode: str = "") -> EventCode:
    """What `code` means in a codebook.

    Parameters
    ----------
    style
        `cameo`, `weis`, `plover` or `acled`.
    code
        As published; for ACLED the event type.
    subcode
        ACLED's sub-event type.
    """
    if style == "cameo":
        return _cameo(code)
    if style == "weis":
        return _weis(code)
    if style == "plover":
        root = code.strip().upper()
        return EventCode(root, None, None, "exact") if root in ontology.ROOTS else _UNKNOWN
    return _acled(code, subcode)


_UNKNOWN = EventCode(None, None, None, "unknown")
_MAY_LACK_ZERO = "may be {0} or 0{0}, since the file seems to have lost leading zeros"


def _cameo(code: str) -> EventCode:
    """The longest beginning of the code that CAMEO or the KEDS weights have."""
    if not code.isdecimal():
        return _UNKNOWN
    known = _cameo_codes()
    for end in range(len(code), 1, -1):
        if code[:end] in known:
            how = "exact" if end == len(code) else "parent"
            return EventCode(ontology.plover_of(code[:end]), None, code, how)
    return _UNKNOWN


@cache
def cameo_in_context(code: str, text: str, zeros: str) -> tuple[str, EventCode]:
    """The code that a CAMEO code stands for, and what it means, by its file and by the text of the event.

    A spreadsheet turns 040 into 40 and 010 into 10, which is another code and a
    hostile one. The zero is given back where the file or the text proves the loss.

    Parameters
    ----------
    code
        As published; empty where the file has no codes.
    text
        The name of the event class, as in ICEWS; may be empty.
    zeros
        What `leading_zeros` says of the file.
    """
    code = whole(code)
    named = _codes_by_text().get(text.casefold())
    if code in NULLS:
        return (named, _cameo(named)) if named else (code, _UNKNOWN)
    found = _cameo(code)
    if code.isdecimal() and not code.startswith("0"):
        if named == f"0{code}" or (zeros == "lost" and (len(code) < 3 or found.how == "unknown")):
            return f"0{code}", _cameo(f"0{code}")
        if zeros == "doubtful" and len(code) == 2 and named != code:
            return code, EventCode(None, None, None, "unknown", _MAY_LACK_ZERO.format(code))
    elif found.how == "unknown" and named and code[:2] == named[:2]:
        return code, EventCode(ontology.plover_of(code[:2]), None, code[:2], "parent")
    return code, found


@cache
def weis_in_context(code: str, zeros: str) -> tuple[str, EventCode]:
    """The same for a WEIS code: 31 is 031 where the file lost its zeros, and 12 is then 012, not the hostile cue 12."""
    code = whole(code)
    if code.isdecimal() and not code.startswith("0") and len(code) == 2:
        if zeros == "lost":
            return f"0{code}", _weis(f"0{code}")
        if zeros == "doubtful":
            return code, EventCode(None, None, None, "unknown", _MAY_LACK_ZERO.format(code))
    return code, _weis(code)


def leading_zeros(codes: Collection[str], style: str = "cameo") -> str:
    """Whether the codes of a file are `kept` with their leading zeros, or these are `lost`, or it is `doubtful`.

    Codes without a zero that the codebook (`cameo` or `weis`) lacks, and that it has with one
    (CAMEO 40, 51, 841; WEIS 31, 81), prove the loss. Where they stand beside codes with zeros, the more numerous
    kind decides whether a code of two digits can be trusted. Without any proof,
    codes of two digits beside longer ones are doubtful if no code has a zero.
    """
    numbers = {code for code in map(whole, codes) if code.isdecimal()}
    with_zero = {code for code in numbers if code.startswith("0")}
    proofs = {code for code in numbers - with_zero if _lost_its_zero(code, style)}
    if proofs:
        return "lost" if not with_zero else "kept" if len(with_zero) > len(proofs) else "doubtful"
    lengths = {len(code) for code in numbers}
    return "doubtful" if not with_zero and 2 in lengths and len(lengths) > 1 else "kept"


def may_lack_zeros(codes: Collection[str], style: str = "cameo") -> bool:
    """Whether some of these codes of a file are reason to look at all of them."""
    numbers = {code for code in map(whole, codes) if code.isdecimal()}
    if any(_lost_its_zero(code, style) for code in numbers):
        return True
    return not any(code.startswith("0") for code in numbers) and any(len(code) < 3 for code in numbers)


def whole(code: str) -> str:
    """A code without the ".0" that a column of numbers gives it (40 of 40.0), and without its label (173 (ARREST))."""
    return _LABELLED.sub(r"\1", code.removesuffix(".0"))


_LABELLED = re.compile(r"^(\d{2,4})(?:\s*[:(]|\s+[-A-Za-z]).*", re.DOTALL)


def _lost_its_zero(code: str, style: str) -> bool:
    if not code.isdecimal() or code.startswith("0"):
        return False
    if style == "weis":
        return len(code) == 2 and _weis(code).how == "unknown" and _weis(f"0{code}").how != "unknown"
    return code not in _cameo_codes() and f"0{code}" in _cameo_codes()


@cache
def _codes_by_text() -> Mapping[str, str]:
    """CAMEO code by the name of its class, in small letters."""
    table = read_table("codes_icews")
    return dict(zip(table["text"].str.casefold(), table["code"], strict=True))


@cache
def _cameo_codes() -> frozenset[str]:
    return frozenset(ontology.cameo()["code"]) | frozenset(ontology.goldstein_table("keds"))


@cache
def _weis_codes() -> Mapping[str, str | None]:
    table = read_table("codes_weis")
    return dict(zip(table["code"], table["root"].replace({"": None}), strict=True))


def _weis(code: str) -> EventCode:
    """A code of three digits without a row of its own means what its cue, the first two, means.

    Such a code still counts as exact, since the table lists only the codes
    that differ from their cue.
    """
    if code.isdecimal() and len(code) in {2, 3}:
        for end in (3, 2):
            if code[:end] in _weis_codes():
                return EventCode(_weis_codes()[code[:end]], None, None, "exact")
    return _UNKNOWN


def _acled(code: str, subcode: str) -> EventCode:
    """Event types are compared without regard to capitals and blanks, which differ from version to version."""
    table = _acled_codes()
    code, subcode = _plain(code), _plain(subcode)
    found = table.get((code, subcode)) or table.get((code, ""))
    if found is None and code.startswith("battle"):  # who won a battle was told in many ways before 2019
        battle = table["battles", ""]
        return EventCode(battle.root, battle.mode, None, "parent")
    return found or _UNKNOWN


def _plain(text: str) -> str:
    return re.sub(r" ?([-/]) ?", r"\1", " ".join(text.replace("\N{EN DASH}", "-").split())).casefold()


@cache
def _acled_codes() -> Mapping[tuple[str, str], EventCode]:
    return {
        (_plain(event_type), _plain(sub_event_type)): EventCode(root or None, mode or None, None, how)
        for event_type, sub_event_type, root, mode, how in read_table("codes_acled").to_numpy()
    }


@cache
def paired_codes(style: str) -> Mapping[str, str]:
    """The code that stands for each code of the other side of one act, such as that of the host of a visit."""
    table = read_table("codes_paired")
    own = table[table["codes"] == style]
    return dict(zip(own["code"], own["same_as"], strict=True))


@cache
def weights(name: str) -> Mapping[str, float]:
    """Goldstein weights by code: `weis`, or a table of `ontology.goldstein_table`."""
    if name == "weis":
        path = _package.DATA / "ontology" / "goldstein_weis_keds.csv"
        table = pd.read_csv(path, dtype={"code": str})
        return dict(zip(table["code"], table["goldstein"].astype(float), strict=True))
    return ontology.goldstein_table(name)
