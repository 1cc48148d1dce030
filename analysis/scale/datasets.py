"""Folders of frames that are larger than the memory: asked by SQL, and counted for the measures.

DuckDB reads the Parquet files where they lie. What counts as an act, and in which period, is decided as
`analysis.events.selection` decides it for a frame in memory; `count_dataset` says what it does otherwise.
"""

import glob
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import duckdb
import pandas as pd

from analysis import errors
from analysis.events import counts, periods, selection
from analysis.scale import sorting

Dataset = str | Path | Sequence[str | Path]
"""Folders that `entente code` wrote, or Parquet files of events: one, a list, or a pattern such as "coded/*"."""
ROWS_A_PART = 1_000_000
"""Rows of events that are counted at a time; of more, those of one act are first brought together on the disk."""
_FRAMES = ("documents", "sentences", "mentions", "events", "evidence", "rejects")
_COLUMNS = (
    "event_id", "act_id", "mutual", "source", "source_role", "target", "target_role", "root", "quad",
    "when_first", "when_last", "modality", "status",
)  # fmt: skip
_SIDES = ("source", "target")
_ROW_GROUP = 10_000  # rows that each part holds before it writes them
_PERIODS = {"D": "day", "W": "week", "M": "month", "Q": "quarter", "Y": "year"}


def find_dataset(source: Dataset, frame: str) -> list[str]:
    """The Parquet files of one frame of a data set.

    Parameters
    ----------
    source
        Folders of frames, reports, or Parquet files, which are taken to be of events; one, several, or a pattern.
    frame
        A frame, such as "events".

    Raises
    ------
    InputError
        If there is no such file.
    """
    given = [source] if isinstance(source, str | Path) else list(source)
    found = []
    for one in given:
        places = [Path(one)] if Path(one).exists() else [Path(name) for name in sorted(glob.glob(str(one)))]  # noqa: PTH207
        files = [file for place in places for file in _files_of(place, frame)]
        if not files:
            raise errors.InputError(f"{one}: no {frame}.parquet, which `entente code` writes")
        found += [str(file) for file in files]
    return found


def is_dataset(source: object) -> bool:
    """Whether a source names folders of frames, or Parquet files of events."""
    if not isinstance(source, str | Path | list | tuple):
        return False
    try:
        return bool(find_dataset(source, "events"))
    except errors.InputError:
        return False


def _files_of(place: Path, frame: str) -> list[Path]:
    if place.is_file():
        return [place] if frame == "events" and place.suffix == ".parquet" else []
    files = (place / f"{frame}.parquet", place / "frames" / f"{frame}.parquet")
    return next(([file] for file in files if file.is_file()), [])


def connect(source: Dataset) -> duckdb.DuckDBPyConnection:
    """Open coded corpora for SQL: a connection with a view for each frame; nothing is loaded.

    Parameters
    ----------
    source
        Folders that `entente code` wrote, or reports: one, several, or a pattern such as "coded/*". What stands in
        several of them is there several times.

    Returns
    -------
    connection
        Of DuckDB, with the views documents, sentences, mentions, events, evidence and rejects, whose columns are
        those of the frames: `connect("coded").sql("select source, count(*) from events group by 1").df()`. It
        takes a part of the memory and goes on on the disk.

    Raises
    ------
    InputError
        If a frame is missing.
    """
    files = {name: find_dataset(source, name) for name in _FRAMES}
    opened = sorting.connection(Path(tempfile.gettempdir()))
    for name, own in files.items():
        opened.execute(f"CREATE VIEW {name} AS {_select_all(own)}")
    return opened


def count_dataset(
    source: Dataset,
    *,
    freq: str = "M",
    once: bool = False,
    modality: Sequence[str] = ("asserted",),
    status: Sequence[str] = ("now",),
    keep_private: bool = False,
) -> pd.DataFrame:
    """Count the acts of a data set by pair, period and quad class, in memory that does not grow with its rows.

    The table is what `measure_relations` and `measure_tension` take, and equal to that of `count_events` on the
    same corpus in memory. More rows than a million are written once more, in part, into the folder for temporary files,
    and counted part by part. Undated events are dated by their first report where the data set has evidence. What
    stands in several folders counts in each.

    Parameters
    ----------
    source
        Folders of frames, or Parquet files of events with the columns of the frame: one, several, or a pattern.
    freq
        D, W, M, Q or Y.
    once
        Count an act of both actors together once, in the direction that comes first; by default in both.
    modality, status, keep_private
        As for `analysis.events.count_acts`.

    Returns
    -------
    table
        `a` (acts on) `b`, `period`, `n_vc`, `n_mc`, `n_vf`, `n_mf`, `n_force`, `n`.

    Raises
    ------
    InputError
        If there are no events, or they lack a column.
    """
    freq = periods.check_freq(freq, periods.COUNTED)
    files = find_dataset(source, "events")
    chosen = _Chosen(freq, once, tuple(modality), tuple(status), keep_private)
    with tempfile.TemporaryDirectory() as scratch, sorting.connection(Path(scratch), threads=1) as opened:
        try:
            opened.execute(f"CREATE VIEW events AS {_select_all(files)}")
            _check_columns(opened, files[0])
            reports = _reports(source)
            if reports is not None:
                opened.execute(f"CREATE VIEW evidence AS {reports}")
            whole = None  # the sums so far, since the tables of all parts together would grow with the rows
            for part in _parts(opened, _counted(chosen), Path(scratch)):
                opened.execute(f"CREATE OR REPLACE VIEW kept AS {part}")
                undated = opened.execute("SELECT 1 FROM kept WHERE middle IS NULL LIMIT 1").fetchone()
                by_reports = reports is not None and undated is not None
                counted = opened.execute(_counting(chosen, dated_by_reports=by_reports)).df()
                whole = counted if whole is None else _sum_of(whole, counted)
        except duckdb.Error as error:
            raise errors.InputError(f"{files[0]}: {str(error).splitlines()[0]}") from error
    if whole is None or not len(whole):
        return counts.finish(counts.empty())
    return counts.finish(counts.spread(whole, forces=True))


def _sum_of(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([one, other]).groupby(["a", "b", "period", "quad"])["n"].sum().reset_index()


def _parts(opened: duckdb.DuckDBPyConnection, query: str, scratch: Path) -> Iterator[str]:
    """Queries for the rows that count, part by part; all rows of one act are in one part."""
    (n_rows,) = opened.execute("SELECT count(*) FROM events").fetchall()[0]
    n_parts = -(-n_rows // ROWS_A_PART)
    if n_parts <= 1:
        yield query
        return
    opened.execute(
        f"COPY (SELECT *, hash(act_id) % {n_parts} AS part FROM ({query})) TO {sorting.quoted(str(scratch / 'parts'))}"  # noqa: S608
        f" (FORMAT parquet, PARTITION_BY (part), ROW_GROUP_SIZE {_ROW_GROUP})"
    )
    for folder in sorted((scratch / "parts").iterdir()):
        yield f"SELECT * FROM read_parquet({sorting.quoted(f'{folder}/*.parquet')}, hive_partitioning = false)"  # noqa: S608


class _Chosen(NamedTuple):
    """What is counted, as `count_dataset` is asked."""

    freq: str
    once: bool
    modality: tuple[str, ...]
    status: tuple[str, ...]
    keep_private: bool


def _select_all(files: Sequence[str]) -> str:
    listed = ", ".join(map(sorting.quoted, files))
    return f"SELECT * FROM read_parquet([{listed}], union_by_name = true)"  # noqa: S608


def _listed(texts: Sequence[str]) -> str:
    return f"({', '.join(map(sorting.quoted, texts))})"


def _check_columns(opened: duckdb.DuckDBPyConnection, file: str) -> None:
    """Check that the events have the columns of the frame, some of which earlier versions did not write."""
    columns = {str(row[0]) for row in opened.execute("DESCRIBE events").fetchall()}
    missing = [name for name in _COLUMNS if name not in columns]
    if missing:
        raise errors.InputError(f"{file}: the events lack the {errors.columns(missing)}")


def _reports(source: Dataset) -> str | None:
    """The query for the evidence; None where the data set has none."""
    try:
        return _select_all(find_dataset(source, "evidence"))
    except errors.InputError:
        return None


def _sector(side: str) -> str:
    return f"split_part(coalesce({side}_role, ''), '/', 1)"


def _counted(chosen: _Chosen) -> str:
    """The query for the rows that count, as `events.selection` selects them, with the day in the middle of each."""
    against = {
        side: f"({_sector(side)} IN {_listed(selection.OPPOSED)} AND NOT contains({side}, ':'))" for side in _SIDES
    }
    alone = {side: f"{_sector(side)} IN {_listed(selection.PRIVATE)}" for side in _SIDES}
    private = (
        f"({alone['source']} OR {against['source']} OR ({against['target']} AND quad IN (1, 2))"
        f" OR ({alone['target']} AND coalesce(mutual, false)))"
    )
    span = "date_diff('day', when_first::DATE, when_last::DATE)"
    tests = [
        "source <> target", "quad BETWEEN 1 AND 4",  # a missing side is neither equal nor unequal
        f"modality IN {_listed(chosen.modality)}", f"status IN {_listed(chosen.status)}",
        f"coalesce({span} + 1, 0) <= {selection.LONGEST['W' if chosen.freq == 'D' else chosen.freq]}",
        *([] if chosen.keep_private else [f"NOT {private}"]),
    ]  # fmt: skip
    forceful = f"quad >= 3 AND coalesce(root, '') IN {_listed(counts.FORCE_ROOTS)}"  # as `counts.kind_of`
    return f"""
    SELECT event_id, act_id, source, target, quad + CASE WHEN {forceful} THEN 2 ELSE 0 END AS quad, when_first,
        when_first::DATE + CAST(floor({span} / 2) AS INTEGER) AS middle
    FROM events WHERE {" AND ".join(tests)}
    """  # noqa: S608 - all texts in it are constants or quoted


def _counting(chosen: _Chosen, *, dated_by_reports: bool) -> str:
    """The query that counts the rows of the view `kept`, as `events.counts` counts them.

    Of an act with several events, which one tells by an id that is not the act's own, both directions have the day of
    the first; the rest need no more than to be counted.
    """
    reported = """
        SELECT event_id, min(published)::DATE AS reported FROM evidence
        WHERE event_id IN (SELECT event_id FROM kept WHERE middle IS NULL) GROUP BY 1"""
    return f"""
    WITH several AS MATERIALIZED (
        SELECT DISTINCT act_id FROM kept WHERE act_id <> event_id
    ), late AS ({reported if dated_by_reports else "SELECT NULL::VARCHAR AS event_id, NULL::DATE AS reported"}
    ), dated AS NOT MATERIALIZED (
        SELECT kept.*, coalesce(middle, reported) AS day FROM kept LEFT JOIN late USING (event_id)
        WHERE coalesce(middle, reported) IS NOT NULL
    ), alone AS (
        SELECT source, target, quad, day, 1 AS place FROM dated ANTI JOIN several USING (act_id)
    ), together AS (
        SELECT source, target, quad, first_value(day) OVER act AS day, row_number() OVER act AS place
        FROM dated SEMI JOIN several USING (act_id)
        WINDOW act AS (PARTITION BY act_id ORDER BY when_first, source, target, event_id)
    )
    SELECT source AS a, target AS b, date_trunc('{_PERIODS[chosen.freq]}', day) AS period, quad, count(*) AS n
    FROM (SELECT * FROM alone UNION ALL SELECT * FROM together){" WHERE place = 1" if chosen.once else ""}
    GROUP BY ALL
    """  # noqa: S608 - all texts in it are constants or quoted
