"""Verbs that name an act, by themselves ("attacked Kyiv") or by their noun ("held talks", "faced sanctions")."""

from collections.abc import Sequence
from dataclasses import replace

from analysis.actions.lexicon import Operator, Row
from analysis.actions.predicates import nominal, slots, types, words
from analysis.actions.predicates.types import RECIPROCAL, Act, Reading, Slot
from analysis.text import clauses
from analysis.text.clauses import Clause

_MEETINGS = frozenset({"042", "043"})
"""A visit is a meeting of guest and host (CAMEO 042, 043)."""
_PARTNERS = ("with", "alongside", "between")
_DOERS = ("from", "by", "with")

_HOLDING = frozenset({"hold", "host", "conduct", "stage", "attend", "convene"})
_SPOKEN = frozenset({"10", "11", "12", "13"})
"""What is said is not held: in "hold missile warning drills" nobody is warned."""


def act(reading: Reading, clause: Clause, row: Row) -> Act:
    """The act that a row makes of a clause."""
    lemma = reading.tree.lemma
    targets = slots.targets(reading.tree, row, clause)
    reading.swallowed.update(head for head in clause.objects if row.objects and lemma[head] in row.objects)
    sure = 0.6 if row.flags & {"weak", "verbal"} else 0.85
    return replace(
        types.plain(clause, row.code, targets, sure, row.id),
        mode=row.mode,
        context=row.context,
        mutual="recip" in row.flags or row.code in _MEETINGS,
        among=bool(row.flags & RECIPROCAL) and not targets,
        solo="solo" in row.flags or not row.target,
    )


def joint(reading: Reading, clause: Clause, row: Row) -> Act | None:
    """A drill that is held with others is cooperation (CAMEO 062), not a show of force."""
    tree = reading.tree
    several = len([one for head in clause.subjects for one in clauses.conjuncts(tree, head)]) > 1
    partners = tuple(
        Slot(name, heads) for name in _PARTNERS if (heads := slots.heads_of(tree, name, clause, bound=True))
    )
    for noun in (words.content(tree, head) for head in clause.objects):
        for drill in nominal.acts(reading, noun):
            together = "joint" in nominal.flags(reading, noun) and (partners or several)
            if drill.code == "062" or together:
                reading.swallowed.add(noun)
                return replace(
                    act(reading, clause, row), code="062", mode="", targets=partners, mutual=True, among=True,
                    solo=False, rule=f"{row.id} + {drill.rule}",
                )  # fmt: skip
    return None


def by_noun(reading: Reading, clause: Clause, operators: Sequence[Operator]) -> list[Act]:
    """The act of a light verb's noun, done by the verb's subject or to it."""
    for operator in operators:
        if operator.kind not in {"do", "undergo"}:
            continue
        nouns = [*clause.objects, *clause.slots.get("in" if operator.word == "engage" else "under", ())]
        for noun in (words.content(reading.tree, one) for one in nouns):
            for told in nominal.acts(reading, noun):
                if operator.word in _HOLDING and told.code[:2] in _SPOKEN:
                    continue
                reading.swallowed.add(noun)
                if operator.kind == "do":
                    return [_done(reading, clause, told)]
                if "obj" in operator.flags or operator.particle:
                    return [_undergone(reading, clause, told)]
    return []


def _done(reading: Reading, clause: Clause, told: Act) -> Act:
    given = slots.filled({"dat": clause.datives}, ("dat",))
    return replace(
        _verbal(reading, clause, told), sources=types.subject(clause) or told.sources,
        targets=(*told.targets, *nominal.loose(reading, told, clause), *given), sure=0.85,
    )  # fmt: skip


def _undergone(reading: Reading, clause: Clause, told: Act) -> Act:
    doers = slots.filled(clause.slots, _DOERS)
    return replace(
        _verbal(reading, clause, told),
        sources=(*told.sources, *doers),
        targets=types.subject(clause),
        sure=0.7,
    )


def _verbal(reading: Reading, clause: Clause, told: Act) -> Act:
    """A noun's act told by a verb."""
    return replace(
        told, place=clause.index, path=(clause.index, *told.path), nominal=False,
        rule=f"{reading.tree.lemma[clause.index]} + {told.rule}",
    )  # fmt: skip
