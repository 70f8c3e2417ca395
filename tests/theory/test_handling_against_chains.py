"""Verification, complexity, hold, paths and referral: simulated against chains and moments.

The runs are open round the clock and end once; what is still in hand then is done and counted, which is a matter of
minutes in as many days. The warm-up outlasts the empty start (`test_the_warm_up_outlasts_the_empty_start`).
"""

from math import sqrt

import numpy as np
import pytest
from scipy import stats
from scipy.integrate import quad

import acd
from acd.planning import erlang_c
from tests.theory.models import (
    DAY,
    compare,
    exponential,
    known_noise,
    lognormal,
    per_minute,
    scenario,
    simulate,
)
from tests.theory.oracles.warm_transfer import WarmTransfer
from tests.theory.statistics import agrees_with, sums

pytestmark = pytest.mark.theory

EXACT = WarmTransfer(
    arrival=2 / 60,
    handle=120,
    referred=0.3,
    consult=60,
    second_handle=180,
    patience=150,
    first=7,
    second=3,
    places=6,
)
DAYS, WARM_UP, REPLICATIONS = 10, 4 * 3600, 60


def constant(value):
    return {"dist": "constant", "value": value}


def handed_over(mode="warm"):
    referral = {
        "to": "desk",
        "probability": EXACT.referred,
        "mode": mode,
        "consult": {"duration": exponential(EXACT.consult)},
    }
    categories = {
        "first": {
            "arrivals": per_minute(60 * EXACT.arrival), "handle": exponential(EXACT.handle),
            "max_queue": EXACT.places, "referral": referral,
        },
        "second": {"handle": exponential(EXACT.second_handle), "patience": exponential(EXACT.patience)},
    }  # fmt: skip
    agents = {
        "ones": {"count": EXACT.first, "authorised": ["first"]},
        "twos": {"count": EXACT.second, "authorised": ["second"]},
    }
    return scenario(categories, agents, days=DAYS, warm_up=f"{WARM_UP}s", referral_desks={"desk": "second"})


def kept(model, replications, seed, *, steps=False):
    """Run with the log; return the result and the legs that joined after the warm-up."""
    result = acd.simulate(model, replications=replications, seed=seed, keep_log=True, keep_steps=steps)
    legs = result.log.legs
    return result, legs[legs["joined"] >= model.calendar.warm_up]


def each(frame, values, replications):
    """Return sums of values by replication."""
    return np.bincount(frame["replication"], weights=np.asarray(values, float), minlength=replications)


@pytest.fixture(scope="module")
def transferred():
    """Return a run of warm transfers with its log."""
    return kept(handed_over(), REPLICATIONS, 901, steps=True)


def test_a_warm_transfer_keeps_two_agents_as_its_chain_says(transferred):
    result, legs = transferred
    first = {"refused": EXACT.refused, "wait": EXACT.wait, "aht": EXACT.first_handling}
    second = {
        "wait": EXACT.second_wait,
        "abandonment": EXACT.second_abandonment,
        "aht": EXACT.second_handling,
    }
    catches = {"refused": 0.25, "wait": 0.1, "aht": 0.02, "abandonment": 0.1}
    compare(result, first, catches, what="warm transfer, first", scope="category", name="first")
    compare(result, second, catches, what="warm transfer, second", scope="category", name="second")
    for group, busy in zip(("ones", "twos"), EXACT.occupancy, strict=True):
        compare(
            result,
            {"occupancy": busy},
            {"occupancy": 0.02},
            what=f"warm transfer, {group}",
            scope="group",
            name=group,
        )
    answered = legs[(legs["category"] == "first") & (legs["outcome"] == "answered")]
    on_hold = [each(answered, column, REPLICATIONS) for column in (answered["hold"], np.ones(len(answered)))]
    agrees_with(EXACT.hold, *on_hold, catches=0.05, what="warm transfer: hold")


def test_first_agents_are_blocked_as_long_as_the_chain_says(transferred):
    steps = transferred[0].log.steps
    spent = (steps["end"] - steps["start"]).where(steps["start"] >= WARM_UP, 0.0)
    both, talk = (
        each(steps, spent.where(steps["step"] == name, 0.0), REPLICATIONS)
        for name in ("referral", "consulted")
    )
    there = np.full(REPLICATIONS, EXACT.first * (DAYS * DAY - WARM_UP))
    agrees_with(EXACT.blocked, both - talk, there, catches=0.1, what="warm transfer: blocked")


def test_the_warm_up_outlasts_the_empty_start():
    chain = EXACT.chain
    assert abs(chain.steady - chain.after(WARM_UP)).sum() < 1e-6


def tandem(desk, own, agents, probability=0.4):
    """Return a centre whose first category refers cold to a desk of a category."""
    referral = {"to": "desk", "probability": probability}
    categories = {"first": {"arrivals": per_minute(2), "handle": exponential(120), "referral": referral}}
    if own is not None:
        categories["second"] = {"arrivals": per_minute(own), "handle": exponential(180)}
    groups = {name: {"count": count, "authorised": [name]} for name, count in agents.items()}
    return scenario(categories, groups, days=DAYS, warm_up=f"{WARM_UP}s", referral_desks={"desk": desk})


TANDEM = {"waited": 0.04, "wait": 0.1}


def erlang_waits(arrival, handle, agents):
    formula = erlang_c(arrival, handle, agents)
    return {"waited": formula.waited, "wait": formula.wait}


def test_cold_referral_makes_a_tandem_of_two_lines_that_know_nothing_of_each_other():
    # What leaves a line of Erlang C is a Poisson process (Burke), a share of it too, and with others' arrivals again.
    result = simulate(tandem("second", 0.5, {"first": 6, "second": 5}), replications=100, seed=903)
    for name, exact in (("first", erlang_waits(2 / 60, 120, 6)), ("second", erlang_waits(1.3 / 60, 180, 5))):
        compare(result, exact, TANDEM, what=f"tandem, {name}", scope="category", name=name)


def test_referral_to_the_own_category_makes_a_line_with_feedback():
    # Customers who come back see the line as an outsider would (Jackson): Erlang C with 1 / (1 - p) times the arrivals.
    result = simulate(tandem("first", None, {"first": 9}), replications=100, seed=904)
    exact = erlang_waits(2 / 0.6 / 60, 120, 9)
    compare(result, exact, TANDEM, what="feedback", scope="category", name="first")
    offered, answered = sums(result, "offered")[0], sums(result, "recontacts")[0]
    assert not answered.any()
    agrees_with(
        1 / 0.6, offered, np.full(100, 2 / 60 * (DAYS * DAY - WARM_UP)), catches=0.02, what="legs a contact"
    )


def test_a_share_fails_verification_and_is_not_handled():
    checked = {"duration": constant(20), "success": 0.85, "on_failure": "guard"}
    categories = {
        "all": {"arrivals": per_minute(3), "handle": exponential(60), "verification": checked},
        "checks": {"handle": exponential(60)},
    }
    agents = {"many": {"count": 30, "authorised": ["all", "checks"]}}
    result = simulate(
        scenario(categories, agents, days=2, referral_desks={"guard": "checks"}), replications=40, seed=905
    )
    failed, arrived = (sums(result, "offered", "category", name)[0] for name in ("checks", "all"))
    agrees_with(0.15, failed, arrived, catches=0.05, what="verification: failed")
    compare(result, {"aht": 20 + 0.85 * 60}, {"aht": 0.02}, what="verification", scope="category", name="all")


CV = 0.7


def of_complexity(function):
    """Return the mean of a function of a lognormal factor with mean 1."""
    sigma = sqrt(np.log(1 + CV * CV))
    law = stats.lognorm(sigma, scale=np.exp(-sigma * sigma / 2))
    return quad(lambda u: function(law.ppf(u)), 0, 1, limit=500)[0]


def test_complexity_lengthens_handling_lowers_resolution_and_raises_referral():
    replications = 40
    category = {
        "arrivals": per_minute(3), "handle": exponential(60), "complexity": lognormal(1, CV), "resolution": 0.8,
        "referral": {"to": "desk", "probability": 0.2, "spent": 0.5},
    }  # fmt: skip
    desk = {"handle": exponential(40), "resolution": 0.6}
    agents = {"many": {"count": 40, "authorised": ["all", "second"]}}
    model = scenario({"all": category, "second": desk}, agents, days=2, referral_desks={"desk": "second"})
    _, legs = kept(model, replications, 906)
    first = legs[legs["category"] == "all"]
    spent, sent = (first["ended"] - first["bound"]).to_numpy(), first["referred_to"].notna().to_numpy()
    kept_share = of_complexity(lambda x: 0.8**x)
    exact = {
        "referred": (sent, np.ones(len(first)), 1 - kept_share),
        "handling": (spent, np.ones(len(first)), 60 * of_complexity(lambda x: x * (0.8**x + 0.5 * (1 - 0.8**x)))),
        "its square": (
            spent**2, np.ones(len(first)),
            2 * 60**2 * of_complexity(lambda x: x * x * (0.8**x + 0.25 * (1 - 0.8**x))),
        ),
        "settled": (
            first["settled"].fillna(value=False).to_numpy(bool), ~sent,
            of_complexity(lambda x: 0.8**x * 0.8**x) / kept_share,
        ),
    }  # fmt: skip
    catches = {"referred": 0.04, "handling": 0.03, "its square": 0.15, "settled": 0.01}
    for what, (top, bottom, value) in exact.items():
        columns = each(first, top, replications), each(first, bottom, replications)
        agrees_with(value, *columns, catches=catches[what], what=f"complexity: {what}")
    # who is sent on when the centre has closed for good is never answered
    second = legs[(legs["category"] == "second") & legs["bound"].notna()]
    handled = (
        each(second, second["ended"] - second["bound"], replications),
        each(second, np.ones(len(second)), replications),
    )
    # whoever is sent on takes the same factor along
    harder = of_complexity(lambda x: x * (1 - 0.8**x)) / (1 - kept_share)
    agrees_with(40 * harder, *handled, catches=0.05, what="complexity: handling at the desk")


def test_hold_and_steps_take_their_shares_of_handling():
    replications = 40
    path = {
        "wait": {"kind": "hold", "duration": exponential(45), "chance": 0.4},
        "look": {"duration": exponential(20), "next": {"look": 0.3, "handle": 0.5, "end": 0.2}},
        "handle": None,
    }
    category = {"arrivals": per_minute(3), "handle": exponential(60), "path": path}
    model = scenario(
        {"all": category}, {"many": {"count": 30, "authorised": {"all": {"handle": 1.2}}}}, days=2
    )
    result, legs = kept(model, replications, 907, steps=True)
    steps = result.log.steps
    one = each(legs, np.ones(len(legs)), replications)
    # a look is followed by another with 0.3, and the last of them by handling with 0.5 / 0.7
    looks, handled = 1 / 0.7, 0.5 / 0.7
    whole = 0.4 * 45 + 1.2 * (looks * 20 + handled * 60)
    spent = each(legs, legs["ended"] - legs["bound"], replications)
    agrees_with(whole, spent, one, catches=0.02, what="path: handling")
    agrees_with(
        0.4 * 45 / whole, each(legs, legs["hold"], replications), spent, catches=0.04, what="path: hold"
    )
    for name, share in (("wait", 0.4), ("look", looks), ("handle", handled)):
        agrees_with(
            share, each(steps, steps["step"] == name, replications), one, catches=0.03, what=f"path: {name}"
        )
    lasted = each(steps, (steps["end"] - steps["start"]).where(steps["step"] == "look", 0.0), replications)
    agrees_with(1.2 * looks * 20, lasted, one, catches=0.03, what="path: time looking")


def test_priorities_before_several_agents_make_the_waits_of_kella_and_yechiali():
    # All classes are handled alike: Cobham's waits with the residual of n agents, P(all busy) a / n [1].
    # [1] O. Kella, U. Yechiali (1985), Waiting times in the non-preemptive priority M/M/c queue. Stochastic Models 1.
    rates, agents, handle = {"high": 1.5, "middle": 2.0, "low": 2.5}, 7, 60
    categories = {
        name: {"arrivals": per_minute(rate), "handle": exponential(handle), "priority": -place}
        for place, (name, rate) in enumerate(rates.items())
    }
    groups = {"all": {"count": agents, "authorised": list(rates)}}
    result = simulate(scenario(categories, groups, days=20, warm_up="6h"), replications=100, seed=908)
    formula = erlang_c(sum(rates.values()) / 60, handle, agents)
    measured = 20 * DAY - 6 * 3600
    controls = known_noise(result, {name: (rate / 60 * measured, handle) for name, rate in rates.items()})
    before = 0.0
    for name, rate in rates.items():
        upto = before + rate / 60 * handle / agents
        exact = {
            "wait": formula.waited * handle / agents / ((1 - before) * (1 - upto)),
            "waited": formula.waited,
        }
        what = f"priorities, {name}"
        compare(
            result, exact, {"wait": 0.06, "waited": 0.03}, what=what, controls=controls, scope="category", name=name
        )  # fmt: skip
        before = upto
