"""Names with several meanings: what the sentence says decides, or the name stays open.

`data/actors/readings.csv` lists the readings of an ambiguous name in order, and `words.csv` the words that speak for
them; the first reading whose conditions hold is taken. What the sentence does not decide keeps the likelier reading
with a low confidence, or none: bare "Korea" is neither side. Three rules of spelling stand here: surnames after a
given name ("Jim Jordan"), "the North" and "the South", and "US" in a line of capitals.
"""

import functools
import re
from dataclasses import dataclass, replace

from analysis.actors import tables
from analysis.actors._phrase_grammar import Hit

_AMBIGUOUS_KINDS = frozenset({"name", "demonym", "people", "capital", "person", "city", "region"})
_GIVEN_NAME = re.compile(r"(?:^|[\s\"(])([A-Z][a-z]+(?:-[A-Za-z]+)?|[A-Z]\.) $")
_ADJECTIVE_ENDINGS = ("ian", "ese", "ish")
_ENDS_NAME = re.compile(r"(?:'s)?(?: [a-z]|[.,;:'\"]|$)")
_SIDES = frozenset({"the north", "the south"})
_SIDE_CONFIDENCE = 0.75
_CAPITALS_CONFIDENCE = 0.6


@dataclass(frozen=True, slots=True)
class _Reading:
    """One row of `readings.csv`; a condition that is None always holds."""

    followed_by: re.Pattern[str] | None
    near: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    actor: str
    confidence: float | None

    def holds(self, following: str, norm: str) -> bool:
        """Whether the sentence, lower-cased as `norm`, and the text after the name speak for this reading."""
        return (
            (self.followed_by is None or self.followed_by.match(following) is not None)
            and (self.near is None or self.near.search(norm) is not None)
            and (self.unless is None or self.unless.search(norm) is None)
        )

    def apply(self, hit: Hit) -> Hit:
        """The hit with this reading."""
        if self.actor == "same":
            return replace(hit, confidence=self.confidence) if self.confidence is not None else hit
        if self.actor == "none":
            return _masked(hit)
        actor = None if self.actor == "open" else self.actor
        state = None if actor is None or ":" in actor else actor
        return replace(hit, name=replace(hit.name, actor=actor, state=state), confidence=self.confidence)


def settle(hits: list[Hit], plain: str, norm: str) -> list[Hit]:
    """The hits of one sentence, each with the reading that the sentence speaks for; names of no actor become masks.

    `plain` is the folded sentence, `norm` the same in lower case with spaces for separators.
    """
    return [_settled(hit, plain, norm) for hit in hits]


def candidates() -> dict[str, list[str]]:
    """The actors that the readings give to an ambiguous name (in lower case) beside its own."""
    return {name: [one.actor for one in rows if one.actor.isupper()] for name, rows in _readings().items()}


@functools.cache
def _readings() -> dict[str, list[_Reading]]:
    readings: dict[str, list[_Reading]] = {}
    for row in tables.table("readings.csv"):
        following = "|".join(map(re.escape, tables.cells(row["followed_by"])))
        reading = _Reading(
            followed_by=re.compile(rf" ?(?:{following})(?!\w)") if following else None,
            near=tables.pattern(row["near"]) if row["near"] else None,
            unless=tables.pattern(row["unless"]) if row["unless"] else None,
            actor=row["reading"],
            confidence=float(row["confidence"]) if row["confidence"] else None,
        )
        for name in tables.cells(row["names"]):
            readings.setdefault(name.lower(), []).append(reading)
    return readings


def _settled(hit: Hit, plain: str, norm: str) -> Hit:
    kind = hit.name.kind
    if kind not in _AMBIGUOUS_KINDS:
        return hit
    label = hit.name.label.lower()
    is_surname = label in tables.words("surnames") or (kind == "person" and " " not in label)
    if is_surname and _follows_given_name(hit, plain):
        return replace(hit, name=tables.Name(hit.name.label, "other"), confidence=None)
    if kind in {"name", "capital"} and _continuation().match(plain, hit.end):
        return _masked(hit)
    if label in _SIDES:
        return _korean_side(hit, plain, norm)
    if label == "us":
        return _shouted(hit, plain)
    following = plain[hit.end :]
    return next((one.apply(hit) for one in _readings().get(label, ()) if one.holds(following, norm)), hit)


def _masked(hit: Hit) -> Hit:
    return Hit(hit.start, hit.end, tables.Name(hit.name.label, "mask"))


@functools.cache
def _continuation() -> re.Pattern[str]:
    """Matches a space and a word that makes the name before it part of a longer one: "Jordan University"."""
    return re.compile(rf" {tables.pattern('name continuations').pattern}")


@functools.cache
def _titles() -> frozenset[str]:
    return frozenset(tables.key(word) for word in tables.words("titles"))


def _follows_given_name(hit: Hit, plain: str) -> bool:
    """Whether a given name or an initial stands before: "Jim Jordan", "Hunter Biden"."""
    before = _GIVEN_NAME.search(plain[max(0, hit.start - 25) : hit.start])
    if before is None:
        return False
    word = before[1]
    return (
        word not in tables.words("given-name stop words")
        and tables.key(word) not in _titles()
        and not word.endswith(_ADJECTIVE_ENDINGS)
    )


def _korean_side(hit: Hit, plain: str, norm: str) -> Hit:
    """Read "the North" and "the South" as a Korean side only where the sentence speaks of Korea."""
    if tables.pattern("Korea").search(norm) is None or _ENDS_NAME.match(plain[hit.end :]) is None:
        return _masked(hit)
    return replace(hit, confidence=_SIDE_CONFIDENCE)


def _shouted(hit: Hit, plain: str) -> Hit:
    """Doubt "US" in a line of capitals: it may be the pronoun."""
    return replace(hit, confidence=_CAPITALS_CONFIDENCE) if plain.isupper() and len(plain) > 12 else hit
