"""What a live router says: the words of reasons, and why a command makes no sense, in one line.

It knows codes and identifiers, and must not know tables.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from acd.core.codes import AgentState, ContactState, DecisionReason
from acd.errors import CommandError

WORDS = (
    "", "shift", "break", "unpaid break", "closed", "shrinkage", "no answer", "meeting", "training", "late", "overtime",
    "early",
)  # fmt: skip
"""Reasons of agents, by code."""
REASONS = {
    reason.value: "" if reason is DecisionReason.NONE else reason.name.lower().replace("_", " ")
    for reason in DecisionReason
}
"""Reasons of decisions, by code."""
_AGENT_NEEDS = {
    "log_in": "log_out first",
    "ready": "that is for agents who are not ready, about to leave, or to take other channels than they do",
    "wrapped_up": "that is for agents in wrap-up",
}
_ALONE = "is for a bound contact about which nobody is asked; end_consult first"
_ASKED = "is for a contact about which another agent is asked"
_CONTACT_NEEDS = {
    "accept": "only the agent to whom it is offered can accept it",
    "reject": "only the agent to whom it is offered can reject it",
    "finish": "only a bound contact can be finished; hang_up ends the others",
    "hold": f"hold {_ALONE}",
    "resume": "resume is for a bound contact on hold about which nobody is asked; end_consult ends that hold",
    "transfer": f"transfer {_ALONE}",
    "consult": f"consult {_ALONE}",
    "conference": f"conference {_ASKED} who has answered; consult first",
    "hand_over": f"hand_over {_ASKED} who has answered; transfer needs nobody",
    "end_consult": f"end_consult {_ASKED}; consult first",
}
_DOING = {
    AgentState.BUSY: "bound",
    AgentState.HOLD: "on hold",
    AgentState.CONSULT: "in a consult",
    AgentState.CONFERENCE: "in a conference",
}


def absent(verb: str, contact: str) -> str:
    """Return what is said of a contact that is not there."""
    return f"{verb}: contact {contact!r} is not there; it was never offered or has ended"


def index_of(verb: str, kind: str, name: str, known: Mapping[str, int]) -> int:
    """Return the index of a name, or say which names there are."""
    index = known.get(name)
    if index is None:
        message = f"{verb}: unknown {kind} {name!r}; defined: {', '.join(known)}"
        raise CommandError(message)
    return index


def why_agent(verb: str, agent: str, state: AgentState, *, follows: bool, wrapped: Sequence[str]) -> str:
    """Return why a command about an agent makes no sense.

    Parameters
    ----------
    verb, agent : str
        The command, and whom it is about.
    state : AgentState
        What the agent is doing.
    follows : bool
        Whether the agent is about to leave or to be not ready.
    wrapped : sequence of str
        Contacts that the agent wraps up.

    Returns
    -------
    str
        One line.
    """
    doing = state.name.lower().replace("_", " ")
    if verb == "wrapped_up" and wrapped:
        some = ", ".join(map(repr, wrapped))
        return f"{verb}: agent {agent!r} wraps up {some}; say which of them by contact="
    needs = "log_in first" if state == AgentState.OFF else _AGENT_NEEDS[verb]
    return f"{verb}: agent {agent!r} is {doing}{' and about to leave' if follows else ''}; {needs}"


def why_contact(
    verb: str,
    contact: str,
    state: ContactState,
    activity: AgentState | None,
    agent: str | None,
    peer: str | None,
) -> str:
    """Return why a command about a contact makes no sense.

    Parameters
    ----------
    verb, contact : str
        The command, and which contact it is about.
    state : ContactState
        Where the contact stands.
    activity : AgentState or None
        What its agent does with it, when bound.
    agent, peer : str or None
        Who has it in hand, and the contact that is asked about it or that it asks about.

    Returns
    -------
    str
        One line.
    """
    stands = state.name.lower() if activity is None else _DOING[activity]
    whom = "" if agent is None else f" with agent {agent!r}"
    tied = "" if peer is None else f" and tied to {peer!r}"
    return f"{verb}: contact {contact!r} is {stands}{whom}{tied}; {_CONTACT_NEEDS[verb]}"
