"""What the user says about a campaign: a category whose customers the centre dials itself, from a list of records.

Knows how a campaign is written and which of its keys belong together. What a dialler does with it is the core's
business; which agents may serve the category stands with the groups.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, WithJsonSchema

from acd.scenario import values
from acd.scenario.distributions import Constant, Drawn
from acd.scenario.hours import OpeningHours, opening_hours
from acd.scenario.parts import (
    Attempts,
    Broken,
    Count,
    Duration,
    Part,
    Share,
    choice,
    exactly_one,
    written,
)

PREVIEW, PROGRESSIVE, PREDICTIVE = "preview", "progressive", "predictive"
MODES: dict[str, str] = {
    PREVIEW: "an agent reads the record, then the dialler dials for this agent",
    PROGRESSIVE: "the dialler dials once for each agent who is free",
    PREDICTIVE: "the dialler dials ahead of agents who are expected to be free, within the cap on abandoned contacts",
}
PATIENCE = Constant(dist="constant", value=2.0)
"""How long a dialled customer who has picked up is kept waiting before the contact counts as abandoned [1]_.

.. [1] Ofcom, Revised statement of policy on the persistent misuse of an electronic communications network or service,
   2008 (replaced by the statement of general policy of 2016), whose measures the defaults here follow: at most 3 % of
   a campaign's live calls abandoned in 24 hours, a call abandoned where no agent is there within two seconds, none cut
   off that rang less than 15 seconds, and for 72 hours no further call to a number with an abandoned one unless an
   agent is sure to be there. Whoever plans for another country replaces them.
"""
DEFAULT_PRIORITY = -1
"""A campaign's, so that customers who called themselves are served first."""


def _pace(value: object) -> float:
    """Return how many dials are made for an expected free agent."""
    found = values.amount(value)
    if not 0.0 < found <= 100.0:
        message = f"{values.shown(value)} is out of range; give more than 0 and at most 100 dials an agent"
        raise values.MisreadError(message)
    return found


def _some(count: int) -> int:
    if count == 0:
        message = "0 is too small; a list holds at least 1 record, so give more or remove `outbound`"
        raise values.MisreadError(message)
    return count


Records = Annotated[Count, AfterValidator(_some)]


class Reach(Part):
    """Who picks up when a record is dialled."""

    probability: Share = written("30%", "Share of dials that somebody answers.")
    right_party: Share = written("100%", "Share of those answered that reach the customer who is meant.")


class Outbound(Part):
    """A campaign: its list of records and how it is dialled."""

    mode: Annotated[
        str, choice(MODES, "way to dial"), WithJsonSchema({"type": "string", "enum": list(MODES)})
    ] = Field(
        default=PROGRESSIVE,
        description="preview: an agent reads the record, then it is dialled; progressive: one dial for each free "
        "agent; predictive: dials ahead of agents expected to be free.",
    )
    records: Records | None = Field(default=None, description="Records of the list, there from day one on.")
    per_day: Records | None = Field(
        default=None, description="New records every day, at 00:00; what is left of earlier days stays."
    )
    reach: Reach = written({}, "Who picks up when a record is dialled.")
    ring: Drawn = written(
        {"dist": "constant", "value": "15s"}, "Time a dial rings until it is answered or given up."
    )
    preview: Drawn | None = Field(
        default=None, description="Time an agent reads the record before the dial; for mode preview only."
    )
    wrong_party: Drawn = written(
        {"dist": "constant", "value": "10s"}, "An agent's time with somebody who is not the customer meant."
    )
    attempts: Attempts = Field(
        default=3, description="The most dials of a record; the right party ends them sooner."
    )
    retry_after: Drawn = written(
        {"dist": "constant", "value": "4h"}, "Time from a dial's end until the record is due again."
    )
    rest: Duration = written("72h", "A record is not due again sooner than this after it was abandoned.")
    windows: Annotated[
        OpeningHours | None,
        PlainValidator(lambda value: None if value is None else opening_hours(value)),
        WithJsonSchema(
            {
                "anyOf": [
                    {"type": "null"},
                    {"type": "string"},
                    {"type": "object", "additionalProperties": {"type": ["string", "array"]}},
                ]
            }
        ),
    ] = Field(
        default=None, description="When records may be dialled, written like opening hours; none: while open."
    )
    abandonment_cap: Share = written(
        "3%",
        "Most of a day's answered dials that may be abandoned: nothing is dialled ahead of agents beyond it; "
        "for mode predictive only.",
    )
    pace: Annotated[
        float | None,
        BeforeValidator(lambda value: None if value is None else _pace(value)),
        WithJsonSchema(
            {"anyOf": [{"type": "null"}, {"type": "number", "exclusiveMinimum": 0, "maximum": 100}]}
        ),
    ] = Field(
        default=None,
        description="Dials for each agent expected to be free, within the cap; none: as many as keep to the cap; "
        "for mode predictive only.",
    )
    reserve: Count = Field(
        default=0,
        description="Agents of each group that also serves other categories who stay idle for those: a dial takes none "
        "of them.",
    )

    @classmethod
    def presence(cls, given: Mapping[str, object]) -> Iterator[Broken]:
        """Yield a fault unless the list has exactly one size, and for keys of another mode.

        Parameters
        ----------
        given : mapping
            The part's raw values, by key.

        Returns
        -------
        iterator of (tuple, str)
            Place within the part, and message.
        """
        yield from exactly_one(given, ("records", "per_day"))
        mode = given.get("mode", PROGRESSIVE)
        if mode == PREVIEW and "preview" not in given:
            yield ("preview",), "is missing; in mode preview say how long an agent reads a record"
        owners = {"preview": PREVIEW, "abandonment_cap": PREDICTIVE, "pace": PREDICTIVE}
        for key, owner in owners.items():
            if key in given and mode in MODES and mode != owner:
                yield (key,), f"belongs to mode {owner}, and the mode is {mode}; remove it or change the mode"


NOT_DIALLED = ("arrivals", "busyness", "balk", "ivr", "recontact", "redial", "callback", "survey", "steer")
"""Keys of a category that are about customers who come of themselves."""


def not_both(given: Mapping[str, object]) -> Iterator[Broken]:
    """Yield a fault for each key that a category with a campaign cannot have.

    Parameters
    ----------
    given : mapping
        The category's raw values, by key.

    Yields
    ------
    tuple of (tuple, str)
        Place within the category, and message.
    """
    if "outbound" not in given:
        return
    for key in NOT_DIALLED:
        if key in given:
            yield (key,), f"'{key}' does not go with 'outbound', where the centre dials; remove one of them"
