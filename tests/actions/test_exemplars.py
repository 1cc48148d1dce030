"""Exemplars: written one by one, not by template; well marked; none of them from gold."""

import json
import os
import re
from collections import Counter
from pathlib import Path

import pytest
from support import ROOT

from analysis import errors, ontology
from analysis.actions import exemplars

ALL = exemplars.load()
LIKE = 0.6
"""Share of the shorter sentence's 5-word shingles above which two exemplars are one with words exchanged."""
GOLD = Path(os.environ.get("ENTENTE_GOLD", ROOT.parent / "shared" / "gold"))
COMMON = frozenset(
    "that with from this have been were will would which their said than more also into over after first time".split()
)
_TEXT = {".jsonl", ".json", ".tsv", ".csv", ".txt", ".tml", ".xml"}


def gold_sentences(folder):
    """The texts in the files of a folder: rows of tables, strings of JSON, tokens put together, markup stripped."""
    for file in sorted(file for file in folder.rglob("*") if file.suffix in _TEXT):
        content = file.read_text(encoding="utf-8", errors="replace")
        if file.suffix == ".jsonl":
            for line in filter(str.strip, content.splitlines()):
                yield from strings(json.loads(line))
        elif file.suffix in {".tsv", ".csv"}:
            yield from (re.sub(r"<[^>]+>", "", line) for line in content.splitlines())
        else:
            yield re.sub(r"<[^>]+>", " ", content)


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        if all(isinstance(one, str) for one in value):
            yield " ".join(value)
        else:
            for one in value:
                yield from strings(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)


def runs(sentence):
    """The runs of five words of a sentence that tell something: names in capitals aside."""
    names = {word.lower() for word in re.findall(r"\b[A-Z]\w*", sentence)}
    return frozenset(run for run in exemplars.shingles(sentence) if tells(run, names))


def tells(run, names=frozenset()):
    """Whether three of five words are neither names nor among the commonest: "on the eve of the" is anybody's."""
    return sum(len(word) > 3 and word not in names and word not in COMMON for word in run) >= 3


def test_every_class_has_enough():
    counts = Counter(one.root for one in ALL)
    assert set(counts) == {*ontology.ROOTS, "NONE"}
    assert min(counts.values()) >= 200
    assert sum(counts.values()) >= 4000


def test_no_two_are_alike():
    alike = [row for row in exemplars.overlaps([one.sentence for one in ALL]) if row[0] > LIKE]
    assert alike == []


def test_no_sentence_stands_twice():
    assert [text for text, n in Counter(one.sentence for one in ALL).items() if n > 1] == []


def test_spans_are_whole_words_inside_their_sentence():
    for one in ALL:
        for start, end in (one.source, one.target):
            words = one.sentence[start:end]
            assert words == words.strip(), (one.file, one.line)
            assert words, (one.file, one.line)
            assert not one.sentence[start - 1 : start].isalnum(), (one.file, one.line)
            assert not one.sentence[end : end + 1].isalnum(), (one.file, one.line)


def test_sentences_are_clean():
    for one in ALL:
        assert not re.search(r"[<>\t{}]|  |^\s|\s$|\[[A-Z]+\]", one.sentence), (one.file, one.line)
        assert 3 <= len(one.sentence.split()) <= 80, (one.file, one.line)


def test_codes_belong_to_their_root():
    wrong = {
        one.cameo
        for one in ALL
        if one.cameo and ontology.plover_of(one.cameo) not in {one.root, None} and one.root != "NONE"
    }
    # The cross-walk parts these two from 081 and its other children, which it has under CONCEDE.
    assert wrong <= {"0813", "0814"}


@pytest.mark.skipif(not GOLD.is_dir(), reason="no gold at hand: set ENTENTE_GOLD to a folder of gold files")
def test_none_has_five_words_of_gold():
    telling = {run for text in gold_sentences(GOLD) for run in exemplars.shingles(text) if tells(run)}
    assert [(one.file, one.line) for one in ALL if runs(one.sentence) & telling] == []


@pytest.mark.skipif("ENTENTE_GOLD" not in os.environ, reason="set ENTENTE_GOLD to a folder of gold files")
def test_none_shares_even_a_name_or_an_idiom_with_gold():
    shared = exemplars.overlaps([one.sentence for one in ALL], gold_sentences(GOLD))
    assert sorted({row[1] for row in shared}) == []


def test_names_and_idioms_are_no_words_of_gold():
    assert runs("It came on the eve of the vote.") == frozenset()
    assert runs("The Organization of American States met.") == frozenset()
    assert ("sold", "nine", "black", "goats", "to") in runs("Kush sold nine black goats to Punt.")


def test_shared_words_with_gold_would_be_found(tmp_path):
    (tmp_path / "a.jsonl").write_text(
        json.dumps({"tokens": ["The", "old", "king", "of", "Nubia", "fled"]}), encoding="utf-8"
    )
    (tmp_path / "b.tsv").write_text(
        "id\ttext\n1\tYes, <s>Kush</s> sold <t>Punt</t> nine black goats.\n", encoding="utf-8"
    )
    (tmp_path / "c.tml").write_text(
        "<TEXT>It rained on <TIMEX3>Monday</TIMEX3> in all of Thebes.</TEXT>", encoding="utf-8"
    )
    (tmp_path / "notes.md").write_text("nothing to read here at all", encoding="utf-8")
    gold = list(gold_sentences(tmp_path))
    ours = [
        "The old king of Nubia slept.",
        "Once Kush sold Punt nine black cows.",
        "On Monday in all of Egypt.",
        "Nothing to read here at all.",
    ]
    found = {row[1] for row in exemplars.overlaps(ours, gold)}
    assert found == set(ours[:3])


def test_likeness_is_the_share_of_the_shorter_sentence():
    long = "one two three four five six seven eight nine ten"
    ((share, *_),) = exemplars.overlaps(["one two three four five six x", long])
    assert share == pytest.approx(2 / 3)
    assert exemplars.overlaps(["one two three four x", long]) == []


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("040\t<s>Chad</s> met Niger.", "not exactly one"),
        ("040\t<s>Chad</s> met <s>Mali</s> and <t>Niger</t>.", "<s> stands twice"),
        ("040\t<s>The <t>Chad</t> army</s> met.", "overlap"),
        ("040\t</s>Chad<s> met <t>Niger</t>.", "not exactly one"),
    ],
)
def test_a_badly_marked_row_is_named(tmp_path, line, complaint):
    (tmp_path / "CONSULT.tsv").write_text(
        f"cameo\tsentence\n040\t<s>Peru</s> met <t>Chile</t>.\n{line}\n", encoding="utf-8"
    )
    with pytest.raises(errors.InputError, match=rf"CONSULT\.tsv, line 3: .*{complaint}"):
        exemplars.load(tmp_path)


def test_a_file_of_no_class_is_named(tmp_path):
    (tmp_path / "JUGGLE.tsv").write_text("cameo\tsentence\n", encoding="utf-8")
    with pytest.raises(errors.InputError, match=r"JUGGLE\.tsv: JUGGLE is no PLOVER root"):
        exemplars.load(tmp_path)
