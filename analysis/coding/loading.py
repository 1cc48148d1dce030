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

import pandas as pd

from analysis import __version__, _paths, corpus, errors
from analysis.actors.tables import Aliases
from analysis.coding import pipeline
from analysis.events import coded as store

NAMED = {"seed": _paths.SEEDS, "chronicle": _paths.CHRONICLE}
FREQUENCIES = ("W", "M", "Q", "Y")
_ALIASES = "aliases.csv"
_NOTE = "NOTE.txt"


def load(
    name_or_path: str | Path,
    *,
    period: str = "",
    aliases: str | Path | None = None,
    workers: int = 1,
    progress: Callable[[int], object] = lambda _: None,
) -> store.Coded:
    """Return the coded corpus, cut to `period` where one is given.

    Parameters
    ----------
    name_or_path
        `seed`, `chronicle`, a folder or file of articles, or a folder of frames.
    period
        Empty, or `FIRST/LAST` with ISO days, both included; documents published
        outside it are left out, with all that rests on them.
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
        If the corpus cannot be read, or the period is not two days or holds no document.
    """
    path = NAMED.get(str(name_or_path), Path(name_or_path))
    if store.is_coded(path):
        coded = store.read(path)
    else:
        coded = noted(_coded(path, own_aliases(path, aliases), workers, progress), path)
    return cut(coded, period) if period else coded


def noted(coded: store.Coded, path: Path) -> store.Coded:
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


def parse_period(period: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First and last day of `FIRST/LAST`; an InputError if it is not that."""
    first, slash, last = period.partition("/")
    try:
        days = pd.Timestamp(first), pd.Timestamp(last)
    except ValueError as error:
        raise errors.InputError(f"period {period!r} is not FIRST/LAST with ISO days: {error}") from error
    if not slash or pd.isna(days[0]) or pd.isna(days[1]) or days[0] > days[1]:
        raise errors.InputError(f"period {period!r} is not FIRST/LAST with ISO days, first before last")
    return days


def cut(coded: store.Coded, period: str) -> store.Coded:
    """The part of `coded` that rests on documents published in `period`; reports are counted anew."""
    first, last = parse_period(period)
    documents = coded.documents[coded.documents["published"].between(first, last)]
    if documents.empty:
        days = coded.documents["published"]
        span = f"{days.min().date()} to {days.max().date()}"
        raise errors.InputError(f"no article published in {period}; they run from {span}")
    ids = set(documents["doc_id"])
    sentences = coded.sentences[coded.sentences["doc_id"].isin(ids)]
    evidence = coded.evidence[coded.evidence["doc_id"].isin(ids)]
    reports = evidence.groupby("event_id")["doc_id"].nunique()
    events = coded.events[coded.events["event_id"].isin(reports.index)].copy()
    events["n_reports"] = events["event_id"].map(reports).astype("int64")
    return store.Coded(
        documents=documents.reset_index(drop=True),
        sentences=sentences.reset_index(drop=True),
        mentions=coded.mentions[coded.mentions["sentence_id"].isin(set(sentences["sentence_id"]))].reset_index(
            drop=True
        ),
        events=events.reset_index(drop=True),
        evidence=evidence.reset_index(drop=True),
        rejects=coded.rejects,
        run=coded.run,
    )


def _coded(path: Path, aliases: Path | None, workers: int, progress: Callable[[int], object]) -> store.Coded:
    read = corpus.read(path)
    own = None if aliases is None else Aliases.read(aliases)
    kept = cache_folder() / _key(read, own)
    if store.is_coded(kept):
        return store.read(kept)
    coded = pipeline.code(read, workers=workers, aliases=own, progress=progress)
    _keep(coded, kept)
    return coded


def _keep(coded: store.Coded, folder: Path) -> None:
    """Write beside the place and move, so that two notebooks at once never read half a folder."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as made:
        store.write(coded, Path(made) / "frames")
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


def choose_actors(coded: store.Coded, actors: str = "", *, most: int = 12) -> list[str]:
    """The actors asked for as `RUS,PRK,CHN`, or the `most` that take part in most acts, busiest first.

    Raises
    ------
    InputError
        If an actor asked for takes part in no event.
    """
    acts = coded.events[coded.events["quad"] > 0]
    sides = pd.concat([acts["source"], acts["target"]]).dropna()
    counts = sides.value_counts().rename_axis("actor").reset_index(name="n")
    counts = counts.sort_values(["n", "actor"], ascending=[False, True], kind="stable")
    if not actors.strip():
        return list(counts["actor"].head(most))
    asked = [actor.strip().upper() for actor in actors.split(",") if actor.strip()]
    absent = [actor for actor in asked if actor not in set(counts["actor"])]
    if absent:
        known = ", ".join(counts["actor"].head(20))
        raise errors.InputError(f"no act with {', '.join(absent)}; the busiest actors are {known}")
    return asked


def choose_freq(coded: store.Coded, freq: str = "") -> str:
    """The granularity asked for (W, M, Q, Y), or one that gives the corpus some 10 to 60 periods."""
    if freq:
        if freq not in FREQUENCIES:
            raise errors.InputError(f"freq {freq!r} is none of {', '.join(FREQUENCIES)}")
        return freq
    days = (coded.documents["published"].max() - coded.documents["published"].min()).days
    return "W" if days <= 200 else "M" if days <= 1500 else "Q" if days <= 5500 else "Y"
