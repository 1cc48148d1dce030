"""What saying itself does: to say that another must act, to warn of one's own act, to deny."""

from dataclasses import replace

from analysis.actions.predicates import embedding, matching, slots, types, verbal
from analysis.actions.predicates.types import Act, Reading, Slot
from analysis.text import clauses
from analysis.text.clauses import Clause

DENYING = frozenset({"deny", "disavow", "disclaim"})
_WARNING = frozenset({"warn", "caution"})
_DUTY = frozenset({"must", "should", "ought"})
_COMING = frozenset({"will", "would", "could", "may", "might"})
_OWN = frozenset({"he", "she", "it", "they", "we"})


def acts(reading: Reading, clause: Clause) -> list[Act]:
    """The acts of a verb of saying; none for any other verb and for mere statements."""
    lemma = reading.tree.lemma[clause.index]
    if lemma in clauses.SAYING and (found := _obliged(reading, clause) or _warned(reading, clause)):
        return found
    denies = lemma in DENYING and not clause.passive and not clause.datives
    return [_denied(reading, clause)] if denies and (clause.complements or clause.gerunds or clause.objects) else []


def _obliged(reading: Reading, clause: Clause) -> list[Act]:
    """To say that another must act is to ask for it: "said Iran must stop"."""
    tree = reading.tree
    for form, inner in clause.complements:
        duty = any(tree.lower[kid] in _DUTY for kid in tree.children(inner, "aux"))
        needs = tree.lemma[inner] in {"need", "have"} and any(tree.dep[kid] == "xcomp" for kid in tree.children(inner))
        if form != "that" or not (duty or needs):
            continue
        below = tree.children(inner, "xcomp")[0] if needs else inner
        asked = reading.clauses.at(below)
        heads = tuple(asked.subjects if not asked.passive else asked.agents)
        codes = [code for _, code in _composed(reading, below, "request")]
        if not heads or any(tree.lower[head] in _OWN for head in heads):
            continue
        reading.swallowed.update({inner, below})
        target = Slot("subj of clause", heads)
        made = types.plain(clause, codes[0] if codes else "100", (target,), 0.7, "say + must")
        return [replace(made, path=(clause.index, below))]
    return []


def _warned(reading: Reading, clause: Clause) -> list[Act]:
    """To warn of one's own act is to threaten it: "warned that it would close the strait"."""
    tree, place = reading.tree, clause.index
    if tree.lemma[place] not in _WARNING:
        return []
    for form, inner in clause.complements:
        coming = any(tree.lower[kid] in _COMING for kid in tree.children(inner, "aux"))
        own = any(tree.lower[kid] in _OWN for kid in tree.children(inner, "nsubj"))
        if form != "that" or not coming or not own:
            continue
        made = [(act, code) for act, code in _composed(reading, inner, "agree") if code.startswith("13")]
        reading.swallowed.add(inner)
        targets = slots.filled({"obj": clause.objects}, ("obj",))
        act, code = made[0] if made else (None, "130")
        rule = f"warn + {act.rule if act else 'own act'}"
        threat = types.plain(clause, code, (*targets, *(act.targets if act else ())), 0.7, rule)
        return [replace(threat, path=(place, inner), solo=True)]
    return []


def _composed(reading: Reading, below: int, kind: str) -> list[tuple[Act, str]]:
    """The acts below with the codes that an operator of a kind makes of them."""
    return [
        (act, made[0]) for act in embedding.inner(reading, below) if (made := reading.book.composed(kind, act.code))
    ]


def _denied(reading: Reading, clause: Clause) -> Act:
    """To deny an accusation is to reject it (CAMEO 120); what is denied is told as denied."""
    row = matching.row(reading, clause)
    if row is not None and row.objects:
        return verbal.act(reading, clause, row)
    accuser = slots.filled(clause.slots, ("by", "from"))
    return replace(types.plain(clause, "120", accuser, 0.6, "deny"), solo=True)
