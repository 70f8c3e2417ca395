"""Feed the recorded commands of a simulation to a router alone, in the caller's own words."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import pandas as pd

from acd.core.codes import AgentState
from acd.core.peers import begin_asking, end_asking
from acd.core.tables import NEVER, SECOND
from acd.core.whom import FIRST_GROUP
from acd.live import Decision, RoutingEngine
from acd.live.sending import Sent
from acd.scenario import Scenario
from acd.scenario.channel_hours import channel_periods


@dataclass
class Leg:
    """A leg of a contact as the routing engine knows it: under an identifier of its own.

    A simulation has one number for all legs of a contact, two of which may be there at once.
    """

    identifier: str
    contact: int
    category: str
    agent: str | None = None
    rung: set[str | None] = field(default_factory=set)
    bound: bool = False
    on_hold: bool = False


class Replay:
    """A routing engine that is told what a simulation's router was told.

    Its clock is the log's; its agents are known beforehand in the simulation's order, because ties fall to the earlier.
    """

    def __init__(
        self,
        scenario: Scenario,
        commands: pd.DataFrame,
        agents: dict[str, str],
        seed: int,
        told: Sequence[str] = (),
    ) -> None:
        self.time, self.scenario, self.told = 0.0, scenario, told
        self.commands = commands
        self.legs: dict[str, Leg] = {}
        self.wrapping: list[Leg] = []
        self.engine = RoutingEngine(
            scenario, lambda: self.time, agents=agents, auto_accept=True, seed=seed, replication=0
        )
        for group, channel in product(scenario.agents, scenario.channels):
            if channel_periods(scenario, group, channel) is not None:
                self.engine.close_channel(group, channel)

    def decisions(self) -> list[tuple[tuple[Any, ...], ...]]:
        """Return what the router decides, command by command, in the shape of the log's column."""
        return [self._turn(row) for row in self.commands.itertuples()]

    def _turn(self, row: Any) -> tuple[tuple[Any, ...], ...]:
        self.time = row.time
        return tuple(self._heard(decision) for decision in self._tell(row))

    def _tell(self, row: Any) -> list[Decision]:
        if row.command in ("log_in", "log_out", "not_ready", "ready"):
            return getattr(self.engine, row.command)(row.agent)
        return getattr(self, f"_{row.command}")(row)

    def _hold_ends(self, row: Any) -> list[Decision]:
        return self.engine._desk.tick_once()

    _ring_more = _offer_again = _hold_ends

    def _step(self, row: Any) -> list[Decision]:
        """A step begins; where an agent asks by the contact, the value is even, and the engine is told so for once."""
        desk = self.engine._desk
        slot = desk.slot("step", self._leg(row).identifier)
        desk._tables["peer"]["asked_by"][slot] = row.value % 2 == 0
        found = desk.tick_once()
        desk._tables["peer"]["asked_by"][slot] = 0
        return found

    def _lapse(self, row: Any) -> list[Decision]:
        leg = self._leg(row)
        return self.engine.reject(leg.identifier, row.agent) if row.value else self.engine._desk.tick_once()

    def _accept(self, row: Any) -> list[Decision]:
        return self.engine.accept(self._leg(row).identifier, row.agent)

    def _hang_up(self, row: Any) -> list[Decision]:
        return self.engine.hang_up(self._leg(row).identifier)

    def _finish(self, row: Any) -> list[Decision]:
        leg = self._leg(row)
        if row.value:
            self.wrapping.append(leg)
        return self.engine.finish(leg.identifier, "", wrap_up=bool(row.value))

    def _channels(self, row: Any) -> list[Decision]:
        """Open or close a channel for a group; the value is twice the place of both, and 1 more to open."""
        group, channel = divmod(row.value // 2, len(self.scenario.channels))
        names = list(self.scenario.agents)[group], list(self.scenario.channels)[channel]
        return self.engine.open_channel(*names) if row.value % 2 else self.engine.close_channel(*names)

    def _change(self, row: Any) -> list[Decision]:
        """Let the rules change; a contact goes by the identifiers of its legs that wait."""
        words = json.loads(self.told[row.value])
        command = getattr(self.engine, words.pop("command"))
        if "contact" not in words:
            return command(**words)
        serial = words.pop("contact")
        legs = [leg.identifier for leg in self.legs.values() if leg.contact == serial and not leg.bound]
        return [decision for leg in legs for decision in command(contact=leg, **words)]

    def _offer(self, row: Any) -> list[Decision]:
        leg = Leg(f"{row.contact}#{row.Index}", row.contact, row.category)
        self.legs[leg.identifier] = leg
        wanted = row.agent if isinstance(row.agent, str) else None
        if not math.isnan(row.hold):
            return self._sent(leg, row)
        return self.engine.offer(
            leg.identifier, row.category, row.tier, key=int(row.key), preferred=wanted, waited=row.value / 1e6
        )

    def _sent(self, leg: Leg, row: Any) -> list[Decision]:
        """Offer a leg that a desk sends to somebody."""
        desk, groups = self.engine._desk, list(self.scenario.agents)
        wanted = (
            FIRST_GROUP - groups.index(row.group) if isinstance(row.group, str) else desk.known(row.agent)
        )
        longest = NEVER if math.isinf(row.hold) else round(row.hold * SECOND)
        sent = Sent(list(self.scenario.categories).index(row.category), wanted, longest)
        line = self.scenario.tier_names.index(row.tier), int(row.key)
        asker, again = desk.known(row.asker), row.command == "call_back"
        return desk.tell_sent(leg.identifier, sent, line, round(row.value), asker, again=again)

    def _call_back(self, row: Any) -> list[Decision]:
        leg = Leg(f"{row.contact}#{row.Index}", row.contact, row.category)
        self.legs[leg.identifier] = leg
        wanted = row.agent if isinstance(row.agent, str) else None
        if not math.isnan(row.hold):
            return self._sent(leg, row)
        return self.engine.call_back(
            leg.identifier, row.category, row.tier, key=int(row.key), preferred=wanted, waited=row.value / 1e6
        )

    def _leg(self, row: Any) -> Leg:
        """Return the leg that a command is about."""
        bound = row.command in ("activity", "finish")
        return _one((leg for leg in self.legs.values() if leg.bound == bound), row)

    def _asking(self, row: Any) -> list[Decision]:
        """Let an agent ask, or ask no longer, about what to the simulated world's router are two contacts."""
        desk = self.engine._desk
        tables, a = desk._tables, desk.agent("replay", row.agent)
        tables["rules"]["choosy"] = 1
        if row.value:
            begin_asking(desk._handle, desk._now(), a)
            return []
        end_asking(desk._handle, desk._now(), a)
        return desk._decisions(int(tables["desk"]["n_decisions"][0]))

    def _wrapped_up(self, row: Any) -> list[Decision]:
        if row.contact is pd.NA:
            return self.engine.wrapped_up(row.agent)
        leg = _one(self.wrapping, row)
        self.wrapping.remove(leg)
        return self.engine.wrapped_up(row.agent, leg.identifier)

    def _activity(self, row: Any) -> list[Decision]:
        """Put a customer on hold and off; consults are the simulated world's, to whose router they are contacts."""
        leg, activity = self._leg(row), row.value
        if activity == AgentState.HOLD and not leg.on_hold:
            leg.on_hold = True
            return self.engine.hold(leg.identifier)
        if activity == AgentState.BUSY and leg.on_hold:
            leg.on_hold = False
            return self.engine.resume(leg.identifier)
        return []

    def _heard(self, decision: Decision) -> tuple[Any, ...]:
        """Note who has a leg now, and return a decision in the shape of the log."""
        leg = self.legs[decision.contact]
        if decision.kind == "offered":
            leg.rung.add(decision.agent)
        elif decision.kind == "bound":
            leg.agent, leg.bound, leg.rung = decision.agent, True, set()
        elif decision.kind == "rescinded":
            leg.rung.discard(decision.agent)
        elif decision.kind == "requeued" and decision.reason == "overflowed":
            leg.category = self.engine.category_of(decision.contact)
        elif decision.kind in ("ended", "refused"):
            del self.legs[decision.contact]
        return (decision.kind, leg.contact, decision.agent, decision.reason)


def _one(legs: Iterable[Leg], row: Any) -> Leg:
    """Return the leg that a command is about; of two with one agent, who asks herself, either is as good.

    A command that names nobody is about a leg that waits, or that rings at several agents.
    """
    agent = row.agent if isinstance(row.agent, str) else None
    wanted = (row.contact, row.category)
    meant = (leg for leg in legs if (leg.contact, leg.category) == wanted)
    return next(leg for leg in meant if agent == leg.agent or agent in leg.rung)
