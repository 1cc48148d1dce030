"""Counts by class, modality and actor, and that each number opens to as many events."""

import re
from urllib.parse import parse_qsl

import pytest
from coded_cases import coded

from analysis import ontology, tables
from analysis.events import filters

DAY = "2024-01-03"
CORPUS = coded(
    ("USA", "CHN", "AID", DAY), ("USA", "CHN", "ACCUSE", DAY), ("CHN", "USA", "AID", DAY, {"modality": "planned"}),
    ("RUS", "PRK", "AID", DAY), ("RUS", "CHN", "ASSAULT", DAY), ("RUS", None, "ASSAULT", DAY),
)  # fmt: skip
LINK = re.compile(r'<a class="num" href="evidence/index\.html#?([^"]*)">(\d+)</a>')


def opened(shown):
    """The numbers of a table that open, and how many events their filters keep."""
    table = filters.facets(CORPUS)
    pairs = [(dict(parse_qsl(found[1].replace("&amp;", "&"))), int(found[2])) for found in LINK.finditer(shown)]
    return [(filters.matches(table, where).sum(), n) for where, n in pairs]


@pytest.mark.parametrize("events", [
    CORPUS.events, CORPUS.involving("RUS"), CORPUS.involving("USA, PRK"), CORPUS.between("USA", "CHN"),
    CORPUS.events.iloc[[0, 3]], tables.asserted_acts(CORPUS.involving("CHN")),
])  # fmt: skip
def test_every_number_opens_to_as_many_events(events):
    shown = [
        tables.classes_by_modality(CORPUS, events, evidence_pages="evidence/"),
        tables.roots_by_modality(CORPUS, events, evidence_pages="evidence/"),
        tables.busiest_actors(CORPUS, events, evidence_pages="evidence/"),
    ]
    for table in shown:
        numbers = opened(table.html)
        assert numbers
        assert all(kept == n for kept, n in numbers)
        assert len(numbers) == len(re.findall(r'<td class="n">(?:<a[^>]*>)?[1-9]', table.html)) - len(
            with_column(table)
        )
        assert repr(table) == repr(table).replace("<a", "")


def with_column(table):
    """The cells of the column `with`, which counts actors."""
    return table.text.splitlines() if ">with<" in table.html else []


def test_classes_and_roots_with_their_glosses():
    assert repr(tables.roots_by_modality(CORPUS, CORPUS.events)).splitlines()[0] == (
        f"ACCUSE | 1 | 0 | 1 | {ontology.ROOT_GLOSSES['ACCUSE']}"
    )
    assert repr(tables.roots_by_modality(CORPUS, CORPUS.events)).splitlines()[-1] == "all | 5 | 1 | 6 | "
    assert '<th scope="col">quad class</th>' in tables.classes_by_modality(CORPUS, CORPUS.events).html


def test_actors_are_counted_as_doers_and_as_targets():
    counted = tables.actor_counts(CORPUS.events).set_index("actor")
    assert counted.loc["Russia", ["as source", "as target", "with"]].tolist() == [3, 0, 2]
    assert counted.loc["China", ["as source", "as target", "with"]].tolist() == [1, 3, 2]
    assert repr(tables.busiest_actors(CORPUS, CORPUS.events, max_rows=1)) == "China | 1 | 3 | 2"
