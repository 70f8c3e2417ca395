"""A contact rings at several agents: the first to accept has it, the others are as before."""

import pytest

from acd.errors import CommandError
from acd.live import RoutingEngine
from acd.scenario import parse

CENTRE = """
name: ring
channels: {voice: {}, chat: {capacity: 3}}
categories:
  call: {handle: {dist: constant, value: 60}, max_queue: 5}
  chat: {handle: {dist: constant, value: 60}, channel: chat}
tiers: {gold: {share: 0%, preferred_agent: {who: last, hold: 1m}}}
agents:
  team: {count: 4, authorised: [call, CHAT]}
routing: {RULE}
"""


class Centre:
    """An engine at seconds of its own, with ana, ben and cem ready, in the order in which they are rung."""

    def __init__(self, rule, agents=("ana", "ben", "cem"), *, chats=False, timeout=None):
        self.now = 0.0
        text = CENTRE.replace("RULE", rule).replace(", CHAT", ", chat" if chats else "")
        text = (
            text
            if chats
            else text.replace(", chat: {capacity: 3}", "").replace(
                "  chat: {handle: {dist: constant, value: 60}, channel: chat}\n", ""
            )
        )
        self.agents = agents
        self.engine = RoutingEngine(parse(text), lambda: self.now, offer_timeout=timeout)
        for name in agents:
            self.engine.log_in(name, group="team")
            self.engine.ready(name)
            self.now += 1

    def __getattr__(self, verb):
        return lambda *args, **more: said(getattr(self.engine, verb)(*args, **more))

    def states(self):
        return [self.engine.state_of(name) for name in self.agents]


def said(decisions):
    """Return decisions as words: what, about which contact, who, why."""
    return [" ".join(filter(None, (d.kind, d.contact, d.agent, d.reason))) for d in decisions]


def test_it_rings_at_the_best_so_many_at_once():
    centre = Centre("ring: 2")
    assert centre.offer("1", "call") == ["offered 1 ana", "offered 1 ben"]
    assert centre.states() == ["offered", "offered", "ready"]
    assert centre.offer("2", "call") == ["offered 2 cem"]
    assert centre.offer("3", "call") == ["queued 3"]


def test_the_first_to_accept_has_it_and_the_others_take_what_waits():
    centre = Centre("ring: all")
    centre.offer("1", "call")
    centre.offer("2", "call")
    assert centre.accept("1", "ben") == [
        "bound 1 ben",
        "rescinded 1 ana answered elsewhere",
        "rescinded 1 cem answered elsewhere",
        "offered 2 ana",
        "offered 2 cem",
    ]
    with pytest.raises(CommandError, match="only the agent to whom it is offered"):
        centre.accept("1", "ana")


def test_who_was_rung_in_vain_is_free_since_the_same_moment_as_before():
    centre = Centre("ring: {call: 2}", agents=("ana", "ben"))
    centre.offer("1", "call")
    centre.now = 50
    centre.log_in("cem", group="team")
    centre.ready("cem")
    centre.now = 60
    centre.accept("1", "ana")
    # ben was free before cem, although cem was never rung
    assert centre.offer("2", "call") == ["offered 2 ben", "offered 2 cem"]


def test_an_offer_that_comes_to_nothing_leaves_the_others_ringing_and_the_next_joins():
    centre = Centre("ring: 2")
    centre.offer("1", "call")
    assert centre.reject("1", "ana") == ["rescinded 1 ana rejected", "offered 1 cem"]
    assert centre.reject("1", "ben") == ["rescinded 1 ben rejected"]
    assert centre.reject("1", "cem") == ["rescinded 1 cem rejected", "requeued 1 rejected"]
    assert centre.engine.waiting() == 1
    assert centre.ready("ben") == ["offered 1 ben"]


def test_it_is_back_at_its_old_place_when_the_last_one_is_gone():
    centre = Centre("ring: 2", agents=("ana",))
    centre.offer("1", "call")
    centre.offer("2", "call")
    centre.reject("1", "ana")
    assert centre.ready("ana") == ["offered 1 ana"]


def test_who_becomes_ready_takes_what_waits_before_joining():
    centre = Centre("ring: 2", agents=("ana",))
    centre.log_in("ben", group="team")
    centre.offer("1", "call")
    assert centre.ready("ben") == ["offered 1 ben"]
    centre.offer("2", "call")
    centre.log_in("cem", group="team")
    assert centre.ready("cem") == ["offered 2 cem"]


def test_all_stop_when_the_customer_hangs_up():
    centre = Centre("ring: all")
    centre.offer("1", "call")
    assert centre.hang_up("1") == [
        "rescinded 1 ana hung up",
        "rescinded 1 ben hung up",
        "rescinded 1 cem hung up",
        "ended 1 hung up",
    ]
    assert centre.states() == ["ready"] * 3


def test_it_rings_at_one_more_each_time_so_long_has_passed():
    centre = Centre("ring: {agents: 1, one_more_after: 10s}")
    begun = centre.now
    assert centre.offer("1", "call") == ["offered 1 ana"]
    assert centre.engine.next_due() == begun + 10
    centre.now = begun + 10
    assert centre.tick() == ["offered 1 ben"]
    centre.now = begun + 20
    assert centre.tick() == ["offered 1 cem"]
    assert centre.engine.next_due() is None  # nobody is left


def test_each_phone_lapses_at_its_own_time():
    centre = Centre("ring: {agents: 1, one_more_after: 10s}", timeout=15.0, agents=("ana", "ben"))
    begun = centre.now
    centre.offer("1", "call")
    centre.now = begun + 10
    centre.tick()
    centre.now = begun + 15
    assert centre.tick() == ["rescinded 1 ana lapsed"]
    centre.now = begun + 25
    assert centre.tick() == ["rescinded 1 ben lapsed", "requeued 1 lapsed"]


def test_whom_the_customer_wants_is_rung_alone():
    centre = Centre("ring: all")
    assert centre.offer("1", "call", preferred="ben") == ["offered 1 ben"]
    assert centre.reject("1", "ben") == [
        "rescinded 1 ben rejected",
        "requeued 1 rejected",
        "offered 1 ana",
        "offered 1 cem",
    ]


def test_nobody_is_rung_beyond_capacity():
    centre = Centre("ring: all", agents=("ana", "ben"), chats=True)
    for number in range(3):
        assert centre.offer(f"chat {number}", "chat") == [
            f"offered chat {number} {name}" for name in ("ana", "ben")
        ]
    assert centre.offer("chat 3", "chat") == ["queued chat 3"]
    assert centre.offer("call", "call") == ["queued call"]
    assert centre.accept("chat 1", "ana") == [
        "bound chat 1 ana",
        "rescinded chat 1 ben answered elsewhere",
        "offered chat 3 ben",
    ]


def test_who_rejects_for_ever_is_not_offered_the_same_contact_for_ever():
    centre = Centre("reoffer: {at_most: 2}", agents=("ana",))
    centre.offer("1", "call")
    centre.reject("1", "ana")
    assert centre.ready("ana") == ["offered 1 ana"]
    centre.reject("1", "ana")
    assert centre.ready("ana") == []
    assert centre.offer("2", "call") == ["offered 2 ana"]
    centre.log_in("ben", group="team")
    assert centre.ready("ben") == ["offered 1 ben"]


def test_an_agent_is_offered_a_contact_again_when_the_time_is_over_and_others_before():
    centre = Centre("reoffer: {same_agent_after: 1m}", agents=("ana",))
    begun = centre.now
    centre.offer("1", "call")
    centre.offer("2", "call")
    centre.reject("1", "ana")
    assert centre.ready("ana") == ["offered 2 ana"]  # behind the one that ana turned down
    centre.hang_up("2")
    assert centre.states() == ["ready"]
    assert centre.engine.next_due() == begun + 60
    centre.now = begun + 60
    assert centre.tick() == ["offered 1 ana"]


def test_a_contact_goes_to_another_agent_although_the_best_has_turned_it_down():
    centre = Centre("reoffer: {same_agent_after: 1h}", agents=("ana", "ben"))
    centre.offer("1", "call")
    assert centre.reject("1", "ana") == ["rescinded 1 ana rejected", "requeued 1 rejected", "offered 1 ben"]
    centre.ready("ana")
    assert centre.reject("1", "ben") == ["rescinded 1 ben rejected", "requeued 1 rejected"]
    assert centre.states() == ["ready", "not_ready"]


def test_a_thousand_agents_can_be_rung_at_once():
    centre = Centre("ring: all", agents=())
    for number in range(1000):
        centre.log_in(f"agent {number}", group="team")
        centre.ready(f"agent {number}")
    assert len(centre.offer("1", "call")) == 1000
    assert len(centre.accept("1", "agent 500")) == 1000
