"""A live contact, or a question about one, that is sent to a group or to an agent by name."""

from __future__ import annotations

import pytest

from acd.live import Ended, Offered, Queued, Requeued, Rescinded
from tests.live.conftest import kinds


@pytest.fixture
def talking(engine):
    """Ana, of the general group, handles ``one``; bea and cleo, of the desk, are ready, bea for longer."""
    for agent in ("bea", "cleo"):
        engine.log_in(agent, group="desk")
    engine.ready("ana")
    engine.offer("one", "regular")
    engine.accept("one", "ana")
    engine.ready("bea")
    engine.ready("cleo")
    return engine


def busy(engine, *agents):
    """Give each of these agents a contact."""
    for agent in agents:
        engine.offer(f"of {agent}", "stocks", preferred=agent)
        engine.accept(f"of {agent}", agent)
    return engine


def test_a_contact_goes_to_the_named_agent_though_another_is_idle_for_longer(talking):
    assert talking.transfer("one", "stocks", agent="cleo") == [
        Ended("one", "ana", "transferred"),
        Offered("one", "cleo"),
    ]


def test_a_contact_waits_for_the_named_agent_as_long_as_it_takes(talking, clock):
    busy(talking, "cleo")
    assert talking.transfer("one", "stocks", agent="cleo")[1:] == [Queued("one", "cleo")]
    assert talking.next_due() is None
    clock.time += 86_400
    assert talking.tick() == []
    assert kinds(talking.finish("of cleo", wrap_up=False))[1:] == [("offered", "one", "cleo")]


def test_when_the_hold_is_over_anybody_has_it(talking, clock):
    busy(talking, "cleo")
    assert talking.transfer("one", "stocks", agent="cleo", hold=30)[1:] == [
        Queued("one", "cleo", due=clock.time + 30)
    ]
    clock.time += 30
    assert talking.tick() == [Requeued("one", reason="hold over"), Offered("one", "bea")]
    # and it is nobody's in particular from now on
    assert kinds(talking.reject("one", "bea"))[1:] == [("requeued", "one", None)]
    assert kinds(talking.ready("bea")) == [("offered", "one", "bea")]


def test_a_rejected_contact_stays_with_those_to_whom_it_was_sent(talking):
    talking.transfer("one", "stocks", agent="cleo")
    assert talking.reject("one", "cleo") == [
        Rescinded("one", "cleo", "rejected"),
        Requeued("one", reason="rejected"),
    ]
    assert talking.waiting() == 1
    assert kinds(talking.ready("cleo")) == [("offered", "one", "cleo")]


def test_of_a_group_the_next_one_is_offered_what_another_has_rejected(talking):
    busy(talking, "bea")
    talking.transfer("one", "regular", group="desk", wrap_up=False)
    assert kinds(talking.reject("one", "cleo"))[1:] == [("requeued", "one", None)]
    assert kinds(talking.finish("of bea", wrap_up=False))[1:] == [("offered", "one", "bea")]


def test_what_is_held_for_a_group_is_told_without_an_agent_and_ends_with_its_last_agent(talking, clock):
    busy(talking, "bea", "cleo")
    assert talking.transfer("one", "regular", group="desk", hold=60)[1:] == [
        Queued("one", due=clock.time + 60)
    ]
    assert talking.wrapped_up("ana") == []
    talking.log_out("bea")
    assert talking.next_due() == clock.time + 60
    talking.log_out("cleo")
    assert talking.next_due() == clock.time
    assert kinds(talking.tick()) == [("requeued", "one", None), ("offered", "one", "ana")]


def test_an_agent_who_is_off_is_not_waited_for(talking):
    talking.log_out("cleo")
    assert talking.transfer("one", "stocks", agent="cleo")[1:] == [Offered("one", "bea")]


def test_a_later_transfer_to_nobody_in_particular_is_for_anybody(talking):
    talking.transfer("one", "stocks", agent="cleo")
    talking.accept("one", "cleo")
    assert talking.transfer("one", "stocks", wrap_up=False)[1:] == [Offered("one", "bea")]


def test_a_question_goes_to_the_named_agent_and_waits_for_her(talking):
    busy(talking, "cleo")
    assert talking.consult("one", "stocks", agent="cleo", as_="ask") == [Queued("ask", "cleo")]
    assert kinds(talking.finish("of cleo", wrap_up=False))[1:] == [("offered", "ask", "cleo")]
    talking.accept("ask", "cleo")
    assert (talking.state_of("ana"), talking.state_of("cleo")) == ("consult", "consult")


def test_a_question_that_waits_for_somebody_may_be_taken_back(talking):
    busy(talking, "cleo")
    talking.consult("one", "stocks", agent="cleo", as_="ask")
    assert talking.end_consult("one") == [Ended("ask", None, "consult over")]
    assert talking.waiting() == 0
    assert talking.finish("of cleo", wrap_up=False) == [Ended("of cleo", "cleo", "resolved")]


def test_whoever_asks_her_own_group_alone_asks_anybody(engine):
    engine.log_in("bea", group="desk")
    engine.ready("bea")
    engine.offer("one", "stocks")
    engine.accept("one", "bea")
    engine.ready("ana")
    assert engine.consult("one", "regular", group="desk") == [Offered("one/consult", "ana")]
