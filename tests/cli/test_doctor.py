"""`entente doctor` and `entente init`."""

import json
from importlib import metadata

import pytest
from typer.testing import CliRunner

from analysis import cli, corpus
from analysis.actors.tables import Aliases
from analysis.cli import doctor
from analysis.events.corrections_file import read_corrections
from analysis.report import pdf, runner
from analysis.text import parsing

RUN = CliRunner()


def found(*words):
    done = RUN.invoke(cli.app, ["doctor", *words])
    return done.exit_code, done.output


def test_here_all_that_is_needed_is_there():
    code, said = found()
    assert code == 0, said
    assert "MISSING" not in said
    for part in ("Python 3.", "packages", "parser en_core_web", "Jupyter kernel python3", "cache ", "memory"):
        assert part in said
    code, said = found("--json")
    assert {one["state"] for one in json.loads(said)} <= {"ok", "note"}


def test_what_is_missing_is_told_with_its_cure(monkeypatch):
    monkeypatch.setattr(runner, "KERNEL", "no-such-kernel")
    monkeypatch.setattr(
        metadata, "requires", lambda _: ["no-such-package>=1", "typer>=999", "other; python_version<'3'"]
    )

    def broken():
        raise OSError("no model")

    monkeypatch.setattr(parsing, "model_name", broken)
    code, said = found()
    assert code == 1
    for part in (
        "MISSING  no Jupyter kernel 'no-such-kernel'", "ipykernel install", "no-such-package>=1 is not installed",
        "typer>=999 is needed", "The parser (spaCy and its English model): OSError: no model",
    ):  # fmt: skip
        assert part in said
    assert "other" not in said


def test_another_python_and_lacking_tables_are_told(monkeypatch, tmp_path):
    monkeypatch.setattr(doctor.sys, "version_info", (3, 9, 1))
    monkeypatch.setattr(doctor._package, "DATA", tmp_path / "data")
    assert [one.state for one in [*doctor._python(), *doctor._tables()]] == ["missing", "missing"]


def test_what_is_only_good_to_have_is_a_note(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("ENTENTE_CACHE", str(tmp_path / "file" / "cache"))
    monkeypatch.setattr(pdf.shutil, "which", lambda _: None)
    monkeypatch.setattr(doctor, "_CORES", 10_000)
    checks = (doctor._chromium, doctor._cache, doctor._machine)
    states = [next(check()) for check in checks]
    assert [one.state for one in states] == ["note", "note", "note"]
    assert "install one" in states[0].what
    assert all(one.cure for one in states[1:])


def test_a_new_folder_is_ready_to_fill(tmp_path):
    place = tmp_path / "my" / "articles"
    assert RUN.invoke(cli.app, ["init", str(place)]).exit_code == 0
    names = sorted(file.name for file in place.iterdir())
    assert names == ["NOTE.txt", "README.txt", "aliases.csv", "article-form.txt", "corrections.csv"]
    assert list(Aliases.read(place / "aliases.csv").names()) == []
    assert read_corrections(place / "corrections.csv") == []
    with pytest.raises(corpus.reading.errors.InputError, match="nothing to read"):
        corpus.read(place)
    form = (place / "article-form.txt").read_text()
    (place / "first.txt").write_text(form)
    (article,) = corpus.read(place).documents.itertuples()
    assert (str(article.published.date()), article.title) == ("2024-01-19", "The headline")


def test_a_folder_with_files_keeps_them(tmp_path):
    (tmp_path / "aliases.csv").write_text("alias,actor\nLiu,CHN\n")
    done = RUN.invoke(cli.app, ["init", str(tmp_path)])
    assert f"kept {tmp_path / 'aliases.csv'}" in done.output
    assert (tmp_path / "aliases.csv").read_text() == "alias,actor\nLiu,CHN\n"
