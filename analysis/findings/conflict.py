"""Where it heated up: material conflict of each pair in the recent past against the time before.

Levels are acts of material conflict in a period in which as many articles are read as
usual, from the measure log(1 + acts) of `tension`.
"""

import math
from typing import Any

import pandas as pd

from analysis import schemas
from analysis.actors import labels
from analysis.events import filters
from analysis.events.periods import NAMES
from analysis.findings.finding import LEVEL, Answer, Finding, Level, example_of, interval, supported
from analysis.relations.rating import MIN_EVENTS
from analysis.tension import TensionSurvey
from analysis.tension.recent_change import CERTAIN, FALLS, PERHAPS_FALLS, PERHAPS_RISES, RISES, acts_since

_QUESTION = "conflict"
_MATERIAL = 4
_ROSE, _FELL = (RISES, PERHAPS_RISES), (FALLS, PERHAPS_FALLS)
_ORDER = (RISES, PERHAPS_RISES, FALLS, PERHAPS_FALLS)


def find(survey: TensionSurvey, changes: pd.DataFrame) -> Answer:
    """Look for pairs whose material conflict rose or fell, among those with as many acts of it as a rating needs.

    Parameters
    ----------
    survey
        The survey with the pairs.
    changes
        What `survey.changes()` returns.
    """
    if changes.empty:
        reason = survey.reason or "there is no time before the recent past"
        return Answer(_QUESTION, (), f"Whether material conflict rose cannot be said: {reason}.")
    moved = changes[changes["intensity_change"].isin(_ORDER)]
    moved = moved.sort_values("intensity_change", key=lambda kinds: kinds.map(_ORDER.index), kind="stable")
    found = [_finding(row, survey) for row in schemas.records(moved)]
    found = [one for one in found if one.n >= MIN_EVENTS]
    kept = supported(found, (1 - LEVEL) * len(changes))
    return Answer(_QUESTION, kept, _remark(changes, len(found), claimed=bool(kept)))


def _finding(row: dict[str, Any], survey: TensionSurvey) -> Finding:
    a, b, change, period = row["a"], row["b"], row["intensity_change"], NAMES[survey.freq]
    rose, certain = change in _ROSE, change in CERTAIN
    recent = acts_since(survey.acts, row)
    material = recent[recent["quad"] == _MATERIAL]
    before = survey.acts_between((a, b))
    before = before[(before["quad"] == _MATERIAL) & (before["day"] < row["since"])]
    levels = (_level("before", row, "_before", len(before)), _level("lately", row, "", len(material)))
    then, now = (f"{one.value:.1f} ({LEVEL:.0%} interval {one.low:.1f} to {one.high:.1f})" for one in levels)
    size = interval(row["intensity_size_low"], row["intensity_size_high"], signed=True)
    detail = (
        f"From {row['since']:%Y-%m-%d} to {row['until'] - pd.Timedelta(days=1):%Y-%m-%d} {now} acts of material "
        f"conflict a {period}, before {then}; the difference of "
        f"log(1 + acts) is {row['intensity_size']:+.2f} ({size}). Such acts counted: {len(material)} in that time, "
        f"{len(before)} before."
    )
    names = f"{labels.in_sentence(a)} and {labels.in_sentence(b)}"
    return Finding(
        question=_QUESTION, kind="hotter" if rose else "cooler", certain=certain, actors=(a, b),
        n=len(material) + len(before),
        claim=f"Material conflict between {names} {'' if certain else 'perhaps '}{'rose' if rose else 'fell'}.",
        detail=detail, unit=f"acts a {period}", levels=levels,
        where={"pair": filters.of_pairs((a, b)), "class": filters.of_class(_MATERIAL), **filters.COUNTED,
               "dated": survey.freq, "from": f"{survey.articles.index[0]:%Y-%m-%d}",
               "to": f"{row['until'] - pd.Timedelta(days=1):%Y-%m-%d}"},
        example=example_of(material if rose else before),
    )  # fmt: skip


def _level(name: str, row: dict[str, Any], suffix: str, n: int) -> Level:
    value, low, high = (math.expm1(row[f"intensity{end}{suffix}"]) for end in ("", "_low", "_high"))
    return Level(name, value, low, high, n)


def _remark(changes: pd.DataFrame, found: int, *, claimed: bool) -> str:
    pairs, since = labels.counted(len(changes), "pair"), f"{changes['since'].iloc[0]:%Y-%m-%d}"
    counts = (
        f"Of {pairs} compared before and since {since}, {found or 'none'} changed so that the {LEVEL:.0%} interval "
        f"leaves out 0; chance alone would give {(1 - LEVEL) * len(changes):.1f}."
    )
    return counts if claimed else f"Material conflict clearly rose or fell between no two actors. {counts}"
