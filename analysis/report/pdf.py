"""A report as one PDF: its pages printed by an installed Chromium and joined, with an outline and links among them."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urldefrag

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, PdfObject

from analysis import errors

FILE = "report.pdf"
"""The file of the PDF, in the folder of a report."""
PROGRAMS = (
    "chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "microsoft-edge", "msedge",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)  # fmt: skip
"""Names and usual places of Chromium and the browsers that are built on it."""
_TIMEOUT_S = 600
_FLAGS = (
    "--headless", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-pdf-header-footer",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip


def find_program() -> str:
    """The browser that prints.

    Raises
    ------
    InputError
        If none is installed.
    """
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found is None:
        raise errors.InputError(
            "a PDF needs Chromium, Chrome or Edge, and none is installed; install one "
            "(Debian: apt install chromium), or open index.html in your browser and print it"
        )
    return found


def write_pdf(out: Path, titles: Mapping[str, str]) -> Path:
    """Print pages of a report and join them.

    Parameters
    ----------
    out
        Folder of the report.
    titles
        Title by file name, for each page in the order of the PDF.

    Returns
    -------
    file
        The PDF.

    Raises
    ------
    InputError
        If no browser is installed.
    ReportError
        If the browser fails.
    """
    program = find_program()
    joined, first = PdfWriter(), dict[str, int]()
    with tempfile.TemporaryDirectory(prefix="entente-pdf-") as scratch:
        for number, (name, title) in enumerate(titles.items()):
            printed = Path(scratch) / f"{number}.pdf"
            _print(program, out / name, printed, Path(scratch) / "profile")
            first[name] = len(joined.pages)
            joined.append(PdfReader(printed), outline_item=title)
        _relink(joined, out, first)
        joined.write(out / FILE)
    return out / FILE


def _print(program: str, page: Path, printed: Path, profile: Path) -> None:
    # Chromium has no sandbox for the user root, as whom it runs in many containers.
    as_root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    words = [program, *_FLAGS, *as_root, f"--user-data-dir={profile}", f"--print-to-pdf={printed}"]
    try:
        done = subprocess.run(  # noqa: S603 - an installed browser, and a page that we wrote
            [*words, page.resolve().as_uri()], capture_output=True, text=True, timeout=_TIMEOUT_S, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise errors.ReportError(f"{page.name} was not printed by {program} within {_TIMEOUT_S} seconds") from error
    if not printed.is_file():
        lines = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise errors.ReportError(f"{page.name} could not be printed by {program}: {lines[-1]}")


def _relink(joined: PdfWriter, out: Path, first: Mapping[str, int]) -> None:
    """Lead links to pages of the report to their place in the PDF; leave out those to its other files.

    They would name folders of this machine, and lead nowhere on another.
    """
    home = out.resolve().as_uri() + "/"
    for page in joined.pages:
        kept = [one for one in page.get("/Annots", ArrayObject()) if _keep(joined, one.get_object(), home, first)]
        page[NameObject("/Annots")] = ArrayObject(kept)


def _keep(joined: PdfWriter, link: PdfObject | None, home: str, first: Mapping[str, int]) -> bool:
    """Whether a link stays; one to a page of the PDF is turned into a place in it."""
    action = link.get("/A") if isinstance(link, DictionaryObject) else None
    address = str(action.get_object().get("/URI", "")) if action is not None else ""
    if not isinstance(link, DictionaryObject) or not address.startswith("file:"):
        return True
    name = urldefrag(address)[0].removeprefix(home)
    if name not in first:
        return False
    del link["/A"]
    place: Sequence[PdfObject] = [joined.pages[first[name]].indirect_reference, NameObject("/Fit")]  # type: ignore[list-item]
    link[NameObject("/Dest")] = ArrayObject(place)
    return True
