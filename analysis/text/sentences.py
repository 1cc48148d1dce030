"""Cleaning of an article's text, and its sentences with character offsets.

Offsets refer to the cleaned body, for a title to the title. Cleaning keeps
one character for one where it can (curly quotes become straight ones) and
takes away what no sentence needs: datelines, editors' notes, page furniture.
"""

import re
from dataclasses import dataclass

import sentencex

_STRAIGHT = str.maketrans({
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "`": "'", "´": "'",
    "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "″": '"',
    "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u2007": " ", "\t": " ",
    "‐": "-", "\u2011": "-", "\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n",
})  # fmt: skip
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f]")
_SPACES = re.compile(r" {2,}")
# "SEOUL, Jan 5 (Reuters) - ", "Pyongyang, January 2 (KCNA) --": a place, perhaps a day, an agency or a dash.
_DATELINE = re.compile(
    r"^(?:[A-Z][A-Z.'-]+(?:[ /,]+[A-Z][A-Za-z.'-]+)*?(?:,? +[A-Z][a-z]{2,8}\.? \d{1,2})?"
    r" *(?:\([A-Z][A-Za-z .&/]{1,30}\) *[-\u2013\u2014]*|[-\u2013\u2014]{1,2}(?= ))"
    r"|[A-Z][A-Za-z .'-]{2,40}, +[A-Z][a-z]{2,8}\.? \d{1,2} +\([A-Z][A-Za-z .&/]{1,30}\) *[-\u2013\u2014]+) +"
)
# "LONDON A bounce in ...": a bare place in capitals before a capitalised sentence.
_BARE_DATELINE = re.compile(r"^(?=[A-Z /]{5})[A-Z]{3,}(?:[ /][A-Z]{3,})* (?=(?:[A-Z][a-z]|[A-Z]\. ?[A-Z]|A )[\w'. -]*)")
_ACRONYMS = frozenset(
    "NATO ASEAN UNESCO UNICEF OPEC IAEA AUKUS BRICS HAMAS NASA ECOWAS UNHCR UNRWA OSCE CENTCOM USAID KCNA TASS "
    "THAAD UNIFIL MONUSCO MINUSMA OPCW INTERPOL MERCOSUR NORAD AFRICOM FIFA COVID NAFTA START AIPAC".split()
)
_FURNITURE = re.compile(
    r"^\W*(?:(?:additional |writing |graphics? )*(?:reporting|writing|editing|compiled|edited|written) by\b"
    r"|advertisement\b|read more\b|read also\b|see also\b|related:|watch:|photo:|image:|file photo"
    r"|follow (?:us|\w+ on)\b|subscribe\b|sign up\b|share this\b|click here\b|copyright\b|all rights reserved"
    r"|this (?:article|story) (?:was|has been) |©)",
    re.IGNORECASE,
)
_NOTES = re.compile(
    r"\((?:(?:additional )?reporting|writing|editing|graphic|compiled)\b[^()]*\)|\[[.A-Z/]{2,12}\]",
    re.IGNORECASE,
)
_TIME_STAMP = re.compile(r"^\d{1,2}:\d{2}\b\s*")
PARAGRAPH = "\n\n"
_MIN_REPEAT = 20


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: `start` and `end` in the cleaned body (title: in the title); `kind` as in `frames.KINDS`."""

    index: int
    start: int
    end: int
    text: str
    kind: str


def clean(raw: str) -> str:
    """Return the text with straight quotes and plain spaces, one blank line between paragraphs, no furniture."""
    plain = _INVISIBLE.sub("", raw.translate(_STRAIGHT).replace("\r\n", "\n").replace("\r", "\n"))
    paragraphs = [_SPACES.sub(" ", _NOTES.sub("", line)).strip() for line in plain.split("\n")]
    kept = [line for line in paragraphs if line and not _FURNITURE.match(line)]
    if kept:
        kept[0] = _without_dateline(kept[0])
    return PARAGRAPH.join(line for line in kept if line)


def straighten(words: str) -> str:
    """The words with straight quotes and plain spaces, character for character, so that offsets stay."""
    return words.translate(_STRAIGHT)


def split_sentences(title: str, body: str) -> list[Sentence]:
    """Sentences of the title (kind `title`) and the body (`body`, `quote`, or `caption`), in order.

    A caption is a line with a time stamp, a headline repeated in one line, or
    a heading in capitals: text that tells nothing that the article does not
    tell elsewhere, so that no event is taken from it. A quote is a sentence
    that stands between quotation marks.
    """
    sentences: list[Sentence] = []
    if title:
        sentences.append(Sentence(0, 0, len(title), title, "title"))
    start = 0
    for paragraph in body.split(PARAGRAPH):
        _split_paragraph(paragraph, start, sentences)
        start += len(paragraph) + len(PARAGRAPH)
    return sentences


def _split_paragraph(paragraph: str, offset: int, sentences: list[Sentence]) -> None:
    caption = is_caption(paragraph)
    quoted = _quoted(paragraph)
    for piece in sentencex.get_sentence_boundaries("en", paragraph):
        start, end = _trimmed(paragraph, piece["start_index"], piece["end_index"])
        if start == end:
            continue
        kind = "caption" if caption else "quote" if _mostly(quoted, start, end) else "body"
        found = Sentence(len(sentences), offset + start, offset + end, paragraph[start:end], kind)
        sentences.append(found)


def is_caption(paragraph: str) -> bool:
    """Tell whether a paragraph is a caption: time-stamped, a headline told twice, or a heading in capitals."""
    if _TIME_STAMP.match(paragraph):
        return True
    words = paragraph.split()
    half, odd = divmod(len(words), 2)
    if not odd and len(paragraph) >= _MIN_REPEAT and words[:half] == words[half:]:
        return True
    return len(words) <= 12 and paragraph.isupper() and not paragraph.endswith((".", "?", "!"))


def _trimmed(paragraph: str, start: int, end: int) -> tuple[int, int]:
    piece = paragraph[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def _quoted(paragraph: str) -> list[bool]:
    """For each character whether it stands between double quotation marks (an open one runs to the end)."""
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
    return sum(quoted[start:end]) >= 0.9 * (end - start)


def _without_dateline(paragraph: str) -> str:
    found = _DATELINE.match(paragraph)
    if found and len(found[0]) <= 70:
        return paragraph[found.end() :]
    bare = _BARE_DATELINE.match(paragraph)
    if bare and bare[0].split()[0] not in _ACRONYMS and not paragraph.isupper():
        return paragraph[bare.end() :]
    return paragraph
