"""Opening hours in seconds from day one, worked out by hand."""

from pathlib import Path

from acd.scenario import Scenario
from acd.scenario.calendar import horizon, open_intervals, openings, week_openings
from tests.scenario.made import made

HOUR, DAY = 3_600.0, 86_400.0


def centre(calendar: str, interval: str = "30m") -> Scenario:
    """Return the smallest scenario with a calendar."""
    return made(Path(), root=f"interval: {interval}\ncalendar: {{{calendar}}}")


def test_by_default_the_calendar_is_one_day_that_is_always_open() -> None:
    scenario = made()
    assert openings(scenario) == [(0.0, DAY)]
    assert horizon(scenario) == DAY


def test_days_that_touch_at_midnight_are_one_opening() -> None:
    assert openings(centre("days: 3, open: 00:00-24:00")) == [(0.0, 3 * DAY)]
    assert openings(centre("days: 2, open: '00:00-06:00, 22:00-24:00'")) == [
        (0.0, 6 * HOUR),
        (22 * HOUR, 30 * HOUR),
        (46 * HOUR, 48 * HOUR),
    ]


def test_hours_go_by_the_weekday_of_each_day() -> None:
    # 2026-01-09 is a Friday.
    scenario = centre(
        "start: 2026-01-09, days: 4, open: {mon-fri: 08:00-10:00, sat: 09:00-10:00, sun: closed}"
    )
    assert openings(scenario) == [
        (8 * HOUR, 10 * HOUR),
        (33 * HOUR, 34 * HOUR),
        (3 * DAY + 8 * HOUR, 3 * DAY + 10 * HOUR),
    ]


def test_a_week_begins_with_the_first_weekday_of_the_calendar() -> None:
    # 2026-01-10 is a Saturday: two closed days come first.
    scenario = centre("start: 2026-01-12, days: 1, open: {mon: 08:00-24:00, tue: 00:00-01:00}")
    assert week_openings(scenario) == [(8 * HOUR, 25 * HOUR)]
    later = scenario.replace("calendar.start", "2026-01-13").replace("calendar.open.wed", "08:00-09:00")
    assert week_openings(later) == [(0.0, HOUR), (32 * HOUR, 33 * HOUR), (6 * DAY + 8 * HOUR, 7 * DAY)]


def test_intervals_are_cut_at_opening_borders_and_count_when_any_of_them_is_open() -> None:
    scenario = centre("open: '07:15-08:05, 08:20-08:30'")
    assert open_intervals(scenario, 0) == [
        (7 * HOUR, [(7.25 * HOUR, 7.5 * HOUR)]),
        (7.5 * HOUR, [(7.5 * HOUR, 8 * HOUR)]),
        (8 * HOUR, [(8 * HOUR, 8 * HOUR + 300), (8 * HOUR + 1200, 8.5 * HOUR)]),
    ]


def test_hours_may_be_written_in_any_order_and_as_a_list() -> None:
    assert centre("open: [13:00-14:00, 08:00-12:00]").calendar.open[6] == [
        (8 * HOUR, 12 * HOUR),
        (13 * HOUR, 14 * HOUR),
    ]


def test_weekdays_may_be_written_in_full_and_around_the_weekend() -> None:
    days = centre("days: 7, open: {saturday-mon: 08:00-09:00}").calendar.open
    assert [day for day, hours in days.items() if hours] == [0, 5, 6]
