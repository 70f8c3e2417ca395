"""The router in a real system: the core that simulations run on, with the world left out."""

from __future__ import annotations

from acd.live.decisions import Bound, Callback, Decision, Ended, Offered, Queued, Refused, Requeued, Rescinded
from acd.live.engine import RoutingEngine

__all__ = [
    "Bound",
    "Callback",
    "Decision",
    "Ended",
    "Offered",
    "Queued",
    "Refused",
    "Requeued",
    "Rescinded",
    "RoutingEngine",
]
