"""What a user's process gets back from the SimPy clock: how a contact ended, and who was taken away.

Plain frozen values; nothing here knows SimPy or how time passes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from acd.core.codes import Outcome
from acd.core.tables import NONE, SECOND


@dataclass(frozen=True)
class ContactOutcome:
    """How an injected contact ended.

    Parameters
    ----------
    contact : int
        Its serial number, as in the log.
    outcome : str
        ``answered``, ``abandoned`` or ``refused``.
    arrived, joined, bound, ended : float
        When it arrived, joined the line, was bound to an agent (NaN if never) and ended [s].
    agent : int
        Index of the agent who handled it, -1 if nobody did.
    settled : bool or None
        Whether the matter is settled; None when nobody answered.
    """

    contact: int
    outcome: str
    arrived: float
    joined: float
    bound: float
    ended: float
    agent: int
    settled: bool | None

    @property
    def wait(self) -> float:
        """Time in line [s]."""
        return (self.ended if np.isnan(self.bound) else self.bound) - self.joined


@dataclass(frozen=True)
class Taken:
    """Agents whom a process has taken away, to be given back.

    Parameters
    ----------
    group : str
        Their group.
    agents : tuple of int
        Their indices; fewer than asked for when there were no more.
    """

    group: str
    agents: tuple[int, ...]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.agents)


def _seconds(time: int) -> float:
    return float("nan") if time == NONE else time / SECOND


def outcome_of(row: np.void) -> ContactOutcome:
    """Return the outcome that a row of the table ``watched`` tells.

    Parameters
    ----------
    row : numpy.void
        One row.

    Returns
    -------
    ContactOutcome
        The same in seconds and words.
    """
    settled = int(row["settled"])
    return ContactOutcome(
        contact=int(row["contact"]),
        outcome=Outcome(int(row["outcome"])).name.lower(),
        arrived=_seconds(int(row["arrived"])),
        joined=_seconds(int(row["joined"])),
        bound=_seconds(int(row["bound"])),
        ended=_seconds(int(row["time"])),
        agent=int(row["agent"]),
        settled=None if settled == NONE else bool(settled),
    )
