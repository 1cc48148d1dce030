"""What the pair model learns from: sentences with their sides, and what each side does to each other.

The exemplars tell of one pair each. The passages tell of every pair of every
sentence, in up to three versions: with the sides as annotated; with the sides
as the coder finds them, and the annotated ones that it misses; and with the
coder's alone, so that training looks like use.
"""

import itertools
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from analysis.actions import exemplars, passages
from analysis.actions.pair_model import Pair, Span

MENTIONS = Path(__file__).parent / "mentions.jsonl"
"""The coder's mentions in the passages, written by `training/mentions.py`."""
TEXTS = Path(__file__).parent / "texts.jsonl"
"""Sentences without annotation and their sides, written there too."""
_SLACK = 3
"""Characters by which a phrase may go on behind its head."""
_HIDDEN = ("it", "they", "the group", "officials", "the government", "the country")


@dataclass(frozen=True, slots=True)
class Label:
    """What a pair does: weights of roots, and modality, status and trigger where they are annotated."""

    roots: dict[str, float]
    modality: str | None = None
    status: str | None = None
    trigger: Span | None = None


@dataclass(frozen=True, slots=True)
class TrainingItem:
    """A sentence.

    `pairs` are those that are judged; one without a label has no act. A `directed`
    item is about one pair alone, whose source and target are marked as such. Of one that is not
    `annotated` nothing is known but what a teacher says.
    """

    text: str
    sides: tuple[Span, ...]
    pairs: tuple[Pair, ...]
    labels: dict[Pair, Label]
    context: str = ""
    directed: bool = False
    annotated: bool = True


def from_exemplar(one: exemplars.Exemplar) -> TrainingItem:
    """The item of one exemplar."""
    return TrainingItem(one.sentence, (one.source, one.target), ((0, 1),), {(0, 1): Label({one.root: 1.0})},
                        directed=True)  # fmt: skip


def read_mentions(file: Path = MENTIONS) -> dict[tuple[str, int], list[list[dict]]]:
    """The coder's mentions of each passage, by file and line: a list for each sentence."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return {(row["file"], row["line"]): row["sentences"] for row in rows}


def read_texts(file: Path = TEXTS) -> list[TrainingItem]:
    """The sentences without annotation; none where the file is not there."""
    if not file.exists():
        return []
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return [
        TrainingItem(row["text"], sides := tuple(map(tuple, row["sides"])), _all_pairs(len(sides)), {}, annotated=False)
        for row in rows
    ]


def _all_pairs(n: int) -> tuple[Pair, ...]:
    """Every ordered pair of `n` sides, and each side alone."""
    pairs: list[Pair] = [(i, j) for i in range(n) for j in range(n) if i != j]
    return (*pairs, *((i, None) for i in range(n)), *((None, i) for i in range(n)))


def from_passage(passage: passages.Passage, mentions: list[list[dict]]) -> list[list[TrainingItem]]:
    """The items of a passage: for each sentence with sides its versions, the annotated one first."""
    title = next((one.text for one in passage.sentences if one.title), "")
    found, before = [], []
    for sentence, own in zip(passage.sentences, mentions, strict=True):
        context = " ".join([*([title] if title and not sentence.title else []), *before[-2:]])
        versions = [_annotated(sentence), _coded(sentence, own, keep_missed=True),
                    _coded(sentence, own, keep_missed=False)]  # fmt: skip
        versions = [replace(one, context=context) for one in versions if one.sides]
        if versions:
            found.append(versions)
        if not sentence.title:
            before.append(sentence.text)
    return found


def as_coded(passage: passages.Passage, mentions: list[list[dict]]) -> list[TrainingItem]:
    """The items of a passage with the coder's sides alone."""
    found = []
    for sentence, own in zip(passage.sentences, mentions, strict=True):
        item = _coded(sentence, own, keep_missed=False)
        found += [item] if item.sides else []
    return found


@dataclass(frozen=True, slots=True)
class _Side:
    """A side; its role is "" for a state as such, and None where the coder finds a side that is not annotated."""

    span: Span
    actors: frozenset[str]
    role: str | None


def _annotated(sentence: passages.PassageSentence) -> TrainingItem:
    sides = [_Side((one.start, one.end), frozenset(one.actors), one.role) for one in sentence.sides]
    return _item(sentence.text, sides, _labels(sentence), set())


def _labels(sentence: passages.PassageSentence) -> dict[Pair, Label]:
    labels: dict[Pair, Label] = {}
    for act in sentence.acts:
        pairs = [(act.source, act.target), *([(act.target, act.source)] if act.mutual else [])]
        for pair in pairs:
            known = labels.setdefault(pair, Label({}, act.modality, act.status, act.trigger))
            known.roots[act.root] = known.roots.get(act.root, 0.0) + 1.0
    return labels


def _coded(sentence: passages.PassageSentence, mentions: list[dict], *, keep_missed: bool) -> TrainingItem:
    """The sentence with the coder's mentions as sides.

    A mention inside an annotated side with its actor takes that side's acts; one with
    another actor is left out, since what its words mean is doubtful. An act whose other
    side the coder misses is known to be one, but not with whom: that pair is not judged.
    """
    sides: list[_Side] = []
    place: dict[int, int] = {}
    for span, actors in _spans(mentions):
        known = _annotated_at(sentence.sides, span, actors)
        if known is None:
            continue
        free = [number for number in known if number not in place]
        if free:
            side = sentence.sides[free[0]]
            place[free[0]] = len(sides)
            sides.append(_Side(span, frozenset(side.actors), side.role))
        elif not known:
            sides.append(_Side(span, frozenset(one for one in actors if one), None))
    if keep_missed:
        for number, one in enumerate(sentence.sides):
            if number not in place and not any(_overlap((one.start, one.end), side.span) for side in sides):
                place[number] = len(sides)
                sides.append(_Side((one.start, one.end), frozenset(one.actors), one.role))
    labels, doubtful = {}, set()
    for (source, target), label in _labels(sentence).items():
        pair = (place.get(source) if source is not None else None, place.get(target) if target is not None else None)
        lost = (source is not None and pair[0] is None) or (target is not None and pair[1] is None)
        if lost:
            doubtful.add(pair)
        else:
            labels[pair] = label
    return _item(sentence.text, sides, labels, doubtful)


def _spans(mentions: list[dict]) -> list[tuple[Span, set[str | None]]]:
    """The spans of the coder's mentions, each with its actors."""
    spans: dict[Span, set[str | None]] = {}
    for one in mentions:
        spans.setdefault((one["start"], one["end"]), set()).add(one["actor"])
    return sorted(spans.items(), key=lambda item: item[0])


def _annotated_at(sides: Sequence[passages.Side], span: Span, actors: set[str | None]) -> list[int] | None:
    """The annotated sides that a mention stands for, none where it is beside all; None where that is doubtful."""
    over = [number for number, one in enumerate(sides) if _overlap((one.start, one.end), span)]
    own = [number for number in over if actors & set(sides[number].actors)]
    if own or not over:
        return own
    side = sides[over[0]]
    nobody = None in actors and len(over) == 1 and side.start <= span[0] and side.end - _SLACK <= span[1] <= side.end
    return over if nobody else None


def _item(text: str, sides: list[_Side], labels: dict[Pair, Label], doubtful: set[Pair]) -> TrainingItem:
    """The item without the pairs of which it is not known whether they act.

    These are pairs whose actors act on each other by other words of the sentence,
    two mentions of one actor, spans that overlap, and an open side of an actor of whom
    another mention has such an act.
    """
    actors = [side.actors for side in sides]
    acting = {
        (actors[source], actors[target])
        for source, target in labels
        if source is not None and target is not None and actors[source] != actors[target]
    }
    acting_alone = {actors[source] for source, target in labels if target is None and source is not None}
    acted_on = {actors[target] for source, target in labels if source is None and target is not None}

    def is_known(pair: Pair) -> bool:
        source, target = pair
        if pair in labels:
            return True
        if pair in doubtful:
            return False
        if source is None or target is None:
            return actors[source] not in acting_alone if source is not None else actors[target] not in acted_on
        if (actors[source], actors[target]) in acting or _overlap(sides[source].span, sides[target].span):
            return False
        roles = {sides[source].role, sides[target].role}
        return not (actors[source] and actors[source] == actors[target] and (len(roles) == 1 or None in roles))

    pairs = tuple(filter(is_known, _all_pairs(len(sides))))
    return TrainingItem(text, tuple(side.span for side in sides), pairs, labels)


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def one_pair(item: TrainingItem, generator, share_of_acts: float) -> TrainingItem:
    """The item as it is shown for one of its pairs, with probability `share_of_acts` one with an act."""
    acts = [pair for pair in item.pairs if pair in item.labels]
    none = [pair for pair in item.pairs if pair not in item.labels]
    pool = acts if acts and (not none or generator.random() < share_of_acts) else none or acts
    pair = generator.choice(pool)
    sides = tuple(item.sides[side] for side in pair if side is not None)
    own: Pair = (0 if pair[0] is not None else None, len(sides) - 1 if pair[1] is not None else None)
    labels = {own: item.labels[pair]} if pair in item.labels else {}
    return replace(item, sides=sides, pairs=(own,), labels=labels, directed=True)


def hidden(item: TrainingItem, generator, share: float) -> TrainingItem:
    """The item with each side's words replaced by plain ones with probability `share`: the act counts, not the name."""
    order = sorted(range(len(item.sides)), key=lambda number: item.sides[number])
    if any(_overlap(item.sides[one], item.sides[other]) for one, other in itertools.pairwise(order)):
        return item
    text, here = "", 0
    sides: list[Span] = [(0, 0)] * len(item.sides)
    for number in order:
        start, end = item.sides[number]
        text += item.text[here:start]
        words = generator.choice(_HIDDEN) if generator.random() < share else item.text[start:end]
        sides[number] = (len(text), len(text) + len(words))
        text += words
        here = end
    text += item.text[here:]

    def moved(trigger: Span | None) -> Span | None:
        if trigger is None:
            return None
        change = sum(
            (sides[number][1] - sides[number][0]) - (item.sides[number][1] - item.sides[number][0])
            for number in order
            if item.sides[number][1] <= trigger[0]
        )
        span = trigger[0] + change, trigger[1] + change
        return span if text[slice(*span)] == item.text[slice(*trigger)] else None

    labels = {pair: replace(label, trigger=moved(label.trigger)) for pair, label in item.labels.items()}
    return replace(item, text=text, sides=tuple(sides), labels=labels)
