"""Verbal predicates: verbs that name an act by themselves, by their noun or by their adjective, and reporting verbs.

"Attacked Kyiv" is read by the verb's own entry, "held talks" and "faced
sanctions" by the noun, "is ready to talk" and "is critical of" by the
adjective. Reporting verbs are acts where saying itself does something: to say
that another must act is to ask for it, to warn of one's own act is to threaten
it, to deny is to reject.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from analysis.actions.lexicon import EmbeddingVerb, Entry
from analysis.actions.predicates import embedding, matching, nominal, slots
from analysis.actions.predicates.types import RECIPROCAL, Act, BaseReader, Slot, clause_act, subject_slots
from analysis.text import clauses
from analysis.text.clauses import Clause

_MEETINGS = frozenset({"042", "043"})
"""A visit is a meeting of guest and host (CAMEO 042, 043)."""
_WORDS = frozenset({"10", "11", "12", "13"})
"""CAMEO classes of what is said; it is not held: in "hold missile warning drills" nobody is warned."""
_APPEAL, _REJECTION, _THREAT, _THREATS = "100", "120", "130", "13"
_PARTNERS = ("with", "alongside", "between")
_AGENTS = ("from", "by", "with")
_VERB, _WEAK_VERB, _DOES_NOUN, _UNDERGOES_NOUN = 0.85, 0.6, 0.85, 0.7
_ADJECTIVE, _OVER_UNKNOWN_ACT, _SAID, _DENIED = 0.7, 0.55, 0.7, 0.6


# Verbs


def act(reader: BaseReader, clause: Clause, entry: Entry) -> Act:
    """The act that an entry makes of a clause."""
    lemma = reader.tree.lemma
    targets = slots.targets(reader, entry, clause)
    reader.consumed.update(head for head in clause.objects if entry.objects and lemma[head] in entry.objects)
    confidence = _WEAK_VERB if "weak" in entry.flags else _VERB
    plain = clause_act(clause, entry.code, targets, confidence, entry.id)
    if "received" in entry.flags:  # the giver, who stands where others have their target, does it to the subject
        return replace(plain, sources=targets, targets=subject_slots(clause), mode=entry.mode, context=entry.context)
    return replace(
        plain,
        mode=entry.mode,
        context=entry.context,
        mutual="recip" in entry.flags or entry.code in _MEETINGS,
        among=bool(entry.flags & RECIPROCAL) and not targets,
        solo="solo" in entry.flags or not entry.target,
    )


def joint_exercise(reader: BaseReader, clause: Clause, entry: Entry) -> Act | None:
    """An exercise that is held with others is cooperation, not a show of force; None where nobody else takes part."""
    tree = reader.tree
    several = len([one for head in clause.subjects for one in clauses.conjuncts(tree, head)]) > 1
    partners = tuple(
        Slot(name, heads) for name in _PARTNERS if (heads := slots.heads_of(reader, name, clause, bound=True))
    )
    for noun in (slots.content(reader, head) for head in clause.objects):
        for exercise in nominal.acts(reader, noun):
            together = "joint" in nominal.flags(reader, noun) and (partners or several)
            if exercise.code == nominal.MILITARY_COOPERATION or together:
                reader.consumed.add(noun)
                return replace(
                    act(reader, clause, entry), code=nominal.MILITARY_COOPERATION, mode="", targets=partners,
                    mutual=True, among=True, solo=False, rule=f"{entry.id} + {exercise.rule}",
                )  # fmt: skip
    return None


# Light verbs


def by_noun(reader: BaseReader, clause: Clause, verbs: Sequence[EmbeddingVerb]) -> list[Act]:
    """The act of a light verb's noun, done by the verb's subject ("held talks") or to it ("faced sanctions")."""
    for verb in verbs:
        if verb.kind not in {"do", "undergo"}:
            continue
        nouns = [*clause.objects, *(noun for name in verb.complement for noun in clause.slots.get(name, ()))]
        for noun in (slots.content(reader, one) for one in nouns):
            for named in nominal.acts(reader, noun):
                if "held" in verb.flags and named.code[:2] in _WORDS:
                    continue
                reader.consumed.add(noun)
                if verb.kind == "do":
                    return [_done(reader, clause, named, verb)]
                if "obj" in verb.flags or verb.particle:
                    return [_undergone(reader, clause, named)]
    return []


def _done(reader: BaseReader, clause: Clause, named: Act, verb: EmbeddingVerb) -> Act:
    code, modality = reader.compose(verb.kind, named, verb.id) or (named.code, named.modality)
    recipients = slots.filled({"dat": clause.datives}, ("dat",))
    return replace(
        _on_verb(reader, clause, named), sources=subject_slots(clause) or named.sources,
        targets=(*named.targets, *nominal.slots_on_verb(reader, named, clause), *recipients), confidence=_DOES_NOUN,
        code=code, modality=modality,
    )  # fmt: skip


def _undergone(reader: BaseReader, clause: Clause, named: Act) -> Act:
    agents = slots.filled(clause.slots, _AGENTS)
    return replace(
        _on_verb(reader, clause, named),
        sources=(*named.sources, *agents),
        targets=subject_slots(clause),
        confidence=_UNDERGOES_NOUN,
    )


def _on_verb(reader: BaseReader, clause: Clause, named: Act) -> Act:
    """A noun's act, moved to the verb that takes the noun."""
    return replace(
        named, index=clause.index, path=(clause.index, *named.path), nominal=False,
        rule=f"{reader.tree.lemma[clause.index]} + {named.rule}",
    )  # fmt: skip


# Adjectives


def is_copula(reader: BaseReader, index: int) -> bool:
    """Whether a verb only ties its subject to an adjective or a phrase: "is", "remains critical"."""
    tree = reader.tree
    lemma = tree.lemma[index]
    return lemma == "be" or (lemma in reader.lexicon.marker("copula") and bool(tree.children(index, "acomp")))


def by_adjective(reader: BaseReader, clause: Clause) -> list[Act]:
    """The act that an adjective or phrase after a copula names: "is critical of", "is at war with"."""
    tree = reader.tree
    for word in _predicatives(reader, clause.index):
        own = {name: list(heads) for name, heads in clause.slots.items()}
        below = [inner for _, inner in clause.complements if tree.is_verb(inner)]
        if isinstance(word, int):
            for name, heads in clauses.noun_slots(tree, word).items():
                own.setdefault(name, []).extend(heads)
            below += filter(tree.is_verb, tree.children(word, "xcomp", "ccomp"))
        for entry in reader.lexicon.adjectives.get(word if isinstance(word, str) else tree.lower[word], ()):
            found = _of_adjective(reader, clause, entry, slots.filled(own, entry.target), below)
            if found is not None:
                return [found]
    return []


def _predicatives(reader: BaseReader, index: int) -> Iterator[int | str]:
    """What may be said of a copula's subject: adjectives, then phrases of the lexicon, then prepositions."""
    tree = reader.tree
    yield from tree.children(index, "acomp")
    for words in reader.lexicon.adjective_phrases:
        if tuple(tree.lower[index + 1 : index + 1 + len(words)]) == words:
            yield " ".join(words)
    yield from tree.children(index, "prep")


def _of_adjective(
    reader: BaseReader, clause: Clause, entry: Entry, targets: tuple[Slot, ...], below: Sequence[int]
) -> Act | None:
    """The act of an adjective, by itself or over the verbs below it."""
    mutual = "recip" in entry.flags
    if entry.embeds is None:
        plain = clause_act(clause, entry.code, targets, _ADJECTIVE, entry.id)
        return replace(plain, mutual=mutual, among=mutual) if targets or mutual else None
    composed = _adjective_over_clause(reader, clause, entry, entry.embeds, targets, below)
    if composed is not None:
        return composed
    for verb in below:
        inner = slots.of_unknown_act(reader, verb)
        if inner:
            plain = clause_act(clause, entry.code, inner, _OVER_UNKNOWN_ACT, entry.id)
            return replace(plain, path=(clause.index, verb))
    return None


def _adjective_over_clause(
    reader: BaseReader, clause: Clause, entry: Entry, kind: str, targets: tuple[Slot, ...], below: Sequence[int]
) -> Act | None:
    for verb in below:
        for inner in reader.acts_below(verb):
            reader.consumed.update((verb, inner.index))
            composed = reader.compose(kind, inner)
            if composed is not None:
                return replace(
                    inner, index=clause.index, path=(clause.index, *inner.path), code=composed[0],
                    modality=composed[1], sources=subject_slots(clause), targets=(*inner.targets, *targets),
                    rule=f"{entry.id} + {inner.rule}", nominal=False, confidence=_ADJECTIVE,
                )  # fmt: skip
    return None


# Reporting verbs


def by_saying(reader: BaseReader, clause: Clause) -> list[Act]:
    """The act that is done by saying; none for any other verb and for mere statements."""
    lemma = reader.tree.lemma[clause.index]
    if lemma in clauses.SAYING and (found := _said_must(reader, clause) or _warned(reader, clause)):
        return found
    denies = any(verb.kind == "deny" for verb in reader.lexicon.embedding_verbs.get(lemma, ()))
    if denies and not clause.passive and not clause.datives:
        return [_denied(reader, clause)] if clause.complements or clause.gerunds or clause.objects else []
    return []


def _said_must(reader: BaseReader, clause: Clause) -> list[Act]:
    """To say that another must act is to ask for it: "said Iran must stop"."""
    tree, marker = reader.tree, reader.lexicon.marker
    for form, inner in clause.complements:
        must = any(tree.lower[child] in marker("obligation") for child in tree.children(inner, "aux"))
        infinitives = tree.children(inner, "xcomp") if tree.lemma[inner] in marker("necessity") else []
        if form != "that" or not (must or infinitives):
            continue
        below = infinitives[0] if infinitives else inner
        asked = reader.clauses.at(below)
        heads = tuple(asked.subjects if not asked.passive else asked.agents)
        codes = [code for _, code in _composed_below(reader, below, "request")]
        if not heads or any(tree.lower[head] in marker("subject-pronoun") for head in heads):
            continue
        reader.consumed.update({inner, below})
        target = Slot("subj of clause", heads)
        request = clause_act(clause, codes[0] if codes else _APPEAL, (target,), _SAID, "say + must")
        return [replace(request, path=(clause.index, below))]
    return []


def _warned(reader: BaseReader, clause: Clause) -> list[Act]:
    """To warn of one's own act is to threaten it: "warned that it would close the strait"."""
    tree, index, marker = reader.tree, clause.index, reader.lexicon.marker
    if not any("warning" in verb.flags for verb in reader.lexicon.embedding_verbs.get(tree.lemma[index], ())):
        return []
    for form, inner in clause.complements:
        coming = any(tree.lower[child] in marker("prospect") for child in tree.children(inner, "aux"))
        own = any(tree.lower[child] in marker("subject-pronoun") for child in tree.children(inner, "nsubj"))
        if form != "that" or not coming or not own:
            continue
        threats = [(act, code) for act, code in _composed_below(reader, inner, "agree") if code.startswith(_THREATS)]
        reader.consumed.add(inner)
        targets = slots.filled({"obj": clause.objects}, ("obj",))
        announced, code = threats[0] if threats else (None, _THREAT)
        rule = f"warn + {announced.rule if announced else 'own act'}"
        threat = clause_act(clause, code, (*targets, *(announced.targets if announced else ())), _SAID, rule)
        return [replace(threat, path=(index, inner), solo=True)]
    return []


def _composed_below(reader: BaseReader, index: int, kind: str) -> list[tuple[Act, str]]:
    """The acts below a reporting verb, with the codes that an embedding verb of that kind makes of them."""
    return [
        (inner, composed[0])
        for inner in embedding.acts_below(reader, index)
        if (composed := reader.lexicon.compose(kind, inner.code)) is not None
    ]


def _denied(reader: BaseReader, clause: Clause) -> Act:
    """To deny an accusation is to reject it; the denied act itself is reported with the modality denied."""
    entry = matching.fitting_entry(reader, clause)
    if entry is not None and entry.objects:
        return act(reader, clause, entry)
    accuser = slots.filled(clause.slots, ("by", "from"))
    return replace(clause_act(clause, _REJECTION, accuser, _DENIED, "deny"), solo=True)
