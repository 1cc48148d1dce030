"""A user's corrections as a gold file, so that they become an accuracy figure of the user's own.

A sentence that somebody corrected or confirmed was read, so what it reports is known: the corrected events that rest
on it. Sentences that nobody looked at are left out.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import errors, schemas
from analysis.events import CodedCorpus
from analysis.validation import gold

_ON_REPORTS = frozenset({"join", "part"})
"""Fields that say which sentences report one act, and not what a sentence says."""


def corrected_gold(corpus: CodedCorpus) -> list[dict[str, Any]]:
    """The sentences that were corrected or confirmed, in the form of `docs/gold_format.md`.

    Parameters
    ----------
    corpus
        A corpus with corrections.

    Returns
    -------
    rows
        `id` (the sentence_id), `sentence`, `published`, `events`, `note`; in the order of the corrections. The days
        of an event are given where the sentence is its only report or a user set them, since they may be those of
        another report.
    """
    table = corpus.corrections[(corpus.corrections["status"] == "applied")]
    notes: dict[str, list[str]] = {}
    for row in schemas.records(table[~table["field"].isin(_ON_REPORTS)]):
        sentence = row["sentence"] or _first_sentence(corpus, row["event"])
        said = " ".join(filter(None, (row["field"], row["value"])))
        notes.setdefault(sentence, []).append(": ".join(filter(None, (said, row["reason"]))))
    dated = set(table.loc[table["field"] == "day", "event_id"])
    read = corpus.sentences[corpus.sentences["sentence_id"].isin(set(notes))]
    read = read.merge(corpus.documents[["doc_id", "published"]], on="doc_id")
    sentences = {row["sentence_id"]: row for row in schemas.records(read)}
    return [
        {
            "id": sentence, "sentence": sentences[sentence]["text"],
            "published": sentences[sentence]["published"].date().isoformat(),
            "events": list(_events(corpus, sentence, dated)), "note": "; ".join(said),
        }
        for sentence, said in notes.items()
        if sentence in sentences
    ]  # fmt: skip


def _first_sentence(corpus: CodedCorpus, event_id: str) -> str:
    """The first sentence that reported an event when it was coded."""
    evidence = corpus.evidence if corpus.as_coded is None else corpus.as_coded.evidence
    found = evidence.loc[evidence["event_id"] == event_id, "sentence_id"]
    return str(found.iloc[0]) if len(found) else ""


def _events(corpus: CodedCorpus, sentence: str, dated: set[str]) -> Iterator[dict[str, Any]]:
    """The acts that a sentence reports."""
    reported = dict.fromkeys(corpus.evidence.loc[corpus.evidence["sentence_id"] == sentence, "event_id"])
    rows = {row["event_id"]: row for row in schemas.records(corpus.events[corpus.events["event_id"].isin(reported)])}
    for event_id in reported:
        event = rows[event_id]
        if _plain(event["root"]) is None:
            continue
        reports = corpus.evidence[corpus.evidence["event_id"] == event_id]
        days = event_id in dated or set(reports["sentence_id"]) == {sentence}
        yield {
            **{name: _plain(event[name]) for name in ("source", "root", "target", "modality")},
            **{name: _day(event, f"when_{name}") if days else None for name in ("first", "last")},
        }


def _day(event: Mapping[str, Any], column: str) -> str | None:
    return None if pd.isna(event[column]) else event[column].date().isoformat()


def _plain(value: Any) -> Any:
    return None if pd.isna(value) else value


def write_corrected_gold(corpus: CodedCorpus, path: Path) -> list[dict[str, Any]]:
    """Write the corrected sentences as JSON lines that `entente validate` reads; return them.

    Raises
    ------
    InputError
        If there is nothing to write, or a file would be written over that is not a gold file.
    """
    rows = corrected_gold(corpus)
    if not rows:
        raise errors.InputError("no corrections to write as gold: none of this corpus was applied to a sentence")
    check_gold_free(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return rows


def check_gold_free(path: Path) -> None:
    """Check that a gold file may be written to `path`: nothing is there, or a gold file.

    Raises
    ------
    InputError
        If anything else is there.
    """
    if not path.exists():
        return
    try:
        gold.read_entente(path)
    except errors.InputError as error:
        raise errors.InputError(f"{path} is not a gold file and would be written over; name another file") from error
