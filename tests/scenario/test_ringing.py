"""Ringing several agents and offering again: what may be written, and what is said of what makes no sense."""

import pytest

from acd.build.offers import EVERYBODY, ring_rows, rings_in_rounds
from acd.core.tables import NEVER, NONE
from acd.scenario import parse, warnings
from tests.scenario.made import faults, made, text

RINGS = "count: 1, authorised: [a], answer: {dist: constant, value: 3}"
TWO = (
    "name: x\ncategories:\n  a: {handle: {dist: constant, value: 60}}\n  b: {handle: {dist: constant, value: 60}}\n"
    "agents:\n  g: {count: 1, authorised: [a, b], answer: {dist: constant, value: 3}}\n"
)


def rows(routing):
    """Return (agents, one more after) of both categories."""
    table = ring_rows(parse(f"{TWO}routing: {{{routing}}}\n"))
    return [(int(row["agents"]), int(row["more_after"])) for row in table]


@pytest.mark.parametrize(
    ("routing", "expected"),
    [
        ("choose_agent: [longest_idle]", [(1, NONE), (1, NONE)]),
        ("ring: 3", [(3, NONE), (3, NONE)]),
        ("ring: all", [(EVERYBODY, NONE), (EVERYBODY, NONE)]),
        ("ring: {one_more_after: 10s}", [(1, 10_000_000), (1, 10_000_000)]),
        ("ring: {b: 2}", [(1, NONE), (2, NONE)]),
        ("ring: {a: all, b: {agents: 2, one_more_after: 5s}}", [(EVERYBODY, NONE), (2, 5_000_000)]),
    ],
)
def test_how_many_are_rung_is_written_in_several_ways(routing, expected):
    assert rows(routing) == expected


def test_offers_are_told_apart_only_where_the_rule_says_something():
    for root, said in [("", False), ("ring: 1", False), ("ring: 2", True), ("reoffer: {}", True)]:
        assert rings_in_rounds(made(root=f"routing: {{{root}}}\n")) == said


def test_without_a_rule_an_agent_is_offered_a_contact_again_without_end():
    [row] = ring_rows(made())
    assert (row["again_after"], row["at_most"]) == (0, NEVER)
    [row] = ring_rows(made(root="routing: {reoffer: {same_agent_after: 1m, at_most: 2}}\n"))
    assert (row["again_after"], row["at_most"]) == (60_000_000, 2)


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("ring: 0", "routing.ring: 0 is no number of agents; write 1 to 100000, or all"),
        ("ring: some", "routing.ring: 'some' is no number of agents; write 1 to 100000, or all"),
        ("ring: {a: [1]}", "routing.ring.a: [1] is no number of agents; write 1 to 100000, or all"),
        (
            "ring: {agents: 2, one_more_after: 0s}",
            "routing.ring.one_more_after: 0s is no time to wait for one more; take more, or write agents: all",
        ),
        (
            "ring: {a: {agents: all, one_more_after: 5s}}",
            "routing.ring.a.one_more_after: means nothing with agents: all, when nobody is left to ring; remove it",
        ),
        ("ring: {b: 2}", "routing.ring.b: unknown category 'b'; defined categories: a"),
        (
            "ring: {a: {agent: 2}}",
            "routing.ring.a.agent: unknown key 'agent'; did you mean 'agents'? known keys: agents, one_more_after",
        ),
        (
            "reoffer: {at_most: 0}",
            "routing.reoffer.at_most: 0 is out of range; give a whole number from 1 to 1000",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(written, fault):
    found = faults(text(group=RINGS, root=f"routing: {{{written}}}\n"))
    assert len(found) == 1
    assert fault in found[0]


@pytest.mark.parametrize(
    ("written", "group", "doubt"),
    [
        ("ring: 2", "count: 1, authorised: [a]", "no phone rings: all agents of any group answer at once"),
        (
            "ring: {a: 2}",
            "count: 1, authorised: [a]",
            "no phone rings: all agents who may take 'a' answer at once",
        ),
        ("reoffer: {at_most: 2}", "count: 1, authorised: [a]", "every offer is taken"),
        (
            "reoffer: {at_most: 2}",
            RINGS,
            "a contact of 'a' that every agent has turned down 2 times waits for ever",
        ),
    ],
)
def test_what_is_said_in_vain_or_leaves_contacts_waiting_is_doubted(written, group, doubt):
    found = [str(fault) for fault in warnings(made(group=group, root=f"routing: {{{written}}}\n"))]
    assert any(doubt in line for line in found)


@pytest.mark.parametrize("written", ["ring: 1", "ring: 2", "reoffer: {same_agent_after: 1m}"])
def test_a_rule_that_works_is_not_doubted(written):
    found = [str(fault) for fault in warnings(made(group=RINGS, root=f"routing: {{{written}}}\n"))]
    assert not any("routing" in line for line in found)
