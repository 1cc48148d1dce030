"""Parts of the grammar of actor phrases: classes of names, the hit, the phrase while it is read, and its meaning."""

import functools
import re
from dataclasses import dataclass, field

from analysis.actors import office_holders, tables

HOW = {"people": "demonym", "agency": "organisation", "media": "organisation", "region": "name", "city": "name",
       "person": "office"}  # fmt: skip
CONFIDENCE = {
    "name": 0.9, "demonym": 0.9, "people": 0.8, "capital": 0.75, "seat": 0.9, "organisation": 0.9, "group": 0.9,
    "agency": 0.9, "media": 0.9, "person": 0.9, "alias": 1.0, "region": 0.7, "city": 0.7,
}  # fmt: skip
"""Confidence of a mention by the kind of its name, unless a rule doubts it."""
STATES = frozenset({"name", "demonym", "people", "capital", "seat", "region", "city"})
BODIES = frozenset({"organisation", "group", "agency", "media"})
BOUNDARIES = (STATES | BODIES | {"mask", "alias"}) - {"city", "region"}
HEADS = frozenset({"office", "generic", "body", "crowd", "thing"})
TITLES = frozenset({"office", "generic"})
_FORMER_PREFIXES = ("former", "ex-", "deposed", "ousted")
IN_BEFORE = re.compile(
    r"\b(?:in|at|near|around|outside|inside|across|throughout|downtown|central) (?:the )?\Z", re.IGNORECASE
)
TO_BEFORE = re.compile(
    r"\b(?:to|from|into|toward|towards|for|via|through|over|of|visited|visit|left) (?:the )?\Z", re.IGNORECASE
)
PREFIX = re.compile(r"\b(?:pro|anti|ex|non|post|pre)-\Z", re.IGNORECASE)
SUFFIX = re.compile(r"-([a-z]+)")
PERSON_NAME = re.compile(
    r" ((?:[A-Z][\w'.-]*[\w.]|[A-Z]|al-[A-Z]\w+)"
    r"(?: (?:(?:bin|ibn|al|el|de|da|dos|del|von|van|der|la|bint|abu|ul|ur|"
    r"uz) )?(?:[A-Z][\w'-]*\w|[A-Z]\.|al-[A-Z][\w-]+)){0,3})"
)
PORTFOLIO = re.compile(r" (?:for|on|of) (?:the )?([A-Z][\w.'-]*)(?: (?:(?:the|and|of|for|on) )*[A-Z][\w.'-]*){1,11}")
"""What an office is for, in capitals, and the name of its holder: "for Sahel Affairs Ann Lee"."""
AFTER_PEOPLE = re.compile(
    r"(?:$|[.,;:!?)\"]| (?:and|or|have|has|are|were|will|would|had|said|say|who|to|in|on|at|"
    r"from|with|must|want|did|do|"
    r"[a-z]+ed|also|could|should|may|might|for|by|never|now|still|can|into|over|against|as|that|but)\b)"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A name found in the text: `start` and `end`, its meaning, and a confidence if a rule doubts it."""

    start: int
    end: int
    name: tables.Name
    confidence: float | None = None


@dataclass(slots=True)
class Phrase:
    """A noun phrase while it is read: what has been joined so far, from the first hit on.

    `base` is the state or body; `heads` are the titles and nouns; `next` is the index of the next hit.
    """

    start: int
    end: int
    base: tables.Name | None
    confidence: float
    next: int
    heads: list[tables.Name] = field(default_factory=list)
    former: bool = False
    person: str | None = None
    status: office_holders.Status | None = None
    alias: tables.Name | None = None
    of_body: bool = False

    def add(self, head: tables.Name) -> None:
        """Add a title or noun; "former president" makes the whole phrase former."""
        self.heads.append(head)
        self.former = self.former or (head.sectors == office_holders.FORMER and head.label.startswith(_FORMER_PREFIXES))

    @property
    def titled(self) -> bool:
        """Whether a person's name may follow."""
        return bool(self.heads) and (self.heads[-1].kind in TITLES or self.of_body)


def sectors_of(phrase: Phrase) -> tuple[str, ...]:
    """The sector codes of the phrase: those of its head noun first, unless that is as general as "official"."""
    heads = [head.sectors for head in reversed(phrase.heads) if head.kind != "generic"]
    general = [head.sectors for head in reversed(phrase.heads) if head.kind == "generic"]
    base = phrase.base.sectors if phrase.base is not None and phrase.base.kind not in {"capital", "seat"} else ()
    if phrase.heads and phrase.heads[-1].kind == "generic" and base:
        ordered = [base, *heads]
    else:
        ordered = [*heads, base] if heads or base else general
    if phrase.base is not None and phrase.base.kind in {"seat", "capital"} and not (heads or general):
        ordered = [phrase.base.sectors]
    return tuple(dict.fromkeys(code for one in ordered for code in one))


def event_noun_sectors(hit: Hit) -> tuple[str, ...]:
    """MIL for a noun of a military event ("airstrike"), else none: anyone of the state may have done it."""
    return hit.name.sectors if hit.name.sectors == ("MIL",) else ()


def same_home(base: tables.Name | None, inner: tables.Name) -> bool:
    """Whether a body may belong to the state that stands before it."""
    return base is not None and base.kind in STATES and (inner.state in {None, base.state})


def of_owner(base: tables.Name, inner: tables.Name) -> bool:
    """Whether a body whose name other states have too is that of the state before it: "Chad's Supreme Court"."""
    several = inner.kind == "agency" and inner.label.lower() in tables.words("names of several bodies")
    return several and base.kind in STATES and base.state is not None


@functools.cache
def modifiers() -> frozenset[str]:
    """Words that may stand between a state and its noun: "senior", "armed"."""
    return frozenset(row["word"] for row in tables.table("modifiers.csv"))


def meaning(phrase: Phrase) -> tuple[str | None, str | None, tuple[str, ...], str]:
    """Actor, state, sectors and kind of name (`how`) of a phrase."""
    if phrase.alias is not None:
        return phrase.alias.actor, phrase.alias.state, phrase.alias.sectors or sectors_of(phrase), "alias"
    base, status = phrase.base, phrase.status
    if status is not None and (base is None or status.state in {None, base.state} or base.state is None):
        return _of_person(phrase, status)
    sectors = sectors_of(phrase)
    if base is None or base.actor is None:
        return None, None, office_holders.FORMER if phrase.former else sectors, "unresolved"
    if base.kind == "organisation" and phrase.heads and _is_membership(phrase.heads[-1].label):
        return None, None, sectors, "unresolved"  # "NATO members" are some of them
    how = HOW.get(base.kind, base.kind)
    if phrase.former and any(head.kind in TITLES or head.kind == "crowd" for head in phrase.heads):
        return base.state or base.actor, base.state, office_holders.FORMER, how
    return base.actor, base.state, sectors, how


def _is_membership(label: str) -> bool:
    """Whether a noun behind an organisation's name means some that belong to it, not the organisation."""
    return label.rstrip("s") in tables.words("membership nouns")


def _of_person(phrase: Phrase, status: office_holders.Status) -> tuple[str | None, str | None, tuple[str, ...], str]:
    state = status.state or tables.home_of(status.home) or (phrase.base.state if phrase.base else None)
    sectors = sectors_of(phrase)
    if phrase.former or (status.office is None and not _claims(phrase)):
        return state or status.home, state, office_holders.FORMER, "office"
    if status.office is None:
        return status.home, state, sectors, "office"
    titled = sectors if phrase.heads and phrase.base is not None else ()
    return status.actor, state, titled or status.sectors, "office"


def _claims(phrase: Phrase) -> bool:
    """Whether the text gives a title that the table lacks and that former holders do not keep."""
    titles = [head.label for head in phrase.heads if head.kind == "office"]
    return bool(titles) and titles[-1] not in tables.words("courtesy titles")


@functools.lru_cache(maxsize=4)
def headline(plain: str) -> bool:
    """Whether nearly all words are capitalised, so that capitals do not mark names."""
    words = re.findall(r"[A-Za-z]{4,}", plain)
    return len(words) > 4 and sum(word[0].isupper() for word in words) > 0.8 * len(words)


def former_before(plain: str, start: int) -> bool:
    """Whether "former" or a similar word stands directly before."""
    found = re.search(r"(?<![A-Za-z])([A-Za-z]+)[ -]\Z", plain[max(0, start - 14) : start])
    return found is not None and found[1].lower() in tables.words("former") - {"then"}
