"""Names of actors, of quad classes and of the pages about a pair, as readers see them."""

import functools
import re

from analysis import ontology
from analysis.actors import tables

NOBODY = "nobody named"
QUADS = ontology.QUAD_NAMES


@functools.cache
def _names() -> dict[str, str]:
    """A short name by actor id: the first that the tables give."""
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
    """The name of an actor id ("RUS" is Russia); the id's own word where no table has it; `NOBODY` for none."""
    if not isinstance(actor, str) or not actor:
        return NOBODY
    return _names().get(actor) or actor.partition(":")[2].replace("-", " ").title() or actor


def short(actor: object) -> str:
    """The name of an actor as it fits into a figure."""
    return _short_names().get(str(actor)) or label(actor)


@functools.cache
def _short_names() -> dict[str, str]:
    return {row["actor"]: row["name"] for row in tables.table("short_names.csv")}


def pair(one: object, other: object) -> str:
    """The names of two actors, joined by a dash."""
    return f"{label(one)} – {label(other)}"


def dyad_file(one: object, other: object) -> str:
    """File name of the evidence page of two actors, the same in either order; made of ids alone."""
    sides = sorted(side if isinstance(side, str) and side else "none" for side in (one, other))
    return "_".join(re.sub(r"[^A-Za-z0-9]+", "-", side) for side in sides) + ".html"
