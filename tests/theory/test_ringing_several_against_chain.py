"""Contacts that ring at one agent, at two and at all: simulated against a chain."""

import pytest

from tests.theory.models import compare, exponential, per_minute, scenario, simulate
from tests.theory.oracles.ringing_several import RingingSeveral

pytestmark = pytest.mark.theory

DAYS, WARM_UP = 10, 4 * 3600
CATCHES = {"wait": 0.03, "abandonment": 0.05, "occupancy": 0.02}


@pytest.mark.parametrize(("ring", "at_once", "seed"), [(1, 1, 941), (2, 2, 942), ("all", 6, 943)])
def test_customers_wait_and_give_up_while_it_rings_at_several_as_the_chain_says(ring, at_once, seed):
    chain = RingingSeveral(arrival=2 / 60, ring=15, handle=120, patience=90, agents=6, at_once=at_once)
    category = {
        "arrivals": per_minute(60 * chain.arrival), "handle": exponential(chain.handle),
        "patience": exponential(chain.patience),
    }  # fmt: skip
    staff = {"authorised": ["all"], "count": chain.agents, "answer": exponential(chain.ring)}
    model = scenario(
        {"all": category}, {"staff": staff}, days=DAYS, warm_up=f"{WARM_UP}s", routing={"ring": ring}
    )
    result = simulate(model, replications=60, seed=seed)
    exact = {name: getattr(chain, name) for name in CATCHES}
    compare(result, exact, CATCHES, what=f"ring: {ring}")
