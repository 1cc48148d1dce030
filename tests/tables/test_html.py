import numpy as np
import pandas as pd
from bs4 import BeautifulSoup
from markupsafe import Markup

from analysis.tables import html

DAY = "2024-01-03"


def test_cells_are_plain_and_rounded():
    frame = pd.DataFrame({"day": [pd.Timestamp(DAY), pd.NaT], "x": [0.12345, np.nan], "n": [3, 4]})
    table = html.frame(frame, numbers=["x"])
    assert table.text.splitlines() == [f"{DAY} | 0.12 | 3", " |  | 4"]
    assert table.html.count('<td class="n">') == 2
    assert repr(table) == table.text


def test_a_notebook_shows_text_at_the_left_without_the_style_of_the_table():
    """JupyterLab takes the style out of a notebook that is not trusted, and puts cells at the right."""
    table = html.table([{"what": "a < b", "n": 3, "drawn": Markup("<b>x</b>")}], numbers=["n"])
    cells = BeautifulSoup(table._repr_html_(), "html.parser").select("th, td")
    assert [(cell.text, cell.get("style")) for cell in cells] == [
        ("what", "text-align:left"), ("n", None), ("drawn", "text-align:left"),
        ("a < b", "text-align:left"), ("3", None), ("x", "text-align:left"),
    ]  # fmt: skip


def test_text_is_escaped_and_markup_is_not():
    table = html.table([{"a<b": "<i>x</i>", "raw": Markup("<b>{}</b>").format("<y>")}])
    assert '<th scope="col">a&lt;b</th>' in table.html
    assert "<td>&lt;i&gt;x&lt;/i&gt;</td>" in table.html
    assert "<td><b>&lt;y&gt;</b></td>" in table.html
    assert table.text == "<i>x</i>"


def test_a_frame_has_no_markup():
    assert "<b>" not in html.frame(pd.DataFrame({"a": [Markup("<b>")]})).html


def test_no_rows_are_said():
    assert html.table([]).text == html.frame(pd.DataFrame({"a": []})).text == "none"
    assert "none</div>" in html.table([]).html


def test_messages_and_what_is_left_out_are_escaped():
    assert html.message("a < b").html == "<p>a &lt; b</p>"
    assert html.more_rows(12, 10, "pairs").endswith("and 2 more pairs</p>")
    assert html.more_rows(10, 10) == ""


def test_long_text_keeps_some_width_and_markup_its_own():
    shown = html.table([{"words": "w" * 40, "short": "w", "drawn": Markup("<b>{}</b>").format("w" * 40)}]).html
    assert f'<td class="t">{"w" * 40}</td><td>w</td><td><b>' in shown


def test_a_cell_has_its_html_and_stands_as_text_beside_it():
    shown = html.table([{"n": html.Cell(Markup('<a href="x">3</a>'), "3"), "what": "a"}], numbers=["n"])
    assert '<td class="n"><a href="x">3</a></td>' in shown.html
    assert shown.text == "3 | a"


def test_a_table_with_sentences_says_the_heading_in_each_cell_for_narrow_screens():
    folded = Markup("<details><summary>{}</summary></details>").format("<b>")
    shown = html.table([{"pair": "A", 'a"b': folded}])
    assert '<td data-head="pair">A</td><td data-head="a&#34;b"><details>' in shown.html
    assert 'data-head="said"' in html.table([{"said": "w" * 90}]).html
    assert "data-head=" not in html.table([{"pair": "w" * 40}]).html.partition("</style>")[2]
