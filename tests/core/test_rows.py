"""Rows copied as bytes are the rows that numpy copies field by field."""

import numpy as np
import pytest

from acd.core.rows import copied, joined
from acd.core.tables import CHANGE, LEG


def some(dtype, n, seed=1):
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, n * dtype.itemsize, np.uint8).view(dtype)


@pytest.mark.parametrize("dtype", [LEG, CHANGE], ids=["leg", "change"])
@pytest.mark.parametrize("n", [0, 1, 1000])
def test_a_copy_has_the_same_rows_elsewhere(dtype, n):
    rows = some(dtype, n + 3)
    copy = copied(rows[:n])
    assert copy.dtype == dtype
    assert copy.tobytes() == rows[:n].copy().tobytes()
    rows["agent"] += 1
    assert not np.shares_memory(copy, rows)


def test_joined_rows_stand_in_the_order_of_their_parts():
    parts = [some(LEG, n, seed=n) for n in (3, 0, 5)]
    assert joined(parts).tobytes() == np.concatenate(parts).tobytes()
    assert joined(parts).dtype == LEG


def test_parts_of_several_types_are_refused():
    with pytest.raises(TypeError, match="rows of one type can be joined, not of 2"):
        joined([some(LEG, 1), some(CHANGE, 1)])
