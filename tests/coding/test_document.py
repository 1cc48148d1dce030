"""From sentence to events: a sentence in, its rows (source, root, target, modality) out.

The rows are those of the codebook (`data/gold/README.md`), not of the coder.
"""

import datetime as dt
from dataclasses import replace
from itertools import permutations

import pytest
from coding_cases import ON, act, found, rows

from analysis.actions import modality_of
from analysis.actors import gazetteer
from analysis.coding import candidates, document, pipeline
from analysis.text import Sentence, parsing


def asserted(*triples):
    return sorted(((*one, "asserted") for one in triples), key=str)


def each_way(root, *actors):
    return [(one, root, other) for one, other in permutations(actors, 2)]


def check(sentence, *triples):
    assert rows(sentence) == asserted(*triples)


@pytest.mark.parametrize(
    ("sentence", "triple"),
    [
        ("Georgia was invaded by Russia in August 2008.", ("RUS", "ASSAULT", "GEO")),
        ("Two Chilean fishermen were detained by the Peruvian navy off Tacna.", ("PER", "COERCE", "CHL")),
        ("Sudan was accused by Chad of arming rebels.", ("TCD", "ACCUSE", "SDN")),
        ("Serbia has been warned by Germany over the election.", ("DEU", "THREATEN", "SRB")),
        ("Bolivia was asked by Paraguay to reopen the bridge.", ("PRY", "REQUEST", "BOL")),
        ("Angola, attacked by South Africa in 1981, called the council.", ("ZAF", "ASSAULT", "AGO")),
    ],
)
def test_passives_turn_the_sides_round(sentence, triple):
    assert (*triple, "asserted") in rows(sentence)


@pytest.mark.parametrize(
    ("sentence", "triples"),
    [
        ("France and Germany condemned Belarus.", [("FRA", "ACCUSE", "BLR"), ("DEU", "ACCUSE", "BLR")]),
        (
            "Canada imposed sanctions on Iran, Syria and Myanmar.",
            [("CAN", "COERCE", "IRN"), ("CAN", "COERCE", "SYR"), ("CAN", "COERCE", "MMR")],
        ),
        (
            "Egypt and Jordan urged Israel and Syria to return to negotiations.",
            [(one, "REQUEST", other) for one in ("EGY", "JOR") for other in ("ISR", "SYR")],
        ),
        ("Poland condemned Belarus and thanked Lithuania.", [("POL", "ACCUSE", "BLR"), ("POL", "SUPPORT", "LTU")]),
        (
            "Norway praised Colombia, and Sweden criticised Venezuela.",
            [("NOR", "SUPPORT", "COL"), ("SWE", "ACCUSE", "VEN")],
        ),
    ],
)
def test_conjunctions_become_ordered_pairs(sentence, triples):
    check(sentence, *triples)


@pytest.mark.parametrize(
    ("sentence", "triples"),
    [
        ("Spain and Portugal signed a treaty on river water.", each_way("AGREE", "ESP", "PRT")),
        ("The presidents of Chile and Argentina met in Mendoza.", each_way("CONSULT", "CHL", "ARG")),
        ("India, Japan and Australia held talks in Perth.", each_way("CONSULT", "IND", "JPN", "AUS")),
        ("Armenia and Azerbaijan signed a truce on Sunday.", each_way("RETREAT", "ARM", "AZE")),
        ("Ethiopia and Eritrea accused each other of starting the war.", each_way("ACCUSE", "ETH", "ERI")),
        ("Qatar and Bahrain agreed to restore diplomatic relations.", each_way("AGREE", "QAT", "BHR")),
        ("Morocco held joint exercises with Spain in the strait.", each_way("COOPERATE", "MAR", "ESP")),
        ("Peru clashed with Ecuador on the upper Cenepa.", each_way("ASSAULT", "PER", "ECU")),
        ("The Turkish president spoke by phone with his Egyptian counterpart.", each_way("CONSULT", "TUR", "EGY")),
    ],
)
def test_reciprocal_acts_go_both_ways(sentence, triples):
    check(sentence, *triples)


@pytest.mark.parametrize(
    ("sentence", "triples"),
    [
        (
            "Israel's bombing of Beirut drew criticism from France.",
            [("ISR", "ASSAULT", "LBN"), ("FRA", "ACCUSE", "ISR")],
        ),
        ("Moscow's attack on Kyiv lasted all night.", [("RUS", "ASSAULT", "UKR")]),
        ("The invasion of Kuwait by Iraq began before dawn.", [("IRQ", "ASSAULT", "KWT")]),
        ("The Netherlands carried out an attack on Libya.", [("NLD", "ASSAULT", "LBY")]),
        ("Japan's aid to Nepal reached the mountain villages.", [("JPN", "AID", "NPL")]),
        ("Vietnam welcomed the visit of the Cuban president.", [("VNM", "SUPPORT", "CUB")]),
        ("Talks between Greece and Turkey resumed in Athens.", each_way("CONSULT", "GRC", "TUR")),
        (
            "The meeting between the leaders of Sudan and South Sudan lasted two hours.",
            each_way("CONSULT", "SDN", "SSD"),
        ),
        (
            "The trilateral drill between Thailand, Singapore and Malaysia ended on Friday.",
            each_way("COOPERATE", "THA", "SGP", "MYS"),
        ),
    ],
)
def test_event_nouns_have_sides_too(sentence, triples):
    check(sentence, *triples)


def test_an_apposition_is_no_second_actor():
    check("Ankara, the capital of Turkey, condemned the coup in Niger.", ("TUR", "ACCUSE", "NER"))
    check("Lula, the president of Brazil, visited Angola, an old friend.", *each_way("CONSULT", "BRA", "AGO"))


@pytest.mark.parametrize(
    ("sentence", "triple", "speaker"),
    [
        ("The Pentagon said that Iran seized a Greek tanker.", ("IRN", "COERCE", "GRC"), "USA"),
        ("According to Egypt, Ethiopia rejected the offer from Sudan.", ("ETH", "REJECT", "SDN"), "EGY"),
        ("Kenya announced that Uganda had expelled a Rwandan diplomat.", ("UGA", "SANCTION", "RWA"), "KEN"),
    ],
)
def test_a_speaker_is_kept_apart_from_the_actor(sentence, triple, speaker):
    (one,) = [row for row in found(sentence) if (row.source, row.target) == (triple[0], triple[2])]
    assert one.root == triple[1]
    assert one.attributed_to == speaker


@pytest.mark.parametrize(
    ("sentence", "triples"),
    [
        ("Washington urged Beijing to talk to Moscow.", [("USA", "REQUEST", "CHN")]),
        ("Norway called on Israel to lift the blockade of Gaza.", [("NOR", "REQUEST", "ISR")]),
        ("Kazakhstan asked Turkey to help Kyrgyzstan.", [("KAZ", "REQUEST", "TUR")]),
        ("Switzerland mediated between Iran and Saudi Arabia.", [("CHE", "CONSULT", "IRN"), ("CHE", "CONSULT", "SAU")]),
    ],
)
def test_third_parties_are_no_targets(sentence, triples):
    check(sentence, *triples)


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("North Korea fired a ballistic missile on Sunday.", "PRK"),
        ("Finland mobilised its reservists.", "FIN"),
    ],
)
def test_some_acts_need_no_target(sentence, source):
    check(sentence, (source, "MOBILIZE", None))


@pytest.mark.parametrize(
    ("sentence", "triple"),
    [
        ("Turkey threatened to invade Syria.", ("TUR", "THREATEN", "SYR")),
        ("Iraq threatened to use force against Kuwait.", ("IRQ", "THREATEN", "KWT")),
        ("Germany agreed to provide Mali with medicine.", ("DEU", "AGREE", "MLI")),
        ("The Netherlands suspended its aid to Rwanda.", ("NLD", "SANCTION", "RWA")),
        ("Britain called off its aid to Malawi.", ("GBR", "SANCTION", "MWI")),
        ("Armenia refused to meet Azerbaijan.", ("ARM", "REJECT", "AZE")),
        ("Cuba refused to release the American contractor.", ("CUB", "REJECT", "USA")),
        ("Algeria promised to withdraw its troops from Morocco.", ("DZA", "AGREE", "MAR")),
        ("Kenya urged Somalia to lift its ban on khat.", ("KEN", "REQUEST", "SOM")),
        ("Syria stopped shelling Lebanon.", ("SYR", "RETREAT", "LBN")),
        ("Israel lifted the blockade of Lebanon.", ("ISR", "RETREAT", "LBN")),
        ("Sweden rejected Finland's offer of help.", ("SWE", "REJECT", "FIN")),
        ("Zambia promised to resume exports of maize to Malawi.", ("ZMB", "AGREE", "MWI")),
        ("Iran threatened to expel the Swedish ambassador.", ("IRN", "THREATEN", "SWE")),
        ("Peru demanded that Ecuador withdraw its troops.", ("PER", "REQUEST", "ECU")),
    ],
)
def test_embedding_verbs_make_another_class_of_the_act_below(sentence, triple):
    check(sentence, triple)


@pytest.mark.parametrize(
    ("sentence", "row"),
    [
        ("Iran did not attack Iraq.", ("IRN", "ASSAULT", "IRQ", "denied")),
        ("Turkey has never bombed Greece.", ("TUR", "ASSAULT", "GRC", "denied")),
        ("No Polish soldier attacked Belarus.", ("POL", "ASSAULT", "BLR", "denied")),
        ("Sweden refused to send troops to Libya.", ("SWE", "REJECT", "LBY", "asserted")),
        ("If Iran attacks Israel, Egypt's plans change.", ("IRN", "ASSAULT", "ISR", "hypothetical")),
        ("Russia might invade Moldova next year.", ("RUS", "ASSAULT", "MDA", "hypothetical")),
        ("China could impose sanctions on Lithuania.", ("CHN", "COERCE", "LTU", "hypothetical")),
        ("Analysts fear that Turkey may invade Syria.", ("TUR", "ASSAULT", "SYR", "hypothetical")),
    ],
)
def test_what_did_not_happen_is_not_asserted(sentence, row):
    assert rows(sentence) == [row]


def test_a_denial_is_a_rejection_and_a_denied_act():
    coded = rows("Colombia denied that it had shelled Ecuador.")
    assert ("COL", "ASSAULT", "ECU", "denied") in coded
    assert all(row[1] == "REJECT" for row in coded if row[3] == "asserted")


@pytest.mark.parametrize(
    "sentence",
    [
        "The ties between Norway and Sweden are old.",
        "Kenya and Uganda share a lake.",
        "The population of Egypt is larger than that of Libya.",
        "Chad lies between Niger and Sudan.",
    ],
)
def test_sentences_without_an_act_have_no_row(sentence):
    assert rows(sentence) == []


def test_spans_stand_over_the_words():
    sentence = "On Monday the Peruvian navy detained two Chilean fishermen."
    (one,) = found(sentence)
    assert "Peruvian" in sentence[slice(*one.spans.source)]
    assert "Chilean" in sentence[slice(*one.spans.target)]
    assert sentence[slice(*one.spans.trigger)] == "detained"
    assert (one.event_class.cameo, one.event_class.quad, one.root) == ("173", 4, "COERCE")
    assert one.event_class.goldstein < 0


def test_one_row_for_each_pair_and_class_of_a_sentence():
    events = found("France met Germany and France met Germany again.")
    keys = [(one.source, one.target, one.root, one.modality) for one in events]
    assert len(keys) == len(set(keys)) == 2


@pytest.mark.parametrize(
    ("sentence", "may"),
    [
        ("Chad condemned Niger.", True),
        ("Chad tested a missile.", True),
        ("He met the president of Chad.", True),
        ("Chad is large.", False),
        ("The king met the queen.", False),
    ],
)
def test_only_sentences_that_may_state_an_event_are_parsed(sentence, may):
    mentions = gazetteer.default().find(sentence, on=ON)
    assert document.may_state_event(sentence, mentions) is may


def annotated(texts, own=None, *, kind="body", parse=True):
    """A document and its sentences as the pipeline hands them to the coder."""
    made = document.Document("d", ON)
    pieces = [Sentence(number, 0, len(text), text, kind) for number, text in enumerate(texts)]
    found = document.find_mentions(made, pieces, own or gazetteer.default())
    docs = parsing.parse(texts) if parse else [None] * len(texts)
    return made, [replace(one, parse=doc) for one, doc in zip(found, docs, strict=True)]


@pytest.mark.parametrize(("kind", "parse"), [("caption", True), ("body", False)])
def test_captions_and_unparsed_sentences_give_no_events(kind, parse):
    made, sentences = annotated(["Chad condemned Niger."], kind=kind, parse=parse)
    (coded,) = document.code_document(made, sentences, gazetteer.default())
    assert list(coded.candidates) == []
    assert [one.actor for one in coded.mentions] == ["TCD", "NER"]
    assert document.needs_parse(coded) is (kind == "body")


def test_a_sentence_id_tells_documents_positions_and_texts_apart():
    one, other = Sentence(0, 0, 5, "Chad.", "body"), Sentence(1, 6, 11, "Chad.", "body")
    ids = [document.sentence_id(doc, piece) for doc in ("a", "b") for piece in (one, other)]
    assert len(set(ids)) == 4
    assert document.sentence_id("a", replace(one, kind="title")) == ids[0]


def test_a_pronoun_takes_the_actor_of_the_sentence_before():
    made, sentences = annotated(["Zambia closed its embassy in Lima.", "It also expelled two Peruvian diplomats."])
    _, second = document.code_document(made, sentences, gazetteer.default())
    assert ("ZMB", "SANCTION", "PER") in [(one.source, one.root, one.target) for one in second.candidates]
    assert "coreference" in {one.how for one in second.mentions}


def test_no_date_of_an_earlier_sentence_is_carried_over():
    coded = document.code_document(
        *annotated(["In 1990 Chad attacked Niger.", "Niger attacked Chad."]), gazetteer.default()
    )
    assert [one.candidates[0].days.precision for one in coded] == ["year", "published"]


def test_what_the_aliases_ignore_is_nobody_in_a_document(tmp_path):
    texts = ["Peruvian negotiator Ana Farkas flew to Lima.", "Farkas criticized Chile."]
    file = tmp_path / "aliases.csv"
    file.write_text("alias\nFarkas\n")
    names = []
    for own in (gazetteer.default(), gazetteer.Gazetteer.load(aliases=file)):
        _, second = document.code_document(*annotated(texts, own), own)
        names.append([one.text for one in second.mentions])
    assert names == [["Farkas", "Chile"], ["Chile"]]


def test_the_same_sentence_gives_the_same_rows_alone_and_among_others():
    texts = ["Spain thanked Ghana.", "Chad condemned Niger.", "Peru expelled Bolivia's ambassador."]
    together = pipeline.code_sentences([(text, dt.date(2020, 1, 1)) for text in texts])
    alone = [pipeline.code_sentences([(text, dt.date(2020, 1, 1))])[0] for text in texts]
    assert together == alone


def test_a_refusal_by_negation_is_asserted_where_the_codebook_has_a_class():
    tree, one = act("Sweden will not send troops to Libya.")
    qualified = candidates.qualify(one, modality_of(tree, one))
    assert qualified.code.startswith("12")
    assert qualified.modality.value == "asserted"
    assert qualified.rule.startswith("not + ")


@pytest.mark.parametrize(
    ("sentence", "triple"),
    [
        ("Chad agreed not to attack Niger.", ("TCD", "AGREE", "NER")),
        ("Kenya promised not to arrest Ugandan traders.", ("KEN", "AGREE", "UGA")),
        ("Mali is keen not to help Togo.", ("MLI", "REJECT", "TGO")),
    ],
)
def test_a_will_not_to_do_reverses_the_act(sentence, triple):
    check(sentence, triple)


def test_a_word_before_a_noun_is_no_side_of_the_state_that_the_document_gives():
    texts = [
        "Chad's army shelled rebels in Chad.",
        "The military cemetery in Chad was closed; the military left Niger.",
    ]
    made, sentences = annotated(texts)
    coded = document.code_document(made, sentences, gazetteer.default())[1]
    assert [one.start for one in coded.mentions if one.text == "military"] == [texts[1].rindex("military")]


def test_an_adjective_after_be_is_no_side():
    texts = ["Chad's army shelled rebels in Chad.", "The pledge to Niger is firm; the firm left."]
    made, sentences = annotated(texts)
    coded = document.code_document(made, sentences, gazetteer.default())[1]
    assert [one.start for one in coded.mentions if one.text == "firm"] == [texts[1].rindex("firm")]


def test_what_coreference_resolves_replaces_what_the_story_suggests():
    texts = ["Peru's foreign minister received Chile's foreign minister in Lima.", "The ministers signed a treaty."]
    made, sentences = annotated(texts)
    coded = document.code_document(made, sentences, gazetteer.default())[1]
    assert {(one.actor, one.how) for one in coded.mentions} == {("PER", "coreference"), ("CHL", "coreference")}
