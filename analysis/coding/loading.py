"""What a notebook opens: a corpus by name or path, coded once and kept.

`seed` and `chronicle` name the corpora that ship with the package. A folder of
frames that `entente code` wrote is read as it is. Any other folder or file is
coded, and the result is kept under a name made of the text, the tables and
the version, so that the next notebook need not code it again.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from analysis import __version__, _paths, corpus
from analysis.actors.tables import Aliases
from analysis.coding import pipeline
from analysis.events.coded import CodedCorpus, holds_frames, read_frames, write_frames
from analysis.events.scope import Scope

NAMED = {"seed": _paths.SEEDS, "chronicle": _paths.CHRONICLE}
_ALIASES = "aliases.csv"
_NOTE = "NOTE.txt"


def load(
    name_or_path: str | Path,
    *,
    scope: Scope | None = None,
    aliases: str | Path | None = None,
    workers: int = 1,
    progress: Callable[[int], object] = lambda _: None,
) -> CodedCorpus:
    """Return the coded corpus, cut to `scope` where one is given.

    Parameters
    ----------
    name_or_path
        `seed`, `chronicle`, a folder or file of articles, or a folder of frames.
    scope
        Period and actors that are asked for, as `CodedCorpus.within` cuts them.
    aliases
        A table of the user's own names (see `data/actors/README.md`); without
        it the corpus's own `aliases.csv` is used if there is one.
    workers
        Processes that code.
    progress
        Told the number of documents that are done.

    Raises
    ------
    InputError
        If the corpus cannot be read, or nothing of it lies in the scope.
    """
    path = NAMED.get(str(name_or_path), Path(name_or_path))
    if holds_frames(path):
        coded = read_frames(path)
    else:
        coded = noted(_coded(path, own_aliases(path, aliases), workers, progress), path)
    return coded.within(scope) if scope else coded


def noted(coded: CodedCorpus, path: Path) -> CodedCorpus:
    """`coded`, with the note for every page (the first line of the corpus's `NOTE.txt`) in the run's record."""
    file = path / _NOTE
    note = file.read_text(encoding="utf-8").strip().partition("\n")[0] if file.is_file() else ""
    return replace(coded, run={**coded.run, "note": note}) if note else coded


def own_aliases(path: Path, aliases: str | Path | None) -> Path | None:
    """The table of aliases that counts for a corpus: the one given, else the corpus's own, else none."""
    if aliases:
        return Path(aliases)
    own = (path if path.is_dir() else path.parent) / _ALIASES
    return own if own.is_file() else None


def _coded(path: Path, aliases: Path | None, workers: int, progress: Callable[[int], object]) -> CodedCorpus:
    read = corpus.read(path)
    own = None if aliases is None else Aliases.read(aliases)
    kept = cache_folder() / _key(read, own)
    if holds_frames(kept):
        return read_frames(kept)
    coded = pipeline.code(read, workers=workers, aliases=own, progress=progress)
    _keep(coded, kept)
    return coded


def _keep(coded: CodedCorpus, folder: Path) -> None:
    """Write beside the place and move, so that two notebooks at once never read half a folder."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as made:
        write_frames(coded, Path(made) / "frames")
        try:
            (Path(made) / "frames").rename(folder)
        except OSError:  # another process was first
            return


def cache_folder() -> Path:
    """Where coded corpora are kept: `ENTENTE_CACHE`, else `entente` in the user's cache folder."""
    given = os.environ.get("ENTENTE_CACHE")
    if given:
        return Path(given)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "entente"


def _key(read: corpus.Corpus, aliases: Aliases | None) -> str:
    digest = hashlib.blake2b(__version__.encode(), digest_size=12)
    for column in ("doc_id", "source"):
        digest.update("\x1f".join(read.documents[column].fillna("").tolist()).encode())
    digest.update(f"{len(read.rejects)}".encode())
    if aliases is not None:
        digest.update(aliases.content)
    for file in _sources():
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _sources() -> list[Path]:
    """The code and the tables that the coding rests on: when one changes, the kept result is not used."""
    tables = [file for name in ("ontology", "actors", "actions") for file in (_paths.DATA / name).rglob("*")]
    code = list(_paths.PACKAGE.rglob("*.py"))
    return sorted(file for file in tables + code if file.is_file() and "exemplars" not in file.parts)
