"""Every message of the formulas, matched to its text."""

import math
import re

import pytest

from acd.errors import AcdError
from acd.planning import erlang_a, erlang_b, erlang_c, limited_queue


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        (
            lambda: erlang_b(-1.0, 60, 3),
            "arrival_rate: -1.0: must be finite and 0 or more, in contacts a second",
        ),
        (lambda: erlang_c(math.nan, 60, 3), "arrival_rate: nan: must be finite and 0 or more"),
        (lambda: erlang_c(1.0, 0, 3), "mean_handle: 0: must be finite and above 0, in seconds"),
        (lambda: erlang_a(1.0, math.inf, 3, 60), "mean_handle: inf: must be finite and above 0, in seconds"),
        (lambda: erlang_a(1.0, 60, 3, 0.0), "mean_patience: 0.0: must be finite and above 0, in seconds"),
        (lambda: erlang_a(1.0, 60, 3, math.inf), "in seconds; customers who wait for ever are erlang_c"),
        (lambda: limited_queue(1.0, 60, 3, 4, -2.0), "mean_patience: -2.0: must be finite and above 0"),
        (lambda: limited_queue(1.0, 60, 3, 4, -math.inf), "mean_patience: -inf: must be above 0, in seconds"),
        (lambda: limited_queue(1.0, 60, 3, -1), "capacity: -1: must be a whole number, 0 or more"),
        (lambda: erlang_b(1.0, 60, -1), "agents: -1: must be a whole number, 0 or more"),
        (lambda: erlang_c(1.0, 60, 0), "agents: 0: must be a whole number, 1 or more"),
        (lambda: erlang_c(1.0, 60, 2.5), "agents: 2.5: must be a whole number, 1 or more"),
        (
            lambda: erlang_a(1.0, 60, 90, 60).wait_quantile(1.0),
            "share: 1.0: must be at least 0 and below 1 (90 % is 0.9)",
        ),
    ],
)
def test_an_argument_out_of_range_is_named_with_its_value_and_rule(formula, message):
    with pytest.raises(AcdError, match=re.escape(message)):
        formula()
