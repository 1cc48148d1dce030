"""Count events by directed dyad, period and quad class, from files of any size or from an events frame."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from analysis import ontology
from analysis.eventdata import codebooks, files, filters, mapping, parsing
from analysis.eventdata.actors import CodedActor
from analysis.events import counts, selection
from analysis.events.periods import COUNTED, check_freq, period_number, period_start

EXCLUDED = (
    "one-sided: source or target is not a known actor",
    "domestic: both sides are one actor",
    "statements: no act (quad 0)",
    "vague date: longer than one period",
)
"""Events that are not counted, each with its reason; the names are those of `events.selection`."""
AGAIN = "other direction of an act counted once"
_KEYS = ["source", "target", "period", "quad"]
_ACT_KEYS = ["first", "last", "code"]
_LONGEST = {freq: np.timedelta64(days, "D") for freq, days in {"D": 7, **selection.LONGEST}.items()}
"""Days that an event may be spread over, as in `events.selection`; by days those of a week."""
_MAX_PARTIAL_ROWS = 2_000_000


def count_events(events: pd.DataFrame, freq: str, *, once: bool = False) -> tuple[pd.DataFrame, dict[str, int]]:
    """Count an events frame as `count_files` counts files: events of persons and firms count too."""
    table = counts.finish(counts.count_acts(events, freq=freq, directed=True, keep_private=True, once=once))
    excluded = selection.select_acts(events, freq="W" if freq == "D" else freq, keep_private=True).set_aside
    both = counts.count_acts(events, freq=freq, keep_private=True) if once else table
    return table, {
        **dict(zip(excluded["reason"], excluded["n"].astype(int), strict=True)),
        **({AGAIN: int(both["n"].sum() - table["n"].sum())} if once else {}),
        "counted": int(table["n"].sum()),
    }


def count_files(
    paths: Iterable[Path], mapper: mapping.Mapper, freq: str, row_filter: filters.RowFilter, rejects: parsing.Rejects,
    block_size: int, *, once: bool = False,
) -> tuple[pd.DataFrame, dict[str, int]]:  # fmt: skip
    """Count the events of files, read in chunks.

    Memory grows with the number of dyads and periods, not of rows; the filters for
    duplicates hold 8 bytes an event. With `once`, which counts the two directions
    of one act in the direction that comes first (see `filters.join_directions`), it
    grows with the number of dyads, days and codes.

    Returns
    -------
    table, counts
        The table of counts, and how many rows were read, rejected, filtered out,
        excluded or counted.
    """
    counter = _DyadCounter(check_freq(freq, COUNTED), row_filter, once=once)
    fields = (*mapping.COUNT_FIELDS, "story") if row_filter.one_a_story else mapping.COUNT_FIELDS
    for chunk in files.read_chunks(paths, mapper.layout, fields, rejects, block_size=block_size):
        counter.add(chunk, mapper, rejects)
    return counter.table(), {
        "rows": counter.n_read + len(rejects.rows),
        "rejected": len(rejects.rows),
        **counter.n_rows,
    }


class _DyadCounter:
    """Sums events by source, target, period and quad class, chunk by chunk.

    Actors are numbered in order of appearance. Partial sums are merged when
    they grow long.
    """

    def __init__(self, freq: str, row_filter: filters.RowFilter, *, once: bool) -> None:
        self.freq, self.row_filter, self.once = freq, row_filter, once
        self.keys = [*_KEYS, *_ACT_KEYS] if once else _KEYS
        self.code_numbers: dict[str, int] = {}
        self.actor_numbers: dict[str, int] = {}
        self.partial_sums: list[pa.Table] = []
        self.n_read = self.n_seen = 0
        asked = {"day": row_filter.one_a_day, "story": row_filter.one_a_story}
        self.seen = {name: filters.SeenEvents(story=name == "story") for name, wanted in asked.items() if wanted}
        names = ["filtered out", *(f"removed by one_a_{name}" for name in self.seen), *EXCLUDED, "counted"]
        self.n_rows: dict[str, int] = dict.fromkeys(names, 0)

    def add(self, chunk: parsing.Chunk, mapper: mapping.Mapper, rejects: parsing.Rejects) -> None:
        """Count the rows of a chunk."""
        days = mapper.days(chunk)
        code_index, raw_codes, codes = mapper.event_codes(chunk)
        good = ~np.isnat(days) & ~np.array([code.how == "unknown" for code in codes], bool)[code_index]
        mapper.reject_rows(chunk, good, days, [(raw_codes[i], codes[i]) for i in code_index[~good]], rejects)
        sides = [mapper.actors(chunk, side) for side in ("source", "target")]
        source, target = (self._numbers(*side) for side in sides)
        kinds = [counts.kind_of(ontology.quad_of(code.root), code.root) for code in codes]
        quad = np.array(kinds, np.int64)[code_index]
        kept = self._filter(chunk, good, days, sides)
        first, last, _ = mapper.intervals(chunk, days)
        vague = np.zeros(len(days), bool) if first is days else last - first >= _LONGEST[self.freq]
        middle = days if first is days else first + (last - first) // 2
        tests = ((source < 0) | (target < 0), source == target, quad == 0, vague)
        for name, test in zip(EXCLUDED, tests, strict=True):
            self.n_rows[name] += int((kept & test).sum())
            kept = kept & ~test
        self.n_rows["counted"] += int(kept.sum())
        period = period_number(middle[kept], self.freq)
        mapper.note_encoding(chunk)
        rows = dict(zip(_KEYS, (source[kept], target[kept], period, quad[kept]), strict=True))
        if self.once:
            same = codebooks.paired_codes(mapper.layout.codes)
            names = ["/".join((same.get(raw[0], raw[0]), *raw[1:])) for raw in raw_codes]
            numbers = np.array([self.code_numbers.setdefault(name, len(self.code_numbers)) for name in names], np.int64)
            acts = (first.astype(np.int64)[kept], last.astype(np.int64)[kept], numbers[code_index][kept])
            rows |= dict(zip(_ACT_KEYS, acts, strict=True)) | {"row": np.flatnonzero(kept) + self.n_seen}
        self.n_seen += len(kept)
        self.n_read += int(good.sum())
        self._sum_up(pa.table({**rows, "n": np.ones(len(period), np.int64)}))

    def _filter(
        self, chunk: parsing.Chunk, good: npt.NDArray[np.bool_], days: npt.NDArray[np.datetime64],
        sides: list[tuple[npt.NDArray[np.int64], list[CodedActor]]],
    ) -> npt.NDArray[np.bool_]:  # fmt: skip
        """The good rows that the filters keep."""
        kept = good
        if self.row_filter.selects():
            ids = [np.array([one.actor for one in actors] or [None], dtype=object)[index] for index, actors in sides]
            kept = good & self.row_filter.keep(days, *ids)
        self.n_rows["filtered out"] += int((good & ~kept).sum())
        for name, seen in self.seen.items():
            duplicates = seen.duplicated(chunk, kept)
            self.n_rows[f"removed by one_a_{name}"] += int(duplicates.sum())
            kept = kept & ~duplicates
        return kept

    def _numbers(self, index: npt.NDArray[np.int64], actors: list[CodedActor]) -> npt.NDArray[np.int64]:
        """The number of the actor in each row, -1 where it is unresolved."""
        known = self.actor_numbers
        return np.array(
            [known.setdefault(one.actor, len(known)) if one.actor is not None else -1 for one in actors], np.int64
        )[index]

    def _sum_up(self, rows: pa.Table) -> None:
        """Add a partial sum; merge them all when those since the last merger have grown as long as its result."""
        self.partial_sums.append(_summed(rows, self.keys))
        merged, *recent = map(len, self.partial_sums)
        if sum(recent) > max(_MAX_PARTIAL_ROWS, merged):
            self.partial_sums = [_summed(pa.concat_tables(self.partial_sums), self.keys)]

    def table(self) -> pd.DataFrame:
        """The table of counts of all chunks."""
        if not self.partial_sums:
            return counts.finish(counts.empty())
        sums = _summed(pa.concat_tables(self.partial_sums), self.keys).to_pandas()
        if self.once:
            sums = self._count_once(sums)
        ids = np.array(list(self.actor_numbers), dtype=object)
        long = pd.DataFrame({
            "a": ids[sums["source"]], "b": ids[sums["target"]],
            "period": period_start(sums["period"].to_numpy(), self.freq), "quad": sums["quad"], "n": sums["n"],
        })  # fmt: skip
        return counts.finish(counts.spread(long, forces=True))

    def _count_once(self, sums: pd.DataFrame) -> pd.DataFrame:
        """Leave out the acts of a direction that the direction that comes first has as well."""
        swapped = sums.rename(columns={"source": "target", "target": "source", "n": "n_other", "row": "row_other"})
        joined = sums.merge(swapped, how="left", on=self.keys)
        again = joined[["n", "n_other"]].min(axis=1).where(joined["row"] > joined["row_other"], 0).astype("int64")
        self.n_rows[AGAIN] = int(again.sum())
        self.n_rows["counted"] -= int(again.sum())
        return joined.assign(n=joined["n"] - again)


def _summed(rows: pa.Table, keys: list[str]) -> pa.Table:
    """The sum of `n` by key, and the first `row` where there is one; in one thread, so that the order is the same."""
    wanted = {"n": "sum", "row": "min"} if "row" in rows.column_names else {"n": "sum"}
    sums = rows.group_by(keys, use_threads=False).aggregate(list(wanted.items()))
    return sums.rename_columns([*keys, *wanted])
