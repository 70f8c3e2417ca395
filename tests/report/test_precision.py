"""The line on a precision: how many replications, what was reached, and what that does to the interval."""

import math
from dataclasses import replace

import pytest

import acd
from acd.experiment import Precision, Reached
from acd.report import precision
from tests.runs import centre

LEVEL = Precision("service_level", "category", "a", 0.005)
OPTIMISTIC = "looking more than once makes 95 % coverage slightly optimistic"


@pytest.fixture(scope="module")
def result():
    return acd.simulate(centre("arrivals: {rate: 10/h}"), 2)


def reached(wanted, half, moved=True):
    return Reached(wanted, half, (2,), moved)


LINES = [
    (reached(LEVEL, 0.00483), f"2 replications until service_level[a] ± 0.5 pp (reached ± 0.48 pp); {OPTIMISTIC}"),
    (reached(Precision("asa", "total", None, 90.0), 61.4),
     f"2 replications until asa ± 90 s (reached ± 61 s); {OPTIMISTIC}"),
    (reached(Precision("paid_hours", "total", None, 0.5), 0.25),
     f"2 replications until paid_hours ± 0.5 h (reached ± 0.25 h); {OPTIMISTIC}"),
    (reached(Precision("queue", "tier", "gold", 0.1), 0.1),
     f"2 replications until queue[gold] ± 0.1 (reached ± 0.10); {OPTIMISTIC}"),
    (reached(LEVEL, 0.0071),
     "2 replications, the most allowed, did not reach service_level[a] ± 0.5 pp (reached ± 0.71 pp); give more "
     "--replications"),
    (reached(LEVEL, math.nan),
     "2 replications, the most allowed, did not reach service_level[a] ± 0.5 pp (reached no interval); give more "
     "--replications"),
    (reached(LEVEL, math.nan, moved=False),
     "2 replications, and service_level[a] was the same in all of them or not observed: there is nothing to "
     "narrow yet; give --replications without --until"),
    (Reached(Precision("wait_p90", "total", None, 0.9), 0.88, (2,), True, resolution=1.1412),
     "2 replications until wait_p90 ± 0.9 s (reached ± 0.88 s, but known to about 1.14 s only: use --out for exact "
     f"quantiles); {OPTIMISTIC}"),
]  # fmt: skip


@pytest.mark.parametrize(("until", "line"), LINES)
def test_the_line_says_what_was_reached(result, until, line):
    assert precision(replace(result, until=until)) == line


def test_a_stopped_run_says_how_far_it_came(result):
    stopped = replace(result, until=reached(LEVEL, 0.0071), stopped=True, sums=result.sums[:1])
    line = "stopped after 1 replication, before service_level[a] ± 0.5 pp was reached (so far ± 0.71 pp)"
    assert precision(stopped) == line


@pytest.mark.parametrize(("half", "moved"), [(math.nan, False), (0.001, True)])
def test_a_run_that_was_stopped_is_called_stopped_whatever_it_saw(result, half, moved):
    unseen = replace(result, until=Reached(LEVEL, half, (), moved, looked=False), stopped=True)
    assert precision(unseen).startswith(
        "stopped after 2 replications, before service_level[a] ± 0.5 pp was reached ("
    )


def test_a_name_that_two_lines_share_is_written_so_that_until_would_take_it():
    two = acd.simulate(centre("channel: a", root="channels: {a: {}}"), 2)
    until = reached(Precision("asa", "channel", "a", 2.0), 1.0)
    assert precision(replace(two, until=until)).startswith("2 replications until asa[channel:a] ± 2 s (")


def test_pairs_that_were_all_alike_are_called_pairs(result):
    alike = replace(result, until=reached(LEVEL, math.nan, moved=False), antithetic=True)
    assert "was the same in all pairs or not observed" in precision(alike)


def test_nothing_asked_for_is_nothing_said(result):
    assert precision(result) == ""
