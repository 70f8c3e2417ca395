"""Counts of arrivals that vary, against their laws: negative binomial, copula, multinomial, Dirichlet, smooth, bursts.

Nobody is served and nobody may wait: a leg is an arrival, so that its time is all there is to look at. A replication is
a number of days; days are independent unless they are correlated on purpose.
"""

import json
import math

import numpy as np
import pytest
from scipy import stats

from acd.scenario import parse
from tests.theory.models import simulate
from tests.theory.oracles.copula import covariance
from tests.theory.statistics import agrees_with

pytestmark = pytest.mark.theory

HALF_HOUR, DAY, OPENS = 1800.0, 86_400.0, 8 * 3600.0
HANDLE = {"dist": "constant", "value": 1}


def gamma(cv):
    return {"dist": "gamma", "mean": 1, "cv": cv}


def gamma_factor(cv):
    """The factor as a function of its normal score."""
    return lambda score: stats.gamma(cv**-2, scale=cv**2).ppf(stats.norm.cdf(score))


def counts(categories, *, days, replications, seed, intervals=4, **root):
    """Counts by replication, category, day and half-hour from opening on, and the run's legs."""
    raw = {
        "name": "arrivals", "interval": "30m",
        "calendar": {"start": "2026-01-05", "days": days, "open": f"08:00-{8 + intervals // 2:02d}:00"},
        "categories": {name: {"handle": HANDLE, "max_queue": 0} | kind for name, kind in categories.items()},
        "agents": {"none": {"count": 0, "authorised": list(categories)}}, **root,
    }  # fmt: skip
    legs = simulate(parse(json.dumps(raw)), replications=replications, seed=seed, keep_log=True).log.legs
    found = np.zeros((replications, len(categories), days, intervals), int)
    arrived = legs["arrived"].to_numpy(float)
    names = {name: k for k, name in enumerate(categories)}
    where = (
        legs["replication"].to_numpy(), legs["category"].map(names).to_numpy(int),
        (arrived // DAY).astype(int), ((arrived % DAY - OPENS) // HALF_HOUR).astype(int),
    )  # fmt: skip
    np.add.at(found, where, 1)
    return found, legs


def mean_product(one, two, means):
    """The average of the product of two counts' distances from their means, a value a replication."""
    product = (one - means[0]) * (two - means[1])
    return product.reshape(len(product), -1).mean(axis=1)


# -- Poisson-gamma ------------------------------------------------------------------------------------------------
def test_counts_with_gamma_factors_are_negative_binomial():
    mean, cv = 6.0, 0.5
    kind = {"arrivals": {"per_interval": [mean] * 4, "variation": gamma(cv)}}
    found, _ = counts({"a": kind}, days=250, replications=100, seed=1)
    law = stats.nbinom(cv**-2, 1 / (1 + mean * cv**2))
    each = found.reshape(100, -1)
    agrees_with(mean, each.mean(axis=1), catches=0.02, what="Poisson-gamma: mean")
    agrees_with(
        mean + (mean * cv) ** 2,
        ((each - mean) ** 2).mean(axis=1),
        catches=0.07,
        what="Poisson-gamma: variance",
    )
    for n in range(19):
        share = (each == n).mean(axis=1)
        agrees_with(law.pmf(n), share, catches=0.5, what=f"Poisson-gamma: P(N = {n})")
    agrees_with(law.sf(18), (each > 18).mean(axis=1), catches=0.35, what="Poisson-gamma: P(N > 18)")


def test_counts_of_different_intervals_and_days_are_independent_without_correlation():
    mean, cv = 8.0, 0.8
    kind = {"arrivals": {"per_interval": [mean] * 4, "variation": gamma(cv)}}
    found, _ = counts({"a": kind, "b": kind}, days=200, replications=100, seed=2)
    scale = (mean * cv) ** 2
    for what, one, two in (
        ("intervals", found[..., :-1], found[..., 1:]),
        ("days", found[:, :, :-1], found[:, :, 1:]),
        ("categories", found[:, 0], found[:, 1]),
    ):
        product = mean_product(one, two, (mean, mean)) / scale
        agrees_with(1.0, 1.0 + product, catches=0.05, what=f"independent {what}: 1 + covariance")


def test_the_copula_gives_intervals_and_categories_their_covariances():
    means, cvs, chain, share = (8.0, 12.0), (0.8, 0.5), 0.7, 0.4
    kinds = {
        name: {"arrivals": {"per_interval": [mean] * 4, "variation": gamma(cv)}}
        for name, mean, cv in zip("ab", means, cvs, strict=True)
    }
    given = {"intervals": chain, "categories": share}
    found, _ = counts(kinds, days=200, replications=100, seed=3, correlation=given)
    for k, m, lag, catches in (
        (0, 0, 1, 0.2),
        (0, 0, 3, 0.35),
        (1, 1, 2, 0.2),
        (0, 1, 0, 0.2),
        (0, 1, 1, 0.3),
    ):
        score = chain**lag * (1.0 if k == m else share)
        exact = means[k] * means[m] * covariance(gamma_factor(cvs[k]), gamma_factor(cvs[m]), score)
        product = mean_product(found[:, k, :, : 4 - lag], found[:, m, :, lag:], (means[k], means[m]))
        agrees_with(exact, product, catches=catches, what=f"copula: categories {k}, {m}, lag {lag}")
    for k in (0, 1):
        law = stats.nbinom(cvs[k] ** -2, 1 / (1 + means[k] * cvs[k] ** 2))
        for n in (2, 8, 15):
            share_of = (found[:, k] == n).reshape(100, -1).mean(axis=1)
            agrees_with(law.pmf(n), share_of, catches=0.25, what=f"copula: category {k}, P(N = {n})")


def test_the_copula_gives_days_their_covariances():
    mean, cvs, chain, share = 30.0, (0.4, 0.6), 0.8, 0.5
    kinds = {
        name: {"arrivals": {"per_interval": [mean / 2] * 2}, "busyness": gamma(cv)}
        for name, cv in zip("ab", cvs, strict=True)
    }
    # the first day of every replication is as any other: the chain starts in its stationary law
    found, _ = counts(
        kinds,
        days=10,
        replications=3000,
        seed=4,
        intervals=2,
        correlation={"days": chain, "categories": share},
    )
    totals = found.sum(axis=3)
    for k, m, lag, catches in ((0, 0, 1, 0.25), (1, 1, 4, 0.5), (0, 1, 0, 0.3), (0, 1, 2, 0.5)):
        score = chain**lag * (1.0 if k == m else share)
        exact = mean * mean * covariance(gamma_factor(cvs[k]), gamma_factor(cvs[m]), score)
        product = mean_product(totals[:, k, : 10 - lag], totals[:, m, lag:], (mean, mean))
        agrees_with(exact, product, catches=catches, what=f"days: categories {k}, {m}, lag {lag}")
    for k in (0, 1):
        exact = mean + (mean * cvs[k]) ** 2
        for day in (0, 9):
            product = mean_product(totals[:, k, day], totals[:, k, day], (mean, mean))
            agrees_with(exact, product, catches=0.4, what=f"days: variance of category {k}, day {day + 1}")


def test_the_roots_busyness_of_neighbouring_days_is_correlated():
    mean, cv, chain = 40.0, 0.3, 0.6
    kind = {"arrivals": {"per_interval": [mean / 2] * 2}}
    found, _ = counts(
        {"a": kind, "b": kind}, days=10, replications=2000, seed=5, intervals=2,
        busyness=gamma(cv), correlation={"days": chain},
    )  # fmt: skip
    totals = found.sum(axis=3)
    exact = mean * mean * covariance(gamma_factor(cv), gamma_factor(cv), chain)
    product = mean_product(totals[:, 0, :-1], totals[:, 1, 1:], (mean, mean))
    agrees_with(exact, product, catches=0.3, what="root's busyness: lag 1, between categories")


# -- fixed counts -------------------------------------------------------------------------------------------------
EXPECTED = [10.0, 30.0, 5.0, 15.0]
SHARES = np.array(EXPECTED) / 60
N = 40


def fixed(days=100, replications=100, seed=6, **more):
    kind = {"arrivals": {"per_interval": EXPECTED, "counts": "fixed", "total": N} | more}
    return counts({"a": kind}, days=days, replications=replications, seed=seed)


def assert_counts_of_shares(found, spread, what):
    """Assert means, variances and correlations of the intervals' counts; `spread` multiplies the multinomial ones."""
    assert (found.sum(axis=3) == N).all()
    variances = spread * N * SHARES * (1 - SHARES)
    for i, p in enumerate(SHARES):
        agrees_with(N * p, found[..., i].mean(axis=(1, 2)), catches=0.1, what=f"{what}: mean, interval {i}")
        own = mean_product(found[..., i], found[..., i], (N * p, N * p))
        agrees_with(variances[i], own, catches=0.25, what=f"{what}: variance of interval {i}")
        for j, q in enumerate(SHARES[:i]):
            scale = math.sqrt(variances[i] * variances[j])
            product = mean_product(found[..., i], found[..., j], (N * p, N * q)) / scale
            exact = 1 - spread * N * p * q / scale
            agrees_with(exact, 1 + product, catches=0.25, what=f"{what}: 1 + correlation of {i} and {j}")


def test_fixed_counts_are_multinomial_over_the_intervals():
    found, _ = fixed()
    assert_counts_of_shares(found, 1.0, "multinomial")
    law = stats.binom(N, SHARES[1])
    for n in range(15, 26):
        share = (found[..., 1] == n).mean(axis=(1, 2))
        agrees_with(law.pmf(n), share, catches=0.5, what=f"multinomial: P(N = {n})")


def test_fixed_counts_with_a_concentration_are_dirichlet_multinomial():
    found, _ = fixed(seed=7, concentration=20)
    assert_counts_of_shares(found, (N + 20) / 21, "Dirichlet-multinomial")
    law = stats.betabinom(N, 20 * SHARES[1], 20 * (1 - SHARES[1]))
    for n in range(10, 31, 2):
        share = (found[..., 1] == n).mean(axis=(1, 2))
        agrees_with(law.pmf(n), share, catches=0.8, what=f"Dirichlet-multinomial: P(N = {n})")


def test_times_of_a_fixed_number_are_order_statistics_of_uniform_numbers():
    kind = {"arrivals": {"per_interval": [5.0] * 4, "counts": "fixed"}}
    _, legs = counts({"a": kind}, days=100, replications=100, seed=8)
    times = (np.sort(legs["arrived"].to_numpy(float).reshape(100, 100, 20), axis=2) % DAY - OPENS) / 7200
    for i in (1, 2, 10, 19, 20):
        law = stats.beta(i, 21 - i)
        found = times[:, :, i - 1]
        agrees_with(law.mean(), found.mean(axis=1), catches=0.12, what=f"order statistic {i} of 20: mean")
        spread = ((found - law.mean()) ** 2).mean(axis=1)
        agrees_with(law.var(), spread, catches=0.3, what=f"order statistic {i} of 20: variance")
    joint = (times[:, :, 4] - 5 / 21) * (times[:, :, 14] - 15 / 21)
    agrees_with(
        5 * 6 / (21**2 * 22), joint.mean(axis=1), catches=0.3, what="order statistics 5, 15: covariance"
    )


def test_a_drawn_total_has_its_own_law():
    kind = {
        "arrivals": {
            "per_interval": EXPECTED,
            "counts": "fixed",
            "total": {"dist": "lognormal", "mean": 300, "cv": 0.2},
        }
    }
    found, _ = counts({"a": kind}, days=30, replications=100, seed=9)
    totals = found.sum(axis=(1, 3))
    agrees_with(300.0, totals.mean(axis=1), catches=0.05, what="drawn total: mean")
    agrees_with(
        3600.0 + 1 / 12, ((totals - 300) ** 2).mean(axis=1), catches=0.25, what="drawn total: variance"
    )


# -- smooth, bursts -----------------------------------------------------------------------------------------------
def test_a_smooth_rate_keeps_each_intervals_count_and_bends_within_it():
    levels = [5.0, 20.0, 60.0, 30.0]
    kind = {"arrivals": {"per_interval": levels, "smooth": True}}
    found, legs = counts({"a": kind}, days=100, replications=100, seed=10)
    for i, level in enumerate(levels):
        each = found[..., i]
        agrees_with(level, each.mean(axis=(1, 2)), catches=0.06, what=f"smooth: mean, interval {i}")
        agrees_with(
            level,
            ((each - level) ** 2).mean(axis=(1, 2)),
            catches=0.2,
            what=f"smooth: variance, interval {i}",
        )
    # interval 1 goes from a rate of 12.5 to one of 40 a half-hour: x ↦ 0.625 x - 0.25 x² / 2 …
    a, b = 12.5 / 20, 40 / 20
    half = a / 2 + (3 - 2 * a - b) / 4 + (a + b - 2) / 8
    place = legs["arrived"].to_numpy(float) % DAY - OPENS - HALF_HOUR
    first = (place >= 0) & (place < HALF_HOUR / 2)
    by_replication = np.bincount(legs["replication"].to_numpy()[first], minlength=100) / 100
    agrees_with(20 * half, by_replication, catches=0.05, what="smooth: first half of interval 1")


def test_bursts_bring_their_contacts_in_their_shape():
    bursts = [
        {"at": "08:30", "contacts": 30, "over": "20m", "shape": "fading"},
        {"at": "08:40", "contacts": 10, "over": "1h", "counts": "fixed", "probability": "40%"},
    ]
    kind = {"arrivals": {"rate": 0, "bursts": bursts}}
    _, legs = counts({"a": kind}, days=100, replications=100, seed=11)
    place = legs["arrived"].to_numpy(float) % DAY - OPENS
    replication = legs["replication"].to_numpy()

    def mean_count(start, end):
        inside = (place >= start) & (place < end)
        return np.bincount(replication[inside], minlength=100) / 100

    agrees_with(34.0, mean_count(0, 7200), catches=0.02, what="bursts: all")
    agrees_with(30 * (1 - 0.25), mean_count(1800, 2400), catches=0.03, what="fading burst: first half")
    agrees_with(
        30 * 0.25 + 4 / 6,
        mean_count(2400, 3000),
        catches=0.05,
        what="fading burst: second half, with the other",
    )
    agrees_with(4 * 4 / 6, mean_count(3600, 6000), catches=0.12, what="even burst: after 20 minutes, for 40")
    day = (legs["arrived"].to_numpy(float) // DAY).astype(int)
    late = np.bincount((replication * 100 + day)[place >= 3000], minlength=10_000)
    assert set(late) <= set(range(11))
    agrees_with(
        0.6, (late.reshape(100, 100) == 0).mean(axis=1), catches=0.2, what="bursts that do not happen"
    )


def test_the_series_of_the_copula_is_exact_for_lognormal_factors():
    sigma = 0.5

    def factor(score):
        return np.exp(sigma * score - sigma**2 / 2)

    for correlation in (0.1, 0.7, 1.0):
        assert covariance(factor, factor, correlation) == pytest.approx(
            math.expm1(correlation * sigma**2), rel=1e-10
        )
    assert covariance(gamma_factor(0.8), gamma_factor(0.8), 1.0) == pytest.approx(0.64, rel=2e-4)
