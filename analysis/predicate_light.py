"""Verbs that add nothing to a noun of doing: "held talks with", and what one undergoes: "faced sanctions from"."""

from collections.abc import Sequence
from dataclasses import replace

from analysis import predicate_acts, predicate_nouns, predicate_slots, predicate_words
from analysis.clauses import Clause
from analysis.lexicon import Operator
from analysis.predicate_acts import Act, Reading

_DOERS = ("from", "by", "with")


def acts(reading: Reading, clause: Clause, operators: Sequence[Operator]) -> list[Act]:
    """The act of a light verb's noun, done by the verb's subject or to it."""
    for operator in operators:
        if operator.kind not in {"do", "undergo"}:
            continue
        nouns = [*clause.objects, *clause.slots.get("in" if operator.word == "engage" else "under", ())]
        for noun in (predicate_words.content(reading.tree, one) for one in nouns):
            for act in predicate_nouns.acts(reading, noun):
                reading.swallowed.add(noun)
                if operator.kind == "do":
                    return [_done(reading, clause, act)]
                if "obj" in operator.flags or operator.particle:
                    return [_undergone(reading, clause, act)]
    return []


def _done(reading: Reading, clause: Clause, act: Act) -> Act:
    given = predicate_slots.filled({"dat": clause.datives}, ("dat",))
    return replace(
        _verbal(reading, clause, act), sources=predicate_acts.subject(clause) or act.sources,
        targets=(*act.targets, *predicate_nouns.loose(reading, act, clause), *given), sure=0.85,
    )  # fmt: skip


def _undergone(reading: Reading, clause: Clause, act: Act) -> Act:
    doers = predicate_slots.filled(clause.slots, _DOERS)
    return replace(
        _verbal(reading, clause, act), sources=(*act.sources, *doers), targets=predicate_acts.subject(clause), sure=0.7
    )


def _verbal(reading: Reading, clause: Clause, act: Act) -> Act:
    """A noun's act told by a verb."""
    return replace(
        act, place=clause.place, path=(clause.place, *act.path), nominal=False,
        rule=f"{reading.tree.lemma[clause.place]} + {act.rule}",
    )  # fmt: skip
