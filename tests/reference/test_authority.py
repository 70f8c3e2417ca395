"""Authority is hard: nobody is ever bound to, or offered, a contact that the group may not handle.

Asked of scenarios with everything drawn at once, three times: of the log and the router's decisions, of the core's own
tables after every single event, and of the plain machine's hands. What agents hold together is looked at as well.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acd.build import Keep, build_setup
from acd.clocks.clock import Run
from acd.core.codes import AgentState, Command, ContactState, Decision, Stop
from tests.reference.both import core_logs
from tests.reference.hands import Hands
from tests.reference.world import World
from tests.strategies import scenarios

SEEDS = st.integers(0, 2**40)
HELD = (ContactState.OFFERED, ContactState.BOUND, ContactState.WRAPPING)


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("authority")


class Authority:
    """Which agents of a scenario may have contacts of which categories, told from the file alone."""

    def __init__(self, scenario):
        self.groups, self.categories = list(scenario.agents.values()), list(scenario.categories)
        self.channels = [part.channel for part in scenario.categories.values()]

    def covers(self, g, k):
        """Say whether group number ``g`` is authorised for category number ``k`` and works its channel."""
        team = self.groups[g]
        works = team.channels is None or self.channels[k] in team.channels
        return self.categories[k] in team.authorised and works


@settings(max_examples=60)
@given(drawn=scenarios(), seed=SEEDS)
def test_every_leg_and_every_decision_is_within_authority(drawn, seed, folder):
    scenario = drawn.scenario(folder)
    authority, logs, group_of = Authority(scenario), core_logs(scenario, seed), World(scenario).router.agents
    groups = [list(scenario.agents).index(agent.group) for agent in group_of]
    for leg in logs.legs:
        assert leg["group"] < 0 or authority.covers(leg["group"], leg["category"]), leg
    waits_as, ends = {}, [*logs.commands["decision"], len(logs.decisions)][1:]
    for command, end in zip(logs.commands, ends, strict=True):
        if command["command"] == Command.OFFER:
            waits_as[int(command["contact"])] = command["category"]
        for decision in logs.decisions[command["decision"] : end]:
            if decision["kind"] in (Decision.OFFERED, Decision.BOUND):
                # only a contact's latest leg can still be waiting for an agent
                category = waits_as[int(decision["contact"])]
                assert authority.covers(groups[decision["agent"]], category), decision


@settings(max_examples=40)
@given(drawn=scenarios(), seed=SEEDS)
def test_after_every_event_what_agents_hold_is_within_authority_and_capacity(drawn, seed, folder):
    scenario = drawn.scenario(folder)
    authority, rules, run = Authority(scenario), Hands(scenario), Run(build_setup(scenario), seed, 0, Keep())
    held, stop = {}, Stop.BUDGET
    while stop != Stop.DONE:
        stop = run.advance(budget=1)
        held = in_hand(run.tables, rich=rules.rich)
        for a, kinds in held.items():
            group = int(run.tables["member"]["group"][a])
            assert all(authority.covers(group, k) for k in kinds), (a, kinds)
            assert within_capacity(
                rules, list(scenario.agents)[group], [authority.channels[k] for k in kinds]
            )


def in_hand(tables, *, rich):
    """Return the categories of the contacts in each agent's hands, the first taken first."""
    agents, contacts, held = tables["agent"], tables["contact"], {}
    for a in range(int(tables["rules"]["n_agents"][0])):
        if not rich and agents["state"][a] not in (AgentState.OFFERED, AgentState.BUSY):
            continue
        found, c = [], int(agents["contact"][a])
        while c >= 0:
            assert contacts["state"][c] in HELD
            assert contacts["agent"][c] == a
            found.insert(0, int(contacts["category"][c]))
            c = int(contacts["next"][c]) if rich else -1
        held[a] = found
    return held


def within_capacity(rules, group, channels):
    """Say whether contacts of such channels, in the order in which they were taken, fit into an agent's hands."""
    for place, channel in enumerate(channels):
        before = [other for other in channels[:place] if not rules.interrupts(channel, other)]
        fits = sum(map(rules.cost, before)) + rules.cost(channel) <= 1
        if not fits or channels.count(channel) > rules.capacity(group, channel):
            return False
    return True


@settings(max_examples=40)
@given(drawn=scenarios(rich=True), seed=SEEDS)
def test_the_plain_machine_keeps_to_authority_and_capacity(drawn, seed, folder):
    scenario = drawn.scenario(folder)
    world, authority = World(scenario, seed), Authority(scenario)
    groups, kinds, rules = list(scenario.agents), list(scenario.categories), world.router.hands
    reckon = world.works.reckon

    def look(now):
        for agent in world.router.agents:
            held = [contact.category for contact in agent.hands]
            assert all(authority.covers(groups.index(agent.group), kinds.index(name)) for name in held)
            assert within_capacity(rules, agent.group, [rules.channel(name) for name in held])
        reckon(now)

    world.works.reckon = look
    world.run()
