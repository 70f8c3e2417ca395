"""The audit of agents who hold several contacts: what fits is the scenario's to say."""

import pytest

from acd.log.audit import audit
from acd.log.capacity_rules import Limits, answered_while_asking
from acd.scenario import parse
from tests.blended import blended
from tests.runs import frames, logs_of

CHATS = "{chat: {capacity: 2, slowdown: 100%}, mail: {interrupted_by: [chat]}}"


@pytest.fixture
def several(tmp_path):
    """Two chats at once, in between an e-mail that they interrupt, and one more chat that waits for them."""
    scenario = blended(
        tmp_path, {"mail": [0], "chat": [10, 20, 25]}, CHATS, chat="wrap_up: {dist: constant, value: 5s}"
    )
    return (scenario, *frames(scenario, logs_of(scenario)))


def test_several_contacts_at_once_are_sound_where_the_scenario_lets_agents_hold_them(several):
    scenario, legs, agents = several
    assert audit(legs, agents, scenario=scenario) == []


def test_more_contacts_of_a_channel_than_fit_are_a_fault(several):
    scenario, legs, agents = several
    smaller = scenario.replace("channels.chat.capacity", 1)
    faults = audit(legs, agents, scenario=smaller)
    assert faults[0].startswith("legs: replication 0, g 1: 2 contacts of chat at once are more than fit")


def test_a_contact_of_a_channel_that_the_group_does_not_work_is_a_fault(several):
    scenario, legs, agents = several
    other = scenario.replace("agents.g.channels", ["chat", "mail"])
    assert audit(legs, agents, scenario=other) == []
    legs["channel"] = legs["channel"].cat.rename_categories({"mail": "post"})
    assert "1 contacts of post at once are more than fit" in audit(legs, agents, scenario=other)[0]


def test_time_in_hand_counts_once_however_many_contacts_are_there(several):
    scenario, legs, agents = several
    last = legs["wrapped"].idxmax()
    legs.loc[last, "wrapped"] += 3.0
    assert any("work differs from its legs" in fault for fault in audit(legs, agents, scenario=scenario))


def asking(ringing=""):
    """Return the smallest log in which an agent with room in hand asks another one: contact 0, legs 1 and 2."""
    scenario = parse(
        f"""
name: x
calendar: {{start: 2026-01-05, days: 1, open: 08:00-09:00}}
channels: {{chat: {{capacity: 2}}}}
categories:
  a: {{channel: chat, handle: {{dist: constant, value: 60}}, arrivals: {{rate: 30/h}},
      path: {{ask: {{kind: consult, to: d, duration: {{dist: constant, value: 60}}}}, handle: }}}}
  b: {{channel: chat, handle: {{dist: constant, value: 60}}}}
agents: {{g: {{count: 1, authorised: [a]{ringing}}}, h: {{count: 1, authorised: [b]}}}}
referral_desks: {{d: b}}
"""
    )
    return (scenario, *frames(scenario, logs_of(scenario)))


def test_a_contact_that_is_answered_by_an_agent_who_asks_is_a_fault():
    scenario, legs, agents = asking()
    assert audit(legs, agents, scenario=scenario) == []
    limits = Limits.of(scenario)
    question = legs[legs["leg"] == 2].iloc[0]
    other = legs.index[(legs["leg"] == 1) & (legs["contact"] != question["contact"])][0]
    legs.loc[other, "bound"] = (question["joined"] + question["ended"]) / 2
    [fault] = answered_while_asking(legs, limits)
    assert fault.startswith(f"legs: replication 0, g 1, {legs.loc[other, 'bound']} s: contact ")
    assert fault.endswith("is answered by an agent who asks another one; 1 such legs")
    # an offer may have been made before
    ringing = asking(", answer: {dist: constant, value: 1}")[0]
    assert list(answered_while_asking(legs, Limits.of(ringing))) == []
