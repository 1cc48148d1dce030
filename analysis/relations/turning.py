"""Pairs whose standing changed inside a period, so that one sign for the whole of it misleads."""

import pandas as pd

from analysis.events import CodedCorpus, check_freq
from analysis.relations import _turns, rating
from analysis.relations.measures import measure
from analysis.relations.options import DEFAULTS, RelationOptions


def turned_inside(
    source: CodedCorpus | pd.DataFrame, *, freq: str, finer: str = "M", options: RelationOptions = DEFAULTS
) -> pd.DataFrame:
    """The pairs that were cooperative in one part of a period and hostile in the other.

    Each period of a pair is cut in two at the beginning of each finer period. A pair
    turned if both parts would be rated by the rule of `measure`, with opposite signs;
    where several cuts are such, that of the highest binomial likelihood is told. A
    time of more than three years is also looked at by calendar years, since a pair may
    turn more than once: it turned if two years have opposite signs and the shares of its
    years differ beyond chance (likelihood ratio, 99 %); the last such turn is told. Of
    planted pairs that never change at most one in twenty is told so.

    Parameters
    ----------
    source
        A coded corpus, an events frame or a table of counts, as for `measure`.
    freq
        Length of the periods that are rated.
    finer
        Length of the periods at whose beginning a pair may turn.
    options
        As for `measure`; a half-life is left out, since it mixes the two parts.

    Returns
    -------
    turned
        `a`, `b`, `period`; `turned`, the first finer period, or the year, after the turn; `before` and
        `after`, the standing of the two parts; `n_before` and `n_after`, their events;
        `share_before` and `share_after`, their conflict share, shrunk. In the order of
        period and pair.

    Raises
    ------
    InputError
        As for `measure`.
    """
    measured = measure(source, freq=finer, directed=False, options=options.changed(half_life=None))
    return _turns.find(measured.pairs(), rating.RatingRule.of(measured.parameters), check_freq(freq))
