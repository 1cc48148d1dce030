"""Coding from disk to disk: what is in memory does not grow with the corpus.

Articles are read one by one into a file, sorted there, and marked as near-duplicates; then they are coded some
thousand at a time, each time as `coding.pipeline` codes a whole corpus. Mentions that may be of one event are kept
together and joined part by part. The frames are equal to those of `coding.code_corpus`, row by row.
"""

import itertools
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, Self

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import TypeAdapter

from analysis import corpus, errors, schemas
from analysis.actors.tables import Aliases
from analysis.coding import EventMention, deduplication, pipeline
from analysis.corpus import Columns, Reject
from analysis.events import new_frames, write_record
from analysis.scale import sorting
from analysis.scale.sorting import FrameFile
from analysis.store import DocumentStore

DOCUMENTS_A_PART = 20_000
"""Documents for which the event mentions are parted once more, to be joined part by part."""
MAX_PARTS = 256
_NUMBER = pa.field("number", pa.int64())
_KEY = pa.field("key", pa.large_string())
_LINE = pa.field("line", pa.int64())
_CONTENT = pa.field("content", pa.large_string())
"""The id that an article gets by its content, before further copies get ids of their own."""
_DOCUMENT_ORDER = ("published", "path", "line", "content", "number")
_EVENT_ORDER = ("when_first", "coalesce(source, 'None')", "coalesce(target, 'None')", "event_id")
_EVIDENCE_ORDER = ("key", "number")
_MENTION = TypeAdapter(EventMention)


class Written(NamedTuple):
    """What was written: rows of the frames by name, and the frame of rejects."""

    rows: dict[str, int]
    rejects: pd.DataFrame


def code_to_folder(  # noqa: PLR0913 - every option is a keyword
    source: corpus.Source,
    out: Path,
    *,
    columns: str | Columns | None = None,
    aliases: Aliases | None = None,
    store: DocumentStore | None = None,
    workers: int = 2,
    scheduler: str | None = None,
    note: str = "",
    progress: Callable[[int, int], object] = lambda *_: None,
) -> Written:
    """Code every article of a source into a folder of frames.

    Parameters
    ----------
    source, columns
        As for `corpus.read`.
    out
        The folder; its old frames are replaced when all is written.
    aliases, store, workers, scheduler
        As for `coding.code_corpus`.
    note
        What is to stand on every page that shows the corpus.
    progress
        Called with the number of documents that were done, and that of all.

    Raises
    ------
    InputError
        If nothing can be read, the cluster cannot be used, or a file in `out` is not of a coded corpus.
    """
    with new_frames(out) as folder, TemporaryDirectory(dir=folder.parent, prefix=f"{folder.name}-") as name:
        scratch = Path(name)
        rejects = _read(source, columns, scratch)
        n_duplicates = _sort_documents(scratch, folder)
        total = pq.read_metadata(folder / "documents.parquet").num_rows
        run = pipeline.Run(
            aliases, store, workers=workers, scheduler=scheduler, progress=lambda done: progress(done, total)
        )
        with _EventMentions(scratch, parts=min(MAX_PARTS, 1 + total // DOCUMENTS_A_PART)) as mentions:
            failed = _code(run, folder, mentions)
        run.close()
        with run.timed("merge"):
            counts = _join(mentions, scratch, folder)
        rejected = schemas.check("rejects", pd.concat([rejects, *failed], ignore_index=True))
        with FrameFile(folder / "rejects.parquet", "rejects") as file:
            file.write(rejected)
        FrameFile(folder / "corrections.parquet", "corrections").close()
        counts |= {"documents": total, "near_duplicates": n_duplicates, "rejects": len(rejected)}
        write_record({**run.record(counts), **({"note": note} if note else {})}, folder)
        rows = {frame: pq.read_metadata(folder / f"{frame}.parquet").num_rows for frame in _FRAMES}
    return Written(rows, rejected)


_FRAMES = ("documents", "sentences", "mentions", "events", "evidence")


def _read(source: corpus.Source, columns: str | Columns | None, scratch: Path) -> pd.DataFrame:
    """Write the articles of a source as they come; return the rejects."""
    rejects: list[Reject] = []

    def accepted() -> Iterator[dict[str, object]]:
        for item in corpus.read_each(source, columns=columns):
            if isinstance(item, Reject):
                rejects.append(item)
            else:
                yield item

    with FrameFile(scratch / "documents.parquet", "documents", _LINE, _CONTENT, _NUMBER) as file:
        for rows in _batched(accepted(), pipeline.BATCH_SIZE):
            own = [{**row, "doc_id": str(number)} for number, row in enumerate(rows)]
            frame = schemas.from_rows("documents", own).assign(
                line=[row["line"] for row in rows], content=[row["doc_id"] for row in rows]
            )
            file.write(_numbered(frame, file.rows))
    if not file.rows:
        raise errors.InputError(corpus.nothing_read(source, rejects))
    return corpus.reject_frame(rejects)


def _batched(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    waiting = iter(items)
    while batch := list(itertools.islice(waiting, size)):
        yield batch


def _numbered(frame: pd.DataFrame, first: int) -> pd.DataFrame:
    return frame.assign(number=range(first, first + len(frame)))


def _sort_documents(scratch: Path, folder: Path) -> int:
    """Write the frame of documents in its order, each once, near-duplicates marked; return their number."""
    parts = sorting.in_order(scratch / "documents.parquet", _DOCUMENT_ORDER, scratch)
    rows_in_order = ({**row, "doc_id": row["content"]} for part in parts for row in part.to_pylist())
    marked = corpus.marked(_last_of_each(rows_in_order))
    n_duplicates = 0
    with FrameFile(folder / "documents.parquet", "documents") as file:
        for rows in _batched(marked, sorting.BATCH_ROWS):
            n_duplicates += sum(row["duplicate_of"] is not None for row in rows)
            file.write(schemas.from_rows("documents", rows))
    return n_duplicates


def _last_of_each(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Of the rows of one place that follow each other, the last."""
    for _, same in itertools.groupby(rows, key=corpus.place_of):
        *_, last = same
        yield last


def _code(run: pipeline.Run, folder: Path, mentions: "_EventMentions") -> list[pd.DataFrame]:
    """Write sentences and mentions, and keep the mentions of events; return the rejects."""
    rejects = []
    with (
        FrameFile(folder / "sentences.parquet", "sentences") as sentence_file,
        FrameFile(folder / "mentions.parquet", "mentions") as mention_file,
        pq.ParquetFile(folder / "documents.parquet") as documents,
    ):
        for batch in documents.iter_batches(pipeline.BATCH_SIZE):
            frame = pa.Table.from_batches([batch]).to_pandas()
            part = run.code(pipeline.documents_of(frame))
            sentence_file.write(part.sentences)
            mention_file.write(part.mentions)
            mentions.add(part.event_mentions)
            rejects.append(part.rejects)
    return rejects


class _EventMentions:
    """The event mentions of a corpus on the disk, in parts; those that may be of one act lie in one part."""

    def __init__(self, scratch: Path, *, parts: int) -> None:
        self.files = [scratch / f"events-{number}.jsonl" for number in range(parts)]
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self._opened = [self._stack.enter_context(file.open("wb")) for file in self.files]
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def add(self, mentions: Iterable[EventMention]) -> None:
        for one in mentions:
            key = "\x1f".join(deduplication.parting(one.candidate)).encode()
            self._opened[zlib.crc32(key) % len(self._opened)].write(_MENTION.dump_json(one) + b"\n")

    def parts(self) -> Iterator[list[EventMention]]:
        for file in self.files:
            with file.open("rb") as lines:
                yield [_MENTION.validate_json(line) for line in lines]
            file.unlink()


def _join(mentions: _EventMentions, scratch: Path, folder: Path) -> dict[str, int]:
    """Write events and evidence in their order; return counts of events."""
    counts: Counter[str] = Counter()
    with (
        FrameFile(scratch / "events.parquet", "events") as event_file,
        FrameFile(scratch / "evidence.parquet", "evidence", _KEY, _NUMBER) as evidence_file,
    ):
        for part in mentions.parts():
            event_rows, evidence_rows = deduplication.merged_rows(part)
            events = schemas.from_rows("events", event_rows)
            event_file.write(events)
            counts.update(events=len(events), asserted=int((events["modality"] == "asserted").sum()))
            evidence = schemas.from_rows("evidence", evidence_rows).assign(key=[row["key"] for row in evidence_rows])
            evidence_file.write(_numbered(evidence, evidence_file.rows))
    for name, order in (("events", _EVENT_ORDER), ("evidence", _EVIDENCE_ORDER)):
        with FrameFile(folder / f"{name}.parquet", name) as file:
            for table in sorting.in_order(scratch / f"{name}.parquet", order, scratch):
                file.write_table(table)
    return {"events": counts["events"], "asserted": counts["asserted"]}
