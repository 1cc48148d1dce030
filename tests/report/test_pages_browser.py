"""The pages in a browser that can reach no host: no error, no request that leaves the machine, no page too wide,
nothing that shuts people out, and every number that is a link opens to as many events.
"""

import json
from importlib.resources import files
from urllib.parse import urldefrag

import page_browser as browser
import pytest
from bs4 import BeautifulSoup

from analysis import schemas
from analysis.tables.events import COUNT_HEADINGS

pytestmark = pytest.mark.skipif(browser.PROGRAM is None, reason="no Chromium or Chrome on this machine")


@pytest.fixture(scope="module")
def tab(tmp_path_factory):
    folder = tmp_path_factory.mktemp("profile")
    with browser.Browser(folder) as started:
        yield started.connect(folder)


def chosen_pages(report):
    """One or more of every kind: the notebooks and the first page, the evidence browser, lists, a pair, an article."""
    evidence, articles = report / "evidence", report / "articles"
    longest = max(evidence.glob("*_*.html"), key=lambda file: file.stat().st_size)
    told = max(articles.glob("[!i]*.html"), key=lambda file: file.stat().st_size)
    lists = [evidence / "index.html", evidence / "pairs.html", articles / "index.html"]
    pair = sorted(report.glob("pairs/*.html"))[:1]
    return [*sorted(report.glob("*.html")), *pair, *lists, longest, told]


def test_pages_are_quiet_offline_and_readable(tab, seed_report):
    pages = chosen_pages(seed_report)
    assert len(pages) > 5
    for page in pages:
        seen = tab.open(page)
        assert seen.errors == [], page.name
        assert [address for address in seen.asked if not address.startswith(("file:", "data:", "blob:"))] == [], (
            page.name
        )
        assert seen.look["title"], page.name
        assert seen.look["text"] > 100, page.name
        assert seen.look["broken"] == seen.look["mute"] == 0, page.name
        assert seen.look["dead"] == [], page.name
        assert seen.look["wide"] <= 0, f"{page.name} is wider than its window"


def test_pages_fit_a_narrow_screen(tab, seed_report):
    tab.send("Emulation.setDeviceMetricsOverride", width=360, height=740, deviceScaleFactor=1, mobile=False)
    try:
        for page in chosen_pages(seed_report):
            assert tab.open(page).look["wide"] <= 0, f"{page.name} scrolls sideways"
    finally:
        tab.send("Emulation.clearDeviceMetricsOverride")


def test_the_check_sees_what_it_is_there_for(tab, tmp_path):
    page = tmp_path / "bad.html"
    page.write_text('<title>x</title><img src="https://example.org/a.png"><script>nothing.at.all</script>')
    seen = tab.open(page)
    assert "https://example.org/a.png" in seen.asked
    assert any("nothing is not defined" in error for error in seen.errors)
    assert seen.look["broken"] == seen.look["mute"] == 1


AXE = (files("axe_playwright_python") / "axe.min.js").read_text()
CHECK = """axe.run(document, {resultTypes: ['violations']}).then(found => JSON.stringify(found.violations
    .filter(one => one.impact !== 'minor')
    .map(one => one.id + ': ' + one.nodes.slice(0, 3).map(node => node.html.slice(0, 150)).join(' | '))))"""


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_shuts_anybody_out(tab, chosen_report, scheme):
    tab.send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    try:
        for page in chosen_pages(chosen_report):
            tab.open(page)
            tab.value(AXE)
            assert json.loads(tab.value(CHECK)) == [], page.name
    finally:
        tab.send("Emulation.setEmulatedMedia", features=[])


OPENED = """(async links => {
    const counts = [];
    for (const link of links) {
        if ((location.hash || '#') !== link) {
            const changed = new Promise(done => addEventListener('hashchange', done, {once: true}));
            location.hash = link;
            await changed;
        }
        counts.push(Number(document.getElementById('count').dataset.count));
    }
    return JSON.stringify(counts);
})(%s)"""


def linked_numbers(file):
    """The numbers of a page that open the evidence browser, with their filters."""
    for link in BeautifulSoup(file.read_text(), "html.parser").select("a.num"):
        address, fragment = urldefrag(link["href"])
        assert (file.parent / address).resolve().parts[-2:] == ("evidence", "index.html")
        number = next(part for part in reversed(link.text.replace(",", "").split()) if part.isdigit())
        yield f"#{fragment}", int(number)


def test_numbers_open_to_as_many_events(tab, chosen_report):
    found = {}
    for page in sorted(chosen_report.rglob("*.html")):
        for fragment, number in linked_numbers(page):
            assert found.setdefault(fragment, number) == number, f"{page.name}: {fragment}"
    assert len(found) > 300
    tab.open(chosen_report / "evidence" / "index.html")
    # Each number is compared in Python when its link is written; the page itself is asked about some of them.
    for fragment in sorted(found)[::25]:
        (count,) = json.loads(tab.value(OPENED % json.dumps([fragment])))
        assert count == found[fragment], fragment


EVENTS = {
    *COUNT_HEADINGS.values(), *schemas.MODALITIES, "all", "as source", "as target", "acts before", "acts since",
    "acts lately", "acts before that", "events", "events of cooperation", "events of conflict", "statements",
    "events without a named other side", "acts, all cooperative",
}  # fmt: skip


@pytest.mark.parametrize("name", [
    "02-events.html", "03-relationships.html", "04-tension.html", "evidence/pairs.html",
])  # fmt: skip
def test_what_counts_events_is_a_link(chosen_report, name):
    tables = BeautifulSoup((chosen_report / name).read_text(), "html.parser").select("table")
    cells = [
        (head.text, cell)
        for table in tables if table.thead
        for row in table.select("tbody tr")
        for head, cell in zip(table.select("thead th"), row.find_all("td", recursive=False), strict=True)
        if head.text in EVENTS and cell.text not in {"", "0"}
    ]  # fmt: skip
    assert cells
    assert [(head, cell.text) for head, cell in cells if not cell.select("a.num")] == []
