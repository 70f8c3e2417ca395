"""Every rule of the audit is broken once, by one change to a sound log."""

import numpy as np
import pandas as pd
import pytest

from acd.log import audit
from tests.log import ten_rows


def broken_legs(row, **values):
    legs = ten_rows.legs()
    for column, value in values.items():
        legs.loc[row, column] = value
    return audit(legs, ten_rows.agents())


def broken_agents(row, **values):
    agents = ten_rows.agents()
    for column, value in values.items():
        agents.loc[row, column] = value
    return audit(ten_rows.legs(), agents)


def test_a_sound_log_has_no_faults():
    assert audit(ten_rows.legs(), ten_rows.agents()) == []


def test_a_customer_who_left_has_no_return():
    assert broken_legs(5, return_kind="left", return_at=np.nan) == []
    assert "return_kind and return_at" in broken_legs(5, return_kind="left", return_at=300.0)[0]


def test_two_replications_are_audited_apart():
    legs = pd.concat([ten_rows.legs(), ten_rows.legs_of(*ten_rows.LEG_ROWS, replication=1)])
    agents = pd.concat([ten_rows.agents(), ten_rows.agents_of(*ten_rows.AGENT_ROWS, replication=1)])
    assert audit(legs, agents) == []


def test_an_empty_log_is_sound():
    assert audit(ten_rows.legs().iloc[:0], ten_rows.agents().iloc[:0]) == []


LEG_FAULTS = {
    "every leg has arrived and joined": (8, {"joined": np.nan}),
    "times run 0 <= arrived <= joined": (4, {"bound": 39.0}),
    "answered legs, and dials for an agent, have bound, agent and group": (4, {"agent": None}),
    "abandoned, refused and unreached legs have ended, carried-over ones have not": (8, {"ended": 199.0}),
    "only a bound leg that ended has wrapped": (5, {"wrapped": 59.0}),
    "the reason fits the outcome": (6, {"reason": ""}),
    "balked legs and those that found the queue full end as they join": (3, {"ended": 31.0}),
    "an answered leg that ended says whether it settled the matter": (0, {"settled": pd.NA}),
    "only an answered leg settles a matter": (5, {"settled": True}),
    "return_kind and return_at come together": (1, {"return_at": np.nan}),
    "a matter comes back after its contact ended": (1, {"return_at": 89.0}),
    "a recontact follows an answered leg that settled nothing": (1, {"settled": True}),
    "and nobody leaves whose matter is settled": (0, {"return_kind": "left"}),
    "parties answer, agents too": (5, {"reason": "preferred agent"}),
    "a contact has each of its legs once": (1, {"contact": 0}),
    "attempts count 1, 2": (7, {"attempt": 3}),
    "a category has one channel and an agent one group": (5, {"channel": "text"}),
}


@pytest.mark.parametrize("rule", LEG_FAULTS)
def test_the_audit_finds_a_broken_rule_among_the_legs(rule):
    row, values = LEG_FAULTS[rule]
    faults = broken_legs(row, **values)
    assert any(rule in fault for fault in faults), faults


AGENT_FAULTS = {
    "time does not run backwards": (8, {"time": 54.0}),
    "the rows of a replication stand together": (3, {"replication": 1}),
    "states follow one another as agents can change them": (9, {"state": "absent"}),
    "busy agents have contacts in hand, free ones and those who wrap up have none": (5, {"load": 0}),
    "breaks are not ready, shrinkage is absence": (10, {"state": "ready"}),
    "overtime goes on with the work in hand": (5, {"reason": "overtime"}),
    "an agent has one group": (9, {"group": "front"}),
}


@pytest.mark.parametrize("rule", AGENT_FAULTS)
def test_the_audit_finds_a_broken_rule_among_the_agents(rule):
    row, values = AGENT_FAULTS[rule]
    faults = broken_agents(row, **values)
    assert any(rule in fault for fault in faults), faults


OTHER_WAYS = [
    ("every leg has arrived and joined", 3, {"arrived": np.nan}),
    ("times run 0 <= arrived <= joined", 0, {"arrived": -1.0}),
    ("times run 0 <= arrived <= joined", 2, {"ended": 19.0}),
    ("answered legs, and dials for an agent, have bound, agent and group", 9, {"bound": np.nan}),
    ("answered legs, and dials for an agent, have bound, agent and group", 9, {"group": None}),
    ("answered legs, and dials for an agent, have bound, agent and group", 5, {"bound": 58.0}),
    ("abandoned, refused and unreached legs have ended, carried-over ones have not", 5, {"ended": np.nan}),
    ("only a bound leg that ended has wrapped", 9, {"wrapped": 170.0}),
    ("the reason fits the outcome", 5, {"reason": "closed"}),
    ("the reason fits the outcome", 6, {"reason": "balked"}),
    ("return_kind and return_at come together", 5, {"return_at": 300.0}),
    ("a recontact follows an answered leg that settled nothing", 2, {"return_kind": "recontact"}),
    ("attempts count 1, 2", 0, {"attempt": 2}),
    ("a category has one channel and an agent one group", 4, {"group": "back"}),
]


@pytest.mark.parametrize(("rule", "row", "values"), OTHER_WAYS)
def test_the_audit_finds_the_same_rules_broken_in_other_ways(rule, row, values):
    faults = broken_legs(row, **values)
    assert any(rule in fault for fault in faults), faults


def test_absence_without_shrinkage_and_a_contact_in_ready_hands_are_faults():
    assert "breaks are not ready, shrinkage is absence" in broken_agents(3, reason="shift")[0]
    assert (
        "busy agents have contacts in hand, free ones and those who wrap up have none"
        in broken_agents(8, load=1)[0]
    )


def test_an_agent_who_works_before_logging_in_is_a_fault():
    assert "states follow one another" in broken_agents(0, state="wrap_up")[0]


def test_a_redial_after_an_answer_is_a_fault():
    faults = broken_legs(1, return_kind="redial")
    assert any("a redial one nobody answered" in fault for fault in faults)


def test_an_attempt_that_nobody_announced_is_a_fault():
    assert any("attempts count 1, 2" in fault for fault in broken_legs(2, return_at=101.0))


def test_a_matter_that_changes_its_tier_is_a_fault():
    assert any("keep the tier" in fault for fault in broken_legs(7, tier="gold"))


def test_a_message_names_the_first_row_and_counts_all():
    legs = ten_rows.legs()
    legs.loc[[2, 5], "settled"] = True
    assert audit(legs, ten_rows.agents()) == [
        "legs row 2 (replication 0, contact 2): only an answered leg settles a matter; "
        "2 of 10 rows break this"
    ]


def test_a_leg_bound_to_an_agent_who_is_not_busy_then_is_a_fault():
    faults = broken_legs(4, bound=56.0)
    assert faults[:2] == [
        "legs: replication 0, front 2, 56.0 s: a leg is bound and its agent's rows do not say busy; "
        "1 such legs",
        "agents: replication 0, front 2, 55.0 s: load 1, but 0 of its legs are in hand; 1 such times",
    ]


def test_a_second_contact_that_no_row_of_its_agent_shows_is_a_fault():
    faults = broken_legs(7, agent="front 2")
    assert faults[:2] == [
        "legs: replication 0, front 2, 110.0 s: a leg is bound and its agent's rows do not say busy; "
        "1 such legs",
        "agents: replication 0, front 1, 110.0 s: load 1, but 0 of its legs are in hand; 4 such times",
    ]


def test_work_that_differs_between_legs_and_agents_is_a_fault():
    assert broken_legs(0, wrapped=65.0) == [
        "agents: replication 0, front 1: work differs from its legs: 145.000000 s in legs, "
        "140.000000 s in its rows; 1 agents differ"
    ]


def test_missing_columns_are_named():
    faults = audit(ten_rows.legs().drop(columns=["bound", "ended"]), ten_rows.agents())
    assert faults == ["legs: missing columns bound, ended; a log has all columns of its schema"]
