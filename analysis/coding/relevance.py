"""Which sentences may tell of an act between actors at all; only these are parsed."""

import functools
import re
from collections.abc import Sequence

from analysis.actions import lexicon
from analysis.actors import Mention
from analysis.actors.coreference import refers_back

_ASKING = frozenset({"call", "urge", "demand"})
"""Verbs that are acts of their own where nobody is named who is asked."""
_SPORT = re.compile(
    r"\b(?:\d{1,2}[-:]\d{1,2}|final|semi-?final|quarter-?final|cup|league|match|tournament|championships?|qualifiers?|"
    r"goals?|medals?|coach|striker|midfielder|innings|wickets?|playoffs?|grand prix|olympics?|fixture|squad|"
    r"batsm[ae]n|rugby|cricket|football|soccer|tennis)\b",
    re.IGNORECASE,
)


def may_tell(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether a sentence has two actors, one and an anaphor, or one and an act that needs no other; sport has none."""
    known = {one.actor for one in mentions if one.actor is not None}
    if len(_SPORT.findall(text)) > 1:
        return False
    if len(known) > 1:
        return True
    return bool(known) and (refers_back(text) or _solo().search(text.lower()) is not None)


@functools.cache
def _solo() -> re.Pattern[str]:
    """Beginnings of the words whose acts need no target."""
    book = lexicon.default()
    rows = [row for table in (book.verbs, book.nouns) for own in table.values() for row in own]
    words = {row.word for row in rows if "solo" in row.flags} | _ASKING
    stems = sorted({word[: max(4, len(word) - 1)] for word in words if len(word) > 3})
    return re.compile(r"\b(?:" + "|".join(map(re.escape, stems)) + ")")
