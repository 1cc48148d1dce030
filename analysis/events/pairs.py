"""Pairs of actors and the days of their events: the rules that every room shares."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Pair = tuple[str, str]
"""Two actor ids."""


def unordered(a: str, b: str) -> Pair:
    """The pair of two actors, in alphabetical order."""
    return (a, b) if a < b else (b, a)


def forward(events: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Whether the source of each event comes before its target in the alphabet; false where a side is missing."""
    return np.asarray((events["source"] < events["target"]).fillna(False), dtype=bool)


def with_pair(events: pd.DataFrame) -> pd.DataFrame:
    """The events with `a` and `b`: source and target in alphabetical order."""
    forth = forward(events)
    return events.assign(
        a=events["source"].where(forth, events["target"]), b=events["target"].where(forth, events["source"])
    )


def between(frame: pd.DataFrame, a: str, b: str, *, directed: bool = False, sides: Pair = ("source", "target")) -> Any:
    """Which rows are between two actors: in either direction or, `directed`, from the first to the second.

    Returns
    -------
    mask
        A boolean series with the index of `frame`.
    """
    first, second = frame[sides[0]], frame[sides[1]]
    forth = first.eq(a) & second.eq(b)
    return forth if directed else forth | (first.eq(b) & second.eq(a))


def middle_day(events: pd.DataFrame) -> pd.Series:
    """The day in the middle of each event's interval; missing where the event is undated."""
    middle = events["when_first"] + (events["when_last"] - events["when_first"]) / 2
    return middle.dt.normalize().astype("datetime64[us]")


def first_reports(evidence: pd.DataFrame) -> pd.DataFrame:
    """The first report of each event: `published` and `doc_id`, by `event_id`."""
    ordered = evidence.sort_values(["published", "doc_id"], kind="stable")
    return ordered.drop_duplicates("event_id").set_index("event_id")[["published", "doc_id"]]


def day_or_report(events: pd.DataFrame, evidence: pd.DataFrame) -> pd.Series:
    """The middle day of each event, or the day of its first report where it is undated."""
    # A join, since `map` cannot take days from a table without rows.
    published = events[["event_id"]].join(first_reports(evidence)["published"], on="event_id")["published"]
    return middle_day(events).fillna(published.dt.normalize()).astype("datetime64[us]")
