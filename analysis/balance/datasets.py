"""Load the two signed networks from the literature that come with the package (`data/signed/README.md`)."""

import networkx as nx
import pandas as pd

from analysis import _package, errors

_SIGNS = {"friends": 1, "foes": -1}


def load_tribes() -> nx.Graph:
    """Friends and foes among 16 sub-tribes of the Gahuku-Gama (Read 1954)."""
    return _graph(_table("tribes"))


def load_powers(year: int) -> nx.Graph:
    """Friends and foes among six European powers in a year from 1872 to 1917 (Antal, Krapivsky and Redner 2006).

    Raises
    ------
    InputError
        If the table has no tie in that year.
    """
    table = _table("powers")
    held = table[(table["from"].astype(int) <= year) & (year < table["until"].astype(int))]
    if held.empty:
        msg = f"no tie in {year}; the table runs from {table['from'].min()} to {int(table['until'].max()) - 1}"
        raise errors.InputError(msg)
    return _graph(held)


def _table(name: str) -> pd.DataFrame:
    return pd.read_csv(_package.DATA / "signed" / f"{name}.csv", dtype=str, keep_default_na=False)


def _graph(table: pd.DataFrame) -> nx.Graph:
    graph: nx.Graph = nx.Graph()
    graph.add_nodes_from(sorted(set(table["a"]) | set(table["b"])))
    for a, b, relation in table[["a", "b", "relation"]].itertuples(index=False):
        graph.add_edge(a, b, sign=_SIGNS[relation])
    return graph
