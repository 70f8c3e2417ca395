"""compare: what changes from one scenario to another, on the same customers.

Both scenarios are run with the same seeds. Draws are keyed by the contact, so that the same customers arrive with the
same patience in both: the differences of their replications vary much less than the replications themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from acd.errors import AcdError
from acd.experiment.design import simulate
from acd.experiment.options import check_numbers
from acd.experiment.replicate import make_clock
from acd.experiment.warm_up import alike
from acd.experiment.workers import check_workers
from acd.kpi import replications_frame
from acd.kpi.summary import estimate

if TYPE_CHECKING:
    import pandas as pd

    from acd.experiment.result import Result
    from acd.scenario import Scenario

Floats: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]
Codes: TypeAlias = np.ndarray[Any, np.dtype[np.int64]]
_KEY = ["measure", "scope", "name"]


def compare(
    scenario: Scenario,
    other: Scenario,
    replications: int = 20,
    *,
    seed: int = 1,
    clock: str = "compiled",
    jobs: int = 1,
    cluster: str | None = None,
) -> pd.DataFrame:
    """Compare two scenarios on common random numbers.

    Parameters
    ----------
    scenario, other : Scenario
        What is, and what might be.
    replications : int
        How many pairs, at least 2.
    seed : int
        What every draw is keyed by, in both.
    clock : str
        ``compiled`` or ``simpy``.
    jobs : int
        Threads.
    cluster : str, optional
        Address of a Dask scheduler, as in `simulate`.

    Returns
    -------
    pandas.DataFrame
        One row a measure, scope and name that both have: measure, scope, name, unit, value (of ``scenario``), other,
        difference (other - value), low and high of its 95 % interval, n.

    Raises
    ------
    AcdError
        When there are fewer than two replications, another number is out of range, the clock is unknown, or the cluster
        cannot be used.
    KeyboardInterrupt
        When it is interrupted: half of the pairs say nothing.

    Notes
    -----
    A measure is R = ΣX / ΣY over the replications that observed it. The interval of the difference is the t-interval
    of (X'ᵢ - R'Y'ᵢ) / Ȳ' - (Xᵢ - R Yᵢ) / Ȳ over the n pairs in which both observed it, with n - 1 degrees of freedom.
    Where a warm-up is ``auto``, the longest that is found is left out of both.
    Quantiles of waits are known to about 0.033 s or 0.4 % where a replication has more than 65,536 waits.

    Examples
    --------
    >>> more = scenario.replace("agents.general.count", 9)  # doctest: +SKIP
    >>> acd.compare(scenario, more, replications=20)  # doctest: +SKIP
    """
    check_numbers(replications=replications, jobs=jobs, seed=seed)
    check_workers(jobs, cluster)
    make_clock(clock, lambda: False)
    if replications < 2:
        message = f"replications: {replications} is too few for an interval; give at least 2"
        raise AcdError(message)
    results = []
    for each in alike((scenario, other), seed):
        results.append(simulate(each, replications, seed=seed, clock=clock, jobs=jobs, cluster=cluster))
        if results[-1].stopped:
            raise KeyboardInterrupt
    return paired(*results)


def paired(one: Result, two: Result) -> pd.DataFrame:
    """Return the differences of two results whose replications are pairs.

    Parameters
    ----------
    one, two : Result
        Of the same seed and number of replications.

    Returns
    -------
    pandas.DataFrame
        As `compare` returns it.
    """
    first, second = _linearised(one), _linearised(two)
    both = first.join(second.add_suffix("_other"), how="inner")
    pairs = np.stack(both["deviations_other"].to_list()) - np.stack(both["deviations"].to_list())
    _, low, high, n = estimate(pairs.T, np.ones_like(pairs.T))
    half = (high - low) / 2
    difference = (both["value_other"] - both["value"]).to_numpy()
    frame = both.reset_index()[[*_KEY, "value"]]
    frame["other"] = both["value_other"].to_numpy()
    frame["difference"], frame["low"], frame["high"] = difference, difference - half, difference + half
    frame["n"] = n
    frame["name"] = frame["name"].where(frame["name"] != "", None)
    units = one.measures.drop_duplicates("measure").set_index("measure")["unit"]
    frame.insert(3, "unit", frame["measure"].map(units))
    return frame


def _linearised(result: Result) -> pd.DataFrame:
    """Return value and linearised deviations of every line, indexed by measure, scope and name."""
    frame = replications_frame(result.sums, result.grid, intervals=False)
    keys = frame[frame["replication"] == 0][_KEY].astype(object)
    shape = (len(result.sums), len(keys))
    x = frame["numerator"].to_numpy(float).reshape(shape)
    y = frame["denominator"].to_numpy(float).reshape(shape)
    seen = ~np.isnan(x)
    totals = [np.where(seen, each, 0.0).sum(axis=0) for each in (x, y)]
    with np.errstate(invalid="ignore", divide="ignore"):
        value = totals[0] / totals[1]
        deviations = (x - value * y) / (totals[1] / seen.sum(axis=0))
    out = keys.fillna("")
    out["value"] = value
    out["deviations"] = list(deviations.T)
    return out.set_index(_KEY)
