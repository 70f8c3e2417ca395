"""How many matters a category brings, and the faults of what is said about that."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import partial

from acd.scenario import curves, values
from acd.scenario.arrivals import SOURCES, Arrivals
from acd.scenario.bursts import occurrences, starts
from acd.scenario.distributions import Empirical
from acd.scenario.model import Scenario
from acd.scenario.parts import Broken, Place

MOST_MATTERS = 1e9


def expected_matters(scenario: Scenario, name: str) -> float:
    """Return how many new matters of a category are expected in the whole calendar.

    Parameters
    ----------
    scenario : Scenario
        A checked scenario.
    name : str
        The category.

    Returns
    -------
    float
        By rates, stated totals, traces and bursts; busyness left out.
    """
    arrivals = scenario.categories[name].arrivals
    days = [math.fsum(matters for _, _, matters in day) for day in curves.arrival_pieces(scenario, name)]
    expected = math.fsum(days)
    if arrivals is not None and arrivals.total is not None:
        expected = sum(day > 0.0 for day in days) * arrivals.total.mean_value()
    bursts = math.fsum(one.burst.contacts * one.burst.probability for one in occurrences(scenario, name))
    return expected + bursts + len(curves.arrival_trace(scenario, name))


def source_key(arrivals: Arrivals) -> str:
    """Return which of the sources of arrivals is given."""
    return next(key for key in SOURCES if getattr(arrivals, key) is not None)


def check(scenario: Scenario) -> Iterator[Broken]:
    """Yield the faults of arrivals and of their correlation.

    Parameters
    ----------
    scenario : Scenario
        Its calendar is without fault.

    Yields
    ------
    tuple of (tuple, str)
        Place and message.
    """
    for name, category in scenario.categories.items():
        if category.arrivals is None:
            continue
        place = ("categories", name, "arrivals")
        found = list(_bursts(scenario, category.arrivals, place))
        yield from found
        if not found:
            yield from _tried((*place, source_key(category.arrivals)), partial(_volume, scenario, name))
        yield from _sampled(category.arrivals, place)
    yield from _correlation(scenario)


def _tried(place: Place, use: Callable[[], object]) -> Iterator[Broken]:
    try:
        use()
    except values.MisreadError as error:
        yield place, str(error)


def _volume(scenario: Scenario, name: str) -> None:
    """Refuse arrivals that cannot be read, or that are more than any machine can simulate."""
    expected = expected_matters(scenario, name)
    if expected > MOST_MATTERS:
        message = f"{expected:.3g} matters in the run are more than {MOST_MATTERS:.0e}; look at the unit"
        raise values.MisreadError(message)


def _bursts(scenario: Scenario, arrivals: Arrivals, place: Place) -> Iterator[Broken]:
    for number, burst in enumerate(arrivals.bursts):
        yield from _tried((*place, "bursts", number, "at"), partial(starts, scenario, burst))


def _sampled(arrivals: Arrivals, place: Place) -> Iterator[Broken]:
    """Yield a fault for factors from a file whose mean is not 1; other distributions say their mean themselves."""
    factor = arrivals.variation
    if isinstance(factor, Empirical) and factor.sample and abs(factor.mean_value() - 1.0) > 0.01:
        yield (
            (*place, "variation"),
            f"has mean {factor.mean_value():.4g} in {factor.file}, which would change the volume; divide by it",
        )


def _correlation(scenario: Scenario) -> Iterator[Broken]:
    """Yield a fault for each correlation that has nothing to act on."""
    given = scenario.correlation
    busy = [name for name, category in scenario.categories.items() if category.busyness is not None]
    varied = [
        name
        for name, category in scenario.categories.items()
        if category.arrivals is not None and category.arrivals.variation is not None
    ]
    if given.days > 0.0 and not busy and scenario.busyness is None:
        yield ("correlation", "days"), "there is no busyness to correlate; give busyness, or remove it"
    if given.intervals > 0.0 and not varied:
        yield (
            ("correlation", "intervals"),
            "no category has arrivals with variation; give variation to one, or remove it",
        )
    if given.categories > 0.0 and len(busy) < 2 and len(varied) < 2:
        yield (
            ("correlation", "categories"),
            "no two categories have busyness of their own or variation; give it to two, or remove it",
        )
