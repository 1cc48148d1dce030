"""Commands that make something of articles: frames, a report, an index over reports."""

from pathlib import Path
from typing import Annotated

import typer

from analysis import errors
from analysis.cli import options
from analysis.cli.application import FAILED, app, examples


@app.command(
    short_help="Code articles into Parquet frames.",
    epilog=examples(
        "code my-articles/ --out coded/",
        "code stories.csv --out coded/ --columns date=Tag,text=Inhalt",
        "code my-articles/ --out coded/ --aliases names.csv",
        "code 'news/2024-*.jsonl.gz' --out coded/",
        "code my-articles/ --out coded/ --scheduler tcp://10.0.0.5:8786",
    ),
)
def code(  # noqa: PLR0913, PLR0917 - a command's options
    path: options.Articles,
    out: options.Out,
    workers: options.Workers = 2,
    aliases: options.Aliases = None,
    corrections: options.Corrections = None,
    columns: options.Columns = "",
    scheduler: Annotated[
        str | None,
        typer.Option("--scheduler", metavar="ADDRESS", help="Code on the workers of this Dask scheduler instead."),
    ] = None,
    quiet: options.Quiet = False,
    as_json: options.AsJson = False,
) -> None:
    """Code a corpus: write one Parquet file a frame, and run.json."""
    from analysis import scale
    from analysis.actors.tables import Aliases
    from analysis.coding import loading
    from analysis.events import read_frames, write_frames
    from analysis.events.coded import check_free
    from analysis.store import DocumentStore

    source = loading.locate(path)
    loading.alias_actors(source, aliases)
    decided = loading.find_corrections(source, aliases, corrections)
    options.check_apart(out, source)
    check_free(out)
    options.check_writable(out)
    names = loading.find_aliases([source], aliases)
    with options.progress_bar("coding", None, quiet=quiet) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done)

        written = scale.code_to_folder(
            source, out, columns=columns, aliases=None if names is None else Aliases.read(names),
            store=DocumentStore.of_user(), workers=workers, scheduler=scheduler, note=loading.note_of([source]),
            progress=show,
        )  # fmt: skip
    if decided:  # corrections are laid over frames in memory
        coded = loading.with_corrections(read_frames(out), decided)
        write_frames(coded, out)
        counts = options.Counts.of(coded)
    else:
        rows = written.rows
        counts = options.Counts(
            rows["documents"], rows["sentences"], rows["events"], rows["evidence"], written.rejects, {}, ""
        )
    options.print_result(counts, quiet=quiet, as_json=as_json, out=out)


@app.command(
    name="report",
    short_help="Write an offline report on your articles.",
    epilog=examples(
        "report my-articles/ --out my-report/",
        'report my-articles/ --out my-report/ --actors "Russia,PRK" --period 2023 --freq M',
        "report my-articles/ --out my-report/ --pdf",
        "report my-articles/ --out my-report/ --pair RUS,PRK --pair Japan,China",
        "report my-articles/ --out my-report/ --domestic Egypt --pair police,protesters",
    ),
)
def make_report(  # noqa: PLR0913, PLR0917 - a command's options
    path: options.Articles,
    out: options.Out,
    name: Annotated[
        str, typer.Option("--name", metavar="TITLE", help="Title of the report; default: the corpus's name.")
    ] = "",
    actors: Annotated[
        str, typer.Option("--actors", metavar="NAMES", help="Ids or names, as RUS,PRK,China; default: the busiest.")
    ] = "",
    period: Annotated[
        str, typer.Option("--period", metavar="PERIOD", help="2023, 2023-06 or FIRST/LAST, by publication.")
    ] = "",
    freq: Annotated[
        str, typer.Option("--freq", metavar="LENGTH", help="W, M, Q or Y; default: by the length of the corpus.")
    ] = "",
    pair: Annotated[
        list[str] | None,
        typer.Option("--pair", metavar="A,B", help="A pair that gets a page, as RUS,PRK; may be given several times."),
    ] = None,
    domestic: Annotated[
        str, typer.Option("--domestic", help="Only acts inside this state, as EGY or Egypt; its roles are the actors.")
    ] = "",
    workers: options.Workers = 2,
    aliases: options.Aliases = None,
    corrections: options.Corrections = None,
    columns: options.Columns = "",
    shelf: Annotated[bool, typer.Option("--shelf", help="Also write the index over the reports beside it.")] = False,
    pdf: Annotated[
        bool, typer.Option("--pdf", help="Also print brief, pairs, map and notebooks as one PDF (by Chromium).")
    ] = False,
    quiet: options.Quiet = False,
    as_json: options.AsJson = False,
) -> None:
    """Code a corpus, run the notebooks, and write an offline report with its index.html."""
    from analysis.coding import loading
    from analysis.events import Scope
    from analysis.events.home_front import SECTORS, home_front
    from analysis.report import folder, making, pages, runner
    from analysis.report import pdf as printing

    source = loading.locate(path)
    known = loading.alias_actors(source, aliases)
    loading.find_corrections(source, aliases, corrections)
    state = Scope.parse(focus=domestic, known=known).focus
    named = [*known, *SECTORS] if domestic else known
    scope = Scope.parse(actors=actors, period=period, freq=freq, pairs=_two_each(pair or []), known=named)
    options.check_apart(out, source)
    folder.check_free(out)
    options.check_writable(out)
    runner.check_kernel()
    if pdf:
        printing.find_program()
    if shelf:
        pages.check_index_free(out.resolve().parent)
    with options.progress_bar("coding", None, quiet=quiet) as bar:
        coded = loading.load(
            path,
            scope=Scope(period=scope.period),
            aliases=aliases,
            corrections=corrections,
            columns=columns,
            workers=workers,
            progress=bar.update,
        )
    if state:
        coded = home_front(coded, state)
    folder.clear(out)
    # The frames are cut to the period already, so the notebooks need not cut them again.
    parameters = {"actors": ",".join(scope.actors), "freq": scope.freq}
    with options.progress_bar("pages", len(runner.applicable_notebooks(coded)) + 2, quiet=quiet) as bar:
        results = making.make(
            coded,
            out,
            name=name or loading.title_of(source),
            parameters={key: value for key, value in parameters.items() if value},
            pairs=scope.pairs,
            workers=workers,
            linked=shelf,
            progress=lambda _: bar.update(),
        )
    if shelf:
        pages.write_report_index(out.resolve().parent)
    if pdf:
        folder.claim(out, [printing.FILE])
        printing.write_pdf(out, making.printed(coded, out, results, scope.pairs))
    failed = [result.error for result in results if result.error]
    options.print_result(options.Counts.of(coded), quiet=quiet, as_json=as_json, page=out / "index.html", failed=failed)
    for reason in failed:
        typer.echo(f"failed: {reason}", err=True)
    if not quiet and not as_json:
        typer.echo(f"open {out / 'index.html'}")
    if failed:
        raise typer.Exit(FAILED)


@app.command(
    name="export",
    short_help="Write tables and networks for other programs.",
    epilog=examples(
        "export my-report/ --out for-a-colleague/",
        "export my-articles/ --out tables/ --format csv,xlsx --actors Russia,PRK --period 2023",
        "export my-articles/ --out dyad/ --pair RUS,PRK",
    ),
)
def export_corpus(  # noqa: PLR0913, PLR0917 - a command's options
    path: Annotated[
        Path, typer.Argument(metavar="PATH", help="A report, a folder of frames, or a folder or file of articles.")
    ],
    out: options.Out,
    form: Annotated[
        str,
        typer.Option(
            "--format", metavar="FORMATS", help="Some of csv, xlsx, parquet, graphml, gexf, icews, gdelt; default: all."
        ),
    ] = "",
    actors: Annotated[
        str, typer.Option("--actors", metavar="NAMES", help="Only events with one of these, as RUS,PRK,China.")
    ] = "",
    period: Annotated[
        str, typer.Option("--period", metavar="PERIOD", help="2023, 2023-06 or FIRST/LAST, by publication.")
    ] = "",
    pair: Annotated[
        list[str] | None,
        typer.Option(
            "--pair", metavar="A,B", help="Only events between these two, as RUS,PRK; may be given several times."
        ),
    ] = None,
    workers: options.Workers = 2,
    aliases: options.Aliases = None,
    corrections: options.Corrections = None,
    columns: options.Columns = "",
    quiet: options.Quiet = False,
    as_json: options.AsJson = False,
) -> None:
    """Write events, reports, articles and relations as tables and networks for other programs, with a codebook."""
    import pandas as pd

    from analysis import export, schemas
    from analysis.coding import loading
    from analysis.events import Scope

    formats = export.parse_formats(form)
    known = loading.alias_actors(path, aliases)
    loading.find_corrections(path, aliases, corrections)
    scope = Scope.parse(actors=actors, period=period, pairs=_two_each(pair or []), known=known)
    export.check_free(out)
    options.check_writable(out)
    with options.progress_bar("coding", None, quiet=quiet) as bar:
        coded = loading.load(
            path,
            scope=scope,
            aliases=aliases,
            corrections=corrections,
            columns=columns,
            workers=workers,
            progress=bar.update,
        )
    files = export.export(coded.cut_to_pairs(scope.pairs) if scope.pairs else coded, out, formats=formats)
    if as_json:
        typer.echo(files.to_json(orient="records", indent=2))
    elif not quiet:
        for one in schemas.records(files):
            rows = "" if pd.isna(one["rows"]) else f"{one['rows']:,}"
            typer.echo(f"{one['file']:<28}{rows:>8}{'  left out: ' if one['left_out'] else ''}{one['left_out']}")
        typer.echo(f"see {out / 'README.txt'}")


def _two_each(asked: list[str]) -> list[list[str]]:
    """The two actors of each pair asked for."""
    two = [[side.strip() for side in one.split(",")] for one in asked]
    wrong = next((one for one, sides in zip(asked, two, strict=True) if len(sides) != 2 or not all(sides)), None)
    if wrong is not None:
        raise errors.InputError(f"--pair {wrong!r} does not name two actors; write it as --pair RUS,PRK")
    return two


@app.command(short_help="Write one page over several reports.", epilog=examples("index my-reports/"))
def index(
    place: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder that holds folders of reports.")],
    quiet: options.Quiet = False,
) -> None:
    """Write one index.html over the reports in a folder."""
    from analysis.report import pages

    pages.write_report_index(place)
    if not quiet:
        typer.echo(f"open {place / 'index.html'}")
