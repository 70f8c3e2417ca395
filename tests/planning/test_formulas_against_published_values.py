"""Formulas against printed tables, to the digits that are printed."""

import math

import pytest
from numpy.testing import assert_allclose

from acd.planning import erlang_a, erlang_b, erlang_c, limited_queue

# Offered load [erlangs] at which `agents` agents refuse a share, as printed in Erlang B tables.
LOSS_TABLE = [
    (0.01, 1, 0.0101), (0.01, 10, 4.46), (0.01, 20, 12.0), (0.01, 50, 37.9), (0.01, 100, 84.1),
    (0.02, 10, 5.08), (0.02, 20, 13.2), (0.02, 50, 40.3), (0.02, 100, 88.0),
]  # fmt: skip


@pytest.mark.parametrize(("refused", "agents", "load"), LOSS_TABLE)
def test_erlang_b_reaches_the_share_refused_at_the_printed_load(refused, agents, load):
    half_a_digit = 0.5 * 10.0 ** (math.floor(math.log10(load)) - 2)
    assert erlang_b(load - half_a_digit, 1.0, agents).refused <= refused
    assert erlang_b(load + half_a_digit, 1.0, agents).refused >= refused


@pytest.mark.parametrize(
    ("agents", "load", "refused"),
    [(0, 1, 1), (1, 1, 1 / 2), (2, 1, 1 / 5), (3, 1, 1 / 16), (2, 2, 2 / 5), (4, 2, 2 / 21)],
)
def test_erlang_b_of_a_few_agents_is_the_fraction_worked_out_by_hand(agents, load, refused):
    assert_allclose(erlang_b(load, 1.0, agents).refused, refused, rtol=1e-15)


@pytest.mark.parametrize(
    ("agents", "load", "waited"), [(1, 0.3, 0.3), (2, 1, 1 / 3), (3, 2, 4 / 9), (10, 8, 0.4092)]
)
def test_erlang_c_waiting_probability_is_the_known_one(agents, load, waited):
    assert_allclose(erlang_c(load, 1.0, agents).waited, waited, atol=5e-5 if agents == 10 else 1e-15)


def test_erlang_c_gives_the_textbook_contact_centre():
    # 100 contacts in half an hour of three minutes each, 14 agents: 17.4 % wait, 7.8 s, 88.8 % within 20 s.
    textbook = erlang_c(arrival_rate=100 / 1800, mean_handle=180, agents=14)
    assert_allclose(textbook.waited, 0.174, atol=5e-4)
    assert_allclose(textbook.wait, 7.8, atol=0.05)
    assert_allclose(textbook.service_level(20), 0.888, atol=5e-4)


def test_erlang_a_gives_the_example_of_garnett_mandelbaum_and_reiman():
    team = erlang_a(arrival_rate=48 / 60, mean_handle=60, agents=50, mean_patience=120)
    assert_allclose(team.abandonment, 0.030912, atol=5e-7)
    assert_allclose(team.wait, 3.709, atol=5e-4)
    assert_allclose(team.wait_quantile(0.9), 12.44, atol=5e-3)
    assert_allclose(team.occupancy, 0.9303, atol=5e-5)
    assert_allclose(team.service_level(20), 0.94302, atol=5e-6)


def test_a_limited_line_of_one_agent_is_the_geometric_chain():
    # M/M/1/2 in all with load 1/2: weights 1, 1/2, 1/4.
    line = limited_queue(arrival_rate=0.5, mean_handle=1.0, agents=1, capacity=1)
    assert_allclose(line.refused, 1 / 7, rtol=1e-15)
    assert_allclose(line.waited, 2 / 7, rtol=1e-15)
    assert_allclose(line.asa, 1 / 3, rtol=1e-15)
