"""An agent's day in the plain machine: come in, take breaks, go home; how the centre opens and closes.

- Staffing is the number logged in: when it falls, the ready leave first, then those not ready, then the busy as they
  finish, the last of the file first; when it rises, those about to leave stay, then the first of the file come in.
- A shift's break waits for the agent to be free, and for the break before it, and lasts in full, or to the shift's end;
  one that ends at that very moment makes nobody ready. Meetings and training are breaks with other reasons; those that
  the busy skip are begun by who is ready as they fall due and by nobody else.
  Shifts of an agent that touch are one. Shrinkage: an agent's whole shift is absent.
- Adherence: who comes in from home comes late by a drawn time; leaves before the shift's end by another, unless the
  next shift follows at once; is back from each break late by a third. Late or gone early is absent, late back is not
  ready.
- Overtime: who has work in hand as the shift ends, while enough contacts wait that the group may serve, forgets all
  breaks and goes home after it; unless, as handling or wrap-up ends before the limit, enough wait again. Nobody leaves
  early either who has work in hand while so many wait.
- Closing with `serve` keeps everybody whose time would be over then, until nobody is in the IVR and nothing waits that
  somebody there may serve; then all go home. Opening time ends this in any case.
- A user's process may take agents away, in the order in which they leave when staffing falls, and give them back.
  Whoever is away is not ready, but takes breaks and goes home like everybody else.
"""

from dataclasses import dataclass, field

from acd.core.codes import AgentReason, AgentState, ContactState, Pending, Purpose, Rank
from tests.reference.chance import origin
from tests.reference.durations import duration
from tests.reference.duty import at_close, serves
from tests.reference.router import Change
from tests.reference.timetable import appointments, us


@dataclass
class Day:
    """An agent's day: the breaks due, the first of them asked for or running; absent, why? taken away, why?

    The shift is any object that stands for the present one; ``ends`` is when the agent is sent home from it, and
    ``overtime`` the limit of overtime that has begun, and how many must wait. ``waits`` says that something waits for
    the hands to be empty; ``rest`` stands for the rest after an offer that came to nothing.
    """

    breaks: list = field(default_factory=list)
    running: object = None
    absent: int | None = None
    away: int | None = None
    shift: object = None
    ends: int | None = None
    overtime: tuple | None = None
    waits: bool = False
    rest: object = None


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
            self.days[agent.index].rest = None
            self.router.log_in(now, agent.index, AgentReason.SHIFT)
        self.take_contacts(now, agent)
        if self.days[agent.index].overtime:
            self.days[agent.index].overtime = None
            self.remark(now, agent, AgentReason.SHIFT)

    def take_contacts(self, now, agent):
        """Be ready, unless taken away."""
        word = self.days[agent.index].away
        if word is None:
            self.world.follow(now, self.router.ready(now, agent.index))
        else:
            self.send_away(now, agent, word)

    def send_away(self, now, agent, reason):
        """Be not ready, now or once the work in hand is done; what was offered may go to others."""
        self.world.follow(now, self.router.not_ready(now, agent.index, reason))

    def go_home(self, now, agent, reason=AgentReason.SHIFT):
        """Leave, now or once the work in hand is done."""
        self.forget_breaks(agent)
        self.days[agent.index].rest = None
        self.days[agent.index].overtime = None
        if not self.leaving(agent):
            self.send_home(now, agent, reason)

    def send_home(self, now, agent, reason):
        """Be off, now or once the work in hand is done; what was offered may go to others."""
        answers = self.router.log_out(now, agent.index, reason)
        for contact in self.router.held_for(agent):
            self.world.watch_hold(contact)
        self.world.follow(now, answers)

    # -- staffing -------------------------------------------------------------------------------------------------
    def staff(self, now, group, target):
        """Bring the number of a group's agents who are there and stay to a target."""
        if self.kept(now):
            return
        team = [agent for agent in self.router.agents if agent.home == group]
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
        team = [agent for agent in self.router.agents if agent.home == group and not self.leaving(agent)]
        taken = self.leavers([agent for agent in team if self.days[agent.index].away is None])[:number]
        for agent in taken:
            self.days[agent.index].away = word
            if not self.days[agent.index].breaks:
                self.send_away(now, agent, word)
        return taken

    def give_back(self, now, taken):
        """Give agents back; whoever has not left yet stays."""
        for agent in taken:
            day = self.days[agent.index]
            was_away, day.away = day.away is not None, None
            if was_away and not day.breaks and not self.leaving(agent):
                self.take_contacts(now, agent)
            self.try_to_close(now)
            self.world.dialler.look(now)

    # -- shifts ---------------------------------------------------------------------------------------------------
    def shift_starts(self, now, a, key, absence, end, overtime):
        """An agent's shift starts, unless the agent is absent from it or late; an end is when it ends, if it does."""
        agent, day = self.router.agents[a], self.days[a]
        before, day.absent = day.absent, None
        day.shift = shift = object()
        day.ends = None if end is None or self.kept(end) else end
        u = self.world.chance.uniform(Purpose.ABSENCE, key, origin("group", agent.home))
        if u < absence:
            day.absent = AgentReason.SHRINKAGE
            if before != AgentReason.SHRINKAGE:
                self.stay_out(now, agent, AgentReason.SHIFT)
            return
        early = 0 if end is None else self.drawn(agent, "early", Purpose.EARLY, key)
        if early:
            self.later(
                max(now, end - early), agent, lambda now: self.leave_early(now, agent, shift, overtime)
            )
        late = self.drawn(agent, "late", Purpose.LATE, key) if agent.state == AgentState.OFF else 0
        if late:
            day.absent = AgentReason.LATE
            self.note(now, agent, AgentState.ABSENT, AgentReason.LATE)
            self.later(now + late, agent, lambda now: self.come_late(now, agent, shift))
        else:
            self.come_in(now, agent)

    def come_late(self, now, agent, shift):
        """A late agent is there, unless it is too late."""
        if self.days[agent.index].shift is shift:
            self.days[agent.index].absent = None
            self.come_in(now, agent)

    def leave_early(self, now, agent, shift, overtime):
        """An agent leaves before the shift's end; who is not even there yet comes no more, who is needed stays."""
        day = self.days[agent.index]
        if day.shift is shift and not (day.absent is None and self.needed(agent, overtime)):
            day.shift = None
            if day.absent is None and not self.leaving(agent):
                day.absent = AgentReason.EARLY
                self.stay_out(now, agent, AgentReason.EARLY)

    def stay_out(self, now, agent, reason):
        """Be absent, from now on or once the work in hand is done."""
        self.go_home(now, agent, reason)
        self.days[agent.index].waits = True
        self.attend(now, agent)

    def drawn(self, agent, which, purpose, key, number=0):
        """Return how far an agent is off the timetable in one way, 0 in a group that keeps to it."""
        kept = self.scenario.agents[agent.home].adherence
        distribution = None if kept is None else getattr(kept, which)
        if distribution is None:
            return 0
        u = self.world.chance.uniform(purpose, key, origin("group", agent.home), number)
        return duration(self.scenario, distribution, u, 1.0)

    def later(self, time, agent, act):
        self.world.later(time, Rank.TIMER, agent.index, act)

    def shift_ends(self, now, a, overtime):
        """An agent's shift ends; at closing time with `serve` those present stay on."""
        agent, day = self.router.agents[a], self.days[a]
        absent, day.absent, day.shift, day.ends = day.absent, None, None, None
        if absent is not None:
            day.waits = False
            if agent.state == AgentState.OFF:
                self.note(now, agent, AgentState.OFF, AgentReason.SHIFT)
        elif not self.kept(now):
            self.go_on_or_home(now, agent, overtime)

    # -- overtime -------------------------------------------------------------------------------------------------
    def go_on_or_home(self, now, agent, rule):
        """A shift is over: go on when the rule of its overtime says so, else go home."""
        day = self.days[agent.index]
        if self.leaving(agent) or not self.needed(agent, rule):
            self.go_home(now, agent)
            return
        self.forget_breaks(agent)
        day.overtime = now + us(rule.up_to), rule.when_waiting
        self.send_home(now, agent, AgentReason.OVERTIME)
        self.remark(now, agent, AgentReason.OVERTIME)
        day.waits = True

    def needed(self, agent, rule):
        """Say whether a rule of overtime keeps an agent: with work in hand, not taken away, while enough wait."""
        if rule is None or self.days[agent.index].away is not None:
            return False
        return self.at_work(agent) and self.enough(agent, rule.when_waiting)

    def at_work(self, agent):
        """Say whether an agent has work in hand; an offer is none."""
        return any(contact.state != ContactState.OFFERED for contact in agent.hands)

    def enough(self, agent, least):
        """Say whether so many contacts wait that an agent's group may serve."""
        waiting = [c for c in self.router.waiting() if self.router.ever(agent.group, c.category)]
        return len(waiting) >= least

    def before_release(self, now, agent):
        """Handling or wrap-up is about to end: in overtime, one more is taken when enough wait."""
        day = self.days[agent.index]
        if day.overtime is not None and day.away is None:
            limit, least = day.overtime
            if now < limit and self.enough(agent, least):
                self.world.follow(now, self.router.ready(now, agent.index))

    def remark(self, now, agent, reason):
        """Log that overtime, or a shift, begins in the state that lasts."""
        self.note(now, agent, agent.state, reason)

    def kept(self, now):
        """Say whether agents are kept who would leave now."""
        return serves(self.scenario) and now in self.closings

    def note(self, now, agent, state, reason):
        """Log what the router does not know: absence and its end, and that overtime begins."""
        group = self.router.groups.index(agent.home)
        load = sum(contact.state == ContactState.BOUND for contact in agent.hands)
        self.router.changes.append(Change(now, agent.index, group, state, reason, load))

    def attend_all(self, now):
        """Attend to all agents for whom something waits, after an event."""
        for agent in self.router.agents:
            self.attend(now, agent)

    def attend(self, now, agent):
        """If something waits for an agent to have nothing in hand: start the break, or note the absence."""
        day = self.days[agent.index]
        if not day.waits or any(contact.state == ContactState.OFFERED for contact in agent.hands):
            return  # whoever goes home would have to give back what rings
        if day.overtime is not None and not self.leaving(agent):
            self.send_home(now, agent, AgentReason.OVERTIME)
        if self.at_work(agent):
            return
        day.waits, day.overtime = False, None
        if agent.state == AgentState.NOT_READY and day.breaks and day.running is None:
            running = day.running = object()
            end = now + day.breaks[0].length
            self.later(end, agent, lambda now: self.break_ends(now, agent, running))
        elif agent.state == AgentState.OFF and day.absent is not None:
            self.note(now, agent, AgentState.ABSENT, day.absent)

    # -- breaks ---------------------------------------------------------------------------------------------------
    def break_due(self, now, a, pause):
        """A break falls due."""
        agent, day = self.router.agents[a], self.days[a]
        if self.leaving(agent):
            return
        day.breaks.append(pause)
        if len(day.breaks) == 1:
            self.ask_break(now, agent)

    def break_if_free(self, now, a, pause):
        """A meeting falls due that is for those who are free."""
        if self.router.agents[a].state == AgentState.READY:
            self.break_due(now, a, pause)

    def ask_break(self, now, agent):
        """Let an agent take the first of the breaks due as soon as nothing is in hand."""
        self.send_away(now, agent, self.days[agent.index].breaks[0].reason)
        self.days[agent.index].waits = True
        self.attend(now, agent)

    def break_ends(self, now, agent, running, late=False):
        """A break is over, unless it was forgotten meanwhile; the next one due follows at once."""
        day = self.days[agent.index]
        if day.running is not running:
            return
        if now == day.ends:
            return  # the way home begins at this moment
        pause = day.breaks[0]
        longer = 0
        if not late and pause.reason in (AgentReason.BREAK, AgentReason.UNPAID_BREAK):
            longer = self.drawn(agent, "breaks", Purpose.OVERRUN, pause.key, pause.number)
        if longer:
            self.send_away(now, agent, AgentReason.LATE)
            self.later(now + longer, agent, lambda now: self.break_ends(now, agent, running, late=True))
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
        """The centre closes: serve the lines out, turn everybody away, or leave them for the next opening.

        Who is promised a callback is not there to be turned away.
        """
        self.is_open = False
        self.closing = serves(self.scenario)
        while waiting := [
            c
            for c in self.router.waiting()
            if at_close(self.scenario, c.category) == "turn_away" and not self.world.contacts[c.name].callback
        ]:
            self.world.turn_away(now, waiting[0].name)

    def set_channel(self, now, group, channel, on):
        """A group begins, or ceases, to take contacts of a channel."""
        self.world.follow(now, self.router.set_channel(now, group, channel, on))

    def try_to_close(self, now):
        """Let everybody go once nothing is left that they could do."""
        there = {agent.group for agent in self.router.agents if agent.state != AgentState.OFF}
        off = self.router.hands.off
        served = any(
            self.router.may_come_to(group, c) and (group, self.router.hands.channel(c.category)) not in off
            for group in there
            for c in self.router.waiting()
        )
        if self.closing and not self.world.in_ivr and not served and not self.still_to_come():
            self.everybody_home(now)

    def still_to_come(self):
        """Say whether a contact rings, or is with an agent who may yet send it on to a desk."""
        rules = self.scenario.categories.values()
        steps = [step for rule in rules for step in (rule.path or {}).values()]
        refers = any(
            rule.referral is not None or (rule.verification is not None and rule.verification.on_failure)
            for rule in rules
        ) or any(step.to is not None for step in steps)
        states = {contact.state for agent in self.router.agents for contact in agent.hands}
        return ContactState.OFFERED in states or (refers and ContactState.BOUND in states)

    def everybody_home(self, now):
        """All agents leave, now or once the work in hand is done."""
        self.closing = False
        for agent in self.router.agents:
            if not self.leaving(agent):
                self.go_home(now, agent, AgentReason.CLOSED)
            elif self.days[agent.index].absent == AgentReason.LATE:
                self.days[agent.index].shift = None
