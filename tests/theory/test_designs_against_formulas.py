"""Found warm-up, batch means and antithetic pairs against exact answers of one queue."""

from functools import cache

import numpy as np
import pytest
from scipy.linalg import expm

import acd
from acd.experiment import find_warm_up
from acd.planning import erlang_a, erlang_c
from tests.theory.models import exponential, per_minute, scenario
from tests.theory.oracles.one_queue import OneQueue
from tests.theory.statistics import agrees_with, sums

pytestmark = pytest.mark.theory

STEP = 1800.0


def one_queue(rate, handle, agents, *, days, warm_up, patience=None):
    """One line; rate a minute, handle and patience in seconds."""
    category = {"arrivals": per_minute(rate), "handle": exponential(handle)}
    if patience is not None:
        category["patience"] = exponential(patience)
    team = {"count": agents, "authorised": ["all"]}
    return scenario({"all": category}, {"team": team}, days=days, warm_up=warm_up)


# -- warm-up -------------------------------------------------------------------------------------------------------
@cache
def present_after():
    """Mean number in an M/M/1 at 90 % load every half hour of four days from empty, and in steady state."""
    chain = OneQueue(1 / 60, 54.0, 1, 300).chain
    step = expm(chain.generator.T.toarray() * STEP)
    number = np.array(chain.states, float)
    law = np.zeros(len(number))
    law[0] = 1.0
    means = [law @ number]
    for _ in range(round(4 * 86400 / STEP)):
        law = step @ law
        means.append(law @ number)
    return np.array(means), float(chain.steady @ number)


def bias(warm_up):
    """Relative bias of the mean number from a warm-up to the end of four days, exactly but for the trapezia."""
    means, steady = present_after()
    rest = means[round(warm_up / STEP) :]
    return float((rest[1:] + rest[:-1]).mean() / 2 / steady - 1)


def test_a_found_warm_up_takes_out_most_of_the_bias_of_an_empty_start():
    model = one_queue(1, 54.0, 1, days=4, warm_up="auto").replace("interval", "30m")
    left = np.array([bias(find_warm_up(model, seed).seconds) for seed in range(200, 210)])
    assert bias(0.0) == pytest.approx(-0.0157, abs=0.0005)
    # exact given each warm-up, so there is no noise but the rule's own choice
    assert abs(left).max() < 0.0125
    assert abs(left).mean() < 0.0085


# -- batches -------------------------------------------------------------------------------------------------------
def test_batches_of_one_run_agree_with_erlang_c():
    exact = erlang_c(7 / 60, 60.0, 10)
    result = acd.simulate(one_queue(7, 60.0, 10, days=101, warm_up="1d"), batches=50, seed=401)
    assert not result.batches.correlated
    for name, catches in {"wait": 0.2, "waited": 0.08, "occupancy": 0.015}.items():
        agrees_with(
            getattr(exact, name), *sums(result, name), catches=catches, what=f"Erlang C, batches: {name}"
        )


def test_batches_of_one_run_agree_with_erlang_a():
    exact = erlang_a(12 / 60, 60.0, 10, 120.0)
    result = acd.simulate(
        one_queue(12, 60.0, 10, days=41, warm_up="1d", patience=120.0), batches=40, seed=402
    )
    for name, catches in {"wait": 0.08, "abandonment": 0.08, "occupancy": 0.01}.items():
        agrees_with(
            getattr(exact, name), *sums(result, name), catches=catches, what=f"Erlang A, batches: {name}"
        )


def test_intervals_over_batches_hold_the_exact_value_as_often_as_they_say():
    exact = erlang_c(4 / 60, 60.0, 6).wait
    model = one_queue(4, 60.0, 6, days=6, warm_up="1d").replace("interval", "12h")
    runs = 100
    held = 0
    for seed in range(runs):
        frame = acd.simulate(model, batches=10, seed=500 + seed).measures
        row = frame[
            (frame["measure"] == "wait") & (frame["scope"] == "total") & frame["interval"].isna()
        ].iloc[0]
        held += row["low"] <= exact <= row["high"]
    # binomial: five standard errors to either side; 75 % would be noticed with probability 0.98
    assert abs(held / runs - 0.95) < 5 * np.sqrt(0.95 * 0.05 / runs)


# -- pairs ---------------------------------------------------------------------------------------------------------
def test_antithetic_pairs_agree_with_erlang_a():
    exact = erlang_a(12 / 60, 60.0, 10, 120.0)
    model = one_queue(12, 60.0, 10, days=1, warm_up="2h", patience=120.0)
    result = acd.simulate(model, 80, seed=403, antithetic=True)
    for name, catches in {"wait": 0.06, "abandonment": 0.06, "occupancy": 0.005}.items():
        numerator, denominator = (part.reshape(-1, 2).sum(axis=1) for part in sums(result, name))
        agrees_with(
            getattr(exact, name), numerator, denominator, catches=catches, what=f"Erlang A, pairs: {name}"
        )
