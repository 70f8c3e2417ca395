"""simulate, as users call it: which runs are made and what the interval of a measure is over.

Independent replications, antithetic pairs of them, or batches of one long run; after a warm-up that is stated or found.
The runs themselves are made by `acd.experiment.replicate`.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from acd.errors import AcdError
from acd.experiment import replicate
from acd.experiment.batches import batch_grid, by_batch, described
from acd.experiment.replicate import Progress
from acd.experiment.result import Log, Result
from acd.experiment.warm_up import refuse_changing, settled
from acd.kpi import Grid, measure

if TYPE_CHECKING:
    from acd.scenario import Scenario

REPLICATIONS = 20


def simulate(  # noqa: PLR0913 - given by name, each with a default
    scenario: Scenario,
    replications: int | None = None,
    *,
    seed: int = 1,
    clock: str = "compiled",
    jobs: int = 1,
    antithetic: bool = False,
    batches: int | None = None,
    keep_log: bool | Path = False,
    keep_commands: bool = False,
    progress: Progress | None = None,
) -> Result:
    """Simulate a scenario.

    Parameters
    ----------
    scenario : Scenario
        From `acd.load`. Where its warm-up is ``auto`` it is found first.
    replications : int, optional
        How many independent runs, at least 1; intervals need 2. By default 20, and 1 with batches.
    seed : int
        What every draw is keyed by; the same seed gives the same result.
    clock : str
        ``compiled``, or ``simpy``: the same numbers from a SimPy environment.
    jobs : int
        Threads; the result does not depend on them.
    antithetic : bool
        Run replications in antithetic pairs, see `acd.experiment.antithetic`; intervals are over pairs.
    batches : int, optional
        Cut one long run into so many batches, see `acd.experiment.batches`; intervals are over batches, counts a batch,
        and the rows by interval are the batches. For constant rates and staffing only.
    keep_log : bool or pathlib.Path
        Keep the log of all replications in ``result.log``; or write it to ``legs.parquet`` and ``agents.parquet``
        of this folder, piece by piece, where it may be larger than memory.
    keep_commands : bool
        Keep the commands to the router and its decisions too.
    progress : callable, optional
        Called with the number of replications done.

    Returns
    -------
    Result
        Measures with 95 % intervals, and more.

    Raises
    ------
    AcdError
        When a number is out of range, the clock unknown, or options exclude each other.
    ScenarioError
        When batches or a warm-up that is to be found meet rates or staffing that change with time.
    LimitError
        When the run is too long for the number of agents or contacts in the centre at once.

    Examples
    --------
    >>> result = acd.simulate(scenario, replications=20, seed=1)  # doctest: +SKIP
    >>> acd.simulate(scenario, 40, antithetic=True)  # doctest: +SKIP
    >>> acd.simulate(scenario.replace("calendar.days", 100), batches=20)  # doctest: +SKIP
    """
    runs = _runs(replications, batches, antithetic=antithetic)
    if batches is not None:
        refuse_changing(scenario, "batches of one run are alike")
    stated, warm_up = settled(scenario, seed)
    if batches is not None:
        batch_grid(stated, Grid.of(stated), batches)  # refuses before a long run, not after it
    result = replicate.simulate(
        stated,
        runs,
        seed=seed,
        clock=clock,
        jobs=jobs,
        antithetic=antithetic,
        keep_log=keep_log or batches is not None,
        keep_commands=keep_commands,
        progress=progress,
    )
    if batches is not None:
        result = _cut(result, batches, keep_log)
        result = result if keep_log is True or keep_commands else replace(result, log=None)
    return replace(result, warm_up=warm_up)


def _runs(replications: int | None, batches: int | None, *, antithetic: bool) -> int:
    """Return how many runs to make."""
    if batches is None:
        runs = REPLICATIONS if replications is None else replications
        if antithetic and type(runs) is int and runs % 2:
            message = f"replications: {runs} is odd; antithetic replications are pairs, so give {runs + 1}"
            raise AcdError(message)
        return runs
    if type(batches) is not int:
        message = f"batches: {batches!r} is not a whole number; give one"
    elif batches < 2:
        message = f"batches: {batches} is too few for an interval; give at least 2, usually 20"
    elif replications not in {None, 1}:
        message = f"replications: {replications} cannot be cut into batches; batches are of one run, so leave it out"
    elif antithetic:
        message = (
            "antithetic: needs pairs of replications, and batches are of one run; leave one of the two out"
        )
    else:
        return 1
    raise AcdError(message)


def _cut(result: Result, number: int, keep_log: bool | Path) -> Result:
    """Return a run's result by batches."""
    if not result.sums:
        return result
    grid = batch_grid(result.scenario, result.grid, number)
    log = _read(keep_log) if isinstance(keep_log, Path) else result.log
    assert log is not None
    sums = by_batch(measure(log.legs, log.agents, grid)) if grid.openings else []
    return replace(result, sums=sums, grid=grid, batches=described(sums, grid))


def _read(folder: Path) -> Log:
    from acd.log import read

    legs, _ = read(folder / "legs.parquet")
    agents, _ = read(folder / "agents.parquet")
    return Log(legs, agents, None)
