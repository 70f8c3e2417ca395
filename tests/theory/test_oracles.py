"""The oracles against each other, against formulas and against printed numbers: who checks the checkers."""

from math import exp, inf

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.integrate import solve_ivp

from acd.planning import erlang_a, erlang_b, erlang_c, limited_queue
from tests.theory.oracles import closed_forms, small_centre
from tests.theory.oracles.inverted_v import InvertedV
from tests.theory.oracles.markov import Chain
from tests.theory.oracles.n_model import NModel
from tests.theory.oracles.one_queue import OneQueue
from tests.theory.oracles.small_centre import SmallCentre

N_MODEL = NModel(2 / 60, 2 / 60, handle=180, patience=120, dedicated=6, flexible=7, places=60)


def test_the_n_model_gives_the_known_figures():
    assert_allclose(N_MODEL.waited, (0.26944, 0.551895), atol=5e-6)
    assert_allclose(N_MODEL.abandonment, (0.0665349, 0.163705), atol=5e-7)
    assert_allclose(N_MODEL.wait, (7.984, 19.645), atol=5e-4)


def test_the_n_model_does_not_feel_its_truncation():
    assert N_MODEL.chain.mean(lambda s: s[2] == 60 or s[3] == 60) < 1e-15


def test_what_the_n_model_answers_keeps_its_agents_busy():
    answered = [2 / 60 * (1 - share) for share in N_MODEL.abandonment]
    busy = 6 * N_MODEL.occupancy[0] + 7 * N_MODEL.occupancy[1]
    assert_allclose(sum(answered) * 180, busy, rtol=1e-10)


def test_an_n_model_without_preference_for_anyone_is_erlang_a():
    alone = NModel(1e-300, 5 / 60, handle=120, patience=90, dedicated=1, flexible=9, places=120)
    formula = erlang_a(5 / 60, 120, 9, 90)
    assert_allclose(alone.waited[1], formula.waited, rtol=1e-10)
    assert_allclose(alone.wait[1], formula.wait, rtol=1e-10)


@pytest.mark.parametrize("load", [0.7, 1.0, 1.3])
@pytest.mark.parametrize("agents", [1, 9, 80])
def test_the_chain_of_one_queue_and_the_formula_agree(agents, load):
    chain = OneQueue(agents * load, 1.0, agents, places=7, leave=0.4)
    formula = limited_queue(agents * load, 1.0, agents, 7, 2.5)
    for name in ("waited", "wait", "queue", "abandonment", "occupancy"):
        assert_allclose(getattr(chain, name), getattr(formula, name), rtol=1e-10)
    assert_allclose(chain.full, formula.refused, rtol=1e-10)


def test_the_chain_without_places_and_with_very_many_is_erlang_b_and_c():
    assert_allclose(OneQueue(8.0, 1.0, 10, places=0).full, erlang_b(8.0, 1.0, 10).refused, rtol=1e-12)
    assert_allclose(OneQueue(8.0, 1.0, 10, places=300).wait, erlang_c(8.0, 1.0, 10).wait, rtol=1e-10)


def test_everyone_balking_is_erlang_b_and_abandons():
    balking, lost = OneQueue(8.0, 1.0, 10, places=5, balk=1.0), erlang_b(8.0, 1.0, 10).refused
    assert_allclose(balking.abandonment, lost, rtol=1e-12)
    assert balking.waited == balking.queue == 0


def test_the_transient_law_is_that_of_the_differential_equation():
    chain = Chain.grow(0, lambda i: [(3.0, i + 1)] * (i < 4) + [(float(i), i - 1)] * (i > 0))
    dense = chain.generator.toarray()
    solved = solve_ivp(lambda _, p: p @ dense, (0, 0.7), np.eye(5)[0], rtol=1e-11, atol=1e-13).y[:, -1]
    assert_allclose(chain.after(0.7), solved, atol=1e-10)
    assert_allclose(chain.after(50.0), chain.steady, atol=1e-12)


def test_pollaczek_khinchine_and_cobham_meet_erlang_c():
    wait = erlang_c(0.8, 1.0, 1).wait
    assert_allclose(closed_forms.pollaczek_khinchine(0.8, 1.0, 2.0), wait, rtol=1e-14)
    first, last = closed_forms.cobham([(0.3, 1.0, 2.0), (0.5, 1.0, 2.0)])
    assert first < wait < last
    assert_allclose((0.3 * first + 0.5 * last) / 0.8, wait, rtol=1e-14)


def test_the_mean_in_hand_is_the_same_by_pieces_and_by_integration():
    pieces = [(0.0, 900.0, 40.0), (900.0, 1800.0, 10.0), (3600.0, 4500.0, 70.0)]
    for at in (0.0, 450.0, 900.0, 2500.0, 4000.0, 9000.0):
        closed = closed_forms.in_hand_exponential(pieces, 300.0, at)
        assert_allclose(closed, closed_forms.in_hand(pieces, lambda t: exp(-t / 300.0), at), atol=1e-10)


def test_the_mean_in_hand_of_a_constant_rate_tends_to_the_load():
    assert_allclose(closed_forms.in_hand_exponential([(0.0, 1e6, 2e5)], 60.0, 1e6), 12.0, rtol=1e-12)


def test_contacts_per_matter_counts_the_attempts():
    assert closed_forms.contacts_per_matter(0.5, 3) == 1 + 0.5 + 0.25
    assert closed_forms.contacts_per_matter(0.2, inf) == pytest.approx(1.25)


def test_small_centres_are_the_n_model_and_the_inverted_v_where_they_should_be():
    lines = {"places": (6, 6), "patience": (120, 120)}
    flexible_last = small_centre.by_order((0,), (1, 0))
    small = SmallCentre(
        (2 / 60, 2 / 60), handle=({0: 180}, {1: 180, 0: 180}), agents=(2, 3), prefer=((0, 1), (1,)),
        rule=flexible_last, **lines,
    )  # fmt: skip
    own = NModel(2 / 60, 2 / 60, handle=180, patience=120, dedicated=2, flexible=3, places=6)
    assert_allclose([small.category(k)["wait"] for k in (0, 1)], own.wait, rtol=1e-10)
    assert_allclose([small.occupancy(g) for g in (0, 1)], own.occupancy, rtol=1e-10)

    small = SmallCentre(
        (3 / 60,), handle=({0: 216}, {0: 144}), agents=(6, 6), prefer=((0, 1),), rule=small_centre.first_come,
        places=(40,), patience=(120,),
    )  # fmt: skip
    own = InvertedV(3 / 60, (216, 144), 120, (6, 6), 40)
    assert_allclose((small.category(0)["wait"], small.occupancy(1)), (own.wait, own.occupancy[1]), rtol=1e-8)


@pytest.mark.parametrize(
    "rule", [small_centre.first_come, small_centre.last_come, small_centre.queue_ratio(0.5, 0.5)]
)
def test_alike_categories_of_a_small_centre_are_one_queue_by_any_rule(rule):
    # a shared limit on waiting is not in the model, so that patience is short enough for the lines' own not to matter
    small = SmallCentre(
        (1 / 60, 1 / 60), patience=(10, 10), handle=({0: 60, 1: 60},), agents=(2,), places=(4, 4),
        prefer=((0,), (0,)), rule=rule, in_order=True,
    )  # fmt: skip
    formula = limited_queue(2 / 60, 60, 2, 8, 10)
    waits = [small.category(k)["wait"] for k in (0, 1)]
    assert_allclose(sum(waits) / 2, formula.wait, rtol=1e-3)
