"""The router decides as the plain one: on the commands of simulations, and on any commands in any order."""

import json
from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acd.scenario import parse
from tests import drawn_plans
from tests.drawn_contact_rules import contact_rule, terms
from tests.drawn_offers import rounds
from tests.reference.both import Replay, core_logs, difference, rows
from tests.reference.commanded import Commanded
from tests.reference.told_changes import CHANGES
from tests.strategies import OWN_RULES, routing, scenarios

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
        "one": {
            "count": 2,
            "authorised": {"a": {"share": 0.7, "weight": 2, "idle_weight": 1}, "b": {"resolution": 0.6}},
            "skills": {"french": 2},
            "weight": 3,
        },
        "two": {
            "count": 2,
            "authorised": {
                "c": {"idle_weight": 0.5},
                "b": {"handle": 0.5, "resolution": 0.4},
                "a": {"share": 0.3},
            },
            "skills": {"french": 3, "stocks": 1},
            "weight": 0.5,
        },
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
    made = tmp_path_factory.mktemp("plain")
    (made / OWN_RULES.name).write_text(OWN_RULES.read_text())
    return made


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


@st.composite
def centres(draw, *, judged=False):
    """Draw a centre of three groups, at times with several contacts in hand, at times with thresholds."""
    names = tuple(CENTRE["categories"])
    rules = draw(routing(names))
    if judged:
        rules = {"choose_agent": rules["choose_agent"]}
        rules |= draw(contact_rule(names, ("some", "ratio", "hard", "hard")))
    raw = CENTRE | draw(st.sampled_from([{}, MIXED])) | {"routing": rules}
    if draw(st.integers(0, 1)) == 0:
        teams = {}
        for team, group in raw["agents"].items():
            own = {name: draw(terms()) for name in group["authorised"]}
            if own.get("a", {}).get("above", 0) >= CENTRE["categories"]["a"]["max_queue"]:
                own["a"]["above"] = 1
            teams[team] = group | {"authorised": own}
        raw |= {"agents": teams}
    return raw


@settings(max_examples=70)
@given(
    raw=centres(),
    offers=st.just({}) | rounds(["a", "b", "c"], st.integers(1, 4)),
    told=st.lists(commands(), min_size=60, max_size=150),
    timeout=st.none() | st.integers(0, 4),
    auto_accept=st.booleans(),
    seed=st.integers(0, 9),
)
def test_any_commands_give_the_same_decisions(raw, offers, told, timeout, auto_accept, seed, folder):
    raw = raw | {"routing": raw["routing"] | offers}
    obey_both(parse(json.dumps(raw), folder, "centre.yaml"), told, timeout, auto_accept, seed)


@st.composite
def centres_with_plans(draw):
    """Draw the centre with routing plans whose steps last a few seconds; contacts may ring at several agents."""
    raw = deepcopy(draw(centres()))
    raw["routing"] |= draw(st.just({}) | rounds(["a", "b", "c"], st.integers(1, 4)))
    for name, channel in (("a", "chat"), ("b", "voice")) if draw(st.booleans()) else ():
        raw["categories"][name] |= {"callback": {"offer_when_wait_exceeds": 0, "accept": 1}} | (
            {"channel": channel} if "channels" in raw else {}
        )
    for team in raw["agents"].values():
        if not isinstance(team["authorised"], dict):
            team["authorised"] = {name: {} for name in team["authorised"]}
    drawn_plans.put_plans(draw, raw, st.integers(0, 12), rich=True)
    return raw


@settings(max_examples=70)
@given(
    raw=centres_with_plans(),
    told=st.lists(commands(), min_size=60, max_size=150),
    timeout=st.none() | st.integers(0, 4),
    auto_accept=st.booleans(),
    seed=st.integers(0, 9),
)
def test_any_commands_give_the_same_decisions_along_routing_plans(
    raw, told, timeout, auto_accept, seed, folder
):
    obey_both(parse(json.dumps(raw), folder, "centre.yaml"), told, timeout, auto_accept, seed)


def obey_both(scenario, told, timeout, auto_accept, seed):
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


@settings(max_examples=200)
@given(
    raw=centres(judged=True),
    waiting=st.lists(
        st.tuples(
            st.integers(0, 4),
            st.sampled_from([1, 1, 1, 0, 2]),
            st.sampled_from([0, 0, 0, 1, 2]),
            st.integers(0, 4),
            st.none() | st.integers(-2, 2),
            st.none() | st.integers(0, 6),
            st.sampled_from([0, 0, 0, 1, 2]),
        ),
        min_size=3,
        max_size=8,
    ),
    agent=st.integers(0, 4),
    later=st.sampled_from([0, 1, 4, 40]),
    auto_accept=st.booleans(),
)
def test_those_who_wait_are_taken_in_the_same_order(raw, waiting, agent, later, auto_accept, folder):
    both = Commanded(parse(json.dumps(raw), folder, "centre.yaml"), 1, None, auto_accept)
    told = [(seconds, "offer", agent, name, what) for name, (seconds, *what) in enumerate(waiting)]
    # two agents of a group, so that one may be kept free
    told += [(later, verb, who, 0, None) for who in (agent, (agent + 1) % 5) for verb in ("log_in", "ready")]
    told += [
        (1, verb, agent, 8, (0, 0, 0, None, None, 0))
        for _ in waiting
        for verb in ("accept", "finish_at_once")
    ]
    for seconds, verb, who, contact, offered in told:
        both.seconds += seconds
        engine, plain = both.tell(verb, who, contact, offered)
        assert engine == plain, verb
        engine, plain = both.seen()
        assert engine == plain, verb


@settings(max_examples=40)
@given(drawn=scenarios(), seed=st.integers(0, 2**40))
def test_commands_of_simulations_give_the_decisions_of_the_core(drawn, seed, folder):
    scenario = drawn.scenario(folder)
    logs = core_logs(scenario, seed)
    assert difference(rows(logs.decisions), Replay(scenario, logs, seed).decisions()) is None


@settings(max_examples=40)
@given(drawn=drawn_plans.planned(), seed=st.integers(0, 2**40))
def test_commands_along_routing_plans_give_the_decisions_of_the_core(drawn, seed, folder):
    scenario = drawn.scenario(folder)
    logs = core_logs(scenario, seed)
    assert difference(rows(logs.decisions), Replay(scenario, logs, seed).decisions()) is None
