"""How well deduplication decides whether two sentences report one event or two, on pairs annotated by hand.

A pair counts as linked if any event mention of the first sentence and any of
the second are in one cluster. A sentence in which the coder finds no event
cannot be linked, so its pair counts against recall; the share of pairs with
events in both sentences, and the F1 of those pairs, are measured apart.
"""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis import _package, errors
from analysis.coding import EventMention, code_sentences
from analysis.coding.deduplication import cluster_mentions
from analysis.validation import metrics

FILE = _package.DATA / "gold" / "stories.jsonl"
_KEYS = ("id", "sentence", "published", "second_sentence", "second_published", "same")


@dataclass(frozen=True, slots=True)
class SentencePair:
    """Two sentences with their days of publication; `same` if they report one event, `note` says why not."""

    id: str
    sentence: str
    published: dt.date
    second_sentence: str
    second_published: dt.date
    same: bool
    note: str


@dataclass(frozen=True, slots=True)
class StoryValidation:
    """How well deduplication did.

    Attributes
    ----------
    measures
        `measure`, `value`, `low`, `high` (95 per cent bootstrap over pairs), `n`.
    errors
        `id`, `first`, `second`, `gold`, `found` and `note` of the wrong pairs.
    """

    measures: pd.DataFrame
    errors: pd.DataFrame


def read_pairs(path: Path = FILE) -> list[SentencePair]:
    """Read pairs from JSON lines.

    Raises
    ------
    InputError
        If a row lacks a key or has a bad day or answer; the message names line and key.
    """
    pairs = []
    for line, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(text)
            missing = [key for key in _KEYS if key not in row]
            if missing or not isinstance(row["same"], bool):
                reason = f"{missing[0]} is missing" if missing else "same is neither true nor false"
                raise errors.InputError(f"{path.name}, line {line}: {reason}")
            days = [dt.date.fromisoformat(row[key]) for key in ("published", "second_published")]
        except ValueError as error:
            raise errors.InputError(f"{path.name}, line {line}: {error}") from error
        pairs.append(
            SentencePair(
                row["id"], row["sentence"], days[0], row["second_sentence"], days[1], row["same"], row.get("note", "")
            )
        )
    return pairs


def evaluate_stories(path: Path | str | None = None, *, seed: int = 0, n_boot: int = 1000) -> StoryValidation:
    """Measure whether deduplication finds which pairs of sentences report one event.

    Parameters
    ----------
    path
        JSON lines of pairs; by default those that ship with the package.
    seed, n_boot
        Seed and number of bootstrap draws; 0 draws give no intervals.

    Raises
    ------
    InputError
        If the file cannot be read.
    """
    pairs = read_pairs(FILE if path is None else Path(path))
    mentions = _mentions(pairs)
    linked = [_linked(first, second) for first, second in mentions]
    both_coded = [bool(first) and bool(second) for first, second in mentions]
    rows = [
        (float(one.same and found), float(one.same), float(found)) for one, found in zip(pairs, linked, strict=True)
    ]
    measures = [
        metrics.precision("story_precision", rows),
        metrics.recall("story_recall", rows),
        metrics.f1("story_f1", rows),
        metrics.f1("story_f1_where_read", [row for row, coded in zip(rows, both_coded, strict=True) if coded]),
        metrics.share("story_read", [(float(coded), 1.0) for coded in both_coded]),
    ]
    table = metrics.table(measures, seed=seed, n_boot=n_boot)
    return StoryValidation(table, _errors(pairs, linked))


def _mentions(pairs: Sequence[SentencePair]) -> list[tuple[list[EventMention], list[EventMention]]]:
    """The event mentions of both sentences, as if each were an article; mere statements are left out."""
    sentences = [
        item for one in pairs for item in ((one.sentence, one.published), (one.second_sentence, one.second_published))
    ]
    mentions = [
        [EventMention(event, f"s{i}", f"d{i}", day) for event in events if event.root is not None]
        for i, (events, (_, day)) in enumerate(zip(code_sentences(sentences), sentences, strict=True))
    ]
    return list(zip(mentions[::2], mentions[1::2], strict=True))


def _linked(first: Sequence[EventMention], second: Sequence[EventMention]) -> bool:
    return any(len({one.doc_id for one in cluster}) > 1 for cluster in cluster_mentions([*first, *second]))


def _errors(pairs: Sequence[SentencePair], linked: Sequence[bool]) -> pd.DataFrame:
    rows = [
        (one.id, one.sentence, one.second_sentence, _answer(one.same), _answer(found), one.note)
        for one, found in zip(pairs, linked, strict=True)
        if one.same != found
    ]
    return pd.DataFrame(rows, columns=["id", "first", "second", "gold", "found", "note"])


def _answer(same: bool) -> str:
    return "one" if same else "two"
