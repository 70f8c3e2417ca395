"""How a group handles a category, and what of it the group is to get: factors, and what keys compare."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from acd.scenario import values
from acd.scenario.parts import Amount, Broken, Count, Duration, Factor, Part, Share, written

if TYPE_CHECKING:
    from acd.scenario.model import Scenario

Weight = Annotated[float, BeforeValidator(values.weight), WithJsonSchema({"type": "number"})]


class Factors(Part):
    """How a group's agents differ from the category's own values, and what of the category they are to get."""

    handle: Factor = written("100%", "Multiplies handling.")
    wrap_up: Factor = written("100%", "Multiplies wrap-up.")
    resolution: Share | None = Field(default=None, description="Replaces the category's resolution.")
    referral: Share | None = Field(
        default=None, description="Replaces the probability of the category's referral."
    )
    after: Duration = written("0s", "How long a contact waits before the group may have it.")
    above: Count = Field(
        default=0, description="The group takes the category only while more than this many wait in it."
    )
    keep_free: Count = Field(
        default=0,
        description="The group takes the category only while this many others of its agents would stay ready.",
    )
    share: Share | None = Field(
        default=None,
        description="Share of the category under `percent_allocation`, in proportion to the other groups'; none: all "
        "groups alike.",
    )
    weight: Weight = Field(
        default=0.0,
        description="What the group weighs under `weighted_idle`, and the category under `weighted_wait`.",
    )
    wait_weight: Amount = Field(
        default=1.0, description="What each second waited adds to that weight, under `weighted_wait`."
    )
    idle_weight: Amount = Field(
        default=0.0, description="What each second of idle time adds to the weight under `weighted_idle`."
    )

    @property
    def own_share(self) -> float:
        """The share, 1 for none."""
        return 1.0 if self.share is None else self.share


def faults(scenario: Scenario) -> Iterator[Broken]:
    """Yield shares that some groups of a category have and some have not, or of which nothing is left.

    Parameters
    ----------
    scenario : Scenario
        What is left after faulty values were taken out.

    Returns
    -------
    iterator of (tuple, str)
        Place, and message.
    """
    for name in scenario.categories:
        parts = {
            key: group.authorised[name] for key, group in scenario.agents.items() if name in group.authorised
        }
        given = {key: part.share for key, part in parts.items() if part.share is not None}
        if not given:
            continue
        lacking = [key for key in parts if key not in given]
        first = next(iter(given))
        if lacking:
            yield (
                ("agents", first, "authorised", name, "share"),
                f"{given[first]:.4g} is given, but none for '{name}' in {values.listed(lacking)}; give every group "
                "that is authorised for it a share, or none",
            )
        elif not any(given.values()):
            yield (
                ("agents", first, "authorised", name, "share"),
                f"the shares of '{name}' are all 0; give at least one group more",
            )


_NEEDS = {
    "share": ("choose_agent", "percent_allocation"),
    "idle_weight": ("choose_agent", "weighted_idle"),
    "wait_weight": ("choose_contact", "weighted_wait"),
}


def doubts(scenario: Scenario) -> Iterator[Broken]:
    """Yield shares, weights and a window that no key of the rule compares.

    Parameters
    ----------
    scenario : Scenario
        Checked.

    Returns
    -------
    iterator of (tuple, str)
        Place, and message.
    """
    routing = scenario.routing
    for team, group in scenario.agents.items():
        if group.weight != 1.0 and "weighted_random" not in routing.choose_agent:
            yield ("agents", team, "weight"), _vain(group.weight, "choose_agent", "weighted_random")
        for name, part in group.authorised.items():
            for field, message in _of_part(scenario, part):
                yield ("agents", team, "authorised", name, field), message
    if "window" in routing.model_fields_set and "least_occupied_lately" not in routing.choose_agent:
        text = values.duration_text(routing.window)
        yield ("routing", "window"), _vain(text, "choose_agent", "least_occupied_lately")


def _of_part(scenario: Scenario, part: Factors) -> Iterator[tuple[str, str]]:
    """Yield what a group says in vain of one category."""
    routing = scenario.routing
    for field, (choice, key) in _NEEDS.items():
        value = getattr(part, field)
        if value != Factors.model_fields[field].default and key not in getattr(routing, choice):
            yield field, _vain(value, choice, key)
    by_weight = "weighted_idle" in routing.choose_agent or "weighted_wait" in routing.choose_contact
    if part.weight and not by_weight:
        yield (
            "weight",
            f"{part.weight:.4g} changes nothing: choose_agent does not name weighted_idle, nor choose_contact "
            "weighted_wait; name one there, or remove this",
        )


def _vain(value: float | str, choice: str, key: str) -> str:
    shown = value if isinstance(value, str) else f"{value:.4g}"
    return f"{shown} changes nothing: {choice} does not name {key}; name it there, or remove this"
