"""What runs but is probably not meant: overload without patience, open hours with nobody there."""

import pytest

from acd.scenario import parse, starter, warnings
from acd.scenario.cautions import uncovered
from tests.scenario.made import made

BUSY = "arrivals: {rate: 90/h}"
PATIENT = ", patience: {dist: constant, value: 60}"


def told(**parts: str) -> list[str]:
    """Return the warnings about a scenario."""
    return [str(fault) for fault in warnings(made(**parts))]


def test_more_work_than_agents_and_no_patience_is_a_warning() -> None:
    assert told(category=BUSY) == [
        "scenario:3: categories.a: 'a' brings 1.5 erlangs of work to 1 agents on average, "
        "and nobody gives up waiting; the lines grow without end, so add agents or give `patience`"
    ]


@pytest.mark.parametrize(
    "parts",
    [
        {"category": BUSY + PATIENT},
        {"category": "arrivals: {rate: 60/h}"},
        {"category": BUSY, "group": "count: 2, authorised: [a]"},
    ],
)
def test_patience_or_enough_agents_leave_nothing_to_warn_of(parts: dict[str, str]) -> None:
    assert told(**parts) == []


def test_absence_and_wrap_up_count_in_the_overload() -> None:
    group = "count: 2, authorised: [a], shrinkage: 30%"
    assert "1.5 erlangs of work to 1.4 agents" in told(category=BUSY, group=group)[0]
    wrapped = told(
        category=BUSY + ", wrap_up: {dist: exponential, mean: 60}", group="count: 2, authorised: [a]"
    )
    assert "3 erlangs of work to 2 agents" in wrapped[0]


def test_categories_that_only_together_are_too_much_are_told_together() -> None:
    text = """\
name: x
categories:
  a: {handle: {dist: constant, value: 60}, arrivals: {rate: 50/h}}
  b: {handle: {dist: constant, value: 60}, arrivals: {rate: 50/h}}
agents:
  g: {count: 1, authorised: [a, b]}
"""
    [line] = [str(fault) for fault in warnings(parse(text))]
    assert line.startswith("scenario:2: categories: the categories without patience bring 1.667 erlangs")


def test_open_hours_with_nobody_on_shift_are_a_warning() -> None:
    group = "shifts: [{agents: 3, days: mon, at: 08:00, length: 4h}], authorised: [a]"
    assert told(group=group, root="calendar: {days: 2, open: 08:00-13:30}") == [
        "scenario:3: categories.a: nobody authorised for 'a' (g) is on shift during 7 open hours, "
        "first on mon 2026-01-05 12:00; add agents or open for less"
    ]
    assert "is on shift during 24 open hours" in told(group="count: 0, authorised: [a]")[0]


def test_the_starter_gives_no_warning() -> None:
    assert warnings(parse(starter())) == []


@pytest.mark.parametrize(
    ("wanted", "there", "gaps"),
    [
        ([(0.0, 10.0)], [], [(0.0, 10.0)]),
        ([(0.0, 10.0)], [(0.0, 10.0)], []),
        ([(0.0, 10.0)], [(2.0, 3.0), (5.0, 12.0)], [(0.0, 2.0), (3.0, 5.0)]),
        ([(0.0, 4.0), (6.0, 9.0)], [(3.0, 7.0)], [(0.0, 3.0), (7.0, 9.0)]),
        ([(5.0, 6.0)], [(0.0, 1.0), (2.0, 5.5)], [(5.5, 6.0)]),
    ],
)
def test_gaps_are_what_nothing_covers(
    wanted: list[tuple[float, float]], there: list[tuple[float, float]], gaps: list[tuple[float, float]]
) -> None:
    assert uncovered(wanted, there) == gaps


@pytest.mark.parametrize(
    ("patience", "answer", "there"),
    [
        ("", "5s", True),
        ("", "2s", True),
        ("", "1s", False),
        (", patience: {dist: constant, value: 20}", "5s", False),
    ],
)
def test_phones_that_ring_for_longer_than_dialled_customers_wait_are_told(
    patience: str, answer: str, there: bool
) -> None:
    group = f"count: 1, authorised: [a], answer: {{dist: constant, value: {answer}}}"
    found = told(category=f"outbound: {{mode: predictive, records: 5}}{patience}", group=group)
    line = (
        f"scenario:5: agents.g.answer: it rings for {answer} on average, but whom the centre dials for 'a' waits for "
        "2s: most of those dialled ahead are abandoned while it rings, and the cap leaves little more than dials for "
        "agents; let it ring for less, give more `patience`, or dial progressively"
    )
    assert found == [line] * there
    assert told(category="outbound: {mode: progressive, records: 5}", group=group) == []
