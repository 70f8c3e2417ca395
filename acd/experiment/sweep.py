"""sweep: the measures of a scenario over a grid of changes, on the same customers at every point.

All points are checked before the first is run. Their replications are one stream of work, so that threads or a
cluster are busy until the end of the last point.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from acd.errors import AcdError
from acd.experiment.kept import Kept
from acd.experiment.options import check_numbers
from acd.experiment.replicate import job_of, make_clock, result_of
from acd.experiment.warm_up import alike
from acd.experiment.workers import check_workers, pieces, workers_of

if TYPE_CHECKING:
    import pandas as pd

    from acd.experiment.replicate import _Done, _Job
    from acd.experiment.result import Result
    from acd.scenario import Scenario

_COLUMNS = ["measure", "scope", "name", "unit", "value", "low", "high", "n", "resolution"]


@dataclass(frozen=True)
class _Point:
    """One place of the grid."""

    values: tuple[object, ...]
    scenario: Scenario


def sweep(
    scenario: Scenario,
    changes: Mapping[str, Iterable[object]],
    replications: int = 20,
    *,
    seed: int = 1,
    clock: str = "compiled",
    jobs: int = 1,
    cluster: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> pd.DataFrame:
    """Simulate a scenario at every point of a grid, on common random numbers.

    Parameters
    ----------
    scenario : Scenario
        What is changed.
    changes : mapping of str to iterable
        Places, as `Scenario.replace` takes them, and the values to try: every combination is a point.
    replications : int
        How many at each point, at least 1; intervals need 2.
    seed : int
        What every draw is keyed by, at every point.
    clock : str
        ``compiled`` or ``simpy``.
    jobs : int
        Threads; the result does not depend on them.
    cluster : str, optional
        Address of a Dask scheduler, as in `simulate`.
    progress : callable, optional
        Called with the number of replications done, of all points together.

    Returns
    -------
    pandas.DataFrame
        One row a point and line: a column for each place of ``changes``, then measure, scope, name, unit, value, low,
        high, n, resolution. Points come in the order of the values, the last place changing fastest; measures by
        interval are left out. ``resolution`` is how exactly a quantile is known about [s] where that is less exactly
        than its interval says, NaN elsewhere.

    Raises
    ------
    AcdError
        When there is nothing to change, a point is no valid scenario, or a number is out of range.
    KeyboardInterrupt
        When it is interrupted: a grid with holes is no answer.

    Notes
    -----
    Points share their customers, so that their values move together and their intervals say nothing about the
    differences between them; `compare` gives those for two scenarios. Quantiles of waits are known to about 0.033 s or
    0.4 % where a replication has more than 65,536 waits. Where a warm-up is ``auto``, the longest that is
    found at any point is left out at all of them.

    Examples
    --------
    >>> acd.sweep(scenario, {"agents.general.count": [8, 9, 10]}, replications=20)  # doctest: +SKIP
    """
    import pandas as pd

    check_numbers(replications=replications, jobs=jobs, seed=seed)
    check_workers(jobs, cluster)
    make_clock(clock, lambda: False)
    points = _settled(
        _points(scenario, {place: _listed(place, each) for place, each in changes.items()}), seed
    )
    begun: deque[_Job] = deque()
    frames = []
    with closing(workers_of(jobs, cluster).each(_tasks(points, seed, clock, replications, begun))) as coming:
        for number, point in enumerate(points):
            done = _gathered(coming, replications, number * replications, progress)
            result = result_of(begun.popleft(), clock, done)
            frames.append(_rows(result, dict(zip(changes, point.values, strict=True))))
    return pd.concat(frames, ignore_index=True)


def _listed(place: str, values: Iterable[object]) -> list[object]:
    listed = [] if isinstance(values, str | Mapping) or not isinstance(values, Iterable) else list(values)
    if not listed:
        message = f"changes: {place} has {values!r}, which is no list of values; write [8, 9, 10]"
        raise AcdError(message)
    if place in _COLUMNS:
        message = (
            f"changes: {place!r} is also a column of the result; change it before, with scenario.replace"
        )
        raise AcdError(message)
    return listed


def _points(scenario: Scenario, changes: Mapping[str, Sequence[object]]) -> Iterator[_Point]:
    if not changes:
        message = (
            "changes: there is nothing to change; give places and values, {'agents.general.count': [8, 9]}"
        )
        raise AcdError(message)
    for values in product(*changes.values()):
        changed = scenario
        for place, value in zip(changes, values, strict=True):
            changed = changed.replace(place, value)
        yield _Point(values, changed)


def _settled(points: Iterable[_Point], seed: int) -> list[_Point]:
    """Return the points with one stated warm-up in place of every ``auto``."""
    points = list(points)
    stated = alike([point.scenario for point in points], seed)
    return [_Point(point.values, each) for point, each in zip(points, stated, strict=True)]


def _tasks(
    points: Sequence[_Point], seed: int, clock: str, replications: int, begun: deque[_Job]
) -> Iterator[tuple[_Job, range]]:
    """Yield the work of all points; the jobs are made when their turn comes."""
    for point in points:
        job = job_of(point.scenario, seed, clock)
        begun.append(job)
        for piece in pieces((replications,)):
            yield job, piece


def _gathered(
    coming: Generator[_Done, None, None],
    replications: int,
    before: int,
    progress: Callable[[int], None] | None,
) -> Kept:
    """Take the replications of one point."""
    done = Kept()
    while len(done) < replications:
        one = next(coming, None)
        if one is None or one.cut:
            raise KeyboardInterrupt
        done.append(one)
        if progress is not None:
            progress(before + len(done))
    return done


def _rows(result: Result, values: Mapping[str, object]) -> pd.DataFrame:
    import pandas as pd

    measures = result.measures.assign(resolution=result.coarse["resolution"])
    frame = measures[measures["interval"].isna()][_COLUMNS].reset_index(drop=True)
    for column, (place, value) in enumerate(values.items()):
        frame.insert(column, place, pd.Series([value] * len(frame), index=frame.index))
    return frame
