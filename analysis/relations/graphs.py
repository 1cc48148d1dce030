"""Networks as plain networkx graphs: an edge for each event, or a signed edge for each relation.

A sign is +1 (cooperative), -1 (hostile) or 0 (unclear). Graphs are written as
GraphML or GEXF without empty attributes, and read back equal.
"""

import math
import numbers
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import networkx as nx
import pandas as pd

from analysis import errors
from analysis.events.periods import parse_period

_EVENT_ATTRIBUTES = (
    "root", "mode", "context", "cameo", "quad", "goldstein", "when_first", "when_last", "when_precision",
    "modality", "source_role", "target_role", "attributed_to", "place", "decided_by", "confidence", "n_reports",
)  # fmt: skip
_EDGE_ATTRIBUTES = ("n", "n_eff", "n_vc", "n_mc", "n_vf", "n_mf", "share", "share_low", "share_high", "intensity")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WRITTEN = re.compile(r' lastmodifieddate="[^"]*"')
_WRITERS = {".graphml": nx.write_graphml_xml, ".gexf": nx.write_gexf}


class Measured(Protocol):
    """What holds the relations frame, such as the result of `relations.measure`."""

    @property
    def frame(self) -> pd.DataFrame:
        """The frame `relations`."""


def event_graph(events: pd.DataFrame, evidence: pd.DataFrame | None = None) -> nx.MultiDiGraph:
    """Return the graph of events: a directed edge for each event between two known actors, keyed by its id.

    Parameters
    ----------
    events
        The events frame.
    evidence
        The evidence frame. With it edges have `sentences` and `documents`: ids
        joined by blanks, oldest first.

    Returns
    -------
    graph
        Edge attributes are the event's columns that are not null; days are ISO text.
    """
    sources = {} if evidence is None else _sources(evidence)
    graph = nx.MultiDiGraph()
    known = events[events["source"].notna() & events["target"].notna()]
    graph.add_nodes_from(sorted(set(known["source"]) | set(known["target"])))
    columns = [column for column in _EVENT_ATTRIBUTES if column in events.columns]
    for row in known.sort_values("event_id", kind="stable").to_dict("records"):
        data = _clean({column: row[column] for column in columns} | sources.get(row["event_id"], {}))
        graph.add_edge(row["source"], row["target"], key=row["event_id"], **data)
    return graph


def _sources(evidence: pd.DataFrame) -> dict[str, dict[str, str]]:
    rows = evidence.sort_values(["published", "sentence_id"], kind="stable").groupby("event_id", sort=True)
    return {
        str(event_id): {
            "sentences": " ".join(dict.fromkeys(group["sentence_id"])),
            "documents": " ".join(dict.fromkeys(group["doc_id"])),
        }
        for event_id, group in rows
    }


def signed_graph(
    measured: pd.DataFrame | Measured, period: object = None, *, directed: bool = False, clear: bool = False
) -> nx.Graph:
    """Return the signed graph of one period: an edge with a sign for each pair that has events.

    Parameters
    ----------
    measured
        The frame `relations`, or what `relations.measure` returned.
    period
        First day of the period; not needed where the frame has only one.
    directed
        Whether to return a DiGraph, from the rows of directions.
    clear
        Whether to leave out edges of sign 0.

    Returns
    -------
    graph
        Edge attributes `sign`, `standing`, `weight` (|1 - 2 * share|: how far
        the shrunk share is from even, 0 to 1), `n`, `n_eff`, counts by quad
        class, `share` with its interval, `intensity`; graph attribute `level`, the
        mass of the intervals, where it is known.

    Raises
    ------
    InputError
        If the period is not in the frame, or is needed and not given.
    """
    frame = measured if isinstance(measured, pd.DataFrame) else measured.frame
    rows = of_period(frame[frame["directed"] == directed], period)
    graph: nx.Graph = nx.DiGraph() if directed else nx.Graph()
    graph.graph.update({name: value for name, value in frame.attrs.items() if name == "level"})
    graph.add_nodes_from(sorted(set(rows["a"]) | set(rows["b"])))
    for row in rows.sort_values(["a", "b"], kind="stable").to_dict("records"):
        if clear and row["sign"] == 0:
            continue
        data = _clean({name: row[name] for name in _EDGE_ATTRIBUTES})
        weight = abs(1 - 2 * float(row["share"]))
        graph.add_edge(row["a"], row["b"], sign=int(row["sign"]), standing=str(row["standing"]), weight=weight, **data)
    return graph


def of_period(rows: pd.DataFrame, period: object = None) -> pd.DataFrame:
    """The rows of one period, which may be left out where there is only one.

    Parameters
    ----------
    rows
        Rows with `period`, the first day of each.
    period
        As for `events.parse_period`: "2023", "2023-06", or any day or span in which one
        period begins.

    Raises
    ------
    InputError
        If no period or several begin in it, or if it is needed and not given.
    """
    days = sorted(rows["period"].unique())
    if period is None and len(days) <= 1:
        return rows
    span = f"from {days[0].date()} to {days[-1].date()}" if days else "none at all"
    asked = parse_period(period)
    if asked is None:
        raise errors.InputError(f"there are {len(days)} periods, {span}; name one")
    named = [day for day in days if asked[0] <= day <= asked[1]]
    if len(named) != 1:
        raise errors.InputError(f"{len(named)} periods begin in {period!r}; there are {len(days)}, {span}")
    found: pd.DataFrame = rows[rows["period"] == named[0]]
    return found


def write(graph: nx.Graph, path: Path | str) -> Path:
    """Write a graph as GraphML or GEXF, by the suffix of the path, and return the path.

    Empty attributes, and those of the graph as a whole, are left out. Numbers, booleans and text keep their type,
    days become ISO text, and other values become text. Characters that XML does not
    allow are removed.

    Raises
    ------
    InputError
        If the path ends neither in .graphml nor in .gexf.
    """
    path = Path(path)
    _writer(path)(_one_type_a_column(cleaned(graph)), path)
    if path.suffix.lower() == ".gexf":  # networkx notes the day of writing
        path.write_text(_WRITTEN.sub("", path.read_text(encoding="utf-8"), count=1), encoding="utf-8")
    return path


def _one_type_a_column(graph: nx.Graph) -> nx.Graph:
    """The same graph, in which an attribute has one type; other tools read two types as two columns.

    Whole and other numbers become numbers, anything else becomes text.
    """
    for rows in ([data for _, data in graph.nodes(data=True)], [data for _, _, data in graph.edges(data=True)]):
        kinds: dict[str, set[type]] = {}
        for data in rows:
            for name, value in data.items():
                kinds.setdefault(name, set()).add(type(value))
        wanted = {name: float if found == {int, float} else str for name, found in kinds.items() if len(found) > 1}
        for data in rows:
            data.update({name: wanted[name](data[name]) for name in wanted.keys() & data.keys()})
    return graph


def _writer(path: Path) -> Any:
    try:
        return _WRITERS[path.suffix.lower()]
    except KeyError:
        msg = f"{path}: graphs are written as {' or '.join(_WRITERS)}"
        raise errors.InputError(msg) from None


def read(path: Path | str) -> nx.Graph:
    """Read a graph that `write` wrote.

    Raises
    ------
    InputError
        If the file is not such a graph.
    """
    path = Path(path)
    _writer(path)
    try:
        graph = nx.read_graphml(path) if path.suffix.lower() == ".graphml" else nx.read_gexf(path)
    except (OSError, SyntaxError, nx.NetworkXError, ValueError, KeyError, AttributeError) as error:
        msg = f"{path}: {str(error).splitlines()[0] if str(error) else type(error).__name__}"
        raise errors.InputError(msg) from error
    return _without_extras(graph)


def _without_extras(graph: nx.Graph) -> nx.Graph:
    """Remove the ids, labels and defaults that the formats add."""
    for node, data in graph.nodes(data=True):
        if data.get("label") == str(node):
            del data["label"]
    for _, _, data in graph.edges(data=True):
        data.pop("id", None)
    graph.graph.clear()
    return graph


def cleaned(graph: nx.Graph) -> nx.Graph:
    """A copy of a graph with text as node names and only values that both formats keep."""
    copy = type(graph)()
    copy.add_nodes_from((_text(node), _clean(data)) for node, data in graph.nodes(data=True))
    if graph.is_multigraph():
        copy.add_edges_from(
            (_text(u), _text(v), _text(key), _clean(data)) for u, v, key, data in graph.edges(keys=True, data=True)
        )
    else:
        copy.add_edges_from((_text(u), _text(v), _clean(data)) for u, v, data in graph.edges(data=True))
    return copy


def _clean(data: Mapping[Any, Any]) -> dict[str, Any]:
    values = {_text(name): _plain(value) for name, value in data.items()}
    return {name: value for name, value in values.items() if value is not None}


def _plain(value: Any) -> bool | int | float | str | None:
    """A value that GraphML and GEXF keep, or None for an empty one."""
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if hasattr(value, "isoformat"):
        stamp = pd.Timestamp(value)
        return stamp.date().isoformat() if stamp == stamp.normalize() else stamp.isoformat()
    if isinstance(value, bool) or type(value).__name__ in {"bool", "bool_"}:
        return bool(value)
    if isinstance(value, numbers.Integral):
        return int(value)
    if isinstance(value, numbers.Real):
        return float(value) if math.isfinite(value) else None
    return _text(value)


def _text(value: Any) -> str:
    """Text without the characters that XML 1.0 does not allow (section 2.2), such as U+000B."""
    return _NOT_XML.sub("", str(value))
