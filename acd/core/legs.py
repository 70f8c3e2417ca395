"""A leg begins: what the router has just decided is done in the world, up to the first step of a path.

Whoever gives the router a command that may bind or offer contacts calls `follow` next. A step only puts work before
the agent (see `pace`); what becomes of it when it is done stands in `paths`. This file gives the router no command
that could make it bind or offer.
"""

from __future__ import annotations

import math

from acd.core._compile import cold
from acd.core.calendar import push
from acd.core.callbacks import may_be_called_back, promise, ringing_time, takes_callback
from acd.core.codes import (
    AgentState,
    ContactState,
    Decision,
    DecisionReason,
    Estimator,
    LegReason,
    Outcome,
    Purpose,
    Rank,
    Stage,
    Timer,
)
from acd.core.dialled import dial_time, is_dial, nobody_yet
from acd.core.draws import duration
from acd.core.estimate import estimated_wait
from acd.core.kin import home_of
from acd.core.learning import slowness
from acd.core.leaving import (
    MOST_LEGS,
    MOST_STEPS,
    draw,
    draw_index,
    drawn,
    is_question,
    lasting,
    lose,
    queue_up,
    stop_patience,
)
from acd.core.pace import ENDLESS, begin_work, retime
from acd.core.path_codes import ReferralMode, StepKind
from acd.core.phones import phone_at
from acd.core.shared import set_activity
from acd.core.streams import uniform
from acd.core.tables import (
    NONE,
    Handle,
    answer,
    branch,
    category,
    contact,
    course,
    decided,
    desk,
    event,
    factor,
    life,
    member,
    planet,
    refer,
    rules,
    step,
    visit,
)
from acd.core.trees import set_patience


@cold
def follow(z: Handle, now: int) -> None:
    """Do in the world what the router has decided: whoever is bound is handled, a phone rings, somebody waits."""
    if rules(z, 0)["rounds"]:
        quieten(z)
    for i in range(desk(z, 0)["n_decisions"]):
        row = decided(z, i)
        c = int(row["contact"])
        kind = row["kind"]
        if kind == Decision.BOUND:
            begin_leg(z, now, c, int(row["agent"]))
        elif kind == Decision.OFFERED:
            ring(z, now, c, int(row["agent"]))
        elif kind == Decision.QUEUED:
            wait(z, now, c)
            return
        elif kind == Decision.REFUSED:
            # the slot is free again, but its row stays readable until another contact is made
            stop_patience(z, c)
            by_plan = row["reason"] == DecisionReason.BY_PLAN
            lose(z, now, c, Outcome.REFUSED, LegReason.BY_PLAN if by_plan else LegReason.QUEUE_FULL)
        elif kind == Decision.CALLBACK and takes_callback(z, c):
            promise(z, now, c)
            return


@cold
def quieten(z: Handle) -> None:
    """No phone that has just begun to ring is work, whatever its slot was before."""
    for i in range(desk(z, 0)["n_decisions"]):
        row = decided(z, i)
        if row["kind"] == Decision.OFFERED:
            p = phone_at(z, int(row["contact"]), int(row["agent"]))
            life(z, p)["stage"] = Stage.RINGING


@cold
def wait(z: Handle, now: int, c: int) -> None:
    """Contact ``c`` has to wait; the customer of a later leg does not balk, and one who is asked about never leaves."""
    me = life(z, c)
    if rules(z, 0)["estimator"] != Estimator.NONE:
        me["announced"] = estimated_wait(z, int(visit(z, c)["category"]), 1)
    if me["leg"] > 1 or nobody_yet(z, c):
        run_patience(z, now, c)
        return
    queue_up(z, now, c)
    state = contact(z, c)["state"]
    if (state == ContactState.QUEUED or state == ContactState.HELD) and may_be_called_back(z, c):
        promise(z, now, c)


@cold
def run_patience(z: Handle, now: int, c: int) -> None:
    """The patience of contact ``c`` starts to run, unless it does already or no customer knows of the leg."""
    d = category(z, visit(z, c)["category"])["patience"]
    if d == NONE or visit(z, c)["patient"] or is_question(z, c) or life(z, c)["callback"] or nobody_yet(z, c):
        return
    visit(z, c)["patient"] = 1
    time = now + lasting(z, c, d, visit(z, c)["patience"], Purpose.PATIENCE, 1.0)
    set_patience(z, c, time)


@cold
def ring(z: Handle, now: int, c: int, a: int) -> None:
    """Contact ``c`` rings at agent ``a``: perhaps nobody answers, or the agent rejects it."""
    life(z, c)["stage"] = Stage.RINGING
    run_patience(z, now, c)
    rule = answer(z, member(z, a)["group"])
    seen = visit(z, c)
    p = phone_at(z, c, a) if rules(z, 0)["rounds"] else c
    subject = contact(z, p)
    index = draw_index(z, c, int(subject["offers"]) % MOST_STEPS)
    if uniform(z, seen["key"], seen["origin"], Purpose.NO_ANSWER.value, index) < rule["no_answer"]:
        return
    rejected = uniform(z, seen["key"], seen["origin"], Purpose.REJECT.value, index) < rule["reject"]
    length = 0
    if rule["ring"] != NONE:
        length = duration(
            z, rule["ring"], uniform(z, seen["key"], seen["origin"], Purpose.RING.value, index), 1.0
        )
    row = push(z, now + length, Rank.TIMER, subject["number"], Timer.PICKED_UP, p)
    event(z, row)["a"] = subject["number"]
    event(z, row)["b"] = subject["offers"]
    event(z, row)["c"] = 1 if rejected else 0


@cold
def begin_leg(z: Handle, now: int, c: int, a: int) -> None:
    """Agent ``a`` starts handling contact ``c``, or is consulted about it."""
    seen = visit(z, c)
    me = life(z, c)
    seen["bound"] = now
    if not me["callback"]:
        me["waited"] += now - seen["joined"]
    me["hold_since"] = NONE
    if me["first_agent"] == NONE:
        me["first_agent"] = a
        me["first_group"] = home_of(z, a)
    me["last_group"] = home_of(z, a)
    if me["peer"] != NONE:
        begin_consult(z, now, c)
        retime(z, now, a)
        return
    stop_patience(z, c)
    me["since"] = now
    if is_dial(z, c):
        me["stage"] = Stage.AT_WORK
        me["dialling"] = 1
        begin_work(z, now, c, float(dial_time(z, c, effort(z, c))))
        retime(z, now, a)
        return
    if me["callback"]:
        me["stage"] = Stage.AT_WORK
        me["dialling"] = 1
        begin_work(z, now, c, float(ringing_time(z, c)))
        retime(z, now, a)
        return
    me["step"] = course(z, seen["category"])["first_step"]
    begin_step(z, now, c)
    retime(z, now, a)


@cold
def begin_consult(z: Handle, now: int, c: int) -> None:
    """The agent whom contact ``c``'s other leg waited for is there: both agents talk."""
    p = int(life(z, c)["peer"])
    first = life(z, p)
    activity = AgentState.CONSULT.value
    d = course(z, visit(z, p)["category"])["consult"]
    if not first["refers"]:
        d = step(z, first["step"])["duration"]
        if step(z, first["step"])["kind"] == StepKind.CONFERENCE:
            activity = AgentState.CONFERENCE.value
            off_hold(z, now, p)
    if first["refers"]:
        # the customer, who is on hold, knows what for
        run_patience(z, now, c)
    length = drawn_at(z, p, d, Purpose.CONSULT.value, 1.0)
    first["stage"] = Stage.AT_WORK
    life(z, c)["stage"] = Stage.ALONGSIDE
    begin_work(z, now, p, float(length))
    life(z, c)["since"] = now
    begin_work(z, now, c, ENDLESS)
    set_activity(z, now, p, activity)
    set_activity(z, now, c, activity)
    retime(z, now, int(contact(z, p)["agent"]))


@cold
def drawn_at(z: Handle, c: int, d: int, purpose: int, scale: float) -> int:
    """Draw how long the present step of contact ``c`` takes [us]; no time at all if ``d`` is NONE."""
    if d == NONE:
        return 0
    seen = visit(z, c)
    u = uniform(z, seen["key"], seen["origin"], purpose, draw_index(z, c, int(life(z, c)["nth"])))
    return int(duration(z, d, u, scale))


@cold
def chance_at(z: Handle, c: int, purpose: int) -> float:
    """Return the uniform number of the present step of contact ``c`` for a purpose."""
    seen = visit(z, c)
    return float(uniform(z, seen["key"], seen["origin"], purpose, draw_index(z, c, int(life(z, c)["nth"]))))


@cold
def begin_step(z: Handle, now: int, c: int) -> None:
    """Put the work of the step that contact ``c`` has come to before its agent; steps that do not happen are passed."""
    me = life(z, c)
    me["stage"] = Stage.AT_WORK
    me["since"] = now
    while me["step"] != NONE and me["nth"] < MOST_STEPS and not happens(z, c):
        me["step"] = step(z, me["step"])["then"]
        me["nth"] += 1
    if me["step"] == NONE or me["nth"] >= MOST_STEPS:
        me["step"] = NONE
        begin_work(z, now, c, 0.0)
        return
    here = step(z, me["step"])
    kind = here["kind"]
    length = 0
    if kind == StepKind.HANDLE:
        length = handling(z, c)
    elif kind == StepKind.VERIFY:
        length = drawn(z, c, here["duration"], Purpose.VERIFY.value, 1.0)
    elif kind == StepKind.TALK:
        length = drawn_at(z, c, here["duration"], Purpose.STEP.value, effort(z, c))
    elif kind == StepKind.HOLD:
        length = drawn_at(z, c, here["duration"], Purpose.STEP.value, 1.0)
        on_hold(z, now, c)
    begin_work(z, now, c, float(length))


@cold
def happens(z: Handle, c: int) -> bool:
    """Say whether the step that contact ``c`` has come to takes place; whoever is verified is not verified again."""
    here = step(z, life(z, c)["step"])
    if here["kind"] == StepKind.VERIFY and life(z, c)["verified"] == 1:
        return False
    return bool(here["chance"] >= 1.0 or chance_at(z, c, Purpose.STEP_CHANCE.value) < here["chance"])


@cold
def effort(z: Handle, c: int) -> float:
    """Return the factor on the handling of contact ``c``: the group's, its complexity, the agent's tenure."""
    k = visit(z, c)["category"]
    g = member(z, contact(z, c)["agent"])["group"]
    own = float(factor(z, k * rules(z, 0)["n_groups"] + g)["handle"] * life(z, c)["complexity"])
    if planet(z, 0)["learning"]:
        own *= slowness(z, desk(z, 0)["now"], int(contact(z, c)["agent"]))
    return own


@cold
def handling(z: Handle, c: int) -> int:
    """Return how long the agent handles contact ``c`` [us]; decide whether it is referred then."""
    k = visit(z, c)["category"]
    me = life(z, c)
    rule = course(z, k)
    scale = effort(z, c)
    me["refers"] = 0
    if rule["mode"] != ReferralMode.NONE and me["legs"] < MOST_LEGS:
        p = refer(z, k * rules(z, 0)["n_groups"] + member(z, contact(z, c)["agent"])["group"])["probability"]
        if draw(z, c, Purpose.REFERRAL) < raised(float(p), float(me["complexity"])):
            me["refers"] = 1
            scale *= float(rule["spent"])
    seen = visit(z, c)
    return int(lasting(z, c, category(z, k)["handle"], seen["handle"], Purpose.HANDLE, scale))


@cold
def raised(p: float, complexity: float) -> float:
    """Return a probability of going wrong, raised by a contact's complexity x: 1 - (1 - p)^x."""
    return 1.0 - lowered(1.0 - p, complexity)


@cold
def lowered(p: float, complexity: float) -> float:
    """Return a probability of going well, lowered by a contact's complexity x: p^x."""
    if complexity == 1.0 or p >= 1.0:
        return p
    if p <= 0.0:
        return 0.0
    return math.exp(complexity * math.log(p))


@cold
def on_hold(z: Handle, now: int, c: int) -> None:
    """The customer of contact ``c`` is put on hold."""
    life(z, c)["hold_since"] = now
    set_activity(z, now, c, AgentState.HOLD.value)


@cold
def off_hold(z: Handle, now: int, c: int) -> None:
    """The customer of contact ``c`` is on hold no more."""
    me = life(z, c)
    if me["hold_since"] != NONE:
        me["hold"] += now - me["hold_since"]
        me["hold_since"] = NONE


@cold
def next_step(z: Handle, c: int) -> int:
    """Return the step that follows the one that contact ``c`` has done, NONE after the last."""
    me = life(z, c)
    here = step(z, me["step"])
    if here["n_branches"] == 0:
        return int(here["then"])
    u = chance_at(z, c, Purpose.STEP_NEXT.value)
    for i in range(here["n_branches"]):
        row = branch(z, here["first_branch"] + i)
        if u < row["upto"]:
            return int(row["next"])
    return int(branch(z, here["first_branch"] + here["n_branches"] - 1)["next"])
