"""MSER-5 against its definition, the series it looks at against a count by hand, and who refuses what."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import acd
from acd.clocks import CompiledClock
from acd.errors import AcdError, ScenarioError
from acd.experiment import WarmUp, find_warm_up
from acd.experiment.warm_up import PILOTS, InSystem, alike, mser5
from tests.runs import centre, prepared

BUSY = "arrivals: {rate: 48/h}"
TEAM = "count: 5"


def constant(days=4, warm_up="auto", group=TEAM, category=BUSY):
    return centre(category, group, f"days: {days}, open: 00:00-24:00, warm_up: {warm_up}")


def plain_mser5(series):
    """Return the truncation by the definition, written with loops; None at the edge."""
    z = [np.mean(series[5 * i : 5 * i + 5]) for i in range(len(series) // 5)]
    m = len(z)
    errors = [np.var(z[d:]) / (m - d) for d in range(m // 2 + 1)]
    best = min(range(len(errors)), key=lambda d: (errors[d], d))
    return None if best == m // 2 else 5 * best


# whole numbers: equal statistics stay equal in both ways of computing them
@given(st.lists(st.integers(0, 50), min_size=20, max_size=200), st.integers(0, 100), st.integers(0, 300))
def test_the_truncation_is_that_of_the_definition(noise, ramp, height):
    series = np.array(noise, float)
    series += height * np.exp(-np.arange(len(series)) / (1 + ramp))
    expected, found = plain_mser5(series), mser5(series)
    if found != expected:  # two truncations that are equal but for rounding
        z = series[: len(series) // 5 * 5].reshape(-1, 5).mean(axis=1)
        m = len(z)
        places = [m // 2 if each is None else each // 5 for each in (expected, found)]
        one, two = (np.var(z[d:]) / (m - d) for d in places)
        assert one == pytest.approx(two, rel=1e-9, abs=1e-12)


def test_a_step_is_found_where_it_is():
    series = np.concatenate([np.zeros(100), np.full(400, 10.0)]) + np.tile([0.0, 1.0], 250)
    assert mser5(series) == 100


def test_a_series_that_keeps_growing_has_no_warm_up():
    assert mser5(np.arange(500.0)) is None


def test_a_series_without_noise_needs_none_and_a_short_one_says_nothing():
    assert mser5(np.full(500, 3.0)) == 0
    assert mser5(np.zeros(19)) is None


def test_a_large_level_does_not_drown_the_noise():
    series = np.random.default_rng(1).normal(size=500)
    series[:50] -= 20
    assert mser5(series + 2.0**40) == mser5(series) == plain_mser5(series)


def test_the_series_is_the_mean_number_in_the_centre():
    logs = CompiledClock().run(prepared(constant(1, "0s")))
    present = InSystem(60_000_000, 1440)
    half = len(logs.legs) // 2
    for rows in (logs.legs[:half], logs.legs[half:]):
        present.take("leg", rows)
    present.take("change", logs.changes)
    joined, ended = (logs.legs[name] / 60e6 for name in ("joined", "ended"))
    expected = [
        np.clip(np.minimum(ended, minute + 1) - np.maximum(joined, minute), 0, None).sum()
        for minute in range(1440)
    ]
    np.testing.assert_allclose(present.mean(1), expected, atol=1e-9)
    np.testing.assert_allclose(present.mean(2), np.array(expected) / 2, atol=1e-9)


def test_contacts_that_never_left_are_there_to_the_end():
    logs = CompiledClock().run(prepared(constant(1, "0s", "count: 0")))
    present = InSystem(3_600_000_000, 24)
    present.take("leg", logs.legs)
    assert np.all(np.diff(present.mean(1)) > 0)
    assert present.mean(1)[-1] == pytest.approx(len(logs.legs), abs=60)


# -- in a simulation -----------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def found():
    return find_warm_up(constant(), seed=1)


def test_what_is_found_is_whole_intervals_of_the_first_half(found):
    assert found.pilots == PILOTS
    assert found.seconds % 1800 == 0
    assert 0 < found.seconds <= 2 * 86400


def test_the_same_seed_finds_the_same(found):
    assert find_warm_up(constant(), seed=1) == found
    assert len({find_warm_up(constant(), seed).seconds for seed in range(1, 8)}) > 1


def test_simulate_leaves_out_what_it_found(found):
    result = acd.simulate(constant(), 2)
    stated = acd.simulate(constant(warm_up=found.seconds), 2)
    assert result.warm_up == found
    assert stated.warm_up is None
    assert result.scenario.calendar.measured_from == found.seconds
    assert result.measures.equals(stated.measures)
    assert result.to_json() == {**stated.to_json(), "warm_up": found.seconds}


@pytest.mark.parametrize("antithetic", [False, True])
def test_a_precision_is_looked_at_after_what_was_found(found, antithetic):
    options = {"until": "offered±1e9", "antithetic": antithetic}
    result = acd.simulate(constant(), 4, **options)
    stated = acd.simulate(constant(warm_up=found.seconds), 4, **options)
    assert (result.warm_up, result.until.looks) == (found, (4,))
    assert result.to_json() == {**stated.to_json(), "warm_up": found.seconds}
    assert result.replications.equals(stated.replications)


REFUSED = [
    ({"until": "asa[nobody]±1s"}, "until: 'nobody' is no name of this scenario"),
    ({"clock": "wall"}, "clock: 'wall' is not a clock"),
    ({"antithetic": True, "replications": 3}, "replications: 3 is odd"),
    ({"jobs": 0}, "jobs: 0 is too few"),
]


@pytest.mark.parametrize(("options", "message"), REFUSED)
def test_what_cannot_be_run_is_refused_before_the_pilots(monkeypatch, options, message):
    pilots = []
    monkeypatch.setattr(CompiledClock, "run", lambda *run: pilots.append(run))
    with pytest.raises(AcdError, match=f"^{re.escape(message)}"):
        acd.simulate(constant(), **options)
    assert not pilots


def test_pilots_are_no_replications():
    runs = [CompiledClock().run(prepared(constant(1, "0s"), replication=k)) for k in (-1, -2, 0, 1)]
    assert len({run.legs.tobytes() for run in runs}) == 4


def test_both_sides_of_a_comparison_leave_out_the_longest(found):
    slow = constant(group="count: 6")
    longest = max(found.seconds, find_warm_up(slow).seconds)
    both = alike((constant(), slow, constant(warm_up="2d")), 1)
    assert [each.calendar.measured_from for each in both] == [longest, longest, 2 * 86400]
    days = (4 * 86400 - longest) / 3600
    frame = acd.compare(constant(), slow, 2)
    paid = frame[(frame["measure"] == "paid_hours") & (frame["scope"] == "total")].iloc[0]
    assert paid["value"] == pytest.approx(5 * days, rel=1e-3)
    assert paid["other"] == pytest.approx(6 * days, rel=1e-3)


def test_all_points_of_a_sweep_leave_out_the_longest(found):
    grid = {"agents.g.count": [5, 6]}
    longest = max(found.seconds, find_warm_up(constant(group="count: 6")).seconds)
    frame = acd.sweep(constant(), grid, 2)
    assert frame.equals(acd.sweep(constant(warm_up=longest), grid, 2))
    assert acd.sweep(constant(), grid, 2, jobs=2).equals(frame)


def test_lines_that_grow_without_end_have_no_settled_state():
    message = (
        "calendar.warm_up: auto found no settled state within half of the 4 days; "
        "make calendar.days longer, or state a length"
    )
    with pytest.raises(ScenarioError, match=re.escape(message)):
        acd.simulate(constant(group="count: 3"), 2)


def test_nothing_is_found_in_a_centre_that_changes():
    changing = centre(BUSY, TEAM)
    message = (
        "^small.yaml:2: calendar.open: finding a warm-up needs constant rates and staffing, but calendar.open changes "
        "with time; state a length, such as 1d$"
    )
    with pytest.raises(ScenarioError, match=message):
        find_warm_up(changing)


def test_a_calendar_of_years_takes_longer_steps():
    empty = constant(1000, category="channel: voice")
    assert find_warm_up(empty) == WarmUp(0.0)
