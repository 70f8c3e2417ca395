"""Rows gathered as bytes are the rows that numpy copies field by field; fresh rows start a cache line."""

import numpy as np
import pytest

from acd.core.columns import CHANGE, CONTACT, LEG
from acd.core.rows import LINE_BYTES, MOST_SET_ASIDE, SMALLEST, Gathered, fresh_rows


def some(dtype, n, seed=1):
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, n * dtype.itemsize, np.uint8).view(dtype)


@pytest.mark.parametrize("dtype", [LEG, CHANGE], ids=["leg", "change"])
@pytest.mark.parametrize("sizes", [(), (0,), (1,), (3, 0, 5), (1000, 1, 3000, 20_000)])
def test_gathered_rows_stand_in_the_order_of_their_parts_and_are_copies(dtype, sizes):
    parts = [some(dtype, n, seed=n) for n in sizes]
    gathered = Gathered(dtype)
    for part in parts:
        gathered.add(part)
    expected = b"".join(part.tobytes() for part in parts)
    for part in parts:
        part["agent"] += 1
    assert gathered.rows().dtype == dtype
    assert gathered.rows().tobytes() == expected


def test_memory_for_gathered_rows_doubles():
    gathered = Gathered(CHANGE)
    sizes = set()
    for _ in range(64):
        gathered.add(some(CHANGE, 1000))
        sizes.add(len(gathered._room))
    assert sorted(sizes) == [SMALLEST << k for k in range(len(sizes))]


def test_memory_is_set_aside_for_the_rows_expected():
    gathered = Gathered(CHANGE, expected=10_000)
    gathered.add(some(CHANGE, 1000))
    assert len(gathered._room) == 10_000 * CHANGE.itemsize


def test_memory_for_rows_that_may_never_come_is_limited():
    gathered = Gathered(CHANGE, expected=1 << 60)
    gathered.add(some(CHANGE, 10))
    assert len(gathered._room) == MOST_SET_ASIDE


def test_rows_of_another_type_are_refused():
    with pytest.raises(TypeError, match=r"rows of .*'return_at'.* are gathered here, not of .*'load'"):
        Gathered(LEG).add(some(CHANGE, 1))


@pytest.mark.parametrize("rows", [1, 7, 4096])
def test_fresh_rows_are_zeros_that_start_a_cache_line(rows):
    fresh = fresh_rows(CONTACT, rows)
    assert len(fresh) == rows
    assert not fresh.tobytes().strip(b"\0")
    assert fresh.ctypes.data % LINE_BYTES == 0
    assert CONTACT.itemsize == LINE_BYTES
