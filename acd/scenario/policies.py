"""The table of keys by which an agent is chosen: what each prefers, how its cost grows, what it promises.

`acd list policies` prints it; the core has a code for each word. What a key compares is said in `rule`; equal agents
fall by the next key, in the end by the longest idle and then by their order.
"""

from __future__ import annotations

from dataclasses import dataclass

LOG, LINEAR = "log", "linear"
NOBODY_LEFT_OUT = "nobody who stays ready is passed over for ever"
UNLESS_NEW = ", but for others who keep logging in anew"
NONE = ""


@dataclass(frozen=True)
class AgentPolicyRule:
    """One key by which agents are compared.

    Parameters
    ----------
    rule : str
        Whom it prefers, in one sentence.
    grows : str
        How the cost of one decision grows with the ready agents of a group: ``log``, or ``linear`` where all of them
        are looked at. Each of the category's groups costs a look besides; so does every ready agent where agents hold
        several contacts, and where some key of the list is linear.
    promise : str
        What it promises of agents who are ready, as the first key of the list; empty for nothing.
    """

    rule: str
    grows: str = LOG
    promise: str = NONE


AGENT_POLICIES: dict[str, AgentPolicyRule] = {
    "longest_idle": AgentPolicyRule(
        "the agent who has been free for the longest time; where agents hold several contacts, first who has least "
        "in hand",
        LOG,
        NOBODY_LEFT_OUT,
    ),
    "group_order": AgentPolicyRule("the agent whose group comes first in the file"),
    "least_occupied": AgentPolicyRule(
        "the agent who since log-in was at work, wrap-up included, for the smallest share of ready and working time",
        LINEAR,
    ),
    "least_occupied_lately": AgentPolicyRule(
        "the same of late: over the present half of `routing.window` so far and the half before; with 30m the halves "
        "are quarters of an hour by the clock",
        LINEAR,
    ),
    "fewest_contacts": AgentPolicyRule(
        "the agent who has got the fewest contacts since log-in", LOG, f"{NOBODY_LEFT_OUT}{UNLESS_NEW}"
    ),
    "least_talk_time": AgentPolicyRule(
        "the agent who was with customers for the least time since log-in, hold included, wrap-up not"
    ),
    "shortest_handling": AgentPolicyRule(
        "the agent who took the least time a contact since log-in, on average and with wrap-up; who has finished none "
        "yet counts as 0 s, so comes first"
    ),
    "highest_skill": AgentPolicyRule(
        "the agent with the highest level of the skill that the category requires; of several skills the levels are "
        "added up"
    ),
    "lowest_skill": AgentPolicyRule("the agent with the lowest level, the same way"),
    "most_skilled": AgentPolicyRule("the agent whose levels of all skills add up to the most"),
    "least_skilled": AgentPolicyRule("the agent whose levels of all skills add up to the least"),
    "matrix": AgentPolicyRule(
        "the agent whose group has the smallest rank for the category in the priority matrix (`routing.matrix`)"
    ),
    "fastest_resolver": AgentPolicyRule(
        "the agent who settles most contacts of the category in an hour of work, by what the scenario says of the "
        "group: resolution ÷ mean of handling and wrap-up"
    ),
    "round_robin": AgentPolicyRule(
        "the agent who comes next in the order of the file after whoever was given the category's last contact; after "
        "the last agent the first",
        LOG,
        NOBODY_LEFT_OUT,
    ),
    "linear": AgentPolicyRule("the agent who comes first in the order of the file, always from the start"),
    "random": AgentPolicyRule(
        "any agent, by chance; contact and routing seed settle whom, so that a run can be repeated", LINEAR
    ),
    "weighted_random": AgentPolicyRule(
        "any agent, by chance in proportion to `agents.G.weight`; one of weight 0 only when nobody else is free",
        LINEAR,
    ),
    "spare_capacity": AgentPolicyRule(
        "the agent who has room for the most further contacts of the channel; all are equal where agents hold one "
        "contact at a time",
        LINEAR,
    ),
    "spare_share": AgentPolicyRule(
        "the agent who has room for the largest share of the contacts that the agent may hold of the channel; all are "
        "equal where agents hold one contact at a time",
        LINEAR,
    ),
    "percent_allocation": AgentPolicyRule(
        "the agent whose group is furthest behind its share: the smallest (contacts of the category that the group got "
        "so far + 1) ÷ `agents.G.authorised.K.share`"
    ),
    "weighted_idle": AgentPolicyRule(
        "the agent with the largest `weight` + `idle_weight` × seconds free, both of the group's `authorised.K`; cost "
        "linear where another key than longest_idle that tells a group's agents apart stands beside it"
    ),
}
OPPOSITES = (("highest_skill", "lowest_skill"), ("most_skilled", "least_skilled"))
CHANCE = frozenset({"random", "weighted_random"})
"""Keys that hash the contact."""
