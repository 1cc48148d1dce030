"""What every reader of an expression is given, and what it gives back.

A reader is given the expression in its context (`ExpressionContext`), which
holds the state of the narrative (`NarrativeState`); it gives back a `Reading`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from analysis.times._grammar import Token
from analysis.times._vocabulary import Kind

_DEADLINES = frozenset({"by", "until", "till"})
FAR, NEAR = 14, 4  # tokens within which a marker of tense counts, and within which it counts for more


@dataclass(slots=True)
class NarrativeState:
    """What is known while a document is read: its day of publication, and the time that it writes about."""

    published: date
    zone: float | None = None  # hours from UTC at which days are counted; None leaves the days as the text has them
    last: str = ""  # TIMEX3 value of the last calendar expression
    quarter: str = ""  # TIMEX3 value of the quarter that the text writes about
    year: int | None = None  # year named before in the sentence, which holds for its months and days


@dataclass(frozen=True, slots=True)
class ExpressionContext:
    """An expression and its surroundings.

    `all_tokens` and `kinds` (one letter of `Kind` each) are those of the whole
    text; the expression is `first` to `last` (exclusive). `tense` is called
    with `first`, `last` and the number of tokens to look at on either side; it
    answers "past", "future" or "".
    """

    all_tokens: Sequence[Token]
    kinds: str
    first: int
    last: int
    state: NarrativeState
    tense: Callable[[int, int, int], str]

    @property
    def tokens(self) -> list[Token]:
        """The tokens of the expression."""
        return list(self.all_tokens[self.first : self.last])

    @property
    def before(self) -> str:
        """The word before the expression in lower case, or ""."""
        return self.all_tokens[self.first - 1].word if self.first else ""

    @property
    def after(self) -> str:
        """The word behind the expression in lower case, or ""."""
        return self.all_tokens[self.last].word if self.last < len(self.all_tokens) else ""

    def side(self, reach: int = FAR) -> str:
        """The side of publication on which the expression lies by its words: "past", "future" or ""."""
        if self.before == "since":
            return "past"
        if self.before in _DEADLINES and self.after not in {"'s", "’s"}:
            return self._deadline()
        return self.tense(self.first, self.last, reach)

    def _deadline(self) -> str:
        """By and until look ahead; with a past verb close by, "until March" is the nearest March."""
        if self.tense(self.first, self.last, NEAR) != "past":
            return "future"
        if any(token.kind == Kind.WEEKDAY for token in self.tokens):
            return "past" if self.before == "by" else "future"
        return ""


@dataclass(frozen=True, slots=True)
class Reading:
    """TIMEX3 type, value and modifier of an expression; `first` and `last` only where the value does not give them.

    `own` is the number of its own tokens where it is shorter than the match:
    "two days" in "two days before the 9 January summit", whose anchor is an
    expression by itself. `precision` is that of `first` and `last`, or "".
    """

    type: str
    value: str
    mod: str | None = None
    first: date | None = None
    last: date | None = None
    own: int = 0
    precision: str = ""
