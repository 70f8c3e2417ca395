"""simulate, as users call it: which runs are made and what the interval of a measure is over.

Independent replications, antithetic pairs of them, or batches of one long run; as many as were asked for or as a
precision takes; after a warm-up that is stated or found. Pilot runs, which find it, are made here; the runs themselves
by `acd.experiment.replicate`, on threads or on a cluster.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from acd.experiment import replicate
from acd.experiment.batches import BatchGrid, by_batch, described
from acd.experiment.options import check_batches, check_log, check_numbers, check_pairs
from acd.experiment.replicate import Progress, job_of, make_clock
from acd.experiment.stopping import watch
from acd.experiment.warm_up import refuse_changing, settled
from acd.experiment.workers import check_workers, workers_of
from acd.kpi import Grid
from acd.scenario import AUTO

if TYPE_CHECKING:
    from acd.experiment.result import Result
    from acd.scenario import Scenario


def simulate(  # noqa: PLR0913 - given by name, each with a default
    scenario: Scenario,
    replications: int | None = None,
    *,
    seed: int = 1,
    clock: str = "compiled",
    jobs: int = 1,
    until: str | None = None,
    cluster: str | None = None,
    antithetic: bool = False,
    batches: int | None = None,
    keep_log: bool | Path = False,
    keep_commands: bool = False,
    keep_steps: bool = False,
    progress: Progress | None = None,
) -> Result:
    """Simulate a scenario.

    Parameters
    ----------
    scenario : Scenario
        From `acd.load`. Where its warm-up is ``auto`` it is found first.
    replications : int, optional
        How many independent runs, at least 1; intervals need 2. By default 20, and 1 with batches. With ``until`` how
        many at most, by default 10,000.
    seed : int
        What every draw is keyed by; the same seed gives the same result.
    clock : str
        ``compiled``, or ``simpy``: the same numbers from a SimPy environment.
    jobs : int
        Threads; the result does not depend on them.
    until : str, optional
        Run until an interval is this narrow: ``service_level[regular]±0.5pp``, ``asa±2s``, ``queue[tier:gold]±0.1``
        (``+-`` for ±). The width is absolute: percentage points for shares, ``s`` or ``m`` for times. Looked at after
        20, 30, 45, 67, … replications whatever the jobs, of pairs after 20, 30, 46, 68, …; looking more than once makes
        95 % coverage slightly optimistic. A measure that is the same in all of 100 is waited for no longer.
        ``result.until`` tells what was reached.
    cluster : str, optional
        Address of a Dask scheduler whose workers run the replications instead; the result does not depend on them.
        Needs the extra ``acd[cluster]``, and the same acd there as here.
    antithetic : bool
        Run replications in antithetic pairs, see `acd.experiment.antithetic`; intervals are over pairs, and so is the
        width that ``until`` looks at.
    batches : int, optional
        Cut one long run into so many batches, see `acd.experiment.batches`; intervals are over batches, counts a batch,
        and the rows by interval are the batches. For constant rates and staffing only, and without ``until``,
        ``cluster`` and ``antithetic``.
    keep_log : bool or pathlib.Path
        Keep the log of all replications in ``result.log``; or write it to ``legs.parquet`` and ``agents.parquet``
        of this folder, piece by piece, where it may be larger than memory. Without a log, measures are counted while
        a run goes on: the same numbers, but for quantiles of waits, which are those of bins when a replication has
        more than 65,536 waits: to about 0.033 s or 0.4 %.
    keep_commands : bool
        Keep the commands to the router and its decisions too.
    keep_steps : bool
        Keep what agents did with each contact step by step, in ``result.log.steps``; with a folder in ``keep_log``, in
        its ``steps.parquet``.
    progress : callable, optional
        Called with the number of replications done.

    Returns
    -------
    Result
        Measures with 95 % intervals, and more.

    Raises
    ------
    AcdError
        When a number is out of range, the clock unknown, the precision unreadable, options exclude each other, or the
        cluster cannot be used.
    ScenarioError
        When batches or a warm-up that is to be found meet rates or staffing that change with time.
    LimitError
        When the run is too long for the number of agents or contacts in the centre at once.

    Examples
    --------
    >>> result = acd.simulate(scenario, replications=20, seed=1)  # doctest: +SKIP
    >>> acd.simulate(scenario, until="service_level±0.5pp", antithetic=True)  # doctest: +SKIP
    >>> acd.simulate(scenario.replace("calendar.days", 100), batches=20)  # doctest: +SKIP
    """
    check_numbers(replications=replications, jobs=jobs, seed=seed)
    check_workers(jobs, cluster)
    check_log(keep_log, cluster, keep_commands=keep_commands)
    make_clock(clock, lambda: False)
    if batches is not None:
        check_batches(batches, replications, until=until, cluster=cluster, antithetic=antithetic)
        refuse_changing(scenario, "batches need", "leave batches out")
        replications = 1
    if antithetic:
        check_pairs(replications)
    watched = watch(until, replications, _lines(scenario), paired=antithetic)
    stated, warm_up = settled(scenario, seed)
    job = job_of(
        stated, seed, clock, antithetic=antithetic, batches=batches,
        keep_log=keep_log, keep_commands=keep_commands, keep_steps=keep_steps,
    )  # fmt: skip
    job.grid()  # refuses too many batches before a long run, not after it
    result = replicate.run(job, clock, workers_of(jobs, cluster), watched, progress)
    return replace(_cut(result), warm_up=warm_up)


def _lines(scenario: Scenario) -> Grid:
    """Return a grid that knows the scenario's lines, which are there before its warm-up is found."""
    found_later = scenario.calendar.warm_up == AUTO
    return Grid.of(scenario.replace("calendar.warm_up", 0) if found_later else scenario)


def _cut(result: Result) -> Result:
    """Take a run apart where it was measured by batches."""
    if not isinstance(result.grid, BatchGrid) or not result.sums:
        return result
    grid = result.grid.completed()
    sums = by_batch(result.sums[0], len(grid.openings))
    return replace(result, sums=sums, grid=grid, batches=described(sums, grid))
