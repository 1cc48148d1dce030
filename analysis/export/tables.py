"""The tables that are exported: events, their reports with the sentences, articles, relations, rejects.

Texts of articles are not among them, since their owners may not allow it; the sentences that report an
event are, as quotations.
"""

from collections.abc import Mapping

import pandas as pd

from analysis import relations, schemas
from analysis.actors.labels import label
from analysis.events import CodedCorpus

FRAMES: Mapping[str, str] = {
    "events": "events", "reports": "reports", "articles": "documents", "relations": "relations",
    "relations_by_period": "relations", "corrections": "corrections", "rejects": "rejects",
}  # fmt: skip
"""The tables by name, with the frame whose columns they have."""
REPORTS = (
    "event_id", "doc_id", "sentence_id", "published", "outlet", "title", "sentence", "trigger", "source_words",
    "target_words", "when_text",
)  # fmt: skip


def tables(corpus: CodedCorpus) -> dict[str, pd.DataFrame]:
    """The tables by name, in the order of `FRAMES`; those without rows have their columns."""
    return {
        "events": events(corpus.events),
        "reports": reports(corpus),
        "articles": corpus.documents.drop(columns="body"),
        "relations": measured(corpus, "all"),
        "relations_by_period": measured(corpus, corpus.freq()),
        "corrections": corpus.corrections,
        "rejects": corpus.rejects,
    }


def events(frame: pd.DataFrame) -> pd.DataFrame:
    """The events frame, with the names of the two sides beside their ids."""
    out = frame.copy()
    for side in ("source", "target"):
        names = frame[side].map(label, na_action="ignore").astype("str")
        out.insert(list(out.columns).index(side) + 1, f"{side}_name", names)
    return out


def reports(corpus: CodedCorpus) -> pd.DataFrame:
    """One row for each report of an event in a sentence: article, sentence, and the words for act and sides."""
    rows = corpus.evidence.merge(corpus.sentences[["sentence_id", "text"]], on="sentence_id", how="left")
    articles = corpus.documents[["doc_id", "title", "source"]].rename(columns={"source": "outlet"})
    rows = rows.merge(articles, on="doc_id", how="left").rename(columns={"text": "sentence"})
    for column, span in (("trigger", "trigger"), ("source_words", "source"), ("target_words", "target")):
        rows[column] = _words(rows["sentence"], rows[f"{span}_start"], rows[f"{span}_end"])
    return rows[list(REPORTS)]


def _words(sentences: pd.Series, starts: pd.Series, ends: pd.Series) -> pd.Series:
    """The words of each sentence between two characters; missing where there is no span."""
    found = [
        None if pd.isna(start) or pd.isna(text) else str(text)[int(start) : int(end)]
        for text, start, end in zip(sentences, starts, ends, strict=True)
    ]
    return pd.Series(found, index=sentences.index, dtype="str")


def measured(corpus: CodedCorpus, freq: str) -> pd.DataFrame:
    """The relations frame of a corpus, without rows where no act between two actors is counted."""
    if corpus.measured_acts().empty:
        return schemas.empty("relations")
    return schemas.check("relations", relations.measure(corpus, freq=freq).frame)
