import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text import sentences as text


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
    assert text.clean(raw) == cleaned


def test_sentences_carry_offsets_into_the_body():
    body = text.clean("Gen. Kim met the U.S. envoy. They agreed.\n\n“We are done.” He left.")
    sentences = text.split_sentences("A title", body)
    assert [(s.kind, s.text) for s in sentences] == [
        ("title", "A title"),
        ("body", "Gen. Kim met the U.S. envoy."),
        ("body", "They agreed."),
        ("quote", '"We are done."'),
        ("body", "He left."),
    ]
    assert all(body[s.start : s.end] == s.text for s in sentences[1:])


@pytest.mark.parametrize(
    ("paragraph", "caption"),
    [
        ("03:56 Leaders meet in Seoul", True),
        ("Leaders meet in Seoul today Leaders meet in Seoul today", True),
        ("SECTION HEADING", True),
        ("Leaders meet in Seoul.", False),
        ("HE RESIGNED.", False),
        ("no no", False),
    ],
)
def test_captions(paragraph, caption):
    assert text.is_caption(paragraph) is caption


@given(st.text(alphabet=st.sampled_from("aB .?!\"'\n“”’1:é"), max_size=200))
def test_every_sentence_is_a_piece_of_the_cleaned_body(raw):
    body = text.clean(raw)
    sentences = text.split_sentences("", body)
    assert all(body[s.start : s.end] == s.text and s.text.strip() == s.text for s in sentences)
    assert [s.index for s in sentences] == list(range(len(sentences)))
    assert "".join("".join(s.text.split()) for s in sentences) == "".join(body.split())
