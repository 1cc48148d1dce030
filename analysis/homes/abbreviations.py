"""Abbreviations that a document introduces: after "the Arab Maghreb Union (AMU)" AMU is that body, and no other.

The table of names knows abbreviations too, but the same letters stand for several bodies. What the
document itself says comes first: where the long form is an organisation, the letters are that
organisation; where it is nobody known, they are nobody.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from analysis.actors import Mention

_IN_BRACKETS = re.compile(r"\(\s*(?:the )?([A-Z][A-Z&.-]{1,8}[A-Z])\s*\)")
_WORD = re.compile(r"[A-Za-z][\w'’-]*")
_WORDS_BEFORE = 14
"""Words before the bracket in which the long form is looked for."""
_ORGANISATION = "IGO:"
_BODIES = ("IGO:", "ARM:")


class _Introduced(NamedTuple):
    """Letters in brackets, and the span of the words whose initials they are."""

    letters: str
    start: int
    end: int


def settle(texts: Sequence[str], mentions: Sequence[Sequence[Mention]]) -> list[list[Mention]]:
    """The mentions of each sentence of a document, with its abbreviations read as it introduces them.

    Parameters
    ----------
    texts
        The sentences in order.
    mentions
        The mentions of each, as `Gazetteer.find` gives them.
    """
    meant: dict[str, Mention | None] = {}
    for text, own in zip(texts, mentions, strict=True):
        for one in _introduced(text):
            known = [m for m in own if m.start < one.end and one.start < m.end and m.actor is not None]
            bodies = [m for m in known if (m.actor or "").startswith(_ORGANISATION)]
            if bodies or not known:
                meant.setdefault(one.letters, bodies[0] if bodies else None)
    if not meant:
        return [list(own) for own in mentions]
    return [_settled(text, own, meant) for text, own in zip(texts, mentions, strict=True)]


def _introduced(text: str) -> Iterator[_Introduced]:
    for match in _IN_BRACKETS.finditer(text):
        words = list(_WORD.finditer(text, 0, match.start()))[-_WORDS_BEFORE:]
        start = _start_of_long_form(words, re.sub(r"[^A-Z]", "", match[1]))
        if start is not None:
            yield _Introduced(match[1], start, match.start())


def _start_of_long_form(words: Sequence[re.Match[str]], letters: str) -> int | None:
    """Where the words begin whose initials, read from the last, are the letters; small words may be left out."""
    left, start = letters, None
    for word in reversed(words):
        if not left:
            break
        if word[0][0].upper() == left[-1]:
            left, start = left[:-1], word.start()
        elif word[0][0].isupper():
            return None
    return start if not left else None


def _settled(text: str, own: Sequence[Mention], meant: Mapping[str, Mention | None]) -> list[Mention]:
    """The mentions of a sentence; those of an abbreviation, and of its people, are of what it stands for."""
    kept = list(own)
    for letters, body in meant.items():
        for match in re.finditer(rf"(?<![\w-]){re.escape(letters)}(?![\w-])", text):
            start, end = match.span()
            kept = [_read_anew(one, body) if one.start <= start and end <= one.end else one for one in kept]
            if body and not any(one.start < end and start < one.end for one in kept):
                kept.append(replace(body, start=start, end=end, text=letters, person=None))
    kept = [one for one in kept if one.actor is not None or one in own]
    return sorted(kept, key=lambda one: (one.start, one.end, one.actor or ""))


def _read_anew(one: Mention, body: Mention | None) -> Mention:
    """A mention that holds an abbreviation: where another body was read in it, it is of the one that is meant."""
    if not (one.actor or "").startswith(_BODIES) or (body and body.actor == one.actor):
        return one
    return replace(one, actor=body.actor if body else None, state=body.state if body else None)
