"""Write the events frame in the formats of the field and as our own CSV."""

import csv
import gzip
import io
import re
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import TextIO

import pandas as pd

from analysis import errors, ontology, schemas
from analysis.eventdata import codebooks, entente_csv
from analysis.events.selection import statuses

WRITABLE = ("entente", "icews", "keds_cameo", "keds_weis", "gdelt1", "gdelt2")
_STATEMENT_CAMEO = "010"
_FORMULA = re.compile(r"[=+\-@\t\r\n]")  # how a cell begins that a spreadsheet computes instead of showing it
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$")


def write_events(events: pd.DataFrame, path: Path, layout: codebooks.Layout) -> dict[str, int]:
    """Write `events` to `path`; return the number of rows written, and left out by reason.

    Raises
    ------
    InputError
        If the format cannot be written.
    """
    if layout.name not in WRITABLE:
        msg = f"format {layout.name!r} is read only; formats that can be written: {', '.join(WRITABLE)}"
        raise errors.InputError(msg)
    if layout.name == "entente":
        return _save(_as_text(events), path, layout, {})
    code = _event_codes(events, layout.codes)
    reasons = {
        "undated": events["when_first"].isna(),
        "without an actor": events["source"].isna() | events["target"].isna(),
        "not asserted": events["modality"] != "asserted",
        "not of its time": statuses(events) != "now",
        "without a code": code.isna(),
    }
    n_left_out, left_out = {}, pd.Series(data=False, index=events.index)
    for reason, test in reasons.items():
        n_left_out[reason] = int((test & ~left_out).sum())
        left_out |= test
    rows = _BUILDERS[layout.name](events[~left_out].assign(code=code[~left_out]))
    return _save(rows.reindex(columns=list(layout.columns), fill_value=""), path, layout, n_left_out)


def _save(rows: pd.DataFrame, path: Path, layout: codebooks.Layout, n_left_out: Mapping[str, int]) -> dict[str, int]:
    # A lone carriage return is not quoted, and would end the row.
    rows = harmless(rows).replace({r"\r\n?": "\n"} if layout.quote else {r"[\t\r\n]": " "}, regex=True)
    with _open(path) as stream:
        rows.to_csv(
            stream, sep=layout.delimiter, header=layout.header, index=False, lineterminator="\n",
            quoting=csv.QUOTE_MINIMAL if layout.quote else csv.QUOTE_NONE, quotechar='"' if layout.quote else "\0",
        )  # fmt: skip
    return {"written": len(rows), "left_out": sum(n_left_out.values()), **n_left_out}


def harmless(table: pd.DataFrame) -> pd.DataFrame:
    """The table with an apostrophe before each text that a spreadsheet would take for a formula.

    Such a text begins with = + - @, a tab or a line break and is no number. What an article says must not
    compute anything, or call another program, on the machine of who opens the table.
    """
    texts = table.select_dtypes(include=["object", "str"]).columns
    return table.assign(**{column: table[column].map(_harmless_cell) for column in texts})


def _harmless_cell(value: object) -> object:
    begins = isinstance(value, str) and _FORMULA.match(value)
    return f"'{value}" if begins and not _NUMBER.match(str(value)) else value


def _open(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return io.TextIOWrapper(gzip.GzipFile(path, "wb", mtime=0), encoding="utf-8", newline="")
    return path.open("w", encoding="utf-8", newline="")


def _event_codes(events: pd.DataFrame, style: str) -> pd.Series:
    """The code of each event in a codebook: the one that it was read with, or else that of its root."""
    if style == "weis":
        given = events["decided_by"].str.extract(r"^keds_weis:(\d{2,3})$")[0]
        table = codebooks.read_table("codes_weis_written")
        return given.fillna(events["root"].fillna("").map(dict(zip(table["root"], table["code"], strict=True))))
    return events["cameo"].fillna(events["root"].map(_cameo_roots())).fillna(_STATEMENT_CAMEO)


@cache
def _cameo_roots() -> Mapping[str, str]:
    """The general code of the first CAMEO root of each PLOVER root, or its first code where it has only some of them.

    Codes have three digits: in a file without codes such as 040, a code of two
    digits could be one that has lost its zero.
    """
    table = ontology.plover()
    codes = table["cameo_root"].str.extract(r"\((\d{3})-")[0].fillna(table["cameo_root"].str[:2] + "0")
    return dict(zip(table["plover"], codes, strict=True))


def _actor_codes(events: pd.DataFrame, side: str, style: str = "cameo") -> pd.Series:
    """Actor codes: the code of the actor in the mapping table, or else its id, followed by its roles."""
    table = codebooks.read_table(f"actors_{style}")
    # A code with a role names the home state of a group, not the state itself.
    names_itself = table["actor"].str.contains(":") if style == "cameo" else table["role"] == ""
    by_actor = table[names_itself].drop_duplicates("actor").set_index("actor")["code"]
    by_group = table[table["group"] != ""].drop_duplicates("group").set_index("group")["code"]
    actor = events[side]
    base = actor.map(by_actor).fillna(actor.map(by_group)).fillna(actor)
    roles = events[f"{side}_role"].fillna("").replace("UNK", "").str.replace("JRN", "MED").str.replace("/", "")
    return base + roles.where(~actor.str.contains(":"), "")


def _keds(events: pd.DataFrame, style: str = "cameo") -> pd.DataFrame:
    return pd.DataFrame({
        "date": events["when_first"].dt.strftime("%Y-%m-%d"),
        "source": _actor_codes(events, "source", style), "target": _actor_codes(events, "target", style),
        "code": events["code"],
    })  # fmt: skip


def _icews(events: pd.DataFrame) -> pd.DataFrame:
    # Reversed, so that of several names the first in the tables is written.
    states = {state: name for name, state in reversed(list(codebooks.state_names().items()))}
    organisations = {own: name for name, own in reversed(list(codebooks.organisation_names().items()))}
    rows = pd.DataFrame({
        "Event ID": events["event_id"], "Event Date": events["when_first"].dt.strftime("%Y-%m-%d"),
        "Event Text": events["root"].fillna("statement"), "CAMEO Code": events["code"],
        "Intensity": events["goldstein"].map("{:g}".format), "Story ID": events["event_id"], "Sentence Number": "1",
        "Publisher": "NA", "City": events["place"].fillna("NA"), "Country": events["place_state"].fillna("NA"),
    })  # fmt: skip
    for side in ("source", "target"):
        actor = events[side]
        is_state = ~actor.str.contains(":")
        rows[f"{side.title()} Country"] = actor.map(states).where(is_state, "NA").fillna("NA")
        rows[f"{side.title()} Name"] = actor.map(states).fillna(actor.map(organisations)).fillna(actor)
        rows[f"{side.title()} Sectors"] = events[f"{side}_role"].fillna("NA").str.replace("/", ",")
    return rows.fillna("NA")


def _gdelt(events: pd.DataFrame) -> pd.DataFrame:
    day = events["when_first"].dt.strftime("%Y%m%d")
    root = events["code"].str[:2]
    quad = events["quad"].replace(0, 1).astype(str)
    return pd.DataFrame({
        "GLOBALEVENTID": events["event_id"], "SQLDATE": day, "MonthYear": day.str[:6], "Year": day.str[:4],
        "Actor1Code": _actor_codes(events, "source"), "Actor2Code": _actor_codes(events, "target"),
        "Actor1CountryCode": events["source"].where(~events["source"].str.contains(":"), ""),
        "Actor2CountryCode": events["target"].where(~events["target"].str.contains(":"), ""),
        "EventCode": events["code"], "EventBaseCode": events["code"].str[:3], "EventRootCode": root,
        "QuadClass": quad, "GoldsteinScale": events["goldstein"].map("{:g}".format),
        "NumArticles": events["n_reports"].astype(str), "ActionGeo_FullName": events["place"].fillna(""),
        "DATEADDED": day,
    })  # fmt: skip


_BUILDERS: Mapping[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "keds_cameo": _keds, "keds_weis": partial(_keds, style="weis"), "icews": _icews, "gdelt1": _gdelt, "gdelt2": _gdelt
}  # fmt: skip


def _as_text(events: pd.DataFrame) -> pd.DataFrame:
    """Every column as text: days as YYYY-MM-DD, nulls empty, numbers in full precision."""
    out = {}
    for column in schemas.columns("events"):
        values = events[column]
        if column.startswith("when_") and column != "when_precision":
            out[column] = values.dt.strftime("%Y-%m-%d").fillna("")
        elif column in entente_csv.NUMBERS:
            out[column] = values.map(lambda value: "" if pd.isna(value) else repr(value))
        else:
            out[column] = values.fillna("")
    return pd.DataFrame(out)
