"""The router decides as the plain one: on the commands of simulations, and on any commands in any order."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acd.scenario import parse
from tests.reference.both import Replay, core_logs, difference, rows
from tests.reference.commanded import Commanded
from tests.reference.told_changes import CHANGES
from tests.strategies import routing, scenarios

CENTRE = {
    "acd": 1,
    "name": "three groups, three categories",
    "categories": {
        "a": {"handle": {"dist": "constant", "value": 60}, "max_queue": 2, "requires": {"french": 2}},
        "b": {"handle": {"dist": "constant", "value": 60}, "priority": 1, "age_credit": 2},
        "c": {"handle": {"dist": "constant", "value": 60}, "requires": {"french": 1, "stocks": 1}},
    },
    "tiers": {"gold": {"share": 0.1, "age_credit": 3}, "silver": {"share": 0.1, "priority": 2}},
    "agents": {
        "one": {"count": 2, "authorised": ["a", "b"], "skills": {"french": 2}},
        "two": {"count": 2, "authorised": ["c", "b", "a"], "skills": {"french": 3, "stocks": 1}},
        "three": {"count": 1, "authorised": ["b", "c"], "skills": {"french": 1, "stocks": 4}},
    },
}
MIXED = {
    "channels": {"voice": {}, "chat": {"capacity": 3}, "email": {"capacity": 2, "interrupted_by": ["voice"]}},
    "categories": {
        "a": CENTRE["categories"]["a"] | {"channel": "chat"},
        "b": CENTRE["categories"]["b"] | {"channel": "voice"},
        "c": CENTRE["categories"]["c"] | {"channel": "email"},
    },
    "agents": {
        "one": CENTRE["agents"]["one"] | {"channels": {"chat": {"capacity": 2}, "voice": {}}},
        "two": CENTRE["agents"]["two"] | {"no_answer": {"probability": 0, "timeout": 3, "not_ready": 1}},
        "three": CENTRE["agents"]["three"] | {"answer": {"dist": "constant", "value": 1}},
    },
}
"""What makes the centre one whose agents hold several contacts, of several channels, some of which ring."""
OFTEN = {
    "offer": 9,
    "call_back": 2,
    "accept": 8,
    "ready": 8,
    "wrapped_up": 3,
    "finish": 2,
    "finish_at_once": 2,
    "log_in": 3,
}
SELDOM = {"hang_up": 1, "not_ready": 1, "log_out": 1, "tick": 1}
TELEPHONE = {
    "consult": 5, "hand_over": 3, "conference": 3, "end_consult": 2, "transfer": 3, "hold": 1, "resume": 1,
    "reject": 1, "ready_for": 1, "wrapped_up_one": 2,
}  # fmt: skip
CHANGED = dict.fromkeys(CHANGES, 1)
VERBS = [verb for verb, often in (OFTEN | SELDOM | TELEPHONE | CHANGED).items() for _ in range(often)]


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("plain")


@st.composite
def commands(draw):
    """Draw a verb, whom it is about, and for an offer what the contact is; times often stand still."""
    verb = draw(st.sampled_from(VERBS))
    priority = st.none() | st.integers(-2, 2)
    hold = st.none() | st.integers(0, 6)
    to = st.integers(0, 2)  # nobody in particular, an agent, a group
    offered = draw(st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 4), priority, hold, to))
    return (
        draw(st.integers(0, 2)),
        verb,
        draw(st.integers(0, 4)),
        draw(st.integers(0, 7) | st.integers(8, 15)),
        offered,
    )


@settings(max_examples=70)
@given(
    rules=routing(),
    more=st.sampled_from([{}, MIXED]),
    told=st.lists(commands(), min_size=60, max_size=150),
    timeout=st.none() | st.integers(0, 4),
    auto_accept=st.booleans(),
    seed=st.integers(0, 9),
)
def test_any_commands_give_the_same_decisions(rules, more, told, timeout, auto_accept, seed, folder):
    scenario = parse(json.dumps(CENTRE | more | {"routing": rules}), folder, "centre.yaml")
    both = Commanded(scenario, seed, timeout, auto_accept)
    for agent in range(len(both.names) - 1):
        both.tell("log_in", agent, 0, None)
        both.tell("ready", agent, 0, None)
    for seconds, verb, agent, contact, offered in told:
        both.seconds += seconds
        engine, plain = both.tell(verb, agent, contact, offered)
        assert engine == plain, verb
        engine, plain = both.seen()
        assert engine == plain, verb


@settings(max_examples=40)
@given(drawn=scenarios(), seed=st.integers(0, 2**40))
def test_commands_of_simulations_give_the_decisions_of_the_core(drawn, seed, folder):
    scenario = drawn.scenario(folder)
    logs = core_logs(scenario, seed)
    assert difference(rows(logs.decisions), Replay(scenario, logs, seed).decisions()) is None
