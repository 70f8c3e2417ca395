"""Who moves time. A clock waits until the core's next event is due and lets the core do it; it decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from acd.clocks.clock import Clock, Logs, Run
    from acd.clocks.compiled import CompiledClock
    from acd.clocks.outcomes import ContactOutcome, Taken
    from acd.clocks.simpy_clock import SimpyCentre, SimpyClock
    from acd.clocks.watching import Watch

__all__ = [
    "Clock",
    "CompiledClock",
    "ContactOutcome",
    "Logs",
    "Run",
    "SimpyCentre",
    "SimpyClock",
    "Taken",
    "Watch",
]

_HOME = {
    "Clock": "clock",
    "Logs": "clock",
    "Run": "clock",
    "CompiledClock": "compiled",
    "ContactOutcome": "outcomes",
    "SimpyCentre": "simpy_clock",
    "SimpyClock": "simpy_clock",
    "Taken": "outcomes",
    "Watch": "watching",
}


def __getattr__(name: str) -> object:
    """Load a public name on first use, so that the compiled clock never imports SimPy."""
    from importlib import import_module

    if name not in _HOME:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"acd.clocks.{_HOME[name]}"), name)
