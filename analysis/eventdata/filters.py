"""Which rows of a data set are read: actors, period, and the filters for duplicate events.

The one-a-day filter, in use since the KEDS project, keeps one event of the
same day, source, target and code as published; the one-a-story filter keeps
one event of the same story, source, target and code. Both take two events of
the same kind for two reports of one.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import errors
from analysis.eventdata import codebooks, parsing
from analysis.events import Scope

MUTUAL = ("once", "both")
DAY_KEYS = ("when_first", "raw_source", "raw_target", "raw_code")
STORY_KEYS = ("story", "raw_source", "raw_target", "raw_code")
_EVENT_FIELDS = ("source", "source_name", "target", "target_name", "code", "subcode")
_DAY_FIELDS, _STORY_FIELDS = ("date", *_EVENT_FIELDS), ("story", *_EVENT_FIELDS)
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
"""The odd number nearest to 2^64 over the golden ratio: Fibonacci hashing (Knuth 1998, 6.4)."""


@dataclass(frozen=True, slots=True)
class RowFilter:
    """Which rows are kept.

    Attributes
    ----------
    actors
        Ids of the actors of which both sides must be; empty for all.
    period
        First and last day, both included; None for all.
    one_a_day, one_a_story
        Whether duplicates within a day, or within a story, are removed.
    """

    actors: frozenset[str] = frozenset()
    period: tuple[np.datetime64, np.datetime64] | None = None
    one_a_day: bool = False
    one_a_story: bool = False

    @classmethod
    def parse(
        cls,
        layout: codebooks.Layout,
        actors: str | Collection[str],
        period: object,
        *,
        one_a_day: bool,
        one_a_story: bool,
        known: Collection[str] = (),
    ) -> Self:
        """Read what a user asks for.

        Parameters
        ----------
        layout
            The format of the data.
        actors, period
            As for `Scope.parse`.
        one_a_day, one_a_story
            Whether duplicates are removed.
        known
            Further actor ids that may be named.

        Raises
        ------
        InputError
            If an actor or the period cannot be read, or the format has no stories to filter by.
        """
        if one_a_story and "story" not in layout.fields and layout.name != "entente":
            msg = f"format {layout.name!r} has no column for the story, so one_a_story is not possible"
            raise errors.InputError(msg)
        if isinstance(actors, Mapping):
            msg = "actors are those to keep; ids by published code are given as actor_codes"
            raise errors.InputError(msg)
        scope = Scope.parse(actors=actors, period=period, known=known)
        days = None
        if scope.period is not None:
            days = np.datetime64(scope.period[0], "us"), np.datetime64(scope.period[1], "us")
        return cls(frozenset(scope.actors), days, one_a_day, one_a_story)

    def selects(self) -> bool:
        """Whether actors or days are selected at all."""
        return bool(self.actors) or self.period is not None

    def keep(
        self, days: npt.NDArray[np.datetime64], source: npt.ArrayLike, target: npt.ArrayLike
    ) -> npt.NDArray[np.bool_]:
        """Whether each row is in the period, if there is one, and between the actors; undated rows are in no period."""
        kept = np.ones(len(days), bool)
        if self.period is not None:
            kept &= (days >= self.period[0]) & (days <= self.period[1])
        if self.actors:
            kept &= _isin(source, self.actors) & _isin(target, self.actors)
        return kept


def _isin(values: npt.ArrayLike, actors: Collection[str]) -> npt.NDArray[np.bool_]:
    return np.asarray(pd.Series(np.asarray(values, dtype=object)).isin(actors))


def duplicated(frame: pd.DataFrame, keys: Sequence[str]) -> pd.Series:
    """Which rows repeat an earlier one in all `keys`; rows without a story never do."""
    return frame.duplicated(list(keys)) & ~_without_story(frame, keys)


def drop_duplicates(frame: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Keep the first of the rows with the same `keys` and sum their `n_reports`; rows without a story all stay."""
    filled = frame[list(keys)].fillna("")
    summed = frame["n_reports"].groupby([filled[key] for key in keys]).transform("sum")
    reports = frame["n_reports"].where(_without_story(frame, keys), summed)
    return frame.assign(n_reports=reports)[~duplicated(frame, keys)].reset_index(drop=True)


def _without_story(frame: pd.DataFrame, keys: Sequence[str]) -> pd.Series:
    return frame["story"].isna() if "story" in keys else pd.Series(data=False, index=frame.index)


def join_directions(frame: pd.DataFrame, layout: codebooks.Layout) -> pd.DataFrame:
    """Give the two directions of one act one `act_id`, that of the first, and mark them `mutual`.

    Two rows are one act if they have the same day, pair and code, in opposite
    directions; the codes of host and visitor count as the same. The first row of
    a direction is joined with the first of the other, the second with the second.
    """
    source, target = (frame[side].astype("object") for side in ("source", "target"))
    known = frame[source.notna() & target.notna() & (source != target)]
    forth = known["source"].astype(str) < known["target"].astype(str)
    same = {
        f"{layout.name}:{code}": f"{layout.name}:{other}"
        for code, other in codebooks.paired_codes(layout.codes).items()
    }
    keys = pd.DataFrame({
        "first": known["when_first"], "last": known["when_last"], "a": known["source"].where(forth, known["target"]),
        "b": known["target"].where(forth, known["source"]), "code": known["raw_code"].replace(same), "forth": forth,
    })  # fmt: skip
    both = [name for name in keys if name != "forth"]
    keys["nth"] = keys.groupby(list(keys), sort=False, dropna=False).cumcount()
    acts = known["event_id"].groupby([keys[name] for name in [*both, "nth"]], sort=False, dropna=False)
    mutual = acts.transform("size") == 2
    joined = acts.transform("first")[mutual]
    out = frame.copy()
    out["act_id"] = frame["act_id"] if "act_id" in frame.columns else frame["event_id"]
    out["mutual"] = frame["mutual"] if "mutual" in frame.columns else False
    out.loc[joined.index, "act_id"] = joined
    out.loc[joined.index, "mutual"] = True
    return out


class SeenEvents:
    """Finds duplicates in files that do not fit into memory, at 8 bytes an event.

    Events are compared by a 64-bit hash of their fields. Among 60 million
    events, a year of GDELT, the probability that any two different ones have the
    same hash is 1 in 10,000.
    """

    def __init__(self, *, story: bool) -> None:
        self.fields = _STORY_FIELDS if story else _DAY_FIELDS
        self._runs: list[npt.NDArray[np.uint64]] = []

    def duplicated(self, chunk: parsing.Chunk, kept: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """Which of the `kept` rows of a chunk repeat an earlier row, of this chunk or of those before it."""
        rows = np.flatnonzero(kept)
        hashes, without_story = self._hash(chunk, rows)
        distinct, first = np.unique(hashes, return_index=True)
        new = np.ones(len(distinct), bool)
        for run in self._runs:
            index = np.minimum(np.searchsorted(run, distinct), len(run) - 1)
            new &= run[index] != distinct
        is_first = np.zeros(len(rows), bool)
        is_first[first[new]] = True
        self._remember(distinct[new])
        out = np.zeros(len(kept), bool)
        out[rows] = ~is_first & ~without_story
        return out

    def _hash(
        self, chunk: parsing.Chunk, rows: npt.NDArray[np.int64]
    ) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.bool_]]:
        """A hash of the fields of each row, and whether the row lacks the story that it would be compared by."""
        hashes = np.zeros(len(rows), np.uint64)
        without_story = np.zeros(len(rows), bool)
        for name in self.fields:
            # ICEWS of 2017 has no codes, only their text.
            published = "text" if name == "code" and "code" not in chunk.columns else name
            codes, values = chunk.factorize(published)
            field_hashes = pd.util.hash_array(np.asarray(values, dtype=object), categorize=False)
            hashes = (hashes ^ field_hashes[codes[rows]]) * _GOLDEN
            hashes ^= hashes >> np.uint64(29)
            if name == "story":
                without_story = np.array([value in codebooks.NULLS for value in values], bool)[codes[rows]]
        return hashes, without_story

    def _remember(self, hashes: npt.NDArray[np.uint64]) -> None:
        """Keep the hashes as sorted runs, each at least twice as long as the next, so that few must be searched."""
        if not len(hashes):
            return
        self._runs.append(hashes)
        while len(self._runs) > 1 and len(self._runs[-2]) < 2 * len(self._runs[-1]):
            last = self._runs.pop()
            merged = np.concatenate([self._runs.pop(), last])
            merged.sort(kind="stable")
            self._runs.append(merged)
