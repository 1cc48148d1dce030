"""Commands on the store of coded documents: what it holds, and making room."""

from typing import Annotated

import typer

from analysis.cli import options
from analysis.cli.application import app, examples

store = typer.Typer(rich_markup_mode=None, no_args_is_help=True)
app.add_typer(
    store,
    name="store",
    help="What is kept of coded articles, so that none is coded twice.",
    short_help="Show or empty what is kept of coded articles.",
)


@store.command(epilog=examples("store info"))
def info() -> None:
    """Print where coded articles are kept, how many there are, and how much space they take."""
    from analysis.store import cache_folder, max_bytes, usage

    place = cache_folder()
    found = usage(place)
    articles, files = options.counted(found.documents, "coded article"), options.counted(found.files, "file")
    typer.echo(f"{place}\n{articles} in {files}")
    typer.echo(f"{_megabytes(found.bytes)} of at most {_megabytes(max_bytes())}, which ENTENTE_CACHE_GB changes")


@store.command(epilog=examples("store prune", "store prune --gb 0"))
def prune(
    size: Annotated[
        float | None,
        typer.Option("--gb", min=0, help="Gigabytes that stay, 0 for nothing; default: the most that is kept."),
    ] = None,
) -> None:
    """Remove the coded articles that were not used for longest, and what killed runs left behind."""
    from analysis import store as documents

    removed = documents.prune(
        documents.cache_folder(), documents.max_bytes() if size is None else int(size * documents.GB)
    )
    typer.echo(f"{options.counted(removed.documents, 'coded article')} removed, {_megabytes(removed.bytes)}")


def _megabytes(size: int) -> str:
    return f"{size / 10**6:,.1f} MB" if size >= 10**5 else f"{size / 10**3:,.1f} kB"
