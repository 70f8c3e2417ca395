"""Changes of rules drawn as a few small numbers, in the words of their commands."""

SKILLS = ("french", "stocks")
LEVELS = [None, {}, {0: 1}, {0: 3, 1: 1}, {0: 2, 1: 4}]
AGENT_KEYS = [
    ["longest_idle"], ["highest_skill"], ["random"], ["least_occupied", "group_order"], ["group_order"],
    ["least_occupied_lately"], ["fewest_contacts"], ["group_order", "least_talk_time"], ["shortest_handling"],
    ["most_skilled", "linear"], ["least_skilled"], ["fastest_resolver", "round_robin"], ["round_robin"], ["linear"],
    ["weighted_random"], ["spare_capacity"], ["spare_share", "lowest_skill"], ["percent_allocation"],
    ["weighted_idle"],
]  # fmt: skip
CONTACT_KEYS = [
    ["longest_wait"], ["category_order"], ["priority", "category_order"], ["longest_wait", "priority"], ["last_come"],
    ["aged_priority"], ["relative_wait"], ["earliest_deadline", "priority"], ["longest_queue", "last_come"],
    ["queue_ratio"], ["weighted_wait"], ["greatest_need"], ["aged_priority", "last_come"],
]  # fmt: skip
THRESHOLDS = [{"above": 1}, {"keep_free": 1}, {"above": 0, "keep_free": 0}, {"above": 2}, {"keep_free": 2}]
WEIGHTS = [
    {"weight": 3.0},
    {"share": 0.9},
    {"idle_weight": 0.1},
    {"wait_weight": 0.5, "weight": 0.0},
    {"share": 0.0},
]
PRIORITIES = [-3, 0, 1, 2, 9]
CHANGES = (
    "skills", "authority", "skills_of_group", "authority_of_group", "requirement", "priority", "priority_of_tier",
    "priority_of_contact", "policies", "policies", "threshold", "weight", "group_weight",
)  # fmt: skip


def one_of(names, number):
    """Return a group, agent or category."""
    return list(names)[number % len(names)]


def some(names, number):
    """Return some of the categories, in an order of their own."""
    every = list(names)
    first = number % len(every)
    return (every[first:] + every[:first])[: 1 + number % len(every)]


def told(verb, scenario, agent, contact, numbers, skills=SKILLS):  # noqa: PLR0911 - one answer a verb
    """Return a change as a dict of its words: a verb of `CHANGES`, whom it is about, and three small numbers."""
    kinds, groups, tiers = list(scenario.categories), list(scenario.agents), list(scenario.tiers)
    which, other, number = numbers
    levels = LEVELS[number]
    skills = None if levels is None else {skills[place]: level for place, level in levels.items()}
    if verb == "skills":
        return {"command": "set_skills", "agent": agent, "skills": skills}
    if verb == "authority":
        return {"command": "authorise", "agent": agent, "categories": some(kinds, number) if number else None}
    if verb == "skills_of_group":
        return {"command": "set_skills", "group": one_of(groups, which), "skills": skills or {}}
    if verb == "authority_of_group":
        return {"command": "authorise", "group": one_of(groups, which), "categories": some(kinds, number)}
    if verb == "requirement":
        return {"command": "set_requires", "category": one_of(kinds, which), "requires": skills or {}}
    if verb.startswith("priority"):
        own = None if other == 0 else PRIORITIES[number]
        if verb == "priority_of_contact":
            return {"command": "set_priority", "contact": contact, "priority": own}
        if verb == "priority_of_tier" and tiers:
            return {"command": "set_priority", "tier": one_of(tiers, which), "priority": own}
        return {"command": "set_priority", "category": one_of(kinds, which), "priority": PRIORITIES[number]}
    if verb in ("threshold", "weight", "group_weight"):
        return terms(verb, one_of(groups, which), one_of(kinds, other), number)
    return policies(kinds, number + 5 * which + 15 * other)


def terms(verb, group, category, number):
    """Return a change of what a group says of a category, or of what its agents weigh."""
    if verb == "group_weight":
        return {"command": "set_weight", "group": group, "weight": 0.5 + number}
    values = (THRESHOLDS if verb == "threshold" else WEIGHTS)[number]
    return {"command": f"set_{verb}", "group": group, "category": category, **values}


def policies(kinds, turn):
    """Return a change of both policies."""
    found = {
        "command": "set_routing",
        "choose_agent": AGENT_KEYS[turn % len(AGENT_KEYS)],
        "choose_contact": CONTACT_KEYS[turn % len(CONTACT_KEYS)],
    }
    if "queue_ratio" in found["choose_contact"]:
        found["queue_ratio"] = {kind: 1 / len(kinds) for kind in kinds}
    return found


def tell(engine, what):
    """Give a change to a routing engine or a centre in SimPy."""
    words = dict(what)
    return getattr(engine, words.pop("command"))(**words)


def cannot_change(error):
    """Say whether a change was refused because no running router could make it."""
    reasons = ("start another", "start one whose", "leave requires out")
    return any(reason in str(error) for reason in reasons)
