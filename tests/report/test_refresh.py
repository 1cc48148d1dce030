"""Refreshed notebooks carry outputs and nothing that changes from run to run."""

import nbformat
import pytest

from analysis import errors
from analysis.report import refresh


def notebook(file, *sources):
    content = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell("# A title\n\nWords."),
            *(
                nbformat.v4.new_code_cell(source, metadata={"tags": ["parameters"], "scrolled": True})
                for source in sources
            ),
        ],
        metadata={
            "kernelspec": {"name": "my-env", "display_name": "mine"},
            "language_info": {"name": "python", "version": "3.9"},
        },
    )
    nbformat.write(content, file)
    return file


def test_outputs_are_kept_and_machine_and_time_are_not(tmp_path):
    file = notebook(tmp_path / "01-a.ipynb", "n = 6", f"import os; print(n * 7, os.getcwd() == {str(tmp_path)!r})")
    refresh.refresh(file)
    first = file.read_bytes()
    content = nbformat.read(file, as_version=4)
    assert content.metadata == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "title": "A title",
    }
    assert [cell.metadata for cell in content.cells] == [{}, {"tags": ["parameters"]}, {"tags": ["parameters"]}]
    assert [cell.execution_count for cell in content.cells[1:]] == [1, 2]
    assert content.cells[2].outputs[0].text == "42 True\n", "it runs in its own folder"
    refresh.refresh(file)
    assert file.read_bytes() == first


def test_a_failing_notebook_stays_as_it_was(tmp_path):
    file = notebook(tmp_path / "01-a.ipynb", "1 / 0")
    before = file.read_bytes()
    with pytest.raises(errors.ReportError, match="01-a.ipynb: ZeroDivisionError: division by zero"):
        refresh.refresh(file)
    assert file.read_bytes() == before
