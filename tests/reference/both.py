"""The same run on the compiled core and on the plain machine, its logs as rows that can be compared."""

import json
from itertools import zip_longest

from acd.build import Keep, build_setup
from acd.clocks.clock import Run
from acd.clocks.compiled import CompiledClock
from acd.core.codes import Command
from acd.scenario import parse
from tests.reference.contact import Leg, More
from tests.reference.router import Router
from tests.reference.world import World

INEXACT = {"gamma", "weibull", "hyperexponential"}
"""Families whose quantiles are found by iteration: two ways of doing it differ by 1e-13, which may show in rounding."""


def core_logs(scenario, seed=1, replication=0):
    """Return what the core leaves of a run, commands included."""
    return CompiledClock().run(Run(build_setup(scenario), seed, replication, Keep(log=True, commands=True)))


def rows(records):
    """Return structured records as plain tuples."""
    return [tuple(row) for row in records.tolist()]


def leg_rows(logs):
    """Return the core's legs as the plain machine knows them."""
    known = [name for name in (*Leg._fields, *More._fields) if name in logs.legs.dtype.names]
    return rows(logs.legs[known])


def difference(core, plain):
    """Return number and content of the first row that differs between two lists of rows, None when they are equal."""
    pairs = enumerate(zip_longest(core, plain))
    return next(((number, *pair) for number, pair in pairs if pair[0] != pair[1]), None)


def differences(scenario, seed=1, replication=0):
    """Return the first difference between core and plain machine in the legs, and in the agents' changes."""
    logs = core_logs(scenario, seed, replication)
    world = World(scenario, seed, replication).run()
    legs = difference(leg_rows(logs), world.leg_rows())
    return legs, difference(rows(logs.changes), [tuple(row) for row in world.router.changes])


def exactly(drawn, folder):
    """Return a drawn scenario with the distributions of inexact families replaced by lognormals."""
    home = drawn.put(folder)
    return parse(json.dumps(_replaced(json.loads(drawn.text))), home, "drawn.yaml")


def _replaced(part):
    if isinstance(part, dict) and part.get("dist") in INEXACT:
        return {"dist": "lognormal", "mean": part["mean"], "cv": part["cv"]}
    if isinstance(part, dict) and part.get("dist") == "erlang":
        return {"dist": "lognormal", "mean": part["mean"], "cv": part["k"] ** -0.5}
    if isinstance(part, dict):
        # shares of a day are Dirichlet by gamma variates
        return {key: _replaced(value) for key, value in part.items() if key != "concentration"}
    return [_replaced(value) for value in part] if isinstance(part, list) else part


class Replay:
    """Feeds the recorded commands of a run to a plain router."""

    def __init__(self, scenario, logs, seed=1, replication=0):
        self.scenario, self.logs = scenario, logs
        self.router = Router(scenario, seed, replication)

    def decisions(self):
        """Return the plain router's decisions as rows of the core's log."""
        return [
            (answer.contact, answer.due, answer.kind, answer.agent, answer.reason, 0)
            for command in self.logs.commands
            for answer in self.tell(command)
        ]

    def tell(self, command):
        """Give one recorded command to the router."""
        verb, router = Command(command["command"]), self.router
        now, agent, contact, value = (int(command[name]) for name in ("time", "agent", "contact", "value"))
        if verb == Command.OFFER:
            category = list(self.scenario.categories)[command["category"]]
            tier = self.scenario.tier_names[command["tier"]]
            return router.offer(
                now, contact, category, tier, int(command["key"]), value, wanted=(agent, None)
            )
        if verb in (Command.HOLD_ENDS, Command.HANG_UP, Command.FINISH):
            return self.tell_end(now, verb, contact, bool(value))
        if verb == Command.CHANNELS:
            place, on = divmod(value, 2)
            group, channel = divmod(place, len(self.scenario.channels))
            names = router.groups[group], list(self.scenario.channels)[channel]
            return router.set_channel(now, *names, bool(on))
        if verb in (Command.READY, Command.WRAPPED_UP):
            return getattr(router, verb.name.lower())(now, agent)
        return getattr(router, verb.name.lower())(now, agent, value)

    def tell_end(self, now, verb, contact, wrap_up):
        """Give a recorded command to the router by which a contact's wait or handling ends."""
        if verb == Command.HOLD_ENDS:
            return self.router.hold_over(now, contact)
        if verb == Command.HANG_UP:
            return self.router.hang_up(now, contact)
        return self.router.finish(now, contact, wrap_up)
