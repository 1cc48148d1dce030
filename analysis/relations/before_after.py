"""How the conflict shares of pairs changed: between two periods, or before and since a day."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import errors
from analysis.events import CodedCorpus, pairs, selection
from analysis.events.pairs import day_or_report
from analysis.relations.measures import Relations, measure

WORSE, BETTER, UNCLEAR = "worse", "better", "unclear"
ARROWS = {WORSE: "▲", BETTER: "▼", UNCLEAR: "–"}
COLUMNS = (
    "a", "b", "before", "before_low", "before_high", "after", "after_low", "after_high",
    "change", "change_low", "change_high", "n_before", "n_after", "arrow",
)  # fmt: skip
_DRAWS = 4000


def compare_periods(measured: Relations, first: object, last: object, *, seed: int = 0) -> pd.DataFrame:
    """Compare the conflict share of each pair in two periods.

    Parameters
    ----------
    measured
        What `relations.measure` returned.
    first, last
        First days of the two periods.
    seed
        Seed of the draws for the interval.

    Returns
    -------
    table
        `a`, `b`, `before`, `after` (conflict shares, each with its interval in `_low` and
        `_high`), `change` with the interval `change_low` to `change_high`, from draws of
        both posteriors, `n_before`,
        `n_after` (events), `arrow` ("worse" or "better"; "unclear" where the
        interval holds 0). Only pairs with rows in both periods, the largest change
        first.

    Raises
    ------
    InputError
        If a period is not in the relations.
    """
    rows = measured.pairs()
    days = [pd.Timestamp(str(day)) for day in (first, last)]
    known = set(rows["period"])
    absent = [day for day in days if day not in known]
    if absent:
        raise errors.InputError(f"no period {absent[0].date()} in the relations")
    before, after = (rows[rows["period"] == day] for day in days)
    return _compared(before, after, measured, seed)


def before_after(corpus: CodedCorpus, day: str | pd.Timestamp = "", *, seed: int = 0, **options: Any) -> pd.DataFrame:
    """Compare the relations of all pairs before a day with those since.

    Parameters
    ----------
    corpus
        A coded corpus.
    day
        The first day of the time after, as ISO text; empty for the middle of the
        days of publication.
    seed
        Seed of the draws for the interval.
    **options
        As for `relations.measure`, but for `freq`.

    Returns
    -------
    table
        As `compare_periods` gives it. `attrs["day"]` is the day.

    Raises
    ------
    InputError
        If the day cannot be read.
    """
    turn = _parsed(corpus, day)
    before, after = (_half(corpus, turn, after=after, **options) for after in (False, True))
    table = _compared(before.pairs(), after.pairs(), after, seed)
    table.attrs["day"] = turn
    return table


def midpoint(corpus: CodedCorpus) -> pd.Timestamp:
    """The middle of the days of publication."""
    days = corpus.documents["published"]
    return pd.Timestamp((days.min() + (days.max() - days.min()) / 2).normalize())


def _parsed(corpus: CodedCorpus, day: str | pd.Timestamp) -> pd.Timestamp:
    if isinstance(day, str) and not day.strip():
        return midpoint(corpus)
    try:
        found = pd.Timestamp(day)
    except ValueError as error:
        raise errors.InputError(f"{day!r} is not an ISO day: {error}") from error
    return found.normalize()


def _half(corpus: CodedCorpus, turn: pd.Timestamp, *, after: bool, **options: Any) -> Relations:
    """The relations of the events before a day, or since; the articles of that time are the exposure."""
    days = day_or_report(corpus.events, corpus.evidence)
    events = corpus.events[(days >= turn) if after else (days < turn)]
    published = corpus.documents["published"]
    documents = corpus.documents[(published >= turn) if after else (published < turn)]
    exposure = documents if len(documents) else None
    return measure(events, freq="all", exposure=exposure, evidence=corpus.evidence, **options)


def _compared(before: pd.DataFrame, after: pd.DataFrame, measured: Relations, seed: int) -> pd.DataFrame:
    """The table of `compare_periods` from the rows of pairs in both periods."""
    if before.empty or after.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    both = before.merge(after, on=["a", "b"], suffixes=("_before", "_after"))
    strength, tail = float(measured.parameters["prior_strength"]), (1 - float(measured.parameters["level"])) / 2
    rng = np.random.default_rng(seed)
    drawn = _posterior(both, "after", strength, rng) - _posterior(both, "before", strength, rng)
    low, high = np.quantile(drawn, [tail, 1 - tail], axis=0)
    table = both[["a", "b"]].assign(
        before=both["share_before"], before_low=both["share_low_before"], before_high=both["share_high_before"],
        after=both["share_after"], after_low=both["share_low_after"], after_high=both["share_high_after"],
        change=both["share_after"] - both["share_before"],
        change_low=low, change_high=high, n_before=both["n_before"], n_after=both["n_after"],
        arrow=np.select([low > 0, high < 0], [WORSE, BETTER], UNCLEAR),
    )  # fmt: skip
    order = table["change"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index(drop=True)


def _posterior(both: pd.DataFrame, when: str, strength: float, rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """Draws from the posterior of each pair's conflict share, one row a draw."""
    share = both[f"share_{when}"].to_numpy()
    n = (both[f"n_weighted_{when}"] / both[f"design_effect_{when}"]).to_numpy()
    return rng.beta(share * (n + strength), (1 - share) * (n + strength), size=(_DRAWS, len(both)))


def events_behind(
    corpus: CodedCorpus, a: str, b: str, day: pd.Timestamp, change: float, *, max_events: int = 3
) -> list[str]:
    """Ids of the events since a day that explain the change of a pair's conflict share.

    They are events of conflict where the share rose and of cooperation where it
    fell; the most reported come first, then those of the highest confidence. What is of less than
    `selection.SURE` may not stand for others.

    Parameters
    ----------
    corpus
        A coded corpus.
    a, b
        The two actors, in either order.
    day
        The first day of the time after.
    change
        The change of the conflict share; only its sign matters.
    max_events
        How many ids to return at most.
    """
    events = corpus.events[day_or_report(corpus.events, corpus.evidence) >= day]
    between = events[pairs.between(events, a, b)]
    kind = between["quad"].isin([3, 4] if change > 0 else [1, 2]) & selection.asserted(between)
    kept = between[kind & ~selection.private(between) & ~(between["confidence"] < selection.SURE)]
    best = kept.sort_values(["n_reports", "confidence", "event_id"], ascending=[False, False, True])
    return list(best["event_id"].head(max_events))
