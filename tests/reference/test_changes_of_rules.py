"""Rules change while contacts wait: the journal of a simulation, given to a router alone, makes the same decisions."""

import json

import pytest
import simpy
from hypothesis import given, settings
from hypothesis import strategies as st

from acd.build import Keep
from acd.clocks.simpy_clock import SimpyCentre
from acd.errors import CommandError
from acd.log.audit import audit
from acd.log.commands import command_frame
from acd.log.frames import Names
from acd.scenario import parse
from tests.drawn_offers import rounds
from tests.live.replay import Replay as Live
from tests.reference.both import Replay, difference, rows
from tests.reference.commanded import Commanded
from tests.reference.journal import agent_names
from tests.reference.router import Router
from tests.reference.test_router_against_plain_router import centres, centres_with_plans
from tests.reference.told_changes import CHANGES, cannot_change, one_of, tell, told
from tests.runs import frames
from tests.strategies import OWN_RULES, SKILLS, scenarios


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    found = tmp_path_factory.mktemp("plain")
    (found / OWN_RULES.name).write_text(OWN_RULES.read_text())
    return found


@st.composite
def changes(draw):
    """Draw a minute of the first day and a change: what, whom it is about, and three small numbers."""
    numbers = draw(st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 4)))
    return draw(st.integers(470, 800)), draw(st.sampled_from(CHANGES)), draw(st.integers(0, 9)), numbers


def changed(scenario, script, seed):
    """Run a scenario whose rules change; return what it leaves, commands included."""
    env = simpy.Environment()
    centre = SimpyCentre(env, scenario, seed, keep=Keep(log=True, commands=True))
    names = agent_names(Router(scenario))

    def process():
        for minute, verb, about, numbers in script:
            yield env.timeout(60 * minute - env.now)
            if not names and verb in ("skills", "authority"):
                continue
            try:
                tell(centre, told(verb, scenario, one_of(names or [None], about), about, numbers, SKILLS))
            except CommandError as error:
                # a contact waits no longer, or a group is not authorised
                if verb not in ("priority_of_contact", "threshold", "weight") and not cannot_change(error):
                    raise

    env.process(process())
    env.run(until=centre.end)
    return centre.logs(), names


@settings(max_examples=40)
@given(drawn=scenarios(), script=st.lists(changes(), max_size=20).map(sorted), seed=st.integers(0, 2**40))
def test_a_journal_with_changes_gives_the_plain_router_the_same_decisions(drawn, script, seed, folder):
    scenario = drawn.scenario(folder)
    logs, _ = changed(scenario, script, seed)
    assert difference(rows(logs.decisions), Replay(scenario, logs, seed).decisions()) is None


BUSY = (
    ["offer"] * 16 + ["finish_at_once"] * 8 + ["ready"] * 2 + ["accept", "tick", "not_ready"] + [*CHANGES] * 2
)


@st.composite
def busy(draw):
    """Draw a command of a centre in which most of eight contacts wait, and rules change every third time."""
    priority = st.none() | st.integers(-2, 2)
    numbers = draw(
        st.tuples(
            st.integers(0, 2), st.integers(0, 2), st.integers(0, 4), priority, st.none(), st.integers(0, 2)
        )
    )
    about = draw(st.integers(0, 4)), draw(st.integers(0, 7) | st.integers(8, 15))
    return draw(st.integers(0, 2)), draw(st.sampled_from(BUSY)), *about, numbers


@settings(max_examples=100)
@given(
    raw=centres() | centres_with_plans(),
    offers=st.just({}) | st.just({}) | rounds(["a", "b", "c"], st.integers(1, 4)),
    told=st.lists(busy(), min_size=60, max_size=120),
    auto_accept=st.booleans(),
)
def test_changes_while_many_wait_give_the_same_decisions(raw, offers, told, auto_accept, folder):
    raw = raw | {"routing": raw["routing"] | offers}
    both = Commanded(parse(json.dumps(raw), folder, "three.yaml"), 1, 3, auto_accept)
    for agent in range(len(both.names)):
        both.tell("log_in", agent, 0, None)
    for seconds, verb, agent, contact, offered in told:
        both.seconds += seconds
        engine, plain = both.tell(verb, agent, contact, offered)
        assert engine == plain, verb
        engine, plain = both.seen()
        assert engine == plain, verb


CENTRE = """
acd: 1
name: agents differ, and callers wait
calendar: {start: 2026-01-05, days: 1, open: 08:00-14:00}
categories:
  a: {arrivals: {rate: 40/h}, handle: {dist: exponential, mean: 5m}, requires: {spanish: 1}}
  b: {arrivals: {rate: 30/h}, handle: {dist: exponential, mean: 5m}, patience: {dist: exponential, mean: 5m}}
  c: {arrivals: {rate: 10/h}, handle: {dist: exponential, mean: 5m}, requires: {stocks: 2}}
tiers: {gold: {share: 30%, priority: 1, preferred_agent: {who: own}}}
agents:
  north: {count: 3, authorised: [a, b], skills: {spanish: 2}}
  south: {count: 3, authorised: [b, c], skills: {stocks: 2}}
  west: {count: 2, authorised: [c, a, b], skills: {spanish: 1, stocks: 3}}
"""
SIMPLE = "".join(line for line in CENTRE.splitlines(keepends=True) if not line.startswith("tiers"))
"""The same without preferred agents, which the core simulates by its shorter way."""


@settings(max_examples=20)
@given(
    text=st.sampled_from([SIMPLE, CENTRE]),
    script=st.lists(changes(), min_size=5, max_size=25).map(sorted),
    seed=st.integers(0, 2**40),
)
def test_a_journal_with_changes_gives_the_routing_engine_the_same_decisions(text, script, seed, folder):
    scenario = parse(text, folder, "centre.yaml")
    logs, names = changed(scenario, script, seed)
    assert audit(*frames(scenario, logs)) == []
    assert difference(rows(logs.decisions), Replay(scenario, logs, seed).decisions()) is None
    commands = command_frame(logs.commands, logs.decisions, Names.of(scenario, (3, 3, 2)), 0)
    live = Live(scenario, commands, {name: name.split()[0] for name in names}, seed, logs.told)
    assert live.decisions() == list(commands["decisions"])


def test_a_journal_says_which_rules_changed(folder):
    script = [(500, "skills", 4, (0, 0, 3)), (510, "policies", 0, (0, 0, 4))]
    logs, _ = changed(parse(CENTRE, folder, "centre.yaml"), script, 1)
    assert [json.loads(text) for text in logs.told] == [
        {"command": "set_skills", "agent": "south 2", "skills": {"spanish": 3, "stocks": 1}},
        {"command": "set_routing", "choose_agent": ["group_order"], "choose_contact": ["last_come"]},
    ]
