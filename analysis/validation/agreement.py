"""Agreement of a system with several human coders, and of these coders with each other.

Each pair of coders gives Cohen's kappa on relevance, F1 on source and target
spans by overlap, and the share of sentences with the same pentacode where
both coded one. Counts are summed over all pairs, so that a pair weighs by the
sentences that it shares.
"""

import itertools
from collections.abc import Iterator, Sequence

from analysis.validation import metrics
from analysis.validation.gold import AnnotatedSentence, Coding

PairsBySentence = list[list[tuple[Coding, Coding]]]


def measures(items: Sequence[AnnotatedSentence], system: Sequence[Coding]) -> list[metrics.Measure]:
    """The system against each coder, and coder against coder within a round (names end in `_coders`)."""
    with_system = [[(coding, own) for coding in item.codings.values()] for item, own in zip(items, system, strict=True)]
    among_coders = [list(_pairs_of_coders(item)) for item in items]
    return [*_measures(with_system, ""), *_measures(among_coders, "_coders")]


def _pairs_of_coders(item: AnnotatedSentence) -> Iterator[tuple[Coding, Coding]]:
    for ((round_one, _), one), ((round_other, _), other) in itertools.combinations(item.codings.items(), 2):
        if round_one == round_other:
            yield one, other


def _measures(sentences: PairsBySentence, suffix: str) -> list[metrics.Measure]:
    return [
        metrics.kappa(f"relevance_kappa{suffix}", [_relevance_counts(pairs) for pairs in sentences]),
        metrics.f1(f"source_f1{suffix}", [_overlap_counts(pairs, "sources") for pairs in sentences]),
        metrics.f1(f"target_f1{suffix}", [_overlap_counts(pairs, "targets") for pairs in sentences]),
        metrics.share(f"penta_agreement{suffix}", [_pentacode_counts(pairs) for pairs in sentences]),
    ]


def _relevance_counts(pairs: list[tuple[Coding, Coding]]) -> tuple[float, float, float, float]:
    """Pairs in which both, only the first, only the second, neither finds the sentence relevant."""
    judged = [(one.relevant, other.relevant) for one, other in pairs]
    both, first, second, neither = (
        float(judged.count(case)) for case in ((True, True), (True, False), (False, True), (False, False))
    )
    return both, first, second, neither


def _overlap_counts(pairs: list[tuple[Coding, Coding]], role: str) -> tuple[float, float, float]:
    hits = gold = found = 0
    for one, other in pairs:
        spans, others = getattr(one, role), getattr(other, role)
        hits += len(metrics.overlaps(spans, others))
        gold += len(spans)
        found += len(others)
    return hits, gold, found


def _pentacode_counts(pairs: list[tuple[Coding, Coding]]) -> tuple[float, float]:
    codes = [(one.pentacode, other.pentacode) for one, other in pairs]
    both = [(one, other) for one, other in codes if one is not None and other is not None]
    return sum(one == other for one, other in both), len(both)
