"""What can go wrong, in one tree; every layer may raise these and nothing else of its own.

::

    AcdError
    ├── ScenarioError   the scenario file is at fault; holds every fault found
    ├── CommandError    a command that makes no sense in the router's present state
    └── LimitError      the run needs more than a table can hold (horizon, contacts)

A message names the place, the value, the rule and the way out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class AcdError(Exception):
    """Base of everything that this package raises on purpose."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong in a scenario file.

    Parameters
    ----------
    file : str
        The file as the user named it.
    line : int
        Line in it, from 1; 0 when the fault has no line.
    place : str
        Dotted path of the value (``agents.general.count``).
    message : str
        Value, rule and way out.
    """

    file: str
    line: int
    place: str
    message: str

    def __str__(self) -> str:
        """Return ``file:line: place: message``."""
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.place}: {self.message}" if self.place else f"{where}: {self.message}"


class ScenarioError(AcdError):
    """A scenario cannot be used as written.

    Parameters
    ----------
    faults : sequence of Fault
        All of them, in the order of the file.
    """

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __reduce__(self) -> tuple[type[ScenarioError], tuple[tuple[Fault, ...]]]:
        """Make it anew from its faults where it comes back from another process, not from its text."""
        return type(self), (self.faults,)


class CommandError(AcdError):
    """A command that makes no sense in the present state; nothing was changed."""


class LimitError(AcdError):
    """The run needs more than the engine's tables can hold."""
