"""Count acts by directed pair and period, from files of any size or from an events frame."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import counts, eventdata_actors, ontology
from analysis import eventdata_files as files
from analysis import eventdata_rows as rows

_COMPACT = 4_000_000


def of_events(events: pd.DataFrame, freq: str) -> pd.DataFrame:
    """The counts of an events frame, as `of_files` gives them."""
    table = counts.from_events(events, freq=freq, directed=True)
    return counts.finish(table)


def of_files(paths: Iterable[Path], mapper: rows.Mapper, freq: str, block: int) -> pd.DataFrame:
    """The counts of files, read by blocks; memory grows with the number of pairs and periods, not of rows."""
    counts.check_freq(freq)
    tally = _Tally(freq)
    rejects = files.Rejects()
    for path in paths:
        for chunk in files.chunks(path, mapper.layout, rows.COUNT_FIELDS, rejects, block=block):
            tally.add(chunk, mapper)
    table = tally.table()
    table.attrs["counts"] = {"rows": tally.aside["rows"] + len(rejects.rows), **tally.aside}
    table.attrs["counts"]["rejected"] = tally.aside["rejected"] + len(rejects.rows)
    return table


class _Tally:
    """Keys of pair, period and quad class with their numbers, compacted now and then."""

    def __init__(self, freq: str) -> None:
        self.freq = freq
        self.ids: dict[str, int] = {}
        self.keys: list[npt.NDArray[np.int64]] = []
        self.numbers: list[npt.NDArray[np.int64]] = []
        self.held = 0
        self.aside: Counter[str] = Counter()

    def add(self, chunk: files.Chunk, mapper: rows.Mapper) -> None:
        """Count the rows of a chunk."""
        days = mapper.days(chunk)
        act_of, _, acts = mapper.acts(chunk)
        source, target = (self._side(*mapper.actors(chunk, side)) for side in ("source", "target"))
        quad = np.array([ontology.quad_of(act.root) for act in acts], np.int64)[act_of]
        good = ~np.isnat(days) & ~np.array([act.how == "unknown" for act in acts], bool)[act_of]
        both = good & (source >= 0) & (target >= 0)
        foreign = both & (source != target)
        keep = foreign & (quad > 0)
        self.aside.update({
            "rows": len(days), "rejected": int((~good).sum()), "one-sided": int((good & ~both).sum()),
            "domestic": int((both & ~foreign).sum()), "statements": int((foreign & ~keep).sum()),
            "counted": int(keep.sum()),
        })  # fmt: skip
        week = counts.period_number(days[keep], self.freq)
        self._hold(source[keep] << 43 | target[keep] << 23 | week << 3 | quad[keep])

    def _side(self, code: npt.NDArray[np.int64], found: list[eventdata_actors.Actor]) -> npt.NDArray[np.int64]:
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
            "period": counts.period_start((keys >> 3) & 0xFFFFF, self.freq), "quad": keys & 7, "n": numbers,
        })  # fmt: skip
        return counts.finish(counts.spread(long))
