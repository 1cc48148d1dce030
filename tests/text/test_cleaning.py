import pytest

from analysis.text import clean, straighten


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("“We’re ready”, he said.", '"We\'re ready", he said.'),
        ("SEOUL, Jan 5 (Reuters) - North Korea fired shells.", "North Korea fired shells."),
        ("MOSCOW (AP) — Talks began.", "Talks began."),
        ("Pyongyang, January 2 (KCNA) -- A delegation arrived.", "A delegation arrived."),
        ("LONDON A bounce in shares.", "A bounce in shares."),
        ("NEW YORK A man was charged.", "A man was charged."),
        ("NATO Secretary General Jens Stoltenberg spoke.", "NATO Secretary General Jens Stoltenberg spoke."),
        (
            "North Korea - which has tested again - said no.",
            "North Korea - which has tested again - said no.",
        ),
        ("One.\n \n\n\nTwo.", "One.\n\nTwo."),
        ("Talks ended.\n(Reporting by A. Name; Editing by B. Name)", "Talks ended."),
        ("Talks ended.\nRead more: the full story", "Talks ended."),
        ("a\u200bb\u00a0c", "ab c"),
    ],
)
def test_clean(raw, cleaned):
    assert clean(raw) == cleaned


def test_straightening_keeps_every_offset():
    raw = "“We’re\u00a0ready” – he said"
    assert straighten(raw) == '"We\'re ready" – he said'
    assert len(straighten(raw)) == len(raw)


@pytest.mark.parametrize(
    "title", ["DPRK Foreign Ministry Slams Drill", "SEOUL Protests at Drill", "UAE Minister Visits Oman"]
)
def test_a_title_has_no_dateline_without_a_dash(title):
    assert clean(title, title=True) == title


def test_a_city_before_the_first_sentence_is_a_dateline_and_a_state_is_none():
    assert clean("LONDON A bank said so.") == "A bank said so."
    assert clean("DPRK Foreign Minister Choe spoke.") == "DPRK Foreign Minister Choe spoke."
