"""What is random about a day's rates: busyness of days and factors of intervals, each alone or correlated.

A factor is the quantile of its own distribution at a share u, uniform in (0, 1). Where factors are correlated, u is the
share of the standard normal distribution below a score (a normal copula): scores of neighbouring days, or intervals,
follow an autoregression of order one, started in its stationary law, and a category's score is a mixture of one that
all categories have in common and one of its own, weighted so that its variance stays 1. A score depends on the draws of
the days or intervals up to its own and on nothing else: another category, rate or policy cannot change it.

This file must not know when matters arrive.

References
----------
N. Channouf, P. L'Ecuyer, A normal copula model for the arrival process in a call center. International Transactions in
Operational Research 19 (2012), 771-787.

B. N. Oreshkin, N. Régnard, P. L'Ecuyer, Rate-based daily arrival process models with application to call centers.
Operations Research 64 (2016), 510-527.
"""

from __future__ import annotations

import math

from acd.core._compile import cold, kernel
from acd.core.codes import Purpose
from acd.core.draws import variate
from acd.core.gamma import gamma_quantile
from acd.core.normal import normal_quantile, normal_share
from acd.core.streams import uniform
from acd.core.tables import (
    NONE,
    Handle,
    bend,
    category,
    day,
    flow,
    piece,
    planet,
    stream,
    swell,
    tide,
)

MOST = 2e9
"""Matters a day, whatever was drawn; their numbers fit into half of a key."""


@kernel
def next_score(score: float, correlation: float, u: float, first: bool) -> float:
    """Return the normal score that follows another of this correlation; ``u`` is its own draw."""
    fresh = normal_quantile(u)
    if first:
        return fresh
    return correlation * score + math.sqrt(1.0 - correlation * correlation) * fresh


@kernel
def mixed(shared: float, own: float, weight: float) -> float:
    """Return the share of the normal distribution below a score, part of which is shared with other categories."""
    return normal_share(math.sqrt(weight) * shared + math.sqrt(1.0 - weight) * own)


# -- days ---------------------------------------------------------------------------------------------------------
@cold
def busyness(z: Handle, k: int, today: int) -> float:
    """Return the factor on category ``k``'s rates on a day: the root's times the category's own."""
    result = 1.0
    key = today << 32
    rule = flow(z, k)
    correlated = rule["days"] > 0.0 or rule["day_shared"] > 0.0
    if correlated:
        follow_days(z, k, today)
    if planet(z, 0)["busyness"] != NONE:
        u = normal_share(tide(z, k)["root"]) if correlated else uniform(z, key, 0, Purpose.BUSYNESS, 0)
        result *= variate(z, planet(z, 0)["busyness"], u)
    row = category(z, k)
    if row["busyness"] != NONE:
        if correlated:
            u = mixed(tide(z, k)["shared"], tide(z, k)["own"], rule["day_shared"])
        else:
            u = uniform(z, key, row["origin"], Purpose.BUSYNESS, 0)
        result *= variate(z, row["busyness"], u)
    return result


@cold
def follow_days(z: Handle, k: int, today: int) -> None:
    """Take category ``k``'s scores of days up to today; days without arrivals count."""
    me = tide(z, k)
    correlation = float(flow(z, k)["days"])
    origin = category(z, k)["origin"]
    for d in range(me["day"] + 1, today + 1):
        key = d << 32
        me["root"] = next_score(me["root"], correlation, uniform(z, key, 0, Purpose.BUSYNESS, 0), d == 0)
        u = uniform(z, key, 0, Purpose.SHARED_BUSYNESS, 0)
        me["shared"] = next_score(me["shared"], correlation, u, d == 0)
        u = uniform(z, key, origin, Purpose.BUSYNESS, 0)
        me["own"] = next_score(me["own"], correlation, u, d == 0)
    me["day"] = today


# -- intervals of a day -------------------------------------------------------------------------------------------
@cold
def swell_up(z: Handle, k: int) -> None:
    """Draw the factors of category ``k``'s day, and how many matters it brings where that number is fixed."""
    rule = flow(z, k)
    fill_swell(z, k, 1 if rule["variation"] != NONE or rule["dirichlet"] > 0 else 0)
    if not rule["fixed"]:
        return
    me = stream(z, k)
    if tide(z, k)["whole"] <= 0.0:
        # every factor was 0, and the matters must come at some time
        fill_swell(z, k, 0)
    expected = float(day(z, k * planet(z, 0)["n_days"] + me["day"])["expected"])
    if rule["total"] != NONE:
        u = uniform(z, me["day"] << 32, category(z, k)["origin"], Purpose.TOTAL, 0)
        expected = variate(z, rule["total"], u)
    tide(z, k)["total"] = int(min(expected * me["factor"], MOST) + 0.5)


@kernel
def fill_swell(z: Handle, k: int, varied: int) -> None:
    """Write what category ``k`` expects in each piece of its day, and before it."""
    me = tide(z, k)
    me["interval"] = -1
    today = day(z, k * planet(z, 0)["n_days"] + stream(z, k)["day"])
    place = flow(z, k)["first_swell"]
    known = -1
    factor = 1.0
    before = 0.0
    for p in range(today["first"], today["first"] + today["count"]):
        if varied and bend(z, p)["interval"] != known:
            known = bend(z, p)["interval"]
            factor = factor_of(z, k, p)
        row = swell(z, place)
        row["before"] = before
        row["expected"] = piece(z, p)["expected"] * factor
        before += row["expected"]
        place += 1
    me["whole"] = before


@cold
def factor_of(z: Handle, k: int, p: int) -> float:
    """Return the factor of the interval that piece ``p`` of category ``k``'s day lies in."""
    rule = flow(z, k)
    u = chance_of(z, k, bend(z, p)["interval"])
    if rule["dirichlet"]:
        # gamma variates of one scale, divided by their sum, are a Dirichlet variate; here each has mean 1
        shape = float(bend(z, p)["shape"])
        return gamma_quantile(shape, float(bend(z, p)["log_gamma"]), u) / shape
    return variate(z, rule["variation"], u)


@kernel
def chance_of(z: Handle, k: int, interval: int) -> float:
    """Return the share that says how busy an interval of category ``k``'s day is among all such intervals."""
    rule = flow(z, k)
    today = stream(z, k)["day"] << 32
    origin = category(z, k)["origin"]
    correlation = float(rule["intervals"])
    weight = float(rule["shared"])
    if correlation <= 0.0 and weight <= 0.0:
        return uniform(z, today | interval, origin, Purpose.VARIATION, 0)
    me = tide(z, k)
    start = me["interval"] + 1 if correlation > 0.0 else interval
    for j in range(start, interval + 1):
        u = uniform(z, today | j, 0, Purpose.SHARED_VARIATION, 0)
        me["swing_shared"] = next_score(me["swing_shared"], correlation, u, j == 0)
        u = uniform(z, today | j, origin, Purpose.VARIATION, 0)
        me["swing"] = next_score(me["swing"], correlation, u, j == 0)
    me["interval"] = interval
    return mixed(me["swing_shared"], me["swing"], weight)


# -- times of a day -----------------------------------------------------------------------------------------------
@cold
def bent(at_start: float, at_end: float, share: float, length: int) -> int:
    """Return after how long a smooth rate has brought a share of its piece's matters [us].

    Parameters
    ----------
    at_start, at_end : float
        The rate at the ends of the piece, as multiples of its mean rate; from 0 to 3.
    share : float
        From 0 to 1.
    length : int
        Of the piece [us].

    Returns
    -------
    int
        To the nearest microsecond, below `length`; non-decreasing in the share.

    Notes
    -----
    The rate is a parabola and the share a cubic of the time, monotone for these ends (Fritsch and Carlson 1980). Which
    microsecond it is, is found by halving: no step depends on more than one comparison of the share.
    """
    low = 0
    high = length - 1
    whole = float(length)
    while low < high:
        middle = (low + high) >> 1
        x = (float(middle) + 0.5) / whole
        reached = x * (at_start + x * ((3.0 - 2.0 * at_start - at_end) + x * (at_start + at_end - 2.0)))
        if reached <= share:
            low = middle + 1
        else:
            high = middle
    return low
