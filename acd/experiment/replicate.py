"""Replications of a scenario, each keyed by (seed, replication), on threads or on a cluster.

The result does not depend on who runs them. Interrupting (Ctrl-C) returns the replications that are done; the
one in progress is measured up to where it got when there is nothing else. The warm-up is stated here, and options
are checked: `acd.experiment.design` sees to both. `acd.log` is imported where a log is wanted, as
pandas comes with it and takes a quarter of a small run.
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

from acd.build import Frame, Keep, Setup, build_setup
from acd.clocks.clock import Clock, Logs, Run
from acd.clocks.compiled import CompiledClock
from acd.errors import AcdError
from acd.experiment.batches import batch_grid
from acd.experiment.interrupts import put_off
from acd.experiment.kept import Kept
from acd.experiment.result import Log, Result
from acd.experiment.stopping import Watch
from acd.experiment.workers import Workers, pieces
from acd.kpi import Grid, Sums, cells_of_tallies, frame_of, in_bins, measure, sums_of

if TYPE_CHECKING:
    from acd.log import LogFiles, Spool
    from acd.scenario import Scenario

Progress = Callable[[int], None]
_ROWS = ("legs", "changes", "commands", "decisions", "steps")


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
    batches: int | None = None
    keep_steps: bool = False

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what belongs to this process; whoever unpacks the job has the tables made anew."""
        own = ("setup", "halted", "files", "tallies")
        kept = {name: value for name, value in vars(self).items() if name not in own}
        return {**kept, "clock": type(self.clock), "antithetic": self.setup.antithetic}

    def __setstate__(self, state: dict[str, Any]) -> None:
        halted = threading.Event()
        setup = build_setup(state["scenario"], antithetic=state.pop("antithetic"))
        vars(self).update(state, setup=setup, clock=state["clock"](halted.is_set), halted=halted, files=None)

    @cached_property
    def tallies(self) -> tuple[Grid, Frame]:
        """What a run without a log is counted by."""
        grid_at = partial(_grid, self.scenario, self.batches)
        return grid_at(), frame_of(grid_at(), grid_at)

    def grid(self, until: int | None = None) -> Grid:
        """Return what a run is measured by, perhaps one that was stopped at a time [us]."""
        return self.tallies[0] if until is None else _grid(self.scenario, self.batches, until)

    def counted(self, replication: int) -> _Done:
        """Run a replication that leaves measures and no log."""
        keep = Keep(log=False, tallies=self.tallies[1])
        logs = self.clock.run(Run(self.setup, self.seed, replication, keep))
        grid = self.grid(logs.until)
        sums = sums_of(cells_of_tallies(logs.tallies, grid), grid)
        return _Done(sums, grid, None, replace(logs, tallies={}), binned=in_bins(logs.tallies))

    def run(self, replication: int) -> _Done:
        if not self.keep_log and self.files is None:
            return self.counted(replication)
        keep = Keep(log=True, commands=self.keep_commands, steps=self.keep_steps)
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
        from acd.log import Names, agent_frame, leg_frame, step_frame, steps_of_legs
        from acd.log.commands import command_frame

        names = Names.of(self.scenario, self.setup.sizes, logs.words)
        legs = leg_frame(logs.legs, names, logs.replication)
        agents = agent_frame(logs.changes, names, logs.replication)
        grid = self.grid(logs.until)
        commands = None
        if self.keep_commands:
            commands = command_frame(logs.commands, logs.decisions, names, logs.replication)
        steps = None
        if self.keep_steps and self.keep_log:
            rows = logs.steps if self.setup.rich else steps_of_legs(logs.legs)
            steps = step_frame(rows, names, logs.replication)
        sums = measure(legs, agents, grid)
        # the rows are measured: thousands of replications must not keep them
        bare = replace(logs, **{name: getattr(logs, name)[:0].copy() for name in _ROWS})
        return _Done(sums, grid, Log(legs, agents, commands, steps) if self.keep_log else None, bare)


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


def job_of(
    scenario: Scenario,
    seed: int,
    clock: str,
    *,
    antithetic: bool = False,
    batches: int | None = None,
    keep_log: bool | Path = False,
    keep_commands: bool = False,
    keep_steps: bool = False,
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
    antithetic : bool
        Replications 2k and 2k + 1 are a pair, the second of mirrored numbers.
    batches : int, optional
        Measure by so many batches in place of the reporting intervals.
    keep_log : bool or pathlib.Path
        Keep the log of each replication in memory, or write it to this folder.
    keep_commands : bool
        Keep commands and decisions in memory, and the log with them.
    keep_steps : bool
        Keep time per step where the log goes.

    Returns
    -------
    Job
        To be given to workers; can be pickled.
    """
    halted = threading.Event()
    setup, mover = build_setup(scenario, antithetic=antithetic), make_clock(clock, halted.is_set)
    files = _files(scenario, setup, seed, keep_log, keep_steps) if isinstance(keep_log, Path) else None
    in_memory = keep_log is True or keep_commands or (keep_steps and files is None)
    return _Job(scenario, setup, seed, mover, in_memory, keep_commands, halted, files, batches, keep_steps)


def run(job: _Job, clock: str, workers: Workers, watched: Watch, progress: Progress | None = None) -> Result:
    """Run replications until there are enough.

    Parameters
    ----------
    job : Job
        What they are replications of.
    clock : str
        Who moves time.
    workers : Workers
        Who runs them.
    watched : Watch
        Says when there are enough.
    progress : callable, optional
        Called with the number of replications done.

    Returns
    -------
    Result
        Of all of them, or of those that were done when it was interrupted.
    """
    done = Kept(paired=job.setup.antithetic, whole=job.batches is not None)
    with job.files or nullcontext():
        stopped = _collect(job, workers, watched, done, progress)
    return result_of(job, clock, done, stopped=stopped, watched=watched)


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


def _files(scenario: Scenario, setup: Setup, seed: int, folder: Path, steps: bool) -> LogFiles:
    from acd.log import LogFiles, Names, Origin

    # not `import acd`: type checkers would then take the function compare and its module for each other
    version: str = import_module("acd").__version__
    return LogFiles(
        folder, Names.of(scenario, setup.sizes), Origin(scenario.name, seed, version), steps=steps
    )


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
    done.drop_half()
    binned = any(one.binned for one in done)
    return Result(
        job.scenario,
        job.seed,
        clock,
        contacts=sum(one.logs.contacts for one in done),
        sums=done.sums,
        grid=done[0].grid if done else job.grid(),
        log=_joined([one.log for one in done if one.log is not None]) if job.keep_log and done else None,
        stopped=stopped,
        until=None if watched is None else watched.reached(done.sums, binned=binned),
        antithetic=job.setup.antithetic,
        binned=binned,
        moments=done.moments,
    )


def _grid(scenario: Scenario, batches: int | None, until: int | None = None) -> Grid:
    grid = Grid.of(scenario, None if until is None else until / 1e6)
    return grid if batches is None else batch_grid(scenario, grid, batches)


def _joined(logs: list[Log]) -> Log:
    import pandas as pd

    commands = [log.commands for log in logs if log.commands is not None]
    steps = [log.steps for log in logs if log.steps is not None]
    return Log(
        pd.concat([log.legs for log in logs], ignore_index=True),
        pd.concat([log.agents for log in logs], ignore_index=True),
        pd.concat(commands, ignore_index=True) if commands else None,
        pd.concat(steps, ignore_index=True) if steps else None,
    )
