"""When groups of the plain machine take contacts of a channel, and what closing does to each channel.

- A group takes contacts of a channel in the hours that it states for it, else always.
- Where some categories are served out after closing, channels that are carried over rest while the centre is closed.
- Hours that end as the centre closes go on until it opens again, where the channel is served out.
- What would end with the calendar goes on, but for what rests.

Time is cut wherever any of this may change, and each piece is looked at by itself.
"""

from acd.core.codes import Rank
from acd.scenario.calendar import horizon, openings, weekday
from acd.scenario.values import DAY


def at_close(scenario, category):
    """Return what becomes of a category's waiting contacts as the centre closes."""
    return scenario.channels[scenario.categories[category].channel].at_close or scenario.calendar.at_close


def serves(scenario):
    """Say whether some category's lines are served out after closing."""
    return any(at_close(scenario, name) == "serve" for name in scenario.categories)


class Duty:
    """One group and one channel."""

    def __init__(self, scenario, group, channel):
        self.scenario = scenario
        worked = scenario.agents[group].channels
        listed = None if worked is None else worked.get(channel)
        self.hours = None if listed is None else listed.hours
        used = {scenario.categories[name].channel for name in scenario.agents[group].authorised}
        self.works = channel in (used if worked is None else worked)
        self.mode = scenario.channels[channel].at_close or scenario.calendar.at_close
        self.rests = self.mode == "carry_over" and serves(scenario)
        self.timed = self.works and (self.hours is not None or self.rests)
        self.open = openings(scenario)

    def in_hours(self, time):
        """Say whether a moment [s] lies in the stated hours."""
        day, within = divmod(time, DAY)
        return any(start <= within < end for start, end in self.hours[weekday(self.scenario, int(day))])

    def on(self, time):
        """Say whether the group takes contacts of the channel at a moment [s], and just after it."""
        is_open = any(start <= time < end for start, end in self.open)
        if self.rests:
            return is_open and (self.hours is None or self.in_hours(time))
        if self.in_hours(time):
            return True
        closed = max((end for _, end in self.open if end <= time), default=None)
        if self.mode != "serve" or is_open or closed is None:
            return False
        # the hours ended as the centre closed
        return self.in_hours(closed - 1) and not self.in_hours(closed % (7 * DAY))

    def moments(self):
        """Return when it may change [s], before the calendar ends."""
        found = {moment for period in self.open for moment in period} | {0.0}
        for day in range(self.scenario.calendar.days if self.hours else 0):
            periods = self.hours[weekday(self.scenario, day)]
            found |= {day * DAY + moment for period in periods for moment in period}
        return sorted(moment for moment in found if moment < horizon(self.scenario))

    def switches(self):
        """Yield (time [s], rank, on) of every change."""
        was, starts = False, {start for start, _ in self.open}
        for time in self.moments():
            if self.on(time) != was:
                was = not was
                yield time, Rank.LOG_IN if was or time in starts else Rank.LOG_OUT, was
        if was and self.rests:
            yield horizon(self.scenario), Rank.LOG_OUT, False
