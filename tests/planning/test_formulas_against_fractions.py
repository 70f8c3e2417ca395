"""Formulas against the same chains summed in exact fractions, and against a second closed form."""

from fractions import Fraction

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.special import gammainc, gammaincc

from acd.planning import erlang_a, erlang_b, erlang_c, limited_queue
from tests.planning.chains import erlang_tail, queue, steady_state

LOADS = [Fraction(1, 10), Fraction(3, 5), Fraction(1), Fraction(7, 3), Fraction(9)]


@pytest.mark.parametrize("load", LOADS)
@pytest.mark.parametrize("agents", [1, 2, 7])
def test_erlang_b_equals_the_fraction(load, agents):
    exact = steady_state(load, Fraction(1), agents, Fraction(0), agents)[-1]
    assert_allclose(erlang_b(float(load), 1.0, agents).refused, float(exact), rtol=1e-14)


@pytest.mark.parametrize("load", LOADS)
@pytest.mark.parametrize("leave", [Fraction(0), Fraction(1, 7), Fraction(5)])
@pytest.mark.parametrize(("agents", "capacity"), [(1, 1), (3, 4), (6, 30)])
def test_a_limited_line_equals_the_fraction(load, leave, agents, capacity):
    states = steady_state(load, Fraction(1), agents, leave, agents + capacity)
    patience = float(1 / leave) if leave else np.inf
    line = limited_queue(float(load), 1.0, agents, capacity, patience)
    assert_allclose(line.refused, float(states[-1]), rtol=1e-13)
    assert_allclose(line.waited, float(sum(states[agents:-1])), rtol=1e-13)
    assert_allclose(line.queue, float(queue(states, agents)), rtol=1e-13)
    assert_allclose(line.abandonment, float(leave * queue(states, agents) / load), rtol=1e-13)


@pytest.mark.parametrize("load", LOADS)
@pytest.mark.parametrize("leave", [Fraction(1, 7), Fraction(1), Fraction(5)])
@pytest.mark.parametrize("agents", [1, 3, 8])
def test_erlang_a_equals_the_fraction_of_a_line_too_long_to_fill(load, leave, agents):
    states = steady_state(load, Fraction(1), agents, leave, agents + 160)
    line = erlang_a(float(load), 1.0, agents, float(1 / leave))
    assert_allclose(line.waited, float(sum(states[agents:])), rtol=1e-12)
    assert_allclose(line.queue, float(queue(states, agents)), rtol=1e-12)
    assert_allclose(line.occupancy, float(1 - idle_share(states, agents)), rtol=1e-12)


def idle_share(states, agents):
    return sum((agents - i) * p for i, p in enumerate(states[:agents])) / agents


def test_a_limited_line_answers_within_a_time_as_sums_of_stages_say():
    states = [float(p) for p in steady_state(Fraction(2), Fraction(1), 3, Fraction(0), 8)]
    late = sum(states[3 + j] * erlang_tail(j + 1, 3 * 0.4) for j in range(5))
    line = limited_queue(2.0, 1.0, 3, 5)
    assert_allclose(line.service_level(0.4), 1 - states[-1] - late, rtol=1e-14)


@pytest.mark.parametrize("agents", [1, 10, 300])
@pytest.mark.parametrize("load", [0.7, 1.0, 1.4])
def test_a_long_limited_line_with_impatience_has_the_waits_of_erlang_a(agents, load):
    arrival_rate = load * agents
    short, endless = (
        limited_queue(arrival_rate, 1.0, agents, 2000, 2.0),
        erlang_a(arrival_rate, 1.0, agents, 2.0),
    )
    for within in (0.0, 0.05, 0.6, 3.0):
        assert_allclose(short.exceeding(within), endless.exceeding(within), rtol=1e-10, atol=1e-13)
        assert_allclose(short.service_level(within), endless.service_level(within), rtol=1e-10, atol=1e-13)
    assert_allclose(short.asa, endless.asa, rtol=1e-10)
    assert_allclose(short.wait_quantile(0.95), endless.wait_quantile(0.95), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("drain", [0.3, 5.0, 100.0, 3000.0])
@pytest.mark.parametrize("load", [0.8, 1.0, 1.3])
def test_the_virtual_wait_is_the_incomplete_gamma_function(drain, load):
    # P(V > t | V > 0) = γ(c, x e^-t) / γ(c, x), t in units of patience; healthy while γ does not vanish.
    line = erlang_a(arrival_rate=drain * load, mean_handle=1 / drain, agents=1, mean_patience=1.0)
    for t in (0.01, 0.2, 0.7):
        virtual = gammainc(drain, drain * load * np.exp(-t)) / gammainc(drain, drain * load)
        assert_allclose(line.exceeding(t) / line.waited, virtual * np.exp(-t), rtol=1e-9)


@pytest.mark.parametrize("agents", [1, 20, 100_000])
def test_erlang_b_equals_the_ratio_of_poisson_probabilities(agents):
    load = float(agents)
    exact = (gammaincc(agents + 1, load) - gammaincc(agents, load)) / gammaincc(agents + 1, load)
    assert_allclose(erlang_b(load, 1.0, agents).refused, exact, rtol=1e-11)


@pytest.mark.parametrize("agents", [1000, 100_000])
@pytest.mark.parametrize("load", [0.2, 0.95, 1.0, 1.05, 3.0, 1e6])
def test_formulas_stay_finite_and_ordered_for_very_many_agents(agents, load):
    rate = load * agents
    a, c = erlang_a(rate, 1.0, agents, 3.0), erlang_c(rate, 1.0, agents)
    assert max(0.0, 1 - 1 / load) - 1e-15 <= a.abandonment <= erlang_b(rate, 1.0, agents).refused + 1e-15
    assert 0 <= a.waited <= c.waited <= 1
    assert a.service_level(1.0) <= a.service_level_answered(1.0) <= 1 + 1e-12
