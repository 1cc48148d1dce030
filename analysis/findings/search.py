"""Ask a corpus all questions, and answer each in words."""

from analysis import balance, relations, tension
from analysis.events.coded import CodedCorpus
from analysis.findings import between, conflict, direction, silence, standing
from analysis.findings.finding import Findings, counted_acts
from analysis.relations import Relations
from analysis.tension import TensionSurvey


def find(corpus: CodedCorpus, *, measured: Relations | None = None, survey: TensionSurvey | None = None) -> Findings:
    """Find what a corpus says about its actors, with the interval that supports each claim.

    Parameters
    ----------
    corpus
        A coded corpus.
    measured
        Its relations over one period; measured here where absent.
    survey
        Its tension survey; made here where absent.

    Returns
    -------
    findings
        For each of `QUESTIONS` the findings, or in words why there is none.

    Notes
    -----
    Who draws closer: `relations.before_after` at the middle of the corpus. Where it heated
    up and what was not seen: `TensionSurvey.changes`. Who stands between: `balance.find_core_blocs`.
    Intervals hold 90 %. A finding is *certain* if it holds with the interval widened for all
    comparisons of its question (Bonferroni; for material conflict, if the two bands do not overlap).

    Examples
    --------
    >>> from analysis import coding
    >>> [one.kind for one in find(coding.load("seed")).chosen()]
    ['only cooperation', 'only cooperation']
    """
    measured = relations.measure(corpus, freq="all") if measured is None else measured
    survey = tension.survey(corpus) if survey is None else survey
    changes, acts = survey.changes(), counted_acts(corpus)
    return Findings((
        direction.find(corpus),
        conflict.find(survey, changes),
        between.find(measured, balance.find_core_blocs(measured), acts),
        silence.find(corpus, survey, changes),
        standing.find(measured, acts),
    ))  # fmt: skip
