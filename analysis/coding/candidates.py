"""The rows of an act: its sides with class, modality, days, place, speaker, and what in the sentence says so."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from analysis import ontology
from analysis.actions import Act, contexts_of, lexicon, modality, modality_of, mode_of
from analysis.actors.mention import Mention
from analysis.coding import dating, linking
from analysis.text import clauses
from analysis.text.parsing import Tree
from analysis.times import Timex

Span = tuple[int, int]
OPEN = "000"
"""In place of a CAMEO code: what a pair that no rule ties does to each other, if anything, the model must say."""
NOMINAL = 0.67
"""How closely a noun of doing is tied to its sides, on a scale on which a verb's tie is 1."""
_UNKNOWN = 0.9
"""Confidence of a side that is somebody, but no known actor."""
_FUTURE = frozenset({"will", "'ll", "wo", "shall", "to", "would"})
_REFUSED = frozenset({"will not", "failed", "fail", "fails", "failing"})


@dataclass(frozen=True, slots=True)
class Found:
    """An act between two actors in one sentence.

    `first` and `last` are its days; spans are offsets in the sentence; `words`
    are the lemmas of its clause; `fit` says how closely the syntax ties it to
    the pair (as in `pairing.Paired`), 0 where no rule of the lexicon does: such
    a row is only a pair to ask the model about.
    """

    source: str | None
    source_role: str | None
    target: str | None
    target_role: str | None
    root: str | None
    mode: str | None
    context: str | None
    cameo: str
    quad: int
    goldstein: float
    first: dt.date
    last: dt.date
    precision: str
    when_text: str | None
    modality: str
    cue: str
    attributed_to: str | None
    place: str | None
    place_state: str | None
    decided_by: str
    confidence: float
    trigger_span: Span
    source_span: Span | None
    target_span: Span | None
    path: str
    words: frozenset[str] = field(default=frozenset(), compare=False)
    fit: float = field(default=1.0, compare=False)


@dataclass(frozen=True, slots=True)
class Day:
    """What dates a sentence: its temporal expressions, the day of publication, and the day told of just before."""

    spans: Sequence[Timex]
    published: dt.date
    narrative: dating.When | None = None


def rows(
    tree: Tree, links: linking.Links, act: Act, sides: Sequence[tuple[Mention | None, Mention | None]], day: Day
) -> Iterator[Found]:
    """A row for each pair of sides; to tell nobody known something is no event."""
    mood = modality_of(tree, act)
    code, mood, rule = told(act, mood)
    root = ontology.plover_of(code)
    if root is None and code != OPEN:
        sides = [side for side in sides if all(side)]
    days = dating.when(tree, act.path, day.spans, day.published, narrative=day.narrative)
    taken = {place for place, own in links.over.items() if any(one in own for pair in sides for one in pair if one)}
    place, place_state = dating.where(tree, act.path, taken) or (None, None)
    trigger = (tree.start[min(act.path[0], act.path[-1])], tree.end[act.path[-1]])
    common = Found(
        None, None, None, None, root, mode_of(tree, act, code), contexts_of(tree, act), code, ontology.quad_of(root),
        ontology.goldstein(code, root), days.first, days.last, days.precision, days.text, mood.value, mood.marker,
        _speaker(tree, links, act.path[0]), place, place_state, rule, 0.0, trigger, None, None, "",
        frozenset(tree.lemma[p] for p in tree.subtree(act.path[0]) if tree.tag[p][:1] in "NVJ"),
        0.0 if code == OPEN else NOMINAL if act.nominal else 1.0,
    )  # fmt: skip
    for source, target in sides:
        yield _between(common, act, source, target, _path(tree, act, mood))


def _between(common: Found, act: Act, source: Mention | None, target: Mention | None, path: str) -> Found:
    """A row of an act with its sides."""
    weakest = min(one.confidence if one else _UNKNOWN for one in (source, target))
    return replace(
        common, source=source.actor if source else None, source_role=source.role if source else None,
        target=target.actor if target else None, target_role=target.role if target else None,
        confidence=round(act.confidence * weakest**0.5, 3), source_span=(source.start, source.end) if source else None,
        target_span=(target.start, target.end) if target else None,
        path=f"{source.text if source else '-'} | {path} | {target.text if target else '-'}",
    )  # fmt: skip


def _path(tree: Tree, act: Act, mood: modality.Modality) -> str:
    cue = f" [{mood.value}: {mood.marker}]" if mood.marker else ""
    return " > ".join(tree.lower[place] for place in act.path) + cue


def told(act: Act, mood: modality.Modality) -> tuple[str, modality.Modality, str]:
    """Code, modality and rule of an act once tense and negation are counted in.

    What "will" be done is an intent (CAMEO 03, 13), what one "will not" do or
    fails to do is a refusal where the codebook has one (CAMEO 12). Force that
    a speaker announces on a condition is a threat made.
    """
    book = lexicon.default()
    if mood.value == "denied" and mood.marker in _REFUSED and not act.nominal:
        made = book.compose("refuse", act.code)
        if made is not None and made[1] != "denied" and made[0] != act.code and not act.code.startswith("10"):
            return made[0], modality.ASSERTED, f"not + {act.rule}"
    if mood.marker == "would if" and not act.nominal:
        made = book.compose("agree", act.code)
        if made is not None and made[0].startswith("13"):
            return made[0], modality.ASSERTED, f"would if + {act.rule}"
    if mood.value == "planned" and mood.marker in _FUTURE and not act.nominal:
        made = book.compose("agree", act.code)
        if made is not None:
            return made[0], mood, f"will + {act.rule}"
    if act.modality != "asserted" and mood.value == "asserted":
        return act.code, modality.Modality(act.modality, "intent"), act.rule
    return act.code, mood, act.rule


def _speaker(tree: Tree, links: linking.Links, top: int) -> str | None:
    """Who is named as saying it: an actor's id, or the words that name a person or medium."""
    said = next(
        (
            tree.head[now]
            for now in tree.path_to_root(top)
            if tree.dep[now] in {"ccomp", "parataxis"} and tree.lemma[tree.head[now]] in clauses.SAYING
        ),
        None,
    )
    heads = tree.children(said, "nsubj") if said is not None and said != top else []
    if not heads:
        marks = [place for place, word in enumerate(tree.lower) if word == "according"]
        heads = [kid for mark in marks for to in tree.children(mark, "prep") for kid in tree.children(to, "pobj")]
    for head in heads:
        own = links.over.get(head)
        if own:
            return own[0].actor if own[0].actor and not own[0].reports else own[0].text
        if tree.tag[head] in {"NNP", "NNPS"}:
            tokens = sorted(clauses.noun_phrase(tree, head))
            return tree.phrase(tokens[0], tokens[-1])
    return None
