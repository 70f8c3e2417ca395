"""What the user says about customers: tiers, their share, their target, whom they want, how loyal they are.

Names of categories and groups are only text here; whether they exist is asked in `names`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field

from acd.scenario import values
from acd.scenario.parts import Duration, Name, Or, Part, Priority, Share, written
from acd.scenario.returns import shares_of

WANTED = {
    "last": "the agent who answered the matter last; at a first contact nobody",
    "own": "one of all agents who may serve the category, always the same for a customer",
}
"""Words of `who`; any other is a group, for one of its agents, always the same for a customer."""


class Loyalty(Part):
    """How likely a customer leaves for good, and so comes back neither by redial nor by recontact."""

    leave_after_abandoning: Share = written(
        0, "Probability of leaving for good when a contact ends without an agent."
    )
    leave_when_unsettled: Share = written(
        0, "Probability of leaving for good when an answered contact did not settle the matter."
    )


class PreferredAgent(Part):
    """The agent whom a customer's contacts wait for, for a while, before others may have them."""

    who: Name = written("last", "last, own, or a group: one of its agents, always the same for a customer.")
    hold: Duration = written("30s", "How long a contact waits for that agent only.")


class TierTarget(Part):
    """A tier's own target; what is left out is the category's."""

    share: Share | None = Field(default=None, description="Share to be reached.")
    within: Duration | None = Field(default=None, description="Longest wait that counts as in time.")
    short_abandon: Duration | None = Field(
        default=None, description="Whoever leaves sooner is a short abandon."
    )


def _tier_share(value: object) -> object:
    """Return one share, or a mapping of category to share."""
    return shares_of(value) if isinstance(value, Mapping) else values.share(value)


def _preferred(value: object) -> object:
    """Return true as a preferred agent with the usual values, false as none."""
    if value is True:
        return {}
    return None if value is False else value


class Tier(Part):
    """A customer tier; its values replace the category's."""

    share: Annotated[dict[str, float] | float, BeforeValidator(_tier_share), Or({"type": "string"})] = Field(
        description="Share of each category's customers, or one share for all categories."
    )
    priority: Priority | None = Field(
        default=None, description="Instead of the category's; none: the category's."
    )
    age_credit: Duration | None = Field(
        default=None, description="Instead of the category's; none: the category's."
    )
    service_level: TierTarget | None = Field(
        default=None, description="What of it is given stands instead of the category's, in every measure."
    )
    preferred_agent: Annotated[
        PreferredAgent | None, BeforeValidator(_preferred), Or({"type": "boolean"})
    ] = Field(
        default=None, description="Whom contacts wait for before others may have them; true: the last agent."
    )
    loyalty: Loyalty | None = Field(default=None, description="Instead of the root's; none: the root's.")

    def share_of(self, category: str) -> float:
        """Return the share of a category's customers who are in this tier.

        Parameters
        ----------
        category : str
            Name of the category.

        Returns
        -------
        float
            From 0 to 1.
        """
        return self.share.get(category, 0.0) if isinstance(self.share, dict) else self.share
