"""Deduplication: event mentions in, events with evidence out."""

import datetime as dt
import itertools
import time
from dataclasses import dataclass, replace
from random import Random

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
    again = mention("Chad shelled Niger on Monday.", "a", sentence_id="s-2")
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


def pairwise(mentions):
    """The clusters by comparing each mention with all others: slow, and what the index must equal."""
    clusters = []
    for one in mentions:
        for cluster in clusters:
            days = [*cluster, one]
            share = max(each.earliest for each in days) <= min(each.latest for each in days)
            if share and any(same_event(one, other) for other in cluster):
                cluster.append(one)
                break
        else:
            clusters.append([one])
    return clusters


def same_event(one, other):
    same_code = one.candidate.event_class.cameo == other.candidate.event_class.cameo
    similarity = deduplication._jaccard(one.candidate.lemmas, other.candidate.lemmas)
    if one.doc_id == other.doc_id:
        return same_code or similarity >= deduplication.MIN_SIMILARITY_IN_ARTICLE
    if max(deduplication._width(one), deduplication._width(other)) > deduplication.MAX_INTERVAL_DAYS:
        return False
    if same_code and one.candidate.event_class.cameo.startswith("04"):
        return True
    return similarity >= deduplication.MIN_SIMILARITY


@dataclass(frozen=True)
class Days:
    first: dt.date
    last: dt.date
    precision: str


@dataclass(frozen=True)
class Code:
    cameo: str


@dataclass(frozen=True)
class Candidate:
    days: Days
    event_class: Code
    lemmas: frozenset


def drawn(random, n, *, words, articles, span):
    """Mentions of one act with few words, articles and days, so that they fit each other in many ways."""
    for _ in range(n):
        first = JUNE + dt.timedelta(days=random.randrange(span))
        width = random.choice([0, 0, 0, 1, 3, 9, 10, 11, 30, 400])
        precision = random.choice(["day", "published"])
        days = Days(first, first + dt.timedelta(days=width), precision)
        lemmas = frozenset(random.choices("abcdefghijklmnopqrstuvwxyz"[:words], k=random.randrange(9)))
        candidate = Candidate(days, Code(random.choice(["042", "043", "190", "193"])), lemmas)
        yield EventMention(candidate, "s", str(random.randrange(articles)), first)


@pytest.mark.parametrize("seed", range(60))
def test_the_index_finds_the_clusters_that_comparing_all_finds(seed):
    random = Random(seed)  # noqa: S311 - to draw cases
    shape = {
        "words": random.choice([3, 10, 26]),
        "articles": random.choice([2, 20, 500]),
        "span": random.choice([3, 60]),
    }
    mentions = list(drawn(random, 120, **shape))
    assert deduplication._clusters(mentions) == pairwise(mentions)


def test_mentions_of_one_act_take_time_in_proportion_to_their_number():
    def seconds(n):
        random = Random(1)  # noqa: S311 - to draw cases
        own = [
            Candidate(
                Days(JUNE, JUNE, "day"), Code("190"), frozenset({"shell", f"w{random.random()}", f"v{number % 50}"})
            )
            for number in range(n)
        ]
        mentions = [EventMention(one, "s", str(number), JUNE) for number, one in enumerate(own)]
        start = time.perf_counter()
        deduplication._clusters(mentions)
        return time.perf_counter() - start

    few, many = (min(seconds(n) for _ in range(3)) for n in (1000, 8000))  # the least: a busy machine only adds to it
    assert many < 8 * 4 * max(few, 0.02), "comparing all takes 64 times as long"


def test_an_event_that_one_sentence_reports_and_another_takes_as_known_is_one_event_of_its_time():
    reported = mention("Chad shelled Niger on Monday.", "a")
    known = mention("On Monday Chad shelled Niger.", "b")
    known = replace(known, candidate=replace(known.candidate, status="reference"))
    events, _ = deduplication.merge([reported, known])
    assert events["status"].tolist() == ["now"]
    events, _ = deduplication.merge([known])
    assert events["status"].tolist() == ["reference"]


def test_a_headline_tells_of_what_its_article_dates():
    def telling(sentence, doc, headline=False):
        one = mention(sentence, doc)
        words = frozenset({f"{doc}-{sentence}"})  # so that no word is shared
        return replace(one, headline=headline, candidate=replace(one.candidate, lemmas=words))

    headline = telling("Peru condemned Bolivia.", "a", headline=True)
    dated, elsewhere = (telling("On June 13 Peru blamed Bolivia for the blockade.", doc) for doc in "ab")
    assert {one.candidate.root for one in (headline, dated)} == {"ACCUSE"}
    assert headline.candidate.event_class.cameo != dated.candidate.event_class.cameo
    for order in ([headline, dated], [dated, headline]):
        assert deduplication.merge(order).events["when_first"].tolist() == [pd.Timestamp(2023, 6, 13)]
    assert len(deduplication.merge([headline, elsewhere]).events) == 2
    assert len(deduplication.merge([replace(headline, headline=False), dated]).events) == 2


def test_an_event_whose_day_nobody_states_happened_when_it_was_first_reported():
    first, later = dt.date(2023, 6, 14), dt.date(2023, 6, 16)
    early = mention("Chad shelled Niger.", "a", first)
    late = mention("Chad shelled Niger.", "b", later)
    late = replace(late, candidate=replace(late.candidate, confidence=0.95))
    early = replace(early, candidate=replace(early.candidate, confidence=0.5))
    events, _ = deduplication.merge([late, early])
    assert events["when_first"].tolist() == [pd.Timestamp(first)]
    assert events["when_precision"].tolist() == ["published"]
