"""One document to candidate events: mentions, coreference, acts and days of its sentences put together.

Nothing is merged here: each candidate is one act between two participants in
one sentence. Only sentences that may state an event are parsed.
"""

import datetime as dt
import functools
import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis import homes, schemas
from analysis.actions import Act, lexicon, read_acts
from analysis.actors import Gazetteer, Mention, link_coreference
from analysis.actors.coreference import introduced_later, refers_back, refers_to_several
from analysis.coding import _location_targets, _sides, candidates, implied, linking
from analysis.coding.candidates import CandidateEvent
from analysis.coding.dating import DatingContext, read_dates
from analysis.text import in_capitals
from analysis.text.cleaning import PARAGRAPH
from analysis.text.parsing import Tree
from analysis.text.sentences import Sentence

if TYPE_CHECKING:
    from spacy.tokens import Doc

_KINDS_WITHOUT_EVENTS = frozenset({"caption"})
_MAX_SPORT_WORDS = 1
_VISIT = "042"
"""The CAMEO class of travel, whose host may be given by the place alone."""
_PROTEST = "14"
"""The CAMEO class of protest, whose crowd need be no actor of its own."""


@dataclass(frozen=True, slots=True)
class Document:
    """What the coder needs of a document; a bare sentence is a document with neither path nor text of its own.

    `home` is the state of the place from which it reports, if it says so.
    """

    doc_id: str
    published: dt.date
    path: str | None = None
    title: str = ""
    body: str = ""
    home: str | None = None


@dataclass(frozen=True, slots=True)
class AnnotatedSentence:
    """A sentence on its way through the coder, with what is known of it so far.

    `sentence_id` is its id in the frames. `mentions` are those by name, after
    `code_document` also those by coreference. `parse` is None where the
    sentence was not parsed. `candidates` are its events. `recased` is the text
    of a sentence in capitals in the letters of running text. `tree` and `dating`
    are set by `code_document` where the sentence was parsed. `spoken` are its first-person pronouns, `voice` is in
    whose words it is.
    """

    sentence_id: str
    sentence: Sentence
    mentions: Sequence[Mention]
    parse: "Doc | None" = None
    candidates: Sequence[CandidateEvent] = ()
    recased: str | None = None
    tree: Tree | None = None
    dating: DatingContext | None = None
    spoken: Sequence[Mention] = ()
    voice: Mention | None = None

    @property
    def text(self) -> str:
        """The sentence's text as it is read, to which all offsets refer: of a sentence in capitals, recased."""
        return self.sentence.text if self.recased is None else self.recased


def sentence_id(doc_id: str, sentence: Sentence) -> str:
    """The id of a document's sentence in all frames: a hash of the document, the position and the text."""
    return schemas.content_id(doc_id, sentence.index, sentence.text)


def find_mentions(document: Document, sentences: Sequence[Sentence], gazetteer: Gazetteer) -> list[AnnotatedSentence]:
    """The sentences of a document with the mentions that their words name, not parsed yet."""
    on, path = document.published, document.path
    recased = [gazetteer.recase(one.text, on=on) if in_capitals(one.text) else None for one in sentences]
    texts = [plain or one.text for one, plain in zip(sentences, recased, strict=True)]
    named = [gazetteer.find(text, on=on, path=path, places=True, generic=True) for text in texts]
    found = [
        homes.Found(text, own, one.kind == "title")
        for text, own, one in zip(texts, homes.settle_abbreviations(texts, named), sentences, strict=True)
    ]
    homed = homes.give_homes(found, dateline=document.home)
    if len(homed) > 1:
        homed[0] = [*homed[0], *introduced_later(texts[0], homed[0], homed[1:])]
    opens = [_opens_paragraph(sentences, number) for number in range(len(sentences))]
    lines = [homes.Line(one.text, own, first, one.title) for one, own, first in zip(found, homed, opens, strict=True)]
    return [
        AnnotatedSentence(
            sentence_id(document.doc_id, one),
            one,
            mentions,
            recased=plain,
            spoken=speech.pronouns,
            voice=speech.voice,
        )
        for one, plain, mentions, speech in zip(sentences, recased, homed, homes.give_speakers(lines), strict=True)
    ]


def _opens_paragraph(sentences: Sequence[Sentence], number: int) -> bool:
    """Whether a sentence is the first of its paragraph, or of the title."""
    if not number or sentences[number].kind == "title" or sentences[number - 1].kind == "title":
        return True
    between = sentences[number].start - sentences[number - 1].end
    return not 0 <= between < len(PARAGRAPH)


def needs_parse(sentence: AnnotatedSentence) -> bool:
    """Whether a sentence may state an event, so that it must be parsed."""
    if sentence.sentence.kind in _KINDS_WITHOUT_EVENTS:
        return False
    voice = [implied.unnamed(sentence.voice)] if sentence.voice is not None else []
    return may_state_event(sentence.text, [*sentence.mentions, *sentence.spoken, *voice])


def may_state_event(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether a sentence may state an event between two actors or of one; no sport.

    It has two actors, or one and an anaphor, a deed that may be known ("the raid") or a word for an act without a
    target, or one and a word for force against another state's thing, or an
    anaphor for two: "the two sides", "they", "the latter".
    """
    actors = {one.actor for one in mentions if one.actor is not None}
    if len(_sport().findall(text)) > _MAX_SPORT_WORDS:
        return False
    if len(actors) > 1:
        return True
    if not actors:
        return refers_to_several(text)
    lower = text.lower()
    if refers_back(text) or implied.takes_up_deed(text) or _acts_without_target().search(lower):
        return True
    return _acts_of_force().search(lower) is not None and bool(_location_targets.states_of_things(text) - actors)


@functools.cache
def _sport() -> re.Pattern[str]:
    """Words of sport, and results such as "3-1"."""
    words = sorted(lexicon.default().marker("sport"))
    return re.compile(r"\b(?:\d{1,2}[-:]\d{1,2}|" + "|".join(map(re.escape, words)) + r")\b", re.IGNORECASE)


@functools.cache
def _acts_without_target() -> re.Pattern[str]:
    """The beginnings of the words whose acts need no target, or have one by the place alone, or no named source."""
    tables = lexicon.default()
    words = {
        row.word
        for row in _predicates()
        if "solo" in row.flags or row.code.startswith(_PROTEST) or (row.code == _VISIT and row.target == ("obj",))
    }
    return _beginnings(words | tables.marker("indirect-request"))


@functools.cache
def _acts_of_force() -> re.Pattern[str]:
    """The beginnings of the words for force, which may hit a thing of a state: "bombed a Syrian airfield"."""
    return _beginnings({row.word for row in _predicates() if row.code[:2] in _sides.FORCE_CODES})


def _predicates() -> list[lexicon.Entry]:
    tables = lexicon.default()
    return [row for table in (tables.verbs, tables.nouns) for own in table.values() for row in own]


def _beginnings(words: AbstractSet[str]) -> re.Pattern[str]:
    stems = sorted({word[: max(4, len(word) - 1)] for word in words if len(word) > 3})
    return re.compile(r"\b(?:" + "|".join(map(re.escape, stems)) + ")")


def code_document(
    document: Document, sentences: Sequence[AnnotatedSentence], gazetteer: Gazetteer
) -> list[AnnotatedSentence]:
    """The sentences with all their mentions, coreference included, and their candidate events.

    Parameters
    ----------
    sentences
        All sentences of the document in order, parsed where `needs_parse` says so.
    gazetteer
        The one by which `find_mentions` found their mentions.
    """
    published = document.published
    further = link_coreference(
        [(one.parse, list(one.mentions), one.text) for one in sentences],
        on=published,
        gazetteer=gazetteer,
        path=document.path,
    )
    coded, deeds = [], implied.Deeds()
    for sentence, added in zip(sentences, further, strict=True):
        known = [one for one in sentence.mentions if one.how != "context" or not _overlaps(one, added)]
        mentions = sorted([*known, *sentence.spoken, *added], key=lambda one: (one.start, one.end, one.actor or ""))
        one = replace(sentence, mentions=mentions)
        if sentence.parse is not None and sentence.sentence.kind not in _KINDS_WITHOUT_EVENTS:
            tree = Tree.from_doc(sentence.parse)
            mentions = [mention for mention in mentions if not _only_describes(mention, tree)]
            if sentence.sentence.kind == "title":
                mentions = [one for one in mentions if not homes.is_signature(sentence.text, one)]
            dating = read_dates(tree, sentence.text, published, headline=sentence.sentence.kind == "title")
            mentions += deeds.mentions(tree, mentions, sentence.sentence.index)
            linker = linking.ArgumentLinker(tree, mentions)
            acts = read_acts(tree, linker.entity_type)
            deeds.note(linker, acts)
            found = _candidates(linker, acts, dating, home=document.home)
            one = replace(one, mentions=mentions, candidates=found, tree=tree, dating=dating)
        coded.append(one)
    return coded


def _overlaps(mention: Mention, others: Sequence[Mention]) -> bool:
    return any(mention.start < one.end and one.start < mention.end for one in others)


def _only_describes(mention: Mention, tree: Tree) -> bool:
    """Whether a phrase without a state of its own is but an adjective: "the national mood"."""
    if mention.how != "context" or mention.person is not None:
        return False
    last = next((index for index in range(len(tree)) if tree.end[index] == mention.end), None)
    if last is not None and tree.dep[last] == "acomp":
        return True  # "the pledge is firm"
    if last is None or tree.dep[last] != "amod":
        return False
    head = tree.head[last]
    return tree.start[head] > mention.start and not tree.tag[head].startswith("NNP")


def _candidates(
    linker: linking.ArgumentLinker, acts: Sequence[Act], context: DatingContext, *, home: str | None
) -> list[CandidateEvent]:
    """The candidate events of the acts that the lexicon reads in one parsed sentence."""
    found: list[CandidateEvent] = []
    for act in acts:
        pairs = _sides.side_pairs(linker, act, home=home)
        if pairs:
            found += candidates.candidate_events(linker.tree, linker, act, pairs, context)
    return candidates.most_confident(found)
