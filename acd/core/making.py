"""A contact in a richer centre begins, and every further leg of it: nothing has happened yet.

What belongs to the contact as a whole is handed on from leg to leg.
"""

from __future__ import annotations

from acd.core._compile import cold
from acd.core.codes import Purpose, Stage
from acd.core.draws import variate
from acd.core.leaving import draw
from acd.core.lines import take_slot
from acd.core.tables import NONE, Handle, contact, course, hold, life, rules, visit
from acd.core.threads import begin_thread, spin_on
from acd.core.whom import wants_nobody


@cold
def begin_life(z: Handle, c: int) -> None:
    """Contact ``c`` has just come: its first leg is before it."""
    me = life(z, c)
    seen = visit(z, c)
    me["home"] = seen["category"]
    me["legs"] = 1
    me["answered"] = 0
    me["referrals"] = 0
    me["first_group"] = NONE
    me["first_agent"] = NONE
    me["last_group"] = NONE
    me["waited"] = 0
    me["failed"] = 0
    me["complexity"] = 1.0
    clear_leg(z, c, 1)
    begin_thread(z, c)
    d = course(z, seen["category"])["complexity"]
    if d != NONE:
        me["complexity"] = variate(z, d, draw(z, c, Purpose.COMPLEXITY))


@cold
def clear_leg(z: Handle, c: int, number: int) -> None:
    """Nothing has happened yet in leg ``number`` of contact ``c``."""
    me = life(z, c)
    me["leg"] = number
    me["stage"] = Stage.WAITING
    me["step"] = NONE
    me["peer"] = NONE
    me["token"] = 0
    me["nth"] = 0
    me["hold"] = 0
    me["hold_since"] = NONE
    me["rings"] = 0
    me["verified"] = NONE
    me["referred_to"] = NONE
    me["over"] = 0
    me["ended"] = NONE
    me["outcome"] = 0
    me["reason"] = 0
    me["settled"] = NONE
    me["return_kind"] = 0
    me["return_at"] = NONE
    me["refers"] = 0
    me["score"] = 0
    me["announced"] = NONE
    me["callback"] = 0
    me["dialling"] = 0
    me["asked_as"] = NONE
    me["steered"] = NONE
    me["asked"] = 0


@cold
def new_leg(z: Handle, now: int, c: int, k: int, answered: int) -> int:
    """Make another leg of contact ``c``, in category ``k``; ``answered`` says whether this one was; return its slot."""
    d = take_slot(z)
    hand_on_visit(z, now, c, d, k)
    if rules(z, 0)["relations"]:
        wants_nobody(z, d)
        if not answered and hold(z, c)["longest"] != NONE:
            # a callback is for those for whom its customer waited
            hold(z, d)["wanted"] = hold(z, c)["wanted"]
            hold(z, d)["longest"] = hold(z, c)["longest"]
        hold(z, d)["last"] = contact(z, c)["agent"] if answered else hold(z, c)["last"]
    for_all = life(z, c)
    me = life(z, d)
    for_all["legs"] += 1
    me["legs"] = for_all["legs"]
    me["home"] = for_all["home"]
    me["answered"] = for_all["answered"] + answered
    me["referrals"] = for_all["referrals"]
    me["first_group"] = for_all["first_group"]
    me["first_agent"] = for_all["first_agent"]
    me["last_group"] = for_all["last_group"]
    me["complexity"] = for_all["complexity"]
    me["waited"] = for_all["waited"]
    me["failed"] = for_all["failed"]
    clear_leg(z, d, int(me["legs"]))
    spin_on(z, c, d, answered)
    if for_all["verified"] == 1:
        me["verified"] = 1
    return int(d)


@cold
def hand_on_visit(z: Handle, now: int, c: int, d: int, k: int) -> None:
    """Say of slot ``d`` whose contact it is: that of slot ``c``, in category ``k`` from now on."""
    seen = visit(z, c)
    other = visit(z, d)
    other["serial"] = seen["serial"]
    other["matter"] = seen["matter"]
    other["attempt"] = seen["attempt"]
    other["key"] = seen["key"]
    other["origin"] = seen["origin"]
    other["arrived"] = seen["arrived"]
    other["tier"] = seen["tier"]
    other["past"] = seen["past"]
    other["home"] = seen["home"]
    other["category"] = k
    other["joined"] = now
    other["bound"] = NONE
    other["patient"] = 0
    other["drafted"] = 0
    other["watched"] = 0
    subject = contact(z, d)
    subject["category"] = k
    subject["tier"] = seen["tier"]
    subject["key"] = seen["key"]
    subject["serial"] = seen["serial"]
    subject["agent"] = NONE
