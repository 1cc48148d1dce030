"""Cells as text, whatever a file holds in them.

A source may stand as an object with a name, a text as a list of its paragraphs or as bytes.
"""

import datetime as dt
from collections.abc import Mapping
from numbers import Number

_NAMES = ("name", "main", "title", "text", "content", "value", "id")
_MAX_DEPTH = 5


def as_text(value: object, *, join: str, depth: int = 0) -> str:
    """Text of a cell: nulls are empty; NUL is removed and lone surrogates replaced, since no frame can hold them.

    Parameters
    ----------
    value
        Text, bytes in UTF-8, a number, a list of these, or an object that has a name or a text.
    join
        What stands between the items of a list.

    Raises
    ------
    ValueError
        If a cell is none of these; the message is the reason given in `rejects`.
    """
    if value is None:
        return ""
    if isinstance(value, bytes | bytearray | memoryview):
        try:
            value = bytes(value).decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ValueError("encoding: a cell is not UTF-8") from None
    if isinstance(value, Mapping):
        value = _named(value)
        return as_text(value, join=join, depth=depth + 1)
    if hasattr(value, "tolist") and not isinstance(value, str):  # an array of a data frame
        value = value.tolist()
    if isinstance(value, list | tuple):
        if depth > _MAX_DEPTH:
            raise ValueError("a cell is nested too deep")
        return join.join(part for part in (as_text(item, join=join, depth=depth + 1) for item in value) if part)
    if value != value:  # NaN is not equal to itself
        return ""
    if not isinstance(value, str | Number | dt.date):
        raise ValueError(f"a cell is {type(value).__name__}, not text")  # noqa: TRY004 - the input is wrong
    return str(value).replace("\x00", "").encode("utf-8", "replace").decode("utf-8").strip()


def _named(value: Mapping[object, object]) -> object:
    """What names an object: its name, else its title, text or id."""
    lower = {str(key).lower(): item for key, item in value.items()}
    found = next((lower[name] for name in _NAMES if lower.get(name) is not None), None)
    if isinstance(found, Mapping):
        raise ValueError("a cell is an object in an object, not text")  # noqa: TRY004 - the input is wrong
    if found is None and lower:
        raise ValueError("a cell is an object without a name, not text")
    return found
