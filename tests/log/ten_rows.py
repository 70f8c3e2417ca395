"""A log of ten legs and four agents, small enough to measure by hand; the tests of the audit corrupt it.

Open from 0 to 200 s, two intervals of 100 s. `front 1`, `front 2` and `back 1` work, `back 2` is absent.
"""

import numpy as np

from acd.core.codes import LegReason, Outcome, ReturnKind
from acd.log import Names, agent_frame, leg_frame
from acd.log.schema import AGENT_REASONS, OUTCOMES, REASONS, RETURN_KINDS, STATES

NAMES = Names(
    categories=("sales", "help", "chat"),
    channel_of=("voice", "voice", "text"),
    channels=("voice", "text"),
    tiers=("standard", "gold"),
    groups=("front", "back"),
    agents=(2, 2),
    words=("outage",),
)

LEG_TIMES = ("arrived", "joined", "bound", "ended", "wrapped", "return_at")
LEG_DTYPE = [(name, "i8") for name in ("matter", "contact", *LEG_TIMES)] + [
    (name, "i4")
    for name in (
        "attempt",
        "category",
        "tier",
        "agent",
        "group",
        "outcome",
        "reason",
        "settled",
        "return_kind",
        "leg",
    )
]
CHANGE_DTYPE = [("time", "i8")] + [(name, "i4") for name in ("agent", "group", "state", "reason", "load")]
WORDS = {
    "category": NAMES.categories,
    "tier": NAMES.tiers,
    "agent": NAMES.agent_names,
}
CODES = {
    "outcome": dict(zip(OUTCOMES, Outcome, strict=True)),
    "reason": dict(zip(REASONS, LegReason, strict=True)),
    "return_kind": dict(zip(RETURN_KINDS, ReturnKind, strict=True)),
}
USUAL = {
    "category": "sales",
    "tier": "standard",
    "outcome": "answered",
    "reason": "",
    "return_kind": "",
    "attempt": 1,
    "leg": 1,
}


def leg_records(*rows):
    """Make the core's leg rows from words and seconds; what is left out is usual or none."""
    records = np.full(len(rows), -1, LEG_DTYPE)
    for place, given in enumerate(rows):
        row = {"matter": place, "contact": place, "arrived": given["joined"], **USUAL, **given}
        if "agent" in row:
            records["group"][place] = NAMES.groups.index(row["agent"].split()[0])
        for name, value in row.items():
            number = WORDS[name].index(value) if name in WORDS else CODES.get(name, {}).get(value, value)
            records[name][place] = round(number * 1e6) if name in LEG_TIMES else number
    return records


def legs_of(*rows, replication=0):
    """Make a frame of legs from words and seconds."""
    return leg_frame(leg_records(*rows), NAMES, replication)


def agents_of(*rows, replication=0):
    """Make a frame of changes from (time, agent, state) and a reason where there is one."""
    records = np.zeros(len(rows), CHANGE_DTYPE)
    for place, (time, agent, state, *reason) in enumerate(rows):
        group = NAMES.groups.index(agent.split()[0])
        code = AGENT_REASONS.index(reason[0]) if reason else 0
        number = NAMES.agent_names.index(agent)
        records[place] = (
            round(time * 1e6),
            number,
            group,
            STATES.index(state),
            code,
            state in ("busy", "hold", "consult", "conference"),
        )
    return agent_frame(records, NAMES, replication)


def answered(joined, agent, bound, ended=None, wrapped=None, **more):
    """Describe an answered leg; without `ended` it is in hand when the log stops."""
    times = {"joined": joined, "bound": bound}
    if ended is not None:
        times |= {"ended": ended, "wrapped": ended if wrapped is None else wrapped, "settled": 1}
    return {"agent": agent, **times, **more}


def left(joined, ended, outcome="abandoned", **more):
    """Describe a leg that nobody answered."""
    return {"joined": joined, "ended": ended, "outcome": outcome, **more}


LEG_ROWS = (
    answered(0, "front 1", 0, 50, 60),
    answered(10, "back 1", 30, 90, tier="gold", settled=0, return_kind="recontact", return_at=500),
    left(20, 24, return_kind="redial", return_at=100),
    left(30, 30, reason="balked"),
    answered(40, "front 2", 55, 130, 150, category="help"),
    left(50, 58, category="help", tier="gold"),
    left(60, 60, "refused", reason="queue full", category="help"),
    answered(110, "front 1", 110, 180, 190, arrived=100, matter=2, attempt=2),
    {"joined": 120, "category": "chat", "outcome": "carried_over"},
    answered(150, "front 2", 165, category="help"),
)

AGENT_ROWS = (
    (0, "front 1", "ready"),
    (0, "front 2", "ready"),
    (0, "back 1", "ready"),
    (0, "back 2", "absent", "shrinkage"),
    (0, "front 1", "busy"),
    (30, "back 1", "busy"),
    (50, "front 1", "wrap_up"),
    (55, "front 2", "busy"),
    (60, "front 1", "ready"),
    (90, "back 1", "ready"),
    (100, "back 1", "not_ready", "unpaid break"),
    (110, "front 1", "busy"),
    (120, "back 1", "ready"),
    (130, "front 2", "wrap_up"),
    (150, "front 2", "ready"),
    (165, "front 2", "busy"),
    (180, "front 1", "wrap_up"),
    (180, "back 1", "off", "shift"),
    (190, "front 1", "ready"),
)


def legs():
    """Return the ten legs."""
    return legs_of(*LEG_ROWS)


def agents():
    """Return the agents' rows."""
    return agents_of(*AGENT_ROWS)
