"""The project's own answers: one system for each kind of question that gold files ask.

A system takes a list of questions and returns the answers in the same order.
To measure another one, pass a function of this shape to `validation.evaluate`.
Its answers need the attributes that the task compares:

- events of a sentence (`entente`, `triples`): a list of objects with `source`,
  `root`, `target` and `confidence`, for the attributes also `modality`, `first`
  and `last`; for `coped` and `annotators` also `spans`, whose `source` and
  `target` are (start, end) or None
- a marked pair (`plv`): `root` and `quad`
- an actor string (`actors`): `actor`, `state` and `sectors`
- a document in sentences (`documents`, `passages`): for each sentence a list of events as above
- a document (`timex`): a list of objects with `start`, `end`, `text`, `type`, `value`

`confidence` and `decided_by` are shown among the errors, if an answer has them.
"""

import csv
import datetime as dt
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from analysis import _package, actors, coding, times
from analysis.actors import tables

Offsets = tuple[int, int]
PairQuestion = tuple[str, Offsets | None, Offsets | None]
"""A sentence with the spans of source and target."""
TextQuestion = tuple[str, dt.date | None]
"""A sentence, document or string with the day of its publication."""

DocumentQuestion = tuple[dt.date, Sequence[tuple[str, bool]]]
"""The day of a document's publication, and its sentences with whether each is the title."""


def default_system(format: str) -> Callable[[Sequence[Any]], list[Any]]:  # noqa: A002 - as in `evaluate`
    """The project's own system for a gold format."""
    other: dict[str, Callable[[Sequence[Any]], list[Any]]] = {
        "plv": classify_pairs, "actors": resolve_actors, "timex": find_dates,
        "documents": code_documents, "passages": code_documents,
    }  # fmt: skip
    return other.get(format, code_events)


def classify_pairs(pairs: Sequence[PairQuestion]) -> list[Any]:
    """Root and quad class of marked pairs (`coding.classify_pairs`)."""
    return list(coding.classify_pairs(list(pairs)))


def code_events(sentences: Sequence[TextQuestion]) -> list[list[Any]]:
    """Events of sentences (`coding.code_sentences`)."""
    return [list(events) for events in coding.code_sentences(list(sentences))]


def code_documents(questions: Sequence[DocumentQuestion]) -> list[list[list[Any]]]:
    """Events of whole documents, for each sentence (`coding.code_documents`)."""
    return [[list(events) for events in one] for one in coding.code_documents(list(questions))]


def resolve_actors(strings: Sequence[TextQuestion]) -> list[Any]:
    """The actors that bare strings name on a day (`actors.resolve`)."""
    return [actors.resolve(text, on=day) for text, day in strings]


def find_dates(documents: Sequence[tuple[str, dt.date]]) -> list[list[Any]]:
    """Temporal expressions of documents (`times.resolve`)."""
    return [list(times.resolve(text, published=day)) for text, day in documents]


def names_an_actor(text: str) -> bool:
    """Whether a string names a state, an organisation, a group or their people."""
    answer = resolve_actors([(text, None)])[0]
    return bool(answer.state or answer.actor)


@cache
def _organisations() -> dict[str, str]:
    """Organisations by the codes that gold files of the CAMEO family use."""
    with (_package.DATA / "gold" / "organisation_codes.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["actor"] for row in csv.DictReader(file)}


def state_or_organisation(actor: str | None) -> str | None:
    """An actor as the state or organisation that it is compared by: a group as its home state."""
    if not actor:
        return None
    actor = str(actor).strip()
    return tables.home_of(actor) or _organisations().get(actor) or actor
