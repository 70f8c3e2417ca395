"""Shares and weights of groups: given by all or by none, of either sign where that means something, and "
"not in vain."""

import pytest

from acd.scenario import parse, warnings
from tests.scenario.made import faults

TEXT = """
name: x
categories: {a: {handle: {dist: constant, value: 1}}, b: {handle: {dist: constant, value: 1}}}
agents:
  one: {count: 1, authorised: {a: {%s}, b: {}}%s}
  two: {count: 1, authorised: {a: {%s}, b: {}}}
routing: {choose_agent: [%s]}
"""


def told(one="", own="", two="", keys="percent_allocation, weighted_idle, weighted_random"):
    return faults(TEXT % (one, own, two, keys))


FAULTS = [
    ({"one": "share: 70%"}, "agents.one.authorised.a.share: 0.7 is given, but none for 'a' in two; give "
    "every group that is "
     "authorised for it a share, or none"),
    ({"one": "share: 0", "two": "share: 0"}, "agents.one.authorised.a.share: the shares of 'a' are all 0; "
    "give at least one "
     "group more"),
    ({"one": "share: 120%", "two": "share: 10%"}, "agents.one.authorised.a.share: '120%' is too large; a "
    "share is at most "
     "100%"),
    ({"one": "weight: much"}, "agents.one.authorised.a.weight: 'much' is not a number; write it as 12 or -0.5"),
    ({"one": "weight: -1e10"}, "agents.one.authorised.a.weight: -1e+10 is too large; a weight lies between "
    "-1e+09 and "
     "1e+09"),
    ({"one": "idle_weight: -1"}, "agents.one.authorised.a.idle_weight: -1 is negative; it is 0 or more"),
    ({"own": ", weight: -1"}, "agents.one.weight: -1 is negative; it is 0 or more"),
    ({"own": ", weight: x"}, "agents.one.weight: 'x' is not a number; write it as 12 or 0.5"),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "message"), FAULTS, ids=range(len(FAULTS)))
def test_what_is_at_fault_is_said_with_the_way_out(parts, message):
    assert told(**parts) == [f"f.yaml:5: {message}"]


def test_shares_of_one_category_say_nothing_of_another_and_need_not_add_up():
    assert told(one="share: 0, weight: -3, idle_weight: 0.5", two="share: 5%") == []


VAIN = [
    ("share: 70%", "", "longest_idle", "authorised.a.share: 0.7 changes nothing: choose_agent does not name "
     "percent_allocation; name it there, or remove this"),
    ("weight: 2", "", "random", "authorised.a.weight: 2 changes nothing: choose_agent does not name "
    "weighted_idle, nor choose_contact weighted_wait; name one there, or remove this"),
    ("idle_weight: 2", "", "random", "authorised.a.idle_weight: 2 changes nothing: choose_agent does not "
    "name weighted_idle; name it there, or remove this"),
    ("", ", weight: 2", "random", "weight: 2 changes nothing: choose_agent does not name weighted_random; "
    "name it there, or "
     "remove this"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "own", "keys", "message"), VAIN, ids=["share", "weight", "idle", "lot"])
def test_what_no_key_compares_is_a_warning(one, own, keys, message):
    two = "share: 30%" if "share" in one else ""
    found = [str(fault) for fault in warnings(parse(TEXT % (one, own, two, keys), name="f.yaml"))]
    assert f"f.yaml:5: agents.one.{message}" in found
    every = "percent_allocation, weighted_idle, weighted_random"
    assert warnings(parse(TEXT % (one, own, two, every), name="f.yaml")) == []


def test_a_window_that_nobody_looks_back_through_is_a_warning():
    text = TEXT.replace("[%s]}", "[%s], window: 10m}")
    assert [str(fault) for fault in warnings(parse(text % ("", "", "", "random"), name="f.yaml"))] == [
        "f.yaml:7: routing.window: 10m changes nothing: choose_agent does not name least_occupied_lately; "
        "name it there, "
        "or remove this"
    ]
    assert warnings(parse(text % ("", "", "", "least_occupied_lately"))) == []


@pytest.mark.parametrize("part", ["weight: -2", "wait_weight: 0", "weight: -2, wait_weight: 3"])
def test_weights_on_waiting_are_told_only_where_contacts_are_not_chosen_by_them(part):
    text = TEXT.replace("[%s]}", "[%s], choose_contact: [weighted_wait]}")
    assert warnings(parse(text % (part, "", "", "random"))) == []
    by_wait = [str(one) for one in warnings(parse(TEXT % (part, "", "", "weighted_idle"), name="f.yaml"))]
    assert by_wait == [
        f"f.yaml:5: agents.one.authorised.a.wait_weight: {part[-1]} changes nothing: choose_contact does not name "
        "weighted_wait; name it there, or remove this"
    ] * ("wait_weight" in part)
