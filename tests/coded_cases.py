"""Small coded corpora made by hand, for the tests of tables and figures."""

import pandas as pd

from analysis import schemas
from analysis.events.coded import CodedCorpus

HOSTILE_TEXT = "<script>alert(\"x\")</script> & 'quotes'"
QUADS = {"CONSULT": 1, "AID": 2, "ACCUSE": 3, "ASSAULT": 4}


def coded(*rows, named=()):
    """A corpus of one sentence a row: (source, target, root, day, further columns of the event).

    `named` holds actors that one more sentence names without an act.
    """
    made = [_one(number, *row[:4], **(row[4] if len(row) > 4 else {})) for number, row in enumerate(rows)]
    extra = [_named(actor, number) for number, actor in enumerate(named)]
    parts = {
        name: [row[name] for row in made + extra if name in row]
        for name in ("documents", "sentences", "events", "evidence")
    }
    mentions = [mention for row in made + extra for mention in row["mentions"]]
    return CodedCorpus(
        **{name: schemas.from_rows(name, rows) for name, rows in parts.items()},
        mentions=schemas.from_rows("mentions", mentions), rejects=schemas.empty("rejects"),
    )  # fmt: skip


def many(source, target, root, day, times, **more):
    return [(source, target, root, day, more)] * times


def _one(number, source, target, root, day, **more):
    event, sentence, doc = f"e{number:03d}", f"s{number:03d}", f"d{number:03d}"
    text = more.get("text") or f"{source} does {root} to {target}."
    when = pd.Timestamp(day)
    return {
        "documents": _document(doc, day, text, more.get("title", "A title")),
        "sentences": _sentence(sentence, doc, text),
        "mentions": [_mention(sentence, side) for side in (source, target) if side],
        "events": {
            "event_id": event, "source": source, "source_role": more.get("role"), "target": target,
            "target_role": more.get("target_role"), "root": root, "quad": QUADS[root], "goldstein": 1.0,
            "when_first": when, "when_last": when, "when_precision": "day",
            "modality": more.get("modality", "asserted"), "decided_by": "v.test", "confidence": 0.8,
            "n_reports": more.get("n_reports", 1),
        },
        "evidence": {
            "event_id": event, "sentence_id": sentence, "doc_id": doc, "published": when, "trigger_start": 4,
            "trigger_end": 8, "source_start": 0, "source_end": 3,
        },
    }  # fmt: skip


def _named(actor, number):
    sentence, doc = f"n{number:03d}", f"dn{number:03d}"
    return {
        "documents": _document(doc, "2024-01-01", "x", "t"),
        "sentences": _sentence(sentence, doc, f"{actor} is quiet."),
        "mentions": [_mention(sentence, actor)],
    }  # fmt: skip


def _document(doc, day, text, title):
    return {"doc_id": doc, "path": f"{doc}.txt", "published": pd.Timestamp(day), "title": title, "body": text,
            "n_words": 5}  # fmt: skip


def _sentence(sentence, doc, text):
    return {"sentence_id": sentence, "doc_id": doc, "index": 0, "start": 0, "end": len(text), "text": text,
            "kind": "body"}  # fmt: skip


def _mention(sentence, actor):
    return {"sentence_id": sentence, "start": 0, "end": 3, "text": actor, "actor": actor, "how": "name",
            "confidence": 0.9}  # fmt: skip
