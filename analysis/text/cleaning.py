"""Cleaning of an article's text before anything reads it.

Cleaning keeps one character for one where it can (curly quotes become
straight ones) and removes what belongs to no sentence: datelines, editors'
notes, page furniture such as "Read more". All offsets in the frames refer to
the cleaned text.
"""

import re

PARAGRAPH = "\n\n"
"""What separates two paragraphs of a cleaned text."""
_STRAIGHT = str.maketrans({
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "`": "'", "´": "'",
    "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "″": '"',
    "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u2007": " ", "\t": " ",
    "‐": "-", "\u2011": "-", "\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n",
})  # fmt: skip
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f]")
_SPACES = re.compile(r" {2,}")
# "SEOUL, Jan 5 (Reuters) - ", "Pyongyang, January 2 (KCNA) --": a city, perhaps a day, then an agency or a dash.
_DATELINE = re.compile(
    r"^(?:[A-Z][A-Z.'-]+(?:[ /,]+[A-Z][A-Za-z.'-]+)*?(?:,? +[A-Z][a-z]{2,8}\.? \d{1,2})?"
    r" *(?:\([A-Z][A-Za-z .&/]{1,30}\) *[-\u2013\u2014]*|[-\u2013\u2014]{1,2}(?= ))"
    r"|[A-Z][A-Za-z .'-]{2,40}, +[A-Z][a-z]{2,8}\.? \d{1,2} +\([A-Z][A-Za-z .&/]{1,30}\) *[-\u2013\u2014]+) +"
)
# "LONDON A bounce in ...": a city alone in capitals before a capitalised sentence.
_BARE_DATELINE = re.compile(r"^(?=[A-Z /]{5})[A-Z]{3,}(?:[ /][A-Z]{3,})* (?=(?:[A-Z][a-z]|[A-Z]\. ?[A-Z]|A )[\w'. -]*)")
# Words in capitals that begin a sentence and are no city.
_ACRONYMS = frozenset(
    "NATO ASEAN UNESCO UNICEF OPEC IAEA AUKUS BRICS HAMAS NASA ECOWAS UNHCR UNRWA OSCE CENTCOM USAID KCNA TASS "
    "DPRK ROK PRC UAE USA DRC IDF IRGC PLA CIA FBI CSTO SCO GCC OAS IMF ICC ICJ WHO WTO G7 G20 LNA PKK YPG "
    "THAAD UNIFIL MONUSCO MINUSMA OPCW INTERPOL MERCOSUR NORAD AFRICOM FIFA COVID NAFTA START AIPAC".split()
)
# Lines that a website puts between the paragraphs.
_FURNITURE = re.compile(
    r"^\W*(?:(?:additional |writing |graphics? )*(?:reporting|writing|editing|compiled|edited|written) by\b"
    r"|advertisement\b|read more\b|read also\b|see also\b|related:|watch:|photo:|image:|file photo"
    r"|follow (?:us|\w+ on)\b|subscribe\b|sign up\b|share this\b|click here\b|copyright\b|all rights reserved"
    r"|this (?:article|story) (?:was|has been) |©)",
    re.IGNORECASE,
)
# Editors' notes in brackets: "(Reporting by ...)", "[MM/AB]".
_NOTES = re.compile(
    r"\((?:(?:additional )?reporting|writing|editing|graphic|compiled)\b[^()]*\)|\[[.A-Z/]{2,12}\]",
    re.IGNORECASE,
)
_LONGEST_DATELINE = 70  # characters; a longer match is a sentence
_HEAD = 2_000  # characters at the head of an article in which its dateline stands
_WORD = re.compile(r"[^A-Z0-9]")


def clean(raw: str, *, title: bool = False) -> str:
    """Clean the text of an article, or its `title`, which has no dateline without a dash.

    Quotes become straight, spaces plain, paragraphs are separated by one blank
    line (`PARAGRAPH`); invisible characters, a dateline at the head, editors'
    notes and lines of page furniture are removed.
    """
    kept = _lines(raw)
    if kept:
        kept[0] = kept[0][_dateline_end(kept[0], bare=not title) :]
    return PARAGRAPH.join(line for line in kept if line)


def dateline(raw: str) -> str | None:
    """The dateline at the head of an article, which `clean` removes: "SEOUL, Jan 5 (Reuters) -"; None without one."""
    first = next(iter(_lines(raw[:_HEAD])), "")
    return first[: _dateline_end(first, bare=True)].strip() or None


def straighten(words: str) -> str:
    """Make quotes straight and spaces plain, one character for one, so that offsets still hold."""
    return words.translate(_STRAIGHT)


def _lines(raw: str) -> list[str]:
    plain = _INVISIBLE.sub("", raw.translate(_STRAIGHT).replace("\r\n", "\n").replace("\r", "\n"))
    paragraphs = [_SPACES.sub(" ", _NOTES.sub("", line)).strip() for line in plain.split("\n")]
    return [line for line in paragraphs if line and not _FURNITURE.match(line)]


def _dateline_end(paragraph: str, *, bare: bool) -> int:
    """Where the dateline at the head of a paragraph ends; 0 without one."""
    found = _DATELINE.match(paragraph)
    if found and len(found[0]) <= _LONGEST_DATELINE and _WORD.split(found[0], maxsplit=1)[0] not in _ACRONYMS:
        return found.end()
    city = _BARE_DATELINE.match(paragraph) if bare else None
    if city and city[0].split()[0] not in _ACRONYMS and not paragraph.isupper():
        return city.end()
    return 0
