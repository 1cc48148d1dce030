"""The project's own shape: imports one way, bounds that agree, a clean lock, notebooks in order."""

import ast
import json
import re
import tomllib

import nbformat
import pytest
import yaml
from support import ROOT

PACKAGE = ROOT / "analysis"
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
# A room may import from the rooms that its line names, and from the files at the root: the ground.
ROOMS = {
    room: names.split()
    for room, names in (line.split(":") for line in (ROOT / "docs" / "rooms.txt").read_text().splitlines())
}
GROUND = {"_cluster", "_package", "_processes", "errors", "ontology", "schemas"}
TOP = {"__init__", "api"}


def packages():
    return sorted(folder.name for folder in PACKAGE.iterdir() if (folder / "__init__.py").exists())


def modules():
    return sorted(PACKAGE.rglob("*.py"))


def room_of(file):
    parts = file.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else file.stem


def imported(file):
    """First names below `analysis` that a file imports, in whichever form."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module == "analysis":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("analysis."):
            yield node.module.split(".")[1]
        elif isinstance(node, ast.Import):
            yield from (alias.name.split(".")[1] for alias in node.names if alias.name.startswith("analysis."))


def test_every_package_is_a_room():
    assert sorted(ROOMS) == packages()


def test_the_rooms_stand_in_one_order():
    above = list(ROOMS)
    for number, names in enumerate(ROOMS.values()):
        assert set(names) <= set(above[:number])


@pytest.mark.parametrize("file", modules(), ids=lambda file: str(file.relative_to(PACKAGE)))
def test_imports_run_one_way(file):
    room = room_of(file)
    if room in TOP:
        return
    allowed = GROUND | {room, *ROOMS.get(room, [])}
    assert sorted(set(imported(file)) - allowed) == []


@pytest.mark.parametrize("room", packages())
def test_rooms_are_small_and_hand_up_their_names(room):
    files = [file for file in (PACKAGE / room).glob("*.py") if not file.name.startswith("__")]
    assert len(files) <= 12
    door = ast.parse((PACKAGE / room / "__init__.py").read_text())
    assert ast.get_docstring(door)
    assert any(isinstance(node, ast.Assign) and node.targets[0].id == "__all__" for node in door.body)
    short = [file.name for file in files if len(file.read_text().splitlines()) < 40]
    assert short == []


@pytest.mark.parametrize("file", modules(), ids=lambda file: str(file.relative_to(PACKAGE)))
def test_modules_say_what_they_are_for(file):
    assert ast.get_docstring(ast.parse(file.read_text()))


def bounds(requirements):
    split = (re.match(r"([\w.-]+)(.*)", item.strip()) for item in requirements)
    return {found[1].lower(): found[2].strip() for found in split}


def test_conda_environment_has_the_same_bounds():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    conda = yaml.safe_load((ROOT / "environment.yml").read_text())
    assert conda["channels"] == ["conda-forge", "nodefaults"]
    wanted = {**bounds(project["dependencies"]), "python": project["requires-python"]}
    listed = bounds(item for item in conda["dependencies"] if isinstance(item, str) and item != "pip")
    assert {"jupyterlab", "pandas", "networkx", "matplotlib", "nbval", "papermill", "python"} == set(listed)
    assert listed == {name: wanted[name] for name in listed}


def test_lock_is_hashed_and_names_no_host():
    for lock in ROOT.rglob("requirements.lock"):
        if ".venv" in lock.parts:
            continue
        text = lock.read_text()
        assert "://" not in text
        assert "index" not in text.lower().replace("--no-emit-index-url", "")
        pins = re.findall(r"^[\w.-]+==", text, re.MULTILINE)
        assert len(pins) > 20
        assert len(re.findall(r"^[\w.-]+==[^\n]*\\\n\s+--hash=sha256:", text, re.MULTILINE)) == len(pins)


def test_lock_pins_every_dependency():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    pinned = set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE))
    assert set(bounds(project["dependencies"])) <= {name.lower() for name in pinned}


def cells(path, kind):
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == kind]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_keep_the_house_form(path):
    notebook = nbformat.read(path, as_version=4)
    code = cells(path, "code")
    text = [cell.source for cell in cells(path, "markdown")]
    assert notebook.cells[0].cell_type == "markdown"
    assert notebook.cells[0].source.startswith("# ")
    assert notebook.metadata.kernelspec.name == "python3"
    assert any(source.startswith("## What this does and does not show") for source in text[-1:])
    assert len(notebook.cells) <= 40
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert all(len(cell.source.splitlines()) <= 15 for cell in code)
    assert not any(re.search(r"^\s*(def|class) ", cell.source, re.MULTILINE) for cell in code)
    outputs = [output for cell in code for output in cell.outputs]
    assert not any(o.output_type == "error" or o.get("name") == "stderr" for o in outputs)
    assert path.stat().st_size < 1_500_000


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_parameters_are_annotated_and_explained(path):
    tagged = [cell for cell in cells(path, "code") if "parameters" in cell.metadata.get("tags", [])]
    assert len(tagged) == 1
    for line in tagged[0].source.splitlines():
        assert re.fullmatch(r"\w+: \w+ = .+  # .+", line), line


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_committed_notebooks_carry_no_machine_and_no_remote(path):
    text = path.read_text()
    assert not re.search(r"/(home|root|work|Users|tmp)/", text)
    assert not re.search(r'src=\\?"https?:', text)


def test_every_command_stands_in_the_readme():
    from analysis import cli

    readme = (ROOT / "README.md").read_text()
    for command in cli.app.registered_commands:
        name = command.name or command.callback.__name__
        assert f"`entente {name}" in readme, name
        assert command.callback.__doc__


def test_make_help_lists_the_targets():
    text = (ROOT / "Makefile").read_text()
    for target in ("report", "test", "lab", "help", "train", "verify", "lint"):
        assert re.search(rf"^{target}:.*## \w", text, re.MULTILINE), target


def test_numbers_stand_with_a_plain_singular_or_plural():
    sources = [
        *(ROOT / "analysis").rglob("*.py"),
        *(ROOT / "analysis").rglob("*.j2"),
        *(ROOT / "analysis").rglob("*.js"),
    ]
    texts = {file.name: file.read_text(encoding="utf-8") for file in sources}
    for notebook in (ROOT / "notebooks").glob("*.ipynb"):
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        texts[notebook.name] = "\n".join("".join(cell["source"]) for cell in cells)
    assert len(texts) > 100
    bracketed = re.compile(r"\b(acts?|events?|articles?|pairs?|columns?|periods?|weeks?|rows?|files?)\(s\)")
    assert {name: bracketed.findall(text) for name, text in texts.items() if bracketed.search(text)} == {}
