"""Replications of a scenario, each keyed by (seed, replication), on threads or on a cluster.

The result does not depend on who runs them. Interrupting (Ctrl-C) returns the replications that are done; the
one in progress is measured up to where it got when there is nothing else. The warm-up is stated here, and options
are checked: `acd.experiment.design` sees to both.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing, nullcontext
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from acd.build import Keep, Setup, build_setup
from acd.clocks.clock import Clock, Logs, Run
from acd.clocks.compiled import CompiledClock
from acd.errors import AcdError
from acd.experiment.interrupts import put_off
from acd.experiment.result import Log, Result
from acd.experiment.stopping import Watch
from acd.experiment.workers import Workers, pieces
from acd.kpi import Grid, Sums, measure
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
        own = ("setup", "halted", "files")
        kept = {name: value for name, value in vars(self).items() if name not in own}
        return {**kept, "clock": type(self.clock), "antithetic": self.setup.antithetic}

    def __setstate__(self, state: dict[str, Any]) -> None:
        halted = threading.Event()
        setup = build_setup(state["scenario"], antithetic=state.pop("antithetic"))
        vars(self).update(state, setup=setup, clock=state["clock"](halted.is_set), halted=halted, files=None)

    def run(self, replication: int) -> _Done:
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
    keep_log: bool | Path = False,
    keep_commands: bool = False,
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
    keep_log : bool or pathlib.Path
        Keep the log of each replication in memory, or write it to this folder.
    keep_commands : bool
        Keep commands and decisions in memory, and the log with them.

    Returns
    -------
    Job
        To be given to workers; can be pickled.
    """
    halted = threading.Event()
    setup, mover = build_setup(scenario, antithetic=antithetic), make_clock(clock, halted.is_set)
    files = _files(scenario, setup, seed, keep_log) if isinstance(keep_log, Path) else None
    in_memory = keep_log is True or keep_commands
    return _Job(scenario, setup, seed, mover, in_memory, keep_commands, halted, files)


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
    done: list[_Done] = []
    with job.files or nullcontext():
        stopped = _collect(job, workers, watched, done, progress)
    return result_of(job, clock, done, stopped=stopped, watched=watched)


def _collect(
    job: _Job, workers: Workers, watched: Watch, done: list[_Done], progress: Progress | None
) -> bool:
    """Gather replications until there are enough; say whether that was stopped before."""
    sums: list[Sums] = []
    try:
        with closing(workers.each((job, piece) for piece in pieces(watched.sizes))) as coming:
            for one in coming:
                with put_off():
                    if not one.cut or not done:
                        job.file(one)
                        done.append(replace(one, spool=None))
                        sums.append(one.sums)
                if progress is not None:
                    progress(len(done))
                if one.cut:
                    return True
                if watched.enough(sums):
                    return False
    except KeyboardInterrupt:
        job.halted.set()
    return True


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


def result_of(
    job: _Job, clock: str, done: list[_Done], *, stopped: bool = False, watched: Watch | None = None
) -> Result:
    """Put replications together.

    Parameters
    ----------
    job : Job
        What they are replications of.
    clock : str
        Who moved time.
    done : list of Done
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
    if job.setup.antithetic:
        done = done[: len(done) // 2 * 2]  # a half pair, of a run that was stopped, would lean to one side
    grid = done[0].grid if done else Grid.of(job.scenario)
    sums = [one.sums for one in done]
    return Result(
        job.scenario,
        job.seed,
        clock,
        contacts=sum(one.logs.contacts for one in done),
        sums=sums,
        grid=grid,
        log=_joined([one.log for one in done if one.log is not None]) if job.keep_log and done else None,
        stopped=stopped,
        until=None if watched is None else watched.reached(sums),
        antithetic=job.setup.antithetic,
    )


def _joined(logs: list[Log]) -> Log:
    commands = [log.commands for log in logs if log.commands is not None]
    return Log(
        pd.concat([log.legs for log in logs], ignore_index=True),
        pd.concat([log.agents for log in logs], ignore_index=True),
        pd.concat(commands, ignore_index=True) if commands else None,
    )
