"""simulate: n runs of a scenario, each keyed by (seed, replication), on one thread or several.

The result does not depend on the number of threads. Interrupting (Ctrl-C) returns the replications that are done; the
one in progress is measured up to where it got when there is nothing else.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import cached_property, partial
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from acd.build import Frame, Keep, Setup, build_setup
from acd.clocks.clock import Clock, Logs, Run
from acd.clocks.compiled import CompiledClock
from acd.errors import AcdError
from acd.experiment.interrupts import put_off
from acd.experiment.kept import Kept
from acd.experiment.result import Log, Result
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


def simulate(
    scenario: Scenario,
    replications: int = 20,
    *,
    seed: int = 1,
    clock: str = "compiled",
    jobs: int = 1,
    keep_log: bool | Path = False,
    keep_commands: bool = False,
    progress: Progress | None = None,
) -> Result:
    """Simulate a scenario.

    Parameters
    ----------
    scenario : Scenario
        From `acd.load`.
    replications : int
        How many independent runs, at least 1; intervals need 2.
    seed : int
        What every draw is keyed by; the same seed gives the same result.
    clock : str
        ``compiled``, or ``simpy``: the same numbers from a SimPy environment.
    jobs : int
        Threads; the result does not depend on them.
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
        When a number is out of range or the clock unknown.
    LimitError
        When the run is too long for the number of agents or contacts in the centre at once.

    Examples
    --------
    >>> result = acd.simulate(scenario, replications=20, seed=1)  # doctest: +SKIP
    """
    _check_numbers(replications, jobs, seed)
    halted = threading.Event()
    if keep_commands and isinstance(keep_log, Path):
        message = f"keep_log: {keep_log} takes legs and agents only; leave keep_commands out, or keep the log in memory"
        raise AcdError(message)
    setup, mover = build_setup(scenario), make_clock(clock, halted.is_set)
    files = _files(scenario, setup, seed, keep_log) if isinstance(keep_log, Path) else None
    in_memory = keep_log is True or keep_commands
    job = _Job(scenario, setup, seed, mover, in_memory, keep_commands, halted, files)
    done = Kept()
    with files or nullcontext():
        try:
            for one in _each(job, replications, jobs):
                with put_off():
                    if one.logs.until is None or not done:
                        job.file(one)
                        done.append(replace(one, spool=None))
                if progress is not None:
                    progress(len(done))
                if jobs == 1 and halted.is_set():
                    break
            stopped = len(done) < replications or any(one.logs.until is not None for one in done)
        except KeyboardInterrupt:
            halted.set()
            stopped = True
    return _result(job, clock, done, stopped=stopped)


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


def _check_numbers(replications: int, jobs: int, seed: int) -> None:
    for name, value, least in (("replications", replications, 1), ("jobs", jobs, 1), ("seed", seed, None)):
        if type(value) is not int:
            message = f"{name}: {value!r} is not a whole number; give one"
            raise AcdError(message)
        if least is not None and value < least:
            message = f"{name}: {value} is too few; give at least {least}"
            raise AcdError(message)


def _each(job: _Job, replications: int, jobs: int) -> Iterator[_Done]:
    """Yield the replications in their order."""
    if jobs == 1:
        for replication in range(replications):
            yield _interruptible(job, replication)
        return
    with ThreadPoolExecutor(jobs) as pool:
        # no more than a few ahead: a finished replication waits in memory until those before it are done
        ahead = iter(range(replications))
        waiting = deque(pool.submit(job.run, replication) for replication in islice(ahead, 2 * jobs))
        while waiting:
            try:
                one = waiting[0].result()
            except KeyboardInterrupt:
                job.halted.set()
                yield from _finished(waiting)
                return
            waiting.popleft()
            waiting.extend(pool.submit(job.run, replication) for replication in islice(ahead, 1))
            yield one


def _finished(waiting: Iterable[Future[_Done]]) -> Iterator[_Done]:
    """Yield the replications in progress up to the first that was halted; drop those that had not begun."""
    begun = [future for future in waiting if not future.cancel()]
    for future in begun:
        one = future.result()
        yield one
        if one.logs.until is not None:
            return


def _interruptible(job: _Job, replication: int) -> _Done:
    """Run a replication; a first interrupt ends it where it is, and what it has so far is measured."""
    import signal

    if threading.current_thread() is not threading.main_thread():
        return job.run(replication)
    before = signal.getsignal(signal.SIGINT)
    if before is not signal.default_int_handler:
        return job.run(replication)
    signal.signal(signal.SIGINT, lambda *_: job.halted.set())
    try:
        one = job.run(replication)
    finally:
        signal.signal(signal.SIGINT, before)
    return one


def _result(job: _Job, clock: str, done: Kept, *, stopped: bool) -> Result:
    grid = done[0].grid if done else Grid.of(job.scenario)
    contacts = sum(one.logs.contacts for one in done)
    log = _joined([one.log for one in done if one.log is not None]) if job.keep_log and done else None
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
