"""A coded corpus: its frames, the questions one asks of them, and how they are written and read.

The bytes of the Parquet files depend on the frames and on the versions in the
lock alone: rows are written in the order that the frames have.
"""

import html
import json
import os
import platform
import shutil
import tempfile
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

import pandas as pd
import psutil
import pyarrow as pa
import pyarrow.parquet as pq

from analysis import errors, schemas
from analysis.actors.labels import counted, label
from analysis.actors.lookup import find_actor
from analysis.events import corrections as laid_over
from analysis.events import pairs
from analysis.events.correcting import Correctable, numbered
from analysis.events.corrections import AsCoded
from analysis.events.periods import Days, freq_for, span_told
from analysis.events.scope import MAX_ACTORS, Scope, busiest, choose_actors
from analysis.events.selection import SelectedActs, history_ends, select_acts

FRAMES_FOLDER = "frames"
"""Where a report keeps the frames that it rests on."""
FRAMES = ("documents", "sentences", "mentions", "events", "evidence", "rejects")
_RECORD = "run.json"
FILES = (*(f"{name}.parquet" for name in (*FRAMES, "corrections")), _RECORD)
"""The files of a coded corpus on disk."""
AS_CODED = {name: f"{name}_as_coded.parquet" for name in AsCoded._fields}
"""Further files of a corrected corpus: the frames that corrections change, as the coder made them."""
_RECORD_KEYS = frozenset({"versions", "merged", "note"})
_SWAP = ".frames-swap"  # a whole set of new files that takes the place of the old ones
_STAGING = ".frames-new-"  # a set that is being written
_SWAP_S = 2  # seconds; a swap takes milliseconds
_STALE_S = 3600  # seconds after which a set that is being written is left over from a process that was killed
_SHOWN = 3
_STATUS = {
    "overruled": "overruled by later ones",
    "gone": "without their event or sentence",
    "outside": "outside of this part",
}


@dataclass(frozen=True, slots=True, repr=False)
class CodedCorpus(Correctable):
    """A coded corpus: articles, sentences, mentions, events with their evidence, and what was rejected.

    Attributes
    ----------
    documents, sentences, mentions, events, evidence, rejects
        The frames of `analysis.schemas`, which lists their columns and units.
    run
        The record of the run, as in `run.json`: versions, parameters, counts at
        every stage, seconds by stage, the corpus's note.
    scope
        What the user asked for when the corpus was loaded.
    corrections
        The user's corrections and what became of each: columns of `corrections.csv`, then `event_id`,
        `before`, `status` (applied, overruled, gone, outside) and `note`.
    as_coded
        Events, evidence and mentions as the coder made them; None where nothing is corrected.
    home
        The user's `corrections.csv`, to which `correct` writes; None where there is no one place for it.
    """

    documents: pd.DataFrame
    sentences: pd.DataFrame
    mentions: pd.DataFrame
    events: pd.DataFrame
    evidence: pd.DataFrame
    rejects: pd.DataFrame
    run: Mapping[str, Any] = field(default_factory=dict)
    scope: Scope = field(default_factory=Scope)
    corrections: pd.DataFrame = field(default_factory=lambda: schemas.empty("corrections"))
    as_coded: AsCoded | None = None
    home: Path | None = None

    def between(self, a: str, b: str, *, directed: bool = False) -> pd.DataFrame:
        """The events between two actors, oldest first; with `directed`, those of the first towards the second.

        Parameters
        ----------
        a, b
            Ids, names or demonyms: "RUS", "Russia" and "Russian" are one.
        directed
            False takes both directions.

        Raises
        ------
        InputError
            If an actor is unknown, or the two are one.
        """
        first, second = self.find_actor(a), self.find_actor(b)
        if first == second:
            raise errors.InputError(f"{a!r} and {b!r} are one actor ({first}); give two")
        rows: pd.DataFrame = self.events[pairs.between(self.events, first, second, directed=directed)]
        return rows.sort_values(["when_first", "event_id"], kind="stable").reset_index(drop=True)

    def involving(self, actors: str | Iterable[str]) -> pd.DataFrame:
        """The events in which at least one of the actors takes part, on either side.

        Raises
        ------
        InputError
            If an actor is unknown.
        """
        ids = Scope.parse(actors=actors, known=self._named()).actors
        rows: pd.DataFrame = self.events[self.events["source"].isin(ids) | self.events["target"].isin(ids)]
        return rows

    def find_actor(self, text: str) -> str:
        """The id that `text` names: an actor of the tables, or any that the events hold.

        Raises
        ------
        InputError
            If nobody is called so; the message names the nearest.
        """
        return find_actor(text, known=self._named())

    def unresolved(self, *, max_rows: int = 20) -> pd.DataFrame:
        """Persons and groups that no table and no earlier sentence resolves, most frequent first.

        Returns
        -------
        table
            `alias`, `actor`, `role` (both empty: an `aliases.csv` to fill in), `n`
            mentions, `context` (one sentence).
        """
        rows = self.mentions[self.mentions["how"] == "unresolved"]
        rows = rows.merge(self.sentences[["sentence_id", "text"]].rename(columns={"text": "context"}), on="sentence_id")
        table = rows.groupby("text", sort=True).agg(n=("text", "size"), context=("context", "first")).reset_index()
        table = table.sort_values(["n", "text"], ascending=[False, True], kind="stable").head(max_rows)
        table = table.rename(columns={"text": "alias"}).assign(actor="", role="")
        return table[["alias", "actor", "role", "n", "context"]].reset_index(drop=True)

    def within(self, asked: Scope) -> Self:
        """The part of the corpus that a scope asks for.

        The period keeps the documents published in it with all that rests on them, and
        counts reports anew. Actors keep the events in which at least one of them takes part.

        Raises
        ------
        InputError
            If no document lies in the period, or an actor takes part in no event.
        """
        part = self if asked.period is None else self._published(asked.period)
        if asked.actors:
            part = part._involving(asked.actors)  # noqa: SLF001 - of its own class
        return replace(part, scope=asked)

    def _published(self, period: Days) -> Self:
        first, last = period
        documents = self.documents[self.documents["published"].between(first, last)]
        if documents.empty:
            days = self.documents["published"]
            span = f"they run from {days.min().date()} to {days.max().date()}" if len(days) else "there are none at all"
            raise errors.InputError(f"no article published between {first.date()} and {last.date()}; {span}")
        return self._of_documents(documents)

    def _of_documents(self, documents: pd.DataFrame) -> Self:
        """The corpus cut to some of its documents; reports are counted anew, and corrections applied anew."""
        if self.as_coded is not None:
            whole = self.uncorrected()
            part = whole._of_documents(documents)  # noqa: SLF001 - of its own class
            return part.lay_over(laid_over.restore(self.corrections))
        ids = set(documents["doc_id"])
        sentences = self.sentences[self.sentences["doc_id"].isin(ids)]
        evidence = self.evidence[self.evidence["doc_id"].isin(ids)]
        reports = evidence.groupby("event_id")["doc_id"].nunique()
        events = self.events[self.events["event_id"].isin(reports.index)].copy()
        events["n_reports"] = events["event_id"].map(reports).astype("int64")
        mentions = self.mentions[self.mentions["sentence_id"].isin(set(sentences["sentence_id"]))]
        return replace(
            self,
            documents=documents.reset_index(drop=True),
            sentences=sentences.reset_index(drop=True),
            mentions=mentions.reset_index(drop=True),
            events=events.reset_index(drop=True),
            evidence=evidence.reset_index(drop=True),
        )

    def _involving(self, actors: Sequence[str]) -> Self:
        totals = self.totals()
        absent = [actor for actor in actors if actor not in totals.index]
        if absent:
            known = ", ".join(busiest(totals)[:20])
            raise errors.InputError(f"no act with {', '.join(absent)}; the busiest actors are {known}")
        return self.cut_to(actors)

    def cut_to(self, actors: Sequence[str]) -> Self:
        """The corpus cut to the events in which at least one of the actors takes part."""
        return self._with_events(self.events["source"].isin(actors) | self.events["target"].isin(actors))

    def cut_to_pairs(self, asked: Sequence[pairs.Pair]) -> Self:
        """The corpus cut to the events between the two actors of these pairs, in either direction.

        Raises
        ------
        InputError
            If there is no event between the two of a pair.
        """
        kept = pd.Series(data=False, index=self.events.index)
        for a, b in asked:
            own = pairs.between(self.events, a, b)
            if not own.any():
                raise errors.InputError(f"no event between {label(a)} ({a}) and {label(b)} ({b})")
            kept |= own
        return self._with_events(kept)

    def _with_events(self, kept: pd.Series) -> Self:
        """The corpus with these events and their evidence alone."""
        events = self.events[kept].reset_index(drop=True)
        evidence = self.evidence[self.evidence["event_id"].isin(set(events["event_id"]))]
        return replace(self, events=events, evidence=evidence.reset_index(drop=True))

    def selected_acts(self) -> SelectedActs:
        """The acts between two actors that the measures of relations count by default, and why others are not."""
        first = history_ends(self.documents["published"])
        return select_acts(self.events, freq="all", evidence=self.evidence, not_before=first)

    def totals_told(self, events: pd.DataFrame | None = None) -> str:
        """How many events there are, and what the measures count of them: see `SelectedActs.told`.

        Parameters
        ----------
        events
            Some rows of the events frame; None for all.
        """
        among = None if events is None else self.events["event_id"].isin(set(events["event_id"]))
        return self.selected_acts().told(among)

    def measured_acts(self) -> pd.DataFrame:
        """The acts between two actors that the measures count by default, each once: see `selection.select_acts`."""
        found = self.selected_acts().frame
        return found[~found["again"]]

    def totals(self) -> pd.Series:
        """Number of measured acts by actor, on either side; 0 for actors that only have other events."""
        acts = self.measured_acts()
        counts = pd.concat([acts["source"], acts["target"]]).value_counts()
        found: pd.Series = counts.reindex(self._named(), fill_value=0)
        return found

    def _named(self) -> list[str]:
        """The actors of acts, on either side."""
        acts = self.events.loc[self.events["quad"] > 0, ["source", "target"]]
        named = pd.concat([acts["source"], acts["target"]]).dropna().unique()
        return [str(actor) for actor in named]

    def actors(self, asked: str | Iterable[str] | None = None, *, max_actors: int = MAX_ACTORS) -> list[str]:
        """The actors asked for, or those of the scope, or those with most measured acts, busiest first.

        Parameters
        ----------
        asked
            Ids, names or demonyms, as a list or as text with commas.
        max_actors
            How many of the busiest.

        Raises
        ------
        InputError
            If an actor that is asked for is unknown or takes part in no act.
        """
        totals = self.totals()
        named = Scope.parse(actors=asked, known=totals.index).actors or self.scope.actors
        return choose_actors(named, totals, max_actors=max_actors)

    def pairs(self, asked: object = None, *, max_pairs: int = _SHOWN) -> list[pairs.Pair]:
        """The pairs asked for, or those of the scope, or those with most acts, busiest first.

        Parameters
        ----------
        asked
            As for `Scope.parse`: "RUS-PRK, USA-CHN" or a list of pairs.
        max_pairs
            How many of the busiest.
        """
        named = Scope.parse(pairs=asked, known=self._named()).pairs or self.scope.pairs
        if named:
            return list(named)
        acts = pairs.with_pair(self.measured_acts())
        totals = acts.groupby(["a", "b"]).size().rename("n").reset_index()
        totals = totals.sort_values(["n", "a", "b"], ascending=[False, True, True], kind="stable").head(max_pairs)
        return list(zip(totals["a"], totals["b"], strict=True))

    def freq(self, asked: str | None = None) -> str:
        """The length of a period asked for, or that of the scope, or the one that suits the days of publication."""
        days = self.documents["published"]
        named = Scope.parse(freq=asked).freq or self.scope.freq
        return named or freq_for((days.max() - days.min()).days if len(days) else 0)

    def _counts(self) -> list[tuple[str, str]]:
        """What a short description says: lines of name and value."""
        days = self.documents["published"]
        span = span_told(days, self.freq())
        busiest = "; ".join(f"{label(a)} – {label(b)}" for a, b in self.pairs()) or "none"
        evidence = counted(len(self.evidence), "piece")
        return [
            ("articles", f"{len(self.documents):,} ({span}), {len(self.rejects):,} rejected"),
            ("sentences", f"{len(self.sentences):,}, {counted(len(self.mentions), 'mention')} of actors"),
            (
                "events",
                f"{self.totals_told()}; {evidence} of evidence",
            ),
            ("busiest pairs", busiest),
            *([("corrections", self.correction_counts())] if len(self.corrections) else []),
        ]

    def __repr__(self) -> str:
        """Counts, period and busiest pairs."""
        return "\n".join(["CodedCorpus", *(f"  {name}: {value}" for name, value in self._counts())])

    def _repr_html_(self) -> str:
        rows = "".join(f"<tr><th>{name}</th><td>{html.escape(value)}</td></tr>" for name, value in self._counts())
        return f"<table><caption>CodedCorpus</caption>{rows}</table>"


def merge(parts: Sequence[CodedCorpus]) -> CodedCorpus:
    """Join coded corpora: documents and events that several hold stand once, and reports are counted anew.

    Raises
    ------
    InputError
        If there is nothing to join.
    """
    if not parts:
        raise errors.InputError("no corpus was given")
    if len(parts) == 1:
        return parts[0]
    restored = [laid_over.restore(part.corrections) for part in parts]
    rows = {said: row for own in restored for said, row in zip(numbered(one for one, _ in own), own, strict=True)}
    if rows:
        return merge([part.uncorrected() for part in parts]).lay_over(list(rows.values()))
    keys = {
        "documents": ["doc_id"], "sentences": ["sentence_id"], "events": ["event_id"],
        "mentions": ["sentence_id", "start", "end", "actor"],
        "evidence": ["event_id", "sentence_id", "trigger_start", "source_start", "target_start"],
        "rejects": ["path", "line", "stage", "reason"],
    }  # fmt: skip
    joined = {
        name: pd.concat([getattr(part, name) for part in parts], ignore_index=True).drop_duplicates(keys[name])
        for name in FRAMES
    }
    checked: dict[str, Any] = {name: schemas.check(name, frame) for name, frame in joined.items()}
    whole = CodedCorpus(**checked, run={"merged": [dict(part.run) for part in parts]})
    return whole._of_documents(whole.documents)  # noqa: SLF001 - of this module


def write_frames(corpus: CodedCorpus, folder: Path | str) -> None:
    """Write every frame of a corpus, checked, as `folder/NAME.parquet`, and `folder/run.json`.

    The files are written beside and then take the place of the old ones. Whenever the process
    ends, `read_frames` finds all the old files or all the new ones, and at no moment do new and
    old files stand side by side.

    Raises
    ------
    FrameError
        If a frame does not keep its schema; nothing is changed then.
    InputError
        If a file would be written over that is not of a coded corpus.
    """
    checked = {f"{name}.parquet": schemas.check(name, getattr(corpus, name)) for name in (*FRAMES, "corrections")}
    if corpus.as_coded is not None:
        checked |= {file: schemas.check(name, getattr(corpus.as_coded, name)) for name, file in AS_CODED.items()}
    with new_frames(folder) as made:
        for name, frame in checked.items():
            table = pa.Table.from_pandas(frame, preserve_index=False)
            pq.write_table(table, made / name, compression="zstd")
        write_record(corpus.run, made)


def write_record(run: Mapping[str, Any], folder: Path) -> None:
    """Write the record of a run beside its frames."""
    text = json.dumps(run, indent=2, sort_keys=True, ensure_ascii=False)
    (folder / _RECORD).write_text(text + "\n", encoding="utf-8")


@contextmanager
def new_frames(folder: Path | str) -> Iterator[Path]:
    """A folder in which all the files of a coded corpus are written; then they take the place of the old ones.

    Parameters
    ----------
    folder
        Where they will stand; the folder that is given lies in it.

    Raises
    ------
    InputError
        If a file would be written over that is not of a coded corpus.
    """
    folder = Path(folder)
    check_free(folder)
    is_new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    _remove_stale(folder)
    made = Path(tempfile.mkdtemp(dir=folder, prefix=_staging_name()))
    try:
        yield made
        names = {file.name for file in made.iterdir()}
        _wait_for_swap(folder)
        _finish_swap(folder)  # one that was cut short
        made.rename(folder / _SWAP)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        if is_new:
            with suppress(OSError):  # another process writes there by now
                folder.rmdir()
        raise
    _finish_swap(folder)
    for stale in {*AS_CODED.values()} - names:  # of an earlier corpus; without corrections nobody reads them
        (folder / stale).unlink(missing_ok=True)


def file_names(corpus: CodedCorpus) -> list[str]:
    """The files that `write_frames` writes of a corpus."""
    return [*FILES, *(AS_CODED.values() if corpus.as_coded is not None else ())]


def _finish_swap(folder: Path) -> None:
    """Put a whole set of new files in the place of the old ones, which go first."""
    swap = folder / _SWAP
    if not swap.is_dir():
        return
    waiting = [name for name in (*FILES, *AS_CODED.values()) if (swap / name).is_file()]
    for name in waiting:
        (folder / name).unlink(missing_ok=True)
    for name in waiting:
        (swap / name).replace(folder / name)
    swap.rmdir()


def _wait_for_swap(folder: Path) -> None:
    """Wait while another process swaps its files; what does not move for a while was cut short."""
    while (folder / _SWAP).is_dir():
        try:
            age = time.time() - (folder / _SWAP).stat().st_mtime
        except FileNotFoundError:
            return
        if age > _SWAP_S or age < 0:
            return
        time.sleep(0.05)


def _remove_stale(folder: Path) -> None:
    for made in folder.glob(f"{_STAGING}*"):
        if made.is_dir() and not made.is_symlink() and not _may_be_written(made):
            shutil.rmtree(made, ignore_errors=True)


def _staging_name() -> str:
    """How a set begins that this process writes: with the machine and the number of the process."""
    return f"{_STAGING}{zlib.crc32(platform.node().encode()):08x}-{os.getpid()}-"


def _may_be_written(made: Path) -> bool:
    """Whether the process that writes a set may live; that of another machine, in a shared folder, for an hour."""
    prefix, _, _ = _staging_name().rpartition(f"{os.getpid()}-")
    number = made.name.removeprefix(prefix).partition("-")[0]
    if made.name.startswith(prefix) and number.isdigit():
        return bool(psutil.pid_exists(int(number)))
    return time.time() - made.stat().st_mtime <= _STALE_S


def _file_of(folder: Path, name: str) -> Path:
    """Where a file of a coded corpus stands: with the new ones, if their swap was cut short."""
    waiting = folder / _SWAP / name
    return waiting if waiting.is_file() else folder / name


def check_free(folder: Path) -> None:
    """Check that frames may be written to `folder`: nothing of their names stands there, or an earlier coded corpus.

    Raises
    ------
    InputError
        If `folder` is a file, or a file of the user's would be written over.
    """
    if os.path.lexists(folder) and not folder.is_dir():
        raise errors.InputError(f"{folder} is not a folder; name another")
    taken = [name for name in (*FILES, *AS_CODED.values()) if os.path.lexists(folder / name)]
    if taken and not (folder / _SWAP).is_dir() and not _is_record(folder / _RECORD):
        raise errors.InputError(f"{folder / taken[0]} is not of a coded corpus and would be written over")


def _is_record(file: Path) -> bool:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(content, dict) and (not content or not _RECORD_KEYS.isdisjoint(content))


def holds_frames(folder: Path | str) -> bool:
    """Tell whether `folder` holds all the frames of a coded corpus."""
    return all(_file_of(Path(folder), f"{name}.parquet").is_file() for name in FRAMES)


def frames_folder(folder: Path | str) -> Path | None:
    """The folder of frames that `folder` is, or that the report in it keeps; None where there is none."""
    return next((place for place in (Path(folder), Path(folder) / FRAMES_FOLDER) if holds_frames(place)), None)


def read_frames(folder: Path | str) -> CodedCorpus:
    """Read what `write_frames` wrote, in the folder given or in that of a report.

    Raises
    ------
    InputError
        If a frame is missing or cannot be read.
    FrameError
        If a frame does not keep its schema.
    """
    place = frames_folder(folder)
    if place is None:
        missing = next(name for name in FRAMES if not _file_of(Path(folder), f"{name}.parquet").is_file())
        raise errors.InputError(f"{folder} is neither a report nor a folder of frames: it has no {missing}.parquet")
    tables: dict[str, Any] = {name: _read_frame(_file_of(place, f"{name}.parquet"), name) for name in FRAMES}
    run_file = _file_of(place, _RECORD)
    run = json.loads(run_file.read_text(encoding="utf-8")) if run_file.is_file() else {}
    corrections = _file_of(place, "corrections.parquet")
    if corrections.is_file():
        tables["corrections"] = _read_frame(corrections, "corrections")
        if len(tables["corrections"]):
            as_coded = {name: _read_frame(_file_of(place, file), name) for name, file in AS_CODED.items()}
            tables["as_coded"] = AsCoded(**as_coded)
    return CodedCorpus(**tables, run=run)


def _read_frame(file: Path, name: str) -> pd.DataFrame:
    try:
        table = pq.read_table(file)
    except (OSError, pa.ArrowException) as error:
        raise errors.InputError(f"{file}: {str(error).splitlines()[0]}") from error
    return schemas.check(name, table.to_pandas())
