"""Thresholds, weights, policies and skills are set while a simulation of simple contacts runs: they hold at once."""

import re

import pytest
import simpy

from acd import SimpyCentre
from acd.build import Keep
from acd.errors import CommandError
from acd.scenario import parse
from tests.runs import HOUR, legs

CENTRE = """
name: two categories
calendar: {open: "08:00-12:00"}
categories:
  red: {handle: {dist: constant, value: 5m}}
  blue: {handle: {dist: constant, value: 5m}}
"""


def played(agents, *acts, more=""):
    """Run a centre; at minutes after 08:00 either a contact of a category comes or something is done.

    Return when each contact was bound, None for never, and by which agent.
    """
    env = simpy.Environment()
    centre = SimpyCentre(
        env, parse(CENTRE + agents + more, name="two.yaml"), keep=Keep(log=True, commands=True)
    )
    simple = not centre.run.tables["rules"]["shared"][0]

    def process():
        for minute, act in acts:
            yield env.timeout(8 * HOUR + 60 * minute - env.now)
            if isinstance(act, str):
                centre.inject(act)
            else:
                act(centre)

    env.process(process())
    env.run(until=centre.end)
    assert simple != ("estimated_wait" in more), "another way through the core than the test is about"
    return legs(centre.logs(), "bound", "agent")


def threshold(group, category, **values):
    return lambda centre: centre.set_threshold(group, category, **values)


def weight(group, category, **values):
    return lambda centre: centre.set_weight(group, category, **values)


ONE = "agents: {g: {count: 1, authorised: [red, blue]}}\n"
TWO = "agents: {g: {count: 2, authorised: [red, blue]}}\n"
THREE = "agents: {g: {count: 3, authorised: [red, blue]}}\n"
NOBODY = (None, -1)


def test_a_group_takes_a_category_only_above_so_many_from_the_change_on():
    # the ready agent is kept from the first; with the second two wait, and the first goes, alone
    found = played(ONE, (10, threshold("g", "red", above=1)), (20, "red"), (30, "red"), (40, "blue"))
    assert found == [(30, 0), NOBODY, (40, 0)]


def test_whoever_waits_goes_at_once_when_the_threshold_is_set_back_to_nothing():
    acts = [(10, threshold("g", "red", above=9)), (20, "red"), (21, "red"), (22, "red"), (23, "red")]
    found = played(THREE, *acts, (40, threshold("g", "red", above=0)))
    # all three have been ready since 08:00; the fourth waits for the first who is free again
    assert found == [(40, 0), (40, 1), (40, 2), (45, 0)]


def test_a_threshold_set_lower_lets_as_many_go_as_leaves_no_more_than_it_waiting():
    acts = [(10, threshold("g", "red", above=9)), *((20 + n, "red") for n in range(4))]
    found = played(THREE, *acts, (40, threshold("g", "red", above=2)))
    assert found == [(40, 0), (40, 1), NOBODY, NOBODY]


def test_a_threshold_of_one_group_leaves_the_others_as_they_were():
    agents = "agents: {g: {count: 1, authorised: [red, blue]}, h: {count: 1, authorised: [red]}}\n"
    found = played(agents, (10, threshold("g", "red", above=1)), (20, "red"), (21, "red"), (22, "red"))
    # h takes the first; of the two others g takes one as soon as both wait, h the last
    assert found == [(20, 1), (22, 0), (25, 1)]


def test_agents_are_kept_ready_for_the_other_category_from_the_change_on():
    acts = [(10, threshold("g", "red", keep_free=1)), (20, "red"), (21, "red"), (22, "blue")]
    # the first leaves one ready, who takes blue alone; at 25 nobody else is ready, at 27 somebody is
    assert played(TWO, *acts) == [(20, 0), (27, 1), (22, 1)]


def test_whoever_was_kept_goes_at_once_when_nobody_is_kept_any_more():
    acts = [(10, threshold("g", "red", keep_free=2)), (20, "red"), (21, "red"), (22, "red")]
    assert played(TWO, *acts, (30, threshold("g", "red", keep_free=0))) == [(30, 0), (30, 1), (35, 0)]


def test_a_weight_set_while_contacts_wait_counts_for_whoever_is_free_next():
    rule = "routing: {choose_contact: weighted_wait}\n"
    acts = [(10, "red"), (11, "red"), (12, "blue")]
    # at 15 the second red has waited 240 s, blue 180 s
    assert played(ONE, *acts, more=rule) == [(10, 0), (15, 0), (20, 0)]
    heavy = (13, weight("g", "blue", weight=61.0))
    assert played(ONE, *acts, heavy, more=rule) == [(10, 0), (20, 0), (15, 0)]
    light = (13, weight("g", "blue", weight=59.0))
    assert played(ONE, *acts, light, more=rule) == [(10, 0), (15, 0), (20, 0)]


def test_a_weight_set_while_agents_are_ready_counts_for_whoever_comes_next():
    agents = "agents: {g: {count: 1, authorised: [red, blue]}, h: {count: 1, authorised: [red]}}\n"
    rule = "routing: {choose_agent: weighted_idle}\n"
    acts = [(10, "red"), (20, "red"), (21, weight("g", "red", weight=2.0)), (30, "red")]
    before = (5, weight("h", "red", weight=1.0))
    assert played(agents, before, *acts, more=rule) == [(10, 1), (20, 1), (30, 0)]


def test_the_greatest_need_cannot_begin_where_waits_were_not_estimated():
    def begin(centre):
        said = "set_routing: greatest_need goes by estimated waits, which have not been kept from the start of this"
        with pytest.raises(CommandError, match=re.escape(said)):
            centre.set_routing(choose_contact="greatest_need")

    # the rule stays as it was: the longest wait
    assert played(ONE, (10, "red"), (11, "red"), (12, "blue"), (13, begin)) == [(10, 0), (15, 0), (20, 0)]


def test_the_greatest_need_begins_where_waits_are_estimated():
    acts = [(10, "red"), (11, "red"), (12, "blue"), (13, "blue")]
    estimated = "routing: {estimated_wait: queue_length}\n"
    assert played(ONE, *acts, more=estimated) == [(10, 0), (15, 0), (20, 0), (25, 0)]
    # at 15 two blue ones are estimated to wait 10 min, the red one 5 min, more than the 4 min so far; at 20 the red one
    # has waited 9 min, the blue one 7 min
    begin = (14, lambda centre: centre.set_routing(choose_contact="greatest_need"))
    assert played(ONE, *acts, begin, more=estimated) == [(10, 0), (20, 0), (15, 0), (25, 0)]


def with_own_skills(centre):
    """Let each of two agents alone know what one of the categories requires."""
    for category, agent, skill in (("red", "g 1", "spanish"), ("blue", "g 2", "stocks")):
        centre.set_requires(category, {skill: 1})
        centre.set_skills(agent, {skill: 1})


def test_who_was_kept_takes_what_only_they_may_once_another_with_own_skills_is_ready():
    acts = [(5, with_own_skills), (6, threshold("g", "red", keep_free=1)), (10, "blue"), (12, "red")]
    assert played(TWO, *acts) == [(10, 1), (15, 0)]
    # nobody is kept: it goes at once
    assert played(TWO, *acts, (13, threshold("g", "red", keep_free=0))) == [(10, 1), (13, 0)]
