"""Anaphors: expressions that refer back, and the conditions that an antecedent must meet."""

import datetime as dt
import functools
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.actors import office_holders, tables
from analysis.actors.mention import Mention
from analysis.actors.resolution import state_of

HE = re.compile(r"\b(?:he|she|him|his|her|himself|herself)\b(?! own\b)", re.IGNORECASE)
IT = re.compile(r"\b(?:it|its|itself)\b(?! own\b|'s (?:not |un)?(?:clear|likely|important|possible))", re.IGNORECASE)
THEY = re.compile(r"\b(?:they|them|their|themselves)\b(?! own\b)", re.IGNORECASE)
EMPTY_IT = re.compile(
    r"it(?:'s|’s| can't| can’t| won't|\b(?= (?:can|must|should|takes)\b))|"
    r"it (?:is|was|would be|will be|remains|seems|appears|has been|may be|might be|'s)\b"
    r"(?: (?:not|un|still|also|now|widely|immediately|yet|very|so))* ?\w+ (?:that|to|whether|if|"
    r"how|when|for|what|who|why)\b",
    re.IGNORECASE,
)
COUNTRY = re.compile(
    r"\b(?:[Tt]he|[Tt]his|[Tt]hat) ((?:(?!(?:of|and|or|the|that|in|on|at|with|for|to|by|from)\b)[\w'-]+ ){0,3}?)"
    r"(country|nation|state|kingdom|republic|island|"
    r"bloc|alliance|emirate|sultanate|"
    r"archipelago|world's [\w-]+ economy|regime|cartel)\b(?!-| of | [A-Z])(?:'s)?",
)
PAIR = re.compile(
    r"\b(?:the|these|those|both|all|two|three)(?: (?:two|three|four))?"
    r"(?: (?!(?:of|and|or|the|that|in|on|at|with|for|to|by|from|between|two|three|as|is|are|was|"
    r"were|has|have|had)\b)[\w-]+){0,3}?"
    r" (?:sides|countries|nations|states|leaders|neighbou?rs|parties|governments|presidents|"
    r"ministers|premiers|allies|rivals|"
    r"powers|capitals|foes|adversaries|enemies|partners|men|armies|militaries|diplomats|"
    r"officials|delegations|koreas|superpowers|"
    r"trio|pair|duo|economies|heads of state|republics|kingdoms|negotiators|envoys)\b",
    re.IGNORECASE,
)
BOTH = re.compile(
    r"(?<!you )(?<!us )(?<!them )\b(?:both|the pair|the duo|the trio|the two|all three|each other|"
    r"one another)\b(?! [a-z]+s\b)",
    re.IGNORECASE,
)
OF_STATES = re.compile(
    r"\b(?:countries|nations|states|neighbou?rs|governments|presidents|premiers|capitals|republics|kingdoms)\Z"
)
"""Nouns that stand for states or those who lead them, and not for organisations or groups."""
PLURAL = re.compile(
    r"\b[Tt]he (?:(?!(?:two|three|four|of|and|or|both|other)\b)[a-zA-Z][\w-]+ ){0,3}?"
    r"(?:[Ll]eaders|[Mm]inisters|[Pp]residents|[Oo]fficials|[Ee]nvoys|[Dd]iplomats|[Rr]epresentatives|[Nn]egotiators|"
    r"[Ss]ecretaries|[Pp]remiers|sides|parties|countries|governments|delegations|allies|neighbou?rs)\b"
    r"(?!['-]| (?:of|from|in|at|for|to)\b| [A-Z])"
)
"""Holders of a title or states that were named before: "the ministers"."""
OFFICIAL = re.compile(
    r"(?:minister|president|secretary|secretary of state|representative|envoy|ambassador|chancellor|premier|leader|"
    r"adviser|advisor|director|diplomat|official|chief|king|emir|prince|negotiator)\Z"
)
"""The end of a title that one person bears."""
_PEOPLE = re.compile(
    r"(?:leaders|ministers|premiers|presidents|men|diplomats|officials|heads of state|negotiators|envoys|"
    r"secretaries|representatives|delegations|pair|duo)\Z"
)
_STATES = re.compile(r"(?:countries|nations|states|neighbou?rs|governments|capitals|powers|allies|economies)\Z")
FORMS = ("people", "states", "sides", "plural", "they")
"""Kinds of expressions for two actors, by which the signs weigh differently."""
NOBODY: frozenset[str] = frozenset()
"""The candidate for an expression that takes up no two actors."""
LATTER = re.compile(r"\b[Tt]he (latter|former)\b")
OPENING_THEY = re.compile(r"^(?:\W*)They\b")
COORDINATION = frozenset({", ", " and ", ", and "})
"""What joins the names of a coordinated subject."""
_OFFICES = (
    "foreign minister|defense minister|defence minister|prime minister|finance minister|"
    "interior minister|vice president|"
    "president|premier|chancellor|king|queen|emir|crown prince|secretary of state|"
    "defense secretary|defence secretary|"
    "foreign secretary|foreign ministry|defense ministry|defence ministry|state department|"
    "pope|pontiff|secretary general|"
    "secretary-general|supreme leader|leader|dictator|minister|envoy|ambassador|spokesman|spokeswoman|spokesperson|"
    "general|governor|speaker|senator|diplomat|chief"
)
OFFICE = re.compile(
    rf"\b[Tt]he ((?:[a-z][\w-]+ ){{0,2}}?)({_OFFICES})\b(?! (?:of|for|to|in) |[ -](?:[a-z]+ )?(?:{_OFFICES})\b| [A-Z])"
)
BODY = re.compile(
    r"\b[Tt]he (government|military|army|navy|air force|parliament|foreign ministry|"
    r"defen[cs]e ministry|ministry|regime|"
    r"administration|authorities|junta|central bank|supreme court|police|security forces|"
    r"armed forces)\b(?! of | [A-Z])"
)
SIDE = re.compile(r"\b([Tt]he )?(North|South)\b(?!-| [A-Z]| (?:of|and|coast|pole|side|east|west|wind)\b)")
_DEFINED = re.compile(r" (?:that|who|which|whose)\b")
"""A clause that says who is meant: "the three states that met last week" need not have been named."""
_BACK = ("here", "one back", "two back", "more back")
_MOST_ACTORS = 10
_TIE = re.compile(r"(?:'s)?(?: \w+){0,6}?,? (?:and|with|between|by|to)(?: \w+){0,4} ")
_CARDINAL = {"two": 2, "both": 2, "pair": 2, "duo": 2, "three": 3, "trio": 3, "four": 4}
SHE = frozenset({"she", "her", "herself"})
ACTOR_ANAPHORS = (HE, IT, THEY, COUNTRY, PAIR, PLURAL)
"""The anaphors that may stand for an actor whom the sentence does not name at all."""
ROLES = frozenset({"nsubj", "nsubjpass", "dobj", "poss", "conj", "pobj", "appos", "dative"})
KOREAS = [Mention(0, 0, "", one, one, (), None, "name", 0.9) for one in ("PRK", "KOR")]


def link_to(
    antecedent: Mention,
    text: str,
    start: int,
    end: int,
    confidence: float,
    *,
    person: str | None = None,
    state: bool = False,
) -> Mention:
    """The mention that an anaphor at `start` to `end` makes of its antecedent; `state` asks for its state alone."""
    actor = (
        antecedent.state
        if state and antecedent.state and not (antecedent.actor or "").startswith("ARM:")
        else antecedent.actor
    )
    sectors = () if state else antecedent.sectors
    return Mention(start, end, text[start:end], actor, antecedent.state, sectors, person, "coreference",
                   round(min(confidence, antecedent.confidence + 0.2), 2))  # fmt: skip


def is_joint(added: list[Mention], mention: Mention) -> bool:
    """Whether the same span is already linked, to other actors only: "the two sides" are two actors."""
    same = [one for one in added if (one.start, one.end) == (mention.start, mention.end)]
    return bool(same) and all(one.actor != mention.actor for one in same)


def surnames(mention: Mention) -> list[str]:
    """The surname of the person whom a mention names, folded and in lower case; an empty list if it names none."""
    person = tables.fold(mention.person or "")
    words = [word for word in person.split() if word[:1].isupper()]
    if not words:
        return []
    if mention.state in tables.words("family name first") and len(words) > 1:
        return [words[0].lower()]
    return [office_holders.surname(" ".join(words), mention.state or "").lower()]


def is_longer_name(text: str, start: int, end: int) -> bool:
    """Whether the surname is part of another person's name: "Hunter Biden", "Biden Jr"."""
    before = re.search(r"([A-Z][a-z]+) \Z", text[:start])
    after = re.match(r" (?:Jr|Sr|Street|Foundation|Tower|Airport|University|Hotel)\b", text[end:])
    given = before is not None and before.start() > 0 and not re.search(r"[.!?:\"“]\s*\Z", text[: before.start()])
    return bool(after) or given


def agrees_in_gender(known: Mention, *, female: bool) -> bool:
    """Whether "she" (or "he", unless `female`) may refer to the person."""
    other = tables.pattern("male nouns" if female else "female nouns")
    return other.search(known.text.lower()) is None


def is_it(known: Mention) -> bool:
    """Whether "it" may refer to the mention: a state or an organisation, not a person or people."""
    return (
        known.person is None
        and known.actor is not None
        and not set(known.sectors) & {"CVL", "ELI", "JRN"}
        and not is_they(known)
    )


def is_they(known: Mention) -> bool:
    """Whether "they" may refer to the mention: a plural noun or a group."""
    last = known.text.rsplit(" ", 1)[-1].lower()
    plural = last.endswith("s") and not last.endswith(("ss", "us", "is", "u.s.", "states", "emirates", "nations"))
    plural = plural or last in {"troops", "police", "people", "men", "militia", "taliban"}
    return known.person is None and plural and known.how != "name" and known.text != "US"


def actors_of_epithet(adjectives: str, noun: str) -> frozenset[str] | None:
    """The actors to which an epithet applies ("nuclear-armed state"); None without a known epithet."""
    epithets = _epithets()
    words = f"{adjectives}{noun}".lower()
    for epithet in sorted(epithets, key=len, reverse=True):
        if re.search(rf"(?<!\w){re.escape(epithet)}(?!\w)", words):
            return epithets[epithet]
    return None


@functools.cache
def _epithets() -> dict[str, frozenset[str]]:
    return {row["word"]: frozenset(tables.cells(row["states"])) for row in tables.table("epithets.csv")}


def fits(known: Mention, allowed: frozenset[str] | None, noun: str) -> bool:
    """Whether "the country", with its epithet, may refer to the mention."""
    if known.confidence < 0.3 or set(known.sectors) & {"JRN"}:
        return False
    if allowed is not None:
        return known.actor in allowed or known.state in allowed
    return known.state is not None and noun not in {"bloc", "alliance", "cartel", "island"}


def cardinality(found: re.Match[str]) -> int | None:
    """The number of actors that "the two sides" or "the rivals" means; None for other expressions."""
    if _DEFINED.match(found.string, found.end()):
        return None
    words = found[0].lower().split()
    if words[-1] == "koreas":
        return 2 if len(words) > 1 and words[0] in {"the", "two", "both"} else None
    determined = words[0] in {"the", "both", "these", "those", "all", "two"}
    for word in words:
        if word in _CARDINAL:
            return _CARDINAL[word] if determined or word == "both" else None
    rival = re.search(
        r"\b(?:neighbou?ring|rival|warring|opposing)\b|\b(?:neighbou?rs|rivals|foes|adversaries)\Z", found[0].lower()
    )
    return 2 if rival and words[0] == "the" else None


def form(words: str, *, counted: bool) -> str:
    """The form of an expression for two: "the two ministers", "the two countries", "both", or uncounted."""
    lower = words.lower()
    if not counted:
        return "they" if THEY.fullmatch(words) else "plural"
    return "people" if _PEOPLE.search(lower) else "states" if _STATES.search(lower) else "sides"


def is_official(known: Mention) -> bool:
    """Whether a mention is one person who speaks for a state: by name or by title."""
    return known.person is not None or (known.noun is not None and OFFICIAL.search(known.noun) is not None)


@dataclass(frozen=True, slots=True)
class Scene:
    """What stands before an expression for two actors.

    `spans` are the actors of its sentence before it and of each sentence before, the
    nearest first, with the texts; `after` are those behind it; `head` those of the
    head of the document; `last` the two that were taken up last; `subjects` those of
    the sentence before; `seen` how often each was named.
    """

    spans: Sequence[tuple[str, list[Mention]]]
    after: frozenset[str]
    head: frozenset[str]
    last: frozenset[str]
    subjects: frozenset[str]
    seen: Mapping[str, int]


def pair_signs(scene: Scene) -> dict[frozenset[str], dict[str, float]]:
    """For each two actors before an expression, and for `NOBODY`, the value of each sign."""
    officials = {one.actor for _, own in scene.spans for one in own if is_official(one)}
    near = [frozenset(one.actor for one in distinct(own) if one.actor) for _, own in scene.spans]
    known = sorted(frozenset().union(*near) | scene.head)
    whole = max(1, sum(scene.seen.values()))
    found: dict[frozenset[str], dict[str, float]] = {}
    for pair in map(frozenset, itertools.combinations(known[:_MOST_ACTORS], 2)):
        values = dict.fromkeys(_togetherness(pair, near, scene), 1.0)
        values["officials"] = len(pair & officials) / 2
        values["organisations"] = float(sum(":" in one for one in pair))
        values["named after"] = float(len(pair & scene.after))
        values["others before"] = float(bool(near and near[0] - pair))
        values["subject"] = float(bool(pair & scene.subjects))
        values["share"] = sum(scene.seen.get(one, 0) for one in pair) / whole
        found[pair] = values
    if found:
        found[NOBODY] = {"nobody": 1.0, "nobody beside one": float(len(found) == 1)}
    return found


def _togetherness(pair: frozenset[str], near: Sequence[frozenset[str]], scene: Scene) -> Iterator[str]:
    """Where two actors were named together, whether alone, whether tied to each other."""
    where = next((back for back, own in enumerate(near) if pair <= own), None)
    if where is None:
        yield "apart"
    else:
        name = _BACK[min(where, len(_BACK) - 1)]
        yield f"together {name}"
        if pair == near[where]:
            yield f"alone {name}"
        if _are_tied(pair, *scene.spans[where]):
            yield "tied"
    if len(near) > 1 and len(pair & near[0]) == 1 and pair - near[0] <= near[1]:
        yield "one here"
    if pair <= scene.head:
        yield "head"
        if pair == scene.head:
            yield "head alone"
    if pair == scene.last:
        yield "taken up"


def _are_tied(pair: frozenset[str], text: str, mentions: Sequence[Mention]) -> bool:
    """Whether a sentence joins two actors by "and" or "with"."""
    own = [one for one in mentions if one.actor in pair]
    return any(
        one.actor != other.actor and _TIE.fullmatch(text, one.end, other.start)
        for one, other in itertools.pairwise(own)
    )


def distinct(mentions: Any) -> list[Mention]:
    """The first mention of each actor, without media and without doubtful names of places."""
    chosen: dict[str, Mention] = {}
    for one in mentions:
        if one.actor and not one.reports and one.confidence >= 0.4 and not {"CVL", "ELI"} & set(one.sectors):
            chosen.setdefault(one.actor, one)
    return list(chosen.values())


def holds_office(known: Mention, office: str, on: dt.date) -> bool:
    """Whether the mention is, or is called, the holder of that office on the day."""
    text = known.text.lower().replace("-", " ").replace("defence", "defense")
    if office in {"pope", "pontiff"}:
        return known.state == "VAT"
    if re.search(rf"\b{office}\b", text):
        return not (office == "president" and "vice president" in text)
    terms = office_holders.default().terms.get(known.person or "", ())
    held = {term.office.replace("-", " ").replace("defence", "defense") for term in terms if term.covers(on)}
    if office in {"leader", "minister", "chief", "diplomat", "general"}:
        return office == "leader" and bool(
            held & {"president", "prime minister", "leader", "supreme leader", "chancellor"}
        )
    return office in held


def body_sectors(body: str) -> tuple[str, ...]:
    """The sectors of "the army", "the court" and the like."""
    if re.search(r"military|army|navy|force|defen", body):
        return ("MIL",)
    if body == "police":
        return ("COP",)
    if body == "parliament":
        return ("LEG",)
    return ("JUD",) if "court" in body else ("GOV",)


def name_around(doc: Any, token: Any) -> tuple[Any, Any]:
    """The run of proper nouns around a token, compounds included."""
    first = last = token
    base = doc[0].i
    while first.i > base and doc[first.i - base - 1].pos_ == "PROPN" and first.i - token.i > -4:
        first = doc[first.i - base - 1]
    while last.i - base + 1 < len(doc) and doc[last.i - base + 1].pos_ == "PROPN" and last.i - token.i < 4:
        last = doc[last.i - base + 1]
    return first, last


def may_be_person(text: str) -> bool:
    """Whether a run of proper nouns may be a person's name."""
    words = text.split()
    if (
        len(words) > 4
        or any(word.lower() in tables.words("name stop words") for word in words)
        or not re.match(r"[A-Z][\w'’.-]+", text)
    ):
        return False
    if not all(word[:1].isupper() or word.lower() in tables.words("name particles") for word in words):
        return False
    return not (text.isupper() and len(text) > 3) and not any(c.isdigit() for c in text) and state_of(text) is None
