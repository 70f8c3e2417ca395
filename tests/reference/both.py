"""The same run on the compiled core and on the plain machine, its logs as rows that can be compared."""

import json
from itertools import zip_longest
from math import inf

from acd.build import Keep, build_setup
from acd.clocks.clock import Run
from acd.clocks.compiled import CompiledClock
from acd.core.codes import AgentState, Command, ContactState, DecisionReason
from acd.core.tables import NEVER
from acd.scenario import parse
from tests.reference.contact import NONE, Leg, More
from tests.reference.holds import Wish
from tests.reference.journal import Journal, agent_names
from tests.reference.router import Router
from tests.reference.world import World

INEXACT = {"gamma", "weibull", "hyperexponential"}
"""Families whose quantiles are found by iteration: two ways of doing it differ by 1e-13, which may show in rounding."""

ABOUT_AGENTS = (Command.LOG_IN, Command.LOG_OUT, Command.READY, Command.NOT_READY)
STATES = {
    Command.ACCEPT: (ContactState.OFFERED,),
    Command.LAPSE: (ContactState.OFFERED,),
    Command.FINISH: (ContactState.BOUND,),
    Command.ACTIVITY: (ContactState.BOUND,),
    Command.WRAPPED_UP: (ContactState.WRAPPING,),
    Command.HANG_UP: (ContactState.QUEUED, ContactState.OFFERED),
    Command.HOLD_ENDS: (ContactState.QUEUED,),
    Command.RING_MORE: (ContactState.OFFERED,),
    Command.OFFER_AGAIN: (ContactState.QUEUED, ContactState.OFFERED),
    Command.STEP: (ContactState.QUEUED,),
}
"""In which states a contact may be that a command is about."""


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
    """Feeds the recorded commands of a run to a plain router.

    A contact's legs are told apart by the agent, the category and the state that a command is about.
    """

    def __init__(self, scenario, logs, seed=1, replication=0):
        self.scenario, self.logs = scenario, logs
        self.router = Router(scenario, seed, replication)
        self.legs = {}
        self.journal = Journal(self.router, agent_names(self.router), self.legs_of)

    def legs_of(self, serial):
        """Return the legs of a contact that the router knows."""
        return [leg for name, leg in self.legs.items() if name[0] == serial and leg is not None]

    def decisions(self):
        """Return the plain router's decisions as rows of the core's log."""
        return [
            (answer.contact[0], answer.due, answer.kind, answer.agent, answer.reason, 0)
            for command in self.logs.commands
            for answer in self.tell(command)
        ]

    def tell(self, command):
        """Give one recorded command to the router."""
        verb, router = Command(command["command"]), self.router
        now, agent, value = (int(command[name]) for name in ("time", "agent", "value"))
        if verb in ABOUT_AGENTS or (verb == Command.WRAPPED_UP and command["contact"] < 0):
            told = () if verb in (Command.READY, Command.WRAPPED_UP) else (value,)
            return getattr(router, verb.name.lower())(now, agent, *told)
        if verb == Command.ASKING:
            return (router.begin_asking if value else router.end_asking)(now, agent)
        if verb in (Command.OFFER, Command.CALL_BACK):
            return self.offer(now, command, promised=verb == Command.CALL_BACK)
        if verb == Command.CHANNELS:
            place, on = divmod(value, 2)
            group, channel = divmod(place, len(self.scenario.channels))
            return router.set_channel(
                now, router.groups[group], list(self.scenario.channels)[channel], bool(on)
            )
        if verb == Command.CHANGE:
            return self.journal.change(now, json.loads(self.logs.told[value]))
        return self.tell_of(self.meant(verb, command), verb, now, agent, value)

    def tell_of(self, name, verb, now, agent, value):  # noqa: PLR0911 - one answer a kind of command
        """Give one command that is about a contact to the router."""
        router = self.router
        if verb == Command.ACTIVITY:
            router.set_activity(now, name, AgentState(value))
            return []
        if verb == Command.WRAPPED_UP:
            return router.wrapped_up(now, agent, name)
        if verb == Command.LAPSE:
            return router.lapse(now, name, DecisionReason.REJECTED if value else DecisionReason.LAPSED, agent)
        if verb == Command.STEP:
            return router.begin_step(now, name, acts=value % 2 == 1)
        if verb in (Command.ACCEPT, Command.OFFER_AGAIN):
            return {Command.ACCEPT: router.accept, Command.OFFER_AGAIN: router.offer_again}[verb](
                now, name, agent
            )
        if verb == Command.FINISH:
            return router.finish(now, name, bool(value))
        return {
            Command.HOLD_ENDS: router.hold_over,
            Command.HANG_UP: router.hang_up,
            Command.RING_MORE: router.ring_more,
        }[verb](now, name)

    def offer(self, now, command, *, promised):
        """Give the router a contact, or a further leg of one."""
        category = list(self.scenario.categories)[command["category"]]
        tier = self.scenario.tier_names[command["tier"]]
        name = int(command["contact"]), int(command["decision"])
        key, waited = int(command["key"]), int(command["value"])
        agent, hold = int(command["agent"]), int(command["hold"])
        wish = Wish(agent)
        if hold != NONE:
            who = agent if command["group"] == NONE else self.router.groups[command["group"]]
            asker = None if command["asker"] == NONE else command["asker"]
            wish = Wish(who, inf if hold == NEVER else hold, sent=True, asker=asker)
        come_in = self.router.call_back if promised else self.router.offer
        answers = come_in(now, name, category, tier, key, waited, wish=wish)
        self.legs[name] = self.router.contacts.get(name)
        return answers

    def is_with(self, leg, verb, command):
        """Say whether a leg is with the agent whom a command names, or was offered there, if it names one."""
        if verb == Command.OFFER_AGAIN:
            past = leg.past.get(command["agent"])
            return past is not None and past.until == command["time"]
        if leg.state == ContactState.OFFERED and command["agent"] >= 0:
            return self.router.phone_at(leg, command["agent"]) is not None
        in_hand = leg.state in (ContactState.BOUND, ContactState.WRAPPING)
        return not in_hand or leg.agent.index == command["agent"]

    def meant(self, verb, command):
        """Return the name of the one leg that a command can be about."""
        category = list(self.scenario.categories)[command["category"]]
        names = [
            name
            for name, leg in self.legs.items()
            if name[0] == command["contact"]
            and leg is not None
            and leg.category == category
            and leg.state in STATES[verb]
            and self.is_with(leg, verb, command)
        ]
        # where several are meant they are alike to the router: same contact, category, agent and state
        assert names, (verb, command)
        if verb in (Command.WRAPPED_UP, Command.HANG_UP) or (verb == Command.FINISH and not command["value"]):
            del self.legs[names[0]]
        return names[0]
