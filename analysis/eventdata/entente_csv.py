"""Read our own CSV of events: strict on what is filled in, lenient on what is left out.

The columns are those of the events frame. A file needs a day (`when_first`),
the two sides (`source`, `target`) and the event class (`root` or `cameo`).
Every other column may be absent or, except for `quad` and `goldstein`, empty;
`docs/event_data.md` lists the defaults. Columns `story` and `publisher` are read as provenance.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import errors, ontology, schemas
from analysis.eventdata import codebooks, files, parsing
from analysis.eventdata.mapping import read_days

FIELDS = (*schemas.columns("events"), "story", "publisher")
NUMBERS = ("quad", "n_reports", "goldstein", "confidence")
_SIDES = ("source", "target")
_DEFAULTS = {
    "when_precision": "day",
    "modality": "asserted",
    "status": "now",
    "decided_by": "entente",
    "n_reports": 1.0,
}
_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def read(
    paths: Sequence[Path], given: Mapping[str, str], weights: str | None, rejects: parsing.Rejects, *, block_size: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read files of format `entente`.

    Parameters
    ----------
    paths
        The files.
    given
        Actor ids by what the file says.
    weights
        A Goldstein table of `ontology` that replaces the weights of the file; None
        and `column` keep them.
    rejects
        Rows that break the schema of the events frame are added here.
    block_size
        Bytes read at a time.

    Returns
    -------
    events, mapping
        The rows with their provenance (`publisher`, `story`, `path`, `line`), and
        how each actor id was read. An id that is neither the code of a state nor
        begins with `IGO:` or `ARM:` is kept as written and reported as unknown.

    Raises
    ------
    InputError
        If there is no such Goldstein table, or a file cannot be read.
    """
    if weights not in {None, "column", *ontology.GOLDSTEIN_TABLES}:
        msg = f"no weights {weights!r} for format 'entente'; there are column, {', '.join(ontology.GOLDSTEIN_TABLES)}"
        raise errors.InputError(msg)
    tally: Counter[tuple[str, str, str, str]] = Counter()
    parts = [
        _read_chunk(chunk, given, weights, rejects, tally)
        for chunk in files.read_chunks(paths, codebooks.layout("entente"), FIELDS, rejects, block_size=block_size)
    ]
    frame = pd.concat(parts, ignore_index=True) if parts else no_rows()
    repeated = frame["event_id"].duplicated()
    for name, rows in frame[repeated].groupby("path", sort=False):
        reasons = [f"column event_id: {value!r} occurs twice" for value in rows["event_id"]]
        rejects.add(str(name), rows["line"], reasons)
    for side in _SIDES:
        frame[f"raw_{side}"] = frame[side].fillna("") + "/" + frame[f"{side}_role"].fillna("")
    frame["raw_code"] = frame["root"].fillna("") + "/" + frame["mode"].fillna("") + "/" + frame["cameo"].fillna("")
    counted = [(*key, n_rows) for key, n_rows in tally.items()]
    mapping = pd.DataFrame(counted, columns=["kind", "raw", "mapped", "how", "n"])
    mapping = mapping.sort_values(["kind", "n", "raw"], ascending=[True, False, True], kind="stable")
    return frame[~repeated].reset_index(drop=True), mapping.reset_index(drop=True)


def no_rows() -> pd.DataFrame:
    """The events frame with its provenance, without rows."""
    return schemas.empty("events").assign(publisher=None, story=None, path=None, line=0)


def _read_chunk(
    chunk: parsing.Chunk, given: Mapping[str, str], weights: str | None, rejects: parsing.Rejects,
    tally: Counter[tuple[str, str, str, str]],
) -> pd.DataFrame:  # fmt: skip
    """The good rows of a chunk; rows that break the schema are rejected one by one."""
    frame = pd.DataFrame({column: chunk.values(column) for column in FIELDS})
    frame = frame.mask(frame == "", None).assign(path=chunk.name, line=chunk.lines)
    for column in NUMBERS:
        frame[column] = pd.to_numeric(frame[column], errors="coerce").astype("float64")
    for column in ("when_first", "when_last"):
        frame[column] = read_days(chunk, column, "iso", {})
    frame["root"] = frame["root"].str.upper()
    for column in ("modality", "status", "when_precision"):
        frame[column] = frame[column].str.lower()
    frame["cameo"], notes = _codes(chunk, tally)
    frame = _fill_defaults(frame, chunk, weights)
    reasons = _first_errors(frame, chunk)
    unclear = (reasons == "") & (notes != "") & (chunk.values("root") == "")
    reasons[unclear] = notes[unclear]
    bad = reasons != ""
    rejects.add(chunk.name, chunk.lines[bad].tolist(), list(reasons[bad]))
    kept: pd.DataFrame = frame[~bad].reset_index(drop=True)
    for side in _SIDES:
        kept[side] = _map_actors(kept[side], given, tally)
    return kept


def _codes(
    chunk: parsing.Chunk, tally: Counter[tuple[str, str, str, str]]
) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.object_]]:
    """The CAMEO code of each row, with the leading zero that a spreadsheet took; and why it says no class, or ""."""
    index, values = chunk.factorize("cameo")
    zeros = codebooks.leading_zeros(chunk.whole_file("cameo")) if codebooks.may_lack_zeros(values) else "kept"
    codes, notes = [], []
    for raw, n_rows in zip(values, np.bincount(index, minlength=len(values)), strict=True):
        value, code = codebooks.cameo_in_context(raw, "", zeros)
        if value == f"0{codebooks.whole(raw)}":
            tally[*codebooks.RESTORED] += int(n_rows)
        known = code.how != "unknown" or raw == ""
        codes.append(value or None)
        notes.append("" if known else f"column cameo: {raw[:40]!r} {code.note or 'is not a known event code'}")
    return np.array(codes or [None], dtype=object)[index], np.array(notes or [""], dtype=object)[index]


def _fill_defaults(frame: pd.DataFrame, chunk: parsing.Chunk, weights: str | None) -> pd.DataFrame:
    """Fill in what the file leaves out: root by code, quad class and weight by root, last day, id."""
    codes = frame["cameo"].map(lambda code: None if pd.isna(code) else ontology.plover_of(code))
    frame["root"] = frame["root"].astype("object").where(frame["root"].notna(), codes)
    known = frame["root"].isna() | frame["root"].isin(ontology.ROOTS)
    frame["when_last"] = frame["when_last"].where(chunk.values("when_last") != "", frame["when_first"])
    for column, value in _DEFAULTS.items():
        frame[column] = frame[column].where(chunk.values(column) != "", value)
    frame["mutual"] = [_TRUTH.get(text.lower()) for text in chunk.values("mutual")]
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


def _map_actors(column: pd.Series, given: Mapping[str, str], tally: Counter[tuple[str, str, str, str]]) -> pd.Series:
    ids = {}
    for raw, n_rows in column.value_counts().items():
        mapped = given.get(str(raw), str(raw))
        known = mapped in codebooks.known_states() or mapped.startswith(("IGO:", "ARM:"))
        tally["actor", str(raw), mapped, "given" if raw in given else "exact" if known else "unknown"] += int(n_rows)
        ids[raw] = mapped
    return column.map(ids)


def _first_errors(frame: pd.DataFrame, chunk: parsing.Chunk) -> npt.NDArray[np.object_]:
    """The first breach of the schema in each row, or empty text."""
    reasons = np.full(len(frame), "", dtype=object)
    day_given = pd.Series(chunk.values("when_first") != "")
    tests: Sequence[tuple[str, pd.Series]] = (
        ("event_id", frame["event_id"].notna()),
        ("root", frame["root"].isna() | frame["root"].isin(ontology.ROOTS)),
        ("quad", frame["quad"].isin([0, 1, 2, 3, 4])),
        ("goldstein", frame["goldstein"].between(-10, 10)),
        ("when_first", frame["when_first"].notna() | ~day_given),
        (
            "when_last",
            (frame["when_last"] >= frame["when_first"])
            | (frame["when_last"].isna() & ~day_given & (chunk.values("when_last") == "")),
        ),
        ("when_precision", frame["when_precision"].isin(schemas.PRECISIONS)),
        ("modality", frame["modality"].isin(schemas.MODALITIES)),
        ("status", frame["status"].isin(schemas.STATUSES)),
        ("n_reports", (frame["n_reports"] >= 1) & (frame["n_reports"] % 1 == 0)),
        ("mutual", frame["mutual"].notna() | pd.Series(chunk.values("mutual") == "")),
        ("confidence", frame["confidence"].between(0, 1) | pd.Series(chunk.values("confidence") == "")),
    )
    for column, good in tests:
        values = chunk.values(column)
        for row in np.flatnonzero(~good.to_numpy(bool) & (reasons == "")):
            reasons[row] = f"column {column}: {str(values[row])[:40]!r} is not allowed"
    return reasons
