"""Contacts sent on to one agent, or to a group: lines of their own, simulated against their formulas.

What leaves a line of Erlang C is a Poisson process (Burke), and so is the share of it that is sent on. There are always
others who might take it, and they do so when the hold is over and not before.
"""

from math import exp

import pytest

from acd.planning import erlang_c
from tests.theory.models import DAY, compare, exponential, per_minute, scenario, simulate
from tests.theory.statistics import agrees_with, sums

pytestmark = pytest.mark.theory

SENT, HANDLE, HOLD = 0.8 / 60, 45.0, 60.0
"""Contacts sent on a second, and times [s]."""
DAYS, WARM_UP, REPLICATIONS = 10, 4 * 3600, 100


def sent_on(**desk):
    """Return a centre that sends on two contacts of five; both groups that may take these have agents to spare."""
    referral = {"to": "desk", "probability": 0.4}
    categories = {
        "first": {"arrivals": per_minute(2), "handle": exponential(120), "referral": referral},
        "second": {"handle": exponential(HANDLE)},
    }
    agents = {
        "ones": {"count": 6, "authorised": ["first"]},
        "twos": {"count": 2, "authorised": ["second"]},
        "others": {"count": 12, "authorised": ["second"]},
    }
    desks = {"desk": {"category": "second", **desk}}
    return scenario(categories, agents, days=DAYS, warm_up=f"{WARM_UP}s", referral_desks=desks)


@pytest.mark.parametrize(
    ("desk", "agents", "handle", "seed"),
    [({"agent": "twos 2"}, 1, HANDLE, 911), ({"group": "twos"}, 2, 2 * HANDLE, 912)],
)
def test_what_is_sent_to_an_agent_or_a_group_is_a_line_of_its_own(desk, agents, handle, seed):
    model = sent_on(**desk).replace("categories.second.handle.mean", handle)
    result = simulate(model, replications=REPLICATIONS, seed=seed)
    formula = erlang_c(SENT, handle, agents)
    exact = {"waited": formula.waited, "wait": formula.wait}
    compare(result, exact, {"waited": 0.03, "wait": 0.1}, what=f"{desk}", scope="category", name="second")
    assert sums(result, "answered", "group", "others")[0].sum() == 0


def test_after_the_hold_others_take_what_one_agent_has_not_come_to():
    # To the agent, whoever waits for longer than the hold is gone: M/M/1 with a patience that is the same for all.
    # Its virtual wait has the density c * exp(-(mu - lam) * x) before the hold, c * exp(lam * hold - mu * x) after it.
    result = simulate(sent_on(agent="twos 1", hold=f"{HOLD:.0f}s"), replications=REPLICATIONS, seed=913)
    lam, mu = SENT, 1 / HANDLE
    inside = (1 - exp(-(mu - lam) * HOLD)) / (mu - lam)
    beyond = exp(-(mu - lam) * HOLD) / mu
    empty = 1 / (1 + lam * (inside + beyond))
    to_others = lam * empty * beyond
    of_wait = inside / (mu - lam) - HOLD * exp(-(mu - lam) * HOLD) / (mu - lam)
    exact = {"waited": 1 - empty, "wait": lam * empty * of_wait + to_others * HOLD}
    compare(result, exact, {"waited": 0.03, "wait": 0.05}, what="hold", scope="category", name="second")
    others, offered = (
        sums(result, *line)[0]
        for line in (("answered", "group", "others"), ("offered", "category", "second"))
    )
    twos = sums(result, "answered", "group", "twos")[0]
    # when the hold is over, the idle agent of twos may be the one who takes it: `preferred_served` tells them apart
    compare(
        result, {"preferred_served": 1 - to_others}, {"preferred_served": 0.02}, what="hold: theirs",
        scope="category", name="second",
    )  # fmt: skip
    agrees_with(SENT * (DAYS * DAY - WARM_UP), offered, 0 * offered + 1, catches=0.02, what="sent on")
    assert (others + twos == offered).all()
