"""Uncoded pairs: two actors that one verb connects but for which no rule of the lexicon gives a class.

The model is asked about these pairs (see `analysis.coding.adjudication`).
"""

from collections.abc import Iterator, Sequence

from analysis.actions import Act, lexicon
from analysis.actors import Mention
from analysis.coding.candidates import UNCODED, CandidateEvent, SidePair
from analysis.coding.linking import ArgumentLinker, distinct
from analysis.text import clauses
from analysis.text.parsing import Tree

_MIN_CONFIDENCE = 0.7
"""Confidence that the subject of an uncoded pair must have: "they" is not enough."""
_PRIVATE_SECTORS = frozenset({("BUS",), ("JRN",), ("EDU",), ("MED",), ("CVL",)})
"""Leading sectors that act on their own account and not for their state."""
_VERB_SLOTS = ("to", "with", "against", "on", "for", "from", "of", "toward", "towards", "into", "upon", "at")
_NOUN_SLOTS = ("poss", "of", "against", "to", "with", "on", "from")
_VERBS_WITHOUT_ACT = clauses.SAYING | {"be", "have"}


def uncoded_pairs(
    linker: ArgumentLinker, mentions: Sequence[Mention], coded: Sequence[CandidateEvent]
) -> Iterator[tuple[Act, SidePair]]:
    """The subject of a verb and an actor in the verb's own slots, where nothing is coded between the two.

    Each pair comes with a placeholder for its act, whose code is `UNCODED`.
    """
    seen = {frozenset((one.source, one.target)) for one in coded}
    for source in mentions:
        verb = subject_verb(linker.tree, source)
        if verb is None or source.actor is None or source.reports or source.sectors[:1] in _PRIVATE_SECTORS:
            continue
        if source.confidence < _MIN_CONFIDENCE:
            continue
        for target in connected_actors(linker, verb):
            actors = frozenset((source.actor, target.actor))
            named = target.actor is not None and not target.reports and target.how != "coreference"
            overlap = source.start < target.end and target.start < source.end
            if named and not overlap and len(actors) > 1 and actors not in seen:
                seen.add(actors)
                yield _placeholder(verb), SidePair(source, target)


def _placeholder(verb: int) -> Act:
    return Act(index=verb, path=(verb,), code=UNCODED, sources=(), targets=(), confidence=0.0, rule="model")


def subject_verb(tree: Tree, mention: Mention) -> int | None:
    """The verb whose subject a mention is, also as a member of a coordinated subject; None for any other mention."""
    inside = tree.tokens_in(mention.start, mention.end)
    top = next((index for index in inside if tree.head[index] not in inside), None)
    if top is None:
        return None
    while tree.dep[top] == "conj" and tree.tag[tree.head[top]][0] in "NP":
        top = tree.head[top]
    return tree.head[top] if tree.dep[top] == "nsubj" and tree.is_verb(tree.head[top]) else None


def connected_actors(linker: ArgumentLinker, verb: int) -> list[Mention]:
    """The actors in a verb's own slots and in those of the infinitives below it, but not in its place, time or topic.

    In a sentence that names only two actors, the other one counts wherever it stands in the verb's clause.
    """
    tree, reader = linker.tree, clauses.Clauses(linker.tree)
    if tree.lemma[verb] in _VERBS_WITHOUT_ACT:
        return []
    found: list[Mention] = []
    for index in [verb, *(child for child in tree.children(verb, "xcomp") if tree.is_verb(child))]:
        clause = reader.at(index)
        prepositional = [head for name in _VERB_SLOTS for head in clause.slots.get(name, ())]
        for head in (*clause.objects, *clause.datives, *prepositional):
            found += linker.covering(head) or list(linker.inside(head, _NOUN_SLOTS, any_modifier=True))
    known = {one.actor for own in linker.mentions_at.values() for one in own if one.actor}
    if not found and len(known) == 2:
        found = [one for index in _clause_tokens(tree, verb) for one in linker.mentions_at.get(index, ())]
    return distinct(found)


def _clause_tokens(tree: Tree, verb: int) -> list[int]:
    """The tokens of a verb's clause without the clauses in it; infinitives and participles belong to it."""
    tokens, rest = [], [verb]
    while rest:
        index = rest.pop()
        tokens.append(index)
        rest += [child for child in tree.children(index) if not _is_separate(tree, child)]
    return sorted(tokens)


def _is_separate(tree: Tree, index: int) -> bool:
    """Whether a part of a clause is about something else: its occasion, its reason, another subject's deed."""
    label, words = tree.dep[index], lexicon.default()
    if label in {"relcl", "ccomp", "parataxis", "appos"}:
        return True
    if label == "prep":
        if tree.lower[index] in words.marker("circumstance"):
            return True
        return any(tree.lemma[child] in words.noun_class("occasion") for child in tree.children(index, "pobj"))
    return label in {"advcl", "conj"} and bool(tree.children(index, *clauses.SUBJECTS))
