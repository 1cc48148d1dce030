"""One document to the events of its sentences: mentions, parse, coreference, acts, dates put together.

Nothing is merged here: each row is one act between two actors in one
sentence. Only sentences that may tell of one are parsed.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from analysis import times
from analysis.actions import read_acts
from analysis.actors import link_coreference
from analysis.actors.gazetteer import Gazetteer
from analysis.actors.mention import Mention
from analysis.coding import _sides, candidates, dating, linking
from analysis.coding.candidates import Found
from analysis.text import parsing
from analysis.text.parsing import Tree

_NO_EVENTS = frozenset({"caption"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence to code: its text, kind (as in `frames.KINDS`), mentions and, where it was parsed, its parse."""

    text: str
    kind: str
    mentions: tuple[Mention, ...]
    doc: Doc | None = None


def document(
    sentences: Sequence[Sentence],
    published: dt.date,
    *,
    gazetteer: Gazetteer | None = None,
    path: str | None = None,
) -> Iterator[tuple[list[Mention], list[Found]]]:
    """For each sentence of a document its mentions, coreference included, and the acts that it tells of.

    `gazetteer` (the shipped one, unless it is given) and `path` are those by which `read` found the mentions.
    """
    parsed = [(one.doc, list(one.mentions), one.text) for one in sentences]
    linked = link_coreference(parsed, on=published, gazetteer=gazetteer, path=path)
    narrative: dating.When | None = None
    for sentence, more in zip(sentences, linked, strict=True):
        mentions = sorted([*sentence.mentions, *more], key=lambda one: (one.start, one.end, one.actor or ""))
        if sentence.doc is None or sentence.kind in _NO_EVENTS:
            yield mentions, []
            continue
        spans = times.resolve(sentence.text, published)
        found = code(parsing.Tree.from_doc(sentence.doc), mentions, candidates.Day(spans, published, narrative))
        dated = [one for one in found if one.precision not in {"published", "period"}]
        if dated:
            narrative = dating.When(dated[0].first, dated[0].last, dated[0].precision, dated[0].when_text)
        yield mentions, found


def code(tree: Tree, mentions: Sequence[Mention], day: candidates.Day) -> list[Found]:
    """The acts of one parsed sentence, one row for each ordered pair of actors, then the pairs that no rule ties."""
    links = linking.Links(tree, mentions)
    found: list[Found] = []
    for act in read_acts(tree, links.kind):
        sides = _sides.pairs(links, act)
        found += candidates.rows(tree, links, act, sides, day) if sides else []
    found = surest(found)
    for act, source, target in _sides.open_pairs(tree, links, mentions, found):
        found += candidates.rows(tree, links, act, [(source, target)], day)
    return found


def surest(found: Iterable[Found]) -> list[Found]:
    """One row for each source, target and root: the surest, the first of equals; none half told beside the whole."""
    found = list(found)
    whole = {
        (side, one.root)
        for one in found
        if one.source and one.target
        for side in (("source", one.source), ("target", one.target))
    }
    kept: dict[tuple[object, ...], Found] = {}
    for one in found:
        if (one.target is None and (("source", one.source), one.root) in whole) or (
            one.source is None and (("target", one.target), one.root) in whole
        ):
            continue
        key = (one.source, one.target, one.root, one.modality)
        if key not in kept or one.confidence > kept[key].confidence:
            kept[key] = one
    return list(kept.values())


def read(
    texts: Sequence[tuple[str, str]], published: dt.date, gazetteer: Gazetteer, path: str | None
) -> list[Sentence]:
    """Sentences (text and kind) with the mentions that their words name, not parsed yet."""
    return [Sentence(text, kind, tuple(gazetteer.find(text, on=published, path=path))) for text, kind in texts]
