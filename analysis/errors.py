"""The package's exceptions: one base, a few children of built-ins.

Messages name file, row, column and value where they are known.
"""

from collections.abc import Iterable
from difflib import get_close_matches


class EntenteError(Exception):
    """Base of every error that the package raises on purpose."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows: one line, since the mistake is in what was asked and not in the code."""
        return [f"{type(self).__name__}: {self}"]


class InputError(EntenteError, ValueError):
    """A file, folder, row or argument that cannot be used as given."""


class FrameError(EntenteError, ValueError):
    """A frame that does not keep its schema (see `analysis.schemas`)."""


class GraphError(EntenteError, ValueError):
    """A graph whose attributes cannot be analysed as asked."""


class ReportError(EntenteError, RuntimeError):
    """A notebook that failed or was given a parameter that it does not have."""


def columns(names: Iterable[str]) -> str:
    """Columns by name, as a message lists them: "column day", "columns day, source"."""
    listed = list(names)
    return f"{'column' if len(listed) == 1 else 'columns'} {', '.join(listed)}"


def unknown(kind: str, value: object, known: Iterable[str]) -> InputError:
    """The error for a name that is none of those known: it suggests the nearest, or else lists them all.

    Parameters
    ----------
    kind
        What is named, such as "option".
    value
        The name that is unknown.
    known
        The names that are known.
    """
    names = list(known)
    near = get_close_matches(str(value), names, n=1, cutoff=0.5)
    hint = f"the nearest is {near[0]!r}" if near else f"known are {', '.join(names)}"
    return InputError(f"unknown {kind} {value!r}; {hint}")
