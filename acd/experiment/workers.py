"""Where replications run, and in which order they come back: one interface, and threads of this process behind it.

Replications are asked for in pieces, one behind the other, and come back in the order in which they were asked for,
whoever was done first. Only a few are begun ahead, because a finished one waits in memory until those before it are
done; whoever needs no more stops asking, and what was begun ahead is dropped. The pieces follow from the number of
replications alone, so that a result cannot depend on who does the work. This module must not know what a replication
is, nor what is made of it.
"""

from __future__ import annotations

import signal
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import Protocol, TypeAlias, TypeVar

from acd.errors import AcdError

LARGEST_PIECE = 16
"""Replications of a piece at most: its results travel together."""
_PIECES = 64


class Done(Protocol):
    """What a job leaves of one replication."""

    @property
    def cut(self) -> bool:
        """True when the replication was halted before its end."""
        ...


D_co = TypeVar("D_co", bound=Done, covariant=True)
D = TypeVar("D", bound=Done)


class Job(Protocol[D_co]):
    """Something to be done for many replications; it can be pickled when others than threads are to do it."""

    @property
    def halted(self) -> threading.Event:
        """When set, replications end where they are."""
        ...

    def run(self, replication: int) -> D_co:
        """Do one replication; several threads may call this at once.

        Parameters
        ----------
        replication : int
            Its number, from 0.

        Returns
        -------
        Done
            What it leaves.
        """
        ...


Tasks: TypeAlias = Iterable[tuple[Job[D], range]]
"""Jobs with numbers of replications, in the order in which they are to come back."""


class Workers(Protocol):
    """Whoever runs replications."""

    def each(self, tasks: Tasks[D]) -> Generator[D, None, None]:
        """Run replications, a few ahead of the one that is asked for.

        Parameters
        ----------
        tasks : iterable of (Job, range)
            Read as far as there is room ahead.

        Yields
        ------
        Done
            One a replication, in the order of the tasks. Ends early when Ctrl-C was pressed; close it to drop the rest.
        """
        ...


def pieces(sizes: Sequence[int]) -> Iterator[range]:
    """Cut the numbers of replications into pieces, each small beside the whole.

    Parameters
    ----------
    sizes : sequence of int
        Rising; a piece never reaches over one of them, so that nothing is begun behind it without need.

    Yields
    ------
    range
        Numbers from 0 to the last size, every one once.
    """
    first = 0
    for size in sizes:
        step = max(1, min(LARGEST_PIECE, (size - first) // _PIECES))
        for start in range(first, size, step):
            yield range(start, min(start + step, size))
        first = size


class Threads:
    """Threads of this process: the core lets others run beside it.

    Parameters
    ----------
    jobs : int
        How many work beside the caller, who waits for them; with 1 the caller does the work.
    """

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs

    def each(self, tasks: Tasks[D]) -> Generator[D, None, None]:
        """Run replications; see `Workers`."""
        singles = ((job, replication) for job, piece in tasks for replication in piece)
        return _one_by_one(singles) if self._jobs == 1 else _side_by_side(singles, self._jobs)


def _one_by_one(singles: Iterable[tuple[Job[D], int]]) -> Generator[D, None, None]:
    for job, replication in singles:
        yield _interruptible(job, replication)
        if job.halted.is_set():
            return


def _interruptible(job: Job[D], replication: int) -> D:
    """Run a replication; a first interrupt ends it where it is, and what it has so far is kept."""
    if threading.current_thread() is not threading.main_thread():
        return job.run(replication)
    before = signal.getsignal(signal.SIGINT)
    if before is not signal.default_int_handler:
        return job.run(replication)
    signal.signal(signal.SIGINT, lambda *_: job.halted.set())
    try:
        return job.run(replication)
    finally:
        signal.signal(signal.SIGINT, before)


_Begun: TypeAlias = tuple[Job[D], Future[D]]


def _side_by_side(singles: Iterable[tuple[Job[D], int]], jobs: int) -> Generator[D, None, None]:
    ahead = iter(singles)
    waiting: deque[_Begun[D]] = deque()
    with ThreadPoolExecutor(jobs) as pool:
        try:
            while True:
                more = islice(ahead, 2 * jobs - len(waiting))
                waiting.extend((job, pool.submit(job.run, replication)) for job, replication in more)
                if not waiting:
                    return
                try:
                    one = waiting[0][1].result()
                except KeyboardInterrupt:
                    _halt(waiting)
                    yield from _finished(waiting)
                    return
                waiting.popleft()
                yield one
        finally:
            _halt(waiting)


def _halt(waiting: Iterable[_Begun[D]]) -> None:
    """Drop what has not begun, and end what has where it is."""
    for job, future in waiting:
        if not future.cancel():
            job.halted.set()


def _finished(waiting: Iterable[_Begun[D]]) -> Iterator[D]:
    """Yield the replications in progress up to the first that was halted."""
    for _, future in waiting:
        if not future.cancelled():
            one = future.result()
            yield one
            if one.cut:
                return


def check_workers(jobs: int, cluster: str | None) -> None:
    """Refuse threads and a cluster together.

    Parameters
    ----------
    jobs : int
        Threads of this process.
    cluster : str, optional
        Address of a Dask scheduler.

    Raises
    ------
    AcdError
        When both are asked for.
    """
    if cluster is not None and jobs != 1:
        message = f"jobs: {jobs} threads here and a cluster are two ways; leave out one of jobs and cluster"
        raise AcdError(message)


def workers_of(jobs: int, cluster: str | None = None) -> Workers:
    """Return whoever is to run replications.

    Parameters
    ----------
    jobs : int
        Threads of this process, where no cluster is named.
    cluster : str, optional
        Address of a Dask scheduler (``tcp://10.0.0.5:8786``).

    Returns
    -------
    Workers
        Threads, or the workers of that scheduler.
    """
    check_workers(jobs, cluster)
    if cluster is None:
        return Threads(jobs)
    from acd.experiment.cluster import DaskCluster

    return DaskCluster(cluster)
