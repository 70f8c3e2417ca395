"""Contacts that a stated event adds to a category: so many, or a Poisson number, from its start on for a while.

They come beside the category's other matters and leave those as they are: their draws are keyed by an origin of their
own, day, burst and number. Contacts of one burst come in order of time; of several bursts at once, the next is found
by looking at those that have begun.
"""

from __future__ import annotations

import math

from acd.core._compile import cold, kernel
from acd.core.codes import Purpose
from acd.core.logarithm import natural_log
from acd.core.streams import uniform
from acd.core.tables import NEVER, Handle, burst, flow, tide, wave


@cold
def start_bursts(z: Handle, k: int) -> None:
    """Draw the first contact of each of category ``k``'s bursts."""
    rule = flow(z, k)
    me = tide(z, k)
    me["wave_time"] = NEVER
    me["first_wave"] = rule["first_burst"]
    for b in range(rule["first_burst"], rule["first_burst"] + rule["n_bursts"]):
        wave(z, b)["number"] = -1
        wave(z, b)["sum"] = 0.0
        wave(z, b)["time"] = NEVER
        if (
            uniform(z, burst(z, b)["key"], rule["burst_origin"], Purpose.BURST, 0)
            < burst(z, b)["probability"]
        ):
            wave(z, b)["time"] = next_in_wave(z, k, b)
    choose_wave(z, k)


@cold
def next_in_burst(z: Handle, k: int, b: int) -> None:
    """Move burst ``b`` of category ``k`` on to its next contact."""
    wave(z, b)["time"] = next_in_wave(z, k, b)
    choose_wave(z, k)


@kernel
def burst_key(z: Handle, k: int) -> int:
    """Return the key of the contact that category ``k``'s bursts bring next."""
    b = tide(z, k)["wave"]
    return int(burst(z, b)["key"] | wave(z, b)["number"])


@kernel
def next_in_wave(z: Handle, k: int, b: int) -> int:
    """Return when the next contact of burst ``b`` comes [us], NEVER when there is none."""
    rule = burst(z, b)
    me = wave(z, b)
    me["number"] += 1
    u = uniform(z, rule["key"] | me["number"], flow(z, k)["burst_origin"], Purpose.ARRIVAL, 0)
    gap = -natural_log(1.0 - u)
    if rule["fixed"]:
        left = rule["contacts"] - float(me["number"])
        if left < 0.5:
            return NEVER
        me["sum"] += gap / left
        share = 1.0 - math.exp(-me["sum"])
    else:
        me["sum"] += gap
        if me["sum"] >= rule["contacts"]:
            return NEVER
        share = me["sum"] / rule["contacts"]
    if rule["fading"]:
        # a rate that falls to nothing along a straight line
        share = 1.0 - math.sqrt(1.0 - share)
    return int(rule["start"] + min(int(share * float(rule["length"]) + 0.5), rule["length"] - 1))


@kernel
def choose_wave(z: Handle, k: int) -> None:
    """Find the burst of category ``k`` whose contact comes next; of several, the one that stands first."""
    me = tide(z, k)
    end = flow(z, k)["first_burst"] + flow(z, k)["n_bursts"]
    while me["first_wave"] < end and wave(z, me["first_wave"])["time"] == NEVER:
        me["first_wave"] += 1
    me["wave_time"] = NEVER
    b = me["first_wave"]
    while b < end and burst(z, b)["start"] <= me["wave_time"]:
        if wave(z, b)["time"] < me["wave_time"]:
            me["wave"] = b
            me["wave_time"] = wave(z, b)["time"]
        b += 1
