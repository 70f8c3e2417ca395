"""Rich scenarios leave the very log of the plain machine: offers that ring, several contacts in hand, paths, desks."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acd.scenario import parse
from tests.reference import hard_ones, rich_hard_ones
from tests.reference.both import core_logs, differences, exactly
from tests.strategies import scenarios

AGENT_KEYS = ["longest_idle", "group_order", "least_occupied", "highest_skill", "lowest_skill", "random"]
SAME = None, None
DEFAULTS = {
    "at_close": "serve",
    "agents": "longest_idle",
    "contacts": "priority, longest_wait",
    "capacity": 1,
    "mode": "cold",
}


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("rich")


def made(name, folder, **left_open):
    (folder / "times.csv").write_text(hard_ones.TIMES)
    return parse(getattr(rich_hard_ones, name) % (DEFAULTS | left_open), folder, "hard.yaml")


@settings(max_examples=100)
@given(drawn=scenarios(rich=True), seed=st.integers(0, 2**40))
def test_drawn_rich_scenarios_leave_the_same_log(drawn, seed, folder):
    assert differences(exactly(drawn, folder), seed) == SAME


@pytest.mark.parametrize("at_close", ["serve", "turn_away", "carry_over"])
@pytest.mark.parametrize("name", ["HOURS", "RINGING", "CHATS", "DESKS"])
def test_rich_hard_scenarios_leave_the_same_log(name, at_close, folder):
    for seed in range(2):
        assert differences(made(name, folder, at_close=at_close), seed) == SAME


@pytest.mark.parametrize("first", AGENT_KEYS)
def test_whoever_is_chosen_among_agents_with_room_the_log_is_the_same(first, folder):
    for second in {"longest_idle", "least_occupied", "random"} - {first}:
        assert differences(made("CHATS", folder, agents=f"{first}, {second}")) == SAME


@pytest.mark.parametrize("keys", ["category_order", "longest_wait, category_order", "priority"])
def test_whatever_is_taken_of_what_fits_the_log_is_the_same(keys, folder):
    assert differences(made("CHATS", folder, contacts=keys)) == SAME


@pytest.mark.parametrize("seed", range(2))
def test_agents_who_ask_and_are_asked_while_they_hold_several_leave_the_same_log(seed, folder):
    assert differences(made("DESKS", folder, capacity=3), seed) == SAME


@pytest.mark.parametrize(("mode", "count"), [("cold", 40), ("warm", 9)])
def test_contacts_referred_without_end_leave_the_same_log(mode, count, folder):
    scenario = made("ROUND", folder, mode=mode, count=count)
    assert differences(scenario) == SAME
    assert core_logs(scenario).legs["leg"].max() == 60
