"""Tables about the articles: sources, what was rejected, how names were resolved, which were not, what was corrected.

A corpus that rests on one source reports what that source saw, and a name that no
table resolves takes its events with it: both are shown before any analysis.
"""

from analysis import schemas
from analysis.actors import labels
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
    duplicates = labels.counted(copies, "near-duplicate")
    counts = f"{len(corpus.rejects)} rejected; {duplicates}; {labels.counted(len(corpus.documents), 'article')}"
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


def corrections(corpus: CodedCorpus, *, max_rows: int = 50) -> html.Table:
    """What the user corrected, below the counts: which event, what was said, by whom, why, and what became of it."""
    if corpus.corrections.empty:
        return html.message("No corrections. `corrections.csv` in the corpus, or corpus.correct(...), holds them.")
    rows = [
        {
            "file": row["file"], "line": row["line"],
            "event or sentence": row["event_id"] or row["event"] or row["sentence"],
            "correction": _said(row), "by": " ".join(filter(None, (row["author"], row["day"]))),
            "reason": row["reason"], "status": row["note"] or row["status"],
        }
        for row in schemas.records(corpus.corrections.head(max_rows).fillna({"event_id": "", "before": ""}))
    ]  # fmt: skip
    head = html.message(corpus.correction_counts())
    table = html.table(rows, numbers=["line"])
    return html.Table(
        head.html + table.html + html.more_rows(len(corpus.corrections), max_rows), f"{head.text}\n{table.text}"
    )


def _said(row: dict[str, object]) -> str:
    """A correction in words: field, what stood there, what is to stand there."""
    words = f"{row['words']!r}: " if row["words"] else ""
    value = row["value"] or ("nobody" if row["field"] in {"source", "target", "actor"} else "")
    change = f"{row['before']} to {value}" if row["before"] and value else value or row["before"]
    return f"{words}{row['field']} {change}".strip()
