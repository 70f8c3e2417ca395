"""Campaigns to tables: what a dialler is told, when it may dial, and which agents it may not take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from acd.build.distributions import DistributionTable
from acd.core.codes import Dialling
from acd.core.columns import CAMPAIGN, SOON, WINDOW
from acd.core.pacing import MILLION
from acd.core.tables import SECOND
from acd.scenario.campaigns import records, windows
from acd.scenario.curves import samples

if TYPE_CHECKING:
    from acd.scenario import Category, Distribution, Scenario
    from acd.scenario.outbound import Outbound

Array = np.ndarray[Any, Any]

RINGING = 3
"""Dials that may ring ahead at once, for each agent who may serve the campaign."""


def campaign_arrays(scenario: Scenario, table: DistributionTable, sizes: tuple[int, ...]) -> dict[str, Array]:
    """Return the tables ``campaign``, ``window`` and ``soon``.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    table : DistributionTable
        Takes the campaigns' distributions.
    sizes : tuple of int
        Number of agents of each group.

    Returns
    -------
    dict of str to numpy.ndarray
        One row of ``campaign`` a category, zero where nothing is dialled; a square of ``soon`` over categories.
    """
    names = list(scenario.categories)
    rows, soon = np.zeros(len(names), CAMPAIGN), np.zeros((len(names), len(names)), SOON)
    times: list[tuple[int, int]] = []
    first = 0
    for k, (name, rule) in enumerate(scenario.categories.items()):
        if rule.outbound is None:
            continue
        row, n = rows[k], records(scenario, name)
        _fill(row, rule.outbound, table)
        row["first"], row["records"], row["first_window"] = first, n, len(times)
        times += [(round(a * SECOND), round(b * SECOND)) for a, b in windows(scenario, name)]
        row["n_windows"] = len(times) - row["first_window"]
        row["most"] = RINGING * sum(
            size
            for size, group in zip(sizes, scenario.agents.values(), strict=True)
            if name in group.authorised
        )
        ring = _mean(scenario, rule.outbound.ring)
        row["soon_wrap"] = _released(ring, _mean(scenario, rule.wrap_up))
        for other, its in enumerate(scenario.categories.values()):
            soon["share"][k, other] = _released(ring, _work(scenario, its))
        first += n
    return {"campaign": rows, "window": np.array(times, WINDOW), "soon": soon.ravel()}


def most_dials(rows: Array) -> int:
    """Return the most dials that may begin at one event: ahead, and one for every agent."""
    dialled = rows[rows["n_windows"] > 0]
    return int((dialled["most"] + dialled["most"] // RINGING).sum() + len(dialled))


def _fill(row: Any, rule: Outbound, table: DistributionTable) -> None:
    row["mode"] = Dialling[rule.mode.upper()]
    row["per_day"] = rule.per_day or 0
    for key in ("ring", "preview", "wrong_party", "retry_after"):
        row[key] = table.add(getattr(rule, key), SECOND)
    row["attempts"], row["rest"] = rule.attempts, round(rule.rest * SECOND)
    row["probability"], row["right_party"] = rule.reach.probability, rule.reach.right_party
    row["cap"], row["pace"] = rule.abandonment_cap, rule.pace or 0.0


def _mean(scenario: Scenario, distribution: Distribution | None) -> float:
    if distribution is None:
        return 0.0
    if distribution.dist == "empirical":
        samples(scenario, distribution)  # read, so that there is a mean
    return distribution.mean_value()


def _work(scenario: Scenario, rule: Category) -> float:
    """Return an agent's mean time on a contact of a category [s], as configured; in a campaign, on one answered."""
    talk = _mean(scenario, rule.handle) + _mean(scenario, rule.wrap_up)
    if rule.outbound is None:
        return talk
    right = rule.outbound.reach.right_party
    return right * talk + (1.0 - right) * _mean(scenario, rule.outbound.wrong_party)


def _released(ring: float, work: float) -> int:
    """Return the chance that work of this mean ends before a ring of that mean, were both exponential [ppm]."""
    return MILLION if work <= 0.0 else round(MILLION * ring / (ring + work))
