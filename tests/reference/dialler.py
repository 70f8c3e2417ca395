"""The plain dialler: the campaigns of a world, looked at after whatever happens.

- A record is dialled at most `attempts` times. The right party ends it; nobody, the wrong party, and a customer who got
  no agent leave it due again after `retry_after`, the last not sooner than `rest`. Those due again go first, in the
  order in which they fell due, then the rest of the list in its order; `per_day` adds records at 00:00.
- Nothing is dialled outside the windows nor while the centre is closed.
- In modes preview and progressive every ready agent beyond the group's reserve gets a dial. Bound beforehand, the agent
  reads (preview), lets it ring, and talks if somebody answers. While the agent's own phone rings before that, no
  customer is there who could lose patience.
- In mode predictive dials ring ahead: on its answer a contact joins the line. How many may ring is told by `may_ring`.
  When today's abandoned are more than the cap allows, dials are made for agents instead, one ready agent being left
  for each that still rings ahead.
"""

from collections import deque
from dataclasses import dataclass, field
from fractions import Fraction
from math import comb, isqrt

from acd.core.codes import (
    AgentState,
    ContactState,
    LegReason,
    Outcome,
    Pending,
    Purpose,
    Rank,
    ReturnKind,
)
from acd.scenario.calendar import horizon, weekday
from acd.scenario.curves import samples
from tests.reference.chance import origin
from tests.reference.contact import NONE, End
from tests.reference.timetable import DAY, group_size, us

MILLION = 1_000_000
PER_AGENT = 3
"""Dials that may ring ahead, for each agent authorised."""
EQUAL = 1 + Fraction(1, 10**9)
"""Up to this, numbers that only rounding tells apart are equal."""


@dataclass
class Record:
    """A customer on a list."""

    number: int
    dials: int = 0
    matter: int | None = None
    bound: bool = False


@dataclass
class Campaign:
    """A category that is dialled, and how it has gone."""

    name: str
    rule: object
    fresh: deque
    due: deque = field(default_factory=deque)
    ringing: int = 0
    ended: int = 0
    reached: int = 0
    day: int = 0
    connects: int = 0
    abandoned: int = 0

    def today(self, now):
        """Begin a new day's counts when the last one is over."""
        if now // DAY != self.day:
            self.day, self.connects, self.abandoned = now // DAY, 0, 0


class Dialler:
    """Dials for the campaigns of a world."""

    def __init__(self, world):
        self.world, self.router, self.scenario = world, world.router, world.scenario
        self.campaigns = {}
        for name, category in self.scenario.categories.items():
            rule = category.outbound
            if rule is not None:
                days = self.scenario.calendar.days
                size = rule.records if rule.records is not None else rule.per_day * days
                self.campaigns[name] = Campaign(name, rule, deque(Record(n) for n in range(size)))

    def start(self):
        """Let every campaign look at the time when one of its windows opens."""
        for place, name in enumerate(self.scenario.categories):
            if name in self.campaigns:
                for day in range(self.scenario.calendar.days):
                    for start, _ in self.windows(name, day):
                        self.world.later(day * DAY + start, Rank.TIMER, place, lambda now: None)

    def windows(self, name, day):
        """Return when a campaign may dial on a day, since its midnight."""
        hours = self.campaigns[name].rule.windows or self.scenario.calendar.open
        return [(us(start), us(end)) for start, end in hours[weekday(self.scenario, day)]]

    def look(self, now):
        """Dial what may be dialled now."""
        for name, campaign in self.campaigns.items():
            within = any(start <= now % DAY < end for start, end in self.windows(name, now // DAY))
            if within and self.world.roster.is_open:
                campaign.today(now)
                self.dial(now, campaign)

    def dial(self, now, campaign):
        allowed = self.may_ring(campaign) if campaign.rule.mode == "predictive" else None
        if allowed is None:
            while self.ready_beyond(campaign.name) > campaign.ringing and self.some_due(now, campaign):
                self.dial_for_an_agent(now, campaign)
            return
        while campaign.ringing < allowed and self.some_due(now, campaign):
            contact = self.next_dial(now, campaign, bound=False)
            campaign.ringing += 1
            self.world.in_ivr += 1
            end = now + self.world.duration(contact, campaign.rule.ring, Purpose.DIAL_RINGS)
            self.world.later(
                end, Rank.JOIN, contact.serial, lambda now, contact=contact: self.ring_ends(now, contact)
            )

    # -- records --------------------------------------------------------------------------------------------------
    def some_due(self, now, campaign):
        """Say whether some record may be dialled."""
        rule = campaign.rule
        there = len(campaign.fresh) > 0
        if there and rule.per_day is not None:
            there = campaign.fresh[0].number < rule.per_day * (now // DAY + 1)
        return bool(campaign.due) or there

    def next_dial(self, now, campaign, *, bound):
        """Dial the next record: a contact arrives."""
        record = campaign.due.popleft() if campaign.due else campaign.fresh.popleft()
        if record.matter is None:
            record.matter = self.world.new_number()
        record.dials += 1
        record.bound = bound
        named = origin("category", campaign.name)
        tier = self.world.tier_of(
            campaign.name, self.world.chance.uniform(Purpose.TIER, record.number, named)
        )
        contact = self.world.new_contact(
            record.matter, record.dials - 1, record.number, named, campaign.name, tier, now
        )
        contact.record = record
        return contact

    def dial_for_an_agent(self, now, campaign):
        self.world.join(now, self.next_dial(now, campaign, bound=True))

    def put_back(self, now, contact, *, abandoned=False):
        """Let a record be due again, unless it is dialled no more."""
        campaign = self.campaigns[contact.category]
        if contact.record.dials >= campaign.rule.attempts:
            return
        wait = self.world.duration(contact, campaign.rule.retry_after, Purpose.RETRY_AFTER)
        time = now + (max(wait, us(campaign.rule.rest)) if abandoned else wait)
        if time < us(horizon(self.scenario)):
            self.world.later(
                time, Rank.RETURN, contact.matter, lambda now: campaign.due.append(contact.record)
            )
        contact.end.return_kind, contact.end.return_at = ReturnKind.RETRY, time

    # -- what a dial comes to -------------------------------------------------------------------------------------
    def answered(self, contact):
        chance = self.campaigns[contact.category].rule.reach.probability
        return self.world.chance.of_contact(contact, Purpose.REACH) < chance

    def right(self, contact):
        chance = self.campaigns[contact.category].rule.reach.right_party
        return self.world.chance.of_contact(contact, Purpose.RIGHT_PARTY) < chance

    def note(self, now, contact):
        """Learn from a dial that has ended."""
        campaign = self.campaigns[contact.category]
        campaign.today(now)
        campaign.ended += 1
        campaign.reached += self.answered(contact)
        campaign.connects += self.answered(contact)

    def ring_ends(self, now, contact):
        """A dial that rang ahead is answered or not."""
        self.campaigns[contact.category].ringing -= 1
        self.world.in_ivr -= 1
        self.note(now, contact)
        if self.answered(contact):
            self.world.join(now, contact)
            return
        contact.joined = now
        contact.end = End(now, Outcome.UNREACHED, LegReason.NO_REPLY, last=1)
        self.put_back(now, contact)
        self.world.tell(now, contact)
        self.world.log(contact)

    def time_with_agent(self, contact, factor):
        """Return how long a dial keeps its agent: preview and ring of one made for the agent, and the talk."""
        rule, total = self.campaigns[contact.category].rule, 0
        if contact.record.bound:
            total += self.world.duration(contact, rule.ring, Purpose.DIAL_RINGS)
            if rule.preview is not None:
                total += self.world.duration(contact, rule.preview, Purpose.PREVIEW)
            if not self.answered(contact):
                return total
        if not self.right(contact):
            return total + self.world.duration(contact, rule.wrong_party, Purpose.WRONG_PARTY)
        handle = self.scenario.categories[contact.category].handle
        return total + self.world.duration(contact, handle, Purpose.HANDLE, factor)

    def lose(self, now, contact):
        """A customer who answered got no agent, or a dial for an agent was never made."""
        if contact.record.bound:
            self.put_back(now, contact)
            return
        self.campaigns[contact.category].abandoned += 1
        self.put_back(now, contact, abandoned=True)

    def end_dial(self, now, contact):
        """An agent is through with a dial: whom did it reach, and is the record due again?"""
        outcome, reason = self.came_to(now, contact)
        wrap, settled = 0, NONE if outcome == Outcome.UNREACHED else 0
        contact.end = End(now, outcome, reason, settled, last=1)
        if reason == LegReason.RIGHT_PARTY:
            rule, factors = self.world.rules(contact)
            resolution = rule.resolution if factors.resolution is None else factors.resolution
            luck = self.world.chance.of_contact(contact, Purpose.RESOLUTION)
            contact.end.settled = int(luck < resolution)
            wrap = self.world.desks.wrap_up(now, contact)
        else:
            self.put_back(now, contact)
        self.world.tell(now, contact)
        self.world.desks.leave(now, contact, wrap)

    def came_to(self, now, contact):
        """Return outcome and reason of a dial that its agent is through with."""
        if contact.record.bound:
            self.note(now, contact)
            if not self.answered(contact):
                return Outcome.UNREACHED, LegReason.NO_REPLY
        reason = LegReason.RIGHT_PARTY if self.right(contact) else LegReason.WRONG_PARTY
        return Outcome.ANSWERED, reason

    # -- how many may ring ahead ----------------------------------------------------------------------------------
    def team(self, name):
        """Return the groups that may serve a category."""
        return [group for group in self.router.scenario.agents if self.router.may_serve(group, name)]

    def agents(self, group, *states):
        return [a for a in self.router.agents if a.group == group and a.state in states]

    def ready(self, group, name):
        """Return how many agents of a group are ready; nobody is while the channel is closed for them."""
        open_now = self.router.serves_now(group, name)
        return len(self.agents(group, AgentState.READY)) if open_now else 0

    def ready_beyond(self, name):
        """Return how many ready agents a campaign may take."""
        return sum(
            max(self.ready(group, name) - self.router.kept_ready(group, name), 0) for group in self.team(name)
        )

    def waiting(self, *names):
        waiting = [c for c in self.router.contacts.values() if c.state == ContactState.QUEUED]
        return sum(c.category in names for c in waiting)

    def counted_on(self, name, *, careful):
        """Return how many agents will be there when a dial is answered: ready or released, less who is needed."""
        total = 0
        for group in self.team(name):
            others = [
                other
                for other in self.scenario.categories
                if other != name and self.router.ever(group, other)
            ]
            ready = self.ready(group, name)
            needed = self.router.kept_ready(group, name) + self.waiting(*others)
            chances = [
                self.soon_free(name, agent)
                for agent in self.agents(group, AgentState.BUSY, AgentState.WRAP_UP)
                if agent.pending == Pending.NOTHING
            ]
            released = sum(chances)
            if careful:
                released -= isqrt(sum(chance * (MILLION - chance) for chance in chances))
                released = max(released, 0)
            total += max((ready - needed) * MILLION + released, 0)
        return total // MILLION

    def soon_free(self, name, agent):
        """Return the chance, in millionths, that an agent at work is free before a dial of a campaign is answered."""
        ring = self.mean(self.campaigns[name].rule.ring)
        if agent.state == AgentState.WRAP_UP:
            work = self.mean(self.scenario.categories[name].wrap_up)
        else:
            work = self.work(agent.contact.category)
        return round(MILLION * ring / (ring + work)) if work > 0 else MILLION

    def work(self, name):
        """Return what a contact of a category keeps an agent in the mean."""
        category = self.scenario.categories[name]
        talk = self.mean(category.handle) + self.mean(category.wrap_up)
        if name not in self.campaigns:
            return talk
        right = category.outbound.reach.right_party
        return right * talk + (1 - right) * self.mean(category.outbound.wrong_party)

    def mean(self, distribution):
        if distribution is None:
            return 0.0
        samples(self.scenario, distribution)
        return distribution.mean_value()

    def may_ring(self, campaign):
        """Return how many dials of a campaign may ring ahead; None when it may only dial for agents."""
        rule, name = campaign.rule, campaign.name
        left = rule.abandonment_cap * campaign.connects - campaign.abandoned
        if left < 0:
            return None
        waiting = self.waiting(name)
        ready = max(self.ready_beyond(name) - waiting, 0)
        most = PER_AGENT * sum(
            group_size(self.scenario, group)
            for group in self.router.groups
            if name in self.scenario.agents[group].authorised
        )
        if left < 1:
            return min(ready, most)
        free = max(self.counted_on(name, careful=rule.pace is None) - waiting, ready)
        if rule.pace is not None:
            return min(max(ready, int(rule.pace * free)), most)
        share = (20 * rule.reach.probability + campaign.reached) / (20 + campaign.ended)
        return most_dials(free, share, 2 * left / campaign.connects, left, most)


def most_dials(free, share, cap, left, most):
    """Return the most dials for which the expected number answered beyond ``free`` agents is small enough."""
    if free <= 0:
        return 0
    dials = min(free, most)
    while dials < most:
        beyond = expected_beyond(free, dials + 1, Fraction(share))
        if beyond > EQUAL * Fraction(cap) * Fraction(share) * (dials + 1) or beyond > EQUAL * Fraction(left):
            break
        dials += 1
    return dials


def expected_beyond(free, dials, share):
    """Return the mean of X - free where X, of so many dials those answered, is larger: exactly."""
    return sum(
        (answered - free) * comb(dials, answered) * share**answered * (1 - share) ** (dials - answered)
        for answered in range(free + 1, dials + 1)
    )
