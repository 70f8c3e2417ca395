"""Thresholds, weights and skills are set while a routing engine runs: whoever may go by the new ones goes at once."""

import pytest

from tests.live.test_thresholds import Centre

BOTH = {"authorised": ["red", "blue"]}


@pytest.fixture(params=[True, False], ids=["bound at once", "offered first"])
def agreed(request):
    return request.param


class Ringing:
    """A centre whose agents answer what is offered as soon as they can, so that both ways of binding say the same."""

    def __init__(self, agents, groups, *, auto_accept, **root):
        self.inner = Centre(agents, groups, auto_accept=auto_accept, **root)
        self.ringing = not auto_accept

    def say(self, verb, *args, **more):
        """Give a command; return what was decided, an offer and its answer as one."""
        found = self.inner.say(verb, *args, **more)
        if not self.ringing:
            return found
        for one in found:
            kind, *pair = one.split()
            if kind == "offered":
                assert self.inner.say("accept", *pair) == [f"bound {' '.join(pair)}"]
        return [one.replace("offered", "bound") for one in found]


def centre(agents, groups=None, *, agreed, **root):
    groups = groups or {"g": BOTH}
    return Ringing({agent: next(iter(groups)) for agent in agents}, groups, auto_accept=agreed, **root)


def test_a_group_takes_a_category_only_above_so_many_from_the_change_on(agreed):
    at = centre(["ana"], agreed=agreed)
    assert at.say("set_threshold", "g", "red", above=1) == []
    assert at.say("offer", "r1", "red") == ["queued r1"]
    # two wait now, and the first goes; the other would leave none
    assert at.say("offer", "r2", "red") == ["bound r1 ana", "queued r2"]
    assert at.say("finish", "r1", wrap_up=False) == ["ended r1 ana"]
    assert at.say("offer", "b1", "blue") == ["bound b1 ana"]


def test_all_who_wait_go_at_once_when_the_threshold_is_set_back_to_nothing(agreed):
    at = centre(["ana", "bob"], agreed=agreed)
    at.say("set_threshold", "g", "red", above=9)
    for contact in ("r1", "r2", "r3"):
        assert at.say("offer", contact, "red") == [f"queued {contact}"]
    assert at.say("set_threshold", "g", "red", above=0) == ["bound r1 ana", "bound r2 bob"]
    assert at.say("finish", "r2", wrap_up=False) == ["ended r2 bob", "bound r3 bob"]


def test_a_threshold_set_lower_lets_as_many_go_as_leaves_no_more_than_it_waiting(agreed):
    at = centre(["ana", "bob", "cyd"], agreed=agreed)
    at.say("set_threshold", "g", "red", above=9)
    for contact in ("r1", "r2", "r3", "r4"):
        at.say("offer", contact, "red")
    assert at.say("set_threshold", "g", "red", above=2) == ["bound r1 ana", "bound r2 bob"]


def test_whoever_was_kept_goes_at_once_when_nobody_is_kept_any_more(agreed):
    at = centre(["ana", "bob"], agreed=agreed)
    at.say("set_threshold", "g", "red", keep_free=1)
    assert at.say("offer", "r1", "red") == ["bound r1 ana"]
    assert at.say("offer", "r2", "red") == ["queued r2"]
    assert at.say("set_threshold", "g", "red", keep_free=0) == ["bound r2 bob"]


def test_a_weight_set_while_contacts_wait_counts_for_whoever_is_ready_next(agreed):
    at = centre(["ana"], agreed=agreed, routing={"choose_contact": "weighted_wait"})
    at.say("offer", "r1", "red")
    for contact, category in (("r2", "red"), ("b1", "blue"), ("b2", "blue")):
        assert at.say("offer", contact, category) == [f"queued {contact}"]
    # the red one waits a second longer than the first blue one, and two longer than the other
    at.say("set_weight", "g", "blue", weight=1.5)
    assert at.say("finish", "r1", wrap_up=False) == ["ended r1 ana", "bound b1 ana"]
    assert at.say("finish", "b1", wrap_up=False) == ["ended b1 ana", "bound r2 ana"]


def test_a_weight_set_while_agents_are_ready_counts_for_whoever_comes_next(agreed):
    groups = {"g": BOTH, "h": BOTH}
    at = Ringing(
        {"ana": "g", "bob": "h"}, groups, auto_accept=agreed, routing={"choose_agent": "weighted_idle"}
    )
    at.say("set_weight", "h", "red", weight=1.0)
    assert at.say("offer", "r1", "red") == ["bound r1 bob"]
    at.say("finish", "r1", wrap_up=False)
    at.say("set_weight", "g", "red", weight=2.0)
    assert at.say("offer", "r2", "red") == ["bound r2 ana"]


def test_who_was_kept_takes_what_only_they_may_once_another_with_own_skills_is_ready(agreed):
    at = centre(["ana", "bob"], {"g": {"authorised": {"red": {"keep_free": 1}, "blue": {}}}}, agreed=agreed)
    for category, agent, skill in (("red", "ana", "spanish"), ("blue", "bob", "stocks")):
        at.say("set_requires", category, {skill: 1})
        at.say("set_skills", agent, {skill: 1})
    assert at.say("offer", "b1", "blue") == ["bound b1 bob"]
    assert at.say("offer", "r1", "red") == ["queued r1"]
    # bob may not take it, but is ready for the blue ones: ana is not kept any more
    assert at.say("finish", "b1", wrap_up=False) == ["ended b1 bob", "bound r1 ana"]


def test_the_greatest_need_begins_while_contacts_wait(agreed):
    at = centre(["ana"], agreed=agreed, routing={"estimated_wait": "queue_length"})
    for contact, category in (("r1", "red"), ("r2", "red"), ("b1", "blue"), ("b2", "blue")):
        at.say("offer", contact, category)
    assert at.say("set_routing", choose_contact="greatest_need") == []
    # two blue ones are estimated to wait 120 s, one of either 60 s
    assert at.say("finish", "r1", wrap_up=False) == ["ended r1 ana", "bound b1 ana"]
    assert at.say("finish", "b1", wrap_up=False) == ["ended b1 ana", "bound r2 ana"]
