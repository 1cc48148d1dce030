"""Sum a table of counts to what is looked at: dyads, actors, triads, the system."""

import itertools
from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis import errors
from analysis.events import counts

LEVELS = ("dyad", "actor", "triad", "system")
ALL = "*"
MOST_TRIADS = 40


def gather(table: pd.DataFrame, *, by: str, directed: bool, only: Sequence[str] | None) -> pd.DataFrame:
    """Sum a directed table of counts to the level `by`; `only` keeps acts between the actors named.

    Raises
    ------
    InputError
        If triads are asked for among more than `MOST_TRIADS` actors.
    """
    if only is not None:
        table = table[table["a"].isin(only) & table["b"].isin(only)]
    if table.empty:
        return counts.empty()
    if by == "dyad":
        return table if directed else counts.finish(counts.undirected(table))
    if by == "system":
        return _sum(table.assign(a=ALL, b=ALL))
    if by == "actor":
        sent = table.assign(b=ALL)
        got = table.assign(a=table["b"], b=ALL)
        return _sum(sent if directed else pd.concat([sent, got]))
    return _triads(counts.undirected(table))


def _sum(table: pd.DataFrame) -> pd.DataFrame:
    return counts.finish(table.groupby(["a", "b", "period"], as_index=False)[list(counts.QUADS)].sum())


def _triads(table: pd.DataFrame) -> pd.DataFrame:
    actors = sorted(set(table["a"]) | set(table["b"]))
    if len(actors) > MOST_TRIADS:
        msg = f"triads among {len(actors)} actors are too many; name at most {MOST_TRIADS} by `only`"
        raise errors.InputError(msg)
    pairs = set(zip(table["a"], table["b"], strict=True))
    parts = []
    for three in itertools.combinations(actors, 3):
        edges = set(itertools.combinations(three, 2))
        if edges <= pairs:
            own = np.array([pair in edges for pair in zip(table["a"], table["b"], strict=True)])
            parts.append(table[own].assign(a=three[0], b=f"{three[1]}+{three[2]}"))
    return _sum(pd.concat(parts)) if parts else counts.empty()
