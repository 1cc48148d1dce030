"""What readers see: the names of actors, of pairs and of quad classes, numbers with what they count, files of pages."""

import functools
import re

from analysis import ontology
from analysis.actors import tables

NOBODY = "nobody named"
QUADS = ontology.QUAD_NAMES
# Names that stand with an article in a sentence.
_WITH_ARTICLE = re.compile(
    r"^(United|Bahamas|Comoros|Gambia|Maldives|Netherlands|Philippines|Seychelles|Soviet Union|World)\b|"
    r"\b(Republic|Republic of the Congo|Islands|Emirates|Nations|Union|League|Bank|Fund|Court|Council|Agency|"
    r"Organi[sz]ation|Group|Army|Front|Party|Movement|Tribunal|Commission|Community|Forum|Federation)$"
)


@functools.cache
def _names() -> dict[str, str]:
    """The first name that the tables give, by actor id."""
    found: dict[str, str] = {}
    for file, column in (
        ("states.csv", "state"), ("former_states.csv", "state"), ("organisations.csv", "id"), ("groups.csv", "id"),
        ("regions.csv", "id"),
    ):  # fmt: skip
        for row in tables.table(file):
            if row[column] and row["names"]:
                found.setdefault(row[column], tables.cells(row["names"])[0])
    return found


def label(actor: object) -> str:
    """The name of an actor for readers.

    Parameters
    ----------
    actor
        An id, such as "RUS" (Russia) or "ARM:HAMAS" (Hamas). An id that no table
        has is spelt out; None and other values that are not text give `NOBODY`.
    """
    if not isinstance(actor, str) or not actor:
        return NOBODY
    return _names().get(actor) or actor.partition(":")[2].replace("-", " ").title() or actor


def short(actor: object) -> str:
    """The name of an actor, short enough for a figure."""
    return _short_names().get(str(actor)) or label(actor)


@functools.cache
def _short_names() -> dict[str, str]:
    return {row["actor"]: row["name"] for row in tables.table("short_names.csv")}


def pair(one: object, other: object) -> str:
    """The names of two actors, joined by a dash."""
    return f"{label(one)} – {label(other)}"


def in_sentence(actor: object, *, first: bool = False) -> str:
    """The name of an actor as English prose has it: "the United States", "China".

    Parameters
    ----------
    actor
        An id.
    first
        Whether the name begins the sentence.
    """
    name = label(actor)
    if not _WITH_ARTICLE.search(name) or name.lower().startswith("the "):
        return name
    return f"{'The' if first else 'the'} {name}"


def counted(n: float, what: str, several: str = "") -> str:
    """A number and what it counts: 1 act, 2 acts, 1,204 acts.

    Parameters
    ----------
    n
        The number; a fraction is rounded.
    what
        What is counted, in the singular.
    several
        The same in the plural, where that is not made by an s.
    """
    said = f"{n:,.0f}"
    return f"{said} {what if said == '1' else several or f'{what}s'}"


def dyad_file(one: object, other: object) -> str:
    """The file name of the evidence page of two actors; it is made of their ids and the same in either order."""
    sides = sorted(side if isinstance(side, str) and side else "none" for side in (one, other))
    return "_".join(re.sub(r"[^A-Za-z0-9]+", "-", side) for side in sides) + ".html"
