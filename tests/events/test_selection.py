import pandas as pd
import pytest

from analysis import schemas
from analysis.events import counts, selection
from analysis.relations import measure

PRIVATE = "private: by a person or firm of its own, or by or with opponents of a state"


def act(number, source, target, role, *, target_role=None, quad=4):
    day = pd.Timestamp("2024-01-02")
    return {
        "event_id": f"e{number}", "source": source, "source_role": role, "target": target, "target_role": target_role,
        "root": "ASSAULT", "quad": quad, "goldstein": -9.0, "when_first": day, "when_last": day,
        "when_precision": "day", "modality": "asserted", "decided_by": "r", "confidence": 1.0, "n_reports": 1,
    }  # fmt: skip


def frame(*rows):
    return schemas.from_rows("events", [act(number, *row) for number, row in enumerate(rows)])


@pytest.mark.parametrize("role", ["BUS", "CVL", "ELI", "CRM/MIL", "REL"])
def test_a_person_or_firm_is_no_state(role):
    chosen = selection.select_acts(frame(("USA", "CHN", role), ("USA", "CHN", "GOV")))
    assert len(chosen.frame) == 1
    assert chosen.set_aside.to_dict("records") == [{"reason": PRIVATE, "n": 1}]


@pytest.mark.parametrize("role", [None, "GOV", "MIL", "GOV/BUS", "PTY", "JUD"])
def test_organs_of_a_state_count(role):
    chosen = selection.select_acts(frame(("USA", "CHN", role)))
    assert len(chosen.frame) == 1
    assert chosen.set_aside.empty


@pytest.mark.parametrize("role", ["REB", "OPP", "SEP", "UAF/REB"])
def test_opponents_are_not_their_state_and_groups_act_for_themselves(role):
    chosen = selection.select_acts(frame(("TCD", "SDN", role), ("ARM:HAMAS", "ISR", role)))
    assert chosen.frame["source"].tolist() == ["ARM:HAMAS"]
    assert chosen.set_aside.to_dict("records") == [{"reason": PRIVATE, "n": 1}]


@pytest.mark.parametrize(("quad", "counted"), [(1, 0), (2, 0), (3, 1), (4, 1)])
def test_who_supports_the_opponents_of_a_state_is_not_its_friend(quad, counted):
    chosen = selection.select_acts(frame(("SDN", "TCD", None)).assign(quad=quad, target_role="REB"))
    assert len(chosen.frame) == counted
    group = selection.select_acts(frame(("IRN", "ARM:HAMAS", None)).assign(quad=quad, target_role="REB"))
    assert len(group.frame) == 1


def test_an_attack_on_citizens_counts():
    events = schemas.from_rows("events", [act(1, "RUS", "UKR", "MIL", target_role="CVL")])
    assert len(selection.select_acts(events).frame) == 1


def test_what_two_do_together_counts_only_if_neither_is_private():
    rows = [act(1, "CHN", "USA", "GOV", target_role="BUS"), act(2, "CHN", "USA", "GOV", target_role="GOV")]
    events = schemas.from_rows("events", [{**one, "quad": 1, "mutual": True} for one in rows])
    chosen = selection.select_acts(events)
    assert chosen.rows.tolist() == [1]
    assert chosen.reason[0] == PRIVATE


def test_they_count_where_asked_for_and_without_roles():
    events = frame(("USA", "CHN", "BUS"))
    assert len(selection.select_acts(events, keep_private=True).frame) == 1
    assert len(selection.select_acts(events.drop(columns="source_role")).frame) == 1
    assert measure(events, freq="all", keep_private=True).frame["n"].tolist() == [1, 1]
    assert measure(events, freq="all").frame.empty
    assert counts.count_acts(events, keep_private=True)["n"].tolist() == [1]
    assert counts.count_acts(events)["n"].tolist() == []


def test_the_first_reason_counts_and_all_are_counted():
    events = frame(("USA", "USA", "BUS"), ("USA", None, "BUS"), ("USA", "CHN", "BUS"))
    table = selection.select_acts(events).set_aside
    assert table["n"].sum() == 3
    assert set(table["reason"].str.split(":").str[0]) == {"domestic", "one-sided", "private"}


def test_the_rows_that_are_kept_are_named_by_position():
    events = frame(("USA", "USA", "GOV"), ("USA", "CHN", "GOV"), ("USA", None, "GOV"), ("CHN", "USA", "MIL"))
    chosen = selection.select_acts(events.iloc[::-1])
    assert events.iloc[::-1].iloc[chosen.rows]["event_id"].tolist() == ["e3", "e1"]
    assert len(chosen.frame) == len(chosen.rows)


@pytest.mark.parametrize(("status", "n"), [(("now",), 1), (("now", "state"), 2), (("reference",), 1)])
def test_standing_states_and_references_count_where_asked_for(status, n):
    rows = [{**act(number, "USA", "CHN", None), "status": name} for number, name in enumerate(schemas.STATUSES)]
    chosen = selection.select_acts(schemas.from_rows("events", rows), status=status)
    assert len(chosen.frame) == n
    assert chosen.set_aside["n"].sum() == 3 - n


def test_events_that_state_no_status_are_of_their_time():
    assert frame(("USA", "CHN", None))["status"].tolist() == ["now"]
    assert selection.asserted(frame(("USA", "CHN", None)).drop(columns="status")).tolist() == [True]


def test_a_total_says_what_it_counts_and_its_parts_sum_to_it():
    rows = [
        act(1, "CHN", "USA", "GOV"),
        act(2, "USA", "CHN", "GOV"),
        act(3, "CHN", None, None),
        act(4, "CHN", "USA", "BUS"),
    ]
    rows += [{**act(5, "CHN", "USA", None), "modality": "planned"}, {**act(6, "CHN", "USA", None), "status": "state"}]
    events = schemas.from_rows(
        "events", [{**one, "act_id": "a1" if number < 2 else f"b{number}"} for number, one in enumerate(rows)]
    )
    found = selection.select_acts(events, freq="all")
    assert found.told() == (
        "6 events: 1 act that the measures count, each once; 1 the other direction of an act of both; 4 set aside "
        "(1 one-sided, 1 planned, 1 private, 1 standing state or habit)"
    )
    assert found.told(events["target"].isna()) == (
        "1 event: 0 acts that the measures count, each once; 1 set aside (1 one-sided)"
    )
    assert found.told(events["event_id"] == "e1") == ("1 event: 1 act that the measures count, each once")
