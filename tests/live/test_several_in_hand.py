"""An agent of a live router holds several contacts, as the scenario's channels and groups say."""

from __future__ import annotations

import pytest

from acd.errors import CommandError
from acd.live import Bound, Offered, Queued, RoutingEngine
from acd.scenario import parse
from tests.live.conftest import kinds

TEXT = """
acd: 1
name: chats, mails and calls
channels: {voice: {}, chat: {capacity: 3}, email: {interrupted_by: [voice]}}
categories:
  call: {channel: voice, handle: {dist: constant, value: 60s}}
  chat: {channel: chat, handle: {dist: constant, value: 60s}}
  mail: {channel: email, handle: {dist: constant, value: 60s}}
agents:
  all: {count: 1, authorised: [call, chat, mail]}
  chats: {count: 1, authorised: [chat, mail], channels: {chat: {capacity: 2}}, no_answer: {timeout: 15s}}
"""


@pytest.fixture
def engine(tmp_path, clock):
    made = RoutingEngine(parse(TEXT, tmp_path, "channels.yaml"), clock, auto_accept=True)
    made.log_in("ana", group="all")
    made.ready("ana")
    return made


def test_an_agent_takes_as_many_as_the_channel_says_and_no_call_beside_them(engine):
    assert [kinds(engine.offer(name, "chat"))[0][0] for name in "abcd"] == ["bound"] * 3 + ["queued"]
    assert engine.offer("call", "call") == [Queued("call")]
    assert engine.state_of("ana") == "busy"
    assert kinds(engine.finish("b", wrap_up=False)) == [("ended", "b", "ana"), ("bound", "d", "ana")]


def test_a_call_interrupts_a_mail_and_nothing_else_is_taken_beside_them(engine):
    assert engine.offer("mail", "mail") == [Bound("mail", "ana")]
    assert engine.offer("call", "call") == [Bound("call", "ana")]
    assert engine.offer("chat", "chat") == [Queued("chat")]
    engine.finish("call", wrap_up=False)
    assert kinds(engine.finish("mail", wrap_up=False))[1:] == [("bound", "chat", "ana")]


def test_who_becomes_ready_takes_all_that_fits(engine):
    engine.not_ready("ana")
    for name in ("one", "two", "three", "four"):
        engine.offer(name, "chat")
    assert kinds(engine.ready("ana")) == [("bound", name, "ana") for name in ("one", "two", "three")]


def test_a_group_holds_its_own_number_and_rings_as_its_scenario_says(engine, clock):
    engine.not_ready("ana")
    engine.log_in("bea", group="chats")
    engine.ready("bea")
    assert engine.offer("a", "chat") == [Offered("a", "bea", due=clock.time + 15)]
    assert kinds(engine.offer("b", "chat") + engine.offer("c", "chat")) == [
        ("offered", "b", "bea"),
        ("queued", "c", None),
    ]
    assert engine.offer("m", "mail") == [Queued("m")]
    clock.time += 15
    assert kinds(engine.tick())[:2] == [("rescinded", "a", "bea"), ("requeued", "a", None)]
    assert engine.state_of("bea") == "not_ready"


def test_an_explicit_timeout_is_for_groups_that_have_none(tmp_path, clock):
    text = TEXT.replace("no_answer: {timeout: 15s}", "answer: {dist: constant, value: 3s}")
    engine = RoutingEngine(parse(text, tmp_path, "channels.yaml"), clock, offer_timeout=40)
    engine.log_in("bea", group="chats")
    engine.ready("bea")
    assert engine.offer("a", "chat")[0].due == clock.time + 40


def test_who_is_taken_away_gives_back_every_offer(engine):
    engine.not_ready("ana")
    engine.log_in("bea", group="chats")
    engine.ready("bea")
    engine.offer("a", "chat")
    engine.offer("b", "chat")
    engine.accept("b", "bea")
    engine.offer("c", "chat")
    assert kinds(engine.not_ready("bea")) == [("rescinded", "a", "bea"), ("requeued", "a", None)]
    assert engine.waiting("chat") == 2
    engine.finish("b", wrap_up=False)
    assert engine.state_of("bea") == "not_ready"


def test_of_several_wrap_ups_it_is_said_which_is_over(engine):
    for name in ("a", "b", "c"):
        engine.offer(name, "chat")
    engine.finish("a")
    engine.finish("c")
    with pytest.raises(
        CommandError, match=r"wrapped_up: agent 'ana' wraps up 'a', 'c'; say which of them by contact="
    ):
        engine.wrapped_up("ana")
    with pytest.raises(CommandError, match="wrapped_up: agent 'ana' wraps up 'a', 'c'"):
        engine.wrapped_up("ana", "b")
    engine.offer("d", "chat")
    assert kinds(engine.wrapped_up("ana", "c")) == [("bound", "d", "ana")]
    assert engine.wrapped_up("ana") == []


def test_a_contact_may_come_back_under_its_identifier_while_it_is_wrapped_up(engine):
    engine.offer("a", "chat")
    engine.finish("a")
    assert engine.offer("a", "chat") == [Bound("a", "ana")]
    engine.finish("a")
    engine.wrapped_up("ana", "a")
    engine.wrapped_up("ana", "a")
    assert engine.state_of("ana") == "ready"


def test_everything_grows(tmp_path, clock):
    engine = RoutingEngine(parse(TEXT, tmp_path, "channels.yaml"), clock, offer_timeout=900)
    for number in range(200):
        engine.log_in(f"agent {number}", group="all")
        engine.ready(f"agent {number}")
    for number in range(900):
        engine.offer(f"chat {number}", "chat")
    assert engine.waiting() == 300
    for number in range(600):
        (holder,) = (d.agent for d in engine.reject(f"chat {number}", engine_holder(engine, number))[:1])
        assert engine.state_of(holder) in ("offered", "not_ready")
    assert engine._desk._tables["life"].size == 1


def engine_holder(engine, number):
    """Return who is offered a contact."""
    desk = engine._desk
    return desk._agent_ids[int(desk._tables["contact"]["agent"][desk._contacts[f"chat {number}"]])]


def test_an_agent_takes_the_channels_that_were_named(engine):
    assert engine.ready("ana", channels=["chat"]) == []
    assert engine.offer("mail", "mail") == [Queued("mail")]
    assert engine.offer("chat", "chat") == [Bound("chat", "ana")]
    engine.finish("chat", wrap_up=False)
    assert engine.state_of("ana") == "ready"
    assert kinds(engine.ready("ana", channels=["email", "voice"])) == [("bound", "mail", "ana")]
    engine.finish("mail", wrap_up=False)
    assert engine.offer("next", "chat") == [Queued("next")]
    assert kinds(engine.ready("ana")) == [("bound", "next", "ana")]


def test_a_restricted_agent_is_passed_over_for_another(engine, clock):
    engine.log_in("eve", group="all")
    clock.time += 1
    engine.ready("eve")
    engine.ready("ana", channels=["email"])
    assert engine.offer("call", "call") == [Bound("call", "eve")]
    assert engine.offer("mail", "mail") == [Bound("mail", "ana")]


def test_a_group_takes_no_contacts_of_a_closed_channel_until_it_is_opened(engine):
    assert engine.close_channel("all", "chat") == []
    for name in ("one", "two"):
        assert engine.offer(name, "chat") == [Queued(name)]
    assert engine.offer("mail", "mail") == [Bound("mail", "ana")]
    engine.finish("mail", wrap_up=False)
    assert kinds(engine.open_channel("all", "chat")) == [("bound", "one", "ana"), ("bound", "two", "ana")]


def test_a_channel_closes_where_agents_hold_one_contact_too(scenario, clock):
    told = scenario.replace("channels", {"voice": {}, "chat": {}}).replace(
        "categories.stocks.channel", "chat"
    )
    engine = RoutingEngine(told, clock, auto_accept=True)
    engine.log_in("bea", group="desk")
    engine.ready("bea")
    engine.close_channel("desk", "chat")
    assert engine.offer("one", "stocks") == [Queued("one")]
    assert engine.offer("two", "regular") == [Bound("two", "bea")]


def test_more_wait_for_a_channel_than_one_command_usually_decides(engine):
    engine.close_channel("all", "chat")
    for number in range(120):
        engine.log_in(f"agent {number}", group="all")
        engine.ready(f"agent {number}")
    for number in range(340):
        engine.offer(f"chat {number}", "chat")
    assert len(engine.open_channel("all", "chat")) == 340
    assert engine.waiting() == 0


@pytest.mark.parametrize("estimator", ["queue_length", "last_served", "head_of_line"])
def test_the_wait_is_estimated_as_the_scenario_says(tmp_path, clock, estimator):
    text = TEXT + f"routing: {{estimated_wait: {estimator}}}\n"
    engine = RoutingEngine(parse(text, tmp_path, "channels.yaml"), clock, auto_accept=True)
    engine.log_in("ana", group="all")
    engine.ready("ana")
    assert engine.estimated_wait("call") == 0
    engine.offer("first", "call")
    assert engine.estimated_wait("call") == 60
    engine.offer("second", "call")
    clock.time += 20
    engine.finish("first", wrap_up=False)
    engine.offer("third", "call")
    clock.time += 7
    expected = {"queue_length": 120, "last_served": 20, "head_of_line": 7}
    assert engine.estimated_wait("call") == expected[estimator]


def test_without_an_estimator_it_is_the_wait_of_whoever_was_bound_last(engine, clock):
    engine.offer("first", "call")
    engine.offer("second", "call")
    clock.time += 33
    engine.finish("first", wrap_up=False)
    engine.offer("third", "call")
    assert engine.estimated_wait("call") == 33
