import xml.etree.ElementTree as ET

import numpy as np
import pandas as pd
from markupsafe import Markup

from analysis import viz
from analysis.viz.style import COOPERATIVE, HOSTILE


def test_a_line_has_a_gap_where_a_value_is_missing():
    drawn = viz.sparkline([0, 1, np.nan, 0.5], title="a <b>", top=1)
    assert 'd="M0.0 29.0L43.3 1.0M130.0 15.0"' in drawn
    assert 'aria-label="a &lt;b&gt;"' in drawn
    assert viz.sparkline([], title="none").count("<path") == 2


def test_bars_count_cooperation_upwards_and_conflict_downwards():
    counted = pd.DataFrame(
        {1: [2, 0], 2: [0, 0], 3: [0, 1], 4: [0, 0]}, index=pd.to_datetime(["2023-01-02", "2023-01-09"])
    )
    drawn = viz.sparkbars(counted, title="A <B>")
    assert "A &lt;B&gt;: 2 dated acts of cooperation and 1 of conflict in 2 periods" in drawn
    bars = {bar.get("fill"): bar for bar in ET.fromstring(drawn).iter("rect")}  # noqa: S314 - made here
    up, down = bars[COOPERATIVE], bars[HOSTILE]
    assert float(up.get("y")) + float(up.get("height")) == float(down.get("y")) == 17.0
    assert float(up.get("height")) == 2 * float(down.get("height"))


def test_a_sparkline_is_markup_so_that_a_table_does_not_escape_it():
    assert isinstance(viz.sparkline([1.0], title="x"), Markup)
