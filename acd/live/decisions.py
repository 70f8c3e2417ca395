"""The router's answers, as frozen dataclasses in the caller's own identifiers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing that the router decided.

    Parameters
    ----------
    contact : str
        Which contact it is about.
    agent : str or None
        Which agent, where one takes part.
    reason : str
        Why, where that is not plain: ``queue full``, ``hung up``, ``lapsed``, ``not ready``, ``hold over``, ``answered
        elsewhere``, ``next step``, ``overflowed``, ``by plan``; of a finished contact the outcome that was given.
    due : float or None
        When an offer lapses, or until when a contact waits for one agent only [s, by the engine's clock].
    """

    kind: ClassVar[str] = ""
    contact: str
    agent: str | None = None
    reason: str = ""
    due: float | None = None


class _Draft:
    """A decision while it is being made; its slots are those of `Decision`, and nothing guards them."""

    __slots__ = ("agent", "contact", "due", "reason")
    contact: str
    agent: str | None
    reason: str
    due: float | None


def decided(kind: int, contact: str, agent: str | None, reason: str, due: float | None) -> Decision:
    """Make a decision.

    A frozen dataclass made in the ordinary way sets each slot through a guarded function, which takes longer than
    to decide.
    """
    made: Any = _Draft()
    made.contact = contact
    made.agent = agent
    made.reason = reason
    made.due = due
    made.__class__ = BY_CODE[kind]
    return made  # type: ignore[no-any-return]


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


class Callback(Decision):
    """Whoever waits may be offered a callback now; the contact waits on until it is hung up."""

    __slots__ = ()
    kind = "callback"


class Ended(Decision):
    """The contact is over."""

    __slots__ = ()
    kind = "ended"


BY_CODE: tuple[type[Decision], ...] = (Offered, Queued, Rescinded, Refused, Bound, Requeued, Ended, Callback)
"""Classes in the order of the core's codes."""
