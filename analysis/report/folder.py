"""The folder of a report: what may be written there, and what of an earlier report may be removed.

A report lists its files in its manifest (`MANIFEST`) before it writes them. Only what a
manifest lists is ever removed or written over, and only in a folder that was absent or empty
when the first report was written to it. So a report that was killed while it was written can
be made anew, and a user's own files stay as they are.
"""

import json
import os
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from analysis import errors

MANIFEST = "report.json"
_UNFINISHED = f"{MANIFEST}.part"


def check_free(out: Path) -> None:
    """Check that a report may be written to `out`: it is absent, empty, or the folder of an earlier report.

    Raises
    ------
    InputError
        If it is anything else.
    """
    if not out.exists():
        return
    if not out.is_dir() or (_entries(out) and not (out / MANIFEST).is_file()):
        raise errors.InputError(
            f"{out} exists and is not the folder of a report (it has no {MANIFEST}); name another folder"
        )
    _listed(out)


def check_apart(out: Path, source: Path) -> None:
    """Check that an output folder is not, does not hold and does not lie in what is read.

    Raises
    ------
    InputError
        If it does: what is written would be read as articles by the next run, or replace what was read.
    """
    written, read = out.resolve(), source.resolve()
    if written == read:
        how = "is the corpus"
    elif read.is_relative_to(written):
        how = "holds the corpus"
    elif written.is_relative_to(read):
        how = "lies in the corpus"
    else:
        return
    raise errors.InputError(f"the output folder {out} {how} {source}; name a folder elsewhere")


def claim(out: Path, files: Iterable[str]) -> None:
    """List in the manifest of `out` the files that a report is going to write, and make their folders.

    Parameters
    ----------
    out
        The folder of the report.
    files
        Paths below `out`, with slashes.

    Raises
    ------
    InputError
        If `out` is not free, or one of the files exists and is not an earlier report's.
    """
    check_free(out)
    listed = set(_listed(out))
    names = sorted(set(files))
    foreign = next((name for name in names if not _may_write(out, name, listed)), None)
    if foreign:
        raise errors.InputError(
            f"{out / foreign} is not a report's file, or lies in a linked folder; move it elsewhere"
        )
    _write_manifest(out, sorted(listed | set(names)))
    for folder in sorted({str(PurePosixPath(name).parent) for name in names}):
        (out / folder).mkdir(parents=True, exist_ok=True)


def clear(out: Path) -> None:
    """Remove the files that an earlier report wrote to `out` and the folders that this empties, and nothing else.

    Raises
    ------
    InputError
        If `out` is not free.
    """
    check_free(out)
    if not out.exists():
        return
    listed = _listed(out)
    for name in listed:
        file = out / name
        if _lies_below(out, name) and (file.is_symlink() or file.is_file()):
            file.unlink()
    for folder in {str(PurePosixPath(name).parent) for name in listed} - {"."}:
        if _lies_below(out, f"{folder}/any") and (out / folder).is_dir() and not any((out / folder).iterdir()):
            (out / folder).rmdir()
    _write_manifest(out, [])


def _may_write(out: Path, name: str, listed: set[str]) -> bool:
    if not _lies_below(out, name):
        return False
    return name in listed or not os.path.lexists(out / name)


def _entries(out: Path) -> list[str]:
    """What stands in the folder, apart from a manifest whose writing was cut short."""
    return [entry.name for entry in out.iterdir() if entry.name != _UNFINISHED]


def _listed(out: Path) -> list[str]:
    """The files that the manifest of a folder lists; none without a manifest."""
    file = out / MANIFEST
    if not file.is_file():
        return []
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        content = None
    names = content.get("files") if isinstance(content, dict) else None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise errors.InputError(f"{file} is not a report's list of files; name another folder")
    return names


def _lies_below(out: Path, name: str) -> bool:
    """Whether a listed file lies in the folder: no absolute path, no step upwards, no linked folder on the way."""
    path = PurePosixPath(name)
    inside = not path.is_absolute() and ".." not in path.parts and bool(path.parts)
    return inside and (out / path).parent.resolve() == out.resolve() / path.parent


def _write_manifest(out: Path, names: list[str]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"files": names}, indent=0, ensure_ascii=False)
    (out / _UNFINISHED).write_text(text + "\n", encoding="utf-8")
    (out / _UNFINISHED).replace(out / MANIFEST)
