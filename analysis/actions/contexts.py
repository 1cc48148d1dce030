"""PLOVER contexts of an act: the fields of politics that its words belong to.

The words stand in `data/actions/lexicon/contexts.csv`, the contexts in the
order of the PLOVER manual (2021). Only the act's own clause is read: what
another clause of the sentence tells of belongs to another act.
"""

import csv
import functools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from analysis import _paths, errors
from analysis.actions.predicates.reader import Act
from analysis.text.parsing import Tree

FILE = _paths.DATA / "actions" / "lexicon" / "contexts.csv"
MOST = 3
"""Contexts that an act is given at most, as in the field's data."""
_APART = frozenset({"advcl", "conj", "parataxis"})
_SUBJECTS = ("nsubj", "nsubjpass")


class Finder:
    """Finds phrases in a tree by their words, the longest first, and gives their labels.

    A word of a phrase is a lemma or a form ("forces" is found in the plural
    alone); hyphens do not count, so "anti terror" finds "anti-terror".
    """

    def __init__(self, labels: Mapping[str, Sequence[str]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
        gathered: dict[tuple[str, ...], list[str]] = {}
        for label, phrases in labels.items():
            for phrase in phrases:
                gathered.setdefault(tuple(phrase.replace("-", " ").split()), []).append(label)
        for words in sorted(gathered, key=lambda one: (-len(one), one)):
            self._by_first.setdefault(words[0], []).append((words, tuple(gathered[words])))

    def labels(self, tree: Tree, places: Iterable[int]) -> Iterator[str]:
        """The labels of the phrases among the tokens at `places`, once for each time that one stands there."""
        wanted = set(places)
        line = [place for place, word in enumerate(tree.lower) if word != "-"]
        at = 0
        while at < len(line):
            length, found = self._longest(tree, line, at, wanted) if line[at] in wanted else (1, ())
            yield from found
            at += length

    def _longest(self, tree: Tree, line: Sequence[int], at: int, wanted: set[int]) -> tuple[int, tuple[str, ...]]:
        for first in dict.fromkeys((tree.lemma[line[at]], tree.lower[line[at]])):
            for words, labels in self._by_first.get(first, ()):
                places = line[at : at + len(words)]
                if len(places) == len(words) and all(
                    place in wanted and word in {tree.lemma[place], tree.lower[place]}
                    for place, word in zip(places, words, strict=True)
                ):
                    return len(words), labels
        return 1, ()


def of(tree: Tree, act: Act | None) -> str | None:
    """Contexts of an act, joined by "/", or None where no word tells.

    The lexicon's row comes first, then the contexts with most words, equals in
    the manual's order; three at most. Without an act the whole sentence is read.
    """
    counts = Counter(_finder().labels(tree, clause(tree, act) if act is not None else range(len(tree))))
    own = [name for name in (act.context if act is not None else "").replace("/", ";").split(";") if name]
    ranked = sorted(counts, key=lambda name: (-counts[name], names().index(name)))
    return "/".join(list(dict.fromkeys([*own, *ranked]))[:MOST]) or None


def clause(tree: Tree, act: Act) -> set[int]:
    """The tokens of an act's clause: all below its highest word but clauses that have a subject of their own.

    A clause that the act itself runs through stays, and so does a relative one.
    """
    found: set[int] = set()
    rest = [act.path[0]]
    while rest:
        now = rest.pop()
        found.add(now)
        rest += [kid for kid in tree.children(now) if kid in act.path or not _is_apart(tree, kid)]
    return found


def _is_apart(tree: Tree, place: int) -> bool:
    """Whether another clause begins here: "..., and Israel struck Beirut", "after North Korea tested a bomb"."""
    return tree.dep[place] in _APART and tree.is_verb(place) and bool(tree.children(place, *_SUBJECTS))


@functools.cache
def names() -> tuple[str, ...]:
    """The contexts in the manual's order."""
    with (_paths.DATA / "ontology" / "plover_contexts_2021.csv").open(encoding="utf-8", newline="") as rows:
        return tuple(row["context"] for row in csv.DictReader(rows))


@functools.cache
def _finder() -> Finder:
    return load(FILE)


def load(path: Path) -> Finder:
    """Read a table of contexts and their words; a context may have several rows.

    Raises
    ------
    InputError
        Naming line and value of an unknown context or an empty phrase.
    """
    words: dict[str, list[str]] = {}
    with path.open(encoding="utf-8", newline="") as rows:
        for line, row in enumerate(csv.DictReader(rows), start=2):
            if row["context"] not in names():
                raise errors.InputError(f"{path.name}, line {line}: no PLOVER context {row['context']!r}")
            phrases = (row["words"] or "").split("|")
            if not all(phrase.strip(" -") for phrase in phrases):
                raise errors.InputError(f"{path.name}, line {line}, column words: an empty phrase in {row['words']!r}")
            words.setdefault(row["context"], []).extend(phrases)
    return Finder(words)
