"""PLOVER contexts of an act: the fields of politics that its words belong to."""

from analysis.parse import Tree
from analysis.predicates import Act


def of(tree: Tree, act: Act | None) -> str | None:
    """Contexts by the PLOVER manual's list (2021), joined by "/", or None where no word tells."""
    return (act.context or None) if act is not None and len(tree) else None
