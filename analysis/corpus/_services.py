"""Articles in what news archives export: Nexis Uni, the older LexisNexis, and Factiva.

An export is one document (Word, RTF, HTML or text) with many articles, whose parts stand in lines of their
own. The layouts read are those of exports in English:

- Nexis Uni: title, publication, day; `Length: 512 words` and other named lines; `Body`; the text;
  `Load-Date: ...`; `End of Document`.
- LexisNexis: `3 of 50 DOCUMENTS`; publication, day, title; `LENGTH: 512 words`; the text; `LOAD-DATE: ...`.
- Factiva with field codes: `HD` headline, `PD` day, `SN` source, `LP` and `TD` text.
- Factiva without them: headline, author, `512 words`, day, source, language, copyright; the text;
  `Document ABCD000020240117ek1h0001x`.
"""

import re
from collections.abc import Iterator, Sequence

from analysis.corpus._days import begins_with_day

Fields = dict[str, object]
"""An article as date, title, text and source, or under the key `reason` why there is none."""
_END = re.compile(r"End of Document$", re.IGNORECASE)
_COUNTER = re.compile(r"(?:FOCUS - )?\d+ of \d+ DOCUMENTS?$")
_FACTIVA_END = re.compile(r"Document [A-Za-z0-9]{20,32}$")
_CODE = re.compile(
    r"(SE|HD|BY|CR|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|LP|TD|CT|RF|CO|IN|NS|RE|IPC|IPD|PUB|AN)(?:\s*[|\t]\s*|\s{2,}|\s*$)(.*)$"
)
_NAMED = re.compile(
    r"(?:section|length|byline|dateline|highlight|edition|series|column|distribution|correction-date)"
    r":\s",
    re.IGNORECASE,
)
_LENGTH = re.compile(r"length:\s*[\d,.]+ words", re.IGNORECASE)
_BODY = re.compile(r"body:?$", re.IGNORECASE)
_AFTER_BODY = re.compile(
    r"(?:load-date|language|publication-type|graphic|subject|document-type|journal-code|url|update|notes):\s"
    r"|(?:classification|graphic|notes)$",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(r"(?:copyright\b|\(c\)|©)", re.IGNORECASE)
_WORDS = re.compile(r"^[\d,]+ words$")
_TIME = re.compile(r"\d{1,2}:\d{2}(?: ?[AP]M)?(?: [A-Z]{2,4})?$")
_LONGEST_DAY_LINE = 80  # characters; a longer line that begins with a day is a sentence
_WIDEST_LINE = 100  # characters of a line that may have been cut at a width


def split(lines: Sequence[str]) -> list[Fields] | None:
    """The articles of an export, one after the other; None where the lines are no export that is known."""
    stripped = [line.strip(" \u00a0\r\n") for line in lines]
    codes = {found[1] for found in map(_CODE.match, stripped) if found}
    if {"HD", "PD"} <= codes and codes & {"LP", "TD"}:
        return list(_factiva_with_codes(stripped))
    if any(_FACTIVA_END.match(line) for line in stripped) and any(map(_WORDS.match, stripped)):
        return [_factiva(part) for part in _parts(stripped, _FACTIVA_END)]
    if any(map(_END.match, stripped)) and any(map(_BODY.match, stripped)):
        return [_nexis_uni(part) for part in _parts(stripped, _END) if any(map(_BODY.match, part))]
    if any(map(_COUNTER.match, stripped)) and any(map(_LENGTH.match, stripped)):
        first = next(index for index, line in enumerate(stripped) if _COUNTER.match(line))
        return [_lexis_nexis(part) for part in _parts(stripped[first:], _COUNTER)]
    return None


def _parts(lines: Sequence[str], mark: re.Pattern[str]) -> list[list[str]]:
    """The lines between the marks."""
    parts: list[list[str]] = [[]]
    for line in lines:
        if mark.match(line):
            parts.append([])
        else:
            parts[-1].append(line)
    return [part for part in parts if any(part)]


def _nexis_uni(lines: Sequence[str]) -> Fields:
    """Title, publication and day stand in this order in the lines before the named ones; the text after `Body`."""
    start = next(index for index, line in enumerate(lines) if _BODY.match(line))
    head = [line for line in lines[:start] if line]
    days = [index for index, line in enumerate(head) if _is_day(line)]
    if not days:
        return {"reason": "Nexis Uni: no line with a day"}
    at = days[-1]
    title = head[at - 2] if at > 1 else head[0] if at else ""
    return {
        "date": head[at], "title": title, "source": head[at - 1] if at > 1 else None,
        "text": _text(_until(lines[start + 1 :], _AFTER_BODY)),
    }  # fmt: skip


def _lexis_nexis(lines: Sequence[str]) -> Fields:
    """Publication, day and title stand in this order; the text after the last of the named lines."""
    at = next((index for index, line in enumerate(lines) if _is_day(line)), None)
    if at is None:
        return {"reason": "LexisNexis: no line with a day"}
    named = [index for index, line in enumerate(lines) if index > at and _LENGTH.match(line)]
    if not named:
        return {"reason": "LexisNexis: no line with the length"}
    start = named[0] + 1
    while start < len(lines) and (not lines[start] or _NAMED.match(lines[start]) or _BODY.match(lines[start])):
        # What a named line says may go on, up to a blank line.
        start = start + 1 if not lines[start] or _BODY.match(lines[start]) else _next_blank(lines, start)
    above = [line for line in lines[:at] if line and not _COPYRIGHT.match(line)]
    title: list[str] = []
    for line in lines[_next_blank(lines, at) : named[0]]:  # the edition may stand right below the day
        if _NAMED.match(line):
            break
        if line:
            title.append(line)
        elif title:
            break
    return {
        "date": lines[at], "title": " ".join(title), "source": above[-1] if above else None,
        "text": _text(_until(lines[start:], _AFTER_BODY)),
    }  # fmt: skip


def _factiva(lines: Sequence[str]) -> Fields:
    """Headline first; `n words`, day, time, source; the text after the line of copyright."""
    rights = next((index for index, line in enumerate(lines) if _COPYRIGHT.match(line)), None)
    if rights is None:
        return {"reason": "Factiva: no line of copyright before the text"}
    head = [line for line in lines[:rights] if line]
    at = next((index for index, line in enumerate(head) if _WORDS.match(line)), None)
    if at is None or at + 1 >= len(head) or not _is_day(head[at + 1]):
        return {"reason": "Factiva: no line with the number of words above one with a day"}
    after = [line for line in head[at + 2 :] if not _TIME.match(line)]
    return {
        "date": head[at + 1], "title": head[0] if at else "", "source": after[0] if after else None,
        "text": _text(lines[rights + 1 :]),
    }  # fmt: skip


def _factiva_with_codes(lines: Sequence[str]) -> Iterator[Fields]:
    """One article from each headline to the next; what has no code goes on with the field before it."""
    fields: dict[str, list[str]] = {}
    code = ""
    for line in lines:
        found = _CODE.match(line)
        if found and found[1] in {"SE", "HD"} and "PD" in fields:
            yield _of_codes(fields)
            fields = {}
        if found:
            code = found[1]
            fields.setdefault(code, [])
        text = found[2] if found else line
        if code and not _FACTIVA_END.match(text):
            fields[code].append(text.strip())
    if fields:
        yield _of_codes(fields)


def _of_codes(fields: dict[str, list[str]]) -> Fields:
    values = {code: " ".join(filter(None, lines)) for code, lines in fields.items()}
    return {
        "date": values.get("PD"), "title": values.get("HD", ""), "source": values.get("SN") or values.get("PUB"),
        "text": "\n".join(filter(None, (_text(fields.get(code, [])) for code in ("LP", "TD")))),
    }  # fmt: skip


def _is_day(line: str) -> bool:
    return len(line) <= _LONGEST_DAY_LINE and begins_with_day(line)


def _until(lines: Sequence[str], mark: re.Pattern[str]) -> list[str]:
    end = next((index for index, line in enumerate(lines) if mark.match(line)), len(lines))
    return list(lines[:end])


def _next_blank(lines: Sequence[str], start: int) -> int:
    return next((index for index in range(start, len(lines)) if not lines[index]), len(lines))


def _text(lines: Sequence[str]) -> str:
    """Paragraphs, one a line; where lines are cut at a width, blank lines part the paragraphs."""
    filled = [line for line in lines if line]
    if not filled or all(lines) or max(map(len, filled)) > _WIDEST_LINE:
        return "\n".join(filled)
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if line:
            paragraphs[-1].append(line)
        elif paragraphs[-1]:
            paragraphs.append([])
    return "\n".join(" ".join(part) for part in paragraphs if part)
