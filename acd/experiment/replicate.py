"""simulate: n runs of a scenario, each keyed by (seed, replication), on threads or on a cluster.

The result does not depend on who runs them. Interrupting (Ctrl-C) returns the replications that are done; the
one in progress is measured up to where it got when there is nothing else.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing, nullcontext
from dataclasses import dataclass, replace
from functools import cached_property, partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from acd.build import Frame, Keep, Setup, build_setup
from acd.clocks.clock import Clock, Logs, Run
from acd.clocks.compiled import CompiledClock
from acd.errors import AcdError
from acd.experiment.interrupts import put_off
from acd.experiment.kept import Kept
from acd.experiment.result import Log, Result
from acd.experiment.stopping import Watch, watch
from acd.experiment.workers import Workers, check_workers, pieces, workers_of
from acd.kpi import Grid, Sums, cells_of_tallies, frame_of, in_bins, measure, sums_of
from acd.log import LogFiles, Names, Origin, Spool, agent_frame, leg_frame
from acd.log.commands import command_frame

if TYPE_CHECKING:
    from acd.scenario import Scenario

Progress = Callable[[int], None]
_ROWS = ("legs", "changes", "commands", "decisions")


@dataclass(frozen=True)
class _Job:
    """Everything that one replication needs, the same for all of them."""

    scenario: Scenario
    setup: Setup
    seed: int
    clock: Clock
    keep_log: bool
    keep_commands: bool
    halted: threading.Event
    files: LogFiles | None = None

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what belongs to this process; whoever unpacks the job has the tables made anew."""
        own = ("setup", "halted", "files", "tallies")
        kept = {name: value for name, value in vars(self).items() if name not in own}
        return {**kept, "clock": type(self.clock)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        halted = threading.Event()
        made = {"setup": build_setup(state["scenario"]), "halted": halted, "files": None}
        vars(self).update(state, clock=state["clock"](halted.is_set), **made)

    @cached_property
    def tallies(self) -> tuple[Grid, Frame]:
        """What a run without a log is counted by."""
        grid = Grid.of(self.scenario)
        return grid, frame_of(grid, partial(_cut, self.scenario))

    def counted(self, replication: int) -> _Done:
        """Run a replication that leaves measures and no log."""
        grid, frame = self.tallies
        logs = self.clock.run(Run(self.setup, self.seed, replication, Keep(log=False, tallies=frame)))
        if logs.until is not None:
            grid = _cut(self.scenario, logs.until)
        sums = sums_of(cells_of_tallies(logs.tallies, grid), grid)
        return _Done(sums, grid, None, replace(logs, tallies={}), binned=in_bins(logs.tallies))

    def run(self, replication: int) -> _Done:
        if not self.keep_log and self.files is None:
            return self.counted(replication)
        keep = Keep(log=True, commands=self.keep_commands)
        spool = None if self.files is None else self.files.spool()
        logs = self.clock.run(Run(self.setup, self.seed, replication, keep, spool))
        if spool is not None:
            logs = replace(logs, legs=spool.all_rows("leg"), changes=spool.all_rows("change"))
        return replace(self.measured(logs), spool=spool)

    def file(self, one: _Done) -> None:
        """Write a replication that is kept to the files, behind those before it."""
        if self.files is not None and one.spool is not None:
            self.files.add(one.spool, one.logs.replication)

    def measured(self, logs: Logs) -> _Done:
        names = Names.of(self.scenario, self.setup.sizes, logs.words)
        legs = leg_frame(logs.legs, names, logs.replication)
        agents = agent_frame(logs.changes, names, logs.replication)
        until = None if logs.until is None else logs.until / 1e6
        grid = Grid.of(self.scenario, until)
        commands = None
        if self.keep_commands:
            commands = command_frame(logs.commands, logs.decisions, names, logs.replication)
        sums = measure(legs, agents, grid)
        # the rows are measured: thousands of replications must not keep them
        bare = replace(logs, **{name: getattr(logs, name)[:0].copy() for name in _ROWS})
        return _Done(sums, grid, Log(legs, agents, commands) if self.keep_log else None, bare)


@dataclass(frozen=True)
class _Done:
    sums: Sums
    grid: Grid
    log: Log | None
    logs: Logs
    spool: Spool | None = None
    binned: bool = False

    @property
    def cut(self) -> bool:
        """True when the replication was halted before its end."""
        return self.logs.until is not None


def simulate(  # noqa: PLR0913 - every option of a run, each with a default
    scenario: Scenario,
    replications: int | None = None,
    *,
    until: str | None = None,
    seed: int = 1,
    clock: str = "compiled",
    jobs: int = 1,
    cluster: str | None = None,
    keep_log: bool | Path = False,
    keep_commands: bool = False,
    progress: Progress | None = None,
) -> Result:
    """Simulate a scenario.

    Parameters
    ----------
    scenario : Scenario
        From `acd.load`.
    replications : int, optional
        How many independent runs, at least 1; intervals need 2. 20 unless given; with ``until`` how many at most,
        10,000 unless given.
    until : str, optional
        Run until an interval is this narrow: ``service_level[regular]±0.5pp``, ``asa±2s``, ``queue[tier:gold]±0.1``
        (``+-`` for ±). The width is absolute: percentage points for shares, ``s`` or ``m`` for times. Looked at after
        20, 30, 45, 67, … replications whatever the jobs; looking more than once makes 95 % coverage slightly
        optimistic. ``result.until`` tells what was reached.
    seed : int
        What every draw is keyed by; the same seed gives the same result.
    clock : str
        ``compiled``, or ``simpy``: the same numbers from a SimPy environment.
    jobs : int
        Threads; the result does not depend on them.
    cluster : str, optional
        Address of a Dask scheduler whose workers run the replications instead; the result does not depend on them.
        Needs the extra ``acd[cluster]``, and the same acd there as here.
    keep_log : bool or pathlib.Path
        Keep the log of all replications in ``result.log``; or write it to ``legs.parquet`` and ``agents.parquet``
        of this folder, piece by piece, where it may be larger than memory. Without a log, measures are counted while
        a run goes on: the same numbers, but for quantiles of waits, which are those of bins when a replication has
        more than 65,536 waits: to 0.033 s or 0.4 %.
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
        When a number is out of range, the clock unknown, the precision unreadable, or the cluster cannot be used.
    LimitError
        When the run is too long for the number of agents or contacts in the centre at once.

    Examples
    --------
    >>> result = acd.simulate(scenario, replications=20, seed=1)  # doctest: +SKIP
    """
    check_numbers(replications=replications, jobs=jobs, seed=seed)
    _check_log(keep_log, cluster, keep_commands=keep_commands)
    check_workers(jobs, cluster)
    watched = watch(until, replications, Grid.of(scenario))
    folder = keep_log if isinstance(keep_log, Path) else None
    in_memory = keep_log is True or keep_commands
    job = job_of(scenario, seed, clock, keep_log=in_memory, keep_commands=keep_commands, folder=folder)
    done = Kept()
    with job.files or nullcontext():
        stopped = _collect(job, workers_of(jobs, cluster), watched, done, progress)
    return result_of(job, clock, done, stopped=stopped, watched=watched)


def job_of(
    scenario: Scenario,
    seed: int,
    clock: str,
    *,
    keep_log: bool = False,
    keep_commands: bool = False,
    folder: Path | None = None,
) -> _Job:
    """Prepare the replications of a scenario.

    Parameters
    ----------
    scenario : Scenario
        What is run.
    seed : int
        What every draw is keyed by.
    clock : str
        ``compiled`` or ``simpy``.
    keep_log, keep_commands : bool
        What is kept in memory of each replication.
    folder : pathlib.Path, optional
        Where the log is written.

    Returns
    -------
    Job
        To be given to workers; can be pickled.
    """
    halted = threading.Event()
    setup, mover = build_setup(scenario), make_clock(clock, halted.is_set)
    files = None if folder is None else _files(scenario, setup, seed, folder)
    return _Job(scenario, setup, seed, mover, keep_log, keep_commands, halted, files)


def _collect(job: _Job, workers: Workers, watched: Watch, done: Kept, progress: Progress | None) -> bool:
    """Gather replications until there are enough; say whether that was stopped before."""
    try:
        with closing(workers.each((job, piece) for piece in pieces(watched.sizes))) as coming:
            for one in coming:
                with put_off():
                    if not one.cut or not done:
                        job.file(one)
                        done.append(replace(one, spool=None))
                if progress is not None:
                    progress(len(done))
                if one.cut:
                    return True
                if watched.enough(done.sums):
                    return False
    except KeyboardInterrupt:
        job.halted.set()
    return True


def _check_log(keep_log: bool | Path, cluster: str | None, *, keep_commands: bool) -> None:
    if not isinstance(keep_log, Path):
        return
    if keep_commands:
        message = f"keep_log: {keep_log} takes legs and agents only; leave keep_commands out, or keep the log in memory"
        raise AcdError(message)
    if cluster is not None:
        message = (
            f"keep_log: a cluster writes no log to {keep_log}; leave the folder or the cluster out, or keep the log in "
            "memory with keep_log=True"
        )
        raise AcdError(message)


def _files(scenario: Scenario, setup: Setup, seed: int, folder: Path) -> LogFiles:
    # not `import acd`: type checkers would then take the function compare and its module for each other
    version: str = import_module("acd").__version__
    return LogFiles(folder, Names.of(scenario, setup.sizes), Origin(scenario.name, seed, version))


def make_clock(name: str, halted: Callable[[], bool]) -> Clock:
    """Return the clock of a name.

    Parameters
    ----------
    name : str
        ``compiled`` or ``simpy``.
    halted : callable
        Says True when a run is to end where it is.

    Returns
    -------
    Clock
        The clock.

    Raises
    ------
    AcdError
        When the name is neither.
    """
    if name == "compiled":
        return CompiledClock(halted)
    if name == "simpy":
        from acd.clocks.simpy_clock import SimpyClock

        return SimpyClock(halted)
    message = f"clock: {name!r} is not a clock; take compiled or simpy"
    raise AcdError(message)


def check_numbers(*, replications: int | None, jobs: int, seed: int) -> None:
    """Refuse numbers that are none, or too small.

    Parameters
    ----------
    replications : int or None
        At least 1; None where something else decides.
    jobs : int
        At least 1.
    seed : int
        Any.

    Raises
    ------
    AcdError
        For the first of them that is wrong.
    """
    for name, value, least in (("replications", replications, 1), ("jobs", jobs, 1), ("seed", seed, None)):
        if value is None and name == "replications":
            continue
        if type(value) is not int:
            message = f"{name}: {value!r} is not a whole number; give one"
            raise AcdError(message)
        if least is not None and value < least:
            message = f"{name}: {value} is too few; give at least {least}"
            raise AcdError(message)


def result_of(
    job: _Job, clock: str, done: Kept, *, stopped: bool = False, watched: Watch | None = None
) -> Result:
    """Put replications together.

    Parameters
    ----------
    job : Job
        What they are replications of.
    clock : str
        Who moved time.
    done : Kept
        In their order; may be empty.
    stopped : bool
        True when there were to be more.
    watched : Watch, optional
        What ended the run.

    Returns
    -------
    Result
        What they say.
    """
    grid = done[0].grid if done else Grid.of(job.scenario)
    contacts = sum(one.logs.contacts for one in done)
    log = _joined([one.log for one in done if one.log is not None]) if job.keep_log and done else None
    reached = None if watched is None else watched.reached(done.sums)
    binned = any(one.binned for one in done)
    return Result(
        job.scenario,
        job.seed,
        clock,
        contacts,
        done.sums,
        grid,
        log,
        stopped,
        reached,
        binned=binned,
        moments=done.moments,
    )


def _cut(scenario: Scenario, until: int) -> Grid:
    """Return what a run is measured by that was stopped at a time [us]."""
    return Grid.of(scenario, until / 1e6)


def _joined(logs: list[Log]) -> Log:
    commands = [log.commands for log in logs if log.commands is not None]
    return Log(
        pd.concat([log.legs for log in logs], ignore_index=True),
        pd.concat([log.agents for log in logs], ignore_index=True),
        pd.concat(commands, ignore_index=True) if commands else None,
    )
