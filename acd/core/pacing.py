"""How far a predictive dialler may dial ahead of the agents, and how many of them a dial may count on.

All that is looked at is what a dialler of a real centre sees: who is ready, who is at work on what, who waits, and
averages: configured means, and the share of its own past dials that was answered. Durations that will come about are
not. A dial *rings for somebody* when an agent is bound to it beforehand, else *ahead*. With A contacts of today
abandoned or refused and C answered by customers, and a cap of c:

- a dial *may count* on every ready agent beyond the reserve, and on agents at work with the chance that they are free
  before it is answered: h / (h + m) for a mean ring h and a mean of the work m, as if both were exponential; less the
  standard deviation of how many that will be, and less who waits already. Whole agents only.
- with A > c C nothing is dialled ahead, only for somebody;
- with A + 1 > c C, so that one more would break the cap, no more dials ahead than there are ready agents;
- else so many that, were the agents counted on there and each dial answered with chance p, the expected number of
  contacts without an agent is at most a share 2 (c - A / C) of those answered, and at most c C - A: the nearer to the
  cap, the calmer. Or, where a pace is stated, that many for each agent ready or expected to be.

So A exceeds c C by less than the contacts that were ringing ahead, waiting or offered at one moment. The time for which
an agent's phone rings is part of a customer's wait: where customers do not wait for so long, A grows with every dial
ahead, and most dials are for agents, whom the customer of such a dial need not wait for. That expected releases are
looked at, and estimates kept up to date, is what Samuelson's dialler began with [1]_; in a blended centre those who
wait have to be taken off, as in [2]_. Measured with 100 agents, 3 of 10 dials answered and talks of 190 s, agents
talk 95 % of their time with 2.8 % abandoned, of 76 % when each is dialled for; with 10 agents 82 % with 1.7 %.

This file reads and decides; it must not dial, draw, nor know how long anything will last.

References
----------
.. [1] D. A. Samuelson, Predictive dialing for outbound telephone call centers. Interfaces 29(5), 66-81, 1999.
.. [2] J. Lindén, Predictive dialing. IT 10 047, Uppsala University, 2010.
"""

from __future__ import annotations

import math

from acd.core._compile import cold, kernel
from acd.core.codes import AgentState, Pending
from acd.core.pool import ready_up_to
from acd.core.tables import (
    NONE,
    Handle,
    agent,
    campaign,
    contact,
    crowd,
    dialler,
    group,
    member,
    reserve,
    route,
    rules,
    soon,
)

MILLION = 1_000_000
OWN_PAST = 20.0
"""How many dials the configured share of answers counts as, beside the dialler's own past."""
BOLD = 2.0
"""How much of the share that the cap leaves may be used up by the dials that ring at once."""
ROUNDING = 1.0 + 1e-9
"""Expected numbers that are equal but for rounding are equal: so it is where every dial is answered."""


@cold
def ready_beyond(z: Handle, k: int) -> int:
    """Return how many agents are ready whom a dial of category ``k`` may take: each group's reserve left out."""
    groups = rules(z, 0)["n_groups"]
    found = 0
    for g in range(groups):
        if route(z, k * groups + g)["allowed"]:
            found += max(ready_up_to(z, g, group(z, g)["count"]) - reserve(z, k * groups + g)["idle"], 0)
    return int(found)


@cold
def counted_on(z: Handle, k: int, careful: int) -> int:
    """Return how many agents are there for a dial of category ``k`` when it is answered, in whole ones.

    Parameters
    ----------
    z : Handle
    k : int
        The category.
    careful : int
        1 to take off each group's expected releases their standard deviation.
    """
    groups = rules(z, 0)["n_groups"]
    found = 0
    for g in range(groups):
        if route(z, k * groups + g)["allowed"]:
            ready = ready_up_to(z, g, group(z, g)["count"])
            held = reserve(z, k * groups + g)["idle"] + waiting_for(z, k, g)
            found += max(MILLION * (ready - held) + released(z, k, g, careful), 0)
    return int(found) // MILLION


@kernel
def waiting_for(z: Handle, k: int, g: int) -> int:
    """Return how many contacts of other categories than ``k`` wait for group ``g``."""
    groups = rules(z, 0)["n_groups"]
    found = 0
    for other in range(rules(z, 0)["n_categories"]):
        if other != k and route(z, other * groups + g)["ever"]:
            found += crowd(z, other)["waiting"]
    return int(found)


@kernel
def released(z: Handle, k: int, g: int, careful: int) -> int:
    """Return how many of group ``g``'s agents at work will be free before a dial is answered, to count on [ppm]."""
    categories = rules(z, 0)["n_categories"]
    first = group(z, g)["first"]
    found = 0
    spread = 0
    for a in range(first, first + group(z, g)["count"]):
        if rules(z, 0)["variants"] and member(z, a)["group"] != g:
            continue
        me = agent(z, a)
        share = 0
        if me["pending"] == Pending.NOTHING and me["state"] == AgentState.BUSY:
            share = int(soon(z, k * categories + contact(z, me["contact"])["category"])["share"])
        elif me["pending"] == Pending.NOTHING and me["state"] == AgentState.WRAP_UP:
            share = int(campaign(z, k)["soon_wrap"])
        found += share
        spread += share * (MILLION - share)
    if careful:
        return max(found - int(math.sqrt(spread)), 0)
    return found


@cold
def dials_ahead(z: Handle, k: int) -> int:
    """Return how many dials of category ``k`` may ring ahead now; NONE when each needs an agent beforehand."""
    me = dialler(z, k)
    rule = campaign(z, k)
    left = rule["cap"] * me["connects"] - me["abandoned"]
    if left < 0.0:
        return NONE
    waiting = crowd(z, k)["waiting"]
    sure = max(int(ready_beyond(z, k) - waiting), 0)
    if left < 1.0:
        return int(min(sure, rule["most"]))
    if rule["pace"] > 0.0:
        free = max(int(counted_on(z, k, 0) - waiting), sure)
        return int(min(max(sure, int(rule["pace"] * free)), rule["most"]))
    free = max(int(counted_on(z, k, 1) - waiting), sure)
    answered = (OWN_PAST * rule["probability"] + me["reached"]) / (OWN_PAST + me["ended"])
    return level(free, answered, BOLD * left / me["connects"], left, rule["most"])


@kernel
def level(free: int, p: float, cap: float, left: float, most: int) -> int:
    """Return the most dials of which, in expectation, few enough are answered without an agent.

    Parameters
    ----------
    free : int
        Agents counted on.
    p : float
        Chance that a dial is answered.
    cap : float
        Most share of those answered that may find no agent.
    left : float
        Most of them in number.
    most : int
        Never more dials than this.

    Notes
    -----
    For n dials, X of them answered, E[(X - free)+] and P(X >= free) grow with n by p P(X >= free) and by
    p P(X = free - 1).
    """
    if free <= 0:
        return 0
    n = free - 1
    exactly = 1.0  # P(X = free - 1)
    for _ in range(n):
        exactly *= p
    at_least = 0.0
    beyond = 0.0
    while n < most:
        more = beyond + p * at_least
        if more > ROUNDING * cap * p * (n + 1) or more > ROUNDING * left:
            break
        beyond = more
        at_least += p * exactly
        exactly *= (1.0 - p) * (n + 1) / (n + 2 - free)
        n += 1
    return min(n, most)
