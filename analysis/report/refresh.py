"""Rerun the committed notebooks in place, with their outputs: `python -m analysis.report.refresh [NAME ...]`.

The outputs depend on code, data and lock alone: no timings, no language version, no
ids but those of the cells. nbval compares them.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import nbclient.exceptions
import nbformat
from nbclient import NotebookClient

from analysis import _package, _processes, errors
from analysis.report import kernel, runner

WORKERS = 2
_WIDGET = "application/vnd.jupyter.widget-view+json"
_KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": runner.KERNEL}


def refresh(notebook: Path) -> None:
    """Run one notebook in its own folder, as nbval does, and write it with its outputs.

    Parameters
    ----------
    notebook
        The notebook; it is run with its own parameters.

    Raises
    ------
    ReportError
        If a cell fails; the file is then left as it was.
    """
    content = nbformat.read(notebook, as_version=4)
    client = NotebookClient(
        content,
        kernel_name=runner.KERNEL,
        timeout=runner.TIMEOUT_S,
        record_timing=False,
        resources={"metadata": {"path": str(notebook.parent)}},
        config=kernel.QUIET,
    )
    try:
        client.execute()
    except nbclient.exceptions.CellExecutionError as error:
        raise errors.ReportError(f"{notebook.name}: {error.ename}: {error.evalue}") from error
    strip_metadata(content)
    nbformat.write(content, notebook)


def strip_metadata(content: nbformat.NotebookNode) -> None:
    """Drop all metadata but title, kernel and tags, and controls, which show nothing without a running kernel."""
    content.metadata = nbformat.from_dict({"kernelspec": _KERNELSPEC, "title": runner.title(content)})
    for cell in content.cells:
        tags = cell.metadata.get("tags", [])
        cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})
        if cell.cell_type == "code":
            cell.outputs = [one for one in cell.outputs if _WIDGET not in one.get("data", {})]


def main(names: Sequence[str]) -> None:
    """Refresh the notebooks whose names begin with one of `names`, or all."""
    numbered = sorted(_package.NOTEBOOKS.glob("[0-9][0-9]-*.ipynb"))
    chosen = [file for file in numbered if file.name.startswith(tuple(names) or "")]
    with _processes.pool(WORKERS, "spawn") as pool:
        for file, _ in zip(chosen, pool.map(refresh, chosen), strict=True):
            print(file.name)


if __name__ == "__main__":
    main(sys.argv[1:])
