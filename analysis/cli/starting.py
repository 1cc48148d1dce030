"""`entente init`: a folder that is ready to be filled with articles."""

from pathlib import Path
from typing import Annotated

import typer

from analysis import errors
from analysis.cli import options
from analysis.cli.application import app, examples

_README = """This folder is a corpus for entente.

Put your articles here, in subfolders if you like. One article a file: copy article-form.txt, which is not read
itself, and fill it in. Or put tables here, one article a row, with the columns date, text, title and source: CSV,
JSON Lines or Parquet.

aliases.csv      names of your own. A row: alias (as it stands in the articles), actor (a three-letter state such as
                 FRA, or an id such as IGO:UN or ARM:HAMAS), role (sector codes such as GOV), person, from, to (days
                 between which the name has this meaning), path (the end of a file's name, to limit it to one
                 article). All but alias may be empty; an alias alone is a phrase to ignore.
corrections.csv  what you found wrong or right in the events. Best written by corpus.correct(...) in Python; by hand,
                 a row needs event (an event_id), field and value: reject, confirm, root, modality, day, source,
                 target, and others.
NOTE.txt         its first line stands on every page of a report: say where the articles are from.

Then:

    entente report THIS-FOLDER --out A-FOLDER-ELSEWHERE
"""
_FORM = """---
date: 2024-01-19
title: The headline
source: The newspaper or agency
---

The text of the article, in English. An empty line begins a new paragraph.
"""
_ALIASES = "alias,actor,role,person,from,to,path\n"


@app.command(
    name="init",
    short_help="Make a folder ready for your articles.",
    epilog=examples("init my-articles/", "report my-articles/ --out my-report/"),
)
def make_folder(
    place: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder; made if it is absent.")],
    quiet: options.Quiet = False,
) -> None:
    """Make a folder ready for your articles, with empty tables for your names and corrections; no file is replaced."""
    from analysis.events import corrections_file

    if place.exists() and not place.is_dir():
        raise errors.InputError(f"{place} is a file; name a folder")
    options.check_writable(place)
    place.mkdir(parents=True, exist_ok=True)
    files = {
        "README.txt": _README, "article-form.txt": _FORM, "aliases.csv": _ALIASES,
        corrections_file.NAME: ",".join(corrections_file.COLUMNS) + "\n", "NOTE.txt": "",
    }  # fmt: skip
    for name, text in files.items():
        kept = (place / name).exists()
        if not kept:
            (place / name).write_text(text, encoding="utf-8")
        if not quiet:
            typer.echo(f"{'kept' if kept else 'made'} {place / name}")
    if not quiet:
        typer.echo(f"put your articles into {place}, then: entente report {place} --out my-report/")
