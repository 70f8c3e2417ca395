"""Shifts in seconds from day one: who, when, with which breaks."""

from acd.scenario import Scenario
from acd.scenario.curves import staffing_levels
from acd.scenario.shifts import AgentShift, agent_shifts, group_size
from tests.scenario.made import made

HOUR, DAY = 3_600.0, 86_400.0
WEEK = "calendar: {start: 2026-01-09, days: 4, open: 00:00-24:00}"
SHIFTS = (
    "shifts: [{agents: 2, days: fri-sat, at: 08:00, length: 8h, "
    "breaks: [{after: 2h, length: 15m}, {after: 4h, length: 30m, paid: false}]}, "
    "{agents: 1, days: mon, at: 22:00, length: 4h}], authorised: [a]"
)


def shifted(group: str = SHIFTS) -> Scenario:
    """Return a scenario of four days from a Friday."""
    return made(group=group, root=WEEK)


def test_each_agent_has_a_shift_on_each_of_its_weekdays() -> None:
    found = agent_shifts(shifted(), "g")
    assert [(shift.day, shift.shift, shift.number, shift.agent) for shift in found] == [
        (0, 0, 0, 0),
        (0, 0, 1, 1),
        (1, 0, 0, 0),
        (1, 0, 1, 1),
        (3, 1, 0, 2),
    ]


def test_times_and_breaks_are_seconds_from_day_one() -> None:
    first, *_, last = agent_shifts(shifted(), "g")
    breaks = ((10 * HOUR, 900.0, True), (12 * HOUR, 1800.0, False))
    assert first == AgentShift(0, 0, 0, 0, 8 * HOUR, 16 * HOUR, breaks)
    assert last == AgentShift(2, 3, 1, 0, 3 * DAY + 22 * HOUR, 4 * DAY + 2 * HOUR)


def test_a_count_has_shifts_only_when_somebody_may_be_absent() -> None:
    assert agent_shifts(shifted("count: 2, authorised: [a]"), "g") == []
    found = agent_shifts(shifted("count: 2, authorised: [a], shrinkage: 10%"), "g")
    assert len(found) == 8
    assert found[3] == AgentShift(1, 1, 0, 1, DAY, 2 * DAY, absence=0.1)


def test_the_size_of_a_group_is_everybody_who_ever_belongs_to_it() -> None:
    levels = [0, 3, 5, 1] * 12
    assert group_size(shifted(), "g") == 3
    assert staffing_levels(shifted(), "g") == []
    assert group_size(shifted("count: 7, authorised: [a]"), "g") == 7
    assert group_size(shifted(f"staffing: {{per_interval: {levels}}}, authorised: [a]"), "g") == 5
    assert agent_shifts(shifted(f"staffing: {{per_interval: {levels}}}, authorised: [a]"), "g") == []
