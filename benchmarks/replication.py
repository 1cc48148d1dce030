"""Check published numbers on data that may not travel with the package.

`make verify DATA=folder` or `python benchmarks/replication.py folder`. The folder
holds Sampson's monastery as `sam_aff2.csv`, `sam_aff3.csv`, `sam_aff4.csv`
(columns `u`, `v`, `value`: who names whom, +3 liked most to -3 liked least),
directly or in a subfolder, and the files of `benchmarks/replication_tension.py`.
What is not there is said and not checked.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import networkx as nx
import pandas as pd
import replication_tension
from replication_check import Check, file_in

from analysis import balance, errors

_AREF = "Aref and others 2020, multilevel balance notebook"
_CRITERION = "Doreian and Mrvar 1996, as remembered, not read"
_BEFORE = "found before by another program"


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


CHECKS: dict[str, Callable[[Path], Iterator[Check]]] = {
    "Sampson's monastery": sampson,
    "Breaks in the Levant": replication_tension.levant,
    "Serbia and Bosnia": replication_tension.balkans,
    "Geopolitical risk": replication_tension.geopolitical_risk,
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
