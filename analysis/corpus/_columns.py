"""Which column holds what: the names of `data/corpus/columns.csv`, and those that the user gives."""

import csv
import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from analysis import _package, errors

TABLE = _package.DATA / "corpus" / "columns.csv"
FIELDS = ("date", "text", "title", "source")
"""The fields of an article that a user may give a column for."""
_NEEDED = ("date", "text")
_LINK = "link"
_LIST = "articles"
_SHOWN = 12
_NOT_LETTERS = re.compile(r"[\W_]+")


@functools.cache
def known_names() -> Mapping[str, tuple[str, ...]]:
    """The names of columns by field, the first to count first, as the table writes them."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = [(row["field"], row["column"]) for row in csv.DictReader(file)]
    return {each: tuple(column for name, column in rows if name == each) for each in dict.fromkeys(r[0] for r in rows)}


@functools.lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    """A name without what varies in writing: capitals, blanks, punctuation except for dots."""
    return ".".join(_NOT_LETTERS.sub("", part.casefold()) for part in name.split("."))


@functools.cache
def _known_plain() -> Mapping[str, tuple[str, ...]]:
    return {each: tuple(dict.fromkeys(map(_plain, names))) for each, names in known_names().items()}


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that a user has given, by field; every other field is found by the names that are known.

    Attributes
    ----------
    given
        Name of a column by field (`FIELDS`).
    """

    given: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, asked: "str | Mapping[str, str] | Columns | None") -> "Columns":
        """The columns that a user asks for, as `date=publish_date,text=body` or as a dictionary.

        Raises
        ------
        InputError
            If a field is unknown or given twice, or a part is not FIELD=COLUMN.
        """
        if isinstance(asked, Columns):
            return asked
        pairs = list(asked.items()) if isinstance(asked, Mapping) else _pairs(asked or "")
        found: dict[str, str] = {}
        for name, column in pairs:
            known = _field_of(str(name))
            if known is None:
                raise errors.unknown("field of an article", name, FIELDS)
            if known in found:
                raise errors.InputError(f"two columns for the {known}: {found[known]!r} and {column!r}; give one")
            found[known] = str(column).strip()
        return cls(found)

    def fields(self, row: Mapping[str, object]) -> dict[str, object]:
        """The fields of an article from a row, under whichever of their names they stand."""
        cells = {_plain(str(key).strip()): value for key, value in row.items()}
        found: dict[str, object] = {each: self._first(each, cells) for each in FIELDS}
        if found["source"] is None:
            found["source"] = _host(self._first(_LINK, cells))
        return found

    def headlines_only(self, names: Iterable[object]) -> bool:
        """Whether a table with these columns holds headlines and no texts, as lists of search results do."""
        found = {_plain(str(name).strip()) for name in names}
        return self._has("title", found) and not self._has("text", found)

    def refusal(self, names: Iterable[object]) -> str | None:
        """The reason why a table with these columns holds no articles, with what was found and what is known."""
        listed = [str(name).strip() for name in names]
        found = {_plain(name) for name in listed}
        absent = [name for each, name in self.given.items() if not self._has(each, found)]
        if absent:
            return f"columns: there is no {absent[0]!r}; there are {_some(listed)}"
        missing = [each for each in _NEEDED if not self._has(each, found)]
        if missing == ["text"] and self._has("title", found):
            return None
        if not missing:
            return None
        known = "; ".join(f"the {each} is looked for under {_some(known_names()[each])}" for each in missing)
        cure = ",".join(f"{each}=NAME" for each in missing)
        return f"columns: none for the {' and the '.join(missing)}; there are {_some(listed)}; {known}; or say {cure}"

    def wants(self, name: str) -> bool:
        """Whether a column of this name may hold a part of an article."""
        known = (key for each in (*FIELDS, _LINK) for key in self._names(each))
        return any(_plain(name.strip()) in {key, key.split(".")[0]} for key in known)

    def _names(self, each: str) -> tuple[str, ...]:
        return (_plain(self.given[each]),) if each in self.given else _known_plain()[each]

    def _has(self, each: str, found: set[str]) -> bool:
        return any(name in found or name.split(".")[0] in found for name in self._names(each))

    def _first(self, each: str, cells: Mapping[str, object]) -> object:
        values = (_lookup(cells, name) for name in self._names(each))
        return next((value for value in values if not _is_empty(value)), None)


def list_of_articles(content: object, depth: int = 3) -> list[object] | None:
    """The list of articles that an object of JSON holds under a known name, at most three objects deep."""
    if isinstance(content, list):
        return content
    if not isinstance(content, Mapping) or not depth:
        return None
    cells = {_plain(str(key)): value for key, value in content.items()}
    held = (list_of_articles(cells[name], depth - 1) for name in _known_plain()[_LIST] if name in cells)
    return next((found for found in held if found is not None), None)


def _pairs(text: str) -> list[tuple[str, str]]:
    found = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, mark, column = part.partition("=")
        if not mark or not column.strip():
            raise errors.InputError(f"{part!r} is not FIELD=COLUMN, such as date=publish_date")
        found.append((name.strip(), column))
    return found


def _field_of(name: str) -> str | None:
    """The field that a name stands for: its own, or that of a column known by it."""
    return next((each for each in FIELDS if name == each or _plain(name) in _known_plain()[each]), None)


def _lookup(cells: Mapping[str, object], name: str) -> object:
    """The value under a name; `source.name` is the column of this name, or what `source` holds under `name`."""
    if name in cells:
        return cells[name]
    first, _, rest = name.partition(".")
    inner = cells.get(first) if rest else None
    if not isinstance(inner, Mapping):
        return None
    return _lookup({_plain(str(key)): value for key, value in inner.items()}, rest)


def _is_empty(value: object) -> bool:
    return value is None or value == "" or (isinstance(value, float) and value != value)


def _host(link: object) -> str | None:
    """The host of a link, without www."""
    try:
        host = urlsplit(link.strip()).hostname if isinstance(link, str) else None
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def _some(names: Iterable[str]) -> str:
    listed = list(names)
    more = f" and {len(listed) - _SHOWN} more" if len(listed) > _SHOWN else ""
    return (", ".join(listed[:_SHOWN]) or "no columns") + more
