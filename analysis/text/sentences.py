"""Sentences of a cleaned article with character offsets and their kind: title, body, quote, caption.

The boundaries come from sentencex; paragraphs are split one by one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import sentencex

from analysis.text.cleaning import PARAGRAPH

_TIME_STAMP = re.compile(r"^\d{1,2}:\d{2}\b\s*")
_IN_ABBREVIATION = re.compile(r"\b[A-Z]\.[A-Z]\.\Z")  # the two letters around a boundary
_MIN_REPEATED = 20  # characters of a paragraph that may be one headline written twice
_MAX_HEADING = 12  # words of a heading in capitals
_MIN_CAPITALS = 3  # words of a sentence in capitals
_CAPITALS_SHARE = 0.9  # share of capitals among its letters
_MAX_CHARACTERS = 2_500  # of a sentence; what is longer is a list or a table, and is cut between two words
_QUOTED_SHARE = 0.9  # share of a sentence's characters between quotation marks that makes it a quote


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article.

    `index` counts the article's sentences from 0; `start` and `end` are
    character offsets in the cleaned body, for a title in the title; `kind` is
    one of `schemas.KINDS`.
    """

    index: int
    start: int
    end: int
    text: str
    kind: str


def split_sentences(title: str, body: str) -> list[Sentence]:
    """Split a cleaned title and body into sentences, in order.

    The title is one sentence of kind "title". A "caption" is a line with a
    time stamp, a headline repeated in one line, or a heading in capitals: it
    reports nothing that the article does not report elsewhere, so no event is
    coded from it. A "quote" stands between quotation marks. All others are "body".
    A text without an end of a sentence is cut, so that no sentence is longer than 2,500 characters.
    """
    sentences: list[Sentence] = []
    for start, end in _pieces(title, 0, len(title)):
        sentences.append(Sentence(len(sentences), start, end, title[start:end], "title"))
    start = 0
    for paragraph in body.split(PARAGRAPH):
        _split_paragraph(paragraph, start, sentences)
        start += len(paragraph) + len(PARAGRAPH)
    return sentences


def _split_paragraph(paragraph: str, offset: int, sentences: list[Sentence]) -> None:
    caption = is_caption(paragraph)
    quoted = _quoted(paragraph)
    for first, last in _boundaries(paragraph):
        for start, end in _pieces(paragraph, *_trimmed(paragraph, first, last)):
            kind = "caption" if caption else "quote" if _mostly(quoted, start, end) else "body"
            sentences.append(Sentence(len(sentences), offset + start, offset + end, paragraph[start:end], kind))


def _pieces(paragraph: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span of a sentence; of one that is too long, spans that are not, cut after a space where there is one."""
    while end - start > _MAX_CHARACTERS:
        limit = start + _MAX_CHARACTERS
        space = paragraph.rfind(" ", start + 1, limit)
        cut = space + 1 if space >= 0 else limit
        piece = _trimmed(paragraph, start, cut)
        if piece[0] < piece[1]:
            yield piece
        start = cut
    start, end = _trimmed(paragraph, start, end)
    if start < end:
        yield start, end


def _boundaries(paragraph: str) -> list[tuple[int, int]]:
    """The sentences that sentencex finds, joined where it divides an abbreviation: "Seoul-U." and "S.-Tokyo talks"."""
    found: list[tuple[int, int]] = []
    for piece in sentencex.get_sentence_boundaries("en", paragraph):
        start, end = piece["start_index"], piece["end_index"]
        if found and found[-1][1] == start and _IN_ABBREVIATION.search(paragraph[max(0, start - 3) : start + 2]):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def is_caption(paragraph: str) -> bool:
    """Tell whether a paragraph is a caption: time-stamped, a headline repeated, or a heading in capitals."""
    if _TIME_STAMP.match(paragraph):
        return True
    words = paragraph.split()
    half, odd = divmod(len(words), 2)
    if not odd and len(paragraph) >= _MIN_REPEATED and words[:half] == words[half:]:
        return True
    return len(words) <= _MAX_HEADING and paragraph.isupper() and not paragraph.endswith((".", "?", "!"))


def in_capitals(text: str) -> bool:
    """Tell whether a sentence is written in capitals, so that they do not mark names."""
    letters = [character for character in text if character.isalpha()]
    return len(text.split()) >= _MIN_CAPITALS and sum(map(str.isupper, letters)) >= _CAPITALS_SHARE * len(letters) > 0


def _trimmed(paragraph: str, start: int, end: int) -> tuple[int, int]:
    piece = paragraph[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def _quoted(paragraph: str) -> list[bool]:
    """For each character, whether it stands between double quotation marks; an unclosed one runs to the end."""
    inside = False
    marks = []
    for character in paragraph:
        if character == '"':
            inside = not inside
            marks.append(True)
        else:
            marks.append(inside)
    return marks


def _mostly(quoted: list[bool], start: int, end: int) -> bool:
    return sum(quoted[start:end]) >= _QUOTED_SHARE * (end - start)
