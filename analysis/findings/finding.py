"""What a finding is: a sentence, its interval, the acts that it counts, and one act that shows it.

A finding is claimed only where an interval supports it. It is *certain* where that holds
with the interval widened for all comparisons of its question (Bonferroni), and *perhaps* where
it holds for the interval of this comparison alone, if there are more of these than chance
would give. A question without a finding is answered in words, too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd

from analysis.events import pairs
from analysis.events.coded import CodedCorpus
from analysis.tension.recent_change import heaviest

LEVEL = 0.9
"""Mass of every interval."""
CONFLICT = 3
"""The first quad class of conflict; those below are of cooperation."""
QUESTIONS: Mapping[str, str] = {
    "direction": "Who draws closer, who drifts apart",
    "conflict": "Where it heated up, where it cooled",
    "between": "Who stands between",
    "silence": "What was not seen",
    "standing": "Who is on good terms, who is at odds",
}
"""The questions, by the names that `Finding.question` has."""
_MOST = 5


@dataclass(frozen=True, slots=True)
class Level:
    """One estimate of a finding, for a picture.

    Attributes
    ----------
    name
        What it is the level of.
    value, low, high
        The estimate and its interval.
    n
        The acts that it rests on.
    """

    name: str
    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding.

    Attributes
    ----------
    question
        A key of `QUESTIONS`.
    kind
        What was found: closer, apart, hotter, cooler, between, friend of both, silent, new, named only, at odds, on
        good terms; most reported, only cooperation and only conflict where nothing can be rated.
    claim
        The finding in a short sentence.
    detail
        The numbers behind it, in sentences: estimates, intervals, acts.
    certain
        Whether it holds when all comparisons of its question are counted; what is only counted, as reported, holds.
    actors
        The actors that it is about; two for a pair.
    n
        How many acts `where` opens.
    unit
        What `levels` measure: `conflict share` (0 to 1) or `acts a` with the name of a period.
    levels
        The estimates.
    where
        The filter of the acts behind it, by the names that links into the evidence use.
    example
        The `event_id` of an act of at least `events.selection.SURE` that shows it; None without one.
    """

    question: str
    kind: str
    claim: str
    detail: str
    certain: bool
    actors: tuple[str, ...]
    n: int
    unit: str
    levels: tuple[Level, ...]
    where: Mapping[str, str]
    example: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What one question gives: findings, the clearest first, and in words what cannot be said.

    Attributes
    ----------
    question
        A key of `QUESTIONS`.
    found
        The findings.
    remark
        Why there is none; or how many comparisons there were, and how many would look like a finding by chance.
    """

    question: str
    found: tuple[Finding, ...]
    remark: str


@dataclass(frozen=True, slots=True, repr=False)
class Findings:
    """The answers to all questions.

    Attributes
    ----------
    answers
        One for each of `QUESTIONS`, in that order.
    """

    answers: tuple[Answer, ...]

    def chosen(self, most: int = _MOST) -> list[Finding]:
        """The findings to read first: the clearest of each question, then the second of each, certain ones before.

        Parameters
        ----------
        most
            How many at most. Levels (`standing`) fill up what the other questions leave.
        """
        changing = [answer.found for answer in self.answers if answer.question != "standing"]
        ranked = [found[rank] for rank in range(2) for found in changing if len(found) > rank]
        ranked.sort(key=lambda one: not one.certain)
        levels = [one for answer in self.answers if answer.question == "standing" for one in answer.found]
        taken = set(map(id, (ranked + levels)[:most]))
        order = list(QUESTIONS)
        return sorted((one for one in ranked + levels if id(one) in taken), key=lambda one: order.index(one.question))

    def unanswered(self) -> list[str]:
        """For each question without a finding, in words why there is none."""
        return [answer.remark for answer in self.answers if not answer.found]

    @property
    def frame(self) -> pd.DataFrame:
        """All findings: `question`, `kind`, `certain`, `claim`, `detail`, `actors`, `n` (acts), `example`."""
        rows = [
            {
                "question": QUESTIONS[one.question], "kind": one.kind, "certain": one.certain, "claim": one.claim,
                "detail": one.detail, "actors": ", ".join(one.actors), "n": one.n,
                "example": one.example,
            }
            for answer in self.answers for one in answer.found
        ]  # fmt: skip
        columns = ["question", "kind", "certain", "claim", "detail", "actors", "n", "example"]
        return pd.DataFrame(rows, columns=columns)

    def __str__(self) -> str:
        """The findings to read first, and what cannot be said, one a line."""
        return "\n".join([*(f"{one.claim} {one.detail}" for one in self.chosen()), *self.unanswered()])

    def __repr__(self) -> str:
        """The same."""
        return str(self)

    def _repr_html_(self) -> str:
        found = "".join(f"<li><b>{escape(one.claim)}</b> {escape(one.detail)}</li>" for one in self.chosen())
        open_questions = "".join(f"<p>{escape(remark)}</p>" for remark in self.unanswered())
        return f"<ul>{found}</ul>{open_questions}"


def example_of(acts: pd.DataFrame) -> str | None:
    """The act that weighs most among those that may stand for others; None without one.

    Parameters
    ----------
    acts
        Rows of the events frame with `day`.
    """
    weighty = heaviest(acts)
    return None if weighty.empty else str(weighty["event_id"].iloc[0])


def counted_acts(corpus: CodedCorpus) -> pd.DataFrame:
    """The acts that the measures of pairs count, each once, with `day`, `a` and `b`."""
    selected = corpus.selected_acts()
    acts = corpus.events.iloc[selected.rows].assign(day=selected.frame["day"].to_numpy())
    return pairs.with_pair(acts[~selected.frame["again"].to_numpy()]).reset_index(drop=True)


def interval(low: float, high: float, *, signed: bool = False) -> str:
    """An interval in words."""
    form = "{:+.2f} to {:+.2f}" if signed else "{:.2f} to {:.2f}"
    return form.format(low, high)


def supported(found: Sequence[Finding], by_chance: float) -> tuple[Finding, ...]:
    """The findings that may be claimed, certain ones first.

    Those that only *perhaps* hold are left out unless there are at least twice as many findings
    as chance alone would give, so that each of them is more likely true than not.

    Parameters
    ----------
    found
        Findings of one question, in the order in which they stand.
    by_chance
        How many of them would be expected if nothing had changed.
    """
    kept = [one for one in found if one.certain or len(found) >= 2 * by_chance]
    return tuple(sorted(kept, key=lambda one: not one.certain))
