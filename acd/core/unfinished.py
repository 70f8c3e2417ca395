"""What is still there when a run ends is logged: contacts in lines as carried over, contacts in hand as answered."""

from __future__ import annotations

from acd.core._compile import cold, entry
from acd.core.codes import ContactState, LegReason, Outcome
from acd.core.holds import stand_in_line
from acd.core.parting import log_leg, log_stage
from acd.core.phones import contact_of
from acd.core.plans import stand_at_home
from acd.core.record import record_leg
from acd.core.tables import NONE, Handle, agent, contact, planet, queue, rules


@entry
def finish_run(z: Handle) -> int:
    """Log what is still there when a run ends: contacts in lines as carried over, contacts in hand as answered."""
    me = rules(z, 0)
    for k in range(me["n_categories"] if me["relations"] else 0):
        stand_in_line(z, k)
    stand_at_home(z)
    if planet(z, 0)["keep_legs"]:
        for line in range(me["n_categories"] * me["n_tiers"]):
            c = queue(z, line)["head"]
            while c != NONE:
                record_leg(z, c, NONE, NONE, Outcome.CARRIED_OVER, LegReason.NONE)
                c = contact(z, c)["next"]
        for a in range(me["n_agents"]):
            c = agent(z, a)["contact"]
            while c != NONE:
                log_unfinished(z, c)
                c = contact(z, c)["next"] if me["shared"] else NONE
    return 0


@cold
def log_unfinished(z: Handle, c: int) -> None:
    """Log a contact that is still in somebody's hands when a run ends."""
    if contact(z, c)["state"] == ContactState.OFFERED:
        if rules(z, 0)["rounds"]:
            log_ringing(z, contact_of(z, c))
            return
        record_leg(z, c, NONE, NONE, Outcome.CARRIED_OVER, LegReason.NONE)
    elif contact(z, c)["state"] == ContactState.WRAPPING:
        log_leg(z, c, NONE)
    else:
        log_stage(z, c, NONE)
        record_leg(z, c, NONE, NONE, Outcome.ANSWERED, LegReason.NONE)


@cold
def log_ringing(z: Handle, c: int) -> None:
    """Log a contact that rings when a run ends, at however many agents, once."""
    if contact(z, c)["state"] == ContactState.OFFERED:
        record_leg(z, c, NONE, NONE, Outcome.CARRIED_OVER, LegReason.NONE)
        contact(z, c)["state"] = ContactState.NONE
