"""What the user says about routing: the keys by which an agent and a contact are chosen.

The two tables are the reference that `acd list policies` prints; the core has a code for each word.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from acd.scenario import values
from acd.scenario.parts import Broken, Or, Part, choice

AGENT_POLICIES: dict[str, str] = {
    "longest_idle": "the agent who has been free for the longest time",
    "group_order": "the agent whose group comes first in the file",
    "least_occupied": "the agent with the smallest share of logged-in time in work",
    "highest_skill": "the agent with the highest level of the skills the category requires",
    "lowest_skill": "the agent with the lowest level of the skills the category requires",
    "random": "any agent, drawn by a hash of the contact and the routing seed",
}
CONTACT_POLICIES: dict[str, str] = {
    "priority": "the contact with the highest priority",
    "longest_wait": "the contact that has waited longest, age credit included",
    "category_order": "the contact whose category comes first in the group's `authorised`",
}
OPPOSITES = ("highest_skill", "lowest_skill")


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


AgentPolicy = Annotated[str, choice(AGENT_POLICIES, "policy")]
ContactPolicy = Annotated[str, choice(CONTACT_POLICIES, "policy")]


class Routing(Part):
    """Which agent for a contact, which contact for an agent; keys are compared in order."""

    LATER: ClassVar[frozenset[str]] = frozenset({"steps"})
    choose_agent: Annotated[
        list[AgentPolicy], BeforeValidator(_as_list), Or({"type": "string", "enum": list(AGENT_POLICIES)})
    ] = Field(default=["longest_idle"], description="Keys compared in order when several agents are free.")
    choose_contact: Annotated[
        list[ContactPolicy], BeforeValidator(_as_list), Or({"type": "string", "enum": list(CONTACT_POLICIES)})
    ] = Field(
        default=["priority", "longest_wait"], description="Keys compared in order when several contacts wait."
    )

    def rules(self) -> Iterator[Broken]:
        """Yield faults of lists that are empty, repeat a policy or contradict themselves."""
        for key, policies in (("choose_agent", self.choose_agent), ("choose_contact", self.choose_contact)):
            known = AGENT_POLICIES if key == "choose_agent" else CONTACT_POLICIES
            if not policies:
                yield (key,), f"is empty; name at least one of: {values.listed(known)}"
            for number, policy in enumerate(policies):
                if policy in policies[:number]:
                    yield (key, number), f"'{policy}' is named twice; name each policy once"
        if all(policy in self.choose_agent for policy in OPPOSITES):
            yield ("choose_agent",), "highest_skill and lowest_skill contradict each other; keep one"
