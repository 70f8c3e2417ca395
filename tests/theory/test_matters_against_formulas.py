"""Customers who come back, busy days, tiers and absence: against Galton-Watson and the moments of mixtures.

Nobody waits for an agent here (60 agents for about one erlang), so the numbers of contacts are those of
simple chances. A matter begun within its last return of the horizon loses contacts; with returns after half a
minute that is 2e-5 of a ten days' run.
"""

import math

import numpy as np
import pytest

from tests.theory.models import DAY, compare, exponential, per_minute, scenario, simulate
from tests.theory.oracles.closed_forms import contacts_per_matter
from tests.theory.statistics import agrees_with, sums

pytestmark = pytest.mark.theory

MANY = {"many": {"count": 60, "authorised": ["all"]}}


def run(category, *, seed, days=11, replications=100, agents=None, **rest):
    base = {"arrivals": per_minute(1), "handle": exponential(60)}
    model = scenario({"all": {**base, **category}}, agents or MANY, days=days, warm_up="1d", **rest)
    return simulate(model, replications=replications, seed=seed)


def after(distribution, probability, attempts):
    return {"probability": probability, "after": distribution, "attempts": attempts}


HALF_A_MINUTE = {"dist": "constant", "value": 30}


def test_unsettled_matters_make_the_contacts_of_a_branching_process():
    again = after(HALF_A_MINUTE, 0.5, 3)
    result = run({"resolution": 0.6, "recontact": again}, seed=601)
    exact = {"contacts_per_matter": contacts_per_matter(0.4 * 0.5, 3), "fcr_true": 0.6}
    compare(result, exact, {"contacts_per_matter": 0.005, "fcr_true": 0.01}, what="recontacts")


def test_a_return_within_the_window_is_what_first_contact_resolution_by_window_counts():
    week = after(exponential(7 * DAY), 0.5, 2)
    result = run({"resolution": 0.6, "recontact": week}, seed=602)
    # Returns are drawn beyond the horizon too, so the window is not cut by the end of the run.
    exact = {"fcr_window": 1 - 0.4 * 0.5 * (1 - math.exp(-1)), "fcr_true": 0.6}
    compare(result, exact, {"fcr_window": 0.01, "fcr_true": 0.01}, what="window")


def test_a_groups_own_resolution_replaces_the_categorys():
    agents = {"many": {"count": 60, "authorised": {"all": {"resolution": 0.85}}}}
    result = run({"resolution": 0.6}, seed=603, agents=agents)
    compare(result, {"fcr_true": 0.85}, {"fcr_true": 0.01}, what="own resolution")


def test_customers_who_get_nobody_redial_as_often_as_attempts_allow():
    # A single agent is held for days by each of the few contacts that get one; all others balk at once.
    nobody = {"one": {"count": 1, "authorised": ["all"]}}
    category = {
        "handle": {"dist": "constant", "value": "30d"}, "balk": 1.0, "redial": after(HALF_A_MINUTE, 0.5, 4),
    }  # fmt: skip
    result = run(category, seed=604, agents=nobody)
    exact = {"contacts_per_matter": contacts_per_matter(0.5, 4), "abandonment": 1.0}
    compare(result, exact, {"contacts_per_matter": 0.005, "abandonment": 1e-9}, what="redials")


def daily_counts(result, days, name):
    rows = result.replications
    chosen = (rows["measure"] == "offered") & (rows["scope"] == "category") & rows["interval"].notna()
    rows = rows[chosen & (rows["name"] == name)].sort_values(["replication", "interval"])
    return rows["numerator"].to_numpy(float).reshape(-1, days)


def test_busy_days_have_the_variance_and_covariance_of_a_mixed_poisson_law():
    # A factor for the whole centre (cv 0.4), one of category two's own (cv 0.3) on top.
    rate, days = 1 / 15, 60
    one = {"arrivals": per_minute(rate), "handle": exponential(60)}
    two = one | {"busyness": {"dist": "gamma", "mean": 1, "cv": 0.3}}
    agents = {"many": {"count": 60, "authorised": ["one", "two"]}}
    whole = {"dist": "gamma", "mean": 1, "cv": 0.4}
    model = scenario({"one": one, "two": two}, agents, days=days, busyness=whole)
    result = simulate(model, replications=100, seed=605)
    mean = rate * 1440
    first, second = (daily_counts(result, days, name) - mean for name in ("one", "two"))
    both = (1 + 0.4**2) * (1 + 0.3**2) - 1
    for what, product, exact in (
        ("variance of one", first**2, mean + mean**2 * 0.4**2),
        ("variance of two", second**2, mean + mean**2 * both),
        ("covariance", first * second, mean**2 * 0.4**2),
    ):
        agrees_with(exact, product.mean(axis=1), catches=0.3, what=f"busy days: {what}")
    lagged = (first[:, 1:] * first[:, :-1]).mean(axis=1)
    agrees_with(exact, exact + lagged, catches=0.3, what="busy days: no memory of yesterday")
    agrees_with(mean, first.mean(axis=1) + mean, catches=0.1, what="busy days: mean")


def test_customers_belong_to_a_tier_as_often_as_its_share_says():
    tiers = {"gold": {"share": {"all": 0.39}}, "silver": {"share": 0.2}}
    result = run({}, seed=606, tiers=tiers)
    offered = sums(result, "offered")[0]
    for name, share in (("gold", 0.39), ("silver", 0.2), ("standard", 0.41)):
        agrees_with(
            share, sums(result, "offered", "tier", name)[0], offered, catches=0.02, what=f"tier {name}"
        )


def test_shrinkage_keeps_each_agent_away_with_its_probability():
    agents = {"many": {"count": 60, "authorised": ["all"], "shrinkage": 0.12}}
    result = run({}, seed=607, agents=agents)
    agrees_with(60 * 0.88, *sums(result, "staffed"), catches=0.015, what="agents present")


def test_arrivals_have_the_mean_and_the_variance_of_a_poisson_process():
    result = run({"handle": exponential(1)}, seed=608, days=2, replications=400)
    counts, mean = sums(result, "offered")[0], 1440
    agrees_with(mean, counts, catches=0.02, what="arrivals of a day")
    agrees_with(mean, (counts - mean) ** 2, catches=0.8, what="variance of arrivals of a day")
    assert len(np.unique(counts)) > 100
