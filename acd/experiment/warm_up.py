"""How much of the beginning of a run is not typical: the warm-up, found by MSER-5 in pilot runs.

A run starts empty; until its lines and agents are as busy as they will be, measures would come out too good. The series
looked at is the number of contacts in the centre, waiting or with an agent: every line's growth shows in it. It is
averaged over pilot runs, whose draws no later replication uses. This module must not know measures.

Only for centres of constant rates and staffing; `acd.scenario.changing` says what speaks against it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from acd.build import build_setup
from acd.clocks.clock import Run
from acd.clocks.compiled import CompiledClock
from acd.errors import ScenarioError
from acd.scenario import AUTO, changing
from acd.scenario.calendar import horizon
from acd.scenario.constancy import STATE_A_LENGTH, unsettled

if TYPE_CHECKING:
    from acd.scenario import Scenario

Floats: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]
Times: TypeAlias = np.ndarray[Any, np.dtype[np.int64]]

PILOTS = 10
"""Pilot runs that the series is averaged over. In one queue at 90 % load, four days from empty, five leave a bias of
0.9 % in the mean number in the centre, ten and twenty 0.6 % (averages of ten seeds); without warm-up it is 1.6 %."""
BATCH = 5
"""Steps in a batch: the 5 of MSER-5."""
_STEP = 60.0
_MOST_STEPS = 500_000


@dataclass(frozen=True)
class WarmUp:
    """A warm-up that was found.

    Parameters
    ----------
    seconds : float
        Its length, whole intervals [s].
    pilots : int
        Pilot runs it was found in.
    """

    seconds: float
    pilots: int = PILOTS


def mser5(series: Floats) -> int | None:
    """Return how many first values of a series to leave out, by MSER-5.

    Parameters
    ----------
    series : numpy.ndarray
        Observations in equal steps of time, shape (steps,).

    Returns
    -------
    int or None
        A multiple of 5. None when half of the series is not enough: the minimum stands at the edge of what was
        searched, or there are fewer than four batches.

    Notes
    -----
    With batch means z_1 … z_m of five values each, the truncation d in 0 … m/2 minimises the squared standard error of
    what is left, Σ_{i>d} (z_i - mean)² / (m - d)². The earliest minimum counts.

    References
    ----------
    K. P. White, An effective truncation heuristic for bias reduction in simulation output. Simulation 69 (1997),
    323-334. K. P. White, M. J. Cobb, S. C. Spratt, A comparison of five steady-state truncation heuristics for
    simulation. Winter Simulation Conference (2000), 755-760.
    """
    m = len(series) // BATCH
    if m < 4:
        return None
    z = series[: m * BATCH].reshape(m, BATCH).mean(axis=1)
    # about the mean of the second half, lest sums of squares cancel
    z = z - z[m // 2 :].mean()
    left = np.arange(m, 0, -1)
    total, squares = z[::-1].cumsum()[::-1], (z**2)[::-1].cumsum()[::-1]
    statistic = (squares - total**2 / left) / left.astype(np.float64) ** 2
    best = int(np.argmin(statistic[: m // 2 + 1]))
    return None if best == m // 2 else best * BATCH


class InSystem:
    """Adds up the contacts in the centre in equal steps of time, over the leg rows of any number of runs.

    Parameters
    ----------
    step : int
        Length of a step [us].
    steps : int
        How many, from day one 00:00 on.
    """

    def __init__(self, step: int, steps: int) -> None:
        self._step, self._steps = step, steps
        self._time = np.zeros(steps, np.int64)

    def take(self, name: str, rows: np.ndarray[Any, Any]) -> None:
        """Take rows as a run leaves them.

        Parameters
        ----------
        name : str
            Their table; only ``leg`` counts.
        rows : numpy.ndarray
            The core's rows.
        """
        if name == "leg":
            end = self._step * self._steps
            ended = np.where(rows["ended"] >= 0, rows["ended"], end)
            self._time += self._behind(rows["joined"]) - self._behind(ended)

    def mean(self, runs: int) -> Floats:
        """Return the mean number of contacts in the centre.

        Parameters
        ----------
        runs : int
            Whose rows were taken.

        Returns
        -------
        numpy.ndarray
            One value a step.
        """
        return self._time / (self._step * runs)

    def _behind(self, moments: Times) -> Times:
        """Return for each step how much of it lies behind the moments, all together [us]."""
        inside = moments[(moments >= 0) & (moments < self._step * self._steps)]
        place = inside // self._step
        rest = np.zeros(self._steps, np.int64)
        np.add.at(rest, place, self._step - inside % self._step)
        before = np.bincount(place, minlength=self._steps).cumsum()
        rest[1:] += self._step * before[:-1]
        return rest


def find_warm_up(scenario: Scenario, seed: int = 1) -> WarmUp:
    """Find how long the centre takes to settle.

    Parameters
    ----------
    scenario : Scenario
        Of constant rates and staffing.
    seed : int
        What the pilot runs are keyed by; their replications are -1, -2, …

    Returns
    -------
    WarmUp
        Rounded up to whole intervals, so that reports stay on their grid.

    Raises
    ------
    ScenarioError
        When something changes with time, or half of the calendar is not enough to settle.

    Notes
    -----
    The mean number of contacts in the centre in steps of a minute (longer ones in calendars of more than 347 days),
    averaged over ten pilot runs of the whole calendar, goes through `mser5`. Averaging runs before truncating is what
    Hoad, Robinson and Davies found best. The rule weighs bias against the noise of the pilots' average: it leaves out
    little where the bias of what remains would be small beside it.

    References
    ----------
    K. Hoad, S. Robinson, R. Davies, Automating warm-up length estimation. Journal of the Operational Research Society
    61 (2010), 1389-1403.
    """
    refuse_changing(scenario, "finding a warm-up needs", STATE_A_LENGTH)
    step = max(_STEP, math.ceil(horizon(scenario) / _MOST_STEPS))
    steps = int(horizon(scenario) // step)
    setup, present = build_setup(scenario), InSystem(round(step * 1e6), steps)
    for pilot in range(PILOTS):
        CompiledClock().run(Run(setup, seed, -1 - pilot, sink=present))
    found = mser5(present.mean(PILOTS))
    if found is None:
        days = scenario.calendar.days
        message = (
            f"{AUTO} found no settled state within half of the {days} day{'s' if days != 1 else ''}; "
            "make calendar.days longer, or state a length"
        )
        raise ScenarioError([scenario.source.fault(("calendar", "warm_up"), message)])
    return WarmUp(math.ceil(found * step / scenario.interval) * scenario.interval)


def refuse_changing(scenario: Scenario, needs: str, way_out: str) -> None:
    """Refuse a scenario whose rates or staffing change with time.

    Parameters
    ----------
    scenario : Scenario
        A checked scenario.
    needs : str
        What needs constancy, as in "batches need".
    way_out : str
        What to do instead.

    Raises
    ------
    ScenarioError
        With the line of the first key that changes.
    """
    places = sorted(changing(scenario), key=lambda place: scenario.source.fault(place, ""))
    if places:
        raise ScenarioError([scenario.source.fault(places[0], unsettled(places, needs, way_out))])


def settled(scenario: Scenario, seed: int) -> tuple[Scenario, WarmUp | None]:
    """Return the scenario with a stated warm-up: its own, or the one found.

    Parameters
    ----------
    scenario : Scenario
        Any.
    seed : int
        What pilot runs are keyed by.

    Returns
    -------
    scenario : Scenario
        The same, or with the warm-up that was found.
    found : WarmUp or None
        None where the warm-up was stated.
    """
    if scenario.calendar.warm_up != AUTO:
        return scenario, None
    found = find_warm_up(scenario, seed)
    return scenario.replace("calendar.warm_up", found.seconds), found


def alike(scenarios: Iterable[Scenario], seed: int) -> list[Scenario]:
    """Return scenarios that are to be compared, with one warm-up in place of every ``auto``.

    Parameters
    ----------
    scenarios : iterable of Scenario
        Any.
    seed : int
        What pilot runs are keyed by.

    Returns
    -------
    list of Scenario
        Those with a stated warm-up as they are, the others with the longest that was found.
    """
    both = [settled(scenario, seed) for scenario in scenarios]
    longest = max((found.seconds for _, found in both if found is not None), default=0.0)
    return [
        scenario if found is None else scenario.replace("calendar.warm_up", longest)
        for scenario, found in both
    ]
