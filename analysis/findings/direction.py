"""Who draws closer and who drifts apart: the conflict share of each pair before and since the middle of the corpus.

Only pairs with enough acts on both sides of that day are compared: where one side has
next to none, a difference is one from the prior, not from the past.
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis import schemas
from analysis.actors import labels
from analysis.events import filters
from analysis.events.coded import CodedCorpus
from analysis.findings.finding import (
    CONFLICT,
    LEVEL,
    Answer,
    Finding,
    Level,
    counted_acts,
    example_of,
    interval,
    supported,
)
from analysis.relations import before_after
from analysis.relations.before_after import BETTER, WORSE, midpoint
from analysis.relations.rating import MIN_EVENTS

_QUESTION = "direction"


def find(corpus: CodedCorpus) -> Answer:
    """Compare the pairs of a corpus before and since the middle of its days of publication."""
    day = midpoint(corpus)
    changes = before_after(corpus, day, level=LEVEL)
    compared = changes[(changes["n_before"] >= MIN_EVENTS) & (changes["n_after"] >= MIN_EVENTS)]
    if compared.empty:
        text = (
            f"Whether a pair drew closer or drifted apart cannot be said: no pair has {MIN_EVENTS} acts both before "
            f"and since {day:%Y-%m-%d}."
        )
        return Answer(_QUESTION, (), text)
    wide = before_after(corpus, day, level=1 - (1 - LEVEL) / len(compared)).set_index(["a", "b"])["arrow"]
    moved = compared[compared["arrow"].isin([WORSE, BETTER])]
    acts = counted_acts(corpus)
    found = [
        _finding(row, acts, day, certain=wide.get((row["a"], row["b"])) == row["arrow"])
        for row in schemas.records(moved)
    ]
    chance = (1 - LEVEL) * len(compared)
    kept = supported(found, chance)
    return Answer(_QUESTION, kept, _remark(compared, found, day, claimed=bool(kept)))


def _finding(row: dict[str, Any], acts: pd.DataFrame, day: pd.Timestamp, *, certain: bool) -> Finding:
    a, b, apart = row["a"], row["b"], row["arrow"] == WORSE
    verb = f"{'' if certain else 'perhaps '}{'drifted apart' if apart else 'drew closer'}"
    before, since = (
        Level(name, row[column], row[f"{column}_low"], row[f"{column}_high"], int(row[f"n_{column}"]))
        for name, column in (("before", "before"), ("since", "after"))
    )
    detail = (
        f"The conflict share between them was {before.value:.2f} in the {labels.counted(before.n, 'act')} before "
        f"{day:%Y-%m-%d} and "
        f"{since.value:.2f} in the {labels.counted(since.n, 'act')} since: a change of {row['change']:+.2f} "
        f"({LEVEL:.0%} interval {interval(row['change_low'], row['change_high'], signed=True)})."
    )
    own = acts[(acts["a"] == a) & (acts["b"] == b) & (acts["day"] >= day)]
    return Finding(
        question=_QUESTION, kind="apart" if apart else "closer", certain=certain, actors=(a, b), n=before.n + since.n,
        claim=f"{labels.in_sentence(a, first=True)} and {labels.in_sentence(b)} {verb}.", detail=detail,
        unit="conflict share", levels=(before, since), where={"pair": filters.of_pairs((a, b)), **filters.COUNTED},
        example=example_of(own[(own["quad"] >= CONFLICT) == apart]),
    )  # fmt: skip


def _remark(compared: pd.DataFrame, found: Sequence[Finding], day: pd.Timestamp, *, claimed: bool) -> str:
    many, clear = len(compared), len(found)
    pairs = f"{labels.counted(many, 'pair')} with at least {MIN_EVENTS} acts on both sides of {day:%Y-%m-%d}"
    chance = f"chance alone would give {(1 - LEVEL) * many:.1f}"
    counts = f"Of {pairs}, {clear or 'none'} changed so that the {LEVEL:.0%} interval leaves out 0; {chance}."
    if claimed:
        return counts
    row = compared.iloc[0]
    largest = (
        f"The largest change is that of {labels.in_sentence(row['a'])} and {labels.in_sentence(row['b'])}, "
        f"{row['change']:+.2f} ({interval(row['change_low'], row['change_high'], signed=True)})."
    )
    return f"No pair clearly drew closer or drifted apart. {counts} {largest}"
