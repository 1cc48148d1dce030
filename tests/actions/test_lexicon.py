"""The lexicon's tables: what a row may hold, in which order entries are tried, what embedding verbs make of acts."""

import csv
import shutil
from pathlib import Path

import pytest

from analysis import errors, ontology
from analysis.actions import lexicon

PREDICATES = tuple(lexicon.FLAGS)
TABLES = (*PREDICATES, "composition", "classes", "markers", "senses", "recodings")
LEXICON = lexicon.default()
PREDICATE_FILES = sorted((Path(lexicon.__file__).parent / "predicates").glob("*.py"))
READERS = [*PREDICATE_FILES, *(Path(lexicon.__file__).with_name(name) for name in ("animacy.py", "modality.py"))]
CODING_FILES = sorted((Path(lexicon.__file__).parents[1] / "coding").rglob("*.py"))
MARKER_CODE = "".join(file.read_text(encoding="utf-8") for file in [*READERS, *CODING_FILES])


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


@pytest.mark.parametrize("name", PREDICATES)
def test_every_row_has_an_id_of_its_own(name):
    ids = [row["id"] for row in table(name)]
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("name", PREDICATES)
def test_every_flag_is_used_explained_and_read(name):
    flags = lexicon.FLAGS[name]
    plain = {flag for flag in flags if not flag.startswith(lexicon.EMBEDS)}
    used = {flag for row in table(name) for flag in row["flags"].split()}
    explained = (lexicon.FOLDER.parent / "README.md").read_text(encoding="utf-8").partition("## Flags")[2]
    code = "".join(file.read_text(encoding="utf-8") for file in PREDICATE_FILES)
    assert sorted(plain - used) == []
    assert [flag for flag in sorted(plain) if f"`{flag}`" not in explained] == []
    assert [flag for flag in sorted(plain) if f'"{flag}"' not in code] == []
    assert f"`{lexicon.EMBEDS}" in explained


def test_the_files_that_read_the_flags_are_found():
    assert {file.stem for file in PREDICATE_FILES} >= {"embedding", "matching", "nominal", "reader", "verbal"}


def test_every_group_of_markers_is_read():
    assert [group for group in sorted(LEXICON.markers) if f'"{group}"' not in MARKER_CODE] == []


def test_every_kind_of_embedding_verb_is_explained_and_used():
    readme = (lexicon.FOLDER.parent / "README.md").read_text(encoding="utf-8")
    assert [kind for kind in lexicon.KINDS if f"`{kind}`" not in readme] == []
    assert {row["kind"] for row in table("embedding_verbs")} == set(lexicon.KINDS)


@pytest.mark.parametrize("name", TABLES)
def test_no_cell_has_stray_blanks(name):
    wrong = [cell for row in table(name) for cell in row.values() if cell != cell.strip()]
    assert wrong == []


def test_each_root_can_be_told_by_a_verb_or_a_noun_or_a_composition():
    rows = [row for own in (*LEXICON.verbs.values(), *LEXICON.nouns.values()) for row in own]
    reached = {ontology.plover_of(row.code) for row in rows}
    reached |= {ontology.plover_of(code) for code, _ in LEXICON.composition.values() if code != "="}
    assert set(ontology.ROOTS) <= reached


def test_composition_gives_known_codes_from_known_bases():
    for (_, base), (code, _) in LEXICON.composition.items():
        assert base in ontology.ROOTS or ontology.plover_of(base) or base[:2] in {"01", "02"}, base
        assert code == "=" or ontology.plover_of(code) or code[:2] in {"01", "02"}, code


def test_rows_that_ask_for_more_are_tried_first():
    for own in (*LEXICON.verbs.values(), *LEXICON.nouns.values()):
        asked = [bool(row.objects) + bool(row.preposition) + len(row.needs) + len(row.modifiers) for row in own]
        assert asked == sorted(asked, reverse=True), own[0].word


@pytest.mark.parametrize(
    ("kind", "code", "expected"),
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
def test_kinds_of_embedding_verbs_compose(kind, code, expected):
    composed, _ = LEXICON.compose(kind, code)
    assert expected in {composed, ontology.plover_of(composed)}


@pytest.mark.parametrize(
    ("verb", "kind", "code", "expected"),
    [
        ("o.offer", "agree", "190", "0334"),
        ("o.offer", "agree", "070", "033"),
        ("o.order", "request", "173", "172"),
        ("o.urge", "request", "173", "102"),
        ("o.reaffirm commitment", "agree", "051", "051"),
        ("o.promise", "agree", "051", "032"),
    ],
)
def test_a_verb_with_rows_of_its_own_composes_by_them(verb, kind, code, expected):
    assert LEXICON.compose(kind, code, verb) == (expected, "asserted")


def test_composition_falls_back_to_the_parent_code_and_then_to_the_root():
    composition = {
        ("agree", "07"): ("x", "asserted"),
        ("agree", "AID"): ("033", "asserted"),
        ("agree", "072"): ("0332", "planned"),
    }
    words = lexicon.Lexicon(composition=composition)
    assert words.compose("agree", "0721") == ("0332", "planned")
    assert words.compose("agree", "073") == ("033", "asserted")
    assert words.compose("agree", "190") is None


def test_an_equals_sign_keeps_the_code():
    words = lexicon.Lexicon(composition={("agree", "REQUEST"): ("=", "asserted")})
    assert words.compose("agree", "1056") == ("1056", "asserted")


def test_objects_are_lemmas_or_classes(folder):
    add(folder, "verbs", "v.juggle,juggle,,,@aid|ball,obj,070,,,")
    (row,) = lexicon.load(folder).verbs["juggle"]
    assert row.objects == LEXICON.noun_classes["aid"] | {"ball"}
    assert row.target == ("obj",)


def test_slots_keep_the_order_of_the_table():
    (promise,) = LEXICON.embedding_verbs["promise"]
    assert promise.complement == ("to", "for", "of", "on", "in")
    assert promise.addressee == ("to", "with", "obj")


def test_a_slot_may_need_words(folder):
    add(folder, "verbs", "v.juggle,juggle,,,,obj with:@aid,070,,,")
    (row,) = lexicon.load(folder).verbs["juggle"]
    assert row.needs == (("with", LEXICON.noun_classes["aid"]),)


@pytest.mark.parametrize(
    ("name", "line", "complaint"),
    [
        ("verbs", "v.juggle,juggle,,,,obj,999,,,", "(v.juggle), column code: no CAMEO code '999'"),
        ("verbs", "v.juggle,juggle,,,@sword,obj,070,,,", "(v.juggle), column object: no class '@sword'"),
        ("verbs", "v.juggle,juggle,,,,obj with:@sword,070,,,", "(v.juggle), column target: no class '@sword'"),
        ("verbs", "v.juggle,juggle,,,,obj,070,,,persn", "(v.juggle), column flags: no flag 'persn'"),
        ("nouns", "n.juggling,juggling,,poss,with,44,,,", "(n.juggling), column code: no CAMEO code '44'"),
        ("embedding_verbs", "o.juggle,juggle,,,toss,,,,", "(o.juggle), column kind: no kind of embedding verb 'toss'"),
        ("composition", "agree,AID,030,dreamt", ", column modality: no modality 'dreamt'"),
        ("composition", "agree,JUGGLE,030,asserted", ", column base: no CAMEO code 'JUGGLE'"),
        ("composition", "toss,AID,030,asserted", ", column embedding: neither a kind nor the id"),
        ("markers", "juggling,toss,modality,", ", column group: no group of markers 'juggling'"),
        ("recodings", "150,clown,999,", ", column becomes: no CAMEO code '999'"),
        ("senses", "club,golf", ": not as many cells as the header has"),
    ],
)
def test_a_bad_row_is_named_by_file_line_and_column(folder, name, line, complaint):
    add(folder, name, line)
    number = len((folder / f"{name}.csv").read_text(encoding="utf-8").splitlines())
    with pytest.raises(errors.InputError) as raised:
        lexicon.load(folder)
    message = str(raised.value)
    assert message.startswith(f"{name}.csv, line {number}")
    assert complaint in message


@pytest.mark.parametrize(("name", "row"), [("classes", "time"), ("markers", "copula")])
def test_a_row_that_code_needs_and_the_table_lacks_is_named(folder, name, row):
    path = folder / f"{name}.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith(f"{row},")), encoding="utf-8")
    with pytest.raises(errors.InputError, match=rf"{name}\.csv, column \w+: no row '{row}'"):
        lexicon.load(folder)


def test_a_missing_column_is_named(folder):
    path = folder / "senses.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("beside", "near", 1), encoding="utf-8")
    with pytest.raises(errors.InputError, match=r"senses\.csv: the column 'beside' is missing"):
        lexicon.load(folder)
