"""The command `entente`: code a corpus, report on it, check a gold file, explain an event."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from tqdm import tqdm

from analysis import corpus, errors
from analysis._package import VERSION
from analysis.coding import loading, pipeline
from analysis.events.coded import CodedCorpus, check_free, read_frames, write_frames
from analysis.events.scope import Scope
from analysis.report import brief, folder, pages, runner
from analysis.tables import explain
from analysis.validation import evaluate

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)

Where = Annotated[Path, typer.Argument(help="A folder (read recursively) or a file of articles.")]
Out = Annotated[Path, typer.Option("--out", help="Folder to write to; made if it is absent.")]
Workers = Annotated[int, typer.Option("--workers", min=1, help="Processes that code and run notebooks.")]
Aliases = Annotated[
    Path | None, typer.Option("--aliases", help="CSV of your own names; default: the corpus's aliases.csv.")
]


@app.command()
def code(path: Where, out: Out, workers: Workers = 2, aliases: Aliases = None) -> None:
    """Code a corpus: write one Parquet file a frame, and run.json."""
    folder.check_apart(out, path)
    check_free(out)
    read = corpus.read(path)
    with _bar("coding", len(read.documents)) as bar:
        coded = pipeline.code_corpus(
            read, workers=workers, aliases=loading.find_aliases([path], aliases), progress=bar.update
        )
    coded = loading.with_note(coded, [path])
    write_frames(coded, out)
    typer.echo(_summary(coded))


@app.command(name="report")
def make_report(  # noqa: PLR0913, PLR0917 - a command's options
    path: Where,
    out: Out,
    name: Annotated[str, typer.Option("--name", help="Title of the report; default: the corpus's name.")] = "",
    actors: Annotated[str, typer.Option("--actors", help="Ids or names, as RUS,PRK,China; default: the busiest.")] = "",
    period: Annotated[str, typer.Option("--period", help="2023, 2023-06 or FIRST/LAST, by publication.")] = "",
    freq: Annotated[str, typer.Option("--freq", help="W, M, Q or Y; default: by the length of the corpus.")] = "",
    workers: Workers = 2,
    aliases: Aliases = None,
    shelf: Annotated[bool, typer.Option("--shelf", help="Also write the index over the reports beside it.")] = False,
) -> None:
    """Code a corpus, run the notebooks, and write an offline report with its index.html."""
    folder.check_apart(out, loading.SHIPPED.get(str(path), path))
    folder.check_free(out)
    if shelf:
        pages.check_index_free(out.resolve().parent)
    known = loading.alias_actors(path, aliases)
    scope = Scope.parse(actors=actors, period=period, freq=freq, known=known)
    with _bar("coding", None) as bar:
        coded = loading.load(
            path, scope=Scope(period=scope.period), aliases=aliases, workers=workers, progress=bar.update
        )
    folder.clear(out)
    # The frames are cut to the period already, so the notebooks need not cut them again.
    parameters = {"actors": ",".join(scope.actors), "freq": scope.freq}
    with _bar("pages", len(runner.applicable_notebooks(coded)) + 1) as bar:
        results = runner.run_all(
            coded,
            out,
            parameters={key: value for key, value in parameters.items() if value},
            workers=workers,
            progress=lambda _: bar.update(),
        )
    brief.write_summary(coded, out, name=name or path.resolve().stem, results=results, linked=shelf)
    if shelf:
        pages.write_report_index(out.resolve().parent)
    typer.echo(_summary(coded))
    failed = [result for result in results if result.error]
    for result in failed:
        typer.echo(f"failed: {result.error}", err=True)
    typer.echo(f"open {out / 'index.html'}")
    if failed:
        raise typer.Exit(1)


@app.command()
def index(
    place: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder that holds folders of reports.")],
) -> None:
    """Write one index.html over the reports in a folder."""
    pages.write_report_index(place)


@app.command(name="validate")
def check_gold(
    gold: Annotated[Path, typer.Argument(help="A gold file, or a folder for timex.")],
    form: Annotated[str, typer.Option("--format", help="entente, plv, coped, triples, annotators, actors or timex.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the measures as JSON.")] = False,
) -> None:
    """Measure the coder against a gold file, by the field's measures, with bootstrap intervals."""
    result = evaluate(gold, form)
    if as_json:
        typer.echo(json.dumps(result.to_dict(), indent=2, sort_keys=True))
    else:
        typer.echo(result.measures.to_string(index=False, float_format=lambda x: f"{x:.3f}"))


@app.command(name="explain")
def explain_event(
    event_id: Annotated[str, typer.Argument(help="An event_id.")],
    coded: Annotated[Path, typer.Option("--frames", help="Folder that `entente code` wrote.")],
) -> None:
    """Print how an event came about: sentence, spans, path, rule or score, date, actors."""
    typer.echo(str(explain(event_id, read_frames(coded))))


@app.command()
def run(
    notebook: Annotated[Path, typer.Argument(help="A notebook with a cell of parameters.")],
    output: Annotated[Path, typer.Argument(help="Where the run notebook goes.")],
    parameter: Annotated[list[str] | None, typer.Option("-p", "--parameter", help="NAME=VALUE; checked.")] = None,
) -> None:
    """Run one notebook by papermill, with parameters that are checked before it starts."""
    pairs = [item.partition("=") for item in parameter or []]
    wrong = [name for name, mark, _ in pairs if not mark]
    if wrong:
        raise errors.InputError(f"parameter {wrong[0]!r} is not NAME=VALUE")
    if not notebook.is_file():
        raise errors.InputError(f"no such notebook: {notebook}")
    given = {name: value for name, _, value in pairs}
    runner.run_notebook(notebook, output, runner.parse_parameters(notebook, given))


@app.command()
def version() -> None:
    """Print the version."""
    typer.echo(VERSION)


def _bar(what: str, total: int | None) -> "tqdm[Any]":
    """A progress bar on stderr, if that is a terminal."""
    return tqdm(total=total, desc=what, file=sys.stderr, leave=False, disable=None)


def _summary(coded: CodedCorpus) -> str:
    counts = (
        f"{len(coded.documents)} articles read, {len(coded.rejects)} rejected; {len(coded.sentences)} sentences; "
        f"{len(coded.events)} events with {len(coded.evidence)} pieces of evidence"
    )
    reasons = coded.rejects["reason"].str.split(":").str[0].value_counts()
    return "\n".join([counts, *(f"  rejected, {reason}: {count}" for reason, count in reasons.items())])


def main() -> None:
    """Run the command; a mistake in the input, or a file that cannot be written, is one line and exit code 2."""
    try:
        app()
    except errors.EntenteError as error:
        typer.echo(f"entente: {error}", err=True)
        sys.exit(2)
    except OSError as error:  # a full disk, a folder that cannot be written
        where = f"{error.filename}: " if error.filename else ""
        typer.echo(f"entente: {where}{error.strerror or error}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
