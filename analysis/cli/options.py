"""Options that several commands share, and what is checked before a command does anything."""

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, Self

import typer

from analysis import errors

if TYPE_CHECKING:
    import pandas as pd
    from tqdm import tqdm

    from analysis.events import CodedCorpus

Articles = Annotated[
    str,
    typer.Argument(
        metavar="PATH",
        help="A folder (read recursively) or a file of articles, a pattern in quotes as 'news/*.jsonl.gz', an address "
        "as s3://bucket/news/, or seed or chronicle, which ship.",
    ),
]
Out = Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Folder to write to; made if it is absent.")]
Workers = Annotated[int, typer.Option("--workers", min=1, metavar="N", help="Processes that code and run notebooks.")]
Aliases = Annotated[
    Path | None,
    typer.Option("--aliases", metavar="FILE", help="CSV of your own names; default: the corpus's aliases.csv."),
]
Corrections = Annotated[
    Path | None,
    typer.Option(
        "--corrections", metavar="FILE", help="CSV of your corrections; default: the corpus's corrections.csv."
    ),
]
Columns = Annotated[
    str,
    typer.Option(
        "--columns",
        metavar="FIELD=COLUMN",
        help="Where names of columns are unusual: date=publish_date,text=body (title, source).",
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but mistakes.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


def check_writable(out: Path) -> None:
    """Check that a folder can be made, or written to if it is there.

    Raises
    ------
    InputError
        If it lies in a file, or the user may not write there.
    """
    place = out.resolve()
    while not os.path.lexists(place):
        place = place.parent
    if not place.is_dir():
        raise errors.InputError(f"{out} cannot be made: {place} is not a folder; name another")
    if not os.access(place, os.W_OK | os.X_OK):
        raise errors.InputError(f"{out} cannot be written: {place} is not yours to write to; name another folder")


def check_apart(out: Path, source: Path | str) -> None:
    """Check that an output folder is not among what is read, nor holds it.

    Raises
    ------
    InputError
        If it is: what is written would be read as articles by the next run, or replace what was read.
    """
    from analysis import corpus
    from analysis.report import folder

    if isinstance(source, Path):
        folder.check_apart(out, source)
    elif not corpus.is_address(source) and corpus.may_find_in(source, out):
        raise errors.InputError(
            f"{source} may be the name of files in the output folder {out}; name a folder elsewhere"
        )


def progress_bar(what: str, total: int | None, *, quiet: bool) -> "tqdm[Any]":
    """A progress bar on stderr, if that is a terminal."""
    from tqdm import tqdm

    return tqdm(total=total, desc=what, file=sys.stderr, leave=False, disable=True if quiet else None)


def counted(n: int, what: str) -> str:
    """A number and what it counts: 1 article, 2 articles."""
    return f"{n:,} {what}{'' if n == 1 else 's'}"


def print_result(counts: "Counts", *, quiet: bool, as_json: bool, **further: object) -> None:
    """Print what was read and found, as lines or as JSON."""
    reasons = counts.rejects["reason"].str.split(":").str[0].value_counts()
    if as_json:
        numbers = {
            "articles": counts.articles, "sentences": counts.sentences, "events": counts.events,
            "evidence": counts.evidence, "rejected": {str(reason): int(n) for reason, n in reasons.items()},
            "corrections": counts.corrections,
        }  # fmt: skip
        typer.echo(json.dumps({**numbers, **further}, indent=2, sort_keys=True, default=str))
    elif not quiet:
        found = (
            f"{counted(counts.articles, 'article')} read, {len(counts.rejects):,} rejected; "
            f"{counted(counts.sentences, 'sentence')}; "
            f"{counted(counts.events, 'event')} with {counted(counts.evidence, 'piece')} of evidence"
        )
        lines = [
            found,
            *(f"  rejected, {reason}: {count}" for reason, count in reasons.items()),
            *([f"corrections: {counts.said}"] if counts.said else []),
        ]
        typer.echo("\n".join(lines))


class Counts(NamedTuple):
    """What `print_result` says: rows of the frames, the rejects, corrections by status and in words."""

    articles: int
    sentences: int
    events: int
    evidence: int
    rejects: "pd.DataFrame"
    corrections: Mapping[str, int]
    said: str

    @classmethod
    def of(cls, coded: "CodedCorpus") -> Self:
        """The counts of a corpus in memory."""
        by_status = {str(status): int(n) for status, n in coded.corrections["status"].value_counts().items()}
        return cls(
            len(coded.documents), len(coded.sentences), len(coded.events), len(coded.evidence), coded.rejects,
            by_status, coded.correction_counts(),
        )  # fmt: skip
