"""What comes instead of a wait, and after a contact, in the plain world: callbacks and surveys.

- Callback: whoever joins a line, has to wait, and is told of a wait above the limit may take one. The leg ends there.
  The next one joins the line of the callback's category when customers are called back, at once or later, in its old
  place, for the agent whom the customer wants, and is not refused by a full line nor turned away at closing.
  Nobody hangs up on the line. The agent dials first; a customer who is not reached is dialled again later, as a new
  contact in line, until the attempts are used up: then the customer got nobody, and may call again.
- Survey: of contacts that an agent brought to their end, a share is asked, of those a share answers. An answer is what
  the customer feels, put on the question's scale. When the mean is bad, a desk may take up the case: a new matter; the
  old one does not come back then.
"""

import math

from acd.core.codes import LegReason, Outcome, Purpose, Rank
from acd.core.normal import normal_quantile
from acd.scenario.calendar import horizon, week_openings
from tests.reference.contact import NONE, End
from tests.reference.durations import duration
from tests.reference.path import MOST_LEGS
from tests.reference.timetable import DAY, us
from tests.reference.work import Work

WEEK = 7 * DAY
MINUTE = 60_000_000
OF_A_CASE = 0x5BD1E995


class Callbacks:
    """Callbacks of a world."""

    def __init__(self, world):
        self.world, self.scenario, self.chance = world, world.scenario, world.chance

    def rule(self, contact):
        """Return how a contact is called back: as its first category says."""
        return self.scenario.categories[contact.whole.first_line].callback

    # -- the promise ----------------------------------------------------------------------------------------------
    def offer(self, now, contact):
        """A callback is offered to a contact in its first leg, which has to wait."""
        rule = self.rule(contact)
        if rule is None or contact.leg > 1 or not self.world.router.outlook.is_waiting(contact.name):
            return
        if contact.announced <= us(rule.offer_when_wait_exceeds):
            return
        if self.chance.of_contact(contact, Purpose.CALLBACK) >= rule.accept:
            return
        later = self.next_leg(now, contact, contact.category if rule.category is None else rule.category)
        later.callback = 1
        contact.patience = None
        contact.end = End(now, Outcome.CALLBACK)
        self.world.log(contact)
        self.world.follow(now, self.world.router.hang_up(now, contact.name))
        self.world.later(self.when(contact, now), *self.joining(later))

    def next_leg(self, now, contact, category):
        """Return the leg that is to be called back; the one before it was not answered."""
        later = contact.next_leg(now, category)
        later.answered_before, later.last = contact.answered_before, contact.last
        if self.world.router.contacts[contact.name].sent:
            later.sent = contact.sent
        return later

    def joining(self, later):
        """Return rank, key and act of a callback that joins its line, in its place."""
        return Rank.TIMER, later.serial, lambda now: self.world.join(now, later, now - later.joined)

    def when(self, contact, time):
        """Return when customers are called back: a time, put off until open and within the hours for it."""
        hours = [
            (max(start, first), min(end, last))
            for start, end in week_openings(self.scenario)
            for first, last in self.windows(self.rule(contact))
        ]
        hours = [(us(start), us(end)) for start, end in hours if start < end]
        if not hours or any(start <= time % WEEK < end for start, end in hours):
            return time
        return time + min((start - time) % WEEK for start, _ in hours)

    def windows(self, rule):
        """Return the hours for callbacks in the week that begins on day one [s]."""
        if rule.windows is None:
            return [(0, 7 * 86_400)]
        first = self.scenario.calendar.start.weekday()
        return [
            (day * 86_400 + start, day * 86_400 + end)
            for day in range(7)
            for start, end in rule.windows[(first + day) % 7]
        ]

    # -- the call -------------------------------------------------------------------------------------------------
    def dial(self, now, contact):
        """An agent dials."""
        ring, length = self.rule(contact).ring, 0
        if ring is not None:
            length = duration(self.scenario, ring, self.chance.of_contact(contact, Purpose.DIAL))
        contact.dialling, contact.work = True, Work(float(length), now)

    def dialled(self, now, contact):
        """The customer answers, or is dialled again later, or never."""
        contact.dialling, rule = False, self.rule(contact)
        if self.chance.of_contact(contact, Purpose.REACHED) < rule.reached:
            self.world.paths.begin(now, contact)
            return
        again = contact.callback < rule.attempts and contact.leg < MOST_LEGS
        if again:
            time = now + us(rule.retry_after)
            later = self.next_leg(time, contact, contact.category)
            later.callback = contact.callback + 1
            self.world.later(self.when(contact, time), *self.joining(later))
        self.world.desks.let_off(now, contact, NONE if again else 0, LegReason.NOT_REACHED)


class Surveys:
    """Surveys of a world."""

    def __init__(self, world):
        self.world, self.scenario, self.chance = world, world.scenario, world.chance

    def ask(self, now, contact):
        """A contact is over: perhaps its customer is asked; say whether that has opened a case."""
        rule = self.scenario.categories[contact.whole.home].survey
        if rule is None:
            return False
        u = self.chance.of_contact(contact, Purpose.SURVEY)
        if u >= rule.offered:
            return False
        contact.asked = 1
        if u >= rule.offered * rule.response:
            return False
        contact.asked, contact.score = 2, self.score(contact, rule)
        if rule.follow_up is None or contact.score > round(rule.bad * 1000):
            return False
        contact.asked = 3
        self.open_case(now, contact, rule.follow_up)
        return True

    def score(self, contact, rule):
        """Return the mean of the answers in thousandths of a point."""
        model = rule.score
        feels = model.start + model.per_minute_waited * contact.waited / MINUTE
        feels += model.per_referral * contact.referrals
        feels += model.not_verified if contact.failed else 0.0
        feels += model.unsettled if contact.end.settled == 0 else 0.0
        answers = [
            points(
                feels + asked.shift + model.spread * normal_quantile(self.number(contact, nth)), *asked.scale
            )
            for nth, asked in enumerate(rule.questions)
        ]
        return math.floor(1000 * sum(answers) / len(answers) + 0.5)

    def number(self, contact, nth):
        return self.chance.of_contact(contact, Purpose.SURVEY_ANSWER, nth)

    def open_case(self, now, contact, rule):
        """A desk takes the case up, when the centre is open."""
        time = self.world.when_open(now + us(rule.after))
        if time >= us(horizon(self.scenario)):
            return
        category = self.scenario.referral_desks[rule.to].category
        key, origin = contact.key, (contact.origin * OF_A_CASE + contact.attempt) % 2**32

        def take_up(now):
            case = self.world.new_contact(
                self.world.new_number(), 0, key, origin, category, contact.tier, now
            )
            case.sent = self.world.desks.sent_to(rule.to)
            self.world.arrive(now, case)

        self.world.later(time, Rank.RETURN, contact.matter, take_up)


def points(felt, low, high):
    """Return in points from 1 to 5 what a customer who feels so answers on a scale of whole numbers."""
    on_scale = low + (felt - 1) / 4 * (high - low)
    answer = low + math.floor(min(max(on_scale, low), high) - low + 0.5)
    return 1 + 4 * (answer - low) / (high - low)
