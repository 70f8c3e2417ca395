"""How customers come back in the plain world, or leave for good: drawn when a contact ends."""

from acd.core.codes import LegReason, Purpose, Rank, ReturnKind
from acd.scenario.calendar import horizon, week_openings
from tests.reference.contact import NONE, Contact
from tests.reference.durations import duration
from tests.reference.timetable import DAY, us

WEEK = 7 * DAY


class Returns:
    """Returns of a world's matters; what is not here is the world's."""

    def leaves(self, contact, kind):
        """Say whether a customer, of whom a return of a kind might be expected, leaves for good."""
        loyalty = self.scenario.loyalty_of(contact.tier)
        probability = loyalty.leave_when_unsettled
        if kind == ReturnKind.REDIAL:
            probability = loyalty.leave_after_abandoning
        return self.chance.of_attempt(contact, Purpose.LEAVING) < probability

    def comes_back(self, now, contact, kind):
        """Draw whether and when a matter comes back, and let it come when that is within the calendar.

        Returns are what the customer came for first: the contact's first category says how they are.
        """
        if self.leaves(contact, kind):
            contact.end.return_kind = ReturnKind.LEFT
            return
        first = self.scenario.categories[contact.whole.home]
        rule, whether, after = first.recontact, Purpose.RECONTACT, Purpose.RECONTACT_AFTER
        if kind == ReturnKind.REDIAL:
            rule, whether, after = first.redial, Purpose.REDIAL, Purpose.REDIAL_AFTER
        if rule is None or contact.attempt + 1 >= rule.attempts:
            return
        if self.chance.of_attempt(contact, whether) >= rule.probability:
            return
        later = duration(self.scenario, rule.after, self.chance.of_attempt(contact, after))
        time = self.when_open(now + later)
        contact.end.return_kind, contact.end.return_at = kind, time
        if time < us(horizon(self.scenario)):
            category = self.category_of_return(contact, rule)
            self.later(time, Rank.RETURN, contact.matter, lambda now: self.come_again(now, contact, category))

    def category_of_return(self, contact, rule):
        """Return the category whose piece of the unit interval holds the draw; what is left over is the same one."""
        u, upto = self.chance.of_attempt(contact, Purpose.THROUGH), 0.0
        for name, share in rule.through.items():
            upto += share if name != "same" else 0.0
            if name != "same" and u < upto:
                return name
        return contact.whole.home

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
        nobody = earlier.agent == NONE or earlier.end.reason == LegReason.NOT_REACHED
        last = earlier.last if nobody else earlier.agent
        self.arrive(now, Contact(next(self._serial), *same, now, last=last))

    def when_open(self, time):
        """Return a time put off by whole days until the week's pattern is open, else the next opening."""
        periods = [(us(start), us(end)) for start, end in week_openings(self.scenario)]
        for day in range(7):
            later = time + day * DAY
            if any(start <= later % WEEK < end for start, end in periods):
                return later
        return time + min((start - time) % WEEK for start, _ in periods)
