"""Verbs that name an act by themselves: "attacked Kyiv", "imposed sanctions on Iran"."""

from dataclasses import replace

from analysis import clauses, lexicon, predicate_acts, predicate_nouns, predicate_slots, predicate_words
from analysis.clauses import Clause
from analysis.predicate_acts import RECIPROCAL, Act, Reading, Slot

_MEETINGS = frozenset({"042", "043"})
"""A visit is a meeting of guest and host (CAMEO 042, 043)."""
_PARTNERS = ("with", "alongside", "between")


def act(reading: Reading, clause: Clause, row: lexicon.Row) -> Act:
    """The act that a row makes of a clause."""
    lemma = reading.tree.lemma
    targets = predicate_slots.targets(reading.tree, row, clause)
    reading.swallowed.update(head for head in clause.objects if row.objects and lemma[head] in row.objects)
    sure = 0.6 if row.flags & {"weak", "verbal"} else 0.85
    return replace(
        predicate_acts.plain(clause, row.code, targets, sure, row.id),
        mode=row.mode,
        context=row.context,
        mutual="recip" in row.flags or row.code in _MEETINGS,
        among=bool(row.flags & RECIPROCAL) and not targets,
        solo="solo" in row.flags or not row.target,
    )


def joint(reading: Reading, clause: Clause, row: lexicon.Row) -> Act | None:
    """A drill that is held with others is cooperation (CAMEO 062), not a show of force."""
    tree = reading.tree
    several = len([one for head in clause.subjects for one in clauses.members(tree, head)]) > 1
    partners = tuple(
        Slot(name, heads) for name in _PARTNERS if (heads := predicate_slots.heads_of(tree, name, clause, bound=True))
    )
    for noun in (predicate_words.content(tree, head) for head in clause.objects):
        for drill in predicate_nouns.acts(reading, noun):
            together = "joint" in predicate_nouns.flags(reading, noun) and (partners or several)
            if drill.code == "062" or together:
                reading.swallowed.add(noun)
                return replace(
                    act(reading, clause, row), code="062", mode="", targets=partners, mutual=True, among=True,
                    solo=False, rule=f"{row.id} + {drill.rule}",
                )  # fmt: skip
    return None
