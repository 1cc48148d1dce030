"""For whom "we" stands: a document in, its first-person pronouns and their actors out."""

import datetime as dt

import pytest

from analysis.actors import gazetteer
from analysis.coding import document
from analysis.homes.authors import author_of
from analysis.text import split_sentences

ON = dt.date(2016, 3, 1)


def spoken(body, *, title=""):
    """The first-person pronouns of a document, in order, each with its actor."""
    text = document.Document("", ON, title=title, body=body)
    found = document.find_mentions(text, split_sentences(title, body), gazetteer.default())
    return [(one.text, one.actor) for sentence in found for one in sentence.spoken]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('"We condemn the raid by Chad," said Kenyan President Uhuru Kenyatta.', [("We", "KEN")]),
        ('Kenyan President Uhuru Kenyatta later told reporters: "We reject it, and I said so."',
         [("We", "KEN"), ("I", "KEN")]),
        ('"Our troops left Chad," according to the Kenyan defence ministry.', [("Our", "KEN")]),
        ('"We warned Chad. He ignored us," Kenya\'s foreign minister said.', [("We", "KEN"), ("us", "KEN")]),
        ('"We warned Chad," Kenya\'s foreign minister said. "He ignored us."', [("We", "KEN"), ("us", "KEN")]),
        ('Kenya\'s foreign minister flew to Chad on Monday. "We are friends," he said.', [("We", "KEN")]),
        ('Kenya recalled its envoy on Monday. "We have had enough of Chad," the statement said.', [("We", "KEN")]),
        ('"We warned Chad," Kenya\'s envoy said.\n\nChad did not answer. Elders in Lome wept. "We are poor."',
         [("We", "KEN")]),
    ],
)  # fmt: skip
def test_who_is_told_to_speak_is_meant(body, expected):
    assert spoken(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        '"We lost our goats," a Kenyan herder said near Chad.',
        '"We sell tea," the chief executive of a Kenyan company said.',
        '"We know nothing," a man said. Kenya and Chad kept silent.',
        "Our correspondent in Kenya told us that Chad had closed the border.",
        '"Our two countries are brothers," said Kenyan President Uhuru Kenyatta in Chad.',
        "World War I divided Kenya and Chad.",
    ],
)
def test_private_people_reporters_and_both_sides_are_no_state(body):
    assert spoken(body) == []


def test_a_quotation_runs_over_paragraphs_that_open_with_a_mark():
    body = '"We warned Chad.\n\n"We will warn it again," said Kenyan President Uhuru Kenyatta.\n\nWe know no more.'
    assert spoken(body) == [("We", "KEN"), ("We", "KEN")]


@pytest.mark.parametrize(
    ("title", "head"),
    [
        ("Statement by President Uhuru Kenyatta on Chad", ""),
        ("Chad", "Uhuru Kenyatta, President of the Republic\n\n"),
        ("Chad", "The text below is attributable to President Uhuru Kenyatta:\n\n"),
        ("Chad", "Office of the Kenyan Prime Minister\n\n"),
    ],
)
def test_an_official_speaks_in_what_he_publishes(title, head):
    assert spoken(f"{head}We are closing our border with Chad.", title=title) == [("We", "KEN"), ("our", "KEN")]


def test_in_a_transcript_the_name_before_the_colon_speaks():
    body = "PRESIDENT KENYATTA: We thank Chad.\n\nWe will visit Chad.\n\nQUESTION: Do we know when?"
    assert spoken(body, title="Remarks by President Uhuru Kenyatta") == [("We", "KEN"), ("We", "KEN")]


def test_a_headline_about_an_official_makes_no_author():
    names = gazetteer.default()
    for title in ("Kenyatta, rivals urge calm", "President Uhuru Kenyatta visits Chad", "Kenya sends troops"):
        assert author_of([(title, names.find(title, on=ON))]) is None


def test_a_sentence_whose_speaker_is_known_is_parsed():
    body = '"We condemn raids by Chad."'
    text = document.Document("", ON, title="Statement by President Uhuru Kenyatta", body="We condemn raids by Chad.")
    *_, coded = document.find_mentions(text, split_sentences(text.title, text.body), gazetteer.default())
    assert document.needs_parse(coded)
    bare = document.Document("", ON, body=body)
    [coded] = document.find_mentions(bare, split_sentences("", body), gazetteer.default())
    assert not document.needs_parse(coded)


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("KCNA Commentary on Drills", "PRK"),
        ("Drills Will Fail: Xinhua Commentary", "CHN"),
        ("New York Times Commentary on Drills", None),
        ("KCNA reports on drills", None),
        ("Readout of President Uhuru Kenyatta's Call with President Idriss Deby of Chad", "KEN"),
        ("President Uhuru Kenyatta's Call with President Idriss Deby of Chad", None),
    ],
)
def test_commentaries_and_readouts_have_an_author(line, author):
    found = author_of([(line, gazetteer.default().find(line, on=ON))])
    assert (found.actor if found else None) == author


def voices(body, *, title=""):
    """For each sentence in whose words it is."""
    text = document.Document("", ON, title=title, body=body)
    found = document.find_mentions(text, split_sentences(title, body), gazetteer.default())
    return [one.voice.actor if one.voice else None for one in found]


def test_a_statement_is_in_the_words_of_its_author_except_its_title_and_what_it_quotes():
    body = 'Chad broke its word. "Kenya is weak," its president had said.\n\nThat must end.'
    assert voices(body, title="Statement by President Uhuru Kenyatta") == [None, "KEN", None, "KEN"]


def test_a_quotation_that_runs_on_is_in_the_words_of_who_is_quoted():
    body = '"We warned Chad," Kenya\'s foreign minister said. "It ignored the law." Chad kept silent.'
    assert voices(body) == [None, "KEN", None]


def test_a_name_before_the_colon_of_a_title_is_no_author_of_the_rest():
    assert voices("Chad closed its border.", title="Kenya: We have done enough") == [None, None]


def test_a_name_in_capitals_before_a_colon_speaks_within_a_paragraph_too():
    body = "We met. PRESIDENT DEBY: We thank Kenya."
    assert spoken(body, title="Remarks by President Uhuru Kenyatta and President Idriss Deby of Chad")[0] == (
        "We",
        "KEN",
    )
    assert ("We", "KEN") not in spoken(body, title="Remarks by President Uhuru Kenyatta")[1:]
