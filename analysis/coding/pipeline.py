"""Code a corpus: from the documents that were read to events with evidence, on several cores.

The outcome is the same for any number of workers: documents are cut into
chunks by their order alone, and merged in that order. `code_sentences` codes
bare sentences, each as a document of its own.
"""

import datetime as dt
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from importlib import metadata
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path

import pandas as pd

from analysis import __version__, ontology, schemas
from analysis.actors import gazetteer as gazetteers
from analysis.actors.gazetteer import Gazetteer
from analysis.actors.mention import Mention
from analysis.actors.tables import Aliases
from analysis.coding import adjudication, deduplication, relevance
from analysis.coding import document as coding
from analysis.coding.candidates import Found
from analysis.coding.deduplication import Telling
from analysis.corpus.reading import Corpus
from analysis.events.coded import CodedCorpus
from analysis.text import parsing, split_sentences, straighten

CHUNK = 24
"""Documents that a worker takes at a time."""
_STAGES = ("split", "actors", "parse", "code", "model", "merge")


@dataclass(frozen=True, slots=True)
class Document:
    """What a worker needs of a document."""

    doc_id: str
    path: str
    published: dt.date
    title: str
    body: str


@dataclass(slots=True)
class _Chunk:
    """What a worker gives back: rows of frames, tellings, faults, seconds by stage, counts."""

    sentences: list[dict[str, object]] = field(default_factory=list)
    mentions: list[dict[str, object]] = field(default_factory=list)
    tellings: list[Telling] = field(default_factory=list)
    rejects: list[dict[str, object]] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=lambda: dict.fromkeys(_STAGES, 0.0))
    counts: Counter[str] = field(default_factory=Counter)


def code(
    read: Corpus,
    *,
    workers: int = 2,
    aliases: Path | Aliases | None = None,
    progress: Callable[[int], object] = lambda _: None,
) -> CodedCorpus:
    """Code every document of a corpus.

    Parameters
    ----------
    read
        As `corpus.read` gives it.
    workers
        Processes; the frames do not depend on it.
    aliases
        The user's own names (`data/actors/README.md`): a file, or one that was read.
    progress
        Told the number of documents that are done.

    Raises
    ------
    InputError
        If the aliases or the lexicon cannot be read.
    """
    started = time.perf_counter()
    own = Aliases.read(aliases) if isinstance(aliases, Path) else aliases
    columns = ("doc_id", "path", "published", "title", "body")
    rows = zip(*(read.documents[name].tolist() for name in columns), strict=True)
    documents = [Document(doc_id, path, published.date(), title, body) for doc_id, path, published, title, body in rows]
    chunks = [documents[start : start + CHUNK] for start in range(0, len(documents), CHUNK)]
    whole = _Chunk()
    for done, chunk in zip(_run(chunks, workers, own), chunks, strict=True):
        _add(whole, done)
        progress(len(chunk))
    before = time.perf_counter()
    events, evidence = deduplication.merge(whole.tellings)
    whole.seconds["merge"] += time.perf_counter() - before
    rejects = (
        pd.concat([read.rejects, schemas.from_rows("rejects", whole.rejects)], ignore_index=True)
        if whole.rejects
        else read.rejects
    )
    coded = CodedCorpus(
        documents=read.documents, sentences=schemas.from_rows("sentences", whole.sentences),
        mentions=schemas.from_rows("mentions", whole.mentions), events=events, evidence=evidence,
        rejects=schemas.check("rejects", rejects),
    )  # fmt: skip
    seconds = time.perf_counter() - started
    return replace(coded, run=_record(coded, whole, seconds=seconds, workers=workers, aliases=own))


def code_sentences(
    items: Sequence[tuple[str, dt.date | None]], *, gazetteer: Gazetteer | None = None
) -> list[list[Found]]:
    """The acts of bare sentences, each read by itself.

    Parameters
    ----------
    items
        Sentence and day of publication; without a day, the latest that the tables cover.
    gazetteer
        Another gazetteer than the shipped one, for the user's aliases.
    """
    names = gazetteer if gazetteer is not None else gazetteers.default()
    sentences = []
    for words, published in items:
        plain = straighten(words)
        on = published or _LATEST
        sentences.append((coding.Sentence(plain, "body", tuple(names.find(plain, on=on))), on))
    parsed = parsing.parse([one.text for one, _ in sentences])
    coded = []
    for (sentence, on), doc in zip(sentences, parsed, strict=True):
        ((_, acts),) = coding.document([replace(sentence, doc=doc)], on, gazetteer=names)
        coded.append((sentence.text, acts))
    return adjudication.settle(coded)


_LATEST = dt.date(2025, 12, 31)


def _run(chunks: Sequence[Sequence[Document]], workers: int, aliases: Aliases | None) -> Iterator[_Chunk]:
    if workers <= 1 or len(chunks) <= 1:
        for chunk in chunks:
            yield _code_chunk(chunk, aliases)
        return
    parsing.pipeline()
    gazetteers.with_aliases(aliases)  # loaded here, so that forked workers share them
    method = "fork" if "fork" in get_all_start_methods() else "spawn"
    with ProcessPoolExecutor(max_workers=workers, mp_context=get_context(method)) as pool:
        yield from pool.map(_code_chunk, chunks, [aliases] * len(chunks))


def _code_chunk(chunk: Sequence[Document], aliases: Aliases | None) -> _Chunk:
    made = _Chunk()
    gazetteer = gazetteers.with_aliases(aliases)
    read = [_read(document, gazetteer, made) for document in chunk]
    before = time.perf_counter()
    wanted = [(k, place) for k, sentences in enumerate(read) for place, one in enumerate(sentences) if _wanted(one)]
    for (k, place), doc in zip(wanted, parsing.parse([read[k][place].text for k, place in wanted]), strict=True):
        read[k][place] = replace(read[k][place], doc=doc)
    made.counts["parsed"] += len(wanted)
    made.seconds["parse"] += time.perf_counter() - before
    before = time.perf_counter()
    told = [
        found
        for document, sentences in zip(chunk, read, strict=True)
        for found in _code_document(document, sentences, gazetteer, made)
    ]
    made.seconds["code"] += time.perf_counter() - before
    before = time.perf_counter()
    settled = adjudication.settle([(words, acts) for _, _, words, acts in told])
    for (document, sentence_id, _, _), acts in zip(told, settled, strict=True):
        made.tellings += [Telling(act, sentence_id, document.doc_id, document.published) for act in acts]
    made.seconds["model"] += time.perf_counter() - before
    return made


def _wanted(sentence: coding.Sentence) -> bool:
    return sentence.kind != "caption" and relevance.may_tell(sentence.text, sentence.mentions)


def _read(document: Document, gazetteer: Gazetteer, made: _Chunk) -> list[coding.Sentence]:
    before = time.perf_counter()
    pieces = split_sentences(document.title, document.body)
    made.seconds["split"] += time.perf_counter() - before
    made.counts["words"] += len(document.title.split()) + len(document.body.split())
    before = time.perf_counter()
    sentences = coding.read([(one.text, one.kind) for one in pieces], document.published, gazetteer, document.path)
    made.seconds["actors"] += time.perf_counter() - before
    for piece in pieces:
        made.sentences.append({
            "sentence_id": schemas.content_id(document.doc_id, piece.index, piece.text),
            "doc_id": document.doc_id, "index": piece.index, "start": piece.start, "end": piece.end,
            "text": piece.text, "kind": piece.kind,
        })  # fmt: skip
    return sentences


def _code_document(
    document: Document, sentences: Sequence[coding.Sentence], gazetteer: Gazetteer, made: _Chunk
) -> list[tuple[Document, str, str, list[Found]]]:
    """Add a document's mentions and return its sentences that tell of acts; where the coder stumbles, reject it."""
    ids = [schemas.content_id(document.doc_id, index, one.text) for index, one in enumerate(sentences)]
    mentions: list[dict[str, object]] = []
    told: list[tuple[Document, str, str, list[Found]]] = []
    try:
        read = coding.document(sentences, document.published, gazetteer=gazetteer, path=document.path)
        for sentence_id, sentence, (found, acts) in zip(ids, sentences, read, strict=True):
            mentions += [_mention(sentence_id, one) for one in found]
            if acts:
                told.append((document, sentence_id, sentence.text, acts))
    except (ArithmeticError, LookupError, RecursionError, ValueError) as error:
        reason = f"{type(error).__name__}: {str(error)[:200]}"
        made.rejects.append({"path": document.path, "line": None, "stage": "code", "reason": reason})
        return []
    made.mentions += mentions
    return told


def _mention(sentence_id: str, one: Mention) -> dict[str, object]:
    return {
        "sentence_id": sentence_id, "start": one.start, "end": one.end, "text": one.text, "actor": one.actor,
        "role": one.role, "person": one.person, "how": one.how, "confidence": one.confidence,
    }  # fmt: skip


def _add(whole: _Chunk, part: _Chunk) -> None:
    whole.sentences += part.sentences
    whole.mentions += part.mentions
    whole.tellings += part.tellings
    whole.rejects += part.rejects
    for stage, seconds in part.seconds.items():
        whole.seconds[stage] += seconds
    whole.counts.update(part.counts)


def _record(
    coded: CodedCorpus, whole: _Chunk, *, seconds: float, workers: int, aliases: Aliases | None
) -> dict[str, object]:
    """What `run.json` holds: versions, parameters, aliases, counts at every stage, seconds and words a second by stage.

    The table of aliases is kept whole, so that who opens the frames can name actors as the coder did.
    """
    words = whole.counts["words"]
    spent = {stage: round(whole.seconds[stage], 3) for stage in _STAGES}
    file = Path(aliases.file).name if aliases else None
    return {
        "aliases": {"file": file, "table": aliases.content.decode("utf-8")} if aliases else None,
        "versions": {
            "entente": __version__, "parser": parsing.model_name(), "spacy": metadata.version("spacy"),
            "pandas": pd.__version__,
        },
        "parameters": {
            "workers": workers, "aliases": file, "goldstein": ontology.DEFAULT_GOLDSTEIN,
        },
        "counts": {
            "documents": len(coded.documents), "rejects": len(coded.rejects),
            "near_duplicates": int(coded.documents["duplicate_of"].notna().sum()),
            "words": words, "sentences": len(coded.sentences), "parsed_sentences": whole.counts["parsed"],
            "mentions": len(coded.mentions), "tellings": len(whole.tellings),
            "events": len(coded.events), "asserted": int((coded.events["modality"] == "asserted").sum()),
        },
        "seconds": {**spent, "wall": round(seconds, 3)},
        "words_per_second": {
            **{stage: round(words / whole.seconds[stage]) for stage in _STAGES if whole.seconds[stage] > 0},
            "wall": round(words / seconds),
        },
    }  # fmt: skip
