"""A command that makes no sense raises one clear error and changes nothing."""

from __future__ import annotations

import re

import pytest

from acd.errors import CommandError, ScenarioError
from acd.live import RoutingEngine


def _busy(engine):
    engine.ready("ana")
    engine.offer("bound", "regular")
    engine.accept("bound", "ana")
    engine.offer("queued", "regular")


CASES = [
    (lambda e: e.log_in("ana"), "log_in: agent 'ana' is busy; log_out first"),
    (
        lambda e: e.log_in("bea"),
        "log_in: agent 'bea' is new and has no group; give group=, one of general, desk",
    ),
    (lambda e: e.log_in("bea", group="desks"), "log_in: unknown group 'desks'; defined: general, desk"),
    (lambda e: e.log_in("ana", group="desk"), "log_in: agent 'ana' is busy; log_out first"),
    (
        lambda e: e.ready("ana"),
        "ready: agent 'ana' is busy; that is for agents who are not ready, about to leave, or to take other",
    ),
    (lambda e: e.ready("bea"), "ready: agent 'bea' is unknown; log_in first"),
    (lambda e: e.wrapped_up("ana"), "wrapped_up: agent 'ana' is busy; that is for agents in wrap-up"),
    (
        lambda e: e.offer("bound", "regular"),
        "offer: contact 'bound' is there already; end it first or use another",
    ),
    (lambda e: e.offer("x", "regula"), "offer: unknown category 'regula'; defined: regular, stocks"),
    (lambda e: e.offer("x", "regular", "silver"), "offer: unknown tier 'silver'; defined: standard, gold"),
    (lambda e: e.offer("x", "regular", priority=1001), "offer: priority 1001 of contact 'x' is out of range"),
    (lambda e: e.offer("x", "regular", waited=-1.0), "offer: -1.0 s waited of contact 'x' is out of range"),
    (
        lambda e: e.offer("x", "regular", waited=float("nan")),
        "offer: nan s waited of contact 'x' is out of range",
    ),
    (
        lambda e: e.offer("x", "regular", preferred="ana", hold=-1.0),
        "offer: hold -1.0 s of contact 'x' is out of range; give 0 to",
    ),
    (
        lambda e: e.offer("x", "regular", key=-1),
        "offer: key -1 of contact 'x' is out of range; give 0 to 2**63 - 1",
    ),
    (
        lambda e: e.accept("bound", "ana"),
        "accept: contact 'bound' is bound with agent 'ana'; only the agent to whom",
    ),
    (
        lambda e: e.accept("queued", "ana"),
        "accept: contact 'queued' is queued; only the agent to whom it is offered",
    ),
    (
        lambda e: e.accept("gone", "ana"),
        "accept: contact 'gone' is not there; it was never offered or has ended",
    ),
    (
        lambda e: e.finish("queued"),
        "finish: contact 'queued' is queued; only a bound contact can be finished",
    ),
    (lambda e: e.hang_up("gone"), "hang_up: contact 'gone' is not there; it was never offered or has ended"),
    (lambda e: e.log_out("bea"), "log_out: agent 'bea' is unknown; log_in first"),
    (lambda e: e.state_of("bea"), "state_of: agent 'bea' is unknown; log_in first"),
    (lambda e: e.waiting("x"), "waiting: unknown category 'x'; defined: regular, stocks"),
]


def _everything(engine):
    tables = engine._desk._tables
    names = ("desk", "contact", "agent", "pool", "queue", "crowd", "full_lines", "idle_groups", "event")
    return [tables[name].tobytes() for name in names] + [repr(sorted(engine._desk._contacts.items()))]


@pytest.mark.parametrize(("command", "message"), CASES, ids=[message for _, message in CASES])
def test_the_error_says_why_and_nothing_changes(engine, command, message):
    _busy(engine)
    before = _everything(engine)
    with pytest.raises(CommandError, match=re.escape(message)):
        command(engine)
    assert _everything(engine) == before


@pytest.mark.parametrize("command", ["log_out", "not_ready", "ready", "wrapped_up"])
def test_an_agent_who_is_off_can_only_log_in(engine, command):
    engine.log_out("ana")
    with pytest.raises(CommandError, match=f"{command}: agent 'ana' is off; log_in first"):
        getattr(engine, command)("ana")


def test_an_agent_about_to_leave_cannot_log_in_again(engine):
    _busy(engine)
    engine.log_out("ana")
    with pytest.raises(CommandError, match="log_in: agent 'ana' is busy and about to leave; log_out first"):
        engine.log_in("ana")


@pytest.mark.parametrize("timeout", [-1.0, float("nan"), 1e9])
def test_an_impossible_timeout_is_refused(scenario, timeout):
    with pytest.raises(CommandError, match=r"offer_timeout: .* s is not a time; give 0 to 864000"):
        RoutingEngine(scenario, offer_timeout=timeout)


def test_agents_known_beforehand_need_a_group_of_the_scenario(scenario):
    with pytest.raises(CommandError, match="agents: unknown group 'x'; defined: general, desk"):
        RoutingEngine(scenario, agents={"ana": "x"})


def test_a_missing_file_is_a_fault_of_the_scenario(tmp_path):
    with pytest.raises(ScenarioError, match=re.escape("none.yaml")):
        RoutingEngine(tmp_path / "none.yaml")
