"""Modes: sentence in, means out; every code of the codebook has an allowed mode or none."""

import csv

import pytest
from coding_cases import act, read

from analysis import _package, errors, ontology
from analysis.actions import modes


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Mexico spoke by phone with Cuba on Friday.", "phone"),
        ("The president of Ghana visited Togo in March.", "visit"),
        ("The foreign ministers of Egypt, Jordan and Iraq met in Amman.", "multilateral"),
        ("Japan held trilateral talks with India and Australia.", "multilateral"),
        ("Norway mediated between Israel and Lebanon.", "third-party"),
        ("Israeli warplanes struck a convoy in Syria.", "aerial"),
        ("Russia attacked Kyiv with dozens of drones.", "drone"),
        ("Pakistani artillery shelled Indian positions.", "heavy-weapons"),
        ("Indian troops shot at Pakistani soldiers.", "firearms"),
        ("Iran seized a Greek tanker in the Gulf.", "seize"),
        ("North Korea test-fired a ballistic missile.", "weapons"),
        ("China deployed 4,000 troops along its border with India.", "troops"),
        ("Turkey expelled three Dutch diplomats.", "expel"),
        ("Mexico recalled its ambassador from Ecuador.", "withdraw"),
        ("Turkey threatened to invade Syria.", "violence"),
        ("Britain urged Sudan to accept a ceasefire.", "yield"),
        ("Germany asked Qatar for help with the evacuation.", "assist"),
        ("India rejected the offer of talks from China.", "meet"),
        ("China banned imports of Japanese seafood.", "ban"),
        ("Libya released two Bulgarian nurses.", "release"),
        ("Afghan police arrested three Pakistani traders.", "arrest"),
        ("Ethiopia accused Eritrea of killing civilians.", "allege"),
        ("Chad condemned Sudan.", "disapprove"),
        ("Spain and Portugal signed a treaty.", None),
        ("Canada donated wheat to Ethiopia.", None),
    ],
)
def test_code_and_words_tell_the_mode(sentence, expected):
    tree, one = act(sentence)
    assert modes.mode_of(tree, one, one.code) == expected


def test_two_names_are_no_conference():
    tree, one = act("The foreign ministers of Egypt and Jordan met in Amman.")
    assert modes.count_parties(tree, one) == 2
    assert modes.mode_of(tree, one, "040") is None


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("Egypt, Jordan and Iraq met in Amman.", 3),
        ("Chad met Niger.", 2),
        ("The leaders of Chad and Niger met the president of Mali.", 3),
        ("Chad's envoy met Malian officials.", 2),
    ],
)
def test_parties_are_counted_on_both_sides(sentence, number):
    assert modes.count_parties(*act(sentence)) == number


def test_the_code_that_counts_decides_not_the_act_below():
    tree, one = act("Turkey invaded Syria with tanks.")
    assert (modes.mode_of(tree, one, one.code), modes.mode_of(tree, one, "1384")) == ("heavy-weapons", "violence")


def test_words_of_another_clause_do_not_count():
    tree, acts = read("Russia attacked Georgia after Ukraine bought drones from Turkey.")
    attack = next(one for one in acts if one.code.startswith(("18", "19")))
    assert modes.mode_of(tree, attack, attack.code) is None


@pytest.mark.parametrize("code", ontology.cameo()["code"])
def test_every_code_gets_a_mode_of_its_own_root_or_none(code):
    tree, one = act("Chad met Niger.")
    root = ontology.plover_of(code)
    mode = modes.mode_of(tree, one, code)
    assert mode is None or mode in modes.allowed_modes()[root]


def test_codes_keep_the_modes_of_the_manual_where_the_list_has_them():
    tree, one = act("Chad condemned Niger.")
    with (_package.DATA / "ontology" / "cameo_to_plover_2021.csv").open(encoding="utf-8") as file:
        table = [row for row in csv.DictReader(file) if row["plover_event"] == ontology.plover_of(row["cameo_code"])]
    kept = [row for row in table if row["plover_mode"] in modes.allowed_modes().get(row["plover_event"], ())]
    assert len(kept) > 100
    # a charge an allegation, an air strike aerial: noted in the table
    other = {row["cameo_code"] for row in kept if modes.mode_of(tree, one, row["cameo_code"]) != row["plover_mode"]}
    assert other == {"112", "195"}


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("04,arrest,,,", "column mode: 'arrest' is no mode of '04'"),
        ("04,phone,two,,", "column actors: no number: 'two'"),
        (",phone,,,", "column codes: at least one"),
    ],
)
def test_a_bad_row_is_named(tmp_path, line, complaint):
    path = tmp_path / "modes.csv"
    path.write_text(f"codes,mode,actors,words,note\n041,phone,,,\n{line}\n", encoding="utf-8")
    with pytest.raises(errors.InputError, match=rf"modes\.csv, line 3, {complaint}"):
        modes.load(path)
