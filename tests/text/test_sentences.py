import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text import clean, sentences, split_sentences


def test_sentences_carry_offsets_into_the_body():
    body = clean("Gen. Kim met the U.S. envoy. They agreed.\n\n“We are done.” He left.")
    found = split_sentences("A title", body)
    assert [(s.kind, s.text) for s in found] == [
        ("title", "A title"),
        ("body", "Gen. Kim met the U.S. envoy."),
        ("body", "They agreed."),
        ("quote", '"We are done."'),
        ("body", "He left."),
    ]
    assert all(body[s.start : s.end] == s.text for s in found[1:])


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
    assert sentences.is_caption(paragraph) is caption


@given(st.text(alphabet=st.sampled_from("aB .?!\"'\n“”’1:é"), max_size=200))
def test_every_sentence_is_a_piece_of_the_cleaned_body(raw):
    body = clean(raw)
    found = split_sentences("", body)
    assert all(body[s.start : s.end] == s.text and s.text.strip() == s.text for s in found)
    assert [s.index for s in found] == list(range(len(found)))
    assert "".join("".join(s.text.split()) for s in found) == "".join(body.split())


@pytest.mark.parametrize("unit", ["one hundred and ", "word, ", "a-", "\u00e9"])
def test_a_text_without_an_end_is_cut_into_sentences(unit):
    body = (unit * 20_000).strip()
    found = split_sentences(body, body)
    assert max(len(one.text) for one in found) <= 2500
    assert [one.index for one in found] == list(range(len(found)))
    for kind in ("title", "body"):
        own = [one for one in found if (one.kind == "title") == (kind == "title")]
        assert all(body[one.start : one.end] == one.text for one in own)
        assert "".join(one.text for one in own).replace(" ", "") == body.replace(" ", ""), "nothing is lost"
        if " " in unit:
            assert all(body[one.end : one.end + 1] in {" ", ""} for one in own), "cut between two words"
