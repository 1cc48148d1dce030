"""The timeline of a report: the acts over time, filtered by the reader on the page.

The page reads the data of the evidence browser, so that both count alike. Without scripts it
has a table of the acts by period.
"""

import pandas as pd
from markupsafe import Markup

from analysis import ontology, schemas, tables
from analysis.events import filters
from analysis.events.periods import NAMES
from analysis.report import pages
from analysis.report.briefing.brief import EVIDENCE, Measures
from analysis.report.pages import Site
from analysis.tables.links import Links
from analysis.tension.survey import articles_by_period, by_quad

FILE = "timeline.html"


def write(measures: Measures, site: Site) -> None:
    """Write the page `FILE`.

    Parameters
    ----------
    measures
        What was measured.
    site
        The pages of the report.
    """
    freq = measures.survey.freq
    site.write(
        "timeline", FILE, title="Timeline", classes=[name for quad, name in ontology.QUAD_NAMES.items() if quad],
        modalities=list(schemas.MODALITIES), script=pages.TIMELINE_SCRIPT, period=NAMES[freq],
        table=_by_period(measures, freq),
    )  # fmt: skip


def _by_period(measures: Measures, freq: str) -> Markup:
    """The measured acts by period and class; each number opens to its acts."""
    corpus = measures.corpus
    facets = filters.facets(corpus)
    acts = facets[filters.matches(facets, filters.COUNTED)].dropna(subset=["day"])
    starts = articles_by_period(corpus.documents, freq).index
    counted = by_quad(acts, starts, freq)
    ends = [*starts[1:], None]
    links = Links(corpus, EVIDENCE)
    rows = []
    for start, end in zip(starts, ends, strict=True):
        span = {"from": f"{start:%Y-%m-%d}"}
        if end is not None:
            span["to"] = f"{end - pd.Timedelta(days=1):%Y-%m-%d}"
        cells = {
            ontology.QUAD_NAMES[quad]: links.number(
                counted.loc[start, quad], {**filters.COUNTED, "class": filters.of_class(quad), **span}
            )
            for quad in (1, 2, 3, 4)
        }
        rows.append({f"{NAMES[freq]} from": f"{start:%Y-%m-%d}", **cells})
    return tables.html.table(rows, numbers=list(ontology.QUAD_NAMES.values())).html
