"""What the commands that change rules mean to a plain router: from a command's words to what `change` takes."""

from acd.core.codes import ContactState
from acd.scenario import Factors

WAITING = (ContactState.QUEUED, ContactState.OFFERED)


def agent_names(router):
    """Return the names of all agents, as in the log."""
    count = dict.fromkeys(router.groups, 0)
    found = []
    for agent in router.agents:
        count[agent.home] += 1
        found.append(f"{agent.home} {count[agent.home]}")
    return found


class Journal:
    """Commands for a plain router; agents have the names given, and ``legs_of`` finds a contact by what names it."""

    def __init__(self, router, names, legs_of):
        self.router, self.names, self.legs_of = router, names, legs_of

    def change(self, now, told):
        """Give the router a command as a dict of its words; return its answers, None where it makes no sense."""
        words = dict(told)
        what = getattr(self, words.pop("command"))(**words)
        if what is None or self.router.refuses(**what):
            return None
        return self.router.change(now, **what)

    def set_skills(self, skills, agent=None, group=None):
        if agent is None:
            return self.base("agents", group, skills=skills or {})
        return self.own(agent, 0, skills)

    def authorise(self, categories, agent=None, group=None):
        if agent is not None:
            return self.own(agent, 1, categories)
        had = self.router.base.agents[group].authorised
        return self.base("agents", group, authorised={name: had.get(name, Factors()) for name in categories})

    def set_requires(self, category, requires):
        return self.base("categories", category, requires=requires)

    def set_priority(self, priority, contact=None, category=None, tier=None):
        if contact is None:
            part = ("categories", category) if tier is None else ("tiers", tier)
            return self.base(*part, priority=priority)
        waiting = [leg for leg in self.legs_of(contact) if leg.state in WAITING]
        for leg in waiting:
            leg.own = priority
        return {} if waiting else None

    def set_routing(self, **values):
        routing = self.router.base.routing.model_copy(update=values)
        return {"base": self.router.base.model_copy(update={"routing": routing})}

    def set_threshold(self, group, category, **values):
        had = self.router.base.agents[group].authorised
        if category not in had:
            return None
        return self.base(
            "agents", group, authorised=had | {category: had[category].model_copy(update=values)}
        )

    def set_weight(self, group, category=None, **values):
        return (
            self.base("agents", group, **values)
            if category is None
            else self.set_threshold(group, category, **values)
        )

    def own(self, agent, place, value):
        """Return what an agent has of the own with one of skills and authority changed."""
        a = self.names.index(agent)
        terms = list(self.router.own_terms.get(a, (None, None)))
        terms[place] = value
        return {"own": {a: tuple(terms)}}

    def base(self, section, name, **values):
        """Return the scenario with values of one part changed."""
        parts = getattr(self.router.base, section)
        changed = parts | {name: parts[name].model_copy(update=values)}
        return {"base": self.router.base.model_copy(update={section: changed})}
