"""What may be asked of a simulation, and what together: refused in one line before anything is run.

Knows the options of `simulate` and its kin, and no scenario; how a precision is read is `stopping`'s.
"""

from __future__ import annotations

from pathlib import Path

from acd.errors import AcdError


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


def check_log(keep_log: bool | Path, cluster: str | None, *, keep_commands: bool) -> None:
    """Refuse what a folder of logs cannot hold.

    Parameters
    ----------
    keep_log : bool or pathlib.Path
        Whether the log is kept, or where.
    cluster : str or None
        Address of a Dask scheduler.
    keep_commands : bool
        Whether commands and decisions are kept.

    Raises
    ------
    AcdError
        When commands, or what a cluster did, are to go to a folder.
    """
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


def check_pairs(replications: int | None) -> None:
    """Refuse half a pair.

    Parameters
    ----------
    replications : int or None
        How many there are, or are at most; None where something else decides.

    Raises
    ------
    AcdError
        When their number is odd.
    """
    if replications is not None and replications % 2:
        message = f"replications: {replications} is odd; antithetic replications are pairs, so give {replications + 1}"
        raise AcdError(message)


def check_batches(
    batches: int, replications: int | None, *, until: str | None, cluster: str | None, antithetic: bool
) -> None:
    """Refuse batches of more than one run.

    Parameters
    ----------
    batches : int
        How many one run is cut into, at least 2.
    replications : int or None
        1, or left out.
    until, cluster, antithetic : str, str and bool
        What asks for more runs, and is therefore refused.

    Raises
    ------
    AcdError
        For the first of them that is wrong.
    """
    one = "batches are of one run"
    if type(batches) is not int:
        message = f"batches: {batches!r} is not a whole number; give one"
    elif batches < 2:
        message = f"batches: {batches} is too few for an interval; give at least 2, usually 20"
    elif replications not in {None, 1}:
        message = f"replications: {replications} cannot be cut into batches; {one}, so leave it out"
    elif until is not None:
        message = f"until: adds replications until {until} is reached, and {one}; leave one of the two out"
    elif cluster is not None:
        message = f"cluster: shares replications out, and {one}; leave one of the two out"
    elif antithetic:
        message = f"antithetic: needs pairs of replications, and {one}; leave one of the two out"
    else:
        return
    raise AcdError(message)
