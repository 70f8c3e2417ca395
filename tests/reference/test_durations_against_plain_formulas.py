"""Every family of distributions gives the durations of the plain formulas, to the microsecond they are rounded to."""

import pytest

from acd.scenario import parse
from tests.reference.both import core_logs
from tests.reference.world import World

FAMILIES = [
    "dist: gamma, mean: 3m, cv: 0.3",
    "dist: gamma, mean: 3m, cv: 2.5",
    "dist: erlang, mean: 3m, k: 4",
    "dist: weibull, mean: 3m, cv: 0.5",
    "dist: weibull, mean: 3m, cv: 2",
    "dist: hyperexponential, mean: 3m, cv: 1.5",
    "dist: hyperexponential, mean: 3m, cv: 1",
    "dist: triangular, low: 1m, mode: 2m, high: 9m",
    "dist: triangular, low: 1m, mode: 1m, high: 1m",
    "dist: lognormal, mean: 3m, cv: 1.2",
    "dist: lognormal, mean: 3m, cv: 0",
]
TEXT = """
acd: 1
name: agents enough, so that nobody waits and contacts do not change each other
calendar: {start: 2026-01-05, days: 1, open: 08:00-12:00}
categories: {a: {arrivals: {rate: 60/h}, handle: {%s}, wrap_up: {%s}}}
agents: {team: {count: 150, authorised: {a: {handle: 150%%}}}}
"""


@pytest.mark.parametrize("family", FAMILIES)
def test_handling_and_wrap_up_last_what_the_formula_says(family, tmp_path):
    scenario = parse(TEXT % (family, family), tmp_path, "family.yaml")
    core = sorted(core_logs(scenario).legs.tolist(), key=lambda leg: leg[1])
    plain = sorted(World(scenario).run().legs, key=lambda leg: leg.contact)
    assert len(plain) > 150
    assert [leg.bound for leg in plain] == [leg[4] for leg in core]
    late = [(abs(b.ended - a[5]), abs(b.wrapped - a[6])) for a, b in zip(core, plain, strict=True)]
    assert max(max(pair) for pair in late) <= 2
