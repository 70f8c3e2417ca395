"""A contact's way through its handling: a step is done, the next one begins, until the agent and the customer part.

The path of a category is a list of steps; the one that everybody has is verification, handling and wrap-up. A step
may put the customer on hold, ask another agent, bring one in, or send the contact on (`referral`).
"""

from __future__ import annotations

from acd.core._compile import cold
from acd.core.callbacks import is_reached, try_again
from acd.core.codes import AgentState, LegReason, Purpose, ReferralMode, Stage, StepKind
from acd.core.dialled import is_dial
from acd.core.leaving import draw
from acd.core.legs import begin_step, follow, lowered, next_step, off_hold
from acd.core.pace import retime
from acd.core.parting import let_off, log_leg, log_stage, part, part_from_dial
from acd.core.referral import ask_no_more, call_in, end_consult, hand_over, refer_cold
from acd.core.shared import set_activity, wrapped_held
from acd.core.tables import (
    NEVER,
    NONE,
    Handle,
    course,
    factor,
    grip,
    life,
    member,
    rules,
    step,
    visit,
)
from acd.core.trees import set_release


@cold
def work_over(z: Handle, now: int, a: int, c: int) -> None:
    """Work on contact ``c`` in agent ``a``'s hands is done; NONE when there was none after all."""
    if c == NONE:
        set_release(z, a, NEVER)
        return
    me = life(z, c)
    if me["stage"] == Stage.WRAPPING:
        log_leg(z, c, now)
        wrapped_held(z, now, c)
        follow(z, now)
    elif me["peer"] != NONE:
        consulted(z, now, c, a)
    else:
        step_done(z, now, c, a)
    retime(z, now, a)


@cold
def consulted(z: Handle, now: int, c: int, a: int) -> None:
    """Agent ``a`` has consulted another one about contact ``c``: hand it over, or go on with it."""
    if life(z, c)["refers"]:
        hand_over(z, now, c, a)
        return
    log_stage(z, c, now)
    end_consult(z, now, c)
    go_on(z, now, c, a)


@cold
def step_done(z: Handle, now: int, c: int, a: int) -> None:
    """The step of contact ``c`` is done."""
    me = life(z, c)
    if me["dialling"] and is_dial(z, c):
        part_from_dial(z, now, c, a)
        return
    if me["dialling"]:
        dialled(z, now, c, a)
        return
    if me["step"] == NONE:
        end_handling(z, now, c, a)
        return
    here = step(z, me["step"])
    kind = here["kind"]
    if kind != StepKind.CONSULT and kind != StepKind.CONFERENCE:
        log_stage(z, c, now)
    if kind == StepKind.VERIFY and not verify(z, c):
        if here["desk"] == NONE:
            part(z, now, c, a, 0, LegReason.NOT_VERIFIED)
        else:
            refer_cold(z, now, c, a, int(here["desk"]), LegReason.NOT_VERIFIED)
    elif kind == StepKind.TRANSFER:
        refer_cold(z, now, c, a, int(here["desk"]), LegReason.REFERRED)
    elif kind == StepKind.CONSULT or kind == StepKind.CONFERENCE:
        ask(z, now, c, a, int(here["desk"]))
    elif kind == StepKind.HANDLE and me["refers"]:
        send_on(z, now, c, a)
    else:
        go_on(z, now, c, a)


@cold
def dialled(z: Handle, now: int, c: int, a: int) -> None:
    """Agent ``a`` has dialled callback ``c``: begin, or let it be for now."""
    log_stage(z, c, now)
    life(z, c)["dialling"] = 0
    if is_reached(z, c):
        life(z, c)["step"] = course(z, visit(z, c)["category"])["first_step"]
        begin_step(z, now, c)
        return
    let_off(z, now, c, NONE if try_again(z, now, c) else 0, LegReason.NOT_REACHED)


@cold
def verify(z: Handle, c: int) -> bool:
    """Say whether the customer of contact ``c`` passes verification."""
    me = life(z, c)
    passed = draw(z, c, Purpose.VERIFIED) < step(z, me["step"])["success"]
    me["verified"] = 1 if passed else 0
    me["failed"] = me["failed"] if passed else 1
    return bool(passed)


@cold
def send_on(z: Handle, now: int, c: int, a: int) -> None:
    """Contact ``c`` is beyond its agent's authority or competence: to its desk, cold, or once an agent there knows."""
    rule = course(z, visit(z, c)["category"])
    if rule["mode"] == ReferralMode.WARM:
        ask(z, now, c, a, int(rule["desk"]))
    else:
        refer_cold(z, now, c, a, int(rule["desk"]), LegReason.REFERRED)


@cold
def ask(z: Handle, now: int, c: int, a: int, desk: int) -> None:
    """Agent ``a`` asks for an agent of category ``desk``, the customer of contact ``c`` on hold."""
    if not call_in(z, now, c, desk):
        in_vain(z, now, c, a)


@cold
def in_vain(z: Handle, now: int, c: int, a: int) -> None:
    """Nobody comes who could be asked about contact ``c``: go on without, or part where it was to be handed over."""
    log_stage(z, c, now)
    life(z, c)["peer"] = NONE
    ask_no_more(z, now, a)
    if life(z, c)["refers"]:
        part(z, now, c, a, NONE, LegReason.REFERRED)
    else:
        go_on(z, now, c, a)
    retime(z, now, a)


@cold
def go_on(z: Handle, now: int, c: int, a: int) -> None:
    """Go on to the next step of contact ``c``, or to its end."""
    me = life(z, c)
    if me["hold_since"] != NONE:
        off_hold(z, now, c)
    if grip(z, c)["activity"] != AgentState.BUSY:
        set_activity(z, now, c, AgentState.BUSY.value)
    me["step"] = next_step(z, c)
    me["nth"] += 1
    if me["step"] == NONE:
        end_handling(z, now, c, a)
    else:
        begin_step(z, now, c)


@cold
def end_handling(z: Handle, now: int, c: int, a: int) -> None:
    """Agent ``a`` and the customer part: settle the matter or let it come back."""
    k = visit(z, c)["category"]
    p = factor(z, k * rules(z, 0)["n_groups"] + member(z, a)["group"])["resolution"]
    p = lowered(float(p), float(life(z, c)["complexity"]))
    settled = 1
    if p < 1.0 and draw(z, c, Purpose.RESOLUTION) >= p:
        settled = 0
    part(z, now, c, a, settled, LegReason.NONE)
