"""Routing plans of the plain router, straight from the rules.

- As it joins, a contact is in the first step that says who may have it; without one, everybody authorised with the
  required skills may. The other steps begin in the order of the file: each when the one before it ends, `until` after
  the contact joined; a step that overflows, offers a callback or refuses takes no time. What begins as a contact joins
  begins right after, if it has to wait.
- Groups with a delay may have it only from then on; delays that are over are looked at when something begins.
- What is due while it rings begins once it waits again. If what `when` asks for does not hold, the contact stays in
  the step before.
- In a step, levels in `relax` stand in place of the required ones, and the contact's priority is higher by what the
  step says. Held for an agent, it stays so, but for steps that are none of groups.
- Who overflows goes on in the other category's first step, as if its plan began then, at the old place; nobody does
  where that line is full and nobody is free.
"""

import csv
import math
from collections import Counter

from acd.core.codes import ContactState, Decision, DecisionReason
from acd.scenario import values
from tests.reference.timetable import DAY, us

NONE = -1
HIGHEST = 1000


class Plans:
    """Where contacts stand in their plans; what is not here is the router's."""

    def read_plans(self):
        """Read the matrix, and begin to count what was achieved."""
        part = self.scenario.routing.matrix
        self.matrix = None
        if part is not None:
            with (self.scenario.folder / part.file).open() as file:
                rows = list(csv.DictReader(file))
            self.matrix = {
                (row["category"], group): cell
                for row in rows
                for group, cell in row.items()
                if cell and group != "category"
            }
        self.day, self.good, self.gone = NONE, Counter(), Counter()

    def home(self, group):
        """Return whose agents are in a group: those of a variant are of the group that it differs from."""
        return self.hands.homes.get(group, group)

    def rank(self, group, category):
        """Return the rank of a category and a group for each other."""
        return int((self.matrix or {}).get((category, self.home(group)), "0").split("@")[0])

    def delay(self, group, category):
        """Return after which time a group may have a category's contacts."""
        return self.delay_by(group, category, self.scenario.agents[group].authorised[category])

    def delay_by(self, group, category, own):
        """Return the same by what a group's authority says."""
        cell = (self.matrix or {}).get((category, self.home(group)), "")
        return us(values.duration(cell.split("@")[1])) if "@" in cell else us(own.after)

    # -- the plan -------------------------------------------------------------------------------------------------
    def first_step(self, category):
        """Return the step in which contacts join, None where everybody may have them."""
        steps = self.scenario.routing.steps.get(category, [])
        return next((step for step in steps if not (step.overflow or step.callback or step.refuse)), None)

    def others(self, category):
        """Return (time, step) of what begins after a contact has joined, in order; None where a delay is over."""
        found, now = [], 0
        for step in self.scenario.routing.steps.get(category, []):
            if step is not self.first_step(category):
                found.append((now, step))
            now = now if step.until is None else us(step.until)
        groups = [name for name, team in self.scenario.agents.items() if category in team.authorised]
        delays = {self.delay(group, category) for group in groups} - {0} - {time for time, _ in found}
        return sorted([*found, *((delay, None) for delay in delays)], key=lambda item: item[0])

    def start_plan(self, c):
        """A contact joins its category's line."""
        c.step, c.reached, c.coming = self.first_step(c.category), 0, self.others(c.category)
        c.planned = c.waits_from = self.now

    def next_step_due(self, c):
        """Return when a waiting contact's next step begins, NONE for never."""
        if c.state != ContactState.QUEUED or not c.coming:
            return NONE
        return max(c.waits_from, c.planned + c.coming[0][0])

    def urgency(self, c):
        """Return a contact's priority in its step."""
        more = 0 if c.step is None else c.step.priority
        return max(-HIGHEST, min(HIGHEST, c.priority + more))

    def line_of(self, c):
        """Return what tells the line in which a contact stands from others of its category."""
        delays = [
            self.delay(group, c.category)
            for group in self.groups
            if c.category in self.scenario.agents[group].authorised
        ]
        return c.tier, id(c.step), sum(delay <= c.reached for delay in set(delays))

    # -- who may have it ------------------------------------------------------------------------------------------
    def may_serve(self, group, category, step=None, reached=math.inf, requires=None):
        """Say whether a group has the authority and the skills for a category in a step, and works its channel."""
        team = self.scenario.agents[group]
        if category not in team.authorised or not self.hands.capacity(group, self.hands.channel(category)):
            return False
        if self.matrix is not None and (category, self.home(group)) not in self.matrix:
            return False
        if self.delay(group, category) > reached or (
            step is not None and step.groups and self.home(group) not in step.groups
        ):
            return False
        own = self.scenario.categories[category].requires if requires is None else requires
        needs = own | ({} if step is None else step.relax)
        return all(team.skills.get(skill, 0) >= level for skill, level in needs.items())

    def allows(self, group, c):
        """Say whether a group may have a contact in its present step."""
        return self.may_serve(group, c.category, c.step, c.reached, c.requires)

    def at_first(self, group, category):
        """Say whether a group may have a contact of a category as it joins, and takes its channel now."""
        off = (self.home(group), self.hands.channel(category)) in self.hands.off
        return self.may_serve(group, category, self.first_step(category), 0) and not off

    def ever(self, group, category):
        """Say whether a group may have a category's contacts in some step."""
        steps = [step for _, step in self.others(category) if step is not None]
        steps = [step for step in steps if not (step.overflow or step.callback or step.refuse)]
        return any(self.may_serve(group, category, step) for step in [self.first_step(category), *steps])

    def serves_now(self, group, category):
        """Say whether a group may serve a category in some step, and takes contacts of its channel now."""
        return (
            self.ever(group, category)
            and (self.home(group), self.hands.channel(category)) not in self.hands.off
        )

    def may_come_to(self, group, c):
        """Say whether a group may have a contact in this step or a later one of its plan."""
        last = c.coming[-1][0] if c.coming else c.reached
        steps = [c.step, *(step for _, step in c.coming if step is not None)]
        own = [step for step in steps if step is None or not (step.overflow or step.callback or step.refuse)]
        if any(self.may_serve(group, c.category, step, last) for step in own):
            return True
        return any(
            self.may_end_at(group, step.overflow) for step in steps if step is not None and step.overflow
        )

    def may_end_at(self, group, category):
        """Say whether a group may have a category's contacts, or those that it overflows into."""
        steps = [step for _, step in self.others(category) if step is not None and step.overflow]
        return self.ever(group, category) or any(self.may_end_at(group, step.overflow) for step in steps)

    def is_customer(self, name):
        """Say whether a contact is a customer who waits, and not a question."""
        return name in self.contacts

    # -- a step begins --------------------------------------------------------------------------------------------
    def begin_step(self, now, name, *, acts=True):
        """What comes next in a contact's plan begins."""
        self.begin(now)
        c = self.contacts[name]
        time, step = c.coming.pop(0)
        acting = step is not None and bool(step.overflow or step.callback or step.refuse)
        begins = step is not None and (acts or not acting) and self.holds_true(c, step.when)
        delays = [
            self.delay(group, c.category)
            for group, team in self.scenario.agents.items()
            if c.category in team.authorised
        ]
        changed = any(c.reached < delay <= time for delay in delays)
        c.reached = time
        if begins and not acting:
            c.step, changed = step, True
        if changed:
            self.match_anew(c)
        if begins and acting and c.state == ContactState.QUEUED:
            self.act(c, step)
        c.waits_from = now
        return self.answers

    def match_anew(self, c):
        """Others may have a contact now."""
        self.decide(Decision.REQUEUED, c, reason=DecisionReason.NEXT_STEP)
        if c.held:
            agent = self.best_wanted(c)
            if agent is not None:
                self.give(c, agent)
            return
        c.state = ContactState.NONE  # it stands in no line while an agent is looked for
        self.give_or_queue(c, self.choose_agent(c))

    def give_or_queue(self, c, agent):
        """Give a contact to an agent, or put it into its line when there is none."""
        if agent is not None:
            self.give(c, agent)
            return
        c.state = ContactState.QUEUED
        self.match()

    def act(self, c, step):
        """Do what a step does that is none of groups."""
        if step.callback:
            self.decide(Decision.CALLBACK, c)
        elif step.refuse:
            c.held_until, c.state = NONE, ContactState.NONE
            del self.contacts[c.name]
            self.decide(Decision.REFUSED, c, reason=DecisionReason.BY_PLAN)
        else:
            self.overflow(c, step.overflow)

    def overflow(self, c, category):
        """A contact goes on as another category, unless that line is full and nobody is free."""
        before = c.category, c.step, c.reached, c.coming, c.planned, c.waits_from
        limit = self.scenario.categories[category].max_queue
        full = limit is not None and sum(other.category == category for other in self.waiting()) >= limit
        c.category, stood = category, c.state
        self.start_plan(c)
        c.state = ContactState.NONE  # it stands in neither line while an agent is looked for
        agent = self.choose_agent(c)
        if agent is None and full:
            c.state = stood
            c.category, c.step, c.reached, c.coming, c.planned, c.waits_from = before
            return
        if c.own is None:
            c.priority = self.standing(category, c.tier)[0]
        c.held_until, c.sent = NONE, False
        self.decide(Decision.REQUEUED, c, reason=DecisionReason.OVERFLOWED)
        self.give_or_queue(c, agent)

    # -- what a step asks for -------------------------------------------------------------------------------------
    def holds_true(self, c, when):
        """Say whether everything that a step asks for holds."""
        return when is None or (
            self._many_wait(c, when) and self._few_free(c, when) and self._too_few_in_time(c, when)
        )

    def _many_wait(self, c, when):
        others = sum(other.category == c.category for other in self.waiting()) - 1
        if when.queue_above is not None and others <= when.queue_above:
            return False
        limit = when.estimated_wait_above
        return limit is None or self.outlook.estimate(c) > us(limit)

    def _few_free(self, c, when):
        if when.free_below is None:
            return True
        free = [a for a in self.agents if self.ever(a.group, c.category) and self.has_room(a, c.category)]
        return len(free) < when.free_below

    def _too_few_in_time(self, c, when):
        if when.service_level_below is None:
            return True
        self.turn_day()
        good, gone = self.good[c.category], self.gone[c.category]
        return gone > 0 and float(good) < when.service_level_below * float(gone)

    def turn_day(self):
        """Count anew from midnight on."""
        if self.day != self.now // DAY:
            self.day, self.good, self.gone = self.now // DAY, Counter(), Counter()

    def count(self, c, *, bound):
        """Count a contact that is bound, or has left."""
        self.turn_day()
        self.gone[c.category] += 1
        within = us(self.scenario.categories[c.category].service_level.within)
        self.good[c.category] += bound and self.now - c.since <= within
