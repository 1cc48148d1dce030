"""Proposals: the acts that the lexicon codes and those that the pair model sees, joined by actors and root.

The model judges every ordered pair of a sentence's sides in one pass, and the
sentences of a document together. Which of the proposals stand is decided by `adjudication`.
"""

import functools
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from analysis import ontology
from analysis.actions import lexicon, pair_model
from analysis.actions.pair_model import CLASSES, Pair, PairJudgement, Question, Span
from analysis.actors import Mention
from analysis.coding import checks, implied
from analysis.coding.candidates import CandidateEvent, SidePair
from analysis.text import clauses
from analysis.text.parsing import Tree

MIN_ACT = 0.2
"""Probability of an act from which the model proposes one where the lexicon is silent."""
MIN_SECOND_ROOT = 0.25
"""Probability from which a second root of one pair is proposed beside the first: "met and agreed"."""
_SEVERAL = 2
"""Actors of one side, as of "the two sides". A sentence in which there are no two sides and no side of several is
judged only with a word of the lexicon: what the model alone sees of one actor seldom stands."""
_BLAME = "ACCUSE"
_GOVERNMENT = "GOV"
_MAX_SIDES = 16
"""Sides of one sentence that are judged; what names more is a list."""
_PLACE_CONFIDENCE = 0.6
"""Confidence that whoever holds a place is the state in which it lies."""
_REVERSING = frozenset({"collapse", "fail", "limit", "prevent", "refuse", "stop"})
TOGETHER = frozenset({"AGREE", "CONSULT", "COOPERATE"})
"""Roots that two do together: said of "the two sides" and of nobody else, they are an act between the two."""


@dataclass(frozen=True, slots=True)
class Side:
    """A span of the sentence with the actors that it stands for: several for "the two sides"."""

    span: Span
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """An act between two actors.

    Attributes
    ----------
    root
        PLOVER root, None for a mere statement.
    sides
        Source and target, None for an open side.
    coded
        The lexicon's candidate; None where only the model sees the act.
    judgement
        What the model says of the pair; None where it was not asked.
    contradicted
        Whether the lexicon has only other roots for the two actors.
    second
        Whether the model finds another root of the two actors more probable.
    between
        Whether the lexicon reads an event noun in both directions: "a drill between A and B".
    voiced
        Whether the source is in whose words the sentence is, which does not name him.
    """

    root: str | None
    sides: SidePair
    coded: CandidateEvent | None
    judgement: PairJudgement | None
    contradicted: bool = False
    second: bool = False
    between: bool = False
    voiced: bool = False

    @property
    def actors(self) -> tuple[object, ...]:
        """Who acts on whom: ids, and the roles of two sides that are one actor."""
        source, target = self.sides
        ids = (source.actor if source else None, target.actor if target else None)
        inside = source is not None and target is not None and source.actor == target.actor
        return (*ids, source.role, target.role) if inside and source and target else ids

    @property
    def trigger(self) -> Span | None:
        """The words that tell of the act: the lexicon's, or what the model takes for them."""
        if self.coded is not None:
            return self.coded.spans.trigger
        return self.judgement.trigger if self.judgement is not None else None

    @property
    def reverses(self) -> bool:
        """Whether the lexicon says that an act came to nothing: it collapsed, was stopped, refused or prevented.

        So it does where it composes an act ("agreed not to attack") of which the model sees the part that is denied.
        """
        if self.coded is None:
            return False
        outer, _, inner = self.coded.decided_by.partition(" + ")
        negated = bool(inner) and self.judgement is not None and self.judgement.modality == "denied"
        return outer in _reversing_rules() or (negated and self.coded.modality == "asserted")

    @property
    def probability(self) -> float:
        """The model's probability of the root; 0 where it was not asked.

        The model gives the root of an act that came to nothing, where the lexicon
        gives that of what became of it: then it is the probability of any act.
        """
        if self.judgement is None or self.root is None:
            return 0.0
        return self.judgement.act if self.reverses else float(self.judgement.roots[CLASSES.index(self.root)])


@functools.cache
def _reversing_rules() -> frozenset[str]:
    """The ids of the lexicon's rows for verbs that undo the act below them."""
    rows = (one for own in lexicon.default().embedding_verbs.values() for one in own)
    return frozenset(one.id for one in rows if one.kind in _REVERSING)


def sides_of(mentions: Sequence[Mention]) -> list[Side]:
    """The spans that name actors, in their order; a medium that reports is none."""
    found: dict[Span, list[Mention]] = {}
    for one in mentions:
        if one.actor is not None and not one.reports:
            found.setdefault((one.start, one.end), []).append(one)
    return [Side(span, tuple(own)) for span, own in sorted(found.items())][:_MAX_SIDES]


def pairs_to_judge(sides: Sequence[Side]) -> list[Pair]:
    """Every ordered pair of sides apart that are not the same actors in the same role, and each side alone."""
    numbers = range(len(sides))
    between = [(i, j) for i, j in itertools.permutations(numbers, 2) if _are_apart(sides[i], sides[j])]
    return [*between, *((i, None) for i in numbers), *((None, j) for j in numbers)]


def _are_apart(one: Side, other: Side) -> bool:
    if one.span[0] < other.span[1] and other.span[0] < one.span[1]:
        return False
    first, second = (set(map(_party, side.mentions)) for side in (one, other))
    return first != second


def _party(mention: Mention) -> tuple[str | None, str | None]:
    """Who a mention is inside its state; a state as such is its government."""
    return mention.actor, None if mention.role == _GOVERNMENT else mention.role


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence before the model has judged it: its candidates, its sides, and who speaks in it unnamed.

    `pairs` are empty where the model need not be asked of the sides, `voice` is None where it need not be asked of
    who speaks.
    """

    tree: Tree
    coded: Sequence[CandidateEvent]
    sides: Sequence[Side]
    pairs: Sequence[Pair]
    voice: Mention | None

    @property
    def questions(self) -> list[Question]:
        """What is asked of the model."""
        spans = [side.span for side in self.sides]
        own = [Question(self.tree.text, spans, self.pairs)]
        return own if self.voice is None else [*own, implied.question_of(self.tree.text, spans, self.voice)]


def draft(
    tree: Tree, mentions: Sequence[Mention], coded: Sequence[CandidateEvent], voice: Mention | None = None
) -> Draft:
    """What is to be judged in a sentence.

    Parameters
    ----------
    tree
        The parse of the sentence, which shows some pairs to do nothing to each other; of a very long one only of its
        beginning.
    mentions
        All mentions of the sentence; those behind its parsed part are left out.
    coded
        The lexicon's candidate events.
    voice
        In whose words the sentence is, where it does not tell.
    """
    text = tree.text
    topics = checks.topics_of_offices(text, mentions)
    mentions = [one for one in mentions if (one.start, one.end) not in topics and one.end <= len(text)]
    coded = [one for one in coded if topics.isdisjoint((one.spans.source, one.spans.target))]
    sides = sides_of([*mentions, *_further_mentions(text, mentions, coded)])
    pairs = pairs_to_judge(sides)
    if not coded and all(None in pair for pair in pairs) and all(len(side.mentions) < _SEVERAL for side in sides):
        pairs = []
    if not sides or (voice and any(one.actor == voice.actor for side in sides for one in side.mentions)):
        voice = None
    return Draft(tree, coded, sides, pairs, voice)


def propose_all(drafts: Sequence[Draft]) -> list[list[Proposal]]:
    """The acts of each sentence of a document: the lexicon's candidates, and what the model sees beside them."""
    answers = iter(pair_model.default().judge_all([question for one in drafts for question in one.questions]))
    return [_proposals(one, [next(answers) for _ in one.questions]) for one in drafts]


def _proposals(one: Draft, answers: Sequence[Sequence[PairJudgement]]) -> list[Proposal]:
    tree, sides = one.tree, one.sides
    number_of = {side.span: number for number, side in enumerate(sides)}
    judged = {
        pair: replace(answer, trigger=_whole_word(tree, answer.trigger))
        for pair, answer in zip(one.pairs, answers[0], strict=True)
    }
    found = []
    for event in one.coded:
        pair = _pair_of(event, number_of)
        found.append(Proposal(event.root, _sides(event, sides), event, judged.get(pair) if pair else None))
    for pair, judgement in judged.items():
        for root in _roots(judgement):
            found += [Proposal(root, own, None, judgement) for own in _side_pairs(pair, sides, root)]
    allowed = [proposal for proposal in found if _may_hold(tree, proposal)]
    said = _said(one, answers[1]) if one.voice is not None else []
    return _ranked(_same_words(_one_for_each(_best_judged([*allowed, *said]))))


def _said(one: Draft, answers: Sequence[PairJudgement]) -> list[Proposal]:
    """What the sentence's speaker does to others by his words: blames, praises, asks."""
    if one.voice is None:
        return []
    source, found = implied.unnamed(one.voice), []
    for side, judgement in zip(one.sides, implied.in_sentence(answers, one.voice), strict=True):
        sure = judgement.root in implied.SPOKEN and judgement.roots[:-1].max() >= implied.MIN_SAID
        own = replace(judgement, trigger=_told_by(one.tree, judgement.trigger))
        if sure and judgement.modality == "asserted" and not _has_subject_of_its_own(one.tree, own):
            found += [
                Proposal(judgement.root, SidePair(source, other), None, own, voiced=True) for other in side.mentions
            ]
    return found


def _has_subject_of_its_own(tree: Tree, judgement: PairJudgement) -> bool:
    """Whether somebody else says it: a verb for such acts, or of saying, has a subject: "the court deplored"."""

    def is_said(index: int) -> bool:
        says = tree.lemma[index] in clauses.SAYING or judgement.root in _roots_of_verb(tree.lemma[index])
        return says and tree.is_verb(index) and bool(tree.children(index, "nsubj"))

    return any(map(is_said, [*list(tree.tokens_in(*judgement.trigger))[:1], _main_word(tree)]))


def _roots_of_verb(lemma: str) -> set[str | None]:
    return {ontology.plover_of(row.code) for row in lexicon.default().verbs.get(lemma, ())}


def _main_word(tree: Tree) -> int:
    return next((number for number in range(len(tree)) if tree.head[number] == number), 0)


def _told_by(tree: Tree, span: Span) -> Span:
    """The word of an act; of one that the sentence tells as a whole, its main verb."""
    if span[0] < span[1]:
        return _whole_word(tree, span)
    top = _main_word(tree)
    return tree.start[top], tree.end[top]


def _whole_word(tree: Tree, span: Span) -> Span:
    """The word in which the model's trigger lies, which may be a piece of it."""
    index = max((number for number, start in enumerate(tree.start) if start <= span[0]), default=None)
    if index is None or span[1] > tree.end[index]:
        return span
    return tree.start[index], tree.end[index]


def _may_hold(tree: Tree, one: Proposal) -> bool:
    """Whether the parse allows an act: where the lexicon codes it, only its victim is checked."""
    source, target = one.sides
    if source is None or target is None:
        return True
    trigger = next(iter(tree.tokens_in(*one.trigger)), None) if one.trigger is not None else None
    if one.coded is not None:
        return not (one.root == _BLAME and checks.is_victim(tree, target))
    return not checks.are_apart(tree, source, target, one.root, trigger)


def _pair_of(one: CandidateEvent, number_of: Mapping[Span, int]) -> Pair | None:
    """The pair of sides that a candidate is about; None where one of its spans is no side."""
    source, target = one.spans.source, one.spans.target
    if (source is not None and source not in number_of) or (target is not None and target not in number_of):
        return None
    return (number_of[source] if source else None, number_of[target] if target else None)


def _further_mentions(text: str, mentions: Sequence[Mention], coded: Sequence[CandidateEvent]) -> list[Mention]:
    """The sides of candidates that no mention gives: the state of a place that was hit, of a town where a crowd is."""
    known = {(one.start, one.end, one.actor) for one in mentions}
    found = {}
    for one in coded:
        for actor, role, span in (
            (one.source, one.source_role, one.spans.source),
            (one.target, one.target_role, one.spans.target),
        ):
            if actor is not None and span is not None and (*span, actor) not in known:
                sectors = tuple(role.split("/")) if role else ()
                words = text[slice(*span)]
                found[*span, actor] = Mention(*span, words, actor, None, sectors, None, "place", _PLACE_CONFIDENCE)
    return list(found.values())


def _sides(one: CandidateEvent, sides: Sequence[Side]) -> SidePair:
    """The mentions of a candidate's two sides."""
    found = [
        next((m for side in sides if side.span == span for m in side.mentions if m.actor == actor), None)
        for actor, span in ((one.source, one.spans.source), (one.target, one.spans.target))
    ]
    return SidePair(*found)


def _roots(judgement: PairJudgement) -> Iterator[str]:
    """The roots that the model sees in a pair: the most probable, and a second of some probability."""
    if judgement.act < MIN_ACT:
        return
    first, second = judgement.roots[:-1].argsort()[::-1][:2]
    yield CLASSES[first]
    if judgement.roots[second] >= MIN_SECOND_ROOT:
        yield CLASSES[second]


def _side_pairs(pair: Pair, sides: Sequence[Side], root: str) -> Iterator[SidePair]:
    """The pairs of actors that a pair of sides stands for."""
    sources, targets = (sides[number].mentions if number is not None else (None,) for number in pair)
    if pair[1] is None and len(sources) == 2 and root in TOGETHER:
        targets = sources
    for source, target in itertools.product(sources, targets):
        if source is None or target is None or _party(source) != _party(target):
            yield SidePair(source, target)


def _best_judged(found: Sequence[Proposal]) -> list[Proposal]:
    """The proposals; the lexicon's with the best judgement of their actors and root, by whichever words name them.

    In "A and B blamed each other" the lexicon's sides are A and B, and the act is between A and "each other".
    """
    best: dict[tuple[object, ...], Proposal] = {}
    for one in found:
        key = (one.actors, one.root)
        if one.coded is None and (key not in best or one.probability > best[key].probability):
            best[key] = one
    return [
        replace(one, judgement=other.judgement)
        if one.coded is not None and (other := best.get((one.actors, one.root))) and other.probability > one.probability
        else one
        for one in found
    ]


def _one_for_each(found: Sequence[Proposal]) -> list[Proposal]:
    """One proposal for each two actors and root: the lexicon's before the model's, then the more probable.

    The lexicon's candidates of one pair and root are kept apart where they differ in modality.
    """
    kept: dict[tuple[object, ...], Proposal] = {}
    for one in found:
        key = (one.actors, one.root)
        if one.coded is not None:
            kept[*key, one.coded.modality, one.coded.spans] = one
            kept.setdefault(key, one)
        elif key not in kept or (kept[key].coded is None and one.probability > kept[key].probability):
            kept[key] = one
    return list(dict.fromkeys(kept.values()))


def _same_words(found: Sequence[Proposal]) -> list[Proposal]:
    """The proposals; where both directions of a pair have one root, with the words of the more probable direction."""
    best: dict[tuple[object, ...], Proposal] = {}
    for one in found:
        key = (frozenset(one.actors), one.root)
        if one.judgement is not None and (key not in best or _weight(one) > _weight(best[key])):
            best[key] = one
    shared = []
    for one in found:
        leader = best.get((frozenset(one.actors), one.root), one)
        if one.coded is None and one.judgement is not None and leader.trigger is not None:
            one = replace(one, judgement=replace(one.judgement, trigger=leader.trigger))  # noqa: PLW2901
        shared.append(one)
    return shared


def _weight(one: Proposal) -> tuple[bool, float]:
    return one.coded is not None, one.probability


def _ranked(found: Sequence[Proposal]) -> list[Proposal]:
    """The proposals with `contradicted` and `second` set."""
    of_lexicon = {(one.actors, one.root) for one in found if one.coded is not None}
    coded = {actors for actors, _ in of_lexicon}
    nouns = {(one.actors, one.trigger) for one in found if one.coded is not None and one.coded.fit < 1}
    best: dict[tuple[object, ...], float] = {}
    for one in found:
        best[one.actors] = max(best.get(one.actors, 0.0), one.probability)
    return [
        replace(
            one,
            contradicted=one.actors in coded and (one.actors, one.root) not in of_lexicon,
            second=one.judgement is not None and one.probability < best[one.actors],
            between={(one.actors, one.trigger), (one.actors[::-1], one.trigger)} <= nouns,
        )
        for one in found
    ]
