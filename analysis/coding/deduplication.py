"""Deduplication: mentions of one event in several sentences or articles become one event with all their evidence.

Two mentions are of one event (event coreference) where source, target, root
and modality are the same, their days overlap (a day of publication is given
`SLACK_DAYS` of slack, since the news lags) and they either stand in one
article with the same predicate, or share enough of their words. Evidence is
kept whole; `n_reports` counts articles.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import networkx as nx
import pandas as pd

from analysis import schemas
from analysis.coding.candidates import CandidateEvent

SLACK_DAYS = 2
MAX_INTERVAL_DAYS = 10
"""Days above which an interval is too wide to show that two articles mean the same event."""
MIN_SIMILARITY = 0.16
"""Jaccard similarity of content words from which mentions in different articles are of one event."""
MIN_SIMILARITY_IN_ARTICLE = 0.08
"""The same for mentions in one article."""
_REPORT_DISCOUNT = 0.9
"""Further articles may repeat the same misreading: each leaves nine tenths of the doubt."""
_MEETING_CODE = "04"
"""CAMEO class of consultations."""


@dataclass(frozen=True, slots=True)
class EventMention:
    """A candidate event with the sentence, the document and the day of publication that report it."""

    candidate: CandidateEvent
    sentence_id: str
    doc_id: str
    published: dt.date

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
    clusters = cluster_mentions(mentions)
    events = [_event_row(cluster) for cluster in clusters]
    ids = [str(event["event_id"]) for event in events]
    acts = _acts(ids, clusters)
    for event, event_id in zip(events, ids, strict=True):
        event |= {"act_id": acts[event_id][0], "mutual": len(acts[event_id][1]) > 1}
    evidence = [
        _evidence_row(event_id, one) for event_id, cluster in zip(ids, clusters, strict=True) for one in cluster
    ]
    events.sort(key=lambda row: (row["when_first"], str(row["source"]), str(row["target"]), str(row["event_id"])))
    return MergedEvents(schemas.from_rows("events", events), schemas.from_rows("evidence", evidence))


def _acts(ids: Sequence[str], clusters: Sequence[Sequence[EventMention]]) -> dict[str, tuple[str, set[str | None]]]:
    """For each event the id of its act, the least of its events' ids, and the sources of these events.

    Two events are one act where the same words of a sentence report both: an act of
    two actors together is read in both directions.
    """
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
    return tuple(str(part or "") for part in (one.source, one.target, one.root, one.modality))


def _clusters(mentions: Sequence[EventMention]) -> list[list[EventMention]]:
    """Mentions of one pair, root and modality parted into events.

    A mention joins the first cluster that it fits: it must be similar to one
    of the cluster's mentions, and share a day with all of them, so that a
    chain of mentions does not walk through the months.
    """
    clusters: list[list[EventMention]] = []
    for one in mentions:
        fitting = (
            cluster
            for cluster in clusters
            if _share_a_day([*cluster, one]) and any(_same_event(one, other) for other in cluster)
        )
        cluster = next(fitting, None)
        if cluster is None:
            clusters.append([one])
        else:
            cluster.append(one)
    return clusters


def _share_a_day(mentions: Sequence[EventMention]) -> bool:
    return max(one.earliest for one in mentions) <= min(one.latest for one in mentions)


def _same_event(one: EventMention, other: EventMention) -> bool:
    """Whether two mentions of one pair, root and modality are of the same event."""
    if one.earliest > other.latest or other.earliest > one.latest:
        return False
    same_code = one.candidate.event_class.cameo == other.candidate.event_class.cameo
    similarity = _jaccard(one.candidate.lemmas, other.candidate.lemmas)
    if one.doc_id == other.doc_id:
        return same_code or similarity >= MIN_SIMILARITY_IN_ARTICLE
    if max(_width(one), _width(other)) > MAX_INTERVAL_DAYS:  # "this year"
        return False
    if same_code and one.candidate.event_class.cameo.startswith(_MEETING_CODE):
        return True  # two meetings of the same two on the same days are one
    return similarity >= MIN_SIMILARITY


def _width(one: EventMention) -> int:
    return (one.candidate.days.last - one.candidate.days.first).days


def _jaccard(words: frozenset[str], others: frozenset[str]) -> float:
    return len(words & others) / len(words | others) if words and others else 0.0


def _event_row(cluster: Sequence[EventMention]) -> dict[str, object]:
    """The row of the events frame; a mention with a stated day speaks for the event, then the most confident one."""
    best = max(
        (one.candidate for one in cluster),
        key=lambda one: (one.days.precision not in {"published", "period"}, one.confidence),
    )
    by_article: dict[str, float] = {}
    for one in cluster:
        by_article[one.doc_id] = max(by_article.get(one.doc_id, 0.0), one.candidate.confidence)
    doubt = (1 - max(by_article.values())) * _REPORT_DISCOUNT ** (len(by_article) - 1)
    earliest = cluster[0]
    days, event_class, location = best.days, best.event_class, best.location
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
        "modality": best.modality, "attributed_to": best.attributed_to,
        "place": location.name if location else None, "place_state": location.state if location else None,
        "decided_by": best.decided_by, "confidence": round(1 - doubt, 3), "n_reports": len(by_article),
    }  # fmt: skip


def _evidence_row(event_id: str, one: EventMention) -> dict[str, object]:
    spans = one.candidate.spans
    source, target = spans.source or (None, None), spans.target or (None, None)
    return {
        "event_id": event_id, "sentence_id": one.sentence_id, "doc_id": one.doc_id,
        "published": pd.Timestamp(one.published),
        "trigger_start": spans.trigger[0], "trigger_end": spans.trigger[1],
        "source_start": source[0], "source_end": source[1],
        "target_start": target[0], "target_end": target[1],
        "when_text": one.candidate.days.text, "path": one.candidate.path,
    }  # fmt: skip
