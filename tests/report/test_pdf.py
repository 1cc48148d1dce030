"""A report as one PDF: pages in order, links within it, and one line where no browser is installed."""

import coded_cases
import page_browser as browser
import pytest
from markupsafe import Markup
from pypdf import PdfReader
from support import ROOT
from typer.testing import CliRunner

from analysis import cli, errors
from analysis.report import NotebookResult, making, pages, pdf
from analysis.tables import html

needs_browser = pytest.mark.skipif(browser.PROGRAM is None, reason="no Chromium or Chrome on this machine")
PAGES = {
    "index.html": '<h1>First</h1><p><a href="second.html">next</a> <a href="evidence/index.html#x">evidence</a></p>',
    "second.html": '<h1>Second</h1><p><a href="index.html">back</a> <a href="https://example.org/">elsewhere</a></p>',
}


@needs_browser
def test_pages_are_joined_and_their_links_lead_within(tmp_path):
    for name, text in PAGES.items():
        (tmp_path / name).write_text(f"<!DOCTYPE html><title>{name}</title>{text}")
    file = pdf.write_pdf(tmp_path, {"index.html": "Summary", "second.html": "Second page"})
    read = PdfReader(file)
    assert [page.extract_text().split()[0] for page in read.pages] == ["First", "Second"]
    assert [item.title for item in read.outline] == ["Summary", "Second page"]
    links = [[one.get_object() for one in page["/Annots"]] for page in read.pages]
    (forth,), (back, away) = links
    assert [read.get_page_number(one["/Dest"][0].get_object()) for one in (forth, back)] == [1, 0]
    assert away["/A"]["/URI"] == "https://example.org/"
    assert str(tmp_path).encode() not in file.read_bytes()


@needs_browser
def test_a_page_that_cannot_be_printed_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "_FLAGS", ("--version",))
    with pytest.raises(errors.ReportError, match=r"index\.html could not be printed"):
        pdf.write_pdf(tmp_path, {"index.html": "Summary"})


def test_without_a_browser_there_is_one_line_with_the_cure_before_anything_runs(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "PROGRAMS", ())
    done = CliRunner().invoke(cli.app, ["report", str(ROOT / "seeds"), "--out", str(tmp_path / "r"), "--pdf"])
    assert isinstance(done.exception, errors.InputError)
    assert "apt install chromium" in str(done.exception)
    assert not (tmp_path / "r").exists()


@needs_browser
def test_a_wide_table_fits_the_paper(tmp_path):
    words = [f"word{number:02d}" for number in range(30)]
    cells = {f"column {number}": "a cell of some words" for number in range(9)}
    rows = [{**cells, "sentences": Markup("<details><summary>{}</summary></details>").format(" ".join(words))}] * 40
    (tmp_path / "wide.html").write_text(f"<!DOCTYPE html><style>{pages.PALETTE}</style>{html.table(rows).html}")
    read = PdfReader(pdf.write_pdf(tmp_path, {"wide.html": "Wide"}))
    text = " ".join(page.extract_text() for page in read.pages).split()
    assert [word for word in words if text.count(word) != len(rows)] == []
    assert len(read.pages[0].extract_text()) > 1000, "the table begins on the first sheet"


def test_what_is_printed_is_read_in_order(tmp_path):
    corpus = coded_cases.coded(*coded_cases.many("RUS", "UKR", "ASSAULT", "2023-03-01", 9))
    for name in ("index.html", "pairs/RUS_UKR.html", "timeline.html", "02-events.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    results = [
        NotebookResult("02-events", "Events", "02-events.html", error=None),
        NotebookResult("x", "X", "x.html", "y"),
    ]
    titles = making.printed(corpus, tmp_path, results, [("RUS", "USA")])
    assert titles == {
        "index.html": "Brief", "pairs/RUS_UKR.html": "Russia – Ukraine", "timeline.html": "Timeline",
        "02-events.html": "Events",
    }  # fmt: skip
