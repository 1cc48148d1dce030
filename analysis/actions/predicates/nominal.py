"""Nominal predicates: nouns that name an act and have slots of their own ("Moscow's attack on Kyiv")."""

from collections.abc import Sequence
from dataclasses import replace

from analysis.actions.lexicon import Entry
from analysis.actions.predicates import slots
from analysis.actions.predicates.types import Act, BaseReader, Slot
from analysis.text import clauses
from analysis.text.clauses import Clause

SHOW_OF_FORCE, MILITARY_COOPERATION = "150", "062"
"""CAMEO codes of a military exercise that is held alone and of one that is held with others."""
_NEAR = 3
"""How many tokens before a noun may hold its modifiers; "of" may stand further from it than they do."""
_CONFIDENCE, _WEAK = 0.65, 0.45


def acts(reader: BaseReader, noun: int) -> list[Act]:
    """The act that a noun names, if any; proper nouns and modifiers of another noun name none."""
    tree = reader.tree
    if tree.tag[noun][:2] not in {"NN", "VB"} or tree.tag[noun] == "NNP" or tree.dep[noun] == "compound":
        return []
    for entry in _entries(reader, noun):
        if slots.words_before(tree, noun, _NEAR) >= set(entry.modifiers) - {"of"}:
            if "noun" in entry.flags:
                found = _over_noun(reader, noun, entry)
                if found:
                    return found
                continue
            return _over_clause(reader, entry, _named(reader, noun, entry))
    return []


def _named(reader: BaseReader, noun: int, entry: Entry) -> Act:
    own = _slots(reader, noun)
    sources = slots.filled(own, (name for name in entry.source if name != "of" or "of" not in entry.target))
    code, mutual, solo = entry.code, "recip" in entry.flags, "solo" in entry.flags
    several = any(len(clauses.conjuncts(reader.tree, head)) > 1 for slot in sources for head in slot.heads)
    if "joint" in entry.flags and entry.code == SHOW_OF_FORCE and several:
        code, mutual, solo = MILITARY_COOPERATION, True, False
    weak = "weak" in entry.flags and code == entry.code
    return Act(
        index=noun, path=(noun,), code=code, mode=entry.mode, context=entry.context,
        sources=(*sources, Slot("mod", (noun,))), targets=slots.filled(own, entry.target), mutual=mutual, among=mutual,
        solo=solo, confidence=_WEAK if weak else _CONFIDENCE, rule=entry.id, nominal=True,
    )  # fmt: skip


def flags(reader: BaseReader, noun: int) -> frozenset[str]:
    """The flags of all entries of a noun."""
    return frozenset().union(*(entry.flags for entry in reader.lexicon.nouns.get(reader.tree.lemma[noun], ())))


def owners(reader: BaseReader, noun: int) -> tuple[Slot, ...]:
    """The slots of whose act a noun may be."""
    own = clauses.noun_slots(reader.tree, noun)
    return slots.filled(own, (name for name in own if name in {"poss", "by", "from", "of"}))


def slots_on_verb(reader: BaseReader, act: Act, clause: Clause) -> tuple[Slot, ...]:
    """Target slots of the act's noun that depend on the verb: "cut off aid to Egypt"."""
    entries = reader.lexicon.nouns.get(reader.tree.lemma[act.index], ())
    entry = next((entry for entry in entries if entry.id == act.rule), None)
    return slots.filled(clause.slots, entry.target if entry is not None else ())


def _slots(reader: BaseReader, noun: int) -> dict[str, list[int]]:
    """The slots of a noun, with those of nouns coordinated with it: "praise and support for"."""
    tree = reader.tree
    found = clauses.noun_slots(tree, noun)
    for other in clauses.conjuncts(tree, noun)[1:] if tree.children(noun, "conj") else ():
        for name, heads in clauses.noun_slots(tree, other).items():
            found.setdefault(name, heads)
    return found


def _entries(reader: BaseReader, noun: int) -> Sequence[Entry]:
    """Entries of a noun; of "the dialogue process" and "aid deliveries" those of the noun within."""
    tree, nouns = reader.tree, reader.lexicon.nouns
    lemma = slots.sense(reader, noun) if tree.tag[noun][0] == "N" else tree.lower[noun]
    entries = nouns.get(lemma, ())
    if entries or lemma not in reader.lexicon.noun_class("container"):
        return entries
    for child in tree.children(noun, "compound"):
        if tree.tag[child] in {"NN", "NNS"} and (inner := nouns.get(tree.lemma[child], ())):
            return inner
    return ()


def _over_noun(reader: BaseReader, noun: int, entry: Entry) -> list[Act]:
    """The act that a noun makes of the act behind its preposition: "the end of the war", "limits on exports"."""
    kind, own = entry.embeds or "", clauses.noun_slots(reader.tree, noun)
    for head in (head for name in entry.target for head in own.get(name, ())):
        for inner in acts(reader, slots.content(reader, head)):
            composed = reader.compose(kind, inner)
            if composed is None:
                continue
            reader.consumed.add(inner.index)
            named = _named(reader, noun, entry)
            return [
                replace(
                    inner, index=noun, path=(noun, *inner.path), code=composed[0], modality=composed[1], mode="",
                    sources=(*named.sources, *inner.sources), rule=f"{entry.id} + {inner.rule}",
                )
            ]  # fmt: skip
    return []


def _over_clause(reader: BaseReader, entry: Entry, act: Act) -> list[Act]:
    """The act of a noun, put together with the clause that it embeds: "a promise to withdraw"."""
    kind = entry.embeds
    if kind is None:
        return [act]
    tree = reader.tree
    for child in tree.children(act.index, "acl"):
        for inner in reader.acts_below(child) if tree.is_verb(child) else ():
            reader.consumed.add(child)
            composed = reader.compose(kind, inner)
            if composed is not None:
                targets = act.targets if kind == "request" else (*inner.targets, *act.targets)
                return [
                    replace(
                        act, path=(act.index, *inner.path), code=composed[0], modality=composed[1], targets=targets,
                        rule=f"{entry.id} + {inner.rule}", among=False, mutual=inner.mutual and act.mutual,
                    )
                ]  # fmt: skip
    return [act]
