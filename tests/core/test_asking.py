"""An agent who asks another one takes nothing more until she is answered, though there is room in her hands."""

import pytest

from acd.log.audit import audit
from acd.scenario import parse
from tests.runs import frames, logs_of

CENTRE = """
name: chats with questions
calendar: {days: 1, open: 08:00-12:00}
channels: {chat: {capacity: 3, slowdown: 20%}}
categories:
  chat:
    channel: chat
    arrivals: {rate: 60/h}
    patience: {dist: exponential, mean: 10m}
    handle: {dist: exponential, mean: 4m}
    wrap_up: {dist: constant, value: 30s}
    HOW
  expert:
    channel: chat
    arrivals: {rate: 6/h}
    handle: {dist: exponential, mean: 3m}
agents:
  first: {count: 3, authorised: [chat, expert]}
  second: {count: 1, authorised: [expert]}
referral_desks: {expert: expert}
"""
WAYS = {
    "question": (
        "path: {ask: {kind: consult, to: expert, chance: 70%, duration: {dist: exponential, mean: 1m}}, handle: }"
    ),
    "conference": "path: {handle: , meet: {kind: conference, to: expert, duration: {dist: constant, value: 60s}}}",
    "referral": (
        "referral: {probability: 60%, to: expert, mode: warm, consult: {duration: {dist: exponential, mean: 30s}, "
        "wait: 3m}}"
    ),
}


def run(way, seed=1):
    """Return the centre in which agents ask each other one way, and its log."""
    scenario = parse(CENTRE.replace("HOW", WAYS[way]))
    return (scenario, *frames(scenario, logs_of(scenario, seed)))


@pytest.mark.parametrize("way", WAYS)
def test_whoever_asks_takes_nothing_more_until_she_is_answered(way):
    scenario, legs, agents = run(way)
    assert (legs["leg"] > 1).sum() > 30
    assert audit(legs, agents, scenario=scenario) == []


@pytest.mark.parametrize("way", WAYS)
def test_nobody_answers_her_own_question(way):
    _, legs, _ = run(way)
    first = legs[legs["leg"] == 1].set_index("contact")["agent"].astype(str)
    asked = legs[(legs["leg"] == 2) & legs["bound"].notna()].set_index("contact")
    joined = first.reindex(asked.index)
    within = asked["joined"] < legs[legs["leg"] == 1].set_index("contact")["ended"].reindex(asked.index)
    assert within.sum() > 10
    assert (joined[within] != asked["agent"].astype(str)[within]).all()


def test_when_she_asks_no_longer_she_takes_at_once_what_waits():
    _, legs, _ = run("question")
    over = legs[(legs["reason"] == "consulted") & legs["bound"].notna()]
    askers = legs[legs["leg"] == 1].set_index("contact")["agent"].astype(str).reindex(over["contact"])
    ends = set(zip(askers, over["ended"], strict=True))
    taken = legs[(legs["leg"] == 1) & legs["bound"].notna() & (legs["bound"] > legs["joined"])]
    at_once = [pair for pair in zip(taken["agent"].astype(str), taken["bound"], strict=True) if pair in ends]
    assert len(at_once) > 5
