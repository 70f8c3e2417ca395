"""Customers who come back, against Markov chains: M/M/n with retrials, a line with redials and recontacts, matters.

The chains of one group are stationary and exact but for their cut at so many in orbit, whose probability is below
1e-9; the runs forget their empty start in the warm-up. A matter's own chain (category by category, attempt by attempt)
is exact but for matters begun within minutes of the end of the run, 2e-5 of ten days.
"""

import numpy as np
import pytest

from acd.planning import erlang_c
from tests.theory.models import DAY, compare, exponential, per_minute, scenario, simulate
from tests.theory.oracles.retrials import Retrials
from tests.theory.statistics import agrees_with, sums

pytestmark = pytest.mark.theory

NO_LINE = Retrials(arrival=2 / 60, handle=120, agents=5, places=0, after=180, redial=1.0, most=150)
LINE = Retrials(
    arrival=2 / 60,
    handle=120,
    agents=5,
    places=4,
    after=300,
    redial=0.7,
    most=80,
    patience=90,
    recontact=0.15,
)


@pytest.mark.parametrize("model", [NO_LINE, LINE])
def test_the_chain_does_not_feel_its_cut(model):
    assert model.chain.mean(lambda state: state[1] == model.most) < 1e-9


def test_without_returns_the_chain_is_the_limited_queue_of_the_formulas():
    from acd.planning import erlang_b

    assert Retrials(2 / 60, 120, 5, 0, 180, 0.0, 1).refused == pytest.approx(
        erlang_b(2 / 60, 120, 5).refused, rel=1e-9
    )


def run(category, *, seed, days=11, replications=100, agents=None, **rest):
    base = {"arrivals": per_minute(2), "handle": exponential(120)}
    model = scenario({"all": {**base, **category}}, agents or GROUP, days=days, warm_up="1d", **rest)
    return simulate(model, replications=replications, seed=seed)


GROUP = {"all": {"count": 5, "authorised": ["all"]}}


def back(probability, mean, attempts=1000, **more):
    return {"probability": probability, "after": exponential(mean), "attempts": attempts, **more}


def offered_a_day(result, exact, what):
    agrees_with(exact * DAY * 10, sums(result, "offered")[0], catches=0.04, what=what)


def test_m_m_n_with_retrials():
    result = run({"max_queue": 0, "redial": back(1.0, 180)}, seed=651)
    exact = {"refused": NO_LINE.refused, "occupancy": 0.8}
    assert NO_LINE.occupancy == pytest.approx(0.8, rel=1e-7)  # whoever comes is served in the end
    compare(result, exact, {"refused": 0.03, "occupancy": 0.01}, what="M/M/5 with retrials")
    offered_a_day(result, NO_LINE.offered, "M/M/5 with retrials: contacts with returns")


def test_a_line_with_redials_and_recontacts():
    category = {
        "max_queue": 4, "patience": exponential(90), "redial": back(0.7, 300),
        "resolution": 0.7, "recontact": back(0.5, 300),
    }  # fmt: skip
    result = run(category, seed=652)
    exact = {name: getattr(LINE, name) for name in ("refused", "abandonment", "queue", "occupancy")}
    catches = {"refused": 0.06, "abandonment": 0.03, "queue": 0.03, "occupancy": 0.01}
    compare(result, exact, catches, what="redials and recontacts")
    offered_a_day(result, LINE.offered, "redials and recontacts: contacts with returns")


LEAVING = {"standard": (0.1, 0.2), "gold": (0.0, 0.5)}
"""Probability of leaving for good after abandoning, and when unsettled."""
ATTEMPTS = 4


def matter(tier):
    """Contacts, customers who left and customers lost of a matter: category `open` answers all, `shut` nobody."""
    abandoning, unsettled = LEAVING[tier]
    here = np.array([1.0, 0.0])  # in open, in shut
    contacts = left = lost = 0.0
    for attempt in range(1, ATTEMPTS + 1):
        contacts += here.sum()
        failed = here * [0.5, 1.0]  # resolution 50 %
        goes = failed * [unsettled, abandoning]
        again = (failed - goes) * [0.8, 0.7] if attempt < ATTEMPTS else np.zeros(2)
        left, lost = left + goes.sum(), lost + (failed - again).sum()
        here = np.array([again[0] * 0.6 + again[1] * 0.5, again[0] * 0.4 + again[1] * 0.5])
    return contacts, left, lost


def test_matters_that_change_category_and_customers_who_leave():
    after = {"dist": "constant", "value": 30}
    many = {"arrivals": per_minute(2), "handle": exponential(60), "resolution": 0.5}
    many |= {"recontact": {"probability": 0.8, "after": after, "attempts": 4, "through": {"shut": 0.4}}}
    shut = {"handle": exponential(60), "balk": 1.0}
    shut |= {"redial": {"probability": 0.7, "after": after, "attempts": 4, "through": {"open": 0.5}}}
    model = scenario(
        {"open": many, "shut": shut},
        {"many": {"count": 60, "authorised": ["open"]}, "none": {"count": 0, "authorised": ["shut"]}},
        days=11,
        warm_up="1d",
        loyalty={"leave_after_abandoning": 0.1, "leave_when_unsettled": 0.2},
        tiers={"gold": {"share": 0.4, "loyalty": {"leave_when_unsettled": 0.5}}},
    )
    result = simulate(model, replications=100, seed=653)
    for tier in LEAVING:
        contacts, left, lost = matter(tier)
        of_matters = sums(result, "contacts_per_matter", "tier", tier)
        agrees_with(contacts, *of_matters, catches=0.005, what=f"contacts of a matter, {tier}")
        for measure, exact in (("customers_left", left), ("lost_customers", lost)):
            counted = sums(result, measure, "tier", tier)[0]
            agrees_with(exact, counted, of_matters[1], catches=0.02, what=f"{measure} of a matter, {tier}")
    compare(result, {"fcr_true": 0.5}, {"fcr_true": 0.01}, what="matters that change category")


@pytest.mark.parametrize(("hold", "agents"), [("20d", 1), ("0s", 4)])
def test_agents_of_their_own_for_ever_are_so_many_single_agents_and_for_no_time_one_group(hold, agents):
    """A customer's own agent is drawn evenly, so that each of four is an M/M/1 queue with a quarter of the arrivals."""
    tiers = {"own": {"share": 1.0, "preferred_agent": {"who": "own", "hold": hold}}}
    four = {"all": {"count": 4, "authorised": ["all"]}}
    result = run({"arrivals": per_minute(1.2)}, seed=654, agents=four, tiers=tiers)
    exact = erlang_c(1.2 / 60 * agents / 4, 120, agents)
    assert exact.occupancy == pytest.approx(0.6)
    compare(
        result, {"wait": exact.wait}, {"wait": 0.05 if agents == 1 else 0.1}, what=f"own agents, hold {hold}"
    )
