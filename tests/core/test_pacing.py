"""How many dials may ring ahead: the kernel's running sums against the binomial law, and the dialler's own limits."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acd.core.codes import ContactState, Outcome, Stop
from acd.core.pacing import level
from acd.scenario import parse
from tests.reference.dialler import expected_beyond, most_dials
from tests.runs import logs_of, prepared

DIALLED = """
name: dialled
calendar: {open: "08:00-12:00", days: 2}
categories:
  a:
    outbound:
      mode: predictive
      records: 900
      reach: {probability: 40%%, right_party: 80%%}
      abandonment_cap: %(cap)s
      ring: {dist: exponential, mean: 20s}
      retry_after: {dist: exponential, mean: 20m}
      rest: 10m
      reserve: 1
    handle: {dist: exponential, mean: 2m}
  b: {arrivals: {rate: %(rate)s/h}, handle: {dist: exponential, mean: 3m}}
agents:
  g: {count: 6, authorised: [a, b]%(answer)s}
"""

RINGING = (
    ", answer: {dist: uniform, low: 0s, high: 3s}",
    ", answer: {dist: constant, value: 6s}, no_answer: {probability: 20%, timeout: 10s, not_ready: 30s}",
)
"""Phones that ring for less and for longer than the two seconds for which a dialled customer waits."""


@given(
    free=st.integers(-2, 12),
    p=st.sampled_from([0.0, 0.125, 0.3, 0.5, 0.9, 1.0]),
    cap=st.sampled_from([0.0, 0.01, 0.03, 0.1, 0.5, 1.0]),
    left=st.sampled_from([1.0, 1.5, 4.0, 1e9]),
    most=st.integers(0, 40),
)
def test_the_level_is_the_most_dials_whose_expected_excess_the_cap_allows(free, p, cap, left, most):
    assert level(free, p, cap, left, most) == most_dials(free, p, cap, left, most)


def test_with_few_agents_the_level_can_be_worked_out_by_hand():
    # two dials for one agent, each answered by half of the customers: both answer with 1/4, one of two in the mean
    assert expected_beyond(1, 2, Fraction(1, 2)) == Fraction(1, 4)
    assert level(1, 0.5, 0.25, 9.0, 50) == 2
    assert level(1, 0.5, 0.24, 9.0, 50) == 1


def test_more_agents_are_dialled_for_more_boldly():
    levels = [level(free, 0.35, 0.03, 1e9, 10**6) / free for free in (1, 5, 20, 80)]
    assert levels == sorted(levels)
    assert levels[0] == 1
    assert 2.3 < levels[-1] < 1 / 0.35


def watched(cap, rate, seed, answer=""):
    """Yield after every event: contacts abandoned today, answered today, and dials that ring, wait or are offered."""
    run = prepared(
        parse(DIALLED % {"cap": cap, "rate": rate, "answer": answer}), seed, log=False, commands=False
    )
    while run.advance(budget=1) != Stop.DONE:
        me, contacts = run.tables["dialler"][0], run.tables["contact"]
        offered = (contacts["state"] == ContactState.OFFERED) & (contacts["category"] == 0)
        ahead = int(me["ringing"]) + int(run.tables["crowd"]["waiting"][0]) + int(offered.sum())
        yield int(me["abandoned"]), int(me["connects"]), ahead


@pytest.mark.parametrize("cap", [0.0, 0.03, 0.2])
@pytest.mark.parametrize("rate", [0, 40])
@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("answer", ["", *RINGING])
def test_at_no_moment_are_more_abandoned_than_the_cap_and_what_rang_ahead_allow(cap, rate, answer, seed):
    most, abandoned_ever = 0, 0
    for abandoned, answered, ahead in watched(cap, rate, seed, answer):
        most = max(most, ahead)
        abandoned_ever = max(abandoned_ever, abandoned)
        assert abandoned - cap * answered <= (1 - cap) * most
    assert abandoned_ever > 0 or cap == 0.0


def test_with_a_cap_of_nothing_and_nobody_else_nobody_is_abandoned():
    assert all(abandoned == 0 for abandoned, _, _ in watched(0.0, 0, 3))


def test_where_phones_ring_for_longer_than_customers_wait_records_are_dialled_for_agents_instead():
    logs = logs_of(parse(DIALLED % {"cap": 0.03, "rate": 0, "answer": RINGING[1]}), commands=False)
    outcome, waited = logs.legs["outcome"], logs.legs["bound"] - logs.legs["joined"]
    dials = logs.legs["attempt"] > 0
    assert (outcome[dials] == Outcome.ABANDONED).sum() < 30
    assert (outcome[dials] == Outcome.ANSWERED).sum() > 500
    # who was dialled for an agent waits for nobody while that agent's phone rings
    assert (waited[outcome == Outcome.ANSWERED] >= 6_000_000).all()
