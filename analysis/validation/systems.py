"""What is measured: one function a gold format, from the gold's questions to the project's answers.

Each takes a list of questions and answers in the same order. Whoever
measures another system passes a function of the same shape to
`validate.run`.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import pandas as pd

from analysis import _paths

Offsets = tuple[int, int]
PairQuestion = tuple[str, Offsets | None, Offsets | None]
TextQuestion = tuple[str, dt.date | None]

# organisations under the codes that gold files of the CAMEO family use
_ORGANISATIONS = {"UNO": "IGO:UN", "EUR": "IGO:EU", "EEC": "IGO:EU", "NAT": "IGO:NATO", "NATO": "IGO:NATO"}


def of(form: str) -> Callable[[Sequence[Any]], list[Any]]:
    """The project's own predictor for a gold format."""
    known: dict[str, Callable[[Sequence[Any]], list[Any]]] = {"plv": classes, "actors": names, "timex": dates}
    return known.get(form, events)


def classes(items: Sequence[PairQuestion]) -> list[Any]:
    """Root and quad class of marked pairs (`analysis.coding.marked_pairs`)."""
    from analysis.coding import marked_pairs  # noqa: PLC0415 - so that measuring dates loads no model

    return list(marked_pairs.classify_pairs(list(items)))


def events(records: Sequence[TextQuestion]) -> list[list[Any]]:
    """Events of sentences (`analysis.coding.pipeline`)."""
    from analysis.coding import pipeline  # noqa: PLC0415 - so that measuring dates loads no model

    return [list(found) for found in pipeline.code_sentences(list(records))]


def names(items: Sequence[TextQuestion]) -> list[Any]:
    """What bare strings name, on a day (`analysis.actors.resolution`)."""
    from analysis.actors import resolution  # noqa: PLC0415 - so that measuring dates loads no gazetteer

    return [resolution.resolve(text, on=day) for text, day in items]


def dates(documents: Sequence[tuple[str, dt.date]]) -> list[list[Any]]:
    """Temporal expressions of documents (`analysis.times.resolve`)."""
    from analysis import times  # noqa: PLC0415 - as above

    return [list(times.resolve(text, published=day)) for text, day in documents]


def names_a_party(text: str) -> bool:
    """True if a string names a state, an organisation, a group or their people."""
    found = names([(text, None)])[0]
    return bool(found.state or found.actor)


@cache
def _homes() -> dict[str, str]:
    """Home state by id of an armed group or of a region's authority."""
    homes: dict[str, str] = {}
    for name in ("groups", "regions"):
        table = pd.read_csv(_paths.DATA / "actors" / f"{name}.csv", dtype=str, keep_default_na=False)
        homes |= dict(zip(table["id"], table["state"], strict=True))
    return homes


def party(actor: str | None) -> str | None:
    """An actor as state or organisation: groups by their home state, organisations by `IGO:` ids."""
    if not actor:
        return None
    actor = str(actor).strip()
    return _homes().get(actor) or _ORGANISATIONS.get(actor) or actor
