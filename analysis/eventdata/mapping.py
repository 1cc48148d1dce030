"""From a chunk of published rows to rows of the events frame, with what could not be mapped.

A row is refused when its day or its act code cannot be read; an actor that is
not resolved leaves its side empty. Every act counts as asserted and dated to
its day, because these data sets do not say otherwise.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import errors, ontology, schemas
from analysis.eventdata import actors as eventdata_actors
from analysis.eventdata import codebooks as tables
from analysis.eventdata import files

EVENT_FIELDS = (
    "id", "date", "source", "target", "source_name", "target_name", "source_role", "target_role", "code", "subcode",
    "mode", "context", "weight", "reports", "story", "publisher", "place", "place_state",
)  # fmt: skip
COUNT_FIELDS = ("date", "source", "target", "source_name", "target_name", "code", "subcode")
_ACLED_DAYS = ("%Y-%m-%d", "%d %B %Y", "%d-%b-%Y", "%d/%b/%Y")
_PIVOT = 45


@dataclass(slots=True)
class Mapper:
    """Maps rows of one format and counts how: `seen` has (kind, raw, mapped, how) and a number.

    `weights` is the Goldstein table, or `column` for what the file says.
    """

    layout: tables.Layout
    resolver: eventdata_actors.Resolver
    weights: str
    seen: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    _days: dict[str, np.datetime64 | None] = field(default_factory=dict)
    _actors: dict[tuple[str, ...], eventdata_actors.Actor] = field(default_factory=dict)

    def days(self, chunk: files.Chunk) -> npt.NDArray[np.datetime64]:
        """The day of each row, NaT where it cannot be read."""
        codes, values = chunk.coded("date")
        read = DATE_READERS[self.layout.dates]
        for value in values:
            if value not in self._days:
                self._days[value] = read(value)
        found = [self._days[value] for value in values]
        return np.array([day if day is not None else np.datetime64("NaT") for day in found], "datetime64[us]")[codes]

    def actors(self, chunk: files.Chunk, side: str) -> tuple[npt.NDArray[np.int64], list[eventdata_actors.Actor]]:
        """Codes and distinct actors of a side, `source` or `target`; counts how each was read."""
        codes, values = chunk.joint([side, f"{side}_name", f"{side}_role"])
        counts = np.bincount(codes, minlength=len(values))
        found = []
        for value, number in zip(values, counts, strict=True):
            if value not in self._actors:
                self._actors[value] = self.resolver.resolve(*value)
            actor = self._actors[value]
            raw = value[0] if value[0] not in {"", "NA", "NULL"} else value[1]
            self.seen["actor", raw, actor.actor or "", actor.how] += int(number)
            found.append(actor)
        return codes, found

    def acts(self, chunk: files.Chunk) -> tuple[npt.NDArray[np.int64], list[tuple[str, ...]], list[tables.Code]]:
        """Codes, distinct published codes and what they mean; counts how each was read."""
        codes, values = chunk.joint(["code", "subcode"])
        counts = np.bincount(codes, minlength=len(values))
        found = [tables.act_code(self.layout.codes, *value) for value in values]
        for value, act, number in zip(values, found, counts, strict=True):
            self.seen["code", "/".join(filter(None, value)), act.root or "(statement)", act.how] += int(number)
        return codes, values, found

    def report(self) -> pd.DataFrame:
        """`kind`, `raw`, `mapped`, `how`, `n`: how each published value was read, the commonest first."""
        rows = [(*key, number) for key, number in self.seen.items()]
        table = pd.DataFrame(rows, columns=["kind", "raw", "mapped", "how", "n"])
        return table.sort_values(["kind", "n", "raw"], ascending=[True, False, True]).reset_index(drop=True)


def events(chunk: files.Chunk, mapper: Mapper, rejects: files.Rejects) -> pd.DataFrame:
    """The good rows of a chunk as columns of the events frame, with `origin` columns beside.

    Beside the columns of the frame (without `event_id`): `key` (what makes the
    id), `story`, `publisher`, `path`, `line`.
    """
    days = mapper.days(chunk)
    act_of, raw, acts = mapper.acts(chunk)
    unknown = np.array([act.how == "unknown" for act in acts], bool)[act_of]
    keep = ~(np.isnat(days) | unknown)
    refuse(chunk, keep, days, [raw[code][0] for code in act_of[~keep]], rejects)
    sides = {side: mapper.actors(chunk, side) for side in ("source", "target")}
    frame = pd.DataFrame({"line": chunk.lines, "path": chunk.name})
    for side, (code, found) in sides.items():
        frame[side] = _taken([actor.actor for actor in found], code)
        frame[f"{side}_role"] = _taken([actor.role for actor in found], code)
        frame[f"raw_{side}"] = chunk.text(side) + chunk.text(f"{side}_name")
    frame["root"] = _taken([act.root for act in acts], act_of)
    frame["cameo"] = _taken([act.cameo for act in acts], act_of)
    frame["mode"] = _mode(chunk, acts, act_of)
    frame["quad"] = np.array([ontology.quad_of(act.root) for act in acts], np.int64)[act_of]
    frame["when_first"] = frame["when_last"] = days
    frame["decided_by"] = _taken([f"{mapper.layout.name}:{'/'.join(filter(None, value))}" for value in raw], act_of)
    frame["raw_code"] = frame["decided_by"]
    frame["goldstein"] = _weights(chunk, mapper, raw, acts, act_of)
    for column in ("context", "place", "place_state", "story", "publisher"):
        frame[column] = _nulled(chunk.text(column))
    frame["n_reports"] = _reports(chunk)
    frame["key"] = _keys(chunk)
    kept: pd.DataFrame = frame[keep].reset_index(drop=True)
    return kept


def refuse(
    chunk: files.Chunk, keep: npt.NDArray[np.bool_], days: npt.NDArray[np.datetime64], codes: list[str],
    rejects: files.Rejects,
) -> None:  # fmt: skip
    """Put the rows that are not kept to the rejects: those without a day, and those whose `codes` mean no act."""
    bad = np.flatnonzero(~keep)
    if not len(bad):
        return
    dates = chunk.text("date")
    reasons = [
        f"column date: {str(dates[at])[:40]!r} is no day"
        if np.isnat(days[at])
        else f"column code: {code[:40]!r} is no act"
        for at, code in zip(bad, codes, strict=True)
    ]
    rejects.add(chunk.name, chunk.lines[bad].tolist(), reasons)


def _taken(values: list[str | None], codes: npt.NDArray[np.int64]) -> npt.NDArray[np.object_]:
    return np.array(values, dtype=object)[codes] if values else np.empty(0, dtype=object)


def _nulled(values: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    out = values.copy()
    out[np.isin(values.astype(str), ["", "NA", "NULL"])] = None
    return out


def _mode(chunk: files.Chunk, acts: list[tables.Code], codes: npt.NDArray[np.int64]) -> npt.NDArray[np.object_]:
    if "mode" in chunk.columns:
        return _nulled(chunk.text("mode"))
    return _taken([act.mode for act in acts], codes)


def _weights(
    chunk: files.Chunk,
    mapper: Mapper,
    raw: list[tuple[str, ...]],
    acts: list[tables.Code],
    codes: npt.NDArray[np.int64],
) -> npt.NDArray[np.float64]:
    """Weights from the file or a table; a code without one weighs 0 and is counted in the report."""
    by_code = np.array([_table_weight(mapper.weights, value[0], act) for value, act in zip(raw, acts, strict=True)])
    weights = by_code[codes]
    if mapper.weights == "column":
        given = pd.to_numeric(pd.Series(chunk.text("weight")), errors="coerce").to_numpy(dtype=np.float64)
        weights = np.where(np.abs(given) <= 10, given, weights)
    for code in np.unique(codes[np.isnan(weights)]):
        missing = int(np.isnan(weights[codes == code]).sum())
        mapper.seen["weight", "/".join(filter(None, raw[code])), "0", "no weight"] += missing
    return np.asarray(np.nan_to_num(weights))


def _table_weight(table: str, code: str, act: tables.Code) -> float:
    if table == "weis":
        return tables.weights("weis").get(code, np.nan)
    if table in {"column", "plover"}:
        return ontology.goldstein(act.cameo, act.root, table="plover" if table == "plover" else "gdelt")
    own = tables.weights(table)
    for end in range(len(code), 1, -1):
        if code[:end] in own:
            return own[code[:end]]
    return tables.weights("plover").get(act.root, np.nan) if act.root else np.nan


def _reports(chunk: files.Chunk) -> npt.NDArray[np.int64]:
    number = pd.to_numeric(pd.Series(chunk.text("reports")), errors="coerce").fillna(1)
    return np.asarray(number.clip(lower=1).astype("int64"))


def _keys(chunk: files.Chunk) -> npt.NDArray[np.object_]:
    """What makes the id of a row: its own id, else all that it says."""
    if "id" in chunk.columns:
        return chunk.text("id")
    parts = [chunk.text(name).astype(str) for name in ("date", "source", "target", "code", "subcode")]
    joined = parts[0].astype(object)
    for part in parts[1:]:
        joined = joined + "\x1f" + part
    return np.asarray(joined, dtype=object)


def finish(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The events frame of all rows, its origins still beside it.

    Rows that say the same have ids that tell their order apart.
    """
    again = frame.groupby("key", sort=False).cumcount().to_numpy()
    pairs = zip(frame["key"], again, strict=True)
    ids = [schemas.content_id(name, key, number) if number else schemas.content_id(name, key) for key, number in pairs]
    return frame.assign(
        event_id=ids, when_precision="day", modality="asserted", attributed_to=None, confidence=np.nan
    )  # fmt: skip


def _iso(text: str) -> np.datetime64 | None:
    if len(text) in {6, 8} and text.isdigit():
        return _compact(text)
    if text[10:11] not in {"", " ", "T"}:  # a time of day may follow, nothing else
        return None
    try:
        return np.datetime64(datetime.fromisoformat(text[:10]).date(), "us")
    except ValueError:
        return None


def _compact(text: str) -> np.datetime64 | None:
    """Read YYYYMMDD, or YYMMDD with a pivot at 1945 as in the first KEDS lists."""
    if not text.isdigit() or len(text) not in {6, 8}:
        return _iso(text) if "-" in text else None
    if len(text) == 6:
        text = f"{'19' if int(text[:2]) >= _PIVOT else '20'}{text}"
    try:
        return np.datetime64(f"{text[:4]}-{text[4:6]}-{text[6:]}", "us")
    except ValueError:
        return None


def _acled_day(text: str) -> np.datetime64 | None:
    for form in _ACLED_DAYS:
        try:
            return np.datetime64(datetime.strptime(text, form).date(), "us")  # noqa: DTZ007 - a day, not an instant
        except ValueError:
            continue
    return None


DATE_READERS: Mapping[str, Callable[[str], np.datetime64 | None]] = {
    "iso": _iso, "compact": _compact, "acled": _acled_day
}  # fmt: skip


def check_weights(name: str) -> None:
    """Refuse an unknown weight table.

    Raises
    ------
    InputError
        If `name` is neither `column`, nor `weis`, nor a table of `ontology`.
    """
    if name not in {"column", "weis", *ontology.GOLDSTEIN_TABLES}:
        msg = f"no weights {name!r}; there are column, weis, {', '.join(ontology.GOLDSTEIN_TABLES)}"
        raise errors.InputError(msg)
