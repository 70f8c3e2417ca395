"""What a user's process gets back from the SimPy clock: how a contact ended, and who was taken away.

Plain values that nobody can change; nothing here knows SimPy or how time passes. An outcome keeps the core's row as
bytes and turns a number into seconds or a word when somebody asks: most of what is told is never looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from struct import Struct

from acd.core.codes import Outcome
from acd.core.columns import WATCHED
from acd.core.tables import NONE, SECOND

_OUTCOMES = {outcome.value: outcome.name.lower() for outcome in Outcome}
_CONTACT, _CATEGORY, _TIER, _OUTCOME, _ARRIVED, _JOINED, _BOUND, _ENDED, _AGENT, _SETTLED, _LEGS, _REFERRALS = (
    WATCHED.fields[name][1]  # type: ignore[index]  # a structured type has fields
    for name in (
        "contact", "category", "tier", "outcome", "arrived", "joined", "bound", "time", "agent", "settled", "legs",
        "referrals",
    )
)  # fmt: skip
_whole = Struct("q").unpack_from
_whole_span = Struct("3q").unpack_from  # time, joined and bound stand side by side
_SPAN = _ENDED
_SHOWN = (
    "contact", "category", "tier", "outcome", "arrived", "joined", "bound", "ended", "agent", "settled", "legs",
    "referrals",
)  # fmt: skip


class ContactOutcome:
    """How a contact ended.

    Of a contact that was referred, category, outcome, times and agent are those of its last leg.
    Two outcomes are equal when they tell the same of the same contact.

    Parameters
    ----------
    row : bytes
        The core's row in the table ``watched``.
    names : tuple of two sequences of str
        The scenario's categories and tiers in the core's order.
    """

    __slots__ = ("_names", "_row")

    def __init__(self, row: bytes, names: tuple[Sequence[str], Sequence[str]]) -> None:
        self._row = row
        self._names = names

    @property
    def contact(self) -> int:
        """Its serial number, as in the log."""
        return int(_whole(self._row, _CONTACT)[0])

    @property
    def category(self) -> str:
        """Its category."""
        return self._names[0][int(_whole(self._row, _CATEGORY)[0])]

    @property
    def tier(self) -> str:
        """Its tier."""
        return self._names[1][int(_whole(self._row, _TIER)[0])]

    @property
    def outcome(self) -> str:
        """``answered``, ``abandoned``, ``refused`` or, of a dial that nobody answered, ``unreached``."""
        outcome: int = _whole(self._row, _OUTCOME)[0]
        return _OUTCOMES[outcome]

    @property
    def arrived(self) -> float:
        """When it arrived [s]."""
        return float(_whole(self._row, _ARRIVED)[0]) / SECOND

    @property
    def joined(self) -> float:
        """When it joined the line [s]."""
        return float(_whole(self._row, _JOINED)[0]) / SECOND

    @property
    def bound(self) -> float:
        """When it was bound to an agent [s], NaN if never."""
        bound = _whole(self._row, _BOUND)[0]
        return float("nan") if bound == NONE else float(bound) / SECOND

    @property
    def ended(self) -> float:
        """When it ended [s]."""
        return float(_whole(self._row, _ENDED)[0]) / SECOND

    @property
    def agent(self) -> int:
        """Index of the agent who handled it, -1 if nobody did."""
        return int(_whole(self._row, _AGENT)[0])

    @property
    def settled(self) -> bool | None:
        """Whether the matter is settled; None when nobody answered."""
        settled = _whole(self._row, _SETTLED)[0]
        return None if settled == NONE else bool(settled)

    @property
    def legs(self) -> int:
        """How many legs it had, those included in which another agent was only asked."""
        return int(_whole(self._row, _LEGS)[0])

    @property
    def referrals(self) -> int:
        """How many times it was referred to another category."""
        return int(_whole(self._row, _REFERRALS)[0])

    @property
    def wait(self) -> float:
        """Time in line, in its last leg [s]."""
        ended, joined, bound = _whole_span(self._row, _SPAN)
        return float((ended if bound == NONE else bound) - joined) / SECOND

    @property
    def handling(self) -> float:
        """Time with its last agent, without wrap-up [s]; 0 when nobody answered."""
        ended, _, bound = _whole_span(self._row, _SPAN)
        return 0.0 if bound == NONE else float(ended - bound) / SECOND

    def __eq__(self, other: object) -> bool:
        """Say whether another outcome tells the same."""
        if not isinstance(other, ContactOutcome):
            return NotImplemented
        return (self._row, self._names) == (other._row, other._names)

    def __hash__(self) -> int:
        """Return what equal outcomes share."""
        return hash(self._row)

    def __repr__(self) -> str:
        """Show every attribute."""
        told = ", ".join(f"{name}={getattr(self, name)!r}" for name in _SHOWN)
        return f"ContactOutcome({told})"


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
