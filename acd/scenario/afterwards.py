"""What the user says about what comes instead of waiting, and after the contact: callbacks and surveys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from acd.scenario import values
from acd.scenario.distributions import Distribution, Drawn
from acd.scenario.hours import Weekly
from acd.scenario.parts import Attempts, Broken, Duration, Name, Part, Place, Share, Text, written


def _scale(value: object) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,3})-(\d{1,3})", value) if isinstance(value, str) else None
    if isinstance(value, tuple):
        return value
    if found is None or int(found[1]) >= int(found[2]):
        message = (
            f"{values.shown(value)} is not a scale; write lowest and highest answer, such as 1-5 or 0-10"
        )
        raise values.MisreadError(message)
    return int(found[1]), int(found[2])


def _points(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not -100 <= value <= 100:
        message = f"{values.shown(value)} is not a number of points; write one from -100 to 100"
        raise values.MisreadError(message)
    return float(value)


def _not_negative(value: float) -> float:
    if value < 0.0:
        message = f"{value:.4g} is below 0; a spread is 0 or more"
        raise values.MisreadError(message)
    return value


class Callback(Part):
    """A callback that is offered instead of a long wait; it keeps the customer's place in line.

    A promise is kept: nobody is on the line to be refused where `max_queue` wait, or to be turned away at closing time.
    Whoever is still there makes the call, or somebody does after the next opening.
    """

    offer_when_wait_exceeds: Duration = Field(
        description="Offered when the estimated wait is longer than this."
    )
    accept: Share = Field(description="Share of customers who take it.")
    category: Name | None = Field(
        default=None, description="Category as which it is handled; none: the contact's own."
    )
    ring: Drawn | None = Field(
        default=None, description="How long the agent waits for an answer; none: no time."
    )
    reached: Share = written("100%", "Share of attempts in which the customer answers.")
    attempts: Attempts = Field(default=1, description="The most attempts at a customer who does not answer.")
    retry_after: Duration = written("15m", "Time between two attempts.")
    windows: Weekly | None = Field(
        default=None, description="When customers are called back, like opening hours; none: while open."
    )


class Question(Part):
    """A question of the survey."""

    ask: Text = Field(description="The question.")
    scale: Annotated[
        tuple[int, int],
        BeforeValidator(_scale),
        WithJsonSchema({"type": "string", "pattern": r"^\d+-\d+$"}),
    ] = Field(default="1-5", validate_default=True, description="Lowest and highest answer, such as 0-10.")
    shift: Annotated[float, BeforeValidator(_points)] = Field(
        default=0.0, description="By how many points of 5 its answers lie above those of the others."
    )


Points = Annotated[
    float, BeforeValidator(_points), WithJsonSchema({"type": "number", "minimum": -100, "maximum": 100})
]


class Score(Part):
    """How content a customer is, in points from 1 to 5: a stated model, not one that was fitted to anything."""

    start: Points = Field(default=4.5, description="Points of a customer to whom nothing bad has happened.")
    per_minute_waited: Points = Field(default=-0.1, description="Points for each minute waited in line.")
    per_referral: Points = Field(default=-0.4, description="Points for each referral.")
    not_verified: Points = Field(default=-1.0, description="Points when verification has failed.")
    unsettled: Points = Field(default=-1.5, description="Points when the matter is not settled.")
    spread: Annotated[Points, AfterValidator(_not_negative)] = Field(
        default=0.8, description="Standard deviation of a normal spread, drawn for each question."
    )


class FollowUp(Part):
    """What a bad answer opens: a case at a desk."""

    to: Name = Field(description="Desk of referral_desks that follows up.")
    after: Duration = written("0s", "How long until the case reaches the desk.")


class Survey(Part):
    """A survey after the contact."""

    offered: Share = written("100%", "Share of answered contacts whose customer is asked.")
    response: Share = Field(description="Share of those asked who answer.")
    questions: list[Question] = Field(
        default=[Question(ask="How satisfied are you with this contact?")], description="The questions."
    )
    score: Score = written({}, "The model of the answers.")
    bad: Annotated[float, BeforeValidator(values.amount)] = Field(
        default=2.0, description="A mean answer of at most so many points of 5 is a bad one."
    )
    follow_up: FollowUp | None = Field(default=None, description="What a bad answer opens; none: nothing.")

    def rules(self) -> Iterator[Broken]:
        """Yield a fault without a question, or with a limit that no answer can be above or below."""
        if not self.questions:
            yield ("questions",), "is empty; ask at least one question"
        if self.bad > 5.0:
            yield ("bad",), f"{self.bad:.4g} is above the scale; points go from 1 to 5"


def distributions_of(callback: Callback | None) -> Iterator[tuple[Place, Distribution]]:
    """Yield every distribution of a callback with its place in the category.

    Parameters
    ----------
    callback : Callback or None
        The category's.

    Returns
    -------
    iterator of (tuple, Distribution)
        Place and distribution.
    """
    if callback is not None and callback.ring is not None:
        yield ("callback", "ring"), callback.ring
