"""The SimPy clock as users meet it: the core as a citizen of a SimPy environment.

User processes live in the same environment: they inject contacts and wait for their outcome, watch the scenario's own
ones, take agents away and give them back. How the core gets on in SimPy's loop is `simpy_loop`'s affair; this file
must not push events. ``env.now`` is in seconds; a user's moment counts as the nearest microsecond.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import simpy

from acd.build import Keep, build_setup
from acd.build.changes import Rules
from acd.build.keys import hash_bits, origin_of
from acd.clocks.changing import CentreChanges
from acd.clocks.clock import Logs, Run
from acd.clocks.outcomes import Taken
from acd.clocks.simpy_loop import Hear, Loop
from acd.clocks.watching import Watch
from acd.core import engine
from acd.core._compile import direct
from acd.core.codes import AgentReason, AgentState, Pending
from acd.core.presence import AWAY
from acd.core.tables import NONE
from acd.errors import CommandError

if TYPE_CHECKING:
    from acd.scenario import Scenario


class SimpyCentre(CentreChanges):
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
        names = list(scenario.categories), scenario.tier_names
        self._start(Loop(env, run, names), *names, list(scenario.agents))
        self._rules = Rules(scenario)

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
        centre._start(Loop(env, run, ((), ()), halted), (), (), ())
        return centre

    def _start(
        self, loop: Loop, categories: Sequence[str], tiers: Sequence[str], groups: Sequence[str]
    ) -> None:
        self.env, self.run, self.end = loop.env, loop.run, loop.end
        self._loop = loop
        self._categories, self._tiers, self._groups = map(_numbered, (categories, tiers, groups))
        self._origins = [origin_of("injected", name) for name in categories]
        self._injected, self._own = 0, {}
        self._inject = direct(engine.inject)
        if loop.now() > loop.run.next_time():
            message = f"the environment's time is {loop.env.now} s, after the scenario's first event; start it earlier"
            raise CommandError(message)

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
        k = _number("category", category, self._categories)
        t = NONE if tier is None else _number("tier", tier, self._tiers)
        key = hash_bits(f"contact:{self._injected if contact is None else contact}", 63)
        self._injected += 1
        loop = self._loop
        event = loop.expect(loop.act(self._inject, loop.now(), k, t, key, self._origins[k]))
        loop.acted()
        return event

    def watch(self, hear: Hear | None = None, categories: str | Iterable[str] | None = None) -> Watch:
        """Learn of every contact that ends, the scenario's own ones too, at the moment it ends.

        Parameters
        ----------
        hear : callable, optional
            Called with the `ContactOutcome` of each; left out, a process waits with ``yield watch.next()``.
        categories : str or iterable of str, optional
            Which categories contacts have as they come, whatever they are referred to; all when left out.

        Returns
        -------
        Watch
            Gives the contacts one by one, and can be stopped.

        Raises
        ------
        CommandError
            When a category is unknown, or the run is over.

        Notes
        -----
        Watched are contacts that arrive from now on. The core stands still at the moment at which one ends: whoever
        hears of it can act before anything else happens.
        """
        self._must_run()
        names = [categories] if isinstance(categories, str) else categories
        watched = list(range(len(self._categories)))
        if names is not None:
            watched = sorted({_number("category", name, self._categories) for name in names})
        return Watch(self._loop, watched, hear)

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
        g = _number("group", group, self._groups)
        if agents < 0:
            message = f"take_away: {agents} agents cannot be taken away; give a number from 0"
            raise CommandError(message)
        taken = self._who_leaves(g)[:agents]
        for a in taken:
            self._hold(a, 1, self._word(reason))
        self._loop.acted()
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
        self._loop.acted()

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
        if self._loop.logs is None:
            message = "logs: the run is not over; call env.run(until=centre.end) first"
            raise CommandError(message)
        return self._loop.logs

    def _must_run(self) -> None:
        if self._loop.logs is not None:
            message = "the run is over: nothing can be changed any more; act before centre.end"
            raise CommandError(message)

    def _hold(self, a: int, away: int, word: int) -> None:
        self._loop.act(engine.hold_agent, self._loop.now(), a, away, word)

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


def _numbered(names: Sequence[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(names)}


def _number(kind: str, name: str, numbers: dict[str, int]) -> int:
    if name not in numbers:
        message = f"unknown {kind} {name!r}; defined: {', '.join(numbers)}"
        raise CommandError(message)
    return numbers[name]


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
