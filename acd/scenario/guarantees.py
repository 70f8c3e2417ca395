"""What the router promises whatever the rule, and what some rules promise besides; with each key's names elsewhere.

`acd list guarantees` and `acd list policies` print these; tests on long random sequences of commands hold them.
"""

from __future__ import annotations

from acd.scenario.presets import PRESETS, PRODUCTS

GUARANTEES: dict[str, str] = {
    "authority": "No key, weight, preset, function of your own, transfer or callback joins a contact and an agent "
    "who is not authorised for its category or lacks a skill that is required. Keys only order those who may be "
    "joined.",
    "capacity": "Nobody ever holds, offers included, more than the group's channels allow.",
    "no idle match": "At no moment is an agent ready and a contact waiting who may be joined; whenever room is made "
    "in an agent's hands, the agent is matched again at once. Who may not be joined yet is what you said: `after`, "
    "`above`, `keep_free`, a step of a plan, a hold for a certain agent, `reoffer`.",
    "heavy queues": "However heavy its weight or high its priority, a queue that an agent may not serve never stands "
    "in the way of one that the agent may serve: keys are compared only among contacts that this agent may have now.",
    "idle since": "The moment the agent last became able to take a contact. An offer that came to nothing because "
    "the customer left or somebody else answered, a change of rules and a look at the state leave it as it is; who "
    "does not answer, or rejects, is not ready, and idle anew when ready again. Where agents hold several contacts "
    "at once, it is also the moment the last of them was bound to the agent.",
    "old place": "A contact whose offer came to nothing goes back to its old place: neither its wait nor its number "
    "in line is lost.",
    "ties": "Agents equal by every key: least in hand where agents hold several contacts, then longest idle, then "
    "the first of the file (live: the first known). Contacts equal by every key: the one that has waited longest, "
    "age credit included, then the one that was offered first.",
    "starvation": "Where the first key of `choose_contact` promises that nobody who waits is passed over for ever, "
    "only contacts that come within a limited time after one can be served before it, however great the load, as "
    "long as agents who may have it go on taking contacts. Two things are stronger and may keep one waiting for "
    "ever: what you said (`above`, `keep_free`, …) and, where agents hold several contacts, lack of room: chats may "
    "keep a call waiting that needs empty hands, unless it interrupts them. Under other keys a contact may wait for "
    "ever in a centre that has more work than agents; patience or `max_queue` bound that.",
    "at once": "What is changed while contacts wait, skills, authority, priorities, weights, thresholds, keys or "
    "staffing, counts from that moment: who can be joined then is joined then, an offer to who may not have it any "
    "more is taken back, what is in hand stays. A change that could not be exact is refused and changes nothing.",
    "repeatable": "Decisions follow from the commands and the routing seed alone: a recorded day decides the same "
    "again, in a simulation, live and uncompiled.",
}

ELSEWHERE_OF_CONTACTS: dict[str, dict[str, str]] = {
    "priority": {
        "Asterisk": "weight, QUEUE_PRIO",
        "Genesys": "priority score",
        "Twilio": "priority",
    },
    "longest_wait": {
        "Asterisk": "FIFO",
        "FreeSWITCH": "wait + base_score",
        "Amazon Connect": "first come, first served",
        "Twilio": "age",
    },
    "category_order": {"Avaya": "Skill Level", "Amazon Connect": "priority of a routing profile"},
    "last_come": {"Twilio": "LIFO"},
    "aged_priority": {"Genesys": "conversation score (60 s a point)"},
    "relative_wait": {"Avaya": "wait ÷ threshold, over threshold"},
    "greatest_need": {"Avaya": "Greatest Need"},
}
"""What products call the keys by which contacts are chosen, as far as it is known from them."""

LITERATURE: dict[str, str] = {
    "fastest_resolver": "de Véricourt and Zhou 2005",
    "queue_ratio": "Gurvich and Whitt 2009",
    "weighted_idle": "Chan, Koole and L'Ecuyer 2014",
    "weighted_wait": "Chan, Koole and L'Ecuyer 2014",
}


def elsewhere(key: str) -> dict[str, str]:
    """Return what a key is called elsewhere.

    Parameters
    ----------
    key : str
        A key of either list.

    Returns
    -------
    dict of str to str
        Product, or `literature`, to names; products that have nothing like it are left out.
    """
    found = dict(ELSEWHERE_OF_CONTACTS.get(key, {}))
    for name, preset in PRESETS.items():
        first = preset.sets.get("choose_agent")
        if isinstance(first, list) and first[0] == key and "ring" not in preset.sets:
            product = PRODUCTS[name.partition("/")[0]]
            found[product] = ", ".join(dict.fromkeys(filter(None, [found.get(product), preset.called])))
    if key in LITERATURE:
        found["literature"] = LITERATURE[key]
    return found
