"""User processes beside a rich centre: outcomes of contacts with several legs, agents taken away, contacts brought."""

import numpy as np
import pytest
import simpy

from acd import SimpyCentre
from acd.build import Keep, build_setup
from acd.clocks import CompiledClock, Run
from acd.core.codes import AgentState, Outcome
from acd.core.tables import SECOND
from acd.scenario import parse
from tests.clocks.uncompiled_worker import digests
from tests.rich import rich_centre
from tests.runs import HOUR
from tests.tallied import both_cells, differences, keeping

OPEN = 8 * HOUR
TWO_DESKS = """
name: two desks
calendar: {open: "08:00-12:00"}
categories:
  a: {handle: {dist: constant, value: 2m}, wrap_up: {dist: constant, value: 1m}, MORE}
  b: {handle: {dist: constant, value: 5m}, patience: {dist: constant, value: 10m}}
agents: {front: {count: 2, authorised: [a]}, back: {count: BACK, authorised: [b]}}
referral_desks: {special: b}
"""


def outcome_of_one(more, back=1):
    """Return the outcome of the one contact, which arrives at 08:10."""
    scenario = parse(TWO_DESKS.replace("MORE", more).replace("BACK", str(back)), name="two.yaml")
    env = simpy.Environment()
    centre = SimpyCentre(env, scenario)
    told = []

    def bring(env):
        yield env.timeout(OPEN + 600)
        told.append((yield centre.inject("a")))
        told.append(env.now)

    env.process(bring(env))
    env.run(until=centre.end)
    outcome, now = told
    assert now == outcome.ended
    return outcome


def test_the_outcome_of_a_referred_contact_is_that_of_its_last_leg():
    outcome = outcome_of_one("referral: {probability: 100%, to: special}")
    assert (outcome.category, outcome.agent, outcome.settled) == ("b", 2, True)
    assert (outcome.legs, outcome.referrals) == (2, 1)
    assert (outcome.arrived, outcome.joined, outcome.bound) == (OPEN + 600, OPEN + 720, OPEN + 720)
    assert (outcome.wait, outcome.handling) == (0, 300)


def test_a_customer_who_gives_up_at_the_second_desk_was_referred_and_abandoned():
    outcome = outcome_of_one("referral: {probability: 100%, to: special}", back="1, shrinkage: 100%")
    assert (outcome.outcome, outcome.category, outcome.agent, outcome.settled) == ("abandoned", "b", -1, None)
    assert (outcome.legs, outcome.referrals, outcome.wait) == (2, 1, 600)


def test_who_only_asks_another_agent_stays_the_contacts_agent():
    path = "path: {ask: {kind: consult, to: special, duration: {dist: constant, value: 30s}}, handle: }"
    outcome = outcome_of_one(path)
    assert (outcome.category, outcome.agent, outcome.settled) == ("a", 0, True)
    assert (outcome.legs, outcome.referrals, outcome.handling) == (2, 0, 150)


def test_a_warm_referral_is_told_when_the_second_agent_is_through():
    consult = "consult: {duration: {dist: constant, value: 60s}}"
    outcome = outcome_of_one(f"referral: {{probability: 100%, to: special, mode: warm, {consult}}}")
    assert (outcome.agent, outcome.bound, outcome.ended) == (2, OPEN + 720, OPEN + 720 + 60 + 300)


def test_watching_changes_nothing_and_every_contact_is_told_once_as_its_last_row_says():
    scenario = rich_centre("turn_away")
    keep = Keep(log=True, commands=True)
    env = simpy.Environment()
    centre = SimpyCentre(env, scenario, keep=keep)
    told = []
    centre.watch(told.append)
    env.run(until=centre.end)
    logs = centre.logs()
    assert digests(logs) == digests(CompiledClock().run(Run(build_setup(scenario), 1, 0, keep)))
    over = logs.legs[(logs.legs["last"] == 1) | (logs.legs["outcome"] == Outcome.UNREACHED)]
    rows = {int(row["contact"]): row for row in over}
    assert sorted(outcome.contact for outcome in told) == sorted(rows)
    for outcome in told:
        row = rows[outcome.contact]
        assert (outcome.agent, outcome.referrals) == (row["agent"], row["referrals"])
        assert round(outcome.ended * SECOND) == row["ended"]
        assert outcome.legs == (logs.legs["contact"] == outcome.contact).sum()


@pytest.fixture(scope="module")
def meddled():
    """Return the logs of a rich centre in which agents come and go and contacts are brought, and its scenario."""
    scenario = rich_centre("carry_over")
    env = simpy.Environment()
    centre = SimpyCentre(env, scenario, keep=keeping(scenario))

    def meddle(env):
        yield env.timeout(OPEN + 1800.5)
        taken = centre.take_away("first", 4, "outage")
        for _ in range(10):
            centre.inject("chats", tier="gold")
            centre.inject("difficult")
        yield env.timeout(900)
        centre.give_back(taken)
        centre.take_away("second", 3, "unpaid break")
        yield env.timeout(60)
        outcome = yield centre.inject("calls")
        centre.inject(outcome.category)

    env.process(meddle(env))
    env.run(until=centre.end)
    return scenario, centre.logs()


def test_what_user_processes_do_to_a_rich_centre_is_counted_as_it_is_logged(meddled):
    tallied, logged = both_cells(*meddled)
    assert differences(tallied, logged) == []
    assert tallied.group("unpaid").sum() > 0


def test_agents_who_are_taken_away_leave_with_nothing_in_hand_and_take_nothing(meddled):
    _, logs = meddled
    away = logs.changes[(logs.changes["state"] == AgentState.NOT_READY)]
    assert (away["load"] == 0).all()
    outage = logs.changes[logs.changes["reason"] == 32]
    assert len(outage) == 4
    back = OPEN + 1800.5 + 900
    for change in outage:
        legs = logs.legs[logs.legs["agent"] == change["agent"]]
        assert not ((legs["bound"] >= change["time"]) & (legs["bound"] < back * SECOND)).any()


def test_agents_of_a_rich_centre_hold_no_more_than_fits(meddled):
    scenario, logs = meddled
    legs = logs.legs[logs.legs["bound"] >= 0]
    end = np.where(legs["wrapped"] >= 0, legs["wrapped"], np.iinfo(np.int64).max)
    channels = [list(scenario.channels).index(rule.channel) for rule in scenario.categories.values()]
    own = np.array(channels)[legs["category"]]
    for channel, most in enumerate((1, 3, 1)):
        for agent in range(11):
            mine = (own == channel) & (legs["agent"] == agent)
            times = np.concatenate([legs["bound"][mine], end[mine]])
            steps = np.repeat([1, -1], mine.sum())
            order = np.lexsort((steps, times))
            assert steps[order].cumsum().max(initial=0) <= most
