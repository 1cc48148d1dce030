"""Kinds of sentences that are easily misread: each mended by a table or a mechanism, several sentences for each."""

from itertools import permutations

import pytest
from coding_cases import found, rows


def asserted(*triples):
    return sorted(((*one, "asserted") for one in triples), key=str)


def each_way(root, *actors):
    return [(one, root, other) for one, other in permutations(actors, 2)]


@pytest.mark.parametrize(
    ("sentence", "triples"),
    [
        ("Talks between Cyprus and Turkey collapsed on Monday.", each_way("SANCTION", "CYP", "TUR")),
        ("Negotiations between Serbia and Kosovo broke down on Monday.", each_way("SANCTION", "SRB", "XKX")),
        ("Peace talks between Sudan and South Sudan stalled.", each_way("SANCTION", "SDN", "SSD")),
        ("A deal between Iran and Iraq fell through.", each_way("REJECT", "IRN", "IRQ")),
        ("The ceasefire between Israel and Hamas collapsed.", each_way("SANCTION", "ISR", "ARM:HAMAS")),
        ("A meeting between the leaders of India and Pakistan was cancelled.", each_way("SANCTION", "IND", "PAK")),
        ("Greece called off talks with Turkey on Friday.", [("GRC", "SANCTION", "TUR")]),
    ],
)
def test_what_comes_to_nothing_is_no_cooperation(sentence, triples):
    assert rows(sentence) == asserted(*triples)


def test_an_attack_that_stalls_is_still_an_attack():
    assert rows("Chad's attack on Niger stalled.") == asserted(("TCD", "ASSAULT", "NER"))


@pytest.mark.parametrize(
    ("sentence", "triple"),
    [
        ("Britain sanctioned Belarus.", ("GBR", "COERCE", "BLR")),
        ("Canada sanctioned two Russian banks on Tuesday.", ("CAN", "COERCE", "RUS")),
        ("Six Iranian officials were sanctioned by the European Union.", ("IGO:EU", "COERCE", "IRN")),
    ],
)
def test_to_sanction_somebody_is_to_impose_sanctions(sentence, triple):
    assert rows(sentence) == asserted(triple)
    (one,) = found(sentence)
    assert one.event_class.cameo == "163"


@pytest.mark.parametrize(
    "sentence",
    [
        "Turkey sanctioned the deployment of troops to Libya.",
        "Kenya sanctioned the extradition of two men to Uganda.",
    ],
)
def test_to_sanction_a_deed_is_to_approve_of_it(sentence):
    assert "COERCE" not in {root for _, root, _, _ in rows(sentence)}


@pytest.mark.parametrize(
    ("sentence", "triple"),
    [
        ("Pakistan's army said it had shot down two Indian drones.", ("PAK", "ASSAULT", "IND")),
        ("Iran said it had shot down an American drone.", ("IRN", "ASSAULT", "USA")),
        ("A Syrian helicopter was shot down by Turkish forces.", ("TUR", "ASSAULT", "SYR")),
        ("India downed a Chinese surveillance balloon.", ("IND", "ASSAULT", "CHN")),
    ],
)
def test_whoever_shoots_down_an_aircraft_attacks_its_state(sentence, triple):
    assert rows(sentence) == asserted(triple)


@pytest.mark.parametrize(
    ("sentence", "triple"),
    [
        ("Jordan received assurances from Qatar that fuel deliveries would go on.", ("QAT", "AGREE", "JOR")),
        ("Nepal received 20 trucks from India.", ("IND", "AID", "NPL")),
        ("Ukraine received air defence systems from Germany on Friday.", ("DEU", "AID", "UKR")),
        ("Mali took delivery of four attack helicopters from Russia.", ("RUS", "AID", "MLI")),
        ("Syria got a loan from Iran.", ("IRN", "AID", "SYR")),
    ],
)
def test_the_giver_acts_where_somebody_receives(sentence, triple):
    assert rows(sentence) == asserted(triple)


@pytest.mark.parametrize(
    ("sentence", "target"),
    [
        ("Protesters burned an Indian flag.", "IND"),
        ("The crowd trampled on the flag of Turkey.", "TUR"),
        ("Students set fire to Israeli and American flags on Friday.", "USA"),
        ("Students set fire to Israeli and American flags on Friday.", "ISR"),
    ],
)
def test_who_burns_a_flag_protests_against_its_state(sentence, target):
    assert (None, "PROTEST", target, "asserted") in rows(sentence)


@pytest.mark.parametrize(
    ("sentence", "triples"),
    [
        ("U.S. and Iraqi forces attacked Iranian positions.", [("USA", "ASSAULT", "IRN"), ("IRQ", "ASSAULT", "IRN")]),
        ("US and British officials accused Iran of piracy.", [("USA", "ACCUSE", "IRN"), ("GBR", "ACCUSE", "IRN")]),
        ("UN and Syrian officials met in Geneva.", each_way("CONSULT", "IGO:UN", "SYR")),
    ],
)
def test_an_abbreviation_and_an_adjective_share_a_noun(sentence, triples):
    assert rows(sentence) == asserted(*triples)


def test_an_abbreviation_takes_the_role_of_the_shared_noun():
    assert {one.source_role for one in found("US and British officials accused Iran of piracy.")} == {"GOV"}


def test_each_state_of_a_compound_takes_part():
    met = rows("U.S.-Japan-ROK officials met in Seoul.")
    assert met == asserted(*each_way("CONSULT", "USA", "JPN", "KOR"))


@pytest.mark.parametrize(
    ("sentence", "triples"),
    [
        ("India and Pakistan traded accusations over the shelling.", each_way("ACCUSE", "IND", "PAK")),
        ("Armenia traded accusations with Azerbaijan.", each_way("ACCUSE", "ARM", "AZE")),
        ("Russia and Ukraine traded blame for the attack on the dam.", each_way("ACCUSE", "RUS", "UKR")),
    ],
)
def test_traded_accusations_are_accusations(sentence, triples):
    assert rows(sentence) == asserted(*triples)


@pytest.mark.parametrize(
    ("sentence", "triples"),
    [
        ("Egypt welcomed the end of the war between Ethiopia and Eritrea.", each_way("RETREAT", "ETH", "ERI")),
        (
            "The end of hostilities between Chad and Libya was announced on Friday.",
            each_way("RETREAT", "TCD", "LBY"),
        ),
        ("Israel and Hamas ended their fighting on Sunday.", each_way("RETREAT", "ISR", "ARM:HAMAS")),
    ],
)
def test_the_end_of_hostility_is_no_assault(sentence, triples):
    assert rows(sentence) == asserted(*triples)


@pytest.mark.parametrize(
    "sentence",
    [
        "There is no evidence that Iran supplied missiles to Yemen.",
        "Officials said there was no evidence that Russia attacked Poland.",
        "Uruguay has no ties with Belarus.",
        "No proof has been found that Qatar funded Hamas.",
        "Chad held no talks with Niger.",
    ],
)
def test_no_evidence_and_no_ties_deny_the_act(sentence):
    assert {modality for *_, modality in rows(sentence)} == {"denied"}


@pytest.mark.parametrize(
    "sentence", ["Washington stopped short of accusing China of spying.", "Germany stopped short of condemning Israel."]
)
def test_who_stops_short_of_an_act_does_not_do_it(sentence):
    assert "asserted" not in {modality for *_, modality in rows(sentence)}


def test_what_is_done_in_support_of_somebody_is_not_done_to_him():
    assert rows("Protesters rallied in support of Cuba.") == asserted((None, "SUPPORT", "CUB"))
    (one,) = rows("Iran fired missiles at Israel in support of Lebanon.")
    assert one == ("IRN", "ASSAULT", "ISR", "asserted")


@pytest.mark.parametrize(
    "sentence",
    [
        "The Kremlin announced a visit by President Putin to Vietnam.",
        "The announced visit of the French president to Morocco was welcomed in Rabat.",
        "Japan announced that its foreign minister would visit India.",
    ],
)
def test_an_announced_visit_is_planned(sentence):
    assert {modality for *_, modality in rows(sentence)} == {"planned"}


def test_states_that_join_a_third_are_no_pairs_of_each_other():
    listed = "Spain, Italy, Greece, Portugal and Malta"
    sentence = f"France, which led the appeal, and {listed}, which joined it, condemned the attack by Libya."
    joined = ("FRA", "ESP", "ITA", "GRC", "PRT", "MLT")
    assert rows(sentence) == asserted(*((one, "ACCUSE", "LBY") for one in joined))


def test_long_lists_are_capped():
    guests = "Brazil, Argentina, Chile, Peru, Bolivia and Colombia"
    assert rows(f"Leaders from {guests} attended the summit.") == []
    hosts = "Japan, South Korea, Australia and New Zealand"
    met = rows(f"Ministers of Norway, Sweden, Denmark, Finland and Iceland met with colleagues from {hosts}.")
    assert len(met) == 16  # the first of each list with all of the other, both ways
    assert ("SWE", "CONSULT", "JPN", "asserted") in met
    assert ("SWE", "CONSULT", "KOR", "asserted") not in met


def test_a_short_list_is_kept_whole():
    met = rows("Norway, Sweden and Denmark met with Japan, South Korea and Australia.")
    assert ("SWE", "CONSULT", "KOR", "asserted") in met


def test_a_protest_at_a_return_is_against_who_returns():
    assert ("KOR", "PROTEST", "CHN", "asserted") in rows("South Korea protested at the return of refugees by China.")
    protests = rows("Seoul protested at the return of Iraq by Iran.")
    assert "IRQ" not in {target for _, root, target, _ in protests if root == "PROTEST"}


@pytest.mark.parametrize(
    ("sentence", "triple"),
    [
        ("China imposed limits on exports of rare earths to Japan.", ("CHN", "COERCE", "JPN")),
        ("India limited sales of rice to Nepal.", ("IND", "COERCE", "NPL")),
        ("Japan's limits on exports of sensors to Russia took effect.", ("JPN", "COERCE", "RUS")),
        ("Poland placed a cap on imports from Ukraine.", ("POL", "COERCE", "UKR")),
    ],
)
def test_limits_on_trade_are_coercion(sentence, triple):
    assert rows(sentence) == asserted(triple)


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("The Ministry of Public Security", None),
        ("The Joint Chiefs of Staff", None),
        ("The Ministry of Defence", None),
        ("Vietnam's Ministry of Public Security", "VNM"),
        ("The Ministry of Public Security of Vietnam", "VNM"),
        ("South Korea's Joint Chiefs of Staff", "KOR"),
        ("India's Ministry of Defence", "IND"),
    ],
)
def test_a_body_with_a_general_name_has_the_state_that_the_text_gives(name, state):
    assert {one.source for one in found(f"{name} accused Yemen of piracy.")} == {state}
