"""Scenarios of the theory tests, and the comparison of a run with a table of exact values."""

import json
from collections.abc import Mapping

import numpy as np

import acd
from acd.scenario import Scenario, parse
from tests.theory.statistics import agrees_with, sums

DAY = 86_400.0


def scenario(
    categories: Mapping,
    agents: Mapping,
    *,
    days: float,
    warm_up: str = "0s",
    hours: str = "00:00-24:00",
    **rest,
) -> Scenario:
    """Build a scenario from plain mappings; one interval a day, as the theory asks for whole periods only."""
    calendar = {"start": "2026-01-05", "days": days, "open": hours, "warm_up": warm_up}
    raw = {
        "acd": 1, "name": "theory", "interval": "1d", "calendar": calendar,
        "categories": dict(categories), "agents": dict(agents), **rest,
    }  # fmt: skip
    return parse(json.dumps(raw), ".", "theory.yaml")


def exponential(mean: float) -> dict:
    return {"dist": "exponential", "mean": mean}


def lognormal(mean: float, cv: float) -> dict:
    return {"dist": "lognormal", "mean": mean, "cv": cv}


def per_minute(rate: float) -> dict:
    return {"rate": f"{rate:.12g}/m"}


def simulate(model: Scenario, *, replications: int, seed: int, keep_log: bool = False):
    """Run on the compiled clock in this process; the tests themselves run in parallel."""
    return acd.simulate(
        model, replications=replications, seed=seed, clock="compiled", jobs=1, keep_log=keep_log
    )


def known_noise(result, expected: Mapping[str, tuple[float, float]]) -> np.ndarray:
    """Controls of a run: by category, arrivals and handling of each replication less their exact means.

    Parameters
    ----------
    result : acd.Result
        A run whose contacts are all served to their end.
    expected : mapping of str to (float, float)
        By category: contacts expected after warm-up, and mean handling with wrap-up [s].

    Returns
    -------
    numpy.ndarray, shape (replications, 2 × categories)
    """
    columns = []
    for name, (arrivals, handling) in expected.items():
        spent, answered = sums(result, "aht", "category", name)
        columns += [sums(result, "offered", "category", name)[0] - arrivals, spent - handling * answered]
    return np.column_stack(columns)


def compare(
    result, exact: Mapping[str, float], catches: Mapping[str, float], *, what: str, controls=None, **place
) -> None:
    """Assert every measure of `exact`; tell all that fail. `refused` is taken as a share of offered.

    Parameters
    ----------
    result : acd.Result
        The run.
    exact : mapping of str to float
        Exact value by measure.
    catches : mapping of str to float
        Relative bias that must be caught, by measure.
    what : str
        The model, for messages.
    controls : numpy.ndarray, optional
        From `known_noise`; not used for `aht`, which is one of them.
    **place : str
        `scope` and `name`, when not the total.
    """
    failures = []
    for measure, value in exact.items():
        numerator, denominator = sums(result, measure, **place)
        if measure == "refused":
            denominator = sums(result, "offered", **place)[0]
        try:
            agrees_with(
                value, numerator, denominator, catches=catches[measure], what=f"{what}: {measure}",
                controls=None if measure == "aht" else controls,
            )  # fmt: skip
        except AssertionError as failure:
            failures.append(str(failure).splitlines()[0])
    assert not failures, "\n".join(failures)
