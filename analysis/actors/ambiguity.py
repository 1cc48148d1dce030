"""Names that mean several things: decided by what the text says, or left open.

Each rule sees the hits of one sentence and keeps, changes or drops a hit.
What the text does not decide keeps the likelier reading at a low confidence,
or none at all: bare "Korea" is neither side.
"""

import re
from dataclasses import replace

from analysis.actors import tables
from analysis.actors._phrase_grammar import Hit

UNSURE = 0.5
_GEORGIA_US = re.compile(
    r"\b(atlanta|savannah|augusta|alabama|florida|carolina|republicans?|democrats?|senators?|sen\.|gov\.|congressman|"
    r"raffensperger|kemp|fulton county|runoff|swing states?|arizona|"
    r"wisconsin|pennsylvania|peach|fani willis)\b"
)
_GEORGIA_LAND = re.compile(
    r"\b(tbilisi|russian?s?|abkhaz\w*|osseti\w*|saakashvili|margvelashvili|"
    r"zourabichvili|ivanishvili|kobakhidze|"
    r"garibashvili|caucasus|armenian?|azerbaijani?|ukrain\w*|moldovan?|nato|eu|european|georgians?|batumi|dream)\b"
)
_CONGO_WEST = re.compile(r"\b(brazzaville|sassou|nguesso|pointe-noire)\b")
_NORTH = re.compile(r"\b(pyongyang|kim jong|north korean?s?|kim yo|the north)\b")
_SOUTH = re.compile(r"\b(seoul|south korean?s?|the south|samsung|hyundai|yoon|moon jae|park geun|lee myung)\b")
_MAN = frozenset({"name", "capital", "person"})
_FIRST_WORDS = frozenset(
    "The A An In On At For And But Or Nor As If When While After Before Since Until Though "
    "Although Because That This "
    "These Those With Without From To Of By Is Are Was Were Will Would Can Could May Might "
    "Should Has Have Had Does Did "
    "Do Not No Yes He She It They We I You His Her Its Their Our My Your What Who Whom Whose Why How Where Which "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August "
    "September October November December Meanwhile However Earlier Later Today Yesterday Also "
    "Both Either Neither Even "
    "Only Then Now Here There Once Under Over Between Against Among About Like Unlike Despite During Inside Outside "
    "Near Around Across Behind Beyond Former Ex Pro Anti New Old North South East West Northern Southern Eastern "
    "Western Central Upper Lower Greater Republic Kingdom State Embassy Mr Ms Mrs Dr Sir Said "
    "Says Told Asked Of".split()
)
_NEXT_NAMES = re.compile(
    r" (?:Jr|Sr|Tower|Towers|Hotel|Organization|Organisation|Plaza|Foundation|Airport|"
    r"University|College|Street|Avenue|"
    r"Library|Center|Centre|Road|Square|Park|Hospital|Stadium|Cup|Open|Airlines|Airways|United FC|Bank|Post|Times|"
    r"Daily|Herald|Tribune|Gazette|Chronicle|Review|County|Hills|Beach)\b"
)
_PERSONAL = frozenset({
    "jordan", "chad", "georgia", "israel", "cuba", "india", "kenya", "ireland", "holland",
    "france", "malta", "cyprus",
    "london", "paris", "washington", "lima", "santiago", "sofia", "victoria", "berlin", "rome", "lebanon", "america",
    "england", "wales", "austria", "brazil", "bern", "kingston", "wellington", "roma", "chile", "trinidad", "samoa",
    "sydney", "florence", "carolina", "virginia", "montana", "nevada", "dakota", "jersey", "guinea", "mali", "milan",
    "turk", "french", "english", "german", "irish", "welsh", "dutch", "scott", "niger", "oman", "persia", "china",
})  # fmt: skip


def settle(hits: list[Hit], plain: str, norm: str) -> list[Hit]:
    """The hits after the rules for ambiguous names; dropped hits become masks."""
    return [_settled(hit, plain, norm) for hit in hits]


def _settled(hit: Hit, plain: str, norm: str) -> Hit:
    kind = hit.name.kind
    if kind not in _WATCHED:
        return hit
    label = hit.name.label.lower()
    if (label in _PERSONAL or (kind == "person" and " " not in label)) and _is_other_person(hit, plain):
        return Hit(hit.start, hit.end, tables.Name(hit.name.label, "other"))
    if kind in {"name", "capital"} and _NEXT_NAMES.match(plain, hit.end):
        return _masked(hit)
    rule = _RULES.get(label)
    return rule(hit, plain, norm) if rule else hit


def _masked(hit: Hit) -> Hit:
    return Hit(hit.start, hit.end, tables.Name(hit.name.label, "mask"))


def _unsure(hit: Hit, confidence: float = UNSURE) -> Hit:
    return Hit(hit.start, hit.end, hit.name, confidence)


def _is_other_person(hit: Hit, plain: str) -> bool:
    """Whether a given name stands before: "Jim Jordan", "Hunter Biden"."""
    before = re.search(
        r"(?:^|[\s\"(])([A-Z][a-z]+(?:-[A-Za-z]+)?|[A-Z]\.) $", plain[max(0, hit.start - 25) : hit.start]
    )
    if before is None:
        return False
    word = before[1]
    return word not in _FIRST_WORDS and tables.key(word) not in _TITLES and not word.endswith(("ian", "ese", "ish"))


def _georgia(hit: Hit, _: str, norm: str) -> Hit:
    american, caucasian = _GEORGIA_US.search(norm), _GEORGIA_LAND.search(norm.replace("georgia ", ""))
    if american and not caucasian:
        return _masked(hit)
    return hit if caucasian else _unsure(hit, 0.6)


def _congo(hit: Hit, _: str, norm: str) -> Hit:
    if _CONGO_WEST.search(norm):
        west = replace(hit.name, actor="COG", state="COG")
        return Hit(hit.start, hit.end, west, 0.8)
    return _unsure(hit, 0.7)


def _korea(hit: Hit, _: str, norm: str) -> Hit:
    """Neither side unless the text names one and only one of them."""
    north, south = bool(_NORTH.search(norm)), bool(_SOUTH.search(norm))
    if north == south:
        return Hit(hit.start, hit.end, replace(hit.name, actor=None, state=None), 0.2)
    state = "PRK" if north else "KOR"
    return Hit(hit.start, hit.end, replace(hit.name, actor=state, state=state), UNSURE)


def _side(hit: Hit, plain: str, norm: str) -> Hit:
    """Read "the North", "the South": a Korean side only where the text speaks of Korea."""
    korean = re.search(r"\b(korean?s?|pyongyang|seoul|kim jong)\b", norm)
    after = plain[hit.end : hit.end + 2]
    own = re.match(r"(?:'s)?(?: [a-z]|[.,;:'\"]|$)", plain[hit.end :])
    if korean is None or own is None or after in {" P", " S", " A"}:
        return _masked(hit)
    return _unsure(hit, 0.75)


def _pronoun(hit: Hit, plain: str, _: str) -> Hit:
    """Doubt "US": in a line of capitals may be the pronoun."""
    return _unsure(hit, 0.6) if plain.isupper() and len(plain) > 12 else hit


def _washington(hit: Hit, plain: str, norm: str) -> Hit:
    if re.match(r" (?:state|State)\b|, (?:D\.C\.|DC)|-area\b", plain[hit.end :]):
        return _masked(hit)
    return _unsure(hit, 0.4) if re.search(r"\b(seattle|spokane|inslee|tacoma)\b", norm) else hit


_RULES = {
    "georgia": _georgia, "georgian": _georgia, "georgians": _georgia,
    "congo": _congo, "congolese": _congo, "korea": _korea, "korean": _korea, "koreans": _korea,
    "the north": _side, "the south": _side, "us": _pronoun, "washington": _washington,
}  # fmt: skip
_WATCHED = frozenset({"name", "demonym", "people", "capital", "person", "city", "region"})
_TITLES = frozenset(
    tables.key(word) for word in
    "President Minister Premier Chancellor Senator Secretary King Queen Prince Princess Emir Sultan General Colonel "
    "Admiral Marshal Governor Mayor Speaker Ambassador Envoy Judge Justice Pope Ayatollah Sheikh Leader Chairman "
    "Commissioner Director Spokesman Spokeswoman Spokesperson Candidate Congressman "
    "Congresswoman Vice-President".split()
)  # fmt: skip
