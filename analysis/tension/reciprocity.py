"""What a does to b beside what b does to a, and how each responds to the other.

Responses are correlations between the acts of one side and those of the other
some periods later, with a band from a moving-block bootstrap (Künsch 1989,
Annals of Statistics 17). They are observations: a third cause moves both sides
just as well, and the length of a period can turn a response into a
coincidence or back (Shellman 2004). The literature's vector autoregressions
(Goldstein and Freeman 1991) need some hundred periods and more.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import errors
from analysis.events import counts
from analysis.events.pairs import unordered
from analysis.tension.measures import DEFAULTS, Source, TensionOptions
from analysis.tension.result import measure

Floats = npt.NDArray[np.float64]
SIDES = ("direction", "direction_low", "direction_high", "intensity", "intensity_low", "intensity_high", "threats", "n")
MIN_PERIODS = 20
_BLOCK = 8


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
        A coded corpus, an events frame or a table of counts.
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
        `source` (acts), `target` (responds), `lag`, `correlation`, `low`, `high`,
        `n` (pairs of periods). Lag 0 is the same for both. `own` sets the response
        apart from the target's own habit: the correlation once the target's
        acts of the period before are taken out of both (partial; lag 1 and more).

    Raises
    ------
    InputError
        If the column is unknown or a lag is below 0.
    """
    if quad not in counts.QUADS or any(lag < 0 for lag in lags):
        msg = f"quad {quad!r} is none of {', '.join(counts.QUADS)}, or a lag of {list(lags)} is below 0"
        raise errors.InputError(msg)
    measured = measure(source, freq=freq, directed=True).frame
    complete = measured[measured["complete"].astype(bool)]
    wide = complete.pivot_table(index="period", columns=["a", "b"], values=quad, fill_value=0.0)
    rng = np.random.default_rng(seed)
    rows = []
    for a, b in sorted({unordered(*key) for key in wide.columns.to_list()}):
        sides = {key: _side(wide, key) for key in ((a, b), (b, a))}
        if len(wide) < MIN_PERIODS or sum(np.expm1(one).sum() for one in sides.values()) < min_events:
            continue
        for source_id, target_id in ((a, b), (b, a)):
            act, response = sides[source_id, target_id], sides[target_id, source_id]
            for lag in lags:
                found = _response(act, response, lag, rng, replicates, level)
                rows.append({"source": source_id, "target": target_id, "lag": lag, **found})
    return pd.DataFrame(rows, columns=["source", "target", "lag", "correlation", "low", "high", "own", "n"])


def _side(wide: pd.DataFrame, key: tuple[str, str]) -> Floats:
    values = wide[key].to_numpy(dtype=np.float64) if key in wide.columns else np.zeros(len(wide))
    return np.asarray(np.log1p(values))


def _response(
    act: Floats, response: Floats, lag: int, rng: np.random.Generator, replicates: int, level: float
) -> dict[str, float]:
    first, second = act[: len(act) - lag], response[lag:]
    size = min(_BLOCK, len(first))
    starts = rng.integers(0, len(first) - size + 1, (replicates, -(-len(first) // size)))
    drawn = (starts[:, :, None] + np.arange(size)).reshape(replicates, -1)[:, : len(first)]
    with np.errstate(invalid="ignore", divide="ignore"):
        replicated = _correlation(first[drawn], second[drawn])
        own = np.nan if lag == 0 else _partial(first, second, response[lag - 1 : len(response) - 1])
        value = float(_correlation(first, second))
    tails = [(1 - level) / 2, (1 + level) / 2]
    low, high = np.nanquantile(replicated, tails) if np.isfinite(replicated).any() else (np.nan, np.nan)
    return {"correlation": value, "low": float(low), "high": float(high), "own": own, "n": len(first)}


def _correlation(first: Floats, second: Floats) -> Floats:
    one = first - first.mean(axis=-1, keepdims=True)
    two = second - second.mean(axis=-1, keepdims=True)
    return np.asarray((one * two).sum(axis=-1) / np.sqrt((one**2).sum(axis=-1) * (two**2).sum(axis=-1)))


def _partial(first: Floats, second: Floats, habit: Floats) -> float:
    """Correlation of two series with a third taken out of both."""
    xy, xz, yz = (float(_correlation(p, q)) for p, q in ((first, second), (first, habit), (second, habit)))
    return float((xy - xz * yz) / np.sqrt((1 - xz**2) * (1 - yz**2)))
