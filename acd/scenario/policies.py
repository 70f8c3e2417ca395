"""The keys by which an agent and a contact are chosen: their names, and the rule of each in one sentence.

The two tables are the reference that `acd list policies` prints; the core has a code for each word.
"""

from __future__ import annotations

AGENT_POLICIES: dict[str, str] = {
    "longest_idle": "the agent who has been free for the longest time",
    "group_order": "the agent whose group comes first in the file",
    "least_occupied": "the agent with the smallest share of ready and working time in work",
    "highest_skill": "the agent with the highest level of the skills the category requires",
    "lowest_skill": "the agent with the lowest level of the skills the category requires",
    "random": "any agent, drawn by a hash of the contact and the routing seed",
}
CONTACT_POLICIES: dict[str, str] = {
    "priority": "the contact with the highest priority",
    "longest_wait": "the contact that has waited longest, age credit included",
    "category_order": "the contact whose category comes first in the group's `authorised`",
}
