"""Replications on other machines: the workers of a Dask scheduler behind the interface of `workers`.

A task is a piece of replications with the job pickled beside it: it needs nothing from another task, so that a piece
whose worker dies is simply done again elsewhere and gives the same bytes. Workers keep the jobs they have unpacked. A
worker whose program differs from the caller's is refused, because its numbers might differ too. This module must not
know what a replication is.

Whoever may talk to a Dask scheduler may run any code on its workers; name only one whose network you trust.
"""

from __future__ import annotations

import hashlib
import logging
import platform
from collections import deque
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, lru_cache
from importlib import import_module
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from pickle import dumps, loads
from typing import TYPE_CHECKING, Any

from acd.errors import AcdError
from acd.experiment.workers import D, Done, Job, Tasks

if TYPE_CHECKING:
    from distributed import Client, Future

PATIENCE = 15.0
"""How long to wait for a scheduler to answer and for a first worker [s]."""

_AHEAD = 2  # pieces begun or waiting for each thread of the cluster
_JOBS_KEPT = 4
_PACKAGES = ("numba", "numpy", "pandas", "scipy", "simpy")


class DaskCluster:
    """The workers of a Dask scheduler.

    Parameters
    ----------
    address : str
        Of the scheduler: ``tcp://10.0.0.5:8786``.
    """

    def __init__(self, address: str) -> None:
        self._address = address

    def each(self, tasks: Tasks[D]) -> Generator[D, None, None]:
        """Run replications; see `Workers`. Ctrl-C drops those in progress.

        Parameters
        ----------
        tasks : iterable of (Job, range)
            Jobs that can be pickled, and numbers of replications.

        Yields
        ------
        Done
            One a replication, in the order of the tasks.

        Raises
        ------
        AcdError
            When the scheduler or its workers cannot be used, or are lost.
        """
        mine = program()
        ahead = iter(tasks)
        parcel = _Parcel()
        waiting: deque[tuple[range, Future[Any]]] = deque()
        with _quiet(), _connected(self._address) as client:
            with _told(self._address):
                _check_programs(client, mine)
            while True:
                with _told(self._address):
                    room = _room(client)
                for job, piece in islice(ahead, max(room - len(waiting), not waiting)):
                    packed = parcel.of(job)
                    with _told(self._address):
                        future = client.submit(run_piece, packed, piece, mine, pure=False)
                    waiting.append((piece, future))
                if not waiting:
                    return
                with _told(self._address):
                    found = _result(client, *waiting[0])
                waiting.popleft()
                yield from found


def _result(client: Client, piece: range, future: Future[Any]) -> list[Any]:
    """Wait for a piece, as long as there are workers to do it."""
    from distributed import KilledWorker

    while True:
        try:
            found: list[Any] = future.result(timeout=PATIENCE)
        except TimeoutError:
            if _room(client):
                continue
            message = (
                "cluster: no worker is left; start some, look at their logs for why they ended, and run again"
            )
            raise AcdError(message) from None
        except KilledWorker:
            message = (
                f"cluster: the workers that ran replications {piece.start} to {piece.stop - 1} died one after the "
                "other; give workers more memory or fewer threads"
            )
            raise AcdError(message) from None
        except ImportError as error:
            raise AcdError(_unable("a worker", error)) from None
        return found


@contextmanager
def _told(address: str) -> Iterator[None]:
    """Say that the scheduler was lost, in one line; only around what talks to it: files may fail here as well."""
    from distributed.client import FutureCancelledError

    try:
        yield
    except (FutureCancelledError, OSError) as error:
        message = f"cluster: the scheduler at {address} was lost ({_short(error)}); start it and run again"
        raise AcdError(message) from None


def _room(client: Client) -> int:
    threads: dict[str, int] = client.nthreads()  # type: ignore[no-untyped-call]
    return _AHEAD * sum(threads.values())


class _Parcel:
    """The last job, pickled once."""

    def __init__(self) -> None:
        self._job: object = None
        self._packed = b""

    def of(self, job: Job[D]) -> bytes:
        if job is not self._job:
            self._job, self._packed = job, dumps(job)
        return self._packed


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    """Connect to a scheduler that has at least one worker."""
    try:
        from distributed import Client
    except ImportError:
        message = (
            "cluster: the package 'distributed' is not installed; add it with: pip install 'acd[cluster]'"
        )
        raise AcdError(message) from None
    _check_address(address)
    try:
        client: Client = Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        message = (
            f"cluster: no Dask scheduler answers at {address} ({_short(error)}); start one with 'dask scheduler' and "
            "give the address it prints"
        )
        raise AcdError(message) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            message = (
                f"cluster: the scheduler at {address} has no worker; start some with 'dask worker {address}'"
            )
            raise AcdError(message) from None
        yield client


def _check_address(address: str) -> None:
    """Refuse what is no address before there is a client, which would leave a traceback as it is thrown away."""
    from distributed.comm.addressing import parse_address, parse_host_port
    from distributed.comm.registry import get_backend

    try:
        scheme, place = parse_address(address)
        get_backend(scheme)
        host, port = parse_host_port(place)
    except ValueError:
        host, port = "", 0
    if not host or not 0 < port < 1 << 16:
        message = (
            f"cluster: {address.strip()!r} is not an address; give that of a Dask scheduler with its port, such as "
            "tcp://10.0.0.5:8786"
        )
        raise AcdError(message)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Dask's own log of a lost connection from the user, who is told in one line."""
    log = logging.getLogger("distributed.client")
    before = log.disabled
    log.disabled = True
    try:
        yield
    finally:
        log.disabled = before


def _short(error: BaseException) -> str:
    """Return why, without the addresses that Dask puts before it."""
    return str(error).strip().partition("\n")[0].rpartition(">: ")[2] or type(error).__name__


def _check_programs(client: Client, mine: Mapping[str, str]) -> None:
    """Ask every worker which program it has, and refuse the first that differs."""
    for worker, answer in client.run(program, on_error="return").items():
        if isinstance(answer, BaseException):
            raise AcdError(_unable(f"worker {worker}", answer))
        _compare(str(worker), answer, mine)


def _unable(worker: str, error: BaseException) -> str:
    return f"cluster: {worker} cannot run acd ({_short(error)}); install the same acd there as here"


def _compare(worker: str, found: Mapping[str, str], wanted: Mapping[str, str]) -> None:
    differing = [
        f"{part} {found.get(part)}, here {text}" for part, text in wanted.items() if found.get(part) != text
    ]
    if differing:
        parts = "; ".join(differing)
        message = (
            f"cluster: worker {worker} has {parts}: its numbers might differ; install the same there as here"
        )
        raise AcdError(message)


# -- on a worker -----------------------------------------------------------------------------------------------
@cache
def program() -> dict[str, str]:
    """Say what the numbers of this process depend on besides the scenario and the seed.

    Returns
    -------
    dict of str to str
        Part to version; of our own code a hash too, because a developer changes it without a new version.
    """
    folder = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*.py")):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return {
        "acd": f"{import_module('acd').__version__}, code {digest.hexdigest()[:12]}",
        "Python": platform.python_version(),
        **{package: version(package) for package in _PACKAGES},
        "processor": platform.machine(),
    }


def run_piece(packed: bytes, piece: range, wanted: Mapping[str, str]) -> list[Done]:
    """Run some replications; what a worker is asked to do.

    Parameters
    ----------
    packed : bytes
        The job, pickled.
    piece : range
        Numbers of the replications.
    wanted : mapping
        The program of whoever asks; a worker may have come after it had asked them all.

    Returns
    -------
    list of Done
        One a replication.

    Raises
    ------
    AcdError
        When this worker's program is another.
    """
    if program() != wanted:
        _compare(platform.node(), program(), wanted)
    job = _unpacked(packed)
    return [job.run(replication) for replication in piece]


@lru_cache(maxsize=_JOBS_KEPT)
def _unpacked(packed: bytes) -> Job[Done]:
    job: Job[Done] = loads(packed)
    return job
