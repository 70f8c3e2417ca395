"""The plain world: a contact's life, told with a heap of future events and one object a leg.

arrival → (IVR) → joins the line → (rings) → bound → handling (`path`) → wrap-up (`desks`), or → refused, balks, or
loses patience; an unsettled matter and a customer who got nobody may come back. Events happen in the order of time,
rank, and the subject's key: the agent for ends of work, breaks and rests, the category for new matters, the contact's
serial number for patience and IVR, the number of its offer for ringing and consulting, the matter for returns, the
order of the timetable for appointments. After each event, work goes on at the pace that the agents' hands allow.

A contact's draws depend on its own key alone, never on when they are made.
"""

import heapq
import math
from functools import partial
from itertools import count

from acd.core.codes import ContactState, Decision, LegReason, Outcome, Purpose, Rank, ReturnKind
from acd.scenario import Factors
from tests.reference.afterwards import Callbacks, Surveys
from tests.reference.answering import Answering
from tests.reference.arrivals import arrivals
from tests.reference.chance import Chance, hashed, origin
from tests.reference.contact import NONE, Contact, End, Leg, More, Whole
from tests.reference.desks import Desks
from tests.reference.dialler import Dialler
from tests.reference.durations import duration, quantile
from tests.reference.duty import at_close
from tests.reference.estimates import estimator_of
from tests.reference.holds import Wish
from tests.reference.path import Paths
from tests.reference.returns import Returns
from tests.reference.roster import Roster
from tests.reference.router import Router
from tests.reference.steering import refused, steer, step_begins
from tests.reference.timetable import DAY
from tests.reference.work import Work, Works

USER = -1
"""Rank of what a user's process does: before everything else of its moment."""
HEARD = -2
"""Rank of a user's hearing that a contact has ended: at once, and part of what happens."""


class World(Returns):
    """One replication of a scenario; `run` fills ``legs`` and ``router.changes``."""

    def __init__(self, scenario, seed=1, replication=0):
        self.scenario = scenario
        self.chance = Chance(seed, replication)
        self.router = Router(scenario, seed, replication)
        self.roster = Roster(self)
        self.paths, self.desks = Paths(self), Desks(self)
        self.answering, self.works = Answering(self), Works(self)
        self.callbacks, self.surveys = Callbacks(self), Surveys(self)
        self.dialler = Dialler(self)
        self.legs, self.more = [], []
        self.contacts = {}
        self.in_ivr = 0
        self._watched = set()
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
        while (event := self.next_event()) is not None:
            now, act = event
            act(now)
            self.roster.attend_all(now)
            self.roster.try_to_close(now)
            self.dialler.look(now)
            self.watch_steps()
            self.works.reckon(now)
        self.log_the_rest()
        return self

    def next_event(self):
        """Return when the next event is, and what happens; None when only users are left."""
        done, a = self.works.next_done()
        if done == math.inf and len(self._events) <= self._of_users:
            return None
        if not self._events or (done, Rank.RELEASE, a) <= self._events[0][:3]:
            return done, lambda now: self.work_done(now, a)
        now, rank, _, _, act = heapq.heappop(self._events)
        self._of_users -= rank == USER
        return now, act

    def log_the_rest(self):
        """Log who still waits when nothing happens any more, then who is still in somebody's hands."""
        for waiting in self.router.waiting():
            self.contacts[waiting.name].end.outcome = Outcome.CARRIED_OVER
            self.log(self.contacts[waiting.name])
        rung = set()
        for agent in self.router.agents:
            for held in reversed(agent.hands):
                if held.state == ContactState.OFFERED:
                    self.contacts[held.name].end.outcome = Outcome.CARRIED_OVER
                if held.name not in rung:
                    self.log(self.contacts[held.name])
                if held.state == ContactState.OFFERED:
                    rung.add(held.name)

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
        self.begin_life(contact)
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
        rule = self.scenario.categories[contact.category]
        self.begin_life(contact)
        if rule.ivr is None:
            self.join(now, contact)
            return
        self.in_ivr += 1
        end = now + self.duration(contact, rule.ivr, Purpose.IVR)
        self.later(end, Rank.JOIN, contact.serial, lambda now: self.leave_ivr(now, contact))

    def begin_life(self, contact):
        """A contact is there: the first of its legs."""
        rule = self.scenario.categories[contact.category]
        self.contacts[contact.name] = contact
        contact.whole = Whole(contact.category, contact.category)
        if rule.complexity is not None:
            u = self.chance.of_contact(contact, Purpose.COMPLEXITY)
            contact.whole.complexity = quantile(self.scenario, rule.complexity, u, 1.0)

    def leave_ivr(self, now, contact):
        self.in_ivr -= 1
        self.join(now, contact)

    def join(self, now, contact, waited=0):
        """A contact, or a further leg of one, asks for an agent; a callback joined when it was promised."""
        if not contact.callback:
            contact.joined = now
        self.contacts[contact.name] = contact
        if contact.leg == 1:
            steer(self, now, contact)
        closed = at_close(self.scenario, contact.category) == "turn_away" and not self.roster.is_open
        if closed and not contact.callback:
            self.lose(now, contact, Outcome.REFUSED, LegReason.CLOSED)
            return
        wish = Wish(self.wanted(contact)) if contact.sent is None else contact.sent
        contact.wanted = wish.who
        line = contact.name, contact.category, contact.tier, contact.key, waited
        come_in = self.router.call_back if contact.callback else self.router.offer
        answers = come_in(now, *line, wish=wish)
        if answers[-1].kind == Decision.REFUSED:
            self.lose(now, contact, Outcome.REFUSED, LegReason.QUEUE_FULL)
            return
        self.follow(now, answers)
        if answers[-1].kind == Decision.QUEUED:
            self.watch_hold(self.router.contacts[contact.name])
            self.queue_up(now, contact)

    def wanted(self, contact):
        """Return the agent whom a contact's customer wants: who answered last, or one drawn once for the matter."""
        tier = self.scenario.tiers.get(contact.tier)
        want = None if tier is None else tier.preferred_agent
        if want is None or contact.record is not None or (contact.leg > 1 and not contact.callback):
            return NONE
        if want.who == "last":
            return contact.last
        able = [
            agent.index
            for agent in self.router.agents
            if want.who in ("own", agent.home) and self.router.ever(agent.group, contact.category)
        ]
        u = self.chance.uniform(Purpose.OWN_AGENT, contact.key, contact.origin)
        return able[int(u * len(able))] if able else NONE

    def watch_hold(self, waiting):
        """Let the hold of a contact end when it is due, if nothing has ended it by then."""
        if waiting.held and waiting.held_until < math.inf:
            key = 2**40 + waiting.number  # after the ends of breaks
            self.later(waiting.held_until, Rank.TIMER, key, lambda now: self.hold_ends(now, waiting))

    def hold_ends(self, now, waiting):
        if self.router.contacts.get(waiting.name) is waiting and waiting.held:
            self.follow(now, self.router.hold_over(now, waiting.name))

    def watch_steps(self):
        """Let the next step of everybody's plan begin when it is due."""
        for waiting in self.router.contacts.values():
            if (due := self.router.next_step_due(waiting)) != NONE:
                moment = waiting.number, waiting.offers, waiting.category, len(waiting.coming)
                if moment not in self._watched:
                    self._watched.add(moment)
                    key = (
                        2**43 + waiting.number
                    )  # after the ends of breaks, offers and holds, and what rings then
                    act = partial(step_begins, self, waiting, moment)
                    self.later(due, Rank.TIMER, key, act)

    # -- waiting --------------------------------------------------------------------------------------------------
    def queue_up(self, now, contact):
        """A contact has to wait: it balks, or its patience starts to run."""
        rule = self.scenario.categories[contact.category]
        if estimator_of(self.scenario) is not None:
            contact.announced = self.router.outlook.estimate(self.router.contacts[contact.name])
        if contact.leg == 1 and self.chance.of_contact(contact, Purpose.BALK) < rule.balk:
            self.desks.give_way(now, contact, Outcome.ABANDONED, LegReason.BALKED)
        else:
            self.start_patience(now, contact)
            self.callbacks.offer(now, contact)

    def start_patience(self, now, contact):
        """A customer's patience starts to run, unless it does; who does not know of a leg does not wait for it."""
        rule = self.scenario.categories[contact.category]
        if rule.own_patience is None or contact.patience is not None or contact.is_question:
            return
        if contact.callback or (contact.record is not None and contact.record.bound):
            return
        contact.patience = running = object()
        end = now + self.duration(contact, rule.own_patience, Purpose.PATIENCE)
        self.later(end, Rank.PATIENCE, contact.serial, lambda now: self.lose_patience(now, contact, running))

    def lose_patience(self, now, contact, running):
        if contact.patience is running:
            contact.patience = None
            self.desks.give_way(now, contact, Outcome.ABANDONED, LegReason.NONE)

    def turn_away(self, now, name):
        """The centre closes on a waiting contact."""
        contact = self.contacts[name]
        contact.patience = None
        self.desks.give_way(now, contact, Outcome.REFUSED, LegReason.CLOSED)

    def lose(self, now, contact, outcome, reason):
        """A leg ends without an agent; with it the contact, and perhaps the customer tries again."""
        contact.end = End(now, outcome, reason, last=int(not contact.is_question))
        if contact.record is not None:
            self.dialler.lose(now, contact)
        elif not contact.is_question:
            self.comes_back(now, contact, ReturnKind.REDIAL)
        if not contact.is_question:
            self.tell(now, contact)
        self.log(contact)

    # -- with an agent --------------------------------------------------------------------------------------------
    def follow(self, now, answers):
        """Whoever was bound is handled from now; whoever was offered rings; whoever is held again waits for that."""
        self.answering.watch(answers)
        for answer in answers:
            if answer.kind == Decision.REQUEUED and answer.contact in self.router.contacts:
                self.watch_hold(self.router.contacts[answer.contact])
            if answer.kind == Decision.BOUND:
                self.handle(now, self.contacts[answer.contact], answer.agent)
            elif answer.kind == Decision.OFFERED:
                self.answering.ring(now, self.contacts[answer.contact], answer.agent)
            elif answer.kind == Decision.REFUSED:
                refused(self, now, self.contacts[answer.contact])
            elif answer.kind == Decision.CALLBACK:
                self.callbacks.take(now, self.contacts[answer.contact])

    def handle(self, now, contact, agent):
        contact.bound, contact.agent = now, agent
        contact.waited += 0 if contact.callback else now - contact.joined
        if contact.whole.first_agent == NONE:
            contact.whole.first_agent = agent
        if contact.peer is not None:
            self.desks.talk(now, contact)
        elif contact.record is not None:
            contact.patience = None
            contact.work = Work(float(self.dialler.time_with_agent(contact, self.effort(now, contact))), now)
        elif contact.callback:
            self.callbacks.dial(now, contact)
        else:
            contact.patience = None
            self.paths.begin(now, contact)

    def work_done(self, now, a):
        """What an agent does with a contact is done."""
        contact = self.works.done_first(a)
        self.roster.before_release(now, self.router.agents[a])
        if contact.end.ended != NONE:
            self.desks.wrapped_up(now, contact)
        elif contact.record is not None:
            self.dialler.end_dial(now, contact)
        elif contact.dialling:
            self.callbacks.dialled(now, contact)
        elif contact.peer is not None:
            self.desks.talk_over(now, contact)
        else:
            self.paths.step_done(now, contact)

    def rules(self, contact):
        """Return the category and how the agent's group differs from it."""
        group = self.router.agents[contact.agent].group
        authorised = self.router.scenario.agents[group].authorised
        return self.scenario.categories[contact.category], authorised.get(contact.category, Factors())

    def effort(self, now, contact):
        """Return the factor on the handling of a contact: the group's, its complexity, the agent's tenure."""
        _, factors = self.rules(contact)
        return factors.handle * contact.whole.complexity * self.slowness(now, contact.agent)

    def slowness(self, now, agent):
        """Return how much longer an agent takes who is new: a power of the time worked, in whole days."""
        group = self.scenario.agents[self.router.agents[agent].home]
        number = agent - next(a.index for a in self.router.agents if a.home == self.router.agents[agent].home)
        weeks = [item.weeks for item in group.tenure for _ in range(item.agents)]
        if number >= len(weeks):
            return 1.0
        worked = (weeks[number] + now // DAY / 7) / (group.learning.unit / 604_800)
        return 1 + (group.learning.novice - 1) * (1 + worked) ** math.log2(group.learning.doubling)

    def duration(self, contact, distribution, purpose, factor=1.0):
        return duration(self.scenario, distribution, self.chance.of_contact(contact, purpose), factor)

    # -- the log --------------------------------------------------------------------------------------------------
    def tell(self, now, contact):
        """Let whoever watches hear that a contact has ended."""
        if self.hear is not None:
            self.later(now, HEARD, NONE, lambda now: self.hear(now, contact))

    def log(self, contact, wrapped=NONE):
        """Log a leg, whose agent has wrapped it up then."""
        end, reason = contact.end, contact.end.reason
        if reason == LegReason.NONE and NONE not in (contact.agent, contact.wanted):
            theirs = self.router.agents[contact.agent] in self.router.those(contact.wanted)
            reason = LegReason.PREFERRED_AGENT if theirs else LegReason.OTHER_AGENT
        category = list(self.scenario.categories).index(contact.category)
        times = contact.arrived, contact.joined, contact.bound, end.ended, wrapped, end.return_at
        who = category, self.scenario.tier_names.index(contact.tier), contact.agent, self.group(contact.agent)
        how = end.outcome, reason, end.settled, end.return_kind, contact.leg
        self.legs.append(Leg(contact.matter, contact.serial, *times, contact.attempt + 1, *who, *how))
        first = contact.whole.first_agent
        before = end.last, contact.answered_before, contact.referrals, self.group(first), first
        asked = contact.announced, contact.score, contact.asked, contact.callback
        during = contact.hold, *asked, contact.rings, contact.verified, contact.referred_to
        self.more.append(More(*during, *before, contact.steered_from))

    def leg_rows(self):
        """Return the legs as the log shows them: what more there is of them only in rich scenarios."""
        if not self.router.hands.rich:
            return [tuple(leg) for leg in self.legs]
        return [(*leg, *more) for leg, more in zip(self.legs, self.more, strict=True)]

    def group(self, agent):
        """Return the number of an agent's group."""
        return NONE if agent == NONE else self.router.groups.index(self.router.agents[agent].home)
