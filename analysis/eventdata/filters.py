"""Which rows of an imported data set are wanted: days, actors, and each act once.

The one-a-day filter keeps one event of the same day, source, target and code
as published; the story filter one of the same story, source, target and code.
Sources that report an act twice, and acts done twice, look the same to both.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import errors
from analysis.eventdata import files

DAY_KEYS = ("when_first", "raw_source", "raw_target", "raw_code")
STORY_KEYS = ("story", "raw_source", "raw_target", "raw_code")
_SIDES = ("source", "source_name", "target", "target_name", "code", "subcode")
_DAY, _STORY = ("date", *_SIDES), ("story", *_SIDES)
_MIX = np.uint64(0x9E3779B97F4A7C15)  # the odd number next to 2^64 over the golden ratio, as in Fibonacci hashing


@dataclass(frozen=True, slots=True)
class Choice:
    """What is wanted: actors of which both sides must be (empty: all), first and last day, each act once."""

    only: Collection[str] = ()
    first: np.datetime64 | None = None
    last: np.datetime64 | None = None
    one_a_day: bool = False
    one_a_story: bool = False

    def narrows(self) -> bool:
        """Tell whether actors or days are chosen at all."""
        return bool(self.only) or self.first is not None

    def wants(
        self, days: npt.NDArray[np.datetime64], source: npt.ArrayLike, target: npt.ArrayLike
    ) -> npt.NDArray[np.bool_]:
        """Tell for each row whether its day and its actors are wanted; a row without a day is not, if days are."""
        wanted = np.ones(len(days), bool)
        if self.first is not None:
            wanted &= days >= self.first
        if self.last is not None:
            wanted &= days <= self.last
        if self.only:
            wanted &= _isin(source, self.only) & _isin(target, self.only)
        return wanted


def _isin(values: npt.ArrayLike, wanted: Collection[str]) -> npt.NDArray[np.bool_]:
    return np.asarray(pd.Series(np.asarray(values, dtype=object)).isin(wanted))


def choose(
    only: Collection[str], period: str, *, one_a_day: bool, one_a_story: bool, format_name: str, has_story: bool
) -> Choice:
    """Check and gather what is wanted.

    Parameters
    ----------
    only
        Actor ids, or none for all.
    period
        Empty, or `FIRST/LAST` with ISO days, both included.
    one_a_day, one_a_story
        Whether repeated acts are dropped.
    format_name, has_story
        The format, and whether it names stories.

    Raises
    ------
    InputError
        If the period is not two days in order, or stories are asked for that the format does not name.
    """
    if one_a_story and not has_story:
        msg = f"format {format_name!r} names no story, so one_a_story cannot be"
        raise errors.InputError(msg)
    if not period:
        return Choice(frozenset(only), None, None, one_a_day, one_a_story)
    try:
        first, last = (np.datetime64(day.strip(), "us") for day in period.split("/"))
    except ValueError:
        msg = f"period {period!r} is not FIRST/LAST with days as YYYY-MM-DD"
        raise errors.InputError(msg) from None
    if not first <= last:
        msg = f"period {period!r} ends before it begins"
        raise errors.InputError(msg)
    return Choice(frozenset(only), first, last, one_a_day, one_a_story)


def repeated(frame: pd.DataFrame, keys: Sequence[str]) -> pd.Series:
    """Tell which rows repeat an earlier one in all `keys`; rows without a story never do."""
    blank = frame["story"].isna() if "story" in keys else pd.Series(data=False, index=frame.index)
    return frame.duplicated(list(keys)) & ~blank


def once(frame: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """One row for each of `keys`, the first, with the reports of all added up; rows without a story stay."""
    again = repeated(frame, keys)
    blank = frame["story"].isna() if "story" in keys else False
    filled = frame[list(keys)].fillna("")
    reports = frame["n_reports"].groupby([filled[key] for key in keys]).transform("sum")
    frame = frame.assign(n_reports=np.where(blank, frame["n_reports"], reports))
    return frame[~again].reset_index(drop=True)


class Seen:
    """Which acts were seen before, in 8 bytes each, for files that do not fit into memory.

    Acts are known by a 64-bit hash of what the row says; among 60 million acts
    the chance that any two that differ are taken for one is 1 in 10,000.
    """

    def __init__(self, *, story: bool) -> None:
        self.fields = _STORY if story else _DAY
        self.runs: list[npt.NDArray[np.uint64]] = []

    def again(self, chunk: files.Chunk, wanted: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """Tell which of the `wanted` rows repeat a wanted row of this or an earlier chunk."""
        rows = np.flatnonzero(wanted)
        keys, blank = self._keys(chunk, rows)
        distinct, first = np.unique(keys, return_index=True)
        new = np.ones(len(distinct), bool)
        for run in self.runs:
            at = np.minimum(np.searchsorted(run, distinct), len(run) - 1)
            new &= run[at] != distinct
        fresh = np.zeros(len(rows), bool)
        fresh[first[new]] = True
        self._keep(distinct[new])
        out = np.zeros(len(wanted), bool)
        out[rows] = ~fresh & ~blank
        return out

    def _keys(
        self, chunk: files.Chunk, rows: npt.NDArray[np.int64]
    ) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.bool_]]:
        keys = np.zeros(len(rows), np.uint64)
        blank = np.zeros(len(rows), bool)
        for name in self.fields:
            codes, values = chunk.coded(name)
            hashed = pd.util.hash_array(np.asarray(values, dtype=object), categorize=False)
            keys = (keys ^ hashed[codes[rows]]) * _MIX
            keys ^= keys >> np.uint64(29)
            if name == "story":
                blank = np.isin(np.asarray(values, dtype=object).astype(str), ["", "NA", "NULL"])[codes[rows]]
        return keys, blank

    def _keep(self, keys: npt.NDArray[np.uint64]) -> None:
        """Hold the keys as sorted runs, each at least twice as long as the next, so that few must be searched."""
        if not len(keys):
            return
        self.runs.append(keys)
        while len(self.runs) > 1 and len(self.runs[-2]) < 2 * len(self.runs[-1]):
            last = self.runs.pop()
            merged = np.concatenate([self.runs.pop(), last])
            merged.sort(kind="stable")
            self.runs.append(merged)
