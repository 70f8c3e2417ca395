"""Desks that are a group or an agent: who may be named, and what is said where they cannot have what is sent there."""

import pytest

from acd.log import Names
from acd.scenario import parse, warnings
from acd.scenario.referral_desks import agent_of
from tests.scenario.made import faults

SCENARIO = """name: x
categories:
  a: {handle: {dist: constant, value: 60}, arrivals: {rate: 1/h}, referral: {to: desk, probability: 10%}}
  b: {handle: {dist: constant, value: 60}, patience: {dist: constant, value: 60}}
agents:
  general: {count: 2, authorised: [a]}
  back office: {count: 3, authorised: [b]}
  spare: {count: 0, authorised: [b]}
  late: {authorised: [b], shifts: [{agents: 3, days: sun, at: 08:00, length: 1h}]}
calendar: {open: "08:00-09:00", days: 2}
referral_desks:
  desk: {DESK}
"""


@pytest.mark.parametrize(
    "desk", ["category: b, group: back office", "category: b, agent: back office 3, hold: 2m"]
)
def test_a_desk_may_be_a_group_or_an_agent(desk):
    assert faults(SCENARIO.replace("DESK", desk)) == []
    assert warnings(parse(SCENARIO.replace("DESK", desk))) == []


def test_the_short_form_is_the_long_one_with_a_category_only():
    short = parse(SCENARIO.replace("{DESK}", "b")).referral_desks["desk"]
    assert short == parse(SCENARIO.replace("DESK", "category: b")).referral_desks["desk"]


@pytest.mark.parametrize(
    ("desk", "key", "message"),
    [
        (
            "category: b, group: back ofice",
            ".group",
            "unknown group 'back ofice'; did you mean 'back office'? defined groups: general, back office, spare, "
            "late",
        ),
        (
            "category: b, agent: back ofice 2",
            ".agent",
            "unknown agent 'back ofice 2'; did you mean 'back office 2'? an agent is named by group and number, from "
            "1, as in the log; defined groups: general, back office, spare, late",
        ),
        (
            "category: b, agent: back office",
            ".agent",
            "unknown agent 'back office'; did you mean 'back office 1'? an agent is named by group and number, from "
            "1, as in the log; defined groups: general, back office, spare, late",
        ),
        (
            "category: b, agent: back office 0",
            ".agent",
            "unknown agent 'back office 0'; did you mean 'back office 1'? an agent is named by group and number, from "
            "1, as in the log; defined groups: general, back office, spare, late",
        ),
        (
            "category: b, agent: back office 4",
            ".agent",
            "there is no agent 'back office 4': 'back office' is 'back office 1' to 'back office 3'; name another, or "
            "add agents",
        ),
        (
            "category: b, agent: spare 1",
            ".agent",
            "there is no agent 'spare 1': 'spare' is nobody; name another, or add agents",
        ),
        (
            "category: b, group: spare",
            ".group",
            "nobody of 'spare' is ever there; give it agents, or name another group",
        ),
        (
            "category: b, agent: late 1",
            ".agent",
            "nobody of 'late' is ever there; give it agents, or name another group",
        ),
        (
            "category: b, group: general",
            ".group",
            "'general' may not take 'b': it lacks the authority, the skills or the channel (those who may: back "
            "office, spare, late); authorise it, or name another",
        ),
        (
            "category: b, agent: general 2, hold: 1m",
            ".agent",
            "'general' may not take 'b': it lacks the authority, the skills or the channel (those who may: back "
            "office, spare, late); authorise it, or name another",
        ),
        (
            "category: b, group: back office, agent: back office 1",
            "",
            "group 'back office' and agent 'back office 1' are given together; a desk is one or the other, so "
            "remove one",
        ),
        ("category: bb", ".category", "unknown category 'bb'; did you mean 'b'? defined categories: a, b"),
        ("group: back office", ".category", "is missing; it has no default, so give it"),
        (
            "category: b, gruop: back office",
            ".gruop",
            "unknown key 'gruop'; did you mean 'group'? known keys: category, group, agent, hold",
        ),
    ],
)
def test_who_cannot_have_what_is_sent_to_a_desk_is_a_fault(desk, key, message):
    [line] = faults(SCENARIO.replace("DESK", desk))
    place, said = line.split(": ", 2)[1:]
    assert place == f"referral_desks.desk{key}"
    assert said == message


def test_a_hold_for_nobody_in_particular_is_a_warning():
    [line] = [str(fault) for fault in warnings(parse(SCENARIO.replace("DESK", "category: b, hold: 1m")))]
    assert line == (
        "scenario:12: referral_desks.desk.hold: nobody is waited for: anybody who may take 'b' may have the contact at "
        "once; name a group or an agent, or remove it"
    )


ASKING = SCENARIO.replace("probability: 10%", "probability: 10%, mode: warm").replace(
    ", patience: {dist: constant, value: 60}", ""
)


def test_a_group_that_waits_for_its_own_is_a_warning_unless_others_may_come_some_day():
    told = ASKING.replace("authorised: [a]", "authorised: [a, b]")
    [line] = [str(fault) for fault in warnings(parse(told.replace("DESK", "category: b, group: general")))]
    assert "all who may be asked (general)" in line
    assert warnings(parse(told.replace("DESK", "category: b, group: general, hold: 1m"))) == []
    assert warnings(parse(told.replace("DESK", "category: b, group: back office"))) == []


def test_agents_are_named_as_the_log_names_them():
    names = Names.of(parse(SCENARIO.replace("DESK", "category: b")), [2, 3, 0, 3], ())
    groups = ["general", "back office", "spare", "late"]
    pairs = [(name, n) for name, size in zip(groups, [2, 3, 0, 3], strict=True) for n in range(1, size + 1)]
    assert [agent_of(written, groups) for written in names.agent_names] == pairs


@pytest.mark.parametrize(
    "written", ["general", "general 0", "general 01", "general -1", "general ٣", "other 1", " 1", ""]
)
def test_nobody_is_called_otherwise(written):
    assert agent_of(written, ["general"]) == ("", 0)
