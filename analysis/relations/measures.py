"""How each pair of actors stands: counts, conflict share, intensity, sign, by period.

Two components are measured apart and never mixed: the direction (conflict
share, shrunk, with a band) and the intensity (material conflict against what
was read). A sign is given only where the band of the share lies on one side
of the neutral share and enough acts were seen; what is unclear stays so.
Negative is hostile. Formulas and sources: `docs/methods_relations.md`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from analysis import errors, ontology, schemas
from analysis.events import selection
from analysis.events.periods import check_freq
from analysis.relations import _decay, estimates, standings
from analysis.relations.standings import COOPERATIVE, HOSTILE, N_MIN, NEUTRAL, STANDINGS, TOO_FEW, UNCLEAR

__all__ = [
    "COOPERATIVE", "HOSTILE", "NEUTRAL", "N_MIN", "STANDINGS", "TOO_FEW", "UNCLEAR", "Relations", "measure",
]  # fmt: skip
PER = 1000.0
_WORTH = 0.5
HISTORY_DAYS = 366


@dataclass(frozen=True, slots=True)
class Relations:
    """How pairs stand.

    Attributes
    ----------
    frame
        The frame `relations` of `analysis.schemas`, one row per pair (a before b
        in the alphabet, `directed` false) or per direction (a acts on b,
        `directed` true) and period; further columns `n_weighted` (acts after
        decay) and, with a bootstrap, `share_boot_low`, `share_boot_high`.
        `intensity` is told in acts of material conflict per 1,000 articles (or events);
        `reciprocity` is 2 * min(n_ab, n_ba) / (n_ab + n_ba).
    set_aside
        `reason`, `n`: events that were not measured.
    parameters
        Every choice that the figures rest on, to be printed beside them.
    """

    frame: pd.DataFrame
    set_aside: pd.DataFrame
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def pairs(self, *, directed: bool = False) -> pd.DataFrame:
        """The rows of pairs, or of directions."""
        return self.frame[self.frame["directed"] == directed].reset_index(drop=True)


def measure(  # noqa: PLR0913 - one call takes every choice, by keyword
    events: pd.DataFrame,
    *,
    freq: str = "M",
    directed: bool = True,
    exposure: pd.Series | pd.DataFrame | None = None,
    evidence: pd.DataFrame | None = None,
    modality: Sequence[str] = ("asserted",),
    half_life_days: float | None = None,
    prior_strength: float = 10.0,
    base_share: float | str | None = None,
    neutral_share: float = 0.5,
    neutral_zone: float = 0.15,
    n_min: float = N_MIN,
    level: float = 0.9,
    goldstein_table: str | None = None,
    bootstrap: int = 0,
    seed: int = 0,
    keep_private: bool = False,
) -> Relations:
    """Measure how pairs of actors stand, from events or from a table of counts.

    Parameters
    ----------
    events
        The events frame, or a table `a, b, period, n_vc, n_mc, n_vf, n_mf` (a acts on b).
    freq
        Length of a period: W (from Monday), M, Q, Y, or all for one period.
        An act counts in the period that holds the middle of its days.
    directed
        Whether rows for each direction are wanted beside those for pairs.
    exposure
        All articles read: the documents frame, or articles by day. Without it
        the exposure is all events of the period (`exposure_kind` says which).
    evidence
        Dates undated events by their first report; the bootstrap draws its articles.
    modality, keep_private
        Modalities that count, and whether persons and firms count (`acts.select`).
    half_life_days
        Where given, acts weigh 2^(-age / half-life) at the end of each period,
        and each row looks back on all acts so far (until less than half an act is
        left). None counts the period alone.
    prior_strength, base_share
        The prior of the share: k acts of which the base share are conflict. None
        takes the neutral share (no sign from the prior), "corpus" that of all acts.
    neutral_share, neutral_zone
        The share that parts cooperation from hostility, and how far a band may
        reach from it to be called neutral.
    n_min
        Fewest (weighted) acts for a sign, not to be lowered for a small corpus; more
        are needed where so few would give no sign even if all were of one kind.
    level
        Mass of the bands.
    goldstein_table
        Weights for `goldstein_mean` (`ontology.goldstein_table`); None: as the events carry it.
    bootstrap, seed
        Replicates over articles (without evidence: days of a pair), and their seed.

    Raises
    ------
    InputError
        If columns are missing or a parameter is out of range.
    """
    check_freq(freq)
    read = None if exposure is None else selection.articles(exposure)
    chosen = _choose(events, freq, evidence, modality, read, goldstein_table, keep_private=keep_private)
    frame, seen = _one_period(chosen.frame, chosen.seen if read is None else read, freq)
    base = _base(frame, base_share, neutral_share)
    options = {
        "freq": freq, "modality": tuple(modality), "half_life_days": half_life_days,
        "share_prior": f"Beta worth {prior_strength:g} acts at {base:.3f}",
        "prior_strength": prior_strength, "base_share": base,
        "neutral_share": neutral_share, "neutral_zone": neutral_zone, "n_min": n_min, "level": level,
        "exposure_kind": "events" if read is None else "articles", "keep_private": keep_private,
        "goldstein": goldstein_table or "as the events carry it",
        "bootstrap": bootstrap, "bootstrap_over": chosen.clusters, "seed": seed,
    }  # fmt: skip
    return Relations(_measured(frame, seen, options, directed=directed), chosen.set_aside, options)


def _measured(frame: pd.DataFrame, seen: pd.Series, options: dict[str, Any], *, directed: bool) -> pd.DataFrame:
    """The frame of relations; adds the prior of the intensity to `options`."""
    if frame.empty:
        return schemas.empty("relations").assign(n_weighted=pd.Series(dtype=float))
    freq, half_life_days, level = options["freq"], options["half_life_days"], options["level"]
    long = _long(frame, directed=directed)
    cells = _decay.cells(long, freq, half_life_days, seen)
    rows = _counted(cells, long)
    rows["exposure"], faded = _decay.exposures(rows["period"], seen, freq, half_life_days)
    rows["exposure_kind"] = options["exposure_kind"]
    rule = standings.Rule.of(options)
    rated = standings.rate(rows["conflict"], rows["n_weighted"], rule)
    rows[rated.columns] = rated.set_axis(rows.index)
    options["intensity_prior"] = _add_intensity(rows, faded, level)
    extra = ["n_weighted"]
    if options["bootstrap"]:
        prior = (options["prior_strength"], options["base_share"], level)
        rows["share_boot_low"], rows["share_boot_high"] = _bootstrap(
            cells, long, options["bootstrap"], options["seed"], prior
        )
        extra += ["share_boot_low", "share_boot_high"]
    rows = rows.sort_values(["period", "directed", "a", "b"], kind="stable").reset_index(drop=True)
    checked = schemas.check("relations", rows)
    return pd.concat([checked, rows[extra]], axis=1)


def _choose(
    events: pd.DataFrame,
    freq: str,
    evidence: pd.DataFrame | None,
    modality: Sequence[str],
    read: pd.Series | None,
    table: str | None,
    *,
    keep_private: bool,
) -> selection.SelectedActs:
    if selection.is_counts(events):
        return selection.acts_of_counts(events, freq=freq)
    if table is not None:
        pairs = zip(_text(events, "cameo"), _text(events, "root"), strict=True)
        events = events.assign(goldstein=[ontology.goldstein(code, root, table=table) for code, root in pairs])
    first = None if read is None or read.empty else read.index.min() - pd.Timedelta(days=HISTORY_DAYS)
    return selection.select_acts(
        events, freq=freq, evidence=evidence, modality=modality, not_before=first, keep_private=keep_private
    )


def _text(events: pd.DataFrame, column: str) -> list[str | None]:
    if column not in events.columns:
        msg = f"a Goldstein table was asked for, but the events lack the column {column!r}"
        raise errors.InputError(msg)
    return [None if pd.isna(value) else str(value) for value in events[column]]


def _one_period(frame: pd.DataFrame, seen: pd.Series, freq: str) -> tuple[pd.DataFrame, pd.Series]:
    """For `all`, let acts and exposure share the first day known."""
    if freq != "all" or frame.empty:
        return frame, seen
    first = min(frame["period"].min(), seen.index.min()) if len(seen) else frame["period"].min()
    return frame.assign(period=first), seen


def _base(frame: pd.DataFrame, base_share: float | str | None, neutral: float) -> float:
    if base_share is None:
        return neutral
    if base_share == "corpus":
        total = float(frame["count"].sum())
        conflict = float(frame.loc[frame["quad"] >= 3, "count"].sum())
        return (conflict + 0.5) / (total + 1)
    if isinstance(base_share, str):
        msg = f"base share {base_share!r} is neither a number, nor None, nor 'corpus'"
        raise errors.InputError(msg)
    return float(base_share)


def _long(frame: pd.DataFrame, *, directed: bool) -> pd.DataFrame:
    """Each act once for its pair and, where wanted, once for its direction."""
    forth = (frame["source"] < frame["target"]).to_numpy()
    source, target = frame["source"].astype("object").to_numpy(), frame["target"].astype("object").to_numpy()
    pair = frame.assign(
        a=np.where(forth, source, target), b=np.where(forth, target, source), directed=False, forth=forth
    )
    if not directed:
        return pair.reset_index(drop=True)
    return pd.concat([pair, frame.assign(a=source, b=target, directed=True, forth=True)], ignore_index=True)


def _counted(cells: _decay.Cells, long: pd.DataFrame) -> pd.DataFrame:
    """Fill counts, weighted counts, effective number, reciprocity and mean weight."""
    rows = cells.rows.copy()
    count, quad = long["count"].to_numpy(), long["quad"].to_numpy()
    for number, column in enumerate(selection.COUNTS, start=1):
        rows[column] = cells.raw(count * (quad == number))
    rows["n"] = rows[list(selection.COUNTS)].sum(axis=1)
    rows["n_weighted"] = cells.total(count)
    squares = cells.squares(count)
    rows["n_eff"] = np.divide(rows["n_weighted"] ** 2, squares, out=np.zeros(len(rows)), where=squares > 0)
    rows["conflict"] = cells.total(count * (quad >= 3))
    rows["material"] = cells.total(count * (quad == 4))
    known = long["goldstein"].notna().to_numpy() * count
    total, weighed = cells.total(known), cells.total(known * long["goldstein"].fillna(0.0).to_numpy())
    rows["goldstein_mean"] = np.divide(weighed, total, out=np.full(len(rows), np.nan), where=total > 0)
    rows["forth"] = cells.total(count * long["forth"].to_numpy())
    rows["reciprocity"] = _reciprocity(rows)
    return rows


def _reciprocity(rows: pd.DataFrame) -> np.ndarray:
    """2 * min(n_ab, n_ba) / (n_ab + n_ba) of the pair, on all its rows."""
    pairs = rows.loc[~rows["directed"]]
    forth, back = pairs["forth"], pairs["n_weighted"] - pairs["forth"]
    value = 2 * np.minimum(forth, back) / pairs["n_weighted"].where(pairs["n_weighted"] > 0)
    by_pair = pd.Series(value.to_numpy(), index=pd.MultiIndex.from_frame(pairs[["a", "b", "period"]]))
    first, last = np.minimum(rows["a"], rows["b"]), np.maximum(rows["a"], rows["b"])
    found = by_pair.reindex(pd.MultiIndex.from_arrays([first, last, rows["period"]]))
    return np.asarray(np.clip(found.to_numpy(dtype=np.float64), 0.0, 1.0))


def _add_intensity(rows: pd.DataFrame, exposure: np.ndarray, level: float) -> str:
    pairs = ~rows["directed"].to_numpy()
    shape, rate = estimates.rate_prior(rows["material"][pairs], exposure[pairs], worth=_WORTH)
    found = estimates.gamma_rate(rows["material"], exposure, shape=shape, rate=rate, level=level, per=PER)
    rows["intensity"], rows["intensity_low"], rows["intensity_high"] = found.value, found.low, found.high
    return f"Gamma with shape {shape:g} and rate {rate:.4g} {rows['exposure_kind'].iloc[0]}, told per {PER:,.0f}"


def _bootstrap(
    cells: _decay.Cells, long: pd.DataFrame, times: int, seed: int, prior: tuple[float, float, float]
) -> tuple[np.ndarray, np.ndarray]:
    """Band of the shrunk share over Poisson bootstrap replicates of the clusters."""
    rng = np.random.default_rng(seed)
    strength, base, level = prior
    cluster, names = pd.factorize(long["cluster"], sort=True)
    count, conflict = long["count"].to_numpy(), (long["quad"] >= 3).to_numpy()
    found = np.empty((times, len(cells.rows)))
    for number in range(times):
        drawn = rng.poisson(1.0, len(names))[cluster] * count
        found[number] = (cells.total(drawn * conflict) + strength * base) / (cells.total(drawn) + strength)
    low, high = np.quantile(found, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return low, high
