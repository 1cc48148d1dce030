"""The coding pipeline: from the documents of a corpus to events with evidence, on several processes.

A document is coded by itself, so the result is the same for any number of
processes, and for documents that were coded in an earlier run and kept in a
store. Documents of the same text, title and day are coded once.
`code_documents` codes documents in sentences, `code_sentences` bare sentences.
"""

import datetime as dt
import functools
import logging
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from importlib import metadata
from multiprocessing import get_all_start_methods
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from pydantic import TypeAdapter

from analysis import _cluster, _processes, errors, ontology, schemas
from analysis._package import VERSION
from analysis.actors import Gazetteer, Mention
from analysis.actors.gazetteer import with_aliases
from analysis.actors.resolution import LATEST, state_of
from analysis.actors.tables import Aliases
from analysis.coding import adjudication, deduplication
from analysis.coding import document as documents
from analysis.coding.candidates import CandidateEvent
from analysis.coding.deduplication import EventMention
from analysis.coding.document import AnnotatedSentence, Document
from analysis.corpus import Corpus
from analysis.events import CodedCorpus
from analysis.store import DocumentKeys, DocumentStore, version
from analysis.text import Sentence, parsing, split_sentences, straighten

CHUNK_SIZE = 24
"""Documents that a worker takes at a time, and that are kept together."""
BATCH_SIZE = 5000
"""Documents of a corpus that are in work at a time: what is coded of them becomes frames before the next."""
CLUSTER_CHUNK_SIZE = 480
"""Documents that a worker of a cluster takes at a time: its process starts anew, which takes seconds."""
SECONDS, SECONDS_PER_CHARACTER = 60.0, 0.0005
"""The time that a document may take: some thirty times what the longest ones need on an idle processor."""
_SLOW = "slow"
_LOG = logging.getLogger(__name__)
_STAGES = ("split", "actors", "parse", "code", "model", "merge")
_COUNTED = ("coded_documents", "words", "sentences", "parsed_sentences", "mentions", "event_mentions")


@dataclass(slots=True)
class CodedDocument:
    """What the coder makes of a document's title, text and day; its id and its file are not part of it.

    Attributes
    ----------
    sentences
        Start and end in the title or the body, and kind.
    mentions
        Index of the sentence, start and end in it, words, actor, role, person, how, confidence.
    events
        Index of the sentence, and the event that it states.
    words
        Words of title and body.
    parsed
        Sentences that were parsed.
    error
        Why the document is rejected; what was made of it before stays.
    """

    sentences: list[tuple[int, int, str]] = field(default_factory=list)
    mentions: list[tuple[int, int, int, str, str | None, str | None, str | None, str, float]] = field(
        default_factory=list
    )
    events: list[tuple[int, CandidateEvent]] = field(default_factory=list)
    words: int = 0
    parsed: int = 0
    error: str | None = None

    def to_json(self) -> bytes:
        """The document as it is kept."""
        return _adapter().dump_json(self)

    @classmethod
    def from_json(cls, data: bytes) -> "CodedDocument":
        """A document that was kept.

        Raises
        ------
        ValidationError
            If it is none.
        """
        return _adapter().validate_json(data)


@functools.cache
def _adapter() -> TypeAdapter[CodedDocument]:
    return TypeAdapter(CodedDocument)


@dataclass(slots=True)
class _Coding:
    """What a worker sends of one document: what is kept of it, its words, seconds by stage, and how it failed."""

    content: bytes
    words: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    trace: str | None = None


def code_corpus(
    corpus: Corpus,
    *,
    workers: int = 2,
    aliases: Path | Aliases | None = None,
    store: DocumentStore | None = None,
    scheduler: str | None = None,
    progress: Callable[[int], object] = lambda _: None,
) -> CodedCorpus:
    """Code every document of a corpus.

    Parameters
    ----------
    corpus
        As `corpus.read` gives it.
    workers
        Number of processes; the frames do not depend on it.
    aliases
        The user's own names (`data/actors/README.md`): a file, or one that was read.
    store
        Where coded documents are looked up first, and kept as they are coded.
    scheduler
        The address of a Dask scheduler, whose workers then code in place of processes here (`docs/scale.md`).
    progress
        Called as documents are done with their number.

    Raises
    ------
    InputError
        If the aliases or the lexicon cannot be read, or the cluster cannot be used.
    """
    own = Aliases.read(aliases) if isinstance(aliases, Path) else aliases
    run = Run(own, store, workers=workers, scheduler=scheduler, progress=progress)
    queue = documents_of(corpus.documents)
    parts = [run.code(queue[start : start + BATCH_SIZE]) for start in range(0, len(queue), BATCH_SIZE)]
    run.close()
    with run.timed("merge"):
        events, evidence = deduplication.merge([one for part in parts for one in part.event_mentions])
    rejects = pd.concat([corpus.rejects, *(part.rejects for part in parts)], ignore_index=True)
    coded = CodedCorpus(
        documents=corpus.documents,
        sentences=_joined("sentences", [part.sentences for part in parts]),
        mentions=_joined("mentions", [part.mentions for part in parts]),
        events=events,
        evidence=evidence,
        rejects=schemas.check("rejects", rejects),
    )
    counts = {
        "documents": len(coded.documents), "rejects": len(coded.rejects),
        "near_duplicates": int(coded.documents["duplicate_of"].notna().sum()),
        "events": len(coded.events), "asserted": int((coded.events["modality"] == "asserted").sum()),
    }  # fmt: skip
    return replace(coded, run=run.record(counts))


def _joined(name: str, frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    return schemas.check(name, pd.concat(frames, ignore_index=True) if frames else schemas.empty(name))


def code_sentences(
    items: Sequence[tuple[str, dt.date | None]], *, gazetteer: Gazetteer | None = None
) -> list[list[CandidateEvent]]:
    """The events of bare sentences, each read by itself.

    Parameters
    ----------
    items
        Sentence and day of publication; without one, the last day that the tables of actors cover is taken.
    gazetteer
        Another gazetteer than the shipped one, for the user's aliases.
    """
    alone = [(published or LATEST, [(words, False)]) for words, published in items]
    whole = _code_texts(alone, gazetteer, lambda _: True)
    return [events for sentences in whole for events in sentences]


def code_documents(
    items: Sequence[tuple[dt.date, Sequence[tuple[str, bool]]]], *, gazetteer: Gazetteer | None = None
) -> list[list[list[CandidateEvent]]]:
    """The events of documents that are divided into sentences already: for each document and sentence a list.

    Parameters
    ----------
    items
        Day of publication, and the sentences with whether each is the title.
    gazetteer
        Another gazetteer than the shipped one, for the user's aliases.
    """
    return _code_texts(items, gazetteer, documents.needs_parse)


def _code_texts(
    items: Sequence[tuple[dt.date, Sequence[tuple[str, bool]]]],
    gazetteer: Gazetteer | None,
    is_read: Callable[[AnnotatedSentence], bool],
) -> list[list[list[CandidateEvent]]]:
    names = gazetteer if gazetteer is not None else with_aliases(None)
    annotated = []
    for published, texts in items:
        plain = [straighten(words) for words, _ in texts]
        sentences = [
            Sentence(number, 0, len(words), words, "title" if is_title else "body")
            for number, (words, (_, is_title)) in enumerate(zip(plain, texts, strict=True))
        ]
        document = Document("", published)
        annotated.append((document, documents.find_mentions(document, sentences, names)))
    wanted = [one for _, own in annotated for one in own if is_read(one)]
    parses = {id(one): parse for one, parse in zip(wanted, parsing.parse([one.text for one in wanted]), strict=True)}
    found = []
    for document, own in annotated:
        parsed = [replace(one, parse=parses.get(id(one))) for one in own]
        coded = documents.code_document(document, parsed, names)
        found.append([list(one.candidates) for one in adjudication.adjudicate(coded)])
    return found


def documents_of(frame: pd.DataFrame) -> list[Document]:
    """The documents of a frame, as they are coded."""
    columns = ("doc_id", "published", "path", "title", "body", "dateline")
    rows = zip(*(frame[name].tolist() for name in columns), strict=True)
    return [
        Document(doc_id, published.date(), path, title, body, state_of(place) if isinstance(place, str) else None)
        for doc_id, published, path, title, body, place in rows
    ]


class CodedPart(NamedTuple):
    """What was coded of some documents: frames, and the mentions of events that are joined for the whole corpus."""

    sentences: pd.DataFrame
    mentions: pd.DataFrame
    event_mentions: list[EventMention]
    rejects: pd.DataFrame


class Run:
    """The coding of one corpus, some documents at a time.

    Parameters
    ----------
    aliases
        The user's own names.
    store
        Where coded documents are looked up first, and kept as they are coded.
    workers, scheduler, progress
        As for `code_corpus`.
    """

    def __init__(
        self,
        aliases: Aliases | None,
        store: DocumentStore | None,
        *,
        workers: int = 2,
        scheduler: str | None = None,
        progress: Callable[[int], object] = lambda _: None,
    ) -> None:
        self._aliases, self._store = aliases, store if store is not None else DocumentStore(None, "")
        self._workers, self._scheduler, self._progress = workers, scheduler, progress
        self._keys_of = DocumentKeys(aliases)
        self._start = time.perf_counter()
        self._seconds = dict.fromkeys(_STAGES, 0.0)
        self._counts: Counter[str] = Counter()
        self._words = 0
        self._copies: dict[str, list[Document]] = {}
        self._coded: dict[str, bytes] = {}
        self._unkept: dict[str, bytes] = {}

    def code(self, queue: Sequence[Document]) -> CodedPart:
        """Code documents: take what is kept from the store, code the rest, and keep it chunk by chunk.

        Documents of one key are coded once.
        """
        keys = [
            self._keys_of.of(one.title, one.body, published=one.published, path=one.path, home=one.home)
            for one in queue
        ]
        self._copies, self._coded = defaultdict(list), {}
        for key, document in zip(keys, queue, strict=True):
            self._copies[key].append(document)
        for key, content in self._store.find(self._copies):
            self._done(key, content)
        self._code_rest()
        part = _Rows()
        for document, key in zip(queue, keys, strict=True):
            part.add(document, CodedDocument.from_json(self._coded[key]))
        self._counts.update(part.counts)
        self._copies, self._coded = {}, {}
        return part.take()

    def close(self) -> None:
        """Bring the store in order."""
        self._store.close()

    def timed(self, stage: str) -> AbstractContextManager[None]:
        """Add the seconds that the block takes to a stage."""
        return _timed(self._seconds, stage)

    def _code_rest(self) -> None:
        waiting = [key for key in self._copies if key not in self._coded]
        if not waiting:
            return
        queue = [self._copies[key][0] for key in waiting]
        if self._scheduler is None:
            outcomes = _code_each(queue, self._workers, self._aliases)
        else:
            outcomes = _code_on_cluster(queue, self._scheduler, self._aliases)
        try:
            for outcome in outcomes:
                self._take(waiting[outcome.index], outcome)
                if len(self._unkept) >= CHUNK_SIZE:
                    self._keep()
        finally:  # also when the user interrupts
            self._keep()

    def _take(self, key: str, outcome: _processes.Outcome[_Coding]) -> None:
        """Note how the coding of a document ended; log it where it failed, and keep it where it would end so again."""
        coding, why = outcome.value, outcome.failure
        if coding is None:
            coding = _Coding(CodedDocument(error=why).to_json())
        for stage, seconds in coding.seconds.items():
            self._seconds[stage] += seconds
        for document in self._copies[key] if why or coding.trace else ():
            _LOG.warning("%s: %s", document.path, coding.trace or why)
        if why is None or why.startswith(_SLOW):
            self._unkept[key] = coding.content
        self._counts["coded_documents"] += 1
        self._words += coding.words
        self._done(key, coding.content)

    def _done(self, key: str, content: bytes) -> None:
        self._coded[key] = content
        self._progress(len(self._copies[key]))

    def _keep(self) -> None:
        self._store.add(self._unkept)
        self._unkept = {}

    def record(self, counts: Mapping[str, int]) -> dict[str, object]:
        """What `run.json` holds: versions, parameters, aliases, counts, seconds and words per second.

        The table of aliases is kept whole, so that whoever opens the frames can name actors as the coder did.
        Seconds and speeds are those of the documents that were coded in this run; of a run on a cluster, the number
        of workers is not known.

        Parameters
        ----------
        counts
            What was read and joined, beside what this run counts itself.
        """
        aliases, seconds = self._aliases, time.perf_counter() - self._start
        file = Path(aliases.file).name if aliases else None
        own = {name: self._counts[name] for name in _COUNTED}
        return {
            "aliases": {"file": file, "table": aliases.content.decode("utf-8")} if aliases else None,
            "versions": {
                "entente": VERSION, "parser": parsing.model_name(), "spacy": metadata.version("spacy"),
                "pandas": pd.__version__,
            },
            "parameters": {
                "workers": None if self._scheduler else self._workers, "aliases": file,
                "goldstein": ontology.DEFAULT_GOLDSTEIN,
            },
            "counts": {**own, **counts},
            "seconds": {**{stage: round(self._seconds[stage], 3) for stage in _STAGES}, "wall": round(seconds, 3)},
            "words_per_second": {
                stage: round(self._words / spent)
                for stage, spent in {**self._seconds, "wall": seconds}.items()
                if self._words and spent > 0
            },
        }  # fmt: skip


def _code_each(
    queue: Sequence[Document], workers: int, aliases: Aliases | None
) -> Iterator[_processes.Outcome[_Coding]]:
    """Code documents in processes of their own, so that none of them can end the run."""
    parsing.pipeline()
    with_aliases(aliases)  # loaded here, so that forked workers share them
    return _run_each(queue, workers, aliases, "fork" if "fork" in get_all_start_methods() else "spawn")


def _run_each(
    queue: Sequence[Document], workers: int, aliases: Aliases | None, method: str
) -> Iterator[_processes.Outcome[_Coding]]:
    return _processes.run_each(
        functools.partial(_code, aliases=aliases),
        queue,
        workers=min(workers, len(queue)),
        method=method,
        seconds=_time_limit,
        chunk=CHUNK_SIZE,
    )


def _code_on_cluster(
    queue: Sequence[Document], scheduler: str, aliases: Aliases | None
) -> Iterator[_processes.Outcome[_Coding]]:
    work = functools.partial(_code_chunk, aliases=aliases, coder=version())
    return _cluster.run_each(work, queue, scheduler=scheduler, chunk=CLUSTER_CHUNK_SIZE)


def _code_chunk(queue: Sequence[Document], aliases: Aliases | None, coder: str) -> list[_processes.Outcome[_Coding]]:
    """What a worker of a cluster does: it codes as the local run does, one document after the other.

    Raises
    ------
    InputError
        If it would code otherwise than the process that asks.
    """
    if version() != coder:
        raise errors.InputError(
            "a worker of the cluster has another version of entente, its tables or its libraries; install the same"
        )
    # Spawned: a worker of Dask has threads, and a forked process may wait for ever for a lock that one of them held.
    return list(_run_each(queue, 1, aliases, "spawn"))


def _time_limit(document: Document) -> float:
    return SECONDS + SECONDS_PER_CHARACTER * (len(document.title) + len(document.body))


def _code(document: Document, aliases: Aliases | None) -> _Coding:
    """Code one document; on what fails, what was made before stays, and the document is rejected."""
    made, seconds, trace = CodedDocument(), dict.fromkeys(_STAGES, 0.0), None
    try:
        _code_stages(document, with_aliases(aliases), made, seconds)
    except MemoryError:  # not the document's fault alone
        raise
    except Exception as error:  # noqa: BLE001 - one bad document never stops a run
        made.error = f"{type(error).__name__}: {str(error)[:200]}"
        trace = traceback.format_exc()
    return _Coding(made.to_json(), made.words, seconds, trace)


def _code_stages(document: Document, gazetteer: Gazetteer, made: CodedDocument, seconds: dict[str, float]) -> None:
    with _timed(seconds, "split"):
        sentences = split_sentences(document.title, document.body)
    with _timed(seconds, "actors"):
        annotated = documents.find_mentions(document, sentences, gazetteer)
    made.words = len(document.title.split()) + len(document.body.split())
    made.sentences = [(one.start, one.end, one.kind) for one in sentences]
    with _timed(seconds, "parse"):
        parsed = _parsed(annotated)
    made.parsed = sum(one.parse is not None for one in parsed)
    with _timed(seconds, "code"):
        coded = documents.code_document(document, parsed, gazetteer)
    made.mentions = [_mention(sentence, one) for sentence in coded for one in sentence.mentions]
    with _timed(seconds, "model"):
        adjudicated = adjudication.adjudicate(coded)
    made.events = [(one.sentence.index, event) for one in adjudicated for event in one.candidates]


@contextmanager
def _timed(seconds: dict[str, float], stage: str) -> Iterator[None]:
    """Add the seconds that the block takes to a stage."""
    start = time.perf_counter()
    yield
    seconds[stage] += time.perf_counter() - start


def _parsed(sentences: Sequence[AnnotatedSentence]) -> list[AnnotatedSentence]:
    """The sentences of a document, parsed where they may state an event; those of others do not sway the parse."""
    wanted = [one for one in sentences if documents.needs_parse(one)]
    parses = {id(one): parse for one, parse in zip(wanted, parsing.parse([one.text for one in wanted]), strict=True)}
    return [replace(one, parse=parses[id(one)]) if id(one) in parses else one for one in sentences]


def _mention(
    sentence: AnnotatedSentence, one: Mention
) -> tuple[int, int, int, str, str | None, str | None, str | None, str, float]:
    words = one.text if sentence.recased is None else sentence.sentence.text[one.start : one.end]
    index = sentence.sentence.index
    return index, one.start, one.end, words, one.actor, one.role, one.person, one.how, one.confidence


class _Rows:
    """The columns of the frames of some documents, event mentions, rejects and counts, as they are added in order."""

    def __init__(self) -> None:
        self.sentences: dict[str, list[object]] = {name: [] for name in schemas.columns("sentences")}
        self.mentions: dict[str, list[object]] = {name: [] for name in schemas.columns("mentions")}
        self.event_mentions: list[EventMention] = []
        self.rejects: list[dict[str, object]] = []
        self.counts: Counter[str] = Counter()

    def add(self, document: Document, coded: CodedDocument) -> None:
        """Append what was coded under the id and the path of a document."""
        ids = []
        for index, (start, end, kind) in enumerate(coded.sentences):
            text = (document.title if kind == "title" else document.body)[start:end]
            ids.append(documents.sentence_id(document.doc_id, Sentence(index, start, end, text, kind)))
            row = {
                "sentence_id": ids[-1], "doc_id": document.doc_id, "index": index, "start": start, "end": end,
                "text": text, "kind": kind,
            }  # fmt: skip
            _append(self.sentences, row)
        for index, *rest in coded.mentions:
            _append(self.mentions, dict(zip(self.mentions, (ids[index], *rest), strict=True)))
        self.event_mentions += [
            EventMention(event, ids[index], document.doc_id, document.published, coded.sentences[index][2] == "title")
            for index, event in coded.events
        ]
        self.counts.update(
            words=coded.words, sentences=len(coded.sentences), parsed_sentences=coded.parsed,
            mentions=len(coded.mentions), event_mentions=len(coded.events),
        )  # fmt: skip
        if coded.error is not None:
            self.rejects.append({"path": document.path, "line": None, "stage": "code", "reason": coded.error})

    def take(self) -> CodedPart:
        """What was added, as frames."""
        return CodedPart(
            schemas.from_columns("sentences", self.sentences),
            schemas.from_columns("mentions", self.mentions),
            self.event_mentions,
            schemas.from_rows("rejects", self.rejects),
        )


def _append(columns: Mapping[str, list[object]], row: Mapping[str, object]) -> None:
    for name, value in row.items():
        columns[name].append(value)
