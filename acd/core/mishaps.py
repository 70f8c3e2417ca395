"""What thwarts a contact on its way: the customer leaves, closing time comes, nobody can be asked, nobody answers."""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.calendar import push
from acd.core.codes import (
    AgentReason,
    AgentState,
    ContactState,
    LegReason,
    Outcome,
    Pending,
    Rank,
    Stage,
    Timer,
)
from acd.core.leaving import is_question, lose, stop_patience
from acd.core.legs import follow
from acd.core.parting import log_stage, part
from acd.core.paths import in_vain
from acd.core.referral import ask_no_more, part_peers
from acd.core.router import accept, hang_up, lapse, ready, reject
from acd.core.tables import (
    NONE,
    Handle,
    agent,
    answer,
    contact,
    event,
    life,
    member,
    visit,
    worker,
)


@cold
def walk_out(z: Handle, now: int, c: int) -> None:
    """The patience of contact ``c``'s customer ends: in line, while it rings, or while two agents talk about it."""
    visit(z, c)["patient"] = 0  # it is out of the calendar already
    give_way(z, now, c, Outcome.ABANDONED.value, LegReason.NONE.value)


@cold
def send_off(z: Handle, now: int, c: int) -> None:
    """The centre closes on the queued contact ``c``."""
    stop_patience(z, c)
    give_way(z, now, c, Outcome.REFUSED.value, LegReason.CLOSED.value)


@cold
def give_way(z: Handle, now: int, c: int, outcome: int, reason: int) -> None:
    """Contact ``c``'s leg comes to nothing, and with it what its peer waited for."""
    p = int(life(z, c)["peer"])
    if contact(z, c)["state"] == ContactState.BOUND:
        log_stage(z, c, now)
        log_stage(z, p, now)
        part_peers(z, c, p)
        part(z, now, c, int(contact(z, c)["agent"]), 0, LegReason.HUNG_UP)
        ask_no_more(z, now, int(contact(z, p)["agent"]))
        part(z, now, p, int(contact(z, p)["agent"]), NONE, LegReason.HUNG_UP)
        return
    lose(z, now, c, outcome, reason)
    hang_up(z, now, c)
    follow(z, now)
    if p == NONE:
        return
    life(z, c)["peer"] = NONE
    if life(z, p)["refers"] and outcome == Outcome.ABANDONED:
        log_stage(z, p, now)
        life(z, p)["peer"] = NONE
        ask_no_more(z, now, int(contact(z, p)["agent"]))
        part(z, now, p, int(contact(z, p)["agent"]), NONE, LegReason.HUNG_UP)
    else:
        in_vain(z, now, p, int(contact(z, p)["agent"]))


@cold
def consult_lapses(z: Handle, now: int, e: int) -> None:
    """Nobody was there in time to be asked: hand over without, or go on without."""
    d = int(event(z, e)["subject"])
    p = int(life(z, d)["peer"])
    state = contact(z, d)["state"]
    waits = state == ContactState.QUEUED or state == ContactState.HELD or state == ContactState.OFFERED
    if not waits or contact(z, d)["number"] != event(z, e)["a"] or p == NONE:
        return
    if is_question(z, d):
        give_way(z, now, d, Outcome.ABANDONED.value, LegReason.CONSULTED.value)
        return
    log_stage(z, p, now)
    part_peers(z, p, d)
    ask_no_more(z, now, int(contact(z, p)["agent"]))
    part(z, now, p, int(contact(z, p)["agent"]), NONE, LegReason.REFERRED)


@kernel
def still_offered(z: Handle, e: int) -> bool:
    """Say whether the offer that event ``e`` is about still stands."""
    c = int(event(z, e)["subject"])
    subject = contact(z, c)
    return bool(
        subject["state"] == ContactState.OFFERED
        and subject["number"] == event(z, e)["a"]
        and subject["offers"] == event(z, e)["b"]
    )


@cold
def picked_up(z: Handle, now: int, e: int) -> None:
    """The agent answers the offer that event ``e`` is about, or rejects it."""
    if not still_offered(z, e):
        return
    c = int(event(z, e)["subject"])
    if not event(z, e)["c"]:
        accept(z, now, c)
        follow(z, now)
        return
    a = int(contact(z, c)["agent"])
    rests = will_rest(z, a)
    life(z, c)["rings"] += 1
    life(z, c)["stage"] = Stage.WAITING
    reject(z, now, c)
    follow(z, now)
    if rests:
        rest(z, now, a, int(answer(z, member(z, a)["group"])["reject_not_ready"]))


@cold
def offer_lapses(z: Handle, now: int, e: int) -> None:
    """Nobody has answered the offer that event ``e`` is about."""
    if not still_offered(z, e):
        return
    c = int(event(z, e)["subject"])
    a = int(contact(z, c)["agent"])
    rests = will_rest(z, a)
    life(z, c)["rings"] += 1
    life(z, c)["stage"] = Stage.WAITING
    lapse(z, now, c)
    follow(z, now)
    if rests:
        rest(z, now, a, int(answer(z, member(z, a)["group"])["not_ready"]))


@kernel
def will_rest(z: Handle, a: int) -> bool:
    """Say whether agent ``a`` begins to rest when an offer comes to nothing; with something pending already, not."""
    return bool(agent(z, a)["pending"] == Pending.NOTHING)


@cold
def rest(z: Handle, now: int, a: int, length: int) -> None:
    """Agent ``a``, who did not take an offer, is not ready for so long [us]."""
    worker(z, a)["rests"] += 1
    row = push(z, now + length, Rank.TIMER, a, Timer.READY_AGAIN, a)
    event(z, row)["a"] = worker(z, a)["token"]
    event(z, row)["b"] = worker(z, a)["rests"]


@cold
def ready_again(z: Handle, now: int, e: int) -> None:
    """The time is over for which an agent was not ready after an offer that came to nothing."""
    a = int(event(z, e)["subject"])
    me = agent(z, a)
    resting = me["state"] == AgentState.NOT_READY and me["reason"] == AgentReason.NO_ANSWER
    about_to = me["pending"] == Pending.NOT_READY and me["pending_reason"] == AgentReason.NO_ANSWER
    if event(z, e)["a"] != worker(z, a)["token"] or event(z, e)["b"] != worker(z, a)["rests"]:
        return  # not this rest any more
    if worker(z, a)["holds"] or not (resting or about_to):
        return
    ready(z, now, a)
    follow(z, now)
