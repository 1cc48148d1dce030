"""Count acts by directed pair and period, from files of any size or from an events frame."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import ontology
from analysis.eventdata import actors, files
from analysis.eventdata import filters as eventdata_choice
from analysis.eventdata import mapping as rows
from analysis.events import counts, selection
from analysis.events.periods import COUNTED, check_freq, period_number, period_start

ASIDE = (
    "one-sided: source or target is not a known actor",
    "domestic: both sides are one actor",
    "statements: no act (quad 0)",
)
_COMPACT = 4_000_000


def of_events(events: pd.DataFrame, freq: str) -> tuple[pd.DataFrame, dict[str, int]]:
    """The counts of an events frame, and what was set aside, as `of_files` gives them: persons and firms count too."""
    table = counts.finish(counts.count_acts(events, freq=freq, directed=True, keep_private=True))
    chosen = selection.select_acts(events, freq="W" if freq == "D" else freq, keep_private=True).set_aside
    return table, {
        **dict(zip(chosen["reason"], chosen["n"].astype(int), strict=True)),
        "counted": int(table["n"].sum()),
    }


def of_files(
    paths: Iterable[Path], mapper: rows.Mapper, freq: str, choice: eventdata_choice.Choice, rejects: files.Rejects,
    block: int,
) -> tuple[pd.DataFrame, dict[str, int]]:  # fmt: skip
    """The counts of files, read by blocks, and what became of the rows.

    Memory grows with the number of pairs and periods, not of rows; only the
    filters that keep each act once hold 8 bytes an act.
    """
    check_freq(freq, COUNTED)
    tally = _Tally(freq, choice)
    wanted = (*rows.COUNT_FIELDS, "story") if choice.one_a_story else rows.COUNT_FIELDS
    for chunk in files.all_chunks(paths, mapper.layout, wanted, rejects, block=block):
        tally.add(chunk, mapper, rejects)
    return tally.table(), {"rows": tally.read + len(rejects.rows), "rejected": len(rejects.rows), **tally.aside}


class _Tally:
    """Keys of pair, period and quad class with their numbers, compacted now and then."""

    def __init__(self, freq: str, choice: eventdata_choice.Choice) -> None:
        self.freq, self.choice = freq, choice
        self.ids: dict[str, int] = {}
        self.keys: list[npt.NDArray[np.int64]] = []
        self.numbers: list[npt.NDArray[np.int64]] = []
        self.held = self.read = 0
        filters = (("day", choice.one_a_day), ("story", choice.one_a_story))
        self.seen = {name: eventdata_choice.Seen(story=name == "story") for name, asked in filters if asked}
        names = ["not wanted", *(f"removed by one_a_{name}" for name in self.seen), *ASIDE, "counted"]
        self.aside: dict[str, int] = dict.fromkeys(names, 0)

    def add(self, chunk: files.Chunk, mapper: rows.Mapper, rejects: files.Rejects) -> None:
        """Count the rows of a chunk."""
        days = mapper.days(chunk)
        act_of, raw, found = mapper.acts(chunk)
        good = ~np.isnat(days) & ~np.array([act.how == "unknown" for act in found], bool)[act_of]
        rows.refuse(chunk, good, days, [raw[code][0] for code in act_of[~good]], rejects)
        self.read += int(good.sum())
        sides = [mapper.actors(chunk, side) for side in ("source", "target")]
        source, target = (self._side(*side) for side in sides)
        left = self._chosen(chunk, good, days, sides)
        quad = np.array([ontology.quad_of(act.root) for act in found], np.int64)[act_of]
        tests = ((source < 0) | (target < 0), source == target, quad == 0)
        for name, test in zip(ASIDE, tests, strict=True):
            self.aside[name] += int((left & test).sum())
            left = left & ~test
        self.aside["counted"] += int(left.sum())
        period = period_number(days[left], self.freq)
        self._hold(source[left] << 43 | target[left] << 23 | period << 3 | quad[left])

    def _chosen(
        self, chunk: files.Chunk, good: npt.NDArray[np.bool_], days: npt.NDArray[np.datetime64],
        sides: list[tuple[npt.NDArray[np.int64], list[actors.Actor]]],
    ) -> npt.NDArray[np.bool_]:  # fmt: skip
        """The good rows that are wanted, each act once where that was asked."""
        named = [np.array([one.actor for one in found] or [None], dtype=object)[code] for code, found in sides]
        left = good & self.choice.wants(days, *named) if self.choice.narrows() else good
        self.aside["not wanted"] += int((good & ~left).sum())
        for name, seen in self.seen.items():
            again = seen.again(chunk, left)
            self.aside[f"removed by one_a_{name}"] += int(again.sum())
            left = left & ~again
        return left

    def _side(self, code: npt.NDArray[np.int64], found: list[actors.Actor]) -> npt.NDArray[np.int64]:
        own = [self.ids.setdefault(one.actor, len(self.ids)) if one.actor is not None else -1 for one in found]
        return np.array(own, np.int64)[code]

    def _hold(self, keys: npt.NDArray[np.int64]) -> None:
        distinct, number = np.unique(keys, return_counts=True)
        self.keys.append(distinct)
        self.numbers.append(number.astype(np.int64))
        self.held += len(distinct)
        if self.held > _COMPACT:
            self._compact()

    def _compact(self) -> None:
        joined, inverse = np.unique(np.concatenate(self.keys), return_inverse=True)
        summed = np.bincount(inverse, np.concatenate(self.numbers), minlength=len(joined)).astype(np.int64)
        self.keys, self.numbers, self.held = [joined], [summed], len(joined)

    def table(self) -> pd.DataFrame:
        """The counts table of all that was added."""
        if not self.keys:
            return counts.finish(counts.empty())
        self._compact()
        keys, numbers = self.keys[0], self.numbers[0]
        names = np.array(list(self.ids), dtype=object)
        long = pd.DataFrame({
            "a": names[keys >> 43], "b": names[(keys >> 23) & 0xFFFFF],
            "period": period_start((keys >> 3) & 0xFFFFF, self.freq), "quad": keys & 7, "n": numbers,
        })  # fmt: skip
        return counts.finish(counts.spread(long))
