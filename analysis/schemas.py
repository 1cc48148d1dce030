"""The frames that all modules speak: columns, dtypes, units, checks.

Ids are strings that are content hashes, stable across runs. Days are
`datetime64[us]` at midnight; intervals are closed. Offsets are character
offsets, `start` inclusive and `end` exclusive. Actor ids are ISO 3166-1
alpha-3 codes for states (with PSE, TWN, XKX), `IGO:` and `ARM:` ids else;
roles are CAMEO/PLOVER sector codes joined by "/". A null root is a mere
statement (quad 0). An act that two actors do together, such as a meeting, is
two events, one for each direction, that share an `act_id` and are `mutual`.
`status` tells an event of the time of the report from a standing state or habit
and from what a sentence only takes as known.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
import pandera.errors
import pandera.pandas as pa

from analysis import errors, ontology

DAY = "datetime64[us]"
PRECISIONS = ("day", "week", "month", "season", "quarter", "year", "decade", "period", "article", "published")
MODALITIES = ("asserted", "planned", "hypothetical", "denied")
STATUSES = ("now", "state", "reference")
"""An event of the time of the report, a standing state or habit, or what the sentence takes as known."""
CORRECTED = ("applied", "overruled", "gone", "outside")
"""What became of a correction."""
KINDS = ("title", "body", "caption", "quote")
HOW = (
    "name", "demonym", "capital", "seat", "office", "alias", "organisation", "group",
    "place", "context", "coreference", "deed", "unresolved", "correction",
)  # fmt: skip


def _text(*, null: bool = False, isin: Iterable[str] | None = None) -> pa.Column:
    checks = pa.Check.isin(list(isin)) if isin is not None else None
    return pa.Column("str", checks, nullable=null)


def _int(*, low: int | None = 0) -> pa.Column:
    return pa.Column("int64", pa.Check.ge(low) if low is not None else None)


def _offset() -> pa.Column:
    return pa.Column("Int64", nullable=True)


def _day(*, null: bool = False) -> pa.Column:
    return pa.Column(DAY, nullable=null)


def _share() -> pa.Column:
    return pa.Column("float64", pa.Check.in_range(0, 1), nullable=True)


def _number() -> pa.Column:
    return pa.Column("float64", nullable=True)


_COUNTS = {name: _number() for name in ("n_vc", "n_mc", "n_vf", "n_mf")}

SCHEMAS: dict[str, pa.DataFrameSchema] = {
    "documents": pa.DataFrameSchema({
        "doc_id": _text(), "path": _text(), "published": _day(), "title": _text(),
        "source": _text(null=True), "body": _text(), "n_words": _int(),
        "duplicate_of": _text(null=True), "dateline": _text(null=True),
    }, unique=["doc_id"]),
    "rejects": pa.DataFrameSchema({
        "path": _text(), "line": pa.Column("Int64", nullable=True), "stage": _text(), "reason": _text(),
    }),
    "sentences": pa.DataFrameSchema({
        "sentence_id": _text(), "doc_id": _text(), "index": _int(), "start": _int(), "end": _int(),
        "text": _text(), "kind": _text(isin=KINDS),
    }, unique=["sentence_id"]),
    "mentions": pa.DataFrameSchema({
        "sentence_id": _text(), "start": _int(), "end": _int(), "text": _text(),
        "actor": _text(null=True), "role": _text(null=True), "person": _text(null=True),
        "how": _text(isin=HOW), "confidence": _share(),
    }),
    "events": pa.DataFrameSchema({
        "event_id": _text(), "act_id": _text(), "mutual": pa.Column("bool"),
        "source": _text(null=True), "source_role": _text(null=True),
        "target": _text(null=True), "target_role": _text(null=True),
        "root": _text(null=True, isin=ontology.ROOTS), "mode": _text(null=True), "context": _text(null=True),
        "cameo": _text(null=True), "quad": pa.Column("int64", pa.Check.isin([0, 1, 2, 3, 4])),
        "goldstein": pa.Column("float64", pa.Check.in_range(-10, 10)),
        "when_first": _day(null=True), "when_last": _day(null=True),
        "when_precision": _text(isin=PRECISIONS), "modality": _text(isin=MODALITIES),
        "status": _text(isin=STATUSES),
        "attributed_to": _text(null=True), "place": _text(null=True), "place_state": _text(null=True),
        "decided_by": _text(), "confidence": _share(), "n_reports": _int(low=1),
    }, unique=["event_id"]),
    "evidence": pa.DataFrameSchema({
        "event_id": _text(), "sentence_id": _text(), "doc_id": _text(), "published": _day(),
        "trigger_start": _int(), "trigger_end": _int(),
        "source_start": _offset(), "source_end": _offset(),
        "target_start": _offset(), "target_end": _offset(),
        "when_text": _text(null=True), "path": _text(null=True),
    }),
    "corrections": pa.DataFrameSchema({
        "file": _text(), "line": _int(), "event": _text(), "sentence": _text(), "words": _text(), "field": _text(),
        "value": _text(), "author": _text(), "day": _text(), "reason": _text(), "was": _text(),
        "event_id": _text(null=True), "before": _text(null=True), "status": _text(isin=CORRECTED), "note": _text(),
    }),
    "relations": pa.DataFrameSchema({
        "a": _text(), "b": _text(), "directed": pa.Column("bool"), "period": _day(),
        **_COUNTS, "n": _number(), "n_eff": _number(),
        "exposure": _number(), "exposure_kind": _text(isin=("articles", "events")),
        "share": _share(), "share_low": _share(), "share_high": _share(),
        "intensity": _number(), "intensity_low": _number(), "intensity_high": _number(),
        "reciprocity": _number(), "goldstein_mean": _number(),
        "sign": pa.Column("int64", pa.Check.isin([-1, 0, 1])), "standing": _text(),
    }),
    "episodes": pa.DataFrameSchema({
        "a": _text(), "b": _text(), "component": _text(isin=("conflict", "cooperation")),
        "begin": _day(), "peak": _day(), "end": _day(), "known": _day(), "over": pa.Column("bool"),
        "n": _number(), "n_peak": _number(), "level": _number(), "before": _number(), "after": _number(),
        "gain": _number(),
    }),
}  # fmt: skip


def columns(name: str) -> list[str]:
    """Columns of the frame `name`, in their order."""
    return list(_schema(name).columns)


def empty(name: str) -> pd.DataFrame:
    """The frame `name` without rows, with its dtypes."""
    return check(name, pd.DataFrame({column: [] for column in columns(name)}))


def from_rows(name: str, rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """The checked frame `name` from dictionaries; absent keys are null."""
    return check(name, pd.DataFrame.from_records(list(rows), columns=columns(name)))


def from_columns(name: str, values: Mapping[str, list[object]]) -> pd.DataFrame:
    """The checked frame `name` from lists by column."""
    return check(name, pd.DataFrame({column: pd.Series(own, dtype="object") for column, own in values.items()}))


def check(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a copy of `frame` that keeps the schema `name`: columns in order, dtypes coerced.

    Further columns are dropped.

    Raises
    ------
    FrameError
        Naming frame, column, row and value of the first breach.
    """
    schema = _schema(name)
    if name == "events" and "event_id" in frame.columns:
        frame = _with_defaults(frame)
    if name == "documents" and "dateline" not in frame.columns:
        frame = frame.assign(dateline=None)  # frames of earlier versions have none
    missing = [column for column in schema.columns if column not in frame.columns]
    if missing:
        msg = f"frame {name!r} lacks the {errors.columns(missing)}"
        raise errors.FrameError(msg)
    try:
        checked: pd.DataFrame = schema.validate(_coerce(frame, schema), lazy=False)
    except (pandera.errors.SchemaError, ValueError, TypeError) as error:
        msg = f"frame {name!r}: {str(error).splitlines()[0]}"
        raise errors.FrameError(msg) from error
    return checked.reset_index(drop=True)


def _with_defaults(events: pd.DataFrame) -> pd.DataFrame:
    """The events with `act_id`, `mutual` and `status`.

    Where they are not stated, each event is an act of its own, and an event of its time.
    """
    act, mutual = events["event_id"], pd.Series(False, index=events.index)
    if "act_id" in events.columns:
        act = events["act_id"].astype("object").where(events["act_id"].notna(), act)
    if "mutual" in events.columns:
        mutual = events["mutual"].astype("object").where(events["mutual"].notna(), mutual).astype(bool)
    status = pd.Series("now", index=events.index)
    if "status" in events.columns:
        status = events["status"].astype("object").where(events["status"].notna(), status)
    return events.assign(act_id=act, mutual=mutual, status=status)


def content_id(*parts: object) -> str:
    """A stable id of 16 hex digits from the parts' text."""
    joined = "\x1f".join(str(part) for part in parts)
    return hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _schema(name: str) -> pa.DataFrameSchema:
    try:
        return SCHEMAS[name]
    except KeyError:
        msg = f"no frame {name!r}; there are {', '.join(SCHEMAS)}"
        raise errors.FrameError(msg) from None


def _coerce(frame: pd.DataFrame, schema: pa.DataFrameSchema) -> pd.DataFrame:
    out = frame[list(schema.columns)].copy()
    for column, spec in schema.columns.items():
        wanted = str(spec.dtype)
        if wanted in {"str", "string"} or wanted.startswith("str"):
            out[column] = out[column].astype("str") if len(out) else pd.Series([], dtype="str")
        elif wanted.startswith("datetime64"):
            out[column] = pd.to_datetime(out[column]).astype(DAY)
        else:
            out[column] = out[column].astype(wanted)
    return out


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame as dictionaries by column name."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
