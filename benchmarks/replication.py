"""Check published numbers on data that may not travel with the package.

`make verify DATA=folder` or `python benchmarks/replication.py folder`. The folder
holds, directly or in a subfolder,

- Sampson's monastery as `sam_aff2.csv`, `sam_aff3.csv`, `sam_aff4.csv`
  (columns `u`, `v`, `value`: who names whom, +3 liked most to -3 liked least);
- `levant_cameo.csv.gz` and `balkans_weis.csv.gz`: the KEDS lists (columns
  `date`, `source`, `target`, `code`) for the Levant, 1979 to 2011, and the
  Balkans, 1989 to 2003;
- `gpr_monthly_country.csv`: the monthly index of Caldara and Iacoviello, with
  `month`, `GPR`, `SHARE_GPR`, `GPRH`, `SHARE_GPRH`.

A file that is missing is reported and not checked.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import networkx as nx
import pandas as pd

from analysis import balance, errors, eventdata
from analysis.tension import attention, measure

DIGITS = 5e-8
_AREF = "Aref and others 2020, multilevel balance notebook"
_CRITERION = "Doreian and Mrvar 1996, as remembered, not read"
_BEFORE = "found before by another program"
_HISTORY = "the historical record"
_VIGNETTE = "vignette of the R package events: weekly sums, Serbia to Bosnia"
# weeks of the vignette's last rows: sum of WEIS Goldstein weights, number of events
_WEEKS = {
    "1995-11-20": (24.5, 11), "1995-11-27": (24.3, 5), "1995-12-04": (2.9, 2), "1995-12-11": (11.7, 10),
    "1995-12-18": (-0.2, 1),
}  # fmt: skip
# pair, component, the week of the event and what happened
_EVENTS = (
    (("ISR", "PSE"), "direction", "2000-10-02", "second Intifada"),
    (("ISR", "PSE"), "intensity", "1987-12-07", "first Intifada"),
    (("ISR", "LBN"), "intensity", "1982-06-07", "invasion of Lebanon"),
    (("ISR", "LBN"), "intensity", "2006-07-10", "July war"),
)


@dataclass(frozen=True, slots=True)
class Check:
    """One number: what is published (or was found before), what is found here, and how near they must be."""

    name: str
    published: float
    found: float
    source: str
    within: float = DIGITS

    @property
    def holds(self) -> bool:
        """Whether both agree: by default to the published digits, at most nine."""
        return abs(self.published - self.found) < self.within


def file_in(folder: Path, name: str) -> Path | None:
    """The first file of that name in the folder or below it."""
    return next(iter(sorted(folder.rglob(name))), None)


def sampson(folder: Path) -> Iterator[Check]:
    """The checks on Sampson's monastery, times 2 to 4.

    Raises
    ------
    InputError
        If a table lacks a column.
    """
    for time, index in ((2, 21), (3, 20), (4, 14)):
        file = file_in(folder, f"sam_aff{time}.csv")
        if file is not None:
            graph = _read(file)
            found = balance.frustration(graph)
            source = _AREF if time == 2 else _BEFORE
            yield Check(f"T{time}: frustration index, directed", index, found.index, source)
            yield Check(f"T{time}: optimum proven", 1, float(found.proven), "1 is yes")
            yield from _criteria(graph, time)
            if time == 2:
                yield from _second(graph, found)


def _criteria(graph: nx.DiGraph, time: int) -> Iterator[Check]:
    """Doreian and Mrvar's criterion with alpha 0.5: half the weight violated."""
    for blocks, value in zip((2, 3), {2: (21.5, 17.5), 3: (16.0, 11.0), 4: (12.5, 10.5)}[time], strict=True):
        found = balance.frustration(graph, blocks, weight="weight")
        yield Check(f"T{time}: criterion for {blocks} blocks, valued", value, found.index / 2, _CRITERION)


def _second(graph: nx.DiGraph, found: balance.Frustration) -> Iterator[Check]:
    cohesive, divisive = balance.cohesion(graph, found.partition)
    yield Check("T2: cohesiveness", 0.8269230769, cohesive, _AREF)
    yield Check("T2: divisiveness", 0.7692307692, divisive, _AREF)
    census = balance.triad_census(graph)
    if isinstance(census, balance.DirectedTriads):
        yield Check("T2: triads without a tie", 94, census.counts["003"], _AREF)
        yield Check("T2: triads with all ties", 2, census.counts["300"], _AREF)
        yield Check("T2: transitive triads", 60, census.transitive, _AREF)
        yield Check("T2: balanced ones of these", 41, census.balanced, _AREF)
    yield Check("T2: density", 0.3398692810, nx.density(graph), _AREF)
    yield Check("T2: transitivity", 0.3488372093, nx.transitivity(graph), _AREF)
    yield Check("T2: mean distance", 1.7450980392, nx.average_shortest_path_length(graph), _AREF)


def _read(file: Path) -> nx.DiGraph:
    table = pd.read_csv(file, keep_default_na=False)
    missing = {"u", "v", "value"} - set(table.columns)
    if missing:
        msg = f"{file}: no column {', '.join(sorted(missing))}"
        raise errors.InputError(msg)
    graph = nx.DiGraph()
    for row, (u, v, value) in enumerate(table[["u", "v", "value"]].itertuples(index=False), start=2):
        if not isinstance(value, int | float) or value == 0:
            msg = f"{file}, line {row}, column 'value': {value!r} is not a number other than 0"
            raise errors.InputError(msg)
        graph.add_edge(u, v, sign=1 if value > 0 else -1, weight=float(abs(value)))
    return graph


def levant(folder: Path) -> Iterator[Check]:
    """Known breaks of Israel's dyads in weekly series at the default setting, in weeks from the event."""
    file = file_in(folder, "levant_cameo.csv.gz")
    if file is None:
        return
    events = eventdata.read(file, "keds_cameo").events
    found = measure(events, freq="W", actors=("ISR", "PSE", "LBN")).breaks().breaks
    for pair, component, week, what in _EVENTS:
        mine = found["a"].isin(pair) & found["b"].isin(pair) & (found["component"] == component)
        weeks = (found.loc[mine, "period"] - pd.Timestamp(week)).dt.days / 7
        nearest = float(weeks.abs().min()) if len(weeks) else float("inf")
        yield Check(f"{'-'.join(pair)}: {what}, {component}, weeks apart", 0, nearest, _HISTORY, within=1.01)


def balkans(folder: Path) -> Iterator[Check]:
    """Weekly sums of weights of what Serbia did to Bosnia."""
    file = file_in(folder, "balkans_weis.csv.gz")
    if file is None:
        return
    own = {"SER": "SER", "BOS": "BOS"}  # the bare codes, apart from those of armies and parties
    events = eventdata.read(file, "keds_weis", weights="weis", actor_codes=own).events
    acts = events[(events["source"] == "SER") & (events["target"] == "BOS")]
    weekly = acts.groupby(acts["when_first"].dt.to_period("W-SUN").dt.start_time)["goldstein"].agg(["sum", "size"])
    for week, (total, number) in _WEEKS.items():
        found = weekly.reindex([pd.Timestamp(week)]).fillna(0.0).iloc[0]
        yield Check(f"week of {week}: sum of weights", total, round(float(found["sum"]), 9), _VIGNETTE)
        yield Check(f"week of {week}: events", number, float(found["size"]), _VIGNETTE)


def geopolitical_risk(folder: Path) -> Iterator[Check]:
    """The published index from its article shares, which are rounded to 0.01 per cent.

    Raises
    ------
    InputError
        If the table lacks a column.
    """
    file = file_in(folder, "gpr_monthly_country.csv")
    if file is None:
        return
    table = pd.read_csv(file, encoding="utf-8-sig", low_memory=False)
    missing = {"month", "GPR", "SHARE_GPR", "GPRH", "SHARE_GPRH"} - set(table.columns)
    if missing:
        msg = f"{file}: no column {', '.join(sorted(missing))}"
        raise errors.InputError(msg)
    table = table.set_index(pd.to_datetime(table["month"], format="%d/%m/%Y"))
    for name, first in (("GPR", "1985-01-01"), ("GPRH", "1900-01-01")):
        share, base = table[f"SHARE_{name}"].dropna(), (first, "2019-12-31")
        found = attention.normalise(share, base=base)
        rounding = 0.005 * 100 / float(share[slice(*base)].mean()) + 0.005
        apart = float((found - table[name]).abs().max())
        yield Check(f"{name}: mean over {first[:4]} to 2019", 100, float(found[slice(*base)].mean()), "AER 2022")
        yield Check(f"{name}: largest difference, {len(share)} months", 0, apart, "AER 2022", within=rounding)


CHECKS: dict[str, Callable[[Path], Iterator[Check]]] = {
    "Sampson's monastery": sampson,
    "Breaks in the Levant": levant,
    "Serbia and Bosnia": balkans,
    "Geopolitical risk": geopolitical_risk,
}


def run(folder: Path) -> tuple[list[str], bool]:
    """All checks on `folder` as lines of text, and whether some were made and every one holds.

    Raises
    ------
    InputError
        If there is no such folder.
    """
    if not folder.is_dir():
        msg = f"{folder}: no such folder; give one with make verify DATA=folder"
        raise errors.InputError(msg)
    lines, wrong, made = [], 0, 0
    for name, checks in CHECKS.items():
        found = list(checks(folder))
        lines.append(
            f"{name}: {sum(c.holds for c in found)} of {len(found)} hold"
            if found
            else f"{name}: not there, not checked"
        )
        lines += [
            f"  {'ok ' if c.holds else 'NOT'} {c.name}: {c.published:.10g}, here {c.found:.10g} ({c.source})"
            for c in found
        ]
        made, wrong = made + len(found), wrong + sum(not check.holds for check in found)
    return lines, made > 0 and wrong == 0


def main(arguments: list[str]) -> int:
    """Print the checks; 0 if all hold, 1 if one does not or none was made, 2 if the folder cannot be used."""
    try:
        lines, holds = run(Path(arguments[0] if arguments else ""))
    except errors.InputError as error:
        print(error, file=sys.stderr)
        return 2
    print("\n".join(lines))
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
