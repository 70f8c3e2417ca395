"""What the user says about offers: how long it rings, who does not answer or rejects; and a group's channels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import Field

from acd.scenario import values
from acd.scenario.hours import Weekly
from acd.scenario.parts import Broken, Count, Duration, Part, Share, written


class NoAnswer(Part):
    """Some offers ring out: nobody answers them."""

    probability: Share = written("0%", "Share of offers that nobody answers.")
    timeout: Duration = written("15s", "How long an offer rings before it goes back to its place in line.")
    not_ready: Duration = written("0s", "How long the agent who did not answer is not ready.")

    def rules(self) -> Iterator[Broken]:
        """Yield a fault when an offer would ring for no time."""
        if self.timeout <= 0.0:
            yield (
                ("timeout",),
                "0s is too short; an offer that rings for no time reaches nobody, so take more",
            )


class Reject(Part):
    """Some offers are rejected by their agent."""

    probability: Share = Field(description="Share of answered offers that the agent rejects.")
    not_ready: Duration = written("0s", "How long the agent who rejected is not ready.")


class Worked(Part):
    """How a group works a channel."""

    capacity: Count | None = Field(
        default=None, description="Contacts an agent may hold; none: the channel's."
    )
    hours: Weekly | None = Field(
        default=None,
        description="When the group takes contacts of the channel, for every day alike or per weekday; those in hand "
        "are finished. None: whenever its agents are there.",
    )

    def rules(self) -> Iterator[Broken]:
        """Yield a fault when an agent may hold none."""
        if self.capacity == 0:
            yield (
                ("capacity",),
                "0 is too small; leave the channel out, or let an agent hold at least 1 contact",
            )


def channel_list(value: object) -> object:
    """Return a list of channels as a mapping to what is said of each.

    Parameters
    ----------
    value : object
        As written: a list of names, or a mapping.

    Returns
    -------
    object
        A mapping, or the value as it is for somebody else to refuse.
    """
    if isinstance(value, Mapping) or not isinstance(value, list | tuple):
        return value
    found: dict[str, object] = {}
    for item in value:
        name = values.name(item)
        if name in found:
            message = f"names {values.shown(name)} twice; name each channel once"
            raise values.MisreadError(message)
        found[name] = {}
    return found
