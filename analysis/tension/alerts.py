"""What stands out in the recent past, in sentences that observe and never explain.

`describe` puts recent changes, breaks and climbs into words: a change carries
its size with a band, its volume, and the act that weighs most on the side it
moved to, with the sentence. `beyond_usual` compares the last period of each
pair with the range that the pair's own past lets expect, and says how many
pairs would fall out of it if nothing had changed. Nothing here is a cause or a
forecast: what is not reported is not seen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from analysis import errors
from analysis.actors import labels
from analysis.events import pairs, periods
from analysis.relations.rating import MIN_EVENTS
from analysis.tension import dispersion, measures
from analysis.tension.escalation import LEVEL_OF, LEVELS, climbs, levels
from analysis.tension.recent_change import CERTAIN, HOSTILE, NEW, SILENT, heaviest

COLUMNS = ("kind", "pair", "observed", "event_id")
# A climb to mere complaint is everyday diplomacy.
MIN_LEVEL = LEVELS.index("threat")
WARNING_COLUMNS = (
    "a", "b", "component", "period", "n", "observed", "expected", "low", "high", "beyond", "p_value", "q_value",
    "chance", "n_past",
)  # fmt: skip
ABOVE, WITHIN, BELOW = "above", "within", "below"
MIN_PAST = 12
"""Fewest periods before the last one that make a usual range."""
_NAMES = {"direction": "the conflict share", "intensity": "material conflict (log scale)"}


def describe(
    changes: pd.DataFrame, breaks: pd.DataFrame, acts: pd.DataFrame | None = None, *, freq: str = "W"
) -> pd.DataFrame:
    """Describe changes, breaks and climbs of the recent past in sentences, clear ones first.

    Parameters
    ----------
    changes
        What `recent_changes` returns, with or without evidence.
    breaks
        `Breaks.breaks` of the same pairs.
    acts
        What `counted_events` returns, of the same pairs; None where there are only counts.
    freq
        Length of the periods of the climbs.

    Returns
    -------
    alerts
        `kind` (change, break, escalation, new, silent), `pair`, `observed` (a sentence),
        `event_id` (the act that shows it, missing without one).
    """
    rows: list[dict[str, object]] = []
    if len(changes):
        since = changes["since"].iloc[0]
        rows += [one for row in changes.to_dict("records") for one in _changed(row)]
        rows += [_broken(row) for row in breaks[breaks["known"] >= since].to_dict("records")]
        rows += [] if acts is None else _climbed(acts, changes, freq)
    return pd.DataFrame(rows, columns=list(COLUMNS))


def size_text(row: Mapping[Any, Any], name: str) -> str:
    """The size of a change with its band; empty where one side has no act."""
    size, low, high = (row[f"{name}_size{end}"] for end in ("", "_low", "_high"))
    return "" if pd.isna(size) else f"{size:+.2f} [{low:+.2f}, {high:+.2f}]"


def _changed(row: Mapping[Any, Any]) -> list[dict[str, object]]:
    key = {"pair": labels.pair(row["a"], row["b"]), "event_id": row.get("event_id")}
    n = labels.counted(row["n"], "act")
    time = f"rom {row['since'].date()} to {(row['until'] - pd.Timedelta(days=1)).date()}"
    articles = f" in {labels.counted(row['n_articles'], 'article')}" if row.get("n_articles") else ""
    rows: list[dict[str, object]] = []
    for name, title in _NAMES.items():
        change = row[f"{name}_change"]
        if change in HOSTILE and row["n"]:  # a fall into silence is described as silence
            certainty = "" if change in CERTAIN else "perhaps "
            side = "higher" if HOSTILE[change] else "lower"
            volume = f"{n}{articles}, {labels.counted(row['n_before'], 'act')} before"
            text = f"F{time} {title} was {certainty}{side} than before: {size_text(row, name)}; {volume}."
            rows.append({**key, "kind": "change", "observed": text})
    if row["direction_change"] == NEW and row["n"] >= MIN_EVENTS:
        text = f"{n} f{time}, none seen in the time before."
        rows.append({**key, "kind": "new", "observed": text})
    if row["direction_change"] == SILENT and row["n_before"] >= MIN_EVENTS:
        text = f"No act seen f{time}, {row['n_before']:.0f} in the time before."
        rows.append({**key, "kind": "silent", "observed": text})
    return rows


def _broken(row: Mapping[Any, Any]) -> dict[str, object]:
    component = "conflict share" if row["component"] == "direction" else "material conflict"
    verb = "rose" if row["kind"] == "rise" else "fell"
    text = (
        f"The level of the {component} {verb} from {row['before']:.2f} to {row['after']:.2f} between "
        f"{row['period_low'].date()} and {row['period_high'].date()}; "
        f"the series showed it from {row['known'].date()} on."
    )
    return {"kind": "break", "pair": labels.pair(row["a"], row["b"]), "observed": text, "event_id": None}


def _climbed(acts: pd.DataFrame, changes: pd.DataFrame, freq: str) -> list[dict[str, object]]:
    """Climbs of the recent past; a descent into silence is described as silence, not as peace."""
    shown = pd.MultiIndex.from_frame(acts[["a", "b"]]).isin(list(zip(changes["a"], changes["b"], strict=True)))
    acts = acts[shown]
    steps = climbs(levels(acts, freq=freq))
    recent = steps["period"] >= changes["since"].iloc[0]
    rows: list[dict[str, object]] = []
    for row in steps[recent & (steps["kind"] == "escalation") & (steps["to_level"] >= MIN_LEVEL)].to_dict("records"):
        of_pair = acts[pairs.between(acts, row["a"], row["b"], sides=("a", "b")) & (acts["day"] >= row["period"])]
        top = heaviest(of_pair[of_pair["root"].map(LEVEL_OF) >= row["to_level"]])
        text = (
            f"In the {periods.NAMES[freq]} of {row['period'].date()} the gravest acts escalated "
            f"({row['path']}) and stayed at that level for another."
        )
        event_id = top["event_id"].iloc[0] if len(top) else None
        rows.append({
            "kind": "escalation", "pair": labels.pair(row["a"], row["b"]), "observed": text, "event_id": event_id,
        })  # fmt: skip
    return rows


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class EarlyWarning:
    """Which pairs left their own usual range in the last period, and how many would by chance.

    Attributes
    ----------
    frame
        One row for each pair and component, those farthest out first: `a`, `b`; `component`
        (direction or intensity); `period`, the last complete one; `n`, its acts; `observed`,
        acts of conflict among them (direction) or acts of material conflict (intensity);
        `expected`, `low` and `high`, what the pair's own past lets expect; `beyond` (above,
        below or within); `p_value`, the probability of a value as far out, on either side;
        `q_value`, the same with regard to the number of rows (Benjamini and Hochberg 1995);
        `chance`, the probability to be beyond the range if nothing has changed; `n_past`,
        the acts before.
    expected_false
        How many rows would be beyond their range if nothing had changed: the sum of `chance`.
    level
        Probability mass of the ranges, at least.
    freq
        Length of a period.
    """

    frame: pd.DataFrame
    expected_false: float
    level: float
    freq: str

    def beyond(self) -> pd.DataFrame:
        """The rows that left their usual range, those farthest out first."""
        return self.frame[self.frame["beyond"] != WITHIN].reset_index(drop=True)

    def sentences(self) -> list[str]:
        """What was observed of the rows beyond their range, one sentence each."""
        return [_left(row, self.freq) for row in self.beyond().to_dict("records")]

    def summary(self) -> str:
        """How many rows were compared, left their range, and would have left it by chance."""
        if self.frame.empty:
            return f"No pair has {MIN_PAST} periods and {MIN_EVENTS} acts before the last complete one."
        n_pairs = len(self.frame[["a", "b"]].drop_duplicates())
        return (
            f"{periods.NAMES[self.freq].capitalize()} of {self.frame['period'].iloc[0].date()}: "
            f"{labels.counted(n_pairs, 'pair')}, {labels.counted(len(self.frame), 'comparison')} with the pair's own "
            f"past; {len(self.beyond())} beyond the usual range, "
            f"where {self.expected_false:.1f} would be by chance alone."
        )

    def __repr__(self) -> str:
        """The summary."""
        return f"<EarlyWarning: {self.summary()}>"

    def _repr_html_(self) -> str:
        lines = "".join(f"<li>{escape(line)}</li>" for line in self.sentences())
        return f"<p>{escape(self.summary())}</p><ul>{lines}</ul>"


def beyond_usual(
    measured: pd.DataFrame, *, freq: str, level: float = 0.95, min_events: float = MIN_EVENTS
) -> EarlyWarning:
    """Compare the last complete period of each pair with the range that its own past lets expect.

    The range is that of the next count, not that of a mean: Beta-binomial for the conflict
    among the acts, negative binomial for the acts of material conflict, both around the pair's
    recent past (`dispersion.usual_conflict`, `dispersion.usual_acts`), with a spread that was
    learned from how far all pairs were off in the past.

    Parameters
    ----------
    measured
        The frame of `tension.measure`, with every period from the first to the last; decay
        and window play no part.
    freq
        D, W, M, Q or Y: the length of its periods.
    level
        Probability mass of the ranges, at least: counts are whole numbers.
    min_events
        Pairs with fewer acts before the last period have no usual range.

    Raises
    ------
    InputError
        If `level` is not between 0 and 1, or a column is missing.
    """
    if not 0 < level < 1:
        msg = f"level {level!r} is not between 0 and 1"
        raise errors.InputError(msg)
    freq = periods.check_freq(freq, periods.COUNTED)
    seen = measured[measured["complete"].astype(bool)]
    names = seen[["a", "b"]].drop_duplicates()
    number = seen["period"].nunique()
    if number <= MIN_PAST:
        return EarlyWarning(pd.DataFrame(columns=list(WARNING_COLUMNS)), 0.0, level, freq)
    own, exposure = measures.cube(seen), seen["exposure"].to_numpy(dtype=np.float64)[:number]
    before = own[:, :-1].sum(axis=(1, 2))
    kept = before >= min_events
    own, names, before = own[kept], names[kept], before[kept]
    if not len(own):
        return EarlyWarning(pd.DataFrame(columns=list(WARNING_COLUMNS)), 0.0, level, freq)
    earlier = measures.earlier_periods(freq)
    ranges = {
        "direction": dispersion.usual_conflict(own, earlier, level),
        "intensity": dispersion.usual_acts(own[:, :, 3], exposure, earlier, level),
    }
    last = names.assign(period=seen["period"].max(), n=own[:, -1].sum(axis=1), n_past=before)
    frame = pd.concat([_compared(last, name, found) for name, found in ranges.items()], ignore_index=True)
    frame = frame[(frame["component"] == "intensity") | (frame["n"] > 0)]
    frame["q_value"] = stats.false_discovery_control(frame["p_value"])
    frame = frame.assign(out=frame["beyond"] == WITHIN).sort_values(
        ["out", "p_value", "n", "a", "b", "component"], ascending=[True, True, False, True, True, True], kind="stable"
    )
    return EarlyWarning(frame[list(WARNING_COLUMNS)].reset_index(drop=True), float(frame["chance"].sum()), level, freq)


def _compared(last: pd.DataFrame, component: str, found: dispersion.UsualRange) -> pd.DataFrame:
    beyond = np.select([found.observed > found.high, found.observed < found.low], [ABOVE, BELOW], WITHIN)
    return last.assign(
        component=component, observed=found.observed, expected=found.expected, low=found.low, high=found.high,
        chance=found.chance, p_value=found.p_value, beyond=beyond,
    )  # fmt: skip


def _left(row: Mapping[Any, Any], freq: str) -> str:
    among = labels.counted(row["n"], "act")
    kind = f"of {among} were conflict" if row["component"] == "direction" else "acts of material conflict"
    return (
        f"{labels.pair(row['a'], row['b'])}, {periods.NAMES[freq]} of {row['period'].date()}: {row['observed']:.0f} "
        f"{kind}, {row['beyond']} the usual {row['low']:.0f} to {row['high']:.0f} ({row['expected']:.1f} expected "
        f"from the pair's own past)."
    )
