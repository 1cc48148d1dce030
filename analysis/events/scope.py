"""What a user asks for: actors, pairs, period, length of periods, focus. Parsed once, at the door."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

import pandas as pd

from analysis import errors
from analysis.actors.lookup import find_actor
from analysis.events import periods
from analysis.events.pairs import Pair, unordered

MAX_ACTORS = 12
"""Actors that are shown where the user names none."""
_NAMED = 20
_MARKS = ("/", " and ", "-", "\N{EN DASH}")
"""What stands between the two actors of a pair."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What an analysis looks at. An empty field leaves the choice to the data.

    Attributes
    ----------
    actors
        Ids of the actors to look at, in the order in which they were named.
    pairs
        Pairs of ids to look at, each in alphabetical order.
    period
        First and last day, both included, by publication; None for all.
    freq
        Length of a period: W, M, Q or Y; empty for the one that suits the data.
    focus
        Id of the actor in the middle of the picture; empty for the one that suits the data.
    """

    actors: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()
    period: periods.Days | None = None
    freq: str = ""
    focus: str = ""

    @classmethod
    def parse(
        cls,
        *,
        actors: str | Iterable[str] | None = None,
        pairs: object = None,
        period: object = None,
        freq: str | None = None,
        focus: str | None = None,
        known: Iterable[str] = (),
    ) -> Self:
        """Read what a user typed, on the command line, in a notebook or in Python.

        Parameters
        ----------
        actors
            Ids, names or demonyms ("RUS", "rus", "Russia", "Russian"), as a list or
            as text with commas.
        pairs
            Two actors each: a list of pairs, or text such as "RUS-PRK, USA-CHN".
        period
            As for `periods.parse_period`: a year, a month, a day, or first and last.
        freq
            W, M, Q, Y, or a word such as "monthly".
        focus
            One actor.
        known
            Further ids that may be named, such as those of the user's aliases.

        Raises
        ------
        InputError
            If a value is unknown; the message names the nearest that is known.
        """
        ids = frozenset(known)
        return cls(
            actors=tuple(dict.fromkeys(find_actor(str(name), known=ids) for name in _listed(actors))),
            pairs=tuple(dict.fromkeys(_pair(one, ids) for one in _listed(pairs))),
            period=periods.parse_period(period),
            freq=periods.check_freq(freq, periods.CHOSEN) if freq and freq.strip() else "",
            focus=find_actor(focus, known=ids) if focus and focus.strip() else "",
        )

    def __bool__(self) -> bool:
        """Whether anything is asked for at all."""
        return bool(self.actors or self.pairs or self.period or self.freq or self.focus)

    def covers(self, days: pd.Series) -> pd.Series:
        """Which days lie in the period; all of them where none is named."""
        return days.notna() if self.period is None else days.between(*self.period)


def _listed(value: object) -> list[object]:
    """The items of a list, or of text with commas."""
    if value is None:
        return []
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    if isinstance(value, Iterable):
        return list(value)
    raise errors.InputError(f"{value!r} is neither a list nor text with commas")


def _pair(value: object, known: frozenset[str]) -> Pair:
    """Two actors from "RUS-PRK", "Russia/China" or a sequence of two."""
    if isinstance(value, str):
        sides: list[object] = list(_cut(value, known))
    else:
        sides = list(value) if isinstance(value, Iterable) else [value]
    if len(sides) != 2:
        raise errors.InputError(f"pair {value!r} does not name two actors; write it as RUS-PRK")
    a, b = (find_actor(str(side), known=known) for side in sides)
    if a == b:
        raise errors.InputError(f"pair {value!r} names {a} twice; a pair has two different actors")
    return unordered(a, b)


def _cut(text: str, known: frozenset[str]) -> Sequence[str]:
    """The two sides of a pair, cut where both are known, since names have hyphens too: "Guinea-Bissau-Senegal"."""
    cuts = [(text[: at.start()], text[at.end() :]) for mark in _MARKS for at in re.finditer(mark, text)]
    return next(
        (sides for sides in cuts if all(_is_actor(side, known) for side in sides)), cuts[0] if cuts else (text,)
    )


def _is_actor(name: str, known: frozenset[str]) -> bool:
    try:
        find_actor(name, known=known)
    except errors.InputError:
        return False
    return True


def busiest(totals: pd.Series) -> list[str]:
    """The actors of a series of counts, those with most first, ties in alphabetical order."""
    table = totals.rename("n").rename_axis("actor").reset_index()
    return list(table.sort_values(["n", "actor"], ascending=[False, True], kind="stable")["actor"])


def choose_actors(asked: Sequence[str], totals: pd.Series, *, max_actors: int = MAX_ACTORS) -> list[str]:
    """The actors asked for, or the busiest where none are.

    Parameters
    ----------
    asked
        Ids, as in `Scope.actors`.
    totals
        Number of acts by actor.
    max_actors
        How many of the busiest.

    Raises
    ------
    InputError
        If an actor that was asked for takes part in no act.
    """
    ranked = busiest(totals)
    absent = [actor for actor in asked if actor not in set(ranked)]
    if absent:
        raise errors.InputError(f"no act with {', '.join(absent)}; the busiest actors are {', '.join(ranked[:_NAMED])}")
    return list(asked) or ranked[:max_actors]
