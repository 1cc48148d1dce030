"""What a matched expression stands for: TIMEX3 type, value and modifier."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from analysis import time_calendar as cal
from analysis import time_words as words
from analysis.time_grammar import Token


@dataclass(slots=True)
class State:
    """What the resolver knows while it reads on: publication, tense cue, the narrative's last date."""

    published: date
    tense: Callable[[int, int], str] = lambda _first, _last: ""
    last: str = ""  # value of the last calendar expression
    quarter: str = ""  # value of the last quarter named
    year: int | None = None  # year that the narrative has moved to by name
    codes: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """Type, value, modifier of an expression; `first` and `last` only where the value does not give them."""

    type: str
    value: str
    mod: str | None = None
    first: date | None = None
    last: date | None = None


@dataclass(slots=True)
class Slots:
    """The calendar parts that an expression names."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    season: str = ""
    part: str = ""
    clock: str = ""
    unit: str = ""
    ordinal: int | None = None
    deictic: str = ""
    holiday: str = ""
    decade: str = ""
    half: bool = False
    weekend: bool = False
    fiscal: bool = False
    mod: str | None = None
    shifts: dict[str, str] = field(default_factory=dict)  # head's letter to last, this, next, that


_SHIFT = {"l": "last", "k": "next", "h": "this", "j": "this", "H": "that", "J": "that"}


def read(rule: str, tokens: list[Token], state: State, first: int, last: int) -> Reading | None:
    """Reading of the tokens under a rule, or None where the words turn out to be no time."""
    return _READERS[rule](tokens, state, first, last)


# ---- numbers -------------------------------------------------------------------------------------


def number(tokens: list[Token]) -> tuple[float | None, bool]:
    """Value of number tokens and whether they are vague ("several")."""
    total, current, seen, half = 0.0, 0.0, False, 0.0
    for token in tokens:
        word = token.text.lower()
        if token.code == "q":
            vague = {"couple": 2.0, "dozen": 12.0}.get(word)
            if vague is None:
                return None, True
            current, seen = vague * max(current, 1), True
        elif token.code == "b":
            half = 0.5
        elif token.code in "12Yf":
            current, seen = current + _digits(word), True
        elif word in words.SCALES:
            current = max(current, 1) * words.SCALES[word]
            if word == "thousand":
                total, current = total + current, 0.0
            seen = True
        elif word in words.NUMBERS:
            step = words.NUMBERS[word]
            # "nineteen ninety-four": two digits twice
            current = current * 100 + step if 10 <= current < 100 and step >= 10 else current + step
            seen = True
    if not seen:
        return (half or (1.0 if any(token.code == "a" for token in tokens) else None)), False
    return total + current + half, False


def _digits(word: str) -> float:
    if "/" in word:
        top, bottom = word.split("/")
        return int(top) / max(int(bottom), 1)
    return float(word.replace(",", "")) if word.count(".") <= 1 else 0.0


def _amount(value: float | None, unit: str) -> str:
    """TIMEX3 duration of a number of units; X where the number is vague."""
    if unit in "hms":
        return _clock_amount(value, unit)
    scale = {"F": (2, "W"), "Q": (3, "M"), "E": (10, "Y"), "C": (100, "Y"), "L": (1000, "Y")}
    if value is None:
        return {"E": "PXDE", "C": "PXCE", "L": "PXML", "F": "PXW"}.get(unit, f"PX{unit}")
    factor, letter = scale.get(unit, (1, unit))
    value *= factor
    whole, rest = int(value), value - int(value)
    if rest and letter == "Y":
        return f"P{whole}Y{round(rest * 12)}M" if whole else f"P{round(rest * 12)}M"
    if rest and letter == "D":
        return f"P{whole}DT{round(rest * 24)}H" if whole else f"PT{round(rest * 24)}H"
    return f"P{whole if not rest else value:g}{letter}" if whole < 10**6 else f"P{whole}{letter}"


def _clock_amount(value: float | None, unit: str) -> str:
    if value is None:
        return f"PTX{unit.upper()}"
    whole, rest = int(value), value - int(value)
    below = {"h": "M", "m": "S"}.get(unit)
    if rest and below:
        small = f"{round(rest * 60)}{below}"
        return f"PT{whole}{unit.upper()}{small}" if whole else f"PT{small}"
    return f"PT{whole}{unit.upper()}"


def _unit(token: Token) -> str:
    word = token.text.lower()
    return words.UNITS.get(word) or words.PLURALS.get(word, "")


def _mod(tokens: list[Token]) -> str | None:
    text = " ".join(token.text.lower() for token in tokens)
    for phrase, mod in (
        ("more than", "MORE_THAN"), ("no more than", "EQUAL_OR_LESS"), ("less than", "LESS_THAN"),
        ("fewer than", "LESS_THAN"), ("at least", "EQUAL_OR_MORE"), ("at most", "EQUAL_OR_LESS"),
        ("up to", "EQUAL_OR_LESS"),
    ):  # fmt: skip
        if text.startswith(phrase):
            return mod
    if tokens[0].code == "m":
        return words.APPROXIMATORS[tokens[0].text.lower()]
    return "APPROX" if text.endswith("or so") or "couple" in text else None


# ---- durations and sets --------------------------------------------------------------------------


def _duration(tokens: list[Token], state: State, first: int, last: int) -> Reading | None:
    heads = [index for index, token in enumerate(tokens) if token.code in "uU" or _second(tokens, index)]
    if not heads:
        return None
    at = heads[0]
    unit = _unit(tokens[at])
    value, vague = number([t for t in tokens[:at] if t.code in "12Yfwqba"])
    if tokens[at].code == "u" and value is None and not vague:
        value = 1.0
    amount = _amount(value, unit)
    if tokens[-1].code == "b":  # a year and a half
        amount = _amount((value or 0) + 0.5, unit)
    elif len(heads) > 1:
        more, _ = number([t for t in tokens[at + 1 : heads[1]] if t.code in "12Yfwqba"])
        amount += _amount(more, _unit(tokens[heads[1]])).removeprefix("P")
    if unit == "Q" and tokens[at].code == "u":
        return None  # a quarter of something
    return Reading("DURATION", amount, _mod(tokens))


def _second(tokens: list[Token], index: int) -> bool:
    return False


def _age(tokens: list[Token], state: State, first: int, last: int) -> Reading | None:
    return _duration(tokens[:-1], state, first, last)


def _range(tokens: list[Token], state: State, first: int, last: int) -> Reading | None:
    at = next(i for i, token in enumerate(tokens) if token.code in "~-")
    return _duration([t for t in tokens[:at] if t.code != "-"] + [tokens[-1]], state, first, last)


def _window(tokens: list[Token], state: State, first: int, last: int) -> Reading | None:
    """The past two months, the next few days, recent weeks: a duration that ends or begins at publication."""
    shift = next(token for token in tokens if token.code in "lk")
    word = shift.text.lower()
    core = [token for token in tokens if token.code not in "lkThp"]
    body = _duration(core, state, first, last)
    if body is None:
        return None
    if len(core) == 1 and word in {"recent", "past", "coming", "upcoming"}:
        return Reading("DATE", "PAST_REF" if shift.code == "l" else "FUTURE_REF")
    days = _days(body.value)
    if days is None:
        return body
    day = state.published
    bounds = (cal.days_on(day, -days), day) if shift.code == "l" else (day, cal.days_on(day, days))
    return Reading("DURATION", body.value, _mod(tokens), *bounds)


def _days(amount: str) -> float | None:
    """Rough length of a TIMEX3 duration in days, None where it is vague."""
    hit = re.fullmatch(r"P(\d+)([DWMY])|PT(\d+)H", amount)
    if not hit:
        return None
    if hit[3]:
        return int(hit[3]) / 24
    return int(hit[1]) * {"D": 1, "W": 7, "M": 30.44, "Y": 365.25}[hit[2]]


def _each(tokens: list[Token], state: State, first: int, last: int) -> Reading | None:
    head = next((token for token in tokens if token.code in "uUDdMSPW"), None)
    if head is None:
        return None
    word = head.text.lower()
    if head.code in "Dd":
        part = words.PARTS.get(tokens[-1].text.lower().removesuffix("s"), "")
        day = words.WEEKDAYS[word.removesuffix("s") if head.code == "d" else word] + 1
        return Reading("SET", f"XXXX-WXX-{day}" + (f"T{part}" if part.isalpha() else ""))
    if head.code == "M":
        return Reading("SET", f"XXXX-{words.MONTHS[word]:02d}")
    if head.code == "S":
        return Reading("SET", f"XXXX-{words.SEASONS[word]}")
    if head.code == "P":
        return Reading("SET", f"XXXX-XX-XXT{words.PARTS[word]}")
    if head.code == "W":
        return Reading("SET", "XXXX-WXX-WE")
    value, _ = number([t for t in tokens if t.code in "12wqf"])
    if any(token.text.lower() in {"other", "second"} for token in tokens):
        value = 2
    return Reading("SET", _amount(value or 1, _unit(head)))


def _frequency(tokens: list[Token], state: State, first: int, last: int) -> Reading | None:
    return Reading("SET", words.FREQUENT[tokens[0].text.lower()])


def _reference(tokens: list[Token], state: State, first: int, last: int) -> Reading | None:
    word = tokens[-1].text.lower()
    if tokens[-1].code in "lj" and word not in {"recent", "current"}:
        if word != "past" or len(tokens) < 2:
            return None
    if word in {"past", "future", "present", "moment"} and len(tokens) == 1:
        return None
    value = words.REFERENCES.get(word)
    return Reading("DATE", value) if value else None


# ---- distances -----------------------------------------------------------------------------------


def _ago(tokens: list[Token], state: State, first: int, last: int) -> Reading | None:
    head = next((i for i, t in enumerate(tokens) if t.code in "uU"), None)
    if head is None:
        return None
    sign_at = next((i for i, t in enumerate(tokens) if t.code in "gev"), None)
    if sign_at is None:
        return None
    sign = 1 if tokens[sign_at].code == "v" else -1
    unit = _unit(tokens[head])
    value, vague = number([t for t in tokens[:head] if t.code in "12Yfwqba"])
    value = 1.0 if value is None and not vague else value
    if value is None:
        return Reading("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF")
    if unit in "hms":
        return Reading("DATE", "PAST_REF") if unit in "ms" else Reading("TIME", state.published.isoformat())
    anchored = tokens[sign_at].code == "g"
    day = state.published
    if not anchored and (known := cal.interval(state.last)):
        day = known[0][0]
    if unit == "Y" and sign < 0 and value < 2 and (quarter := _quarter_ref(tokens, state)):
        return Reading("DATE", quarter)
    if value != int(value):
        months = {"Y": 12, "E": 120, "M": 1}.get(unit)
        if months is None:
            return Reading("DATE", cal.days_on(day, sign * value * 7).isoformat(), _mod(tokens))
        return Reading("DATE", cal.shift(day, "M", int(sign * value * months)), _mod(tokens))
    return Reading("DATE", cal.shift(day, unit, int(sign * value)), _mod(tokens))


def _quarter_ref(tokens: list[Token], state: State) -> str:
    """The quarter a year before the one spoken of, where figures are compared with "a year earlier"."""
    if not state.quarter:
        return ""
    return f"{int(state.quarter[:4]) - 1:04d}{state.quarter[4:]}"


# ---- calendar ------------------------------------------------------------------------------------


def fill(tokens: list[Token], state: State) -> Slots:
    """Slots that the tokens name."""
    slots, shift = Slots(), ""
    year_words: list[Token] = []
    for index, token in enumerate(tokens):
        word, code = token.text.lower(), token.code
        if code in _SHIFT:
            shift = _SHIFT[code]
            continue
        if code in "ev":
            slots.mod = "START" if code == "e" else "END"
        elif code == "E":
            slots.mod = words.EDGES[word]
        elif code in "w":
            year_words.append(token)
        else:
            _put(slots, token, tokens, index)
        if code in "uUSDMPWXFLb":
            if shift and code != "F":
                slots.shifts[_head(token)] = shift
            shift = "" if code != "F" else shift
    if shift and "last" not in slots.shifts and slots.half:
        slots.shifts.setdefault("b", shift)
    if year_words and slots.year is None and not slots.clock:
        value, _ = number(year_words)
        slots.year = int(value) if value and 1000 <= value < 2200 else None
    return slots


def _head(token: Token) -> str:
    return _unit(token) if token.code in "uU" else token.code


def _put(slots: Slots, token: Token, tokens: list[Token], index: int) -> None:
    word, code = token.text.lower(), token.code
    if code == "Y" and not (index + 1 < len(tokens) and tokens[index + 1].code == "Z"):
        slots.year = 1900 + int(word[1:]) if word[0] in "'’" and int(word[1:]) > 40 else int(word.strip("'’"))
        slots.year += 2000 if slots.year < 100 else 0
    elif code == "M":
        slots.month = words.MONTHS[word]
    elif code == "1" and not slots.day and not (index + 1 < len(tokens) and tokens[index + 1].code in "ABZ"):
        slots.day = int(word)
    elif code == "o":
        value = words.ORDINALS.get(word) or int(re.sub(r"\D", "", word) or 0)
        following = tokens[index + 1].code if index + 1 < len(tokens) else ""
        if following in "uUb-" and following:
            slots.ordinal = value
        else:
            slots.day = value
    elif code in "Dd":
        slots.weekday = words.WEEKDAYS[word if code == "D" else word.removesuffix("s")]
    elif code == "S":
        slots.season = words.SEASONS[word]
    elif code == "P":
        slots.part = words.PARTS[word]
    elif code in "c1YA":
        slots.clock += word
    elif code == "t":
        slots.deictic = word
    elif code == "W":
        slots.weekend = True
    elif code == "F":
        slots.fiscal = True
    elif code == "b":
        slots.half = True
    elif code == "X":
        slots.holiday = word
    elif code == "s":
        slots.decade = re.sub(r"\D", "", word)
    elif code == "G":
        slots.decade = f"{words.DECADES[word]}0"
    elif code in "uU" and (not slots.unit or slots.unit == "Y"):
        slots.unit = _unit(token)


def _calendar(tokens: list[Token], state: State, first: int, last: int) -> Reading | None:
    if len(tokens) == 1 and tokens[0].code == "Y" and not _year_like(tokens, state, first):
        return None
    slots = fill(tokens, state)
    when = state.tense(first, last)
    if slots.year is None and "Y" in slots.shifts and (slots.month or slots.ordinal or slots.season or slots.half):
        slots.year = state.published.year + {"last": -1, "next": 1}.get(slots.shifts["Y"], 0)
    value = _value(slots, state, when)
    if value is None:
        return None
    return Reading("DATE", value, slots.mod)


def _year_like(tokens: list[Token], state: State, first: int) -> bool:
    before = state.codes[first - 1] if first else "_"
    after = state.codes[first + 1 : first + 2]
    return 1700 <= int(tokens[0].text.strip("'’").rjust(4, "1")) <= 2100 and before not in "$2" and after not in "%"


def _value(slots: Slots, state: State, when: str) -> str | None:
    for reader in (_day_value, _holiday_value, _quarter_value, _season_value, _month_value, _weekday_value,
                   _deictic_value, _weekend_value, _decade_value, _unit_value):  # fmt: skip
        value = reader(slots, state, when)
        if value is not None:
            return value
    return f"{slots.year:04d}" if slots.year is not None else None


def _nearest(candidates: list[date], state: State, when: str) -> date:
    """The candidate that tense asks for, else the one nearest to publication."""
    day = state.published
    past = [one for one in candidates if one <= day]
    future = [one for one in candidates if one >= day]
    if when == "past" and past:
        return max(past)
    if when == "future" and future:
        return min(future)
    return min(candidates, key=lambda one: abs((one - day).days))


def _day_value(slots: Slots, state: State, when: str) -> str | None:
    if not slots.month or not slots.day:
        return None
    years = [slots.year] if slots.year is not None else _years(slots, state)
    days = []
    for year in years:
        try:
            days.append(date(year, slots.month, slots.day))
        except ValueError:
            continue
    if not days:
        return cal.month_value(years[0], slots.month) if slots.year else None
    return _nearest(days, state, _when(slots, "M", "D") or when).isoformat()


def _years(slots: Slots, state: State) -> list[int]:
    if state.year is not None:
        return [state.year]
    return [state.published.year + step for step in (0, -1, 1)]


def _when(slots: Slots, *heads: str) -> str:
    for head in heads:
        if head in slots.shifts:
            return {"last": "past", "next": "future"}.get(slots.shifts[head], "")
    return ""


def _month_value(slots: Slots, state: State, when: str) -> str | None:
    if not slots.month:
        return None
    if slots.year is not None:
        return cal.month_value(slots.year, slots.month)
    if "M" not in slots.shifts and state.year is not None:
        return cal.month_value(state.year, slots.month)
    this = state.published.year * 12 + state.published.month
    own = state.published.year * 12 + slots.month
    shift = slots.shifts.get("M")
    if shift == "last":
        own -= 12 if own >= this else 0
    elif shift == "next":
        own += 12 if own <= this else 0
    elif shift != "this":
        own += _turn(own - this, 12, when)
    return cal.month_value((own - 1) // 12, (own - 1) % 12 + 1)


def _turn(distance: int, cycle: int, when: str) -> int:
    """Step of a cycle that brings a recurring unit to the side of publication that tense asks for."""
    if when == "future":
        return cycle if distance < 0 else 0
    if when == "past":
        return -cycle if distance > 0 else 0
    if distance > cycle // 2:
        return -cycle
    return cycle if distance < -(cycle // 2) - cycle // 4 else 0


def _quarter_value(slots: Slots, state: State, when: str) -> str | None:
    if slots.half:
        if slots.year is None and "Y" not in slots.shifts:
            return None
        half = slots.ordinal or (2 if slots.shifts.get("b") == "last" else 1)
        return f"{slots.year:04d}-H{half}" if half in {1, 2} else None
    if slots.unit != "Q" and not (slots.unit == "Q"):
        return None
    if slots.ordinal in {1, 2, 3, 4}:
        if slots.year is not None:
            return f"{slots.year:04d}-Q{slots.ordinal}"
        own = state.published.year * 4 + slots.ordinal
        this = state.published.year * 4 + (state.published.month - 1) // 3 + 1
        own += _turn(own - this, 4, when if when == "future" else "past")
        return cal.quarter_value((own - 1) // 4, (own - 1) % 4 + 1)
    if slots.year is not None and state.quarter:
        return f"{slots.year:04d}{state.quarter[4:]}"
    return None


def _season_value(slots: Slots, state: State, when: str) -> str | None:
    if not slots.season:
        return None
    if slots.year is not None:
        return f"{slots.year:04d}-{slots.season}"
    year = state.published.year
    starts = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[slots.season]
    shift = slots.shifts.get("S")
    month = state.published.month
    if shift == "last":
        year -= 1 if starts + 2 >= month else 0
    elif shift == "next":
        year += 1 if starts <= month else 0
    elif slots.season == "WI":
        year -= 1 if month <= 6 and when != "future" else 0
    elif when == "past" and starts > month and shift != "this":
        year -= 1
    elif when == "future" and starts + 2 < month:
        year += 1
    return f"{year:04d}-{slots.season}"


def _weekday_value(slots: Slots, state: State, when: str) -> str | None:
    if slots.weekday is None:
        return None
    back = (state.published.weekday() - slots.weekday) % 7
    shift = slots.shifts.get("D")
    if shift == "last":
        return cal.days_on(state.published, -(back or 7)).isoformat()
    if shift == "next":
        return cal.days_on(state.published, 7 - back).isoformat()
    if shift == "that" and (known := cal.interval(state.last)):
        ahead = (slots.weekday - known[0][0].weekday()) % 7
        return cal.days_on(known[0][0], ahead).isoformat()
    if when == "future" or (shift == "this" and when != "past"):
        return cal.days_on(state.published, (7 - back) % 7).isoformat()
    return cal.days_on(state.published, -back).isoformat()


def _deictic_value(slots: Slots, state: State, when: str) -> str | None:
    if not slots.deictic:
        return None
    return cal.days_on(state.published, words.DEICTIC[slots.deictic]).isoformat()


def _weekend_value(slots: Slots, state: State, when: str) -> str | None:
    if not slots.weekend:
        return None
    day, shift = state.published, slots.shifts.get("W")
    if shift == "next" or (not shift and when == "future"):
        step = 7 if shift == "next" and day.weekday() >= 5 else 0
    elif shift == "this":
        step = -7 if day.weekday() == 0 and when == "past" else 0
    else:
        step = 0 if day.weekday() == 6 and shift != "last" else -7
        if day.weekday() == 5 and not shift:
            step = 0
    return cal.week_value(cal.days_on(day, step)) + "-WE"


def _decade_value(slots: Slots, state: State, when: str) -> str | None:
    if not slots.decade:
        return None
    digits = slots.decade
    if len(digits) == 4:
        return digits[:3] if not digits.endswith("00") else digits[:2]
    century = "20" if int(digits) // 10 <= 2 else "19"
    return century + digits[0]


def _holiday_value(slots: Slots, state: State, when: str) -> str | None:
    if not slots.holiday:
        return None
    years = [slots.year] if slots.year is not None else _years(slots, state)
    days = [day for year in years if (day := cal.holiday(slots.holiday, year))]
    return _nearest(days, state, _when(slots, "X") or when).isoformat() if days else None


def _unit_value(slots: Slots, state: State, when: str) -> str | None:
    unit = slots.unit
    if slots.ordinal and unit == "C":
        return f"{slots.ordinal - 1:02d}"
    if unit not in slots.shifts:
        return None
    shift = slots.shifts[unit]
    if shift == "that":
        known = cal.interval(state.last)
        return cal.shift(known[0][0], unit, 0) if known and unit in "DWMQYE" else None
    if unit not in "DWMQYEC":
        return None
    return cal.shift(state.published, unit, {"last": -1, "next": 1}.get(shift, 0))


# ---- clocks --------------------------------------------------------------------------------------


def _clock(tokens: list[Token], state: State, first: int, last: int) -> Reading | None:
    slots = fill([t for t in tokens if t.code not in "i"], state)
    when = state.tense(first, last)
    day = _day_of(slots, state, when)
    if slots.deictic in {"today", "yesterday", "tomorrow"} and not slots.part and not _hour(tokens):
        return Reading("DATE", day, slots.mod) if day else None
    part = _hour(tokens) or slots.part or ("NI" if slots.deictic in {"tonight", "overnight"} else "")
    if not part or day is None:
        return None
    return Reading("TIME", f"{day}T{part}", slots.mod or _mod(tokens))


def _day_of(slots: Slots, state: State, when: str) -> str | None:
    for reader in (_day_value, _weekday_value, _deictic_value):
        value = reader(slots, state, when)
        if value is not None:
            return value
    shift = slots.shifts.get("P", "this")
    if shift == "that" and (known := cal.interval(state.last)):
        return known[0][0].isoformat()
    return cal.days_on(state.published, {"last": -1, "next": 1}.get(shift, 0)).isoformat()


def _hour(tokens: list[Token]) -> str:
    """24-hour clock "HH:MM" that the tokens name, or nothing."""
    for index, token in enumerate(tokens):
        following = tokens[index + 1].code if index + 1 < len(tokens) else ""
        text = token.text.lower()
        if token.code == "c" or (token.code in "1w" and following in {"A", "B"}):
            half = "".join(t.text.lower()[0] for t in tokens if t.code == "A")[:1] or text[-2:-1].strip("0123456789:")
            hour, _, minute = text.rstrip("apm").partition(":")
            value = words.NUMBERS.get(hour) or int(hour)
            value = value % 12 + 12 if half == "p" else value % 12 if half == "a" else value
            return f"{value:02d}:{minute[:2] or '00'}"
        if token.code in "Y2" and following == "Z" and len(text) == 4:
            return f"{text[:2]}:{text[2:]}"
    return ""


def _time(tokens: list[Token], state: State, first: int, last: int) -> Reading | None:
    hour = _hour(tokens)
    return Reading("TIME", f"{state.published.isoformat()}T{hour}", _mod(tokens)) if hour else None


def _numeric(tokens: list[Token], state: State, first: int, last: int) -> Reading | None:
    text = tokens[0].text
    if text[4:5] == "-":
        return Reading("TIME" if "T" in text else "DATE", text.rstrip("Z")) if cal.interval(text) else None
    left, middle, year = (int(part) for part in re.split(r"[/.]", text))
    year += 0 if year > 99 else 1900 if year > 40 else 2000
    month, day = (middle, left) if "." in text or left > 12 else (left, middle)
    value = f"{year:04d}-{month:02d}-{day:02d}"
    return Reading("DATE", value) if cal.interval(value) else None


def _years_span(tokens: list[Token], state: State, first: int, last: int) -> Reading | None:
    text = tokens[0].text
    low, high = int(text[:4]), int(text[5:])
    high += low // 100 * 100 if high < 100 else 0
    if not 1700 <= low < high <= 2100:
        return None
    return Reading("DURATION", f"P{high - low}Y", None, date(low, 1, 1), date(high, 12, 31))


_READERS: dict[str, Callable[[list[Token], State, int, int], Reading | None]] = {
    "numeric": _numeric, "years": _years_span, "clock": _clock, "ago": _ago, "window": _window, "age": _age,
    "edge": _calendar, "calendar": _calendar, "each": _each, "frequency": _frequency, "range": _range,
    "duration": _duration, "reference": _reference, "time": _time,
}  # fmt: skip
