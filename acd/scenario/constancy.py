"""Whether a centre's rates and staffing are constant, and if not, what changes with time.

A run of such a centre settles into one state, which a warm-up can be found for and which batches of one long run all
see. Elsewhere neither exists. This module only looks; who needs constancy asks and says what for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from acd.scenario.calendar import horizon, openings
from acd.scenario.curves import arrival_pieces, staffing_levels
from acd.scenario.distributions import Constant, Distribution
from acd.scenario.model import Scenario
from acd.scenario.parts import Place
from acd.scenario.source import dotted
from acd.scenario.values import listed

STATE_A_LENGTH = "state a length, such as 1d"
"""The way out where a warm-up cannot be found."""


def changing(scenario: Scenario) -> Iterator[Place]:
    """Yield the place of everything that makes rates or staffing change with time.

    Parameters
    ----------
    scenario : Scenario
        A checked scenario.

    Yields
    ------
    tuple of (str or int)
        The key: opening hours, busyness, arrivals, staffing, shifts or shrinkage, and what else makes agents come and
        go or get faster. None at all in a centre that is open round the clock with Poisson arrivals of constant rate
        and always the same agents.
    """
    if openings(scenario) != [(0.0, horizon(scenario))]:
        yield "calendar", "open"
    if _varies(scenario.busyness):
        yield ("busyness",)
    for name in scenario.categories:
        yield from _changing_arrivals(scenario, name)
    for name in scenario.agents:
        yield from _changing_staff(scenario, name)


def unsettled(places: Iterable[Place], needs: str, way_out: str) -> str:
    """Say that something needs constancy and does not have it.

    Parameters
    ----------
    places : iterable of tuple
        From `changing`, at least one.
    needs : str
        What needs it, as in "auto needs".
    way_out : str
        What to do instead.

    Returns
    -------
    str
        For a fault; all places are named.
    """
    keys = [dotted(place) for place in places]
    verb = "changes" if len(keys) == 1 else "change"
    return f"{needs} constant rates and staffing, but {listed(keys)} {verb} with time; {way_out}"


def _varies(factor: Distribution | None) -> bool:
    return factor is not None and not isinstance(factor, Constant)


def _changing_arrivals(scenario: Scenario, name: str) -> Iterator[Place]:
    category = scenario.categories[name]
    place = ("categories", name)
    if _varies(category.busyness):
        yield *place, "busyness"
    if category.outbound is not None:
        yield *place, "outbound"
    if category.arrivals is None:
        return
    rates = (
        expected / (end - start) for day in arrival_pieces(scenario, name) for start, end, expected in day
    )
    if category.arrivals.trace is not None or not _alike(rates):
        yield *place, "arrivals"
    if _varies(category.arrivals.variation):
        yield *place, "arrivals", "variation"
    if category.arrivals.counts == "fixed":
        # a day that has brought most of its matters brings few more
        yield *place, "arrivals", "counts"
    if category.arrivals.bursts:
        yield *place, "arrivals", "bursts"


def _changing_staff(scenario: Scenario, name: str) -> Iterator[Place]:
    group = scenario.agents[name]
    if group.shifts is not None:
        yield "agents", name, "shifts"
    elif not _alike(float(agents) for _, _, agents in staffing_levels(scenario, name)):
        yield "agents", name, "staffing"
    if any(worked.hours is not None for worked in (group.channels or {}).values()):
        yield "agents", name, "channels"
    if group.shrinkage > 0.0:
        # drawn anew every day
        yield "agents", name, "shrinkage"
    for key in ("adherence", "meetings", "training", "tenure"):
        if getattr(group, key) and (key != "training" or scenario.training):
            yield "agents", name, key


def _alike(values: Iterable[float]) -> bool:
    """Tell whether values are equal up to the rounding of a division."""
    every = list(values)
    return not every or max(every) - min(every) <= 1e-9 * max(every)
