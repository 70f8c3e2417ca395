"""What is known before a run: opening hours, shifts and staffing, in microseconds since day one 00:00.

Appointments of one moment and rank keep the scenario's order.
"""

import math
from dataclasses import dataclass

from acd.core.codes import AgentReason, Rank
from acd.scenario.calendar import openings
from acd.scenario.curves import staffing_levels
from acd.scenario.shifts import agent_shifts, keeps_hours
from acd.scenario.shifts import appointments as gatherings
from tests.reference.chance import WORD
from tests.reference.durations import SECOND
from tests.reference.duty import Duty

DAY = 86_400 * SECOND


def us(seconds):
    """Return whole microseconds."""
    return round(seconds * SECOND)


# -- appointments -------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Appointment:
    """Something that the timetable brings: ``what`` is a method of the roster, called with ``arguments``."""

    time: int
    rank: Rank
    what: str
    arguments: tuple = ()


@dataclass(frozen=True)
class Pause:
    """A break, a meeting or training: how long, why, and by what a break's overrun is drawn."""

    length: int
    reason: AgentReason
    key: int = 0
    number: int = 0


def appointments(scenario):
    """Return the whole timetable, sorted by time and rank; within these, channels first, opening, then groups."""
    found = list(channel_appointments(scenario))
    for start, end in openings(scenario):
        found += [Appointment(us(start), Rank.LOG_IN, "open"), Appointment(us(end), Rank.CLOSE, "close")]
    first = 0
    for name, group in scenario.agents.items():
        found += shift_appointments(scenario, name, first)
        if not keeps_hours(group):
            found += staffing_appointments(scenario, name)
        found += gathering_appointments(scenario, name, first)
        first += group_size(scenario, name)
    return sorted(found, key=lambda item: (item.time, item.rank))


def channel_appointments(scenario):
    """Yield when groups begin and cease to take contacts of a channel."""
    for group in scenario.agents:
        for channel in scenario.channels:
            duty = Duty(scenario, group, channel)
            for time, rank, on in duty.switches() if duty.timed else ():
                yield Appointment(us(time), rank, "set_channel", (group, channel, on))


def group_size(scenario, name):
    """Return how many agents a group has: its count, its highest staffing, or the agents of all its shifts."""
    group = scenario.agents[name]
    if group.shifts is not None:
        return sum(shift.agents for shift in group.shifts)
    return max((agents for _, _, agents in staffing_levels(scenario, name)), default=0)


def staffing_appointments(scenario, name):
    """Yield every change of a group's staffing: a rise is a log-in, a fall a log-out."""
    level, until = 0, 0
    for start, end, agents in [*staffing_levels(scenario, name), (math.inf, math.inf, 0)]:
        if level and until < start:
            yield Appointment(us(until), Rank.LOG_OUT, "staff", (name, 0))
            level = 0
        if agents != level:
            yield Appointment(
                us(start), Rank.LOG_IN if agents > level else Rank.LOG_OUT, "staff", (name, agents)
            )
        level, until = agents, end


def shift_appointments(scenario, name, first):
    """Yield starts, breaks and ends of a group's shifts; where the agent's next one starts at once, no end."""
    shifts = agent_shifts(scenario, name)
    starts = {(shift.agent, us(shift.start_s)) for shift in shifts}
    for shift in shifts:
        agent, end = first + shift.agent, us(shift.end_s)
        key = shift.day * WORD + shift.shift * 2**20 + shift.number
        goes_on = (shift.agent, end) in starts
        begins = agent, key, shift.absence, None if goes_on else end, shift.overtime
        yield Appointment(us(shift.start_s), Rank.LOG_IN, "shift_starts", begins)
        for number, (due, length, paid) in enumerate(shift.breaks):
            reason = AgentReason.BREAK if paid else AgentReason.UNPAID_BREAK
            pause = Pause(us(length), reason, key, number)
            yield Appointment(us(due), Rank.BREAK, "break_due", (agent, pause))
        if not goes_on:
            yield Appointment(end, Rank.LOG_OUT, "shift_ends", (agent, shift.overtime))


def gathering_appointments(scenario, name, first):
    """Yield the meetings and the training of a group's agents."""
    for one in gatherings(scenario, name):
        reason = AgentReason.TRAINING if one.training else AgentReason.MEETING
        what = "break_if_free" if one.skipped else "break_due"
        pause = Pause(us(one.length_s), reason)
        yield Appointment(us(one.start_s), Rank.BREAK, what, (first + one.agent, pause))
