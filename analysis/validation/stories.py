"""How well deduplication decides whether two sentences report one event or two, on pairs annotated by hand.

A pair counts as linked where any act of the first sentence and any of the
second are one story. Sentences in which the coder reads no act cannot be
linked: such pairs count against recall; the share of pairs read on both sides
and the F1 of these stand beside it.
"""

import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis import _paths, errors
from analysis.coding import deduplication, pipeline
from analysis.coding.deduplication import EventMention
from analysis.validation import metrics

FILE = _paths.DATA / "gold" / "stories.jsonl"
_KEYS = ("id", "sentence", "published", "second_sentence", "second_published", "same")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sentences with their days of publication; `same` where they tell of one event; `note` says why not."""

    id: str
    sentence: str
    published: dt.date
    second_sentence: str
    second_published: dt.date
    same: bool
    note: str


@dataclass(frozen=True, slots=True)
class StoryCheck:
    """What the pairs say.

    Attributes
    ----------
    measures
        `measure`, `value`, `low`, `high` (95 per cent bootstrap over pairs), `n`.
    errors
        `id`, `first`, `second`, `gold`, `found` and `note` of the pairs told wrongly.
    """

    measures: pd.DataFrame
    errors: pd.DataFrame


def read(path: Path = FILE) -> list[Pair]:
    """Read pairs from JSON lines.

    Raises
    ------
    InputError
        Naming line and key of a row that lacks one or has a bad day or answer.
    """
    found = []
    for line, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(text)
            missing = [key for key in _KEYS if key not in row]
            if missing or not isinstance(row["same"], bool):
                raise errors.InputError(
                    f"{path.name}, line {line}: {missing[0] if missing else 'same'} is missing or no answer"
                )
            days = [dt.date.fromisoformat(row[key]) for key in ("published", "second_published")]
        except ValueError as error:
            raise errors.InputError(f"{path.name}, line {line}: {error}") from error
        found.append(
            Pair(row["id"], row["sentence"], days[0], row["second_sentence"], days[1], row["same"], row.get("note", ""))
        )
    return found


def run(path: Path = FILE, *, seed: int = 0, n_boot: int = 1000) -> StoryCheck:
    """Precision, recall and F1 of linking, the F1 where both sentences were read, and the share of such pairs.

    Raises
    ------
    InputError
        If the file cannot be read.
    """
    pairs = read(path)
    told = _told(pairs)
    linked = [_linked(first, second) for first, second in told]
    both_read = [bool(first) and bool(second) for first, second in told]
    counts = [(one.same and found, one.same, found) for one, found in zip(pairs, linked, strict=True)]
    rows = [(float(hit), float(gold), float(found)) for hit, gold, found in counts]
    measures = [
        *(make(name, rows) for make, name in _MEASURES),
        metrics.f1("story_f1_where_read", [row for row, seen in zip(rows, both_read, strict=True) if seen]),
        metrics.share("story_read", [(float(one), 1.0) for one in both_read]),
    ]
    table = metrics.table(measures, seed=seed, n_boot=n_boot)
    return StoryCheck(table, _errors(pairs, linked))


_MEASURES: tuple[tuple[Callable[..., metrics.Measure], str], ...] = (
    (metrics.precision, "story_precision"), (metrics.recall, "story_recall"), (metrics.f1, "story_f1"),
)  # fmt: skip


def _told(pairs: Sequence[Pair]) -> list[tuple[list[EventMention], list[EventMention]]]:
    """The acts of both sentences, each sentence an article of its own; mere statements aside."""
    items = [
        item for one in pairs for item in ((one.sentence, one.published), (one.second_sentence, one.second_published))
    ]
    acts = pipeline.code_sentences(items)
    sides = [
        [EventMention(act, f"s{k}", f"d{k}", day) for act in found if act.root is not None]
        for k, (found, (_, day)) in enumerate(zip(acts, items, strict=True))
    ]
    return list(zip(sides[::2], sides[1::2], strict=True))


def _linked(first: Sequence[EventMention], second: Sequence[EventMention]) -> bool:
    return any(len({one.doc_id for one in story}) > 1 for story in deduplication.cluster_mentions([*first, *second]))


def _errors(pairs: Sequence[Pair], linked: Sequence[bool]) -> pd.DataFrame:
    rows = [
        (one.id, one.sentence, one.second_sentence, _name(one.same), _name(found), one.note)
        for one, found in zip(pairs, linked, strict=True)
        if one.same != found
    ]
    return pd.DataFrame(rows, columns=["id", "first", "second", "gold", "found", "note"])


def _name(same: bool) -> str:
    return "one" if same else "two"
