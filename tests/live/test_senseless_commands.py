"""A command that makes no sense raises one clear error and changes nothing."""

from __future__ import annotations

import re

import pytest

from acd.errors import CommandError, ScenarioError
from acd.live import RoutingEngine
from acd.scenario import parse
from tests.live.conftest import TEXT


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
    (
        lambda e: e.reject("bound", "ana"),
        "reject: contact 'bound' is bound with agent 'ana'; only the agent to whom it is offered can reject it",
    ),
    (lambda e: e.reject("queued", "bea"), "reject: agent 'bea' is unknown; log_in first"),
    (
        lambda e: e.hold("queued"),
        "hold: contact 'queued' is queued; hold is for a bound contact about which nobody is asked",
    ),
    (lambda e: e.hold("gone"), "hold: contact 'gone' is not there; it was never offered or has ended"),
    (
        lambda e: e.resume("bound"),
        "resume: contact 'bound' is bound with agent 'ana'; resume is for a bound contact on hold",
    ),
    (
        lambda e: e.transfer("queued", "stocks"),
        "transfer: contact 'queued' is queued; transfer is for a bound",
    ),
    (lambda e: e.transfer("bound", "stock"), "transfer: unknown category 'stock'; defined: regular, stocks"),
    (
        lambda e: e.transfer("bound", "stocks", priority=-1001),
        "transfer: priority -1001 of contact 'bound' is out of range; give -1000 to 1000",
    ),
    (
        lambda e: e.transfer("bound", "stocks", age_credit=-1.0),
        "transfer: age credit -1.0 s of contact 'bound' is out of range; give 0 to 864000",
    ),
    (lambda e: e.consult("queued", "stocks"), "consult: contact 'queued' is queued; consult is for a bound"),
    (lambda e: e.consult("bound", "stock"), "consult: unknown category 'stock'; defined: regular, stocks"),
    (
        lambda e: e.consult("bound", "stocks", as_="queued"),
        "consult: contact 'queued' is there already; end it first or give another identifier by as_=",
    ),
    (
        lambda e: e.transfer("bound", "stocks", group="desc"),
        "transfer: unknown group 'desc'; defined: general, desk",
    ),
    (lambda e: e.transfer("bound", "stocks", agent="bea"), "transfer: agent 'bea' is unknown; log_in first"),
    (
        lambda e: e.transfer("bound", "stocks", group="general"),
        "transfer: group 'general' may not take category 'stocks'; groups that may: desk",
    ),
    (
        lambda e: e.transfer("bound", "stocks", agent="ana"),
        "transfer: agent 'ana' may not take category 'stocks'; groups that may: desk",
    ),
    (
        lambda e: e.transfer("bound", "regular", group="desk", agent="ana"),
        "transfer: group 'desk' and agent 'ana' are given together; give one of them",
    ),
    (
        lambda e: e.transfer("bound", "stocks", hold=60),
        "transfer: hold 60 s of contact 'bound' is for nobody; give group= or agent= with it",
    ),
    (
        lambda e: e.transfer("bound", "stocks", group="desk", hold=-1),
        "transfer: hold -1 s of contact 'bound' is out of range; give 0 to 864000",
    ),
    (
        lambda e: e.consult("bound", "regular", agent="ana"),
        "consult: contact 'bound' is with the very agent who is to be asked; name another agent",
    ),
    (
        lambda e: e.consult("queued", "stocks", group="desk"),
        "consult: contact 'queued' is queued; consult is for a bound",
    ),
    (
        lambda e: e.conference("bound"),
        "conference: contact 'bound' is bound with agent 'ana'; conference is for a contact about which another",
    ),
    (
        lambda e: e.hand_over("bound"),
        "hand_over: contact 'bound' is bound with agent 'ana'; hand_over is for a contact about which another agent",
    ),
    (
        lambda e: e.end_consult("bound"),
        "end_consult: contact 'bound' is bound with agent 'ana'; end_consult is for a contact about which another",
    ),
    (
        lambda e: e.ready("ana", channels=[]),
        "ready: no channel is named; the group of agent 'ana' works: voice; not_ready is for none of them",
    ),
    (lambda e: e.ready("ana", channels=["chat"]), "ready: unknown channel 'chat'; defined: voice"),
    (lambda e: e.ready("bea", channels=["voice"]), "ready: agent 'bea' is unknown; log_in first"),
    (
        lambda e: e.ready("ana", channels="voice"),
        "ready: agent 'ana' is busy; that is for agents who are not ready",
    ),
    (
        lambda e: e.open_channel("general", "voice"),
        "open_channel: group 'general' takes contacts of channel 'voice'",
    ),
    (
        lambda e: e.close_channel("generals", "voice"),
        "close_channel: unknown group 'generals'; defined: general",
    ),
    (lambda e: e.close_channel("general", "chat"), "close_channel: unknown channel 'chat'; defined: voice"),
    (
        lambda e: e.wrapped_up("ana", "bound"),
        "wrapped_up: agent 'ana' is busy; that is for agents in wrap-up",
    ),
    (lambda e: e.estimated_wait("x"), "estimated_wait: unknown category 'x'; defined: regular, stocks"),
    (lambda e: e.log_out("bea"), "log_out: agent 'bea' is unknown; log_in first"),
    (lambda e: e.state_of("bea"), "state_of: agent 'bea' is unknown; log_in first"),
    (lambda e: e.waiting("x"), "waiting: unknown category 'x'; defined: regular, stocks"),
]


def _everything(engine):
    tables = engine._desk._tables
    router = ("desk", "contact", "agent", "pool", "queue", "crowd", "full_lines", "idle_groups", "event")
    names = (*router, "hand", "load", "grip", "bar", "peer", "duty", "outlook")
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


ASKING = [
    (
        lambda e: e.hold("one"),
        "hold: contact 'one' is on hold with agent 'ana' and tied to 'one/consult'; hold is",
    ),
    (
        lambda e: e.resume("one"),
        "resume: contact 'one' is on hold with agent 'ana' and tied to 'one/consult'; resume",
    ),
    (
        lambda e: e.transfer("one", "stocks"),
        "transfer: contact 'one' is on hold with agent 'ana' and tied to",
    ),
    (
        lambda e: e.consult("one", "stocks", as_="two"),
        "consult: contact 'one' is on hold with agent 'ana' and tied",
    ),
    (
        lambda e: e.conference("one"),
        "conference is for a contact about which another agent is asked who has answered",
    ),
    (
        lambda e: e.hand_over("one"),
        "hand_over is for a contact about which another agent is asked who has answered",
    ),
    (lambda e: e.accept("one/consult", "ana"), "accept: contact 'one/consult' is offered with agent 'bea'"),
    (
        lambda e: e.end_consult("one/consult"),
        "end_consult: contact 'one/consult' is offered with agent 'bea'",
    ),
]


@pytest.fixture
def asking(engine):
    """Ana, who handles ``one``, asks bea, at whom it rings."""
    engine.log_in("bea", group="desk")
    engine.ready("ana")
    engine.offer("one", "regular")
    engine.accept("one", "ana")
    engine.ready("bea")
    engine.consult("one", "stocks")
    return engine


@pytest.mark.parametrize(("command", "message"), ASKING, ids=[message for _, message in ASKING])
def test_whoever_asks_ends_the_consult_first(asking, command, message):
    before = _everything(asking)
    with pytest.raises(CommandError, match=re.escape(message)):
        command(asking)
    assert _everything(asking) == before


def test_whoever_is_asked_cannot_ask_on_or_transfer(asking):
    asking.accept("one/consult", "bea")
    message = "transfer: contact 'one/consult' is in a consult with agent 'bea' and tied to 'one'; transfer is for a"
    with pytest.raises(CommandError, match=re.escape(message)):
        asking.transfer("one/consult", "regular")
    asking.conference("one")
    with pytest.raises(
        CommandError, match="conference: contact 'one' is in a conference with agent 'ana' and tied to"
    ):
        asking.conference("one")


def test_a_group_works_only_its_channels(tmp_path):
    text = TEXT.replace("general: {", "general: {channels: [chat], ").replace(
        "regular: {", "regular: {channel: chat, "
    )
    engine = RoutingEngine(parse(text + "channels: {voice: {}, chat: {}}\n", tmp_path, "desks.yaml"))
    engine.log_in("ana", group="general")
    with pytest.raises(
        CommandError, match="ready: the group of agent 'ana' does not work channel 'voice'; it works: chat"
    ):
        engine.ready("ana", channels=["voice"])
    with pytest.raises(
        CommandError, match="close_channel: group 'general' does not work channel 'voice'; it works: chat"
    ):
        engine.close_channel("general", "voice")
    engine.close_channel("general", "chat")
    with pytest.raises(
        CommandError, match="close_channel: group 'general' takes no contacts of channel 'chat' already"
    ):
        engine.close_channel("general", "chat")
