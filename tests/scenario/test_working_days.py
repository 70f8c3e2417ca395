"""What may be written about working days, what it means, and what a user is told about mistakes in it."""

import pytest

from acd.scenario.shifts import appointments
from acd.scenario.working import Gathering
from tests.scenario.made import faults, made, text

HOURS = "calendar: {days: 7, open: {mon-fri: 08:00-12:00}}"


def group(more):
    return f"count: 4, authorised: [a], {more}"


def told(more, root=HOURS):
    return [fault.removeprefix("f.yaml:5: agents.g.") for fault in faults(text(group=group(more), root=root))]


GATHERING = "known keys: days, at, length, agents, when_busy, enabled"
LEARNING = "tenure: [{agents: 1, weeks: 0}]"


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("meetings: [{at: '07:30', length: 1h}]",
         "meetings[0].at: 07:30 for 1h is outside opening hours on every one of its days (mon, tue, wed, thu, fri, "
         "sat, sun); move or shorten it, or open longer"),
        ("training: [{days: 'sat, sun', at: '09:00', length: 1h}]",
         "training[0].at: 09:00 for 1h is outside opening hours on every one of its days (sat, sun); move or shorten "
         "it, or open longer"),
        ("meetings: [{at: [], length: 1h}]", "meetings[0].at: is empty; give at least one time of day"),
        ("meetings: [{at: '9', length: 1h}]", "meetings[0].at: '9' is not a time of day; write it as 07:30"),
        ("meetings: [{at: '09:00', length: 0s}]",
         "meetings[0].length: 0s is out of range; give more than nothing and up to 24h"),
        ("meetings: [{at: '09:00', length: 1h, agents: 0.5}]",
         "meetings[0].agents: 0.5 is neither a share nor a number of agents; write 50% or 3"),
        ("meetings: [{at: '09:00', length: 1h, agents: 150%}]",
         "meetings[0].agents: '150%' is too large; a share is at most 100%"),
        ("meetings: [{at: '09:00', length: 1h, when_busy: leave}]",
         "meetings[0].when_busy: unknown rule 'leave'; one of: wait, skip"),
        ("meetings: [{at: '09:00', length: 1h, until: 2h}]",
         f"meetings[0].until: unknown key 'until'; {GATHERING}"),
        ("training: [{at: '09:00', length: 1h, enabled: maybe}]",
         "training[0].enabled: 'maybe' is neither true nor false; write true or false"),
        ("tenure: [{agents: 1, weeks: 2}]",
         "tenure: is given without learning, so that it has no curve; give both, or neither"),
        ("learning: {novice: 150%, doubling: 70%}",
         "learning: is given without tenure, so that it has no agent; give both, or neither"),
        ("tenure: [{agents: 3, weeks: 2}, {agents: 2, weeks: 9}], learning: {novice: 150%, doubling: 70%}",
         "tenure: 5 agents are new, but the group has 4; name fewer, or add agents"),
        (f"{LEARNING}, learning: {{novice: 80%, doubling: 70%}}",
         "learning.novice: 0.8 is less than 1; a novice takes at least as long as the experienced, so give 100% or "
         "more"),
        (f"{LEARNING}, learning: {{novice: 180%, doubling: 0%}}",
         "learning.doubling: 0 is too small; some of the excess is left after any time, so give more than 0%, such as "
         "70%"),
        (f"{LEARNING}, learning: {{novice: 180%, doubling: 80%, unit: 0d}}",
         "learning.unit: 0s is too short; time worked is counted in this unit, so give some time, such as 7d"),
        ("adherence: {late: 5m}",
         "adherence.late: '5m' is not a distribution; write it as {dist: exponential, mean: 3m}"),
        ("adherence: {tardy: {dist: constant, value: 1m}}",
         "adherence.tardy: unknown key 'tardy'; did you mean 'early'? known keys: late, early, breaks"),
        ("overtime_pay: -50%", "overtime_pay: '-50%' is negative; a factor is 0 or more"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_place_value_rule_and_way_out(more, message):
    assert told(more) == [message]


@pytest.mark.parametrize(
    ("overtime", "message"),
    [
        ("{when_waiting: 2}", "up_to: is missing; it has no default, so give it"),
        ("{up_to: 0s}", "up_to: 0s is out of range; give more than nothing and up to 24h"),
        (
            "{up_to: 30m, when_waiting: 0}",
            "when_waiting: 0 is out of range; give a whole number from 1 to 100000",
        ),
    ],
)
def test_a_mistake_in_overtime_is_told(overtime, message):
    shift = f"{{agents: 1, at: '08:00', length: 1h, overtime: {overtime}}}"
    found = faults(text(group=f"shifts: [{shift}], authorised: [a]", root=HOURS))
    assert found == [f"f.yaml:5: agents.g.shifts[0].overtime.{message}"]


def test_adherence_needs_shifts():
    parts = "staffing: {per_interval: [1, 1, 1, 1, 1, 1, 1, 1]}, authorised: [a], adherence: {}"
    assert faults(text(group=parts, root=HOURS)) == [
        "f.yaml:5: agents.g.adherence: is given together with staffing, which has no shifts to come late to; give "
        "shifts or count, or remove it"
    ]  # fmt: skip


def test_meetings_of_too_many_agents_are_refused():
    parts = "count: 50000, authorised: [a], meetings: [{at: '09:00', length: 1h}]"
    (found,) = faults(text(group=parts, root="calendar: {days: 200, open: 08:00-12:00}"))
    assert (
        "50000 agents on 200 days are more than 5000000 appointments; take fewer agents or fewer days"
        in found
    )


def test_a_meeting_that_is_left_out_is_not_held_against_the_opening_hours():
    assert told("meetings: [{at: '07:30', length: 1h, enabled: false}]") == []


def seats(gathering, size):
    return [gathering.takes_part(number, size) for number in range(size)]


def test_a_share_of_a_group_is_spread_over_it_and_dealt_out_over_the_times():
    assert seats(Gathering(at="09:00", length=60, agents="50%"), 6) == [0, None, 0, None, 0, None]
    assert seats(Gathering(at=["09:00", "10:00"], length=60, agents="50%"), 6) == [0, None, 1, None, 0, None]
    assert seats(Gathering(at=["09:00", "10:00"], length=60), 5) == [0, 1, 0, 1, 0]
    assert [seats(Gathering(at="09:00", length=60, agents="30%"), 10).count(0)] == [3]


@pytest.mark.parametrize(("count", "size"), [(0, 5), (2, 5), (5, 5), (9, 5), (1, 1), (3, 0)])
def test_so_many_of_a_group_take_part_as_it_says_and_has(count, size):
    assert seats(Gathering(at="09:00", length=60, agents=count), size).count(0) == min(count, size)


def test_meetings_take_place_while_the_centre_is_open():
    scenario = made(
        group=group("meetings: [{at: '09:00', length: 1h, agents: 1, days: mon-sun}]"), root=HOURS
    )
    days = {one.start_s // 86_400 for one in appointments(scenario, "g")}
    assert len(days) == 5
