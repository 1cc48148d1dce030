"""Tables of pages in Chromium: sorted by their headings, searched, copied; readable without scripts."""

import json

import page_browser as browser
import pytest
from markupsafe import Markup

from analysis.report import pages
from analysis.tables import html

pytestmark = pytest.mark.skipif(browser.PROGRAM is None, reason="no Chromium or Chrome on this machine")

ROWS = [
    {"pair": "Côte – B", "n": html.Cell(Markup('<a class="num" href="#x">{}</a>').format(9), "9"), "day": "2024-02-01",
     "share": "0.30 [0.10, 0.50]"},
    {"pair": "=A – C", "n": html.Cell(Markup("10"), "10"), "day": "2023-12-31", "share": "-0.20 [-0.40, 0.10]"},
    {"pair": "b – D", "n": html.Cell(Markup("1,200"), "1,200"), "day": "2024-01-15", "share": ""},
    *({"pair": f"z {k}", "n": str(k), "day": "2025-01-01", "share": "0.00"} for k in range(4)),
]  # fmt: skip


@pytest.fixture(scope="module")
def tab(tmp_path_factory):
    folder = tmp_path_factory.mktemp("profile")
    with browser.Browser(folder) as started:
        yield started.connect(folder)


@pytest.fixture
def page(tab, tmp_path):
    templates = pages.environment()
    templates.loader.mapping = {}
    content = html.table(ROWS, numbers=["n", "share"]).html
    base = templates.get_template("base.html.j2")
    file = tmp_path / "page.html"
    inner = templates.from_string("{% extends base %}{% block body %}<h1>Tables</h1>{{ content }}{% endblock %}")
    values = {"title": "t", "note": "", "links": [], "palette": pages.PALETTE, "page_script": pages.PAGE_SCRIPT}
    file.write_text(inner.render(base=base, content=content, **values))
    assert tab.open(file).errors == []
    return file


def column(tab, number):
    cells = f"[...document.querySelectorAll('tbody tr')].filter(r => !r.hidden).map(r => r.cells[{number}].textContent)"
    return json.loads(tab.value(f"JSON.stringify({cells})"))


def press(tab, number):
    tab.value(f"document.querySelectorAll('th button')[{number}].click()")
    return tab.value(f"document.querySelectorAll('th')[{number}].getAttribute('aria-sort')")


def test_numbers_days_and_words_are_sorted_as_such(tab, page):
    assert press(tab, 1) == "descending"
    assert column(tab, 1) == ["1,200", "10", "9", "3", "2", "1", "0"]
    assert press(tab, 1) == "ascending"
    assert column(tab, 1)[-1] == "1,200"
    assert press(tab, 2) == "ascending"
    assert column(tab, 2)[0] == "2023-12-31"
    assert press(tab, 0) == "ascending"
    assert column(tab, 0)[:3] == ["=A – C", "b – D", "Côte – B"]
    assert press(tab, 3) == "descending"
    assert column(tab, 3)[0] == "0.30 [0.10, 0.50]"
    assert column(tab, 3)[-2:] == ["-0.20 [-0.40, 0.10]", ""]


def test_a_search_needs_no_accents_and_says_how_much_it_found(tab, page):
    tab.value("(() => { const f = document.querySelector('input[type=search]'); f.value = 'cote'; "
              "f.dispatchEvent(new Event('input')); })()")  # fmt: skip
    assert column(tab, 0) == ["Côte – B"]
    assert tab.value("document.querySelector('.table-bar [role=status]').textContent") == "1 of 7 rows"


def test_a_copy_is_text_that_no_spreadsheet_computes(tab, page):
    tab.value("navigator.clipboard.writeText = async text => { window.copied = text; }")
    tab.value("document.querySelector('.table-bar button').click()")
    lines = tab.value("new Promise(done => setTimeout(() => done(window.copied), 100))").splitlines()
    assert lines[0].split("\t") == ["pair", "n", "day", "share"]
    assert lines[1].split("\t") == ["Côte – B", "9", "2024-02-01", "0.30 [0.10, 0.50]"]
    assert lines[2].split("\t")[0] == "'=A – C"
    assert lines[2].split("\t")[3] == "'-0.20 [-0.40, 0.10]"


def test_headings_are_reached_by_keyboard(tab, page):
    assert tab.value("document.querySelector('th button').tabIndex") == 0
