"""Append one row to a log. This file must not know why a row is written.

Whoever asks for a leg may still fill in what becomes of it; nobody else writes logs.

Whoever runs the core makes sure beforehand that there is room (see ``engine.room``).
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.codes import LegReason
from acd.core.kin import home_of
from acd.core.tables import (
    NONE,
    Handle,
    agent,
    change,
    command,
    contact,
    decided,
    decision,
    desk,
    hand,
    hold,
    leg,
    life,
    more,
    planet,
    rules,
    stage_row,
    trail,
    visit,
    world,
)
from acd.core.threads import record_thread
from acd.core.whom import group_wanted, is_wanted


@kernel
def record_change(z: Handle, a: int, state: int, reason: int, load: int) -> None:
    """Log that agent ``a`` enters a state now."""
    table = desk(z, 0)
    n = table["n_changes"]
    table["n_changes"] = n + 1
    row = change(z, n)
    row["time"] = table["now"]
    row["agent"] = a
    row["group"] = home_of(z, a)
    row["state"] = state
    row["reason"] = reason
    row["load"] = load


@cold
def record_command(z: Handle, what: int, c: int, a: int, value: int) -> None:
    """Log a command to the router; contact and agent may be NONE."""
    table = desk(z, 0)
    n = table["n_commands"]
    table["n_commands"] = n + 1
    row = command(z, n)
    row["time"] = table["now"]
    row["command"] = what
    row["agent"] = a
    row["value"] = value
    row["decision"] = table["n_decided"]
    row["contact"] = -1
    row["key"] = 0
    row["category"] = -1
    row["tier"] = -1
    row["group"] = -1
    row["hold"] = -1
    row["asker"] = -1
    if c >= 0:
        subject = contact(z, c)
        row["contact"] = subject["serial"]
        row["key"] = subject["key"]
        row["category"] = subject["category"]
        row["tier"] = subject["tier"]


@cold
def record_sending(z: Handle, c: int) -> None:
    """Add to the command just logged to whom contact ``c`` is sent, and for how long."""
    row = command(z, desk(z, 0)["n_commands"] - 1)
    row["group"] = group_wanted(hold(z, c)["wanted"])
    row["hold"] = hold(z, c)["longest"]
    row["asker"] = hold(z, c)["but"]


@kernel
def decide(z: Handle, kind: int, c: int, a: int, reason: int, due: int) -> None:
    """Answer the present command with one more decision, if anybody asks; contact, agent and due may be NONE."""
    if not rules(z, 0)["keep_decisions"]:
        return
    table = desk(z, 0)
    n = table["n_decisions"]
    table["n_decisions"] = n + 1
    row = decided(z, n)
    row["kind"] = kind
    row["contact"] = c
    row["agent"] = a
    row["reason"] = reason
    row["due"] = due
    if rules(z, 0)["keep_commands"]:
        record_decision(z, n)


@cold
def record_decision(z: Handle, n: int) -> None:
    """Log decision ``n`` of the present command."""
    table = desk(z, 0)
    k = table["n_decided"]
    table["n_decided"] = k + 1
    row = decision(z, k)
    answer = decided(z, n)
    row["contact"] = contact(z, answer["contact"])["serial"]
    row["due"] = answer["due"]
    row["kind"] = answer["kind"]
    row["agent"] = answer["agent"]
    row["reason"] = answer["reason"]
    row["pad"] = 0


@kernel
def record_leg(z: Handle, c: int, ended: int, wrapped: int, outcome: int, reason: int) -> int:
    """Log the queue leg of the contact in slot ``c``.

    Parameters
    ----------
    z : Handle
    c : int
        Slot of the contact.
    ended, wrapped : int
        End of the contact and of wrap-up [us]; NONE where there is none.
    outcome, reason : int
        Codes of ``Outcome`` and ``LegReason``.

    Returns
    -------
    int
        The row, in which settlement and return may still be filled.
    """
    n = world(z, 0)["n_legs"]
    world(z, 0)["n_legs"] = n + 1
    seen = visit(z, c)
    row = leg(z, n)
    row["matter"] = seen["matter"]
    row["contact"] = seen["serial"]
    row["arrived"] = seen["arrived"]
    row["joined"] = seen["joined"]
    row["bound"] = seen["bound"]
    row["ended"] = ended
    row["wrapped"] = wrapped
    row["return_at"] = -1
    row["attempt"] = seen["attempt"] + 1
    row["category"] = seen["category"]
    row["tier"] = seen["tier"]
    row["agent"] = -1
    row["group"] = -1
    row["outcome"] = outcome
    row["reason"] = reason
    row["settled"] = -1
    row["return_kind"] = 0
    row["leg"] = 1
    if seen["bound"] >= 0:
        a = contact(z, c)["agent"]
        row["agent"] = a
        row["group"] = home_of(z, a)
        if rules(z, 0)["relations"] and row["reason"] == LegReason.NONE:
            row["reason"] = whose(z, c, a)
    if planet(z, 0)["tally"]:
        trail(z, n)["past"] = seen["past"]
        trail(z, n)["home"] = seen["home"]
    if planet(z, 0)["rich"]:
        record_more(z, c, int(n))
    return int(n)


@cold
def record_more(z: Handle, c: int, n: int) -> None:
    """Log beside leg row ``n`` what only richer centres have."""
    me = life(z, c)
    leg(z, n)["leg"] = me["leg"]
    row = more(z, n)
    row["hold"] = me["hold"]
    row["announced"] = me["announced"]
    row["score"] = me["score"]
    row["asked"] = me["asked"]
    row["callback"] = me["callback"]
    row["rings"] = me["rings"]
    row["verified"] = me["verified"]
    row["referred_to"] = me["referred_to"]
    row["last"] = me["over"]
    row["answered_before"] = me["answered"]
    row["referrals"] = me["referrals"]
    row["first_group"] = me["first_group"]
    row["first_agent"] = me["first_agent"]
    row["steered_from"] = me["steered"]
    row["last_group"] = me["last_group"]
    if planet(z, 0)["tally"]:
        record_thread(z, c, n)


@cold
def record_stage(z: Handle, c: int, a: int, step: int, start: int, end: int) -> None:
    """Log that contact ``c`` went through a step with agent ``a``."""
    me = world(z, 0)
    row = stage_row(z, me["n_steps"])
    me["n_steps"] += 1
    row["contact"] = visit(z, c)["serial"]
    row["leg"] = life(z, c)["leg"]
    row["step"] = step
    row["agent"] = a
    row["category"] = visit(z, c)["category"]
    row["start"] = start
    row["end"] = end


@cold
def whose(z: Handle, c: int, a: int) -> int:
    """Return whether agent ``a``, who answered the contact in slot ``c``, is one it wanted: a ``LegReason``."""
    wanted = hold(z, c)["wanted"]
    if wanted == NONE:
        return LegReason.NONE.value
    return LegReason.PREFERRED_AGENT.value if is_wanted(z, wanted, a) else LegReason.OTHER_AGENT.value


@kernel
def agent_load(z: Handle, a: int) -> int:
    """Return how many contacts agent ``a`` handles."""
    if rules(z, 0)["shared"]:
        return int(hand(z, a)["bound"])
    return 1 if agent(z, a)["contact"] >= 0 else 0
