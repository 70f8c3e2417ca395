"""Several contacts in an agent's hands: processor sharing, slowdown, preemptive resume, and their chains.

All run round the clock with exponential or stated handling; the first day is left out. The slowest mode of the empty
start of one agent decays within 60 ÷ (1 − √0.76)² s, half an hour, so that less than 1e-7 of it is left after a day.
"""

import numpy as np
import pytest

from tests.theory.models import DAY, compare, exponential, lognormal, per_minute, scenario, simulate
from tests.theory.oracles.closed_forms import second_moment
from tests.theory.oracles.sharing import Interrupted, Sharing, preemptive_resume, shared
from tests.theory.statistics import agrees_with, sums

pytestmark = pytest.mark.theory

DAYS, REPLICATIONS = 21, 60
MEASURED = (DAYS - 1) * DAY
MANY = 64
"""As good as any number: at a load of 0.7 more are there once in 10¹⁰ contacts."""


def run(categories, channels, seed, agents=1):
    """Run categories on one group of agents."""
    team = {"all": {"count": agents, "authorised": list(categories)}}
    model = scenario(categories, team, days=DAYS, warm_up="1d", channels=channels)
    return simulate(model, replications=REPLICATIONS, seed=seed)


def noise(result, rates):
    """Return how many more contacts arrived than expected, by category: what is known of a replication's noise."""
    pairs = [(sums(result, "offered", "category", name)[0], rate) for name, rate in rates.items()]
    return np.column_stack([offered - rate / 60 * MEASURED for offered, rate in pairs])


def chats(rate, handle, **more):
    return {"arrivals": per_minute(rate), "handle": handle, "channel": "chat", **more}


def in_system(result, name, exact, *, what, controls, catches=0.04):
    """Assert the mean time from joining to the end."""
    wait, _ = sums(result, "wait", "category", name)
    spent, answered = sums(result, "aht", "category", name)
    agrees_with(exact, wait + spent, answered, catches=catches, what=what, controls=controls)


def test_equal_sharing_makes_the_time_of_a_contact_proportional_to_its_size():
    channels = {"chat": {"capacity": MANY, "slowdown": 1}}
    sizes = {"short": (0.9, 20), "long": (0.2, 120)}
    categories = {name: chats(rate, {"dist": "constant", "value": x}) for name, (rate, x) in sizes.items()}
    result = run(categories, channels, seed=401)
    controls = noise(result, {name: rate for name, (rate, _) in sizes.items()})
    for name, (_, size) in sizes.items():
        place = {"scope": "category", "name": name}
        exact, what = {"aht": shared(size, 0.7), "wait": 0.0}, f"M/G/1-PS, {size} s"
        in_system(result, name, exact["aht"], what=what, controls=controls)
        assert sums(result, "wait", **place)[0].sum() == 0


@pytest.mark.parametrize("handle", [exponential(60), lognormal(60, 1.5)], ids=["exponential", "lognormal"])
def test_the_mean_time_under_equal_sharing_depends_on_the_mean_size_alone(handle):
    result = run({"all": chats(0.7, handle)}, {"chat": {"capacity": MANY, "slowdown": 1}}, seed=402)
    controls = noise(result, {"all": 0.7})
    in_system(result, "all", shared(60, 0.7), what="M/G/1-PS", controls=controls, catches=0.06)


CHAINS = {
    # capacity c, then a line: with equal sharing the number there is that of M/M/1
    "limited sharing": (
        Sharing(0.7 / 60, 60, 1, 3, 1.0, 150),
        403,
        {"wait": 0.12, "waited": 0.04, "occupancy": 0.01},
    ),
    "slowdown of a quarter": (
        Sharing(1.2 / 60, 60, 1, 4, 0.25, 150),
        404,
        {"wait": 0.1, "waited": 0.05, "occupancy": 0.01},
    ),
    "no slowdown": (
        Sharing(1.5 / 60, 60, 1, 3, 0.0, 150),
        405,
        {"wait": 0.05, "waited": 0.02, "occupancy": 0.01},
    ),
    "two agents": (
        Sharing(2.0 / 60, 60, 2, 2, 0.5, 150),
        406,
        {"wait": 0.08, "waited": 0.03, "occupancy": 0.01},
    ),
    "three agents": (
        Sharing(5.0 / 60, 60, 3, 3, 0.2, 150),
        407,
        {"wait": 0.1, "waited": 0.04, "occupancy": 0.01},
    ),
}


@pytest.mark.parametrize("name", CHAINS)
def test_limited_sharing_and_any_slowdown_follow_their_chain(name):
    chain, seed, catches = CHAINS[name]
    assert chain.full < 1e-9
    channels = {"chat": {"capacity": chain.capacity, "slowdown": chain.slowdown}}
    rate = 60 * chain.arrival
    result = run({"all": chats(rate, exponential(60))}, channels, seed, chain.agents)
    exact = {measure: getattr(chain, measure) for measure in catches}
    controls = noise(result, {"all": rate})
    compare(result, exact, catches, what=name, controls=controls)
    spent, answered = sums(result, "aht")
    agrees_with(chain.aht, spent, answered, catches=0.02, what=f"{name}: aht", controls=controls)


def interrupted(calls, mails, seed, agents=1):
    """Run calls that interrupt e-mails; return the result and its controls."""
    channels = {"voice": {"capacity": 1}, "email": {"capacity": 1, "interrupted_by": ["voice"]}}
    categories = {
        "calls": {"arrivals": per_minute(calls[0]), "handle": calls[1], "channel": "voice", "priority": 5},
        "mails": {"arrivals": per_minute(mails[0]), "handle": mails[1], "channel": "email"},
    }
    result = run(categories, channels, seed, agents)
    return result, noise(result, {"calls": calls[0], "mails": mails[0]})


LAWS = {
    "exponential": ((0.4, exponential(60)), (0.3, exponential(60)), 1.0, 1.0),
    "lognormal": ((0.6, lognormal(40, 0.8)), (0.25, lognormal(72, 1.3)), 0.8, 1.3),
}


@pytest.mark.parametrize("law", LAWS)
def test_e_mail_interrupted_by_calls_is_preemptive_resume(law):
    calls, mails, *cvs = LAWS[law]
    result, controls = interrupted(calls, mails, seed=408)
    classes = [
        (rate / 60, handle["mean"], second_moment(handle["mean"], cv))
        for (rate, handle), cv in zip((calls, mails), cvs, strict=True)
    ]
    for name, exact in zip(("calls", "mails"), preemptive_resume(classes), strict=True):
        what = f"preemptive resume, {law}: {name}"
        in_system(result, name, exact, what=what, controls=controls, catches=0.08)


def test_e_mails_of_two_agents_rest_with_whoever_took_them():
    chain = Interrupted(0.7 / 60, 0.7 / 60, 60, 60, places=80)
    assert chain.full < 1e-9
    result, controls = interrupted((0.7, exponential(60)), (0.7, exponential(60)), seed=409, agents=2)
    for number, name in enumerate(("calls", "mails")):
        exact = {measure: getattr(chain, measure)[number] for measure in ("wait", "waited")}
        catches = {"wait": 0.12, "waited": 0.04}
        what = f"two agents, {name}"
        compare(result, exact, catches, what=what, controls=controls, scope="category", name=name)
        spent, answered = sums(result, "aht", "category", name)
        agrees_with(chain.aht[number], spent, answered, catches=0.03, what=f"{what}: aht", controls=controls)
