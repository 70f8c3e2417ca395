"""A live contact that wants one agent: offered, held, and offered to others when the hold is over."""

from __future__ import annotations

import pytest

from acd.errors import CommandError
from acd.live import Offered, Queued, Requeued, RoutingEngine
from acd.scenario import parse
from tests.live.conftest import TEXT, kinds


def logged_in(engine):
    """Return the engine with two agents ready who may both serve regular contacts."""
    engine.log_in("bea", group="desk")
    engine.ready("ana")
    engine.ready("bea")
    return engine


def test_the_preferred_agent_is_offered_the_contact_though_another_is_idle_for_longer(engine):
    assert logged_in(engine).offer("one", "regular", preferred="bea") == [Offered("one", "bea")]


def test_a_contact_is_held_for_a_busy_agent_and_then_offered_to_anybody(engine, clock):
    logged_in(engine).offer("one", "regular", preferred="bea")
    clock.time = 1010.0
    assert engine.offer("two", "regular", preferred="bea", hold=20) == [Queued("two", "bea", due=1030.0)]
    assert engine.waiting() == 1
    assert engine.next_due() == 1030.0
    clock.time = 1029.0
    assert engine.tick() == []
    clock.time = 1030.0
    assert engine.tick() == [Requeued("two", reason="hold over"), Offered("two", "ana")]
    assert engine.next_due() is None


def test_the_agent_takes_the_held_contact_when_free(engine, clock):
    logged_in(engine).offer("one", "regular", preferred="bea")
    engine.accept("one", "bea")
    engine.offer("two", "regular", preferred="bea")
    assert kinds(engine.finish("one", wrap_up=False))[1:] == [("offered", "two", "bea")]


def test_when_the_agent_leaves_the_hold_is_due_at_once(engine, clock):
    logged_in(engine).offer("one", "regular", preferred="bea")
    engine.accept("one", "bea")
    engine.offer("two", "regular", preferred="bea", hold=600)
    engine.log_out("bea")
    assert engine.next_due() == clock.time
    assert kinds(engine.tick()) == [("requeued", "two", None), ("offered", "two", "ana")]


def test_an_agent_who_changed_to_a_group_without_the_authority_never_gets_the_held_contact(engine):
    logged_in(engine).log_out("bea")
    engine.log_in("bea", group="desk")
    engine.offer("one", "stocks", preferred="bea", hold=600)
    engine.log_out("bea")
    engine.log_in("bea", group="general")
    assert engine.ready("bea") == []
    assert kinds(engine.tick()) == [("requeued", "one", None)]


def test_an_agent_who_is_off_unknown_or_not_authorised_is_not_waited_for(engine):
    engine.log_in("bea", group="desk")
    engine.log_out("bea")
    engine.ready("ana")
    assert kinds(engine.offer("one", "regular", preferred="bea")) == [("offered", "one", "ana")]
    assert kinds(engine.offer("two", "regular", preferred="nobody")) == [("queued", "two", None)]
    assert kinds(engine.offer("three", "stocks", preferred="ana")) == [("queued", "three", None)]


def test_a_held_contact_may_hang_up(engine):
    logged_in(engine).offer("one", "regular", preferred="bea")
    engine.offer("two", "regular", preferred="bea")
    assert kinds(engine.hang_up("two")) == [("ended", "two", None)]
    assert engine.waiting() == 0


def test_the_hold_is_that_of_the_tier_and_else_half_a_minute(tmp_path, clock):
    text = TEXT.replace("age_credit: 90s", "age_credit: 90s, preferred_agent: {hold: 2m}")
    engine = RoutingEngine(parse(text, tmp_path, "desks.yaml"), clock)
    engine.log_in("ana", group="general")
    assert engine.offer("gold", "regular", "gold", preferred="ana") == [Queued("gold", "ana", due=1120.0)]
    assert engine.offer("other", "regular", preferred="ana") == [Queued("other", "ana", due=1030.0)]


def test_many_agents_and_contacts_find_room(scenario, clock):
    engine = RoutingEngine(scenario.replace("categories.regular.max_queue", None), clock)
    for number in range(200):
        engine.log_in(f"agent {number}", group="general")
    for number in range(600):
        engine.offer(f"call {number}", "regular", preferred=f"agent {number % 200}", hold=number)
    assert engine.waiting() == 600
    clock.time += 1000
    assert len(engine.tick()) == 599
    assert kinds(engine.ready("agent 150"))[0] == ("offered", "call 0", "agent 150")


def test_a_callback_is_not_refused_by_a_full_line_and_waits_for_whom_it_wants(clock):
    engine = RoutingEngine(parse(TEXT.replace("max_queue: 2", "max_queue: 0")), clock)
    assert engine.offer("one", "regular")[0].kind == "refused"
    assert engine.call_back("two", "regular", waited=60) == [Queued("two")]
    engine.log_in("ana", group="desk")
    assert engine.ready("ana") == [Offered("two", "ana")]
    assert engine.call_back("three", "regular", preferred="ana", hold=20) == [
        Queued("three", "ana", due=clock.time + 20)
    ]
    with pytest.raises(CommandError, match="call_back: contact 'three' is there already"):
        engine.call_back("three", "regular")
    with pytest.raises(CommandError, match="call_back: unknown category 'regulr'"):
        engine.call_back("four", "regulr")
