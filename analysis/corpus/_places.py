"""Where the files of a corpus lie: a folder with its subfolders, a file, a pattern of names, an address.

A pattern has one of the signs `*?[`, as `news/2024-*.jsonl.gz`; `**` stands for any number of folders. An address
begins with a protocol, as `s3://bucket/news/`: fsspec reads it, with the package that the protocol needs. Addresses
may be patterns, too. Names of files in the frames begin below the folder, or below the last folder without a sign.
"""

import glob
import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any, Protocol

from analysis import errors

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
"""Files that accompany a corpus."""
_PROTOCOL = "://"
_HIDDEN = (".", "~$")  # or the mark that a file is open in an office program


class File(Protocol):
    """What can be opened and read: a path, or a file of another file system."""

    def open(self, mode: str) -> IO[bytes]:
        """Open the file; `mode` is "rb"."""


Found = tuple[File | str, str]
"""A file, or the reason why it is not read, and its name in the corpus."""


class _Remote:
    """A file of another file system."""

    def __init__(self, system: Any, path: str) -> None:
        self._system, self._path = system, path

    def open(self, mode: str) -> IO[bytes]:
        opened: IO[bytes] = self._system.open(self._path, mode)
        return opened


def is_address(source: str | Path) -> bool:
    """Whether a source is read by fsspec: it begins with a protocol, as "s3://"."""
    return isinstance(source, str) and _PROTOCOL in source


def is_pattern(source: str | Path) -> bool:
    """Whether a source is a pattern of local files, and not the name of one that is there."""
    return not is_address(source) and glob.has_magic(str(source)) and not os.path.lexists(source)


def locate(source: str | Path) -> Path | str:
    """The path of a file or folder; a pattern or an address as it is, as text."""
    return str(source) if is_address(source) or is_pattern(source) else Path(source)


def may_find_in(pattern: str, folder: Path) -> bool:
    """Whether a pattern of local files may have the name of a file that lies directly in a folder."""
    home, own = fixed_folder(pattern).resolve(), folder.resolve()
    if not own.is_relative_to(home):
        return False
    below = len(Path(pattern).parts) - len(fixed_folder(pattern).parts)
    return "**" in Path(pattern).parts or len(own.relative_to(home).parts) + 1 == below


def fixed_folder(pattern: str | Path) -> Path:
    """The last folder of a pattern before the first of its signs."""
    parts = Path(pattern).parts
    first = next(number for number, part in enumerate(parts) if glob.has_magic(part))
    return Path(*parts[:first])


def find_files(source: str | Path) -> Iterator[Found]:
    """Yield the files of a source in a stable order, each with its name in the corpus.

    Files that accompany a corpus and hidden files are passed over in folders and patterns.

    Raises
    ------
    InputError
        If there is no such file or folder, or nothing has names of the pattern.
    """
    if is_address(source):
        yield from _at_address(str(source))
    elif is_pattern(source):
        yield from _of_pattern(source)
    else:
        yield from _of_path(Path(source), source)


def _of_path(root: Path, said: str | Path) -> Iterator[Found]:
    if not root.exists():
        raise errors.InputError(f"no such file or folder: {said}")
    if root.is_file():
        yield root, _printable(root.name)
    else:
        yield from _walk(root)


def _of_pattern(pattern: str | Path) -> Iterator[Found]:
    """The local files of a pattern; one that the user names by a pattern may be a link."""
    home = fixed_folder(pattern)
    found = [Path(one) for one in sorted(glob.glob(str(pattern), recursive=True))]  # noqa: PTH207 - an absolute pattern
    files = [one for one in found if _is_regular(one) and one.name not in SIDE_FILES and not one.name.startswith("~$")]
    if not files:
        raise errors.InputError(f"no file has a name like {pattern}")
    for file in files:
        yield file, _printable(file.relative_to(home).as_posix())


def _at_address(address: str) -> Iterator[Found]:
    from fsspec.core import url_to_fs  # noqa: PLC0415 - what lies on a disk is read without it

    try:
        system, path = url_to_fs(address)
        if glob.has_magic(path):
            home, found = str(fixed_folder(path)), system.glob(path)
        elif system.isdir(path):
            home, found = path, system.find(path)
        else:
            home, found = str(PurePosixPath(path).parent), [path] if system.exists(path) else []
        files = sorted(one for one in found if not system.isdir(one))
    except Exception as error:  # whatever a file system of another package raises
        raise errors.InputError(f"{address} cannot be read: {str(error) or type(error).__name__}") from error
    if not files:
        raise errors.InputError(f"no such file or folder: {address}")
    named = [(one, _name_below(one, home)) for one in files]
    for one, name in named:
        parts = PurePosixPath(name).parts
        if not (parts[-1] in SIDE_FILES or any(part.startswith(_HIDDEN) for part in parts)):
            yield _Remote(system, one), _printable(name)


def _name_below(path: str, home: str) -> str:
    below, start = path.lstrip("/"), home.strip("/")
    return below[len(start) :].lstrip("/") if start not in {"", "."} and below.startswith(f"{start}/") else below


def _walk(root: Path) -> Iterator[Found]:
    """The files of a folder and its subfolders.

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
            if entry.name.startswith(_HIDDEN):
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
