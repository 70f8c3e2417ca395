"""What other products call rings, bullseye, penalties, delays and overflow, each written as a routing plan."""

import json

import pytest

from acd.live import RoutingEngine
from acd.scenario import parse
from acd.scenario.own import REGISTERED

ONE = {"handle": {"dist": "constant", "value": 60}}


class Centre:
    """A routing engine whose clock stands where a test puts it."""

    def __init__(self, folder, agents, steps=None, categories=None, **routing):
        self.now = 0.0
        raw = {
            "name": "x",
            "categories": categories or {"a": ONE | {"requires": {"french": 9}}},
            "agents": {name: {"count": 1, "authorised": ["a"]} | more for name, more in agents.items()},
            "routing": ({"steps": {"a": steps}} if steps else {}) | routing,
        }
        scenario = parse(json.dumps(raw), folder)
        self.engine = RoutingEngine(scenario, lambda: self.now, auto_accept=True)
        for name in agents:
            self.engine.log_in(name, group=name)

    def at(self, now):
        """Let it be so late, and return what fell due, in order."""
        found = []
        while (due := self.engine.next_due()) is not None and due <= now:
            self.now = due
            found += [(due, d.kind, d.agent or d.reason) for d in self.engine.tick()]
        self.now = now
        return found


def bound(answers):
    return [(time, agent) for time, kind, agent in answers if kind == "bound"]


def test_a_bullseye_opens_ring_by_ring_to_lower_levels(tmp_path):
    rings = [{"until": 20}, {"until": 40, "relax": {"french": 5}}, {"relax": {"french": 1}}]
    agents = {
        "near": {"skills": {"french": 9}},
        "mid": {"skills": {"french": 5}},
        "far": {"skills": {"french": 1}},
    }
    centre = Centre(tmp_path, agents, rings)
    centre.engine.ready("far")
    assert [d.kind for d in centre.engine.offer("x", "a")] == ["queued"]
    assert bound(centre.at(100)) == [(40, "far")]
    centre.engine.offer("y", "a")
    assert centre.at(110) == []
    centre.engine.ready("near")
    assert centre.engine.waiting() == 0
    centre.engine.offer("z", "a")
    centre.at(131)
    assert [d.kind for d in centre.engine.ready("mid")] == ["bound"]


def test_rings_of_groups_are_each_complete_in_themselves(tmp_path):
    rings = [{"until": 10, "groups": ["one"]}, {"until": 30, "groups": ["two"]}, {"groups": ["one", "three"]}]
    centre = Centre(tmp_path, {"one": {}, "two": {}, "three": {}}, rings, {"a": ONE})
    centre.engine.offer("x", "a")
    centre.at(15)
    assert centre.engine.ready("one") == []  # its ring is over, and not yet open again
    assert bound(centre.at(60)) == [(30, "one")]


def test_penalties_are_delays_of_groups(tmp_path):
    late = {"authorised": {"a": {"after": 15}}}
    centre = Centre(tmp_path, {"first": {}, "second": late}, categories={"a": ONE})
    centre.engine.ready("second")
    centre.engine.offer("x", "a")
    assert bound(centre.at(60)) == [(15, "second")]


def most_urgent(priority):
    return -priority


@pytest.mark.parametrize("key", ["priority", "aged_priority", "urgent"])
def test_a_step_lets_the_contact_be_served_sooner_while_it_lasts(key, tmp_path, monkeypatch):
    monkeypatch.setitem(REGISTERED, "urgent", most_urgent)
    categories = {"a": ONE, "b": ONE | {"priority": 3}}
    centre = Centre(
        tmp_path,
        {"one": {"authorised": ["a", "b"]}},
        [{"until": 10}, {"priority": 5}],
        categories,
        choose_contact=[key],
    )
    centre.engine.offer("x", "a")
    centre.engine.offer("y", "b")
    centre.at(10)
    assert [d.contact for d in centre.engine.ready("one")] == ["x"]


def test_a_priority_of_its_own_says_nothing_in_any_step_where_no_key_names_it(tmp_path):
    centre = Centre(tmp_path, {"one": {}}, [{"until": 10}, {}], {"a": ONE}, choose_contact=["longest_wait"])
    centre.engine.offer("first", "a")
    centre.at(5)
    centre.engine.offer("x", "a", priority=9)
    centre.at(20)
    assert [d.contact for d in centre.engine.ready("one")] == ["first"]


@pytest.mark.parametrize(("others", "kinds"), [(1, ["queued"]), (2, ["queued", "refused"])])
def test_a_queue_that_is_too_long_refuses(others, kinds, tmp_path):
    steps = [{"refuse": True, "when": {"queue_above": 1}}, {}]
    centre = Centre(tmp_path, {"one": {}}, steps, {"a": ONE})
    for number in range(others):
        centre.engine.offer(f"before {number}", "a")
        centre.at(0)
    found = [d.kind for d in centre.engine.offer("x", "a")] + [kind for _, kind, _ in centre.at(0)]
    assert found == kinds
    assert centre.engine.waiting() == min(others + 1, 2)


def test_overflow_keeps_the_place_and_tells_the_category(tmp_path):
    categories = {"a": ONE, "b": ONE}
    agents = {"one": {"authorised": ["a"]}, "two": {"authorised": ["b"]}}
    centre = Centre(tmp_path, agents, [{"until": 30}, {"overflow": "b"}], categories)
    centre.engine.offer("x", "a")
    centre.at(20)
    centre.engine.offer("y", "b")
    assert centre.at(40) == [(30, "requeued", "overflowed")]
    assert centre.engine.category_of("x") == "b"
    assert [d.contact for d in centre.engine.ready("two")] == ["x"]  # it has waited longer


def test_a_priority_given_while_it_waits_goes_with_it_when_it_overflows(tmp_path):
    agents = {"one": {"authorised": ["a"]}, "two": {"authorised": ["b"]}}
    centre = Centre(tmp_path, agents, [{"until": 30}, {"overflow": "b"}], {"a": ONE, "b": ONE})
    centre.engine.offer("first", "b")
    centre.at(10)
    centre.engine.offer("x", "a")
    centre.engine.set_priority(contact="x", priority=5)
    centre.at(50)
    assert [d.contact for d in centre.engine.ready("two")] == ["x"]


def test_overflow_into_a_full_line_does_not_take_place(tmp_path):
    categories = {"a": ONE, "b": ONE | {"max_queue": 0}}
    agents = {"one": {"authorised": ["a"]}, "two": {"authorised": ["b"]}}
    centre = Centre(tmp_path, agents, [{"until": 30}, {"overflow": "b"}], categories)
    centre.engine.offer("x", "a")
    assert centre.at(40) == []
    assert centre.engine.category_of("x") == "a"


def test_a_callback_is_offered_and_the_contact_waits_on(tmp_path):
    categories = {"a": ONE | {"callback": {"offer_when_wait_exceeds": 600, "accept": 1}}}
    centre = Centre(tmp_path, {"one": {}}, [{"until": 30}, {"callback": True}], categories)
    centre.engine.offer("x", "a")
    assert centre.at(40) == [(30, "callback", "")]
    assert centre.engine.waiting() == 1


def test_a_step_that_falls_due_while_it_rings_begins_once_it_waits_again(tmp_path):
    steps = [{"until": 5, "groups": ["one"]}, {"groups": ["two"]}]
    ringing = {"one": {"no_answer": {"probability": 0.1, "timeout": 20, "not_ready": 60}}, "two": {}}
    centre = Centre(tmp_path, ringing, steps, {"a": ONE})
    centre.engine.ready("one")
    centre.engine.ready("two")
    assert [d.kind for d in centre.engine.offer("x", "a")] == ["offered"]
    assert bound(centre.at(30)) == [(20, "two")]


def test_a_preferred_agent_has_it_once_the_step_allows_it(tmp_path):
    steps = [{"until": 10, "groups": ["one"]}, {}]
    centre = Centre(tmp_path, {"one": {}, "two": {}}, steps, {"a": ONE})
    centre.engine.offer("x", "a", preferred="one", hold=30)
    centre.engine.ready("two")
    assert centre.at(20) == [(10, "requeued", "next step")]  # held still, for the other one
    assert [d.contact for d in centre.engine.ready("one")] == ["x"]


def test_a_matrix_ranks_agents_and_contacts_and_delays(tmp_path):
    (tmp_path / "m.csv").write_text("category,one,two\na,2,1@10\nb,1,\n")
    categories = {"a": ONE, "b": ONE}
    agents = {"one": {"authorised": ["a", "b"]}, "two": {"authorised": ["a", "b"]}}
    keys = {"choose_agent": ["matrix"], "choose_contact": ["matrix", "longest_wait"]}
    centre = Centre(tmp_path, agents, None, categories, matrix={"file": "m.csv"}, **keys)
    centre.engine.ready("two")
    centre.engine.offer("x", "a")
    centre.engine.offer("y", "b")
    assert bound(centre.at(10)) == [(10, "two")]
    centre.engine.offer("z", "a", waited=60)
    assert [d.contact for d in centre.engine.ready("one")] == ["y"]  # rank before wait
