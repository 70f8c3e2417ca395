import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acd.kpi import measure
from acd.kpi.quantiles import _quantiles, _ranked
from tests.kpi.grids import TEN_ROWS, value
from tests.log.ten_rows import agents_of, left, legs_of


def least(waits, percent):
    """Return the least w with F(w) >= percent / 100, by counting."""
    return next(w for w in sorted(waits) if 100 * sum(v <= w for v in waits) >= percent * len(waits))


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 10**7), st.integers(1, 4)), max_size=60))
def test_quantiles_are_the_least_wait_that_enough_do_not_exceed(rows):
    cells, waits, counts = np.array(rows, np.int64).reshape(-1, 3).T
    found = _quantiles(cells, 4, waits, counts)
    for cell in range(4):
        own = np.repeat(waits, counts)[np.repeat(cells, counts) == cell].tolist()
        expected = [least(own, percent) if own else np.nan for percent in (50, 90, 95, 99)]
        np.testing.assert_array_equal(found[:, cell], expected)


def test_thirty_waits_have_their_ninetieth_percentile_at_the_twenty_seventh():
    legs = legs_of(*(left(0, wait) for wait in range(1, 31)))
    assert value(measure(legs, agents_of(), TEN_ROWS), TEN_ROWS, "wait_p90") == 27


def test_waits_too_long_to_pack_are_sorted_all_the_same():
    cells, waits, counts = np.array([1, 0, 1]), np.array([2**60, 5, 3]), np.array([7, 8, 9])
    ranked, counted = _ranked(cells, 2, waits, counts)
    assert (ranked.tolist(), counted.tolist()) == ([5, 3, 2**60], [8, 9, 7])


def test_nobody_who_has_no_wait_yet_enters_the_distribution():
    legs = legs_of(
        left(0, 10),
        {"joined": 0, "outcome": "carried_over"},
        {"joined": 0, "outcome": "callback", "ended": 50},
    )
    sums = measure(legs, agents_of(), TEN_ROWS)
    assert value(sums, TEN_ROWS, "wait_max") == 10
    assert value(sums, TEN_ROWS, "wait") == 10
    assert value(sums, TEN_ROWS, "waited") == pytest.approx(1)
    assert value(sums, TEN_ROWS, "offered") == 3
    assert value(sums, TEN_ROWS, "callbacks") == 1
