"""The tables of notebook 03: choices, observed acts, triads with their null model, likeness, positions, moves.

Every row opens to sentences where sentences stand behind it.
"""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

import networkx as nx
import pandas as pd

from analysis import balance, schemas
from analysis.actors import labels
from analysis.balance.triads import BALANCED, NAMES
from analysis.events import selection
from analysis.events.coded import CodedCorpus
from analysis.relations import Relations
from analysis.relations import presence as seen
from analysis.relations.before_after import ARROWS, UNCLEAR, events_behind
from analysis.relations.measures import PER
from analysis.relations.rating import RatingRule, min_for_sign
from analysis.tables import html

_MOST_QUOTES, _MOST_LINES = 8, 5
_RARE = 5.0
_NO_SIGNS = html.Table("<p>No tie has a sign: there is no balance to measure.</p>", "no tie has a sign")
_TRIAD_MEANING = {
    "+++": "all three on good terms",
    "++-": "one is friend of two who are at odds: the pivot",
    "+--": "two friends against a third",
    "---": "all three at odds",
}


def headline(coded: CodedCorpus, measured: Relations, found: balance.CoreBlocs) -> str:
    """The page in a few lines: blocs, who stands between them, or who acts as one and who stays apart."""
    names = [" with ".join(map(labels.short, own)) for own in found.members]
    lines = [f"bloc by signs: {name}" for name in names] or ["no bloc by signs: too few acts, or no clear ones"]
    for actor, pair in found.between.items():
        lines.append(f"between {' and '.join(names[number] for number in pair)}: {labels.short(actor)}")
    if not names:
        table = seen.cooperating_groups(measured.frame).head(_MOST_LINES)
        lines += [f"together in what was seen: {' with '.join(map(labels.short, own))}" for own in table["members"]]
        named = seen.presence(coded)
        apart = named[(named["events"] == 0) & (named["named"] > 1)]
        lines += [f"apart, {status.partition(': ')[2]}: {labels.short(actor)}" for actor, status
                  in apart[["actor", "status"]].itertuples(index=False)]  # fmt: skip
    return "\n".join(lines)


def choices(measured: Relations) -> html.Table:
    """The parameters that the signs rest on, in words."""
    p = measured.parameters
    fewest = min_for_sign(RatingRule.of(p))
    rows = [
        ("prior of the conflict share", f"{p['share_prior']} (strength {p['prior_strength']:g})"),
        ("prior of the intensity", str(p.get("intensity_prior", "none: no acts"))),
        (
            "neutral share, and how far a band may reach",
            f"{p['neutral_share']:g}, {p['neutral_zone']:g} to either side",
        ),
        ("fewest acts for a sign", f"{p['min_events']:g} by rule; {fewest:g} with this prior"),
        ("mass of the bands", f"{p['level']:.0%}"),
        ("exposure", f"{p['exposure_kind']} (intensity is told per {PER:,.0f} of them)"),
        ("modalities counted", ", ".join(p["modality"])),
        ("acts of private persons and firms", "counted" if p["keep_private"] else "set aside"),
        ("half-life of an act", "none" if p["half_life"] is None else f"{p['half_life']:g} days"),
        ("weights of mean Goldstein", str(p["goldstein_table"])),
    ]
    return html.frame_table(pd.DataFrame(rows, columns=["choice", "value"]))


def set_aside(measured: Relations) -> html.Table:
    """How many events were measured, and how many set aside for which reason."""
    counted = int(measured.pairs()["n"].sum())
    rows = [("acts measured", counted), *measured.set_aside[["reason", "n"]].itertuples(index=False)]
    return html.frame_table(pd.DataFrame(rows, columns=["what became of the events", "events"]), numbers=["events"])


def by_number(*parts: pd.DataFrame) -> pd.DataFrame:
    """Rows of relations put together, those with most acts first."""
    joined = pd.concat(parts, ignore_index=True)
    return joined.sort_values(["n", "a", "b"], ascending=[False, True, True], kind="stable").reset_index(drop=True)


def notes(coded: CodedCorpus, pairs: pd.DataFrame, *, most: int = 2) -> dict[frozenset[str], str]:
    """For each pair its most reported sentences, as plain text for `netview`."""
    found: dict[frozenset[str], str] = {}
    for a, b in pairs[["a", "b"]].drop_duplicates().itertuples(index=False):
        key = frozenset((a, b))
        if key not in found:
            quotes = _quotes(coded, _between(coded, [a, b]), most)
            found[key] = "\n".join(f"{quote['published']}: {quote['text']}" for quote in quotes)
    return found


def _between(coded: CodedCorpus, members: Sequence[str]) -> pd.DataFrame:
    """The asserted acts among some actors that count, most reported first."""
    events = coded.events
    kept = events["source"].isin(members) & events["target"].isin(members) & (events["source"] != events["target"])
    kept &= (events["quad"] > 0) & (events["modality"] == "asserted") & ~selection.private(events)
    return events[kept].sort_values(["n_reports", "confidence", "event_id"], ascending=[False, False, True])


def _quotes(coded: CodedCorpus, events: pd.DataFrame, most: int) -> list[dict[str, Any]]:
    """The first sentence of each event, each sentence once."""
    seen: dict[str, dict[str, Any]] = {}
    for found in html.proofs(coded, events["event_id"].head(4 * most)).values():
        for quote in found[:1]:
            seen.setdefault(quote["sentence_id"], quote)
    return list(seen.values())[:most]


def presence(coded: CodedCorpus, *, most: int = 12) -> html.Table:
    """How often each actor is named and what it is seen to do, opening to the sentences that name it."""
    table = seen.presence(coded, max_rows=most)
    texts = coded.sentences.set_index("sentence_id")["text"]
    named = coded.mentions.dropna(subset=["actor"]).drop_duplicates(["actor", "sentence_id"])
    opened = []
    for actor in table["actor"]:
        own = named.loc[named["actor"] == actor, "sentence_id"].head(_MOST_QUOTES)
        lines = "".join(f"<blockquote>{escape(str(texts[one]))}</blockquote>" for one in own)
        opened.append(f"<details><summary>sentences</summary>{lines}</details>")
    shown = table.assign(actor=table["actor"].map(labels.label), sentences=opened)
    shown = shown.rename(columns={"named": "sentences that name it", "one_sided": "acts towards nobody named"})
    numbers = ["sentences that name it", "events", "acts towards nobody named"]
    return html.frame_table(shown, raw=["sentences"], numbers=numbers)


def together(coded: CodedCorpus, measured: Relations, *, most: int = 8) -> html.Table:
    """Groups that have only cooperated in what was seen, opening to the sentences."""
    table = seen.cooperating_groups(measured.frame).head(most)
    shown = pd.DataFrame({
        "together": [" with ".join(map(labels.short, own)) for own in table["members"]],
        "acts, all of cooperation": table["events"], "towards the same outsiders": table["towards"],
        "sentences": [_opened(coded, own) for own in table["members"]],
    })  # fmt: skip
    return html.frame_table(shown, raw=["sentences"], numbers=["acts, all of cooperation"])


def _opened(coded: CodedCorpus, members: Sequence[str]) -> str:
    return html.quotes_html(_quotes(coded, _between(coded, members), _MOST_QUOTES))


def balance_table(graph: nx.Graph, null: balance.NullModel) -> html.Table:
    """Every figure of balance with what shuffled signs give, z and percentile."""
    if not graph.number_of_edges():
        return _NO_SIGNS
    rows = null.table[~null.table["statistic"].str.startswith("triangles")]
    return html.frame_table(_compared(rows.rename(columns={"statistic": "figure"})), numbers=_NULL)


_NULL = ["observed", "by chance", "spread", "z", "percentile"]


def _compared(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.rename(columns={"mean": "by chance", "sd": "spread"}).round(2)


def triad_table(graph: nx.Graph, null: balance.NullModel) -> html.Table:
    """The kinds of triangles by Dittmer's names, their number against shuffled signs, and which they are."""
    if not graph.number_of_edges():
        return _NO_SIGNS
    found = balance.list_triangles(graph)
    rows = []
    for kind, name in NAMES.items():
        figure = schemas.records(null.table[null.table["statistic"] == f"triangles {kind}"])[0]
        trios = found.loc[found["kind"] == kind, ["a", "b", "c"]].itertuples(index=False)
        told = [f"{labels.short(a)} (with {labels.short(b)}, {labels.short(c)})" for a, b, c in trios]
        rows.append({
            "kind": kind, "name": name, "what it is": _TRIAD_MEANING[kind],
            "balanced": "yes" if kind in BALANCED else "no", "observed": int(figure["observed"]),
            "by chance": figure["mean"], "spread": figure["sd"], "z": figure["z"], "percentile": figure["percentile"],
            "which (the one that differs first)": "; ".join(told[:6]) + ("; ..." if len(told) > 6 else ""),
        })  # fmt: skip
    return html.frame_table(pd.DataFrame(rows), numbers=_NULL)


def frustration_text(graph: nx.Graph, found: balance.Frustration, null: balance.NullModel) -> str:
    """The frustration index with its bound, the ties that it leaves, and whether blocs tell more than chance would."""
    if not graph.number_of_edges():
        return _NO_SIGNS.text
    ties = ", ".join(labels.pair(a, b) for a, b in found.frustrated) or "none"
    proof = "proven" if found.proven else f"not proven, at least {found.bound:g}"
    below = float(schemas.records(null.table[null.table["statistic"] == "frustration"])[0]["percentile"])
    tells = "less frustrated than shuffled signs" if below <= _RARE else "no less frustrated than shuffled signs may be"
    lean = "" if below <= _RARE else ": do not lean on the blocs"
    return (
        f"frustration index {found.index:g} ({proof}); frustrated ties: {ties}\n{tells} (percentile {below:.1f}){lean}"
    )


def likeness(measured: Relations, actors: Iterable[str], *, most: int = 15) -> html.Table:
    """How alike actors behave towards third ones: S, pi and kappa, the pairs with most third actors first."""
    chosen = set(actors)
    table = balance.similarity(measured)
    table = table[table["a"].isin(chosen) & table["b"].isin(chosen) & (table["n"] > 0)]
    table = table.sort_values(["n", "kappa", "a", "b"], ascending=[False, False, True, True], kind="stable").head(most)
    shown = pd.DataFrame({
        "pair": [labels.pair(a, b) for a, b in zip(table["a"], table["b"], strict=True)],
        "third actors": table["n"], "S": table["s"], "pi": table["pi"], "kappa": table["kappa"],
    })  # fmt: skip
    return html.frame_table(shown, numbers=["third actors", "S", "pi", "kappa"])


def stances(found: balance.CoreBlocs, actors: Iterable[str]) -> html.Table:
    """How each actor stands to each bloc as a whole, and what place that gives it."""
    chosen = [actor for actor in actors if actor in set(found.stances["actor"])]
    home = {actor: number for number, own in enumerate(found.members) for actor in own}
    names = [" with ".join(map(labels.short, own)) for own in found.members]
    rows = []
    for actor in chosen:
        own = found.stances[found.stances["actor"] == actor].set_index("bloc")
        row: dict[str, object] = {"actor": labels.label(actor)}
        for number, name in enumerate(names):
            row[f"to {name}"] = stance(schemas.records(own.loc[[number]])[0]) if number in own.index else "no act"
        row["place"] = (
            "between" if actor in found.between else f"in {names[home[actor]]}" if actor in home else "in no bloc"
        )
        rows.append(row)
    return html.frame_table(pd.DataFrame(rows))


def stance(row: Mapping[Any, Any]) -> str:
    """Standing, share with its band and number of acts, as text."""
    return (
        f"{row['standing']}: {row['share']:.2f} [{row['share_low']:.2f}, {row['share_high']:.2f}], {row['n']:.0f} acts"
    )


def positions(graph: nx.Graph) -> html.Table:
    """How each actor stands to every two others who are at odds."""
    table = balance.positions(graph)
    table = table[table["pairs"] > 0].assign(actor=table["node"].map(labels.label))
    table = table[table["unknown"] < table["pairs"]]
    table = table.sort_values(["distance", "bridges", "leans", "actor"], ascending=[False, False, False, True])
    shown = table[["actor", "pairs", "bridges", "distance", "leans", "sides", "opposes", "unknown"]]
    names = {
        "pairs": "pairs at odds", "bridges": "friend of both", "distance": "keeps its distance", "leans": "leans",
        "sides": "takes sides", "opposes": "against both", "unknown": "a tie is unclear or unseen",
    }  # fmt: skip
    return html.frame_table(shown.rename(columns=names), numbers=list(names.values()))


def moved(coded: CodedCorpus, table: pd.DataFrame, *, most: int = 12) -> html.Table:
    """Who moved: arrow, change with its band, acts before and after, and the sentences that moved it."""
    table = table.assign(clear=table["arrow"] != UNCLEAR)
    table = table.sort_values(["clear", "change"], key=lambda own: own.abs() if own.name == "change" else own,
                              ascending=False, kind="stable").head(most)  # fmt: skip
    rows = []
    for row in schemas.records(table):
        ids = events_behind(coded, row["a"], row["b"], table.attrs["day"], row["change"])
        quotes = [quote for found in html.proofs(coded, ids).values() for quote in found[:1]]
        rows.append({
            "pair": labels.pair(row["a"], row["b"]), "": f"{ARROWS[row['arrow']]} {row['arrow']}",
            "conflict share": f"{row['before']:.2f} to {row['after']:.2f}",
            "change": f"{row['change']:+.2f} [{row['change_low']:+.2f}, {row['change_high']:+.2f}]",
            "acts": f"{row['n_before']:.0f}, then {row['n_after']:.0f}", "what moved it": html.quotes_html(quotes),
            "first sentence": quotes[0]["text"] if quotes else "no act on that side",
        })  # fmt: skip
    shown = pd.DataFrame(rows).drop(columns="first sentence", errors="ignore")
    plain = html.frame_table(pd.DataFrame(rows).drop(columns="what moved it", errors="ignore"))
    return html.Table(
        html.frame_table(shown, raw=["what moved it"]).html, plain.text or "no pair was seen in both times"
    )
