"""What is typed wrong is one line and exit code 2, before anything is coded or written."""

import json
import os
import subprocess
import sys

import coded_cases
import pytest
from support import ROOT, entente

from analysis import cli, scale
from analysis.coding import pipeline
from analysis.events import read_frames, write_frames
from analysis.report import runner

CODE_TO_FOLDER = scale.code_to_folder


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A corpus of one article, frames, and files that are wrong in some way; nothing may be coded."""

    def never(*_, **__):
        raise AssertionError("coded before all was checked")

    monkeypatch.setattr(pipeline, "code_corpus", never)
    monkeypatch.setattr(scale, "code_to_folder", never)
    monkeypatch.setenv("ENTENTE_CACHE", str(tmp_path / "cache"))
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.txt").write_text(" date 2023-03-01 Talks\n\nChina's foreign minister met his Russian counterpart.")
    (tmp_path / "file").write_text("mine")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "own.txt").write_text("mine")
    (tmp_path / "names.csv").write_text("alias,actor\nLiu,Chinese\n")
    (tmp_path / "decided.csv").write_text("event,field,value\ne1,root,HUG\n")
    (tmp_path / "bad.ipynb").write_text("no notebook")
    (tmp_path / "empty.ipynb").write_text("{}")
    write_frames(coded_cases.coded(("RUS", "UKR", "ACCUSE", "2024-01-01")), tmp_path / "frames")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(monkeypatch, capsys, *words):
    monkeypatch.setattr("sys.argv", ["entente", *map(str, words)])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    said = capsys.readouterr().err
    assert (stopped.value.code, said.count("\n")) == (2, 1), said
    assert said.startswith("entente: ")
    return said


CODE = ("code", "articles", "--out", "out")
REPORT = ("report", "articles", "--out", "out")
MISTAKES = [
    (("code", "nowhere", "--out", "out"), "no such file or folder: nowhere"),
    (("report", "nowhere", "--out", "out"), "no such file or folder: nowhere"),
    (("export-corrections", "nowhere", "--out", "gold.jsonl"), "no such file or folder: nowhere"),
    (("export-corrections", "articles", "--out", "gold.jsonl"), "articles has no corrections"),
    (("export-corrections", "frames", "--out", "gold.jsonl"), "frames has no corrections"),
    (("export-corrections", "articles", "--out", "file"), "file is not a gold file and would be written over"),
    (("export-corrections", "articles", "--out", "mine"), "mine is a folder; name a file"),
    ((*CODE, "--aliases", "nowhere.csv"), "no such file of aliases: nowhere.csv"),
    ((*REPORT, "--aliases", "nowhere.csv"), "no such file of aliases: nowhere.csv"),
    ((*CODE, "--aliases", "names.csv"), "names.csv, row 2, column 'actor': 'Chinese' is neither"),
    ((*REPORT, "--aliases", "names.csv"), "names.csv, row 2, column 'actor': 'Chinese' is neither"),
    ((*CODE, "--corrections", "nowhere.csv"), "no such file of corrections: nowhere.csv"),
    ((*CODE, "--corrections", "decided.csv"), "decided.csv, line 2, column 'value': unknown value 'HUG'"),
    ((*REPORT, "--corrections", "decided.csv"), "decided.csv, line 2, column 'value': unknown value 'HUG'"),
    ((*REPORT, "--freq", "fortnight"), "freq 'fortnight' is none of W, M, Q, Y"),
    ((*REPORT, "--period", "2023-13"), "period '2023-13' cannot be read; give a year (2023)"),
    ((*REPORT, "--period", "2024/2023"), "is not in order"),
    ((*REPORT, "--actors", "Rusia"), "no actor 'Rusia'; nearest: Russia (RUS)"),
    (("code", "articles", "--out", "file"), "file is not a folder"),
    (("code", "articles", "--out", "file/deep"), "file/deep cannot be made"),
    (("report", "articles", "--out", "file/deep"), "file/deep cannot be made"),
    (("report", "articles", "--out", "file"), "file exists and is not the folder of a report"),
    (("report", "articles", "--out", "mine"), "mine exists and is not the folder of a report"),
    (("code", "articles", "--out", "articles/out"), "lies in the corpus"),
    (
        ("run", "nowhere.ipynb", "out.ipynb"),
        "no such notebook: nowhere.ipynb; give a file, or one of those that ship: 01",
    ),
    (("run", "03-relationships", "out.ipynb", "-p", "half_life=x"), "whole number"),
    (("run", "articles", "out.ipynb"), "no such notebook: articles"),
    (("run", "bad.ipynb", "out.ipynb"), "bad.ipynb is not a notebook (ipynb)"),
    (("run", "empty.ipynb", "out.ipynb"), "empty.ipynb is not a notebook (ipynb)"),
    (("run", ROOT / "notebooks" / "01-corpus.ipynb", "mine"), "mine is a folder"),
    (("run", ROOT / "notebooks" / "01-corpus.ipynb", "file/o.ipynb"), "file cannot be made"),
    (("explain", "e000", "--frames", "mine"), "mine is neither a report nor a folder of frames"),
    (("export", "frames", "--out", "out", "--format", "xslx"), "unknown format of an export 'xslx'; the nearest is 'x"),
    (("export", "frames", "--out", "out", "--pair", "RUS"), "--pair 'RUS' does not name two actors"),
    (("export", "frames", "--out", "out", "--pair", "RUS,CHN"), "no event between China (CHN) and Russia (RUS)"),
    (("export", "frames", "--out", "out", "--corrections", "nowhere.csv"), "no such file of corrections: nowhere.csv"),
    (("export", "frames", "--out", "mine"), "mine holds own.txt and is no folder of an export"),
    (("validate", "nowhere.jsonl"), "nowhere.jsonl: no such gold file"),
    (("validate", "file"), "file, row 1: not JSON"),
    (("validate", "file", "--format", "plw"), "no gold format 'plw'"),
    (("index", "nowhere"), "no report in nowhere"),
    (("init", "file"), "file is a file; name a folder"),
    (("init", "file/deep"), "file/deep cannot be made"),
    (("reprt",), "No such command 'reprt'"),
    ((*CODE, "--worker", "2"), "--workers) (see `entente code --help`)"),
    ((*REPORT, "--perod", "2023"), "--period) (see `entente report --help`)"),
    (("report", "articles"), "Missing option '--out'"),
    ((*CODE, "--workers", "two"), "'--workers'"),
    ((*CODE, "--workers", "0"), "'--workers'"),
]


@pytest.mark.parametrize(("words", "reason"), MISTAKES, ids=lambda value: value if isinstance(value, str) else "")
def test_a_mistake_is_one_line_and_nothing_is_written(folder, monkeypatch, capsys, words, reason):
    before = sorted(folder.rglob("*"))
    assert reason in told(monkeypatch, capsys, *words)
    assert sorted(folder.rglob("*")) == before


def test_a_kernel_that_is_not_installed_is_told_before_anything_is_coded(folder, monkeypatch, capsys):
    monkeypatch.setattr(runner, "KERNEL", "no-such-kernel")
    assert "no Jupyter kernel 'no-such-kernel'" in told(monkeypatch, capsys, *REPORT)
    notebook = ROOT / "notebooks" / "01-corpus.ipynb"
    assert "ipykernel install" in told(monkeypatch, capsys, "run", notebook, "out.ipynb")
    assert not (folder / "out").exists()


def test_a_folder_that_is_not_ours_to_write_is_told(folder, monkeypatch, capsys):
    monkeypatch.setattr(os, "access", lambda _, mode: not mode & os.W_OK)
    for words in (CODE, REPORT):
        assert "out cannot be written: " in told(monkeypatch, capsys, *words)


def test_the_program_itself_says_it_in_one_line(tmp_path):
    done = entente("report", "nowhere", "--out", "out", where=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith("entente: no such file or folder: nowhere")


def test_help_needs_none_of_the_heavy_libraries():
    code = "import sys, analysis.cli; print(sorted({'pandas', 'spacy', 'matplotlib', 'numpy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_without_a_word_the_help_is_shown(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["entente"])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    said = capsys.readouterr().out
    assert stopped.value.code == 0
    for part in ("entente report my-articles/ --out my-report/", "Exit codes: 0 done", "doctor", "--version"):
        assert part in said


def test_an_interrupted_run_has_its_exit_code(folder, monkeypatch, capsys):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(scale, "code_to_folder", interrupted)
    monkeypatch.setattr("sys.argv", ["entente", *CODE])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    assert stopped.value.code == 130
    assert capsys.readouterr().err == "entente: interrupted\n"


def test_the_tab_key_completes_commands():
    words = {"_ENTENTE_COMPLETE": "complete_bash", "COMP_WORDS": "entente rep", "COMP_CWORD": "1"}
    assert entente(**words).stdout.split() == ["report"]


def test_quiet_and_json_say_what_they_promise(folder, monkeypatch):
    from typer.testing import CliRunner

    monkeypatch.setattr(scale, "code_to_folder", CODE_TO_FOLDER)
    assert CliRunner().invoke(cli.app, [*CODE, "--quiet"]).output == ""
    told = json.loads(CliRunner().invoke(cli.app, [*CODE, "--json"]).output)
    assert (told["articles"], told["rejected"], told["out"]) == (1, {}, "out")
    assert told["events"] == len(read_frames(folder / "out").events) > 0
