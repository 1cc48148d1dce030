"""Deduplication against annotated pairs: precision, recall and F1 of linking."""

import json

import pytest

from analysis import errors
from analysis.validation import stories

ONE = {
    "id": "1", "sentence": "Peru expelled the ambassador of Bolivia on Monday.", "published": "2021-03-03",
    "second_sentence": "On Monday Peru expelled the ambassador of Bolivia.", "second_published": "2021-03-04",
    "same": True,
}  # fmt: skip


def write(path, *rows):
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def shipped():
    return stories.evaluate_stories()


def value(check, name):
    return check.measures.set_index("measure").loc[name, "value"]


def test_linked_pairs_are_compared_with_the_annotation(tmp_path):
    other = ONE | {"id": "2", "second_published": "2023-07-12", "same": False}
    wrong = ONE | {"id": "3", "same": False, "note": "annotated wrongly"}
    unread = ONE | {"id": "4", "second_sentence": "It rained in Peru."}
    check = stories.evaluate_stories(write(tmp_path / "pairs.jsonl", ONE, other, wrong, unread), n_boot=20)
    assert value(check, "story_precision") == 1 / 2
    assert value(check, "story_recall") == 1 / 2
    assert value(check, "story_f1") == 1 / 2
    assert value(check, "story_f1_where_read") == pytest.approx(2 / 3)
    assert value(check, "story_read") == 3 / 4
    assert check.errors["id"].tolist() == ["3", "4"]
    assert check.errors["gold"].tolist() == ["two", "one"]
    assert check.errors["note"].tolist() == ["annotated wrongly", ""]


def test_the_shipped_pairs_are_many_and_of_both_kinds():
    pairs = stories.read_pairs()
    assert len(pairs) == 120
    assert len({one.id for one in pairs}) == 120
    assert len({(one.sentence, one.second_sentence, one.second_published) for one in pairs}) == 120
    assert 50 <= sum(one.same for one in pairs) <= 70


def test_linking_is_held_to_what_it_reached(shipped):
    assert value(shipped, "story_f1_where_read") > 0.7
    assert value(shipped, "story_precision") > 0.7
    assert value(shipped, "story_recall") > 0.5


def test_intervals_hold_the_value_and_repeat(shipped):
    rows = shipped.measures
    assert ((rows["low"] <= rows["value"]) & (rows["value"] <= rows["high"])).all()
    assert stories.evaluate_stories(n_boot=1000).measures.equals(rows)


@pytest.mark.parametrize(
    ("spoiled", "complaint"),
    [
        ({"same": "yes"}, "line 2: same is neither"),
        ({"published": "12 May"}, "line 2: .*12 May"),
    ],
)
def test_a_bad_row_is_named(tmp_path, spoiled, complaint):
    with pytest.raises(errors.InputError, match=rf"pairs\.jsonl, {complaint}"):
        stories.read_pairs(write(tmp_path / "pairs.jsonl", ONE, ONE | spoiled))


def test_a_missing_key_is_named(tmp_path):
    short = {key: cell for key, cell in ONE.items() if key != "second_sentence"}
    with pytest.raises(errors.InputError, match="line 1: second_sentence is missing"):
        stories.read_pairs(write(tmp_path / "pairs.jsonl", short))
