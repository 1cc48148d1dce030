"""The author of a document that an office publishes: the official in whose name it speaks.

Ministries put the name at the head of what they publish: in the title ("Statement by Foreign Minister N", "Readout of
President N's Call"), in a line of its own ("N, Secretary of State", "Office of the Spokesperson") or as "attributable
to Spokesperson N". A commentary of an agency that speaks for its government is the government's.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from analysis.actors import Mention, tables

HEAD = 6
"""Sentences at the head of a document that may name its author."""
_GOVERNMENT = "GOV"
_PUBLIC = frozenset({_GOVERNMENT, "MIL", "LEG", "SPY"})
_STATEMENT = re.compile(
    r"(?:By|(?:[A-Z][a-z]+ )?(?:Statement|Remarks|Speech|Address|Message|Letter|Article) (?:by|of|from)"
    r"|.{0,80}\battribut(?:able|ed) to)(?: the)? "
)
_READOUT = re.compile(r"Readout (?:of|on) (?:the )?")
_OWN_MEETING = re.compile(r"(?:'s?)? (?:[A-Z]\w+ )?(?:Call|Meeting|Visit|Trip|Travel|Briefing)s?\b")
_COMMENTARY = re.compile(r"(?:'s)? (?:[A-Z]\w+ )?[Cc]ommentary\b")
_SIGNED = re.compile(r"(?!Joint )(?:[A-Z][a-z]+ )*(?:Statement|Message|Letter|Article) (?:by|of|from)(?: the)? ")
_PLACE_LINE = re.compile(r" \| [A-Z][\w.'-]*(?: [A-Z][\w.'-]*){0,3}, [A-Z][\w.'-]*(?: [A-Z][\w.'-]*){0,3}\Z")
_OWN_WORDS = re.compile(r"(?:'s)? (?:Remarks|Statement|Speech|Address|Message)\b")
_OFFICE = re.compile(r"(?:Office|Ministry|Department|Embassy|Secretariat) of(?: the)? ")
_NAME = re.compile(r"[A-Z][\w'-]+(?: [A-Z][\w.'-]*){1,3},(?: [A-Z]\w+)? ")
_OFFICES = re.compile(r"(?:,(?: (?:of|the|for|and|to|[A-Z][\w.'-]*))+)*")
_MOST_WORDS = 14
LEAST_SURE = 0.6
"""Confidence that an author's state must have: all that the document says of "us" hangs on it."""


def author_of(head: Sequence[tuple[str, Sequence[Mention]]]) -> Mention | None:
    """The official who publishes a document, by its first sentences with their mentions; None for other documents."""
    here = [(text, one) for text, mentions in head[:HEAD] for one in mentions]
    here = [(text, one) for text, one in here if one.state and one.actor and one.confidence >= LEAST_SURE]
    signing = [replace(one, sectors=(_GOVERNMENT,)) for text, one in here if _comments(text, one)]
    signing += [one for text, one in here if set(one.sectors) & _PUBLIC and _signs(text, one)]
    known = [one for one in signing if one.how != "context"]
    return next(iter(known or signing), None)


def is_signature(text: str, mention: Mention) -> bool:
    """Whether a title names somebody only as whose statement it is or where: "Statement by N on A's veto | Lima".

    What such a title tells of is the topic. Remarks and readouts are of what their authors did.
    """
    place = _PLACE_LINE.search(text)
    return (place is not None and place.start() < mention.start) or _SIGNED.fullmatch(text[: mention.start]) is not None


def _comments(text: str, mention: Mention) -> bool:
    """Whether a line announces a commentary of an agency that speaks for its government."""
    known = mention.text in tables.words("agencies that speak for their government")
    return known and _COMMENTARY.match(text[mention.end :]) is not None


def _signs(text: str, mention: Mention) -> bool:
    """Whether a line says that somebody speaks in it, or that the document is his."""
    before, after = text[: mention.start], text[mention.end :]
    if _STATEMENT.fullmatch(before) or (not before and _OWN_WORDS.match(after)):
        return True
    if _READOUT.fullmatch(before) and _OWN_MEETING.match(after):
        return True
    if text[-1:] in {".", "?", "!"} or len(text.split()) > _MOST_WORDS:
        return False
    line = not before and mention.person is not None and bool(_OFFICES.fullmatch(after))
    return line or (not after and bool(_OFFICE.fullmatch(before) or _NAME.fullmatch(before)))
