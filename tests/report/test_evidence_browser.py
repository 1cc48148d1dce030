"""The evidence browser in Chromium: filters as in Python, text that stays text, no pause with many events."""

import json

import numpy as np
import page_browser as browser
import pandas as pd
import pytest
from coded_cases import HOSTILE_TEXT, coded
from relation_cases import QUADS

from analysis import schemas
from analysis.events import filters
from analysis.events.coded import CodedCorpus
from analysis.report import browser as evidence_browser
from analysis.report.pages import Site

pytestmark = pytest.mark.skipif(browser.PROGRAM is None, reason="no Chromium or Chrome on this machine")

DAY = "2024-01-03"
CORPUS = coded(
    ("RUS", "PRK", "AID", DAY), ("PRK", "RUS", "ACCUSE", "2024-02-10"), ("USA", "CHN", "CONSULT", "2024-03-01"),
    ("CHN", None, "ASSAULT", DAY), ("USA", "CHN", "AID", DAY, {"modality": "planned"}),
    ("USA", "CHN", "AID", DAY, {"role": "BUS"}), ("USA", "USA", "AID", DAY), ("USA", "CHN", "AID", DAY),
    ("ARM:AL-QAEDA", "USA", "ASSAULT", DAY, {"text": f"\N{GRINNING FACE} {HOSTILE_TEXT}", "title": HOSTILE_TEXT}),
)  # fmt: skip
CORPUS.events.loc[7, ["when_first", "when_last"]] = pd.Timestamp("1990-01-01")
CORPUS.events.loc[3, "place"] = "Genève"
CORPUS.events.loc[2, "status"] = "state"
CORPUS.events.loc[1, "decided_by"] = "correction"
CORPUS.evidence.loc[8, ["trigger_start", "trigger_end", "source_start", "source_end"]] = (2, 10, 0, 1)
WHERES = [
    {}, {"pair": "RUS-PRK"}, {"pair": "PRK-RUS,CHN-USA", "use": "measured"}, {"source": "USA"}, {"target": "none"},
    {"actor": "CHN,RUS"}, {"among": "USA,CHN"}, {"class": "conflict"}, {"class": "verbal-cooperation,statement"},
    {"root": "ASSAULT,CONSULT"}, {"modality": "planned"}, {"private": "yes"}, {"private": "no"}, {"use": "measured"},
    {"use": "measured,history"}, {"use": "one-sided"}, {"use": "history"}, {"use": "state"}, {"status": "state"},
    {"from": "2024-02"}, {"to": "2023"}, {"from": "2024-02", "to": "2024-02-29"}, {"pair": "ARM:AL-QAEDA-USA"},
    {"dated": "no"}, {"dated": "W"}, {"vague": "M"}, {"confidence": "0.8"}, {"confidence": "0.9"},
    {"events": "e003,e007"}, {"once": "yes"}, {"once": "no"}, {"source": "FRA"},
]  # fmt: skip


@pytest.fixture(scope="module")
def tab(tmp_path_factory):
    folder = tmp_path_factory.mktemp("profile")
    with browser.Browser(folder) as started:
        yield started.connect(folder)


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    out = tmp_path_factory.mktemp("report")
    evidence_browser.write(CORPUS, Site(out))
    return out / "evidence" / "index.html"


GO = """new Promise(done => {{
    const to = {};
    if (location.hash === to || (to === '#' && !location.hash)) return done();
    addEventListener('hashchange', () => setTimeout(done, 0), {{once: true}});
    location.hash = to;
}})"""
READ = """new Promise(done => {
    const clock = setInterval(() => {
        if (!document.getElementById('reading').textContent) { clearInterval(clock); done(); }
    }, 100);
})"""


def count(tab, fragment):
    """How many events the page says that there are behind a link."""
    tab.value(GO.format(json.dumps(fragment or "#")))
    return int(tab.value("document.getElementById('count').dataset.count"))


def shown(tab):
    """The ids of the events on the page, once they are drawn."""
    tab.value("new Promise(done => setTimeout(done, 100))")
    return json.loads(tab.value("JSON.stringify([...document.querySelectorAll('#list article')].map(a => a.id))"))


def test_the_page_filters_as_python_does(tab, page):
    assert tab.open(page).errors == []
    table = filters.facets(CORPUS)
    for where in WHERES:
        assert count(tab, filters.fragment(where)) == filters.matches(table, where).sum(), where
    assert count(tab, "#article=d003") == 1
    assert count(tab, "#corrected=yes") == 1
    assert shown(tab) == ["e001"]
    assert "corrected" in tab.value("document.querySelector('#list h2').textContent")
    assert count(tab, "#place=geneve") == 1, "places are found without accents"
    assert count(tab, "#text=does%20conSULT") == 1
    assert count(tab, "#text=%22consult%20does%22") == 0


def test_text_of_articles_stays_text(tab, page):
    seen = tab.open(page, "#events=e008")
    assert seen.errors == []
    assert shown(tab) == ["e008"]
    assert HOSTILE_TEXT in tab.value("document.querySelector('#list blockquote').textContent")
    assert tab.value("document.querySelectorAll('#list script').length") == 0
    assert tab.value("document.querySelector('#list mark.trigger').textContent") == "<script>", (
        "an emoji is one character"
    )
    data = (page.parent / "text-0.js").read_text()
    assert "</script" not in data
    assert data.isascii()


def test_a_link_opens_one_event_with_its_reason(tab, page):
    tab.open(page, "#pair=PRK-RUS&sort=day")
    assert shown(tab) == ["e000", "e001"]
    tab.value("document.querySelector('#list details summary').click()")
    assert "RUS by name" in tab.value(
        "new Promise(done => setTimeout(() => done(document.querySelector('#list pre').textContent), 300))"
    )
    assert tab.value("document.querySelector('#list h2').textContent").startswith("Russia → North Korea · AID")
    assert tab.value("document.getElementById('who').value") == "North Korea"


def test_the_form_changes_the_address(tab, page):
    tab.open(page)
    change = "(() => {{ const f = document.getElementById('{}'); f.{} = {}; f.dispatchEvent(new Event('change')); }})()"
    tab.value(change.format("who", "value", "'russia'"))
    tab.value(change.format("either", "checked", "false"))
    assert shown(tab) == ["e000"]
    assert tab.value("location.hash") == "#source=RUS"
    tab.value("document.querySelector('#chips button').click()")
    assert len(shown(tab)) == len(CORPUS.events)
    tab.value(change.format("who", "value", "'Atlantis'"))
    assert "Atlantis" in tab.value("document.getElementById('who-told').textContent")


ACTORS = ("USA", "CHN", "RUS", "PRK", "KOR", "JPN", "UKR", "FRA", "GBR", "DEU", "IND", "PAK", "IRN", "ISR", "TUR")


def made(n):
    """A corpus with `n` events, each told by a sentence of its own, ten to an article."""
    rng = np.random.default_rng(0)
    roots = rng.choice(["CONSULT", "AID", "ACCUSE", "ASSAULT"], n)
    sides = rng.choice(len(ACTORS), (n, 2))
    days = pd.Timestamp("2015-01-01") + pd.to_timedelta(np.sort(rng.integers(0, 3650, n)), unit="D")
    docs = np.arange(n) // 10
    ids = [f"{k:016x}" for k in range(n)]
    texts = [f"In report {k} one side acts on another, and a {k * 7919 % n:x} follows." for k in range(n)]
    first = np.arange(0, n, 10)
    documents = pd.DataFrame({
        "doc_id": [f"d{k:015x}" for k in docs[first]], "path": "a.txt", "published": days[first],
        "title": "A report of the day", "source": None, "body": "x", "n_words": 100, "duplicate_of": None,
    })  # fmt: skip
    sentences = pd.DataFrame({
        "sentence_id": [f"s{one}" for one in ids], "doc_id": documents["doc_id"].to_numpy()[docs],
        "index": np.arange(n) % 10, "start": 0, "end": 10, "text": texts, "kind": "body",
    })  # fmt: skip
    events = pd.DataFrame({
        "event_id": ids, "source": np.array(ACTORS)[sides[:, 0]], "source_role": None,
        "target": np.array(ACTORS)[sides[:, 1]], "target_role": None, "root": roots,
        "mode": None, "context": None, "cameo": None,
        "quad": [QUADS[root] for root in roots], "goldstein": 1.0, "when_first": days, "when_last": days,
        "when_precision": "day", "modality": "asserted", "attributed_to": None, "place": None, "place_state": None,
        "decided_by": "v.test", "confidence": rng.uniform(0.5, 1, n), "n_reports": 1,
    })  # fmt: skip
    told = pd.DataFrame({
        "event_id": ids, "sentence_id": sentences["sentence_id"], "doc_id": sentences["doc_id"], "published": days,
        "trigger_start": 3, "trigger_end": 9, "source_start": None, "source_end": None, "target_start": None,
        "target_end": None, "when_text": None, "path": None,
    })  # fmt: skip
    frames = {"documents": documents, "sentences": sentences, "events": events, "evidence": told}
    return CodedCorpus(
        **{name: schemas.check(name, frame) for name, frame in frames.items()},
        mentions=schemas.empty("mentions"), rejects=schemas.empty("rejects"),
    )  # fmt: skip


COPIED = """new Promise(done => {
    const button = document.getElementById('copy-rows');
    const clock = setInterval(() => {
        if (button.dataset.label && button.textContent !== button.dataset.label) { clearInterval(clock); done(); }
    }, 20);
})"""
WATCH = """window.pauses = [];
new PerformanceObserver(list => list.getEntries().forEach(one => pauses.push(one.duration)))
    .observe({type: 'longtask', buffered: true})"""
LONGEST_PAUSE = 200  # ms


@pytest.mark.slow
def test_fifty_thousand_events_are_shown_without_a_pause(tab, tmp_path):
    corpus = made(50_000)
    evidence_browser.write(corpus, Site(tmp_path))
    watch = tab.send("Page.addScriptToEvaluateOnNewDocument", source=WATCH)
    try:
        seen = tab.open(tmp_path / "evidence" / "index.html")
        assert seen.errors == []
        tab.value(READ)
        table = filters.facets(corpus)
        for where in ({"pair": "CHN-USA"}, {"class": "conflict", "from": "2018"}, {"confidence": "0.75"}, {}):
            assert count(tab, filters.fragment(where)) == filters.matches(table, where).sum()
            shown(tab)
        assert 0 < count(tab, "#text=report%20777") < 2000
        for order in ("day", "-confidence", "source"):
            count(tab, f"#sort={order}&page=900")
            assert len(shown(tab)) == 25
        tab.value("document.getElementById('copy-rows').click()")
        tab.value(COPIED)
        assert max(json.loads(tab.value("JSON.stringify(pauses)")), default=0) < LONGEST_PAUSE
    finally:
        tab.send("Page.removeScriptToEvaluateOnNewDocument", identifier=watch["identifier"])
