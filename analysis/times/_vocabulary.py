"""Words of time: what a token can be, and what it stands for.

Every token of a text gets a class of one letter, so that a sentence becomes a
short string on which the grammar (`analysis.times._grammar`) is matched.
Classes and their letters are listed in `CLASSES`.
"""

import re
from collections.abc import Iterable

CLASSES = {
    "I": "numeric date (2014-03-01, 3/1/2014)", "y": "span of years (2014-15)", "Y": "year",
    "1": "integer up to 31", "2": "other integer", "f": "fraction", "c": "clock time", "s": "decade (1980s)",
    "o": "ordinal", "w": "number word", "9": "hundred, thousand", "q": "vague number",
    "u": "unit, singular", "U": "unit, plural", "M": "month", "D": "weekday", "d": "weekday, plural",
    "N": "weekday abbreviation", "S": "season", "P": "part of the day", "t": "today and kin", "W": "weekend",
    "F": "fiscal", "b": "half", "X": "holiday", "@": "anniversary", "Z": "time zone", "A": "a.m. or p.m.",
    "B": "o'clock", "G": "decade word", "L": "period", "T": "the", "a": "a, an", "h": "this, these",
    "H": "that, those", "J": "same", "p": "possessive", "l": "last and kin", "k": "next and kin", "j": "current",
    "g": "ago", "e": "earlier", "v": "later", "x": "old", "E": "early, mid, late, end", "m": "approximator",
    "n": "than, least and kin", "r": "more, less", "V": "another, so", "Q": "before", "5": "Q3",
    "C": "each, every", "K": "daily and kin",
    "R": "now and kin", "O": "of", "i": "in, on, at", "&": "and", "~": "or, to", "!": "as",
    "'": "possessive mark", "-": "hyphen", ",": "comma", "_": "full stop", "<": "bracket",
    "%": "money or share", "z": "any other",
}  # fmt: skip

_MONTH_NAMES = (
    "january jan. jan", "february feb. feb", "march mar. mar", "april apr. apr", "may", "june jun. jun",
    "july jul. jul", "august aug. aug", "september sept. sep. sept sep", "october oct. oct", "november nov. nov",
    "december dec. dec",
)  # fmt: skip
_DAY_NAMES = (
    "monday mon. mon", "tuesday tues. tue. tues tue", "wednesday wed. weds. wed weds",
    "thursday thurs. thu. thurs thur thu", "friday fri. fri", "saturday sat. sat", "sunday sun. sun",
)  # fmt: skip
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}
WEEKDAYS = {name: number for number, names in enumerate(_DAY_NAMES) for name in names.split()}
SEASONS = {"spring": "SP", "summer": "SU", "fall": "FA", "autumn": "FA", "winter": "WI"}
PARTS = {
    "morning": "MO", "dawn": "MO", "daybreak": "MO", "afternoon": "AF", "evening": "EV", "dusk": "EV",
    "night": "NI", "noon": "12:00", "midday": "12:00", "midnight": "24:00",
}  # fmt: skip
UNITS = {
    "second": "s", "minute": "m", "hour": "h", "day": "D", "week": "W", "fortnight": "F", "month": "M",
    "quarter": "Q", "year": "Y", "decade": "E", "century": "C", "millennium": "L",
}  # fmt: skip
PLURALS = {f"{unit}s": letter for unit, letter in UNITS.items()} | {"centuries": "C", "millennia": "L"}
NUMBERS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen".split()
    )
} | {
    word: value * 10 for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}  # fmt: skip
SCALES = {"hundred": 100, "thousand": 1000}
VAGUE = ("few", "several", "many", "couple", "dozen", "dozens", "hundreds", "thousands", "numerous")
ORDINALS = {
    word: value
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        start=1,
    )
} | {"thirtieth": 30}
DECADES = {
    "twenties": 2, "thirties": 3, "forties": 4, "fifties": 5, "sixties": 6, "seventies": 7, "eighties": 8,
    "nineties": 9,
}  # fmt: skip
DEICTIC = {"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0, "overnight": 0}
FREQUENT = {
    "hourly": "PT1H", "daily": "P1D", "nightly": "P1D", "weekly": "P1W", "monthly": "P1M", "quarterly": "P3M",
    "annually": "P1Y", "yearly": "P1Y",
}  # fmt: skip
REFERENCES = {
    "now": "PRESENT_REF", "currently": "PRESENT_REF", "nowadays": "PRESENT_REF", "presently": "PRESENT_REF",
    "recently": "PAST_REF", "lately": "PAST_REF", "soon": "FUTURE_REF", "future": "FUTURE_REF",
    "recent": "PAST_REF", "past": "PAST_REF", "current": "PRESENT_REF", "present": "PRESENT_REF",
    "moment": "PRESENT_REF",
}  # fmt: skip
EDGES = {
    "early": "START", "beginning": "START", "start": "START", "opening": "START", "late": "END", "end": "END",
    "close": "END", "mid": "MID", "middle": "MID",
}  # fmt: skip
APPROXIMATORS = {
    "about": "APPROX", "around": "APPROX", "approximately": "APPROX", "roughly": "APPROX", "some": "APPROX",
    "nearly": "LESS_THAN", "almost": "LESS_THAN",
}  # fmt: skip
ZONES = {
    "gmt": 0.0, "utc": 0.0, "est": -5.0, "edt": -4.0, "et": -5.0, "cst": -6.0, "cdt": -5.0, "mst": -7.0, "mdt": -6.0,
    "pst": -8.0, "pdt": -7.0, "cet": 1.0, "cest": 2.0, "bst": 1.0, "eet": 2.0, "msk": 3.0, "ist": 5.5, "jst": 9.0,
    "kst": 9.0, "hkt": 8.0, "aest": 10.0,
}  # fmt: skip
HOLIDAYS = frozenset(
    "christmas|christmas day|christmas eve|new year's day|new year's eve|valentine's day|halloween|thanksgiving|"
    "thanksgiving day|easter|easter sunday|easter monday|good friday|palm sunday|boxing day|"
    "labor day|memorial day|veterans day".split("|")
)

# words that are time words only when written with a capital
CAPITAL = frozenset("may march mar jan sep dec mon tue wed thu fri sat sun et ist".split())
# weekday abbreviations that are time words only before a date
WEAK_DAYS = frozenset("mon tue wed thu fri sat sun tues weds thur thurs".split())

_FIXED = (
    ("T", "the"), ("a", "a an"), ("h", "this these"), ("H", "that those"), ("p", "its his her their our my"),
    ("l", "last past previous preceding prior latest recent"), ("k", "next coming following upcoming future"),
    ("j", "current"), ("g", "ago"), ("e", "earlier"), ("v", "later"), ("x", "old"), ("O", "of"),
    ("i", "in on at from"), ("&", "and &"), ("~", "or to"), ("B", "o'clock o’clock"), ("C", "each every"),
    ("W", "weekend weekends"), ("F", "fiscal financial fy"), ("b", "half"), ("n", "than least up most"),
    ("r", "more less fewer no"), ("L", "period"), ("@", "anniversary"), ("%", "% percent $ £ €"), ("!", "as"),
    ("J", "same"), ("A", "am pm a.m p.m a.m. p.m."), ("'", "'s ’s ' ’"), ("-", "- ‑ – —"), (",", ","), ("_", "."),
    ("<", "("), ("Q", "before"),
    ("V", "so another additional extra full whole consecutive straight successive trading working business other"),
)  # fmt: skip
_TABLES: tuple[tuple[str, Iterable[str]], ...] = (
    ("M", MONTHS), ("D", WEEKDAYS), ("S", SEASONS), ("P", PARTS), ("u", UNITS), ("U", PLURALS), ("w", NUMBERS),
    ("9", SCALES), ("q", VAGUE), ("o", ORDINALS), ("G", DECADES), ("t", DEICTIC), ("K", FREQUENT), ("E", EDGES),
    ("5", ("q1", "q2", "q3", "q4")), ("m", APPROXIMATORS), ("Z", ZONES), ("X", HOLIDAYS), ("N", WEAK_DAYS),
)  # fmt: skip


def lexicon() -> dict[str, str]:
    """Class letter by lower-case token."""
    out = {word: letter for letter, fixed in _FIXED for word in fixed.split()}
    for letter, table in _TABLES:
        out |= dict.fromkeys(table, letter)
    out |= {f"{day}s": "d" for day in WEEKDAYS if day.endswith("day")} | {f"{part}s": "P" for part in PARTS}
    for word in REFERENCES:
        out.setdefault(word, "R")
    return out


TOKEN = re.compile(
    r"\n[^\S\n]*\n|"
    r"(?:Christmas|New Year['’]s|Valentine['’]s|Thanksgiving|Easter|Good|Palm|Boxing|Labor|Memorial|Veterans)"
    r" (?:Day|Eve|Sunday|Monday|Friday)\b|"
    r"9/11\b|\d{4}/\d\d/\d\d\b|\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?Z?)?"
    r"|\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)|\d{1,2}\.\d{1,2}\.\d{4}"
    r"|\d{4}[-–/](?:\d{4}|\d\d)(?![\d-])"
    r"|\d{1,2}:\d\d(?::\d\d)?(?:[ap]m\b)?|\d{1,2}[ap]m\b"
    r"|\d+(?:st|nd|rd|th)\b|['’]?\d{2,4}['’]?s\b|['’]\d\d\b|\d/\d\b"
    r"|\d+(?:[.,]\d+)*"
    r"|(?:(?i:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Weds?|Thurs?|Fri)|Sat|Sun)\.(?=,? ?\S)"
    r"|Q[1-4]\b|FY(?=\d)"
    r"|[AaPp]\.[Mm]\b\.?|o['’]clock|['’]s\b|(?:[A-Z]\.){2,}|[^\W\d_]+(?!['’]clock)|\S"
)
_DATE = re.compile(r"9/11$|\d{4}/\d\d/\d\d|\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d|\d{1,2}\.\d{1,2}\.\d{4}")


def numeric(token: str) -> str:
    """Class letter of a token that begins with a digit or an apostrophe and a digit."""
    if _DATE.match(token):
        return "I"
    if ":" in token or token[-2:] in {"am", "pm"}:
        return "c"
    if token.endswith("s"):
        return "s"
    if token[-2:] in {"st", "nd", "rd", "th"}:
        return "o"
    if token[0] in "'’":
        return "Y"
    return _plain(token)


def _plain(token: str) -> str:
    if token.isdigit():
        if len(token) <= 2:
            return "1" if 1 <= int(token) <= 31 else "2"
        return "Y" if len(token) == 4 and token[0] in "12" and int(token) < 2200 else "2"
    if len(token) == 3 and token[1] == "/":
        return "f"
    if len(token) >= 7 and token[4] in "-–/":
        return "y"
    return "f" if "." in token else "2"
