"""The exemplars that the action model learns from: our own sentences, each with a marked pair and a class.

There is one file for each class in `data/actions/exemplars/`, tab-separated, with
the columns `cameo` and `sentence`; the source stands between <s> and </s>, the target
between <t> and </t>. `NONE.tsv` holds pairs that do nothing to each other.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis import _package, errors, ontology

FOLDER = _package.DATA / "actions" / "exemplars"
_MARK = re.compile(r"</?[st]>")
_WORD = re.compile(r"\w+")
SHINGLE = 5
"""Words of a shingle: a run of words by which two texts are compared."""


@dataclass(frozen=True, slots=True)
class Exemplar:
    """A sentence without marks, the spans of its pair, its root (or NONE) and its CAMEO code."""

    sentence: str
    source: tuple[int, int]
    target: tuple[int, int]
    root: str
    cameo: str
    file: str
    line: int

    @property
    def item(self) -> tuple[str, tuple[int, int], tuple[int, int]]:
        """Sentence, source, target: what the model takes."""
        return self.sentence, self.source, self.target


def load(folder: Path = FOLDER) -> list[Exemplar]:
    """All exemplars, by file and line.

    Raises
    ------
    InputError
        Naming file and line of a row that has not exactly one marked pair.
    """
    found: list[Exemplar] = []
    for file in sorted(folder.glob("*.tsv")):
        if file.stem not in {*ontology.ROOTS, "NONE"}:
            raise errors.InputError(f"{file.name}: {file.stem} is no PLOVER root")
        with file.open(encoding="utf-8", newline="") as rows:
            reader = csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)
            found += [_exemplar(row, file, line) for line, row in enumerate(reader, start=2)]
    return found


def _exemplar(row: dict[str, str], file: Path, line: int) -> Exemplar:
    marked = row.get("sentence") or ""
    sentence, offsets = "", {}
    end = 0
    for mark in _MARK.finditer(marked):
        sentence += marked[end : mark.start()]
        if mark[0] in offsets:
            raise errors.InputError(f"{file.name}, line {line}: {mark[0]} stands twice")
        offsets[mark[0]] = len(sentence)
        end = mark.end()
    sentence += marked[end:]
    if len(offsets) != 4 or offsets["<s>"] >= offsets["</s>"] or offsets["<t>"] >= offsets["</t>"]:
        raise errors.InputError(f"{file.name}, line {line}: not exactly one <s>...</s> and one <t>...</t>")
    source, target = (offsets["<s>"], offsets["</s>"]), (offsets["<t>"], offsets["</t>"])
    if source[0] < target[1] and target[0] < source[1]:
        raise errors.InputError(f"{file.name}, line {line}: source and target overlap")
    return Exemplar(sentence, source, target, file.stem, row.get("cameo") or "", file.name, line)


def held_out(items: Sequence[Exemplar], every: int = 10) -> tuple[list[Exemplar], list[Exemplar]]:
    """Exemplars to train on, and each root's every `every`-th one, to calibrate with."""
    seen: dict[str, int] = {}
    train: list[Exemplar] = []
    rest: list[Exemplar] = []
    for one in items:
        seen[one.root] = seen.get(one.root, 0) + 1
        (rest if seen[one.root] % every == 0 else train).append(one)
    return train, rest


def shingles(sentence: str) -> frozenset[tuple[str, ...]]:
    """The runs of five words of a sentence, lower-cased."""
    words = [word.lower() for word in _WORD.findall(sentence)]
    return frozenset(tuple(words[k : k + SHINGLE]) for k in range(len(words) - SHINGLE + 1))


def overlaps(sentences: Iterable[str], others: Iterable[str] | None = None) -> list[tuple[float, str, str]]:
    """Pairs that share 5-word shingles, with the share of the shorter one's, highest first.

    Within `sentences`, or between them and `others`.
    """
    first = list(sentences)
    second = first if others is None else list(others)
    index: dict[tuple[str, ...], list[int]] = {}
    cut = [shingles(sentence) for sentence in second]
    for number, runs in enumerate(cut):
        for run in runs:
            index.setdefault(run, []).append(number)
    found: dict[tuple[int, int], int] = {}
    own = cut if others is None else [shingles(sentence) for sentence in first]
    for number, runs in enumerate(own):
        for run in runs:
            for other in index.get(run, ()):
                if others is not None or other > number:
                    found[number, other] = found.get((number, other), 0) + 1
    rated = [(n / max(1, min(len(own[a]), len(cut[b]))), first[a], second[b]) for (a, b), n in found.items()]
    return sorted(rated, reverse=True)
