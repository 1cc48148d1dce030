"""Keys: what changes the coding of a document changes its key, and nothing else does."""

import ast
import datetime as dt
import re

import pytest

from analysis import _package
from analysis.actors.gazetteer import with_aliases
from analysis.actors.tables import Aliases
from analysis.store import DocumentKeys, keys

TITLE, BODY = "Talks in Geneva", "Qorvath praised China.\n\nThe Zhün-Bek group met (General) O'Hara."
DAY = dt.date(2023, 3, 1)
COLUMNS = "alias,actor,role,person,from,to,path\n"


def key(*rows, title=TITLE, body=BODY, published=DAY, path="a.txt", home=None):
    aliases = Aliases("aliases.csv", (COLUMNS + "".join(f"{row}\n" for row in rows)).encode()) if rows else None
    return DocumentKeys(aliases).of(title, body, published=published, path=path, home=home)


def test_text_title_and_day_make_the_key_and_the_file_does_not():
    assert key() == key(path="elsewhere/b.txt") == key(path=None)
    others = [
        key(title="Talks"), key(body=BODY + "x"), key(published=dt.date(2023, 3, 2)),
        key(title=TITLE + "\n", body=BODY), key(title="", body=f"{TITLE}\n{BODY}"), key(home="CHE"),
    ]  # fmt: skip
    assert len({key(), *others}) == 7


@pytest.mark.parametrize(
    "row",
    [
        "Qorvath,FRA", "QORVATH,FRA", "qorvath,FRA", "Zhun Bek,DEU", "Zhün-Bek group,ARM:ZB", "General,USA,MIL",
        "China", "Geneva", "Qorvath,FRA,,,2023", "Qorvath,FRA,,,2023-03-01,2023-03-01", "Qorvath,FRA,,,,,a.txt",
        "O'Hara,IRL",
    ],
)  # fmt: skip
def test_an_alias_that_can_touch_the_document_changes_its_key(row):
    assert key(row) != key()


@pytest.mark.parametrize(
    "row",
    [
        "Nobody,FRA", "Geneva in,FRA", "Qorvath,FRA,,,2024", "Qorvath,FRA,,,,2023-02", "Qorvath,FRA,,,,,b.txt",
        "Hara O,IRL",
    ],
)  # fmt: skip
def test_an_alias_that_cannot_touch_it_leaves_its_key(row):
    assert key(row) == key()
    assert key("Qorvath,FRA", row) == key("Qorvath,FRA")


def test_the_meaning_and_the_order_of_aliases_count_and_blanks_do_not():
    assert key("Qorvath,FRA") != key("Qorvath,DEU")
    assert key("Qorvath,FRA", "Qorvath,DEU") != key("Qorvath,DEU", "Qorvath,FRA")
    assert key("Qorvath,FRA") == key("  Qorvath , FRA ") == key("Qorvath,FRA,,,,,")


LABELS = ("Qorvath", "Zhün-Bek", "the Front", "Al-'Ula", "Y.P.G.", "O’Hara", "Ministry of Truth", "İstanbul Group")


@pytest.mark.parametrize("case", [str, str.upper, str.title, lambda text: text.replace(" ", "  ")])
def test_what_the_gazetteer_finds_the_key_sees(case):
    names = with_aliases(Aliases("aliases.csv", (COLUMNS + "".join(f"{one},FRA\n" for one in LABELS)).encode()))
    n_found = 0
    for label in LABELS:
        own = DocumentKeys(Aliases("aliases.csv", f"{COLUMNS}{label},FRA\n".encode()))
        for text in (f"Yesterday {label} met China.", f'"{label}\'s" men met China.', f"({label}) met China."):
            if any(one.how == "alias" for one in names.find(case(text), on=DAY)):
                n_found += 1
                assert own.of("", case(text), published=DAY) != key(title="", body=case(text))
    assert n_found >= len(LABELS)


@pytest.fixture
def installed(tmp_path):
    """A package and its tables, small enough to be edited."""
    files = ["package/schemas.py", "package/cli.py", "package/viz/svg.py", "data/actions/exemplars/a.tsv"]
    files += [f"package/{room}/inner/file.py" for room in keys.CODE if not room.endswith(".py")]
    files += ["package/ontology.py", *(f"data/{folder}/inner/table.csv" for folder in keys.TABLES)]
    for file in files:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text("old")
    return tmp_path


@pytest.mark.parametrize(
    ("file", "counts"),
    [
        ("package/coding/inner/file.py", True), ("package/actors/new.py", True), ("package/schemas.py", True),
        ("package/viz/svg.py", False), ("package/cli.py", False), ("package/coding/notes.md", False),
        *((f"data/{folder}/inner/table.csv", True) for folder in keys.TABLES),
        ("data/actions/exemplars/a.tsv", False), ("data/actors/README.md", False), ("data/signed/a.csv", False),
    ],
)  # fmt: skip
def test_the_version_rests_on_the_code_and_tables_of_the_coder(installed, file, counts):
    (installed / file).parent.mkdir(exist_ok=True)
    (installed / file).write_text("new")
    files = keys.coder_files(installed / "package", installed / "data")
    assert ((installed / file) in files) is counts


def test_every_room_and_table_that_codes_a_document_is_in_the_version():
    """The modules that `coding.pipeline` reaches, without those that read, join and keep whole corpora."""
    whole = {
        "analysis",
        "analysis.corpus",
        "analysis.events",
        "analysis.errors",
        "analysis._processes",
        "analysis._cluster",
        "analysis._package",
    }
    seen, rest = set(), ["analysis.coding.pipeline"]
    while rest:
        module = rest.pop()
        place = _package.PACKAGE.parent / module.replace(".", "/")
        file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
        if module in seen or ".".join(module.split(".")[:2]) in whole or not file.is_file():
            continue
        seen.add(module)
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "analysis":
                rest += [node.module, *(f"{node.module}.{one.name}" for one in node.names)]
    rest = {module.split(".")[1] for module in seen if module.count(".")}
    assert {name if name in keys.CODE else f"{name}.py" for name in rest} <= set(keys.CODE)
    files = [file for name in keys.CODE for file in (_package.PACKAGE / name).rglob("*.py")]
    assert {name for file in files for name in re.findall(r'DATA / "(\w+)"', file.read_text())} <= set(keys.TABLES)
