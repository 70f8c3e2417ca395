"""The router's answers, as frozen dataclasses in the caller's own identifiers."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import ClassVar


@dataclass(frozen=True, slots=True, init=False)
class Decision:
    """One thing that the router decided.

    Parameters
    ----------
    contact : str
        Which contact it is about.
    agent : str or None
        Which agent, where one takes part.
    reason : str
        Why, where that is not plain: ``queue full``, ``hung up``, ``lapsed``, ``not ready``; of a finished contact
        the outcome that was given.
    due : float or None
        When an offer lapses [s, by the engine's clock].
    """

    kind: ClassVar[str] = ""
    contact: str
    agent: str | None = None
    reason: str = ""
    due: float | None = None

    def __init__(
        self, contact: str, agent: str | None = None, reason: str = "", due: float | None = None
    ) -> None:
        # what a frozen dataclass makes by itself asks `object.__setattr__` for each slot by name: twice the time
        _set_contact(self, contact)
        _set_agent(self, agent)
        _set_reason(self, reason)
        _set_due(self, due)


_set_contact, _set_agent, _set_reason, _set_due = (
    Decision.__dict__[field.name].__set__ for field in fields(Decision)
)


class Offered(Decision):
    """The contact rings at the agent, who is to accept."""

    __slots__ = ()
    kind = "offered"


class Queued(Decision):
    """The contact waits."""

    __slots__ = ()
    kind = "queued"


class Rescinded(Decision):
    """The offer is taken back: stop ringing at the agent."""

    __slots__ = ()
    kind = "rescinded"


class Refused(Decision):
    """The contact is turned away."""

    __slots__ = ()
    kind = "refused"


class Bound(Decision):
    """The agent handles the contact from now."""

    __slots__ = ()
    kind = "bound"


class Requeued(Decision):
    """The contact waits again, at its old place."""

    __slots__ = ()
    kind = "requeued"


class Ended(Decision):
    """The contact is over."""

    __slots__ = ()
    kind = "ended"


BY_CODE: tuple[type[Decision], ...] = (Offered, Queued, Rescinded, Refused, Bound, Requeued, Ended)
"""Classes in the order of the core's codes."""
