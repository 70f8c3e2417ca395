"""An agent's day in the plain machine: come in, take breaks, go home; how the centre opens and closes.

- Staffing is the number logged in: when it falls, the ready leave first, then those not ready, then the busy as they
  finish, the last of the file first; when it rises, those about to leave stay, then the first of the file come in.
- A shift's break waits for the agent to be free, and for the break before it, and lasts in full, or to the shift's end.
  Shifts of an agent that touch are one. Shrinkage: an agent's whole shift is absent.
- Closing with `serve` keeps everybody whose time would be over then, until nobody is in the IVR and nothing waits that
  somebody there may serve; then all go home. Opening time ends this in any case.
- A user's process may take agents away, in the order in which they leave when staffing falls, and give them back.
  Whoever is away is not ready, but takes breaks and goes home like everybody else.
"""

from dataclasses import dataclass, field

from acd.core.codes import AgentReason, AgentState, Pending, Purpose, Rank
from tests.reference.chance import origin
from tests.reference.router import Change
from tests.reference.timetable import appointments


@dataclass
class Day:
    """An agent's day: the breaks due, the first of them asked for or running; absent from a shift? taken away, why?"""

    breaks: list = field(default_factory=list)
    running: object = None
    absent: bool = False
    away: int | None = None


class Roster:
    """Sends agents in, on breaks and home, by commands to the router of a world."""

    def __init__(self, world):
        self.world, self.router, self.scenario = world, world.router, world.scenario
        self.days = [Day() for _ in self.router.agents]
        self.plan = appointments(self.scenario)
        self.closings = {item.time for item in self.plan if item.what == "close"}
        self.is_open = self.closing = False

    def leaving(self, agent):
        """Say whether an agent is off, or will be once the work in hand is done."""
        return agent.state == AgentState.OFF or agent.pending == Pending.LOG_OUT

    def come_in(self, now, agent):
        """Start work, or stay when about to leave; for whoever is there anyway nothing changes."""
        if not self.leaving(agent):
            return
        if agent.state == AgentState.OFF:
            self.router.log_in(now, agent.index, AgentReason.SHIFT)
        self.take_contacts(now, agent)

    def take_contacts(self, now, agent):
        """Be ready, unless taken away."""
        word = self.days[agent.index].away
        if word is None:
            self.world.follow(now, self.router.ready(now, agent.index))
        else:
            self.router.not_ready(now, agent.index, word)

    def go_home(self, now, agent, reason=AgentReason.SHIFT):
        """Leave, now or once the work in hand is done."""
        self.forget_breaks(agent)
        if not self.leaving(agent):
            self.router.log_out(now, agent.index, reason)
            for contact in self.router.held_for(agent):
                self.world.watch_hold(contact)

    # -- staffing -------------------------------------------------------------------------------------------------
    def staff(self, now, group, target):
        """Bring the number of a group's agents who are there and stay to a target."""
        if self.kept(now):
            return
        team = [agent for agent in self.router.agents if agent.group == group]
        there = [agent for agent in team if not self.leaving(agent)]
        gone = [agent for agent in team if self.leaving(agent)]
        for agent in sorted(gone, key=lambda a: a.state == AgentState.OFF)[: max(target - len(there), 0)]:
            self.come_in(now, agent)
        for agent in self.leavers(there)[: max(len(there) - target, 0)]:
            self.go_home(now, agent)

    def leavers(self, agents):
        """Return agents in the order in which they leave."""
        turn = {AgentState.READY: 0, AgentState.NOT_READY: 1}
        return sorted(agents, key=lambda a: (turn.get(a.state, 2), -a.index))

    # -- what a user's process does -------------------------------------------------------------------------------
    def take_away(self, now, group, number, word):
        """Take agents away: now, or after the work in hand, or after their breaks; return who they are."""
        team = [agent for agent in self.router.agents if agent.group == group and not self.leaving(agent)]
        taken = self.leavers([agent for agent in team if self.days[agent.index].away is None])[:number]
        for agent in taken:
            self.days[agent.index].away = word
            if not self.days[agent.index].breaks:
                self.router.not_ready(now, agent.index, word)
        return taken

    def give_back(self, now, taken):
        """Give agents back; whoever has not left yet stays."""
        for agent in taken:
            day = self.days[agent.index]
            was_away, day.away = day.away is not None, None
            if was_away and not day.breaks and not self.leaving(agent):
                self.take_contacts(now, agent)
            self.try_to_close(now)

    # -- shifts ---------------------------------------------------------------------------------------------------
    def shift_starts(self, now, a, key):
        """An agent's shift starts, unless the agent is absent from it."""
        agent, day = self.router.agents[a], self.days[a]
        group = self.scenario.agents[agent.group]
        before = day.absent
        u = self.world.chance.uniform(Purpose.ABSENCE, key, origin("group", agent.group))
        day.absent = u < group.shrinkage
        if not day.absent:
            self.come_in(now, agent)
        elif not before:
            self.go_home(now, agent)
            self.attend(now, agent)

    def shift_ends(self, now, a):
        """An agent's shift ends; at closing time with `serve` those present stay on."""
        agent, day = self.router.agents[a], self.days[a]
        if day.absent and agent.state == AgentState.OFF:
            self.note(now, agent, AgentState.OFF, AgentReason.SHIFT)
        day.absent = False
        if not self.kept(now):
            self.go_home(now, agent)

    def kept(self, now):
        """Say whether agents are kept who would leave now."""
        return self.scenario.calendar.at_close == "serve" and now in self.closings

    def note(self, now, agent, state, reason):
        """Log a state that the router does not know: absence, and its end."""
        group = self.router.groups.index(agent.group)
        self.router.changes.append(Change(now, agent.index, group, state, reason, 0))

    def attend(self, now, agent):
        """An agent has nothing in hand any more: start the break that waits, or note the absence."""
        day = self.days[agent.index]
        if agent.state == AgentState.NOT_READY and day.breaks and day.running is None:
            running = day.running = object()
            end = now + day.breaks[0][0]
            self.world.later(end, Rank.TIMER, agent.index, lambda now: self.break_ends(now, agent, running))
        elif agent.state == AgentState.OFF and day.absent:
            self.note(now, agent, AgentState.ABSENT, AgentReason.SHRINKAGE)

    # -- breaks ---------------------------------------------------------------------------------------------------
    def break_due(self, now, a, length, paid):
        """A break falls due."""
        agent, day = self.router.agents[a], self.days[a]
        if self.leaving(agent):
            return
        day.breaks.append((length, paid))
        if len(day.breaks) == 1:
            self.ask_break(now, agent)

    def ask_break(self, now, agent):
        """Let an agent take the first of the breaks due as soon as nothing is in hand."""
        _, paid = self.days[agent.index].breaks[0]
        self.router.not_ready(now, agent.index, AgentReason.BREAK if paid else AgentReason.UNPAID_BREAK)
        self.attend(now, agent)

    def break_ends(self, now, agent, running):
        """A break is over, unless it was forgotten meanwhile; the next one due follows at once."""
        day = self.days[agent.index]
        if day.running is not running:
            return
        day.running = None
        del day.breaks[0]
        if day.breaks:
            self.ask_break(now, agent)
        else:
            self.take_contacts(now, agent)

    def forget_breaks(self, agent):
        day = self.days[agent.index]
        day.breaks, day.running = [], None

    # -- opening and closing --------------------------------------------------------------------------------------
    def open(self, now):
        """The centre opens; whoever is still there from yesterday's lines goes, unless wanted today."""
        self.is_open = True
        if self.closing:
            self.everybody_home(now)

    def close(self, now):
        """The centre closes: serve the lines out, turn everybody away, or leave them for the next opening."""
        self.is_open = False
        if self.scenario.calendar.at_close == "serve":
            self.closing = True
        elif self.scenario.calendar.at_close == "turn_away":
            for contact in self.router.waiting():
                self.world.turn_away(now, contact.name)

    def try_to_close(self, now):
        """Let everybody go once nothing is left that they could do."""
        there = {agent.group for agent in self.router.agents if agent.state != AgentState.OFF}
        lines = {contact.category for contact in self.router.waiting()}
        served = any(self.router.may_serve(group, category) for group in there for category in lines)
        if self.closing and not self.world.in_ivr and not served:
            self.everybody_home(now)

    def everybody_home(self, now):
        """All agents leave, now or once the work in hand is done."""
        self.closing = False
        for agent in self.router.agents:
            if not self.leaving(agent):
                self.go_home(now, agent, AgentReason.CLOSED)
