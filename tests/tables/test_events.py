import dataclasses
import re

import pandas as pd
import pytest
from coded_cases import HOSTILE_TEXT, coded, many

from analysis import ontology, schemas, tables
from analysis.relations import measure
from analysis.tables.events import NO_EXAMPLE, days_legend, event_days, event_type, quotes, sentence_html, toned_type

DAY = "2024-01-03"


def opened(shown):
    """The filters that the numbers of a table open, by number."""
    return dict(
        reversed(one) for one in re.findall(r'<a class="num" href="evidence/index\.html#([^"]*)">([^<]*)</a>', shown)
    )


CORPUS = coded(
    *many("RUS", "PRK", "AID", DAY, 8), ("PRK", "RUS", "ACCUSE", DAY, {"n_reports": 5}), ("RUS", None, "ASSAULT", DAY),
    ("RUS", "PRK", "AID", DAY, {"text": HOSTILE_TEXT, "title": HOSTILE_TEXT, "n_reports": 9}),
)  # fmt: skip


def test_spans_are_marked_and_text_between_them_is_escaped():
    text = "Ri & Liu <met> Putin."
    marked = sentence_html(text, {"source": (0, 2), "trigger": (10, 13), "target": (15, 20)})
    assert marked == (
        '<mark class="source">Ri</mark> &amp; Liu &lt;<mark class="trigger">met</mark>&gt; '
        '<mark class="target">Putin</mark>.'
    )


@pytest.mark.parametrize("spans", [
    {}, {"source": None}, {"source": (3, 3)}, {"source": (0, 99)}, {"source": (5, 2)},
])  # fmt: skip
def test_spans_that_are_none_are_left_out(spans):
    assert sentence_html("a < b", spans) == "a &lt; b"


def test_of_two_spans_that_overlap_the_first_kind_is_marked():
    marked = sentence_html("Russian forces fired", {"source": (0, 14), "trigger": (8, 14)})
    assert marked == '<mark class="source">Russian forces</mark> fired'


def test_quotes_come_oldest_first_with_their_article():
    found = quotes(CORPUS, ["e000", "e008"])
    assert [len(found[one]) for one in ("e000", "e008")] == [1, 1]
    quote = found["e008"][0]
    assert (quote["published"], quote["doc_id"], quote["file"]) == (DAY, "d008", "d008.txt")
    assert quote["html"].startswith('<mark class="source">PRK</mark>')


def test_a_row_opens_to_its_sentences_and_leads_to_its_page():
    table = tables.events(CORPUS, CORPUS.events.tail(1), evidence_pages="evidence/")
    assert 'href="evidence/PRK_RUS.html#e010"' in table.html
    assert "<details>" in table.html
    assert table.text == f"{DAY} | Russia | AID | North Korea"


def test_no_table_lets_text_out():
    rows = measure(CORPUS.events, freq="all").pairs()
    frame = pd.DataFrame({HOSTILE_TEXT: [HOSTILE_TEXT]})
    for table in (
        tables.events(CORPUS, CORPUS.events, evidence_pages=HOSTILE_TEXT, max_rows=99),
        tables.pairs(CORPUS, rows, evidence_pages=HOSTILE_TEXT),
        tables.frame(frame),
    ):
        assert "<script" not in table.html
        assert "&lt;script&gt;" in table.html


def test_pairs_open_to_their_sentences_most_reported_first():
    measured = measure(CORPUS.events, freq="all")
    both = tables.pairs(CORPUS, measured.pairs())
    assert both.text == "North Korea - Russia | n=10 | 0.30 [0.15, 0.48] | cooperative"
    assert both.html.index("&lt;script&gt;") < both.html.index("ACCUSE to RUS")
    back = tables.pairs(CORPUS, measured.pairs(directed=True).head(1))
    assert back.text.startswith("North Korea -> Russia | n=1")
    assert back.html.count("<blockquote>") == 1


def test_a_pair_does_not_open_to_acts_that_are_not_counted():
    corpus = coded(("USA", "CHN", "AID", DAY), ("USA", "CHN", "AID", DAY, {"role": "BUS", "text": "A firm invests."}))
    table = tables.pairs(corpus, measure(corpus.events, freq="all").pairs())
    assert table.html.count("<blockquote>") == 1
    assert "A firm invests." not in table.html


def test_long_tables_say_how_much_is_left_out():
    assert "and 9 more" in tables.events(CORPUS, CORPUS.events, max_rows=2).html
    assert repr(tables.events(CORPUS, CORPUS.events.head(0))) == "no events"
    assert repr(tables.pairs(CORPUS, schemas.empty("relations"))) == "no pairs"


@pytest.mark.parametrize(("first", "last", "precision", "words"), [
    ("2024-01-03", "2024-01-03", "day", "2024-01-03"),
    ("2024-01-01", "2024-01-31", "month", "2024-01-01 to 2024-01-31"),
    ("2024-01-03", "2024-01-03", "published", "2024-01-03 (published)"),
    (None, None, "unknown", "day unknown"),
])  # fmt: skip
def test_when_in_words(first, last, precision, words):
    row = {"when_first": pd.Timestamp(first), "when_last": pd.Timestamp(last), "when_precision": precision}
    assert event_days(row) == words


def test_types_in_words():
    assert event_type({"root": None, "mode": None}) == "STATEMENT"
    assert event_type({"root": "COERCE", "mode": "arrest"}) == "COERCE (arrest)"


def test_every_class_has_a_plain_gloss():
    assert set(ontology.ROOT_GLOSSES) == set(ontology.ROOTS)
    assert set(ontology.QUAD_GLOSSES) == set(ontology.QUAD_NAMES)
    assert f'title="{ontology.ROOT_GLOSSES["AID"]}"' in toned_type({"root": "AID", "mode": None, "quad": 2})


def test_the_counts_of_a_pair_open_to_as_many_events():
    rows = measure(CORPUS, freq="all").pairs()
    shown = tables.pairs(CORPUS, rows, evidence_pages="evidence/").html
    assert opened(shown) == {
        "10": "pair=PRK-RUS&amp;use=measured&amp;once=yes",
        "9": "pair=PRK-RUS&amp;use=measured&amp;once=yes&amp;class=material-cooperation",
        "1": "pair=PRK-RUS&amp;use=measured&amp;once=yes&amp;class=verbal-conflict",
    }
    assert opened(tables.pairs(CORPUS, rows.assign(n=11.0), evidence_pages="evidence/").html).keys() == {"9", "1"}
    assert opened(tables.pairs(CORPUS, rows).html) == {}


def test_only_asserted_acts_of_states_count():
    corpus = coded(
        ("USA", "CHN", "AID", DAY), ("USA", "CHN", "AID", DAY, {"modality": "planned"}),
        ("USA", "CHN", "AID", DAY, {"role": "BUS"}),
    )  # fmt: skip
    assert tables.asserted_acts(corpus.events)["event_id"].tolist() == ["e000"]


def test_events_are_ordered_by_reports_or_by_day():
    corpus = coded(
        ("USA", "CHN", "AID", "2024-01-01", {"n_reports": 2}), ("USA", "CHN", "AID", "2024-01-09"),
        ("USA", "CHN", "AID", "2024-01-05", {"n_reports": 3}),
    )  # fmt: skip
    assert tables.most_reported(corpus.events)["event_id"].tolist() == ["e002", "e000", "e001"]
    assert tables.newest(corpus.events)["event_id"].tolist() == ["e001", "e002", "e000"]


def test_examples_are_sure_acts_and_a_pair_without_one_says_so():
    doubtful = CORPUS.events["root"] == "ACCUSE"
    events = CORPUS.events.assign(confidence=CORPUS.events["confidence"].mask(doubtful, 0.79))
    corpus = dataclasses.replace(CORPUS, events=events)
    measured = measure(corpus, freq="all")
    shown = tables.pairs(corpus, measured.pairs()).html
    assert "ACCUSE to RUS" in tables.pairs(CORPUS, measured.pairs()).html
    assert "ACCUSE to RUS" not in shown
    assert NO_EXAMPLE not in shown
    alone = tables.pairs(corpus, measured.frame[measured.frame["directed"] & (measured.frame["a"] == "PRK")])
    assert NO_EXAMPLE in alone.html
    assert tables.pair_notes(corpus, measured.pairs())[frozenset(("PRK", "RUS"))].count("ACCUSE") == 0
    nobody = dataclasses.replace(CORPUS, events=events.assign(confidence=0.5))
    assert set(tables.pair_notes(nobody, measured.pairs()).values()) == {NO_EXAMPLE}


def test_marks_behind_days_have_a_line_that_says_what_they_mean():
    rows = CORPUS.events.head(2).assign(when_precision=["published", "day"])
    assert "(published): the day of publication" in days_legend(rows)
    assert "(article)" not in days_legend(rows)
    assert days_legend(rows.tail(1)) == ""
    assert "(published): the day of publication" in tables.events(CORPUS, rows).html
    assert "(published): " not in tables.events(CORPUS, rows, max_rows=0).html


def test_totals_are_told_of_all_events_and_of_those_of_a_page():
    told = tables.totals(CORPUS, with_Russia_acting=CORPUS.events[CORPUS.events["source"] == "RUS"]).text.splitlines()
    assert told == [
        "all events coded | 11 events: 10 acts that the measures count, each once; 1 set aside (1 one-sided)",
        "with Russia acting | 10 events: 9 acts that the measures count, each once; 1 set aside (1 one-sided)",
    ]


def test_a_direction_of_a_pair_that_turned_has_not_turned_itself():
    months = [f"{day:%Y-%m-%d}" for day in pd.date_range("2023-01-03", periods=24, freq="MS")]
    rows = [("RUS", "USA", "AID" if month < "2024" else "ASSAULT", month) for month in months for _ in range(2)]
    corpus = coded(*rows)
    shown = tables.pairs(corpus, measure(corpus, freq="all").frame).text.splitlines()
    assert sorted(line.rpartition(" | ")[2] for line in shown) == ["no sign: the pair turned", "turned"]
