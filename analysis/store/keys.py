"""When two codings of a document must be equal: a key of all that the coding of one document rests on.

That is the version of the coder (its code, its tables and models, the libraries that decide), the day of publication,
the state of the dateline, the title and the text, and those of the user's aliases that can touch the document: their
words stand in it, and they hold on its day and in its file. The name of its file, other documents and other aliases do
not matter.
"""

import datetime as dt
import functools
import hashlib
from collections import defaultdict
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

import ahocorasick

from analysis import _package
from analysis.actors import tables
from analysis.actors.tables import Aliases
from analysis.text import parsing

CODE = ("actions", "actors", "coding", "homes", "store", "text", "times", "ontology.py", "schemas.py")
"""Rooms and files of the package that decide how one document is coded."""
TABLES = ("ontology", "actors", "actions", "times")
"""Folders of tables under `data/` that do."""
LIBRARIES = ("spacy", "thinc", "numpy", "onnxruntime", "tokenizers", "sentencex", "pyahocorasick")
"""Libraries whose version may change what is read in a text."""
# They only train the model, whose weights are among the tables.
_TRAINING = frozenset({"exemplars", "passages"})


@functools.cache
def version() -> str:
    """The version of the coder: a hash of its code, tables, models, parser and libraries, read once."""
    libraries = [f"{name} {metadata.version(name)}" for name in LIBRARIES]
    files = coder_files(_package.PACKAGE, _package.DATA)
    return _digest([_package.VERSION, parsing.model_name(), *libraries, *(_content(file) for file in files)])


def coder_files(package: Path, data: Path) -> list[Path]:
    """The code and the tables that decide how one document is coded, in a stable order."""
    places = [package / name for name in CODE]
    code = [file for place in places for file in (place.rglob("*.py") if place.is_dir() else [place])]
    rows = [file for name in TABLES for file in (data / name).rglob("*") if file.is_file() and file.suffix != ".md"]
    return sorted(file for file in code + rows if not _TRAINING & set(file.parts))


def _content(file: Path) -> str:
    return hashlib.blake2b(file.read_bytes()).hexdigest()


class DocumentKeys:
    """The keys of documents for one version of the coder and one table of aliases.

    Parameters
    ----------
    aliases
        The user's own names.

    Raises
    ------
    InputError
        If an alias cannot be used.
    """

    def __init__(self, aliases: Aliases | None = None) -> None:
        self._names = list(aliases.names()) if aliases else []
        self._automaton = ahocorasick.Automaton()
        rows: dict[str, list[int]] = defaultdict(list)
        for number, name in enumerate(self._names):
            # Without the space that begins a word: what is found is all that the gazetteer can find, and some more.
            rows[tables.key(name.label).strip()].append(number)
        for words, numbers in rows.items():
            if words:
                self._automaton.add_word(words, numbers)
        self._automaton.make_automaton()

    def of(self, title: str, body: str, *, published: dt.date, path: str | None = None, home: str | None = None) -> str:
        """The key of a document; two documents with one key are coded alike.

        Parameters
        ----------
        title, body
            As the frame of documents has them.
        published
            The day of publication.
        path
            Decides which of the aliases hold that are limited to a document.
        home
            The state of the place from which the document reports, if it says so.
        """
        own = [repr(self._names[number]) for number in self._visible(f"{title}\n{body}", published, path)]
        return _digest([version(), published.isoformat(), home or "", title, body, *own])

    def _visible(self, text: str, published: dt.date, path: str | None) -> list[int]:
        """The rows of the aliases that can touch a document, in their order."""
        if not self._names:
            return []
        plain = tables.lower(tables.fold(text)).translate(tables.SPACES).replace(" '", "  ")  # as the gazetteer does
        found = {number for _, numbers in self._automaton.iter(plain) for number in numbers}
        return [number for number in sorted(found) if _holds(self._names[number], published, path)]


def _holds(name: tables.Name, published: dt.date, path: str | None) -> bool:
    return name.on(published) and (name.path is None or (path or "").endswith(name.path))


def _digest(parts: Iterable[str]) -> str:
    """A hash of texts that tells where each of them ends."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return digest.hexdigest()
