"""Count events by directed dyad, period and quad class, from files of any size or from an events frame."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from analysis import ontology
from analysis.eventdata import files, filters, mapping, parsing
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
_KEYS = ["source", "target", "period", "quad"]
_LONGEST = {freq: np.timedelta64(days, "D") for freq, days in {"D": 7, **selection.LONGEST}.items()}
"""Days that an event may be spread over, as in `events.selection`; by days those of a week."""
_MAX_PARTIAL_ROWS = 2_000_000


def count_events(events: pd.DataFrame, freq: str) -> tuple[pd.DataFrame, dict[str, int]]:
    """Count an events frame as `count_files` counts files: events of persons and firms count too."""
    table = counts.finish(counts.count_acts(events, freq=freq, directed=True, keep_private=True))
    excluded = selection.select_acts(events, freq="W" if freq == "D" else freq, keep_private=True).set_aside
    return table, {
        **dict(zip(excluded["reason"], excluded["n"].astype(int), strict=True)),
        "counted": int(table["n"].sum()),
    }


def count_files(
    paths: Iterable[Path], mapper: mapping.Mapper, freq: str, row_filter: filters.RowFilter, rejects: parsing.Rejects,
    block_size: int,
) -> tuple[pd.DataFrame, dict[str, int]]:  # fmt: skip
    """Count the events of files, read in chunks.

    Memory grows with the number of dyads and periods, not of rows; only the
    filters for duplicates hold 8 bytes an event.

    Returns
    -------
    table, counts
        The table of counts, and how many rows were read, rejected, filtered out,
        excluded or counted.
    """
    counter = _DyadCounter(check_freq(freq, COUNTED), row_filter)
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

    def __init__(self, freq: str, row_filter: filters.RowFilter) -> None:
        self.freq, self.row_filter = freq, row_filter
        self.actor_numbers: dict[str, int] = {}
        self.partial_sums: list[pa.Table] = []
        self.n_read = 0
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
        self.n_read += int(good.sum())
        sides = [mapper.actors(chunk, side) for side in ("source", "target")]
        source, target = (self._numbers(*side) for side in sides)
        quad = np.array([ontology.quad_of(code.root) for code in codes], np.int64)[code_index]
        kept = self._filter(chunk, good, days, sides)
        first, last, _ = mapper.intervals(chunk, days)
        vague = last - first >= _LONGEST[self.freq]
        tests = ((source < 0) | (target < 0), source == target, quad == 0, vague)
        for name, test in zip(EXCLUDED, tests, strict=True):
            self.n_rows[name] += int((kept & test).sum())
            kept = kept & ~test
        self.n_rows["counted"] += int(kept.sum())
        period = period_number((first + (last - first) // 2)[kept], self.freq)
        mapper.note_encoding(chunk)
        rows = zip(_KEYS, (source[kept], target[kept], period, quad[kept]), strict=True)
        self._sum_up(pa.table({**dict(rows), "n": np.ones(len(period), np.int64)}))

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
        self.partial_sums.append(_summed(rows))
        merged, *recent = map(len, self.partial_sums)
        if sum(recent) > max(_MAX_PARTIAL_ROWS, merged):
            self.partial_sums = [_summed(pa.concat_tables(self.partial_sums))]

    def table(self) -> pd.DataFrame:
        """The table of counts of all chunks."""
        if not self.partial_sums:
            return counts.finish(counts.empty())
        sums = _summed(pa.concat_tables(self.partial_sums)).to_pandas()
        ids = np.array(list(self.actor_numbers), dtype=object)
        long = pd.DataFrame({
            "a": ids[sums["source"]], "b": ids[sums["target"]],
            "period": period_start(sums["period"].to_numpy(), self.freq), "quad": sums["quad"], "n": sums["n"],
        })  # fmt: skip
        return counts.finish(counts.spread(long))


def _summed(rows: pa.Table) -> pa.Table:
    """The sum of `n` by key; in one thread, so that the order is always the same."""
    return rows.group_by(_KEYS, use_threads=False).aggregate([("n", "sum")]).rename_columns([*_KEYS, "n"])
