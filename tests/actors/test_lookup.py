"""What a user types is an actor's id, or one line that says what would be right."""

import pytest

from analysis import errors
from analysis.actors import lookup, tables


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("RUS", "RUS"), ("rus", "RUS"), ("  rus\n", "RUS"), ("IGO:UN", "IGO:UN"), ("igo:un", "IGO:UN"),
        ("un", "IGO:UN"), ("hamas", "ARM:HAMAS"), ("ARM", "ARM"), ("nam", "NAM"), ("ARM:KRG", "ARM:KRG"),
        ("Russia", "RUS"), ("north korea", "PRK"), ("North Korean", "PRK"), ("North Koreans", "PRK"),
        ("Russian", "RUS"), ("Russian Federation", "RUS"), ("DPRK", "PRK"), ("D.P.R.K.", "PRK"), ("ROK", "KOR"),
        ("PRC", "CHN"), ("US", "USA"), ("us", "USA"), ("U.S.", "USA"), ("U.S", "USA"), ("usa", "USA"),
        ("America", "USA"), ("UK", "GBR"), ("Britain", "GBR"), ("UAE", "ARE"), ("DRC", "COD"), ("EU", "IGO:EU"),
        ("nato", "IGO:NATO"), ("United Nations", "IGO:UN"), ("the United Nations", "IGO:UN"),
        ("the Netherlands", "NLD"), ("The Gambia", "GMB"), ("Türkiye", "TUR"), ("Côte d'Ivoire", "CIV"),
        ("Cote d’Ivoire", "CIV"), ("People's Republic of China", "CHN"), ("Georgia", "GEO"), ("Guinea", "GIN"),
        ("Guinea Bissau", "GNB"), ("Guinea-Bissau", "GNB"), ("Niger", "NER"), ("Nigerian", "NGA"),
        ("Dominican", "DOM"), ("Democratic Republic of the Congo", "COD"), ("Congo-Brazzaville", "COG"),
        ("Kosovo", "XKX"), ("Palestinian", "PSE"), ("Taliban", "ARM:TALIBAN"), ("Abkhazia", "ARM:ABKHAZIA"),
        ("East Germany", "DDR"), ("DDR", "DDR"),
    ],
)  # fmt: skip
def test_what_users_type(text, actor):
    assert lookup.find_actor(text) == actor


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Rusia", "no actor 'Rusia'; nearest: Russia (RUS)"),
        (" Ukrane ", "no actor 'Ukrane'; nearest: Ukraine (UKR)"),
        ("Moscow", "no actor 'Moscow'; nearest: Russia (RUS)"),
        ("Korea", "'Korea' may be North Korea (PRK) or South Korea (KOR); give the id"),
        ("congo", "'congo' may be Democratic Republic of the Congo (COD) or Republic of the Congo (COG); give the id"),
        ("Czechoslovakia", "'Czechoslovakia' may be Czech Republic (CZE) or Czechoslovakia (CSK); give the id"),
        ("PRKK", "no actor 'PRKK'; nearest: North Korea (PRK), PKK (ARM:PKK)"),
        ("", "no actor ''; give a name or an id, such as Russia or RUS"),
        ("qqqq", "no actor 'qqqq'; give a name or an id, such as Russia or RUS"),
        (None, "no actor None; give a name or an id, such as Russia or RUS"),
    ],
)
def test_what_is_not_known_is_told_in_one_line(text, message):
    with pytest.raises(errors.InputError) as caught:
        lookup.find_actor(text)
    assert str(caught.value) == message


def test_a_misspelt_name_is_found_among_the_nearest():
    with pytest.raises(errors.InputError, match=r"nearest: .*South Korea \(KOR\)"):
        lookup.find_actor("South Corea")


def test_ids_of_a_corpus_count_too():
    assert lookup.find_actor("arm:lions", known=["ARM:LIONS"]) == "ARM:LIONS"
    assert lookup.find_actor("ruritania", known=["Ruritania"]) == "Ruritania"
    with pytest.raises(errors.InputError, match=r"nearest: Lions \(ARM:LIONS\)"):
        lookup.find_actor("ARM:LION", known=["ARM:LIONS"])


@pytest.mark.parametrize(("file", "column"), [("states.csv", "state"), ("organisations.csv", "id")])
def test_every_row_is_found_by_its_id_and_first_name(file, column):
    for row in tables.table(file):
        assert lookup.find_actor(row[column].lower()) == row[column]
        assert lookup.find_actor(tables.cells(row["names"])[0]) == row[column]
