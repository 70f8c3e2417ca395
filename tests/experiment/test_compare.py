"""compare: paired differences on the same customers, narrower than those of independent runs."""

import re
from importlib import import_module

import numpy as np
import pytest
from scipy import stats

import acd
from acd.errors import AcdError
from acd.experiment.compare import paired
from tests.experiment.test_simulate import line
from tests.runs import centre

BUSY = "arrivals: {rate: 40/h}, patience: {dist: exponential, mean: 3m}"


@pytest.fixture(scope="module")
def scenario():
    return centre(BUSY, "count: 4")


@pytest.fixture(scope="module")
def more(scenario):
    return scenario.replace("agents.g.count", 5)


def row(frame, measure):
    return frame[(frame["measure"] == measure) & (frame["scope"] == "total")].iloc[0]


def test_the_difference_is_that_of_the_two_results(scenario, more):
    frame = acd.compare(scenario, more, 6, seed=3)
    first, second = (acd.simulate(each, 6, seed=3) for each in (scenario, more))
    for measure in ("service_level", "asa", "answered", "occupancy"):
        found = row(frame, measure)
        values = [float(line(each.measures, measure)["value"].iloc[0]) for each in (first, second)]
        assert found[["value", "other"]].tolist() == values
        assert found["difference"] == values[1] - values[0]
        assert found["low"] < found["difference"] < found["high"]
        assert found["unit"] == line(first.measures, measure)["unit"].iloc[0]


def test_the_interval_is_that_of_the_pairs(scenario, more):
    found = row(acd.compare(scenario, more, 6, seed=3), "service_level")
    terms = []
    for each in (scenario, more):
        sums = line(acd.simulate(each, 6, seed=3).replications, "service_level")
        x, y = sums["numerator"].to_numpy(float), sums["denominator"].to_numpy(float)
        terms.append((x - x.sum() / y.sum() * y) / y.mean())
    half = stats.t.ppf(0.975, 5) * (terms[1] - terms[0]).std(ddof=1) / np.sqrt(6)
    assert found["high"] - found["difference"] == pytest.approx(half)


def test_common_random_numbers_make_it_narrower(scenario, more):
    common = acd.compare(scenario, more, 10)
    apart = paired(acd.simulate(scenario, 10, seed=1), acd.simulate(more, 10, seed=2))
    for measure in ("service_level", "abandonment", "answered", "offered"):
        widths = [
            float(np.nan_to_num(row(each, measure)["high"] - row(each, measure)["low"]))
            for each in (common, apart)
        ]
        assert widths[0] < 0.7 * widths[1]


def test_a_scenario_differs_from_itself_by_nothing(scenario):
    frame = acd.compare(scenario, scenario, 3)
    known = frame[frame["value"].notna()]
    assert (known["difference"] == 0).all()
    assert known[["low", "high"]].isna().all(axis=None)


def test_pairs_in_which_one_observed_nothing_are_left_out():
    scenario = centre("arrivals: {rate: 0.4/h}")
    frame = acd.compare(scenario, scenario.replace("agents.g.count", 2), 12)
    value = line(acd.simulate(scenario, 12).measures, "wait_max")
    assert 1 < row(frame, "wait_max")["n"] == value["n"].iloc[0] < 12
    assert row(frame, "wait_max")["value"] == value["value"].iloc[0]
    assert row(frame, "offered")["n"] == 12


def test_lines_that_only_one_of_them_has_are_left_out(scenario):
    other = scenario.replace("agents.h", {"count": 1, "authorised": ["a"]})
    frame = acd.compare(scenario, other, 2)
    assert set(frame.loc[frame["scope"] == "group", "name"]) == {"g"}
    assert set(acd.compare(other, other, 2).query("scope == 'group'")["name"]) == {"g", "h"}


def test_one_pair_is_too_few(scenario):
    with pytest.raises(AcdError, match=r"^replications: 1 is too few for an interval; give at least 2$"):
        acd.compare(scenario, scenario, 1)


REFUSED = [
    ({"replications": "3"}, "replications: '3' is not a whole number; give one"),
    ({"seed": 1.5}, "seed: 1.5 is not a whole number; give one"),
    ({"jobs": 0}, "jobs: 0 is too few; give at least 1"),
    ({"clock": "wall"}, "clock: 'wall' is not a clock; take compiled or simpy"),
    ({"jobs": 2, "cluster": "tcp://x:1"}, "jobs: 2 threads here and a cluster are two ways; leave out one of jobs and "
     "cluster"),
]  # fmt: skip


@pytest.mark.parametrize(("options", "message"), REFUSED)
def test_what_cannot_be_compared_is_refused_before_the_pilots(scenario, monkeypatch, options, message):
    def pilots(*_):
        raise AssertionError

    monkeypatch.setattr(import_module("acd.experiment.compare"), "alike", pilots)
    with pytest.raises(AcdError, match=f"^{re.escape(message)}$"):
        acd.compare(scenario, scenario, **options)


def test_an_interrupted_comparison_is_no_comparison(scenario, monkeypatch):
    def interrupted(each, replications, **options):
        def stop(_done):
            raise KeyboardInterrupt

        return acd.simulate(each, replications, progress=stop, **options)

    monkeypatch.setattr(import_module("acd.experiment.compare"), "simulate", interrupted)
    with pytest.raises(KeyboardInterrupt):
        acd.compare(scenario, scenario, 3)
