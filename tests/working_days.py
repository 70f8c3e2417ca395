"""Draws what a working day holds beyond its shift: overtime, adherence, meetings, training, and agents who are new.

Durations are whole minutes and often nothing, so that ends of breaks, meetings and shifts meet on one microsecond.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
RARELY = st.sampled_from([False, False, False, True])
Weekdays = dict[int, list[tuple[int, int]]]
"""Opening periods of each weekday, in minutes."""


def overtime() -> st.SearchStrategy[dict[str, object]]:
    """Draw how long a shift's agents go on, and when."""
    return st.fixed_dictionaries(
        {"up_to": st.integers(1, 90).map(lambda minutes: 60 * minutes)},
        optional={"when_waiting": st.integers(1, 3)},
    )


def adherence(durations: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, object]]:
    """Draw how far a group's agents keep to their shifts."""
    return st.fixed_dictionaries({}, optional={"late": durations, "early": durations, "breaks": durations})


@st.composite
def gatherings(draw: st.DrawFn, weekdays: Weekdays) -> dict[str, object]:
    """Draw a meeting or training within one of the opening periods."""
    day, start, end = draw(
        st.sampled_from([(day, a, b) for day, periods in sorted(weekdays.items()) for a, b in periods])
    )
    begins = draw(st.lists(st.integers(start, end - 15), min_size=1, max_size=2))
    found: dict[str, object] = {
        "days": draw(st.sampled_from([DAYS[day], ", ".join(DAYS[other] for other in sorted(weekdays))])),
        "at": [f"{minute // 60:02d}:{minute % 60:02d}" for minute in begins],
        "length": 60 * draw(st.integers(1, end - max(begins))),
        "agents": draw(st.sampled_from(["100%", "50%", "30%", 1, 2])),
        "when_busy": draw(st.sampled_from(["wait", "skip"])),
    }
    if draw(RARELY):
        found["enabled"] = draw(st.booleans())
    return found


@st.composite
def beginners(draw: st.DrawFn, size: int) -> dict[str, object]:
    """Draw who of a group's agents is new, and how they learn."""
    items, left = [], size
    for _ in range(draw(st.integers(1, 2))):
        items.append({"agents": draw(st.integers(0, left)), "weeks": draw(st.sampled_from([0, 1, 2.5, 40]))})
        left -= items[-1]["agents"]
    return {
        "tenure": items,
        "learning": {
            "novice": draw(st.sampled_from(["100%", "150%", "300%"])),
            "doubling": draw(st.sampled_from(["50%", "80%", "100%"])),
            "unit": draw(st.sampled_from(["1d", "7d"])),
        },
    }


def working_day(
    draw: st.DrawFn, weekdays: Weekdays, size: int, durations: st.SearchStrategy[Any], *, hours: bool
) -> dict[str, object]:
    """Draw what a group's days hold; only those who keep hours can be late for them."""
    found: dict[str, object] = {}
    for key in ("meetings", "training"):
        if draw(RARELY):
            found[key] = draw(st.lists(gatherings(weekdays), min_size=1, max_size=2))
    if hours and draw(RARELY):
        found["adherence"] = draw(adherence(durations))
    if draw(RARELY):
        found |= draw(beginners(size))
    if draw(RARELY):
        found["overtime_pay"] = draw(st.sampled_from(["100%", "150%"]))
    return found
