"""The shipped notebooks, run by the project's own runner on the seed article and on a chosen part of the chronicle."""

import json
import re
import sys

import nbformat
import page_checks
import pytest
from bs4 import BeautifulSoup
from support import CHOSEN, ROOT
from typer.testing import CliRunner

from analysis import cli, errors
from analysis.events.coded import read_frames
from analysis.report import pages as pages_module
from analysis.report import runner


def pages(folder):
    return {page.file.relative_to(folder).as_posix(): page for page in page_checks.read(folder)}


def run_notebooks(folder):
    return {file.stem: nbformat.read(file, as_version=4) for file in sorted((folder / "notebooks").glob("*.ipynb"))}


def check_report(folder):
    """What holds for any report."""
    found = pages(folder)
    names = [notebook.stem for notebook in runner.notebooks()]
    assert names[:2] == ["01-corpus", "02-events"]
    assert {f"{name}.html" for name in names} | {"index.html", "evidence/index.html"} <= set(found)
    for name, page in found.items():
        assert page_checks.remote(page) == [], name
        assert page_checks.dead(page) == [], name
        assert page_checks.mute(page) == [], name
        assert page_checks.unfolded(page) == 0, name
        assert page.source.count('<main id="content">') == 1, name
        assert 'href="#content"' in page.source, name
        assert "prefers-color-scheme: dark" in page.source, name
        assert "@media print" in page.source, name
        assert "The shipped corpus" not in page.source, "a report has the note of its own corpus alone"
    bars = [re.search(r"<nav.*?</nav>", page.source, re.DOTALL)[0] for page in found.values()]
    links = [set(re.findall(r'href="(?:\.\./)?([^"]+)"', bar)) for bar in bars]
    assert all(one == links[0] for one in links), "the same links on every page"
    for name in names:
        page = found[f"{name}.html"]
        assert page.source.count("<details") > 2, "the code is folded, but there"
        explored = page.source.count('type="application/json"')
        assert page.source.count("<script>") == 1 + explored, "its own scripts alone"
    for name, notebook in run_notebooks(folder).items():
        outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
        assert not [o for o in outputs if o.output_type == "error" or o.get("name") == "stderr"], name
    return found


def test_seed_report(seed_report):
    found = check_report(seed_report)
    coded = read_frames(seed_report / "frames")
    assert len(coded.documents) == 1
    assert "The &lt;seed&gt; article" in found["index.html"].source
    assert len([name for name in found if name.startswith("articles/") and name != "articles/index.html"]) == 1
    # Few acts rate nothing: the pages say so and show the acts with their sentences.
    for name in ("03-relationships", "04-tension"):
        if name in run_notebooks(seed_report):
            assert "too few to rate" in found[f"{name}.html"].source
            assert "invariable principal enemy" in found[f"{name}.html"].source


def test_a_figure_to_explore_stands_on_a_page_once(seed_report):
    page = BeautifulSoup((seed_report / "03-relationships.html").read_text(), "html.parser")
    explored = page.select('script[type="application/json"]')
    assert explored
    for data in explored:
        assert json.loads(data.string).startswith('<svg class="nv"')
        (still,) = page.find(id=data["id"].replace("-data", "-place")).select("img")
        assert sum(image["alt"] == still["alt"] for image in page.select("img")) == 1


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_text_has_contrast_in_light_and_in_dark():
    light, dark = pages_module.PALETTE.split("@media screen", 1)
    for rules in (light, dark):
        colours = {name: value if len(value) == 7 else "#" + "".join(2 * one for one in value[1:])
                   for name, value in re.findall(r"--e-(\w+): (#\w+)", rules)}  # fmt: skip
        pairs = [(text, "ground") for text in ("ink", "grey", "link", "coop", "conf")]
        pairs += [("ink", ground) for ground in ("panel", "found", "source", "target", "trigger")]
        for text, ground in pairs:
            high, low = sorted((luminance(colours[text]), luminance(colours[ground])), reverse=True)
            assert (high + 0.05) / (low + 0.05) >= 4.5, (text, ground)


def test_every_event_has_its_place_on_an_evidence_page(seed_report):
    coded = read_frames(seed_report / "frames")
    text = "".join(file.read_text() for file in (seed_report / "evidence").glob("*.html"))
    assert all(text.count(f'id="{event_id}"') == 1 for event_id in coded.events["event_id"])
    assert "Why China is keeping its distance" in text


def test_chosen_report(chosen_report):
    found = check_report(chosen_report)
    coded = read_frames(chosen_report / "frames")
    assert coded.documents["published"].min().isoformat() >= "2023-01-01"
    note = (ROOT / "data" / "chronicle" / "NOTE.txt").read_text().strip()
    assert all(note in page.source for page in found.values()), "the corpus's note stands on every page"
    for name, notebook in run_notebooks(chosen_report).items():
        (given,) = [c.source for c in notebook.cells if "injected-parameters" in c.metadata.get("tags", [])]
        known = runner.known_parameters(ROOT / "notebooks" / f"{name}.ipynb")
        for parameter in {"actors", "freq"} & set(known):  # the frames are cut to the period already
            assert f'{parameter} = "{CHOSEN[parameter]}"' in given, name


def test_the_shelf_leads_to_the_report_and_back(chosen_report):
    shelf = page_checks.Page(chosen_report.parent / "index.html")
    assert {"href": "chosen/index.html"} in shelf.all("a")
    assert {"href": "../index.html"} in page_checks.Page(chosen_report / "index.html").all("a")


def test_run_record_says_words_and_seconds_by_stage(chosen_report):
    run = json.loads((chosen_report / "frames" / "run.json").read_text())
    assert {"split", "actors", "parse", "code", "model", "merge", "wall"} == set(run["seconds"])
    assert all(speed > 0 for speed in run["words_per_second"].values())
    assert {"entente", "parser", "pandas"} <= set(run["versions"])


def notebook_of(folder, name, *cells):
    parameters = nbformat.v4.new_code_cell('corpus: str = "seed"  # a corpus', metadata={"tags": ["parameters"]})
    content = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(f"# {name}"), parameters])
    content.cells += [nbformat.v4.new_code_cell(cell) for cell in cells]
    content.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(content, folder / f"{name}.ipynb")


def test_a_broken_notebook_leaves_its_evidence_and_spoils_no_other(tmp_path, monkeypatch, seed_report):
    folder = tmp_path / "notebooks"
    folder.mkdir()
    notebook_of(folder, "01-good", "print('all is well')")
    notebook_of(folder, "02-bad", "print('so far')", "raise ValueError('<b>broken</b>')", "print('never')")
    notebook_of(folder, "03-dead", "import os; os._exit(1)")
    monkeypatch.setattr(runner._package, "NOTEBOOKS", folder)
    results = runner.run_all(read_frames(seed_report / "frames"), tmp_path / "out", parameters={}, workers=1)
    assert [result.name for result in results] == ["01-good", "02-bad", "03-dead"]
    good, bad, dead = results
    assert good.error is None
    assert bad.error == "02-bad.ipynb: ValueError: <b>broken</b>"
    assert dead.error.startswith("03-dead.ipynb: Kernel died")
    page = (tmp_path / "out" / "02-bad.html").read_text()
    assert "so far" in page
    assert "ValueError" in page
    assert "<b>broken</b>" not in page
    assert "all is well" in (tmp_path / "out" / "01-good.html").read_text()


def test_a_kernel_prints_its_own_messages_nowhere_but_in_its_error(tmp_path, capfd):
    notebook_of(tmp_path, "noisy", "import os; os.write(2, b'a socket is gone')")
    runner.run_notebook(tmp_path / "noisy.ipynb", tmp_path / "out.ipynb", {})
    assert "socket" not in capfd.readouterr().err
    notebook_of(tmp_path, "dying", "import os; os.write(2, b'no memory is left'); os._exit(1)")
    with pytest.raises(errors.ReportError, match=r"^dying\.ipynb: .*: no memory is left$"):
        runner.run_notebook(tmp_path / "dying.ipynb", tmp_path / "out.ipynb", {})
    assert "memory" not in capfd.readouterr().err


def test_a_kernel_that_does_not_start_says_why_in_one_line(tmp_path, monkeypatch):
    notebook_of(tmp_path, "any")
    spec = tmp_path / "kernels" / runner.KERNEL
    spec.mkdir(parents=True)
    argv = [sys.executable, "-c", "raise SystemExit('another Python')", "{connection_file}"]
    (spec / "kernel.json").write_text(json.dumps({"argv": argv, "display_name": "other", "language": "python"}))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    with pytest.raises(errors.ReportError, match=r"^any\.ipynb: [^\n]*: another Python$"):
        runner.run_notebook(tmp_path / "any.ipynb", tmp_path / "out.ipynb", {})


def test_a_failure_shows_in_the_exit_code_and_in_the_summary(tmp_path, monkeypatch, seed_report):
    folder = tmp_path / "notebooks"
    folder.mkdir()
    notebook_of(folder, "01-good")
    notebook_of(folder, "02-bad", "1 / 0")
    monkeypatch.setattr(runner._package, "NOTEBOOKS", folder)
    done = CliRunner().invoke(cli.app, ["report", str(seed_report / "frames"), "--out", str(tmp_path / "r")])
    assert done.exit_code == 1
    assert "failed: 02-bad.ipynb: ZeroDivisionError: division by zero" in done.stderr
    summary = (tmp_path / "r" / "index.html").read_text()
    assert summary.count("failed:") == 1
    assert "ZeroDivisionError" in summary
    assert (tmp_path / "r" / "notebooks" / "02-bad.ipynb").is_file()


def test_unknown_parameters_are_refused_before_the_notebook_starts(tmp_path):
    with pytest.raises(errors.ReportError, match=r"01-corpus.ipynb has no parameter actor; it has corpus, freq"):
        runner.run_notebook(ROOT / "notebooks" / "01-corpus.ipynb", tmp_path / "x.ipynb", {"actor": "RUS"})
    assert not (tmp_path / "x.ipynb").exists()
