"""Draws what channels have of their own: hours, ways to close, targets of deferred work, the choice of another one."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from acd.scenario.hours import opening_hours
from tests.strategies import seconds

Raw = dict[str, Any]
HOURS: tuple[object, ...] = (
    "00:00-24:00",
    "08:30-10:00",
    "09:00-11:00, 12:00-13:15",
    {"mon": "08:00-11:00", "tue": "09:00-10:00", "wed": "08:00-09:30"},
    {"mon": "10:00-12:00, 21:00-24:00", "tue": "00:00-02:00", "wed": "09:00-13:00"},
)
"""Some end as drawn opening hours do, some begin so, some touch at midnight."""


@st.composite
def choices(draw: st.DrawFn, others: list[str]) -> Raw:
    """Draw who is offered another channel, and who accepts."""
    found: Raw = {"to": draw(st.sampled_from(others)), "accept": draw(st.sampled_from([0.5, 1]))}
    if draw(st.booleans()):
        found["accept"] = {0: 0.3, 60: draw(st.sampled_from([0, 0.6])), 600: 1}
    if draw(st.booleans()):
        found["offer"] = 0.7
    if draw(st.booleans()):
        found["when_wait_exceeds"] = draw(seconds(0, 5))
    return found


@st.composite
def channel_life(draw: st.DrawFn, raw: Raw) -> None:
    """Put into a scenario that has channels, as a user writes it, what these have of their own."""
    names = list(raw["categories"])
    for channel in raw["channels"].values():
        if draw(st.integers(0, 2)) == 0:
            channel["at_close"] = draw(st.sampled_from(["serve", "turn_away", "carry_over"]))
    for name, category in raw["categories"].items():
        others = [other for other in names if other != name and "outbound" not in raw["categories"][other]]
        if others and "outbound" not in category and draw(st.integers(0, 2)) == 0:
            category["steer"] = draw(choices(others))
        if draw(st.integers(0, 2)) == 0:
            category["service_level"] = {
                "within": draw(seconds(0, 90)),
                "until": draw(st.sampled_from(["answered", "finished"])),
                "hours": draw(st.sampled_from(["all", "open"])),
            }
    for team in raw["agents"].values():
        if draw(st.integers(0, 2)) == 0:
            _put_hours(draw, raw, team)
    if draw(st.booleans()):
        raw["routing"]["estimated_wait"] = draw(
            st.sampled_from(["queue_length", "last_served", "head_of_line"])
        )


def _put_hours(draw: st.DrawFn, raw: Raw, team: Raw) -> None:
    """Let a group work some channels in some hours."""
    listed = team.get("channels", list(raw["channels"]))
    worked = {name: {} for name in listed} if isinstance(listed, list) else listed
    some = [hours for hours in HOURS if _ever_open(hours, raw["calendar"])]
    for rule in worked.values():
        if draw(st.booleans()):
            rule["hours"] = draw(st.sampled_from(some))
    team["channels"] = worked


def _ever_open(hours: object, calendar: Raw) -> bool:
    """Say whether hours fall into opening hours on some day of the calendar, which begins on a Monday."""
    mine, theirs = opening_hours(hours), opening_hours(calendar["open"])
    return any(
        max(start, begin) < min(end, stop)
        for day in range(calendar["days"])
        for start, end in mine[day]
        for begin, stop in theirs[day]
    )
