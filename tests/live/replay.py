"""Feed the recorded commands of a simulation to a router alone, in the caller's own words."""

from __future__ import annotations

from typing import Any

import pandas as pd

from acd.live import Decision, RoutingEngine
from acd.scenario import Scenario


class Replay:
    """A routing engine that is told what a simulation's router was told.

    Its clock is the log's; its agents are known beforehand in the simulation's order, because ties fall to the earlier.
    """

    def __init__(self, scenario: Scenario, commands: pd.DataFrame, agents: dict[str, str], seed: int) -> None:
        self.time = 0.0
        self.commands = commands
        self.ended: list[list[Decision]] = []
        self.engine = RoutingEngine(
            scenario, lambda: self.time, agents=agents, auto_accept=True, seed=seed, replication=0
        )

    def decisions(self) -> list[tuple[tuple[Any, ...], ...]]:
        """Return what the router decides, command by command, in the shape of the log's column."""
        return [self._step(row) for row in self.commands.itertuples()]

    def _step(self, row: Any) -> tuple[tuple[Any, ...], ...]:
        self.time = row.time
        return tuple(_plain(decision) for decision in self._tell(row))

    def _tell(self, row: Any) -> list[Decision]:
        contact, engine = str(row.contact), self.engine
        match row.command:
            case "offer":
                wanted = row.agent if isinstance(row.agent, str) else None
                return engine.offer(contact, row.category, row.tier, key=int(row.key), preferred=wanted)
            case "hold_ends":
                return self._next_end()
            case "finish":
                return engine.finish(contact, "", wrap_up=bool(row.value))
            case "hang_up":
                return engine.hang_up(contact)
            case "log_in":
                return engine.log_in(row.agent)
            case "log_out" | "not_ready" | "ready" | "wrapped_up":
                return getattr(engine, row.command)(row.agent)
        raise AssertionError(row.command)

    def _next_end(self) -> list[Decision]:
        """Return what the next hold that ends now leads to; one tick ends them all."""
        if not self.ended:
            for decision in self.engine.tick():
                if decision.kind == "requeued":
                    self.ended.append([])
                self.ended[-1].append(decision)
        return self.ended.pop(0)


def _plain(decision: Decision) -> tuple[Any, ...]:
    return (decision.kind, int(decision.contact), decision.agent, decision.reason)
