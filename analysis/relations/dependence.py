"""How much less the acts of one story tell than as many acts of different stories.

An article reports what fits its subject: a war report brings five attacks, a
report on a visit three agreements. Articles that tell the same act, or repeat each
other's text, are one story (`stories`), whose further acts fit the same subject. Such
acts agree with each other more than acts of the same pair and period in different
stories do, by the intraclass correlation rho. Where articles are not known, as in imported
event data, the acts of a pair on one day (of a table of counts: in one of its periods) stand
in place of a story, and nothing is assumed before the data show it. With rho n acts count as n / deff, where
the design effect is

    deff = 1 + rho (M - 1),    M = (sum of squared acts of each story) / n

(Kish, Survey Sampling, 1965, 8.2; M is the mean number of acts of a story, seen
from its acts). The number of deeds of a story varies as well, which makes a count
of deeds vary more than a Poisson count, by the factor E(z^2) / E(z) for z deeds of a
story (McCullagh and Nelder, Generalized Linear Models, 1989, 6.2.3).
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

USUAL_CORRELATION = 0.3
"""The correlation that is assumed before any data: the usual one of a corpus of news.

Measured on 321 acts of agencies and news sites, within a pair and a year .33, within a quarter .31.
"""
_PRIOR_ACTS = 50.0
"""What `USUAL_CORRELATION` is worth, in acts beyond the first of their story."""
STORY_DAYS = 14
"""Days after its first article in which an article can join a story.

Without a bound the daily reports of a long war, each of which recalls the day before, would be one story.
"""
Floats = npt.NDArray[np.float64]


def stories(evidence: pd.DataFrame, documents: pd.DataFrame | None = None) -> pd.Series:
    """The story of each article: the id of the story's first article, by `doc_id`.

    An article joins the first story with one of whose articles it shares an event (what
    deduplication found to be one event is evidence in both) or of which it is a near-duplicate,
    if that story began at most `STORY_DAYS` before.

    Parameters
    ----------
    evidence
        The evidence frame.
    documents
        The documents frame, whose `duplicate_of` tells near-duplicates; None where it is not known.
    """
    told = evidence[["doc_id", "event_id", "published"]].drop_duplicates(["doc_id", "event_id"])
    tags = told.groupby("doc_id", sort=False)["event_id"].agg(list)
    published = told.groupby("doc_id", sort=False)["published"].min()
    copies: dict[str, str] = {}
    if documents is not None and "duplicate_of" in documents.columns:
        known = documents.dropna(subset=["duplicate_of"])
        copies = dict(zip(known["doc_id"], known["duplicate_of"], strict=True))
    story: dict[str, str] = {}
    began: dict[str, pd.Timestamp] = {}
    told_in: dict[str, set[str]] = {}
    for article in sorted(published.index, key=lambda one: (published[one], one)):
        marks = [*tags[article], copies.get(article, article)]
        earliest = published[article] - pd.Timedelta(days=STORY_DAYS)
        near = {one for mark in marks for one in told_in.get(mark, ()) if began[one] >= earliest}
        own = min(near, key=lambda one: (began[one], one), default=article)
        story[article] = own
        began.setdefault(own, published[article])
        for mark in marks:
            told_in.setdefault(mark, set()).add(own)
    return pd.Series(story, dtype="object")


def correlation(
    rows: pd.Series,
    stories: pd.Series,
    conflict: pd.Series,
    *,
    counts: pd.Series | None = None,
    usual: float = USUAL_CORRELATION,
) -> float:
    """The intraclass correlation rho of the sign of acts of one story, within a pair and period; 0 to 1.

    The estimator is that of the analysis of variance, stories within rows (Donner 1986, International
    Statistical Review 54, 67-82; for binary data Ridout, Demetrio and Firth 1999, Biometrics
    55, 137-148). Few stories with several acts leave it uncertain: it is averaged with
    `usual`, by the number of acts beyond the first of their story.

    Parameters
    ----------
    rows
        Pair and period of each act, as numbers.
    stories
        The story of each act.
    conflict
        Whether each act is conflict.
    counts
        Acts of each row; None where each row is one.
    usual
        What is assumed before any data.
    """
    number = pd.Series(1.0, index=rows.index) if counts is None else counts
    acts = pd.DataFrame({"row": rows, "story": stories, "n": number, "m": number * conflict})
    by_story = acts.groupby(["row", "story"], sort=False)[["n", "m"]].sum().reset_index()
    by_row = by_story.groupby("row")[["n", "m"]].sum()
    of_row = by_row.loc[by_story["row"]].reset_index(drop=True)
    size, mean, row_mean = by_story["n"], by_story["m"] / by_story["n"], of_row["m"] / of_row["n"]
    total = float(size.sum())
    free_within, free_between = total - len(by_story), len(by_story) - len(by_row)
    if free_within <= 0 or free_between == 0:
        return usual
    within = float((size * mean * (1 - mean)).sum()) / free_within
    between = float((size * (mean - row_mean) ** 2).sum()) / free_between
    usual_size = (total - float((size**2 / of_row["n"]).sum())) / free_between
    whole = between + (usual_size - 1) * within
    found = (between - within) / whole if whole > 0 else usual
    mixed = (free_within * found + _PRIOR_ACTS * usual) / (free_within + _PRIOR_ACTS)
    return float(np.clip(mixed, 0.0, 1.0))


def design_effect(rho: float, squares: Floats, clustered: Floats) -> Floats:
    """Design effect of each row.

    Parameters
    ----------
    rho
        The correlation of acts of one story.
    squares
        The sum of the squared weights of the acts of each row.
    clustered
        The sum over its stories of the squared sum of the weights of their acts.
    """
    sizes = np.divide(clustered, squares, out=np.ones_like(squares), where=squares > 0)
    return np.asarray(1 + rho * np.maximum(sizes - 1, 0.0))


def count_overdispersion(rows: pd.Series, stories: pd.Series) -> float:
    """How much more the number of deeds varies than a Poisson count: E(z^2) / E(z), 1 or more.

    z is the number of deeds of a story.

    Parameters
    ----------
    rows
        Pair and period of each deed, as numbers.
    stories
        The story of each deed.
    """
    deeds = pd.DataFrame({"row": rows, "story": stories}).value_counts()
    return float((deeds**2).sum() / deeds.sum()) if len(deeds) else 1.0


def neighbours_overdispersion(pairs: pd.Series, days: pd.Series, counts: pd.Series) -> float:
    """The same where stories are not known: how much more deeds of neighbouring days differ than Poisson counts.

    It is sum((z1 - z2)^2) / sum(z1 + z2) over two neighbouring days each, at least 1; slow changes of the
    rate hardly touch it.

    Parameters
    ----------
    pairs
        The pair of each deed, as numbers.
    days
        The day of each deed, or the period of a table of counts, as a running number.
    counts
        How many deeds each row is.
    """
    if not len(pairs):
        return 1.0
    deeds = pd.DataFrame({"pair": pairs, "two": days // 2, "day": days, "z": counts})
    of_day = deeds.groupby(["pair", "two", "day"])["z"].sum()
    of_two = of_day.groupby(["pair", "two"]).sum()
    return max(1.0, float((2 * (of_day**2).sum() - (of_two**2).sum()) / of_two.sum()))
