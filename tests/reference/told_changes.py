"""Changes of rules as commands of five small numbers, for a routing engine and for a plain router."""

from acd.core.codes import ContactState

SKILLS = [None, {}, {"french": 1}, {"french": 3, "stocks": 1}, {"french": 2, "stocks": 4}]
CATEGORIES = [None, ["a"], ["b", "a"], ["c", "b"], ["a", "c", "b"]]
REQUIRES = [{}, {"french": 1}, {"french": 2}, {"stocks": 1}, {"french": 3, "stocks": 4}]
AGENT_KEYS = [["longest_idle"], ["highest_skill"], ["random"], ["least_occupied", "group_order"], ["group_order"]]
CONTACT_KEYS = [["longest_wait"], ["category_order"], ["priority", "category_order"], ["longest_wait", "priority"]]
WAITING = (ContactState.QUEUED, ContactState.OFFERED)
TIERS = ("gold", "silver")


class Told:
    """One change: a verb of `CHANGES`, an agent, a contact and five small numbers."""

    def __init__(self, both, agent, contact, offered):
        self.both, self.agent, self.contact = both, agent, contact
        k, t, number, priority, _ = offered
        self.category = list(both.scenario.categories)[k]
        self.group = list(both.scenario.agents)[t]
        self.tier, self.number, self.priority = TIERS[t % 2], number, priority
        self.engine, self.plain, self.now = both.engine, both.plain, both.seconds * 1_000_000

    def change(self, **what):
        return self.plain.change(self.now, **what)

    def base(self, section, name, **values):
        """Return the plain router's scenario with values of one part changed."""
        parts = getattr(self.plain.base, section)
        new = parts | {name: parts[name].model_copy(update=values)}
        return self.plain.base.model_copy(update={section: new})

    def authority(self, names):
        """Return categories as a group holds them."""
        factors = next(iter(next(iter(self.plain.base.agents.values())).authorised.values()))
        return None if names is None else dict.fromkeys(names, factors)

    def own(self, place, value):
        """Return what an agent has of the own with one of the two changed."""
        terms = list(self.plain.own_terms.get(self.agent, (None, None)))
        terms[place] = value
        return {self.agent: tuple(terms)}

    # -- to both --------------------------------------------------------------------------------------------------
    def skills(self):
        value = SKILLS[self.number]
        yield self.engine.set_skills(self.both.names[self.agent], value)
        yield self.change(own=self.own(0, value))

    def authority_of_agent(self):
        value = CATEGORIES[self.number]
        yield self.engine.authorise(self.both.names[self.agent], value)
        yield self.change(own=self.own(1, self.authority(value)))

    def skills_of_group(self):
        value = SKILLS[self.number] or {}
        yield self.engine.set_skills(group=self.group, skills=value)
        yield self.change(base=self.base("agents", self.group, skills=value))

    def authority_of_group(self):
        value = CATEGORIES[self.number] or ["c"]
        yield self.engine.authorise(group=self.group, categories=value)
        yield self.change(base=self.base("agents", self.group, authorised=self.authority(value)))

    def requirement(self):
        value = REQUIRES[self.number]
        yield self.engine.set_requires(self.category, value)
        yield self.change(base=self.base("categories", self.category, requires=value))

    def priority_of_category(self):
        yield self.engine.set_priority(category=self.category, priority=self.priority or 0)
        yield self.change(base=self.base("categories", self.category, priority=self.priority or 0))

    def priority_of_tier(self):
        yield self.engine.set_priority(tier=self.tier, priority=self.priority)
        yield self.change(base=self.base("tiers", self.tier, priority=self.priority))

    def priority_of_contact(self):
        yield self.engine.set_priority(contact=str(self.contact), priority=self.priority)
        self.plain.contacts[self.contact].own = self.priority
        yield self.change()

    def policies(self):
        values = {"choose_agent": AGENT_KEYS[self.number], "choose_contact": CONTACT_KEYS[self.number % 4]}
        yield self.engine.set_routing(**values)
        routing = self.plain.base.routing.model_copy(update=values)
        yield self.change(base=self.plain.base.model_copy(update={"routing": routing}))

    def makes_sense(self, verb):
        """Say whether a change makes sense in the plain router's state."""
        contact = self.plain.contacts.get(self.contact)
        return verb != "priority_of_contact" or (contact is not None and contact.state in WAITING)


CHANGES = (
    "skills", "authority_of_agent", "skills_of_group", "authority_of_group", "requirement", "priority_of_category",
    "priority_of_tier", "priority_of_contact", "policies",
)  # fmt: skip
