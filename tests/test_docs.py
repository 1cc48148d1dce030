"""The documents are true: what they name is there."""

import re

import nbformat
import pytest
from support import ROOT

from analysis import schemas

DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "data").rglob("README.md")]
NAMED = re.compile(r"`((?:docs|data|analysis|notebooks|seeds|tests|training|benchmarks)/[\w./-]+)`")
MADE = ("data/actions/model",)  # by `make train`
CODE = re.compile(r"`analysis\.(\w+)")


def source(path):
    if path.suffix == ".ipynb":
        return "\n".join(c.source for c in nbformat.read(path, as_version=4).cells if c.cell_type == "markdown")
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "path", [*DOCUMENTS, *ROOT.glob("notebooks/*.ipynb")], ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_files_and_modules_that_are_named_exist(path):
    text = source(path)
    absent = {name for name in NAMED.findall(text) if not (ROOT / name).exists() and not name.startswith(MADE)}
    assert absent == set()
    modules = set(CODE.findall(text))
    known = {
        path.stem for path in (ROOT / "analysis").iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()
    }
    assert modules - known == set()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path):
    for address in re.findall(r"\]\(([^)#\s]+)", source(path)):
        if "://" not in address:
            assert (path.parent / address).exists(), address


def test_every_folder_of_data_says_what_its_rows_mean():
    for folder in (ROOT / "data").iterdir():
        if folder.is_dir() and not folder.name.startswith("."):
            assert (folder / "README.md").is_file(), folder.name


@pytest.mark.parametrize(
    "folder", ["actions/lexicon", "actors", "attention", "eventdata", "ontology", "signed", "times"]
)
def test_every_table_stands_in_a_readme(folder):
    place = ROOT / "data" / folder
    text = next(one for one in (place / "README.md", place.parent / "README.md") if one.is_file()).read_text()
    assert [file.name for file in place.glob("*.csv") if file.name not in text] == []


def test_the_architecture_names_every_frame_and_its_columns():
    text = (ROOT / "docs" / "architecture.md").read_text()
    for name in ("documents", "sentences", "mentions", "events"):
        row = next(line for line in text.splitlines() if line.startswith(f"| {name} |"))
        assert [column for column in schemas.columns(name) if column not in row] == [], name


def test_every_decision_is_listed():
    index = (ROOT / "docs" / "decisions" / "README.md").read_text()
    assert [f.name for f in (ROOT / "docs" / "decisions").glob("[0-9]*.md") if f"({f.name})" not in index] == []


def test_the_seed_article_is_as_it_was_handed_over():
    (seed,) = (ROOT / "seeds").glob("*.txt")
    text = seed.read_text(encoding="utf-8")
    assert text.startswith(" date 2024-01-19 Why China is keeping its distance")
    assert "‘top enemy’ North Korean constitution change" in text


def test_chronicle_has_its_sources():
    import csv

    with (ROOT / "data" / "chronicle" / "sources.csv").open(encoding="utf-8") as rows:
        named = {row["file"] for row in csv.DictReader(rows)}
    files = {file.name for file in (ROOT / "data" / "chronicle").glob("[0-9]*.txt")}
    assert len(files) >= 150
    assert named == files
