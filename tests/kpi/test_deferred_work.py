"""Targets of work that waits over days: until it is finished, in opening hours only; and its backlog overnight."""

import numpy as np
import pytest

from acd.core.tables import SECOND
from acd.kpi import Grid, measure
from tests.blended import blended
from tests.kpi.grids import value
from tests.runs import HOUR, frames, logs_of
from tests.tallied import cells_of, differences

NIGHT = 20 * HOUR
"""From closing at 12:00 to opening at 08:00."""
CLOSE = 4 * HOUR
CARRIED = "{mail: {at_close: carry_over}, call: {}}"


def mails(folder, moments, target, handle=600, calendar="days: 3"):
    """Return a centre whose e-mails take ten minutes each and are carried over to the next day."""
    rules = {"mail": f"handle: {{dist: constant, value: {handle}}}, service_level: {{{target}}}"}
    return blended(folder, {"mail": moments, "call": []}, CARRIED, calendar=calendar, **rules)


def level(scenario):
    """Return the service level of one run, from the log; the tallies say the same."""
    tallied, logged = cells_of(scenario)
    assert differences(tallied, logged) == []
    grid = Grid.of(scenario)
    return value(
        measure(*frames(scenario, logs_of(scenario)), grid), grid, "service_level", "category", "mail"
    )


LATE = [CLOSE - 900, CLOSE - 900, CLOSE - 900]
"""Three come 15 minutes before closing: one is finished then, one in hand, one waits overnight; two by open time."""


@pytest.mark.parametrize(
    ("target", "by_hand"),
    [
        ("within: 600s", 2 / 3),  # answered after 0, 600 s and a night
        ("within: 600s, until: finished", 1 / 3),  # finished after 600, 1200 s and a night
        ("within: 1200s, until: finished", 2 / 3),
        ("within: 1199s, until: finished", 1 / 3),
        ("within: 900s, hours: open", 1),  # the third is answered at the next opening: 900 s of open time
        ("within: 899s, hours: open", 2 / 3),
        ("within: 1500s, until: finished, hours: open", 1),
        ("within: 1499s, until: finished, hours: open", 2 / 3),
        # the second is finished 300 s past closing, which is not open
        ("within: 900s, until: finished, hours: open", 2 / 3),
    ],
)
def test_a_target_counts_until_the_stated_end_in_the_stated_hours(tmp_path, target, by_hand):
    assert level(mails(tmp_path, LATE, target)) == pytest.approx(by_hand)


def test_what_is_still_in_hand_or_waits_at_the_end_has_not_met_its_target(tmp_path):
    scenario = mails(tmp_path, [0, 0], "within: 9d, until: finished", handle=30 * HOUR, calendar="days: 1")
    # the first is finished the next day, the second never
    assert level(scenario) == 0.5


def test_open_time_starts_anew_at_every_opening_and_knows_weekdays(tmp_path):
    hours = {"mon": "08:00-12:00", "wed": "08:00-09:00, 10:00-11:00"}
    scenario = mails(tmp_path, [0], "within: 1s", calendar="days: 7").replace("calendar.open", hours)
    grid = Grid.of(scenario)
    day = 24 * HOUR
    moments = [
        0,
        8 * HOUR,
        9 * HOUR,
        12 * HOUR,
        day,
        2 * day + 8.5 * HOUR,
        2 * day + 9.5 * HOUR,
        2 * day + 10.5 * HOUR,
    ]
    found = grid.open_until(np.array(moments) * SECOND) / SECOND / HOUR
    assert found.tolist() == [0, 0, 1, 4, 4, 4.5, 5, 5.5]
    assert grid.open_until(np.array([6 * day * SECOND])).tolist() == [6 * HOUR * SECOND]


def test_the_backlog_of_every_interval_holds_what_waits_overnight(tmp_path):
    scenario = mails(tmp_path, [CLOSE - 700] * 4, "within: 4h").replace("interval", "2h")
    legs, agents = frames(scenario, logs_of(scenario))
    grid = Grid.of(scenario)
    sums = measure(legs, agents, grid)
    # of four, one is finished and one in hand at closing; two wait overnight and are done by 10:00
    by_interval = [
        value(sums, grid, "backlog", "category", "mail", 1 + row) for row in range(grid.n_intervals)
    ]
    assert by_interval == [0, 2, 0, 0, 0, 0]
    assert value(sums, grid, "backlog") == 0
    # waiting at night is no waiting in open time: 600 s twice, 100 s once more, and 700 s from then
    queue = value(sums, grid, "queue", "category", "mail") * 3 * CLOSE
    assert queue == pytest.approx(600 + 2 * 700 + 600)


def test_calls_served_out_after_closing_count_as_queue_where_e_mails_carried_over_do_not(tmp_path):
    arrivals = {"call": [CLOSE - 30] * 2, "mail": [CLOSE - 30]}
    scenario = blended(tmp_path, arrivals, CARRIED, calendar="days: 2")
    grid = Grid.of(scenario)
    sums = measure(*frames(scenario, logs_of(scenario)), grid)
    waited = [value(sums, grid, "queue", "category", name) * 2 * CLOSE for name in ("call", "mail")]
    assert waited == pytest.approx([60, 30])
