"""Options that several commands share, and what is checked before a command does anything."""

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from analysis import errors

if TYPE_CHECKING:
    from tqdm import tqdm

    from analysis.events import CodedCorpus

Articles = Annotated[
    Path,
    typer.Argument(
        metavar="PATH", help="A folder (read recursively) or a file of articles, or seed or chronicle, which ship."
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


def progress_bar(what: str, total: int | None, *, quiet: bool) -> "tqdm[Any]":
    """A progress bar on stderr, if that is a terminal."""
    from tqdm import tqdm

    return tqdm(total=total, desc=what, file=sys.stderr, leave=False, disable=True if quiet else None)


def counted(n: int, what: str) -> str:
    """A number and what it counts: 1 article, 2 articles."""
    return f"{n:,} {what}{'' if n == 1 else 's'}"


def print_result(coded: "CodedCorpus", *, quiet: bool, as_json: bool, **further: object) -> None:
    """Print what was read and found, as lines or as JSON."""
    if as_json:
        typer.echo(json.dumps({**_counts(coded), **further}, indent=2, sort_keys=True, default=str))
    elif not quiet:
        typer.echo(_lines(coded))


def _counts(coded: "CodedCorpus") -> Mapping[str, object]:
    reasons = coded.rejects["reason"].str.split(":").str[0].value_counts()
    return {
        "articles": len(coded.documents), "sentences": len(coded.sentences), "events": len(coded.events),
        "evidence": len(coded.evidence), "rejected": {str(reason): int(n) for reason, n in reasons.items()},
        "corrections": {str(status): int(n) for status, n in coded.corrections["status"].value_counts().items()},
    }  # fmt: skip


def _lines(coded: "CodedCorpus") -> str:
    counts = (
        f"{counted(len(coded.documents), 'article')} read, {len(coded.rejects):,} rejected; "
        f"{counted(len(coded.sentences), 'sentence')}; "
        f"{counted(len(coded.events), 'event')} with {counted(len(coded.evidence), 'piece')} of evidence"
    )
    reasons = coded.rejects["reason"].str.split(":").str[0].value_counts()
    lines = [counts, *(f"  rejected, {reason}: {count}" for reason, count in reasons.items())]
    return "\n".join(lines + [f"corrections: {said}" for said in [coded.correction_counts()] if said])
