"""Words of time: which kind of token each is, and what it stands for.

Every token of a text has a kind (`Kind`), written as one letter, so that a
sentence becomes a short string on which the grammar
(`analysis.times._grammar`) is matched. Outside this table the kinds are always
called by their names.
"""

import csv
import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from analysis import _package
from analysis.times import timex


class Kind(StrEnum):
    """The kinds of tokens."""

    # numbers and dates in digits
    NUMERIC_DATE = "I"  # 2014-03-01, 3/1/2014, 9/11
    YEAR = "Y"  # 2014, '94
    YEAR_RANGE = "y"  # 2014-15
    SMALL_INTEGER = "1"  # 1 to 31, which may be a day of the month
    INTEGER = "2"  # any other, which may be a clock time: 0630
    FRACTION = "f"  # 1.5, 1/2
    CLOCK = "c"  # 17:30, 5pm
    DECADE = "s"  # 1980s, '80s
    QUARTER = "5"  # Q3
    # numbers in words
    ORDINAL = "o"  # third, 3rd
    NUMBER_WORD = "w"  # zero to ninety
    SCALE = "9"  # hundred, thousand
    VAGUE_NUMBER = "q"  # several, dozens
    HALF = "b"
    DECADE_WORD = "G"  # eighties
    # units of the calendar and their names
    UNIT = "u"  # day, week, century
    UNITS = "U"  # days, weeks, centuries
    MONTH = "M"
    WEEKDAY = "D"
    WEEKDAYS = "d"  # Mondays
    WEEKDAY_SHORT = "N"  # Mon, a day only before a date
    WEEKEND = "W"
    SEASON = "S"
    DAY_PART = "P"  # morning, midnight
    HOLIDAY = "X"
    PERIOD = "L"
    FISCAL = "F"
    ANNIVERSARY = "@"
    # what stands with a clock time
    ZONE = "Z"  # GMT, EST
    AM_PM = "A"
    OCLOCK = "B"
    # words that refer to the day of publication or of the narrative
    DEICTIC = "t"  # today, yesterday, tonight
    REFERENCE = "R"  # now, recently, soon
    LAST = "l"  # last, past, previous
    NEXT = "k"  # next, coming, following
    CURRENT = "j"
    THIS = "h"  # this, these
    THAT = "H"  # that, those
    SAME = "J"
    AGO = "g"
    EARLIER = "e"
    LATER = "v"
    BEFORE = "Q"
    AFTER = "6"
    EVE = "7"
    EDGE = "E"  # early, mid, late, end
    # words around a number
    APPROXIMATOR = "m"  # about, nearly
    THAN = "n"  # than, least, most, up
    MORE = "r"  # more, less, fewer, no
    FURTHER = "V"  # another, full, consecutive, working
    OLD = "x"
    EACH = "C"  # each, every
    FREQUENCY = "K"  # daily, annually
    # function words and punctuation
    THE = "T"
    A = "a"  # a, an
    POSSESSIVE = "p"  # its, their
    OF = "O"
    IN = "i"  # in, on, at, from
    AND = "&"
    OR = "~"  # or, to
    AS = "!"
    APOSTROPHE = "'"  # possessive mark
    HYPHEN = "-"
    COMMA = ","
    STOP = "_"  # a full stop, or the end of a paragraph
    BRACKET = "<"
    MONEY = "%"  # currency, percent
    WORD = "z"  # any other


UNIT_KINDS = frozenset({Kind.UNIT, Kind.UNITS})


class NamedDay(NamedTuple):
    """A day that the text names without its year: a row of `data/times/named_days.csv`."""

    day: date
    short: str  # the digits that name the day by themselves: 9/11
    followers: tuple[str, ...]  # how the word behind "7 October" begins where this day is meant


def _named_days() -> list[NamedDay]:
    with (_package.DATA / "times" / "named_days.csv").open(encoding="utf-8", newline="") as file:
        return [
            NamedDay(date.fromisoformat(row["day"]), row["short"], tuple(row["followers"].split()))
            for row in csv.DictReader(file)
        ]


NAMED_DAYS = _named_days()
SHORT_NAMES = {one.short: one.day for one in NAMED_DAYS if one.short}


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


def _date_names() -> dict[str, dict[str, frozenset[str]]]:
    """For each form of a month's name and each position the words of `data/times/date_names.csv`."""
    names: dict[str, dict[str, frozenset[str]]] = {
        month: {position: frozenset() for position in ("before", "behind", "behind day", "verb")} for month in MONTHS
    }
    with (_package.DATA / "times" / "date_names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for month in row["months"].split() or MONTHS:
                known = names[month].get(row["position"], frozenset())
                names[month][row["position"]] = known | frozenset(row["words"].split())
    return names


DATE_NAMES = _date_names()
WEEKDAYS = {name: number for number, names in enumerate(_DAY_NAMES) for name in names.split()}
SEASONS = {"spring": "SP", "summer": "SU", "fall": "FA", "autumn": "FA", "winter": "WI"}
DAY_PARTS = {
    "morning": "MO", "dawn": "MO", "daybreak": "MO", "afternoon": "AF", "evening": "EV", "dusk": "EV",
    "night": "NI", "noon": "12:00", "midday": "12:00", "midnight": "24:00",
}  # fmt: skip
# Letters of units, as in TIMEX3 where it has one: s second, m minute, h hour, D day, W week, F fortnight, M month,
# Q quarter, Y year, E decade, C century, L millennium.
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
# Words that are words of time only when written with a capital.
CAPITALISED = frozenset("may march mar jan sep dec mon tue wed thu fri sat sun et ist".split())
# Abbreviations of weekdays that are words of time only before a date.
WEAK_DAYS = frozenset("mon tue wed thu fri sat sun tues weds thur thurs".split())

# Words of each kind; those that stand for a value come from the tables above.
_FIXED = (
    (Kind.THE, "the"),
    (Kind.A, "a an"),
    (Kind.THIS, "this these"),
    (Kind.THAT, "that those"),
    (Kind.POSSESSIVE, "its his her their our my"),
    (Kind.LAST, "last past previous preceding prior latest recent"),
    (Kind.NEXT, "next coming following upcoming future"),
    (Kind.CURRENT, "current"),
    (Kind.AGO, "ago"),
    (Kind.EARLIER, "earlier"),
    (Kind.LATER, "later"),
    (Kind.OLD, "old"),
    (Kind.OF, "of"),
    (Kind.IN, "in on at from"),
    (Kind.AND, "and &"),
    (Kind.OR, "or to"),
    (Kind.OCLOCK, "o'clock o’clock"),
    (Kind.EACH, "each every"),
    (Kind.WEEKEND, "weekend weekends"),
    (Kind.FISCAL, "fiscal financial fy"),
    (Kind.HALF, "half"),
    (Kind.THAN, "than least up most"),
    (Kind.MORE, "more less fewer no"),
    (Kind.PERIOD, "period"),
    (Kind.ANNIVERSARY, "anniversary"),
    (Kind.MONEY, "% percent $ £ €"),
    (Kind.AS, "as"),
    (Kind.SAME, "same"),
    (Kind.AM_PM, "am pm a.m p.m a.m. p.m."),
    (Kind.APOSTROPHE, "'s ’s ' ’"),
    (Kind.HYPHEN, "- ‑ – —"),
    (Kind.COMMA, ","),
    (Kind.STOP, "."),
    (Kind.BRACKET, "("),
    (Kind.BEFORE, "before"),
    (Kind.AFTER, "after"),
    (Kind.EVE, "eve"),
    (
        Kind.FURTHER,
        "so another additional extra full whole consecutive straight successive trading working business other",
    ),
)
_TABLES: tuple[tuple[Kind, Iterable[str]], ...] = (
    (Kind.MONTH, MONTHS),
    (Kind.WEEKDAY, WEEKDAYS),
    (Kind.SEASON, SEASONS),
    (Kind.DAY_PART, DAY_PARTS),
    (Kind.UNIT, UNITS),
    (Kind.UNITS, PLURALS),
    (Kind.NUMBER_WORD, NUMBERS),
    (Kind.SCALE, SCALES),
    (Kind.VAGUE_NUMBER, VAGUE),
    (Kind.ORDINAL, ORDINALS),
    (Kind.DECADE_WORD, DECADES),
    (Kind.DEICTIC, DEICTIC),
    (Kind.FREQUENCY, FREQUENT),
    (Kind.EDGE, EDGES),
    (Kind.QUARTER, ("q1", "q2", "q3", "q4")),
    (Kind.APPROXIMATOR, APPROXIMATORS),
    (Kind.ZONE, ZONES),
    (Kind.HOLIDAY, timex.HOLIDAYS),
    (Kind.WEEKDAY_SHORT, WEAK_DAYS),
)


def lexicon() -> dict[str, Kind]:
    """The kind of each word of time, by its lower-case form."""
    kinds = {word: kind for kind, fixed in _FIXED for word in fixed.split()}
    for kind, table in _TABLES:
        kinds |= dict.fromkeys(table, kind)
    kinds |= {f"{day}s": Kind.WEEKDAYS for day in WEEKDAYS if day.endswith("day")}
    kinds |= {f"{part}s": Kind.DAY_PART for part in DAY_PARTS}
    for word in REFERENCES:
        kinds.setdefault(word, Kind.REFERENCE)
    return kinds


_MONTH_FORMS = "|".join(name for name in MONTHS if not name.endswith("."))
_SHORT_NAMES = "|".join(re.escape(name) for name in SHORT_NAMES) or "(?!)"  # (?!) matches nothing
TOKEN = re.compile(
    r"\n[^\S\n]*\n|"
    r"(?:Christmas|New Year['’]s|Valentine['’]s|Thanksgiving|Easter|Good|Palm|Boxing|Labor|Memorial|Veterans)"
    r" (?:Day|Eve|Sunday|Monday|Friday)\b|May Day\b|"
    rf"(?=[\d'’])(?:(?:{_SHORT_NAMES})\b|"
    r"\d{4}/\d\d/\d\d\b|\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?Z?)?"
    rf"|\d{{1,2}}[-/.](?i:{_MONTH_FORMS})[-/.](?:\d{{4}}|\d\d)(?!\w)"
    r"|\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)|\d{1,2}\.\d{1,2}\.\d{4}"
    r"|\d{4}[-–/](?:\d{4}|\d\d)(?![\d-])"
    r"|\d{1,2}:\d\d(?::\d\d)?(?:[ap]m\b)?|\d{1,2}[ap]m\b"
    r"|\d+(?:st|nd|rd|th)\b|['’]?\d{2,4}['’]?s\b|['’]\d\d\b|\d/\d\b"
    r"|\d+(?:[.,]\d+)*)"
    r"|(?:(?i:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Weds?|Thurs?|Fri)|Sat|Sun)\.(?=,? ?\S)"
    r"|Q[1-4]\b|FY(?=\d)"
    r"|[AaPp]\.[Mm]\b\.?|o['’]clock|['’]s\b|(?:[A-Z]\.){2,}|[^\W\d_]+(?!['’]clock)|\S"
)
_DATE = re.compile(r"\d{1,2}[-/.][A-Za-z]|\d{4}/\d\d/\d\d|\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d|\d{1,2}\.\d{1,2}\.\d{4}")


def numeric(token: str) -> Kind:
    """Kind of a token that begins with a digit, or with an apostrophe and a digit."""
    if token in SHORT_NAMES or _DATE.match(token):
        return Kind.NUMERIC_DATE
    if ":" in token or token[-2:] in {"am", "pm"}:
        return Kind.CLOCK
    if token.endswith("s"):
        return Kind.DECADE
    if token[-2:] in {"st", "nd", "rd", "th"}:
        return Kind.ORDINAL
    if token[0] in "'’":
        return Kind.YEAR
    return _number(token)


def _number(token: str) -> Kind:
    if token.isdecimal():
        if len(token) <= 2:
            return Kind.SMALL_INTEGER if 1 <= int(token) <= 31 else Kind.INTEGER
        return Kind.YEAR if len(token) == 4 and token[0] in "12" and int(token) < 2200 else Kind.INTEGER
    if len(token) == 3 and token[1] == "/":
        return Kind.FRACTION
    if len(token) >= 7 and token[4] in "-–/":
        return Kind.YEAR_RANGE
    return Kind.FRACTION if "." in token else Kind.INTEGER
