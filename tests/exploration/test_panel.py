"""The panel: each control changes what all pictures show."""

import pandas as pd
import pytest
from coded_cases import coded, many

from analysis.actors import labels
from analysis.exploration import panel

CORPUS = coded(
    *many("RUS", "PRK", "AID", "2024-01-10", 6), ("USA", "PRK", "ACCUSE", "2024-02-01"),
    *many("USA", "CHN", "CONSULT", "2024-03-05", 2),
)  # fmt: skip


@pytest.fixture
def parts():
    """The controls by description, and the parts that show."""
    box = panel(CORPUS)
    chooser, words, sides = box.children
    controls = [chooser.children[0], *chooser.children[1].children]
    return {one.description: one for one in controls}, words, sides


def test_it_opens_with_everything(parts):
    controls, words, sides = parts
    assert words.value.startswith("9 asserted events")
    assert controls["months"].value == ("2024-01", "2024-03")
    assert [len(one.value) > 0 for one in sides.children] == [True] * 4


@pytest.mark.parametrize(
    ("control", "value", "n"),
    [
        ("actors", ("CHN",), 2),
        ("months", ("2024-02", "2024-03"), 3),
        ("classes", ("verbal conflict",), 1),
        ("confidence", 0.95, 0),
    ],
)
def test_a_control_changes_words_and_pictures(parts, control, value, n):
    controls, words, sides = parts
    before = [one.value for one in sides.children]
    controls[control].value = value
    assert words.value.startswith(labels.counted(n, "asserted event"))
    assert all(new.value != old for new, old in zip(sides.children, before, strict=True))


def test_history_belongs_to_the_first_month_and_adds_none():
    corpus = coded(*many("RUS", "PRK", "AID", "2024-01-10", 2), ("RUS", "PRK", "AID", "2024-02-10"))
    corpus.events.loc[0, ["when_first", "when_last"]] = pd.Timestamp("1950-06-25")
    chooser, words, _ = panel(corpus).children
    months = chooser.children[1].children[0]
    assert months.options == ("2024-01", "2024-02")
    assert words.value.startswith("3 asserted events, of which the measures count 2 acts of two actors, 1950-06-25")
    months.value = ("2024-02", "2024-02")
    assert words.value.startswith("1 asserted event, of which the measures count 1 act of two actors, 2024-02-10")


def test_text_of_articles_stays_text(parts):
    corpus = coded(("USA", "CHN", "AID", "2024-01-01", {"text": "<script>alert(1)</script> aid", "title": "t"}))
    sentences = panel(corpus).children[2].children[3]
    assert "<script>alert" not in sentences.value
