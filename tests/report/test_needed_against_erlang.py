"""Agents needed, against the formulas evaluated one number of agents at a time."""

import math

import numpy as np
import pytest

from acd.planning import erlang_a, erlang_c
from acd.report.lines import Lines
from acd.report.needed import Pool, needed
from tests.report import made


@pytest.mark.parametrize("rate", [0.001, 0.02, 0.5])
def test_with_patience_the_number_is_the_least_that_erlang_a_accepts(rate):
    agents = int(Pool(180.0, 120.0, 0.8, 20.0).agents(rate))
    assert erlang_a(rate, 180.0, agents, 120.0).service_level(20.0) >= 0.8
    assert agents == 1 or erlang_a(rate, 180.0, agents - 1, 120.0).service_level(20.0) < 0.8


@pytest.mark.parametrize("rate", [0.001, 0.02, 0.5])
def test_without_patience_the_number_is_the_least_that_erlang_c_accepts(rate):
    agents = int(Pool(180.0, math.inf, 0.8, 20.0).agents(rate))
    assert erlang_c(rate, 180.0, agents).service_level(20.0) >= 0.8
    assert agents == 1 or erlang_c(rate, 180.0, agents - 1).service_level(20.0) < 0.8


def test_nobody_is_needed_where_nobody_comes_and_nothing_is_known_without_a_handling_time():
    assert Pool(180.0, 120.0, 0.8, 20.0).agents(0.0) == 0.0
    assert math.isnan(Pool(math.nan, 120.0, 0.8, 20.0).agents(0.1))


def test_a_target_of_everybody_still_ends():
    pool = Pool.of(made.scenario(categories={"one": made.category()}), Lines(made.estimates()))
    assert Pool(pool.handle, pool.patience, 0.999, pool.within).agents(0.05) < 100


def test_the_pool_weighs_categories_by_their_contacts():
    pool = Pool.of(made.scenario(), Lines(made.estimates()))
    assert pool.patience == pytest.approx(240.0)
    assert (
        pool.words == "Erlang A, patience 4 min, all contacts in one line, 80 % within 20 s, 180 s a contact"
    )


def test_a_result_gets_one_number_an_interval():
    agents, load, _ = needed(made.result())
    assert np.allclose(load[:4], [4.0, 5.0, 6.0, 7.0])
    assert (agents > load).all()


def test_a_row_by_interval_may_be_longer_than_an_interval():
    halved = needed(made.result(period=3600.0))[1]
    assert np.allclose(halved, needed(made.result())[1] / 2)
