"""Kinds of sentences that are easily misread: each mended by a table or a mechanism, several sentences for each."""

import datetime as dt
from dataclasses import replace
from itertools import permutations

import pytest
from coding_cases import found, rows

from analysis import times
from analysis.actors import gazetteer
from analysis.coding import code_sentences, document
from analysis.coding.document import Document
from analysis.text import parsing, split_sentences


def asserted(*triples):
    return sorted(((*one, "asserted") for one in triples), key=str)


def of_document(body, title="", on=dt.date(2024, 1, 17)):
    """Source, root, target of the asserted acts of a whole document, those of its first sentence left out."""
    article, names = Document("", on, title=title, body=body), gazetteer.default()
    sentences = document.find_mentions(article, split_sentences(title, body), names)
    wanted = [document.needs_parse(one) for one in sentences]
    parses = parsing.parse([one.text for one in sentences])
    read = [replace(one, parse=doc if yes else None) for one, doc, yes in zip(sentences, parses, wanted, strict=True)]
    coded = document.code_document(article, read, names)
    return [{(one.source, one.root, one.target) for one in sentence.candidates if one.root} for sentence in coded]


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
        ("Greece called off talks with Turkey on Friday.", [("GRC", "SANCTION", "TUR")]),
        ("Talks between Peru and Chile reached an impasse on Friday.", each_way("SANCTION", "PER", "CHL")),
    ],
)
def test_what_comes_to_nothing_is_no_cooperation(sentence, triples):
    assert rows(sentence) == asserted(*triples)


def test_a_meeting_that_was_cancelled_did_not_take_place():
    found = rows("A meeting between the leaders of India and Pakistan was cancelled.")
    assert not [row for row in found if row[1] == "CONSULT" and row[3] == "asserted"]


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
        ("Sudan brought down an Ethiopian drone.", ("SDN", "ASSAULT", "ETH")),
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
        ("The crowd set the Danish flag on fire.", "DNK"),
        ("Students tore up a Japanese flag outside the embassy.", "JPN"),
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
        ("U.K. and French ships seized a Russian tanker.", [("GBR", "COERCE", "RUS"), ("FRA", "COERCE", "RUS")]),
    ],
)
def test_an_abbreviation_and_an_adjective_share_a_noun(sentence, triples):
    assert rows(sentence) == asserted(*triples)


@pytest.mark.parametrize("compound", ["ROK-U.S.-Japan", "U.S.-Japan-ROK", "Japan-South Korea-U.S."])
def test_a_compound_of_three_states_is_one_side(compound):
    (own,) = of_document(f"A {compound} summit condemned North Korea.")
    assert {(one, "ACCUSE", "PRK") for one in ("KOR", "USA", "JPN")} <= own


def test_who_has_left_office_does_not_act_for_the_state():
    for text in ("The ex-German chancellor Gerhard Schroeder praised Chad.", "Former chancellor Merkel praised Chad."):
        acts = found(text, dt.date(2024, 1, 17))
        assert {(one.source, one.source_role) for one in acts if one.source} <= {("DEU", "ELI")}


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
        "No proof has been found that Qatar funded Hamas.",
        "Chad held no talks with Niger.",
    ],
)
def test_no_evidence_and_no_ties_deny_the_act(sentence):
    assert {modality for *_, modality in rows(sentence)} == {"denied"}


def test_no_ties_are_no_act():
    assert rows("Uruguay has ties with Belarus.")
    assert {modality for *_, modality in rows("Uruguay has no ties with Belarus.")} <= {"denied"}


@pytest.mark.parametrize(
    "sentence", ["Washington stopped short of accusing China of spying.", "Germany stopped short of condemning Israel."]
)
def test_who_stops_short_of_an_act_does_not_do_it(sentence):
    assert "asserted" not in {modality for *_, modality in rows(sentence)}


def test_what_is_done_in_support_of_somebody_is_not_done_to_him():
    assert rows("Protesters rallied in support of Cuba.") == asserted((None, "SUPPORT", "CUB"))
    found = rows("Iran fired missiles at Israel in support of Lebanon.")
    assert ("IRN", "ASSAULT", "ISR", "asserted") in found
    assert not [row for row in found if row[1] == "ASSAULT" and row[2] == "LBN"]


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
    found = [row for row in rows(sentence) if row[2] is not None]
    assert found == asserted(*((one, "ACCUSE", "LBY") for one in joined))


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
    found = rows("South Korea protested at the return of refugees by China.")
    assert {(source, target) for source, root, target, _ in found if root in {"PROTEST", "ACCUSE"}} == {("KOR", "CHN")}
    protests = rows("Seoul protested at the return of Iraq by Iran.")
    assert "IRQ" not in {target for _, root, target, _ in protests if root == "PROTEST"}


@pytest.mark.parametrize(
    ("sentence", "triple"),
    [
        ("China imposed limits on exports of rare earths to Japan.", ("CHN", "COERCE", "JPN")),
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


@pytest.mark.parametrize(
    ("body", "triples"),
    [
        ("Armenia and Azerbaijan met on Friday. The two sides signed a treaty.", each_way("SUPPORT", "ARM", "AZE")),
        ("Chad and Niger held talks on Friday. Both sides signed a pact.", each_way("SUPPORT", "TCD", "NER")),
        ("Chad and Niger held talks on Friday. The two neighbours signed a pact.", each_way("SUPPORT", "TCD", "NER")),
        ("Chad and Niger held talks on Friday. They agreed to reopen the border.", each_way("AGREE", "TCD", "NER")),
        (
            "Kenya and Uganda met on Friday. The latter recalled its ambassador from the former.",
            [("UGA", "SANCTION", "KEN")],
        ),
        ("Kenya and Uganda met on Friday. The former criticised the latter.", [("KEN", "ACCUSE", "UGA")]),
    ],
)
def test_two_actors_are_taken_up_again_without_a_name(body, triples):
    assert of_document(body)[1] == set(triples)


@pytest.mark.parametrize(
    "body",
    [
        "Kenya met Uganda's president on Friday. The former president was praised.",
        "Germany bought Swedish steel. The latter prompted a complaint.",
        "Farmers and traders met on Friday. The two sides signed a treaty.",
    ],
)
def test_nobody_is_taken_up_where_no_two_actors_stand(body):
    assert of_document(body)[1] == set()


@pytest.mark.parametrize(
    ("sentence", "triple"),
    [
        ("ISRAEL BOMBED SYRIA ON MONDAY.", ("ISR", "ASSAULT", "SYR")),
        ("ISRAELI JETS BOMBED A SYRIAN AIRFIELD ON MONDAY, THE ARMY SAID.", ("ISR", "ASSAULT", "SYR")),
        ("US CONDEMNS RUSSIA", ("USA", "ACCUSE", "RUS")),
        ("THE SPOKESMAN OF THE UNITED NATIONS CONDEMNED MALI.", ("IGO:UN", "ACCUSE", "MLI")),
        ("WHO SAID IT? POLAND CONDEMNED BELARUS.", ("POL", "ACCUSE", "BLR")),
    ],
)
def test_capitals_are_read_as_running_text(sentence, triple):
    acts = [one for own in of_document("A note.", title=sentence)[:1] for one in own]
    assert acts == [triple]


def test_a_sentence_in_capitals_keeps_its_text_and_places():
    (one,) = document.find_mentions(
        Document("", dt.date(2024, 1, 17)), split_sentences("", "ISRAEL BOMBED SYRIA ON MONDAY."), gazetteer.default()
    )
    assert one.text == "Israel bombed Syria on Monday."
    assert one.sentence.text == "ISRAEL BOMBED SYRIA ON MONDAY."
    assert [(mention.start, mention.end) for mention in one.mentions] == [(0, 6), (14, 19)]


@pytest.mark.parametrize(
    ("body", "triple"),
    [
        ("Protesters in Karachi burned an Indian flag.", ("PAK", "PROTEST", "IND")),
        ("Angry Lebanese burned an American flag in Beirut.", ("LBN", "PROTEST", "USA")),
        ("The crowd in Baghdad trampled on the flag of Turkey.", ("IRQ", "PROTEST", "TUR")),
        ("Thousands marched in London in support of Ukraine.", ("GBR", "SUPPORT", "UKR")),
    ],
)
def test_a_crowd_is_of_the_state_in_whose_town_it_protests(body, triple):
    assert of_document(body) == [{triple}]


def test_a_thing_of_another_state_makes_a_sentence_worth_reading():
    names = gazetteer.default()
    on = dt.date(2024, 1, 17)
    for text, wanted in (
        ("Chad bombed a Sudanese bridge.", True),
        ("Chad bought a Sudanese bridge.", False),
        ("Chad bombed a Chadian bridge.", False),
    ):
        assert document.may_state_event(text, names.find(text, on=on)) is wanted


def test_who_walks_out_of_talks_breaks_them_off():
    assert ("PER", "SANCTION", "ECU", "asserted") in rows("Peru walked out of border talks with Ecuador.")


@pytest.mark.parametrize(
    ("sentence", "triple"),
    [
        ("Peru's foreign minister called on President Boric of Chile.", ("PER", "CONSULT", "CHL")),
        ("Peru called on Chile to leave.", ("PER", "REQUEST", "CHL")),
    ],
)
def test_a_call_on_a_person_is_a_visit(sentence, triple):
    assert (*triple, "asserted") in rows(sentence)


@pytest.mark.parametrize(
    ("sentence", "root"),
    [
        ("Ghana attacked Togo's decision to close the border.", "ACCUSE"),
        ("Ghana attacked Togo's garrison near the border.", "ASSAULT"),
    ],
)
def test_to_attack_a_decision_is_to_blame(sentence, root):
    assert {found for source, found, target, _ in rows(sentence) if (source, target) == ("GHA", "TGO")} == {root}


@pytest.mark.parametrize(
    ("sentence", "triple"),
    [
        ("Japan's prime minister was the last of the G7 leaders to visit Ukraine.", ("JPN", "CONSULT", "UKR")),
        ("Ghana became the third state to expel Togo's ambassador.", ("GHA", "SANCTION", "TGO")),
    ],
)
def test_whoever_is_the_first_or_last_to_act_acts(sentence, triple):
    assert triple in {row[:3] for row in rows(sentence)}
    assert {row[0] for row in rows(sentence) if row[0]} <= {triple[0], triple[2]}


@pytest.mark.parametrize(
    ("body", "triple"),
    [
        ("Ghana said that Chile was the root of trouble and that it fully supported Togo.", ("GHA", "SUPPORT", "TGO")),
        ("Lima's National Security Council condemned Chile.", ("PER", "ACCUSE", "CHL")),
    ],
)
def test_the_speaker_and_the_owner_act(body, triple):
    assert of_document(body) == [{triple}]


def test_he_is_not_him():
    (own,) = of_document("President Emmanuel Macron called Prime Minister Narendra Modi to congratulate him.")
    assert ("FRA", "SUPPORT", "IND") in own


def test_two_presidents_are_those_of_states():
    body = "The president of Peru spoke at an APEC summit. The two presidents signed a treaty."
    assert of_document(body)[1] == set()


def test_a_clause_that_says_who_is_meant_takes_up_nobody():
    body = "Ghana met Togo and Benin. China has complained to the three states that met at Lome last week."
    assert "CHN" not in {source for source, _, target in of_document(body)[1] if target}
    body = "Ghana, Togo and Benin met. China complained to the three states on Monday."
    assert {(source, target) for source, _, target in of_document(body)[1]} >= {("CHN", "TGO"), ("CHN", "BEN")}


@pytest.mark.parametrize("place", ["at Mar-a-Lago", "near Mar-del-Sur"])
def test_a_name_with_hyphens_is_no_month(place):
    assert times.resolve(f"They met {place}.", dt.date(2024, 1, 17)) == []
    assert len(times.resolve("They met in the March-April session.", dt.date(2024, 1, 17))) == 2


@pytest.mark.parametrize(
    ("sentence", "one", "root", "other"),
    [
        ("India and Pakistan accused each other of violating the ceasefire.", "IND", "ACCUSE", "PAK"),
        ("Armenia and Azerbaijan blamed each other for the shelling.", "ARM", "ACCUSE", "AZE"),
        ("Serbia and Kosovo threatened each other with sanctions.", "SRB", "THREATEN", "XKX"),
    ],
)
def test_what_two_do_to_each_other_is_sure(sentence, one, root, other):
    (found,) = code_sentences([(sentence, None)])
    assert {(event.source, event.root, event.target) for event in found} == {(one, root, other), (other, root, one)}
    assert all(event.confidence > 0.5 for event in found)
