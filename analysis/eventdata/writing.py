"""Write the events frame in the formats of the field and as our own CSV."""

import csv
import gzip
import io
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import TextIO

import pandas as pd

from analysis import errors, ontology, schemas
from analysis.eventdata import codebooks as tables
from analysis.eventdata import native

WRITABLE = ("entente", "icews", "keds_cameo", "keds_weis", "gdelt1", "gdelt2")
_WEIS_FIRST = {
    "AGREE": "080", "CONSULT": "030", "SUPPORT": "040", "CONCEDE": "013", "COOPERATE": "081", "AID": "070",
    "RETREAT": "012", "REQUEST": "150", "ACCUSE": "121", "REJECT": "110", "THREATEN": "170", "PROTEST": "180",
    "SANCTION": "190", "MOBILIZE": "182", "COERCE": "210", "ASSAULT": "220",
}  # fmt: skip


def write(events: pd.DataFrame, path: Path, layout: tables.Layout) -> dict[str, int]:
    """Write `events` as `path`; return the rows written and left out, with the reasons."""
    if layout.name not in WRITABLE:
        msg = f"format {layout.name!r} is read only; {', '.join(WRITABLE)} are written"
        raise errors.InputError(msg)
    if layout.name == "entente":
        text = _as_text(events)
        return _save(text, path, layout, {})
    code = _codes(events, layout.codes)
    reasons = {
        "undated": events["when_first"].isna(),
        "without an actor": events["source"].isna() | events["target"].isna(),
        "not asserted": events["modality"] != "asserted",
        "without a code": code.isna(),
    }
    left, taken = {}, pd.Series(data=False, index=events.index)
    for reason, test in reasons.items():
        left[reason] = int((test & ~taken).sum())
        taken |= test
    kept = events[~taken].assign(code=code[~taken])
    rows = BUILDERS[layout.name](kept)
    return _save(rows.reindex(columns=list(layout.columns), fill_value=""), path, layout, left)


def _save(rows: pd.DataFrame, path: Path, layout: tables.Layout, left: Mapping[str, int]) -> dict[str, int]:
    if not layout.quote:
        rows = rows.replace({r"[\t\r\n]": " "}, regex=True)
    with _opened(path) as stream:
        rows.to_csv(
            stream, sep=layout.delimiter, header=layout.header, index=False, lineterminator="\n",
            quoting=csv.QUOTE_MINIMAL if layout.quote else csv.QUOTE_NONE, quotechar='"' if layout.quote else "\0",
        )  # fmt: skip
    return {"written": len(rows), "left_out": sum(left.values()), **left}


def _opened(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return io.TextIOWrapper(gzip.GzipFile(path, "wb", mtime=0), encoding="utf-8", newline="")
    return path.open("w", encoding="utf-8", newline="")


def _codes(events: pd.DataFrame, style: str) -> pd.Series:
    """The act code of each event in a code book; null where the book has none."""
    if style == "weis":
        own = events["decided_by"].str.extract(r"^keds_weis:(\d{2,3})$")[0]
        return own.fillna(events["root"].map(_WEIS_FIRST)).mask(own.isna() & events["root"].isna(), "023")
    return events["cameo"].fillna(events["root"].map(_cameo_roots())).fillna("010")


@cache
def _cameo_roots() -> Mapping[str, str]:
    """The first CAMEO root of each PLOVER root, and the first of its codes where it has only some of them."""
    table = ontology.plover()
    codes = table["cameo_root"].str.extract(r"\((\d{3})-")[0].fillna(table["cameo_root"].str[:2])
    return dict(zip(table["plover"], codes, strict=True))


def _actor_codes(events: pd.DataFrame, side: str, style: str = "cameo") -> pd.Series:
    """Actor codes: state and roles; what is written otherwise by the mapping tables."""
    table = tables.read_table(f"actors_{style}")
    # a code with a role names a group's home state, not the state itself
    other = table["actor"].str.contains(":") if style == "cameo" else table["role"] == ""
    named = table[other].drop_duplicates("actor").set_index("actor")["code"]
    groups = table[table["group"] != ""].drop_duplicates("group").set_index("group")["code"]
    actor = events[side]
    base = actor.map(named).fillna(actor.map(groups)).fillna(actor)
    roles = events[f"{side}_role"].fillna("").replace("UNK", "").str.replace("JRN", "MED").str.replace("/", "")
    return base + roles.where(~actor.str.contains(":"), "")


def _keds(events: pd.DataFrame, style: str = "cameo") -> pd.DataFrame:
    return pd.DataFrame({
        "date": events["when_first"].dt.strftime("%Y-%m-%d"),
        "source": _actor_codes(events, "source", style), "target": _actor_codes(events, "target", style),
        "code": events["code"],
    })  # fmt: skip


def _icews(events: pd.DataFrame) -> pd.DataFrame:
    names = {state: name for name, state in reversed(list(tables.state_names().items()))}
    rows = pd.DataFrame({
        "Event ID": events["event_id"], "Event Date": events["when_first"].dt.strftime("%Y-%m-%d"),
        "Event Text": events["root"].fillna("statement"), "CAMEO Code": events["code"],
        "Intensity": events["goldstein"].map("{:g}".format), "Story ID": events["event_id"], "Sentence Number": "1",
        "Publisher": "NA", "City": events["place"].fillna("NA"), "Country": events["place_state"].fillna("NA"),
    })  # fmt: skip
    for side in ("source", "target"):
        organisation = events[side].str.contains(":")
        names_of = {own: name for name, own in reversed(list(tables.organisation_names().items()))}
        rows[f"{side.title()} Country"] = events[side].map(names).where(~organisation, "NA").fillna("NA")
        rows[f"{side.title()} Name"] = events[side].map(names).fillna(events[side].map(names_of)).fillna(events[side])
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


BUILDERS: Mapping[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "keds_cameo": _keds, "keds_weis": partial(_keds, style="weis"), "icews": _icews, "gdelt1": _gdelt, "gdelt2": _gdelt
}  # fmt: skip


def _as_text(events: pd.DataFrame) -> pd.DataFrame:
    """Every column as text: days as YYYY-MM-DD, nulls empty, numbers so that they read back the same."""
    out = {}
    for column in schemas.columns("events"):
        values = events[column]
        if column.startswith("when_") and column != "when_precision":
            out[column] = values.dt.strftime("%Y-%m-%d").fillna("")
        elif column in native.NUMBERS:
            out[column] = values.map(lambda value: "" if pd.isna(value) else repr(value))
        else:
            out[column] = values.fillna("")
    return pd.DataFrame(out)
