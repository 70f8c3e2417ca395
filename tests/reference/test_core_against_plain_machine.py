"""The compiled core leaves the very log of the plain machine: legs and agents' changes, row by row, in order."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acd.core.codes import AgentReason
from acd.scenario import parse
from tests.drawn_keys import ALL_AGENT_KEYS
from tests.drawn_plans import planned
from tests.reference import hard_ones
from tests.reference.both import core_logs, differences, exactly
from tests.strategies import scenarios

AT_CLOSE = ["serve", "turn_away", "carry_over"]
CONTACT_KEYS = ["priority", "longest_wait", "category_order"]
AGENT_KEYS = ["longest_idle", "group_order", "least_occupied", "highest_skill", "lowest_skill", "random"]
SAME = None, None
DEFAULTS = {"at_close": "serve", "agents": "longest_idle", "contacts": "priority, longest_wait"}


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("plain")


def made(text, folder, **left_open):
    (folder / "times.csv").write_text(hard_ones.TIMES)
    return parse(text % (DEFAULTS | left_open), folder, "hard.yaml")


@settings(max_examples=60)
@given(drawn=scenarios(), seed=st.integers(0, 2**40), replication=st.integers(0, 3))
def test_drawn_scenarios_leave_the_same_log(drawn, seed, replication, folder):
    assert differences(exactly(drawn, folder), seed, replication) == SAME


@settings(max_examples=60)
@given(drawn=planned(), seed=st.integers(0, 2**40))
def test_drawn_scenarios_with_routing_plans_leave_the_same_log(drawn, seed, folder):
    assert differences(exactly(drawn, folder), seed) == SAME


@pytest.mark.parametrize("at_close", AT_CLOSE)
@pytest.mark.parametrize(
    "name", ["TIES", "CLOSING", "BREAKS", "STAFFING", "RETURNS", "FULL", "WORKING_DAYS", "DIALLED"]
)
def test_hard_scenarios_leave_the_same_log(name, at_close, folder):
    assert differences(made(getattr(hard_ones, name), folder, at_close=at_close)) == SAME


@settings(max_examples=20)
@given(seed=st.integers(0, 2**40), at_close=st.sampled_from(AT_CLOSE))
def test_full_working_days_leave_the_same_log_for_any_seed(seed, at_close, folder):
    scenario = made(hard_ones.WORKING_DAYS, folder, at_close=at_close)
    assert differences(scenario, seed) == SAME


def test_full_working_days_have_every_reason_in_them(folder):
    reasons = set(core_logs(made(hard_ones.WORKING_DAYS, folder)).changes["reason"].tolist())
    assert reasons >= {*AgentReason} - {AgentReason.NO_ANSWER, AgentReason.FIRST_WORD}


@pytest.mark.parametrize("name", ["TIES", "FULL", "SKILLS", "DIALLED"])
@pytest.mark.parametrize("length", [1, 2, 3])
def test_every_order_of_contact_keys_leaves_the_same_log(name, length, folder):
    for keys in permutations(CONTACT_KEYS, length):
        assert differences(made(getattr(hard_ones, name), folder, contacts=", ".join(keys))) == SAME


@pytest.mark.parametrize("name", ["TIES", "SKILLS", "DIALLED"])
@pytest.mark.parametrize("first", AGENT_KEYS)
def test_every_pair_of_agent_keys_leaves_the_same_log(name, first, folder):
    opposite = {"highest_skill": "lowest_skill", "lowest_skill": "highest_skill"}.get(first)
    for second in {*AGENT_KEYS} - {first, opposite}:
        assert differences(made(getattr(hard_ones, name), folder, agents=f"{first}, {second}")) == SAME


@pytest.mark.parametrize("name", ["TIES", "SKILLS", "DIALLED"])
@pytest.mark.parametrize("first", [key for key in ALL_AGENT_KEYS if key not in AGENT_KEYS])
def test_every_other_agent_key_alone_and_before_another_leaves_the_same_log(name, first, folder):
    for more in ("", ", round_robin"):
        if more[2:] != first:
            assert differences(made(getattr(hard_ones, name), folder, agents=first + more)) == SAME


@settings(max_examples=20)
@given(agents=st.permutations(AGENT_KEYS), contacts=st.permutations(CONTACT_KEYS))
def test_long_lists_of_keys_leave_the_same_log(agents, contacts, folder):
    agents.remove(max("highest_skill", "lowest_skill", key=agents.index))
    assert (
        differences(made(hard_ones.SKILLS, folder, agents=", ".join(agents), contacts=", ".join(contacts)))
        == SAME
    )
