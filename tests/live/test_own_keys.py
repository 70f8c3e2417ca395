"""Keys of the user's own in a routing engine: they decide, and a number that is none loses no decision."""

import pytest

import acd
from acd.errors import CommandError
from acd.live import RoutingEngine
from acd.scenario import parse
from acd.scenario.own import REGISTERED
from tests.live.conftest import kinds

TEXT = """
acd: 1
name: one desk
categories:
  regular: {handle: {dist: constant, value: 60s}}
  stocks: {handle: {dist: constant, value: 60s}}
tiers: {gold: {share: 0.1}}
agents:
  desk: {count: 3, authorised: [stocks, regular]}
routing: {choose_agent: [last_known], choose_contact: [gold_last]}
"""


@pytest.fixture
def made(clock):
    before = dict(REGISTERED)

    def engine(agent, contact):
        acd.register("last_known", agent)
        acd.register("gold_last", contact)
        found = RoutingEngine(parse(TEXT), clock, auto_accept=True)
        for name in ("ana", "ben", "cas"):
            found.log_in(name, group="desk")
            found.ready(name)
        return found

    yield engine
    REGISTERED.clear()
    REGISTERED.update(before)


def test_the_smallest_number_is_chosen_first(made):
    engine = made(lambda agent: -agent, lambda tier, priority: tier - priority)
    assert [engine.offer(str(n), "regular")[0].agent for n in range(3)] == ["cas", "ben", "ana"]
    engine.offer("gold", "stocks", tier="gold")
    engine.offer("plain", "regular")
    engine.offer("urgent", "stocks", tier="gold", priority=9)
    order = [engine.finish(str(n), wrap_up=False)[-1].contact for n in range(3)]
    assert order == ["urgent", "plain", "gold"]


def test_a_number_that_is_none_comes_last_and_is_told_once(made):
    engine = made(lambda agent: 1 / (agent - 1) if agent else 7, lambda tier: tier)
    told = "'last_known' returned (inf|nan or failed) for a contact of 'regular' and agent 1 .of 'desk'."
    with pytest.warns(RuntimeWarning, match=told):
        assert kinds(engine.offer("1", "regular")) == [("bound", "1", "cas")]
    assert kinds(engine.offer("2", "regular")) == [("bound", "2", "ana")]
    assert kinds(engine.offer("3", "regular")) == [("bound", "3", "ben")]


def test_a_function_that_asks_about_agents_cannot_choose_contacts_from_now(made):
    engine = made(lambda agent: agent, lambda tier: tier)
    told = "routing.choose_contact.0.: unknown number of 'last_known' 'agent'; it may take: .*; only choose_agent has"
    with pytest.raises(CommandError, match=f"set_routing: {told} it"):
        engine.set_routing(choose_contact=["last_known"])


def test_an_agent_who_is_not_authorised_is_not_asked_about(made):
    made(lambda group: -group, lambda tier: tier)
    asked = parse(TEXT.replace("routing:", "  other: {count: 1, authorised: [stocks]}\nrouting:"))
    engine = RoutingEngine(asked, auto_accept=True)
    for name, group in (("ana", "desk"), ("zoe", "other")):
        engine.log_in(name, group=group)
        engine.ready(name)
    assert engine.offer("1", "regular")[0].agent == "ana"
    assert engine.offer("2", "stocks")[0].agent == "zoe"
