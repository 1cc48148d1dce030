"""One thing has one number on all pages of a report, and what is counted has one name."""

import re
from collections import defaultdict
from dataclasses import replace
from html import unescape

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from page_cases import act, day, made, weeks

from analysis import tables, tension, viz
from analysis.balance import find_core_blocs
from analysis.relations import measure, signed_graph
from analysis.tables.events import EXAMPLES, SHARE_HEADING
from analysis.tables.external import WEIGHED_HEADING
from analysis.tension.survey import by_quad
from analysis.viz.networks import matrix_caption, network_caption

PAIR = re.compile(r"^(.+) (–|→) (.+)$")
RATED = re.compile(r"^(.+): (\d\.\d\d \[.+\]), (\d+) acts$")
SIDES = re.compile(r"(\w[\w .'-]* – [\w .'-]+?)[:,].*?(\d+) dated acts of cooperation and (\d+) of conflict")
IN_WORDS = ("pair", "sentences", EXAMPLES, "over time", "acts over time")


def tables_of(page):
    """The tables of a page: the section, and the rows as text by heading."""
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "lxml")
    for table in soup.find_all("table"):
        names = [cell.get_text().strip() for cell in table.select("thead th")]
        title = table.find_previous(["h1", "h2", "h3"]).get_text().strip("¶ ")
        for row in table.select("tbody tr"):
            cells = [" ".join(cell.get_text().split()) for cell in row.find_all(["td", "th"])]
            yield title, dict(zip(names, cells, strict=False))


def said_of_pairs(report):
    """What each page says of each pair, by heading: `{(pair, heading): {value: [pages]}}`."""
    found = defaultdict(lambda: defaultdict(list))
    for page in sorted(report.rglob("*.html")):
        for title, row in tables_of(page):
            where = f"{page.name}, {title}"
            if PAIR.match(row.get("pair", "")):
                for heading, value in row.items():
                    if heading not in IN_WORDS:
                        found[row["pair"], heading][value].append(where)
            if "third actor" in row:
                third = row.pop("third actor")
                for one, cell in row.items():
                    if rated := RATED.match(cell):
                        pair = f"{one} – {third}", f"{third} – {one}"
                        for heading, value in zip(("rating", SHARE_HEADING, "acts"), rated.groups(), strict=True):
                            for name in pair:
                                found[name, heading][value].append(where)
    return found


def test_a_heading_has_one_number_for_a_pair_on_all_pages(chosen_report):
    found = said_of_pairs(chosen_report)
    apart = {key: dict(values) for key, values in found.items() if len(values) > 1}
    assert not apart
    often = {key for key, values in found.items() if len({page for pages in values.values() for page in pages}) > 1}
    headings = {heading for _, heading in often}
    assert {"acts", SHARE_HEADING, "rating", "acts lately"} <= headings
    assert len(often) > 50


def test_pictures_count_the_acts_of_a_pair_alike(chosen_report):
    found, listed = defaultdict(set), said_of_pairs(chosen_report)
    for page in chosen_report.rglob("*.html"):
        text = unescape(page.read_text(encoding="utf-8"))
        for words in re.findall(r'(?:alt|aria-label)="([^"]+)"', text):
            if shown := SIDES.search(words):
                found[shown[1]].add((int(shown[2]), int(shown[3])))
    assert len(found) > 3
    assert all(len(counts) == 1 for counts in found.values()), found
    for pair, counts in found.items():
        ((cooperation, conflict),) = counts
        (n,) = map(int, listed[pair, "acts"])
        assert 0 <= n - cooperation - conflict <= 2  # those without a day are in no picture over time


def test_what_became_of_the_events_sums_to_all_events(chosen_report):
    index = BeautifulSoup((chosen_report / "index.html").read_text(encoding="utf-8"), "lxml")
    rows = [row for _, row in tables_of(chosen_report / "index.html") if "what became of the events" in row]
    coded = re.search(r"([\d,]+)\s*events coded|events coded\s*([\d,]+)", index.get_text(" "))
    total = int(next(filter(None, coded.groups())).replace(",", ""))
    assert sum(int(row["events"]) for row in rows) == total
    pairs = [row for _, row in tables_of(chosen_report / "evidence" / "pairs.html")]
    assert sum(int(row["events"]) for row in pairs) == total
    assert sum(int(row["acts"]) for row in pairs) == int(rows[0]["events"])
    actors = {row["actor"]: row["acts"] for _, row in tables_of(chosen_report / "map.html") if "of conflict" in row}
    named = [row for _, row in tables_of(chosen_report / "03-relationships.html") if "sentences that name it" in row]
    shown = {row["actor"]: row["acts"] for row in named if row["actor"] in actors}
    assert len(shown) > 3
    assert shown == {actor: actors[actor] for actor in shown}


@pytest.fixture(scope="module")
def corpus():
    """Two years of three pairs; what one of them does together is an event in each direction."""
    days, acts = weeks("2023-01-02", 104), []
    for number, when in enumerate(days):
        acts.append(act(when, "USA", "CHN", "ACCUSE" if number % 3 else "CONSULT", 3 if number % 3 else 1))
        acts.append(act(when, "RUS", "UKR", "ASSAULT", 4))
        if number % 4 == 0:
            both = {"act_id": f"m{number}", "mutual": True}
            acts += [act(when, "KOR", "USA", "CONSULT", 1, **both), act(when, "USA", "KOR", "CONSULT", 1, **both)]
    return made([{"act_id": f"a{number}", **one} for number, one in enumerate(acts)], days)


def test_the_brief_on_two_shows_the_series_and_breaks_of_the_page_on_tension(corpus):
    whole = tension.survey(corpus)
    for pair in whole.pairs:
        own = tables.brief(corpus, *pair).survey(whole.freq)
        assert own.pairs == (pair,)
        pd.testing.assert_frame_equal(own.series(pair), whole.series(pair))
        pd.testing.assert_frame_equal(own.breaks().series, whole.breaks().of_pair(*pair).series)
        assert len(own.breaks().series) == 2


def test_a_pair_with_too_few_acts_says_how_many_it_has(corpus):
    events = corpus.events.copy()
    events.loc[0, "target"] = "FRA"
    own = tables.brief(replace(corpus, events=events), "USA", "FRA").survey("M")
    assert not own.rated
    assert "1 act between the two" in own.reason
    assert own.breaks() is None


def test_what_two_do_together_is_drawn_and_counted_once(corpus):
    brief, survey = tables.brief(corpus, "KOR", "USA"), tension.survey(corpus)
    n = int(measure(corpus, freq="all").pairs().set_index(["a", "b"]).loc[("KOR", "USA"), "n"])
    assert len(brief.once) == n == len(brief.acts) / 2
    assert by_quad(survey.acts_between(("KOR", "USA")), survey.articles.index, survey.freq).to_numpy().sum() == n
    assert f"{n} acts of cooperation above the line, 0 of conflict" in viz.timeline(brief.acts, title="x").alt


def test_with_a_half_life_all_figures_count_the_acts_that_the_shares_rest_on(corpus):
    last = measure(corpus, freq="Y", half_life=365).latest()
    shown = last.pairs()
    assert shown["n"].to_numpy() == pytest.approx(shown["n_weighted"].to_numpy())
    assert shown["n"].to_numpy() == pytest.approx(shown[["n_vc", "n_mc", "n_vf", "n_mf"]].sum(axis=1).to_numpy())
    by_pair = shown.set_index(["a", "b"])["n"]
    found = find_core_blocs(last)
    stance = found.stances.set_index("actor")["n"]
    assert found.members == [["KOR", "USA"]]
    assert stance["KOR"] == pytest.approx(by_pair["KOR", "USA"])
    told = tables.pair_counts(last.busiest())
    assert f"{by_pair['KOR', 'USA']:.1f} |" in told.text
    assert WEIGHED_HEADING in told.html
    volume = f"with {by_pair.sum():.0f} acts"
    assert volume in network_caption(signed_graph(last), [], set())
    assert f"{round(last.pairs(directed=True)['n'].sum())} acts" in matrix_caption(last.pairs(directed=True), ["USA"])
    assert day("2023-01-01") not in set(shown["period"])
