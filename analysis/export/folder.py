"""Write the export of a corpus into a folder."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import networkx as nx
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis import errors, eventdata, relations
from analysis._package import VERSION
from analysis.actors.labels import label
from analysis.events import CodedCorpus
from analysis.export import spreadsheets
from analysis.export.codebook import codebook
from analysis.export.tables import FRAMES, tables
from analysis.relations import graphs

FORMATS = ("csv", "xlsx", "parquet", "graphml", "gexf", "icews", "gdelt")
"""The formats of `export`; a codebook and a list of the files come with each."""
WORKBOOK = "entente.xlsx"
_Written = tuple[str, int | None, str]  # a file, its rows or ties, and what it cannot hold
_CODEBOOK, _CONTENTS = "codebook.csv", "README.txt"
_EVENT_DATA = {"icews": "icews.tab", "gdelt": "gdelt.tsv"}
_LAYOUTS = {"icews": "icews", "gdelt": "gdelt2"}
_GRAPHS = ("relations", "events")
_MEANINGS = {
    "events": "an event a row",
    "reports": "a report of an event a row, with its sentence and the words for act and sides",
    "articles": "an article a row, without its text",
    "relations": "a pair or a direction a row, over the whole time",
    "relations_by_period": "a pair or a direction and a period a row",
    "corrections": "a correction by a reader a row, with what became of it",
    "rejects": "what could not be read or coded",
    WORKBOOK: "these tables as sheets, with the codebook",
    "icews.tab": "the asserted and dated events in the form of ICEWS",
    "gdelt.tsv": "the asserted and dated events in the form of GDELT 2.0",
    "relations.graphml": "the signed network over the whole time: a tie for each pair",
    "events.graphml": "the network of events: a tie for each event",
    _CODEBOOK: "what each column of the tables means, its type and its allowed values",
}
_HARMLESS = (
    "A text in CSV or XLSX that begins with = + - @, a tab or a line break has an apostrophe in front, so that no\n"
    "spreadsheet takes it for a formula. Parquet, GraphML and GEXF hold the texts as they are."
)


def parse_formats(asked: str | Iterable[str] | None) -> tuple[str, ...]:
    """The formats that are asked for, as a list or as text with commas; all where none is named.

    Raises
    ------
    InputError
        If one of them is unknown.
    """
    names = asked.split(",") if isinstance(asked, str) else list(asked or ())
    named = [name.strip().lower() for name in names if name.strip()]
    for name in named:
        if name not in FORMATS:
            raise errors.unknown("format of an export", name, FORMATS)
    return tuple(one for one in FORMATS if one in named) or FORMATS


def file_names(formats: Sequence[str] = FORMATS) -> list[str]:
    """The files that `export` writes in these formats; they do not depend on the corpus."""
    found = [f"{name}.{one}" for one in ("csv", "parquet") if one in formats for name in FRAMES]
    found += [WORKBOOK] if "xlsx" in formats else []
    found += [f"{name}.{one}" for one in ("graphml", "gexf") if one in formats for name in _GRAPHS]
    return [*found, *(_EVENT_DATA[one] for one in formats if one in _EVENT_DATA), _CODEBOOK, _CONTENTS]


def check_free(folder: Path) -> None:
    """Check that an export may be written to `folder`: it is absent, empty, or holds nothing but an earlier export.

    Raises
    ------
    InputError
        If it is anything else.
    """
    if not folder.exists():
        return
    known = set(file_names())
    foreign = (
        None if not folder.is_dir() else next((one.name for one in folder.iterdir() if one.name not in known), None)
    )
    if not folder.is_dir() or foreign:
        what = f"holds {foreign}" if foreign else "is a file"
        raise errors.InputError(f"{folder} {what} and is no folder of an export; name another folder")


def export(corpus: CodedCorpus, folder: str | Path, *, formats: str | Iterable[str] | None = None) -> pd.DataFrame:
    """Write tables, networks and a codebook of a corpus for other programs.

    Parameters
    ----------
    corpus
        A coded corpus; `corpus.within(...)` cuts it to a period and to actors.
    folder
        Where to write: absent, empty, or the folder of an earlier export.
    formats
        Some of `FORMATS`; all by default.

    Returns
    -------
    files
        `file`, `rows` (ties of a network; missing for the workbook and the contents) and `left_out`: what the
        format cannot hold, by reason.

    Raises
    ------
    InputError
        If a format is unknown, or the folder holds other files.
    """
    folder, chosen = Path(folder), parse_formats(formats)
    check_free(folder)
    folder.mkdir(parents=True, exist_ok=True)
    made = tables(corpus)
    meaning = codebook({name: list(table.columns) for name, table in made.items()})
    written: list[_Written] = []
    for name, table in made.items():
        if "csv" in chosen:
            spreadsheets.write_csv(table, folder / f"{name}.csv")
            written.append((f"{name}.csv", len(table), ""))
        if "parquet" in chosen:
            pq.write_table(pa.Table.from_pandas(table, preserve_index=False), folder / f"{name}.parquet")
            written.append((f"{name}.parquet", len(table), ""))
    if "xlsx" in chosen:
        left_out = spreadsheets.write_xlsx({**made, "codebook": meaning}, folder / WORKBOOK)
        written.append((WORKBOOK, None, "; ".join(f"{name}: {reason}" for name, reason in left_out.items())))
    written += [_write_graph(corpus, made["relations"], folder / f"{name}.{one}") for one in ("graphml", "gexf")
                if one in chosen for name in _GRAPHS]  # fmt: skip
    written += [_write_event_data(corpus, one, folder / _EVENT_DATA[one]) for one in chosen if one in _EVENT_DATA]
    spreadsheets.write_csv(meaning, folder / _CODEBOOK)
    written.append((_CODEBOOK, len(meaning), ""))
    (folder / _CONTENTS).write_text(_contents(written), encoding="utf-8")
    return pd.DataFrame(written, columns=["file", "rows", "left_out"]).astype({"rows": "Int64"})


def _write_graph(corpus: CodedCorpus, measured: pd.DataFrame, path: Path) -> _Written:
    of_events = path.stem == "events"
    graph = graphs.event_graph(corpus.events, corpus.evidence) if of_events else relations.signed_graph(measured)
    nx.set_node_attributes(graph, {actor: label(actor) for actor in graph}, "label")
    graphs.write(graph, path)
    one_sided = int(corpus.events[["source", "target"]].isna().any(axis=1).sum()) if of_events else 0
    return path.name, graph.number_of_edges(), f"{one_sided} without an actor" if one_sided else ""


def _write_event_data(corpus: CodedCorpus, name: str, path: Path) -> _Written:
    counts = eventdata.write(corpus.events, path, _LAYOUTS[name])
    reasons = [f"{n} {reason}" for reason, n in counts.items() if n and reason not in {"written", "left_out"}]
    return path.name, counts["written"], ", ".join(reasons)


def _contents(written: Iterable[_Written]) -> str:
    """What stands in the folder, for who receives it."""
    lines = []
    for name, rows, left_out in written:
        stem, _, form = name.rpartition(".")
        network = form in {"graphml", "gexf"}
        meaning = _MEANINGS.get(name) or _MEANINGS[f"{stem}.graphml" if network else stem]
        count = "" if rows is None else f" ({rows} {'tie' if network else 'row'}{'' if rows == 1 else 's'})"
        lines.append(f"{name}: {meaning}{count}" + (f"; left out: {left_out}" if left_out else ""))
    return "\n".join([f"Written by Entente {VERSION}.", "", *lines, "", _HARMLESS, ""])
