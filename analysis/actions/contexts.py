"""PLOVER contexts of an act: the fields of politics that its words belong to.

The words stand in `data/actions/lexicon/contexts.csv`; the contexts are those
of the PLOVER manual (2021), in its order. Only the act's own clause is read:
what another clause of the sentence says belongs to another act.
"""

import csv
import functools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from analysis import _package
from analysis.actions import _tables
from analysis.actions.predicates.types import Act
from analysis.text.parsing import Tree

FILE = _tables.FOLDER / "contexts.csv"
MAX_CONTEXTS = 3
"""How many contexts an act has at most."""
_OWN_CLAUSE = frozenset({"advcl", "conj", "parataxis"})


class PhraseFinder:
    """Finds phrases in a tree by their words, longer ones first, and gives their labels.

    A word of a phrase is a lemma or a form ("forces" is found in the plural
    only); hyphens do not count, so that "anti terror" finds "anti-terror".

    Parameters
    ----------
    phrases
        The phrases of each label.
    """

    def __init__(self, phrases: Mapping[str, Sequence[str]]) -> None:
        self._by_first_word: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
        labels: dict[tuple[str, ...], list[str]] = {}
        for label, own in phrases.items():
            for phrase in own:
                labels.setdefault(tuple(phrase.replace("-", " ").split()), []).append(label)
        for words in sorted(labels, key=lambda one: (-len(one), one)):
            self._by_first_word.setdefault(words[0], []).append((words, tuple(labels[words])))

    def labels(self, tree: Tree, tokens: Iterable[int]) -> Iterator[str]:
        """The labels of the phrases among the given tokens, once for each time that a phrase occurs."""
        wanted = set(tokens)
        line = [index for index, word in enumerate(tree.lower) if word != "-"]
        at = 0
        while at < len(line):
            length, found = self._longest(tree, line, at, wanted) if line[at] in wanted else (1, ())
            yield from found
            at += length

    def _longest(self, tree: Tree, line: Sequence[int], at: int, wanted: set[int]) -> tuple[int, tuple[str, ...]]:
        for first in dict.fromkeys((tree.lemma[line[at]], tree.lower[line[at]])):
            for words, labels in self._by_first_word.get(first, ()):
                tokens = line[at : at + len(words)]
                if len(tokens) == len(words) and all(
                    index in wanted and word in {tree.lemma[index], tree.lower[index]}
                    for index, word in zip(tokens, words, strict=True)
                ):
                    return len(words), labels
        return 1, ()


def contexts_of(tree: Tree, act: Act | None) -> str | None:
    """The contexts of an act, joined by "/", or None where no word gives one.

    The context of the lexicon's entry comes first, then those with most words,
    ties in the manual's order; three at most. Without an act the whole
    sentence is read.
    """
    tokens = clause_tokens(tree, act) if act is not None else range(len(tree))
    counts = Counter(_finder().labels(tree, tokens))
    own = [name for name in (act.context if act is not None else "").replace("/", ";").split(";") if name]
    ranked = sorted(counts, key=lambda name: (-counts[name], names().index(name)))
    return "/".join(list(dict.fromkeys([*own, *ranked]))[:MAX_CONTEXTS]) or None


def clause_tokens(tree: Tree, act: Act) -> set[int]:
    """The tokens of an act's clause: all below its highest word but clauses that have a subject of their own.

    Clauses through which the path of the act runs, and relative clauses, are included.
    """
    found: set[int] = set()
    rest = [act.path[0]]
    while rest:
        index = rest.pop()
        found.add(index)
        rest += [child for child in tree.children(index) if child in act.path or not _begins_clause(tree, child)]
    return found


def _begins_clause(tree: Tree, index: int) -> bool:
    """Whether another clause begins here: "..., and Israel struck Beirut", "after North Korea tested a bomb"."""
    return tree.dep[index] in _OWN_CLAUSE and tree.is_verb(index) and bool(tree.children(index, "nsubj", "nsubjpass"))


@functools.cache
def names() -> tuple[str, ...]:
    """The contexts in the manual's order."""
    with (_package.DATA / "ontology" / "plover_contexts_2021.csv").open(encoding="utf-8", newline="") as rows:
        return tuple(row["context"] for row in csv.DictReader(rows))


@functools.cache
def _finder() -> PhraseFinder:
    return load(FILE)


def load(path: Path) -> PhraseFinder:
    """Read a table of contexts and their words; a context may have several rows.

    Raises
    ------
    InputError
        Naming file, line and column of an unknown context or an empty phrase.
    """
    words: dict[str, list[str]] = {}
    for row in _tables.read(path, ("context", "words")):
        if row["context"] not in names():
            raise row.error("context", f"no PLOVER context {row['context']!r}")
        phrases = row["words"].split("|")
        if not all(phrase.strip(" -") for phrase in phrases):
            raise row.error("words", f"an empty phrase in {row['words']!r}")
        words.setdefault(row["context"], []).extend(phrases)
    return PhraseFinder(words)
