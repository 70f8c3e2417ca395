"""Whether and when a matter comes back: recontact when it was not settled, redial when the customer got nobody.

A return that would fall in closed hours is put off by whole days until the centre is open; where no day is open at
that time of day, it comes at the next opening. Returns are drawn when a contact ends, beyond the horizon too; only
those before the horizon happen.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.arrivals import DAY
from acd.core.calendar import push
from acd.core.codes import Purpose, Rank, ReturnKind, Timer
from acd.core.draws import duration
from acd.core.relations import leaves
from acd.core.streams import uniform
from acd.core.tables import (
    NONE,
    Handle,
    category,
    comeback,
    contact,
    event,
    hold,
    leg,
    life,
    opening,
    planet,
    rules,
    through,
    visit,
)

WEEK = 7 * DAY
"""[us]"""


@kernel
def is_open(z: Handle, time: int) -> bool:
    """Say whether the weekly pattern of opening hours holds ``time``."""
    within = time % WEEK
    for i in range(planet(z, 0)["n_openings"]):
        row = opening(z, i)
        if row["start"] <= within < row["end"]:
            return True
    return False


@kernel
def when_open(z: Handle, time: int) -> int:
    """Return ``time``, put off by whole days until open, or to the next opening; NONE when never open."""
    for later in range(7):
        if is_open(z, time + later * DAY):
            return time + later * DAY
    within = time % WEEK
    best = NONE
    for i in range(planet(z, 0)["n_openings"]):
        wait = (opening(z, i)["start"] - within) % WEEK
        if best == NONE or wait < best:
            best = wait
    return NONE if best == NONE else int(time + best)


@kernel
def came_as(z: Handle, c: int) -> int:
    """Return the category as which the contact of slot ``c`` came, wherever it was referred to since."""
    if planet(z, 0)["rich"]:
        return int(life(z, c)["home"])
    return int(visit(z, c)["category"])


@cold
def redial(z: Handle, c: int, now: int, row: int) -> None:
    """The customer of slot ``c`` got nobody: perhaps the matter comes back; fill log row ``row`` if it is kept."""
    seen = visit(z, c)
    rule = category(z, came_as(z, c))
    if planet(z, 0)["leaving"] and leaves(z, c, 0, row):
        return
    if rule["redial"] <= 0.0 or seen["attempt"] + 1 >= rule["redial_attempts"]:
        return
    u = uniform(z, seen["key"], seen["origin"], Purpose.REDIAL, seen["attempt"])
    if u < rule["redial"]:
        v = uniform(z, seen["key"], seen["origin"], Purpose.REDIAL_AFTER, seen["attempt"])
        after = duration(z, rule["redial_after"], v, 1.0)
        come_back(z, c, now + after, ReturnKind.REDIAL, row)


@cold
def recontact(z: Handle, c: int, now: int, row: int) -> None:
    """The matter of slot ``c`` is not settled: perhaps it comes back; fill log row ``row`` if it is kept."""
    seen = visit(z, c)
    rule = category(z, came_as(z, c))
    if planet(z, 0)["leaving"] and leaves(z, c, 1, row):
        return
    if rule["recontact"] <= 0.0 or seen["attempt"] + 1 >= rule["recontact_attempts"]:
        return
    u = uniform(z, seen["key"], seen["origin"], Purpose.RECONTACT, seen["attempt"])
    if u < rule["recontact"]:
        v = uniform(z, seen["key"], seen["origin"], Purpose.RECONTACT_AFTER, seen["attempt"])
        after = duration(z, rule["recontact_after"], v, 1.0)
        come_back(z, c, now + after, ReturnKind.RECONTACT, row)


@kernel
def come_back(z: Handle, c: int, time: int, kind: int, row: int) -> None:
    """Let the matter of slot ``c`` return, once open, and note it in log row ``row`` unless that is NONE."""
    time = when_open(z, time)
    if time == NONE:
        return
    if row != NONE:
        leg(z, row)["return_kind"] = kind
        leg(z, row)["return_at"] = time
    elif planet(z, 0)["rich"]:
        life(z, c)["return_kind"] = kind
        life(z, c)["return_at"] = time
    if time >= planet(z, 0)["horizon"]:
        return
    seen = visit(z, c)
    entry = event(z, push(z, time, Rank.RETURN, seen["matter"], Timer.RETURN, NONE))
    entry["a"] = seen["matter"]
    entry["b"] = seen["attempt"] + 1
    entry["c"] = seen["key"]
    entry["d"] = seen["origin"]
    answered = kind == ReturnKind.RECONTACT
    if planet(z, 0)["rich"]:
        answered = answered or life(z, c)["answered"] > 0
    entry["e"] = category_of_return(z, c, kind) * rules(z, 0)["n_tiers"] + seen["tier"]
    # a recontact follows an answer; a redial follows none, and what was before it counts
    entry["f"] = seen["past"] | 1 if answered else seen["past"]
    entry["home"] = seen["home"]
    entry["handler"] = NONE
    if rules(z, 0)["relations"]:
        entry["handler"] = contact(z, c)["agent"] if kind == ReturnKind.RECONTACT else hold(z, c)["last"]


@cold
def category_of_return(z: Handle, c: int, kind: int) -> int:
    """Return the category by which the matter of slot ``c`` comes back: its own, unless drawn among others."""
    seen = visit(z, c)
    same = came_as(z, c)
    rows = comeback(z, same)
    first = rows["redial"]
    end = rows["redial_end"]
    if kind == ReturnKind.RECONTACT:
        first = rows["recontact"]
        end = rows["recontact_end"]
    if first == end:
        return int(same)
    u = uniform(z, seen["key"], seen["origin"], Purpose.THROUGH, seen["attempt"])
    for i in range(first, end):
        if u < through(z, i)["upto"]:
            return int(through(z, i)["category"])
    return int(same)
