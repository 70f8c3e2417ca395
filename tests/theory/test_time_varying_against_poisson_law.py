"""Arrivals whose rate changes, agents without number: contacts in hand are Poisson with a mean that is known.

The day starts empty, and so does the formula: no warm-up. Thirty-six contacts are in hand at the busiest;
that all of 150 agents are busy has a probability below 1e-40, and the tests assert that nobody waited.
Two glances are half an hour apart, ten mean handlings, so that their counts are independent within 5e-5.
"""

import math

import numpy as np
import pytest
from scipy.stats import lognorm

from tests.theory.models import exponential, lognormal, scenario, simulate
from tests.theory.oracles.closed_forms import in_hand, in_hand_exponential
from tests.theory.statistics import agrees_with, sums

pytestmark = pytest.mark.theory

HALF_HOUR = 1800.0
EXPECTED = [round(200 * (1 + 0.8 * math.sin(2 * math.pi * i / 24)), 1) for i in range(48)]
PIECES = [(i * HALF_HOUR, (i + 1) * HALF_HOUR, expected) for i, expected in enumerate(EXPECTED)]
# Four minutes into each half-hour, while the change of rate still works itself out.
GLANCES = np.array([i * HALF_HOUR + 240 for i in range(1, 48)])
BATCHES, REPLICATIONS = 8, 25


def counts_in_hand(legs):
    """Contacts in hand at every glance, a row a replication; who is still in hand at the end has no end."""
    ended = legs["ended"].fillna(np.inf).to_numpy()
    bound, replication = legs["bound"].to_numpy(), legs["replication"].to_numpy()
    rows = [(bound <= at) & (at < ended) for at in GLANCES]
    numbers = np.unique(replication)
    return np.array([[np.count_nonzero(replication[row] == number) for row in rows] for number in numbers])


def glances(handle, seed):
    """Counts of all replications, simulated in batches so that their logs need not fit together."""
    category = {"arrivals": {"per_interval": EXPECTED}, "handle": handle}
    many = {"many": {"count": 150, "authorised": ["all"]}}
    model = scenario({"all": category}, many, days=1, interval="30m")
    counts = []
    for batch in range(BATCHES):
        result = simulate(model, replications=REPLICATIONS, seed=seed + batch, keep_log=True)
        assert sums(result, "waited")[0].sum() == 0
        counts.append(counts_in_hand(result.log.legs))
    return np.concatenate(counts)


def assert_poisson(found, means, what):
    """Assert level, lag and variance of the counts `found`, a row a replication, with these means."""
    for number, mean in enumerate(means):
        at = GLANCES[number] / 3600
        agrees_with(mean, found[:, number], catches=0.4, what=f"{what}: mean in hand at {at:.2f} h")
    agrees_with(means.sum(), found.sum(axis=1), catches=0.02, what=f"{what}: mean in hand, all glances")
    # Weights of the rising rate see a shift in time that the sum does not.
    for name, turn in (("sine", np.sin), ("cosine", np.cos)):
        weights = 1 + turn(2 * np.pi * GLANCES / (24 * HALF_HOUR))
        agrees_with(float(means @ weights), found @ weights, catches=0.03, what=f"{what}: {name} of the day")
    dispersion = ((found - means) ** 2 / means).mean(axis=1)
    agrees_with(1.0, dispersion, catches=0.2, what=f"{what}: variance ÷ mean")


def test_contacts_in_hand_of_exponential_handling_follow_their_poisson_law():
    means = np.array([in_hand_exponential(PIECES, 180, at) for at in GLANCES])
    assert_poisson(glances(exponential(180), seed=400), means, "M_t/M/∞")


def test_contacts_in_hand_of_lognormal_handling_follow_their_poisson_law():
    law = lognorm(math.sqrt(math.log(2)), scale=180 / math.sqrt(2))
    means = np.array([in_hand(PIECES, law.sf, at) for at in GLANCES])
    assert_poisson(glances(lognormal(180, 1), seed=500), means, "M_t/G/∞")
