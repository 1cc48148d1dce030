"""Office-holders: dates, the checker of the table, who was what on a day."""

import datetime as dt

import pytest

from analysis import errors
from analysis.actors import office_holders

HEADER = "state,office,sectors,person,variants,from,to,note\n"


def table(tmp_path, *rows):
    path = tmp_path / "office_holders.csv"
    path.write_text(HEADER + "".join(f"{row}\n" for row in rows))
    return path


def test_the_shipped_table_is_sound():
    holders = office_holders.load()
    assert office_holders.overlaps(holders) == []
    assert len(holders) >= 900
    assert min(holder.first for holder in holders) > dt.date(1900, 1, 1)
    assert all(holder.sectors for holder in holders)


def test_overlapping_terms_of_one_office_are_named(tmp_path):
    path = table(
        tmp_path, "FRA,president,GOV,Ann Un,,2001-01-01,2005-06-30,", "FRA,president,GOV,Bo Deux,,2005-03-01,,"
    )
    [problem] = office_holders.overlaps(office_holders.load(path))
    assert "Ann Un (row 2) overlaps Bo Deux (row 3) from 2005-03-01 to 2005-06-30" in problem


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("2001-01-01,2005-03-01", "2005-03-01,"),  # the day of hand-over belongs to both
        ("2001,2005-03", "2005-03,"),  # a month is as open as it is long
        ("2001,2005", "2005,"),
    ],
)
def test_hand_over_is_no_overlap(tmp_path, one, two):
    path = table(tmp_path, f"FRA,president,GOV,Ann Un,,{one},", f"FRA,president,GOV,Bo Deux,,{two},")
    assert office_holders.overlaps(office_holders.load(path)) == []


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("FRA,president,GOV,Ann Un,,2001-02-30,,", ("row 2", "'from'", "2001-02-30")),
        ("FRA,president,GOV,Ann Un,,spring 2001,,", ("row 2", "'from'", "spring 2001")),
        ("FRA,president,GOV,Ann Un,,2005-01-01,2004-01-01,", ("row 2", "Ann Un", "2004-01-01")),
        ("FRA,president,GOV,,,2005-01-01,,", ("row 2", "'person'", "empty")),
    ],
)
def test_impossible_rows_are_refused(tmp_path, row, words):
    with pytest.raises(errors.InputError) as caught:
        office_holders.load(table(tmp_path, row))
    assert all(word in str(caught.value) for word in ("office_holders.csv", *words))


@pytest.mark.parametrize(
    ("person", "on", "actor", "office"),
    [
        ("Joe Biden", dt.date(2015, 6, 1), "USA", "vice president"),
        ("Joe Biden", dt.date(2018, 6, 1), None, None),
        ("Joe Biden", dt.date(2021, 1, 20), "USA", "president"),
        ("Joe Biden", dt.date(2025, 3, 1), None, None),
        ("Vladimir Putin", dt.date(2009, 1, 1), "RUS", "prime minister"),
        ("Kofi Annan", dt.date(2003, 3, 20), "IGO:UN", "secretary general"),
    ],
)
def test_status_on_a_day(person, on, actor, office):
    status = office_holders.default().status(person, on=on)
    assert (status.actor, status.office) == (actor, office)
    assert status.sectors == (("ELI",) if office is None else ("GOV",))


@pytest.mark.parametrize(
    ("family", "on", "title", "person"),
    [
        ("Lavrov", dt.date(2010, 1, 1), "foreign minister", "Sergei Lavrov"),
        ("Ivanov", dt.date(2002, 1, 1), "foreign minister", "Igor Ivanov"),
        ("Ivanov", dt.date(2002, 1, 1), "defense minister", "Sergei Ivanov"),
        ("Nobody", dt.date(2002, 1, 1), "president", None),
    ],
)
def test_family_name_with_a_title(family, on, title, person):
    status = office_holders.default().by_surname(family, on=on, sectors=("GOV",), title=title)
    assert (status.person if status else None) == person


@pytest.mark.parametrize(
    ("person", "state", "family"),
    [
        ("Kim Jong-un", "PRK", "Kim"),
        ("Xi Jinping", "CHN", "Xi"),
        ("Angela Merkel", "DEU", "Merkel"),
        ("Ferdinand Marcos Jr.", "PHL", "Marcos"),
    ],
)
def test_family_names_stand_first_or_last(person, state, family):
    assert office_holders.surname(person, state) == family
