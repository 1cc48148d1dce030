"""Deduplication: event mentions in, events with evidence out."""

import datetime as dt
import itertools

import pandas as pd
import pytest
from coding_cases import found

from analysis.coding import deduplication
from analysis.coding.deduplication import EventMention

JUNE = dt.date(2023, 6, 15)


def mention(sentence, doc, published=JUNE, sentence_id=None):
    (first, *_) = found(sentence, published)
    return EventMention(first, sentence_id or f"s-{doc}-{sentence[:12]}", doc, published)


def mentions():
    return [
        mention("Peru expelled the Bolivian ambassador on Monday.", "a"),
        mention("On Monday Peru expelled the ambassador of Bolivia.", "b"),
        mention("Peru expelled the Bolivian ambassador on 2 May 2021.", "c"),
        mention("Chad shelled Niger on Monday.", "a"),
        mention("Peru condemned Bolivia on Monday.", "a"),
    ]


def test_two_articles_on_one_act_are_one_event_with_two_pieces_of_evidence():
    events, evidence = deduplication.merge(mentions()[:2])
    assert len(events) == 1
    assert events.loc[0, "n_reports"] == 2
    assert sorted(evidence["doc_id"]) == ["a", "b"]
    assert set(evidence["event_id"]) == set(events["event_id"])


def test_days_pairs_and_classes_keep_events_apart():
    events, evidence = deduplication.merge(mentions())
    assert len(events) == 4
    assert len(evidence) == 5
    assert events["event_id"].is_unique


def test_the_result_does_not_depend_on_the_order():
    first = deduplication.merge(mentions())
    for order in itertools.islice(itertools.permutations(mentions()), 0, None, 17):
        for one, other in zip(first, deduplication.merge(order), strict=True):
            pd.testing.assert_frame_equal(one, other)


def test_repetition_raises_confidence_and_counts_articles_not_sentences():
    one = mention("Chad shelled Niger on Monday.", "a")
    again = mention("On Monday Chad shelled Niger.", "a", sentence_id="s-2")
    other = mention("Chad shelled Niger on Monday.", "b")
    alone, _ = deduplication.merge([one])
    twice, evidence = deduplication.merge([one, again])
    both, _ = deduplication.merge([one, other])
    assert (twice.loc[0, "n_reports"], len(evidence)) == (1, 2)
    assert twice.loc[0, "confidence"] == alone.loc[0, "confidence"]
    assert alone.loc[0, "confidence"] < both.loc[0, "confidence"] < 1


def test_a_dated_mention_gives_the_event_its_day():
    undated = mention("Peru expelled the Bolivian ambassador.", "a")
    dated = mention("Peru expelled the Bolivian ambassador on Wednesday.", "b")
    events, _ = deduplication.merge([undated, dated])
    assert len(events) == 1
    assert events.loc[0, "when_first"] == pd.Timestamp(2023, 6, 14)
    assert events.loc[0, "when_precision"] == "day"


@pytest.mark.parametrize(
    ("later", "number"), [(0, 1), (2 * deduplication.SLACK_DAYS, 1), (2 * deduplication.SLACK_DAYS + 1, 2)]
)
def test_publication_days_have_slack(later, number):
    first = mention("Peru expelled the Bolivian ambassador.", "a")
    second = mention("Peru expelled the Bolivian ambassador.", "b", JUNE + dt.timedelta(days=later))
    assert len(deduplication.cluster_mentions([first, second])) == number


def test_asserted_and_denied_mentions_are_two_events():
    events, _ = deduplication.merge([
        mention("Chad shelled Niger on Monday.", "a"), mention("Chad did not shell Niger on Monday.", "b")
    ])  # fmt: skip
    assert sorted(events["modality"]) == ["asserted", "denied"]


def test_a_chain_of_similarity_is_one_event():
    chain = [
        mention("Chad shelled Niger on Monday near the salt lake.", "a"),
        mention("On Monday Chad shelled Niger near the salt lake, killing herders.", "b"),
        mention("Chad shelled Niger on Monday, killing herders.", "c"),
    ]
    assert [len(cluster) for cluster in deduplication.cluster_mentions(chain)] == [3]


def test_no_mentions_give_empty_frames_of_the_contract():
    events, evidence = deduplication.merge([])
    assert events.empty
    assert evidence.empty
    assert {"event_id", "n_reports"} <= set(events.columns)


def test_an_act_of_both_together_is_one_act_in_two_directions():
    both = [EventMention(one, "s", "a", JUNE) for one in found("Peru and Bolivia signed a pact on Monday.", JUNE)]
    events, _ = deduplication.merge([*both, mention("Peru condemned Bolivia on Tuesday.", "a")])
    pact = events[events["root"] != "ACCUSE"]
    assert sorted(zip(pact["source"], pact["target"], strict=True)) == [("BOL", "PER"), ("PER", "BOL")]
    assert len(set(pact["act_id"])) == 1
    assert pact["mutual"].all()
    blame = events[events["root"] == "ACCUSE"].iloc[0]
    assert (blame["act_id"], blame["mutual"]) == (blame["event_id"], False)


def test_answers_with_the_same_class_are_two_acts():
    events, _ = deduplication.merge(
        [
            EventMention(one, f"s{number}", "a", JUNE)
            for number, text in enumerate(("Peru condemned Bolivia on Monday.", "Bolivia condemned Peru on Monday."))
            for one in found(text, JUNE)
        ]
    )
    assert len(set(events["act_id"])) == 2
    assert not events["mutual"].any()
