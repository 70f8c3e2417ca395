"""What each command of the routing engine returns, from the rules of the router."""

from __future__ import annotations

import dataclasses

import pytest

from acd.build.keys import hash_bits
from acd.errors import CommandError
from acd.live import Bound, Ended, Offered, Queued, Refused, RoutingEngine
from tests.live.conftest import kinds


def test_a_contact_is_offered_accepted_and_finished(engine):
    engine.ready("ana")
    assert engine.offer("call-17", category="regular") == [Offered("call-17", "ana")]
    assert engine.accept("call-17", "ana") == [Bound("call-17", "ana")]
    assert engine.finish("call-17", outcome="resolved", wrap_up=True) == [Ended("call-17", "ana", "resolved")]
    assert engine.state_of("ana") == "wrap_up"
    assert engine.wrapped_up("ana") == []
    assert engine.state_of("ana") == "ready"


def test_an_agent_who_logs_in_is_not_ready_yet(engine):
    assert engine.state_of("ana") == "not_ready"
    assert engine.offer("one", "regular") == [Queued("one")]
    assert kinds(engine.ready("ana")) == [("offered", "one", "ana")]


def test_an_agent_gets_only_what_the_group_is_authorised_for(engine):
    engine.ready("ana")
    assert kinds(engine.offer("one", "stocks")) == [("queued", "one", None)]
    engine.log_in("bea", group="desk")
    assert kinds(engine.ready("bea")) == [("offered", "one", "bea")]


def test_a_full_line_refuses_and_the_identifier_is_free_again(engine):
    engine.offer("one", "regular")
    engine.offer("two", "regular")
    assert engine.offer("three", "regular") == [Refused("three", None, "queue full")]
    assert engine.waiting("regular") == engine.waiting() == 2
    engine.hang_up("one")
    assert engine.offer("three", "regular") == [Queued("three")]


def test_priority_goes_before_age_credit_and_credit_before_joining(engine, clock):
    for contact, category, tier in (("old", "regular", "standard"), ("gold", "regular", "gold")):
        engine.offer(contact, category, tier)
        clock.time += 80
    engine.offer("stock", "stocks")
    engine.log_in("bea", group="desk")
    order = [engine.ready("bea")[0].contact]
    for _ in range(2):
        engine.accept(order[-1], "bea")
        order.append(engine.finish(order[-1], wrap_up=False)[1].contact)
    assert order == ["stock", "gold", "old"]


def test_own_priority_and_time_waited_move_a_contact_forward(engine, clock):
    clock.time += 10
    engine.offer("first", "regular")
    engine.offer("waited", "regular", waited=5.0)
    engine.log_in("bea", group="desk")
    engine.offer("above", "stocks", priority=9)
    assert kinds(engine.ready("bea")) == [("offered", "above", "bea")]
    assert kinds(engine.ready("ana")) == [("offered", "waited", "ana")]


def test_the_longest_idle_agent_is_chosen(engine, clock):
    engine.log_in("bea", group="desk")
    engine.ready("bea")
    clock.time += 1
    engine.ready("ana")
    assert engine.offer("one", "regular")[0].agent == "bea"


def test_hanging_up_while_it_rings_leaves_the_agent_as_long_idle_as_before(engine, clock):
    engine.log_in("bea", group="desk")
    engine.ready("ana")
    clock.time += 1
    engine.ready("bea")
    assert engine.offer("one", "regular")[0].agent == "ana"
    clock.time += 1
    assert kinds(engine.hang_up("one")) == [("rescinded", "one", "ana"), ("ended", "one", None)]
    assert engine.offer("two", "regular")[0].agent == "ana"


def test_hanging_up_a_bound_contact_is_its_finish_and_wrap_up_follows(engine):
    engine.ready("ana")
    engine.offer("one", "regular")
    engine.accept("one", "ana")
    assert engine.hang_up("one") == [Ended("one", "ana", "hung up")]
    assert engine.state_of("ana") == "wrap_up"


def test_an_agent_who_goes_not_ready_while_it_rings_gives_the_contact_to_another(engine):
    engine.ready("ana")
    engine.log_in("bea", group="desk")
    engine.offer("one", "regular")
    engine.ready("bea")
    assert kinds(engine.not_ready("ana", reason="lunch")) == [
        ("rescinded", "one", "ana"),
        ("requeued", "one", None),
        ("offered", "one", "bea"),
    ]


def test_not_ready_while_busy_waits_for_the_end_of_wrap_up(engine):
    engine.ready("ana")
    engine.offer("one", "regular")
    engine.accept("one", "ana")
    engine.not_ready("ana", reason="lunch")
    engine.offer("two", "regular")
    engine.finish("one")
    assert engine.wrapped_up("ana") == []
    assert engine.state_of("ana") == "not_ready"


def test_ready_cancels_what_was_to_follow(engine):
    engine.ready("ana")
    engine.offer("one", "regular")
    engine.accept("one", "ana")
    engine.log_out("ana")
    assert engine.ready("ana") == []
    engine.finish("one", wrap_up=False)
    assert engine.state_of("ana") == "ready"


def test_logging_out_while_busy_happens_after_the_contact(engine):
    engine.ready("ana")
    engine.offer("one", "regular")
    engine.accept("one", "ana")
    engine.log_out("ana")
    assert engine.state_of("ana") == "busy"
    engine.finish("one", wrap_up=False)
    assert engine.state_of("ana") == "off"


def test_an_offer_lapses_and_the_contact_keeps_its_place(scenario, clock):
    engine = RoutingEngine(scenario, clock, offer_timeout=20)
    engine.log_in("ana", group="general")
    engine.ready("ana")
    offered = engine.offer("one", "regular")
    engine.offer("two", "regular")
    assert offered[0].due == engine.next_due() == 1020.0
    assert engine.tick() == []
    clock.time = 1020.0
    assert kinds(engine.tick()) == [("rescinded", "one", "ana"), ("requeued", "one", None)]
    assert engine.next_due() is None
    assert engine.state_of("ana") == "not_ready"
    assert engine.ready("ana")[0].contact == "one"


def test_an_accepted_offer_leaves_nothing_due(scenario, clock):
    engine = RoutingEngine(scenario, clock, offer_timeout=20)
    engine.log_in("ana", group="general")
    engine.ready("ana")
    engine.offer("one", "regular")
    engine.accept("one", "ana")
    assert engine.next_due() is None
    clock.time += 100
    assert engine.tick() == []


def test_auto_accept_binds_at_once(scenario, clock):
    engine = RoutingEngine(scenario, clock, auto_accept=True, agents={"ana": "general"})
    engine.log_in("ana")
    engine.ready("ana")
    assert engine.offer("one", "regular") == [Bound("one", "ana")]


def test_a_clock_that_falls_counts_as_standing_still(engine, clock):
    engine.offer("one", "regular")
    clock.time -= 500
    engine.offer("two", "regular")
    assert engine.ready("ana")[0].contact == "one"


def test_tables_grow_with_agents_contacts_and_timers(scenario, clock):
    engine = RoutingEngine(scenario, clock, offer_timeout=1000)
    for number in range(300):
        engine.log_in(f"agent {number}", group="desk")
        engine.ready(f"agent {number}")
    for number in range(900):
        engine.offer(f"contact {number}", "stocks")
    for number in range(300):
        assert kinds(engine.accept(f"contact {number}", f"agent {number}")) == [
            ("bound", f"contact {number}", f"agent {number}")
        ]
    assert engine.waiting("stocks") == 600
    assert kinds(engine.finish("contact 7", wrap_up=False))[1] == ("offered", "contact 300", "agent 7")


def test_an_agent_may_change_group_while_off(engine):
    engine.log_out("ana")
    engine.log_in("ana", group="desk")
    engine.ready("ana")
    assert engine.offer("one", "stocks")[0].agent == "ana"


def test_decisions_cannot_be_changed(engine):
    (decision,) = engine.offer("one", "regular")
    with pytest.raises(dataclasses.FrozenInstanceError):
        decision.agent = "ana"


def test_an_identifier_is_hashed_where_agents_are_drawn_by_chance(scenario):
    chosen = []
    for keyed in (False, True):
        engine = RoutingEngine(
            scenario.replace("routing.choose_agent", ["random"]),
            agents={f"agent {n}": "desk" for n in range(40)},
            auto_accept=True,
        )
        for n in range(40):
            engine.log_in(f"agent {n}")
            engine.ready(f"agent {n}")
        keys = [hash_bits(f"contact:{n}", 63) if keyed else None for n in range(30)]
        chosen.append([engine.offer(str(n), "stocks", key=key)[0].agent for n, key in enumerate(keys)])
    assert chosen[0] == chosen[1]
    assert chosen[0] != sorted(chosen[0], key=lambda agent: int(agent.split()[1]))


def test_a_refused_command_moves_the_clock_all_the_same(engine, clock):
    engine.offer("one", "regular")
    clock.time += 500
    with pytest.raises(CommandError):
        engine.finish("one")
    clock.time -= 400
    engine.offer("two", "regular")
    assert int(engine._desk._tables["desk"]["now"][0]) == 500_000_000
