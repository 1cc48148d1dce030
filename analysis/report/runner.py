"""Run the notebooks over one corpus by papermill, and make the offline report.

A report is a folder: `index.html`, a page for each notebook, the evidence pages, the
notebooks as run in `notebooks/`, the frames in `frames/`, and tables and networks for other
programs in `data/`. A notebook that fails
leaves its run and a page that says so; the others are not affected.
"""

import math
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis import _package, errors
from analysis.events.coded import CodedCorpus, file_names, write_frames
from analysis.export import FORMATS, export
from analysis.export import file_names as names_of_data
from analysis.report import articles, evidence, folder, pages

TIMEOUT_S = 900
KERNEL = "python3"
_DATA = "data"
_DATA_FORMATS = tuple(one for one in FORMATS if one != "parquet")  # Parquet stands in the frames
_ABOUT_CHRONICLE = "about-chronicle"  # tag of a notebook's note about the corpus that ships
_EXPLORE = "08-explore"
_FIRST_ON_PAIRS = "03"  # notebooks from this number on are about pairs of actors
_TYPES = {"bool": "true or false", "int": "a whole number", "float": "a number"}
_TRUTHS = {
    **dict.fromkeys(("true", "yes", "on", "1"), True),
    **dict.fromkeys(("false", "no", "off", "0"), False),
}
_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class NotebookResult:
    """How the run of one notebook ended.

    Attributes
    ----------
    name
        File name without its suffix.
    title
        First heading.
    page
        File name of its page.
    error
        Last line of the error; None where the run succeeded.
    """

    name: str
    title: str
    page: str
    error: str | None


def notebooks() -> list[Path]:
    """The report's notebooks, in order.

    Those on two actors have pages of pairs in their place; the one to explore needs a running kernel.
    """
    files = sorted(_package.NOTEBOOKS.glob("[0-9][0-9]-*.ipynb"))
    known = [(file, known_parameters(file)) for file in files]
    return [
        file for file, names in known if "corpus" in names and not {"a", "b"} <= set(names) and file.stem != _EXPLORE
    ]


def applicable_notebooks(corpus: CodedCorpus) -> list[Path]:
    """The notebooks that have something to show: without an act between two actors, those on articles and events."""
    has_pairs = bool(corpus.pairs(max_pairs=1))
    return [file for file in notebooks() if has_pairs or file.stem < _FIRST_ON_PAIRS]


def check_kernel() -> None:
    """Check that the kernel that runs the notebooks is installed.

    Raises
    ------
    ReportError
        If it is not; the message says how to install it.
    """
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel  # noqa: PLC0415 - other commands start sooner

    try:
        KernelSpecManager().get_kernel_spec(KERNEL)
    except NoSuchKernel as error:
        cure = f"install it by `{sys.executable} -m ipykernel install --sys-prefix --name {KERNEL}`"
        raise errors.ReportError(f"no Jupyter kernel {KERNEL!r}, which runs the notebooks; {cure}") from error


def find_notebook(asked: Path) -> Path:
    """The notebook of a path, or the one that ships under a name such as `03-relationships`.

    Raises
    ------
    InputError
        If there is neither, or the file cannot be read as a notebook.
    """
    import nbformat  # noqa: PLC0415 - other commands start sooner

    shipped = _package.NOTEBOOKS / f"{asked.name}.ipynb"
    found = shipped if not asked.exists() and asked.parent == Path() and shipped.is_file() else asked
    if not found.is_file():
        names = ", ".join(sorted(file.stem for file in _package.NOTEBOOKS.glob("[0-9][0-9]-*.ipynb")))
        raise errors.InputError(f"no such notebook: {asked}; give a file, or one of those that ship: {names}")
    try:
        nbformat.validate(nbformat.read(found, as_version=4))
    except Exception as error:  # whatever is wrong with it, papermill cannot run it
        raise errors.InputError(f"{found} is not a notebook (ipynb): {str(error).splitlines()[0][:200]}") from error
    return found


def site(corpus: CodedCorpus, out: Path) -> pages.Site:
    """The pages of a report over a corpus, with those of each notebook that has something to show."""
    notebooks = tuple((f"{one.stem}.html", _heading(one)) for one in applicable_notebooks(corpus))
    return pages.Site(out, pages.corpus_note(corpus), notebooks)


def known_parameters(notebook: Path) -> dict[str, str]:
    """The parameters of a notebook with their types, as papermill infers them."""
    import papermill  # noqa: PLC0415 - other commands start sooner

    inferred = papermill.inspect_notebook(str(notebook))
    return {name: str(entry["inferred_type_name"]) for name, entry in inferred.items()}


def parse_parameters(notebook: Path, given: Mapping[str, str]) -> dict[str, Any]:
    """The values of parameters that were given as text, by the types that the notebook's cell of parameters gives.

    Raises
    ------
    ReportError
        If the notebook lacks a parameter, or a text is not of its type.
    """
    known = known_parameters(notebook)
    _check_known(notebook, given, known)
    return {name: _parsed(notebook, name, text, known[name]) for name, text in given.items()}


def _check_known(notebook: Path, names: Iterable[str], known: Iterable[str]) -> None:
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise errors.ReportError(f"{notebook.name} has no parameter {', '.join(unknown)}; it has {', '.join(known)}")


def _parsed(notebook: Path, name: str, text: str, kind: str) -> object:
    """The value of a parameter: NO stays a state and 2024 a folder where the parameter is a text."""
    try:
        if kind == "bool":
            return _TRUTHS[text.strip().lower()]
        if kind == "int":
            return int(text)
        if kind == "float" and math.isfinite(float(text)):
            return float(text)
    except (KeyError, ValueError):
        pass
    if kind in _TYPES:
        raise errors.ReportError(f"{notebook.name}: parameter {name} is {text[:40]!r}, which is not {_TYPES[kind]}")
    return text


def run_notebook(notebook: Path | str, output: Path | str, parameters: Mapping[str, Any]) -> None:
    """Run one notebook with checked parameters; the run is written even if a cell fails.

    Parameters
    ----------
    notebook
        A notebook with a cell of parameters.
    output
        Where the notebook goes with its outputs.
    parameters
        Values by name; the others keep their defaults.

    Raises
    ------
    ReportError
        If the notebook lacks a parameter, a cell fails (with its error's last
        line) or takes more than `TIMEOUT_S`, or the kernel dies.
    """
    _check_known(Path(notebook), parameters, known_parameters(Path(notebook)))
    Path(output).parent.mkdir(parents=True, exist_ok=True)
    import nbclient.exceptions  # noqa: PLC0415 - other commands start sooner
    import papermill  # noqa: PLC0415 - other commands start sooner

    from analysis.report import kernel  # noqa: PLC0415 - other commands start sooner

    with tempfile.TemporaryDirectory() as scratch:
        error_log = Path(scratch) / "kernel.log"
        try:
            papermill.execute_notebook(
                str(notebook),
                str(output),
                parameters=dict(parameters),
                kernel_name=KERNEL,
                progress_bar=False,
                record_timing=False,
                execution_timeout=TIMEOUT_S,
                config=kernel.settings(error_log),
            )
        except papermill.exceptions.PapermillExecutionError as error:
            raise errors.ReportError(f"{Path(notebook).name}: {error.ename}: {error.evalue}") from error
        except nbclient.exceptions.CellTimeoutError as error:
            raise errors.ReportError(f"{Path(notebook).name}: {str(error).splitlines()[0]}") from error
        except (nbclient.exceptions.DeadKernelError, RuntimeError) as error:  # it died at work, or did not start
            reason = ": ".join(filter(None, (str(error).split("\n", 1)[0], kernel.last_words(error_log))))
            raise errors.ReportError(f"{Path(notebook).name}: {reason}") from error


def run_all(
    corpus: CodedCorpus,
    out: Path,
    *,
    parameters: Mapping[str, Any],
    workers: int = 2,
    progress: Callable[[str], object] = lambda _: None,
) -> list[NotebookResult]:
    """Write frames, data for other programs, evidence pages and a page for each notebook; return how each ended.

    Parameters
    ----------
    corpus
        The coded corpus; its note stands on every page.
    out
        Folder of the report.
    parameters
        Parameters of the notebooks; each notebook is given those that it has, and
        `corpus` and `evidence_pages` of this report.
    workers
        Processes that run notebooks.
    progress
        Called with the name of each part that is done.

    Raises
    ------
    InputError
        If `out` holds anything but an earlier report, or a file that is not a report's would be written over.
    """
    chosen = applicable_notebooks(corpus)
    own = [*evidence.file_names(corpus), *articles.file_names(corpus)]
    folder.claim(out, [*own, *_file_names(corpus, chosen)])
    write_frames(corpus, out / "frames")
    export(corpus, out / _DATA, formats=_DATA_FORMATS)
    written = site(corpus, out)
    evidence.write(corpus, written)
    articles.write(corpus, written)
    progress("evidence")
    shared = {**parameters, "corpus": str((out / "frames").resolve()), "evidence_pages": "evidence/"}
    jobs = []
    for notebook in chosen:
        known = known_parameters(notebook)
        jobs.append((notebook, out, {key: value for key, value in shared.items() if key in known}))
    results = sorted(_results(jobs, workers, progress), key=lambda result: result.name)
    for result in results:
        _write_page(written, result)
    return results


def _file_names(corpus: CodedCorpus, chosen: Sequence[Path]) -> list[str]:
    """The files below a report's folder that hold frames, data for other programs, and notebooks."""
    frames = [f"frames/{name}" for name in file_names(corpus)]
    data = [f"{_DATA}/{name}" for name in names_of_data(_DATA_FORMATS)]
    return frames + data + [name for one in chosen for name in (f"notebooks/{one.name}", f"{one.stem}.html")]


def _results(
    jobs: Sequence[tuple[Path, Path, dict[str, Any]]], workers: int, progress: Callable[[str], object]
) -> Iterable[NotebookResult]:
    # Threads: each kernel is a process of its own, for which its thread only waits.
    pool = ThreadPoolExecutor(max_workers=max(1, workers))
    try:
        for future in as_completed([pool.submit(_run_one, *job) for job in jobs]):
            result = future.result()
            progress(result.name)
            yield result
    finally:  # the user interrupts the kernels, too
        pool.shutdown(cancel_futures=True)


def _run_one(notebook: Path, out: Path, parameters: dict[str, Any]) -> NotebookResult:
    try:
        run_notebook(notebook, out / "notebooks" / notebook.name, parameters)
        failure = None
    except errors.ReportError as error:
        failure = str(error)
    return NotebookResult(notebook.stem, _heading(notebook), f"{notebook.stem}.html", failure)


def _heading(notebook: Path) -> str:
    import nbformat  # noqa: PLC0415 - other commands start sooner

    return title(nbformat.read(notebook, as_version=4)) or notebook.stem


def title(content: Any) -> str:
    """The first heading of a notebook, or nothing."""
    for cell in content.cells:
        first = cell.source.split("\n", 1)[0]
        if cell.cell_type == "markdown" and first.startswith("# "):
            return str(first[2:].strip())
    return ""


def _write_page(written: pages.Site, result: NotebookResult) -> None:
    run = written.out / "notebooks" / f"{result.name}.ipynb"
    page = to_html(run, heading=result.title, links=written.links(result.page), note=written.note)
    (written.out / result.page).write_text(page, encoding="utf-8")


def to_html(notebook: Path, *, heading: str, links: Sequence[Mapping[str, Any]] = (), note: str = "") -> str:
    """One offline page from a notebook with outputs: nothing remote, code folded, alt texts kept.

    Parameters
    ----------
    notebook
        The notebook as run.
    heading
        Title of the page.
    links
        `title`, `href` and `current` of the pages of the report.
    note
        A line beneath the links; empty for none.
    """
    import nbconvert  # noqa: PLC0415 - other commands start sooner
    import nbformat  # noqa: PLC0415 - other commands start sooner

    exporter = nbconvert.HTMLExporter(template_name="offline", extra_template_basedirs=[str(_TEMPLATES)])
    content = nbformat.read(notebook, as_version=4)
    # A report has the note of its own corpus at the top.
    content.cells = [cell for cell in content.cells if _ABOUT_CHRONICLE not in cell.metadata.get("tags", [])]
    content.metadata["title"] = heading
    page = {"pages": list(links), "note": note, "palette": pages.PALETTE, "script": pages.PAGE_SCRIPT}
    text, _ = exporter.from_notebook_node(content, resources={"entente": page})
    return pages.with_contents(str(text))
