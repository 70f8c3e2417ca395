"""Arrivals of every kind fall on the plain machine's microseconds; where gamma quantiles decide, within one of them."""

import numpy as np
import pytest

from tests.reference.both import core_logs
from tests.reference.world import World
from tests.runs import centre

HOURS = 'days: 9, open: "08:00-12:10, 13:00-17:00"'
RATE = "rate: 40/h"
UNEVEN = "per_interval: [1, 2, 30, 0, 9, 14, 14, 13, 0.5, 8, 8, 2, 40, 0, 1, 1, 2]"
GAMMA = "variation: {dist: gamma, mean: 1, cv: 0.7}"
BUSY = "busyness: {dist: gamma, mean: 1, cv: 0.4}"
CORRELATED = f"{BUSY}\ncorrelation: {{days: 60%, intervals: 80%"


def arrived(scenario, replication):
    """Return arrival and key of all matters, of core and plain machine, in order of arrival."""
    core = core_logs(scenario, replication=replication).legs
    plain = World(scenario, replication=replication).run().legs
    columns = [(sorted(core["arrived"].tolist())), sorted(leg.arrived for leg in plain)]
    return np.array(columns[0]), np.array(columns[1])


@pytest.mark.parametrize("root", ["", BUSY, f"{CORRELATED}}}"])
@pytest.mark.parametrize(
    "arrivals",
    [
        f"{RATE}, {GAMMA}",
        f"{UNEVEN}, {GAMMA}",
        f"{UNEVEN}, {GAMMA}, smooth: true",
        f"{UNEVEN}, {GAMMA}, counts: fixed, total: {{dist: gamma, mean: 150, cv: 0.3}}",
        f"{UNEVEN}, counts: fixed, concentration: 10, smooth: true",
        f"{RATE}, counts: fixed, concentration: 1",
    ],
)
def test_days_whose_factors_are_gamma_come_within_a_microsecond(arrivals, root):
    if "variation" not in arrivals:
        root = root.replace(", intervals: 80%", "")
    scenario = centre(f"arrivals: {{{arrivals}}}, max_queue: 0", "count: 0", HOURS, root)
    for replication in range(3):
        core, plain = arrived(scenario, replication)
        assert len(core) == len(plain) > 500
        assert abs(core - plain).max() <= 1


def test_two_categories_share_what_they_share():
    second = (
        f"b: {{arrivals: {{{UNEVEN}, {GAMMA}}}, {BUSY}, max_queue: 0, handle: {{dist: constant, value: 1m}}}}"
    )
    scenario = centre(
        f"arrivals: {{{RATE}, {GAMMA}}}, {BUSY}, max_queue: 0}}\n  {second[:-1]}",
        "count: 0, authorised: [a, b]",
        HOURS,
        f"{CORRELATED}, categories: 50%}}",
    )
    core, plain = arrived(scenario, 0)
    assert len(core) == len(plain) > 1000
    assert abs(core - plain).max() <= 1
