"""Measure bands and breaks on planted histories: coverage, recall, delay, false breaks, time.

Ten years of weekly series of six pairs a history, from fixed seeds
(`tests/planted.py`): overdispersed acts, bursts of reporting, repeated reports, slow drift.
"""

import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import planted

from analysis.tension import find_breaks, measure

CASES: dict[str, dict[str, float]] = {
    "default": {}, "few acts (1.5 a week)": {"busy": 1.5}, "many acts (25 a week)": {"busy": 25},
    "strong overdispersion": {"overdispersion": 0.5},
    "no overdispersion, no repeats": {"overdispersion": 0, "repeats": 0},
    "strong drift": {"drift": 0.3}, "no break": {"changes": 0},
}  # fmt: skip
SEEDS = range(8)


def measured(plan: planted.History, half_life: float | None = None) -> pd.DataFrame:
    until = plan.articles.index.max()
    return measure(plan.events, freq="W", half_life=half_life, exposure=plan.articles, until=until).frame


def coverage() -> None:
    print("Coverage of 90 % bands (direction, intensity): each week, half-life 28 days, half-life 182 days")
    for name, options in CASES.items():
        plans = [planted.history(seed, **options) for seed in SEEDS]
        cells = []
        for half_life in (None, 28.0, 182.0):
            found = np.mean([planted.covered(plan, measured(plan, half_life)) for plan in plans], axis=0)
            cells.append(f"{found[0]:.3f} {found[1]:.3f}")
        print(f"  {name:30s} {'   '.join(cells)}")


def breaks_found() -> None:
    print("Breaks: recall within three weeks, median delay in weeks, planted week in the interval, false in ten years")
    for name, options in CASES.items():
        rows, false = [], 0
        for seed in SEEDS:
            plan = planted.history(100 + seed, **options)
            table, wrong = planted.recovered(plan, find_breaks(measured(plan)).breaks)
            rows.append(table)
            false += wrong
        table = pd.concat(rows)
        cells = [
            f"{component} {part['found'].mean():.2f} of {len(part)}, {part['delay'].median():.0f}, "
            f"{part['in_interval'].dropna().astype(float).mean():.2f}"
            for component, part in table.groupby("component")
        ]
        print(f"  {name:30s} {'; '.join(cells) or 'none planted'}; false {false / (len(SEEDS) * 6):.2f} a pair")


def ranking() -> None:
    """Whether a composite ranks a pair's weeks by planted heat better than direction or intensity alone."""
    print("Within-pair AUC for weeks above the pair's usual heat (share and material rate both above their medians)")
    scores: dict[str, list[float]] = {"direction": [], "intensity": [], "hostility": [], "mean of both ranks": []}
    for seed in SEEDS:
        plan = planted.history(200 + seed)
        table = plan.truth.merge(measured(plan, 28.0), on=["a", "b", "period"])
        share = (table["vf"] + table["mf"]) / table[["vc", "mc", "vf", "mf"]].sum(axis=1)
        table = table.assign(share=share)
        for _, own in table.groupby("a"):
            hot = ((own["share"] > own["share"].median()) & (own["mf"] > own["mf"].median())).to_numpy()
            ranks = own[["direction", "intensity", "hostility"]].rank(pct=True)
            ranks["mean of both ranks"] = ranks[["direction", "intensity"]].mean(axis=1)
            for name, values in ranks.items():
                known = values.notna().to_numpy()
                if 0 < hot[known].sum() < known.sum():
                    test = stats.mannwhitneyu(values[known & hot], values[known & ~hot])
                    scores[str(name)].append(test.statistic / (hot[known].sum() * (~hot)[known].sum()))
    for name, found in scores.items():
        print(f"  {name:30s} {np.mean(found):.3f}")


def main() -> None:
    started = time.perf_counter()
    coverage()
    breaks_found()
    ranking()
    print(f"{time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
