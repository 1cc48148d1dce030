"""Checks by the parse: pairs between which nothing happens, and acts that are taken as known."""

import pytest

from analysis.actors import Mention
from analysis.coding import checks
from analysis.text import parsing
from analysis.text.parsing import Tree


def parsed(text):
    return Tree.from_doc(next(iter(parsing.parse([text]))))


def side(text, words, actor):
    start = text.index(words)
    return Mention(start, start + len(words), words, actor, actor, (), None, "name", 1.0)


def token(tree, word):
    return tree.lower.index(word.lower())


@pytest.mark.parametrize(
    ("text", "one", "other", "trigger", "apart"),
    [
        ("Deputy Minister Sosa held separate calls with Peru and Chile.", "Peru", "Chile", "calls", True),
        ("In calls with the Kenyan and Chadian foreign ministers, Lund urged calm.", "Kenyan",
         "Chadian foreign ministers", "calls", True),
        ("Deputy Minister Sosa held a trilateral call with Peru and Chile.", "Peru", "Chile", "call", False),
        ("Peru and Chile held a call on Monday.", "Peru", "Chile", "call", False),
        ("Talks between Peru and Chile began on Monday.", "Peru", "Chile", "Talks", False),
        ("Peru and Chile welcomed the vote.", "Peru", "Chile", "welcomed", True),
        ("Peru and Chile signed a treaty.", "Peru", "Chile", "signed", False),
        ("Peru accused Bolivia of arson, and Chile called for calm.", "Peru", "Chile", "accused", True),
        ("Peru said Chile had closed the border.", "Peru", "Chile", "said", False),
        ("Peru discussed the unrest in Chile.", "Peru", "Chile", "discussed", True),
        ("Peru also discussed Chile.", "Peru", "Chile", "discussed", True),
        ("Peru met Bolivia over Chile.", "Peru", "Chile", "met", True),
        ("Peru talked with Bolivia about the fleet of Chile.", "Peru", "Chile", "talked", True),
        ("Peru talked with Chile.", "Peru", "Chile", "talked", False),
        ("Peru said its guest Ana of Chile was killed on Monday.", "Peru", "Chile", "killed", True),
        ("Peru said guests from Chile were killed on Monday.", "Peru", "Chile", "killed", False),
        ("Peru said its guest Ana of Chile was killed by Bolivia.", "Bolivia", "Chile", "killed", False),
    ],
)  # fmt: skip
def test_pairs_that_the_parse_shows_to_be_apart(text, one, other, trigger, apart):
    tree = parsed(text)
    pair = side(text, one, "AAA"), side(text, other, "BBB")
    assert checks.are_apart(tree, *pair, "CONSULT", token(tree, trigger)) is apart


@pytest.mark.parametrize(
    ("text", "victim", "doer"),
    [
        ("Norway condemned the shelling of Chad by Niger.", "Chad", "Niger"),
        ("Norway condemned Niger's war against Chad.", "Chad", "Niger"),
        ("Norway condemned the launch, which violated Chad's borders.", "Chad", None),
        ("Norway condemned Mahamat Deby's killing.", "Mahamat Deby", None),
        ("Norway condemned Niger but blamed the Chad attack on Mali.", "Chad", "Mali"),
    ],
)
def test_the_victim_of_a_deed_is_not_blamed_for_it(text, victim, doer):
    tree = parsed(text)
    norway, hit = side(text, "Norway", "NOR"), side(text, victim, "TCD")
    assert checks.is_victim(tree, hit)
    assert checks.are_apart(tree, norway, hit, "ACCUSE", token(tree, "condemned"))
    if doer is not None:
        assert not checks.is_victim(tree, side(text, doer, "XXX"))


@pytest.mark.parametrize(
    "text",
    ["Norway on Monday blamed Chad.", "On June 13, Norway blamed Chad.", "Norway blamed Chad on Monday for the raid."],
)
def test_whom_somebody_blames_on_a_day_is_no_victim(text):
    assert not checks.is_victim(parsed(text), side(text, "Chad", "TCD"))


def test_a_name_in_the_title_of_an_office_is_its_topic():
    text = "Special Envoy for the Republic of Chad (RC) Ana Lund met Niger's envoy to Mali."
    names = [side(text, "Republic of Chad", "TCD"), side(text, "RC", "TCD"), side(text, "Niger", "NER")]
    assert checks.topics_of_offices(text, names) == {(names[0].start, names[0].end), (names[1].start, names[1].end)}


def test_the_letters_behind_the_title_of_an_office_are_its_topic_too():
    text = "Special Envoy for the Republic of Chad (RC) Lund met Niger's envoy."
    names = [side(text, "Special Envoy for the Republic of Chad", None), side(text, "RC", "TCD")]
    assert checks.topics_of_offices(text, names) == {(names[1].start, names[1].end)}


@pytest.mark.parametrize(
    ("text", "trigger", "known"),
    [
        ("Norway has sent aid since Niger's invasion of Chad.", "invasion", True),
        ("During his visit the minister will open a bridge.", "visit", True),
        ("Norway condemned the raids on Chad.", "raids", True),
        ("The call follows talks between Niger and Chad.", "talks", True),
        ("Norway answered Niger's unprovoked and brutal war against Chad.", "unprovoked", False),
        ("Niger's unprovoked and brutal war against Chad is wrong.", "brutal", True),
        ("The trip is a fruit of the May 2021 Summit between Niger and Chad.", "Summit", True),
        ("Niger took part in the talks with Chad.", "talks", False),
        ("Niger launched its invasion of Chad.", "invasion", False),
        ("Niger and Chad renewed their commitment to peace.", "commitment", False),
        ("An invasion of Chad began at dawn.", "invasion", False),
        ("Niger invaded Chad.", "invaded", False),
        ("Before Niger invaded Chad, few had heard of the town.", "invaded", True),
        ("After Niger invaded Chad, Norway sent aid.", "invaded", False),
    ],
)
def test_acts_that_a_sentence_takes_as_known(text, trigger, known):
    tree = parsed(text)
    assert checks.is_taken_as_known(tree, token(tree, trigger)) is known


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("Peru will meet envoys to show its support for Chile.", "support", True),
        ("The leaders will celebrate as they reaffirm their ties with Chile.", "reaffirm", True),
        ("Peru met envoys to show its support for Chile.", "support", False),
        ("Peru, which condemned Chile, will meet envoys.", "condemned", False),
        ("Peru will meet envoys after the attack on Chile.", "attack", False),
        ("Peru condemned Chile and will meet envoys.", "condemned", False),
    ],
)
def test_what_belongs_to_a_plan_is_to_come(text, trigger, expected):
    tree = parsed(text)
    assert checks.is_to_come(tree, token(tree, trigger)) is expected
