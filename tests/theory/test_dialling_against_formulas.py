"""Campaigns against renewal cycles, a birth-death chain with a reserve, and the Markov chain of a stated pace.

Lists never end here, and records are dialled once. An agent's cycles begin with the day; what is left of their start
after an hour is below 1e-8 of any rate here (the slowest mode of a cycle decays within two minutes).
"""

import math

import pytest

from tests.theory.models import DAY, exponential, per_minute, scenario, simulate
from tests.theory.oracles.dialling import Pacing, reserve_chain
from tests.theory.statistics import agrees_with, sums

pytestmark = pytest.mark.theory

RING, TALK, WRAP, WRONG, READ = 15, 120, 20, 30, 25
REACHED, RIGHT = 0.4, 0.7


def campaign(mode, per_day, reach=None, ring=None, **outbound):
    reach = reach or {"probability": REACHED, "right_party": RIGHT}
    ring = ring or exponential(RING)
    own = {"mode": mode, "per_day": per_day, "attempts": 1, "reach": reach, "ring": ring}
    return own | outbound


@pytest.mark.parametrize(("mode", "read"), [("progressive", 0), ("preview", READ)])
def test_agents_who_are_dialled_for_go_through_renewal_cycles(mode, read):
    preview = {"preview": exponential(READ)} if mode == "preview" else {}
    outbound = campaign(mode, 20_000, wrong_party=exponential(WRONG), **preview)
    calls = {"outbound": outbound, "handle": exponential(TALK), "wrap_up": exponential(WRAP)}
    model = scenario({"calls": calls}, {"five": {"count": 5, "authorised": ["calls"]}}, days=5, warm_up="1h")
    result = simulate(model, replications=100, seed=301)
    cycle = read + RING + REACHED * (RIGHT * (TALK + WRAP) + (1 - RIGHT) * WRONG)
    dials = 5 * (5 * DAY - 3600) / cycle
    agrees_with(dials, sums(result, "dials")[0], catches=0.015, what=f"{mode}: dials")
    agrees_with(dials * REACHED * RIGHT, sums(result, "right_party")[0], catches=0.015, what=f"{mode}: right")
    agrees_with(REACHED, *sums(result, "connect_rate"), catches=0.01, what=f"{mode}: answered")
    assert sums(result, "occupancy")[0] == pytest.approx(sums(result, "occupancy")[1])
    assert sums(result, "abandoned")[0].sum() == 0


@pytest.mark.parametrize("reserve", [0, 1, 3])
def test_customers_meet_the_reserve_that_dials_leave_and_dials_get_the_rest(reserve):
    agents, rate = 8, 2.0
    outbound = campaign(
        "progressive", 20_000, reach={"probability": "100%"}, ring={"dist": "constant", "value": 0},
        reserve=reserve,
    )  # fmt: skip
    kinds = {
        "in": {"arrivals": per_minute(rate), "handle": exponential(TALK)},
        "out": {"outbound": outbound, "handle": exponential(TALK)},
    }
    model = scenario(kinds, {"all": {"count": agents, "authorised": ["in", "out"]}}, days=20, warm_up="1d")
    result = simulate(model, replications=100, seed=302 + reserve)
    exact = reserve_chain(rate / 60, TALK, agents, reserve)
    where = {"scope": "category", "name": "in"}
    agrees_with(
        exact.waited, *sums(result, "waited", **where), catches=0.03, what=f"reserve {reserve}: waited"
    )
    agrees_with(exact.wait, *sums(result, "wait", **where), catches=0.05, what=f"reserve {reserve}: wait")
    dialled = exact.dials * 19 * DAY
    agrees_with(dialled, sums(result, "right_party")[0], catches=0.01, what=f"reserve {reserve}: dialled")


@pytest.mark.parametrize("pace", [1.0, 1.5, 2.5])
def test_a_stated_pace_abandons_and_occupies_as_its_chain_says(pace):
    # in the first half minute of a day the cap, even of 100 %, allows no dial ahead of the ready: 1 of 2,880
    agents, ring, patience = 5, 40, 10
    outbound = campaign(
        "predictive", 30_000, reach={"probability": "50%"}, ring=exponential(ring), pace=pace,
        abandonment_cap="100%",
    )  # fmt: skip
    calls = {"outbound": outbound, "handle": exponential(TALK), "patience": exponential(patience)}
    model = scenario(
        {"calls": calls}, {"five": {"count": agents, "authorised": ["calls"]}}, days=10, warm_up="1h"
    )
    result = simulate(model, replications=100, seed=310)
    exact = Pacing(agents, ring, 0.5, TALK, patience, pace)
    agrees_with(
        exact.abandonment, *sums(result, "abandonment"), catches=0.04, what=f"pace {pace}: abandonment"
    )
    agrees_with(exact.occupancy, *sums(result, "occupancy"), catches=0.01, what=f"pace {pace}: occupancy")
    dials = exact.dials * (10 * DAY - 3600)
    agrees_with(dials, sums(result, "dials")[0], catches=0.01, what=f"pace {pace}: dials")
    assert math.isclose(exact.talks, exact.dials * 0.5 * (1 - exact.abandonment))
