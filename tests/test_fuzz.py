"""From bytes to pages: whatever is put in, there is a result or a reject, and nothing of it becomes markup.

`ENTENTE_FUZZ=10` in the environment tries ten times as many examples.
"""

import dataclasses
import datetime as dt
import html.parser
import json
import os

import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from analysis import coding, corpus, errors, eventdata, schemas, times
from analysis.corpus.rows import text_lines
from analysis.tables import html as tables_html

DAY = dt.date(2024, 1, 19)
TIMES = int(os.environ.get("ENTENTE_FUZZ", "1"))
COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}
QUICK = settings(max_examples=40 * TIMES, **COMMON)
FEW = settings(max_examples=12 * TIMES, **COMMON)
WORDS = st.sampled_from([
    "Russia", "the", "United States", "attacked", "said", "on", "Monday", "two days before", "9", "January", "2024",
    "talks", "with", "President", "its", "they", "the two sides", "sanctions", "not", "will", ",", '"', "'s", "-", "(",
    "of", "and", "U.S.-Japan", "North", "Korea", "KCNA", "\u2014", "\u00e9", "\u202e", "\u0000", "\n",
    "<b>", "&amp;", "=1+1",
])  # fmt: skip
SENTENCES = st.lists(WORDS, max_size=40).map(" ".join)
TEXTS = st.one_of(st.text(max_size=300), SENTENCES)


def frames_of(folder):
    """The frames of a folder with one good article beside what is tried; without the rows of that article."""
    (folder / "good.txt").write_text(" date 2024-01-19 A headline\nRussia condemned the drills on Monday.\n")
    found = corpus.read(folder)
    assert "good.txt" in set(found.documents["path"])
    found = dataclasses.replace(found, documents=found.documents[found.documents["path"] != "good.txt"])
    schemas.check("documents", found.documents)
    schemas.check("rejects", found.rejects)
    return found


@QUICK
@given(data=st.binary(max_size=600), suffix=st.sampled_from(["txt", "md", "json", "jsonl", "csv", "tsv", "parquet"]))
@example(data=b"---\n? [[[[\n---\nx", suffix="md")
@example(data=b"\xff\xfe\x00d\x00a", suffix="csv")
def test_any_bytes_are_documents_or_rejects(data, suffix, tmp_path):
    (tmp_path / f"a.{suffix}").write_bytes(data)
    found = frames_of(tmp_path)
    assert len(found.documents) + len(found.rejects) >= (1 if data.strip() else 0)


CELLS = st.text('",\n\r a;\t\u00e9', max_size=8)


@QUICK
@given(rows=st.lists(st.lists(CELLS, min_size=1, max_size=4).map(",".join), max_size=8), size=st.integers(200, 600))
def test_rows_after_whatever_stands_in_a_table_are_read(rows, size, tmp_path):
    text = "The two ministers met and they said that they would go on."
    good = [f"2024-01-{day},Title {day},{text}" for day in (17, 18)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_lines, "MAX_RECORD", size)
        (tmp_path / "a.csv").write_text("\n".join(["date,title,text", *rows, *good]), newline="")
        found = frames_of(tmp_path)
    assert {"Title 17", "Title 18"} <= set(found.documents["title"])


@QUICK
@given(text=TEXTS, title=TEXTS, day=st.one_of(st.text(max_size=12), st.dates().map(str), st.integers(), st.none()))
def test_any_row_is_a_document_or_a_reject(text, title, day, tmp_path):
    row = json.dumps({"date": day, "title": title, "text": text})
    (tmp_path / "a.jsonl").write_text(row + "\n", encoding="utf-8", errors="surrogatepass")
    found = frames_of(tmp_path)
    assert len(found.documents) + len(found.rejects) == 1


@QUICK
@given(text=TEXTS)
@example(text="the week before the day after the month before last")
@example(text="30 February 2024, 99 January, 1/1/1, 0000-00-00")
def test_dates_of_any_text_lie_in_it_and_in_order(text):
    for found in times.resolve(text, DAY):
        assert 0 <= found.start < found.end <= len(text)
        assert found.first is None or found.last is None or found.first <= found.last


@FEW
@given(text=TEXTS)
def test_events_of_any_sentence_are_rows_of_the_frame(text):
    for event in coding.code_sentences([(text, DAY)])[0]:
        assert event.first <= event.last
        assert 0 <= event.confidence <= 1
        assert event.modality in schemas.MODALITIES
        assert event.status in schemas.STATUSES


@QUICK
@given(
    cells=st.lists(st.lists(st.text(max_size=8), min_size=1, max_size=30), max_size=6),
    layout=st.sampled_from(["entente", "icews", "gdelt1", "gdelt2", "keds", "acled", "polecat"]),
)
def test_any_table_of_events_is_read_or_refused_in_one_line(cells, layout, tmp_path):
    path = tmp_path / "events.csv"
    path.write_text("\n".join("\t".join(row) for row in cells), encoding="utf-8", errors="surrogatepass")
    refused = ""
    try:
        schemas.check("events", eventdata.read(path, layout).events)
    except errors.EntenteError as error:
        refused = str(error)
    assert "\n" not in refused


class Tags(html.parser.HTMLParser):
    """Collects the tags of a page."""

    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, [name for name, _ in attributes if name.startswith("on")]))


@QUICK
@given(text=st.text(max_size=120))
@example(text="<script>document.title='x'</script>")
@example(text='"><img src=x onerror=alert(1)>')
@example(text="</td></table><script>")
def test_no_text_becomes_markup_in_a_table(text):
    def tags(words):
        reader = Tags()
        reader.feed(tables_html.frame(pd.DataFrame({"a": [words]})).html)
        return reader.tags

    assert tags(text) == tags("plain")


def test_the_words_of_the_fuzzer_reach_the_coder():
    """The generator is not so wild that nothing is ever coded."""
    (events,) = coding.code_sentences([("Russia attacked the United States on Monday .", DAY)])
    assert events


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_the_words_of_formulas_are_only_words_when_coded(value):
    assert coding.code_sentences([(value, DAY)]) == [[]]
