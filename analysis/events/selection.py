"""From an events frame, or a table of counts, to the acts between two actors that can be measured.

What cannot be measured is set aside with its reason and counted, never
dropped in silence: statements, acts within one state, acts with a side
missing, acts of private persons and firms, acts not asserted, standing states
and what is only referred to, acts without a day or with too vague a one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import errors
from analysis.actors.labels import counted
from analysis.events import pairs, periods

SURE = 0.8
"""Least confidence of an act that may stand for others on a page."""
COUNTS = ("n_vc", "n_mc", "n_vf", "n_mf")
COUNT_COLUMNS = ("a", "b", "period", *COUNTS)
PRIVATE = ("BUS", "CVL", "AGR", "LAB", "JRN", "MED", "EDU", "CRM", "NGO", "SOC", "ENV", "REL", "ELI", "REF")
"""Sectors of those who act on their own account."""
OPPOSED = ("OPP", "REB", "SEP", "PRE", "UAF")
"""Sectors of those who stand against their own state, where they are no group with an id of its own."""
_EVENT_COLUMNS = ("event_id", "source", "target", "quad", "goldstein", "when_first", "when_last", "modality")
_SELECTED_COLUMNS = ("source", "target", "day", "period", "quad", "count", "again", "goldstein", "cluster")
STATUS_REASONS = {
    "now": "status: an event of its time",
    "state": "status: a standing state or habit",
    "reference": "status: only referred to",
}
"""Why an event is set aside whose status does not count."""
LONGEST = {"W": 7, "M": 31, "Q": 92, "Y": 366}
"""Days of the widest interval that can be dated to one period, by the length of a period."""
ARTICLES, DAYS, PERIODS = "articles", "days of a pair", "periods of a pair"
"""What `SelectedActs.clusters` says: where evidence tells the article of each event, without it, and for counts."""
HISTORY_DAYS = 366
"""Events that ended longer than this before the first article are history."""


@dataclass(frozen=True, slots=True)
class SelectedActs:
    """Acts between two different actors, and what was set aside.

    Attributes
    ----------
    frame
        `source`, `target`, `day`, `period`, `quad` (1 to 4), `count` (1 for an
        event), `again` (whether an earlier row is the other direction of the same act),
        `goldstein` and `cluster` (what the bootstrap draws: the article of
        first report, else actor pair and day).
    rows
        Position of each row of `frame` in the events, or in the table of counts, that it comes from.
    reason
        For each event, or row of the table of counts, why it was set aside; empty where it is measured.
    seen
        All events by day, set aside or not: the exposure where there are no articles.
    set_aside
        `reason`, `n`.
    clusters
        What the bootstrap draws, in words.
    """

    frame: pd.DataFrame
    rows: npt.NDArray[np.int64]
    reason: pd.Series
    seen: pd.Series
    set_aside: pd.DataFrame
    clusters: str

    def told(self, among: pd.Series | None = None) -> str:
        """How many events there are, how many acts the measures count of them, and what was set aside, in words.

        The parts sum to the events. All pages take their totals from here, so that totals of different events differ
        by what they say.

        Parameters
        ----------
        among
            Which events to tell of, by their position; None for all.
        """
        chosen = np.ones(len(self.reason), dtype=bool) if among is None else among.to_numpy(dtype=bool)
        kept = self.frame[chosen[self.rows]]
        reason = self.reason[chosen]
        n, again = len(reason), int(kept["again"].sum())
        parts = [f"{counted(len(kept) - again, 'act')} that the measures count, each once"]
        parts += [f"{again:,} the other direction of an act of both"] if again else []
        aside = reason[reason != ""].map(_in_short).value_counts().sort_index()
        if len(aside):
            aside = aside.sort_values(ascending=False, kind="stable")
            why = ", ".join(f"{number:,} {name}" for name, number in aside.items())
            parts.append(f"{aside.sum():,} set aside ({why})")
        return f"{counted(n, 'event')}: {'; '.join(parts)}"


def _in_short(reason: str) -> str:
    """The reason in a word or two, as it stands behind a number."""
    kind, _, rest = reason.partition(": ")
    return rest.removeprefix("a ") if kind in {"modality", "status"} else kind.removesuffix("s")


def history_ends(published: pd.Series) -> pd.Timestamp | None:
    """The first day that is not history, by the days of publication of the articles; None without articles."""
    return None if published.empty else published.min().normalize() - pd.Timedelta(days=HISTORY_DAYS)


def is_counts(events: pd.DataFrame) -> bool:
    """Tell whether `events` is a table of counts: columns a, b, period, n_vc, n_mc, n_vf, n_mf."""
    return set(COUNT_COLUMNS) <= set(events.columns)


def select_acts(
    events: pd.DataFrame, *, freq: str = "M", evidence: pd.DataFrame | None = None,
    modality: Sequence[str] = ("asserted",), status: Sequence[str] = ("now",),
    not_before: pd.Timestamp | None = None, keep_private: bool = False,
) -> SelectedActs:  # fmt: skip
    """Return the acts of `events` that can be measured by `freq`.

    Parameters
    ----------
    events
        The events frame.
    freq
        W, M, Q, Y or all.
    evidence
        The evidence frame: gives undated events the day of their first report,
        and the bootstrap its articles.
    modality
        Modalities that count; the others are set aside.
    status
        Which of `schemas.STATUSES` count: events of their time, and where a user asks for
        them standing states ("state") and what is only referred to ("reference").
    not_before
        Acts that ended before this day are history and set aside.
    keep_private
        Count acts of persons and firms of their own (`PRIVATE`), and of opponents (`OPPOSED`), for their state.

    Notes
    -----
    A firm that invests or a citizen who shoots is no act of a state, so a source
    whose first sector is private is set aside. So is one of its opposition or
    rebels (`OPPOSED`): "Chadian rebels" are not Chad; a group with an id of its
    own acts for itself. Nor is support for them cooperation with the state: who arms
    "Chadian rebels" or recognises a breakaway region is no friend of Chad. A private target
    stays, since who attacks a state's citizens acts on that state, but not where the two
    act together (`mutual`): a firm meets a minister on its own account. Sectors are those of the
    column `source_role` (CAMEO's, as in PLOVER 2021); a frame without it has
    states only.

    Raises
    ------
    InputError
        If a column is missing or `freq` is unknown.
    """
    freq = periods.check_freq(freq)
    missing = [column for column in _EVENT_COLUMNS if column not in events.columns]
    if missing:
        msg = f"the events lack the {errors.columns(missing)}; a table of counts has {', '.join(COUNT_COLUMNS)}"
        raise errors.InputError(msg)
    frame = events[list(_EVENT_COLUMNS)].reset_index(drop=True)
    frame["act_id"] = (events["act_id"] if "act_id" in events.columns else events["event_id"]).to_numpy()
    frame["status"] = statuses(events).to_numpy()
    frame["private"] = False if keep_private else private(events)
    frame = _dated(frame, evidence)
    reason = _reasons(frame, freq, modality=modality, status=status, not_before=not_before)
    acts = frame.drop_duplicates("act_id")
    seen = acts["day"].fillna(periods.first_day(frame["day"])) if freq == "all" else acts["day"].dropna()
    if not_before is not None:
        seen = seen[~(seen < not_before)]
    kept = frame[reason == ""].copy()
    kept["day"] = kept.groupby("act_id")["day"].transform("first")  # both directions of an act share its day
    kept["period"] = periods.start_of_each(kept["day"], freq)
    kept["count"] = 1.0
    kept["again"] = kept.duplicated("act_id")
    return SelectedActs(
        kept[list(_SELECTED_COLUMNS)].reset_index(drop=True),
        kept.index.to_numpy(np.int64),
        reason,
        seen.value_counts().sort_index().astype("float64"),
        _counted(reason),
        ARTICLES if evidence is not None else DAYS,
    )


def statuses(events: pd.DataFrame) -> pd.Series:
    """The column `status`; events of a frame without it are events of their time."""
    return events["status"] if "status" in events.columns else pd.Series("now", index=events.index)


def asserted(events: pd.DataFrame) -> pd.Series:
    """Whether each event is an act that is asserted to have happened: no statement, no plan, no standing state."""
    return (events["quad"] > 0) & (events["modality"] == "asserted") & (statuses(events) == "now")


def private(events: pd.DataFrame) -> np.ndarray:
    """Whether each event is none of its state: by a person, firm or opponent of it, or cooperation with an opponent.

    What two do together is the act of a state only if neither is private.
    """
    source, target = _first_sector(events, "source"), _first_sector(events, "target")
    aside = target.isin(OPPOSED) & events["quad"].isin([1, 2])
    if "mutual" in events.columns:
        aside |= target.isin(PRIVATE) & events["mutual"].fillna(False).astype(bool)
    found: np.ndarray = (source.isin([*PRIVATE, *OPPOSED]) | aside).to_numpy(dtype=bool)
    return found


def _first_sector(events: pd.DataFrame, side: str) -> pd.Series:
    """The first sector of a side; that of a group with an id of its own counts only where it is private."""
    if f"{side}_role" not in events.columns:
        return pd.Series("", index=events.index)
    sector = (
        events[f"{side}_role"].astype("object").fillna("").map(lambda role: str(role).partition("/")[0]).astype(str)
    )
    group = events[side].astype(str).str.contains(":")
    return sector.mask(group & sector.isin(OPPOSED), "")


def _dated(frame: pd.DataFrame, evidence: pd.DataFrame | None) -> pd.DataFrame:
    """Add `day`, the middle of the interval or else the first report, `width` in days, and `cluster`."""
    frame["width"] = (frame["when_last"] - frame["when_first"]).dt.days + 1
    if evidence is None:
        frame["day"] = pairs.middle_day(frame)
        frame["cluster"] = _pair_and_day(frame)
        return frame
    frame["day"] = pairs.day_or_report(frame, evidence)
    reports = pairs.first_reports(evidence)["doc_id"]
    frame["cluster"] = frame[["event_id"]].join(reports, on="event_id")["doc_id"].fillna(frame["event_id"])
    return frame


def _pair_and_day(frame: pd.DataFrame) -> pd.Series:
    forth = frame["source"].fillna("") < frame["target"].fillna("")
    first = frame["source"].where(forth, frame["target"]).astype("object").astype(str)
    second = frame["target"].where(forth, frame["source"]).astype("object").astype(str)
    joined: pd.Series = first + "|" + second + "|" + frame["day"].dt.strftime("%Y-%m-%d").fillna("")
    return joined


def _reasons(
    frame: pd.DataFrame, freq: str, *, modality: Sequence[str], status: Sequence[str], not_before: pd.Timestamp | None
) -> pd.Series:
    """The first reason why an event is not measured, or an empty string."""
    wide = LONGEST.get(freq)
    tests = [
        ("unresolved: neither side is a known actor", frame["source"].isna() & frame["target"].isna()),
        ("one-sided: source or target is not a known actor", frame["source"].isna() ^ frame["target"].isna()),
        ("domestic: both sides are one actor", (frame["source"] == frame["target"]).fillna(False)),
        ("private: by a person or firm of its own, or by or with opponents of a state", frame["private"]),
        ("statements: no act (quad 0)", frame["quad"] == 0),
        *((f"modality: {name}", frame["modality"] == name) for name in sorted(set(frame["modality"]) - set(modality))),
        *((STATUS_REASONS[name], frame["status"] == name) for name in STATUS_REASONS if name not in status),
    ]
    if not_before is not None:
        tests.append(("history: long before the first article", (frame["day"] < not_before).fillna(False)))
    if wide is not None:
        tests.append(("undated: no day", frame["day"].isna()))
        tests.append(("vague date: longer than one period", (frame["width"] > wide).fillna(False)))
    reason = pd.Series("", index=frame.index, dtype="object")
    for name, test in tests:
        reason[(reason == "") & test.astype(bool)] = name
    return reason


def _counted(reason: pd.Series) -> pd.DataFrame:
    table = reason[reason != ""].value_counts().rename_axis("reason").reset_index(name="n")
    table = table.sort_values(["n", "reason"], ascending=[False, True], kind="stable").reset_index(drop=True)
    return table.astype({"reason": "str", "n": "int64"})


def acts_of_counts(table: pd.DataFrame, *, freq: str = "M") -> SelectedActs:
    """Return the acts of a table of counts: `a` acts on `b`, in `period`, with counts by quad class.

    A number in `period` is a year. `goldstein_mean` is used where the table
    has it. Rows with one actor on both sides are set aside.

    Raises
    ------
    InputError
        If a count is negative or missing, or a period is no day.
    """
    freq = periods.check_freq(freq)
    table = table.reset_index(drop=True)
    for column in COUNTS:
        wrong = table.index[~(pd.to_numeric(table[column], errors="coerce") >= 0)]
        if len(wrong):
            msg = f"table of counts, row {wrong[0]}, column {column!r}: {table.loc[wrong[0], column]!r} is no count"
            raise errors.InputError(msg)
    days = _period_days(table["period"])
    reason = pd.Series("", index=table.index, dtype="object")
    reason[table["a"].isna() & table["b"].isna()] = "unresolved: neither side is a known actor"
    reason[table["a"].isna() ^ table["b"].isna()] = "one-sided: source or target is not a known actor"
    reason[table["a"].notna() & (table["a"] == table["b"])] = "domestic: both sides are one actor"
    total = table[list(COUNTS)].sum(axis=1).astype("float64")
    weights = table.get("goldstein_mean", np.nan)
    base = pd.DataFrame({"source": table["a"], "target": table["b"], "day": days, "goldstein": weights})[reason == ""]
    long = [
        base.assign(quad=quad, count=table.loc[reason == "", column].astype("float64"))
        for quad, column in enumerate(COUNTS, start=1)
    ]
    frame = pd.concat(long)
    frame = frame[frame["count"] > 0]
    rows, frame = frame.index.to_numpy(np.int64), frame.reset_index(drop=True)
    frame["period"] = periods.start_of_each(frame["day"], freq)
    frame["cluster"] = _pair_and_day(frame)
    aside = total.groupby(reason).sum().drop("", errors="ignore").rename_axis("reason").reset_index(name="n")
    seen = total.groupby(days).sum()
    frame["again"] = False
    return SelectedActs(
        frame[list(_SELECTED_COLUMNS)], rows, reason, seen, aside.astype({"reason": "str", "n": "int64"}),
        PERIODS,
    )  # fmt: skip


def _period_days(column: pd.Series) -> pd.Series:
    if isinstance(column.dtype, pd.PeriodDtype):
        column = column.dt.start_time
    days = column if pd.api.types.is_datetime64_any_dtype(column) else column.astype(str)
    try:
        return pd.to_datetime(days, format=None if days is column else "ISO8601").astype("datetime64[us]")
    except ValueError as error:
        msg = f"table of counts, column 'period': {str(error).splitlines()[0]}"
        raise errors.InputError(msg) from error


def articles(exposure: pd.Series | pd.DataFrame) -> pd.Series:
    """Articles read by day: from a documents frame, or from a series of articles by day.

    Raises
    ------
    InputError
        If it is neither.
    """
    if isinstance(exposure, pd.DataFrame):
        if "published" not in exposure.columns:
            msg = "the exposure frame has no column 'published'; give the documents frame or articles by day"
            raise errors.InputError(msg)
        days, number = exposure["published"], pd.Series(1.0, index=exposure.index)
    elif isinstance(exposure.index, pd.DatetimeIndex | pd.PeriodIndex):
        index = exposure.index.to_timestamp() if isinstance(exposure.index, pd.PeriodIndex) else exposure.index
        days, number = pd.Series(index), exposure.reset_index(drop=True).astype("float64")
    else:
        msg = f"the exposure is indexed by {type(exposure.index).__name__}, not by days"
        raise errors.InputError(msg)
    return number.groupby(days.dt.normalize().astype("datetime64[us]")).sum().sort_index()
