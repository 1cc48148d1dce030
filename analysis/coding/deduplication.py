"""The same event told by several sentences or articles is one event with several pieces of evidence.

Two tellings are one story where source, target, root and modality are the
same, their days overlap (a day of publication is given `SLACK_DAYS` of slack,
since the news lags) and they either stand in one article with the same
predicate, or share enough of their words. Evidence is kept whole;
`n_reports` counts articles.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis import schemas
from analysis.coding.candidates import Found

SLACK_DAYS = 2
VAGUE_DAYS = 10
"""Days from which an interval is too wide to tell that two articles mean the same act."""
ALIKE = 0.16
"""Share of content words (Jaccard) from which two tellings of a pair's act of one class on the same days are one."""
ALIKE_IN_ARTICLE = 0.08
_FIELDS = (
    "source", "source_role", "target", "target_role", "root", "mode", "context", "cameo", "quad", "goldstein",
    "modality", "attributed_to", "place", "place_state", "decided_by",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Telling:
    """One act as one sentence of one article tells it."""

    found: Found
    sentence_id: str
    doc_id: str
    published: dt.date

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """The days in which the act may have been, with slack where only publication is known."""
        slack = dt.timedelta(days=SLACK_DAYS if self.found.precision == "published" else 0)
        return self.found.first - slack, self.found.last + slack


def merge(tellings: Sequence[Telling]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The frames `events` and `evidence` of tellings; ids are hashes of what an event says and of its first evidence.

    Parameters
    ----------
    tellings
        In any order; the result does not depend on it.
    """
    events, evidence = [], []
    for story in linked(tellings):
        event = _event(story)
        events.append(event)
        evidence += [_evidence(str(event["event_id"]), one) for one in story]
    events.sort(key=lambda row: (row["when_first"], str(row["source"]), str(row["target"]), str(row["event_id"])))
    return schemas.from_rows("events", events), schemas.from_rows("evidence", evidence)


def _order(one: Telling) -> tuple[object, ...]:
    return (
        one.published,
        one.doc_id,
        one.sentence_id,
        one.found.trigger_span,
        one.found.source_span or (),
        one.found.target_span or (),
    )


def _key(found: Found) -> tuple[str, ...]:
    return tuple(str(part or "") for part in (found.source, found.target, found.root, found.modality))


def _stories(tellings: Sequence[Telling]) -> list[list[Telling]]:
    """Tellings of one pair, class and modality parted into stories.

    A telling joins the first story that it fits: one of its tellings must be
    alike, and the days that all of them share must hold it too, so that a
    chain of tellings does not walk through the months. "This year" is too
    vague to join tellings of different articles.
    """
    stories: list[list[Telling]] = []
    for one in tellings:
        fitting = (story for story in stories if _shared(story, one) and any(_same(one, other) for other in story))
        story = next(fitting, None)
        if story is None:
            stories.append([one])
        else:
            story.append(one)
    return stories


def _shared(story: Sequence[Telling], one: Telling) -> bool:
    """Whether there is a day that a telling shares with all tellings of a story."""
    days = [other.days for other in [*story, one]]
    return max(first for first, _ in days) <= min(last for _, last in days)


def _same(one: Telling, other: Telling) -> bool:
    first, second = one.days, other.days
    if first[0] > second[1] or second[0] > first[1]:
        return False
    alike = _likeness(one.found.words, other.found.words)
    if one.doc_id != other.doc_id and max(_width(one), _width(other)) > VAGUE_DAYS:
        return False
    if one.doc_id == other.doc_id:
        return alike >= ALIKE_IN_ARTICLE or one.found.cameo == other.found.cameo
    if one.found.cameo == other.found.cameo and one.found.cameo[:2] == "04":
        return True  # two meetings of the same two on the same days are one
    return alike >= ALIKE


def _width(one: Telling) -> int:
    return (one.found.last - one.found.first).days


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0


def _event(story: Sequence[Telling]) -> dict[str, object]:
    best = max(story, key=lambda one: (one.found.precision not in {"published", "period"}, one.found.confidence))
    first, last = best.found.first, best.found.last
    by_article: dict[str, float] = {}
    for one in story:
        by_article[one.doc_id] = max(by_article.get(one.doc_id, 0.0), one.found.confidence)
    top = max(by_article.values())
    # Further articles may repeat the same misreading: each takes a tenth of the doubt that is left.
    doubt = (1 - top) * 0.9 ** (len(by_article) - 1)
    row: dict[str, object] = {name: getattr(best.found, name) for name in _FIELDS}
    earliest = story[0]
    return row | {
        "event_id": schemas.content_id(*_key(best.found), first, last, earliest.doc_id, earliest.sentence_id),
        "when_first": pd.Timestamp(first), "when_last": pd.Timestamp(last), "when_precision": best.found.precision,
        "confidence": round(1 - doubt, 3), "n_reports": len(by_article),
    }  # fmt: skip


def _evidence(event_id: str, one: Telling) -> dict[str, object]:
    found = one.found
    source, target = found.source_span or (None, None), found.target_span or (None, None)
    return {
        "event_id": event_id, "sentence_id": one.sentence_id, "doc_id": one.doc_id,
        "published": pd.Timestamp(one.published),
        "trigger_start": found.trigger_span[0], "trigger_end": found.trigger_span[1],
        "source_start": source[0], "source_end": source[1],
        "target_start": target[0], "target_end": target[1], "when_text": found.when_text, "path": found.path,
    }  # fmt: skip


def linked(tellings: Iterable[Telling]) -> list[list[Telling]]:
    """The stories themselves, for whoever measures them: tellings that are one event, together."""
    groups: dict[tuple[str, ...], list[Telling]] = defaultdict(list)
    for one in sorted(tellings, key=_order):
        groups[_key(one.found)].append(one)
    return [story for key in sorted(groups) for story in _stories(groups[key])]
