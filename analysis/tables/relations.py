"""Tables about relations: parameters, presence, blocs, balance with its null model, similarity, before and after.

Every row opens to sentences where sentences stand behind it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import networkx as nx
import pandas as pd
from markupsafe import Markup

from analysis import schemas
from analysis.actors import labels
from analysis.balance import (
    CoreBlocs,
    Frustration,
    NullModel,
    list_triangles,
    positions,
    triads,
)
from analysis.balance import similarity as measure_similarity
from analysis.events import filters
from analysis.events.coded import CodedCorpus
from analysis.events.pairs import Pair, unordered
from analysis.relations import Relations, presence
from analysis.relations.before_after import ARROWS, UNCLEAR, events_behind
from analysis.relations.measures import PER
from analysis.relations.rating import RatingRule, min_for_sign
from analysis.tables import html
from analysis.tables.events import (
    EXAMPLES,
    NO_EXAMPLE,
    asserted_acts,
    counted_by,
    examples_html,
    first_quotes,
    most_reported,
    share_with_band,
    sure,
)
from analysis.tables.links import Links

_MAX_QUOTES, _MAX_LINES, _MAX_TRIADS = 8, 5, 6
_AGAIN = {"use": filters.MEASURED, "once": "no"}
_RARE = 5.0  # percentile that shuffled signs seldom fall below
_ACTS = {"before": "acts before", "after": "acts since"}
_NO_PAIR_TWICE = "no pair has acts both before and since"
_NO_SIGNS = "No tie has a sign: there is no balance to measure."
_NULL_COLUMNS = ("observed", "by chance", "spread", "z", "percentile")
_INDEX_MEANINGS = {
    "share balanced": "share of triangles with no or two hostile ties; 1 is balance",
    "share weakly balanced": "the same, with three hostile ties allowed, too",
    "walk balance": "closed walks of all lengths, short ones counting most; 1 is balance",
    "least eigenvalue": "of the signed Laplacian; 0 is balance",
    "frustration": "ties that no split into two blocs satisfies; 0 is balance",
}
_TRIAD_MEANINGS = {
    "+++": "all three on good terms",
    "++-": "one is a friend of two who are at odds: the pivot",
    "+--": "two friends against a third",
    "---": "all three at odds",
}


def headline(corpus: CodedCorpus, measured: Relations, found: CoreBlocs) -> str:
    """The relations in a few lines: blocs and who stands between them or, without signs, who cooperates."""
    names = _bloc_names(found)
    lines = [f"bloc by signs: {name}" for name in names] or ["no bloc by signs: too few events, or no clear sign"]
    for actor, pair in found.between.items():
        lines.append(f"between the blocs ({') and ('.join(names[number] for number in pair)}): {labels.short(actor)}")
    if not names:
        groups = presence.cooperating_groups(measured.frame).head(_MAX_LINES)
        lines += [f"only cooperation seen: {_names(members)}" for members in groups["members"]]
        named = presence.presence(corpus)
        apart = named[(named["acts"] == 0) & (named["named"] > 1)]
        lines += [
            f"apart, {status.partition(': ')[2]}: {labels.short(actor)}"
            for actor, status in zip(apart["actor"], apart["status"], strict=True)
        ]
    return "\n".join(lines)


def _names(members: Sequence[str]) -> str:
    return ", ".join(map(labels.short, members))


def _bloc_names(found: CoreBlocs) -> list[str]:
    return [_names(members) for members in found.members]


def parameters(measured: Relations) -> html.Table:
    """The parameters that the signs rest on, in words."""
    p = measured.parameters
    fewest = min_for_sign(RatingRule.of(p))
    private = "counted for their state" if p["keep_private"] else "set aside"
    rows = [
        ("prior of the conflict share", f"{p['share_prior']} (strength {p['prior_strength']:g})"),
        ("prior of the intensity", str(p.get("intensity_prior", "none: no events"))),
        ("neutral share, and width of the neutral zone", f"{p['neutral_share']:g}, {p['neutral_zone']:g} either side"),
        (
            "acts needed for a sign",
            f"{p['min_events']:g} by rule; {fewest:g} with this prior, more where one story has several",
        ),
        ("width of the intervals", f"{p['level']:.0%}"),
        ("exposure", f"{p['exposure_kind']} (intensity is per {PER:,.0f} of them)"),
        ("modalities counted", ", ".join(p["modality"])),
        ("acts of private persons and firms", private),
        ("half-life of an act", "none" if p["half_life"] is None else f"{p['half_life']:g} days"),
        ("weights of mean Goldstein", str(p["goldstein_table"])),
    ]
    return html.frame(pd.DataFrame(rows, columns=["parameter", "value"]))


def set_aside(corpus: CodedCorpus, measured: Relations, *, evidence_pages: str = "") -> html.Table:
    """How many events were measured, and how many were set aside for which reason.

    Parameters
    ----------
    corpus
        The corpus that was measured.
    measured
        Its relations.
    evidence_pages
        Folder of the report's evidence pages; empty for no links.
    """
    links = Links(corpus, evidence_pages)
    rows = [
        {"what became of the events": reason, "events": links.number(n, {"use": filters.of_reason(reason)})}
        for reason, n in measured.set_aside[["reason", "n"]].itertuples(index=False)
    ]
    n = int(measured.pairs()["n"].sum())
    again = len(corpus.events) - n - int(measured.set_aside["n"].sum())
    first = [("measured, each act once", n, filters.COUNTED), ("the other direction of an act of both", again, _AGAIN)]
    first = first if again else first[:1]
    head = [{"what became of the events": said, "events": links.number(count, where)} for said, count, where in first]
    return html.table([*head, *rows], numbers=["events"])


def pair_notes(corpus: CodedCorpus, pairs: pd.DataFrame, *, max_rows: int = 2) -> dict[frozenset[str], str]:
    """For each pair the most reported sentences of its sure acts as plain text, to show beneath a figure.

    Parameters
    ----------
    corpus
        The corpus that holds the sentences.
    pairs
        Rows with `a` and `b`.
    max_rows
        How many sentences for each pair.
    """
    found: dict[frozenset[str], str] = {}
    for a, b in sorted({unordered(a, b) for a, b in zip(pairs["a"], pairs["b"], strict=True)}):
        quotes = _distinct_quotes(corpus, _acts_among(corpus, [a, b]), max_rows)
        told = "\n".join(f"{quote['published']}: {quote['text']}" for quote in quotes)
        found[frozenset((a, b))] = told or NO_EXAMPLE
    return found


def _acts_among(corpus: CodedCorpus, members: Sequence[str]) -> pd.DataFrame:
    """The sure asserted acts between some actors, most reported first."""
    acts = sure(asserted_acts(corpus.events))
    inside = acts["source"].isin(members) & acts["target"].isin(members) & (acts["source"] != acts["target"])
    return most_reported(acts[inside])


def _distinct_quotes(corpus: CodedCorpus, events: pd.DataFrame, max_rows: int) -> list[dict[str, Any]]:
    """The first sentence of each event, each sentence once."""
    found: dict[str, dict[str, Any]] = {}
    for quote in first_quotes(corpus, events["event_id"].head(4 * max_rows)):
        found.setdefault(quote["sentence_id"], quote)
    return list(found.values())[:max_rows]


def actor_presence(corpus: CodedCorpus, *, evidence_pages: str = "", max_rows: int = 12) -> html.Table:
    """How often each actor is named and what it does, opening to the sentences that name it."""
    table = presence.presence(corpus, max_rows=max_rows)
    texts = corpus.sentences.set_index("sentence_id")["text"]
    named = corpus.mentions.dropna(subset=["actor"]).drop_duplicates(["actor", "sentence_id"])
    names = {"named": "sentences that name it", "one_sided": "events without a named other side"}
    links, rows = Links(corpus, evidence_pages), []
    for row in schemas.records(table.rename(columns=names)):
        own = named.loc[named["actor"] == row["actor"], "sentence_id"].head(_MAX_QUOTES)
        lines = Markup().join(Markup("<blockquote>{}</blockquote>").format(texts[one]) for one in own)
        sentences = Markup("<details><summary>sentences</summary>{}</details>").format(lines)
        told = {"pair": _one_sided(row["actor"]), **filters.ASSERTED}
        counts = {
            "acts": links.number(row["acts"], {"actor": row["actor"], **filters.COUNTED}),
            names["one_sided"]: links.number(row[names["one_sided"]], told),
        }
        rows.append({**row, **counts, "actor": labels.label(row["actor"]), "sentences": sentences})
    return html.table(rows, numbers=[*names.values(), "acts"])


def _one_sided(actor: str) -> str:
    """The filter `pair` for an actor and a side that is not named."""
    return f"{actor}-{filters.NOBODY}"


def cooperating_groups(
    corpus: CodedCorpus, measured: Relations, *, evidence_pages: str = "", max_rows: int = 8
) -> html.Table:
    """Groups that have only cooperated in what was seen, opening to the sentences."""
    links = Links(corpus, evidence_pages)
    rows = []
    for row in schemas.records(presence.cooperating_groups(measured.frame).head(max_rows)):
        members, where = row["members"], {"among": ",".join(row["members"]), **filters.COUNTED}
        rows.append({
            "group": _names(members), "acts, all cooperative": links.number(row["acts"], where),
            "towards the same outsiders": row["towards"],
            EXAMPLES: examples_html(_distinct_quotes(corpus, _acts_among(corpus, members), _MAX_QUOTES)),
        })  # fmt: skip
    return html.table(rows, numbers=["acts, all cooperative"])


def balance(graph: nx.Graph, null: NullModel) -> html.Table:
    """Every index of balance against shuffled signs: mean and spread by chance, z and percentile."""
    if not graph.number_of_edges():
        return html.message(_NO_SIGNS)
    rows = null.table[~null.table["statistic"].str.startswith("triangles")]
    names = {"statistic": "index", "mean": "by chance", "sd": "spread"}
    shown = rows.rename(columns=names).round(2)
    shown["what it is"] = [_INDEX_MEANINGS.get(name, "") for name in shown["index"]]
    return html.frame(shown, numbers=_NULL_COLUMNS)


def triad_counts(graph: nx.Graph, null: NullModel) -> html.Table:
    """The kinds of triangles by Dittmer's names, their number against shuffled signs, and which they are."""
    if not graph.number_of_edges():
        return html.message(_NO_SIGNS)
    listed = list_triangles(graph)
    rows = []
    for kind, name in triads.NAMES.items():
        row = schemas.records(null.table[null.table["statistic"] == f"triangles {kind}"])[0]
        trios = listed.loc[listed["kind"] == kind, ["a", "b", "c"]].itertuples(index=False)
        which = [f"{labels.short(a)} (with {labels.short(b)}, {labels.short(c)})" for a, b, c in trios]
        rows.append({
            "kind": kind, "name": name, "what it is": _TRIAD_MEANINGS[kind],
            "balanced": "yes" if kind in triads.BALANCED else "no", "observed": int(row["observed"]),
            "by chance": row["mean"], "spread": row["sd"], "z": row["z"], "percentile": row["percentile"],
            "which (the one that differs first)":
                "; ".join(which[:_MAX_TRIADS]) + ("; ..." if len(which) > _MAX_TRIADS else ""),
        })  # fmt: skip
    return html.table(rows, numbers=_NULL_COLUMNS)


def frustration_text(graph: nx.Graph, found: Frustration, null: NullModel) -> str:
    """The frustration index with its bound and ties, and whether shuffled signs would give as little."""
    if not graph.number_of_edges():
        return _NO_SIGNS
    ties = ", ".join(labels.pair(a, b) for a, b in found.frustrated) or "none"
    proof = "proven" if found.proven else f"not proven, at least {found.bound:g}"
    row = schemas.records(null.table[null.table["statistic"] == "frustration"])[0]
    percentile = float(row["percentile"])
    if percentile <= _RARE:
        verdict = f"less frustrated than shuffled signs (percentile {percentile:.1f})"
    else:
        verdict = (
            f"not clearly less frustrated than shuffled signs (percentile {percentile:.1f}): do not rely on the blocs"
        )
    return f"frustration index {found.index:g} ({proof}); frustrated ties: {ties}\n{verdict}"


def similarity(measured: Relations, actors: Iterable[str], *, max_rows: int = 15) -> html.Table:
    """How alike actors behave towards third actors: S, pi and kappa, the pairs with most third actors first."""
    chosen = set(actors)
    table = measure_similarity(measured)
    table = table[table["a"].isin(chosen) & table["b"].isin(chosen) & (table["n"] > 0)]
    order, ascending = ["n", "kappa", "a", "b"], [False, False, True, True]
    table = table.sort_values(order, ascending=ascending, kind="stable").head(max_rows)
    shown = pd.DataFrame({
        "pair": [labels.pair(a, b) for a, b in zip(table["a"], table["b"], strict=True)],
        "third actors": table["n"], "S": table["s"], "pi": table["pi"], "kappa": table["kappa"],
    })  # fmt: skip
    return html.frame(shown, numbers=["third actors", "S", "pi", "kappa"])


def bloc_ratings(
    found: CoreBlocs, actors: Iterable[str], *, corpus: CodedCorpus | None = None, evidence_pages: str = ""
) -> html.Table:
    """The rating of each actor with each bloc as a whole, and its place in, between or outside the blocs.

    Parameters
    ----------
    found
        The blocs.
    actors
        The actors to show.
    corpus
        The corpus that was measured; None for event data without articles.
    evidence_pages
        Folder of the report's evidence pages; empty for no links.
    """
    links = None if corpus is None else Links(corpus, evidence_pages)
    chosen = [actor for actor in actors if actor in set(found.stances["actor"])]
    home = {actor: number for number, own in enumerate(found.members) for actor in own}
    names = _bloc_names(found)
    rows = []
    for actor in chosen:
        own = found.stances[found.stances["actor"] == actor].set_index("bloc")
        row: dict[str, object] = {"actor": labels.label(actor)}
        for number, name in enumerate(names):
            rated = schemas.records(own.loc[[number]])[0] if number in own.index else None
            others = [(actor, other) for other in found.members[number] if other != actor]
            row[f"with the bloc {name}"] = rating(links, rated, others) if rated else "no act"
        if actor in found.between:
            row["place"] = "between two blocs"
        else:
            row["place"] = f"in the bloc {names[home[actor]]}" if actor in home else "in no bloc"
        rows.append(row)
    return html.table(rows)


def rating(links: Links | None, row: Mapping[Any, Any], pairs: Sequence[Pair] = ()) -> html.Cell | str:
    """Rating, conflict share with its band and number of events, as text that opens to these events.

    Parameters
    ----------
    links
        The links of the corpus; None for text alone.
    row
        A row of the relations frame, or one of the same form about several pairs.
    pairs
        The pairs that it is about, if they are several.
    """
    text = f"{row['standing']}: {share_with_band(row)}, {labels.counted(row['n'], 'act')}"
    if links is None:
        return text
    where = {"pair": filters.of_pairs(*pairs), **filters.COUNTED} if pairs else counted_by(row)
    return links.number(row["n"], where, text=text)


def brokerage(graph: nx.Graph) -> html.Table:
    """The position of each actor towards every two others who are at odds."""
    table = positions(graph)
    table = table[table["pairs"] > 0].assign(actor=table["node"].map(labels.label))
    table = table[table["unknown"] < table["pairs"]]
    table = table.sort_values(["distance", "bridges", "leans", "actor"], ascending=[False, False, False, True])
    names = {
        "pairs": "pairs at odds", "bridges": "friend of both", "distance": "keeps its distance", "leans": "leans",
        "sides": "takes sides", "opposes": "against both", "unknown": "a tie is unclear or unseen",
    }  # fmt: skip
    return html.frame(table[["actor", *names]].rename(columns=names), numbers=names.values())


def before_after(
    corpus: CodedCorpus, changes: pd.DataFrame, *, evidence_pages: str = "", max_rows: int = 12
) -> html.Table:
    """Each pair's conflict share before and since a day: change with its band, and the sentences behind it.

    Parameters
    ----------
    corpus
        The corpus that holds the sentences.
    changes
        Changes by pair, with the day in `attrs`, as `relations.before_after` gives.
    evidence_pages
        Folder of the report's evidence pages; empty for no links.
    max_rows
        How many pairs are shown, clear changes first.
    """
    table = changes.assign(clear=changes["arrow"] != UNCLEAR, size=changes["change"].abs())
    table = table.sort_values(["clear", "size"], ascending=False, kind="stable").head(max_rows)
    links, day = Links(corpus, evidence_pages), changes.attrs["day"]
    times = {"before": {"to": str((day - pd.Timedelta(days=1)).date())}, "after": {"from": str(day.date())}}
    rows, lines = [], []
    for row in schemas.records(table):
        quotes = first_quotes(corpus, events_behind(corpus, row["a"], row["b"], day, row["change"]))
        where = {"pair": filters.of_pairs((row["a"], row["b"])), **filters.COUNTED}
        cells = {
            "pair": labels.pair(row["a"], row["b"]), "moved": f"{ARROWS[row['arrow']]} {row['arrow']}",
            "conflict share, before to since": f"{row['before']:.2f} to {row['after']:.2f}",
            "change": f"{row['change']:+.2f} [{row['change_low']:+.2f}, {row['change_high']:+.2f}]",
        }  # fmt: skip
        counts = {_ACTS[end]: links.number(row[f"n_{end}"], {**where, **time}) for end, time in times.items()}
        rows.append({**cells, **counts, EXAMPLES: examples_html(quotes)})
        said = [*cells.values(), *(cell.text for cell in counts.values())]
        lines.append(" | ".join([*said, quotes[0]["text"] if quotes else NO_EXAMPLE]))
    return html.Table(html.table(rows, numbers=_ACTS.values()).html, "\n".join(lines) or _NO_PAIR_TWICE)
