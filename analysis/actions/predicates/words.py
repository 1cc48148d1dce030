"""Words in an act's phrases: which sense a noun has, what a noun of measure holds, which nouns are times."""

from collections.abc import Iterable

from analysis.text import clauses
from analysis.text.parsing import Tree

_LABOUR = frozenset(
    "labor labour general transport rail bus truck teacher nurse worker doctor port dock wage pay school student "
    "climate hour day week".split()
)
_SHOWN = frozenset("verbal heart panic personal scathing extraordinary stinging".split())
_STUFF = frozenset(
    "financial economic humanitarian material logistical budget budgetary technical air naval emergency food medical "
    "security".split()
)
SENSES = {
    "strike": ((frozenset({"hunger"}), "hunger-strike"), (_LABOUR | {"sit-in", "sit", "sympathy"}, "labour-strike")),
    "attack": ((_SHOWN, "verbal-attack"),),
    "support": ((frozenset({"military"}), "military-support"), (_STUFF, "material-support")),
    "test": ((frozenset({"virus", "covid-19", "coronavirus", "pcr", "blood", "drug", "dna"}), "medical-test"),),
}
"""Nouns that mean another act beside certain words; the second of a pair is the lemma in the lexicon."""
CONTAINERS = frozenset(
    "delivery shipment package program programme flow supply batch tranche ton tonne round series regime wave barrage "
    "number pair group process effort campaign channel mission".split()
)
"""Nouns that hold another one: of "a round of talks", "aid deliveries" the act is within."""
TIMES = frozenset(
    "weekend week day month year night morning evening afternoon hour minute summer winter spring autumn decade time "
    "moment today tomorrow yesterday monday tuesday wednesday thursday friday saturday sunday past".split()
)


def sense(tree: Tree, place: int) -> str:
    """The lemma, told apart where a modifier gives it another sense: "hunger strike", "verbal attack"."""
    lemma = tree.lemma[place]
    senses = SENSES.get(lemma)
    if senses is None:
        return lemma
    near = near_by(tree, place, 2)
    return next((other for words, other in senses if near & words), lemma)


def near_by(tree: Tree, noun: int, before: int) -> set[str]:
    """Lemmas of a noun's modifiers, and the words that stand at most so many tokens before it."""
    return {tree.lemma[kid] for kid in tree.children(noun, "compound", "amod", "nmod")} | set(
        tree.lower[max(0, noun - before) : noun]
    )


def lemmas(tree: Tree, heads: Iterable[int]) -> set[str]:
    """Lemmas of coordinated heads; of "aid deliveries" also that of what is delivered."""
    found = set()
    for one in (one for head in heads for one in clauses.conjuncts(tree, head)):
        found.add(sense(tree, one))
        if tree.lemma[one] in CONTAINERS:
            found |= {tree.lemma[kid] for kid in (*tree.children(one, "compound"), *_held(tree, one))}
    return found


def content(tree: Tree, noun: int) -> int:
    """What a noun of measure holds: of "a round of exercises" the exercises."""
    if tree.lemma[noun] not in CONTAINERS:
        return noun
    inner = _held(tree, noun)
    return inner[0] if inner and tree.tag[inner[0]][0] == "N" else noun


def _held(tree: Tree, noun: int) -> list[int]:
    return [kid for of in tree.children(noun, "prep") if tree.lower[of] == "of" for kid in tree.children(of, "pobj")]
