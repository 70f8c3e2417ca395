"""What the plain router knows of waits: its own past, and an estimate for a contact that has to wait.

- Queue length: the contact's place among those of its category, times the mean time in an agent's hands, shared by the
  agents logged in who may serve it in some step. The mean is the configured one until 20 contacts of the category are
  over.
- Last served: how long that contact of the category waited that was bound last; it waits from when it joined the line.
- Head of line: how long the first of the category's lines has stood in it, of several tiers' lines the longest time;
  whoever is held for one agent stands in no line.

A contact behind which nobody else of its category waits is told the first, by whatever estimator.
"""

from acd.core.codes import AgentState, ContactState
from tests.reference.timetable import us

ENOUGH = 20


def estimator_of(scenario):
    """Return the estimator's name, None where nobody asks."""
    if scenario.routing.estimated_wait is None:
        asked = (
            "greatest_need" in scenario.routing.choose_contact
            or any(rule.callback or rule.steer for rule in scenario.categories.values())
            or any(
                step.when is not None and step.when.estimated_wait_above is not None
                for steps in scenario.routing.steps.values()
                for step in steps
            )
        )
        return "last_served" if asked else None
    return scenario.routing.estimated_wait


class Outlook:
    """Estimated waits of a router."""

    def __init__(self, router):
        self.router, self.scenario = router, router.scenario
        self.name = estimator_of(self.scenario) or "last_served"  # a router alone may be asked at any time
        self.last_wait = dict.fromkeys(self.scenario.categories, 0)
        self.spent = {name: [] for name in self.scenario.categories}

    # -- the past -------------------------------------------------------------------------------------------------
    def bound(self, contact):
        """A contact is bound now."""
        contact.bound = self.router.now
        self.last_wait[contact.category] = contact.bound - contact.since

    def over(self, contact):
        """A contact has left its agent's hands."""
        self.spent[contact.category].append(self.router.now - contact.bound)

    # -- the estimate ---------------------------------------------------------------------------------------------
    def estimate(self, contact):
        """Return how long a contact, which waits already, will wait [us]."""
        return self.behind(contact.category, 1)

    def announced(self, now, category):
        """Return the wait of a contact that has yet to join a category's line; none if somebody would take it."""
        if any(
            self.router.at_first(agent.group, category)
            and self.router.has_room(agent, category)
            and self.router.takes_now(agent, category)
            for agent in self.router.agents
        ):
            return 0
        self.router.now = now
        return self.behind(category, 0)

    def behind(self, category, inside):
        """Return the estimate for a contact of a category; ``inside`` is 1 when it waits already."""
        line = [c for c in self.router.waiting() if c.category == category]
        others = len(line) - inside
        if self.name == "queue_length" or others == 0:
            return self.by_length(category, others)
        if self.name == "last_served":
            return self.last_wait[category]
        free = [c for c in line if not c.held]
        lines = {}
        for c in free:
            lines.setdefault(self.router.line_of(c), []).append(c)
        heads = [min(line, key=lambda c: (c.place, c.number)) for line in lines.values()]
        if not heads:
            return self.by_length(category, others)
        return self.router.now - min(head.since for head in heads)

    def by_length(self, category, others):
        """Return the estimate behind so many others."""
        past, rule = self.spent[category], self.scenario.categories[category]
        mean = float(us(sum(part.mean_value() for part in (rule.handle, rule.wrap_up) if part is not None)))
        if len(past) >= ENOUGH:
            mean = float(sum(past)) / float(len(past))
        agents = sum(
            agent.state != AgentState.OFF and self.router.serves_now(agent.group, category)
            for agent in self.router.agents
        )
        return int(float(others + 1) * mean / float(max(agents, 1)))

    def is_waiting(self, name):
        """Say whether a contact still waits in line."""
        held = self.router.contacts.get(name)
        return held is not None and held.state == ContactState.QUEUED
