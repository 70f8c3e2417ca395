"""Ringing, callbacks, estimated waits and surveys: simulated against a chain, moments and laws.

The runs are open round the clock and end once; what is still in hand then is done and counted, which is a matter of
minutes in as many days.
"""

from math import exp, gamma

import pytest
from scipy.stats import norm

from acd.planning import erlang_c
from tests.theory.models import DAY, compare, exponential, per_minute, scenario, simulate
from tests.theory.oracles.ringing import Ringing
from tests.theory.statistics import agrees_with, sums

pytestmark = pytest.mark.theory

DAYS, WARM_UP = 10, 4 * 3600
OPEN = DAYS * DAY - WARM_UP


def constant(value):
    return {"dist": "constant", "value": value}


def run(category, group, *, replications, seed, days=DAYS, others=None, **rest):
    categories = {"all": category, **(others or {})}
    agents = {"staff": {"authorised": list(categories), **group}}
    model = scenario(categories, agents, days=days, warm_up=f"{WARM_UP}s", **rest)
    return simulate(model, replications=replications, seed=seed)


# -- phones that ring -------------------------------------------------------------------------------------------------
CHAIN = Ringing(arrival=2 / 60, ring=15, handle=150, patience=90, agents=6, places=3)


def test_customers_wait_and_give_up_while_it_rings_as_the_chain_says():
    category = {
        "arrivals": per_minute(60 * CHAIN.arrival), "handle": exponential(CHAIN.handle),
        "patience": exponential(CHAIN.patience), "max_queue": CHAIN.places,
    }  # fmt: skip
    group = {"count": CHAIN.agents, "answer": exponential(CHAIN.ring)}
    result = run(category, group, replications=60, seed=931)
    exact = {name: getattr(CHAIN, name) for name in ("wait", "abandonment", "occupancy", "refused")}
    compare(
        result,
        exact,
        {"wait": 0.03, "abandonment": 0.04, "occupancy": 0.02, "refused": 0.15},
        what="ringing",
    )


UNANSWERED, TIMEOUT, REST, RING, HANDLE = 0.2, 20.0, 100.0, 5.0, 180.0
TRIALS = UNANSWERED / (1 - UNANSWERED)
"""Offers in vain before one is answered, in the mean."""


def test_offers_that_nobody_answers_make_one_agent_a_line_with_longer_service():
    # The first of the line is offered again and again: M/G/1 with (timeout + rest) as often as it rings in vain, the
    # ring that is answered, and handling as its service (Pollaczek and Khinchine).
    arrival = 0.6 / 300
    lost = TIMEOUT + REST
    mean = TRIALS * lost + RING + HANDLE
    variance = lost**2 * UNANSWERED / (1 - UNANSWERED) ** 2 + HANDLE**2
    line = arrival * (variance + mean**2) / 2 / (1 - arrival * mean)
    group = {
        "count": 1, "answer": constant(RING),
        "no_answer": {"probability": UNANSWERED, "timeout": TIMEOUT, "not_ready": REST},
    }  # fmt: skip
    category = {"arrivals": per_minute(60 * arrival), "handle": exponential(HANDLE)}
    result = run(category, group, replications=150, seed=932)
    resting = arrival * TRIALS * REST
    exact = {
        "wait": line + TRIALS * lost + RING,
        "not_ready": resting,
        "occupancy": arrival * HANDLE / (1 - resting),
    }
    compare(result, exact, {"wait": 0.08, "not_ready": 0.05, "occupancy": 0.03}, what="no answer")
    vain, answered = sums(result, "no_answers")[0], sums(result, "answered")[0]
    agrees_with(TRIALS, vain, answered, catches=0.04, what="no answer: offers in vain")


# -- callbacks --------------------------------------------------------------------------------------------------------
DIALLING, REACHED = 30.0, 0.7


def test_callbacks_of_everybody_who_waits_make_a_line_whose_first_service_is_another():
    # Whoever finds the agent free is handled; everybody else is dialled, and handled when reached. The mean work that
    # an arrival finds follows from the balance of its square; to a promise it is the delay.
    arrival, handle = 1 / 300, 180.0
    mean = DIALLING + REACHED * handle
    square = 2 * DIALLING**2 + REACHED * (2 * DIALLING * handle + 2 * handle**2)
    free = (1 - arrival * mean) / (1 - arrival * mean + arrival * handle)
    work = arrival * (free * 2 * handle**2 + (1 - free) * square) / 2 / (1 - arrival * mean)
    callback = {
        "offer_when_wait_exceeds": 0, "accept": 1, "reached": REACHED, "ring": exponential(DIALLING), "attempts": 1,
    }  # fmt: skip
    category = {
        "arrivals": per_minute(60 * arrival), "handle": exponential(handle), "callback": callback,
    }  # fmt: skip
    routing = {"estimated_wait": "queue_length"}
    result = run(category, {"count": 1}, replications=150, seed=933, routing=routing)
    exact = {"callback_wait": work / (1 - free), "callback_reached": REACHED}
    compare(result, exact, {"callback_wait": 0.08, "callback_reached": 0.02}, what="callbacks")
    called, offered = sums(result, "callbacks")[0], sums(result, "offered")[0]
    agrees_with(1 - free, called, offered, catches=0.03, what="callbacks: share")
    assert not sums(result, "wait")[0].any()


def test_a_callback_is_tried_again_until_its_attempts_are_used_up():
    callback = {
        "offer_when_wait_exceeds": 0, "accept": 0.5, "reached": 0.4, "attempts": 3, "retry_after": 600,
    }  # fmt: skip
    category = {"arrivals": per_minute(0.4), "handle": exponential(100), "callback": callback}
    routing = {"estimated_wait": "queue_length"}
    result = run(category, {"count": 1}, replications=80, seed=934, routing=routing)
    reached, called = sums(result, "callback_reached")
    agrees_with(1 - 0.6**3, reached, called, catches=0.03, what="callbacks: reached in three attempts")
    promised, offered = sums(result, "callbacks")[0], sums(result, "offered")[0]
    waited = sums(result, "waited")[0]
    agrees_with(0.5, promised, waited, catches=0.03, what="callbacks: accepted")
    assert (offered == promised + sums(result, "answered")[0]).all()


# -- estimated waits --------------------------------------------------------------------------------------------------
def spread_of(places):
    """Return the mean deviation of an Erlang variate of so many phases with mean 1 each."""
    return 2 * places**places * exp(-places) / gamma(places)


def test_the_estimate_by_queue_length_is_right_in_the_mean_and_as_far_off_as_erlang_says():
    # Behind k others in M/M/n a contact waits for k + 1 ends of service; k is geometric where all agents are busy.
    agents, handle, load = 4, 120.0, 0.8
    arrival = agents * load / handle
    category = {"arrivals": per_minute(60 * arrival), "handle": exponential(handle)}
    routing = {"estimated_wait": "queue_length"}
    result = run(category, {"count": agents}, replications=100, seed=935, routing=routing)
    waited, _ = sums(result, "waited")
    told, estimated = sums(result, "estimate_bias")
    assert (waited == estimated).all()
    # a bias is compared as a share of the wait that it is about
    wait = handle / agents / (1 - load)
    agrees_with(1.0, told + wait * estimated, wait * estimated, catches=0.03, what="queue length: bias")
    off = sum((1 - load) * load**k * spread_of(k + 1.0) for k in range(140)) * handle / agents
    compare(result, {"estimate_error": off}, {"estimate_error": 0.04}, what="queue length")
    compare(result, {"wait": erlang_c(arrival, handle, agents).wait}, {"wait": 0.12}, what="queue length")


# -- surveys ----------------------------------------------------------------------------------------------------------
START, SPREAD, UNSETTLED, REFERRED, SHIFT = 4.0, 0.9, -1.5, -0.8, 0.5
SETTLED, SENT, ANSWER = 0.8, 0.3, 0.25


def answer(feels, low, high):
    """Return the mean answer, in points from 1 to 5, of customers whose feelings are normal about a value."""
    middle = low + (feels - 1) / 4 * (high - low)
    spread = SPREAD / 4 * (high - low)
    said = [(value, norm.cdf(value + 0.5, middle, spread)) for value in range(low, high)] + [(high, 1.0)]
    before = [0.0, *(upto for _, upto in said)]
    mean = sum(value * (upto - last) for (value, upto), last in zip(said, before, strict=False))
    return 1 + 4 * (mean - low) / (high - low)


def test_the_mean_score_is_that_of_the_model():
    survey = {
        "offered": 0.6, "response": ANSWER,
        "questions": [{"ask": "How was it?"}, {"ask": "Would you recommend us?", "scale": "0-10", "shift": SHIFT}],
        "score": {
            "start": START, "spread": SPREAD, "unsettled": UNSETTLED, "per_referral": REFERRED, "per_minute_waited": 0,
        },
    }  # fmt: skip
    category = {
        "arrivals": per_minute(3), "handle": exponential(60), "resolution": SETTLED, "survey": survey,
        "referral": {"to": "desk", "probability": SENT},
    }  # fmt: skip
    others = {"second": {"handle": exponential(60), "resolution": SETTLED}}
    result = run(
        category,
        {"count": 30},
        replications=40,
        seed=936,
        days=3,
        others=others,
        referral_desks={"desk": "second"},
    )
    exact = 0.0
    for sent, share in ((0.0, 1 - SENT), (REFERRED, SENT)):
        for unsettled, part in ((0.0, SETTLED), (UNSETTLED, 1 - SETTLED)):
            feels = START + sent + unsettled
            exact += share * part * (answer(feels, 1, 5) + answer(feels + SHIFT, 0, 10)) / 2
    measures = {"satisfaction": exact, "survey_response": ANSWER}
    compare(result, measures, {"satisfaction": 0.01, "survey_response": 0.06}, what="survey")


def test_bad_answers_open_so_many_cases():
    # one question from 1 to 5, spread about 3: an answer of 1 or 2 is given below 2.5
    survey = {
        "response": 0.5, "bad": 2, "follow_up": {"to": "care", "after": "5m"},
        "score": {"start": 3, "spread": SPREAD, "per_minute_waited": 0},
    }  # fmt: skip
    category = {"arrivals": per_minute(2), "handle": exponential(60), "survey": survey}
    others = {"cases": {"handle": exponential(60)}}
    result = run(
        category,
        {"count": 30},
        replications=40,
        seed=937,
        days=4,
        others=others,
        referral_desks={"care": "cases"},
    )
    cases, served = (sums(result, "offered", "category", name)[0] for name in ("cases", "all"))
    agrees_with(0.5 * norm.cdf(2.5, 3, SPREAD), cases, served, catches=0.08, what="survey: cases")
