"""Events for the tests of relations."""

import pandas as pd

from analysis import schemas

QUADS = {"CONSULT": 1, "AID": 2, "ACCUSE": 3, "ASSAULT": 4, None: 0}


def event(number, source, target, root, day, *, last=None, modality="asserted", goldstein=1.0):
    first = None if day is None else pd.Timestamp(day)
    return {
        "event_id": f"e{number:04d}", "source": source, "target": target, "root": root, "quad": QUADS[root],
        "goldstein": goldstein, "when_first": first, "when_last": first if last is None else pd.Timestamp(last),
        "when_precision": "day", "modality": modality, "decided_by": "r", "confidence": 1.0, "n_reports": 1,
    }  # fmt: skip


def frame(*rows):
    return schemas.from_rows(
        "events", [event(number, *row[:4], **(row[4] if len(row) > 4 else {})) for number, row in enumerate(rows)]
    )


def many(source, target, root, day, times):
    return [(source, target, root, day)] * times


def documents(*days):
    rows = [
        {"doc_id": f"d{i}", "path": "p", "published": pd.Timestamp(day), "title": "", "body": "", "n_words": 1}
        for i, day in enumerate(days)
    ]
    return schemas.from_rows("documents", rows)


def the_row(measured, a, b, *, directed=False, period=None):
    rows = measured.frame
    rows = rows[(rows["a"] == a) & (rows["b"] == b) & (rows["directed"] == directed)]
    rows = rows if period is None else rows[rows["period"] == pd.Timestamp(period)]
    assert len(rows) == 1
    return rows.iloc[0]
