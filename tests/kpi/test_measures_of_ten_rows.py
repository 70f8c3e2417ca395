"""Every measure against the same sum done by hand on a log of ten legs; numerators and denominators apart."""

import numpy as np
import pytest

from acd.kpi import GIVEN, measure
from tests.kpi.grids import TEN_ROWS, sums_of
from tests.kpi.test_dialling import EXPECTED
from tests.log import ten_rows

SUMS = measure(ten_rows.legs(), ten_rows.agents(), TEN_ROWS)

HOUR = 3600
NOT_IN_TOTAL = ((np.nan, np.nan),) * 3
# measure: (numerator, denominator) of the whole period, of the first interval, of the second
TOTAL = {
    "offered": ((10, 1), (7, 1), (3, 1)),
    "answered": ((5, 1), (3, 1), (2, 1)),
    "abandoned": ((3, 1), (3, 1), (0, 1)),
    "refused": ((1, 1), (1, 1), (0, 1)),
    "callbacks": ((0, 1), (0, 1), (0, 1)),
    "carried_over": ((1, 1), (0, 1), (1, 1)),
    "service_level": ((3, 10), (2, 7), (1, 3)),
    "service_level_answered": ((3, 5), (2, 3), (1, 2)),
    "service_level_ex_short": ((3, 8), (2, 5), (1, 3)),
    "service_level_lenient": ((6, 10), (5, 7), (1, 3)),
    "target_met": ((1, 3), (0, 2), (1, 3)),
    "abandonment": ((3, 10), (3, 7), (0, 3)),
    "time_to_abandon": ((4 + 0 + 8, 3), (12, 3), (0, 0)),
    "asa": ((0 + 20 + 15 + 0 + 15, 5), (35, 3), (15, 2)),
    "wait": ((62, 9), (47, 7), (15, 2)),
    "wait_max": ((20, 1), (20, 1), (15, 1)),
    "wait_p50": ((4, 1), (4, 1), (0, 1)),
    "wait_p90": ((20, 1), (20, 1), (15, 1)),
    "wait_p95": ((20, 1), (20, 1), (15, 1)),
    "wait_p99": ((20, 1), (20, 1), (15, 1)),
    "waited": ((6, 10), (4, 7), (2, 3)),
    "queue": ((62 + 80, 200), (20 + 4 + 15 + 8, 100), (15 + 80, 100)),
    "backlog": ((1, 1), (0, 1), (1, 1)),
    "aht": ((60 + 60 + 95 + 80, 4), (215, 3), (80, 1)),
    "hold": ((0, 4), (0, 3), (0, 1)),
    "erlangs": ((330, 200), (60 + 60 + 45, 100), (50 + 80 + 35, 100)),
    "staffed": ((200 + 200 + 180, 200), (300, 100), (280, 100)),
    "paid_hours": ((760 / HOUR, 1), (400 / HOUR, 1), (360 / HOUR, 1)),
    "not_ready": ((20, 580), (0, 300), (20, 280)),
    "occupancy": ((330, 560), (60 + 45 + 60, 300), (80 + 50 + 35, 260)),
    "concurrency": ((330, 330), (60 + 45 + 60,) * 2, (80 + 50 + 35,) * 2),
    "fcr_true": ((3, 9), (3, 7), (0, 2)),
    "fcr_gross": ((3, 4), (3, 4), (0, 0)),
    "fcr_net": ((3, 4), (3, 4), (0, 0)),
    "fcr_window": ((3, 4), (3, 4), (0, 0)),
    "fcr_true_first": NOT_IN_TOTAL,
    "fcr_gross_first": NOT_IN_TOTAL,
    "fcr_net_first": NOT_IN_TOTAL,
    "fcr_window_first": NOT_IN_TOTAL,
    "contacts_per_matter": ((10, 9), (8, 7), (2, 2)),
    "redials": ((1, 1), (1, 1), (0, 1)),
    **dict.fromkeys(
        [
            "referrals",
            "transfers",
            "consults",
            "verification_failures",
            "no_answers",
            "surveys",
            "follow_ups",
        ],
        ((0, 1),) * 3,
    ),
    **dict.fromkeys(
        (
            "satisfaction",
            "survey_response",
            "callback_wait",
            "callback_reached",
            "estimate_bias",
            "estimate_error",
        ),
        ((0, 0),) * 3,
    ),
    "recontacts": ((1, 1), (1, 1), (0, 1)),
    "lost_customers": ((3, 1), (3, 1), (0, 1)),
    "customers_left": ((0, 1), (0, 1), (0, 1)),
    "preferred_served": ((0, 0), (0, 0), (0, 0)),
    "expectations_met": ((2, 10), (1, 7), (1, 3)),
    "cost": ((4 + 7.2, 1), (2 + 4, 1), (2 + 3.2, 1)),
    "steered": ((0, 1), (0, 1), (0, 1)),
    "overtime_hours": ((0, 1), (0, 1), (0, 1)),
    "absence": ((200, 780), (100, 400), (100, 380)),
    "not_ready_break": ((20, 580), (0, 300), (20, 280)),
    "not_ready_meeting": ((0, 580), (0, 300), (0, 280)),
    "not_ready_training": ((0, 580), (0, 300), (0, 280)),
    "not_ready_late": ((0, 580), (0, 300), (0, 280)),
    "not_ready_other": ((0, 580), (0, 300), (0, 280)),
}

# (measure, scope, name): (numerator, denominator) of the whole period
LINES = {
    ("offered", "category", "sales"): (5, 1),
    ("offered", "category", "help"): (4, 1),
    ("offered", "channel", "voice"): (9, 1),
    ("offered", "channel", "text"): (1, 1),
    ("offered", "tier", "gold"): (2, 1),
    ("answered", "group", "front"): (4, 1),
    ("service_level", "category", "sales"): (3, 5),
    ("service_level", "category", "help"): (0, 4),
    ("service_level", "channel", "voice"): (3, 9),
    ("service_level", "tier", "gold"): (1, 2),
    ("service_level_answered", "group", "front"): (2, 4),
    ("service_level_answered", "group", "back"): (1, 1),
    ("service_level_ex_short", "category", "sales"): (3, 3),
    ("service_level_lenient", "category", "help"): (1, 4),
    ("target_met", "category", "sales"): (1, 1),
    ("target_met", "category", "help"): (0, 1),
    ("target_met", "channel", "voice"): (1, 2),
    ("target_met", "tier", "standard"): (0, 3),
    ("target_met", "tier", "gold"): (1, 2),
    ("asa", "group", "front"): (30, 4),
    ("asa", "group", "back"): (20, 1),
    ("wait_max", "category", "help"): (15, 1),
    ("wait_p50", "category", "sales"): (0, 1),
    ("wait_p90", "tier", "gold"): (20, 1),
    ("queue", "channel", "text"): (80, 200),
    ("queue", "tier", "gold"): (28, 200),
    ("backlog", "category", "chat"): (1, 1),
    ("aht", "group", "back"): (60, 1),
    ("erlangs", "category", "help"): (95 + 35, 200),
    ("erlangs", "group", "front"): (270, 200),
    ("staffed", "group", "back"): (180, 200),
    ("paid_hours", "group", "back"): (360 / HOUR, 1),
    ("not_ready", "group", "back"): (20, 180),
    ("occupancy", "group", "front"): (270, 400),
    ("occupancy", "group", "back"): (60, 160),
    ("fcr_true", "category", "sales"): (2, 4),
    ("fcr_gross", "group", "front"): (3, 3),
    ("fcr_gross", "group", "back"): (0, 1),
    ("fcr_true", "tier", "gold"): (0, 2),
    ("fcr_true_first", "group", "front"): (3, 4),
    ("fcr_gross_first", "group", "back"): (0, 1),
    ("contacts_per_matter", "category", "sales"): (5, 4),
    ("lost_customers", "category", "help"): (2, 1),
    ("expectations_met", "tier", "standard"): (2, 8),
    ("cost", "group", "back"): (7.2, 1),
}


@pytest.mark.parametrize("name", TOTAL)
def test_the_total_of_a_measure_is_what_it_is_by_hand(name):
    found = np.array(sums_of(SUMS, TEN_ROWS, name)).T
    np.testing.assert_allclose(found, TOTAL[name], rtol=1e-12)


@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_a_line_of_a_measure_is_what_it_is_by_hand(line):
    found = [part[0] for part in sums_of(SUMS, TEN_ROWS, *line)]
    np.testing.assert_allclose(found, LINES[line], rtol=1e-12)


def test_every_given_measure_is_checked_by_hand():
    assert set(TOTAL) | set(EXPECTED) == {given.name for given in GIVEN}
