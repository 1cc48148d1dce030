"""TIMEX3 values of calendar expressions, anchored at publication or in the narrative."""

import re
from datetime import date

from analysis import time_amounts as amounts
from analysis import time_calendar as cal
from analysis import time_slots
from analysis import time_words as words

NEAR = 120  # days within which a date without year is taken for the nearest, whatever the tense


def calendar(phrase: amounts.Phrase) -> amounts.Reading | None:
    """Reading of a date, month, quarter, season, week, year, decade or century."""
    tokens = phrase.tokens
    if len(tokens) == 1 and not _stands_alone(phrase):
        return None
    slots = time_slots.fill(phrase)
    if "Y" in slots.shifts and (slots.unit != "Y" or slots.month or slots.season or slots.weekday is not None):
        slots.year = _shifted_year(slots)
    if _title(phrase):
        return None
    if slots.unit in _ROLLING and tokens[-2:-1] and tokens[-2].word == "past":
        return _rolling(slots)
    if slots.bare and (slots.unit or slots.period) and (plain := _plain_unit(slots, phrase)) is not None:
        return plain if plain.value else None
    found = value(slots)
    if found and slots.day_to and (ends := cal.interval(found[:8] + f"{slots.day_to:02d}")):
        return amounts.Reading("DATE", found, slots.mod, date.fromisoformat(found), ends[0][1])
    return amounts.Reading("DATE", found, slots.mod) if found else None


def anniversary(phrase: amounts.Phrase) -> amounts.Reading | None:
    """The 70th anniversary of the 1953 armistice: dated where the first date is said behind."""
    number = time_slots.ordinal(phrase.tokens[1].word)
    behind = phrase.text[phrase.last : phrase.last + 8]
    year = next((time_slots.year_of(token.word) for token in behind if token.code == "Y"), None)
    if year is None or not behind or behind[0].code != "O":
        return amounts.Reading("DATE", "XXXX-XX-XX")
    month = next((words.MONTHS[token.word] for token in behind if token.code == "M"), None)
    number_of_day = next((int(token.word) for token in behind if token.code == "1"), None)
    if month and number_of_day and _safe(year + number, month, number_of_day):
        return amounts.Reading("DATE", f"{year + number:04d}-{month:02d}-{number_of_day:02d}")
    return amounts.Reading("DATE", cal.month_value(year + number, month) if month else f"{year + number:04d}")


def _shifted_year(slots: time_slots.Slots) -> int:
    if slots.shifts["Y"] == "that":
        return _known_start(slots.state).year
    return slots.state.published.year + {"last": -1, "next": 1}.get(slots.shifts["Y"], 0)


def _title(phrase: amounts.Phrase) -> bool:
    """True for a capitalised unit ("This Week", a programme) in a text that is not all capitals."""
    return any(t.code in "uU" and t.text[0].isupper() and not t.text.isupper() for t in phrase.tokens[1:])


_ROLLING = {"W": -7, "M": -30, "Y": -365, "E": -3652}  # days


def _rolling(slots: time_slots.Slots) -> amounts.Reading:
    """The past year: by TimeML the calendar unit before, by its days the span up to publication."""
    published = slots.state.published
    bounds = cal.days_on(published, _ROLLING[slots.unit]), published
    if slots.unit == "E":
        return amounts.Reading("DURATION", "P10Y", None, *bounds)
    return amounts.Reading("DATE", cal.shift(published, slots.unit, -1), None, *bounds)


_YEAR_LEADS = frozenset(
    "in since by during from between after before until till through for of and or to into late early mid around "
    "about the a an , ( - – — ; : that summer spring autumn fall winter".split()
)


def _stands_alone(phrase: amounts.Phrase) -> bool:
    """True if a single token is a date by itself: a year among words, a season that is no verb."""
    token = phrase.tokens[0]
    if token.code == "Y":
        return _is_year(phrase)
    if token.code == "s":
        return len(token.word) > 4 or token.text[0] in "'’"
    if token.code == "S" and token.word in {"fall", "spring"}:
        return phrase.before in {"in", "by", "since", "until", "during", "from", "before", "after", "this"}
    if token.code == "M" and token.word in {"may", "march"} and phrase.first == 0:
        return False
    if token.code == "M" and token.word in {"may", "march", "april", "june", "august"}:
        after = phrase.text[phrase.last].text if phrase.last < len(phrase.text) else ""
        lead = phrase.text[phrase.first - 1] if phrase.first else None
        named = lead is not None and lead.code == "z" and lead.text[:1].isupper()
        return not (named or (after[:1].isupper() and phrase.codes[phrase.last] == "z" and phrase.before == "mr"))
    return token.code not in "uwN"


def _is_year(phrase: amounts.Phrase) -> bool:
    token, before, after = phrase.tokens[0], phrase.before, phrase.after
    if token.text[0] not in "'’" and not 1700 <= int(token.word) <= 2100:
        return False
    if before in {"$", "£", "€", "#", "no.", "than", "nearly", "almost", "some"} or after in {"%", "percent", "per"}:
        return False
    if before in _YEAR_LEADS or not phrase.first:
        following = phrase.codes[phrase.last : phrase.last + 1]
        counted = following == "z" and after.endswith("s") and not after.endswith("ss") and after != "was"
        return not (counted and before in {"about", "around", "of", "for", "to", "from", ""})
    lead = phrase.text[phrase.first - 1]
    return lead.code != "z" or not lead.text[:1].isupper()


def _plain_unit(slots: time_slots.Slots, phrase: amounts.Phrase) -> amounts.Reading | None:
    """The quarter, the year, the end of the month: a unit with nothing but its article."""
    if slots.ordinal or slots.year is not None or slots.compared or slots.month or slots.decade:
        return None
    state, unit = slots.state, slots.unit or "Q"
    bounded = phrase.after in {"ended", "ending", "through"}
    if unit == "Q":
        return amounts.Reading("DATE", state.quarter or cal.shift(state.published, "Q", -1), slots.mod)
    if unit == "Y" and (bounded or slots.fiscal):
        return amounts.Reading("DURATION", "P1Y")
    if (
        unit == "Y"
        or (unit == "E" and slots.mod)
        or (unit in "MW" and (slots.mod or phrase.before in {"of", "in", "for", "during"}))
    ):
        return amounts.Reading("DATE", cal.shift(state.published, unit, 0), slots.mod)
    if unit == "D" and slots.mod and phrase.before != "of":
        return amounts.Reading("DATE", _known_day(state).isoformat(), slots.mod)
    return amounts.Reading("DATE", "")


def _known_day(state: amounts.State) -> date:
    """Day that the narrative stands at, or publication."""
    known = cal.interval(state.last)
    return known[0][0] if known and known[1] == "day" else state.published


def _known_start(state: amounts.State) -> date:
    """First day of what the narrative spoke of last, or publication."""
    known = cal.interval(state.last)
    return known[0][0] if known else state.published


def value(slots: time_slots.Slots) -> str | None:
    """TIMEX3 value of the slots, most particular part first."""
    for reader in (day, _holiday, _quarter, _half, _season, _month, weekday, deictic, _weekend, _decade, _unit):
        found = reader(slots)
        if found is not None:
            return found
    return f"{slots.year:04d}" if slots.year is not None else None


def _years(slots: time_slots.Slots) -> list[int]:
    if slots.year is not None:
        return [slots.year]
    if slots.state.year is not None and slots.when != "future":
        return [slots.state.year]
    return [slots.state.published.year + step for step in (0, -1, 1)]


def _nearest(candidates: list[date], slots: time_slots.Slots, head: str) -> date:
    """The candidate near to publication, else the one on the side that shift or tense asks for."""
    published, shift = slots.state.published, slots.shifts.get(head, "")
    best = min(candidates, key=lambda one: abs((one - published).days))
    ahead = (best - published).days
    side = {"last": "past", "next": "future"}.get(shift, "")
    if not side and (abs(ahead) > NEAR or (ahead > NEAR // 2 and slots.told == "past")):
        side = slots.when
    fitting = [one for one in candidates if (one <= published if side == "past" else one >= published)] if side else []
    return min(fitting or candidates, key=lambda one: abs((one - published).days))


# days that name an attack without its year: 11 September 2001, 7 October 2023
_NAMED_DAYS = {(9, 11): 2001, (10, 7): 2023}
_DEEDS = ("attack", "terror", "hijack", "massacre", "assault")


def day(slots: time_slots.Slots) -> str | None:
    """Value of a month with a day."""
    if not slots.month or not slots.day:
        return None
    years = _years(slots)
    if slots.year is None and slots.behind.startswith(_DEEDS) and (year := _NAMED_DAYS.get((slots.month, slots.day))):
        years = [year] if year <= slots.state.published.year else years
    days = [found for year in years if (found := _safe(year, slots.month, slots.day))]
    if not days:
        return cal.month_value(years[0], slots.month) if slots.year is not None else None
    return _nearest(days, slots, "M").isoformat()


def _safe(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _holiday(slots: time_slots.Slots) -> str | None:
    days = [found for year in _years(slots) if (found := cal.holiday(slots.holiday, year))] if slots.holiday else []
    return _nearest(days, slots, "X").isoformat() if days else None


def _month(slots: time_slots.Slots) -> str | None:
    if not slots.month:
        return None
    if slots.year is not None:
        return cal.month_value(slots.year, slots.month)
    if "M" not in slots.shifts and slots.state.year is not None and slots.when != "future":
        return cal.month_value(slots.state.year, slots.month)
    this = slots.state.published.year * 12 + slots.state.published.month
    own = slots.state.published.year * 12 + slots.month
    own += _turn(own - this, 12, slots.shifts.get("M", ""), _side(own - this, slots))
    return cal.month_value((own - 1) // 12, (own - 1) % 12 + 1)


def _side(distance: int, slots: time_slots.Slots) -> str:
    """Side that tense asks for, unless the month on the other side is much nearer than the cue is close."""
    if slots.told:
        return "" if slots.told == "past" and distance == 1 else slots.told
    nearer = (slots.when == "past" and 0 < distance <= 4) or (slots.when == "future" and -4 <= distance < 0)
    return "" if nearer else slots.when


def _turn(distance: int, cycle: int, shift: str, when: str) -> int:
    """Step that brings a recurring unit, now `distance` away, to the right side of publication."""
    if shift == "last":
        return -cycle if distance >= 0 else 0
    if shift == "next":
        return cycle if distance <= 0 else 0
    if shift == "this":
        return 0
    if when == "past":
        return -cycle if distance > 0 else 0
    if when == "future":
        return cycle if distance < 0 else 0
    return -cycle if distance > cycle // 4 else cycle if distance < -3 * cycle // 4 else 0


def _quarter(slots: time_slots.Slots) -> str | None:
    """Value of a quarter, or of the period that is spoken of."""
    state = slots.state
    if slots.unit != "Q" and not slots.period:
        return _year_before(state) if slots.compared else None
    if slots.ordinal in {1, 2, 3, 4}:
        return _numbered_quarter(slots, slots.ordinal)
    if slots.compared:
        return _year_before(state)
    if slots.shifts.get("Q") in {"this", "next"}:
        return cal.shift(state.published, "Q", int(slots.shifts["Q"] == "next"))
    known = state.quarter or cal.shift(state.published, "Q", -1)
    if slots.year is None:
        return known
    return f"{slots.year:04d}{known[4:]}" if state.quarter or slots.unit == "Q" else f"{slots.year:04d}"


def _numbered_quarter(slots: time_slots.Slots, number: int) -> str:
    published = slots.state.published
    distance = number - (published.month - 1) // 3 - 1
    turn = 0 if slots.when == "future" and abs(distance) < 2 else _turn(distance, 4, "", slots.when or "past")
    year = slots.year if slots.year is not None else published.year + turn // 4 - slots.compared
    return f"{year:04d}-Q{number}"


def _year_before(state: amounts.State) -> str:
    """The quarter a year before the one spoken of, or the year before publication's."""
    if state.quarter:
        return f"{int(state.quarter[:4]) - 1:04d}{state.quarter[4:]}"
    return f"{state.published.year - 1:04d}"


def _half(slots: time_slots.Slots) -> str | None:
    if slots.half and slots.year is None and slots.unit == "Y":
        slots.year = slots.state.published.year
    if not slots.half or slots.year is None:
        return None
    number = slots.ordinal or (2 if slots.shifts.get("b") == "last" else 1)
    return f"{slots.year:04d}-H{number}" if number in {1, 2} else None


_SEASON_START = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def _season(slots: time_slots.Slots) -> str | None:
    if not slots.season:
        return None
    if slots.year is not None:
        return f"{slots.year:04d}-{slots.season}"
    year, month = slots.state.published.year, slots.state.published.month
    start, shift = _SEASON_START[slots.season], slots.shifts.get("S", "")
    if slots.season == "WI" and month < 3 and shift != "next":
        year -= 2 if shift == "last" else 1
    elif shift == "last" or (not shift and slots.when == "past"):
        year -= 1 if start + (2 if shift else 0) >= month + (0 if shift else 1) else 0
    elif shift == "next" or (not shift and slots.when == "future"):
        year += 1 if start + (0 if shift else 2) <= month - (0 if shift else 1) else 0
    return f"{year:04d}-{slots.season}"


def weekday(slots: time_slots.Slots) -> str | None:
    """Value of a day of the week, the same day included unless last or next is said."""
    if slots.weekday is None:
        return None
    shift = slots.shifts.get("D", "")
    anchor = slots.state.published
    if shift == "that" or slots.narrative:
        anchor = _known_day(slots.state)
    back = (anchor.weekday() - slots.weekday) % 7
    if shift == "last":
        return cal.days_on(anchor, -(back or 7)).isoformat()
    if shift == "next":
        return cal.days_on(anchor, 7 - back).isoformat()
    ahead = shift == "that" or slots.when == "future" or (shift == "this" and slots.when != "past")
    return cal.days_on(anchor, (7 - back) % 7 if ahead else -back).isoformat()


def deictic(slots: time_slots.Slots) -> str | None:
    """Value of today, yesterday, tomorrow."""
    if not slots.deictic:
        return None
    return cal.days_on(slots.state.published, words.DEICTIC[slots.deictic]).isoformat()


def _weekend(slots: time_slots.Slots) -> str | None:
    if not slots.weekend:
        return None
    today, shift = slots.state.published, slots.shifts.get("W", "")
    weekday_now = today.weekday()
    if shift == "next":
        step = 7 if weekday_now >= 5 else 0
    elif shift == "last":
        step = -7
    elif shift == "this":
        step = -7 if weekday_now == 0 and slots.when == "past" else 0
    else:
        step = 0 if weekday_now >= 5 or (slots.when == "future" and weekday_now >= 2) else -7
    return cal.week_value(cal.days_on(today, step)) + "-WE"


def _decade(slots: time_slots.Slots) -> str | None:
    digits = slots.decade
    if not digits:
        return None
    if len(digits) == 4:
        return digits[:2] if digits.endswith("00") else digits[:3]
    return ("20" if int(digits) < 30 else "19") + digits[0]


def _unit(slots: time_slots.Slots) -> str | None:
    unit = slots.unit
    if slots.ordinal and unit == "C":
        return f"{slots.ordinal - 1:02d}"
    if slots.compared:
        return _year_before(slots.state)
    if unit not in slots.shifts or unit not in "DWMQYEC" or not unit:
        return None
    shift = slots.shifts[unit]
    known = cal.interval(slots.state.last)
    if shift == "that" and (known is None or (unit == "D" and known[1] != "day")):
        return None
    anchor = slots.state.published
    if slots.narrative or shift == "that":
        anchor = _known_day(slots.state) if unit == "D" else _known_start(slots.state)
    return cal.shift(anchor, unit, {"last": -1, "next": 1}.get(shift, 0))


def numeric(phrase: amounts.Phrase) -> amounts.Reading | None:
    """A date in digits; 3/4/2014 is read month first, 3.4.2014 day first."""
    text = phrase.tokens[0].text
    if text == "9/11":
        return amounts.Reading("DATE", "2001-09-11")
    if text[4:5] == "-":
        kind = "TIME" if "T" in text else "DATE"
        return amounts.Reading(kind, text.rstrip("Z")) if cal.interval(text) else None
    left, middle, year = (int(part) for part in re.split(r"[/.]", text))
    year += 0 if year > 99 else 1900 if year > 40 else 2000
    month, number = (middle, left) if "." in text or left > 12 else (left, middle)
    found = _safe(year, month, number)
    return amounts.Reading("DATE", found.isoformat()) if found else None


def years(phrase: amounts.Phrase) -> amounts.Reading | None:
    """2014-15, 1990-1994."""
    text = phrase.tokens[0].text
    low, high = int(text[:4]), int(text[5:])
    high += low // 100 * 100 if high < 100 else 0
    if not 1700 <= low < high <= 2100:
        return None
    return amounts.Reading("DURATION", f"P{high - low}Y", None, date(low, 1, 1), date(high, 12, 31))
