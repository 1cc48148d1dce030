"""The pages in a browser that can reach no host: no error, no request that leaves the machine, no page too wide."""

import page_browser as browser
import pytest

pytestmark = pytest.mark.skipif(browser.PROGRAM is None, reason="no Chromium or Chrome on this machine")


@pytest.fixture(scope="module")
def tab(tmp_path_factory):
    folder = tmp_path_factory.mktemp("profile")
    with browser.Browser(folder) as started:
        yield started.connect(folder)


def chosen_pages(report):
    """The summary, every notebook, the evidence's index, its longest page, an article."""
    longest = max((report / "evidence").glob("*.html"), key=lambda file: file.stat().st_size)
    return [
        *sorted(report.glob("*.html")),
        report / "evidence" / "index.html",
        longest,
        min((report / "articles").iterdir()),
    ]


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
