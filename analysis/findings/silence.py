"""What was not seen: pairs that acted before and not lately, and pairs that act now and did not before.

No act in a time is evidence only where acts were to be expected: the number to be
expected at the rate of the other time, by the articles read in each, has a negative binomial
distribution (Gelman and others, Bayesian Data Analysis, 2013, section 2.6, with Jeffreys'
prior), and silence is claimed where none at all is improbable under it.
"""

from dataclasses import dataclass
from typing import Any

import pandas as pd
from scipy import stats

from analysis import schemas
from analysis.actors import labels
from analysis.events import filters
from analysis.events.coded import CodedCorpus
from analysis.events.pairs import Pair
from analysis.findings.finding import LEVEL, Answer, Finding, Level, example_of, supported
from analysis.relations.presence import presence
from analysis.relations.rating import MIN_EVENTS
from analysis.tension import TensionSurvey

_QUESTION = "silence"
_JEFFREYS = 0.5  # shape of Jeffreys' prior of a Poisson rate
_MIN_NAMED = 5  # sentences that name an actor, for its absence from the acts to be worth a word


@dataclass(frozen=True, slots=True)
class _Times:
    """The recent past and the time before it: their days, and the articles read in each.

    The recent past ends with the last article: of the days after it nothing can be seen.
    """

    first: pd.Timestamp
    since: pd.Timestamp
    until: pd.Timestamp
    then: int
    now: int

    def between(self, acts: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The acts of the time before, and of the recent past."""
        before = acts[(acts["day"] >= self.first) & (acts["day"] < self.since)]
        return before, acts[(acts["day"] >= self.since) & (acts["day"] <= self.until)]

    def days(self, *, recent: bool) -> str:
        """The first and the last day of the recent past, or of the time before it, in words."""
        ends = (self.since, self.until) if recent else (self.first, self.since - pd.Timedelta(days=1))
        return f"from {ends[0]:%Y-%m-%d} to {ends[1]:%Y-%m-%d}"

    def articles(self, *, recent: bool) -> str:
        """How many articles were read in the recent past, or in the time before it."""
        return labels.counted(self.now if recent else self.then, "article")

    def expected(self, busy: int, *, silent: bool) -> Any:
        """The distribution of the acts in the silent time at the rate of the other, in which `busy` were seen.

        `silent` says that the silent time is the recent past.
        """
        here, there = (self.now, self.then) if silent else (self.then, self.now)
        return stats.nbinom(busy + _JEFFREYS, there / (there + here))


def find(corpus: CodedCorpus, survey: TensionSurvey, changes: pd.DataFrame) -> Answer:
    """Look for pairs that fell silent in the recent past or are new in it, and for actors that are only named.

    Parameters
    ----------
    corpus
        The coded corpus.
    survey
        Its survey with the pairs.
    changes
        What `survey.changes()` returns.
    """
    named = _named_only(corpus)
    if changes.empty:
        reason = survey.reason or "there is no time before the recent past"
        return Answer(_QUESTION, named, f"Whether a pair fell silent cannot be said: {reason}.")
    times = _times(survey, changes)
    pairs = list(zip(changes["a"], changes["b"], strict=True))
    found = [one for pair in pairs for one in [_of_pair(pair, survey, times, len(pairs))] if one is not None]
    found.sort(key=lambda one: -one.levels[1].value)
    text = (
        f"No pair with at least {MIN_EVENTS} acts fell silent, or is new, in a way that chance would not explain: "
        f"{labels.counted(len(pairs), 'pair')}, {times.articles(recent=True)} {times.days(recent=True)}, "
        f"{times.articles(recent=False)} {times.days(recent=False)}."
    )
    kept = supported(found, (1 - LEVEL) / 2 * len(pairs))
    return Answer(_QUESTION, (*kept, *named), "" if kept else text)


def _times(survey: TensionSurvey, changes: pd.DataFrame) -> _Times:
    """The time before is four times as long as the recent past of the changes, or as long as there is."""
    articles, row = survey.articles, schemas.records(changes)[0]
    first, beyond = int(articles.index.searchsorted(row["since"])), int(articles.index.searchsorted(row["until"]))
    begin = max(0, first - 4 * (beyond - first))
    then, now = int(articles.iloc[begin:first].sum()), int(articles.iloc[first:].sum())
    last = survey.corpus.documents["published"].max().normalize()
    return _Times(articles.index[begin], row["since"], last, then, now)


def _of_pair(pair: Pair, survey: TensionSurvey, times: _Times, compared: int) -> Finding | None:
    """The finding about one pair; None where it acted in both times, or where chance would explain the silence."""
    acts = survey.acts_between(pair)
    before, since = times.between(acts)
    silent, busy = since.empty, max(len(before), len(since))
    is_new = before.empty and not (acts["day"] < times.first).any()
    if not (silent or is_new) or busy < MIN_EVENTS or not times.then or not times.now:
        return None
    expected = times.expected(busy, silent=silent)
    chance = float(expected.pmf(0))
    if chance > (1 - LEVEL) / 2:
        return None
    low, high = map(float, expected.interval(LEVEL))
    certain = chance <= (1 - LEVEL) / compared
    a, b = map(labels.in_sentence, pair)
    perhaps = "" if certain else ", which may be chance"
    quiet = times.days(recent=silent)
    claim = f"F{quiet[1:]} no act between {a} and {b} was counted{perhaps}."
    detail = (
        f"{busy} acts were counted in {times.articles(recent=not silent)} {times.days(recent=not silent)}, and none in "
        f"{times.articles(recent=silent)} {quiet}; at the same rate {low:.0f} to {high:.0f} would be expected there "
        f"({LEVEL:.0%} interval). What is not reported is not seen."
    )
    kept = before if silent else since
    return Finding(
        question=_QUESTION, kind="silent" if silent else "new", certain=certain, actors=pair, n=busy, claim=claim,
        detail=detail, unit="acts",
        levels=(Level("counted before" if silent else "counted since", busy, busy, busy, busy),
                Level("expected since" if silent else "expected before", float(expected.mean()), low, high, 0)),
        where={"pair": filters.of_pairs(pair), **filters.COUNTED, "dated": survey.freq,
               "from": f"{times.first:%Y-%m-%d}", "to": f"{times.until:%Y-%m-%d}"},
        example=example_of(kept),
    )  # fmt: skip


def _named_only(corpus: CodedCorpus) -> tuple[Finding, ...]:
    """Actors that many sentences name and no act with another actor: those named most often first."""
    table = presence(corpus)
    rows = schemas.records(table[(table["acts"] == 0) & (table["named"] >= _MIN_NAMED)])
    return tuple(
        Finding(
            question=_QUESTION, kind="named only", certain=True, actors=(row["actor"],), n=int(row["one_sided"]),
            claim=f"Articles name {labels.in_sentence(row['actor'])}, but no act with another actor was counted.",
            detail=f"{row['named']} sentences name this actor. Acts whose other side is not named: "
                   f"{row['one_sided']}. These are counts, so they have no interval.",
            unit="", levels=(), where={"actor": row["actor"]}, example=None,
        )
        for row in rows
    )  # fmt: skip
