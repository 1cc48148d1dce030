"""Our own CSV of events: as strict as the events frame where it says something, lenient where it is silent.

A file needs a day (`when_first`), the two sides (`source`, `target`) and the
act (`root` or `cameo`). Every other column of the events frame may be absent
or, but for `quad` and `goldstein`, empty; what it then means stands in
`docs/event_data.md`. Columns `story` and `publisher` are read as origins.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import errors, ontology, schemas
from analysis.eventdata import codebooks as tables
from analysis.eventdata import files

FIELDS = (*schemas.columns("events"), "story", "publisher")
NUMBERS = ("quad", "n_reports", "goldstein", "confidence")
_SIDES = ("source", "target")
_DEFAULTS = {"when_precision": "day", "modality": "asserted", "decided_by": "entente", "n_reports": 1.0}


def read(
    paths: Sequence[Path], given: Mapping[str, str], weights: str | None, rejects: files.Rejects, *, block: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read files of our own format.

    Parameters
    ----------
    paths
        The files.
    given
        Actor ids by what the file says, before anything else.
    weights
        A table of `ontology` to weigh all acts anew; None and `column` keep what
        the file says.
    rejects
        Takes the rows that break the events frame.
    block
        Bytes read at a time.

    Returns
    -------
    events, mapping
        The rows with their origins (`publisher`, `story`, `path`, `line`), and how
        each actor id was read: one that is neither a state's code nor an `IGO:` or
        `ARM:` id is kept as written and told as unknown.
    """
    if weights not in {None, "column", *ontology.GOLDSTEIN_TABLES}:
        msg = f"no weights {weights!r} for format 'entente'; there are column, {', '.join(ontology.GOLDSTEIN_TABLES)}"
        raise errors.InputError(msg)
    layout = tables.layout("entente")
    seen: Counter[tuple[str, str, str]] = Counter()
    parts = [
        _chunk(chunk, given, weights, rejects, seen)
        for file in paths
        for chunk in files.chunks(file, layout, FIELDS, rejects, block=block)
    ]
    frame = pd.concat(parts, ignore_index=True) if parts else no_rows()
    again = frame["event_id"].duplicated()
    for name, rows in frame[again].groupby("path", sort=False):
        reasons = [f"column event_id: {value!r} stands twice" for value in rows["event_id"]]
        rejects.add(str(name), rows["line"], reasons)
    for side in _SIDES:
        frame[f"raw_{side}"] = frame[side].fillna("") + "/" + frame[f"{side}_role"].fillna("")
    frame["raw_code"] = frame["root"].fillna("") + "/" + frame["mode"].fillna("") + "/" + frame["cameo"].fillna("")
    read_as = [("actor", raw, mapped, how, number) for (raw, mapped, how), number in seen.items()]
    mapping = pd.DataFrame(read_as, columns=["kind", "raw", "mapped", "how", "n"])
    mapping = mapping.sort_values(["n", "raw"], ascending=[False, True], kind="stable")
    return frame[~again].reset_index(drop=True), mapping.reset_index(drop=True)


def no_rows() -> pd.DataFrame:
    """The events frame with its origins, without rows."""
    return schemas.empty("events").assign(publisher=None, story=None, path=None, line=0)


def _chunk(
    chunk: files.Chunk, given: Mapping[str, str], weights: str | None, rejects: files.Rejects,
    seen: Counter[tuple[str, str, str]],
) -> pd.DataFrame:  # fmt: skip
    """The good rows of a chunk; rows that break the schema are refused one by one."""
    frame = pd.DataFrame({column: chunk.text(column) for column in FIELDS})
    frame = frame.mask(frame == "", None).assign(path=chunk.name, line=chunk.lines)
    for column in NUMBERS:
        frame[column] = pd.to_numeric(frame[column], errors="coerce").astype("float64")
    for column in ("when_first", "when_last"):
        frame[column] = pd.to_datetime(frame[column], errors="coerce", format="%Y-%m-%d")
    frame = _filled(frame, chunk, weights)
    reasons = _faults(frame, chunk)
    bad = reasons != ""
    rejects.add(chunk.name, chunk.lines[bad].tolist(), list(reasons[bad]))
    kept: pd.DataFrame = frame[~bad].reset_index(drop=True)
    for side in _SIDES:
        kept[side] = _actors(kept[side], given, seen)
    return kept


def _filled(frame: pd.DataFrame, chunk: files.Chunk, weights: str | None) -> pd.DataFrame:
    """Put in what the file leaves open: root by code, quad class and weight by root, day, id."""
    codes = frame["cameo"].map(lambda code: None if pd.isna(code) else ontology.plover_of(code))
    frame["root"] = frame["root"].astype("object").where(frame["root"].notna(), codes)
    known = frame["root"].isna() | frame["root"].isin(ontology.ROOTS)
    frame["when_last"] = frame["when_last"].where(chunk.text("when_last") != "", frame["when_first"])
    for column, value in _DEFAULTS.items():
        frame[column] = frame[column].where(chunk.text(column) != "", value)
    if "quad" not in chunk.columns:
        frame["quad"] = [
            float(ontology.quad_of(root)) if good else np.nan for root, good in zip(frame["root"], known, strict=True)
        ]
    if weights not in {None, "column"} or "goldstein" not in chunk.columns:
        table = weights if weights in ontology.GOLDSTEIN_TABLES else ontology.DEFAULT_GOLDSTEIN
        pairs = zip(frame["cameo"], frame["root"], strict=True)
        frame["goldstein"] = [ontology.goldstein(*_nulls(pair), table=table) for pair in pairs]
    if "event_id" not in chunk.columns:
        frame["event_id"] = [
            schemas.content_id("entente", name, line) for name, line in zip(frame["path"], frame["line"], strict=True)
        ]
    return frame


def _nulls(pair: tuple[object, object]) -> tuple[str | None, str | None]:
    code, root = (None if pd.isna(value) else str(value) for value in pair)  # type: ignore[call-overload]
    return code, root


def _actors(
    column: pd.Series, given: Mapping[str, str], seen: Counter[tuple[str, str, str]]
) -> pd.Series:  # fmt: skip
    found = {}
    for raw, number in column.value_counts().items():
        mapped = given.get(str(raw), str(raw))
        known = mapped in tables.known_states() or mapped.startswith(("IGO:", "ARM:"))
        seen[str(raw), mapped, "given" if raw in given else "exact" if known else "unknown"] += int(number)
        found[raw] = mapped
    return column.map(found)


def _faults(frame: pd.DataFrame, chunk: files.Chunk) -> npt.NDArray[np.object_]:
    """The first breach of the schema in each row, or an empty text."""
    reasons = np.full(len(frame), "", dtype=object)
    day_given = pd.Series(chunk.text("when_first") != "")
    tests: Sequence[tuple[str, pd.Series]] = (
        ("event_id", frame["event_id"].notna()),
        ("root", frame["root"].isna() | frame["root"].isin(ontology.ROOTS)),
        ("quad", frame["quad"].isin([0, 1, 2, 3, 4])),
        ("goldstein", frame["goldstein"].between(-10, 10)),
        ("when_first", frame["when_first"].notna() | ~day_given),
        (
            "when_last",
            (frame["when_last"] >= frame["when_first"])
            | (frame["when_last"].isna() & ~day_given & (chunk.text("when_last") == "")),
        ),
        ("when_precision", frame["when_precision"].isin(schemas.PRECISIONS)),
        ("modality", frame["modality"].isin(schemas.MODALITIES)),
        ("n_reports", (frame["n_reports"] >= 1) & (frame["n_reports"] % 1 == 0)),
        ("confidence", frame["confidence"].between(0, 1) | pd.Series(chunk.text("confidence") == "")),
    )
    for column, good in tests:
        values = chunk.text(column)
        for row in np.flatnonzero(~good.to_numpy(bool) & (reasons == "")):
            reasons[row] = f"column {column}: {str(values[row])[:40]!r} is not allowed"
    return reasons
