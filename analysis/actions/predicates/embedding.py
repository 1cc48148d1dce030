"""Verbs of will over an act: "threatened to cut aid", "called for talks", "accused Iran of sending drones"."""

from collections.abc import Sequence
from dataclasses import replace

from analysis import ontology
from analysis.actions.lexicon import Operator
from analysis.actions.predicates import nominal, slots, types, words
from analysis.actions.predicates.types import Act, Reading, Slot
from analysis.text import clauses
from analysis.text.clauses import Clause

COMPOSING = frozenset({"agree", "threaten", "refuse", "request", "stop", "allow", "force"})
SWALLOWING = COMPOSING | {"accuse", "prevent"}
INSISTENT = frozenset({"call", "urge", "appeal", "demand", "plead"})
"""Verbs of asking that ask also where nobody is named who is asked."""
COMMITTING = frozenset({"agree", "promise", "pledge", "consent", "offer", "vow"})
"""Verbs that bind the speaker, whatever it is to."""
CONTROL_BY_OBJECT = frozenset({"request", "allow", "force", "prevent"})
_TELLING = frozenset({"tell", "warn", "remind", "expect", "argue"})
_PROTECTING = frozenset({"offer", "volunteer"})
_CEASING = frozenset({"cease", "refrain", "desist"})
_LEAVING = frozenset({"087", "083"})
_ORDERING = frozenset({"order", "direct", "command"})
_REAFFIRMING = frozenset({"reaffirm", "reiterate", "affirm", "restate"})
_CURBING = frozenset({"COERCE", "SANCTION"})
_DONE_BY_WORD = frozenset({"050", "051", "052"})


def fitting(reading: Reading, clause: Clause) -> list[Operator]:
    """The operators of a verb whose particle and object are there."""
    tree = reading.tree
    return [
        one
        for one in reading.book.operators.get(tree.lemma[clause.index], ())
        if (not one.particle or slots.has_particle(tree, one.particle, clause))
        and (not one.objects or words.lemmas(tree, clause.objects) & one.objects)
    ]


def settle_controllers(reading: Reading) -> None:
    """Give each infinitive under a verb of asking the one who is asked as its subject."""
    tree = reading.tree
    for place in filter(tree.is_verb, range(len(tree))):
        operators = reading.book.operators.get(tree.lemma[place], ())
        operator = next((one for one in operators if one.kind in CONTROL_BY_OBJECT), None)
        if operator is None:
            continue
        clause = reading.clauses.at(place)
        asked = [head for slot in addressees(reading, operator, clause) for head in slot.heads]
        inner = [below for _, below in clause.complements]
        inner += [verb for verbs in clause.gerunds.values() for verb in verbs]
        for below in inner:
            if asked and reading.clauses.form(below) != "that":
                reading.clauses.controllers.setdefault(below, asked)


def addressees(reading: Reading, operator: Operator, clause: Clause) -> tuple[Slot, ...]:
    """Who is asked, forced or agreed with; where no slot says so, the subject of what is asked for."""
    tree = reading.tree
    found = []
    for name in operator.addressee:
        heads = slots.heads_of(tree, name, clause, bound=bool(operator.objects))
        if heads and not (name == "obj" and operator.objects):
            found.append(Slot(name, heads))
    if not found and operator.kind in CONTROL_BY_OBJECT:
        subjects = [kid for _, inner in clause.complements for kid in tree.children(inner, *clauses.SUBJECTS)]
        found += [Slot("subj of clause", tuple(subjects))] if subjects else []
    return tuple(found)


def over_clause(reading: Reading, clause: Clause, operators: Sequence[Operator]) -> list[Act]:
    """Acts of a verb of will over a clause: "agreed to lift", "urged Iran to stop", "accused of sending"."""
    for operator in operators:
        below = _governed(reading, operator, clause)
        if not below or operator.kind not in SWALLOWING:
            continue
        acts = [act for place in below for act in inner(reading, place)]
        reading.swallowed.update(below, (act.place for act in acts))
        found = [made for act in acts if (made := _composed(reading, clause, operator, act)) is not None]
        if found:
            return found
        if operator.kind != "prevent":
            return bare(reading, clause, [operator], below)
    return []


def inner(reading: Reading, place: int) -> list[Act]:
    """The acts of what stands below an operator, a verb or a noun."""
    return reading.below(place) if reading.tree.is_verb(place) else nominal.acts(reading, place)


def _governed(reading: Reading, operator: Operator, clause: Clause) -> list[int]:
    """The clauses over which an operator has its say."""
    found = [
        place
        for form, place in clause.complements
        if _takes(operator, form) and (form != "that" or _asked(reading, operator, place))
    ]
    found += [verb for name, verbs in clause.gerunds.items() if name in operator.complement for verb in verbs]
    if operator.objects:
        found += [kid for noun in clause.objects for kid in reading.tree.children(noun, "acl")]
    return found


def _asked(reading: Reading, operator: Operator, place: int) -> bool:
    """Whether a finite clause is asked for ("insisted that he go"), not told ("insisted that he had gone")."""
    if operator.kind != "request" or operator.word == "demand":
        return True
    tree = reading.tree
    marks = {tree.lower[kid] for kid in tree.children(place, "aux", "mark", "advmod")}
    if marks & {"whether", "if", "why", "how", "when"}:
        return False
    return bool(marks & {"should", "must", "to"}) or (tree.tag[place] == "VB" and not marks - {"not", "that"})


def _takes(operator: Operator, form: str) -> bool:
    """Whether an operator has its say over a clause of that form (as in `clauses.Clauses.form`)."""
    if "only" in operator.flags:
        return form == "to"
    if form == "that":
        return operator.kind in {"agree", "request", "threaten", "allow"} and operator.word not in _TELLING
    if form == "ing":
        return operator.kind in {"stop", "refuse", "agree", "threaten"} or "ing" in operator.complement
    return operator.kind != "stop" or operator.word in _CEASING


def _composed(reading: Reading, clause: Clause, operator: Operator, act: Act) -> Act | None:
    """What an operator makes of an act; None where it says nothing of it."""
    place = clause.index
    above = replace(
        act,
        place=place,
        path=(place, *act.path),
        sources=types.subject(clause),
        rule=f"{operator.id} + {act.rule}",
    )
    addressed = addressees(reading, operator, clause)
    if operator.kind == "accuse":
        return replace(above, code=operator.code, mode="", targets=addressed, mutual=False, among=False, solo=False)
    made = reading.composed(operator.kind, act)
    if made is None:
        return None
    code, modality = made
    if operator.word in _PROTECTING and code.startswith("138"):
        code = "0334"  # who offers to send troops means to protect
    if operator.word in _ORDERING and ontology.plover_of(act.code) in _CURBING:
        code = "172"  # the order is itself the restriction
    if "commitment" in operator.objects and operator.word in _REAFFIRMING and act.code in _DONE_BY_WORD:
        code = act.code
    targets, mutual, among = _sides(operator, act, addressed, code)
    return replace(
        above, code=code, targets=targets, mutual=mutual, among=among, solo=act.solo or operator.kind == "request",
        sure=min(act.sure, 0.85) if targets else 0.6, modality=modality, nominal=False,
    )  # fmt: skip


def _sides(operator: Operator, act: Act, addressed: tuple[Slot, ...], code: str) -> tuple[tuple[Slot, ...], bool, bool]:
    """Targets of an operator over an act, whether it is mutual, and whether it may hold among the subjects."""
    if operator.kind in CONTROL_BY_OBJECT:
        return addressed or act.sources or (act.targets if code.startswith("10") else ()), False, False
    joint = "recip" in operator.flags
    if joint and addressed:
        return (*addressed, *act.targets), True, act.among
    return (*act.targets, *addressed), act.mutual and (operator.kind == "stop" or joint), act.among or joint


def over_noun(reading: Reading, clause: Clause, operators: Sequence[Operator]) -> list[Act]:
    """Acts of a verb of will over a noun of doing: "suspended aid", "called for talks", "rejected the deal"."""
    for operator in operators:
        if operator.kind not in COMPOSING:
            continue
        # "called for talks", but "called the talks a success": only some verbs of asking ask for their object.
        if operator.word in _ORDERING:
            continue  # to order an arrest is to arrest
        asks = operator.kind != "request" or operator.flags & {"that", "object"}
        nouns = [*clause.objects] if operator.kind not in {"allow", "force"} and asks else []
        nouns += [noun for name in operator.complement for noun in clause.slots.get(name, ())]
        for noun in (words.content(reading.tree, one) for one in nouns):
            found = _over_noun(reading, clause, operator, noun)
            if found:
                reading.swallowed.add(noun)
                return [_unasked(reading, made, noun, operator) for made in found]
    return []


def _over_noun(reading: Reading, clause: Clause, operator: Operator, noun: int) -> list[Act]:
    acts = [
        replace(act, targets=(*act.targets, *nominal.loose(reading, act, clause)))
        for act in nominal.acts(reading, noun)
    ]
    found = [made for act in acts if (made := _composed(reading, clause, operator, act)) is not None]
    if operator.kind != "agree" or len(found) != len(acts):
        return found
    return [
        replace(made, code=act.code) if _done_by_word(operator, act) else made
        for made, act in zip(found, acts, strict=True)
    ]


def _done_by_word(operator: Operator, act: Act) -> bool:
    """Whether to will the noun is to do it: an agreement agreed on is reached, support that is pledged is given."""
    return (act.code == "057" and "recip" in operator.flags) or act.code in _DONE_BY_WORD


def _unasked(reading: Reading, made: Act, noun: int, operator: Operator) -> Act:
    """A noun that is the verb's object is not whom the verb addresses."""
    kept = tuple(slot for slot in made.targets if noun not in slot.heads)
    if not kept and operator.kind in {"request", "refuse"}:
        acts = nominal.acts(reading, noun)
        leaves = any(act.code[:3] in _LEAVING for act in acts)  # "the withdrawal of their troops"
        own = tuple(slot for slot in nominal.owners(reading, noun) if slot.name != "of" or leaves)
        kept = own or tuple(slot for act in acts[:1] for slot in act.targets if slot.name in {"against", "on"})
    return replace(made, targets=kept)


def bare(
    reading: Reading, clause: Clause, operators: Sequence[Operator], below: Sequence[int] | None = None
) -> list[Act]:
    """A verb of will over something that is no known act: "agreed with Iran", "urged Israel to think".

    Parameters
    ----------
    below
        The clauses that tell of no act; None where there are no clauses at all.
    """
    for operator in operators:
        if not _speaks_alone(operator, governs=below is not None):
            continue
        addressed = addressees(reading, operator, clause)
        joint = "recip" in operator.flags
        if operator.kind == "agree" and not joint and not addressed and operator.word not in COMMITTING:
            continue  # "hoped to outlive": to will what is no known act is none
        among = joint and not addressed
        targets = addressed
        if operator.kind not in CONTROL_BY_OBJECT | {"accuse"} and not joint:
            verbs = filter(reading.tree.is_verb, below or ())
            targets = (*addressed, *(slot for verb in verbs for slot in slots.inside(reading, verb)))
        if operator.word in COMMITTING and below is not None and not targets:
            return [replace(_said(clause, operator, (), 0.55), among=among, solo=True)]
        solo = operator.word in INSISTENT and (
            below is not None or any(clause.slots.get(name) for name in ("for", "on", "upon"))
        )
        if targets or among or solo:
            return [replace(_said(clause, operator, targets, 0.6), mutual=joint, among=among, solo=solo)]
    return []


def _said(clause: Clause, operator: Operator, targets: tuple[Slot, ...], sure: float) -> Act:
    return types.plain(clause, operator.code, targets, sure, operator.id)


def _speaks_alone(operator: Operator, *, governs: bool) -> bool:
    """Whether an operator over no known act is an act; some are only where a clause stands below them."""
    if not operator.code:
        return False
    needs_clause = operator.kind in {"agree", "allow", "force"} and "recip" not in operator.flags
    return governs or not ("only" in operator.flags or needs_clause)
