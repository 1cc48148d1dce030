"""Attention: the share of articles that speak of geopolitical threats and acts, with mean 100 over a base.

A second opinion that needs no coder, after Caldara and Iacoviello (2022,
American Economic Review 112, 1194-1225). Their word groups and eight searches
are tables (`data/attention`). It follows what newspapers write about, not what
happens: it misses what nobody writes about and rises with anniversaries.

Departures from the paper:

- the articles are the user's own, of any number of outlets, and are weighed
  alike; theirs are all articles of ten (or three) newspapers;
- title and body are searched whole, as cleaned; near-duplicates count once;
- "within two words" means that at most one word stands between the two;
- a hyphenated word is one word ("build-up"), or its parts where the groups
  do not know it whole ("war-related");
- a country is named where `analysis.actors.gazetteer` finds it, its people, its
  capital or its office-holders; theirs are lists of names and cities;
- pairs are articles that name both countries; the paper has none;
- the base is the whole corpus unless it is given; theirs is 1985 to 2019 (or
  1900 to 2019 for the historical index).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import _package, errors
from analysis.actors.gazetteer import Gazetteer, default, of_run
from analysis.events.coded import CodedCorpus
from analysis.events.periods import period_number, period_start

SIDES = ("all", "threats", "acts")
ALL = "*"
MIN_PERIODS = 10
COLUMNS = ("a", "b", "side", "period", "n_matching", "n_articles", "share", "index")
_TOKEN = re.compile(r"[a-z]+(?:-[a-z]+)*")
_STATE = re.compile(r"[A-Z]{3}")
_PARAGRAPH = re.compile(r"\n+")


@dataclass(frozen=True, slots=True)
class _Search:
    """One category: two groups of words and the greatest distance between them (None: anywhere in the article)."""

    number: int
    side: str
    topic: str
    second: str
    within: int | None


def attention_index(
    source: CodedCorpus | pd.DataFrame,
    *,
    freq: str = "M",
    pairs: Iterable[tuple[str, str]] = (),
    countries: Sequence[str] = (),
    base: tuple[str, str] | None = None,
    exclude: bool = True,
    gazetteer: Gazetteer | None = None,
) -> pd.DataFrame:
    """The attention index by period: `index` of the articles that `matches` finds.

    Parameters
    ----------
    source
        A coded corpus (with the names that it was coded with), or a documents frame.
    freq, pairs, countries, base
        As for `index`.
    exclude, gazetteer
        As for `matches`.

    Returns
    -------
    series
        As `index` returns it.

    Raises
    ------
    InputError
        If a column is missing, `freq` is unknown, or the base holds no article.
    """
    if isinstance(source, CodedCorpus):
        gazetteer = of_run(source.run) if gazetteer is None else gazetteer
        source = source.documents
    matched = matches(source, exclude=exclude, gazetteer=gazetteer)
    return index(matched, freq=freq, pairs=pairs, countries=countries, base=base)


def matches(
    documents: pd.DataFrame, *, exclude: bool = True, states: bool = True, gazetteer: Gazetteer | None = None
) -> pd.DataFrame:
    """Which articles match, by which searches, and which states the matching ones name.

    Parameters
    ----------
    documents
        The documents frame; near-duplicates are left out.
    exclude
        Whether an article with an excluded word matches nothing. The words are
        common ("story", "trial", "tax"): look at both.
    states
        Whether to look for states.
    gazetteer
        Another gazetteer than the shipped one, for the user's aliases
        (`gazetteer.of_run` gives that of a coded corpus). Aliases of one
        document need the column `path`.

    Returns
    -------
    matched
        One row for each article: `doc_id`, `published`, `threats`, `acts`
        (whether a search of that side matches), `categories` (their numbers, joined
        by spaces), `excluded` (would match but for an excluded word), `states`
        (ISO 3166-1 alpha-3 codes joined by spaces, empty where nothing matches).

    Raises
    ------
    InputError
        If a column is missing.
    """
    missing = {"doc_id", "published", "title", "body", "duplicate_of"} - set(documents.columns)
    if missing:
        msg = f"the documents lack the {errors.columns(sorted(missing))}"
        raise errors.InputError(msg)
    names = gazetteer if gazetteer is not None else default()
    rows = []
    for one in documents[documents["duplicate_of"].isna()].to_dict("records"):
        text = f"{one['title']}\n{one['body']}"
        found, excluded = _categories(text)
        kept = [] if exclude and excluded else found
        rows.append({
            "doc_id": one["doc_id"], "published": one["published"],
            "threats": any(search.side == "threats" for search in kept),
            "acts": any(search.side == "acts" for search in kept),
            "categories": " ".join(str(search.number) for search in kept),
            "excluded": bool(found) and excluded,
            "states": " ".join(_states(text, one["published"], names, one.get("path"))) if states and kept else "",
        })  # fmt: skip
    columns = ["doc_id", "published", "threats", "acts", "categories", "excluded", "states"]
    return pd.DataFrame(rows, columns=columns).astype({"published": "datetime64[us]", "threats": bool, "acts": bool})


def index(
    matched: pd.DataFrame,
    *,
    freq: str = "M",
    pairs: Iterable[tuple[str, str]] = (),
    countries: Sequence[str] = (),
    base: tuple[str, str] | None = None,
) -> pd.DataFrame:
    """The index by period: of all articles, of those that also name a country, and of those that name a pair.

    Parameters
    ----------
    matched
        What `matches` returns.
    freq
        D, W, M, Q or Y.
    pairs, countries
        Whose series to add to that of all articles (`a` and `b` are "*").
    base
        First and last day of the base; None takes all periods.

    Returns
    -------
    series
        `a`, `b`, `side` (all, threats, acts), `period`, `n_matching`,
        `n_articles`, `share` (missing in periods without an article) and `index`
        (mean 100 over the base; missing if nothing matches there).
    """
    if matched.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    number = period_number(matched["published"], freq)
    first, width = int(number.min()), int(number.max() - number.min()) + 1
    periods = period_start(np.arange(first, first + width), freq)
    n_articles = np.bincount(number - first, minlength=width)
    named = [set(text.split()) for text in matched["states"]]
    wanted = [(ALL, ALL), *((one, ALL) for one in countries), *pairs]
    parts = []
    for a, b in wanted:
        own = np.array([({a, b} - {ALL}) <= states for states in named])
        for side, matching in _sides(matched).items():
            hits = np.bincount((number - first)[matching & own], minlength=width)
            share = pd.Series(
                np.divide(hits, n_articles, out=np.full(width, np.nan), where=n_articles > 0), index=periods
            )
            part = {"n_matching": hits, "n_articles": n_articles, "share": share, "index": normalise(share, base=base)}
            parts.append(pd.DataFrame({"a": a, "b": b, "side": side, "period": periods, **part}))
    return pd.concat(parts, ignore_index=True)[list(COLUMNS)]


def normalise(share: pd.Series, *, base: tuple[str, str] | None = None) -> pd.Series:
    """Scale shares so that their mean over the base is 100, as published: 100 * share / mean(share over the base).

    Parameters
    ----------
    share
        Shares of articles by day of the period, in any unit; missing ones stay
        missing and do not count.
    base
        First and last day of the base; None takes all.

    Raises
    ------
    InputError
        If the base holds no share.
    """
    own = (
        share
        if base is None
        else share[(share.index >= pd.Timestamp(base[0])) & (share.index <= pd.Timestamp(base[1]))]
    )
    if own.notna().sum() == 0:
        msg = f"no share between {base[0]} and {base[1]}" if base else "no share to take the mean of"
        raise errors.InputError(msg)
    mean = float(own.mean())
    return share * (100.0 / mean) if mean > 0 else share * np.nan


def agreement(series: pd.DataFrame, measured: pd.DataFrame, *, side: str = "all") -> pd.DataFrame:
    """How the attention index agrees with the coded components, by pair or actor.

    Parameters
    ----------
    series
        What `index` returns.
    measured
        The frame of `tension.measure` by the same periods; only rows whose `a` and `b` the index
        has are compared.
    side
        all, threats or acts.

    Returns
    -------
    agreement
        `a`, `b`, `component`, `pearson`, `spearman`, `n`: correlation over the
        periods in which both are known and the period is complete; missing below
        `MIN_PERIODS`, where one does not vary, or where no act of the component was counted: its
        estimate then follows the prior alone.
    """
    own = series[series["side"] == side]
    both = own.merge(measured[measured["complete"].astype(bool)], on=["a", "b", "period"])
    rows = []
    for (a, b), part in both.groupby(["a", "b"], sort=True):
        for component, counted in (("direction", "n"), ("intensity", "n_mf"), ("threats", "n_vf")):
            pair = part[["index", component]].dropna()
            known = len(pair) >= MIN_PERIODS and (pair.max() > pair.min()).all() and part[counted].sum() > 0
            rows.append({
                "a": a, "b": b, "component": component,
                "pearson": pair.corr().iloc[0, 1] if known else np.nan,
                "spearman": pair.rank().corr().iloc[0, 1] if known else np.nan, "n": len(pair),
            })  # fmt: skip
    return pd.DataFrame(rows, columns=["a", "b", "component", "pearson", "spearman", "n"])


def _sides(matched: pd.DataFrame) -> Mapping[str, npt.NDArray[np.bool_]]:
    threats, acts = (matched[name].to_numpy(dtype=bool) for name in ("threats", "acts"))
    return dict(zip(SIDES, (threats | acts, threats, acts), strict=True))


@cache
def _searches() -> tuple[_Search, ...]:
    table = pd.read_csv(_package.DATA / "attention" / "categories.csv")
    return tuple(
        _Search(row["category"], row["side"], row["topic"], row["second"], int(row["within"]) or None)
        for row in table.fillna({"within": 0}).to_dict("records")
    )


@cache
def _words() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Group and pattern, one token or two; a token that ends in * matches any ending."""
    table = pd.read_csv(_package.DATA / "attention" / "words.csv", dtype=str)[["group", "word"]]
    return tuple((str(group), tuple(str(word).split(" "))) for group, word in table.to_numpy())


@cache
def _meanings(token: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The patterns whose first token this is."""
    return tuple((group, pattern) for group, pattern in _words() if _fits(token, pattern[0]))


def _fits(token: str, pattern: str) -> bool:
    return token.startswith(pattern[:-1]) if pattern.endswith("*") else token == pattern


def _categories(text: str) -> tuple[list[_Search], bool]:
    """The searches that match, and whether the text has an excluded word."""
    tokens = _tokens(text)
    positions: dict[str, list[int]] = {}
    for index, token in enumerate(tokens):
        for group, pattern in _meanings(token):
            following = tokens[index + 1 : index + len(pattern)]
            if len(following) == len(pattern) - 1 and all(map(_fits, following, pattern[1:])):
                positions.setdefault(group, []).append(index)
    found = [
        one for one in _searches() if _near(positions.get(one.topic, []), positions.get(one.second, []), one.within)
    ]
    return found, "excluded" in positions


def _tokens(text: str) -> list[str]:
    """Lower-case words; hyphenated ones that no pattern knows fall into their parts."""
    out: list[str] = []
    for token in _TOKEN.findall(text.lower()):
        out += [token] if "-" not in token or _meanings(token) else token.split("-")
    return out


def _near(first: list[int], second: list[int], within: int | None) -> bool:
    if not first or not second:
        return False
    if within is None:
        return True
    near = np.searchsorted(second, first)
    ordered = np.asarray(second)
    after = np.abs(ordered[np.minimum(near, len(second) - 1)] - first)
    before = np.abs(ordered[np.maximum(near - 1, 0)] - first)
    distance = np.concatenate([after, before])
    return bool(((distance > 0) & (distance <= within)).any())


def _states(text: str, published: pd.Timestamp, gazetteer: Gazetteer, path: str | None) -> list[str]:
    found: set[str] = set()
    for paragraph in _PARAGRAPH.split(text):
        for mention in gazetteer.find(paragraph, on=published.date(), path=path):
            found.update(one for one in (mention.actor, mention.state) if one and _STATE.fullmatch(one))
    return sorted(found)
