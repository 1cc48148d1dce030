"""Embedding verbs over an act: "threatened to cut aid", "called for talks", "accused Iran of sending drones"."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from analysis.actions.lexicon import EmbeddingVerb
from analysis.actions.predicates import nominal, slots
from analysis.actions.predicates.types import Act, BaseReader, Slot, clause_act, subject_slots
from analysis.text import clauses
from analysis.text.clauses import Clause

COMPOSING = frozenset({"agree", "threaten", "refuse", "request", "stop", "limit", "allow", "force"})
"""Kinds that make another act of the act below them."""
CONSUMING = COMPOSING | {"accuse", "prevent"}
"""Kinds below which an act is not reported by itself."""
OBJECT_CONTROL = frozenset({"request", "allow", "force", "prevent"})
"""Kinds whose object is the subject of the act below: who is urged acts."""
_OVER_FINITE_CLAUSE = frozenset({"agree", "request", "threaten", "allow"})
_OVER_GERUND = frozenset({"stop", "refuse", "agree", "threaten"})
_OVER_CLAUSE_ONLY = frozenset({"agree", "allow", "force"})
"""Kinds that mean an act of their own only over a clause, unless they are reciprocal."""
_WITHDRAWAL = frozenset({"087", "083"})
"""CAMEO classes of de-escalation in which "of" names who withdraws: "the withdrawal of their troops"."""
_PERFORMATIVE = frozenset({"050", "051", "052"})
"""CAMEO classes of support in words: to pledge it is to give it."""
_TREATY, _APPEAL = "057", "10"
_CONFIDENCE, _NO_TARGET, _COMMITMENT, _UNKNOWN_ACT = 0.85, 0.6, 0.55, 0.6


def fitting(reader: BaseReader, clause: Clause) -> list[EmbeddingVerb]:
    """The embedding verbs of a clause whose particle and object are there."""
    tree = reader.tree
    return [
        verb
        for verb in reader.lexicon.embedding_verbs.get(tree.lemma[clause.index], ())
        if (not verb.particle or slots.has_particle(reader, verb.particle, clause))
        and (not verb.objects or slots.lemmas(reader, clause.objects) & verb.objects)
    ]


def assign_controllers(reader: BaseReader) -> None:
    """Make whoever is asked the subject of the infinitive below a verb of asking (object control)."""
    tree = reader.tree
    for index in filter(tree.is_verb, range(len(tree))):
        verbs = reader.lexicon.embedding_verbs.get(tree.lemma[index], ())
        verb = next((verb for verb in verbs if verb.kind in OBJECT_CONTROL), None)
        if verb is None:
            continue
        clause = reader.clauses.at(index)
        asked = [head for slot in addressees(reader, verb, clause) for head in slot.heads]
        below = [inner for _, inner in clause.complements]
        below += [gerund for gerunds in clause.gerunds.values() for gerund in gerunds]
        for inner in below:
            if asked and reader.clauses.form(inner) != "that":
                reader.clauses.controllers.setdefault(inner, asked)


def addressees(reader: BaseReader, verb: EmbeddingVerb, clause: Clause) -> tuple[Slot, ...]:
    """Who is asked, forced or agreed with; where no slot says so, the subject of what is asked for."""
    found = []
    for name in verb.addressee:
        heads = slots.heads_of(reader, name, clause, bound=bool(verb.objects))
        if heads and not (name == "obj" and verb.objects):
            found.append(Slot(name, heads))
    if not found and verb.kind in OBJECT_CONTROL:
        subjects = [
            child for _, inner in clause.complements for child in reader.tree.children(inner, *clauses.SUBJECTS)
        ]
        found += [Slot("subj of clause", tuple(subjects))] if subjects else []
    return tuple(found)


def over_clause(reader: BaseReader, clause: Clause, verbs: Sequence[EmbeddingVerb]) -> list[Act]:
    """Acts of an embedding verb over a clause: "agreed to lift", "urged Iran to stop", "accused of sending"."""
    for verb in verbs:
        below = _governed(reader, verb, clause)
        if not below or verb.kind not in CONSUMING:
            continue
        acts = [act for index in below for act in acts_below(reader, index)]
        reader.consumed.update(below, (act.index for act in acts))
        found = _composed(reader, clause, verb, acts)
        if found:
            return found
        if verb.kind != "prevent":
            return without_act(reader, clause, [verb], below)
    return []


def acts_below(reader: BaseReader, index: int) -> list[Act]:
    """The acts of what stands below an embedding verb: a verb or a noun."""
    return reader.acts_below(index) if reader.tree.is_verb(index) else nominal.acts(reader, index)


def _governed(reader: BaseReader, verb: EmbeddingVerb, clause: Clause) -> list[int]:
    """The clauses that an embedding verb takes as its complement."""
    found = [
        index
        for form, index in clause.complements
        if _takes(verb, form) and (form != "that" or _is_asked_for(reader, verb, index))
    ]
    found += [gerund for name, gerunds in clause.gerunds.items() if name in verb.complement for gerund in gerunds]
    if verb.objects:
        found += [child for noun in clause.objects for child in reader.tree.children(noun, "acl")]
    return found


def _is_asked_for(reader: BaseReader, verb: EmbeddingVerb, index: int) -> bool:
    """Whether a finite clause is asked for ("insisted that he go"), not reported ("insisted that he had gone")."""
    if verb.kind != "request" or "any-that" in verb.flags:
        return True
    tree = reader.tree
    marks = {tree.lower[child] for child in tree.children(index, "aux", "mark", "advmod")}
    if marks & reader.lexicon.marker("question"):
        return False
    subjunctive = tree.tag[index] == "VB" and not marks - {"not", "that"}
    return bool(marks & reader.lexicon.marker("mandative")) or subjunctive


def _takes(verb: EmbeddingVerb, form: str) -> bool:
    """Whether an embedding verb takes a clause of that form (as in `clauses.Clauses.form`)."""
    if "only" in verb.flags:
        return form == "to"
    if form == "that":
        return verb.kind in _OVER_FINITE_CLAUSE and "no-that" not in verb.flags
    if form == "ing":
        return verb.kind in _OVER_GERUND or "ing" in verb.complement
    return verb.kind != "stop" or "to" in verb.flags


def _composed(reader: BaseReader, clause: Clause, verb: EmbeddingVerb, acts: Iterable[Act]) -> list[Act]:
    """What an embedding verb makes of acts; those of which it makes none are left out."""
    return [composed for act in acts if (composed := _compose(reader, clause, verb, act)) is not None]


def _compose(reader: BaseReader, clause: Clause, verb: EmbeddingVerb, act: Act) -> Act | None:
    above = replace(
        act,
        index=clause.index,
        path=(clause.index, *act.path),
        sources=subject_slots(clause),
        rule=f"{verb.id} + {act.rule}",
    )
    addressed = addressees(reader, verb, clause)
    if verb.kind == "accuse":
        return replace(above, code=verb.code, mode="", targets=addressed, mutual=False, among=False, solo=False)
    composed = reader.compose(verb.kind, act, verb.id)
    if composed is None:
        return None
    code, modality = composed
    targets, mutual, among = _sides(verb, act, addressed, code)
    return replace(
        above, code=code, targets=targets, mutual=mutual, among=among, solo=act.solo or verb.kind == "request",
        confidence=min(act.confidence, _CONFIDENCE) if targets else _NO_TARGET, modality=modality, nominal=False,
    )  # fmt: skip


def _sides(
    verb: EmbeddingVerb, act: Act, addressed: tuple[Slot, ...], code: str
) -> tuple[tuple[Slot, ...], bool, bool]:
    """Targets of an embedding verb over an act, whether it is mutual, and whether it may hold among the subjects."""
    if verb.kind in OBJECT_CONTROL:
        return addressed or act.sources or (act.targets if code.startswith(_APPEAL) else ()), False, False
    joint = "recip" in verb.flags
    if joint and addressed:
        return (*addressed, *act.targets), True, act.among
    return (*act.targets, *addressed), act.mutual and (verb.kind == "stop" or joint), act.among or joint


def over_noun(reader: BaseReader, clause: Clause, verbs: Sequence[EmbeddingVerb]) -> list[Act]:
    """Acts of an embedding verb over a nominal predicate: "suspended aid", "called for talks", "rejected the deal"."""
    for verb in verbs:
        if verb.kind not in COMPOSING or "clause" in verb.flags:
            continue
        # "called for talks", but "called the talks a success": only some verbs of asking ask for their object.
        asks = verb.kind != "request" or "object" in verb.flags
        nouns = [*clause.objects] if verb.kind not in {"allow", "force"} and asks else []
        nouns += [noun for name in verb.complement for noun in clause.slots.get(name, ())]
        for noun in (slots.content(reader, one) for one in nouns):
            found = _over_noun(reader, clause, verb, noun)
            if found:
                reader.consumed.add(noun)
                return [_without_noun_as_target(reader, act, noun, verb) for act in found]
    return []


def over_subject(reader: BaseReader, clause: Clause, verbs: Sequence[EmbeddingVerb]) -> list[Act]:
    """What becomes of an act that the subject names: "talks between the two collapsed", "hit a dead end"."""
    if clause.passive or clause.complements:
        return []
    for verb in verbs:
        if verb.kind != "collapse" or bool(verb.objects) != bool(clause.objects):
            continue
        for noun in (slots.content(reader, one) for one in clause.subjects):
            found = [
                replace(
                    act, index=clause.index, path=(clause.index, *act.path), code=composed[0], modality=composed[1],
                    mode="", rule=f"{verb.id} + {act.rule}",
                )
                for act in nominal.acts(reader, noun)
                if (composed := reader.compose(verb.kind, act, verb.id)) is not None
            ]  # fmt: skip
            if found:
                reader.consumed.add(noun)
                return found
    return []


def _over_noun(reader: BaseReader, clause: Clause, verb: EmbeddingVerb, noun: int) -> list[Act]:
    acts = [
        replace(act, targets=(*act.targets, *nominal.slots_on_verb(reader, act, clause)))
        for act in nominal.acts(reader, noun)
    ]
    found = _composed(reader, clause, verb, acts)
    if verb.kind != "agree" or len(found) != len(acts):
        return found
    return [
        replace(composed, code=act.code) if _is_done_by_saying(verb, act) else composed
        for composed, act in zip(found, acts, strict=True)
    ]


def _is_done_by_saying(verb: EmbeddingVerb, act: Act) -> bool:
    """Whether to agree to the noun is to do it: an agreed treaty is reached, pledged support is given."""
    return (act.code == _TREATY and "recip" in verb.flags) or act.code in _PERFORMATIVE


def _without_noun_as_target(reader: BaseReader, composed: Act, noun: int, verb: EmbeddingVerb) -> Act:
    """A noun that is the verb's object is not whom the verb addresses."""
    kept = tuple(slot for slot in composed.targets if noun not in slot.heads)
    if not kept and verb.kind in {"request", "refuse"}:
        acts = nominal.acts(reader, noun)
        withdraws = any(act.code[:3] in _WITHDRAWAL for act in acts)
        own = tuple(slot for slot in nominal.owners(reader, noun) if slot.name != "of" or withdraws)
        kept = own or tuple(slot for act in acts[:1] for slot in act.targets if slot.name in {"against", "on"})
    return replace(composed, targets=kept)


def without_act(
    reader: BaseReader, clause: Clause, verbs: Sequence[EmbeddingVerb], below: Sequence[int] | None = None
) -> list[Act]:
    """An embedding verb over something that is no known act: "agreed with Iran", "urged Israel to think".

    Parameters
    ----------
    below
        The clauses below the verb, none of which has an act; None where there are no clauses at all.
    """
    for verb in verbs:
        if not _is_act_alone(verb, over_clause=below is not None):
            continue
        addressed = addressees(reader, verb, clause)
        joint, committing = "recip" in verb.flags, "committing" in verb.flags
        if verb.kind == "agree" and not joint and not addressed and not committing:
            continue  # "hoped to outlive": to want something that is no known act is no act
        among = joint and not addressed
        targets = addressed
        if verb.kind not in OBJECT_CONTROL | {"accuse"} and not joint:
            inner = filter(reader.tree.is_verb, below or ())
            targets = (*addressed, *(slot for verb_below in inner for slot in slots.of_unknown_act(reader, verb_below)))
        if committing and below is not None and not targets:
            act = clause_act(clause, verb.code, (), _COMMITMENT, verb.id)
            return [replace(act, among=among, solo=True)]
        solo = "insistent" in verb.flags and (
            below is not None or any(clause.slots.get(name) for name in ("for", "on", "upon"))
        )
        if targets or among or solo:
            act = clause_act(clause, verb.code, targets, _UNKNOWN_ACT, verb.id)
            return [replace(act, mutual=joint, among=among, solo=solo)]
    return []


def _is_act_alone(verb: EmbeddingVerb, *, over_clause: bool) -> bool:
    """Whether an embedding verb over no known act is an act; some are only where a clause stands below them."""
    if not verb.code:
        return False
    needs_clause = verb.kind in _OVER_CLAUSE_ONLY and "recip" not in verb.flags
    return over_clause or not ("only" in verb.flags or needs_clause)
