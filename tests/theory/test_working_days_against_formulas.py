"""Agents who are late, leave early, overrun their breaks, or are new: against means of sums and of power laws.

Nobody waits here (60 agents for about one erlang), so that nothing slips and time is what the draws make of it.
"""

import math

import numpy as np
import pytest

from tests.theory.models import exponential, per_minute, scenario, simulate
from tests.theory.statistics import agrees_with, sums

pytestmark = pytest.mark.theory

RARE = {"all": {"arrivals": per_minute(0.01), "handle": exponential(1)}}
BUSY = {"all": {"arrivals": per_minute(1), "handle": exponential(60)}}


def test_late_and_early_agents_miss_the_mean_of_the_two_as_far_as_the_shift_goes():
    adherence = {"late": exponential(3600), "early": exponential(1800)}
    group = {"count": 60, "authorised": ["all"], "adherence": adherence}
    model = scenario(RARE, {"many": group}, days=5, hours="08:00-16:00")
    result = simulate(model, replications=80, seed=651)
    hours = 8
    # the sum of both has the distribution function 1 - 2 exp(-s) + exp(-2s), s in hours
    there = hours - 2 * (1 - math.exp(-hours)) + (1 - math.exp(-2 * hours)) / 2
    agrees_with(1 - there / hours, *sums(result, "absence"), catches=0.05, what="absence")
    np.testing.assert_allclose(sums(result, "paid_hours")[0], 60 * 5 * hours, rtol=1e-3)


def test_breaks_overrun_by_the_mean_of_what_is_drawn():
    shift = {"agents": 60, "at": "08:00", "length": "8h", "breaks": [{"after": "1h", "length": "10m"}]}
    adherence = {"breaks": exponential(600)}
    group = {"shifts": [shift], "authorised": ["all"], "adherence": adherence}
    model = scenario(RARE, {"many": group}, days=5, hours="08:00-16:00")
    result = simulate(model, replications=50, seed=652)
    agrees_with(600 / (8 * 3600), *sums(result, "not_ready_late"), catches=0.08, what="time late back")
    agrees_with(600 / (8 * 3600), *sums(result, "not_ready_break"), catches=0.01, what="time on breaks")


def test_new_agents_handle_as_long_as_the_mean_of_their_learning_curve():
    learning = {"novice": "180%", "doubling": "70%", "unit": "7d"}
    group = {
        "count": 60, "authorised": ["all"], "tenure": [{"agents": 60, "weeks": 1}], "learning": learning,
    }  # fmt: skip
    result = simulate(scenario(BUSY, {"new": group}, days=11, warm_up="1d"), replications=100, seed=653)
    curve = [1 + 0.8 * (1 + (1 + day / 7)) ** math.log2(0.7) for day in range(1, 11)]
    agrees_with(60 * np.mean(curve), *sums(result, "aht"), catches=0.01, what="aht of new agents")
