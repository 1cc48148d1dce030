"""Loading: a corpus by name or path, whose documents are coded once.

`seed` and `chronicle` name the corpora that ship with the package. A folder of
frames that `entente code` wrote is read as it is. Any other folder or file is
coded; each coded document is kept in the user's store (`analysis.store`), so
that the next call codes only what is new.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TypeGuard

import pandas as pd

from analysis import _package, corpus, errors
from analysis.actors.tables import Aliases
from analysis.coding import pipeline
from analysis.events import CodedCorpus, Scope, frames_folder, merge, read_frames
from analysis.events.corrections_file import NAME as CORRECTIONS
from analysis.events.corrections_file import Correction, read_corrections
from analysis.store import DocumentStore

SHIPPED = {"seed": _package.SEEDS, "chronicle": _package.CHRONICLE}
_ALIASES = "aliases.csv"
_NOTE = "NOTE.txt"
_NOTE_BYTES = 4096
_LOG = logging.getLogger(__name__)

Source = corpus.Source
"""A corpus that ships by its name, a folder or file of articles, a pattern of files or an address (`docs/articles.md`),
a table of articles, a folder of frames, a report."""
Located = Path | str | pd.DataFrame
"""A source whose name was looked up: a file or folder, a pattern or an address as text, or a table."""


def load(
    source: Source | Sequence[Source],
    *,
    scope: Scope | None = None,
    aliases: str | Path | None = None,
    corrections: str | Path | None = None,
    columns: str | Mapping[str, str] | None = None,
    workers: int = 1,
    progress: Callable[[int], object] = lambda _: None,
) -> CodedCorpus:
    """Return the coded corpus, cut to `scope` where one is given.

    Parameters
    ----------
    source
        `seed`, `chronicle`, a folder or file of articles, a data frame of articles,
        a folder of frames, a report, or a list of these: articles are coded together,
        frames are joined to them, and what stands in several is counted once.
    scope
        Period and actors to which the corpus is cut (see `CodedCorpus.within`).
    aliases
        A table of the user's own names (see `data/actors/README.md`); without
        it the corpus's own `aliases.csv` is used if there is one.
    corrections
        A table of the user's corrections (`docs/corrections.md`); without it the
        `corrections.csv` in each source is used. They are laid over the coded corpus:
        they never need coding anew, and are not in the cache.
    columns
        Which column of a table holds the date, the text, the title, the source (see `analysis.corpus.read`).
    workers
        Number of processes that code; the result does not depend on it.
    progress
        Called after each chunk with the number of its documents.

    Raises
    ------
    InputError
        If the corpus cannot be read, or nothing of it lies in the scope.
    """
    given = corpus.Columns.parse(columns)  # a mistake in it is told before anything is read
    paths = _source_list(source)
    decided = find_corrections(source, aliases, corrections)
    folders = [_frames_folder(one) for one in paths]
    parts = [read_frames(folder) for folder in folders if folder is not None]
    articles = [one for one, folder in zip(paths, folders, strict=True) if folder is None]
    own = find_aliases(articles, aliases)
    if articles:
        parts.append(with_note(_coded(articles, own, given, workers, progress), articles))
    coded = with_corrections(merge(parts), decided)
    coded = replace(coded, home=_home(source, corrections))
    return coded.within(scope) if scope else coded


def _source_list(source: Source | Sequence[Source]) -> list[Located]:
    """The sources one by one, names as paths."""
    sources = [source] if isinstance(source, str | Path | pd.DataFrame) else list(source)
    return [one if isinstance(one, pd.DataFrame) else locate(one) for one in sources]


def locate(source: str | Path) -> Path | str:
    """The path that a source names, or that of the shipped corpus of this name; patterns and addresses as they are.

    Raises
    ------
    InputError
        If the name is empty, or there is no such file or folder.
    """
    if not str(source).strip():
        raise errors.InputError("no corpus is named: the name is empty")
    path = SHIPPED.get(str(source)) or corpus.locate(source)
    if isinstance(path, Path) and not path.exists():
        raise errors.InputError(f"no such file or folder: {source}; corpora that ship are {', '.join(SHIPPED)}")
    return path


def title_of(source: Path | str) -> str:
    """The name of a corpus where the user gives none: that of its file, or of the last folder that it names."""
    if isinstance(source, Path):
        return source.resolve().stem
    place = PurePosixPath(source.partition("://")[2]) if corpus.is_address(source) else corpus.fixed_folder(source)
    return next((part for part in reversed(place.parts) if not set("*?[/") & set(part)), "articles")


def _frames_folder(source: Located) -> Path | None:
    """The folder of frames that a source is, or that a report keeps; None for articles."""
    return frames_folder(source) if isinstance(source, Path) else None


def with_note(coded: CodedCorpus, articles: Sequence[Located]) -> CodedCorpus:
    """The corpus with the note of its articles in the record of the run, to be shown on every page."""
    note = note_of(articles)
    return replace(coded, run={**coded.run, "note": note}) if note else coded


def note_of(articles: Sequence[Located]) -> str:
    """The first lines of the files `NOTE.txt` of some sources; empty where there are none."""
    places = [corpus.fixed_folder(one) if _is_pattern(one) else one for one in articles]
    files = [one / _NOTE for one in places if isinstance(one, Path)]
    return " ".join(filter(None, (_first_line(file) for file in files if _lies_in(file.parent, file))))


def _is_pattern(source: Located) -> TypeGuard[str]:
    return isinstance(source, str) and not corpus.is_address(source)


def _lies_in(folder: Path, file: Path) -> bool:
    """Whether a file that accompanies a corpus is there, and no link to somewhere else."""
    return file.is_file() and file.resolve().is_relative_to(folder.resolve())


def _first_line(file: Path) -> str:
    """The first line of a note in UTF-8 or, if it is not that, in Latin-1; nothing if it cannot be read."""
    try:
        with file.open("rb") as opened:
            data = opened.read(_NOTE_BYTES)
    except OSError as error:
        _LOG.warning("%s: %s", file, error)
        return ""
    line = data.strip().partition(b"\n")[0].strip()
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def find_aliases(articles: Sequence[Located], aliases: str | Path | None) -> Path | None:
    """The table of aliases for a corpus: the one given, else the corpus's own, else none.

    Raises
    ------
    InputError
        If the one given is not a file, or none is given and several folders have one of their own.
    """
    if aliases:
        if not Path(aliases).is_file():
            raise errors.InputError(f"no such file of aliases: {aliases}")
        return Path(aliases)
    folders = _folders_of(articles)
    own = [folder / _ALIASES for folder in folders if _lies_in(folder, folder / _ALIASES)]
    if len(set(own)) > 1:
        raise errors.InputError(f"several folders have an {_ALIASES}: {', '.join(map(str, own))}; name the one to use")
    return own[0] if own else None


def find_corrections(
    source: Source | Sequence[Source],
    aliases: str | Path | None = None,
    corrections: str | Path | None = None,
) -> list[Correction]:
    """The corrections for a corpus: those of the file given, else those kept with each source, in their order.

    Raises
    ------
    InputError
        If the file given is none, or a row cannot be used; the message names file, line and column.
    """
    if corrections:
        if not Path(corrections).is_file():
            raise errors.InputError(f"no such file of corrections: {corrections}")
        files = [Path(corrections)]
    else:
        folders = _folders_of(_source_list(source))
        files = [folder / CORRECTIONS for folder in folders if _lies_in(folder, folder / CORRECTIONS)]
    known = alias_actors(source, aliases)
    return [row for file in dict.fromkeys(files) for row in read_corrections(file, known=known)]


def holds_corrections(source: str | Path) -> bool:
    """Whether a source is a coded corpus with corrections in it."""
    folder = _frames_folder(locate(source))
    return folder is not None and len(read_frames(folder).corrections) > 0


def _folders_of(sources: Sequence[Located]) -> list[Path]:
    """The folders in which what accompanies a source stands: none for a table or an address."""
    return [folder for folder in map(_folder_of, sources) if folder is not None]


def _folder_of(source: Located) -> Path | None:
    if _is_pattern(source):
        return corpus.fixed_folder(source)
    if not isinstance(source, Path):
        return None
    return source if source.is_dir() else source.parent


def _home(source: Source | Sequence[Source], corrections: str | Path | None) -> Path | None:
    """Where the corrections of a corpus are kept: the file given, else that of its one source, unless it ships."""
    if corrections:
        return Path(corrections)
    sources = _source_list(source)
    if len(sources) != 1 or (isinstance(sources[0], Path) and sources[0] in SHIPPED.values()):
        return None
    folder = _folder_of(sources[0])
    return None if folder is None else folder / CORRECTIONS


def with_corrections(coded: CodedCorpus, rows: Sequence[Correction]) -> CodedCorpus:
    """The corpus with corrections laid over it; those that do not hold are told by a warning."""
    corrected = coded.corrected(rows)
    told = set(coded.corrections[["file", "line"]].itertuples(index=False, name=None))
    for row in corrected.corrections.itertuples():
        if row.status in {"gone", "overruled"} and (row.file, row.line) not in told:
            _LOG.warning("%s, line %d is not applied: %s", row.file, row.line, row.note)
    return corrected


def alias_actors(source: Source | Sequence[Source], aliases: str | Path | None = None) -> frozenset[str]:
    """The ids of the actors that the table of aliases of a corpus adds."""
    file = find_aliases(_source_list(source), aliases)
    names = () if file is None else Aliases.read(file).names()
    return frozenset(name.actor for name in names if name.actor)


def _coded(
    articles: Sequence[Located],
    aliases: Path | None,
    columns: corpus.Columns,
    workers: int,
    progress: Callable[[int], object],
) -> CodedCorpus:
    """The frames of a corpus; documents that were coded before are taken from the user's store."""
    own = None if aliases is None else Aliases.read(aliases)
    read = corpus.read(articles, columns=columns)
    return pipeline.code_corpus(read, workers=workers, aliases=own, store=DocumentStore.of_user(), progress=progress)
