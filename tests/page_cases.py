"""Small coded corpora made by hand: an article a day of reading, and the acts that it tells."""

import pandas as pd

from analysis import schemas
from analysis.events.coded import CodedCorpus


def day(text):
    return pd.Timestamp(text)


def act(when, source, target, root, quad, **more):
    """One act: `when` a day or a pair of days."""
    first, last = (when, when) if isinstance(when, str) else when
    return {
        "when_first": day(first),
        "when_last": day(last),
        "source": source,
        "target": target,
        "root": root,
        "quad": quad,
        **more,
    }


def made(acts, read, *, sources=(None,)):
    """A coded corpus: an article on each day of `read`, in turn from `sources`; an act's evidence is the first
    article from its last day on.
    """
    documents = [
        {
            "doc_id": f"d{number:04d}", "path": f"{number}.txt", "published": day(when), "title": f"Report {number}",
            "source": sources[number % len(sources)], "body": f"Sentence of report {number}.", "n_words": 4,
        }
        for number, when in enumerate(read)
    ]  # fmt: skip
    sentences = [
        {"sentence_id": f"s{row['doc_id']}", "doc_id": row["doc_id"], "index": 0, "start": 0, "end": len(row["body"]),
         "text": row["body"], "kind": "body"}
        for row in documents
    ]  # fmt: skip
    events, evidence = [], []
    for number, one in enumerate(acts):
        weight = {1: 2.0, 2: 6.0, 3: -3.0, 4: -8.0}.get(one["quad"], 0.0)
        event = {
            "event_id": f"e{number:04d}", "goldstein": weight, "when_precision": "day", "modality": "asserted",
            "decided_by": "v.test", "confidence": 0.9, "n_reports": 1, **one,
        }  # fmt: skip
        events.append(event)
        later = [row for row in documents if row["published"] >= one["when_last"]] or documents[-1:]
        evidence.append({
            "event_id": event["event_id"], "sentence_id": f"s{later[0]['doc_id']}", "doc_id": later[0]["doc_id"],
            "published": later[0]["published"], "trigger_start": 0, "trigger_end": 8,
        })  # fmt: skip
    return CodedCorpus(
        documents=schemas.from_rows("documents", documents), sentences=schemas.from_rows("sentences", sentences),
        mentions=schemas.empty("mentions"), events=schemas.from_rows("events", events),
        evidence=schemas.from_rows("evidence", evidence), rejects=schemas.empty("rejects"),
    )  # fmt: skip


def weeks(first, number):
    """The Wednesdays of `number` weeks, as ISO days."""
    return [str((day(first) + pd.Timedelta(weeks=k, days=2)).date()) for k in range(number)]
