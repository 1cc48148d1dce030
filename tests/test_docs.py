"""The documents are true: what they name is there, and they are set so that a diff can be read."""

import ast
import importlib
import importlib.util
import re
import subprocess
import sys
from functools import cache

import nbformat
import pytest
from support import ROOT

import analysis
from analysis import schemas

DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "data").rglob("README.md")]
NOTEBOOKS = sorted(ROOT.glob("notebooks/*.ipynb"))
TABLES = sorted(file for file in (ROOT / "data").rglob("*") if file.suffix in {".csv", ".tsv", ".jsonl"})
ROOMS = [line.partition(":")[0] for line in (ROOT / "docs" / "rooms.txt").read_text().splitlines()]
GENERATED = {"docs/api.md", "docs/data_dictionary.md"}
HISTORY = {"CHANGELOG.md"}  # it names what is gone
MADE = {
    "data/actions/model/model.onnx",
    "data/actions/model/model.json",
    "data/actions/model/tokenizer.json",
}  # `make train`
OF_THE_USER = {
    "corrections.csv", "my-corrections.csv", "my-gold.jsonl",
    "aliases.csv", "NOTE.txt", "run.json", "index.html", "sources.csv", "events.tab", "levant.csv", "mine.csv.gz",
    "my-aliases.csv", "out.ipynb", "plv_train.tsv", "coped_train.jsonl", "rounds_5_to_7.jsonl", "actor_cases.csv",
    "signs.graphml",
}  # fmt: skip
SUFFIXES = "csv|tsv|jsonl?|py|md|ipynb|txt|js|toml|yml|onnx|lock|html|graphml"
MAX_LINE = 119


def text_of(path):
    if path.suffix == ".ipynb":
        return "\n".join(c.source for c in nbformat.read(path, as_version=4).cells if c.cell_type == "markdown")
    return path.read_text(encoding="utf-8")


def relative(path):
    return path.relative_to(ROOT).as_posix()


def without_fences(text):
    return re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)


def code_spans(path):
    """What stands in backticks outside of blocks of code."""
    return set(re.findall(r"`([^`\n]+)`", without_fences(text_of(path))))


@cache
def names_of_files():
    tracked = ("analysis", "benchmarks", "data", "docs", "notebooks", "seeds", "tests", "training")
    files = [file for folder in tracked for file in (ROOT / folder).rglob("*")] + list(ROOT.iterdir())
    return {file.name for file in files if file.is_file()}


def is_file(name):
    """Whether a name that looks like a file or folder of the project is one; other names pass."""
    first = name.partition("/")[0]
    if re.fullmatch(r"(?:docs|data|analysis|notebooks|seeds|tests|training|benchmarks)/[\w./-]*", name):
        return (ROOT / name).exists() or name in MADE
    if first in ROOMS and re.fullmatch(r"\w+(?:/\w+)+(?:\.py)?", name):
        place = ROOT / "analysis" / name.removesuffix(".py")
        return place.is_dir() or place.with_suffix(".py").is_file()
    if re.fullmatch(rf"[\w-]+\.(?:{SUFFIXES})", name):
        return name in names_of_files() | OF_THE_USER
    return True


def resolves(dotted):
    """Whether a dotted name is a module, or an attribute of one."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:length]))
        except ImportError:
            continue
        try:
            for part in parts[length:]:
                found = getattr(found, part)
        except AttributeError:
            return False
        return True
    return False


@cache
def homes():
    """Modules by the name under which documents may call them: the rooms, and their files."""
    found = {room: [f"analysis.{room}"] for room in ROOMS}
    for file in (ROOT / "analysis").rglob("*.py"):
        if file.name != "__init__.py":
            found.setdefault(file.stem, []).append(".".join(file.relative_to(ROOT).with_suffix("").parts))
    found["entente"] = ["analysis"]
    found["coded"] = ["analysis.CodedCorpus"]  # the usual variables
    found["corpus"] += ["analysis.CodedCorpus"]
    found["relations"] += ["analysis.Relations"]
    found["tension"] += ["analysis.Tension"]
    return found


def is_name(span):
    """Whether a dotted name of code is known; what is no such name passes."""
    match = re.fullmatch(r"((?:\w+\.)+\w+)(?:\(.*\))?", span)
    first = match and match[1].split(".")[0]
    if not match or is_file_name(span):
        return True
    if first == "analysis":
        return resolves(match[1])
    if first in homes():
        return any(resolves(f"{home}.{match[1].partition('.')[2]}") for home in homes()[first])
    return first not in analysis.__all__ or resolves(f"analysis.{match[1]}")


def is_file_name(span):
    return re.fullmatch(rf"[\w./-]+\.(?:{SUFFIXES})(?:\.gz)?", span) is not None


@pytest.mark.parametrize("path", [*DOCUMENTS, *NOTEBOOKS], ids=relative)
def test_files_that_are_named_exist(path):
    assert sorted(span for span in code_spans(path) if not is_file(span.rstrip("/"))) == []


@pytest.mark.parametrize(
    "path", [path for path in [*DOCUMENTS, *NOTEBOOKS] if relative(path) not in HISTORY], ids=relative
)
def test_modules_and_functions_that_are_named_exist(path):
    assert sorted(span for span in code_spans(path) if not is_name(span)) == []


def test_the_check_of_names_sees_what_is_wrong():
    assert is_file("docs/methods.md")
    assert is_file("coding/linking")
    assert not is_file("docs/nothing.md")
    assert not is_file("coding/linking_places")
    assert not is_file("frames.py")
    assert is_name("analysis.relations.measure")
    assert is_name("relations.measure(corpus, freq='M')")
    assert is_name("escalation.levels")
    assert is_name("corpus.unresolved()")
    assert not is_name("analysis.frames")
    assert not is_name("analysis.relations.measures.nothing")
    assert not is_name("relations.moved")


@pytest.mark.parametrize("path", [path for path in DOCUMENTS if relative(path) not in GENERATED], ids=relative)
def test_examples_import_what_exists(path):
    for block in re.findall(r"^```python\n(.*?)^```", text_of(path), re.MULTILINE | re.DOTALL):
        for node in ast.walk(ast.parse(block)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("analysis"):
                assert [one.name for one in node.names if not resolves(f"{node.module}.{one.name}")] == []
            elif isinstance(node, ast.Import):
                assert [one.name for one in node.names if not resolves(one.name)] == []
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in homes():
                assert is_name(f"{node.value.id}.{node.attr}"), f"{node.value.id}.{node.attr}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=relative)
def test_links_lead_somewhere(path):
    for address in re.findall(r"\]\(([^)#\s]+)", text_of(path)):
        if "://" not in address:
            assert (path.parent / address).exists(), address


@pytest.mark.parametrize("path", [path for path in DOCUMENTS if relative(path) not in GENERATED], ids=relative)
def test_lines_of_prose_are_short(path):
    lines = without_fences(text_of(path)).splitlines()
    prose = [line for line in lines if not line.startswith("|") and "](" not in line and "://" not in line]
    assert [line for line in prose if len(line) > MAX_LINE] == []


@pytest.mark.parametrize("name", ["build_api", "build_dictionary"])
def test_the_pages_that_are_made_by_a_script_are_up_to_date(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert script.PAGE.read_text(encoding="utf-8") == script.page(), f"run python docs/{name}.py"


def test_every_folder_of_data_says_what_its_rows_mean():
    for folder in (ROOT / "data").iterdir():
        if folder.is_dir() and not folder.name.startswith("."):
            assert (folder / "README.md").is_file(), folder.name


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.relative_to(ROOT / "data").as_posix())
def test_every_table_stands_in_a_readme(table):
    above = [folder / "README.md" for folder in table.parents if ROOT / "data" in folder.parents]
    text = "\n".join(file.read_text(encoding="utf-8") for file in above if file.is_file())
    series = table.parent.name == "exemplars" and "`exemplars/`" in text  # one file for each class
    assert f"`{table.name}`" in text or series


def test_the_architecture_names_every_frame_and_its_columns():
    text = (ROOT / "docs" / "architecture.md").read_text()
    for name in ("documents", "sentences", "mentions", "events"):
        row = next(line for line in text.splitlines() if line.startswith(f"| {name} |"))
        assert [column for column in schemas.columns(name) if column not in row] == [], name


def promised():
    """The promises of the page of reliability, each with the tests that it names as (file, function)."""
    lines = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8").splitlines()
    rows = [
        line.strip("| ").split(" | ") for line in lines if line.startswith("| ") and not line.startswith("| promise")
    ]
    return [(promise, re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", named)) for promise, named in rows]


@cache
def promised_by(file):
    """The tests of a file that are always run."""
    functions = [node for node in ast.parse((ROOT / file).read_text()).body if isinstance(node, ast.FunctionDef)]
    return {one.name for one in functions if not any("skip" in ast.unparse(mark) for mark in one.decorator_list)}


def test_every_promise_names_tests_that_are_there():
    assert len(promised()) > 40
    for promise, named in promised():
        assert named, promise
        assert [one for file, one in named if one not in promised_by(file)] == [], promise


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


def test_the_pages_are_built_without_a_warning_and_load_nothing_from_the_network(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(tmp_path)],
        cwd=ROOT,
        check=True,
    )
    pages = [file.read_text(encoding="utf-8") for file in tmp_path.rglob("*.html")]
    assert len(pages) > 15
    loaded = [tag for page in pages for tag in re.findall(r"<(?:script|link|img)\b[^>]*https?://[^>]*>", page)]
    assert [tag for tag in loaded if "canonical" not in tag] == []


def test_the_first_screen_names_the_wheel_of_this_version():
    wheel = re.search(r"pip install (entente-\S+\.whl)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert wheel[1] == f"entente-{analysis.__version__}-py3-none-any.whl"
