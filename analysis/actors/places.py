"""Places to states: towns, regions, capitals and countries by name.

Town names and sizes: GeoNames (CC BY 4.0), the largest town of a name.
"""

import functools
import re

from analysis.actors import tables

_WORDS = re.compile(r"[A-Z][\w'.-]*(?:[ -](?:(?:of|de|del|la|el|al|los|san|the) )?[A-Z][\w'.-]*)*")
_KINDS = ("name", "capital", "seat", "region")
LARGE = 300
"""Thousands of inhabitants from which a town is recognised by one word of a longer name."""


def state_of(text: str) -> str | None:
    """The state in which the place lies that `text` names, or None; the longest known name decides.

    Examples: "Geneva" is CHE, "northern Aleppo province" SYR.
    """
    book = _book()
    for run in _WORDS.findall(tables.fold(text)):
        words = run.removesuffix("'s").lower().split(" ")
        for length in range(len(words), 0, -1):
            for first in range(len(words) - length + 1):
                state, size = book.get(" ".join(words[first : first + length]), (None, 0))
                if state and (length > 1 or len(words) == 1 or size >= LARGE):
                    return state
    return None


@functools.cache
def _book() -> dict[str, tuple[str, int]]:
    book = {row["name"].lower(): (row["state"], int(row["thousands"])) for row in tables.table("cities.csv")}
    for kinds in (_KINDS, ("name", "capital")):
        for pattern in tables.standard():
            if pattern.kind in kinds and pattern.state and (kinds is not _KINDS or pattern.label.lower() not in book):
                book[pattern.label.lower()] = pattern.state, LARGE
    return book
