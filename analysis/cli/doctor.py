"""`entente doctor`: whether everything that the package needs is there, and what to do where it is not."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import typer

from analysis import _package, errors
from analysis.cli import options
from analysis.cli.application import FAILED, app, examples

_OLDEST, _BEYOND = (3, 11), (3, 14)
_CORES = 2
_MEMORY_GB = 3  # two workers keep below 1.5 GB, and the notebooks run beside them
_OTHER_SCRIPTS = {"Chinese, Japanese, Korean": "東", "Arabic": "ع", "Devanagari": "ह"}
_MARKS = {"ok": "ok     ", "note": "note   ", "missing": "MISSING"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: `state` is ok, note (all works without it) or missing (needed)."""

    state: Literal["ok", "note", "missing"]
    what: str
    cure: str = ""


@app.command(short_help="Check that all that is needed is there.", epilog=examples("doctor", "doctor --json"))
def doctor(as_json: options.AsJson = False) -> None:
    """Check that all that is needed is there: Python, packages, parser, kernel; exit code 1 if something is missing."""
    findings = [finding for check in CHECKS for finding in _guarded(check)]
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in findings], indent=2))
    else:
        for one in findings:
            typer.echo(f"{_MARKS[one.state]}  {one.what}{': ' if one.cure else ''}{one.cure}")
    if any(one.state == "missing" for one in findings):
        raise typer.Exit(FAILED)


def _guarded(check: Callable[[], Iterator[Finding]]) -> list[Finding]:
    """What a check finds; one that fails has found something that is broken."""
    try:
        return list(check())
    except Exception as error:  # noqa: BLE001 - an installation may be broken in any way
        reason = " ".join(str(error).split())[:200]
        return [
            Finding("missing", f"{str(check.__doc__).rstrip('.')}: {type(error).__name__}: {reason}", "install anew")
        ]


def _python() -> Iterator[Finding]:
    """Python."""
    here = ".".join(map(str, sys.version_info[:3]))
    if _OLDEST <= sys.version_info[:2] < _BEYOND:
        yield Finding("ok", f"Python {here}")
    else:
        yield Finding("missing", f"Python {here}", "install Python 3.11, 3.12 or 3.13 and make the environment anew")


def _packages() -> Iterator[Finding]:
    """The packages."""
    from importlib import metadata

    from packaging.requirements import Requirement

    try:
        required = [Requirement(text) for text in metadata.requires("entente") or []]
    except metadata.PackageNotFoundError:
        yield Finding("note", f"entente is run from {_package.PACKAGE.parent}", "`pip install -e .` installs it")
        return
    wrong = []
    for one in required:
        if one.marker is not None and not one.marker.evaluate():
            continue
        try:
            found = metadata.version(one.name)
        except metadata.PackageNotFoundError:
            wrong.append(f"{one} is not installed")
            continue
        if not one.specifier.contains(found, prereleases=True):
            wrong.append(f"{one} is needed, {found} is installed")
    if wrong:
        yield Finding("missing", "; ".join(wrong), "install them with pip into this environment")
    else:
        yield Finding("ok", f"{len(required)} packages")


def _tables() -> Iterator[Finding]:
    """The tables and notebooks of the package."""
    absent = [place.name for place in (_package.DATA, _package.NOTEBOOKS) if not place.is_dir()]
    if absent:
        yield Finding("missing", f"no folder {', '.join(absent)} beside the package", "install entente anew")
    else:
        yield Finding("ok", "tables and notebooks of the package")


def _parser() -> Iterator[Finding]:
    """The parser (spaCy and its English model)."""
    from analysis.text import parsing

    yield Finding("ok", f"parser {parsing.model_name()}")


def _kernel() -> Iterator[Finding]:
    """The Jupyter kernel."""
    from analysis.report import runner

    try:
        runner.check_kernel()
    except errors.ReportError as error:
        yield Finding("missing", str(error))
    else:
        yield Finding("ok", f"Jupyter kernel {runner.KERNEL}")


def _chromium() -> Iterator[Finding]:
    """The browser that prints a report as PDF."""
    from analysis.report import pdf

    try:
        yield Finding("ok", f"browser for PDF {pdf.find_program()}")
    except errors.InputError as error:
        yield Finding("note", str(error))


def _fonts() -> Iterator[Finding]:
    """Fonts of figures."""
    from matplotlib import font_manager, ft2font

    names = {entry.name for entry in font_manager.fontManager.ttflist}
    known = [ft2font.FT2Font(entry.fname) for entry in font_manager.fontManager.ttflist if Path(entry.fname).is_file()]
    lacking = [
        script
        for script, letter in _OTHER_SCRIPTS.items()
        if not any(font.get_char_index(ord(letter)) for font in known)
    ]
    if lacking:
        yield Finding(
            "note",
            f"{len(names)} fonts, none for {'; '.join(lacking)}",
            "figures show such letters as boxes; Noto has them",
        )
    else:
        yield Finding("ok", f"{len(names)} fonts")


def _cache() -> Iterator[Finding]:
    """The cache of coded articles."""
    from analysis.store import cache_folder

    folder = cache_folder()
    try:
        options.check_writable(folder)
    except errors.InputError as error:
        yield Finding("note", f"cache: {error}", "set ENTENTE_CACHE; without a cache each run codes anew")
    else:
        yield Finding("ok", f"cache {folder}")


def _machine() -> Iterator[Finding]:
    """Cores and memory."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    enough: Literal["ok", "note"] = "ok" if cores >= _CORES else "note"
    yield Finding(enough, f"{cores} core{'s' * (cores != 1)}", "" if enough == "ok" else "give --workers 1")
    try:
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    except (AttributeError, OSError, ValueError):  # a system that does not say
        return
    enough = "ok" if memory >= _MEMORY_GB else "note"
    yield Finding(enough, f"{memory:.1f} GB of memory", "" if enough == "ok" else "give --workers 1")


CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _python, _packages, _tables, _parser, _kernel, _chromium, _fonts, _cache, _machine,
)  # fmt: skip
"""What is looked at, in this order."""
