"""The lexicon's tables: what a row may hold, in which order rows are tried, what verbs of will make of acts."""

import csv
import shutil
from pathlib import Path

import pytest

from analysis import errors, ontology
from analysis.actions import lexicon

TABLES = ("verbs", "nouns", "adjectives", "operators", "composition", "classes")
BOOK = lexicon.default()


def table(name):
    with (lexicon.FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def folder(tmp_path):
    """The shipped tables, to be spoiled."""
    return shutil.copytree(lexicon.FOLDER, tmp_path / "lexicon")


def add(folder, name, line):
    with (folder / f"{name}.csv").open("a", encoding="utf-8") as file:
        file.write(line + "\n")


@pytest.mark.parametrize("name", ["verbs", "nouns", "adjectives", "operators"])
def test_every_row_has_an_id_of_its_own(name):
    ids = [row["id"] for row in table(name)]
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("name", ["verbs", "nouns", "adjectives", "operators"])
def test_every_flag_is_read_and_explained(name):
    flags = {flag.partition(":")[0] for row in table(name) for flag in row["flags"].split()}
    explained = (lexicon.FOLDER.parent / "README.md").read_text(encoding="utf-8").partition("## Flags")[2]
    code = "".join(file.read_text(encoding="utf-8") for file in Path(lexicon.__file__).parent.glob("predicate*.py"))
    assert [flag for flag in sorted(flags) if f"`{flag}`" not in explained] == []
    assert [flag for flag in sorted(flags) if f'"{flag}"' not in code and f'"{flag}:"' not in code] == []


@pytest.mark.parametrize("name", TABLES)
def test_no_cell_has_stray_blanks(name):
    wrong = [cell for row in table(name) for cell in row.values() if cell != cell.strip()]
    assert wrong == []


def test_each_root_can_be_told_by_a_verb_or_a_noun_or_a_composition():
    rows = [row for own in (*BOOK.verbs.values(), *BOOK.nouns.values()) for row in own]
    reached = {ontology.plover_of(row.code) for row in rows}
    reached |= {ontology.plover_of(code) for code, _ in BOOK.composition.values() if code != "="}
    assert set(ontology.ROOTS) <= reached


def test_composition_gives_known_codes_from_known_bases():
    for (_, base), (code, _) in BOOK.composition.items():
        assert base in ontology.ROOTS or ontology.plover_of(base) or base[:2] in {"01", "02"}, base
        assert code == "=" or ontology.plover_of(code) or code[:2] in {"01", "02"}, code


def test_rows_that_ask_for_more_are_tried_first():
    for own in (*BOOK.verbs.values(), *BOOK.nouns.values()):
        asked = [bool(row.objects) + bool(row.preposition) + len(row.needs) + len(row.modifiers) for row in own]
        assert asked == sorted(asked, reverse=True), own[0].word


@pytest.mark.parametrize(
    ("operator", "code", "made"),
    [
        ("agree", "040", "036"),
        ("agree", "070", "033"),
        ("agree", "072", "0332"),
        ("agree", "0841", "0353"),
        ("threaten", "190", "THREATEN"),
        ("threaten", "162", "THREATEN"),
        ("refuse", "040", "REJECT"),
        ("request", "071", "REQUEST"),
        ("stop", "070", "SANCTION"),
        ("stop", "190", "RETREAT"),
    ],
)
def test_verbs_of_will_compose(operator, code, made):
    told, _ = BOOK.composed(operator, code)
    assert made in {told, ontology.plover_of(told)}


def test_composition_falls_back_to_the_parent_code_and_then_to_the_root():
    composition = {
        ("agree", "07"): ("x", "asserted"),
        ("agree", "AID"): ("033", "asserted"),
        ("agree", "072"): ("0332", "planned"),
    }
    book = lexicon.Lexicon({}, {}, {}, {}, composition, {})
    assert book.composed("agree", "0721") == ("0332", "planned")
    assert book.composed("agree", "073") == ("033", "asserted")
    assert book.composed("agree", "190") is None


def test_an_equals_sign_keeps_the_code():
    book = lexicon.Lexicon({}, {}, {}, {}, {("agree", "REQUEST"): ("=", "asserted")}, {})
    assert book.composed("agree", "1056") == ("1056", "asserted")


def test_objects_are_lemmas_or_classes(folder):
    add(folder, "verbs", "v.juggle,juggle,,,@aid|ball,obj,070,,,")
    (row,) = lexicon.load(folder).verbs["juggle"]
    assert row.objects == BOOK.classes["aid"] | {"ball"}
    assert row.target == ("obj",)


def test_a_slot_may_need_words(folder):
    add(folder, "verbs", "v.juggle,juggle,,,,obj with:@aid,070,,,")
    (row,) = lexicon.load(folder).verbs["juggle"]
    assert row.needs == (("with", BOOK.classes["aid"]),)


@pytest.mark.parametrize(
    ("name", "line", "complaint"),
    [
        ("verbs", "v.juggle,juggle,,,,obj,999,,,", "verbs.csv, v.juggle: no CAMEO code '999'"),
        ("verbs", "v.juggle,juggle,,,@sword,obj,070,,,", "v.juggle: no class '@sword'"),
        ("nouns", "n.juggling,juggling,,poss,with,44,,,", "nouns.csv, n.juggling: no CAMEO code '44'"),
        ("composition", "agree,JUGGLE,030,dreamt", "composition.csv, agree JUGGLE: no modality 'dreamt'"),
    ],
)
def test_a_bad_row_is_named(folder, name, line, complaint):
    add(folder, name, line)
    with pytest.raises(errors.InputError, match=complaint):
        lexicon.load(folder)
