"""The plain world: a contact's life, told with a heap of future events and one object a contact.

arrival → (IVR) → joins the line → bound → handling → wrap-up, or → refused, balks, or loses patience; an unsettled
matter and a customer who got nobody may come back. Events happen in the order of time, rank, and the subject's key:
the agent for ends of work and breaks, the category for new matters, the contact's serial number for patience and IVR,
the matter for returns, the order of the timetable for appointments.

A contact's draws depend on its own key alone, never on when they are made.
"""

import heapq
import math
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple

from acd.core.codes import AgentState, ContactState, Decision, LegReason, Outcome, Purpose, Rank, ReturnKind
from acd.scenario.calendar import horizon, week_openings
from tests.reference.arrivals import arrivals
from tests.reference.chance import Chance, hashed, origin
from tests.reference.dialler import Dialler
from tests.reference.durations import duration
from tests.reference.roster import Roster
from tests.reference.router import NONE, Router
from tests.reference.timetable import DAY, us

WEEK = 7 * DAY
USER = -1
"""Rank of what a user's process does: before everything else of its moment."""
HEARD = -2
"""Rank of a user's hearing that a contact has ended: at once, and part of what happens."""


class Leg(NamedTuple):
    """A row of the log: one contact's time in line and with an agent."""

    matter: int
    contact: int
    arrived: int
    joined: int
    bound: int
    ended: int
    wrapped: int
    return_at: int
    attempt: int
    category: int
    tier: int
    agent: int
    group: int
    outcome: int
    reason: int
    settled: int
    return_kind: int
    leg: int = 1


@dataclass
class Contact:
    """One contact of a matter."""

    serial: int
    matter: int
    attempt: int
    key: int
    origin: int
    category: str
    tier: str
    arrived: int
    joined: int = NONE
    bound: int = NONE
    agent: int = NONE
    record: object = None
    wanted: int = NONE
    last: int = NONE  # who answered the matter before


class World:
    """One replication of a scenario; `run` fills ``legs`` and ``router.changes``."""

    def __init__(self, scenario, seed=1, replication=0):
        self.scenario = scenario
        self.chance = Chance(seed, replication)
        self.router = Router(scenario, seed, replication)
        self.roster = Roster(self)
        self.dialler = Dialler(self)
        self.legs = []
        self.contacts = {}
        self.in_ivr = 0
        self.hear = None
        self._events, self._of_users, self._number = [], 0, count()
        self._serial, self._matter = count(), count()

    # -- the calendar ---------------------------------------------------------------------------------------------
    def later(self, time, rank, key, act):
        """Put an act into the calendar; of equals the one put in first happens first."""
        self._of_users += rank == USER
        heapq.heappush(self._events, (time, rank, key, next(self._number), act))

    def run(self):
        """Let everything happen, until nothing is left but what users might do; then log who still waits."""
        for number, item in enumerate(self.roster.plan):
            self.later(item.time, item.rank, number, lambda now, item=item: self.keep_appointment(now, item))
        for number, name in enumerate(self.scenario.categories):
            for time, key, named in arrivals(self.scenario, name, self.chance):
                self.later(
                    time,
                    Rank.ARRIVAL,
                    number,
                    lambda now, name=name, key=key, named=named: self.new_matter(now, name, key, named),
                )
        self.dialler.start()
        while len(self._events) > self._of_users:
            now, rank, _, _, act = heapq.heappop(self._events)
            self._of_users -= rank == USER
            act(now)
            self.roster.try_to_close(now)
            self.dialler.look(now)
        for waiting in self.router.waiting():
            self.log(self.contacts[waiting.name], Outcome.CARRIED_OVER)
        return self

    def keep_appointment(self, now, item):
        getattr(self.roster, item.what)(now, *item.arguments)

    def at(self, time, act):
        """Let a user's process act at a time; it goes before everything else that happens then."""
        self.later(time, USER, NONE, act)

    def inject(self, now, category, tier, name):
        """A contact that a user's process names arrives."""
        key, named = hashed(f"contact:{name}", 63), origin("injected", category)
        if tier is None:
            tier = self.tier_of(category, self.chance.uniform(Purpose.TIER, key, named))
        self.arrive(now, Contact(next(self._serial), next(self._matter), 0, key, named, category, tier, now))

    def new_number(self):
        """Return the number of a new matter."""
        return next(self._matter)

    def new_contact(self, *what):
        """Return a contact that arrives now: its matter and what else it is, without a serial number."""
        contact = Contact(next(self._serial), *what)
        self.contacts[contact.serial] = contact
        return contact

    # -- arriving -------------------------------------------------------------------------------------------------
    def new_matter(self, now, category, key, name):
        """A customer comes with something new, in a tier by the tiers' shares."""
        tier = self.tier_of(category, self.chance.uniform(Purpose.TIER, key, name))
        self.arrive(now, Contact(next(self._serial), next(self._matter), 0, key, name, category, tier, now))

    def tier_of(self, category, u):
        """Return the tier whose piece of the unit interval holds ``u``; what is left over is `standard`."""
        upto = 0.0
        for name, tier in self.scenario.tiers.items():
            upto += tier.share_of(category)
            if u < upto:
                return name
        return "standard"

    def arrive(self, now, contact):
        """A contact reaches the centre: through the IVR, if there is one, to the line."""
        self.contacts[contact.serial] = contact
        rule = self.scenario.categories[contact.category]
        if rule.ivr is None:
            self.join(now, contact)
            return
        self.in_ivr += 1
        end = now + self.duration(contact, rule.ivr, Purpose.IVR)
        self.later(end, Rank.JOIN, contact.serial, lambda now: self.leave_ivr(now, contact))

    def leave_ivr(self, now, contact):
        self.in_ivr -= 1
        self.join(now, contact)

    def join(self, now, contact):
        """A contact asks for an agent."""
        contact.joined = now
        if self.scenario.calendar.at_close == "turn_away" and not self.roster.is_open:
            self.lose(now, contact, Outcome.REFUSED, LegReason.CLOSED)
            return
        contact.wanted = self.wanted(contact)
        answers = self.router.offer(
            now, contact.serial, contact.category, contact.tier, contact.key, wanted=(contact.wanted, None)
        )
        if answers[0].kind == Decision.REFUSED:
            self.lose(now, contact, Outcome.REFUSED, LegReason.QUEUE_FULL)
        elif answers[0].kind == Decision.QUEUED:
            self.watch_hold(self.router.contacts[contact.serial])
            self.queue_up(now, contact)
        else:
            self.follow(now, answers)

    def wanted(self, contact):
        """Return the agent whom a contact's customer wants: who answered last, or one drawn once for the matter."""
        tier = self.scenario.tiers.get(contact.tier)
        want = None if tier is None else tier.preferred_agent
        if want is None or contact.record is not None:
            return NONE
        if want.who == "last":
            return contact.last
        able = [
            agent.index
            for agent in self.router.agents
            if want.who in ("own", agent.group) and self.router.may_serve(agent.group, contact.category)
        ]
        u = self.chance.uniform(Purpose.OWN_AGENT, contact.key, contact.origin)
        return able[int(u * len(able))] if able else NONE

    def watch_hold(self, waiting):
        """Let the hold of a contact end when it is due, if nothing has ended it by then."""
        if waiting.held:
            key = 2**40 + waiting.number  # after the ends of breaks
            self.later(waiting.held_until, Rank.TIMER, key, lambda now: self.hold_ends(now, waiting))

    def hold_ends(self, now, waiting):
        if self.router.contacts.get(waiting.name) is waiting and waiting.held:
            self.follow(now, self.router.hold_over(now, waiting.name))

    # -- waiting --------------------------------------------------------------------------------------------------
    def queue_up(self, now, contact):
        """A contact has to wait: it balks, or its patience starts to run."""
        rule = self.scenario.categories[contact.category]
        if self.chance.of_contact(contact, Purpose.BALK) < rule.balk:
            self.give_up(now, contact, LegReason.BALKED)
        elif rule.own_patience is not None:
            end = now + self.duration(contact, rule.own_patience, Purpose.PATIENCE)
            self.later(end, Rank.PATIENCE, contact.serial, lambda now: self.lose_patience(now, contact))

    def lose_patience(self, now, contact):
        waiting = self.router.contacts.get(contact.serial)
        if waiting is not None and waiting.state == ContactState.QUEUED:
            self.give_up(now, contact, LegReason.NONE)

    def give_up(self, now, contact, reason):
        """The customer of a waiting contact leaves."""
        self.lose(now, contact, Outcome.ABANDONED, reason)
        self.router.hang_up(now, contact.serial)

    def turn_away(self, now, serial):
        """The centre closes on a waiting contact."""
        self.lose(now, self.contacts[serial], Outcome.REFUSED, LegReason.CLOSED)
        self.router.hang_up(now, serial)

    def lose(self, now, contact, outcome, reason):
        """A contact ends without an agent; perhaps the customer tries again."""
        if contact.record is not None:
            self.dialler.campaigns[contact.category].abandoned += 1
            back = self.dialler.put_back(now, contact, abandoned=True)
            kind = ReturnKind.NONE if back == NONE else ReturnKind.RETRY
            self.log(contact, outcome, reason, ended=now, back=back, kind=kind)
            return
        rule = self.scenario.categories[contact.category].redial
        if self.leaves(contact, self.scenario.loyalty_of(contact.tier).leave_after_abandoning):
            self.log(contact, outcome, reason, ended=now, kind=ReturnKind.LEFT)
            return
        back = self.comes_back(now, contact, rule, Purpose.REDIAL, Purpose.REDIAL_AFTER)
        kind = ReturnKind.NONE if back == NONE else ReturnKind.REDIAL
        self.log(contact, outcome, reason, ended=now, back=back, kind=kind)

    # -- with an agent --------------------------------------------------------------------------------------------
    def follow(self, now, answers):
        """Whoever was bound is handled from now."""
        for answer in answers:
            if answer.kind == Decision.BOUND:
                self.handle(now, self.contacts[answer.contact], answer.agent)

    def handle(self, now, contact, agent):
        contact.bound, contact.agent = now, agent
        rule, factors = self.rules(contact)
        scale = factors.handle * self.slowness(now, agent)
        if contact.record is None:
            end = now + self.duration(contact, rule.handle, Purpose.HANDLE, scale)
        else:
            end = now + self.dialler.time_with_agent(contact, scale)
        self.later(end, Rank.RELEASE, agent, lambda now: self.end_handling(now, contact))

    def end_handling(self, now, contact):
        """Agent and customer part: is the matter settled, does it come back, how long is the wrap-up?"""
        self.roster.before_release(now, self.router.agents[contact.agent])
        if contact.record is not None:
            self.end_dial(now, contact)
            return
        rule, factors = self.rules(contact)
        wrap = 0
        if rule.wrap_up is not None:
            slow = self.slowness(now, contact.agent)
            wrap = self.duration(contact, rule.wrap_up, Purpose.WRAP_UP, factors.wrap_up * slow)
        resolution = rule.resolution if factors.resolution is None else factors.resolution
        settled, back, kind = self.chance.of_contact(contact, Purpose.RESOLUTION) < resolution, NONE, 0
        if not settled and self.leaves(contact, self.scenario.loyalty_of(contact.tier).leave_when_unsettled):
            kind = ReturnKind.LEFT
        elif not settled:
            back = self.comes_back(now, contact, rule.recontact, Purpose.RECONTACT, Purpose.RECONTACT_AFTER)
            kind = ReturnKind.NONE if back == NONE else ReturnKind.RECONTACT
        self.log(
            contact, Outcome.ANSWERED, ended=now, wrapped=now + wrap, settled=settled, back=back, kind=kind
        )
        self.leave(now, contact, wrap)

    def end_dial(self, now, contact):
        """An agent is through with a dial: whom did it reach, and is the record due again?"""
        rule, factors = self.rules(contact)
        outcome, reason = self.dialler.came_to(now, contact)
        wrap, back, settled = 0, NONE, NONE if outcome == Outcome.UNREACHED else 0
        if reason == LegReason.RIGHT_PARTY:
            resolution = rule.resolution if factors.resolution is None else factors.resolution
            settled = self.chance.of_contact(contact, Purpose.RESOLUTION) < resolution
            if rule.wrap_up is not None:
                slow = self.slowness(now, contact.agent)
                wrap = self.duration(contact, rule.wrap_up, Purpose.WRAP_UP, factors.wrap_up * slow)
        else:
            back = self.dialler.put_back(now, contact)
        kind = ReturnKind.NONE if back == NONE else ReturnKind.RETRY
        times = {"ended": now, "wrapped": now + wrap, "back": back, "kind": kind}
        self.log(contact, outcome, reason, settled=settled, **times)
        self.leave(now, contact, wrap)

    def leave(self, now, contact, wrap):
        """A customer is gone: the agent wraps up, or is free."""
        agent = self.router.agents[contact.agent]
        self.follow(now, self.router.finish(now, contact.serial, wrap > 0))
        if wrap > 0:
            self.later(now + wrap, Rank.RELEASE, agent.index, lambda now: self.end_wrap_up(now, agent))
        self.roster.attend(now, agent)

    def end_wrap_up(self, now, agent):
        assert agent.state == AgentState.WRAP_UP
        self.roster.before_release(now, agent)
        self.follow(now, self.router.wrapped_up(now, agent.index))
        self.roster.attend(now, agent)

    def rules(self, contact):
        """Return the category and how the agent's group differs from it."""
        group = self.router.agents[contact.agent].group
        return self.scenario.categories[contact.category], self.scenario.agents[group].authorised[
            contact.category
        ]

    def slowness(self, now, agent):
        """Return how much longer an agent takes who is new: a power of the time worked, in whole days."""
        group = self.scenario.agents[self.router.agents[agent].group]
        number = agent - next(
            a.index for a in self.router.agents if a.group == self.router.agents[agent].group
        )
        weeks = [item.weeks for item in group.tenure for _ in range(item.agents)]
        if number >= len(weeks):
            return 1.0
        worked = (weeks[number] + now // DAY / 7) / (group.learning.unit / 604_800)
        return 1 + (group.learning.novice - 1) * (1 + worked) ** math.log2(group.learning.doubling)

    def duration(self, contact, distribution, purpose, factor=1.0):
        return duration(self.scenario, distribution, self.chance.of_contact(contact, purpose), factor)

    def leaves(self, contact, probability):
        """Say whether a customer leaves for good."""
        return self.chance.of_contact(contact, Purpose.LEAVING) < probability

    # -- coming back ----------------------------------------------------------------------------------------------
    def comes_back(self, now, contact, rule, whether, after):
        """Return when a matter comes back, NONE if it does not, and let it come when that is within the calendar."""
        if rule is None or contact.attempt + 1 >= rule.attempts:
            return NONE
        if self.chance.of_contact(contact, whether) >= rule.probability:
            return NONE
        time = self.when_open(now + self.duration(contact, rule.after, after))
        if time < us(horizon(self.scenario)):
            category = self.category_of_return(contact, rule)
            self.later(time, Rank.RETURN, contact.matter, lambda now: self.come_again(now, contact, category))
        return time

    def category_of_return(self, contact, rule):
        """Return the category whose piece of the unit interval holds the draw; what is left over is the same one."""
        u, upto = self.chance.of_contact(contact, Purpose.THROUGH), 0.0
        for name, share in rule.through.items():
            upto += share if name != "same" else 0.0
            if name != "same" and u < upto:
                return name
        return contact.category

    def come_again(self, now, earlier, category):
        """The next contact of a matter arrives."""
        same = (
            earlier.matter,
            earlier.attempt + 1,
            earlier.key,
            earlier.origin,
            category,
            earlier.tier,
        )
        last = earlier.last if earlier.agent == NONE else earlier.agent
        self.arrive(now, Contact(next(self._serial), *same, now, last=last))

    def when_open(self, time):
        """Return a time put off by whole days until the week's pattern is open, else the next opening."""
        periods = [(us(start), us(end)) for start, end in week_openings(self.scenario)]
        for day in range(7):
            later = time + day * DAY
            if any(start <= later % WEEK < end for start, end in periods):
                return later
        return time + min((start - time) % WEEK for start, _ in periods)

    # -- the log --------------------------------------------------------------------------------------------------
    def log(
        self,
        contact,
        outcome,
        reason=LegReason.NONE,
        *,
        ended=NONE,
        wrapped=NONE,
        settled=NONE,
        back=NONE,
        **how,
    ):
        """Log a contact's leg; ``back`` is when its matter returns."""
        group = NONE
        if contact.agent != NONE:
            group = self.router.groups.index(self.router.agents[contact.agent].group)
        kind = how.get("kind", ReturnKind.NONE)
        if back == NONE and kind != ReturnKind.LEFT:
            kind = ReturnKind.NONE
        if reason == LegReason.NONE and NONE not in (contact.agent, contact.wanted):
            reason = LegReason.PREFERRED_AGENT if contact.agent == contact.wanted else LegReason.OTHER_AGENT
        category = list(self.scenario.categories).index(contact.category)
        tier = self.scenario.tier_names.index(contact.tier)
        times = contact.arrived, contact.joined, contact.bound, ended, wrapped, back
        end = category, tier, contact.agent, group, outcome, reason, int(settled), kind
        if ended != NONE and self.hear is not None:
            self.later(ended, HEARD, NONE, lambda now: self.hear(now, contact))
        self.legs.append(Leg(contact.matter, contact.serial, *times, contact.attempt + 1, *end))
