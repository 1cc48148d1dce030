"""Episodes of one series: short crises and openings that rise far above the time before and the time after.

An episode is a window whose rate exceeds that of the time around it, on both
sides, by a ratio and by a likelihood ratio, and that holds a stretch that the pair's own
bursts do not explain (`_bursts`). Comparing with both sides keeps the first
weeks of a long war apart from a crisis that passes: the war is a break. The scan is that
of Kulldorff (1997, Communications in Statistics 26, 1481-1496) with negative binomial
counts; the windows are those that together gain most over a threshold for each,
chosen exactly, as in Fisch, Eckley and Fearnhead (2022, Statistical Analysis and
Data Mining 15, 494-508).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from analysis.tension.turns._bursts import Bursts
from analysis.tension.turns._costs import Counts, Floats, Ints, size_of

COMPONENTS: Mapping[str, tuple[str, str]] = {"conflict": ("n_vf", "n_mf"), "cooperation": ("n_vc", "n_mc")}
"""The counts that make up each component of an episode: words and deeds together."""
LONGEST: Mapping[str, int] = {"D": 182, "W": 26, "M": 6, "Q": 2, "Y": 1}
"""Longest episode in periods, by their length: half a year. What lasts longer is a level."""
AROUND: Mapping[str, int] = {"D": 364, "W": 52, "M": 12, "Q": 8, "Y": 5}
"""Periods before and after that an episode is compared with."""
LEAST_AROUND: Mapping[str, int] = {"D": 56, "W": 8, "M": 3, "Q": 3, "Y": 3}
"""Where one side has fewer periods with exposure, it is not compared with."""
FALSE_IN_TEN_YEARS = 0.1
"""Episodes that a pair without any shows in ten years of weeks at the default threshold: the highest of those
measured on planted quiet histories (`docs/methods_tension.md`, section 4)."""
_BEYOND_BURSTS = 10.0  # likelihood ratio that a stretch of an episode must gain over what bursts let expect
_MAX_ROUNDS = 3
_SIZE_SPREAD = 1.0  # of the logarithm of the size: sparse series may be burstier than the usual series of a break


@dataclass(frozen=True, slots=True)
class Episode:
    """An episode by row numbers.

    Attributes
    ----------
    begin, peak, end
        First row, row with the highest rate, last row.
    known
        Row at whose end the series first showed it, against the time before alone.
    over
        Whether the time after it is long enough to show that it ended.
    n, n_peak
        Acts in the episode and in its peak row.
    level, before, after
        Acts in a period of typical exposure: within, in the time before and in the time
        after (missing where that side is too short).
    gain
        The smaller of the likelihood ratio statistics against both sides.
    """

    begin: int
    peak: int
    end: int
    known: int
    over: bool
    n: float
    n_peak: float
    level: float
    before: float
    after: float
    gain: float


@dataclass(frozen=True, slots=True)
class Scan:
    """The rules of a scan: periods of the longest window, of the time around and of an echo, and the thresholds."""

    longest: int
    around: int
    least_around: int
    echo: float
    min_gain: float
    min_ratio: float
    min_acts: float

    def episodes(self, acts: Floats, exposure: Floats) -> list[Episode]:
        """The episodes of a series of counts, in order; the exposure is in units of its typical period."""
        busy = np.flatnonzero(acts > 0)
        if acts.sum() < self.min_acts or not len(busy):
            return []
        cost = Counts(size_of(acts, exposure, spread=_SIZE_SPREAD)).fit(np.column_stack([acts, exposure]))
        series = _Series(cost, self, np.concatenate([[0.0], np.cumsum(exposure)]))
        starts, ends = _windows(busy, len(acts), self.longest)
        gains = series.gains(starts, ends)
        high = gains > self.min_gain
        if not high.any():
            return []
        chosen = series.beyond_bursts(starts[high], ends[high], gains[high] - self.min_gain)
        return [series.describe(start, end) for start, end in chosen]


@dataclass(frozen=True, slots=True)
class _Series:
    """A series of counts with the rules of the scan: how far a window stands above both sides.

    `read` is what was read before each row and in all; that tells how long a side is, whatever the cost
    takes for the exposure.
    """

    cost: Counts
    scan: Scan
    read: Floats

    def beyond_bursts(self, starts: Ints, ends: Ints, values: Floats) -> list[tuple[int, int]]:
        """The windows that are worth most, do not overlap and each hold a stretch that bursts do not explain.

        What bursts let expect is learned outside the chosen windows, so that crises are not taken
        for the usual; the choice and the lesson are repeated until they agree.
        """
        length = len(self.read) - 1
        inside = np.zeros(length + 1)
        np.add.at(inside, starts, 1)
        np.add.at(inside, ends, -1)
        busy = np.flatnonzero((self.cost.acts > 0) & (np.cumsum(inside)[:-1] > 0))
        stretches = _windows(busy, length, self.scan.longest)
        bursts = Bursts(self.cost, year=self.scan.around, echo=self.scan.echo)
        outside, chosen = np.ones(length, dtype=bool), list[tuple[int, int]]()
        for _ in range(_MAX_ROUNDS):
            kept = self._holds_more(starts, ends, stretches, bursts.exposure(outside))
            before, chosen = chosen, _best_disjoint(starts[kept], ends[kept], values[kept])
            if chosen == before:
                break
            outside[:] = True
            for start, end in chosen:
                outside[start:end] = False
        return chosen

    def _holds_more(
        self, starts: Ints, ends: Ints, stretches: tuple[Ints, Ints], expected: Floats
    ) -> npt.NDArray[np.bool_]:
        """Whether each window holds one of the stretches that stand out where `expected` is the exposure."""
        cost = Counts(self.cost.size).fit(np.column_stack([self.cost.acts, expected]))
        rules = replace(self.scan, min_ratio=1.0, min_acts=1.0)
        high = _Series(cost, rules, self.read).gains(*stretches) > _BEYOND_BURSTS
        latest = np.full(len(self.read), -1)
        np.maximum.at(latest, stretches[1][high], stretches[0][high])
        return np.asarray(np.maximum.accumulate(latest)[ends] >= starts)

    def gains(self, starts: Ints, ends: Ints) -> Floats:
        """The smaller of both gains of each window; minus infinity where a window is no episode."""
        length = len(self.cost.signal)
        before = self._against(np.maximum(starts - self.scan.around, 0), starts, starts, ends)
        after = self._against(ends, np.minimum(ends + self.scan.around, length), starts, ends)
        gain = np.fmin(before, after)  # a side that is too short is no number
        enough = self.cost.sums(starts, ends)[:, 0] >= self.scan.min_acts
        return np.where(enough & ~np.isnan(gain), gain, -np.inf)

    def _against(self, first: Ints, last: Ints, starts: Ints, ends: Ints) -> Floats:
        """Gain of each window against one side; minus infinity below the ratio, no number for a side too short."""
        whole = self.cost.errors(np.minimum(first, starts), np.maximum(last, ends))
        gain = whole - self.cost.errors(first, last) - self.cost.errors(starts, ends)
        (inside, read), (outside, seen) = self.cost.sums(starts, ends).T, self.cost.sums(first, last).T
        ratio = self.cost.rate(inside, read) / self.cost.rate(outside, seen)
        gain = np.where(ratio >= self.scan.min_ratio, gain, -np.inf)
        return np.where(self.read[last] - self.read[first] >= self.scan.least_around, gain, np.nan)

    def describe(self, start: int, end: int) -> Episode:
        acts, exposure = self.cost.signal.T
        peak = start + int(np.argmax(acts[start:end] / np.maximum(exposure[start:end], 1e-9)))
        earlier, later = max(start - self.scan.around, 0), min(end + self.scan.around, len(acts))
        over = float(exposure[end:later].sum()) >= self.scan.least_around
        since = float(exposure[earlier:start].sum()) >= self.scan.least_around
        return Episode(
            start, peak, end - 1, self._known(start, end), over, float(acts[start:end].sum()), float(acts[peak]),
            self.cost.level(start, end),
            self.cost.level(earlier, start) if since else float("nan"),
            self.cost.level(end, later) if over else float("nan"),
            float(self.gains(np.array([start]), np.array([end]))[0]),
        )  # fmt: skip

    def _known(self, start: int, end: int) -> int:
        """The row at whose end the window stood out of the time before; the end where there is none."""
        ends = np.arange(start + 1, end + 1)
        starts = np.full(len(ends), start)
        gains = self._against(np.maximum(starts - self.scan.around, 0), starts, starts, ends)
        shown = (gains > self.scan.min_gain) & (self.cost.sums(starts, ends)[:, 0] >= self.scan.min_acts)
        return int(ends[shown][0]) - 1 if shown.any() else end - 1


def _windows(busy: Ints, length: int, longest: int) -> tuple[Ints, Ints]:
    """All windows up to the longest that begin and end with a busy period, by end."""
    acts = np.zeros(length, dtype=bool)
    acts[busy] = True
    pairs = [
        (kept, kept + width)
        for width in range(1, min(longest, length) + 1)
        if len(kept := busy[busy + width <= length][acts[busy[busy + width <= length] + width - 1]])
    ]
    starts, ends = (np.concatenate(part) for part in zip(*pairs, strict=True))
    order = np.lexsort((starts, ends))
    return starts[order], ends[order]


def _best_disjoint(starts: Ints, ends: Ints, values: Floats) -> list[tuple[int, int]]:
    """The windows that together are worth most and do not overlap; `ends` in rising order."""
    if not len(ends):
        return []
    marks = np.unique(ends)
    best = np.zeros(len(marks) + 1)
    taken: list[int | None] = [None]
    position = np.searchsorted(marks, starts, side="right")  # windows that end at or before the start
    first = np.searchsorted(ends, marks)
    for number, (low, high) in enumerate(zip(first, [*first[1:], len(ends)], strict=True), start=1):
        total = values[low:high] + best[position[low:high]]
        top = int(total.argmax())
        better = total[top] > best[number - 1]
        best[number] = total[top] if better else best[number - 1]
        taken.append(int(low) + top if better else None)
    chosen, number = [], len(marks)
    while number > 0:
        window = taken[number]
        if window is None:
            number -= 1
            continue
        chosen.append((int(starts[window]), int(ends[window])))
        number = int(position[window])
    return chosen[::-1]


def day_columns(episode: Episode, days: npt.NDArray[np.datetime64]) -> dict[str, object]:
    """An episode as a row of the episodes frame, without pair and component."""
    return {
        "begin": days[episode.begin], "peak": days[episode.peak], "end": days[episode.end],
        "known": days[episode.known], "over": episode.over, "n": episode.n, "n_peak": episode.n_peak,
        "level": episode.level, "before": episode.before, "after": episode.after, "gain": episode.gain,
    }  # fmt: skip
