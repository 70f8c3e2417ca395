"""What agents are compared by is counted as it happens: one agent's morning, by hand; and groups by their shares."""

import pytest

from acd import RoutingEngine
from acd.scenario import parse

CENTRE = """
name: x
categories: {a: {handle: {dist: constant, value: 60}}, b: {handle: {dist: constant, value: 60}}}
agents:
  one: {count: 3, %s authorised: %s}
  two: {count: 3, %s authorised: %s}
routing: {choose_agent: [%s], window: 20s}
"""


class Morning:
    """A router whose agents are ready from second 0 on; contacts are numbered through."""

    def __init__(self, keys, agents="ana bob", one="[a, b]", two="[a, b]", more=("", "")):
        text = CENTRE % (more[0], one, more[1], two, keys)
        self.seconds = 0.0
        names = {name: "two" if name.isupper() else "one" for name in agents.split()}
        self.engine = RoutingEngine(parse(text), lambda: self.seconds, agents=names, auto_accept=True)
        for name in names:
            self.engine.log_in(name)
            self.engine.ready(name)
        self.n = 0

    def offer(self, category="a"):
        """Return who gets the next contact."""
        self.n += 1
        return self.engine.offer(str(self.n), category, key=self.n)[0].agent

    def serve(self, talk, wrap_up=0, category="a"):
        """Return who gets the next contact, and let that agent handle it at once."""
        who = self.offer(category)
        self.seconds += talk
        self.engine.finish(str(self.n), wrap_up=bool(wrap_up))
        self.seconds += wrap_up
        if wrap_up:
            self.engine.wrapped_up(who)
        return who


def test_fewest_contacts_counts_those_bound_since_log_in():
    morning = Morning("fewest_contacts")
    assert [morning.serve(1) for _ in range(4)] == ["ana", "bob", "ana", "bob"]
    morning.engine.log_out("bob")
    morning.engine.log_in("bob")
    morning.engine.ready("bob")
    assert [morning.serve(1) for _ in range(3)] == ["bob", "bob", "ana"]


def test_talk_time_is_without_wrap_up_and_handling_with_it():
    talk, handling = (Morning(key) for key in ("least_talk_time", "shortest_handling"))
    for morning in (talk, handling):
        assert morning.serve(10, 20) == "ana"
        assert morning.serve(15) == "bob"
    assert (talk.offer(), handling.offer()) == ("ana", "bob")


def test_shortest_handling_takes_the_mean_and_puts_those_first_who_have_none():
    morning = Morning("shortest_handling", "ana bob eve")
    assert [morning.serve(talk) for talk in (30, 20, 40)] == ["ana", "bob", "eve"]
    assert morning.serve(50) == "bob"
    assert morning.serve(36) == "ana"
    # ana 33, bob 35, eve 40
    assert morning.serve(1) == "ana"


def test_lately_forgets_what_was_before_the_half_window_before():
    morning = Morning("least_occupied_lately")  # halves of ten seconds
    assert morning.serve(8) == "ana"
    assert morning.offer() == "bob"
    morning.seconds = 9
    morning.engine.finish("2", wrap_up=False)
    morning.seconds = 19
    assert morning.offer() == "bob"  # one second of 19, ana eight
    morning.engine.finish("3", wrap_up=False)
    morning.seconds = 20
    assert morning.offer() == "ana"  # from second 10 on nobody worked; ana is idle since second 8


def test_turns_are_taken_by_category_also_when_nobody_was_free():
    morning = Morning("round_robin", "ana bob eve")
    assert [morning.serve(1) for _ in range(4)] == ["ana", "bob", "eve", "ana"]
    assert morning.serve(1, category="b") == "ana"
    assert [morning.offer() for _ in range(3)] == ["bob", "eve", "ana"]
    assert morning.offer() is None
    morning.engine.finish("7", wrap_up=False)  # eve takes the one that waited
    assert morning.engine.state_of("eve") == "busy"
    for contact in ("6", "8"):
        morning.engine.finish(contact, wrap_up=False)
    assert morning.offer() == "ana"


def test_linear_begins_at_the_first_agent_always():
    morning = Morning("linear", "ana bob")
    assert [morning.serve(1) for _ in range(3)] == ["ana"] * 3


def test_percent_allocation_keeps_groups_at_their_shares_by_category():
    morning = Morning("percent_allocation", "ana BOB", "{a: {share: 75%}, b: {}}", "{a: {share: 25%}, b: {}}")
    got = [morning.serve(1) for _ in range(8)]
    assert (got.count("ana"), got.count("BOB")) == (6, 2)
    assert got[:4].count("BOB") == 1
    assert [morning.serve(1, category="b") for _ in range(4)].count("BOB") == 2


def test_weights_of_idle_time_add_to_weights_of_groups():
    morning = Morning(
        "weighted_idle", "ana BOB", "{a: {weight: 10, idle_weight: 1}, b: {}}", "{a: {idle_weight: 3}, b: {}}"
    )
    morning.seconds = 4.9
    assert morning.offer() == "ana"  # 14.9 against 14.7
    other = Morning(
        "weighted_idle", "ana BOB", "{a: {weight: 10, idle_weight: 1}, b: {}}", "{a: {idle_weight: 3}, b: {}}"
    )
    other.seconds = 5.1
    assert other.offer() == "BOB"


def test_weighted_random_draws_in_proportion_to_weights():
    morning = Morning("weighted_random", "ana BOB", more=("weight: 3,", "weight: 1,"))
    n = 2000
    got = sum(morning.serve(0.001) == "ana" for _ in range(n))
    # of a binomial with 2,000 trials and 0.75, five standard deviations are 97
    assert abs(got - 0.75 * n) < 97


def test_who_has_no_weight_is_drawn_when_nobody_else_is_free():
    morning = Morning("weighted_random", "ana BOB", more=("weight: 0,", ""))
    assert [morning.serve(1) for _ in range(5)] == ["BOB"] * 5
    assert [morning.offer(), morning.offer()] == ["BOB", "ana"]


def test_the_fastest_resolver_settles_most_in_the_least_time():
    # 0.9 in 60 s against 0.5 in 30 s
    morning = Morning(
        "fastest_resolver, longest_idle",
        "ana BOB",
        "{a: {resolution: 90%}, b: {}}",
        "{a: {resolution: 50%, handle: 50%}}",
    )
    assert [morning.serve(1) for _ in range(3)] == ["BOB"] * 3


@pytest.mark.parametrize(("key", "who"), [("most_skilled", "BOB"), ("least_skilled", "ana")])
def test_all_skills_of_a_group_are_added_up(key, who):
    morning = Morning(key, "ana BOB", more=("skills: {x: 5},", "skills: {y: 3, z: 3},"))
    assert [morning.serve(1) for _ in range(3)] == [who] * 3


@pytest.mark.parametrize("key", ["fewest_contacts", "round_robin", "linear", "percent_allocation"])
def test_agents_who_are_added_at_run_time_and_change_groups_are_counted_and_have_their_turns(key):
    morning = Morning(key, "")
    names = [f"agent {n:03d}" for n in range(150)]
    for name in names:
        morning.engine.log_in(name, group="one")
        morning.engine.ready(name)
    for name in names[::2]:
        morning.engine.log_out(name)
        morning.engine.log_in(name, group="two")
        morning.engine.ready(name)
    got = [morning.offer() for _ in names]
    assert sorted(got) == names
    assert morning.offer() is None
    if key in ("round_robin", "linear"):
        assert got == names
    if key == "percent_allocation":
        assert [int(name[-3:]) % 2 for name in got[:6]].count(0) == 3
