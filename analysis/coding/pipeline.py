"""The coding pipeline: from the documents of a corpus to events with evidence, on several processes.

The result is the same for any number of processes: documents are cut into
chunks by their order alone, and the chunks are joined in that order.
`code_sentences` codes bare sentences, each as a document of its own.
"""

import datetime as dt
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib import metadata
from multiprocessing import get_all_start_methods
from pathlib import Path

import pandas as pd

from analysis import _processes, ontology, schemas
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
from analysis.text import Sentence, parsing, split_sentences, straighten

CHUNK_SIZE = 24
"""Documents that a worker takes at a time."""
_LOG = logging.getLogger(__name__)
_STAGES = ("split", "actors", "parse", "code", "model", "merge")


@dataclass(slots=True)
class _ChunkResult:
    """What a worker returns: rows of frames, event mentions, rejects, seconds by stage, and counts."""

    sentences: list[dict[str, object]] = field(default_factory=list)
    mentions: list[dict[str, object]] = field(default_factory=list)
    event_mentions: list[EventMention] = field(default_factory=list)
    rejects: list[dict[str, object]] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=lambda: dict.fromkeys(_STAGES, 0.0))
    counts: Counter[str] = field(default_factory=Counter)

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Add the seconds that the block takes to a stage."""
        start = time.perf_counter()
        yield
        self.seconds[stage] += time.perf_counter() - start

    def reject(self, document: Document, error: Exception) -> None:
        """Reject a document on which the coder fails, and log the error with its traceback."""
        _LOG.warning("%s: %s", document.path, error, exc_info=error)
        reason = f"{type(error).__name__}: {str(error)[:200]}"
        self.rejects.append({"path": document.path, "line": None, "stage": "code", "reason": reason})

    def add(self, part: "_ChunkResult") -> None:
        """Append the result of the next chunk."""
        self.sentences += part.sentences
        self.mentions += part.mentions
        self.event_mentions += part.event_mentions
        self.rejects += part.rejects
        for stage, seconds in part.seconds.items():
            self.seconds[stage] += seconds
        self.counts.update(part.counts)


def code_corpus(
    corpus: Corpus,
    *,
    workers: int = 2,
    aliases: Path | Aliases | None = None,
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
    progress
        Called after each chunk with the number of its documents.

    Raises
    ------
    InputError
        If the aliases or the lexicon cannot be read.
    """
    start = time.perf_counter()
    own = Aliases.read(aliases) if isinstance(aliases, Path) else aliases
    queue = _documents(corpus)
    chunks = [queue[first : first + CHUNK_SIZE] for first in range(0, len(queue), CHUNK_SIZE)]
    whole = _ChunkResult()
    for part, chunk in zip(_code_chunks(chunks, workers, own), chunks, strict=True):
        whole.add(part)
        progress(len(chunk))
    with whole.timed("merge"):
        events, evidence = deduplication.merge(whole.event_mentions)
    rejects = corpus.rejects
    if whole.rejects:
        rejects = pd.concat([rejects, schemas.from_rows("rejects", whole.rejects)], ignore_index=True)
    coded = CodedCorpus(
        documents=corpus.documents,
        sentences=schemas.from_rows("sentences", whole.sentences),
        mentions=schemas.from_rows("mentions", whole.mentions),
        events=events,
        evidence=evidence,
        rejects=schemas.check("rejects", rejects),
    )
    seconds = time.perf_counter() - start
    return replace(coded, run=_run_record(coded, whole, seconds=seconds, workers=workers, aliases=own))


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
    names = gazetteer if gazetteer is not None else with_aliases(None)
    queue, annotated = [], []
    for words, published in items:
        plain = straighten(words)
        document = Document("", published or LATEST)
        queue.append(document)
        annotated += documents.find_mentions(document, [Sentence(0, 0, len(plain), plain, "body")], names)
    parses = parsing.parse([sentence.text for sentence in annotated])
    coded = [
        one
        for document, sentence, parse in zip(queue, annotated, parses, strict=True)
        for one in documents.code_document(document, [replace(sentence, parse=parse)], names)
    ]
    return [list(one.candidates) for one in adjudication.adjudicate(coded)]


def _documents(corpus: Corpus) -> list[Document]:
    columns = ("doc_id", "published", "path", "title", "body", "dateline")
    rows = zip(*(corpus.documents[name].tolist() for name in columns), strict=True)
    return [
        Document(doc_id, published.date(), path, title, body, state_of(place) if isinstance(place, str) else None)
        for doc_id, published, path, title, body, place in rows
    ]


def _code_chunks(chunks: Sequence[Sequence[Document]], workers: int, aliases: Aliases | None) -> Iterator[_ChunkResult]:
    if workers <= 1 or len(chunks) <= 1:
        for chunk in chunks:
            yield _code_chunk(chunk, aliases)
        return
    parsing.pipeline()
    with_aliases(aliases)  # loaded here, so that forked workers share them
    method = "fork" if "fork" in get_all_start_methods() else "spawn"
    with _processes.pool(workers, method) as pool:
        yield from pool.map(_code_chunk, chunks, [aliases] * len(chunks))


def _code_chunk(chunk: Sequence[Document], aliases: Aliases | None) -> _ChunkResult:
    result = _ChunkResult()
    gazetteer = with_aliases(aliases)
    by_document = [_split_and_find(document, gazetteer, result) for document in chunk]
    with result.timed("parse"):
        parsed = _parse(chunk, by_document, result)
    with result.timed("code"):
        coded = [
            (document, sentence)
            for document, sentences in zip(chunk, parsed, strict=True)
            for sentence in _code_document(document, sentences, gazetteer, result)
        ]
    with result.timed("model"):
        adjudicated = _adjudicate(coded, result)
    for document, sentence in adjudicated:
        result.event_mentions += [
            EventMention(one, sentence.sentence_id, document.doc_id, document.published) for one in sentence.candidates
        ]
    return result


def _split_and_find(document: Document, gazetteer: Gazetteer, result: _ChunkResult) -> list[AnnotatedSentence]:
    """A document's sentences with their mentions; adds the rows of the sentences frame."""
    try:
        with result.timed("split"):
            sentences = split_sentences(document.title, document.body)
        with result.timed("actors"):
            annotated = documents.find_mentions(document, sentences, gazetteer)
    except Exception as error:  # noqa: BLE001 - one bad document never stops a run
        result.reject(document, error)
        return []
    result.counts["words"] += len(document.title.split()) + len(document.body.split())
    result.sentences += [_sentence_row(document, one) for one in annotated]
    return annotated


def _parse(
    chunk: Sequence[Document], by_document: Sequence[Sequence[AnnotatedSentence]], result: _ChunkResult
) -> list[Sequence[AnnotatedSentence]]:
    """The sentences of all documents of a chunk, parsed in one go where they may state an event.

    Where that fails, the documents are parsed one by one, and the one that fails is rejected.
    """
    try:
        return _parsed(by_document, result)
    except Exception:  # noqa: BLE001 - told below
        parsed: list[Sequence[AnnotatedSentence]] = []
        for document, sentences in zip(chunk, by_document, strict=True):
            try:
                parsed += _parsed([sentences], result)
            except Exception as error:  # noqa: BLE001 - one bad document never stops a run
                result.reject(document, error)
                parsed.append([])
        return parsed


def _parsed(
    by_document: Sequence[Sequence[AnnotatedSentence]], result: _ChunkResult
) -> list[Sequence[AnnotatedSentence]]:
    wanted = [one for sentences in by_document for one in sentences if documents.needs_parse(one)]
    parses = {id(one): parse for one, parse in zip(wanted, parsing.parse([one.text for one in wanted]), strict=True)}
    result.counts["parsed"] += len(wanted)
    return [
        [replace(one, parse=parses[id(one)]) if id(one) in parses else one for one in sentences]
        for sentences in by_document
    ]


def _adjudicate(
    coded: Sequence[tuple[Document, AnnotatedSentence]], result: _ChunkResult
) -> list[tuple[Document, AnnotatedSentence]]:
    """The sentences as the model decides them, in one go; where that fails, one by one."""
    owners = [document for document, _ in coded]
    try:
        return list(zip(owners, adjudication.adjudicate([sentence for _, sentence in coded]), strict=True))
    except Exception:  # noqa: BLE001 - told below
        kept = []
        for document, sentence in coded:
            try:
                kept += [(document, one) for one in adjudication.adjudicate([sentence])]
            except Exception as error:  # noqa: BLE001 - one bad document never stops a run
                result.reject(document, error)
        return kept


def _code_document(
    document: Document, sentences: Sequence[AnnotatedSentence], gazetteer: Gazetteer, result: _ChunkResult
) -> list[AnnotatedSentence]:
    """The sentences of a document that state events; adds the rows of the mentions frame.

    A document on which the coder fails is rejected: one bad document never stops a run.
    """
    try:
        coded = documents.code_document(document, sentences, gazetteer)
    except Exception as error:  # noqa: BLE001 - whatever it is, the run goes on
        result.reject(document, error)
        return []
    result.mentions += [_mention_row(one, mention) for one in coded for mention in one.mentions]
    return [one for one in coded if one.candidates]


def _sentence_row(document: Document, one: AnnotatedSentence) -> dict[str, object]:
    sentence = one.sentence
    return {
        "sentence_id": one.sentence_id, "doc_id": document.doc_id, "index": sentence.index, "start": sentence.start,
        "end": sentence.end, "text": sentence.text, "kind": sentence.kind,
    }  # fmt: skip


def _mention_row(sentence: AnnotatedSentence, one: Mention) -> dict[str, object]:
    words = one.text if sentence.recased is None else sentence.sentence.text[one.start : one.end]
    return {
        "sentence_id": sentence.sentence_id, "start": one.start, "end": one.end, "text": words, "actor": one.actor,
        "role": one.role, "person": one.person, "how": one.how, "confidence": one.confidence,
    }  # fmt: skip


def _run_record(
    coded: CodedCorpus, whole: _ChunkResult, *, seconds: float, workers: int, aliases: Aliases | None
) -> dict[str, object]:
    """What `run.json` holds: versions, parameters, aliases, counts at every stage, seconds and words per second.

    The table of aliases is kept whole, so that whoever opens the frames can name actors as the coder did.
    """
    words = whole.counts["words"]
    file = Path(aliases.file).name if aliases else None
    return {
        "aliases": {"file": file, "table": aliases.content.decode("utf-8")} if aliases else None,
        "versions": {
            "entente": VERSION, "parser": parsing.model_name(), "spacy": metadata.version("spacy"),
            "pandas": pd.__version__,
        },
        "parameters": {
            "workers": workers, "aliases": file, "goldstein": ontology.DEFAULT_GOLDSTEIN,
        },
        "counts": {
            "documents": len(coded.documents), "rejects": len(coded.rejects),
            "near_duplicates": int(coded.documents["duplicate_of"].notna().sum()),
            "words": words, "sentences": len(coded.sentences), "parsed_sentences": whole.counts["parsed"],
            "mentions": len(coded.mentions), "event_mentions": len(whole.event_mentions),
            "events": len(coded.events), "asserted": int((coded.events["modality"] == "asserted").sum()),
        },
        "seconds": {**{stage: round(whole.seconds[stage], 3) for stage in _STAGES}, "wall": round(seconds, 3)},
        "words_per_second": {
            **{stage: round(words / whole.seconds[stage]) for stage in _STAGES if whole.seconds[stage] > 0},
            "wall": round(words / seconds),
        },
    }  # fmt: skip
