"""Antithetic pairs: u and 1 - u, the pair as unit, and that it narrows intervals."""

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import acd
from acd.build import Keep, build_setup, new_state
from acd.clocks import CompiledClock, Run
from acd.core.codes import Purpose
from acd.core.drafts import COLUMNS
from acd.core.streams import fill, uniform
from acd.core.tables import BATCH
from acd.errors import AcdError
from acd.experiment import antithetic
from acd.experiment.antithetic import pairs
from acd.experiment.stopping import looks
from acd.kpi import GIVEN, Grid, Sums
from tests.runs import centre

BUSY = (
    "arrivals: {rate: 30/h}, patience: {dist: exponential, mean: 3m}, wrap_up: {dist: exponential, mean: 30}"
)
NAMES = [measure.name for measure in GIVEN]


@pytest.fixture(scope="module")
def scenario():
    return centre(BUSY, "count: 3, shrinkage: 10%", root="busyness: {dist: gamma, mean: 1, cv: 0.1}")


@pytest.fixture(scope="module")
def result(scenario):
    return acd.simulate(scenario, 40, seed=5, antithetic=True)


def legs(scenario, replication, **pairing):
    return CompiledClock().run(Run(build_setup(scenario, **pairing), 5, replication, Keep())).legs


@pytest.mark.parametrize("purpose", list(Purpose))
def test_the_second_of_a_pair_draws_one_less_the_first(scenario, purpose):
    setup = build_setup(scenario, antithetic=True)
    one, two, three = (new_state(setup, 1, number, Keep()) for number in (6, 7, 8))
    for key in (0, 5, 1 << 40):
        u, v, w = (uniform(tables.handle, key, 9, purpose, 1) for tables in (one, two, three))
        assert u + v == 1.0
        assert v == 1.0 - u
        assert w not in {u, v}


def test_numbers_drawn_ahead_for_many_matters_are_mirrored_too(scenario):
    setup = build_setup(scenario, antithetic=True)
    drawn = []
    for number in (6, 7):
        tables = new_state(setup, 1, number, Keep())
        assert len(tables["draft"]) == COLUMNS * BATCH
        fill(tables.handle, 5, 9, Purpose.HANDLE, 0)
        ahead = tables["draft"]["value"][: 2 * BATCH].tolist()
        assert ahead == [
            uniform(tables.handle, key, 9, purpose, 0)
            for purpose in (Purpose.HANDLE, Purpose.HANDLE + 1)
            for key in range(5, 5 + BATCH)
        ]
        drawn.append(ahead)
    assert [u + v for u, v in zip(*drawn, strict=True)] == [1.0] * (2 * BATCH)


def test_the_first_of_a_pair_is_the_plain_replication_of_half_its_number(scenario):
    for pair in (0, 3):
        assert legs(scenario, 2 * pair, antithetic=True).tobytes() == legs(scenario, pair).tobytes()
        assert legs(scenario, 2 * pair + 1, antithetic=True).tobytes() != legs(scenario, pair).tobytes()


def test_without_pairs_nothing_is_mirrored(scenario):
    assert not acd.simulate(scenario, 1).antithetic
    assert new_state(build_setup(scenario), 1, 3, Keep())["world"]["mirror"][0] == 0


@pytest.mark.parametrize("options", [{"jobs": 2}, {"clock": "simpy"}])
def test_threads_and_clocks_change_no_number(scenario, options):
    plain = acd.simulate(scenario, 4, antithetic=True)
    other = acd.simulate(scenario, 4, antithetic=True, **options)
    assert other.replications.equals(plain.replications)
    assert other.measures.equals(plain.measures)


# -- the pair is the unit ------------------------------------------------------------------------------------------
def test_intervals_are_over_pairs(result):
    place = NAMES.index("wait")
    x, y = (
        np.array([part[place, 0, 0] for part in parts]).reshape(20, 2).sum(axis=1)
        for parts in ([each.numerator for each in result.sums], [each.denominator for each in result.sums])
    )
    value = x.sum() / y.sum()
    half = stats.t.ppf(0.975, 19) * stats.sem((x - value * y) / y.mean())
    rows = result.measures
    row = rows[(rows["measure"] == "wait") & (rows["scope"] == "total") & rows["interval"].isna()].iloc[0]
    assert row[["value", "low", "high"]].tolist() == pytest.approx([value, value - half, value + half])
    assert row["n"] == len(result.units) == 20


def test_counts_stay_those_of_one_replication(result):
    place = NAMES.index("offered")
    counts = [each.numerator[place, 0, 0] for each in result.sums]
    rows = result.measures
    row = rows[(rows["measure"] == "offered") & (rows["scope"] == "total") & rows["interval"].isna()].iloc[0]
    assert row["value"] == pytest.approx(np.mean(counts))


def test_the_json_says_that_there_are_pairs(result):
    data = result.to_json()
    assert (data["replications"], data["antithetic"]) == (40, True)
    assert result.replications["replication"].nunique() == 40


def test_what_only_one_of_a_pair_observed_is_its_alone():
    values = [(1.0, 2.0), (3.0, 4.0), (np.nan, 1.0), (7.0, 1.0), (np.nan, 1.0), (np.nan, 1.0)]
    sums = [Sums(np.full((1, 1, 1), x), np.full((1, 1, 1), y)) for x, y in values]
    found = [(float(each.numerator[0, 0, 0]), float(each.denominator[0, 0, 0])) for each in pairs(sums)]
    np.testing.assert_array_equal(found, [(4.0, 6.0), (7.0, 1.0), (np.nan, np.nan)])


# -- what it is for ------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def many():
    busy = "arrivals: {rate: 240/h}, patience: {dist: exponential, mean: 4m}"
    busyness = "busyness: {dist: gamma, mean: 1, cv: 0.1}"
    large = centre(busy, "count: 17", root=busyness, handle="{dist: exponential, mean: 4m}")
    return acd.simulate(large, 300, seed=9, antithetic=True).sums


@pytest.mark.parametrize("name", ["offered", "service_level", "abandonment", "occupancy"])
def test_the_two_of_a_pair_vary_against_each_other(many, name):
    place = NAMES.index(name)
    x, y = (
        np.array([part[place, 0, 0] for part in parts])
        for parts in ([each.numerator for each in many], [each.denominator for each in many])
    )
    deviations = (x - x.sum() / y.sum() * y).reshape(-1, 2)
    correlation = np.corrcoef(deviations.T)[0, 1]
    # of independent replications, Fisher's z is normal with variance 1 / (n - 3): five standard errors off, which
    # a correlation of -0.59 would show with probability 0.999
    assert np.arctanh(correlation) < -5 / np.sqrt(len(deviations) - 3)


# -- a run that was stopped, and what is refused ---------------------------------------------------------------------
def test_a_pair_that_was_not_finished_is_left_out(scenario):
    seen = []

    def stop(done):
        seen.append(done)
        if done == 3:
            raise KeyboardInterrupt

    result = acd.simulate(scenario, 10, antithetic=True, progress=stop)
    assert result.stopped
    assert len(result.sums) == 2
    assert len(result.units) == 1
    assert result.contacts == acd.simulate(scenario, 2, antithetic=True).contacts


# -- pairs and a precision -----------------------------------------------------------------------------------------
def test_whole_pairs_are_looked_at():
    assert looks(240, paired=True) == (20, 30, 46, 68, 100, 150, 226, 240)
    assert looks(46, paired=True) == (20, 30, 46)
    assert looks(4, paired=True) == (4,)


@given(st.integers(2, 20_000).map(lambda half: 2 * half))
def test_looks_at_pairs_are_even_and_rise_to_the_most(most):
    sizes = looks(most, paired=True)
    assert all(size % 2 == 0 for size in sizes)
    assert list(sizes) == sorted(set(sizes))
    assert sizes[-1] == most


def half_width(result, measure="offered"):
    rows = result.measures
    rows = rows[(rows["measure"] == measure) & (rows["scope"] == "total") & rows["interval"].isna()]
    return float((rows["high"] - rows["low"]).iloc[0]) / 2


@pytest.mark.parametrize("jobs", [1, 3])
def test_a_precision_is_that_of_the_interval_over_pairs(scenario, jobs):
    many = acd.simulate(scenario, 150, antithetic=True)
    half = {n: half_width(replace(many, sums=many.sums[:n])) for n in (20, 30, 46, 68, 100, 150)}
    wanted = 0.99 * min(half[20], half[30])
    size = next(n for n in half if half[n] <= wanted)
    # single replications vary more: their interval is not narrow yet
    assert half_width(acd.simulate(scenario, size)) > wanted
    found = acd.simulate(scenario, until=f"offered±{wanted}", antithetic=True, jobs=jobs)
    assert found.until.looks == tuple(n for n in half if n <= size)
    assert found.until.half == pytest.approx(half[size])
    assert found.until.met
    assert found.measures.equals(acd.simulate(scenario, size, antithetic=True).measures)
    assert {"antithetic", "until"} <= set(found.to_json())


def test_a_precision_that_was_interrupted_is_of_whole_pairs(scenario):
    def stop(done):
        if done == 7:
            raise KeyboardInterrupt

    found = acd.simulate(scenario, until="offered±1e-6", antithetic=True, progress=stop)
    assert (found.stopped, len(found.sums), found.until.looks) == (True, 6, ())
    assert found.until.half == pytest.approx(half_width(acd.simulate(scenario, 6, antithetic=True)))


def test_a_look_at_pairs_adds_up_one_number_of_each(scenario, monkeypatch):
    def everything(*_):
        raise AssertionError

    monkeypatch.setattr(antithetic, "_both", everything)
    assert len(acd.simulate(scenario, 30, until="offered±1e-6", antithetic=True).sums) == 30


def test_what_one_of_a_pair_did_not_observe_is_the_others():
    rare = centre("arrivals: {rate: 0.4/h}")
    result = acd.simulate(rare, 20, until="wait_max±1e-9s", antithetic=True)
    assert np.isnan([one.numerator[NAMES.index("wait_max"), 0, 0] for one in result.sums]).any()
    assert result.until.half == pytest.approx(half_width(result, "wait_max"))


def test_a_precision_of_pairs_needs_two_of_them(scenario):
    message = "replications: 2 is too few for an interval over pairs, and until asks for one; give at least 4"
    with pytest.raises(AcdError, match=f"^{re.escape(message)}$"):
        acd.simulate(scenario, 2, until="asa±1s", antithetic=True)
    with pytest.raises(
        AcdError, match=r"^replications: 25 is odd; antithetic replications are pairs, so give 26$"
    ):
        acd.simulate(scenario, 25, until="asa±1s", antithetic=True)
    assert acd.simulate(scenario, 4, until="offered±1e9", antithetic=True).until.looks == (4,)


def test_half_a_pair_is_refused(scenario):
    message = "replications: 5 is odd; antithetic replications are pairs, so give 6"
    with pytest.raises(AcdError, match=f"^{re.escape(message)}$"):
        acd.simulate(scenario, 5, antithetic=True)


def test_by_default_there_are_twenty_replications(scenario):
    assert len(acd.simulate(scenario).sums) == len(acd.simulate(scenario, antithetic=True).sums) == 20


def test_a_result_of_pairs_keeps_its_grid(scenario, result):
    assert result.grid == Grid.of(scenario)
    assert replace(result, antithetic=False).units is result.sums
