"""Events and counts for the tests of tension."""

import pandas as pd

from analysis import schemas


def events(*rows):
    """Rows of source, target, root, day, and optionally modality."""
    quads = {"CONSULT": 1, "AID": 2, "ACCUSE": 3, "THREATEN": 3, "COERCE": 4, "ASSAULT": 4, None: 0}
    made = []
    for number, (source, target, root, day, *rest) in enumerate(rows):
        made.append({
            "event_id": f"e{number}", "source": source, "target": target, "root": root, "quad": quads[root],
            "goldstein": 0.0, "when_first": pd.Timestamp(day), "when_last": pd.Timestamp(day),
            "when_precision": "day", "modality": rest[0] if rest else "asserted", "decided_by": "hand",
            "confidence": 1.0, "n_reports": 1, "cameo": rest[1] if len(rest) > 1 else None,
        })  # fmt: skip
    return schemas.from_rows("events", made)


def table(*rows):
    return pd.DataFrame(rows, columns=["a", "b", "period", "n_vc", "n_mc", "n_vf", "n_mf"])
