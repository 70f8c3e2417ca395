"""The generator against its published vectors; every family's quantile against scipy's, and never decreasing."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.special import gammainccinv, gammaincinv, ndtri

from acd.core.codes import Dist, Purpose
from acd.core.draws import LONGEST, duration, triangular_quantile, variate
from acd.core.gamma import gamma_quantile
from acd.core.normal import normal_quantile
from acd.core.philox import philox, routing_hash, to_unit
from acd.core.streams import uniform
from acd.core.tables import TABLES, Tables

VECTORS = [  # Random123's kat_vectors for philox4x32, 10 rounds: counter, key, block
    ("00000000 " * 4, "00000000 " * 2, "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff " * 4, "ffffffff " * 2, "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    (
        "243f6a88 85a308d3 13198a2e 03707344",
        "a4093822 299f31d0",
        "d16cfe09 94fdcceb 5001e420 24126ea1",
    ),
]
PROBABILITIES = [  # odd multiples of 2**-53, as the generator gives them
    (2 * int(u * 2.0**52) + 1) * 2.0**-53
    for u in (0.0, 1e-12, 1e-6, 0.01, 0.2, 0.5, 0.77, 0.99, 1 - 1e-9, 1 - 2.0**-53)
]


def words(text):
    return [np.uint64(int(word, 16)) for word in text.split()]


@pytest.mark.parametrize(("counter", "key", "block"), VECTORS)
def test_the_generator_gives_the_published_blocks(counter, key, block):
    assert list(philox(*words(counter), *words(key))) == words(block)


def test_uniform_numbers_are_open_at_both_ends_and_symmetric():
    low, high = np.uint64(0), np.uint64(0xFFFFFFFF)
    assert to_unit(low, low) == 2.0**-53
    assert to_unit(high, high) == 1 - 2.0**-53


def test_every_part_of_a_subject_changes_its_uniform_number():
    tables = Tables({"world": np.zeros(1, TABLES["world"])})
    base = (5, 7, Purpose.HANDLE, 0)
    others = [(1 << 40, *base[1:]), (5, 8, *base[2:]), (5, 7, Purpose.WRAP_UP, 0), (*base[:3], 1)]
    numbers = [uniform(tables.handle, *map(int, each)) for each in [base, *others]]
    tables["world"]["seed1"] = 1
    numbers.append(uniform(tables.handle, *map(int, base)))
    assert len(set(numbers)) == 6
    assert all(0 < u < 1 for u in numbers)


def test_the_routing_hash_depends_on_contact_offer_and_agent():
    base = (1, 2, 3, 4, 5)
    changed = [(*base[:i], 9, *base[i + 1 :]) for i in range(5)]
    assert len({routing_hash(*each) for each in [base, *changed]}) == 6


@pytest.mark.parametrize("u", PROBABILITIES)
def test_the_normal_quantile_is_scipys(u):
    assert normal_quantile(u) == pytest.approx(float(ndtri(u)), rel=2e-15, abs=1e-16)


@pytest.mark.parametrize("shape", [1e-4, 0.01, 0.16, 0.5, 1.0, 2.04, 25.0, 1e4])
@pytest.mark.parametrize("u", PROBABILITIES)
def test_the_gamma_quantile_is_scipys(shape, u):
    expected = float(gammaincinv(shape, u) if u < 0.5 else gammainccinv(shape, 1 - u))
    found = gamma_quantile(shape, math.lgamma(shape), u)
    assert found == pytest.approx(expected, rel=1e-10, abs=1e-290)


@pytest.mark.parametrize("u", PROBABILITIES)
def test_the_gamma_quantile_of_a_very_narrow_law_is_nearly_normal(u):
    shape = 1e8
    expected = shape + ndtri(u) * 1e4 + (ndtri(u) ** 2 - 1) / 3  # Cornish and Fisher's first two terms
    assert gamma_quantile(shape, math.lgamma(shape), u) == pytest.approx(float(expected), rel=1e-9)


def test_the_gamma_quantile_starts_from_the_power_law_far_down():
    assert gamma_quantile(0.001, math.lgamma(0.001), 1e-6) == 0.0
    assert gamma_quantile(0.6, math.lgamma(0.6), 1e-6) == pytest.approx(
        float(gammaincinv(0.6, 1e-6)), rel=1e-12
    )


SAMPLES = [10.0, 20.0, 20.0, 50.0]
FAMILIES = {  # a, b, c of the row and scipy's distribution
    Dist.CONSTANT: ((30.0, 0, 0), None),
    Dist.EXPONENTIAL: ((30.0, 0, 0), stats.expon(scale=30)),
    Dist.UNIFORM: ((10.0, 30.0, 0), stats.uniform(10, 30)),
    Dist.TRIANGULAR: ((10.0, 20.0, 50.0), stats.triang(0.25, 10, 40)),
    Dist.GAMMA: ((3.0, 2.5, math.lgamma(2.5)), stats.gamma(2.5, scale=3)),
    Dist.LOGNORMAL: ((1.5, 0.8, 0), stats.lognorm(0.8, scale=math.exp(1.5))),
    Dist.WEIBULL: ((30.0, 0.5, 0), stats.weibull_min(2, scale=30)),
    Dist.HYPEREXPONENTIAL: ((0.8, 0.5, 0.05), None),
    Dist.EMPIRICAL: ((0, 0, 0), None),
}


def rows():
    table = np.zeros(len(FAMILIES), TABLES["distribution"])
    for row, (family, ((a, b, c), _)) in zip(table, FAMILIES.items(), strict=True):
        row["family"], row["a"], row["b"], row["c"] = family, a, b, c
    table["first"][-1], table["count"][-1] = 1, len(SAMPLES)
    sample = np.array([(99.0,), *((value,) for value in SAMPLES)], TABLES["sample"])
    return Tables({"distribution": table, "sample": sample})


@pytest.mark.parametrize("d", [d for d, (_, law) in enumerate(FAMILIES.values()) if law is not None])
@pytest.mark.parametrize("u", PROBABILITIES)
def test_a_familys_quantile_is_scipys(d, u):
    law = list(FAMILIES.values())[d][1]
    expected = float(law.ppf(u) if u < 0.5 else law.isf(1 - u))
    assert variate(rows().handle, d, u) == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize("u", PROBABILITIES)
def test_the_hyperexponential_quantile_solves_its_equation(u):
    (weight, fast, slow), _ = FAMILIES[Dist.HYPEREXPONENTIAL]
    x = variate(rows().handle, list(FAMILIES).index(Dist.HYPEREXPONENTIAL), u)
    survival = weight * math.exp(-fast * x) + (1 - weight) * math.exp(-slow * x)
    assert survival == pytest.approx(1 - u, rel=1e-11)


def test_constants_and_samples_are_what_was_given():
    tables = rows()  # alive as long as its handle is in use
    handle = tables.handle
    assert {variate(handle, 0, u) for u in PROBABILITIES} == {30.0}
    empirical = [variate(handle, len(FAMILIES) - 1, u) for u in (2.0**-53, 0.3, 0.74, 0.76, 1 - 2.0**-53)]
    assert empirical == [10, 20, 20, 50, 50]


@settings(max_examples=40)
@given(st.integers(0, len(FAMILIES) - 1), st.lists(st.floats(2.0**-53, 1 - 2.0**-53), min_size=2, max_size=9))
def test_no_variate_decreases_in_its_uniform_number(d, numbers):
    tables = rows()  # alive as long as its handle is in use
    handle = tables.handle
    found = [variate(handle, d, u) for u in sorted(numbers)]
    assert all(b >= a * (1 - 1e-12) for a, b in itertools.pairwise(found))


def test_a_triangle_without_width_is_a_point():
    assert triangular_quantile(3.0, 3.0, 3.0, 0.5) == 3.0


def test_durations_are_rounded_scaled_and_kept_in_range():
    tables = rows()  # alive as long as its handle is in use
    handle = tables.handle
    assert duration(handle, 0, 0.5, 0.05) == 2
    assert duration(handle, 0, 0.5, 0.0) == 0
    assert duration(handle, 0, 0.5, 1e15) == LONGEST
