"""Adjudication: which of the acts that lexicon and model propose stand, and how surely.

Each proposal gets a probability that its source, target and root are all
right. It rests on what the model says of the pair, on how often the lexicon is
right with such a reading, on whether the two agree and on how surely the sides
are known: a logistic regression whose weights `training/acceptance.py` fits on
passages that the model has not seen. A proposal stands from `MIN_CONFIDENCE`.
Where lexicon and model have different roots for the same two actors, one of
them stands.
"""

import datetime as dt
import functools
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from analysis import errors, schemas
from analysis.actions import Act, LexiconVote, ensemble, pair_model, wording
from analysis.actions.pair_model import PairJudgement, Span
from analysis.actors import Mention
from analysis.coding import _location_targets, candidates, checks, dating, implied, proposals
from analysis.coding.candidates import UNCODED, CandidateEvent, SidePair, most_confident
from analysis.coding.dating import DayInterval
from analysis.coding.document import AnnotatedSentence
from analysis.coding.linking import ArgumentLinker
from analysis.coding.proposals import Proposal
from analysis.text.parsing import Tree

MIN_CONFIDENCE = 0.22
"""Probability from which a proposal stands: F1 on the held-out passages is flat from 0.2 to 0.25, precision is not."""
MIN_CODED = 0.17
"""The same for what the lexicon codes."""
MIN_BETWEEN = 0.09
"""The same for what the parse shows to be between two: "a drill between A and B"."""
MIN_BOTH = 0.5
"""Probability of each direction from which what two do together is one act of both."""
SURE_TARGET = 0.9
"""Probability from which another target stands beside one that the parse shows."""
MIN_INSIDE = 0.26
"""The same for what is done inside one actor."""
MIN_OPEN = 0.34
"""The same for what the model alone sees of an actor without another."""
MIN_VOICED = 0.3
"""The same for what is done by the words of somebody whom the sentence does not name."""
MIN_LEAD = 0.15
"""By how much another root that the model alone sees must be more probable than what the lexicon has."""
DOUBTED_LEAD = 0.06
"""The same for each part of doubt in what the lexicon has: of a reading that errs in a fifth, .3 are asked."""
SURE_LEAD = 0.3
"""The most that is asked, and by how much the lexicon must be surer of an act of one alone than the model of a pair."""
FILE = pair_model.FOLDER / "acceptance.json"
FEATURES = (
    "constant", "model: act", "model: root of the act", "model not asked", "lexicon: its record", "lexicon silent",
    "lexicon contradicts", "second root", "open side", "inside one actor", "side by coreference", "sides: confidence",
    "sides in the sentence",
)  # fmt: skip
"""What the probability rests on; the weights stand in `acceptance.json` under these names."""
_CLIP = 0.001
_COMPOSED = " + "
_PARTS_OF_VERBS = frozenset({"aux", "auxpass", "neg", "prt"})
"""How a word hangs on the verb that it belongs to: where the model takes "will" for the act, the verb is it."""
_FRESH = dt.timedelta(days=14)
"""How far back an act may lie that is news although its sentence takes it as known."""
_SHOWN_BY_PARSE = frozenset({"denied", "planned"})
SURE_MODALITY = 0.8
"""Probability of a modality from which the model's replaces what the parse shows."""
SURE_NOW = 0.7
"""Probability that an act is news of its day from which it counts as such. Strict readers accepted six in ten of such
acts of random news that they were shown, and five in a hundred of the others (`docs/accuracy.md`)."""
_PROTEST, _BLAME = "PROTEST", "ACCUSE"
_LONG_AGO = dt.timedelta(days=366)
"""What lies further back than this is background to a report, whatever its words."""
_STATE_ITSELF = frozenset({"capital", "office", "seat"})
"""How a mention names a government, and not its people."""
_REFERRING = frozenset({"coreference", "deed"})
"""How a mention refers to an actor named elsewhere."""
_FORCE = "ASSAULT"
"""The root whose target may be given by the place alone."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The weights of `FEATURES`."""

    weights: npt.NDArray[np.float64]

    @classmethod
    def load(cls, file: Path = FILE) -> "Acceptance":
        """Read what `training/acceptance.py` wrote.

        Raises
        ------
        InputError
            If the file was made for other features than this version has.
        """
        stored = json.loads(file.read_text(encoding="utf-8"))["weights"]
        if list(stored) != list(FEATURES):
            raise errors.InputError(f"{file}: its features are not those of this version; run make train")
        return cls(np.array([float(stored[name]) for name in FEATURES]))

    def probability(self, features: Sequence[float]) -> float:
        """The probability that source, target and root are right."""
        return float(1 / (1 + np.exp(-(np.array(features) @ self.weights))))


@functools.cache
def default() -> Acceptance:
    """The weights that come with the package, read once."""
    return Acceptance.load()


def features(one: Proposal, n_sides: int) -> list[float]:
    """The values of `FEATURES` for a proposal in a sentence of so many sides."""
    known = [side for side in one.sides if side is not None]
    judgement, coded = one.judgement, one.coded
    act = judgement.act if judgement else 0.5
    return [
        1.0,
        _logit(act),
        float(np.log(max(_CLIP, one.probability / max(_CLIP, act)))) if judgement and one.root else 0.0,
        float(judgement is None),
        _logit(_record(coded)) if coded else 0.0,
        float(coded is None),
        float(one.contradicted),
        float(one.second),
        float(len(known) < 2),
        float(len(known) == 2 and known[0].actor == known[1].actor),
        float(any(side.how in _REFERRING for side in known)),
        float(sum(np.log(max(_CLIP, side.confidence)) for side in known)),
        float(np.log(max(1, n_sides))),
    ]


def _logit(probability: float) -> float:
    clipped = min(max(probability, _CLIP), 1 - _CLIP)
    return float(np.log(clipped / (1 - clipped)))


def _record(one: CandidateEvent) -> float:
    """How often the lexicon was right with such a reading on the exemplars."""
    return ensemble.default().lexicon_confidence(LexiconVote(one.root, one.fit, one.decided_by))


def adjudicate(sentences: Sequence[AnnotatedSentence]) -> list[AnnotatedSentence]:
    """The same sentences with the candidate events that stand, their classes and confidences settled.

    Parameters
    ----------
    sentences
        As `document.code_document` gives them.
    """
    found = proposals_of(sentences)
    return _on_day_of_article(
        [replace(sentence, candidates=_standing(sentence, own)) for sentence, own in zip(sentences, found, strict=True)]
    )


def _on_day_of_article(sentences: Sequence[AnnotatedSentence]) -> list[AnnotatedSentence]:
    """The sentences of one document with the acts that it does not date on the day that it is about."""
    published = next((one.dating.published for one in sentences if one.dating is not None), None)
    day = implied.day_of_article([one.candidates for one in sentences], published) if published else None
    if day is None:
        return list(sentences)
    return [replace(one, candidates=_dated(one, day)) for one in sentences]


def _dated(sentence: AnnotatedSentence, day: dt.date) -> list[CandidateEvent]:
    """The events of a sentence; what a document does by its own words, it does when it is published."""
    own = {(one.start, one.end) for one in sentence.spoken} if sentence.voice is not None else set()
    found = []
    for event in sentence.candidates:
        said = event.spans.source in own or event.decided_by.startswith(wording.VOICE)
        found += [event] if said else implied.dated_by_article([event], day)
    return found


def proposals_of(sentences: Sequence[AnnotatedSentence]) -> list[list[tuple[Proposal, list[float]]]]:
    """The proposals of each sentence of a document with their features; none where it was not parsed."""
    drafts = {
        number: proposals.draft(one.tree, one.mentions, one.candidates, one.voice)
        for number, one in enumerate(sentences)
        if one.tree is not None
    }
    proposed = dict(zip(drafts, proposals.propose_all(list(drafts.values())), strict=True))
    found = []
    for number, sentence in enumerate(sentences):
        n_sides = len(proposals.sides_of(sentence.mentions))
        found.append([(one, features(one, n_sides)) for one in proposed.get(number, [])])
    return found


def _standing(sentence: AnnotatedSentence, proposed: Sequence[tuple[Proposal, list[float]]]) -> list[CandidateEvent]:
    by_actors: dict[tuple[object, ...], list[tuple[Proposal, float]]] = {}
    for one, confidence in _together(proposed):
        if confidence >= _least(one):
            by_actors.setdefault(one.actors, []).append((one, confidence))
    chosen = _by_their_doers([pair for own in by_actors.values() for pair in _consistent(own)])
    complete = {(side.actor, one.root) for one, _ in chosen if None not in one.sides for side in one.sides if side}
    kept = [(one, confidence) for one, confidence in chosen if None not in one.sides or _adds(one, complete)]
    leading = _leading([one for one, _ in kept])
    return most_confident([_candidate(one, sentence, confidence, leading[id(one)]) for one, confidence in kept])


def _leading(kept: Sequence[Proposal]) -> dict[int, PairJudgement | None]:
    """For each proposal, by its identity, what the model says of the direction of its act of which it is surer.

    Both directions of one act are planned, or neither is: "flies to Moscow for talks with B".
    """
    surest: dict[tuple[object, ...], Proposal] = {}
    for one in kept:
        known = surest.setdefault(_act_of_two(one), one)
        if one.probability > known.probability:
            surest[_act_of_two(one)] = one
    return {id(one): surest[_act_of_two(one)].judgement for one in kept}


def _together(proposed: Sequence[tuple[Proposal, list[float]]]) -> list[tuple[Proposal, float]]:
    """The proposals with their probabilities; both directions of one act of two have that of the more probable."""
    found = [(one, default().probability(values)) for one, values in proposed]
    best: dict[tuple[object, ...], float] = {}
    for one, probability in found:
        key = _act_of_two(one)
        best[key] = max(best.get(key, 0.0), probability)
    return [(one, round(best[_act_of_two(one)], 3)) for one, _ in found]


def _act_of_two(one: Proposal) -> tuple[object, ...]:
    """What both directions of one act have in common: words and root; what is done in one direction alone is itself."""
    both = one.coded is not None or (one.root in proposals.TOGETHER and one.probability >= MIN_BOTH)
    return (one.coded is None, one.trigger, one.root, frozenset(one.actors)) if both else (one,)


def _least(one: Proposal) -> float:
    """The probability that a proposal must have."""
    source, target = one.sides
    if source is None or target is None:
        return MIN_OPEN if one.coded is None else MIN_CODED
    if source.actor == target.actor:
        return MIN_INSIDE
    if one.voiced:
        return MIN_VOICED
    if one.coded is None:
        return MIN_CONFIDENCE
    return MIN_BETWEEN if one.between else MIN_CODED


def _by_their_doers(chosen: Sequence[tuple[Proposal, float]]) -> list[tuple[Proposal, float]]:
    """The proposals without what the model alone says of a word whose two sides the parse shows to be others.

    Another target of the same doer stands if the model is sure of it. What belongs to a side is no
    target beside it: "mobilised its reservists", "expelled each other's envoys".
    """
    coded = [one for one, _ in chosen if one.coded is not None]
    known = [one for one in coded if None not in one.sides]
    alone = [(one, confidence) for one, confidence in chosen if one.coded is not None and None in one.sides]

    def fits(one: Proposal, confidence: float) -> bool:
        if one.coded is None and any(_is_inside(one, other) for other in coded):
            return False
        if one.coded is None and any(_is_of_one(one, other, confidence, surer) for other, surer in alone):
            return False
        same = [other for other in known if other.root == one.root and _overlap(other.trigger, one.trigger)]
        if one.coded is not None or not same:
            return True
        return one.probability >= SURE_TARGET and any(other.actors[0] == one.actors[0] for other in same)

    return [(one, confidence) for one, confidence in chosen if fits(one, confidence)]


def _is_inside(one: Proposal, other: Proposal) -> bool:
    """Whether a proposal puts an act that somebody does to another, or alone, inside that actor."""
    source, target = one.sides
    if source is None or target is None or source.actor != target.actor:
        return False
    if one.root != other.root and not _overlap(one.trigger, other.trigger):
        return False
    return source.actor in {side.actor for side in other.sides if side}


def _is_of_one(one: Proposal, other: Proposal, confidence: float, surer: float) -> bool:
    """Whether a pair is made of an act that the lexicon, being much surer, reads as one of its doer alone."""
    same = one.root == other.root and one.sides.source is not None and one.actors[0] == other.actors[0]
    return same and None not in one.sides and _overlap(one.trigger, other.trigger) and surer > confidence + SURE_LEAD


def _overlap(one: Span | None, other: Span | None) -> bool:
    return one is not None and other is not None and one[0] < other[1] and other[0] < one[1]


def _adds(one: Proposal, complete: Collection[tuple[str | None, str | None]]) -> bool:
    """Whether an act with an open side is more than what is said of its actor and another."""
    return one.coded is not None or all((side.actor, one.root) not in complete for side in one.sides if side)


def _consistent(own: Sequence[tuple[Proposal, float]]) -> list[tuple[Proposal, float]]:
    """Of the proposals of two actors those of the lexicon, or those that the model alone sees, never both at odds.

    Another root that the model alone sees must be more probable than all that the lexicon has, by `MIN_LEAD` or
    more where the lexicon's reading seldom errs, and the lexicon must not say that the act came to nothing, nor code
    an act of one alone.
    """
    coded = [(one, confidence) for one, confidence in own if one.coded is not None]
    others = [(one, confidence) for one, confidence in own if one.contradicted]
    if not coded or not others:
        return list(own)
    best, surest = max(coded, key=lambda pair: pair[1])[::-1]
    doubt = max(_CLIP, 1 - _record(surest.coded)) if surest.coded else 1.0
    lead = min(SURE_LEAD, max(MIN_LEAD, DOUBTED_LEAD / doubt))
    leads = max(confidence for _, confidence in others) >= best + lead and None not in coded[0][0].sides
    return others if leads and not any(one.reverses for one, _ in coded) else coded


def _candidate(
    one: Proposal, sentence: AnnotatedSentence, confidence: float, leading: PairJudgement | None
) -> CandidateEvent:
    """The event of a proposal that stands; `leading` is what the model says of the surer direction of its act."""
    judgement = one.judgement
    if one.voiced:
        return _said(one, sentence, confidence)
    coded = _of_state(one.coded or _from_trigger(one, sentence), one.sides.source)
    known = sentence.tree is not None and _tells_as_known(coded, sentence.tree) and not _is_fresh(coded, sentence)
    if judgement is None or leading is None:
        return replace(coded, confidence=confidence, status="reference" if known else coded.status)
    modality = _modality(one.coded, leading, coded.modality)
    if modality == "asserted" and coded.fit < 1 and _is_to_come(coded, sentence):
        modality = "planned"
    if modality == "asserted" and sentence.dating is not None and coded.days.first > sentence.dating.published:
        modality = "planned"  # "travels to Beijing on Friday"
    says = _opinion(judgement)
    return replace(
        coded,
        confidence=confidence,
        modality=modality,
        modality_marker=coded.modality_marker if coded.modality == modality else "",
        status="reference" if known and leading.status != "state" else _status(leading, coded, sentence),
        decided_by=f"{coded.decided_by}; {says}" if one.coded else says,
    )


def _opinion(judgement: PairJudgement) -> str:
    return f"model {judgement.root} {float(judgement.roots[:-1].max()):.2f}"


def _said(one: Proposal, sentence: AnnotatedSentence, confidence: float) -> CandidateEvent:
    """What a speaker does by the words of the sentence: he does it when they are published."""
    event = _from_trigger(one, sentence)
    if sentence.dating is None or one.judgement is None:
        raise errors.FrameError("an act that the model sees needs a parsed sentence")
    published = sentence.dating.published
    return replace(
        event, confidence=confidence, modality="asserted", modality_marker="", status="now", attributed_to=event.source,
        days=DayInterval(published, published, "published"),
        decided_by=f"{wording.VOICE}; {_opinion(one.judgement)}",
    )  # fmt: skip


def _is_to_come(event: CandidateEvent, sentence: AnnotatedSentence) -> bool:
    """Whether the word that tells of an event is part of what somebody will do."""
    if sentence.tree is None:
        return False
    index = next(iter(sentence.tree.tokens_in(*event.spans.trigger)), None)
    return index is not None and checks.is_to_come(sentence.tree, index)


def _tells_as_known(event: CandidateEvent, tree: Tree) -> bool:
    """Whether the word that tells of an event takes it as known."""
    index = next(iter(tree.tokens_in(*event.spans.trigger)), None)
    return index is not None and checks.is_taken_as_known(tree, index)


def _is_fresh(event: CandidateEvent, sentence: AnnotatedSentence) -> bool:
    """Whether the sentence gives an event a day of its own, of these days: "in response to the drill this week"."""
    if sentence.dating is None or event.days.precision == "published":
        return False
    return event.days.first >= sentence.dating.published - _FRESH


def _of_state(event: CandidateEvent, source: Mention | None) -> CandidateEvent:
    """The event; where a government protests, it blames: demonstrations are held by crowds."""
    if event.root == _PROTEST and source is not None and source.how in _STATE_ITSELF:
        return replace(event, event_class=event.event_class.with_root(_BLAME))
    return event


def _modality(coded: CandidateEvent | None, judgement: PairJudgement, shown: str) -> str:
    """The modality: what the parse shows of the lexicon's act, unless the model is sure of another.

    A negation that the parse shows holds whatever the model makes of the words around it,
    and so does the modality of an act that the lexicon composes ("agreed not to attack"), or of which its doer tells.
    Of an act that the model alone sees, the parse shows best what is denied or to come (`shown`).
    """
    if coded is None:
        return shown if shown in _SHOWN_BY_PARSE else judgement.modality
    held = coded.modality == "denied" or _COMPOSED in coded.decided_by or _told_by_doer(coded, judgement)
    return judgement.modality if not held and judgement.modalities.max() >= SURE_MODALITY else coded.modality


def _told_by_doer(coded: CandidateEvent, judgement: PairJudgement) -> bool:
    """Whether the doer tells of the deed: what it says that it did is no mere allegation."""
    return judgement.modality == "hypothetical" and coded.source is not None and coded.attributed_to == coded.source


def _status(judgement: PairJudgement, event: CandidateEvent, sentence: AnnotatedSentence) -> str:
    """The model's status; news only where it is sure or the clause dates the act, and not what is long ago or often."""
    news, *others = schemas.STATUSES
    unsure = judgement.statuses[0] < SURE_NOW
    status = others[int(judgement.statuses[1:].argmax())] if unsure else news
    tree, trigger = sentence.tree, event.spans.trigger
    if tree is None or sentence.dating is None:
        return status
    published = sentence.dating.published
    if unsure:
        lately = status == "reference" and dating.told_lately(tree, trigger, event.days, published)
        return news if lately else status
    long_ago = event.days.last < published - _LONG_AGO
    summed_up = event.days.precision == "published" and dating.summed_up(tree, trigger)
    return "reference" if long_ago or summed_up else news


def _from_trigger(one: Proposal, sentence: AnnotatedSentence) -> CandidateEvent:
    """The event that the model alone sees, dated and placed by the word that it takes for the act."""
    if sentence.tree is None or sentence.dating is None or one.judgement is None or one.root is None:
        raise errors.FrameError("an act that the model sees needs a parsed sentence")
    tree = sentence.tree
    index = next(iter(tree.tokens_in(*one.judgement.trigger)), 0)
    if tree.dep[index] in _PARTS_OF_VERBS:
        index = tree.head[index]
    act = Act(index=index, path=(index,), code=UNCODED, sources=(), targets=(), confidence=1.0, rule="model")
    linker = ArgumentLinker(tree, sentence.mentions)
    sides = one.sides
    if one.root == _FORCE and sides.source is not None and sides.target is None:
        hit = _location_targets.state_hit_by(linker, index)
        sides = SidePair(sides.source, hit if hit and hit.actor != sides.source.actor else None)
    (found,) = candidates.candidate_events(tree, linker, act, [sides], sentence.dating)
    return replace(found, event_class=found.event_class.with_root(one.root), fit=0.0)
