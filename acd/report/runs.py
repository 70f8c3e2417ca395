"""How a result was come by, in words: replications, pairs of them, or batches of one run.

Knows a finished result and no measure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from acd.scenario.values import duration_text

if TYPE_CHECKING:
    from acd.experiment import Result


def runs(result: Result) -> str:
    """Say which runs were made.

    Parameters
    ----------
    result : Result
        A finished run, or the finished part of a stopped one.

    Returns
    -------
    str
        Such as ``20 replications`` or ``1 replication in 20 batches of 4d 12h``.
    """
    text = _counted(result.replicated, "replication")
    if result.antithetic:
        return f"{text} in {_counted(len(result.units), 'antithetic pair')}"
    if result.batches is not None:
        batches = "batch" if result.batches.number == 1 else "batches"
        return f"{text} in {result.batches.number:,} {batches} of {duration_text(result.batches.length)}"
    return text


def units(result: Result) -> str:
    """Name what the intervals of a result are over.

    Parameters
    ----------
    result : Result
        A finished run.

    Returns
    -------
    str
        ``replications``, ``pairs`` or ``batches``.
    """
    if result.batches is not None:
        return "batches"
    return "pairs" if result.antithetic else "replications"


def doubts(result: Result) -> list[str]:
    """Return what speaks against the intervals of a result that was cut into batches.

    Parameters
    ----------
    result : Result
        A finished run.

    Returns
    -------
    list of str
        One line each; none for replications.
    """
    cut = result.batches
    if cut is None:
        return []
    found = []
    if result.warm_up is None and not result.scenario.calendar.measured_from:
        found.append(
            "batches: the first one begins with an empty centre; give calendar.warm_up: auto, or a length"
        )
    if cut.correlated:
        alike = ", ".join(f"{measure} {cut.correlation[measure]:.2f}" for measure in cut.correlated)
        found.append(
            f"batches: those of {duration_text(cut.length)} resemble their neighbours (correlation of {alike}), "
            "so that intervals are too narrow; give fewer batches, or make calendar.days longer"
        )
    return found


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'s' if number != 1 else ''}"
