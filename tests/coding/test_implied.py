"""Sides that a sentence does not name, but its document makes plain: deeds told before, and hosts of visitors."""

import datetime as dt
from dataclasses import replace

import pytest

from analysis.actors.gazetteer import with_aliases
from analysis.coding import adjudication, document, implied, proposals
from analysis.text import Sentence, parsing

ON = dt.date(2023, 6, 15)
RAID = "Sudanese soldiers raided a village in Chad on Monday."


def read(*texts, title=None, home=None):
    """The adjudicated sentences of a document."""
    told = [*([title] if title else []), *texts]
    sentences = [
        Sentence(number, 0, len(text), text, "title" if title and not number else "body")
        for number, text in enumerate(told)
    ]
    article, names = document.Document("", ON, home=home), with_aliases(None)
    found = document.find_mentions(article, sentences, names)
    wanted = [one for one in found if document.needs_parse(one)]
    parses = {id(one): parse for one, parse in zip(wanted, parsing.parse([one.text for one in wanted]), strict=True)}
    parsed = [replace(one, parse=parses.get(id(one))) for one in found]
    return adjudication.adjudicate(document.code_document(article, parsed, names))


def deeds(*texts, **options):
    """The words of the last sentence that stand for the doer of a deed, and for whom."""
    return [(one.text, one.actor) for one in read(*texts, **options)[-1].mentions if one.how == "deed"]


def acts(*texts, **options):
    return {(one.source, one.root, one.target) for one in read(*texts, **options)[-1].candidates}


@pytest.mark.parametrize(
    ("title", "before", "sentence", "words", "doer"),
    [
        (None, RAID, "Kenya condemned the raid.", "the raid", "SDN"),
        (None, RAID, "Kenya strongly condemned this deplorable raid on Monday.", "this deplorable raid", "SDN"),
        (
            "Region alarmed by Chilean missile launch",
            "Talks went on.",
            "Peru condemned the launch.",
            "the launch",
            "CHL",
        ),
        (None, "Chad invaded Cameroon in March.", "Niger condemned the invasion.", "the invasion", "TCD"),
        (None, RAID, "The assault drew a protest from Uganda.", "The assault", "SDN"),
        (None, "Chile banned imports of fruit from Brazil.", "Peru criticised the move.", "the move", "CHL"),
    ],
    ids=["same noun", "words between", "title", "verb and noun", "same kind", "any deed"],
)
def test_a_definite_deed_stands_for_its_doer(title, before, sentence, words, doer):
    assert deeds(before, sentence, title=title) == [(words, doer)]


@pytest.mark.parametrize(
    "texts",
    [
        ("Kenya condemned the raid.",),
        (RAID, "Kenya condemned a raid."),
        (RAID, "Kenya condemned the raid by Niger."),
        (RAID, "Kenya condemned the Nigerien raid."),
        (RAID, "Kenya condemned the raid that killed ten farmers in May."),
        (RAID, "Kenya and Sudan discussed the raid."),
        (RAID, "Chadian soldiers raided a village in Sudan on Tuesday.", "Kenya condemned the raid."),
        ("Sudan held talks with Chad.", "Kenya praised the talks."),
        ("Sudan raided a village in Chad.", "Kenya condemned the raid on Niger."),
        ("Chile banned imports from Peru.", "Chad closed a bridge.", "It rained.", "Haiti opposed the move."),
    ],
    ids=[
        "not told", "indefinite", "by", "adjective", "another, defined", "doer is named", "two doers", "of two",
        "another victim", "too far",
    ],
)  # fmt: skip
def test_a_deed_stays_open_where_its_doer_is_not_plain(texts):
    assert deeds(*texts) == []


def test_whoever_condemns_a_deed_told_before_blames_its_doer():
    assert acts(RAID, "Kenya strongly condemned the raid.") == {("KEN", "ACCUSE", "SDN")}
    assert acts("Kenya strongly condemned the raid.").isdisjoint({("KEN", "ACCUSE", "SDN")})


def test_sanctions_of_a_state_may_be_against_it():
    assert deeds("Talks about Chadian sanctions went on.", "Kenya criticised the sanctions.") == []
    assert deeds("Talks about Chad's sanctions on Niger went on.", "Kenya criticised the sanctions.") != []


def test_a_deed_that_may_be_known_is_worth_a_parse():
    assert implied.takes_up_deed("Kenya said the raid was a crime.")
    assert not implied.takes_up_deed("Kenya said that a raid was a crime.")
    assert not implied.takes_up_deed("Kenya praised the talks.")


@pytest.mark.parametrize(
    ("sentence", "home", "host"),
    [
        ("A Kenyan delegation of teachers toured the National Museum.", "NOR", "NOR"),
        ("A Kenyan delegation of teachers visited several farms here.", "NOR", "NOR"),
        ("A Kenyan delegation of teachers visited Bergen on Monday.", "DNK", "NOR"),
    ],
    ids=["a thing of the place", "here", "another place"],
)
def test_a_visitor_is_received_by_the_state_that_he_is_in(sentence, home, host):
    assert {("KEN", "CONSULT", host), (host, "CONSULT", "KEN")} <= acts(sentence, home=home)


@pytest.mark.parametrize("home", [None, "KEN"])
def test_a_visit_at_home_or_nowhere_has_no_host(home):
    assert {
        one for one in acts("A Kenyan delegation of teachers toured the National Museum.", home=home) if all(one)
    } == set()


STATEMENT = "Statement by Kenyan President William Ruto on Sudan"
BLAME = "Sudan has committed shameless crimes against defenceless villagers."


def test_what_a_statement_says_of_others_is_done_by_its_author():
    (found,) = [one for one in read(BLAME, title=STATEMENT)[-1].candidates if one.root == "ACCUSE"]
    assert (found.source, found.target, found.modality, found.status) == ("KEN", "SDN", "asserted", "now")
    assert found.decided_by.startswith("voice; model ACCUSE")
    assert (found.spans.source, found.attributed_to) == (None, "KEN")
    assert (found.first, found.last, found.days.precision) == (ON, ON, "published")


def test_words_of_nobody_known_blame_nobody():
    assert ("KEN", "ACCUSE", "SDN") not in acts(BLAME, title="Kenyan President William Ruto visits Sudan")
    assert all(source is not None or root != "ACCUSE" for source, root, _ in acts(BLAME))


def test_what_somebody_else_is_said_to_do_is_not_done_by_the_author():
    for said in ("strongly condemned the crimes of Sudan", "said that Sudan had committed shameless crimes"):
        found = acts(f"Ana Lund {said}.", title=STATEMENT)
        assert ("KEN", "ACCUSE", "SDN") not in found


def test_a_title_tells_of_the_topic_of_a_statement_and_nothing_of_its_author():
    title = "Statement by Kenyan President William Ruto on Sudan's attack on Chad"
    (sentence,) = read(title, title=None)[-1:]
    assert sentence.mentions[0].actor == "KEN"
    head, _ = read("Rain fell.", title=title)
    assert "KEN" not in {one.actor for one in head.mentions}
    remarks, _ = read("Rain fell.", title="Remarks by Kenyan President William Ruto on Sudan's attack on Chad")
    assert "KEN" in {one.actor for one in remarks.mentions}
    placed, _ = read("Rain fell.", title="Remarks by Kenyan President William Ruto on Sudan | Kampala, Uganda")
    assert {"KEN", "SDN"} == {one.actor for one in placed.mentions if one.actor}
    live, _ = read("Rain fell.", title="Live updates | Kenya blames Sudan")
    assert {"KEN", "SDN"} == {one.actor for one in live.mentions if one.actor}


def test_what_runs_on_in_a_quotation_is_done_by_who_is_quoted():
    lead = '"We have seen enough," Kenyan President William Ruto said.'
    assert ("KEN", "ACCUSE", "SDN") in acts(lead, f'"{BLAME}"')
    assert ("KEN", "ACCUSE", "SDN") not in acts(lead, BLAME)


def test_who_is_named_by_a_sentence_is_no_voice_beside_it():
    (sentence,) = read("Kenya and Sudan are neighbours.")
    kenya, sudan, *_ = sentence.mentions
    uganda = replace(kenya, actor="UGA")
    for voice, asked in ((kenya, 1), (sudan, 1), (uganda, 2)):
        assert len(proposals.draft(sentence.tree, sentence.mentions, [], implied.unnamed(voice)).questions) == asked


def days(*texts, **options):
    """First day and precision of the acts of the last sentence."""
    return {(one.first.isoformat(), one.days.precision) for one in read(*texts, **options)[-1].candidates}


MET = "Kenya's president met the prime minister of Chad in Nairobi on Tuesday."  # the 13th


def test_news_without_a_day_is_of_the_only_day_of_its_article():
    assert days(MET, "Kenya condemned Sudan.") == {("2023-06-13", "article")}


@pytest.mark.parametrize(
    "texts",
    [
        ("Kenya condemned Sudan.",),
        (MET, "Chad's president met the prime minister of Niger on Wednesday.", "Kenya condemned Sudan."),
        ("Rain fell.", "Rain fell.", "Rain fell.", "Rain fell.", MET, "Kenya condemned Sudan."),
        ("Kenya's president met the prime minister of Chad on 5 June.", "Kenya condemned Sudan."),
    ],
    ids=["no day", "two days", "day not at the head", "day long ago"],
)
def test_news_of_an_article_without_one_recent_day_is_dated_to_publication(texts):
    assert days(*texts) == {("2023-06-15", "published")}


def test_what_a_statement_does_by_its_words_it_does_when_it_is_published():
    lead = "Sudanese soldiers raided a village in Chad on Tuesday."
    assert days(lead, BLAME, title=STATEMENT) == {("2023-06-15", "published")}
    assert days(lead, "We condemn Sudan.", title=STATEMENT) == {("2023-06-15", "published")}
