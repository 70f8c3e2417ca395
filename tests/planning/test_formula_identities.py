"""What must hold between the formulas, whatever the arguments: limits, Little's law, monotonicity."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from acd.planning import erlang_a, erlang_b, erlang_c, limited_queue

agents = st.integers(1, 400)
loads = st.floats(0.05, 3.0)  # offered load per agent
handles = st.floats(1.0, 3600.0)
patiences = st.floats(0.5, 100_000.0)
times = st.floats(0.0, 600.0)


@given(agents, loads, handles, patiences)
def test_contacts_abandon_at_the_rate_of_the_queue_over_patience(n, load, handle, patience):
    rate = load * n / handle
    line = erlang_a(rate, handle, n, patience)
    assert_allclose(rate * line.abandonment, line.queue / patience, rtol=1e-12)
    mean = line.asa * (1 - line.abandonment) + line.time_to_abandon * line.abandonment
    assert_allclose(line.wait, mean, rtol=1e-9, atol=1e-300)


@given(agents, loads, handles, patiences)
def test_all_that_is_not_abandoned_is_answered_by_busy_agents(n, load, handle, patience):
    line = erlang_a(load * n / handle, handle, n, patience)
    # Flow out of "all busy" seen from the states below: agents that are not all busy answer at once.
    assert_allclose(line.service_level(0.0), 1 - line.waited, atol=1e-12)
    assert 0 <= line.occupancy <= 1 + 1e-12
    assert line.abandonment >= 1 - 1 / load - 1e-12


@given(agents, loads, handles, patiences, times, times)
def test_waits_fall_and_service_levels_rise_with_the_time_allowed(n, load, handle, patience, one, two):
    line = erlang_a(load * n / handle, handle, n, patience)
    sooner, later = min(one, two), max(one, two)
    assert line.exceeding(later) <= line.exceeding(sooner) + 1e-13
    assert line.service_level(sooner) <= line.service_level(later) + 1e-13
    assert line.service_level(later) <= line.service_level_lenient(later) + 1e-13
    assert line.abandoned_within(later) <= line.abandonment + 1e-12


@given(agents, loads, handles, patiences, st.floats(0.0, 0.999))
def test_the_quantile_is_the_least_wait_that_reaches_the_share(n, load, handle, patience, share):
    line = erlang_a(load * n / handle, handle, n, patience)
    quantile = line.wait_quantile(share)
    if quantile == 0:
        assert line.exceeding(0.0) <= 1 - share
    else:
        assert_allclose(line.exceeding(quantile), 1 - share, rtol=1e-6)


@given(agents, st.floats(0.05, 0.95), handles)
def test_endless_patience_is_erlang_c(n, load, handle):
    rate = load * n / handle
    patient, endless = erlang_a(rate, handle, n, 1e9 * handle), erlang_c(rate, handle, n)
    assert_allclose(patient.waited, endless.waited, rtol=1e-5)
    assert_allclose(patient.wait, endless.wait, rtol=1e-5)
    assert_allclose(patient.service_level(handle / n), endless.service_level(handle / n), rtol=1e-5)


@given(agents, loads, handles)
def test_no_patience_at_all_is_erlang_b(n, load, handle):
    rate = load * n / handle
    hurried = erlang_a(rate, handle, n, 1e-9 * handle / n)
    assert_allclose(hurried.abandonment, erlang_b(rate, handle, n).refused, rtol=1e-6)


@given(agents, loads, handles)
def test_a_line_without_places_is_erlang_b(n, load, handle):
    rate = load * n / handle
    closed, lost = limited_queue(rate, handle, n, capacity=0), erlang_b(rate, handle, n)
    assert_allclose(closed.refused, lost.refused, rtol=1e-12)
    assert_allclose(closed.occupancy, lost.occupancy, rtol=1e-12)
    assert closed.waited == closed.wait == closed.wait_quantile(0.99) == 0


@given(agents, st.floats(0.05, 0.9), handles)
def test_a_very_long_line_is_erlang_c(n, load, handle):
    rate = load * n / handle
    line, endless = limited_queue(rate, handle, n, capacity=3000), erlang_c(rate, handle, n)
    assert_allclose(line.wait, endless.wait, rtol=1e-9)
    assert_allclose(line.service_level(handle / n), endless.service_level(handle / n), rtol=1e-9)
    assert_allclose(line.asa, endless.wait, rtol=1e-9)


@given(st.integers(1, 2000), st.floats(0.01, 3.0))
def test_erlang_b_obeys_its_recursion(n, load):
    before, now = erlang_b(load * n, 1.0, n - 1).refused, erlang_b(load * n, 1.0, n).refused
    assert_allclose(now, load * n * before / (n + load * n * before), rtol=1e-11)


@pytest.mark.parametrize("load", [1.0, 1.5])
def test_erlang_c_at_or_above_capacity_waits_for_ever(load):
    line = erlang_c(load * 10, 1.0, 10)
    assert line.waited == line.occupancy == 1
    assert line.wait == line.queue == line.wait_quantile(0.5) == math.inf
    assert line.service_level(1e6) == 0


def test_without_arrivals_nobody_waits():
    for line in (erlang_c(0.0, 60.0, 3), erlang_a(0.0, 60.0, 3, 60.0), limited_queue(0.0, 60.0, 3, 5)):
        assert line.waited == line.wait == line.occupancy == line.wait_quantile(0.9) == 0
        assert line.service_level(0.0) == 1
    assert erlang_b(0.0, 60.0, 3).refused == 0
    assert erlang_b(0.0, 60.0, 0).refused == 1


def test_erlang_c_quantile_inverts_its_exponential_tail():
    line = erlang_c(0.9, 1.0, 1)
    assert_allclose(line.wait_quantile(0.95), math.log(0.9 / 0.05) / 0.1, rtol=1e-12)
    assert line.wait_quantile(0.1) == 0


def test_short_abandons_leave_the_denominator():
    line = erlang_a(48 / 60, 60, 50, 120)
    expected = line.service_level(20) / (1 - line.abandoned_within(5))
    assert line.service_level_ex_short(20, 5) == expected > line.service_level(20)
