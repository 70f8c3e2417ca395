"""The rules of a routing engine change while it runs: at once, exactly, and nothing else with them."""

from __future__ import annotations

import json
import re

import pytest

from acd.errors import CommandError
from acd.live import RoutingEngine
from acd.scenario import parse
from tests.live.conftest import kinds

CENTRE = {
    "acd": 1,
    "name": "two groups",
    "categories": {
        "plain": {"handle": {"dist": "constant", "value": 60}},
        "spanish": {"handle": {"dist": "constant", "value": 60}, "requires": {"spanish": 2}, "max_queue": 9},
    },
    "tiers": {"gold": {"share": 0.1, "priority": 1}},
    "agents": {
        "one": {"count": 1, "authorised": ["plain", "spanish"]},
        "two": {"count": 1, "authorised": {"spanish": {"handle": 1.1}}, "skills": {"spanish": 2}},
    },
}


@pytest.fixture
def engine(tmp_path, clock):
    made = RoutingEngine(parse(json.dumps(CENTRE), tmp_path, "two.yaml"), clock)
    for agent, group in (("ana", "one"), ("bea", "one"), ("cai", "two")):
        made.log_in(agent, group)
    return made


def test_who_learns_what_a_waiting_contact_requires_gets_it_at_once(engine):
    engine.ready("ana")
    engine.offer("call", "spanish")
    assert kinds(engine.set_skills("ana", {"spanish": 2})) == [("offered", "call", "ana")]


def test_whoever_has_own_skills_goes_by_them_when_the_groups_change(engine):
    engine.ready("ana")
    engine.set_skills("ana", {"spanish": 1})
    engine.offer("call", "spanish")
    assert engine.set_skills(group="one", skills={"spanish": 5}) == []
    assert kinds(engine.set_skills("ana", None)) == [("offered", "call", "ana")]


def test_a_ringing_contact_is_taken_back_from_whoever_may_not_serve_it_any_more(engine):
    engine.ready("cai")
    engine.offer("first", "spanish")
    engine.offer("second", "spanish")
    told = engine.authorise("cai", ["plain"])
    assert kinds(told) == [("rescinded", "first", "cai"), ("requeued", "first", None)]
    assert {decision.reason for decision in told} == {"rules changed"}
    assert engine.state_of("cai") == "ready"
    assert kinds(engine.authorise("cai", None)) == [("offered", "first", "cai")]


def test_a_bound_contact_stays_with_whoever_may_not_serve_it_any_more(engine):
    engine.ready("cai")
    engine.offer("call", "spanish")
    engine.accept("call", "cai")
    assert engine.authorise("cai", ["plain"]) == []
    assert kinds(engine.finish("call", wrap_up=False)) == [("ended", "call", "cai")]


def test_who_is_idle_since_when_is_untouched_by_changes(engine, clock):
    for agent in ("ana", "bea"):
        engine.ready(agent)
        clock.time += 5
    engine.set_skills("ana", {"spanish": 1})
    engine.authorise("ana", ["spanish", "plain"])
    assert kinds(engine.offer("call", "plain")) == [("offered", "call", "ana")]


def test_those_who_wait_are_matched_by_the_idle_longest_and_the_agent_rule(engine, clock):
    for agent in ("bea", "ana"):
        engine.ready(agent)
        clock.time += 5
    for contact, tier in (("early", "standard"), ("gold", "gold"), ("late", "standard")):
        engine.offer(contact, "spanish", tier)
    told = engine.set_requires("spanish", {})
    assert kinds(told) == [("offered", "gold", "bea"), ("offered", "early", "ana")]


def test_priorities_of_categories_tiers_and_contacts_move_those_who_wait(engine):
    for contact, tier in (("usual", "standard"), ("gold", "gold"), ("own", "standard")):
        engine.offer(contact, "plain", tier)
    engine.set_priority(contact="own", priority=3)
    assert kinds(engine.ready("ana")) == [("offered", "own", "ana")]
    engine.set_priority(tier="gold", priority=-1)
    assert kinds(engine.ready("bea")) == [("offered", "usual", "bea")]


def test_an_own_priority_counts_as_soon_as_a_policy_asks_for_it(engine):
    engine.set_routing(choose_contact="longest_wait")
    engine.offer("first", "plain")
    engine.offer("urgent", "plain", priority=5)
    engine.set_priority(category="plain", priority=2)
    engine.set_routing(choose_contact=["priority", "longest_wait"])
    assert kinds(engine.ready("ana")) == [("offered", "urgent", "ana")]


def test_the_same_agents_are_drawn_after_a_change_to_a_random_policy(engine, clock):
    engine.offer("call", "plain")
    engine.set_routing(choose_agent="random")
    slot = engine._desk.slot("test", "call")
    assert engine._desk._tables["contact"]["key"][slot] > 0


def test_agents_log_in_with_skills_and_authority_of_their_own(engine):
    engine.log_in("dee", "two", skills={}, authorised=["plain"])
    engine.ready("dee")
    assert kinds(engine.offer("call", "spanish")) == [("queued", "call", None)]
    assert kinds(engine.offer("other", "plain")) == [("offered", "other", "dee")]


def test_whoever_changes_group_keeps_what_is_their_own(engine):
    engine.set_skills("ana", {"spanish": 9})
    engine.log_out("ana")
    engine.log_in("ana", "two")
    engine.ready("ana")
    assert kinds(engine.offer("call", "plain")) == [("queued", "call", None)]
    assert kinds(engine.offer("hard", "spanish")) == [("offered", "hard", "ana")]


def test_variants_that_nobody_needs_are_used_again(engine):
    for level in range(20):
        engine.set_skills("ana", {"spanish": level})
        engine.set_skills("bea", {"spanish": level})
    assert len(engine._desk.rules.variants) == 2


def test_a_list_of_categories_leaves_the_groups_factors_as_they_are(engine):
    engine.authorise(group="two", categories=["plain", "spanish"])
    assert engine._desk.rules.scenario.agents["two"].authorised["spanish"].handle == 1.1


def test_who_is_idle_longest_names_the_contact_by_the_order_of_the_own_authority(engine, clock):
    engine.set_routing(choose_contact="category_order")
    engine.authorise("bea", ["spanish", "plain"])
    for agent in ("ana", "bea"):
        engine.set_skills(agent, {"spanish": 1})
    engine.ready("bea")
    clock.time += 5
    engine.set_requires("plain", {"spanish": 3})
    engine.offer("first", "plain")
    engine.offer("second", "spanish")
    assert kinds(engine.set_skills("bea", {"spanish": 3})) == [("offered", "second", "bea")]


def test_what_is_counted_for_a_key_is_counted_from_the_change_on(engine, clock):
    engine.ready("ana")
    clock.time += 95
    engine.ready("bea")
    clock.time += 5
    engine.set_routing(choose_agent="least_occupied")
    for contact, agent, length in (("one", "ana", 10), ("two", "bea", 5)):
        engine.offer(contact, "plain")
        engine.accept(contact, agent)
        clock.time += length if contact == "two" else 0
    engine.finish("two", wrap_up=False)
    clock.time += 5
    engine.finish("one", wrap_up=False)
    assert kinds(engine.offer("next", "plain")) == [("offered", "next", "bea")]


def test_many_who_wait_go_to_many_who_are_ready(engine):
    for number in range(300):
        engine.log_in(f"agent {number}", "one")
        engine.ready(f"agent {number}")
    for number in range(9):
        engine.offer(f"call {number}", "spanish")
    told = engine.set_skills(group="one", skills={"spanish": 2})
    assert kinds(told) == [("offered", f"call {number}", f"agent {number}") for number in range(9)]


def test_a_contact_goes_by_its_own_requirements_in_place_of_its_categorys(engine):
    engine.log_in("dee", "one", skills={"spanish": 3})
    for agent in ("ana", "cai"):
        engine.ready(agent)
    assert kinds(engine.offer("hard", "spanish", requires={"spanish": 3})) == [("queued", "hard", None)]
    assert kinds(engine.offer("easy", "spanish", requires={})) == [("offered", "easy", "ana")]
    assert kinds(engine.offer("usual", "spanish")) == [("offered", "usual", "cai")]
    assert kinds(engine.ready("dee")) == [("offered", "hard", "dee")]


def test_contacts_with_their_own_requirements_stand_in_one_order_with_the_others(engine, clock):
    for number, requires in enumerate(({"spanish": 1}, None, {"spanish": 2}, {"spanish": 1}, None)):
        engine.offer(f"call {number}", "spanish", requires=requires)
        clock.time += 1
    assert engine.waiting("spanish") == 5
    engine.ready("cai")
    for number in range(5):
        assert engine.state_of("cai") == "offered"
        told = engine.hang_up(f"call {number}")
        assert kinds(told)[-1] == ("offered", f"call {number + 1}", "cai") or number == 4


def test_the_limit_of_a_queue_counts_contacts_with_their_own_requirements(engine):
    for number in range(9):
        engine.offer(f"call {number}", "spanish", requires={"spanish": 1 + number % 2})
    assert kinds(engine.offer("one more", "spanish")) == [("refused", "one more", None)]


def test_requirements_that_no_contact_has_any_more_leave_room(engine):
    for level in range(20):
        engine.offer("call", "spanish", requires={"spanish": level})
        engine.hang_up("call")
    assert len(engine._desk.rules.views) == 1


def test_attributes_are_found_again_as_long_as_the_contact_is_there(engine):
    engine.offer("call", "plain", attributes={"order": 17})
    assert engine.attributes_of("call") == {"order": 17}
    engine.hang_up("call")
    with pytest.raises(CommandError, match="attributes_of: contact 'call' is not there"):
        engine.attributes_of("call")
    engine.offer("call", "plain")
    assert engine.attributes_of("call") == {}


def test_nothing_of_an_earlier_contact_is_told_of_a_callback_or_a_question_with_its_identifier(engine):
    engine.ready("ana")
    engine.accept(engine.offer("call", "plain")[0].contact, "ana")
    for name in ("back", "call/consult"):
        engine.offer(name, "spanish", attributes={"order": 17})
        engine.hang_up(name)
    engine.call_back("back", "plain")
    engine.consult("call", "spanish")
    assert engine.attributes_of("back") == engine.attributes_of("call/consult") == {}


def test_attributes_that_are_none_are_refused_before_anything_is_changed(engine):
    with pytest.raises(CommandError, match="offer: attributes of contact 'call' are 17; give a mapping"):
        engine.offer("call", "plain", attributes=17)
    assert engine.waiting() == 0


def test_what_a_router_did_not_prepare_for_cannot_begin_while_it_runs(tmp_path, clock):
    planned = CENTRE | {
        "routing": {"steps": {"plain": [{"until": 30, "groups": ["one"]}, {"groups": "all"}]}}
    }
    engine = RoutingEngine(parse(json.dumps(planned), tmp_path, "planned.yaml"), clock)
    with pytest.raises(CommandError, match="offer: contacts cannot require skills of their own"):
        engine.offer("call", "spanish", requires={})
    with pytest.raises(CommandError, match="set_threshold: delays of groups"):
        engine.set_threshold("one", "plain", after="10s")
    engine.log_in("ana", "one")
    engine.ready("ana")
    assert kinds(engine.offer("call", "spanish")) == [("queued", "call", None)]
    assert kinds(engine.set_skills("ana", {"spanish": 2})) == [("offered", "call", "ana")]


def test_thresholds_hold_from_the_change_on(engine):
    engine.authorise("ana", ["plain"])
    engine.set_threshold("one", "plain", above=1)
    engine.ready("ana")
    assert kinds(engine.offer("call", "plain")) == [("queued", "call", None)]
    assert kinds(engine.set_threshold("one", "plain", above=0)) == [("offered", "call", "ana")]


FAULTS = [
    (lambda e: e.set_skills("zoe", {}), "set_skills: agent 'zoe' is unknown; log_in first"),
    (lambda e: e.set_skills(skills={}), "set_skills: name exactly one of agent, group"),
    (lambda e: e.set_skills("ana", {}, group="one"), "set_skills: name exactly one of agent, group"),
    (
        lambda e: e.set_skills("ana", {"spanish": "good"}),
        "set_skills: agent 'ana': skills.spanish: 'good' is not a whole number; give one from 0 to 1000",
    ),
    (
        lambda e: e.set_skills(group="three", skills={}),
        "set_skills: unknown group 'three'; defined: one, two",
    ),
    (
        lambda e: e.authorise("ana", ["plain", "french"]),
        "authorise: unknown category 'french'; defined: plain, spanish",
    ),
    (
        lambda e: e.authorise("ana", ["plain", "plain"]),
        "authorise: agent 'ana': authorised: names 'plain' twice; name each category once",
    ),
    (
        lambda e: e.set_requires("french", {}),
        "set_requires: unknown category 'french'; defined: plain, spanish",
    ),
    (
        lambda e: e.set_priority(category="plain", priority=2000),
        "set_priority: category 'plain': priority: 2000 is out of range; give a whole number from -1000 to 1000",
    ),
    (
        lambda e: e.set_priority(tier="standard", priority=1),
        "set_priority: unknown tier 'standard'; defined: gold",
    ),
    (
        lambda e: e.set_priority(priority=1),
        "set_priority: name exactly one of contact, category, tier",
    ),
    (
        lambda e: e.set_priority(contact="gone", priority=1),
        "set_priority: contact 'gone' is not there; it was never offered or has ended",
    ),
    (
        lambda e: e.set_priority(contact="call", priority=-1001),
        "set_priority: priority -1001 of contact 'call' is out of range; give -1000 to 1000",
    ),
    (
        lambda e: e.set_routing(choose_agent=["longest_idel"]),
        "set_routing: routing: choose_agent[0]: unknown policy 'longest_idel'; did you mean 'longest_idle'? one of:",
    ),
    (
        lambda e: e.set_routing(choose_agent=["matrix"]),
        "set_routing: routing.choose_agent: names `matrix`, but there is none; give routing.matrix, or remove it",
    ),
    (
        lambda e: e.set_routing(choose_contact=["queue_ratio"], queue_ratio={"french": 1}),
        "set_routing: unknown category 'french'; defined: plain, spanish",
    ),
    (
        lambda e: e.set_routing(choose=1),
        "set_routing: routing: unknown key 'choose'; did you mean 'choose_agent'? known keys:",
    ),
    (
        lambda e: e.set_routing(estimated_wait="last_served"),
        "set_routing: routing.estimated_wait cannot change while the router runs; start another one",
    ),
    (
        lambda e: e.set_routing(choose_agent=["matrix"]),
        "set_routing: routing.choose_agent: names `matrix`, but there is none; give routing.matrix, or remove it",
    ),
    (
        lambda e: e.set_routing(choose_contact=["queue_ratio"], queue_ratio={"plain": 0.5, "spansh": 0.5}),
        "set_routing: unknown category 'spansh'; defined: ",
    ),
    (
        lambda e: e.set_weight("two", share=0.5),
        "set_weight: group 'two': without a category give weight, and nothing else",
    ),
    (
        lambda e: e.set_weight("two", weight=-1),
        "set_weight: group 'two': weight: -1 is ",
    ),
    (
        lambda e: e.set_skills(group="two"),
        "set_skills: group 'two': give skills; {} takes all of them away",
    ),
    (
        lambda e: e.set_routing(ring="all"),
        "set_routing: routing.ring cannot change while the router runs; start another one",
    ),
    (
        lambda e: e.set_routing(choose_agent="shortest_handling"),
        "set_routing: shortest_handling has not been counted from the start of this router; start one whose rule names",
    ),
    (
        lambda e: e.authorise("ana", {"plain": {"after": "10s"}}),
        "authorise: agent 'ana', category 'plain': after holds for groups only; leave it out",
    ),
    (
        lambda e: e.set_threshold("two", "plain", keep_free=1),
        "set_threshold: group 'two' is not authorised for 'plain'; authorise it first",
    ),
    (
        lambda e: e.set_threshold("two", "spanish", handle=2),
        "set_threshold: handle is how long or well agents work, not how contacts are routed; leave it out",
    ),
    (
        lambda e: e.offer("x", "spanish", requires={"spanish": -2}),
        "offer: contact 'x': requires.spanish: -2 is out of range; give a whole number from 0 to 1000",
    ),
    (lambda e: e.log_in("eve", "one", skills={"x": -1}), "log_in: agent 'eve': skills.x: -1 is out of range"),
    (lambda e: e.log_in("cai", "two", skills={}), "log_in: agent 'cai' is not ready; log_out first"),
]


@pytest.mark.parametrize(("command", "message"), FAULTS)
def test_a_change_that_cannot_be_says_why_in_one_line_and_changes_nothing(engine, command, message):
    engine.ready("ana")
    engine.offer("call", "spanish")
    rules = engine._desk.rules
    with pytest.raises(CommandError, match=re.escape(message)) as raised:
        command(engine)
    assert "\n" not in str(raised.value)
    assert engine._desk.rules is rules
    assert engine.waiting() == 1
    with pytest.raises(CommandError):
        engine.state_of("eve")
