"""The SimPy clock: the core as a citizen of a SimPy environment.

User processes live in the same environment: they inject contacts and wait for their outcome, take agents away and
give them back. The core runs ahead, in one compiled call, to just before the next moment at which anything in SimPy
can act (``env.peek()``), so that a run nobody interferes with goes at almost the compiled speed. At one instant the
user's events go first: the clock wakes at a priority below all of SimPy's own. ``env.now`` is in seconds; a user's
moment counts as the nearest microsecond.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import simpy

from acd.build import Keep, build_setup
from acd.build.keys import hash_bits, origin_of
from acd.clocks.clock import FOREVER, Logs, Run
from acd.clocks.outcomes import Taken, outcome_of
from acd.core import engine
from acd.core.codes import AgentReason, AgentState, Pending, Stop
from acd.core.shifts import AWAY
from acd.core.tables import NONE, SECOND
from acd.errors import CommandError

if TYPE_CHECKING:
    from acd.scenario import Scenario

LOWEST = 9
"""SimPy priority of the clock's own events: after URGENT (0) and NORMAL (1)."""
FAR = float("inf")


class SimpyCentre:
    """A contact centre in a SimPy environment.

    Parameters
    ----------
    env : simpy.Environment
        Where user processes live too; its time is in seconds and starts at 0, day one 00:00.
    scenario : Scenario
        What is simulated.
    seed : int
        What every draw is keyed by.
    replication : int
        Which replication, from 0.
    keep : Keep, optional
        Which logs are written; by default legs and agents' changes.

    Attributes
    ----------
    end : simpy.Event
        Triggers when nothing is left to happen: ``env.run(until=centre.end)``.

    Examples
    --------
    >>> env = simpy.Environment()  # doctest: +SKIP
    >>> centre = acd.SimpyCentre(env, scenario, seed=1)  # doctest: +SKIP
    >>> env.run(until=centre.end)  # doctest: +SKIP
    """

    def __init__(
        self,
        env: simpy.Environment,
        scenario: Scenario,
        seed: int = 1,
        replication: int = 0,
        keep: Keep | None = None,
    ) -> None:
        run = Run(build_setup(scenario), seed, replication, keep or Keep())
        self._halted: Callable[[], bool] | None = None
        self._start(env, run, list(scenario.categories), scenario.tier_names, list(scenario.agents))

    @classmethod
    def of_run(
        cls, env: simpy.Environment, run: Run, halted: Callable[[], bool] | None = None
    ) -> SimpyCentre:
        """Put a prepared run into an environment; its parts then have no names.

        Parameters
        ----------
        env : simpy.Environment
            The environment.
        run : Run
            Prepared, not begun.
        halted : callable, optional
            Asked now and then; when it says True the run ends where it is.

        Returns
        -------
        SimpyCentre
            In which nobody can inject or take away.
        """
        centre = cls.__new__(cls)
        centre._halted = halted
        centre._start(env, run, [], [], [])
        return centre

    def _start(
        self, env: simpy.Environment, run: Run, categories: list[str], tiers: list[str], groups: list[str]
    ) -> None:
        self.env = env
        self.run = run
        self.end: simpy.Event = env.event()
        self._logs: Logs | None = None
        self._categories, self._tiers, self._groups = categories, tiers, groups
        self._waiting: dict[int, simpy.Event] = {}
        self._injected = 0
        if self._now() > run.next_time():
            message = (
                f"the environment's time is {env.now} s, after the scenario's first event; start it earlier"
            )
            raise CommandError(message)
        self._wake_at(env.now)

    # -- time ---------------------------------------------------------------------------------------------------
    def _now(self) -> int:
        return round(self.env.now * SECOND)

    def _schedule(self, event: simpy.Event, time: float, priority: int) -> None:
        event._ok = True
        self.env.schedule(event, priority, max(time - self.env.now, 0.0))  # type: ignore[arg-type]

    def _wake_at(self, time: float) -> None:
        self._wake = simpy.Event(self.env)
        self._wake._value = None
        self._wake.callbacks = [self._continue]
        self._schedule(self._wake, time, LOWEST)

    def _continue(self, event: simpy.Event) -> None:
        """Run the core on, as far as nothing in SimPy can act, and come back when it can."""
        if event is not self._wake or self.end.triggered:
            return  # a later wake has taken its place
        now, peek = self._now(), self.env.peek()
        if peek < FAR and round(peek * SECOND) <= now and self.env._queue[0][1] < LOWEST:
            # somebody acts at this very microsecond, who is not another centre's clock: after them
            self._wake_at(peek)
            return
        limit = max(round(peek * SECOND) - 1, now) if peek < FAR else FOREVER
        stop = self.run.advance(limit)
        while stop == Stop.BUDGET:
            if self._halted is not None and self._halted():
                self._finish(stopped=True)
                return
            stop = self.run.advance(limit)
        if stop == Stop.WATCHED:
            self._wake = self._tell()
            assert self._wake.callbacks is not None
            self._wake.callbacks.append(self._continue)
        elif stop == Stop.DONE:
            self._finish()
        else:
            self._wake_at(self.run.next_time() / SECOND)

    def _finish(self, *, stopped: bool = False) -> None:
        self.end._value = None
        self._schedule(self.end, self.run.now / SECOND, 1)
        self._logs = self.run.close(stopped=stopped)

    def _tell(self) -> simpy.Event:
        """Let the events of contacts that have just ended happen at their moment; return the last of them."""
        tables = self.run.tables
        rows = tables["watched"][: int(tables["world"]["n_watched"][0])].copy()
        tables["world"]["n_watched"] = 0
        for row in rows:
            event = self._waiting.pop(int(row["contact"]))
            event._value = outcome_of(row)
            self._schedule(event, int(row["time"]) / SECOND, 1)
        return event

    # -- what user processes may do -----------------------------------------------------------------------------
    def inject(self, category: str, tier: str | None = None, contact: str | None = None) -> simpy.Event:
        """Bring a contact now.

        Parameters
        ----------
        category : str
            Its category.
        tier : str, optional
            Its tier; drawn by the scenario's shares when left out.
        contact : str, optional
            An identifier that its draws are keyed by; numbered when left out.

        Returns
        -------
        simpy.Event
            Happens when the contact ends; its value is a `ContactOutcome`.

        Raises
        ------
        CommandError
            When the category or tier is unknown, or the run is over.
        """
        self._must_run()
        k = _index("category", category, self._categories)
        t = NONE if tier is None else _index("tier", tier, self._tiers)
        key = hash_bits(f"contact:{self._injected if contact is None else contact}", 63)
        self._injected += 1
        if len(self._waiting) == len(self.run.tables["watched"]):
            # one event, closing time, can end every contact that is watched
            self.run.tables.extend("watched", 2 * len(self._waiting))
        origin = origin_of("injected", category)
        serial = self._retry(lambda z: engine.inject(z, self._now(), k, t, key, origin))
        event = self.env.event()
        self._waiting[serial] = event
        self._acted()
        return event

    def take_away(self, group: str, agents: int = 1, reason: str = "away") -> Taken:
        """Take agents of a group away: idle ones at once, busy ones as they finish.

        Parameters
        ----------
        group : str
            The group.
        agents : int
            How many.
        reason : str
            A word for the log.

        Returns
        -------
        Taken
            Who was taken; fewer than asked for when no more are at work.

        Raises
        ------
        CommandError
            When the group is unknown, the number is negative, or the run is over.
        """
        self._must_run()
        g = _index("group", group, self._groups)
        if agents < 0:
            message = f"take_away: {agents} agents cannot be taken away; give a number from 0"
            raise CommandError(message)
        taken = self._who_leaves(g)[:agents]
        for a in taken:
            self._hold(a, 1, self._word(reason))
        self._acted()
        return Taken(group, tuple(taken))

    def give_back(self, taken: Taken) -> None:
        """Give agents back; whoever has not left yet stays.

        Parameters
        ----------
        taken : Taken
            What `take_away` returned.

        Raises
        ------
        CommandError
            When the run is over.
        """
        self._must_run()
        for a in taken.agents:
            self._hold(a, 0, 0)
        self._acted()

    def logs(self) -> Logs:
        """Return what the run leaves.

        Returns
        -------
        Logs
            The core's records.

        Raises
        ------
        CommandError
            When the run is not over yet.
        """
        if self._logs is None:
            message = "logs: the run is not over; call env.run(until=centre.end) first"
            raise CommandError(message)
        return self._logs

    def _must_run(self) -> None:
        if self._logs is not None:
            message = "the run is over: nothing can be changed any more; act before centre.end"
            raise CommandError(message)

    def _acted(self) -> None:
        """After a user's act: tell what ended by it, and look again at what is due."""
        if int(self.run.tables["world"]["n_watched"][0]):
            self._tell()
        self._wake_at(self.env.now)

    def _retry(self, act: Callable[[Any], int]) -> int:
        """Do an act of the core, making room as long as it asks for it."""
        while True:
            result = int(act(self.run.tables.handle))
            if result >= 0:
                return result
            self.run.make_room(-result)

    def _hold(self, a: int, away: int, word: int) -> None:
        self._retry(lambda z: engine.hold_agent(z, self._now(), a, away, word))

    def _word(self, reason: str) -> int:
        from acd.log.schema import AGENT_REASONS  # brings pandas, which few user processes need

        if reason in AGENT_REASONS:
            return AGENT_REASONS.index(reason)
        if reason not in self.run.words:
            self.run.words.append(reason)
        return int(AgentReason.FIRST_WORD) + self.run.words.index(reason)

    def _who_leaves(self, g: int) -> list[int]:
        """Return a group's agents who can be taken away, in the order in which they are."""
        first, count = self.run.setup.arrays["group"][g].tolist()
        agents = self.run.tables["agent"][first : first + count]
        held = self.run.tables["worker"]["holds"][first : first + count] & AWAY
        there = (agents["state"] != AgentState.OFF) & (agents["pending"] != Pending.LOG_OUT) & (held == 0)
        turn = np.select(
            [agents["state"] == AgentState.READY, agents["state"] == AgentState.NOT_READY], [0, 1], default=2
        )
        found = np.flatnonzero(there)
        order = np.lexsort((-found, turn[found]))
        return [first + int(a) for a in found[order]]


def _index(kind: str, name: str, names: list[str]) -> int:
    if name not in names:
        message = f"unknown {kind} {name!r}; defined: {', '.join(names)}"
        raise CommandError(message)
    return names.index(name)


class SimpyClock:
    """Runs the core in a SimPy environment of its own, with nobody else in it.

    Parameters
    ----------
    halted : callable, optional
        Asked now and then; when it says True the run ends where it is.
    """

    def __init__(self, halted: Callable[[], bool] | None = None) -> None:
        self._halted = halted

    def run(self, run: Run) -> Logs:
        """Run to the end.

        Parameters
        ----------
        run : Run
            Prepared, not begun.

        Returns
        -------
        Logs
            What it leaves.
        """
        env = simpy.Environment()
        centre = SimpyCentre.of_run(env, run, self._halted)
        env.run(until=centre.end)
        return centre.logs()
