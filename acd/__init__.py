"""acd: a contact-centre routing engine and simulator.

The public names are loaded on first use (PEP 562), so that importing a part of the package, the compiled
core for one, never pulls in pandas. This module only lists names; it must not import any part of the package
when it is imported itself.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from acd import errors
    from acd.clocks import SimpyCentre
    from acd.experiment import Result, compare, simulate, sweep
    from acd.live import RoutingEngine
    from acd.scenario import Scenario, load, policy, register

__version__ = "0.1.0"

__all__ = [
    "Result",
    "RoutingEngine",
    "Scenario",
    "SimpyCentre",
    "__version__",
    "compare",
    "errors",
    "load",
    "policy",
    "register",
    "simulate",
    "sweep",
]

_HOMES = {
    "Result": "acd.experiment",
    "RoutingEngine": "acd.live",
    "Scenario": "acd.scenario",
    "SimpyCentre": "acd.clocks",
    "compare": "acd.experiment",
    "load": "acd.scenario",
    "policy": "acd.scenario",
    "register": "acd.scenario",
    "simulate": "acd.experiment",
    "sweep": "acd.experiment",
}


def __getattr__(name: str) -> object:
    """Load a public name from its home the first time somebody asks for it."""
    if name == "errors":
        return import_module("acd.errors")
    if name not in _HOMES:
        message = f"module 'acd' has no attribute {name!r}; it has {', '.join(__all__)}"
        raise AttributeError(message)
    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted({*globals(), *__all__})
