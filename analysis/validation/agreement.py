"""Agreement of a system with several human coders, beside that of the coders with each other.

Every pair of judges gives kappa on relevance, F1 on source and target spans
by overlap, and the share of sentences with the same pentacode where both
coded one. Means over pairs are weighted by the sentences that they share.
"""

import itertools
from collections.abc import Iterator, Sequence

from analysis.validation import metrics
from analysis.validation.gold import Annotated, Coding

Judged = list[list[tuple[Coding, Coding]]]  # by sentence, the pairs of codings


def measures(items: Sequence[Annotated], system: Sequence[Coding]) -> list[metrics.Measure]:
    """System against each coder, and coder against coder within a round (names end in `_coders`)."""
    against = [[(coding, own) for coding in item.codings.values()] for item, own in zip(items, system, strict=True)]
    between = [list(_pairs(item)) for item in items]
    return [*_measures(against, ""), *_measures(between, "_coders")]


def _pairs(item: Annotated) -> Iterator[tuple[Coding, Coding]]:
    for (first, one), (second, other) in itertools.combinations(item.codings.items(), 2):
        if first[0] == second[0]:
            yield one, other


def _measures(judged: Judged, suffix: str) -> list[metrics.Measure]:
    return [
        metrics.kappa(f"relevance_kappa{suffix}", [_relevance(pairs) for pairs in judged]),
        metrics.f1(f"source_f1{suffix}", [_overlap(pairs, "sources") for pairs in judged]),
        metrics.f1(f"target_f1{suffix}", [_overlap(pairs, "targets") for pairs in judged]),
        metrics.share(f"penta_agreement{suffix}", [_pentas(pairs) for pairs in judged]),
    ]


def _relevance(pairs: list[tuple[Coding, Coding]]) -> tuple[float, float, float, float]:
    counts = [0.0, 0.0, 0.0, 0.0]
    for one, other in pairs:
        counts[2 * (not one.relevant) + (not other.relevant)] += 1
    return counts[0], counts[1], counts[2], counts[3]


def _overlap(pairs: list[tuple[Coding, Coding]], role: str) -> tuple[float, float, float]:
    hits = gold = found = 0
    for one, other in pairs:
        spans, answers = getattr(one, role), getattr(other, role)
        hits += len(metrics.overlaps(spans, answers))
        gold += len(spans)
        found += len(answers)
    return hits, gold, found


def _pentas(pairs: list[tuple[Coding, Coding]]) -> tuple[float, float]:
    both = [(one.penta, other.penta) for one, other in pairs if one.penta is not None and other.penta is not None]
    return sum(one == other for one, other in both), len(both)
