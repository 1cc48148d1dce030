"""Read a folder or a file of articles into the frames `documents` and `rejects`.

What cannot be read becomes a row of `rejects` with path, line and reason; one
bad document never stops a run. Files that serve a corpus without being
articles (`SIDE_FILES`) and hidden files are passed over.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import rensa

from analysis import errors, schemas
from analysis.corpus import formats
from analysis.text import language, sentences

SIDE_FILES = ("README.md", "README.txt", "LICENSE", "LICENSE.txt", "NOTE.txt", "aliases.csv", "sources.csv")
_SHINGLE = 5
_PERMUTATIONS = 128
_BANDS = 32
DUPLICATE_AT = 0.8


@dataclass(frozen=True, slots=True)
class Corpus:
    """A corpus as read.

    `documents` and `rejects` keep the schemas of `analysis.schemas`; `root` is
    the folder that the paths in them are relative to.
    """

    documents: pd.DataFrame
    rejects: pd.DataFrame
    root: Path


def read(path: Path | str) -> Corpus:
    """Read every article below `path` (recursively), or the one file `path`.

    Returns
    -------
    corpus
        Documents ordered by publication day and path, near-duplicates marked
        with the earliest of their kind; rejects ordered by path and line.

    Raises
    ------
    InputError
        If there is no such path, or nothing in it can be read.
    """
    root = Path(path)
    if not root.exists():
        raise errors.InputError(f"no such file or folder: {path}")
    rows: list[dict[str, object]] = []
    rejects: list[formats.Reject] = []
    for item in _items(root):
        accepted = _accept(item) if isinstance(item, formats.Article) else item
        if isinstance(accepted, formats.Reject):
            rejects.append(accepted)
        else:
            rows.append(accepted)
    if not rows:
        raise errors.InputError(_nothing(path, rejects))
    folder = root if root.is_dir() else root.parent
    return Corpus(_documents(rows), _rejects(rejects), folder)


def _items(root: Path) -> Iterator[formats.Article | formats.Reject]:
    if root.is_file():
        yield from formats.read_file(root, name=_printable(root.name))
        return
    for file, name in _walk(root):
        if isinstance(file, str):
            yield formats.Reject(name, None, file)
        else:
            yield from formats.read_file(file, name=name)


def _walk(root: Path) -> Iterator[tuple[Path | str, str]]:
    """Yield (file, name in the corpus), or (reason, name) for what is not followed, in a stable order."""
    for folder, subfolders, files in os.walk(root, followlinks=False):
        subfolders.sort()
        here = Path(folder)
        for sub in list(subfolders):
            if sub.startswith("."):
                subfolders.remove(sub)
            elif (here / sub).is_symlink():
                yield (
                    "symbolic link to a folder, not followed",
                    _printable(str((here / sub).relative_to(root))),
                )
        for entry in sorted(files):
            if entry.startswith(".") or entry in SIDE_FILES:
                continue
            file = here / entry
            name = _printable(file.relative_to(root).as_posix())
            yield (file if _is_regular(file) else "not a regular file, or a broken or circular link"), name


def _is_regular(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError:  # a circular link
        return False


def _printable(name: str) -> str:
    """A path as text that every frame and page can hold; undecodable bytes are replaced."""
    return os.fsencode(name).decode("utf-8", "replace")


def _accept(article: formats.Article) -> dict[str, object] | formats.Reject:
    body = sentences.clean(article.body)
    n_words = len(body.split())
    if not n_words:
        return formats.Reject(article.path, article.line, "no text")
    if not language.is_english(body):
        return formats.Reject(article.path, article.line, "language")
    title = sentences.clean(article.title).replace("\n", " ")
    day = article.published.isoformat()
    return {
        "doc_id": schemas.content_id(article.path, article.line, day, title, body),
        "path": article.path,
        "published": article.published,
        "title": title,
        "source": article.source,
        "body": body,
        "n_words": n_words,
    }


def _documents(rows: list[dict[str, object]]) -> pd.DataFrame:
    rows.sort(key=lambda row: (row["published"], row["path"], row["doc_id"]))
    unique = {row["doc_id"]: row for row in rows}
    ordered = list(unique.values())
    for row, original in zip(ordered, _duplicates(ordered), strict=True):
        row["duplicate_of"] = original
    return schemas.from_rows("documents", ordered)


def _rejects(rejects: list[formats.Reject]) -> pd.DataFrame:
    rejects.sort(key=lambda reject: (reject.path, reject.line or 0))
    rows = [{"path": r.path, "line": r.line, "stage": "read", "reason": r.reason} for r in rejects]
    return schemas.from_rows("rejects", rows)


def _duplicates(rows: list[dict[str, object]]) -> list[object]:
    """For each document the id of the first one that it nearly repeats, or None.

    Near means an estimated Jaccard similarity of 5-word shingles of at least
    0.8 (Broder 1997; MinHash with locality-sensitive hashing).
    """
    index = rensa.RMinHashLSH(threshold=DUPLICATE_AT, num_perm=_PERMUTATIONS, num_bands=_BANDS)
    kept: list[tuple[object, rensa.RMinHash]] = []
    originals: list[object] = []
    for row in rows:
        sketch = rensa.RMinHash(num_perm=_PERMUTATIONS, seed=1)
        sketch.update(_shingles(str(row["body"])))
        near = [k for k in sorted(index.query(sketch)) if kept[k][1].jaccard(sketch) >= DUPLICATE_AT]
        originals.append(kept[near[0]][0] if near else None)
        if not near:
            index.insert(len(kept), sketch)
            kept.append((row["doc_id"], sketch))
    return originals


def _shingles(body: str) -> list[str]:
    words = body.lower().split()
    return [" ".join(words[i : i + _SHINGLE]) for i in range(max(1, len(words) - _SHINGLE + 1))]


def _nothing(path: Path | str, rejects: list[formats.Reject]) -> str:
    if not rejects:
        return f"nothing to read in {path}: no file of the kinds {', '.join(formats.READERS)}"
    first = rejects[0]
    return f"nothing readable in {path}: {len(rejects)} rejected, the first {first.path!r}: {first.reason}"
