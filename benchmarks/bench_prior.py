"""Choose priors and a composite: within-pair AUC for years of disputes and weeks of wars, by candidate.

`python benchmarks/bench_prior.py folder`, with `levant_cameo.csv.gz` and
`balkans_weis.csv.gz` of the KEDS project in the folder or below it. Data after
2001 are left out, so that later disputes can test what was chosen. The years
with a dispute (threat, display or use of force between the two sides) and with
use of force are in `disputes.csv`, taken from the historical record and not
from a published list; the weeks of wars are below.

Each table is made three times: with the data as they are, and with the
coverage of each pair and year drawn anew (events kept with probability
proportional to exp(sigma z), z standard normal), so that volume says less about
conflict. The best row there is the one that does not live on volume.
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import signal, special, stats

from analysis import eventdata
from analysis.events import counts
from analysis.events.counts import FORCE, FORCE_ROOTS, QUADS
from analysis.tension import measure

LAST_YEAR = 2001
SIGMAS, SEEDS = (0.0, 1.2, 2.0), 4
FILES = {"levant": ("levant_cameo.csv.gz", "keds_cameo"), "balkans": ("balkans_weis.csv.gz", "keds_weis")}
WARS = {
    "levant": (
        ("ISR", "LBN", ("1982-06-06/1982-09-30", "1993-07-25/1993-07-31", "1996-04-11/1996-04-27")),
        ("ISR", "PSE", ("1987-12-09/1991-01-16", "2000-09-28/2001-12-31")),
        ("IRN", "IRQ", ("1980-09-22/1988-08-20",)),
        ("IRQ", "KWT", ("1990-08-02/1991-02-28",)),
        ("IRQ", "USA", ("1991-01-17/1991-02-28", "1998-12-16/1998-12-19")),
    ),
    "balkans": (
        ("HRV", "SRB", ("1991-06-27/1992-01-03", "1995-08-04/1995-08-07")),
        ("BIH", "SRB", ("1992-04-06/1995-10-12",)),
        ("SRB", "XKX", ("1998-03-01/1999-06-10",)),
        ("IGO:NATO", "YUG", ("1999-03-24/1999-06-10",)),
        ("USA", "YUG", ("1999-03-24/1999-06-10",)),
    ),
}
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Panel:
    """Counts of pairs by years by kinds; for each labelled pair whether its years had a dispute, and force.

    Kinds are the quad classes, of conflict those without force, then verbal and material conflict with it.
    """

    pairs: pd.MultiIndex
    years: npt.NDArray[np.int64]
    acts: Floats
    labels: Mapping[tuple[str, str], tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]]

    @property
    def n(self) -> Floats:
        """All acts."""
        return self.acts.sum(axis=2)

    @property
    def conflict(self) -> Floats:
        """Verbal and material conflict."""
        return self.acts[:, :, 2:].sum(axis=2)

    @property
    def verbal(self) -> Floats:
        """Verbal conflict."""
        return self.acts[:, :, 2] + self.acts[:, :, 4]

    @property
    def force(self) -> Floats:
        """Conflict that threatens, shows or uses force."""
        return self.acts[:, :, 4] + self.acts[:, :, 5]

    @property
    def material(self) -> Floats:
        """Material conflict."""
        return self.acts[:, :, 3] + self.acts[:, :, 5]

    def frame(self) -> pd.DataFrame:
        """The table of counts that `measure` takes."""
        starts = pd.to_datetime([f"{year}-01-01" for year in self.years])
        rows = pd.MultiIndex.from_tuples([(a, b, start) for a, b in self.pairs for start in starts])
        parts = [self.acts[:, :, 0], self.acts[:, :, 1], self.verbal, self.material, self.force]
        table = pd.DataFrame(np.stack(parts, axis=2).reshape(-1, 5), index=rows, columns=[*QUADS, FORCE])
        return table[table.sum(axis=1) > 0].rename_axis(["a", "b", "period"]).reset_index()


def panel(events: pd.DataFrame, data: str) -> Panel:
    """Monthly counts as a panel of years, of the pairs with 20 acts or more."""
    tables = []
    for chosen in (events, events[events["root"].isin(FORCE_ROOTS)]):
        monthly = counts.gather(counts.count_acts(chosen, freq="M", once=True), by="dyad", directed=False, actors=None)
        tables.append(monthly[monthly["period"].dt.year <= LAST_YEAR].assign(year=monthly["period"].dt.year))
    wide, forceful = (
        table.pivot_table(index=["a", "b"], columns="year", values=list(QUADS), aggfunc="sum", fill_value=0.0)
        for table in tables
    )
    years = np.arange(tables[0]["year"].min(), LAST_YEAR + 1)
    acts, force = (
        np.stack([part[quad].reindex(wide.index, columns=years).fillna(0.0).to_numpy() for quad in QUADS], axis=2)
        for part in (wide, forceful)
    )
    force = force[:, :, 2:]
    acts = np.concatenate([acts[:, :, :2], acts[:, :, 2:] - force, force], axis=2)
    kept = acts.sum(axis=(1, 2)) >= 20
    pairs = wide.index[kept]
    rows = pd.read_csv(Path(__file__).with_name("disputes.csv"), keep_default_na=False)
    labels = {
        (row.a, row.b): (np.isin(years, _years(row.any_dispute)), np.isin(years, _years(row.force)))
        for row in rows[rows["data"] == data].itertuples()
        if (row.a, row.b) in pairs
    }
    return Panel(pairs, years, acts[kept].astype(np.float64), labels)


def _years(text: str) -> list[int]:
    spans = [[int(year) for year in part.split("-")] for part in text.split()]
    return [year for span in spans for year in range(span[0], span[-1] + 1)]


def respread(whole: Panel, sigma: float, seed: int) -> Panel:
    """The panel with coverage drawn anew for each pair and year."""
    rng = np.random.default_rng(seed)
    drawn = sigma * rng.normal(size=whole.n.shape)
    kept = np.exp(drawn - drawn.max(axis=1, keepdims=True))
    return replace(whole, acts=rng.binomial(whole.acts.astype(int), kept[:, :, None]).astype(np.float64))


def auc(score: Floats, positive: npt.NDArray[np.bool_]) -> float:
    """Chance that a period of dispute scores higher than one without; missing where there is only one kind."""
    n_positive, n_other = positive.sum(), (~positive).sum()
    if not (n_positive and n_other):
        return float("nan")
    ranks = stats.rankdata(score)[positive].sum() - n_positive * (n_positive + 1) / 2
    return float(ranks / (n_positive * n_other))


def judged(whole: Panel, scores: Floats) -> list[float]:
    """Mean within-pair AUC for years of any dispute, and of force."""
    rows = {pair: at for at, pair in enumerate(whole.pairs)}
    seen = whole.n > 0
    found = [[], []]
    for pair, kinds in whole.labels.items():
        at, known = rows[pair], seen[rows[pair]]
        for number, kind in enumerate(kinds):
            found[number].append(auc(scores[at][known], kind[known]))
    return [float(np.nanmean(one)) for one in found]


def share(strength: float, base: str | float, quantile: float | None = None) -> Callable[[Panel], Floats]:
    """Conflict share with a Beta prior of fixed strength: the pair's own share, that of all acts, or a number."""

    def score(data: Panel) -> Floats:
        n, m = data.n, data.conflict
        pooled = m.sum() / n.sum()
        bases = {
            "own": ((m.sum(axis=1) + 20 * pooled) / (n.sum(axis=1) + 20))[:, None],
            "all acts": np.full((len(n), 1), pooled),
            "typical": np.full((len(n), 1), (m[n > 0] / n[n > 0]).mean()),
        }
        pi = bases[base] if isinstance(base, str) else np.full((len(n), 1), base)
        above, below = m + strength * pi, n - m + strength * (1 - pi)
        return np.asarray(above / (above + below) if quantile is None else special.betaincinv(above, below, quantile))

    return score


def discounted(values: Floats, keep: float, *, both_ways: bool = False) -> Floats:
    """Sums over past years, each year back worth `keep` of the one after; and over the years to come."""
    past = signal.lfilter([1.0], [1.0, -keep], values, axis=1)
    if not both_ways:
        return np.asarray(past)
    return np.asarray(past + signal.lfilter([1.0], [1.0, -keep], values[:, ::-1], axis=1)[:, ::-1] - values)


def random_walk(keep: float, strength: float = 10.0) -> Callable[[Panel], Floats]:
    """Beta-binomial with discounted counts (West and Harrison 1997), from the share of all acts."""

    def score(data: Panel) -> Floats:
        pooled = data.conflict.sum() / data.n.sum()
        return (discounted(data.conflict, keep) + strength * pooled) / (discounted(data.n, keep) + strength)

    return score


def volume_corrected(power: float) -> Callable[[Panel], Floats]:
    """Material conflict by the volume of the year: the median pair's factor (Anders and Huber 2010) to a power."""

    def score(data: Panel) -> Floats:
        logs = np.log(data.n + 0.5)
        factor = np.median((logs - logs.mean(axis=1, keepdims=True))[data.n.sum(axis=1) >= 50], axis=0)
        return data.material / np.exp(power * factor)

    return score


def against_usual(
    usual: float, verbal: float, keep: float = 0.0, *, both_ways: bool = False
) -> Callable[[Panel], Floats]:
    """(verbal * v + m) / (n + usual * mean n), of discounted counts."""

    def score(data: Panel) -> Floats:
        heat, n = verbal * data.verbal + data.material, data.n
        mean = n.mean(axis=1, keepdims=True) * discounted(np.ones_like(n), keep, both_ways=both_ways)
        heat, n = discounted(heat, keep, both_ways=both_ways), discounted(n, keep, both_ways=both_ways)
        return heat / (n + usual * mean + 1)

    return score


def by_force(other: float) -> Callable[[Panel], Floats]:
    """Force, and other conflict by that weight, against three times the usual volume."""

    def score(data: Panel) -> Floats:
        heat = data.force + other * (data.conflict - data.force)
        return heat / (data.n + 3 * data.n.mean(axis=1, keepdims=True) + 1)

    return score


def with_partners(weight: float) -> Callable[[Panel], Floats]:
    """Log conflict against volume, plus that of both sides with all others."""

    def score(data: Panel) -> Floats:
        heat, n = 0.5 * data.verbal + data.material, data.n
        total = np.log(heat + 0.5) - 0.4 * np.log(n + 1)
        for side in (0, 1):
            actors = data.pairs.get_level_values(side)
            everyone = [actors, data.pairs.get_level_values(1 - side)]
            for_actor = {
                actor: [sum(values[names == actor].sum(axis=0) for names in everyone) for values in (heat, n)]
                for actor in actors.unique()
            }
            other = np.array(
                [np.log(for_actor[actor][0] + 5) - 0.4 * np.log(for_actor[actor][1] + 10) for actor in actors]
            )
            total = total + weight / 2 * other
        return total

    return score


def shipped(column: str) -> Callable[[Panel], Floats]:
    """A column of `tension.measure` at its defaults."""

    def score(data: Panel) -> Floats:
        found = measure(data.frame(), freq="Y").frame
        wide = found.pivot_table(index=["a", "b"], columns="period", values=column, dropna=False).reindex(data.pairs)
        return np.asarray(wide.fillna(-1.0).to_numpy(dtype=np.float64))

    return score


CANDIDATES: Mapping[str, Callable[[Panel], Floats]] = {
    "number of acts": lambda data: data.n,
    "number of material conflicts": lambda data: data.material,
    "number of conflicts": lambda data: data.conflict,
    "share, own base, worth 2": share(2, "own"),
    "share, own base, worth 20": share(20, "own"),
    "share, own base, worth 20, lower bound": share(20, "own", 0.05),
    "share, base of all acts, worth 5": share(5, "all acts"),
    "share, base of all acts, worth 20": share(20, "all acts"),
    "share, base of all acts, worth 20, lower bound": share(20, "all acts", 0.05),
    "share, typical base, worth 20": share(20, "typical"),
    "share, base .1, worth 20": share(20, 0.1),
    "share, discounted counts, a year worth .2": random_walk(0.2),
    "share, discounted counts, a year worth .5": random_walk(0.5),
    "material conflict, a year worth .1": lambda data: discounted(data.material, 0.1),
    "material conflict, a year worth .5": lambda data: discounted(data.material, 0.5),
    "material conflict by volume of the year": volume_corrected(1.0),
    "material conflict by its square root": volume_corrected(0.5),
    "against usual volume: 1, verbal 1": against_usual(1, 1.0),
    "against usual volume: 1, verbal .5": against_usual(1, 0.5),
    "against usual volume: 3, verbal 1": against_usual(3, 1.0),
    "against usual volume: 3, verbal .5": against_usual(3, 0.5),
    "against usual volume: 3, verbal 0": against_usual(3, 0.0),
    "the same, verbal .5, a year worth .2": against_usual(3, 0.5, 0.2),
    "the same, verbal .5, both ways .2": against_usual(3, 0.5, 0.2, both_ways=True),
    "against usual volume: 3, force, other 0": by_force(0.0),
    "against usual volume: 3, force, other .1": by_force(0.1),
    "against usual volume: 3, force, other .25": by_force(0.25),
    "against usual volume: 3, force, other .5": by_force(0.5),
    "log conflict against volume": with_partners(0.0),
    "the same with partners, .5": with_partners(0.5),
    "the same with partners, 1": with_partners(1.0),
    "mean of both ranks (shipped)": lambda data: sum(
        stats.rankdata(shipped(column)(data), axis=1) for column in ("direction", "intensity")
    ),
    "direction (shipped)": shipped("direction"),
    "direction, lower bound (shipped)": shipped("direction_low"),
    "intensity (shipped)": shipped("intensity"),
    "hostility (shipped)": shipped("hostility"),
}


def disputes(panels: Mapping[str, Panel]) -> None:
    print("Within-pair AUC for years of disputes, any and force; mean of Levant and Balkans, then each")
    for sigma in SIGMAS:
        print(f"coverage drawn anew with sigma {sigma}" if sigma else "as they are")
        drawn = {
            name: [respread(whole, sigma, seed) for seed in range(SEEDS)] if sigma else [whole]
            for name, whole in panels.items()
        }
        for name, score in CANDIDATES.items():
            cells = np.array([np.mean([judged(one, score(one)) for one in ones], axis=0) for ones in drawn.values()])
            each = "   ".join(f"{any_kind:.3f} {force:.3f}" for any_kind, force in cells)
            print(f"  {name:48s} {cells[:, 0].mean():.3f} {cells[:, 1].mean():.3f}   ({each})")


def wars(events: Mapping[str, pd.DataFrame]) -> None:
    print("Within-pair AUC for weeks of wars, mean over ten pairs: each week, half-life 28 days")
    found: dict[str, list[list[float]]] = {}
    for data, table in events.items():
        actors = sorted({side for a, b, _ in WARS[data] for side in (a, b)})
        for at, half_life in enumerate((None, 28.0)):
            measured = measure(table, freq="W", half_life=half_life, actors=actors).frame
            for a, b, spans in WARS[data]:
                own = measured[(measured["a"] == a) & (measured["b"] == b) & (measured["period"].dt.year <= LAST_YEAR)]
                ends = own["period"] + pd.Timedelta(days=6)
                at_war = np.zeros(len(own), dtype=bool)
                for first, last in (span.split("/") for span in spans):
                    at_war |= ((ends >= first) & (own["period"] <= last)).to_numpy()
                for column in ("direction", "intensity", "threats", "hostility", "n"):
                    known = own[column].notna().to_numpy()
                    cells = found.setdefault(column, [[], []])
                    cells[at].append(auc(own[column].to_numpy()[known], at_war[known]))
    for column, cells in found.items():
        print(f"  {column:20s} " + "  ".join(f"{np.mean(one):.3f}" for one in cells))


def main(folder: Path) -> None:
    events = {}
    for name, (file, fmt) in FILES.items():
        path = next(iter(sorted(folder.rglob(file))), None)
        if path is None:
            sys.exit(f"{folder}: no {file} in it or below it")
        events[name] = eventdata.read(path, fmt).events
    panels = {name: panel(table, name) for name, table in events.items()}
    wars(events)
    disputes(panels)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
