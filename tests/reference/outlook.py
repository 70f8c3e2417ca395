"""What the plain router announces: how long a contact that joins a line now will wait, from the router's own past.

- queue length: (waiting in the category + 1) × mean time in hand ÷ agents logged in who may serve it now, at least one;
  the mean is the configured one until 20 contacts of the category are over, then that of all so far.
- last served: the wait of the category's contact that was bound last; head of line: how long the category's contact
  that joined first has waited so far. Both are queue length where nobody waits.
"""

from acd.core.codes import AgentState
from tests.reference.timetable import us

ENOUGH = 20


class Outlook:
    """A part of `Router`: what it remembers of each category, and what it makes of that."""

    def forget(self):
        """Begin without a past."""
        self.last_waits, self.spent = {}, {}

    def learn_wait(self, contact):
        """A contact is bound now."""
        self.last_waits[contact.category] = self.now - contact.joined
        contact.bound = self.now

    def learn_length(self, contact):
        """A contact is out of its agent's hands now, wrapped up."""
        self.spent.setdefault(contact.category, []).append(self.now - contact.bound)

    def estimated_wait(self, now, category):
        """Return the wait that a contact of a category would be told now."""
        waiting = [c for c in self.waiting() if c.category == category]
        kind = self.scenario.routing.estimated_wait or "last_served"
        if not waiting or kind == "queue_length":
            return self.by_length(category, len(waiting))
        if kind == "last_served":
            return self.last_waits.get(category, 0)
        return now - min(c.joined for c in waiting)

    def by_length(self, category, others):
        rule, past = self.scenario.categories[category], self.spent.get(category, [])
        wrap_up = 0.0 if rule.wrap_up is None else rule.wrap_up.mean_value()
        mean = float(us(rule.handle.mean_value() + wrap_up))
        if len(past) >= ENOUGH:
            mean = float(sum(past)) / float(len(past))
        there = [a for a in self.agents if a.state != AgentState.OFF and self.serves_now(a.group, category)]
        return int(float(others + 1) * mean / float(max(len(there), 1)))
