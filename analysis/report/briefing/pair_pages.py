"""The pages of pairs: what two actors did to each other, how they stand, and when that changed."""

import base64
from collections.abc import Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis import schemas, tables, viz
from analysis.actors import labels
from analysis.events import filters
from analysis.events.pairs import Pair, between, unordered
from analysis.relations.rating import MIN_EVENTS
from analysis.report.briefing.brief import MAX_PAIRS, Measures, evidence_link, finding_items
from analysis.report.pages import Site
from analysis.tables import Brief
from analysis.viz import Plot

FOLDER = "pairs/"
"""The folder of these pages."""
_MAX_ACTS = 8
_UP = "../"


def chosen(measures: Measures, asked: Sequence[Pair] = ()) -> list[Pair]:
    """The pairs that get a page: the busiest ones with enough acts to say something, and those asked for.

    Parameters
    ----------
    measures
        What was measured.
    asked
        Pairs of actor ids.
    """
    rows = schemas.records(measures.relations.busiest(MAX_PAIRS))
    busy = [(row["a"], row["b"]) for row in rows if row["n"] >= MIN_EVENTS or row == rows[0]]
    return list(dict.fromkeys([*busy, *(unordered(*pair) for pair in asked)]))


def addresses(pairs: Sequence[Pair], *, up: str = "") -> dict[Pair, str]:
    """The address of the page of each pair, from a page of the report's folder or, with `up`, below it."""
    return {pair: f"{up}{FOLDER}{labels.dyad_file(*pair)}" for pair in pairs}


def write(measures: Measures, site: Site, pairs: Sequence[Pair]) -> None:
    """Write a page for each pair to the folder `FOLDER`.

    Parameters
    ----------
    measures
        What was measured.
    site
        The pages of the report.
    pairs
        The pairs.
    """
    everywhere = addresses(pairs, up=_UP)
    for pair in pairs:
        others = [{"href": href, "title": labels.pair(*other)} for other, href in everywhere.items() if other != pair]
        content = _content(measures, pair) if _acted(measures, pair) else None
        file = f"{FOLDER}{labels.dyad_file(*pair)}"
        site.write("pair", file, title=labels.pair(*pair), others=others, content=content)


def _acted(measures: Measures, pair: Pair) -> bool:
    return bool(between(measures.corpus.events, *pair).any())


def _content(measures: Measures, pair: Pair) -> dict[str, Any]:
    survey, brief = measures.survey, tables.brief(measures.corpus, *pair)
    own = [one for answer in measures.findings.answers for one in answer.found if set(one.actors) == set(pair)]
    rated, breaks = pair in survey.pairs, survey.breaks()
    labelled = viz.key_events(survey, pair) if rated else pd.DataFrame()
    counted = {"pair": filters.of_pairs(pair), **filters.COUNTED}
    return {
        "lead": _lead(brief), "counted": evidence_link(counted, up=_UP),
        "every": evidence_link({"pair": filters.of_pairs(pair)}, up=_UP),
        "found": finding_items(measures, own, pair_pages={}, up=_UP),
        "standing": _standing(measures, brief),
        "series": _image(viz.pair_panels(survey, pair, breaks, labelled)) if rated and breaks else None,
        "labelled": tables.labelled_events(survey, labelled).html if rated else None,
        "timeline": None if rated else _image(viz.timeline(brief.acts, title=brief.name)),
        "directions": [
            {"title": brief.heading(actor), "table": _acts(measures, brief, actor)} for actor in (brief.a, brief.b)
        ],
        "turns": _turns(measures, brief),
        "reciprocity": _image(viz.reciprocity(survey, pair)) if rated else None,
        "third": brief.third_parties(measures.relations).html,
        "aside": tables.events(
            measures.corpus, tables.not_asserted(brief.events), evidence_pages=f"{_UP}evidence/", max_rows=_MAX_ACTS
        ).html,
    }  # fmt: skip


def _lead(brief: Brief) -> str:
    once = brief.once
    conflict = int((once["quad"] >= 3).sum())
    told = brief.corpus.totals_told(brief.events)
    if once.empty:
        return f"Between the two, {told}."
    first, last = once["when_first"].min(), once["when_last"].max()
    days = "" if pd.isna(first) else f" are of {first:%Y-%m-%d} to {last:%Y-%m-%d}"
    return f"Between the two, {told}. The acts{days}: {len(once) - conflict} of cooperation and {conflict} of conflict."


def _standing(measures: Measures, brief: Brief) -> Markup:
    return tables.pairs(measures.corpus, brief.relation(measures.relations), evidence_pages=f"{_UP}evidence/").html


def _acts(measures: Measures, brief: Brief, actor: str) -> Markup:
    return tables.events(
        measures.corpus, brief.one_way(actor), evidence_pages=f"{_UP}evidence/", max_rows=_MAX_ACTS
    ).html


def _turns(measures: Measures, brief: Brief) -> list[Markup]:
    """The breaks of the pair, where its series were searched, and its conflict share before and since the middle."""
    found = [brief.before_after().html]
    breaks = measures.survey.breaks()
    if breaks is not None and len(breaks.breaks):
        own = breaks.breaks[between(breaks.breaks, brief.a, brief.b, sides=("a", "b"))]
        if len(own):
            columns = ["component", "period", "period_low", "period_high", "before", "after"]
            found.insert(0, tables.frame(own[columns], numbers=["before", "after"]).html)
    return found


def _image(plot: Plot) -> Markup:
    picture = base64.b64encode(plot.png()).decode("ascii")
    return Markup('<img class="figure" src="data:image/png;base64,{}" alt="{}">').format(picture, plot.alt)
