"""The logarithm is wrong by less than a unit in the last place, and the same compiled and plain."""

import math
import struct
from decimal import Decimal, localcontext

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from acd.core import logarithm
from acd.core._compile import entry, kernel
from acd.core._records import PLAIN
from acd.core.drafts import to_exponential
from acd.core.logarithm import natural_log
from acd.core.tables import BATCH, TABLES, Tables

BOUNDARY = struct.unpack("d", struct.pack("q", logarithm.ROOT))[0]


@kernel
def compiled(x):
    return natural_log(x)


def plain(x):
    """Return what the function gives as plain Python, whether or not it is compiled here."""
    if PLAIN:
        return natural_log(x)
    names = dict(natural_log.py_func.__globals__, split=logarithm._plain_split)
    function = type(natural_log.py_func)(natural_log.py_func.__code__, names)
    return function(x)


@given(st.floats(2.0**-53, 1.0) | st.floats(2.0**-1000, 2.0**1000))
@example(1.0)
@example(2.0**-53)
@example(1 - 2.0**-53)
@example(BOUNDARY)
@example(math.nextafter(BOUNDARY, 0))
@example(2 * BOUNDARY)
@example(math.nextafter(2 * BOUNDARY, 0))
def test_it_is_within_a_unit_in_the_last_place_compiled_and_plain(x):
    with localcontext() as context:
        context.prec = 60
        exact = Decimal(x).ln()
        error = abs(Decimal(float(compiled(x))) - exact)
        assert error <= Decimal(math.ulp(float(exact)))
    assert compiled(x) == plain(x)


@entry
def column(z):
    to_exponential(z, 0)
    return 0


def test_a_column_done_several_at_a_time_is_what_single_calls_give():
    for seed in range(20):
        numbers = np.random.default_rng(seed).random(BATCH)
        tables = Tables({"draft": numbers.copy().view(TABLES["draft"])})
        column(tables.handle)
        assert tables["draft"]["value"].tolist() == [-plain(1.0 - float(u)) for u in numbers]
