"""The map of the world and the small pictures of intervals."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pandas as pd
import pytest

from analysis import viz
from analysis.actors import tables
from analysis.findings import Level
from analysis.viz.svg import world_map

STATES = pd.DataFrame(
    [("JPN", "cooperative", 0.2, 0.1, 0.3, 20.0), ("SGP", "hostile", 0.8, 0.7, 0.9, 9.0)],
    columns=["state", "standing", "share", "share_low", "share_high", "n"],
)
PLACES = pd.DataFrame([("FRA", 4, ["e1", "e2", "e3", "e4"]), ("BEL", 1, ["e5"]), ("LUX", 1, ["e6"])],
                      columns=["state", "n", "events"])  # fmt: skip


def parsed(picture):
    return ET.fromstring(re.search(r"<svg.*?</svg>", picture, re.DOTALL)[0])  # noqa: S314 - made here


def test_a_state_has_its_fill_and_one_without_an_outline_a_dot():
    picture = viz.svg_world_map(STATES, PLACES, evidence_pages="evidence/")
    land = {one.get("data-k"): one for one in parsed(picture.html).iter() if "land" in (one.get("class") or "").split()}
    assert land["JPN"].get("class") == "land coop-s"
    assert land["JPN"].tag == "path"
    assert (land["SGP"].get("class"), land["SGP"].tag) == ("land conf-s", "circle")
    assert land["BRA"].get("class") == "land"
    assert "Japan: cooperative, 20 acts with others, conflict share 0.20 (90 % interval 0.10 to 0.30)" in picture.text


def test_circles_of_acts_touch_no_other_and_open_to_their_acts():
    picture = parsed(viz.svg_world_map(STATES, PLACES, evidence_pages="evidence/").html)
    circles = [one for one in picture.iter("circle") if one.get("class") == "place" and one.get("r") != "7"]
    places = [tuple(float(one.get(key)) for key in ("cx", "cy", "r")) for one in circles]
    assert len(places) == 3
    for number, (x, y, r) in enumerate(places):
        for other_x, other_y, other_r in places[:number]:
            assert (x - other_x) ** 2 + (y - other_y) ** 2 > (r + other_r) ** 2
    links = [one.get("href") for one in picture.iter("a")]
    assert "evidence/index.html#events=e1,e2,e3,e4" in links


@pytest.mark.parametrize(("longitude", "latitude"), [(0, 0), (-180, 0), (180, 0), (179.9, 83), (-70, -55.9)])
def test_every_place_lies_on_the_map(longitude, latitude):
    x, y = world_map.project(longitude, latitude)
    assert 0 <= x <= world_map.WIDTH
    assert 0 <= y <= world_map.HEIGHT


def test_every_state_of_the_tables_has_a_point():
    known = {row["state"] for row in tables.table("states.csv")}
    assert known - set(world_map._points()) == set()


def test_no_outline_runs_across_the_whole_map():
    for state, outline in world_map._outlines().items():
        for ring in outline.split("M")[1:]:
            xs = [float(corner.split(" ")[0]) for corner in ring.rstrip("Z").split("L")]
            assert max(abs(b - a) for a, b in pairwise(xs)) < world_map.WIDTH / 2, state


def test_intervals_are_drawn_to_scale_with_their_values():
    levels = (Level("before", 0.25, 0.1, 0.4, 12), Level("since <b>", 0.75, 0.6, 0.9, 9))
    picture = viz.intervals(levels, unit="conflict share")
    points = [float(one.get("cx")) for one in ET.fromstring(picture).iter("circle")]  # noqa: S314 - made here
    left, span = 4.0, 232.0
    assert points == [left + span / 4, left + 3 * span / 4]
    assert "before 0.25, interval 0.10 to 0.40" in picture
    assert "since &lt;b&gt;" in picture
    assert "<b>" not in picture
    assert not viz.intervals((), unit="acts")
