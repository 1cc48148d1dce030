"""Candidate events: an act between two participants in one sentence, with class, modality, days, place and evidence.

Each candidate comes from one act and one pair of its sides. Candidates are not
final: adjudication weighs them against the model, and deduplication joins the
mentions of one event.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from analysis import ontology
from analysis.actions import Act, Modality, contexts_of, lexicon, modality_of, mode_of
from analysis.actions.modality import ASSERTED
from analysis.actions.pair_model import Span
from analysis.actors import Mention
from analysis.coding import dating, linking
from analysis.coding.dating import DatingContext, DayInterval, Location
from analysis.text import clauses
from analysis.text.parsing import Tree

UNCODED = "000"
"""In place of a CAMEO code: only the model sees the act."""
NOMINAL_FIT = 0.67
"""How closely an event noun is tied to its participants, on a scale on which a verb's tie is 1."""
_UNKNOWN_SIDE_CONFIDENCE = 0.9
"""Confidence of a side that is somebody, but no known actor."""


class SidePair(NamedTuple):
    """The two sides of an act; None for a side that is no known actor."""

    source: Mention | None
    target: Mention | None


class QualifiedCode(NamedTuple):
    """The CAMEO code and modality of an act after tense and negation, and the rules of the lexicon that gave them."""

    code: str
    modality: Modality
    rule: str


@dataclass(frozen=True, slots=True)
class EventClass:
    """What kind of event it is: the columns of the same names in the events frame."""

    root: str | None
    mode: str | None
    context: str | None
    cameo: str
    quad: int
    goldstein: float

    @classmethod
    def of_code(cls, code: str, *, mode: str | None, context: str | None) -> "EventClass":
        """The class of a CAMEO code."""
        root = ontology.plover_of(code)
        return cls(root, mode, context, code, ontology.quad_of(root), ontology.goldstein(code, root))

    def with_root(self, root: str) -> "EventClass":
        """The same class under another PLOVER root, with the root's general code and score; the mode is dropped."""
        return EventClass(
            root, None, self.context, ontology.code_of(root), ontology.quad_of(root), ontology.goldstein(None, root)
        )


@dataclass(frozen=True, slots=True)
class EvidenceSpans:
    """Where a sentence states the event: offsets of its predicate and of its two sides."""

    trigger: Span
    source: Span | None
    target: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateEvent:
    """An act between two participants in one sentence.

    `source` and `target` are actor ids, None for a side that is no known
    actor. `attributed_to` is who is reported to say so. `path` shows the words
    from source to target in the parse. `lemmas` are the content words of the
    act's clause. `fit` says how closely the syntax ties the act to the pair
    (as in `marked_pairs.MatchedAct`): 1 for a verb, less for a noun, 0 for an
    uncoded pair. `modality` is one of `schemas.MODALITIES`, and
    `modality_marker` the word that shows it; `status` is one of `schemas.STATUSES`.
    """

    source: str | None
    source_role: str | None
    target: str | None
    target_role: str | None
    event_class: EventClass
    days: DayInterval
    modality: str
    modality_marker: str
    attributed_to: str | None
    location: Location | None
    decided_by: str
    confidence: float
    spans: EvidenceSpans
    path: str
    lemmas: frozenset[str] = field(default=frozenset(), compare=False)
    fit: float = field(default=1.0, compare=False)
    status: str = "now"

    @property
    def root(self) -> str | None:
        """The PLOVER root, None for a mere statement."""
        return self.event_class.root

    @property
    def sides(self) -> tuple[str | None, ...]:
        """Source and target, and their roles where both are one actor: police and crowd, government and opposition."""
        inside = self.source is not None and self.source == self.target
        return (self.source, self.target, *((self.source_role, self.target_role) if inside else ()))

    @property
    def first(self) -> dt.date:
        """The first day on which the act may have happened."""
        return self.days.first

    @property
    def last(self) -> dt.date:
        """The last day on which the act may have happened."""
        return self.days.last


def candidate_events(
    tree: Tree, linker: linking.ArgumentLinker, act: Act, pairs: Sequence[SidePair], context: DatingContext
) -> Iterator[CandidateEvent]:
    """One candidate for each pair of sides; a statement to somebody unknown is no event."""
    qualified = qualify(act, modality_of(tree, act))
    event_class = EventClass.of_code(
        qualified.code, mode=mode_of(tree, act, qualified.code), context=contexts_of(tree, act)
    )
    if event_class.root is None and qualified.code != UNCODED:
        pairs = [pair for pair in pairs if pair.source and pair.target]
    sides = {one for pair in pairs for one in pair if one}
    tokens = {index for index, own in linker.mentions_at.items() if any(one in own for one in sides)}
    trigger = (tree.start[min(act.path[0], act.path[-1])], tree.end[act.path[-1]])
    fit = 0.0 if qualified.code == UNCODED else NOMINAL_FIT if act.nominal else 1.0
    template = CandidateEvent(
        source=None,
        source_role=None,
        target=None,
        target_role=None,
        event_class=event_class,
        days=dating.act_days(tree, act.path, context),
        modality=qualified.modality.value,
        modality_marker=qualified.modality.marker,
        attributed_to=_speaker(tree, linker, act.path[0]),
        location=dating.act_location(tree, act.path, tokens),
        decided_by=qualified.rule,
        confidence=0.0,
        spans=EvidenceSpans(trigger, None, None),
        path=_path(tree, act, qualified.modality),
        lemmas=frozenset(tree.lemma[index] for index in tree.subtree(act.path[0]) if tree.tag[index][:1] in "NVJ"),
        fit=fit,
    )
    for pair in pairs:
        yield _between(template, act, pair)


def _between(template: CandidateEvent, act: Act, pair: SidePair) -> CandidateEvent:
    """The act's candidate for one pair of its sides."""
    source, target = pair
    weakest = min(one.confidence if one else _UNKNOWN_SIDE_CONFIDENCE for one in pair)
    return replace(
        template,
        source=source.actor if source else None,
        source_role=source.role if source else None,
        target=target.actor if target else None,
        target_role=target.role if target else None,
        confidence=round(act.confidence * weakest**0.5, 3),
        spans=EvidenceSpans(
            template.spans.trigger,
            _words(source),
            _words(target),
        ),
        path=f"{source.text if source else '-'} | {template.path} | {target.text if target else '-'}",
    )


def _words(side: Mention | None) -> Span | None:
    """The words of a side; None where the sentence has none for it."""
    return (side.start, side.end) if side is not None and side.end > side.start else None


def _path(tree: Tree, act: Act, found: Modality) -> str:
    marker = f" [{found.value}: {found.marker}]" if found.marker else ""
    return " > ".join(tree.lower[index] for index in act.path) + marker


def qualify(act: Act, found: Modality) -> QualifiedCode:
    """Code, modality and rule of an act once tense and negation are taken into account.

    What somebody "will" do is an intent (CAMEO 03, 13). What somebody "will
    not" do or fails to do is a refusal where the codebook has one (CAMEO 12).
    Force that a speaker announces on a condition is a threat.
    """
    words = lexicon.default()
    if found.value == "denied" and found.marker in words.marker("failure") and not act.nominal:
        composed = words.compose("refuse", act.code)
        if composed is not None and composed[1] != "denied" and composed[0] != act.code and act.code[:2] != "10":
            return QualifiedCode(composed[0], ASSERTED, f"not + {act.rule}")
    if found.marker == "would if" and not act.nominal:
        composed = words.compose("agree", act.code)
        if composed is not None and composed[0].startswith("13"):
            return QualifiedCode(composed[0], ASSERTED, f"would if + {act.rule}")
    if found.value == "planned" and found.marker in words.marker("intention") and not act.nominal:
        composed = words.compose("agree", act.code)
        if composed is not None:
            return QualifiedCode(composed[0], found, f"will + {act.rule}")
    if act.modality != "asserted" and found.value == "asserted":
        return QualifiedCode(act.code, Modality(act.modality, "intent"), act.rule)
    return QualifiedCode(act.code, found, act.rule)


def _speaker(tree: Tree, linker: linking.ArgumentLinker, top: int) -> str | None:
    """Who is named as saying it: an actor's id, or the words that name a person or medium."""
    saying = next(
        (
            tree.head[index]
            for index in tree.path_to_root(top)
            if tree.dep[index] in {"ccomp", "parataxis"} and tree.lemma[tree.head[index]] in clauses.SAYING
        ),
        None,
    )
    heads = tree.children(saying, "nsubj") if saying is not None and saying != top else []
    if not heads:
        markers = [index for index, word in enumerate(tree.lower) if word == "according"]
        heads = [
            child for marker in markers for to in tree.children(marker, "prep") for child in tree.children(to, "pobj")
        ]
    for head in heads:
        own = linker.mentions_at.get(head)
        if own:
            return own[0].actor if own[0].actor and not own[0].reports else own[0].text
        if tree.tag[head] in {"NNP", "NNPS"}:
            tokens = sorted(clauses.noun_phrase(tree, head))
            return tree.phrase(tokens[0], tokens[-1])
    return None


def most_confident(candidates: Iterable[CandidateEvent]) -> list[CandidateEvent]:
    """One candidate for each source, target, root and modality: the most confident, the first among equals.

    A candidate without one of its sides is dropped where another has the same act with both.
    """
    candidates = list(candidates)
    complete_sources, complete_targets = set(), set()
    for one in candidates:
        if one.source and one.target:
            complete_sources.add((one.source, one.root))
            complete_targets.add((one.target, one.root))
    kept: dict[tuple[object, ...], CandidateEvent] = {}
    for one in candidates:
        if one.target is None and (one.source, one.root) in complete_sources:
            continue
        if one.source is None and (one.target, one.root) in complete_targets:
            continue
        key = (*one.sides, one.root, one.modality)
        if key not in kept or one.confidence > kept[key].confidence:
            kept[key] = one
    return list(kept.values())
