"""Places to states: towns, regions, capitals and countries by name.

Town names and sizes: GeoNames (CC BY 4.0), the largest town of a name.
"""

import functools
import re

from analysis import names

_WORDS = re.compile(r"[A-Z][\w'.-]*(?:[ -](?:(?:of|de|del|la|el|al|los|san|the) )?[A-Z][\w'.-]*)*")
_KINDS = ("name", "capital", "seat", "region", "city")


def state_of(text: str) -> str | None:
    """The state in which the place lies that `text` names, or None; the longest known name decides.

    Examples: "Geneva" is CHE, "northern Aleppo province" SYR.
    """
    book = _book()
    plain = names.fold(text)
    for run in _WORDS.findall(plain):
        words = run.split(" ")
        for length in range(len(words), 0, -1):
            for first in range(len(words) - length + 1):
                state = book.get(" ".join(words[first : first + length]).removesuffix("'s").lower())
                if state:
                    return state
    return None


@functools.cache
def _book() -> dict[str, str]:
    book = {names.fold(row["name"]).lower(): row["state"] for row in names.table("cities.csv")}
    for pattern in names.standard():
        if pattern.kind in _KINDS and pattern.kind != "city" and pattern.state:
            book.setdefault(pattern.label.lower(), pattern.state)
    for pattern in names.standard():
        if pattern.kind in {"name", "capital"} and pattern.state:
            book[pattern.label.lower()] = pattern.state
    return book
