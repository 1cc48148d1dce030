"""Deduplication: mentions of one event in several sentences or articles become one event with all their evidence.

Two mentions are of one event (event coreference) where source, target, root
and modality are the same, their days overlap (a day of publication is given
`SLACK_DAYS` of slack, since the news lags) and they either stand in one
article with the same predicate, or share enough of their words. A headline tells of what
its article dates. Evidence is
kept whole; `n_reports` counts articles.
"""

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pandas as pd

from analysis import schemas
from analysis.coding.candidates import CandidateEvent
from analysis.coding.dating import DayInterval

SLACK_DAYS = 2
MAX_INTERVAL_DAYS = 10
"""Days above which an interval is too wide to show that two articles mean the same event."""
MIN_SIMILARITY = 0.16
"""Jaccard similarity of content words from which mentions in different articles are of one event."""
MIN_SIMILARITY_IN_ARTICLE = 0.08
"""The same for mentions in one article."""
_REPORT_DISCOUNT = 0.9
"""Further articles may repeat the same misreading: each leaves nine tenths of the doubt."""
_FORTNIGHT = 14  # days
_ROUNDING = 1e-9
_SEPARATOR = "\x1f"  # comes before every letter, so that keys have the order of their parts
_MEETING_CODE = "04"
"""CAMEO class of consultations."""


@dataclass(frozen=True, slots=True)
class EventMention:
    """A candidate event with the sentence, the document and the day of publication that report it.

    `headline` says that the sentence is the title.
    """

    candidate: CandidateEvent
    sentence_id: str
    doc_id: str
    published: dt.date
    headline: bool = False

    @property
    def is_dated(self) -> bool:
        """Whether the sentence gives the event a day."""
        return self.candidate.days.precision not in {"article", "published", "period"}

    @property
    def earliest(self) -> dt.date:
        """The first day on which the event may have happened, with slack where only publication is known."""
        return self.candidate.days.first - self._slack

    @property
    def latest(self) -> dt.date:
        """The last day on which the event may have happened, with slack where only publication is known."""
        return self.candidate.days.last + self._slack

    @property
    def _slack(self) -> dt.timedelta:
        return _SLACK if self.candidate.days.precision == "published" else _NO_SLACK


_SLACK, _NO_SLACK = dt.timedelta(days=SLACK_DAYS), dt.timedelta(0)


class MergedEvents(NamedTuple):
    """The frames `events` and `evidence`."""

    events: pd.DataFrame
    evidence: pd.DataFrame


def merge(mentions: Iterable[EventMention]) -> MergedEvents:
    """Events and their evidence; an event's id is a hash of what it says and of its first evidence.

    Parameters
    ----------
    mentions
        In any order; the result does not depend on it.
    """
    events, evidence = merged_rows(mentions)
    events.sort(key=lambda row: (row["when_first"], str(row["source"]), str(row["target"]), str(row["event_id"])))
    return MergedEvents(schemas.from_rows("events", events), schemas.from_rows("evidence", evidence))


def merged_rows(mentions: Iterable[EventMention]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows of events and of their evidence, both in the order of what mentions of one event have in common.

    Each row of evidence says this as `key`: it is the order of the frame.
    """
    clusters = cluster_mentions(mentions)
    events = [_event_row(cluster) for cluster in clusters]
    ids = [str(event["event_id"]) for event in events]
    acts = _acts(ids, clusters)
    for event, event_id in zip(events, ids, strict=True):
        event |= {"act_id": acts[event_id][0], "mutual": len(acts[event_id][1]) > 1}
    evidence = [
        _evidence_row(event_id, one) for event_id, cluster in zip(ids, clusters, strict=True) for one in cluster
    ]
    return events, evidence


def parting(one: CandidateEvent) -> tuple[str, ...]:
    """What mentions of one act have in common, whatever its directions: those that differ in it are never joined."""
    first, second = sorted((one.source or "", one.target or ""))
    return first, second, one.root or "", one.modality


def _acts(ids: Sequence[str], clusters: Sequence[Sequence[EventMention]]) -> dict[str, tuple[str, set[str | None]]]:
    """For each event the id of its act, the least of its events' ids, and the sources of these events.

    Two events are one act where the same words of a sentence report both: an act of
    two actors together is read in both directions.
    """
    import networkx as nx  # noqa: PLC0415 - it takes long to load, and nothing before the end needs it

    same_words: dict[tuple[object, ...], list[str]] = defaultdict(list)
    sources = {}
    for event_id, cluster in zip(ids, clusters, strict=True):
        sources[event_id] = cluster[0].candidate.source
        for one in cluster:
            candidate = one.candidate
            pair = frozenset((candidate.source, candidate.target))
            words = one.sentence_id, candidate.spans.trigger
            same_words[*words, pair, candidate.root, candidate.modality].append(event_id)
    graph = nx.Graph()
    graph.add_nodes_from(ids)
    for joined in same_words.values():
        nx.add_path(graph, joined)
    return {
        event_id: (min(component), {sources[one] for one in component})
        for component in nx.connected_components(graph)
        for event_id in component
    }


def cluster_mentions(mentions: Iterable[EventMention]) -> list[list[EventMention]]:
    """The mentions grouped by event, each group in order of publication."""
    by_key: dict[tuple[str, ...], list[EventMention]] = defaultdict(list)
    for one in sorted(mentions, key=_order):
        by_key[_key(one.candidate)].append(one)
    return [cluster for key in sorted(by_key) for cluster in _clusters(by_key[key])]


def _order(one: EventMention) -> tuple[object, ...]:
    spans = one.candidate.spans
    return one.published, one.doc_id, one.sentence_id, spans.trigger, spans.source or (), spans.target or ()


def _key(one: CandidateEvent) -> tuple[str, ...]:
    """What mentions of one event have in common."""
    return tuple(str(part or "") for part in (*one.sides, one.root, one.modality))


def _clusters(mentions: Sequence[EventMention]) -> list[list[EventMention]]:
    """Mentions of one pair, root and modality parted into events.

    A mention joins the first cluster that it fits: it must be of the same event as
    one of the cluster's mentions, and share a day with all of them, so that a
    chain of mentions does not walk through the months.
    """
    if len(mentions) == 1:
        return [list(mentions)]
    frequency = Counter(lemma for one in mentions for lemma in one.candidate.lemmas)
    index = _ClusterIndex()
    for one in mentions:
        index.add(one, _rarest(one.candidate.lemmas, frequency))
    return [cluster.mentions for cluster in index.clusters]


def _rarest(lemmas: frozenset[str], frequency: Counter[str]) -> list[str]:
    """The words of which two sets share one if they are similar: all but the few most frequent.

    Sets of similarity t share at least t times the words of either. In one order of all words, the
    shared words cannot all stand among the last of a set (the prefix filter of Chaudhuri, Ganti and
    Kaushik 2006, "A primitive operator for similarity joins in data cleaning").
    """
    ordered = sorted(lemmas, key=lambda lemma: (frequency[lemma], lemma))
    return ordered[: len(ordered) - math.ceil(len(ordered) * MIN_SIMILARITY - _ROUNDING) + 1]


@dataclass(slots=True)
class _Cluster:
    """Mentions of one event, the days that they share, and what each article says of it."""

    mentions: list[EventMention]
    earliest: dt.date
    latest: dt.date
    codes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    lemmas: dict[str, set[frozenset[str]]] = field(default_factory=lambda: defaultdict(set))
    headlines: set[str] = field(default_factory=set)
    dated: set[str] = field(default_factory=set)

    def shares_a_day(self, one: EventMention) -> bool:
        return max(self.earliest, one.earliest) <= min(self.latest, one.latest)

    def has_in_article(self, one: EventMention) -> bool:
        """Whether a mention in the same article is of the same event: same class, similar words, or the headline."""
        if one.doc_id in (self.headlines if one.is_dated else self.dated if one.headline else ()):
            return True
        if one.candidate.event_class.cameo in self.codes.get(one.doc_id, ()):
            return True
        own = self.lemmas.get(one.doc_id, ())
        return any(_jaccard(one.candidate.lemmas, lemmas) >= MIN_SIMILARITY_IN_ARTICLE for lemmas in own)

    def add(self, one: EventMention) -> None:
        self.mentions.append(one)
        self.earliest, self.latest = max(self.earliest, one.earliest), min(self.latest, one.latest)
        self.codes[one.doc_id].add(one.candidate.event_class.cameo)
        self.lemmas[one.doc_id].add(one.candidate.lemmas)
        if one.is_dated:
            self.dated.add(one.doc_id)
        elif one.headline:
            self.headlines.add(one.doc_id)


class _ClusterIndex:
    """The clusters of one pair, root and modality, found by article, and by fortnight with a word or a class.

    Mentions in different articles are of one event only where neither interval is wide, so a cluster
    that can take one from another article lies within a few days.
    """

    def __init__(self) -> None:
        self.clusters: list[_Cluster] = []
        self._by_article: dict[str, set[int]] = defaultdict(set)
        self._by_word: dict[tuple[int, str], dict[int, set[frozenset[str]]]] = defaultdict(dict)
        self._meetings: dict[tuple[int, str], set[int]] = defaultdict(set)

    def add(self, one: EventMention, rarest: Sequence[str]) -> None:
        """Put a mention into the first cluster that it fits, or into a new one."""
        number = min(self._fitting(one, rarest), default=None)
        if number is None:
            number = len(self.clusters)
            self.clusters.append(_Cluster([], one.earliest, one.latest))
        self.clusters[number].add(one)
        self._by_article[one.doc_id].add(number)
        code = one.candidate.event_class.cameo
        for span in _spans(one):
            for word in rarest:
                self._by_word[span, word].setdefault(number, set()).add(one.candidate.lemmas)
            if code.startswith(_MEETING_CODE):
                self._meetings[span, code].add(number)

    def _fitting(self, one: EventMention, rarest: Sequence[str]) -> set[int]:
        """The numbers of the clusters that a mention fits."""
        found = {
            number
            for number in self._by_article.get(one.doc_id, ())
            if self.clusters[number].shares_a_day(one) and self.clusters[number].has_in_article(one)
        }
        for span in _spans(one):
            # two meetings of the same two on the same days are one
            meetings = self._meetings.get((span, one.candidate.event_class.cameo), ())
            found.update(number for number in meetings if self.clusters[number].shares_a_day(one))
            for word in rarest:
                for number, sets in self._by_word.get((span, word), {}).items():
                    if number in found or not self.clusters[number].shares_a_day(one):
                        continue
                    if any(_jaccard(one.candidate.lemmas, lemmas) >= MIN_SIMILARITY for lemmas in sets):
                        found.add(number)
        return found


def _spans(one: EventMention) -> Iterable[int]:
    """The fortnights in which a mention can be of one event with a mention in another article; none if it is wide."""
    if _width(one) > MAX_INTERVAL_DAYS:  # "this year"
        return ()
    return range(one.earliest.toordinal() // _FORTNIGHT, one.latest.toordinal() // _FORTNIGHT + 1)


def _width(one: EventMention) -> int:
    return (one.candidate.days.last - one.candidate.days.first).days


def _jaccard(words: frozenset[str], others: frozenset[str]) -> float:
    return len(words & others) / len(words | others) if words and others else 0.0


def _exactness(days: DayInterval) -> int:
    """How much a sentence says of its days: it gives them, its article does, neither."""
    return {"article": 1, "published": 0, "period": 0}.get(days.precision, 2)


def _event_row(cluster: Sequence[EventMention]) -> dict[str, Any]:
    """The row of the events frame; a mention with a stated day speaks for the event, then the most confident one.

    An event whose day nobody states happened when it was first reported.
    """
    best = max((one.candidate for one in cluster), key=lambda one: (_exactness(one.days), one.confidence))
    by_article: dict[str, float] = {}
    for one in cluster:
        by_article[one.doc_id] = max(by_article.get(one.doc_id, 0.0), one.candidate.confidence)
    doubt = (1 - max(by_article.values())) * _REPORT_DISCOUNT ** (len(by_article) - 1)
    earliest = cluster[0]
    event_class, location = best.event_class, best.location
    days = min(
        (one.candidate.days for one in cluster if one.candidate.days.precision == best.days.precision == "published"),
        key=lambda one: one.first,
        default=best.days,
    )
    return {
        "event_id": schemas.content_id(
            *_key(best), days.first, days.last, earliest.doc_id, earliest.sentence_id
        ),
        "source": best.source, "source_role": best.source_role,
        "target": best.target, "target_role": best.target_role,
        "root": event_class.root, "mode": event_class.mode, "context": event_class.context,
        "cameo": event_class.cameo, "quad": event_class.quad, "goldstein": event_class.goldstein,
        "when_first": pd.Timestamp(days.first), "when_last": pd.Timestamp(days.last),
        "when_precision": days.precision,
        "modality": best.modality, "status": _status(cluster), "attributed_to": best.attributed_to,
        "place": location.name if location else None, "place_state": location.state if location else None,
        "decided_by": best.decided_by, "confidence": round(1 - doubt, 3), "n_reports": len(by_article),
    }  # fmt: skip


def _status(cluster: Sequence[EventMention]) -> str:
    """An event that one mention reports is one of its time, whatever the others take as known."""
    return min((one.candidate.status for one in cluster), key=schemas.STATUSES.index)


def _evidence_row(event_id: str, one: EventMention) -> dict[str, Any]:
    spans = one.candidate.spans
    source, target = spans.source or (None, None), spans.target or (None, None)
    return {
        "event_id": event_id, "sentence_id": one.sentence_id, "doc_id": one.doc_id,
        "published": pd.Timestamp(one.published),
        "trigger_start": spans.trigger[0], "trigger_end": spans.trigger[1],
        "source_start": source[0], "source_end": source[1],
        "target_start": target[0], "target_end": target[1],
        "when_text": one.candidate.days.text, "path": one.candidate.path, "key": _SEPARATOR.join(_key(one.candidate)),
    }  # fmt: skip
