"""What the grammar of actor phrases is made of: word classes, the hit, the growing chain, its meaning."""

import functools
import re
from dataclasses import dataclass, field

from analysis.actors import office_holders, tables

HOW = {"people": "demonym", "agency": "organisation", "media": "organisation", "region": "name", "city": "name",
       "person": "office"}  # fmt: skip
SURE = {"name": 0.9, "demonym": 0.9, "people": 0.8, "capital": 0.75, "seat": 0.9, "organisation": 0.9, "group": 0.9,
        "agency": 0.9, "media": 0.9, "person": 0.9, "alias": 1.0, "region": 0.7, "city": 0.7}  # fmt: skip
STATES = frozenset({"name", "demonym", "people", "capital", "seat", "region", "city"})
BODIES = frozenset({"organisation", "group", "agency", "media"})
PARTING = (STATES | BODIES | {"mask", "alias"}) - {"city", "region"}
HEADS = frozenset({"office", "generic", "body", "crowd", "thing"})
TITLES = frozenset({"office", "generic"})
FORMER_WORDS = frozenset({"former", "ex", "late", "deposed", "ousted", "then", "onetime", "erstwhile"})
_BYGONE = ("former", "ex-", "deposed", "ousted")
FUNCTION_WORDS = frozenset(
    "a an the and or but of in on at to for from by with as than that which who whom when "
    "while after before over under "
    "into against about is are was were be been has have had will would can could may might must shall should do does "
    "did not no says say said told tell tells ask asks call calls want wants know knew think held hold met meet meets "
    "led lead leads won win wins lost lose gave give took take made make sent send saw see kept keep beat hit put let "
    "set shot fought killed urge urges warn warns blame blames accuse accuses arrest arrests attack attacks kill kills "
    "along near also its his her their our my your this these those all both each".split()
)
TIED = frozenset(
    "backed led born made based style speaking held controlled funded trained occupied owned "
    "allied sponsored supplied "
    "brokered proposed linked aligned imposed administered run built designed supported dominated financed educated "
    "mediated registered flagged listed friendly bound armed drafted inspired assisted "
    "manufactured affiliated".split()
)
PLACE_BEFORE = re.compile(
    r"\b(?:in|at|near|around|outside|inside|across|throughout|downtown|central) (?:the )?\Z", re.IGNORECASE
)
WAY_BEFORE = re.compile(
    r"\b(?:to|from|into|toward|towards|for|via|through|over|of|visited|visit|left) (?:the )?\Z", re.IGNORECASE
)
AGAINST = re.compile(r"\b(?:pro|anti|ex|non|post|pre)-\Z", re.IGNORECASE)
TAIL = re.compile(r"-([a-z]+)")
PERSON = re.compile(
    r" ((?:[A-Z][\w'.-]*[\w.]|[A-Z]|al-[A-Z]\w+)"
    r"(?: (?:(?:bin|ibn|al|el|de|da|dos|del|von|van|der|la|bint|abu|ul|ur|"
    r"uz) )?(?:[A-Z][\w'-]*\w|[A-Z]\.|al-[A-Z][\w-]+)){0,3})"
)
NO_PERSON = frozenset(
    "Headquarters Office Ministry Committee Department Party Council Union Group Association Bureau Agency Court "
    "University Foreign National General Board Center Centre Institute Commission Force Forces Army Bank Company "
    "The A An In On At For And But As If He She It They We I Monday Tuesday Wednesday Thursday "
    "Friday Saturday Sunday "
    "January February March April May June July August September October November December Says Said Will To Of From "
    "With After Before Over By Is Was Has Had Tells Told Meets Visits Calls Warns Urges Vows "
    "Mr Ms Mrs Dr North South "
    "East West".split()
)
THE_PEOPLE = re.compile(
    r"(?:$|[.,;:!?)\"]| (?:and|or|have|has|are|were|will|would|had|said|say|who|to|in|on|at|"
    r"from|with|must|want|did|do|"
    r"[a-z]+ed|also|could|should|may|might|for|by|never|now|still|can|into|over|against|as|that|but)\b)"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern found: `start` and `end` in the text, its meaning, and how sure if a rule doubts it."""

    start: int
    end: int
    name: tables.Name
    confidence: float | None = None


@dataclass(slots=True)
class Chain:
    """A phrase in the making: what has been joined so far, from the first hit on."""

    start: int
    end: int
    base: tables.Name | None
    sure: float
    following: int
    heads: list[tables.Name] = field(default_factory=list)
    former: bool = False
    person: str | None = None
    standing: office_holders.Standing | None = None
    alias: tables.Name | None = None
    of_body: bool = False

    def add(self, head: tables.Name) -> None:
        """Take a further title or noun; "former president" marks the whole phrase."""
        self.heads.append(head)
        self.former = self.former or (head.sectors == office_holders.FORMER and head.label.startswith(_BYGONE))

    @property
    def titled(self) -> bool:
        """Whether a person's name may follow."""
        return bool(self.heads) and (self.heads[-1].kind in TITLES or self.of_body)


MEMBERS = frozenset({"member", "member state", "state", "supporter", "ally", "nation", "victim", "side"})
PLACE_NOUNS = frozenset({"prefecture", "state", "city", "governorate", "municipality", "village", "town", "market",
                          "community", "nation", "neighborhood", "neighbourhood", "campus", "checkpoint"})  # fmt: skip
SETTLEMENTS = frozenset({"city", "town", "village", "market", "neighborhood", "neighbourhood", "campus", "prefecture"})
COURTESY = frozenset({"president", "prime minister", "senator", "governor", "secretary", "mayor", "king", "premier"})
ENVOYS = frozenset({"ambassador", "envoy", "special envoy", "special representative", "permanent representative",
                     "high commissioner", "charge d'affaire", "consul general", "consul", "envoys"})  # fmt: skip


def sectors_of(chain: Chain) -> tuple[str, ...]:
    """The codes of the phrase: those of its head noun first, unless it is as general as "official"."""
    heads = [head.sectors for head in reversed(chain.heads) if head.kind != "generic"]
    general = [head.sectors for head in reversed(chain.heads) if head.kind == "generic"]
    base = chain.base.sectors if chain.base is not None and chain.base.kind not in {"capital", "seat"} else ()
    if chain.heads and chain.heads[-1].kind == "generic" and base:
        ordered = [base, *heads]
    else:
        ordered = [*heads, base] if heads or base else general
    if chain.base is not None and chain.base.kind in {"seat", "capital"} and not (heads or general):
        ordered = [chain.base.sectors]
    return tuple(dict.fromkeys(code for one in ordered for code in one))


def deed_sectors(hit: Hit) -> tuple[str, ...]:
    """MIL for a noun of military doing, else nothing: the doer may be anyone of the state."""
    return hit.name.sectors if hit.name.sectors == ("MIL",) else ()


def same_home(base: tables.Name | None, inner: tables.Name) -> bool:
    """Whether a body may belong to the state before it."""
    return base is not None and base.kind in STATES and (inner.state in {None, base.state})


@functools.cache
def modifiers() -> frozenset[str]:
    """Words that may stand between a state and the noun."""
    return frozenset(row["word"] for row in tables.table("modifiers.csv"))


def meaning(chain: Chain) -> tuple[str | None, str | None, tuple[str, ...], str]:
    """Actor, state, sectors and way of what a phrase names."""
    if chain.alias is not None:
        return chain.alias.actor, chain.alias.state, chain.alias.sectors or sectors_of(chain), "alias"
    base, standing = chain.base, chain.standing
    if standing is not None and (base is None or standing.state in {None, base.state} or base.state is None):
        return _of_person(chain, standing)
    sectors = sectors_of(chain)
    if base is None or base.actor is None:
        return None, None, office_holders.FORMER if chain.former else sectors, "unresolved"
    how = HOW.get(base.kind, base.kind)
    if chain.former and any(head.kind in TITLES or head.kind == "crowd" for head in chain.heads):
        return None, base.state, office_holders.FORMER, how
    return base.actor, base.state, sectors, how


def _of_person(chain: Chain, standing: office_holders.Standing) -> tuple[str | None, str | None, tuple[str, ...], str]:
    state = standing.state or tables.home_of(standing.home) or (chain.base.state if chain.base else None)
    sectors = sectors_of(chain)
    if chain.former or (standing.office is None and not _claims(chain)):
        return None, state, office_holders.FORMER, "office"
    if standing.office is None:
        return standing.home, state, sectors, "office"
    titled = sectors if chain.heads and chain.base is not None else ()
    return standing.actor, state, titled or standing.sectors, "office"


def _claims(chain: Chain) -> bool:
    """Whether the text gives a title that the table does not know of, and that is no mere courtesy."""
    titles = [head.label for head in chain.heads if head.kind == "office"]
    return bool(titles) and titles[-1] not in COURTESY


def headline(plain: str) -> bool:
    """Whether nearly all words are capitalised, so that capitals mark no names."""
    words = re.findall(r"[A-Za-z]{4,}", plain)
    return len(words) > 4 and sum(word[0].isupper() for word in words) > 0.8 * len(words)


def former_before(plain: str, start: int) -> bool:
    """Whether "former" or the like stands right before."""
    found = re.search(r"([A-Za-z]+)[ -]\Z", plain[max(0, start - 14) : start])
    return found is not None and found[1].lower() in FORMER_WORDS - {"then"}
