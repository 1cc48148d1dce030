"""The pages that a report writes itself: the brief, the pages of pairs, the map and the timeline."""

import json
import re

import page_checks
import pandas as pd
import pytest
from coded_cases import HOSTILE_TEXT, coded, many
from support import ROOT
from typer.testing import CliRunner

from analysis import cli, errors
from analysis.events import filters
from analysis.report.briefing import brief, map_page, pair_pages, timeline_page
from analysis.report.briefing.brief import Measures
from analysis.report.pages import Site
from analysis.report.runner import NotebookResult

MONTHS = [f"{day:%Y-%m-%d}" for day in pd.date_range("2022-01-10", "2023-12-10", freq="MS")]
HOSTILE = {"text": f"USA {HOSTILE_TEXT} CHN", "title": HOSTILE_TEXT}


def rows(source, target, root, months, **more):
    return [row for month in months for row in many(source, target, root, month, 1, **more)]


CORPUS = coded(
    *rows("CHN", "USA", "AID", MONTHS[:12]), *rows("CHN", "USA", "ASSAULT", MONTHS[12:], **HOSTILE),
    *rows("CHN", "USA", "ASSAULT", MONTHS[12:]), *rows("JPN", "USA", "AID", MONTHS),
    *rows("PRK", "USA", "ACCUSE", MONTHS), *rows("JPN", "KOR", "AID", MONTHS[:2]),
)  # fmt: skip
PAIRS = [("CHN", "USA"), ("JPN", "USA"), ("FRA", "GBR")]


def write_all(corpus, out, pairs):
    measures = Measures.of(corpus)
    site = Site(out, notebooks=(("01-corpus.html", "What was read"),))
    results = [NotebookResult("01-corpus", "What was read", "01-corpus.html", None)]
    brief.write(measures, site, name="A <b>name</b>", results=results, pair_pages=pair_pages.addresses(pairs))
    pair_pages.write(measures, site, pairs)
    map_page.write(measures, site)
    timeline_page.write(measures, site)
    return measures


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    out = tmp_path_factory.mktemp("made")
    return write_all(CORPUS, out, PAIRS), out


def text_of(file):
    return re.sub(r"\s+", " ", " ".join(page_checks.Page(file).text))


def test_the_brief_opens_with_what_was_read_and_what_was_found(made):
    measures, out = made
    said = text_of(out / "index.html")
    chosen = measures.findings.chosen()
    assert 3 <= len(chosen) <= 5
    order = ["were read for who did what", "What was found", *(one.claim for one in chosen), "What changed lately",
             "The signed network", "The busiest pairs", "Caveats", "How it ran"]  # fmt: skip
    places = [said.index(part, said.index("were read")) if part != order[0] else said.index(part) for part in order]
    assert places == sorted(places)
    source = (out / "index.html").read_text()
    assert source.count('class="picture"') == len(chosen)
    for one in chosen:
        assert brief.evidence_link(one.where).replace("&", "&amp;") in source


def test_links_of_findings_keep_as_many_acts_as_they_say(made):
    measures, out = made
    table = filters.facets(measures.corpus)
    source = (out / "index.html").read_text()
    for one in measures.findings.chosen():
        assert f">{one.n} acts behind it</a>" in source
        assert int(filters.matches(table, one.where).sum()) == one.n


def test_text_of_articles_and_titles_is_escaped_on_every_page(made):
    _, out = made
    for file in [*out.glob("*.html"), *out.glob("pairs/*.html")]:
        assert "<script>alert" not in file.read_text(), file.name
        assert page_checks.remote(page_checks.Page(file)) == []
    assert "&lt;script&gt;alert" in (out / "pairs" / "CHN_USA.html").read_text()
    assert "<h1>A &lt;b&gt;name&lt;/b&gt;</h1>" in (out / "index.html").read_text()


def test_a_pair_has_its_own_page_and_one_without_acts_says_so(made):
    _, out = made
    page = text_of(out / "pairs" / "CHN_USA.html")
    assert "China and the United States drifted apart." in page
    assert re.search(r"Between the two, \d+ events: \d+ acts that the measures count, each once", page)
    assert "China to United States" in page
    assert "No event between the two was coded" in text_of(out / "pairs" / "FRA_GBR.html")
    assert page_checks.mute(page_checks.Page(out / "pairs" / "CHN_USA.html")) == []


def test_the_busiest_pairs_with_enough_acts_are_chosen_and_those_asked_for_come_behind(made):
    measures, _ = made
    assert pair_pages.chosen(measures) == [("CHN", "USA"), ("JPN", "USA"), ("PRK", "USA")]
    assert pair_pages.chosen(measures, [("USA", "CHN"), ("KOR", "JPN")])[3:] == [("JPN", "KOR")]


def test_the_map_colours_states_by_how_they_stand(made):
    measures, out = made
    source = (out / "map.html").read_text()
    states = map_page.standing_of_states(measures).set_index("state")
    assert states.loc["JPN", "standing"] == "cooperative"
    assert re.search(r'class="land coop-s" data-k="JPN"', source)
    assert re.search(r'class="land conf-s" data-k="PRK"', source)
    seen = json.loads(re.search(r'id="seen-from">(.*?)</script>', source)[1])
    assert seen["USA"]["JPN"][0] == "coop-s"
    assert "Natural Earth" in source


def test_the_timeline_counts_by_period_without_scripts(made):
    measures, out = made
    page = page_checks.Page(out / "timeline.html")
    assert {"src": "evidence/events.js"} in page.all("script")
    numbers = [int(found) for found in re.findall(r'class="num" href="[^"]*">(\d+)</a>', page.source)]
    assert sum(numbers) == int(measures.relations.pairs()["n"].sum())


def test_a_corpus_without_acts_has_pages_that_say_so(tmp_path):
    write_all(coded(named=["CHN"]), tmp_path, [])
    assert "Nothing that an interval supports." in text_of(tmp_path / "index.html")
    assert "No asserted event between two named actors was found" in text_of(tmp_path / "index.html")
    assert "No act between two named actors was measured" in text_of(tmp_path / "map.html")


def test_a_pair_that_does_not_name_two_actors_is_refused_before_anything_runs(tmp_path):
    words = ["report", str(ROOT / "seeds"), "--out", str(tmp_path / "r"), "--pair"]
    for wrong, told in (("RUS", "does not name two actors"), ("RUS,Atlantis", "Atlantis")):
        done = CliRunner().invoke(cli.app, [*words, wrong])
        assert isinstance(done.exception, errors.InputError)
        assert told in str(done.exception)
    assert not (tmp_path / "r").exists()


def test_stages_from_the_cache_say_so():
    seconds = {"parse": 0.0, "merge": 0.2, "wall": 0.3}
    run = {"seconds": seconds, "counts": {"coded_documents": 0, "documents": 9}}
    assert [row["seconds"] for row in brief._stages(run)] == ["from cache", "0.20", "0.30"]
    assert brief._from_cache(run) == "9 of 9 articles had been coded before and came from the cache."
    fresh = {"seconds": seconds, "counts": {"coded_documents": 9, "documents": 9}}
    assert [row["seconds"] for row in brief._stages(fresh)] == ["0.00", "0.20", "0.30"]
    assert brief._from_cache(fresh) == brief._from_cache({}) == ""
