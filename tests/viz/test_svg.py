import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET

import networkx as nx
import pytest
from bs4 import BeautifulSoup
from coded_cases import HOSTILE_TEXT, coded, many

from analysis import errors, viz
from analysis.relations import measure, signed_graph

CORPUS = coded(
    *many("USA", "JPN", "AID", "2024-01-03", 9), *many("USA", "PRK", "ASSAULT", "2024-01-03", 9),
    *many("PRK", "RUS", "CONSULT", "2024-01-03", 2),
)  # fmt: skip
MEASURED = measure(CORPUS.events, freq="all", exposure=CORPUS.documents)
GRAPH = signed_graph(MEASURED)
ACTORS = ["JPN", "PRK", "RUS", "USA"]


def picture(svg):
    """The SVG element, parsed: it must be well-formed."""
    found = re.search(r"<svg.*?</svg>", svg.html, re.DOTALL)
    return ET.fromstring(found[0])  # noqa: S314 - made here


def marked(svg, name):
    return [element for element in picture(svg).iter() if name in (element.get("class") or "").split()]


def test_each_tie_is_a_mark_with_sign_width_and_note():
    svg = viz.svg_network(GRAPH)
    marks = marked(svg, "mark")
    assert [(mark.get("data-a"), mark.get("data-b")) for mark in marks] == [
        ("JPN", "USA"),
        ("PRK", "RUS"),
        ("PRK", "USA"),
    ]
    kinds = [mark.find("path").get("class") for mark in marks]
    assert kinds == ["e pos", "e few-pos", "e neg"]
    widths = [float(mark.find("path").get("stroke-width")) for mark in marks]
    assert widths[1] < widths[0] == widths[2]
    assert marks[2].get("data-note").startswith("North Korea – United States: hostile, 9 acts")
    assert svg.text.splitlines()[2] == "North Korea – United States: hostile, 9 acts, conflict share 0.74"


def test_marks_lead_to_their_evidence_pages():
    inside = marked(viz.svg_network(GRAPH, evidence_pages="evidence/"), "mark")
    assert [mark.tag for mark in inside] == ["a"] * 3
    assert inside[2].get("href") == "evidence/index.html#pair=PRK-USA&use=measured&once=yes"
    outside = marked(viz.svg_network(GRAPH), "mark")
    assert all(mark.tag == "g" and mark.get("tabindex") == "0" for mark in outside)
    cells = marked(viz.svg_matrix(MEASURED.pairs(directed=True), actors=ACTORS, evidence_pages="e/"), "mark")
    ways = [("USA", "JPN"), ("USA", "PRK"), ("PRK", "RUS")]
    assert {cell.get("href") for cell in cells} == {
        f"e/index.html#source={source}&target={target}&use=measured" for source, target in ways
    }


def test_all_nodes_can_be_focused_and_say_what_they_are():
    nodes = marked(viz.svg_network(GRAPH), "node")
    assert [node.get("data-k") for node in nodes] == ACTORS
    assert all(node.get("tabindex") == "0" and node.get("aria-label") for node in nodes)
    assert nodes[1].get("data-note") == "North Korea, 2 ties: 1 hostile, 1 too few to rate: cooperation seen"


def test_blocs_are_outlined_and_frustrated_ties_crossed():
    svg = viz.svg_network(GRAPH, groups=[["JPN", "USA"], ["PRK", "RUS"]], frustrated=[("USA", "PRK")])
    assert [hull.get("class") for hull in marked(svg, "hull")] == ["hull", "hull loose"]
    texts = [element.text for element in picture(svg).iter() if (element.tag or "").endswith("text")]
    for name in ("cooperative", "hostile", "bloc by signs", "only cooperation seen", "frustrated tie"):
        assert name in texts, "the legend names all that is drawn"
    crossed = [mark for mark in marked(svg, "mark") if mark.find("path[@class='cross']") is not None]
    assert [mark.get("data-note").endswith("(frustrated tie)") for mark in crossed] == [True]


def test_notes_are_shown_with_the_mark():
    notes = {frozenset(("USA", "PRK")): "2024-01-03: A sentence."}
    marks = marked(viz.svg_network(GRAPH, notes=notes), "mark")
    assert [mark.get("data-note").endswith("\n2024-01-03: A sentence.") for mark in marks] == [False, False, True]


def test_text_from_articles_and_names_cannot_leave_its_place():
    graph = nx.Graph()
    graph.add_edge(HOSTILE_TEXT, '" onfocus="x', sign=1, n=2, share=0.1, standing="cooperative")
    note = {frozenset(graph): HOSTILE_TEXT + "</svg><script>bad()</script>"}
    svg = viz.svg_network(graph, notes=note, evidence_pages='x" onclick="y/')
    scripts = re.findall(r"<script>(.*?)</script>", svg.html, re.DOTALL)
    assert len(scripts) == 1
    assert "bad()" not in scripts[0]
    assert {
        attribute for element in picture(svg).iter() for attribute in element.attrib if attribute.startswith("on")
    } == set()
    (mark,) = marked(svg, "mark")
    assert HOSTILE_TEXT in mark.get("data-note")


def test_matrix_has_a_cell_for_each_direction_hatched_where_unclear():
    svg = viz.svg_matrix(MEASURED.pairs(directed=True), actors=ACTORS)
    cells = marked(svg, "mark")
    assert len(cells) == 3
    hatched = [any(box.get("fill") == "url(#nvh)" for box in cell.findall("rect")) for cell in cells]
    assert dict(zip([cell.get("data-a") for cell in cells], hatched, strict=True)) == {"PRK": True, "USA": False}
    assert viz.svg_matrix(MEASURED.frame.head(0), actors=[]).text == "no pairs"


def test_nothing_remote_and_the_same_every_time():
    one = viz.svg_network(GRAPH)
    turned = nx.Graph(**GRAPH.graph)
    turned.add_nodes_from(reversed(list(GRAPH)))
    turned.add_edges_from((b, a, data) for a, b, data in reversed(list(GRAPH.edges(data=True))))
    assert one.html == viz.svg_network(turned).html
    assert one.text == viz.svg_network(turned).text
    assert "://" not in one.html
    assert "no ties" in repr(viz.svg_network(nx.Graph()))


def test_a_picture_has_a_caption_with_its_events_and_the_width_of_intervals():
    svg = viz.svg_network(GRAPH, groups=[["JPN", "USA"]])
    (caption,) = BeautifulSoup(svg.html, "html.parser").select(".nv-caption")
    assert caption.text == viz.network(GRAPH, groups=[["JPN", "USA"]]).alt
    assert caption.text.startswith("Signed network of 4 actors, 3 pairs with 20 acts: 1 cooperative, 1 hostile, ")
    assert "signs by intervals of 90 % of the conflict share" in caption.text
    narrow = signed_graph(measure(CORPUS.events, freq="all", level=0.5))
    assert "signs by intervals of 50 %" in viz.svg_network(narrow).html
    cells = viz.svg_matrix(MEASURED.pairs(directed=True), actors=ACTORS)
    assert viz.matrix(MEASURED.pairs(directed=True), actors=ACTORS).alt in cells.html


@pytest.mark.parametrize("svg", [
    viz.svg_network(GRAPH, notes={frozenset(("USA", "PRK")): "A </script> sentence."}),
    viz.svg_matrix(MEASURED.pairs(directed=True), actors=ACTORS),
])  # fmt: skip
def test_a_notebook_that_is_not_trusted_shows_the_still_picture_and_no_text(svg):
    """JupyterLab takes away scripts and styles with their text, and other unknown elements without theirs."""
    shown = BeautifulSoup(svg._repr_html_(), "html.parser")
    data = json.loads(shown.find("script", type="application/json").string)
    assert data == svg.picture
    for element in shown.select("script, style"):
        element.decompose()
    assert shown.text == ""
    (image,) = shown.select("img")
    assert image["src"].startswith("data:image/png;base64,")
    assert image["alt"] == svg.still().alt


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
KEYS = """
<script>
var tries = 0, wait = setInterval(function () {  // focus events need a window that has the focus
if (!document.hasFocus() && tries++ < 20) return;
clearInterval(wait);
var key = function (name) { document.activeElement.dispatchEvent(
  new KeyboardEvent('keydown', {key: name, bubbles: true, cancelable: true})); };
var note = function () { return document.querySelector('.nv-note').textContent.split('\\n')[0]; };
var seen = [note()];
document.querySelector('[data-k="PRK"]').focus(); seen.push(note());
seen.push(document.querySelectorAll('.dim').length);
key('ArrowRight'); seen.push(note());
key('ArrowRight'); seen.push(note());
key('Escape'); seen.push(document.activeElement.dataset.k);
document.activeElement.blur(); seen.push(note()); seen.push(document.querySelectorAll('.dim').length);
document.body.setAttribute('data-seen', JSON.stringify(seen));
}, 50);
</script>
"""


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_keyboard_goes_from_state_to_tie_and_back(tmp_path):
    page = tmp_path / "page.html"
    shown = viz.svg_network(GRAPH)._repr_html_()  # the still picture gives way to the one to explore
    page.write_text(f"<!doctype html><meta charset=utf-8><body>{shown}{KEYS}", encoding="utf-8")
    done = subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync",
         f"--user-data-dir={tmp_path / 'profile'}", "--virtual-time-budget=3000",
         "--dump-dom", page.as_uri()],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    found = re.search(r'data-seen="([^"]*)"', done.stdout)[1].replace("&quot;", '"')
    hint, node, dim, first, second, home, rest, left = json.loads(found)
    assert hint.startswith("Point at")
    assert node.startswith("North Korea, 2 ties: 1 hostile")
    assert dim == 2  # the tie of the other two, and Japan, which North Korea has no tie with
    assert first.startswith("North Korea – Russia: observed")
    assert second.startswith("North Korea – United States")
    assert home == "PRK"
    assert (rest, left) == (hint, 0)


def test_a_picture_is_saved_as_a_page_and_as_an_svg_that_needs_nothing_else(tmp_path):
    for drawn in (viz.svg_network(GRAPH), viz.svg_matrix(MEASURED.pairs(directed=True), actors=ACTORS)):
        still = ET.parse(drawn.save(tmp_path / "a.svg")).getroot()  # noqa: S314 - made here
        assert still.tag == "{http://www.w3.org/2000/svg}svg"
        text = (tmp_path / "a.svg").read_text()
        assert "var(" not in text
        assert "<script" not in text
        assert ".nv .pos{stroke:#2166ac}" in text
        page = drawn.save(tmp_path / "a.html").read_text()
        assert page.startswith("<!DOCTYPE html>")
        assert drawn.html in page
        assert "http" not in page
        assert drawn.save(tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
        assert drawn.save(tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    with pytest.raises(errors.InputError, match=r"saved as \.html, \.svg, \.png or \.pdf"):
        drawn.save(tmp_path / "a.jpg")
