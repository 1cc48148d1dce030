"""Run the notebooks over one corpus by papermill, and make the offline report.

A report is a folder: `index.html`, a page a notebook, the evidence pages, the
run notebooks in `notebooks/` and the frames in `frames/`. A notebook that
fails leaves its run notebook and a page that says so, and spoils no other.
"""

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import nbclient.exceptions
import nbconvert
import nbformat
import papermill
import papermill.exceptions
from traitlets.config import Config

from analysis import _paths, errors
from analysis.events.coded import CodedCorpus, write_frames
from analysis.report import pages

TIMEOUT_S = 900
KERNEL = "python3"
_ON_PAIRS = "03"  # notebooks from this number on are about pairs of actors
# A kernel warns on stderr that its local transport is not encrypted, and that it is interrupted when it is ended.
QUIET = Config(
    {
        "KernelManager": {"transport_encryption": "auto"},
        "NotebookClient": {"extra_arguments": ["--IPKernelApp.log_level=50"]},
    }
)
_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one notebook ended: its name, title, page (file name) and the error's last line, if any."""

    name: str
    title: str
    page: str
    error: str | None


def notebooks() -> list[Path]:
    """The report's notebooks, in order."""
    return [file for file in sorted(_paths.NOTEBOOKS.glob("[0-9][0-9]-*.ipynb")) if "corpus" in known_parameters(file)]


def fitting(coded: CodedCorpus) -> list[Path]:
    """The notebooks that have something to show: without an event between two actors, those on articles and events."""
    events = coded.events
    between = events["source"].notna() & events["target"].notna() & (events["source"] != events["target"])
    return [file for file in notebooks() if between.any() or file.stem < _ON_PAIRS]


def known_parameters(notebook: Path) -> dict[str, str]:
    """Parameters of a notebook and their inferred types."""
    inferred = papermill.inspect_notebook(str(notebook))
    return {name: str(entry["inferred_type_name"]) for name, entry in inferred.items()}


def run_notebook(notebook: Path | str, output: Path | str, parameters: Mapping[str, Any]) -> None:
    """Run one notebook with checked parameters; the run notebook is written even if a cell fails.

    Raises
    ------
    ReportError
        If the notebook lacks a parameter, a cell fails (with its error's last
        line) or takes more than `TIMEOUT_S`, or the kernel dies.
    """
    unknown = sorted(set(parameters) - set(known_parameters(Path(notebook))))
    if unknown:
        known = ", ".join(known_parameters(Path(notebook)))
        raise errors.ReportError(f"{Path(notebook).name} has no parameter {', '.join(unknown)}; it has {known}")
    Path(output).parent.mkdir(parents=True, exist_ok=True)
    try:
        papermill.execute_notebook(
            str(notebook),
            str(output),
            parameters=dict(parameters),
            kernel_name=KERNEL,
            progress_bar=False,
            record_timing=False,
            execution_timeout=TIMEOUT_S,
            config=QUIET,
        )
    except papermill.exceptions.PapermillExecutionError as error:
        raise errors.ReportError(f"{Path(notebook).name}: {error.ename}: {error.evalue}") from error
    except (nbclient.exceptions.DeadKernelError, nbclient.exceptions.CellTimeoutError) as error:
        reason = f"{type(error).__name__}: {str(error).splitlines()[0]}"
        raise errors.ReportError(f"{Path(notebook).name}: {reason}") from error


def run_all(
    coded: CodedCorpus,
    out: Path,
    *,
    parameters: Mapping[str, Any],
    workers: int = 2,
    tick: Callable[[str], object] = lambda _: None,
) -> list[Outcome]:
    """Write frames, evidence pages and a page a notebook below `out`; return how each notebook ended.

    Only the parameters that a notebook has are given to it; `corpus` is set to
    the frames. The corpus's note stands on every page. `tick` is told each name that is done.
    """
    out.mkdir(parents=True, exist_ok=True)
    write_frames(coded, out / "frames")
    pages.write_evidence(coded, out)
    tick("evidence")
    shared = {**parameters, "corpus": str((out / "frames").resolve()), "evidence_pages": "evidence/"}
    jobs = []
    for notebook in fitting(coded):
        known = known_parameters(notebook)
        jobs.append((notebook, out, {key: value for key, value in shared.items() if key in known}))
    outcomes = list(_outcomes(jobs, workers, tick))
    outcomes.sort(key=lambda outcome: outcome.name)
    for outcome in outcomes:
        _to_html(out, outcome, outcomes, pages.note_of(coded))
    return outcomes


def _outcomes(
    jobs: Sequence[tuple[Path, Path, dict[str, Any]]], workers: int, tick: Callable[[str], object]
) -> Iterable[Outcome]:
    # Fresh processes: a forked one would share this one's event loop and threads.
    with ProcessPoolExecutor(max_workers=max(1, workers), mp_context=get_context("spawn")) as pool:
        for future in as_completed([pool.submit(_run_one, *job) for job in jobs]):
            outcome = future.result()
            tick(outcome.name)
            yield outcome


def _run_one(notebook: Path, out: Path, parameters: dict[str, Any]) -> Outcome:
    made = out / "notebooks" / notebook.name
    try:
        run_notebook(notebook, made, parameters)
        failure = None
    except errors.ReportError as error:
        failure = str(error)
    heading = title(nbformat.read(notebook, as_version=4)) or notebook.stem
    return Outcome(notebook.stem, heading, f"{notebook.stem}.html", failure)


def title(content: nbformat.NotebookNode) -> str:
    """The first heading of a notebook, or nothing."""
    for cell in content.cells:
        first = cell.source.split("\n", 1)[0]
        if cell.cell_type == "markdown" and first.startswith("# "):
            return str(first[2:].strip())
    return ""


def _to_html(out: Path, outcome: Outcome, outcomes: Sequence[Outcome], note: str) -> None:
    made = out / "notebooks" / f"{outcome.name}.ipynb"
    links = [{"title": "Summary", "href": "index.html", "current": False}]
    links += [{"title": o.title, "href": o.page, "current": o is outcome} for o in outcomes]
    links.append({"title": "Evidence", "href": "evidence/index.html", "current": False})
    (out / outcome.page).write_text(html(made, heading=outcome.title, links=links, note=note), encoding="utf-8")


def html(notebook: Path, *, heading: str, links: Sequence[Mapping[str, Any]] = (), note: str = "") -> str:
    """One offline page of a run notebook: no remote script, style or font; code folded; alt texts kept."""
    exporter = nbconvert.HTMLExporter(template_name="offline", extra_template_basedirs=[str(_TEMPLATES)])
    content = nbformat.read(notebook, as_version=4)
    content.metadata["title"] = heading
    text, _ = exporter.from_notebook_node(content, resources={"entente": {"pages": list(links), "note": note}})
    return str(text)


def check_free(out: Path) -> None:
    """Refuse a folder that is not empty and no report's.

    Raises
    ------
    InputError
        If `out` is such a folder, or a file.
    """
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / "frames" / "run.json").exists())):
        raise errors.InputError(f"{out} exists and is not the folder of a report; name another folder")


def clear(out: Path) -> None:
    """Remove what an earlier report wrote to `out`, and nothing else; `check_free` first."""
    check_free(out)
    for name in ("frames", "notebooks", "evidence", "articles"):
        shutil.rmtree(out / name, ignore_errors=True)
    for page in out.glob("*.html"):
        page.unlink()
