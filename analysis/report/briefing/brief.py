"""The first page of a report, the brief: what was read, what was found, and how it ran."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import pandas as pd
from markupsafe import Markup

from analysis import balance, findings, relations, schemas, tables, tension
from analysis._package import VERSION
from analysis.actors import labels
from analysis.balance import CoreBlocs
from analysis.events import filters
from analysis.events.coded import CodedCorpus
from analysis.events.periods import span_told
from analysis.findings import QUESTIONS, Finding, Findings
from analysis.relations import Relations
from analysis.report.pages import Site
from analysis.tables.events import (
    NO_EXAMPLE,
    SHARE_HEADING,
    days_legend,
    event_days,
    quotes,
    share_with_band,
    toned_type,
)
from analysis.tables.links import Links
from analysis.tension import TensionSurvey
from analysis.tension.survey import by_quad
from analysis.viz import intervals, sparkbars, svg_network

EVIDENCE = "evidence/"
"""The folder of the evidence pages."""
MAX_PAIRS = 12
"""How many of the busiest pairs the brief lists; each has a page of its own."""
_MAX_REJECTS = 200
_SIGN_TONES = {1: "coop", -1: "conf", 0: "meta"}


@dataclass(frozen=True, slots=True)
class Measures:
    """What the brief, the pages of pairs and the map rest on; each is measured once for a report.

    Attributes
    ----------
    corpus
        The coded corpus.
    relations
        Its relations over the whole time.
    survey
        Its tension survey.
    changes
        What changed lately between the pairs of the survey.
    blocs
        Its blocs.
    findings
        What is claimed from these.
    """

    corpus: CodedCorpus
    relations: Relations
    survey: TensionSurvey
    changes: pd.DataFrame
    blocs: CoreBlocs
    findings: Findings

    @classmethod
    def of(cls, corpus: CodedCorpus, *, actors: str = "", freq: str = "") -> Self:
        """Measure a corpus, for the actors and the length of a period that were asked for."""
        measured, survey = relations.measure(corpus, freq="all"), tension.survey(corpus, actors=actors, freq=freq)
        blocs, found = balance.find_core_blocs(measured), findings.find(corpus, measured=measured, survey=survey)
        return cls(corpus, measured, survey, survey.changes(), blocs, found)


def write(
    measures: Measures,
    site: Site,
    *,
    name: str,
    results: Sequence[Any],
    pair_pages: Mapping[tuple[str, str], str],
    linked: bool = False,
) -> None:
    """Write the first page.

    Parameters
    ----------
    measures
        What was measured.
    site
        The pages of the report.
    name
        Title of the report.
    results
        How each notebook ended, as `runner.run_all` returns.
    pair_pages
        The address of the page of each pair that has one.
    linked
        Link to the index over all reports in the parent folder.
    """
    corpus = measures.corpus
    shelf = [{"title": "All reports", "href": "../index.html", "current": False}] if linked else []
    rejects = [{**row, "line": "" if pd.isna(row["line"]) else row["line"]} for row in schemas.records(corpus.rejects)]
    site.write(
        "brief", "index.html", title=name, links=shelf + site.links("index.html"),
        lead=_lead(measures), cards=_cards(measures),
        found=finding_items(measures, measures.findings.chosen(), pair_pages=pair_pages),
        unanswered=measures.findings.unanswered(), changes=_changes(measures), network=_network(measures),
        pairs=_pairs(measures, pair_pages), caveats=_caveats(measures),
        results=results, aside=tables.set_aside(corpus, measures.relations, evidence_pages=EVIDENCE).html,
        rejects=rejects[:_MAX_REJECTS], more_rejects=max(0, len(rejects) - _MAX_REJECTS),
        stages=_stages(corpus.run), kept=_from_cache(corpus.run), version=VERSION,
    )  # fmt: skip


def evidence_link(where: filters.Where, *, up: str = "") -> str:
    """The address of the evidence browser with a filter, from a page of the report's folder or, with `up`, below it."""
    return f"{up}{EVIDENCE}index.html{filters.fragment(where)}"


# What was read


def _lead(measures: Measures) -> str:
    corpus, days = measures.corpus, measures.corpus.documents["published"]
    first, last = days.min().date(), days.max().date()
    what = "One article" if len(days) == 1 else labels.counted(len(days), "article")
    when = f"on {first}" if first == last else f"from {span_told(days, measures.survey.freq)}"
    sources = corpus.documents["source"].dropna().nunique()
    outlets = f", of {labels.counted(sources, 'source')}" if sources else ", of sources that are not stated"
    return (
        f"{what}, published {when}{outlets}, {'was' if len(days) == 1 else 'were'} read for who did what to whom. "
        f"{corpus.totals_told()}. An act is between two named actors. Every number opens to the sentences behind it."
    )


def _cards(measures: Measures) -> list[dict[str, str]]:
    corpus = measures.corpus
    every = evidence_link({})
    values: Iterable[tuple[str, int, str]] = (
        ("articles", len(corpus.documents), "articles/index.html"),
        ("sentences", len(corpus.sentences), ""),
        ("events coded", len(corpus.events), every),
        ("acts measured", int(measures.relations.pairs()["n"].sum()), evidence_link(filters.COUNTED)),
        ("near-duplicates", int(corpus.documents["duplicate_of"].notna().sum()), ""),
        ("rejected", len(corpus.rejects), "#rejects" if len(corpus.rejects) else ""),
    )
    cards = [{"label": label, "value": f"{value:,}", "href": href} for label, value, href in values]
    applied = int((corpus.corrections["status"] == "applied").sum())
    return cards + ([{"label": "corrections applied", "value": f"{applied:,}", "href": ""}] if applied else [])


# What was found


def finding_items(
    measures: Measures, chosen: Sequence[Finding], *, pair_pages: Mapping[tuple[str, str], str], up: str = ""
) -> list[dict[str, Any]]:
    """Findings for a page: sentence, numbers, pictures, an act that shows it, and links.

    Parameters
    ----------
    measures
        What was measured.
    chosen
        The findings.
    pair_pages
        The address of the page of each pair that has one, from the page that shows the findings.
    up
        The way from that page to the report's folder, as `../`.
    """
    shown = quotes(measures.corpus, [one.example for one in chosen if one.example])
    wanted = measures.corpus.events["event_id"].isin([one.example for one in chosen])
    events = {row["event_id"]: row for row in schemas.records(measures.corpus.events[wanted])}
    return [
        {
            "question": QUESTIONS[one.question], "claim": one.claim, "detail": one.detail, "certain": one.certain,
            "picture": intervals(one.levels, unit=one.unit) + _bars(measures, one), "n": one.n,
            "href": evidence_link(one.where, up=up),
            "page": next((page for pair, page in pair_pages.items() if pair == one.actors), ""),
            "example": _example(events[one.example], shown[one.example], up) if one.example else None,
            "no_example": NO_EXAMPLE if one.levels else "",
            "legend": days_legend(measures.corpus.events[measures.corpus.events["event_id"] == one.example]),
        }
        for one in chosen
    ]  # fmt: skip


def _bars(measures: Measures, one: Finding) -> Markup:
    """The acts of a pair over time as small bars; nothing for other findings."""
    survey = measures.survey
    if len(one.actors) != 2 or not survey.rated:
        return Markup()
    counted = by_quad(survey.acts_between((one.actors[0], one.actors[1])), survey.articles.index, survey.freq)
    return sparkbars(counted, title=labels.pair(*one.actors)) if counted.to_numpy().sum() else Markup()


def _example(event: Mapping[str, Any], sentences: Sequence[Mapping[str, Any]], up: str) -> dict[str, Any]:
    quote = sentences[0]
    return {
        "head": f"{event_days(event)}, {labels.label(event['source'])} → {labels.label(event['target'])}",
        "type": toned_type(event), "confidence": f"{event['confidence']:.2f}", "quote": quote["html"],
        "published": quote["published"], "title": quote["title"] or quote["file"],
        "href": f"{up}articles/{quote['doc_id']}.html#{quote['sentence_id']}",
    }  # fmt: skip


# Changes, network, pairs


def _changes(measures: Measures) -> Markup:
    if not measures.survey.rated:
        return tables.observed(measures.survey, evidence_pages=EVIDENCE, max_rows=20).html
    return tables.changes(measures.survey, measures.changes, evidence_pages=EVIDENCE, max_rows=8).html


def _network(measures: Measures) -> dict[str, Any]:
    """The signed network of the busiest actors, and its results in words."""
    actors, measured = list(measures.survey.actors), measures.relations
    graph = measured.graph(actors=actors)
    groups = measures.blocs.groups() or measured.cooperating_groups()
    picture = svg_network(graph, groups=groups, evidence_pages=EVIDENCE)
    words = tables.headline(measures.corpus, measured, measures.blocs).splitlines()
    return {"picture": Markup(picture.html), "words": words, "n": graph.number_of_edges()}  # noqa: S704 - escaped there


def _pairs(measures: Measures, pair_pages: Mapping[tuple[str, str], str]) -> Markup:
    rows, links = [], Links(measures.corpus, EVIDENCE)
    for row in schemas.records(measures.relations.busiest(MAX_PAIRS)):
        a, b = row["a"], row["b"]
        where = {"pair": filters.of_pairs((a, b)), **filters.COUNTED}
        page = pair_pages.get((a, b))
        name = Markup('<a href="{}">{}</a>').format(page, labels.pair(a, b)) if page else labels.pair(a, b)
        rows.append({
            "pair": name, "acts": links.number(row["n"], where),
            "of conflict": links.number(row["n_vf"] + row["n_mf"], {**where, "class": "conflict"}),
            SHARE_HEADING: share_with_band(row),
            "rating": Markup('<span class="{}">{}</span>').format(_SIGN_TONES[int(row["sign"])], row["standing"]),
            "over time": _over_time(measures, a, b),
        })  # fmt: skip
    numbers = ["acts", "of conflict", SHARE_HEADING]
    return tables.html.table(rows, numbers=numbers).html if rows else Markup()


def _over_time(measures: Measures, a: str, b: str) -> Markup:
    survey = measures.survey
    acts = survey.acts_between((a, b))
    if acts.empty or len(survey.articles) == 1:
        return Markup()
    return sparkbars(by_quad(acts, survey.articles.index, survey.freq), title=labels.pair(a, b))


# Caveats, and how it ran


def _caveats(measures: Measures) -> list[str]:
    corpus, survey = measures.corpus, measures.survey
    actors = survey.actors
    seen = {tuple(sorted(pair)) for pair in measures.relations.pairs()[["a", "b"]].itertuples(index=False)}
    every = len(actors) * (len(actors) - 1) // 2
    among = sum(a in actors and b in actors for a, b in seen)
    errs = "Acts are coded by a program, which errs: open the sentence before you cite a number."
    unseen = (
        f"What is not reported is not seen: of the {every:,} pairs of the {len(actors)} busiest actors {every - among} "
        "have no measured act. That is silence of the sources or of the actors, and neither peace nor war."
    )
    said = [errs, unseen] if every else [errs]
    by_source = corpus.documents["source"].value_counts()
    if len(by_source) and by_source.iloc[0] > len(corpus.documents) / 2:
        said.append(f"{by_source.iloc[0] / len(corpus.documents):.0%} of the articles are of one source, "
                    f"{by_source.index[0]}: the page shows what it saw.")  # fmt: skip
    elif by_source.empty:
        said.append("No article states its source, so that no source can be left out to see what rests on it.")
    unresolved = int((corpus.mentions["how"] == "unresolved").sum())
    if unresolved:
        said.append(f"{labels.counted(unresolved, 'mention')} of persons and groups could not be resolved to an actor; "
                    "an aliases.csv beside the articles resolves them.")  # fmt: skip
    said.append("Shares and levels are shrunk towards a prior, so that a few acts do not look certain. Intervals hold "
                "90 % each: of ten, one misses by chance. Nothing here shows a cause.")  # fmt: skip
    return said


def _from_cache(run: Mapping[str, Any]) -> str:
    """How many articles were coded earlier and came from the cache, in words; empty for none."""
    counts = run.get("counts") or {}
    coded, read = counts.get("coded_documents"), counts.get("documents", 0)
    if coded is None or coded >= read:
        return ""
    return f"{read - coded:,} of {labels.counted(read, 'article')} had been coded before and came from the cache."


def _stages(run: Mapping[str, Any]) -> list[dict[str, str]]:
    rows, counts = [], run.get("counts") or {}
    all_kept = counts.get("coded_documents") == 0 < counts.get("documents", 0)
    for stage, value in (run.get("seconds") or {}).items():
        from_cache = all_kept and value == 0
        speed = (run.get("words_per_second") or {}).get(stage)
        name = "total time" if stage == "wall" else stage
        rows.append(
            {
                "stage": name,
                "seconds": "from cache" if from_cache else f"{value:.2f}",
                "speed": f"{speed:,.0f}" if speed else "",
            }
        )
    return rows
