"""Findings on corpora made by hand: what is claimed, what is not, and which acts stand behind it."""

import dataclasses
import re

import pandas as pd
import pytest
from coded_cases import coded, many

from analysis import findings
from analysis.events import filters
from analysis.events.selection import SURE
from analysis.findings.finding import QUESTIONS, supported

MONTHS = [f"{day:%Y-%m-%d}" for day in pd.date_range("2022-01-10", "2023-12-10", freq="MS")]


def monthly(source, target, root, months, **more):
    return [row for month in months for row in many(source, target, root, month, 1, **more)]


def steady():
    """Two pairs that stay as they are, and one article a month that keeps the corpus going."""
    return [*monthly("JPN", "USA", "AID", MONTHS), *monthly("PRK", "USA", "ACCUSE", MONTHS)]


def kinds(found, question):
    answer = next(one for one in found.answers if one.question == question)
    return [(one.kind, one.actors, one.certain) for one in answer.found]


@pytest.fixture(scope="module")
def turned():
    """China and the United States go from aid to attacks, Japan and Russia stop talking, Iran is only named."""
    early, late = MONTHS[:12], MONTHS[12:]
    rows = [
        *steady(), *monthly("CHN", "USA", "AID", early), *monthly("CHN", "USA", "ASSAULT", late),
        *monthly("CHN", "USA", "ASSAULT", late), *monthly("JPN", "RUS", "CONSULT", early),
        *monthly("FRA", "IND", "AID", late),
    ]  # fmt: skip
    return coded(*rows, named=["IRN"] * 6)


@pytest.fixture(scope="module")
def found(turned):
    return findings.find(turned)


def test_who_turned_is_found_and_who_did_not_is_not(found):
    assert kinds(found, "direction") == [("apart", ("CHN", "USA"), True)]
    assert kinds(found, "conflict") == [("hotter", ("CHN", "USA"), True)]
    assert kinds(found, "silence") == [
        ("silent", ("JPN", "RUS"), True), ("new", ("FRA", "IND"), True), ("named only", ("IRN",), True),
    ]  # fmt: skip
    standing = kinds(found, "standing")
    assert ("at odds", ("PRK", "USA"), True) in standing
    assert ("on good terms", ("JPN", "USA"), True) in standing


def test_a_claim_is_a_sentence_with_its_interval(found):
    (apart,) = found.answers[0].found
    assert apart.claim == "China and the United States drifted apart."
    assert re.search(r"in the 12 acts before \d{4}-\d\d-\d\d and .* in the 22 acts since: a change of \+0\.\d\d "
                     r"\(90% interval \+0\.\d\d to \+0\.\d\d\)\.$", apart.detail)  # fmt: skip
    before, since = apart.levels
    assert before.low < before.value < before.high < since.low < since.value < since.high


def test_a_finding_opens_to_exactly_the_acts_that_it_counts(turned, found):
    table = filters.facets(turned)
    every = [one for answer in found.answers for one in answer.found]
    assert len(every) >= 6
    for one in every:
        assert int(filters.matches(table, one.where).sum()) == one.n, one.claim


def test_an_example_is_an_act_of_the_claimed_kind_with_high_confidence(turned, found):
    events = turned.events.set_index("event_id")
    (apart,) = found.answers[0].found
    assert events.loc[apart.example, "root"] == "ASSAULT"
    assert events.loc[apart.example, "confidence"] >= SURE
    doubtful = dataclasses.replace(turned, events=turned.events.assign(confidence=0.79))
    assert all(one.example is None for answer in findings.find(doubtful).answers for one in answer.found)


def test_a_few_acts_on_one_side_are_no_change():
    early = [*steady(), *many("CHN", "USA", "ACCUSE", "2022-03-01", 2), *many("CHN", "USA", "AID", "2023-09-01", 30)]
    found = findings.find(coded(*early))
    assert kinds(found, "direction") == []
    assert found.unanswered()[0].startswith("No pair clearly drew closer or drifted apart. Of 2 pairs")


def test_silence_has_a_first_and_a_last_day_and_nothing_after_the_last_article(turned, found):
    silent, new, _ = next(one for one in found.answers if one.question == "silence").found
    last = turned.documents["published"].max()
    recent = re.fullmatch(r"From (\S+) to (\S+) no act between Japan and Russia was counted\.", silent.claim)
    assert recent[2] == silent.where["to"] == f"{last:%Y-%m-%d}"
    before = re.fullmatch(r"From (\S+) to (\S+) no act between France and India was counted\.", new.claim)
    assert pd.Timestamp(before[2]) + pd.Timedelta(days=1) == pd.Timestamp(recent[1])
    assert f"articles from {before[1]} to {before[2]}, and none in" in silent.detail
    # An act that is dated after the last article does not end the silence: nobody can have read of it.
    late = last + pd.Timedelta(days=2)
    events = turned.events.copy()
    moved = events.index[(events["source"] == "FRA")][-1:]
    events.loc[moved, ["when_first", "when_last"]] = late
    events.loc[moved, ["source", "target"]] = ["JPN", "RUS"]
    again = findings.find(dataclasses.replace(turned, events=events))
    assert ("silent", ("JPN", "RUS"), True) in kinds(again, "silence")


def test_silence_is_claimed_only_where_acts_were_to_be_expected():
    # Five acts in the first of 24 months, and next to nothing read afterwards.
    rows = [*many("CHN", "USA", "AID", "2022-01-10", 40), *monthly("JPN", "USA", "AID", MONTHS[:4]),
            *many("JPN", "RUS", "AID", "2022-01-10", 5), ("CHN", "USA", "AID", MONTHS[-1])]  # fmt: skip
    silent = [actors for kind, actors, _ in kinds(findings.find(coded(*rows)), "silence") if kind == "silent"]
    assert ("JPN", "RUS") not in silent


def test_china_between_two_hostile_blocs():
    sides, others = ("JPN", "KOR", "USA"), ("PRK", "RUS")
    rows = [row for i, a in enumerate(sides) for b in sides[i + 1 :] for row in many(a, b, "AID", "2024-01-03", 15)]
    rows += many("PRK", "RUS", "AID", "2024-01-03", 15)
    rows += [row for a in sides for b in others for row in many(a, b, "ACCUSE", "2024-01-03", 15)]
    rows += [row for b in others for row in many("CHN", b, "AID", "2024-01-03", 12)]
    rows += [row for a in sides for root in ("AID", "ACCUSE") for row in many("CHN", a, root, "2024-01-03", 6)]
    (found,) = findings.find(coded(*rows)).answers[2].found
    assert (found.kind, found.actors[0]) == ("between", "CHN")
    assert found.claim == (
        "China stands between North Korea and Russia on one side and Japan, South Korea and the United States on the "
        "other."
    )
    with_own, with_other, apart = found.levels
    assert with_own.high < with_other.low < with_other.high < apart.low
    assert (with_own.n, with_other.n, apart.n) == (24, 36, 90)


def test_a_small_corpus_claims_nothing_and_says_what_is_reported():
    rows = [*many("JPN", "KOR", "AID", "2024-01-03", 3), *many("PRK", "KOR", "ACCUSE", "2024-01-03", 2)]
    found = findings.find(coded(*rows))
    assert {one.kind for one in found.chosen()} == {"only cooperation", "only conflict"}
    assert not {"at odds", "on good terms"} & set(found.frame["kind"])
    assert len(found.unanswered()) == 4
    assert "too few to rate a pair by" in str(found)
    assert "cannot be said" in found._repr_html_()


def test_where_nobody_is_rated_the_busiest_pair_is_named_with_its_interval():
    rows = [*many("JPN", "KOR", "AID", "2024-01-03", 2), *many("CHN", "USA", "ACCUSE", "2024-01-03", 3)]
    corpus = coded(*rows, *many("USA", "CHN", "CONSULT", "2024-01-04", 1))
    first, *_ = findings.find(corpus).chosen()
    assert (first.kind, first.actors, first.n) == ("most reported", ("CHN", "USA"), 4)
    assert first.detail.startswith("3 of 4 acts are of conflict; conflict share over the whole time 0.5")
    assert int(filters.matches(filters.facets(corpus), first.where).sum()) == first.n
    assert corpus.events.set_index("event_id").loc[first.example, "root"] == "ACCUSE"


def test_nothing_is_said_of_an_empty_corpus():
    found = findings.find(coded(named=["CHN"]))
    assert found.chosen() == []
    assert len(found.unanswered()) == len(QUESTIONS)
    assert found.frame.empty


def test_findings_that_chance_would_give_are_left_out(found):
    (one,) = found.answers[0].found
    doubtful = dataclasses.replace(one, certain=False)
    assert supported([doubtful], 1.0) == ()
    assert supported([doubtful, doubtful], 1.0) == (doubtful, doubtful)
    assert supported([doubtful, one], 2.0) == (one,)


def test_the_first_five_keep_the_order_of_the_questions(found):
    chosen = found.chosen()
    order = list(QUESTIONS)
    assert len(chosen) == 5
    assert [order.index(one.question) for one in chosen] == sorted(order.index(one.question) for one in chosen)
    assert [one.kind for one in found.chosen(2)] == ["apart", "hotter"]
