"""From published rows to rows of the events frame, with a report on how every value was mapped.

A row is rejected if its day or its event code cannot be read; an actor that
cannot be resolved leaves its side empty. Every event counts as asserted, and as
dated to its day unless the data set says that only the week or month is known.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import errors, ontology, schemas
from analysis.eventdata import codebooks, parsing
from analysis.eventdata.actors import ActorCoder, CodedActor, is_weis_actor
from analysis.events.periods import period_number, period_start

EVENT_FIELDS = (
    "id", "date", "source", "target", "source_name", "target_name", "source_role", "target_role", "code", "subcode",
    "text", "precision", "mode", "context", "weight", "reports", "story", "publisher", "place", "place_state",
)  # fmt: skip
COUNT_FIELDS = (
    "date", "source", "target", "source_name", "target_name", "code", "subcode", "text", "precision"
)  # fmt: skip
_DAYS_IN_WORDS = (
    "%d %B %Y", "%d %b %Y", "%d-%B-%Y", "%d-%b-%Y", "%d/%b/%Y", "%d-%b-%y", "%B %d, %Y", "%b %d, %Y", "%B %d %Y",
    "%b %d %Y",
)  # fmt: skip
_WIDTHS = {"2": "week", "3": "month"}
"""How exactly ACLED knows the day, by its `time_precision`; 1 is the day."""
_WITH_ZEROS = ("cameo", "weis")
"""Codebooks whose codes may begin with 0."""
_WEIS_ONLY = re.compile(r"2[12]\d")
"""WEIS codes of the cues 21 and 22; CAMEO ends at 20."""
_NOTICED = 0.02
"""Share of rows from which on a file is said to look like another format."""
_SLASHED = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|(?<=/)\d{2})(?: \d{1,2}:.*)?$")
"""A day that a spreadsheet or another country wrote: 1/31/2017, 31.01.2017."""
_USUAL_ORDER = {"us": "month first", "acled": "day first"}
"""The order of days with slashes by the reader of a format, where a file does not show it."""
_FIRST_YEAR_OF_19XX = 45  # of a year with two digits


@dataclass(slots=True)
class Mapper:
    """Maps the rows of one format and counts how each value was mapped.

    Attributes
    ----------
    layout
        The format.
    actor_coder
        Reads its actor codes.
    weights
        The Goldstein table, or `column` for what the file says.
    tally
        Number of rows by (kind, raw value, mapped value, how).
    """

    layout: codebooks.Layout
    actor_coder: ActorCoder
    weights: str
    tally: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    _days: dict[tuple[str, str, str], np.datetime64 | None] = field(default_factory=dict)
    _zeros: dict[str, str] = field(default_factory=dict)
    _actors: dict[tuple[str, ...], CodedActor] = field(default_factory=dict)

    def days(self, chunk: parsing.Chunk) -> npt.NDArray[np.datetime64]:
        """The day of each row, NaT where it cannot be read."""
        return read_days(chunk, "date", self.layout.dates, self._days)

    def intervals(
        self, chunk: parsing.Chunk, days: npt.NDArray[np.datetime64]
    ) -> tuple[npt.NDArray[np.datetime64], npt.NDArray[np.datetime64], npt.NDArray[np.object_]]:
        """First day, last day and precision of each row: the week or month where only that is known."""
        if "precision" not in chunk.columns:
            return days, days, np.full(len(days), "day", dtype=object)
        index, values = chunk.factorize("precision")
        precision = np.array([_WIDTHS.get(value, "day") for value in values] or ["day"], dtype=object)[index]
        first, last = days.copy(), days.copy()
        for width, freq in (("week", "W"), ("month", "M")):
            rows = (precision == width) & ~np.isnat(days)
            if rows.any():
                number = period_number(days[rows], freq)
                first[rows] = period_start(number, freq)
                last[rows] = period_start(number + 1, freq) - np.timedelta64(1, "D")
        return first, last, precision

    def actors(self, chunk: parsing.Chunk, side: str) -> tuple[npt.NDArray[np.int64], list[CodedActor]]:
        """The distinct actors of a side, `source` or `target`, and the index of that of each row."""
        index, values = chunk.factorize_together([side, f"{side}_name", f"{side}_role"])
        actors = []
        for value, n_rows in zip(values, np.bincount(index, minlength=len(values)), strict=True):
            if value not in self._actors:
                self._actors[value] = self.actor_coder.resolve(*value)
            actor = self._actors[value]
            raw = value[0] if value[0] not in codebooks.NULLS else value[1]
            self.tally["actor", raw, actor.actor or "", actor.how] += int(n_rows)
            actors.append(actor)
        return index, actors

    def event_codes(
        self, chunk: parsing.Chunk
    ) -> tuple[npt.NDArray[np.int64], list[tuple[str, ...]], list[codebooks.EventCode]]:
        """The index of the event code of each row, the distinct codes as published, and what they mean."""
        index, values = chunk.factorize_together(["code", "subcode", "text"])
        style = self.layout.codes
        zeros = self._leading_zeros(chunk) if style in _WITH_ZEROS else ""
        raw: list[tuple[str, ...]] = []
        codes: list[codebooks.EventCode] = []
        for (published, subcode, text), n_rows in zip(values, np.bincount(index, minlength=len(values)), strict=True):
            if style in _WITH_ZEROS:
                cameo = style == "cameo"
                value, code = (
                    codebooks.cameo_in_context(published, text, zeros) if cameo
                    else codebooks.weis_in_context(published, zeros)
                )  # fmt: skip
                raw.append((value,))
                if value.startswith("0") and not published.startswith("0") and published not in codebooks.NULLS:
                    self.tally[*codebooks.RESTORED] += int(n_rows)
            else:
                code = codebooks.event_code(style, published, subcode)
                raw.append((published, subcode))
            self.tally["code", _joined(raw[-1]) or text, code.root or "(statement)", code.how] += int(n_rows)
            codes.append(code)
        return index, raw, codes

    def _leading_zeros(self, chunk: parsing.Chunk) -> str:
        if chunk.name not in self._zeros:
            if not codebooks.may_lack_zeros(chunk.factorize("code")[1], self.layout.codes):
                return "kept"
            self._zeros[chunk.name] = codebooks.leading_zeros(chunk.whole_file("code"), self.layout.codes)
        return self._zeros[chunk.name]

    def note_encoding(self, chunk: parsing.Chunk) -> None:
        """Count the cells of a chunk that are not UTF-8."""
        for name, n_rows in chunk.not_utf8.items():
            self.tally["text", f"column {name}", "read as Windows-1252", "not UTF-8"] += n_rows

    def other_format(self) -> tuple[str, int] | None:
        """The format that a KEDS list seems to have instead of the one it is read by, and how many rows say so.

        Lists with WEIS and with CAMEO codes look alike, and most codes of the one
        exist in the other with another meaning. CAMEO has no cues 21 and 22, WEIS no
        codes of four digits, and the actor codes differ.
        """
        rows = Counter[str]()
        for (kind, raw, _, how), n_rows in self.tally.items():
            if kind == "code":
                rows["all"] += n_rows
                rows["keds_weis"] += n_rows * bool(_WEIS_ONLY.fullmatch(raw))
                rows["keds_cameo"] += n_rows * (raw.isdecimal() and len(raw) == 4)
            elif kind == "actor" and how == "unknown" and is_weis_actor(raw):
                rows["keds_weis"] += n_rows
        if not self.layout.name.startswith("keds"):
            return None
        other = "keds_cameo" if self.layout.name == "keds_weis" else "keds_weis"
        return (other, rows[other]) if rows[other] > _NOTICED * rows["all"] else None

    def reject_rows(
        self, chunk: parsing.Chunk, good: npt.NDArray[np.bool_], days: npt.NDArray[np.datetime64],
        codes: list[tuple[tuple[str, ...], codebooks.EventCode]], rejects: parsing.Rejects,
    ) -> None:  # fmt: skip
        """Add the rows that are not `good` to the rejects: those without a day, and those with an unknown event code.

        `codes` are the codes of these rows, in order.
        """
        bad = np.flatnonzero(~good)
        if not len(bad):
            return
        dates = chunk.values("date")
        texts = chunk.values("text") if "text" in chunk.columns else None
        reasons = []
        for i, (raw, code) in zip(bad, codes, strict=True):
            if np.isnat(days[i]):
                unclear = ": day or month first?" if _SLASHED.match(str(dates[i])) else ""
                reasons.append(f"column date: {str(dates[i])[:40]!r} is not a date{unclear}")
            else:
                note = code.note or "is not a known event code"
                if self.layout.name == "keds_cameo" and _WEIS_ONLY.fullmatch(raw[0]):
                    note += ", but one of WEIS: is the format keds_weis?"
                column, value = ("code", raw[0]) if raw[0] or texts is None else ("text", str(texts[i]))
                reasons.append(f"column {column}: {value[:40]!r} {note}")
        rejects.add(chunk.name, chunk.lines[bad].tolist(), reasons)

    def report(self) -> pd.DataFrame:
        """`kind`, `raw`, `mapped`, `how`, `n`: how each published value was mapped, the most frequent first."""
        rows = [(*key, n_rows) for key, n_rows in self.tally.items()]
        if other := self.other_format():
            rows.append(("format", "codes or actors of another codebook", f"perhaps {other[0]}", "doubtful", other[1]))
        table = pd.DataFrame(rows, columns=["kind", "raw", "mapped", "how", "n"])
        return table.sort_values(["kind", "n", "raw"], ascending=[True, False, True]).reset_index(drop=True)


def map_events(chunk: parsing.Chunk, mapper: Mapper, rejects: parsing.Rejects) -> pd.DataFrame:
    """The good rows of a chunk with the columns of the events frame and those of their provenance.

    `event_id` is still missing: `add_ids` makes it of column `key`. Provenance
    is `story`, `publisher`, `path` and `line`.
    """
    days = mapper.days(chunk)
    code_index, raw_codes, codes = mapper.event_codes(chunk)
    unknown = np.array([code.how == "unknown" for code in codes], bool)[code_index]
    good = ~(np.isnat(days) | unknown)
    mapper.reject_rows(chunk, good, days, [(raw_codes[i], codes[i]) for i in code_index[~good]], rejects)
    frame = pd.DataFrame({"line": chunk.lines, "path": chunk.name})
    for side in ("source", "target"):
        index, actors = mapper.actors(chunk, side)
        frame[side] = _take([actor.actor for actor in actors], index)
        frame[f"{side}_role"] = _take([actor.role for actor in actors], index)
        frame[f"raw_{side}"] = chunk.values(side) + chunk.values(f"{side}_name")
    frame["root"] = _take([code.root for code in codes], code_index)
    frame["cameo"] = _take([code.cameo for code in codes], code_index)
    frame["mode"] = _mode(chunk, codes, code_index)
    frame["quad"] = np.array([ontology.quad_of(code.root) for code in codes], np.int64)[code_index]
    frame["when_first"], frame["when_last"], frame["when_precision"] = mapper.intervals(chunk, days)
    frame["decided_by"] = _take([f"{mapper.layout.name}:{_joined(value)}" for value in raw_codes], code_index)
    frame["raw_code"] = frame["decided_by"]
    frame["goldstein"] = _weights(chunk, mapper, raw_codes, codes, code_index)
    for column in ("context", "place", "place_state", "story", "publisher"):
        frame[column] = _with_nulls(chunk.values(column))
    frame["n_reports"] = _reports(chunk)
    frame["key"] = _keys(chunk)
    mapper.note_encoding(chunk)
    kept: pd.DataFrame = frame[good].reset_index(drop=True)
    return kept


def _joined(code: tuple[str, ...]) -> str:
    """A code with its subcode, if it has one."""
    return "/".join(filter(None, code))


def _take(values: list[str | None], index: npt.NDArray[np.int64]) -> npt.NDArray[np.object_]:
    return np.array(values, dtype=object)[index] if values else np.empty(0, dtype=object)


def _with_nulls(values: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    out = values.copy()
    out[np.isin(values.astype(str), codebooks.NULLS)] = None
    return out


def _mode(
    chunk: parsing.Chunk, codes: list[codebooks.EventCode], index: npt.NDArray[np.int64]
) -> npt.NDArray[np.object_]:
    if "mode" in chunk.columns:
        return _with_nulls(chunk.values("mode"))
    return _take([code.mode for code in codes], index)


def _weights(
    chunk: parsing.Chunk,
    mapper: Mapper,
    raw_codes: list[tuple[str, ...]],
    codes: list[codebooks.EventCode],
    index: npt.NDArray[np.int64],
) -> npt.NDArray[np.float64]:
    """Goldstein weights from the file or a table; a code without one weighs 0 and is counted in the report."""
    by_code = [_table_weight(mapper.weights, raw[0], code) for raw, code in zip(raw_codes, codes, strict=True)]
    weights = np.array(by_code)[index]
    if mapper.weights == "column":
        given = pd.to_numeric(pd.Series(chunk.values("weight")), errors="coerce").to_numpy(dtype=np.float64)
        weights = np.where(np.abs(given) <= 10, given, weights)  # the scale ends at 10; beyond is an error of the file
    missing = np.bincount(index[np.isnan(weights)], minlength=len(codes))
    for i in np.flatnonzero(missing):
        mapper.tally["weight", _joined(raw_codes[i]), "0", "no weight"] += int(missing[i])
    return np.asarray(np.nan_to_num(weights))


def _table_weight(table: str, raw: str, code: codebooks.EventCode) -> float:
    """The weight of a code in a table, or else of the longest beginning that has one, or else of its root."""
    if table == "weis":
        return codebooks.weights("weis").get(raw, np.nan)
    if table in {"column", "plover"}:
        return ontology.goldstein(code.cameo, code.root, table="plover" if table == "plover" else "gdelt")
    weights = codebooks.weights(table)
    for end in range(len(raw), 1, -1):
        if raw[:end] in weights:
            return weights[raw[:end]]
    return codebooks.weights("plover").get(code.root, np.nan) if code.root else np.nan


def _reports(chunk: parsing.Chunk) -> npt.NDArray[np.int64]:
    number = pd.to_numeric(pd.Series(chunk.values("reports")), errors="coerce").fillna(1)
    return np.asarray(number.clip(lower=1).astype("int64"))


def _keys(chunk: parsing.Chunk) -> npt.NDArray[np.object_]:
    """What the id of a row is made of: the id in the file, or else day, actors and code."""
    if "id" in chunk.columns:
        return chunk.values("id")
    parts = [chunk.values(name).astype(str) for name in ("date", "source", "target", "code", "subcode")]
    if "code" not in chunk.columns:
        parts.append(chunk.values("text").astype(str))
    return np.array(["\x1f".join(cells) for cells in zip(*parts, strict=True)], dtype=object)


def add_ids(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Complete the columns of the events frame; those of the provenance stay beside them.

    Rows with the same content get different ids by their order.
    """
    repetition = frame.groupby("key", sort=False).cumcount().to_numpy()
    ids = [
        schemas.content_id(name, key, n) if n else schemas.content_id(name, key)
        for key, n in zip(frame["key"], repetition, strict=True)
    ]
    return frame.assign(
        event_id=ids, modality="asserted", status="now", attributed_to=None, confidence=np.nan
    )  # fmt: skip


def read_days(
    chunk: parsing.Chunk, name: str, reader: str, known: dict[tuple[str, str, str], np.datetime64 | None]
) -> npt.NDArray[np.datetime64]:
    """The day of each row in a field, NaT where it cannot be read; `known` keeps what was read."""
    index, values = chunk.factorize(name)
    order = ""
    if any(_SLASHED.match(value) for value in values):
        order = _order_of_days(chunk.whole_file(name)) or _USUAL_ORDER.get(reader, "")
    for value in values:
        if (reader, order, value) not in known:
            known[reader, order, value] = _day(value, reader, order)
    days = [known[reader, order, value] for value in values]
    return np.array([np.datetime64("NaT") if day is None else day for day in days], "datetime64[us]")[index]


def _order_of_days(texts: Collection[str]) -> str:
    """The order of the days with slashes of a file, as it shows; empty where it shows none, or both."""
    numbers = [match.groups() for text in texts if (match := _SLASHED.match(text))]
    day_first = any(int(first) > 12 for first, _, _, _ in numbers)
    month_first = any(int(second) > 12 for _, _, second, _ in numbers)
    return "" if day_first == month_first else "day first" if day_first else "month first"


def _day(text: str, reader: str, order: str) -> np.datetime64 | None:
    """The day that a text names; None where it names none."""
    if order and (match := _SLASHED.match(text)):
        first, _, second, year = match.groups()
        month, day = (first, second) if order == "month first" else (second, first)
        return _compact(f"{year}{month:0>2}{day:0>2}")
    return DATE_READERS[reader](text)


def _iso(text: str) -> np.datetime64 | None:
    if len(text) in {6, 8} and text.isdecimal():
        return _compact(text)
    if text[10:11] not in {"", " ", "T"}:  # only a time of day may follow
        return None
    try:
        return np.datetime64(datetime.fromisoformat(text[:10].replace("/", "-")).date(), "us")
    except ValueError:
        return None


def _compact(text: str) -> np.datetime64 | None:
    """Read YYYYMMDD, or YYMMDD as in the first KEDS lists, where 45 to 99 are 1945 to 1999."""
    text = text.removesuffix(".0")  # of a column of numbers
    if not text.isdecimal() or len(text) not in {6, 8}:
        return _iso(text) if "-" in text else None
    if len(text) == 6:
        text = f"{'19' if int(text[:2]) >= _FIRST_YEAR_OF_19XX else '20'}{text}"
    try:
        return np.datetime64(f"{text[:4]}-{text[4:6]}-{text[6:]}", "us")
    except ValueError:
        return None


def _in_words(text: str) -> np.datetime64 | None:
    """Read an ISO day, or one with the name of its month: 16 May 2013, 31-Jan-17, May 16, 2013."""
    for date_format in _DAYS_IN_WORDS:
        try:
            return np.datetime64(datetime.strptime(text, date_format).date(), "us")  # noqa: DTZ007 - a day, not an instant
        except ValueError:
            continue
    return _iso(text)


DATE_READERS: Mapping[str, Callable[[str], np.datetime64 | None]] = {
    "iso": _iso, "us": _in_words, "compact": _compact, "acled": _in_words,
}  # fmt: skip


def check_weights(name: str) -> None:
    """Check the name of a Goldstein table.

    Raises
    ------
    InputError
        If it is neither `column`, nor `weis`, nor a table of `ontology`.
    """
    if name not in {"column", "weis", *ontology.GOLDSTEIN_TABLES}:
        msg = f"no weights {name!r}; there are column, weis, {', '.join(ontology.GOLDSTEIN_TABLES)}"
        raise errors.InputError(msg)
