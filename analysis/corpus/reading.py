"""Read a folder or a file of articles into the frames `documents` and `rejects`.

What cannot be read becomes a row of `rejects` with path, line and reason; one
bad document never stops a run. `_places` finds the files.
"""

import functools
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pandas as pd
import py3langid
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from analysis import errors, schemas
from analysis.corpus import _archives, _places, formats
from analysis.corpus._columns import Columns
from analysis.corpus._duplicates import first_of_kind
from analysis.text import clean, dateline

MAX_REJECTS_OF_A_KIND = 100_000
"""Rejects of one file and one kind that are listed one by one."""
_TABLE = "data frame"
_Row = dict[str, object]
_Place = tuple[str, int, object]  # path, line, and the id of the content
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
"""Where articles come from: a folder, a file, a pattern such as "news/*.jsonl.gz", an address such as
"s3://bucket/news/", or a table with one article a row."""


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
    rows: dict[_Place, _Row] = {}
    rejects: list[formats.Reject] = []
    for item in read_each(source, columns=columns):
        if isinstance(item, formats.Reject):
            rejects.append(item)
        else:
            rows[place_of(item)] = item
    if not rows:
        raise errors.InputError(nothing_read(source, rejects))
    return Corpus(_documents(rows), reject_frame(rejects))


def read_each(
    source: Source | Sequence[Source], *, columns: str | Mapping[str, str] | Columns | None = None
) -> Iterator[_Row | formats.Reject]:
    """Yield the articles of a source one by one, as rows of `documents` before `marked`, and the rejects.

    Parquet, CSV and JSON Lines are read piece by piece, whatever their size. Parameters and errors are those of `read`.
    """
    given = Columns.parse(columns)
    for one in _listed(source):
        accepted = (_accepted(item) if isinstance(item, formats.Article) else item for item in _items(one, given))
        yield from _counted(accepted)


def _counted(items: Iterable[_Row | formats.Reject]) -> Iterator[_Row | formats.Reject]:
    """The items; of the rejects of one kind in one file that are very many, no more than their number."""
    path, numbers = "", Counter[str]()
    for item in items:
        own = item.path if isinstance(item, formats.Reject) else str(item["path"])
        if own != path:
            yield from _further(path, numbers)
            path, numbers = own, Counter()
        if isinstance(item, formats.Reject):
            kind = item.reason.partition(":")[0]
            numbers[kind] += 1
            if numbers[kind] > MAX_REJECTS_OF_A_KIND:
                continue
        yield item
    yield from _further(path, numbers)


def _further(path: str, numbers: Mapping[str, int]) -> Iterator[formats.Reject]:
    for kind, number in numbers.items():
        if number > MAX_REJECTS_OF_A_KIND:
            yield formats.Reject(path, None, f"{kind}: {number - MAX_REJECTS_OF_A_KIND:,} further rows")


def _listed(source: Source | Sequence[Source]) -> list[Source]:
    return [source] if isinstance(source, str | Path | pd.DataFrame) else list(source)


def _named(source: Source) -> str:
    return _TABLE if isinstance(source, pd.DataFrame) else str(source)


def _items(source: Source, columns: Columns) -> Iterator[formats.Article | formats.Reject]:
    """Articles and rejects of a folder, a file, a pattern, an address or a table."""
    if isinstance(source, pd.DataFrame):
        yield from formats.read_table(source, name=_TABLE, columns=columns)
        return
    for file, name in _places.find_files(source):
        if isinstance(file, str):
            yield formats.Reject(name, None, file)
        else:
            yield from formats.read_file(file, name=name, columns=columns, skip=_places.SIDE_FILES)


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
        "line": article.line or 0,
        "published": article.published,
        "title": title,
        "source": article.source,
        "body": body,
        "n_words": n_words,
        "dateline": dateline(article.body),
    }


def place_of(row: _Row) -> _Place:
    """What makes a row the same as another: an article is read once from one place."""
    return str(row["path"]), cast("int", row["line"]), row["doc_id"]


def _documents(rows: Mapping[_Place, _Row]) -> pd.DataFrame:
    ordered = (rows[place] for place in sorted(rows, key=lambda place: (rows[place]["published"], *place)))
    return schemas.from_rows("documents", marked(ordered))


def marked(rows: Iterable[_Row]) -> Iterator[_Row]:
    """The rows of `documents` in their order, with `duplicate_of`; no more than a few of them are held.

    The further copies of an article, at other places, have ids of their own.
    """
    ours, theirs = itertools.tee(rows)  # the one is never more than a row before the other
    originals = first_of_kind(str(row["body"] or row["title"]) for row in theirs)
    ids: list[str] = []
    copies: Counter[str] = Counter()
    for original, row in zip(originals, ours, strict=True):
        content = str(row["doc_id"])
        ids.append(schemas.content_id(content, copies[content]) if copies[content] else content)
        copies[content] += 1
        yield {**row, "doc_id": ids[-1], "duplicate_of": None if original is None else ids[original]}


def reject_frame(rejects: list[formats.Reject]) -> pd.DataFrame:
    """The frame of what could not be read, by path and line."""
    rejects.sort(key=lambda reject: (reject.path, reject.line or 0))
    rows = [{"path": r.path, "line": r.line, "stage": "read", "reason": r.reason} for r in rejects]
    return schemas.from_rows("rejects", rows)


def nothing_read(source: Source | Sequence[Source], rejects: Sequence[formats.Reject]) -> str:
    """What is said where nothing was read: what was found, why it was not read, and what is."""
    path = " and ".join(_named(one) for one in _listed(source))
    if not rejects:
        kinds = ", ".join((*formats.READERS, *sorted(_archives.PACKED)))
        return f"nothing to read in {path}: no file of the kinds {kinds}"
    counts = Counter(reject.reason.split(":")[0] for reject in rejects)
    found = ", ".join(f"{reason} ({n})" for reason, n in counts.most_common(_SHOWN_REASONS))
    first = rejects[0]
    where = f"{first.path!r}" + (f", line {first.line}" if first.line else "")
    return f"nothing readable in {path}: {len(rejects)} rejected: {found}. The first, {where}: {first.reason}"
