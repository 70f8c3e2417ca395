"""Changes of rules as acts of a user's process: on the core in SimPy, and on the plain machine."""

from acd.core.codes import ContactState
from acd.errors import CommandError

SKILLS = [None, {}, {"spanish": 1}, {"spanish": 3, "stocks": 2}, {"stocks": 4}]
AGENT_KEYS = [["longest_idle"], ["highest_skill"], ["random"], ["least_occupied", "group_order"], ["group_order"]]
CONTACT_KEYS = [["longest_wait"], ["category_order"], ["priority", "category_order"], ["longest_wait", "priority"]]
PRIORITIES = [-3, 0, 1, 2, 9]
WAITING = (ContactState.QUEUED, ContactState.OFFERED)
CHANGES = (
    "skills", "authority", "skills_of_group", "authority_of_group", "requirement", "priority", "priority_of_contact",
    "policies",
)  # fmt: skip


def named(names, number):
    """Return a group, agent or category of the scenario."""
    return list(names)[number % len(names)]


def some(names, number):
    """Return some of the categories, in an order of their own."""
    every = list(names)
    return (every[number % len(every) :] + every)[: 1 + number % len(every)]


def agent_names(scenario, router):
    """Return the names of all agents, as in the log."""
    count = dict.fromkeys(scenario.agents, 0)
    found = []
    for agent in router.agents:
        count[agent.home] += 1
        found.append(f"{agent.home} {count[agent.home]}")
    return found


def tell_centre(centre, scenario, names, verb, which, number, word):
    """Do one act to the core; ``names`` are those of all agents."""
    kinds, groups = list(scenario.categories), list(scenario.agents)
    try:
        if verb in ("skills", "authority"):
            agent = named(names, which + 3 * word)
            value = SKILLS[number] if verb == "skills" else some(kinds, number) if number else None
            (centre.set_skills if verb == "skills" else centre.authorise)(agent, value)
        elif verb == "skills_of_group":
            centre.set_skills(group=named(groups, which), skills=SKILLS[number])
        elif verb == "authority_of_group":
            centre.authorise(group=named(groups, which), categories=some(kinds, number))
        elif verb == "requirement":
            centre.set_requires(named(kinds, which), SKILLS[number] or {})
        elif verb == "priority":
            centre.set_priority(category=named(kinds, which), priority=PRIORITIES[number])
        elif verb == "priority_of_contact":
            centre.set_priority(contact=5 * which + number, priority=PRIORITIES[number] if word else None)
        else:
            centre.set_routing(choose_agent=AGENT_KEYS[number], choose_contact=CONTACT_KEYS[which + word])
    except CommandError:
        assert verb == "priority_of_contact"


class PlainChanges:
    """The same acts on the router of a plain machine."""

    def __init__(self, scenario, router):
        self.scenario, self.router = scenario, router
        self.names = agent_names(scenario, router)

    def told(self, verb, which, number, word):  # noqa: PLR0911 - one answer a verb
        """Return what to give the router's `change`; None where the act makes no sense."""
        kinds, groups = list(self.scenario.categories), list(self.scenario.agents)
        if verb in ("skills", "authority"):
            a = self.names.index(named(self.names, which + 3 * word))
            terms = list(self.router.own_terms.get(a, (None, None)))
            if verb == "skills":
                terms[0] = SKILLS[number]
            else:
                home = self.router.agents[a].home
                terms[1] = self.authority(home, some(kinds, number)) if number else None
            return {"own": {a: tuple(terms)}}
        if verb == "skills_of_group":
            return self.base("agents", named(groups, which), skills=SKILLS[number] or {})
        if verb == "authority_of_group":
            group = named(groups, which)
            return self.base("agents", group, authorised=self.authority(group, some(kinds, number)))
        if verb == "requirement":
            return self.base("categories", named(kinds, which), requires=SKILLS[number] or {})
        if verb == "priority":
            return self.base("categories", named(kinds, which), priority=PRIORITIES[number])
        if verb == "priority_of_contact":
            return self.of_contact(5 * which + number, PRIORITIES[number] if word else None)
        values = {"choose_agent": AGENT_KEYS[number], "choose_contact": CONTACT_KEYS[which + word]}
        routing = self.router.base.routing.model_copy(update=values)
        return {"base": self.router.base.model_copy(update={"routing": routing})}

    def of_contact(self, serial, priority):
        waiting = [
            c for name, c in self.router.contacts.items() if name[0] == serial and c.state in WAITING
        ]
        for contact in waiting:
            contact.own = priority
        return {} if waiting else None

    def authority(self, group, names):
        """Return categories as a group holds them, with the factors it has."""
        had = self.router.base.agents[group].authorised
        plain = next(iter(had.values())).model_copy(
            update={"handle": 1.0, "wrap_up": 1.0, "resolution": None, "referral": None}
        )
        return {name: had.get(name, plain) for name in names}

    def base(self, section, name, **values):
        parts = getattr(self.router.base, section)
        changed = parts | {name: parts[name].model_copy(update=values)}
        return {"base": self.router.base.model_copy(update={section: changed})}
