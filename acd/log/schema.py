"""Every column of the log and every word that stands in it, read by frames, files, audit and documents alike.

This module must not know how a log comes about or what is measured on it. The lists of words follow the
numbers of the core's codes; a test compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass

OUTCOMES = ("answered", "abandoned", "refused", "callback", "carried_over", "unreached")
"""How a queue leg ended, in the order of the core's codes."""

REASONS = (
    "",
    "balked",
    "queue full",
    "closed",
    "referred",
    "not verified",
    "hung up",
    "consulted",
    "called back",
    "not reached",
    "preferred agent",
    "other agent",
    "right party",
    "wrong party",
    "no reply",
    "by plan",
)
"""Why it ended so, in the order of the core's codes."""

RETURN_KINDS = ("", "recontact", "redial", "left", "retry")
"""Why a matter comes back, or that the customer left for good, in the order of the core's codes."""

STATES = (
    "off",
    "absent",
    "not_ready",
    "ready",
    "offered",
    "busy",
    "wrap_up",
    "hold",
    "consult",
    "conference",
)
"""What an agent is doing, in the order of the core's codes."""

AGENT_REASONS = (
    "", "shift", "break", "unpaid break", "closed", "shrinkage", "no answer", "meeting", "training", "late", "overtime",
    "early",
)  # fmt: skip
"""Why an agent's state changed, in the order of the core's codes; users' own words follow, from FIRST_WORD on.

A row with `overtime` says that the shift is over and the agent goes on; the state stays what it was.
"""

FIRST_WORD = 32
"""The core's number of a user's first own word; those between are free for words of ours to come."""


PARTS = ("dialling", "consulted", "referral", "wrap_up")
"""What agents do with contacts besides the steps of paths, in the order of the core's codes."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a log frame.

    Parameters
    ----------
    name : str
        As in the frame and in the file.
    dtype : str
        pandas type; ``category`` stands for all names of the scenario in its order.
    unit : str
        Unit of the values, empty where there is none.
    meaning : str
        What a value says.
    """

    name: str
    dtype: str
    unit: str
    meaning: str


LEG_COLUMNS = (
    Column("replication", "int32", "", "replication the row belongs to, from 0"),
    Column("matter", "int64", "", "serial number of what the customer wants settled"),
    Column("attempt", "int32", "", "the matter's first contact is 1, its first return 2"),
    Column("contact", "int64", "", "serial number of the contact"),
    Column("leg", "int32", "", "the contact's first leg is 1"),
    Column("category", "category", "", "category of contact that the line served"),
    Column("channel", "category", "", "channel of the category"),
    Column("tier", "category", "", "tier of the customer"),
    Column("arrived", "float64", "s", "the contact arrived, before any time in the IVR; its dial began"),
    Column("joined", "float64", "s", "it joined the line"),
    Column("bound", "float64", "s", "it was bound to an agent; missing if it never was"),
    Column(
        "ended",
        "float64",
        "s",
        "handling ended, or the customer gave up or was refused, or a dial rang in vain; missing while in hand",
    ),
    Column("wrapped", "float64", "s", "wrap-up ended; missing while in hand or if never bound"),
    Column("hold", "float64", "s", "time on hold within handling"),
    Column("rings", "int32", "", "offers that no agent answered"),
    Column("agent", "category", "", "agent it was bound to"),
    Column("group", "category", "", "the agent's group"),
    Column("outcome", "category", "", "one of: " + ", ".join(OUTCOMES)),
    Column("reason", "category", "", "why: empty, " + ", ".join(REASONS[1:])),
    Column("settled", "boolean", "", "the contact settled the matter; missing when nobody knows"),
    Column("verified", "boolean", "", "the customer passed verification; missing without one"),
    Column("referred_to", "category", "", "category it was referred to"),
    Column(
        "return_kind",
        "category",
        "",
        "why the matter comes back: empty, recontact, redial; or left: the customer left for good",
    ),
    Column(
        "return_at",
        "float64",
        "s",
        "when it comes back, or its record is due again, beyond the end of the run too",
    ),
    Column("score", "float64", "1-5", "mean answer to the survey"),
    Column("announced", "float64", "s", "estimated wait as it joined the line; missing where none was made"),
    Column("callback", "int32", "", "which attempt at a callback the leg is; 0 for none"),
    Column("surveyed", "boolean", "", "the customer was asked afterwards; missing where the contact goes on"),
    Column(
        "followed_up", "boolean", "", "the answers were bad and opened a case; missing where there are none"
    ),
    Column(
        "steered_from",
        "category",
        "",
        "category it would have joined had the customer not taken another channel",
    ),
)
"""Columns of the legs: one row each time a contact joins a line."""

AGENT_COLUMNS = (
    Column("replication", "int32", "", "replication the row belongs to, from 0"),
    Column("time", "float64", "s", "when the state changed"),
    Column("agent", "category", "", "whose"),
    Column("group", "category", "", "the agent's group"),
    Column("state", "category", "", "state from now on: " + ", ".join(STATES)),
    Column(
        "reason", "category", "", "why: empty, " + ", ".join(AGENT_REASONS[1:]) + ", or a user's own word"
    ),
    Column("load", "int32", "contacts", "contacts in hand after the change"),
)
"""Columns of the agents: one row a change of state; everyone starts as 'off', without a row."""

STEP_COLUMNS = (
    Column("replication", "int32", "", "replication the row belongs to, from 0"),
    Column("contact", "int64", "", "serial number of the contact"),
    Column("leg", "int32", "", "the contact's leg"),
    Column("category", "category", "", "category of contact whose path it is"),
    Column(
        "step",
        "category",
        "",
        "step of the path, or wrap_up; referral: the agent waits for one of the desk and talks to that agent before "
        "handing over; consulted: another agent asks this one; dialling: the agent calls a customer",
    ),
    Column("agent", "category", "", "who was at it"),
    Column("group", "category", "", "the agent's group"),
    Column("start", "float64", "s", "when it began"),
    Column("end", "float64", "s", "when it was over; missing when the run ended before"),
)
"""Columns of the steps: one row a step that an agent went through with a contact, kept on request."""

COMMAND_COLUMNS = (
    Column("time", "float64", "s", "when the router was told"),
    Column("command", "category", "", "what it was told"),
    Column("contact", "Int64", "", "about which contact; missing when about none"),
    Column("agent", "category", "", "about which agent; missing when about none"),
    Column("decisions", "object", "", "what the router decided, in order"),
)
"""Columns of the commands: one row a command to the router, kept on request."""
