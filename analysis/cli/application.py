"""The program `entente`, and what it says when something is wrong: one line, and an exit code that is documented.

Rooms are imported by the commands that need them, so that `--help` is there at once.
"""

import sys
from typing import Annotated

import typer

from analysis import errors
from analysis._package import VERSION

DONE, FAILED, MISTAKE, INTERRUPTED = 0, 1, 2, 130
_EXIT_CODES = (
    "Exit codes: 0 done; 1 a part failed, such as a notebook of a report; 2 a mistake in what was asked, or a file "
    "that cannot be read or written; 130 interrupted."
)

app = typer.Typer(
    pretty_exceptions_enable=False, rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]}
)


def examples(*lines: str) -> str:
    """What stands below the help of a command: lines that can be typed as they are."""
    return "\n".join(["\b", "Examples:", *(f"  entente {line}" for line in lines)])


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(VERSION)
        raise typer.Exit


@app.callback(epilog=f"{examples('report my-articles/ --out my-report/', 'COMMAND --help')}\n\n{_EXIT_CODES}")
def program(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Relationships and tension between states, read from news articles, with the sentences behind every number."""


@app.command(name="version", hidden=True)
def print_version() -> None:
    """Print the version."""
    typer.echo(VERSION)


def main() -> None:
    """Run the command; a mistake in what was asked, or a file that cannot be written, is one line and exit code 2."""
    sys.exit(_run(sys.argv[1:] or ["--help"]))


def _run(words: list[str]) -> int:
    """The exit code of the command."""
    try:
        code = app(words, prog_name="entente", standalone_mode=False)
    except errors.EntenteError as error:
        return _say(str(error))
    except typer.TyperException as error:
        return _say(f"{error.format_message().rstrip('.')} (see `{_with_help(words)}`)")
    except typer.Abort:
        return INTERRUPTED
    except OSError as error:  # a full disk, a folder that cannot be written
        where = f"{error.filename}: " if error.filename else ""
        return _say(f"{where}{error.strerror or error}")
    if code == INTERRUPTED:
        typer.echo("entente: interrupted", err=True)
    return code if isinstance(code, int) else DONE


def _say(message: str) -> int:
    """Print a mistake as one line; return its exit code."""
    typer.echo(f"entente: {' '.join(message.split())}", err=True)
    return MISTAKE


def _with_help(words: list[str]) -> str:
    known = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    return f"entente {words[0]} --help" if words and words[0] in known else "entente --help"
