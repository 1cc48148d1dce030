"""Who moved: the conflict shares of pairs before and after a day, and the acts that moved them."""

from typing import Any

import pandas as pd

from analysis import errors
from analysis.balance import alignment
from analysis.events import selection
from analysis.events.coded import CodedCorpus
from analysis.relations import measures

WORSE, BETTER, UNCLEAR = "worse", "better", "unclear"
ARROWS = {WORSE: "▲", BETTER: "▼", UNCLEAR: "–"}


def middle(coded: CodedCorpus) -> pd.Timestamp:
    """The middle of the days of publication."""
    days = coded.documents["published"]
    return pd.Timestamp((days.min() + (days.max() - days.min()) / 2).normalize())


def around(coded: CodedCorpus, day: str | pd.Timestamp = "", *, seed: int = 0, **choices: Any) -> pd.DataFrame:
    """Compare the acts of all pairs before `day` with those since.

    Parameters
    ----------
    coded
        A coded corpus.
    day
        The first day of the time after, as ISO text; empty for the middle.
    seed
        Seed of the draws for the band of the change.
    **choices
        As for `relations.measure`, but for `freq`.

    Returns
    -------
    table
        As `alignment.moved` gives it: only pairs seen in both times. `attrs["day"]`
        is the day.

    Raises
    ------
    InputError
        If the day cannot be read.
    """
    turn = _day(coded, day)
    halves = [_half(coded, turn, after=after, **choices) for after in (False, True)]
    periods = [pd.Timestamp(turn - pd.Timedelta(days=1)), turn]
    both = [half.frame.assign(period=period) for half, period in zip(halves, periods, strict=True)]
    if any(frame.empty for frame in both):
        table = pd.DataFrame(columns=["a", "b", "before", "after", "change", "change_low", "change_high",
                                      "n_before", "n_after", "arrow"])  # fmt: skip
    else:
        joined = measures.Relations(pd.concat(both, ignore_index=True), halves[1].set_aside, halves[1].parameters)
        table = alignment.moved(joined, *periods, seed=seed)
    table.attrs["day"] = turn
    return table


def _day(coded: CodedCorpus, day: str | pd.Timestamp) -> pd.Timestamp:
    if isinstance(day, str) and not day.strip():
        return middle(coded)
    try:
        found = pd.Timestamp(day)
    except ValueError as error:
        msg = f"{day!r} is no ISO day: {error}"
        raise errors.InputError(msg) from error
    return found.normalize()


def _half(coded: CodedCorpus, turn: pd.Timestamp, *, after: bool, **choices: Any) -> measures.Relations:
    days = days_of(coded.events, coded.evidence)
    chosen = coded.events[(days >= turn) if after else (days < turn)]
    read = coded.documents["published"]
    documents = coded.documents[(read >= turn) if after else (read < turn)]
    exposure = documents if len(documents) else None
    return measures.measure(chosen, freq="all", exposure=exposure, evidence=coded.evidence, **choices)


def days_of(events: pd.DataFrame, evidence: pd.DataFrame) -> pd.Series:
    """The middle of each event's days, else the day of its first report."""
    middle_day = events["when_first"] + (events["when_last"] - events["when_first"]) / 2
    first = evidence.groupby("event_id")["published"].min()
    return middle_day.fillna(first.reindex(events["event_id"]).set_axis(events.index))


def because(coded: CodedCorpus, a: str, b: str, day: pd.Timestamp, arrow_change: float, *, most: int = 3) -> list[str]:
    """Ids of the acts since `day` that moved the pair: of conflict if its share rose, of cooperation if it fell.

    The most reported, then the surest, come first.
    """
    events = coded.events[days_of(coded.events, coded.evidence) >= day]
    between = events[
        (events["source"].eq(a) & events["target"].eq(b)) | (events["source"].eq(b) & events["target"].eq(a))
    ]
    side = between["quad"].isin([3, 4] if arrow_change > 0 else [1, 2]) & (between["modality"] == "asserted")
    kept = between[side & ~selection.private(between)]
    best = kept.sort_values(["n_reports", "confidence", "event_id"], ascending=[False, False, True])
    return best["event_id"].head(most).tolist()
