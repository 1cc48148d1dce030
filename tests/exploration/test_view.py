"""A view keeps what was asked for, shows who was asked for first, and says what it left."""

import pytest
from coded_cases import coded, many

from analysis import errors
from analysis.exploration import view

CORPUS = coded(
    *many("RUS", "PRK", "AID", "2024-01-10", 6), ("USA", "PRK", "ACCUSE", "2024-02-01"),
    *many("USA", "CHN", "CONSULT", "2024-03-05", 2), ("USA", "RUS", "ASSAULT", "2024-03-07", {"modality": "planned"}),
)  # fmt: skip


def pairs(found):
    return sorted({(row.source, row.target) for row in found.events.itertuples()})


def test_all_asserted_acts_are_seen_by_default():
    found = view(CORPUS)
    assert len(found.events) == 9
    assert found.actors[:2] == ("PRK", "RUS")
    assert found.words.startswith(
        "9 asserted events, of which the measures count 9 acts of two actors, 2024-01-10 to 2024-03-05; all classes; "
    )


def test_actors_are_named_as_a_user_types_them_and_come_first():
    found = view(CORPUS, actors="China")
    assert pairs(found) == [("USA", "CHN")]
    assert found.actors == ("CHN", "USA")


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ({"period": "2024-01"}, [("RUS", "PRK")]),
        ({"period": "2024-02-01/2024-03-05"}, [("USA", "CHN"), ("USA", "PRK")]),
        ({"classes": ["verbal conflict"]}, [("USA", "PRK")]),
        ({"classes": []}, []),
        ({"min_confidence": 0.9}, []),
        ({"min_confidence": 0.8}, [("RUS", "PRK"), ("USA", "CHN"), ("USA", "PRK")]),
    ],
)
def test_period_class_and_confidence_narrow_the_view(asked, left):
    assert pairs(view(CORPUS, **asked)) == left


def test_evidence_follows_the_events():
    found = view(CORPUS, actors="CHN").corpus
    assert set(found.evidence["event_id"]) == set(found.events["event_id"])


@pytest.mark.parametrize("asked", [{}, {"actors": "CHN"}, {"classes": []}, {"min_confidence": 1.0}])
def test_every_view_has_its_pictures(asked):
    found = view(CORPUS, **asked)
    for plot in (found.matrix(), found.network(), found.timeline()):
        assert plot.png().startswith(b"\x89PNG")
        assert plot.alt
    assert found.sentences().html


def test_a_notebook_shows_the_picture_and_the_words():
    data, _ = view(CORPUS)._repr_mimebundle_()
    assert set(data) == {"image/png", "text/plain"}
    assert data["text/plain"].startswith("9 asserted events")


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"classes": ["verbal conflicts"]}, "verbal conflict"),
        ({"min_confidence": 2}, "between 0 and 1"),
        ({"actors": "Rusia"}, "Rusia"),
        ({"period": "soon"}, "soon"),
    ],
)
def test_what_is_unknown_is_one_line(asked, message):
    with pytest.raises(errors.InputError, match=message):
        view(CORPUS, **asked)
