"""The lesson of the campaign: what pace, cap and reserve do, as its head says."""

from functools import cache

import acd
from tests.architecture.sources import ROOT

OUTBOUND = "categories.renewals.outbound"
CHANGES = {
    "as it is": {},
    "progressive": {"abandonment_cap": None, "mode": "progressive"},
    "no reserve": {"reserve": 0},
    "fixed pace": {"pace": 2.5},
    "fixed pace, no cap": {"pace": 2.5, "abandonment_cap": "100%"},
}


@cache
def run(name):
    scenario = acd.load(ROOT / "scenarios" / "outbound_campaign.yaml")
    for key, value in CHANGES[name].items():
        scenario = scenario.replace(f"{OUTBOUND}.{key}", value)
    return acd.simulate(scenario, replications=8, seed=1)


def values(name, measure, category="renewals"):
    """Return numerators and denominators of every replication."""
    rows = run(name).replications
    rows = rows[(rows["measure"] == measure) & (rows["name"] == category) & rows["interval"].isna()]
    return rows["numerator"].to_numpy(), rows["denominator"].to_numpy()


def mean(name, measure, category="renewals"):
    numerator, denominator = values(name, measure, category)
    return numerator.sum() / denominator.sum()


def test_the_cap_holds_on_every_day_and_with_every_pace():
    for name in ("as it is", "no reserve", "fixed pace"):
        abandoned, answered = values(name, "abandonment")
        assert (abandoned <= 0.03 * answered + 10).all()  # what may ring ahead as the cap is met
        assert (abandoned > 0.02 * answered).all()
    assert mean("fixed pace, no cap", "abandonment") > 0.2


def test_dialling_ahead_reaches_a_tenth_more_and_progressive_dials_abandon_nobody():
    assert values("progressive", "abandoned")[0].sum() == 0
    assert 1.05 < mean("as it is", "right_party") / mean("progressive", "right_party") < 1.2


def test_the_reserve_costs_the_campaign_and_serves_those_who_call():
    assert mean("no reserve", "right_party") > 1.1 * mean("as it is", "right_party")
    assert mean("no reserve", "asa", "orders") > 5 * mean("as it is", "asa", "orders")
