"""What a does to b beside what b does to a, and whether and when each answers the other.

Responses are correlations between the acts of one side and those of the other
some periods later, with bands from a moving-block bootstrap (Künsch 1989,
Annals of Statistics 17), as they are and with the responder's own habit taken
out. They are observations: a third cause moves both sides just as well, and the
length of a period can turn a response into a coincidence or back (Shellman
2004). The literature's vector autoregressions (Goldstein and Freeman 1991) need
some hundred periods and more.

What two do together is no answer of the one to the other, so that it is left out here.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import errors
from analysis.actors import labels
from analysis.events import counts, periods
from analysis.events.coded import CodedCorpus
from analysis.events.pairs import unordered
from analysis.tension.measures import DEFAULTS, Source, TensionOptions
from analysis.tension.result import measure

Floats = npt.NDArray[np.float64]
SIDES = ("direction", "direction_low", "direction_high", "intensity", "intensity_low", "intensity_high", "threats", "n")
RESPONSES = (
    "source", "target", "lag", "correlation", "low", "high", "own", "own_low", "own_high", "own_beyond_chance",
    "best_in", "n",
)  # fmt: skip
ANSWERS = (
    "source", "target", "n", "n_back", "balance", "balance_low", "balance_high", "answered", "lag", "lag_low",
    "lag_high", "own", "own_low", "own_high", "observed",
)  # fmt: skip
ANSWERED, NOT_SEEN, TOO_FEW = "answered", "no answer seen", "too few acts"
MIN_PERIODS = 20
HABIT = 4
"""How many of the target's own past periods are taken out of a response."""
_BLOCK = 8
_BATCH = 2**22  # values of the bootstrap held at once


def one_way(events: pd.DataFrame, quads: Collection[int]) -> pd.DataFrame:
    """The events without the acts of these quad classes that two actors do together.

    Such an act is an event in each direction. As two acts of one day it would look like an answer of the same period.

    Parameters
    ----------
    events
        The events frame; one without `act_id` has no such acts.
    quads
        Quad classes, 1 to 4.
    """
    if "act_id" not in events.columns:
        return events
    rows: pd.DataFrame = events[~(events["act_id"].duplicated(keep=False) & events["quad"].isin(quads))]
    return rows


def series(source: Source, options: TensionOptions = DEFAULTS, **overrides: Any) -> pd.DataFrame:
    """Both directions of each pair side by side.

    Parameters
    ----------
    source, options, **overrides
        As for `tension.measure`; `directed` and `by` are set here.

    Returns
    -------
    sides
        `a`, `b` (in alphabetical order), `period`, `complete`, and the columns of
        `SIDES` with `_forth` (a to b) and `_back` (b to a); where one side never acts,
        its columns are missing.
    """
    measured = measure(source, options.changed(**overrides).changed(by="dyad", directed=True)).frame
    forth = measured["a"] < measured["b"]
    columns = ["a", "b", "period", "complete", *SIDES]
    back = measured[~forth].rename(columns={"a": "b", "b": "a"})[columns]
    out = measured.loc[forth, columns].merge(back, on=["a", "b", "period"], how="outer", suffixes=("_forth", "_back"))
    out["complete"] = out["complete_forth"].fillna(out["complete_back"]).astype(bool)
    sides = [f"{name}_{side}" for side in ("forth", "back") for name in SIDES]
    out = out.sort_values(["a", "b", "period"], kind="stable").reset_index(drop=True)
    return out[["a", "b", "period", "complete", *sides]]


def responses(
    source: Source,
    *,
    freq: str = "W",
    quad: str = "n_mf",
    lags: Sequence[int] = (0, 1, 2, 3, 4),
    min_events: float = 30,
    replicates: int = 500,
    level: float = 0.9,
    seed: int = 0,
) -> pd.DataFrame:
    """Correlation of what one side does with what the other does `lag` periods later.

    Parameters
    ----------
    source
        A coded corpus, an events frame or a table of counts. What two do together is left out where events
        have an `act_id`.
    freq
        D, W, M, Q or Y.
    quad
        Column of counts: `n_vc`, `n_mc`, `n_vf` or `n_mf` (their log(1 + n) is correlated).
    lags
        In periods.
    min_events
        Fewest acts of a pair, both sides together.
    replicates, seed
        Of the bootstrap, in blocks of eight periods.
    level
        Probability mass of the bands.

    Returns
    -------
    responses
        `source` (acts), `target` (responds), `lag`, `correlation`, `low`, `high`, `n` (pairs
        of periods, the same for all lags). Lag 0 is the same for both. `own`, with
        `own_low` and `own_high`, sets the response apart from the target's own habit: the
        correlation once the target's acts of the four periods before (`HABIT`) are taken
        out of both by least squares (lag 1 and more). `own_beyond_chance`: whether that is above 0 with regard to
        the number of lags looked at (Bonferroni). `best_in`: the share of bootstrap
        replicates in which this lag has the largest `own`.

    Raises
    ------
    InputError
        If the column is unknown or a lag is below 0.
    """
    _check(quad, lags)
    return _all_responses(_by_direction(source, freq, quad), lags, min_events, replicates, level, seed)


def _all_responses(
    wide: pd.DataFrame, lags: Sequence[int], min_events: float, replicates: int, level: float, seed: int
) -> pd.DataFrame:
    """The responses of all pairs of a table of acts, periods by directions."""
    rng = np.random.default_rng(seed)
    rows = []
    for a, b in _pairs(wide):
        sides = {key: _side(wide, key) for key in ((a, b), (b, a))}
        if (
            len(wide) - max(*lags, HABIT) < MIN_PERIODS
            or sum(np.expm1(one).sum() for one in sides.values()) < min_events
        ):
            continue
        for source_id, target_id in ((a, b), (b, a)):
            found = _responses(sides[source_id, target_id], sides[target_id, source_id], lags, rng, replicates, level)
            rows += [{"source": source_id, "target": target_id, **row} for row in found]
    return pd.DataFrame(rows, columns=list(RESPONSES))


def answers(
    source: Source,
    *,
    freq: str = "W",
    quad: str = "n_mf",
    max_lag: int = 4,
    min_events: float = 30,
    replicates: int = 500,
    level: float = 0.9,
    seed: int = 0,
) -> pd.DataFrame:
    """Whether what one side does to the other is answered in kind, and how many periods later.

    Parameters
    ----------
    source, freq, quad, min_events, replicates, level, seed
        As for `responses`.
    max_lag
        Latest answer that is looked for, in periods.

    Returns
    -------
    answers
        One row for each direction, the busiest pairs first: `source` (acts), `target` (answers
        or not); `n` and `n_back`, the acts of both; `balance`, the source's part of the acts of
        both sides, with its band (moving-block bootstrap; missing with fewer than `min_events`);
        `answered`: "answered" where the response at some lag of 1 to `max_lag`, the target's
        own habit taken out, is above 0 with regard to the number of lags, else "no answer seen",
        or "too few acts"; `lag`, the one with the largest response, and `lag_low` to
        `lag_high`, the lags that have the largest one in `level` of the bootstrap replicates
        (both missing without an answer); `own` with its band, the response at that lag;
        `observed`, the same in a sentence.

    Raises
    ------
    InputError
        If the column is unknown or `max_lag` is below 1.
    """
    if max_lag < 1:
        msg = f"max_lag {max_lag!r} is below 1"
        raise errors.InputError(msg)
    freq = periods.check_freq(freq, periods.COUNTED)
    _check(quad, (max_lag,))
    wide = _by_direction(source, freq, quad)
    found = _all_responses(wide, range(1, max_lag + 1), min_events, replicates, level, seed)
    rng = np.random.default_rng(seed)
    rows = []
    for a, b in _pairs(wide):
        forth, back = (np.expm1(_side(wide, key)) for key in ((a, b), (b, a)))
        enough = forth.sum() + back.sum() >= max(min_events, 1)
        balance = _balance(forth, back, rng, replicates, level) if enough else (float("nan"),) * 3
        for source_id, target_id in ((a, b), (b, a)):
            own = found[(found["source"] == source_id) & (found["target"] == target_id)]
            n, n_back = (forth.sum(), back.sum()) if source_id == a else (back.sum(), forth.sum())
            value, low, high = balance if source_id == a else (1 - balance[0], 1 - balance[2], 1 - balance[1])
            row = {"source": source_id, "target": target_id, "n": n, "n_back": n_back, "balance": value,
                   "balance_low": low, "balance_high": high, **_answer(own, level)}  # fmt: skip
            rows.append({**row, "observed": _in_words(row, freq, max_lag)})
    table = pd.DataFrame(rows, columns=list(ANSWERS))
    busiest = (table["n"] + table["n_back"]).sort_values(ascending=False, kind="stable").index
    return table.loc[busiest].reset_index(drop=True)


def _check(quad: str, lags: Sequence[int]) -> None:
    if quad not in counts.QUADS or not lags or any(lag < 0 for lag in lags):
        msg = f"quad {quad!r} is none of {', '.join(counts.QUADS)}, or a lag of {list(lags)} is below 0"
        raise errors.InputError(msg)


def _by_direction(source: Source, freq: str, quad: str) -> pd.DataFrame:
    """Acts of one class that one side does to the other, complete periods by directions."""
    until = None
    if isinstance(source, CodedCorpus):
        source = replace(source, events=one_way(source.events, [counts.QUADS.index(quad) + 1]))
    elif not counts.is_counts(source):
        until, source = source["when_last"].max(), one_way(source, [counts.QUADS.index(quad) + 1])
    measured = measure(source, freq=freq, directed=True, until=until).frame
    complete = measured[measured["complete"].astype(bool)]
    return complete.pivot_table(index="period", columns=["a", "b"], values=quad, fill_value=0.0)


def _pairs(wide: pd.DataFrame) -> list[tuple[str, str]]:
    return sorted({unordered(*key) for key in wide.columns.to_list()})


def _side(wide: pd.DataFrame, key: tuple[str, str]) -> Floats:
    values = wide[key].to_numpy(dtype=np.float64) if key in wide.columns else np.zeros(len(wide))
    return np.asarray(np.log1p(values))


def _responses(
    act: Floats, response: Floats, lags: Sequence[int], rng: np.random.Generator, replicates: int, level: float
) -> list[dict[str, float | bool]]:
    """The correlations at all lags, over the same periods of the response, and from the same bootstrap draws."""
    first = max(*lags, HABIT)
    target = response[first:]
    acts = np.stack([act[first - lag : len(act) - lag] for lag in lags])
    habit = np.stack(
        [np.ones(len(target)), *(response[first - lag : len(response) - lag] for lag in range(1, HABIT + 1))]
    )
    beyond_target, beyond_acts = _without(target[None], habit)[0], _without(acts, habit)
    later = np.array([lag > 0 for lag in lags])
    blocks = _blocks(len(target), rng, replicates, len(lags))
    with np.errstate(invalid="ignore", divide="ignore"):
        value, own = _correlation(acts, target), _correlation(beyond_acts, beyond_target)
        values, owns = (
            np.concatenate([_correlation(one[:, at], two[at]) for at in blocks], axis=1)
            for one, two in ((acts, target), (beyond_acts, beyond_target))
        )
    owns[~later] = np.nan
    known = np.isfinite(owns).any(axis=0)
    best = np.nanargmax(owns[:, known], axis=0) if known.any() else np.array([], dtype=int)
    tail = (1 - level) / 2
    rows: list[dict[str, float | bool]] = []
    for at, lag in enumerate(lags):
        low, high = _quantiles(values[at], (tail, 1 - tail))
        own_low, own_high, floor = _quantiles(owns[at], (tail, 1 - tail, tail / max(int(later.sum()), 1)))
        rows.append({
            "lag": lag, "correlation": float(value[at]), "low": low, "high": high,
            "own": float(own[at]) if lag else float("nan"), "own_low": own_low, "own_high": own_high,
            "own_beyond_chance": bool(floor > 0), "best_in": float((best == at).mean()) if len(best) else float("nan"),
            "n": len(target),
        })  # fmt: skip
    return rows


def _blocks(length: int, rng: np.random.Generator, replicates: int, series: int) -> list[npt.NDArray[np.int64]]:
    """Rows drawn in blocks, replicates by periods, in parts that fit into memory."""
    size = min(_BLOCK, length)
    starts = rng.integers(0, length - size + 1, (replicates, -(-length // size)))
    drawn = (starts[:, :, None] + np.arange(size)).reshape(replicates, -1)[:, :length]
    parts = max(1, -(-replicates * length * series // _BATCH))
    return [np.asarray(part) for part in np.array_split(drawn, parts)]


def _quantiles(values: Floats, tails: tuple[float, ...]) -> list[float]:
    known = values[np.isfinite(values)]
    return [float(one) for one in np.quantile(known, tails)] if len(known) else [float("nan")] * len(tails)


def _without(series: Floats, habit: Floats) -> Floats:
    """What least squares on the habit leave of each series; nothing where all of it is habit."""
    weights, *_ = np.linalg.lstsq(habit.T, series.T, rcond=None)
    left = series - weights.T @ habit
    return np.asarray(np.where(np.abs(left) < 1e-9 * np.abs(series).max(initial=1.0), 0.0, left))


def _correlation(first: Floats, second: Floats) -> Floats:
    one = first - first.mean(axis=-1, keepdims=True)
    two = second - second.mean(axis=-1, keepdims=True)
    return np.asarray((one * two).sum(axis=-1) / np.sqrt((one**2).sum(axis=-1) * (two**2).sum(axis=-1)))


def _balance(
    forth: Floats, back: Floats, rng: np.random.Generator, replicates: int, level: float
) -> tuple[float, float, float]:
    """The first side's part of the acts of both, with its band."""
    total = forth.sum() + back.sum()
    parts = [(forth[at].sum(axis=1), back[at].sum(axis=1)) for at in _blocks(len(forth), rng, replicates, 2)]
    one, two = (np.concatenate([part[which] for part in parts]) for which in (0, 1))
    with np.errstate(invalid="ignore", divide="ignore"):
        low, high = _quantiles(one / (one + two), ((1 - level) / 2, (1 + level) / 2))
    return float(forth.sum() / total), low, high


def _answer(own: pd.DataFrame, level: float) -> dict[str, Any]:
    """Whether the responses of one direction are an answer, and at which lags."""
    missing: dict[str, Any] = dict.fromkeys(("lag", "lag_low", "lag_high", "own", "own_low", "own_high"), float("nan"))
    if own.empty or own["own"].isna().all():
        return {"answered": TOO_FEW, **missing}
    if not own["own_beyond_chance"].any():
        return {"answered": NOT_SEEN, **missing}
    best = own[own["own_beyond_chance"]].nlargest(1, "own").iloc[0]
    likely = own.sort_values("best_in", ascending=False)
    inside = likely[likely["best_in"].cumsum().shift(fill_value=0.0) < level]["lag"]
    return {
        "answered": ANSWERED, "lag": float(best["lag"]),
        "lag_low": float(min(inside.min(), best["lag"])), "lag_high": float(max(inside.max(), best["lag"])),
        **{name: float(best[name]) for name in ("own", "own_low", "own_high")},
    }  # fmt: skip


def _in_words(row: Mapping[str, Any], freq: str, max_lag: int) -> str:
    source, target, unit = labels.label(row["source"]), labels.label(row["target"]), periods.NAMES[freq]
    acts = f"{source} on {target}: {labels.counted(row['n'], 'act')}, {row['n_back']:.0f} the other way"
    if row["answered"] == TOO_FEW:
        return f"{acts}; too few to see an answer."
    if row["answered"] == NOT_SEEN:
        return f"{acts}; no answer in kind is seen within {labels.counted(max_lag, unit)}."
    lags = f"{row['lag_low']:.0f} to {row['lag_high']:.0f}" if row["lag_low"] < row["lag_high"] else f"{row['lag']:.0f}"
    return (
        f"{acts}; more acts of {source} were followed by more of {target}, most clearly "
        f"{labels.counted(row['lag'], unit)} later (lag {lags}; correlation, the habit of {target} taken out, "
        f"{row['own']:.2f} [{row['own_low']:.2f}, {row['own_high']:.2f}])."
    )
