"""The bins that waits are counted in: every wait has one, no wider than is said, and its middle stands for it."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from acd.core.waits import DOUBLINGS, N_BINS, bin_of
from acd.kpi.tallied import middles, resolution, widths

WAITS = st.integers(1, 60).flatmap(lambda bits: st.integers(0, (1 << bits) - 1))


def test_a_wait_of_nought_has_a_bin_of_its_own():
    assert (bin_of(0), bin_of(1)) == (0, 1)
    assert (middles()[0], widths()[0]) == (0, 0)


@given(st.integers(1, (1 << (24 + DOUBLINGS)) - 1))
def test_a_wait_lies_in_its_bin_and_half_a_bin_is_the_resolution(wait):
    place = bin_of(wait)
    middle, width = int(middles()[place]), int(widths()[place])
    assert middle - width // 2 <= wait < middle - width // 2 + width
    assert width <= max(1 << 16, wait / 128)
    assert abs(middle - wait) / 1e6 <= resolution(np.array([middle / 1e6]))[0]


@given(WAITS, WAITS)
def test_a_longer_wait_lies_in_no_earlier_bin(one, other):
    assert (bin_of(one) <= bin_of(other)) == (one <= other) or bin_of(one) == bin_of(other)


def test_bins_follow_one_another_without_a_gap():
    starts = middles() - widths() // 2
    assert (starts[1:-1] + widths()[1:-1] == starts[2:]).all()
    assert bin_of(1 << 60) == N_BINS - 1


def test_the_resolution_is_what_the_design_allows():
    seconds = np.array([0.0, 0.05, 5.0, 16.7, 100.0, 86_400.0])
    assert resolution(seconds)[0] == 0
    assert (resolution(seconds) <= np.maximum(0.1, 0.01 * seconds)).all()
