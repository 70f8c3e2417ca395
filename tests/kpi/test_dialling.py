"""Measures of campaigns against counts done by hand: two records, and a customer of another category."""

import dataclasses

import numpy as np
import pytest

from acd.kpi import measure
from acd.log import audit
from tests.kpi.grids import TEN_ROWS, sums_of
from tests.log import ten_rows
from tests.log.ten_rows import answered

CAMPAIGN = dataclasses.replace(TEN_ROWS, records=(-1, 8, -1))
DIALLED = {"category": "help"}
LEGS = ten_rows.legs_of(
    answered(10, "front 1", 10, 40, matter=0, contact=0),
    # record 1: for an agent, in vain; then ahead of the agents, to the right party, who waited 1 s
    {"joined": 20, "bound": 20, "ended": 35, "wrapped": 35, "agent": "front 2", "outcome": "unreached",
     "reason": "no reply", "return_kind": "retry", "return_at": 90, "matter": 1, "contact": 1, **DIALLED},
    answered(120, "front 2", 121, 150, reason="right party", matter=1, attempt=2, contact=4, arrived=110, **DIALLED),
    # record 2: to somebody else, then ahead of the agents, once in vain and once without an agent
    answered(40, "front 1", 40, 60, settled=0, reason="wrong party", return_kind="retry", return_at=70, matter=2,
             contact=2, **DIALLED),
    {"joined": 85, "ended": 85, "arrived": 72, "outcome": "unreached", "reason": "no reply", "return_kind": "retry",
     "return_at": 95, "matter": 2, "attempt": 2, "contact": 3, **DIALLED},
    {"joined": 130, "ended": 132, "arrived": 112, "outcome": "abandoned", "matter": 2, "attempt": 3, "contact": 5,
     **DIALLED},
)  # fmt: skip
AGENTS = ten_rows.agents_of(
    (0, "front 1", "ready"), (0, "front 2", "ready"), (10, "front 1", "busy"), (20, "front 2", "busy"),
    (35, "front 2", "ready"), (40, "front 1", "busy"), (60, "front 1", "ready"), (121, "front 2", "busy"),
    (150, "front 2", "ready"),
)  # fmt: skip
SUMS = measure(LEGS, AGENTS, CAMPAIGN)
EXPECTED = {
    "dials": ((5, 1), (3, 1), (2, 1)),
    "connect_rate": ((3, 5), (1, 3), (2, 2)),
    "right_party": ((1, 1), (0, 1), (1, 1)),
    "penetration": ((2, 8), (2, 8), (0, 8)),
}
HELP = {
    "offered": 3, "answered": 2, "abandonment": 1 / 3, "aht": (20 + 29) / 2, "erlangs": (15 + 20 + 29) / 200,
    "waited": 2 / 3, "wait": 1.0, "lost_customers": 1, "wait_max": 2.0,
}  # fmt: skip


def test_the_log_is_sound():
    assert audit(LEGS, AGENTS) == []


@pytest.mark.parametrize("name", EXPECTED)
def test_dials_are_counted_where_their_legs_join(name):
    for scope, line in (("total", None), ("category", "help"), ("channel", "voice")):
        numerator, denominator = sums_of(SUMS, CAMPAIGN, name, scope, line)
        assert list(zip(numerator, denominator, strict=True)) == list(EXPECTED[name])


@pytest.mark.parametrize("name", EXPECTED)
def test_what_is_not_dialled_has_no_such_measures(name):
    assert np.isnan(sums_of(SUMS, CAMPAIGN, name, "category", "sales")).all()
    assert np.isnan(sums_of(measure(LEGS, AGENTS, TEN_ROWS), TEN_ROWS, name)).all()


@pytest.mark.parametrize("name", HELP)
def test_a_dial_that_reached_nobody_is_work_and_a_loss_but_no_contact(name):
    numerator, denominator = sums_of(SUMS, CAMPAIGN, name, "category", "help")
    assert numerator[0] / denominator[0] == pytest.approx(HELP[name])


def test_records_are_no_matters():
    assert sums_of(SUMS, CAMPAIGN, "fcr_true")[1][0] == 1
