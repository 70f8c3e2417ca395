"""Keys that promise that nobody starves, and some that do not: one waits, others keep coming faster than served."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acd.live import RoutingEngine
from acd.scenario import CONTACT_POLICIES, parse

TEXT = """
acd: 1
name: more work than agents
categories:
  slow: {{handle: {{dist: constant, value: 1}}, service_level: {{share: 80%, within: 20s}}}}
  quick: {{handle: {{dist: constant, value: 1}}, service_level: {{share: 80%, within: 5s}}, priority: 3}}
agents:
  desk: {{count: 1, authorised: [quick, slow]}}
routing: {{choose_contact: [{keys}]{more}}}
"""
POINT, POINTS, WITHIN = 5, 5, 20
RATE = 5
"""Seconds a point of priority is worth, points at most, the longest target; how many come in a second at most."""
BEFORE = 10
"""How many wait already, and for how many seconds, when the one comes who may starve."""
MOST = RATE * (POINT * POINTS + WITHIN) + BEFORE + 2
"""After so many seconds, in each of which one contact is served, whoever is still waiting starves."""
PROMISING = [key for key, policy in CONTACT_POLICIES.items() if policy.promise]


def served_after(keys, coming, text=TEXT):
    """Return after how many contacts the one that waited at first is served, None when it never is."""
    now = [0.0]
    more = ", ageing: {per_point: 5s}" if "aged_priority" in keys else ""
    engine = RoutingEngine(
        parse(text.format(keys=keys, more=more)), lambda: now[0], agents={"ana": "desk"}, auto_accept=True
    )
    engine.log_in("ana")
    engine.ready("ana")
    engine.offer("in hand", "quick")
    for n in range(BEFORE):
        engine.offer(f"before {n}", "quick", priority=1)
    now[0] = float(BEFORE)
    engine.offer("the one", "slow", priority=0)
    held, n = "in hand", 0
    for second in range(MOST):
        now[0] += 1.0
        for category, priority in coming[second % len(coming)]:
            n += 1
            engine.offer(f"{n}", category, priority=priority)
        taken = engine.finish(held, wrap_up=False)[-1]
        if taken.contact == "the one":
            return second
        held = taken.contact
    return None


crowds = st.lists(
    st.tuples(st.sampled_from(["quick", "slow"]), st.integers(0, POINTS)), min_size=1, max_size=3
)


@pytest.mark.parametrize("key", PROMISING)
@settings(max_examples=5)
@given(coming=st.lists(crowds, min_size=1, max_size=4), data=st.data())
def test_under_a_key_that_promises_it_nobody_starves(key, coming, data):
    others = st.sampled_from(
        [other for other in ("priority", "category_order", "longest_wait") if other != key]
    )
    keys = ", ".join([key, *data.draw(st.lists(others, max_size=2, unique=True))])
    assert served_after(keys, [*coming, [("quick", POINTS), ("quick", 1)]]) is not None


@pytest.mark.parametrize(
    "keys", ["priority", "category_order", "priority, longest_wait", "relative_wait", "greatest_need"]
)
def test_under_other_keys_one_may_wait_as_long_as_others_come(keys):
    assert served_after(keys, [[("quick", 1), ("quick", 1)]]) is None


CHATS = """
acd: 1
name: chats between which no call fits
channels: {chat: {capacity: 2}, voice: {}}
categories:
  chats: {channel: chat, handle: {dist: constant, value: 1}}
  calls: {channel: voice, handle: {dist: constant, value: 1}}
agents:
  desk: {count: 1, authorised: [chats, calls]}
routing: {choose_contact: [longest_wait]}
"""


def test_lack_of_room_is_stronger_than_a_promise():
    engine = RoutingEngine(parse(CHATS), lambda: 0.0, agents={"ana": "desk"}, auto_accept=True)
    engine.log_in("ana")
    engine.ready("ana")
    for contact, category in (("0", "chats"), ("1", "chats"), ("call", "calls")):
        engine.offer(contact, category)
    for n in range(100):
        engine.offer(f"{n + 2}", "chats")
        assert engine.finish(f"{n}", wrap_up=False)[-1].contact == f"{n + 2}"
    engine.finish("100", wrap_up=False)
    assert engine.finish("101", wrap_up=False)[-1].contact == "call"


def test_a_wait_of_no_weight_promises_nothing():
    rule = parse(TEXT.format(keys="weighted_wait", more="")).replace(
        "agents.desk.authorised", {"quick": {"weight": 1, "wait_weight": 0}, "slow": {"wait_weight": 0}}
    )
    engine = RoutingEngine(rule, lambda: 0.0, agents={"ana": "desk"}, auto_accept=True)
    engine.log_in("ana")
    engine.ready("ana")
    for contact, category in (("0", "quick"), ("the one", "slow"), ("1", "quick")):
        engine.offer(contact, category)
    for n in range(MOST):
        engine.offer(f"{n + 2}", "quick")
        assert engine.finish(f"{n}", wrap_up=False)[-1].contact == f"{n + 1}"
