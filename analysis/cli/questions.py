"""Commands that ask something of what was made: how accurate, how an event came about, what a notebook shows."""

import json
from pathlib import Path
from typing import Annotated

import typer

from analysis import errors
from analysis.cli import options
from analysis.cli.application import app, examples


@app.command(
    name="validate",
    short_help="Measure the coder against a gold file.",
    epilog=examples("validate gold.jsonl --format entente --json"),
)
def check_gold(
    gold: Annotated[Path, typer.Argument(help="A gold file, or a folder for timex.")],
    form: Annotated[
        str,
        typer.Option("--format", metavar="FORMAT", help="entente, plv, coped, triples, annotators, actors or timex."),
    ] = "entente",
    as_json: options.AsJson = False,
) -> None:
    """Measure the coder against a gold file, by the field's measures, with bootstrap intervals."""
    from analysis.validation import evaluate

    result = evaluate(gold, form)
    if as_json:
        typer.echo(json.dumps(result.to_dict(), indent=2, sort_keys=True))
    else:
        typer.echo(result.measures.to_string(index=False, float_format=lambda x: f"{x:.3f}"))


@app.command(
    name="export-corrections",
    short_help="Write your corrections as a gold file.",
    epilog=examples("export-corrections my-articles/ --out my-gold.jsonl", "validate my-gold.jsonl"),
)
def export_corrections(
    path: options.Articles,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Gold file to write (JSON lines).")],
    aliases: options.Aliases = None,
    corrections: options.Corrections = None,
    workers: options.Workers = 2,
    quiet: options.Quiet = False,
) -> None:
    """Write what you corrected and confirmed as a gold file, which `entente validate` reads."""
    from analysis.coding import loading
    from analysis.validation import check_gold_free, write_corrected_gold

    if out.is_dir():
        raise errors.InputError(f"{out} is a folder; name a file, such as my-gold.jsonl")
    check_gold_free(out)
    options.check_writable(out.parent)
    if not loading.find_corrections(path, aliases, corrections) and not loading.holds_corrections(path):
        raise errors.InputError(f"{path} has no corrections: neither a corrections.csv nor --corrections")
    with options.progress_bar("coding", None, quiet=quiet) as bar:
        coded = loading.load(path, aliases=aliases, corrections=corrections, workers=workers, progress=bar.update)
    rows = write_corrected_gold(coded, out)
    if not quiet:
        n_events = sum(len(row["events"]) for row in rows)
        typer.echo(f"{options.counted(len(rows), 'sentence')} with {options.counted(n_events, 'event')}; {out}")
        typer.echo(f"measure the coder against them: entente validate {out}")


@app.command(
    name="explain",
    short_help="Show how one event was coded.",
    epilog=examples("explain 1f3a09c2d4e5b677 --frames my-report/"),
)
def explain_event(
    event_id: Annotated[str, typer.Argument(help="An event_id.")],
    coded: Annotated[
        Path, typer.Option("--frames", metavar="FOLDER", help="A report, or the folder that `entente code` wrote.")
    ],
) -> None:
    """Print how an event came about: sentence, spans, path, rule or score, date, actors."""
    from analysis.events import read_frames
    from analysis.tables import explain

    typer.echo(str(explain(event_id, read_frames(coded))))


@app.command(
    short_help="Run one notebook.",
    epilog=examples("run 03-relationships out.ipynb -p corpus=my-articles/ -p actors=RUS,PRK"),
)
def run(
    notebook: Annotated[
        Path, typer.Argument(help="A notebook with a cell of parameters, or one that ships, as 03-relationships.")
    ],
    output: Annotated[Path, typer.Argument(help="Where the run notebook goes.")],
    parameter: Annotated[
        list[str] | None,
        typer.Option("-p", "--parameter", metavar="NAME=VALUE", help="A parameter; may be given several times."),
    ] = None,
) -> None:
    """Run one notebook by papermill, with parameters that are checked before it starts."""
    from analysis.report import runner

    pairs = [item.partition("=") for item in parameter or []]
    wrong = [name for name, mark, _ in pairs if not mark]
    if wrong:
        raise errors.InputError(f"parameter {wrong[0]!r} is not NAME=VALUE")
    notebook = runner.find_notebook(notebook)
    if output.is_dir():
        raise errors.InputError(f"{output} is a folder; name the file of the run notebook, such as out.ipynb")
    options.check_writable(output.parent)
    runner.check_kernel()
    given = {name: value for name, _, value in pairs}
    runner.run_notebook(notebook, output, runner.parse_parameters(notebook, given))
