"""The table of keys by which an agent is chosen: what each prefers, how its cost grows, what it promises.

`acd list policies` prints it; the core has a code for each word. What a key compares is said in `rule`; equal agents
fall by the next key, in the end by the longest idle and then by their order.
"""

from __future__ import annotations

from dataclasses import dataclass

LOG, LINEAR = "log", "linear"
NOBODY_LEFT_OUT = "nobody who stays ready is passed over for ever"
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
    "longest_idle": AgentPolicyRule("the agent who has been free for the longest time", LOG, NOBODY_LEFT_OUT),
    "group_order": AgentPolicyRule("the agent whose group comes first in the file"),
    "least_occupied": AgentPolicyRule(
        "the agent with the smallest share of ready and working time in work since log-in", LINEAR
    ),
    "least_occupied_lately": AgentPolicyRule(
        "the same over `routing.window`: its present half so far, aligned to the clock, and the half before",
        LINEAR,
    ),
    "fewest_contacts": AgentPolicyRule(
        "the agent with the fewest contacts bound since log-in", LOG, NOBODY_LEFT_OUT
    ),
    "least_talk_time": AgentPolicyRule(
        "the agent with the least time since log-in in which somebody was bound, wrap-up left out"
    ),
    "shortest_handling": AgentPolicyRule(
        "the agent with the shortest mean time from bound to wrapped up of contacts done since log-in; none yet: 0"
    ),
    "highest_skill": AgentPolicyRule("the agent with the highest level of the skills the category requires"),
    "lowest_skill": AgentPolicyRule("the agent with the lowest level of the skills the category requires"),
    "most_skilled": AgentPolicyRule("the agent with the highest sum of the levels of all skills"),
    "least_skilled": AgentPolicyRule("the agent with the lowest sum of the levels of all skills"),
    "matrix": AgentPolicyRule(
        "the agent whose group has the smallest rank for the category in the priority matrix"
    ),
    "fastest_resolver": AgentPolicyRule(
        "the agent with the largest resolution ÷ mean handling and wrap-up, as configured, with the group's factors"
    ),
    "round_robin": AgentPolicyRule(
        "the next agent in order after who was given the category's last contact; after the last one the first",
        LOG,
        NOBODY_LEFT_OUT,
    ),
    "linear": AgentPolicyRule("the agent who comes first in order, always from the start"),
    "random": AgentPolicyRule("any agent, drawn by a hash of the contact and the routing seed", LINEAR),
    "weighted_random": AgentPolicyRule(
        "any agent, drawn by the same hash with chances in proportion to `agents.G.weight`", LINEAR
    ),
    "spare_capacity": AgentPolicyRule(
        "the agent who has room for the most further contacts of the channel; equal where one contact is held",
        LINEAR,
    ),
    "spare_share": AgentPolicyRule(
        "the same as a share of how many the agent may hold; equal where one contact is held", LINEAR
    ),
    "percent_allocation": AgentPolicyRule(
        "the agent whose group has the smallest (contacts of the category bound so far + 1) ÷ "
        "`agents.G.authorised.K.share`"
    ),
    "weighted_idle": AgentPolicyRule(
        "the agent with the largest `agents.G.authorised.K.weight` + `idle_weight` × seconds idle; linear where other "
        "keys than groups' own and longest_idle stand beside it"
    ),
}
OPPOSITES = (("highest_skill", "lowest_skill"), ("most_skilled", "least_skilled"))
CHANCE = frozenset({"random", "weighted_random"})
"""Keys that hash the contact."""
