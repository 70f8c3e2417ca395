"""Keys are the same for ever; a run that cannot be packed is refused; arrivals and factors become rows."""

import re

import numpy as np
import pytest

from acd.build import Keep, build_setup, new_state
from acd.build.keys import hash_bits, origin_of, seed_words
from acd.build.setup import bits_for
from acd.build.state import check_horizon, make_room
from acd.core.codes import Arrivals, Outcome, Stop
from acd.core.tables import NEVER, NONE, TABLES
from acd.errors import LimitError
from tests.runs import centre, logs_of, traced


def test_keys_are_the_same_for_ever():
    assert hash_bits("acd", 64) == 12800040805382599651
    assert origin_of("category", "regular") == 2241208744
    assert origin_of("group", "regular") == 3315928230
    assert seed_words("world", 1, 0) == (4278150633, 1020293186)
    assert seed_words("routing", 1, 0) == (2967797641, 808536768)


def test_a_run_is_the_same_for_ever():
    logs = logs_of(centre("arrivals: {rate: 60/h}, patience: {dist: exponential, mean: 3m}", "count: 3"))
    assert (len(logs.legs), int(logs.legs["ended"].sum())) == (246, 8941971233485)


def test_an_origin_is_never_that_of_the_scenario_as_a_whole(monkeypatch):
    monkeypatch.setattr("acd.build.keys.hash_bits", lambda _text, _bits: 0)
    assert origin_of("category", "x") == 1


@pytest.mark.parametrize(
    ("n", "bits"), [(0, 1), (1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (1024, 10), (1025, 11)]
)
def test_an_index_takes_as_many_bits_as_it_needs(n, bits):
    assert bits_for(n) == bits


def test_a_run_too_long_for_its_contacts_is_refused_with_a_way_out():
    run = new_state(build_setup(centre("arrivals: {rate: 1/h}", calendar="days: 4000")), 1, 0, Keep())
    message = (
        "calendar.days: 4000 days with 16384 agents or contacts in the centre at once is more than the 3258 days "
        "that fit; shorten the calendar, or give patience or max_queue a limit"
    )
    for _ in range(5):
        make_room(run, Stop.CONTACTS_FULL)
    with pytest.raises(LimitError, match=f"^{re.escape(message)}$"):
        make_room(run, Stop.CONTACTS_FULL)
    assert len(run["contact"]) == 8192


def test_a_table_of_events_grows_by_what_one_event_can_add():
    run = new_state(build_setup(centre()), 1, 0, Keep())
    run["desk"]["waiting"] = 1000
    before = len(run["event"])
    make_room(run, Stop.EVENTS_FULL)
    assert len(run["event"]) == run["capacity"]["events"][0] == 2 * before + 4000


def test_times_are_as_long_as_agents_can_be_told_apart_by():
    planet = np.zeros(1, TABLES["planet"])
    planet["horizon"] = (1 << 49) - 1
    check_horizon(planet, 1)
    planet["horizon"] = 1 << 49
    with pytest.raises(
        LimitError, match=r"calendar.days: 6516 days with 2 agents .* more than the 6516 days that fit"
    ):
        check_horizon(planet, 1)


def test_more_groups_than_the_router_can_rank_are_refused(monkeypatch):
    monkeypatch.setattr("acd.build.routing.MOST_GROUPS", 0)
    with pytest.raises(
        LimitError, match="agents: 1 groups are more than the 0 that the router can put in order; put"
    ):
        build_setup(centre())


def test_groups_that_are_alike_are_not_looked_up():
    alike = [
        build_setup(centre("resolution: 80%", f"count: 1, authorised: {{a: {factors}}}"))
        for factors in ("{}", "{resolution: 80%}", "{handle: 110%}", "{wrap_up: 90%}", "{resolution: 70%}")
    ]
    assert [int(setup.arrays["category"]["alike"][0]) for setup in alike] == [1, 1, 0, 0, 0]


def test_days_that_are_alike_share_their_pieces():
    arrays = build_setup(
        centre("arrivals: {per_interval: [0, 4, 0, 2, 0, 0, 0, 0]}", calendar="days: 3")
    ).arrays
    minute = 60_000_000
    assert arrays["day"].tolist() == [(0, 2, 6.0)] * 3
    assert arrays["piece"].tolist() == [
        (510 * minute, 540 * minute, 0.0, 4.0),
        (570 * minute, 600 * minute, 4.0, 2.0),
    ]


def test_a_trace_is_a_list_of_microseconds(tmp_path):
    arrays = build_setup(traced(tmp_path, 3, 1)).arrays
    assert arrays["trace"]["time"].tolist() == [481 * 60_000_000, 483 * 60_000_000]
    row = arrays["category"][0]
    assert (row["arrivals"], row["first_trace"], row["n_trace"]) == (Arrivals.TRACE, 0, 2)
    assert arrays["day"].tolist() == [(0, 0, 0.0)]


def test_a_category_without_arrivals_has_none():
    arrays = build_setup(centre(calendar="days: 2")).arrays
    assert arrays["category"]["arrivals"][0] == Arrivals.NONE
    assert arrays["day"].tolist() == [(0, 0, 0.0)] * 2


def test_shares_are_cumulative_and_standard_has_the_rest():
    root = "tiers: {gold: {share: 20%}, silver: {share: {a: 30%}}, tin: {share: {}}}\n"
    assert build_setup(centre(root=root)).arrays["share"]["upto"].tolist() == [0.0, 0.2, 0.5, 0.5]


def test_factors_of_a_group_replace_the_categorys_resolution():
    arrays = build_setup(
        centre("resolution: 80%", "count: 1, authorised: {a: {handle: 110%, wrap_up: 50%, resolution: 60%}}")
    ).arrays
    assert arrays["factor"].tolist() == [(1.1, 0.5, 0.6)]
    assert build_setup(centre("resolution: 80%")).arrays["factor"].tolist() == [(1.0, 1.0, 0.8)]


def test_a_group_that_does_not_serve_a_category_has_plain_factors():
    from acd.scenario import parse

    handle = "handle: {dist: constant, value: 1}"
    scenario = parse(
        f"name: x\ncategories:\n  a: {{{handle}, resolution: 0.5}}\n  b: {{{handle}}}\n"
        "agents:\n  g: {count: 1, authorised: [a]}\n  h: {count: 1, authorised: [b]}\n"
    )
    assert build_setup(scenario).arrays["factor"].tolist() == [(1, 1, 0.5)] * 2 + [(1, 1, 1)] * 2


def test_what_a_category_leaves_out_is_none():
    row = build_setup(centre()).arrays["category"][0]
    assert {
        row[key] for key in ("ivr", "patience", "wrap_up", "busyness", "recontact_after", "redial_after")
    } == {NONE}
    assert (row["max_queue"], row["recontact_attempts"], row["redial"]) == (NEVER, 0, 0.0)


def test_state_is_fresh_for_every_run():
    setup = build_setup(centre())
    one, two = (new_state(setup, 1, k, Keep(log=False, commands=True)) for k in range(2))
    one["agent"]["state"] = 3
    assert two["agent"]["state"][0] == 0
    assert one["world"]["seed0"][0] != two["world"]["seed0"][0]
    assert (
        two["rules"]["keep_changes"][0],
        two["rules"]["keep_commands"][0],
        two["planet"]["keep_legs"][0],
    ) == (0, 1, 0)
    assert setup.arrays["rules"]["keep_commands"][0] == 0
    assert np.shares_memory(one["plan"], two["plan"])


def test_patience_too_long_for_the_bits_left_by_more_contacts_never_ends():
    scenario = centre(
        "arrivals: {rate: 3000/h}, patience: {dist: constant, value: 10000d}", calendar="at_close: carry_over"
    )
    logs = logs_of(scenario, commands=False)
    assert set(logs.legs["outcome"]) == {Outcome.ANSWERED, Outcome.CARRIED_OVER}
