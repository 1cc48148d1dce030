"""Read a folder or a file of articles into the frames `documents` and `rejects`.

What cannot be read becomes a row of `rejects` with path, line and reason; one
bad document never stops a run. Files that accompany a corpus (`SIDE_FILES`)
and hidden files are skipped.
"""

import functools
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import py3langid
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from analysis import errors, schemas
from analysis.corpus import _archives, formats
from analysis.corpus._columns import Columns
from analysis.corpus._duplicates import first_of_kind
from analysis.text import clean, dateline

SIDE_FILES = (
    "README.md",
    "README.txt",
    "LICENSE",
    "LICENSE.txt",
    "NOTE.txt",
    "aliases.csv",
    "article-form.txt",
    "corrections.csv",
    "sources.csv",
)
_TABLE = "data frame"
_Row = dict[str, object]
_Place = tuple[str, int | None, object]  # path, line, and the id of the content
_SHOWN_REASONS = 3
_LETTERS = re.compile(r"[^\W\d_]+")
# English function words that its neighbour languages hardly share.
_FUNCTION_WORDS = frozenset(
    "the of and to that with for was said by from has have is are its his their will would which after".split()
)
_ENGLISH_SHARE = 0.12  # share of function words above which no classifier is asked
_LANGUAGE_SAMPLE = 4000  # characters
_SHORT = 60  # characters of a text that is too short for the classifier's hundred languages
# Languages of news from which the classifier chooses for a short text; rare ones share many words with English.
_LANGUAGES = (
    "ar bg bn cs da de el en es fa fi fr he hi hr hu id it ja ko nl no pl pt ro ru sk sl sr sv sw th tr uk ur vi zh"
)
_MAX_LEAD = 6.0  # log-likelihood by which another language may fit a short text in plain letters better


@dataclass(frozen=True, slots=True)
class Corpus:
    """A corpus before coding.

    `documents` and `rejects` follow the schemas in `analysis.schemas`. Paths are
    relative to the folder that was read.
    """

    documents: pd.DataFrame
    rejects: pd.DataFrame


Source = str | Path | pd.DataFrame
"""Where articles come from: a folder, a file, or a table with one article a row."""


def read(source: Source | Sequence[Source], *, columns: str | Mapping[str, str] | Columns | None = None) -> Corpus:
    """Read every article of a folder with its subfolders, of a file, or of a table.

    Parameters
    ----------
    source
        A path, a data frame with one article a row, or a list of these. An article that
        several of them hold is read once.
    columns
        Which column of a table holds the date, the text, the title, the source, where the names are none
        of those in `data/corpus/columns.csv`: `"date=Tag,text=Inhalt"` or a dictionary.

    Returns
    -------
    corpus
        Documents ordered by publication day and path; a near-duplicate carries
        the id of the earliest article that it repeats. Rejects are ordered by
        path and line.

    Raises
    ------
    InputError
        If there is no such path, nothing in it can be read, or `columns` names an unknown field.
    """
    given = Columns.parse(columns)
    sources = [source] if isinstance(source, str | Path | pd.DataFrame) else list(source)
    rows: dict[_Place, _Row] = {}
    rejects: list[formats.Reject] = []
    for one in sources:
        for item in _items(one, given):
            accepted = _accepted(item) if isinstance(item, formats.Article) else item
            if isinstance(accepted, formats.Reject):
                rejects.append(accepted)
            else:
                rows[item.path, item.line, accepted["doc_id"]] = accepted
    if not rows:
        raise errors.InputError(_nothing(" and ".join(_named(one) for one in sources), rejects))
    return Corpus(_documents(rows), _rejects(rejects))


def _named(source: Source) -> str:
    return _TABLE if isinstance(source, pd.DataFrame) else str(source)


def _items(source: Source, columns: Columns) -> Iterator[formats.Article | formats.Reject]:
    """Articles and rejects of a folder, a file or a table."""
    if isinstance(source, pd.DataFrame):
        yield from formats.read_table(source, name=_TABLE, columns=columns)
        return
    root = Path(source)
    if not root.exists():
        raise errors.InputError(f"no such file or folder: {source}")
    if root.is_file():
        yield from formats.read_file(root, name=_printable(root.name), columns=columns, skip=SIDE_FILES)
        return
    for file, name in _walk(root):
        if isinstance(file, str):
            yield formats.Reject(name, None, file)
        else:
            yield from formats.read_file(file, name=name, columns=columns, skip=SIDE_FILES)


def _walk(root: Path) -> Iterator[tuple[Path | str, str]]:
    """Yield (file, name in the corpus), or (reason, name) for what is not followed, in a stable order.

    Folders wait on a list, so that no depth of them is too deep; no link leads out of `root`.
    """
    home = root.resolve()
    waiting = [("", root)]
    while waiting:
        within, here = waiting.pop()
        try:
            entries = sorted(os.scandir(here), key=lambda entry: entry.name)
        except OSError as error:
            yield f"unreadable folder: {error.strerror}", _printable(within.rstrip("/"))
            continue
        subfolders = []
        for entry in entries:
            if entry.name.startswith((".", "~$")):  # hidden, or the mark that a file is open in an office program
                continue
            name = within + entry.name
            if _is_folder(entry):
                if entry.is_symlink():
                    yield "symbolic link to a folder, not followed", _printable(name)
                else:
                    subfolders.append((f"{name}/", Path(entry.path)))
            elif entry.name not in SIDE_FILES:
                yield _regular_file(Path(entry.path), entry.is_symlink(), home), _printable(name)
        waiting += reversed(subfolders)


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a circular link
        return False


def _regular_file(file: Path, linked: bool, home: Path) -> Path | str:
    """The file, or the reason why it is not read."""
    if not _is_regular(file):
        return "not a regular file, or a broken or circular link"
    if linked and not file.resolve().is_relative_to(home):
        return "symbolic link that leads out of the folder, not followed"
    return file


def _is_regular(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError:  # a circular link
        return False


def _printable(name: str) -> str:
    """A path as text that every frame and page can hold; undecodable bytes are replaced."""
    return os.fsencode(name).decode("utf-8", "replace")


def is_english(text: str) -> bool:
    """Tell whether `text` is English, from its first 4,000 characters.

    A text of whose words at least 12 % are English function words is English;
    of any other the classifier of py3langid decides, of a headline's length
    over the languages of news alone and in favour of English where it is
    nearly as likely. A text without letters is not English.
    """
    words = [word.lower() for word in _LETTERS.findall(text[:_LANGUAGE_SAMPLE])]
    if not words:
        return False
    if sum(word in _FUNCTION_WORDS for word in words) / len(words) >= _ENGLISH_SHARE:
        return True
    lower = text[:_LANGUAGE_SAMPLE].lower()  # capitals alone would pass for another language
    if len(lower) <= _SHORT and lower.isascii():
        scores = dict(_short_text_identifier().rank(lower))
        return bool(max(scores.values()) - scores["en"] <= _MAX_LEAD)
    return bool(py3langid.classify(lower)[0] == "en")


@functools.cache
def _short_text_identifier() -> LanguageIdentifier:
    """The classifier of py3langid over the languages of news alone."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(_LANGUAGES.split())
    return identifier


def _accepted(article: formats.Article) -> _Row | formats.Reject:
    """The row of an article, or a reject; an article that nobody foresaw costs no other."""
    try:
        return _accept(article)
    except Exception as error:  # noqa: BLE001 - whatever it is, the run goes on
        return formats.unforeseen(error, article.path, article.line)


def _accept(article: formats.Article) -> _Row | formats.Reject:
    """The row of `documents` for an article, or the reason why it is none."""
    body = clean(article.body)
    title = clean(article.title, title=True).replace("\n", " ")
    told = title if not article.body else body  # a table of headlines has no texts
    n_words = len(told.split())
    if not n_words:
        return formats.Reject(article.path, article.line, "no text")
    if not is_english(told):
        return formats.Reject(article.path, article.line, "language")
    # Where an article stands is no part of its id: a file that is moved, or a list of results that has grown, keeps
    # the ids, and with them the corrections.
    return {
        "doc_id": schemas.content_id(article.source, article.published.isoformat(), title, body),
        "path": article.path,
        "published": article.published,
        "title": title,
        "source": article.source,
        "body": body,
        "n_words": n_words,
        "dateline": dateline(article.body),
    }


def _documents(rows: Mapping[_Place, _Row]) -> pd.DataFrame:
    """The documents frame; the further copies of an article, at other places, have ids of their own."""
    places = sorted(rows, key=lambda place: (rows[place]["published"], place[0], place[1] or 0, place[2]))
    ordered = [rows[place] for place in places]
    copies: Counter[object] = Counter()
    for row in ordered:
        content = row["doc_id"]
        if copies[content]:
            row["doc_id"] = schemas.content_id(content, copies[content])
        copies[content] += 1
    originals = first_of_kind([str(row["body"] or row["title"]) for row in ordered])
    for row, original in zip(ordered, originals, strict=True):
        row["duplicate_of"] = None if original is None else ordered[original]["doc_id"]
    return schemas.from_rows("documents", ordered)


def _rejects(rejects: list[formats.Reject]) -> pd.DataFrame:
    rejects.sort(key=lambda reject: (reject.path, reject.line or 0))
    rows = [{"path": r.path, "line": r.line, "stage": "read", "reason": r.reason} for r in rejects]
    return schemas.from_rows("rejects", rows)


def _nothing(path: str, rejects: list[formats.Reject]) -> str:
    """What is said where nothing was read: what was found, why it was not read, and what is."""
    if not rejects:
        kinds = ", ".join((*formats.READERS, *sorted(_archives.PACKED)))
        return f"nothing to read in {path}: no file of the kinds {kinds}"
    counts = Counter(reject.reason.split(":")[0] for reject in rejects)
    found = ", ".join(f"{reason} ({n})" for reason, n in counts.most_common(_SHOWN_REASONS))
    first = rejects[0]
    where = f"{first.path!r}" + (f", line {first.line}" if first.line else "")
    return f"nothing readable in {path}: {len(rejects)} rejected: {found}. The first, {where}: {first.reason}"
