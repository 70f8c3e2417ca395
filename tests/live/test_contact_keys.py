"""In which order one agent takes who waits, by each key of `choose_contact`: worked by hand."""

import json

import pytest

from acd.live import RoutingEngine
from acd.scenario import CONTACT_POLICIES, parse
from acd.scenario.contact_rules import NOBODY_LEFT_OUT


def centre(keys, *, own=None, within=(20, 20), authorised=None, **routing):
    """Return two categories, red and blue, and a group of one."""
    handle = {"dist": "constant", "value": 60}
    kinds = {
        name: {"handle": handle, "service_level": {"within": seconds}} | (own or {}).get(name, {})
        for name, seconds in zip(("red", "blue"), within, strict=True)
    }
    raw = {
        "name": "x",
        "categories": kinds,
        "tiers": {"gold": {"share": 0, "priority": 2}},
        "agents": {"g": {"count": 1, "authorised": authorised or ["red", "blue"]}},
        "routing": {"choose_contact": keys, **routing},
    }
    return parse(json.dumps(raw))


def served(scenario, offers, ready_at):
    """Return in which order an agent takes contacts who come at times, from a time on, one every second.

    An offer is (seconds, name, category, and what else there is to say).
    """
    now = [0.0]
    engine = RoutingEngine(scenario, lambda: now[0], agents={"ana": "g"}, auto_accept=True)
    for seconds, name, category, *more in offers:
        now[0] = seconds
        engine.offer(name, category=category, **(more[0] if more else {}))
    engine.log_in("ana")
    order = []
    now[0] = ready_at
    found = engine.ready("ana")
    while [one for one in found if one.kind == "bound"]:
        order.append(found[-1].contact)
        now[0] += 1
        found = engine.finish(order[-1], "", wrap_up=False)
    return " ".join(order)


THREE = [(0, "r1", "red"), (4, "b1", "blue"), (8, "r2", "red")]


@pytest.mark.parametrize(
    ("keys", "order"),
    [
        (["last_come"], "r2 b1 r1"),
        (["category_order", "last_come"], "r2 r1 b1"),
        (["longest_queue"], "r1 b1 r2"),
        (["longest_queue", "last_come"], "r2 b1 r1"),
        (["relative_wait"], "r1 b1 r2"),
        (["greatest_need", "last_come"], "r1 b1 r2"),
    ],
)
def test_three_contacts_are_taken_in_the_order_of_the_keys(keys, order):
    assert served(centre(keys), THREE, 100) == order


def test_the_wait_counts_in_units_of_the_service_level():
    scenario = centre(["relative_wait"], within=(100, 10))
    # at 20 s: 20/100, 16/10, 12/100
    assert served(scenario, THREE, 20) == "b1 r1 r2"


def test_the_deadline_that_is_over_first_goes_first():
    # deadlines 30, 34 and 38; with 10 s for blue 14
    assert served(centre(["earliest_deadline"], within=(30, 30)), THREE, 20) == "r1 b1 r2"
    assert served(centre(["earliest_deadline"], within=(30, 10)), THREE, 20) == "b1 r1 r2"


def test_a_tier_may_have_a_service_level_of_its_own():
    scenario = centre(["relative_wait"], within=(100, 100)).replace(
        "tiers.gold.service_level", {"within": 10}
    )
    assert served(scenario, [(0, "plain", "red"), (9, "gold", "red", {"tier": "gold"})], 20) == "gold plain"


def test_priority_grows_by_a_point_for_so_much_of_a_wait():
    offers = [(0, "old", "red"), (50, "gold", "red", {"tier": "gold"})]
    # gold is worth two points: as much as 60 s of waiting
    assert served(centre(["aged_priority"], ageing={"per_point": 20}), offers, 60) == "old gold"
    assert served(centre(["aged_priority"], ageing={"per_point": 30}), offers, 60) == "gold old"
    # a point at most is too little against the two of gold
    capped = centre(["aged_priority"], ageing={"per_point": 20, "at_most": 1})
    assert served(capped, offers, 60) == "gold old"


def test_a_contacts_own_priority_ages_within_its_line_too():
    offers = [(0, "old", "red"), (50, "urgent", "red", {"priority": 3}), (55, "low", "red", {"priority": -9})]
    uncapped = centre(["aged_priority"], ageing={"per_point": 20})
    assert served(uncapped, offers, 60) == "urgent old low"
    # 0 + 1, 3 + 0.5 and -9 + 0.25 points; later the age of all is as large
    capped = centre(["aged_priority"], ageing={"per_point": 20, "at_most": 1})
    assert served(capped, offers, 60) == "urgent old low"
    assert served(capped, offers, 600) == "urgent old low"
    assert served(uncapped, [(0, "old", "red"), (70, "urgent", "red", {"priority": 3})], 80) == "old urgent"


def test_where_no_order_of_a_line_will_do_all_who_wait_are_looked_at():
    offers = [(0, "old", "red"), (50, "urgent", "red", {"priority": 1})]
    rule = centre(["aged_priority"], ageing={"per_point": 20, "at_most": 2})
    assert served(rule, offers, 60) == "old urgent"  # 0 + 2 and 1 + 0.5 points
    assert served(rule, offers, 90) == "urgent old"  # 0 + 2 and 1 + 2
    rule = centre(["weighted_wait", "priority"], authorised={"red": {"wait_weight": 0}, "blue": {}})
    assert served(rule, [(0, "old", "red"), (5, "urgent", "red", {"priority": 1})], 60) == "urgent old"
    rule = centre(["greatest_need", "last_come"], estimated_wait="last_served")
    # what waited 100 s is the estimate for both, of whom the later one goes
    assert served(rule, [(0, "b1", "red"), (90, "r1", "red"), (95, "r2", "red")], 100) == "b1 r2 r1"


def test_a_queue_beyond_its_share_of_all_who_wait_goes_first():
    four = [(0, "r1", "red"), (1, "r2", "red"), (2, "r3", "red"), (3, "b1", "blue")]
    even = centre(["queue_ratio"], queue_ratio={"red": 0.5, "blue": 0.5})
    # red has 3 of 4 and is to have half; then 2 of 3; then 1 of 2 each: the earlier place
    assert served(even, four, 10) == "r1 r2 r3 b1"
    most_red = centre(["queue_ratio"], queue_ratio={"red": 0.9, "blue": 0.1})
    assert served(most_red, four, 10) == "b1 r1 r2 r3"


def test_weights_count_against_seconds_waited():
    def weighted(**red):
        return centre(["weighted_wait"], authorised={"red": red, "blue": {"weight": 10}})

    two = [(0, "r1", "red"), (4, "b1", "blue")]
    assert served(weighted(), two, 20) == "b1 r1"  # 20 and 10 + 16
    assert served(weighted(weight=7), two, 20) == "r1 b1"  # 27 and 26
    assert served(weighted(wait_weight=1.5), two, 20) == "r1 b1"  # 30 and 26
    assert served(weighted(wait_weight=0), two, 20) == "b1 r1"


def test_the_greatest_need_looks_ahead_by_the_estimated_wait():
    scenario = centre(["greatest_need"], within=(20, 20), estimated_wait="queue_length")
    # blue waits shorter, but four of them at 60 s each have longer to wait than one red
    offers = [(0, "r1", "red"), *[(1 + n, f"b{n}", "blue") for n in range(4)]]
    assert served(scenario, offers, 20).split()[0] == "b0"


PROMISED = [key for key, policy in CONTACT_POLICIES.items() if policy.promise == NOBODY_LEFT_OUT]
UNPROMISED = ["priority", "category_order", "last_come", "longest_queue"]


@pytest.mark.parametrize("key", [*PROMISED, *UNPROMISED, "aged_priority", "weighted_wait"])
def test_a_contact_is_passed_over_for_ever_only_by_keys_that_promise_nothing(key):
    """Blue is urgent and comes as fast as it is served, two of it wait, and one red contact hopes for its turn."""
    ageing = {"ageing": {"per_point": 60}} if key == "aged_priority" else {}
    scenario = centre(
        [key],
        own={"blue": {"priority": 3}},
        within=(100, 10),
        authorised={"blue": {"weight": 100}, "red": {}},
        estimated_wait="queue_length",
        **ageing,
    )
    turns = turns_until_served(scenario, 100)
    assert (turns is None) == (key in UNPROMISED)


def turns_until_served(scenario, most):
    """Return after how many others of the other category a contact is served, None when it is not by then."""
    now = [0.0]
    engine = RoutingEngine(scenario, lambda: now[0], agents={"ana": "g"}, auto_accept=True)
    engine.log_in("ana")
    engine.ready("ana")
    engine.offer("b0", category="blue")
    engine.offer("red", category="red")
    engine.offer("b1", category="blue")
    held = "b0"
    for turn in range(2, most):
        now[0] += 10
        engine.offer(f"b{turn}", category="blue")
        held = engine.finish(held, "", wrap_up=False)[-1].contact
        if held == "red":
            return turn
    return None


def test_priority_is_looked_at_only_where_a_key_asks():
    offers = [(0, "old", "red"), (50, "urgent", "red", {"priority": 3})]
    assert served(centre(["last_come"]), offers, 60) == "urgent old"
    assert served(centre(["relative_wait"]), offers, 60) == "old urgent"
    assert served(centre(["longest_queue", "priority"]), offers, 60) == "urgent old"
