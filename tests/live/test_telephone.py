"""Hold, transfer, consult, conference and handing over: what each command of a live router returns and leaves."""

from __future__ import annotations

import pytest

from acd.live import Bound, Ended, Offered, Queued, Refused, Requeued, Rescinded, RoutingEngine
from tests.live.conftest import kinds


@pytest.fixture
def talking(engine):
    """Ana, of the general group, handles ``one``; bea, of the desk for stocks, is ready."""
    engine.log_in("bea", group="desk")
    engine.ready("ana")
    engine.offer("one", "regular")
    engine.accept("one", "ana")
    engine.ready("bea")
    return engine


@pytest.fixture
def asking(talking):
    """The same, and bea talks with ana about it."""
    talking.consult("one", "stocks", as_="ask")
    talking.accept("ask", "bea")
    return talking


def states(engine):
    return engine.state_of("ana"), engine.state_of("bea")


def test_a_customer_is_put_on_hold_and_talked_to_again(talking):
    assert talking.hold("one") == []
    assert talking.state_of("ana") == "hold"
    assert talking.resume("one") == []
    assert talking.state_of("ana") == "busy"


def test_a_contact_on_hold_may_be_finished(talking):
    talking.hold("one")
    assert talking.finish("one", "sold", wrap_up=False) == [Ended("one", "ana", "sold")]
    assert talking.state_of("ana") == "ready"


def test_a_transferred_contact_is_offered_anew_under_its_identifier(talking):
    assert talking.transfer("one", "stocks") == [Ended("one", "ana", "transferred"), Offered("one", "bea")]
    assert states(talking) == ("wrap_up", "offered")
    assert talking.accept("one", "bea") == [Bound("one", "bea")]
    assert talking.finish("one") == [Ended("one", "bea", "resolved")]


def test_without_wrap_up_its_agent_takes_the_next_contact_first(talking):
    talking.not_ready("bea")
    talking.offer("two", "regular")
    assert talking.transfer("one", "stocks", wrap_up=False) == [
        Ended("one", "ana", "transferred"),
        Offered("two", "ana"),
        Queued("one"),
    ]


@pytest.mark.parametrize(
    ("terms", "first"),
    [({}, "old"), ({"age_credit": 11}, "one"), ({"age_credit": 9}, "old"), ({"priority": 1}, "one")],
)
def test_a_transferred_contact_has_a_credit_and_a_priority(talking, clock, terms, first):
    talking.not_ready("bea")
    talking.offer("old", "regular")
    clock.time += 10
    talking.transfer("one", "regular", **terms)
    assert kinds(talking.wrapped_up("ana")) == [("offered", first, "ana")]


def test_a_full_line_refuses_the_transferred_contact(talking):
    talking.not_ready("bea")
    talking.offer("two", "regular")
    talking.offer("three", "regular")
    refused = talking.transfer("one", "regular")
    assert refused == [Ended("one", "ana", "transferred"), Refused("one", None, "queue full")]
    assert talking.offer("one", "stocks") == [Queued("one")]


def test_a_question_is_a_contact_of_its_own_while_the_customer_is_on_hold(talking):
    assert talking.consult("one", "stocks") == [Offered("one/consult", "bea")]
    assert states(talking) == ("hold", "offered")
    assert talking.accept("one/consult", "bea") == [Bound("one/consult", "bea")]
    assert states(talking) == ("consult", "consult")


def test_a_question_waits_like_any_contact(talking):
    talking.not_ready("bea")
    assert talking.consult("one", "stocks") == [Queued("one/consult")]
    assert talking.waiting("stocks") == 1
    assert talking.ready("bea") == [Offered("one/consult", "bea")]
    assert talking.reject("one/consult", "bea") == [
        Rescinded("one/consult", "bea", "rejected"),
        Requeued("one/consult", None, "rejected"),
    ]
    assert states(talking) == ("hold", "not_ready")


def test_whoever_is_bound_later_to_a_question_is_in_the_consult_at_once(scenario, clock):
    engine = RoutingEngine(scenario, clock, auto_accept=True)
    for agent, group in (("ana", "general"), ("bea", "desk")):
        engine.log_in(agent, group=group)
    engine.ready("ana")
    engine.offer("one", "regular")
    engine.consult("one", "stocks")
    assert engine.ready("bea") == [Bound("one/consult", "bea")]
    assert states(engine) == ("consult", "consult")


def test_a_question_that_is_refused_changes_nothing(talking):
    talking.not_ready("bea")
    talking.offer("two", "regular")
    talking.offer("three", "regular")
    assert talking.consult("one", "regular") == [Refused("one/consult", None, "queue full")]
    assert talking.state_of("ana") == "busy"
    talking.hold("one")


def test_the_customer_joins_in_a_conference(asking):
    assert asking.conference("one") == []
    assert states(asking) == ("conference", "conference")


def test_ending_a_consult_lets_the_other_agent_off_without_wrap_up(asking):
    asking.offer("next", "stocks")
    assert asking.end_consult("one") == [Ended("ask", "bea", "consult over"), Offered("next", "bea")]
    assert states(asking) == ("busy", "offered")


def test_a_question_that_rings_is_taken_back(talking):
    talking.consult("one", "stocks", as_="ask")
    assert talking.end_consult("one") == [
        Rescinded("ask", "bea", "consult over"),
        Ended("ask", None, "consult over"),
    ]
    assert states(talking) == ("busy", "ready")


def test_a_question_that_waits_leaves_its_line(talking):
    talking.not_ready("bea")
    talking.consult("one", "stocks", as_="ask")
    assert talking.end_consult("one") == [Ended("ask", None, "consult over")]
    assert talking.waiting() == 0
    assert talking.ready("bea") == []


def test_the_customer_is_handed_over_and_keeps_its_identifier(asking):
    assert asking.hand_over("one") == [
        Ended("ask", "bea", "handed over"),
        Ended("one", "ana", "handed over"),
        Bound("one", "bea", "handed over"),
    ]
    assert states(asking) == ("wrap_up", "busy")
    assert asking.finish("one", "sold") == [Ended("one", "bea", "sold")]
    assert asking.offer("ask", "stocks") == [Queued("ask")]


def test_a_conference_is_handed_over_too_and_without_wrap_up_the_agent_is_free(asking):
    asking.conference("one")
    asking.offer("two", "regular")
    assert kinds(asking.hand_over("one", wrap_up=False))[2:] == [
        ("bound", "one", "bea"),
        ("offered", "two", "ana"),
    ]


def test_when_the_customer_hangs_up_the_consult_is_over_and_wrap_up_follows(asking):
    assert asking.hang_up("one") == [Ended("ask", "bea", "consult over"), Ended("one", "ana", "hung up")]
    assert states(asking) == ("wrap_up", "ready")


@pytest.mark.parametrize("joined", [False, True])
def test_when_the_other_agent_leaves_the_customer_is_on_hold_or_goes_on_talking(asking, joined):
    if joined:
        asking.conference("one")
    assert asking.finish("ask", wrap_up=False) == [Ended("ask", "bea", "resolved")]
    assert states(asking) == ("busy" if joined else "hold", "ready")
    assert asking.transfer("one", "stocks") == [Ended("one", "ana", "transferred"), Offered("one", "bea")]


def test_whoever_asks_takes_nothing_beside_it(tmp_path, clock, scenario):
    told = scenario.replace("channels", {"voice": {"capacity": 2}})
    engine = RoutingEngine(told, clock, auto_accept=True)
    engine.log_in("bea", group="desk")
    engine.ready("bea")
    engine.offer("one", "regular")
    assert engine.consult("one", "stocks") == [Queued("one/consult")]
    assert engine.offer("two", "regular") == [Queued("two")]
    assert kinds(engine.end_consult("one")) == [("ended", "one/consult", None), ("bound", "two", "bea")]
