"""Rules become ranks, shifts and bit sets: hand-made scenarios, rows by hand."""

import pytest

from acd.build import build_setup
from acd.build.routing import ALL, PLACE_BITS, PRIORITY_BITS, mask_rows, order_shift, words_for
from acd.core.codes import AgentKey, ContactKey
from acd.core.key_codes import Within
from acd.scenario import parse

HANDLE = "handle: {dist: constant, value: 1}"
TEXT = f"""
name: x
categories:
  a: {{{HANDLE}, requires: {{spanish: 2}}, priority: 1, age_credit: 10s}}
  b: {{{HANDLE}}}
tiers:
  gold: {{share: 20%, priority: 5}}
  silver: {{share: {{b: 30%}}, age_credit: 90s}}
agents:
  one: {{count: 1, authorised: [b, a], skills: {{spanish: 2}}}}
  two: {{count: 2, authorised: [a], skills: {{spanish: 5}}}}
  three: {{count: 0, authorised: [a, b], skills: {{spanish: 1}}}}
routing: {{choose_agent: [POLICIES], choose_contact: [KEYS]}}
"""


def setup(policies="longest_idle", keys="priority, longest_wait"):
    return build_setup(parse(TEXT.replace("POLICIES", policies).replace("KEYS", keys))).arrays


def test_authority_and_skills_say_who_may_serve_what():
    assert setup()["route"]["allowed"].tolist() == [1, 1, 0, 1, 0, 1]
    assert setup()["route"]["skill"].tolist() == [2, 5, 1, 0, 0, 0]


def test_masks_hold_the_same_as_bits():
    arrays = setup()
    assert arrays["category_groups"]["bits"].tolist() == [0b011, 0b101]
    assert arrays["group_lines"]["bits"].tolist() == [0b111111, 0b000111, 0b111000]


def test_masks_of_many_groups_and_lines_have_several_words():
    routes = setup()["route"][:1].repeat(70 * 3)
    masks = mask_rows(routes, 70, 30)
    assert masks["category_groups"]["bits"].tolist() == [2**32 - 1, 2**32 - 1, 2**6 - 1] * 3
    assert masks["group_lines"]["bits"].tolist() == [2**32 - 1, 2**32 - 1, 2**26 - 1] * 70


@pytest.mark.parametrize(("n", "words"), [(0, 1), (1, 1), (32, 1), (33, 2), (64, 2), (65, 3)])
def test_a_bit_set_takes_a_word_for_32_things(n, words):
    assert words_for(n) == words


def test_tiers_replace_priority_and_credit_where_they_have_them():
    lines = setup()["line"]
    assert lines["category"].tolist() == [0, 0, 0, 1, 1, 1]
    assert lines["priority"].tolist() == [1, 5, 1, 0, 5, 0]
    assert lines["credit"].tolist() == [10_000_000, 10_000_000, 90_000_000, 0, 0, 90_000_000]


def test_priorities_count_only_where_the_rule_names_them():
    assert setup(keys="longest_wait")["line"]["priority"].tolist() == [0] * 6


RANKS = [
    ("longest_idle", [0, 0, 0], [0, 0, 0]),
    ("group_order", [0, 1, 2], [0, 0, 0]),
    ("highest_skill", [1, 0, 2], [0, 0, 0]),
    ("lowest_skill, longest_idle", [1, 2, 0], [0, 0, 0]),
    ("longest_idle, highest_skill", [0, 0, 0], [1, 0, 2]),
    ("highest_skill, longest_idle, group_order", [1, 0, 2], [0, 1, 2]),
]


@pytest.mark.parametrize(("policies", "before", "after"), RANKS)
def test_a_groups_own_keys_become_ranks_before_and_after_idle_time(policies, before, after):
    route = setup(policies)["route"]
    assert route["before"][:3].tolist() == before
    assert route["after"][:3].tolist() == after


@pytest.mark.parametrize(
    ("policies", "scan"),
    [("longest_idle", 0), ("group_order", 0), ("group_order, longest_idle", 0), ("random", 1),
     ("longest_idle, least_occupied", 1)],
)  # fmt: skip
def test_only_keys_that_change_while_idle_need_a_look_at_everyone(policies, scan):
    assert setup(policies)["rules"]["scan"][0] == scan


def test_the_keys_are_kept_in_order():
    arrays = setup("random, group_order")
    assert arrays["rules"]["n_keys"][0] == 2
    assert arrays["preference"]["key"].tolist() == [AgentKey.RANDOM, AgentKey.GROUP_ORDER]


def test_category_order_is_the_place_in_the_groups_list():
    assert setup(keys="category_order")["route"]["category_rank"].tolist() == [1, 0, 0, 0, 0, 1]
    assert setup()["route"]["category_rank"].tolist() == [0] * 6


SHIFTS = [
    ("priority", 0, 0),
    ("longest_wait", 0, 0),
    ("priority longest_wait", 0, 0),
    ("longest_wait priority", 1, 0),
    ("category_order", 0, ALL),
    ("category_order longest_wait priority", 1, ALL),
    ("priority category_order", 0, PLACE_BITS),
    ("priority category_order longest_wait", 0, PLACE_BITS),
    ("longest_wait category_order priority", 1, PRIORITY_BITS),
    ("longest_wait category_order", 0, 0),
    ("longest_wait priority category_order", 1, 0),
]


@pytest.mark.parametrize(("keys", "wait_first", "shift"), SHIFTS)
def test_what_is_compared_before_the_categorys_rank(keys, wait_first, shift):
    assert order_shift([ContactKey[key.upper()] for key in keys.split()]) == (wait_first, shift)


WITHIN = [
    ("longest_idle", "FIRST", ""),
    ("group_order, fastest_resolver, percent_allocation", "FIRST", ""),
    ("most_skilled, weighted_idle, longest_idle", "FIRST", ""),
    ("fewest_contacts", "TREE", "fewest_contacts"),
    (
        "group_order, least_talk_time, longest_idle, linear, random",
        "TREE",
        "least_talk_time longest_idle linear",
    ),
    ("longest_idle, round_robin", "TREE", "longest_idle round_robin"),
    ("weighted_idle, fewest_contacts", "EVERYBODY", ""),
    ("fewest_contacts, weighted_idle", "EVERYBODY", ""),
    ("random", "EVERYBODY", ""),
    ("least_occupied_lately, linear", "EVERYBODY", ""),
    ("spare_capacity, fewest_contacts", "TREE", "fewest_contacts"),
]


@pytest.mark.parametrize(("policies", "within", "own"), WITHIN)
def test_keys_that_stay_as_they_are_while_an_agent_is_ready_order_a_tree(policies, within, own):
    arrays = setup(policies)
    assert Within(arrays["rules"]["within"][0]).name == within
    marked = arrays["preference"]["key"][arrays["preference"]["own"] == 1]
    assert " ".join(AgentKey(key).name.lower() for key in marked) == own


@pytest.mark.parametrize(
    ("policies", "counted"), [("longest_idle, random, linear, weighted_idle", 0), ("round_robin", 1)]
)
def test_what_agents_do_is_counted_only_where_a_key_needs_it(policies, counted):
    assert setup(policies)["rules"]["counted"][0] == counted
