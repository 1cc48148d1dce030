from coded_cases import coded, many

from analysis.relations import measure, presence

SEED_LIKE = coded(
    *many("KOR", "JPN", "AID", "2024-01-03", 2), *many("JPN", "USA", "CONSULT", "2024-01-03", 2),
    *many("USA", "KOR", "AID", "2024-01-03", 1), *many("PRK", "RUS", "CONSULT", "2024-01-03", 2),
    ("PRK", "KOR", "ACCUSE", "2024-01-03"), ("PRK", "USA", "ACCUSE", "2024-01-03"),
    ("CHN", None, "CONSULT", "2024-01-03"), named=["CHN", "CHN", "UKR"],
)  # fmt: skip


def table(corpus):
    return presence.presence(corpus).set_index("actor")


def test_an_actor_that_is_named_and_does_nothing_to_others_stands_apart():
    rows = table(SEED_LIKE)
    assert rows.loc["CHN", ["named", "acts", "one_sided", "status"]].tolist() == [
        3,
        0,
        1,
        "apart: acts, but with no other named",
    ]
    assert rows.loc["UKR", ["named", "acts", "one_sided", "status"]].tolist() == [1, 0, 0, "apart: named only"]
    assert rows.loc["PRK", ["acts", "with", "status"]].tolist() == [
        4,
        "Russia 2, South Korea 1, United States 1",
        "acts with others",
    ]


def test_long_lists_of_others_are_cut():
    others = ["JPN", "KOR", "RUS", "CHN", "IND", "FRA", "DEU", "ITA"]
    rows = table(coded(*[("USA", other, "AID", "2024-01-03") for other in others]))
    assert rows.loc["USA", "with"].endswith(", ...")
    assert rows.loc["USA", "with"].count(",") == 6
    assert rows.loc["USA", "acts"] == 8


def test_planned_acts_and_those_of_firms_are_no_acts():
    rows = table(
        coded(
            ("USA", "CHN", "AID", "2024-01-03", {"modality": "planned"}),
            ("USA", "CHN", "AID", "2024-01-03", {"role": "BUS"}),
        )
    )
    assert rows["acts"].tolist() == [0, 0]


def test_who_acts_as_one():
    found = presence.cooperating_groups(measure(SEED_LIKE.events, freq="all").frame)
    assert found["members"].tolist() == [["JPN", "KOR", "USA"], ["PRK", "RUS"]]
    assert found["acts"].tolist() == [5, 2]
    assert found["towards"].tolist() == ["North Korea: 0 of cooperation, 2 of conflict", ""]


def test_one_act_of_conflict_ends_it_and_rated_pairs_are_elsewhere():
    events = coded(*many("USA", "JPN", "AID", "2024-01-03", 2), ("JPN", "USA", "ACCUSE", "2024-01-03")).events
    assert presence.cooperating_groups(measure(events, freq="all").frame).empty
    many_acts = coded(*many("USA", "JPN", "AID", "2024-01-03", 9)).events
    assert presence.cooperating_groups(measure(many_acts, freq="all").frame).empty


def test_without_events_there_are_no_groups():
    assert presence.cooperating_groups(measure(SEED_LIKE.events.head(0), freq="all").frame).empty
