"""Tables about the articles: sources, what was rejected, how names were resolved and which were not.

A corpus that rests on one source reports what that source saw, and a name that no
table resolves takes its events with it: both are shown before any analysis.
"""

from analysis.events.coded import CodedCorpus
from analysis.tables import html

_NOT_STATED = "not stated"


def sources(corpus: CodedCorpus, *, max_rows: int = 20) -> html.Table:
    """One row a source: articles, words, first and last day; those with most articles first."""
    documents = corpus.documents.assign(source=corpus.documents["source"].fillna(_NOT_STATED))
    counts = documents.groupby("source").agg(
        articles=("doc_id", "size"), words=("n_words", "sum"), first=("published", "min"), last=("published", "max")
    )
    shown = counts.sort_values("articles", ascending=False).head(max_rows).reset_index()
    return html.frame(shown, numbers=["articles", "words"])


def rejects(corpus: CodedCorpus, *, max_rows: int = 50) -> html.Table:
    """What could not be read, with file, line and reason, below the counts of rejects and near-duplicates."""
    copies = int(corpus.documents["duplicate_of"].notna().sum())
    counts = f"{len(corpus.rejects)} rejected; {copies} near-duplicates; {len(corpus.documents)} articles"
    head = html.message(counts)
    table = html.frame(corpus.rejects[["path", "line", "reason"]].head(max_rows), numbers=["line"])
    return html.Table(head.html + table.html, f"{head.text}\n{table.text}")


def resolution(corpus: CodedCorpus) -> html.Table:
    """By which means the mentions of actors were resolved, with the mean confidence; the commonest first."""
    means = corpus.mentions.groupby("how").agg(mentions=("text", "size"), confidence=("confidence", "mean"))
    shown = means.sort_values("mentions", ascending=False).reset_index()
    return html.frame(shown, numbers=["mentions", "confidence"])


def unresolved(corpus: CodedCorpus, *, max_rows: int = 20) -> html.Table:
    """Persons and groups that no table and no earlier sentence resolves, each with one of its sentences."""
    return html.frame(corpus.unresolved(max_rows=max_rows).drop(columns=["actor", "role"]), numbers=["n"])
