"""RoutingEngine: commands in the caller's identifiers, decisions as frozen dataclasses, on the caller's clock.

It holds its state in memory. It draws nothing, waits for nothing and starts no thread: each command returns what it
caused, and `next_due` says when `tick` has something to do. It must not know how long anything lasts.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from acd.build.router import new_router
from acd.core.codes import Command
from acd.core.router import OWN_PRIORITY
from acd.core.tables import NONE, SECOND
from acd.errors import CommandError
from acd.live.desk import Desk, index_of
from acd.live.terms import LONGEST_WAITED, holds, key_of, priority_of, time_held, time_waited

if TYPE_CHECKING:
    from acd.live.decisions import Decision
    from acd.scenario import Scenario

# numbers by themselves: to look a code up in its class takes a fifth of a command's time
_LOG_IN, _LOG_OUT, _READY = Command.LOG_IN.value, Command.LOG_OUT.value, Command.READY.value
_NOT_READY, _WRAPPED_UP = Command.NOT_READY.value, Command.WRAPPED_UP.value
_ACCEPT, _FINISH, _HANG_UP = Command.ACCEPT.value, Command.FINISH.value, Command.HANG_UP.value


class RoutingEngine:
    """Routes live contacts by a scenario's categories, groups and rules.

    Parameters
    ----------
    scenario : Scenario, str or Path
        A scenario or its file; what concerns the simulated world in it is not used.
    now : callable, optional
        Time in seconds; by default the wall clock. A value below an earlier one counts as the earlier one.
    agents : mapping of str to str, optional
        Agents known beforehand and their groups; among agents equal by every rule the earlier one is chosen. Others
        are added when they first log in.
    auto_accept : bool
        Bind at once; by default the agent is offered the contact first and accepts it.
    offer_timeout : float, optional
        How long an offer stands [s]; then the agent is not ready (``no answer``) and the contact is back at its
        old place. By default for ever.
    seed, replication : int
        What random policies hash, as in a simulation.

    Raises
    ------
    ScenarioError
        When the scenario's file has faults.
    CommandError
        When an agent's group is unknown or the timeout is negative.

    Notes
    -----
    Every command returns the list of decisions it caused, in order. A command that makes no sense in the present
    state raises `acd.errors.CommandError` and changes nothing.

    Examples
    --------
    >>> engine = RoutingEngine("scenarios/bank.yaml")  # doctest: +SKIP
    >>> engine.log_in("ana", group="general")  # doctest: +SKIP
    >>> engine.ready("ana")  # doctest: +SKIP
    >>> engine.offer("call-17", category="regular")  # doctest: +SKIP
    """

    def __init__(
        self,
        scenario: Scenario | str | Path,
        now: Callable[[], float] | None = None,
        *,
        agents: Mapping[str, str] | None = None,
        auto_accept: bool = False,
        offer_timeout: float | None = None,
        seed: int = 1,
        replication: int = 0,
    ) -> None:
        if isinstance(scenario, str | Path):
            from acd.scenario import load

            scenario = load(Path(scenario))
        if offer_timeout is not None and not 0 <= offer_timeout < LONGEST_WAITED:
            message = f"offer_timeout: {offer_timeout!r} s is not a time; give 0 to {LONGEST_WAITED:.0f}"
            raise CommandError(message)
        timeout = NONE if offer_timeout is None else round(offer_timeout * SECOND)
        tables = new_router(scenario, seed, replication, auto_accept=auto_accept, offer_timeout=timeout)
        self._categories = {name: k for k, name in enumerate(scenario.categories)}
        self._tiers = {name: t for t, name in enumerate(scenario.tier_names)}
        self._holds = holds(scenario)
        self._by_chance = "random" in scenario.routing.choose_agent
        self._by_priority = "priority" in scenario.routing.choose_contact
        self._desk = Desk(tables, {name: g for g, name in enumerate(scenario.agents)}, now or time.time)
        for agent, group in (agents or {}).items():
            self._desk.add_agent(agent, self._desk.group("agents", group, agent))

    # -- commands about agents ----------------------------------------------------------------------------------
    def log_in(self, agent: str, group: str | None = None) -> list[Decision]:
        """Log an agent in, not ready yet.

        Parameters
        ----------
        agent : str
            The caller's identifier.
        group : str, optional
            The agent's group; needed the first time, and to change it.

        Returns
        -------
        list of Decision
            Empty.

        Raises
        ------
        CommandError
            When the agent is logged in already or no group of the scenario is given.
        """
        self._desk.assign(agent, group)
        return self._desk.tell_agent("log_in", _LOG_IN, agent, 0)

    def log_out(self, agent: str, reason: str = "") -> list[Decision]:
        """Log an agent out: at once, or after the contact and wrap-up in hand.

        Parameters
        ----------
        agent : str
            Who.
        reason : str
            A word for the log.

        Returns
        -------
        list of Decision
            If a contact was offered to the agent: what became of it.

        Raises
        ------
        CommandError
            When the agent is not logged in.
        """
        return self._desk.tell_agent("log_out", _LOG_OUT, agent, self._desk.word(reason))

    def ready(self, agent: str) -> list[Decision]:
        """Let an agent take contacts; one with work in hand forgets what was to follow it.

        Parameters
        ----------
        agent : str
            Who.

        Returns
        -------
        list of Decision
            The contact offered or bound, if one waits.

        Raises
        ------
        CommandError
            When the agent is off, ready already, or busy with nothing to follow.
        """
        return self._desk.tell_agent("ready", _READY, agent, 0)

    def not_ready(self, agent: str, reason: str = "") -> list[Decision]:
        """Let an agent take nothing more: from now, or after the contact and wrap-up in hand.

        Parameters
        ----------
        agent : str
            Who.
        reason : str
            A word for the log.

        Returns
        -------
        list of Decision
            If a contact was offered to the agent: what became of it.

        Raises
        ------
        CommandError
            When the agent is off.
        """
        return self._desk.tell_agent("not_ready", _NOT_READY, agent, self._desk.word(reason))

    def wrapped_up(self, agent: str) -> list[Decision]:
        """End an agent's wrap-up.

        Parameters
        ----------
        agent : str
            Who.

        Returns
        -------
        list of Decision
            The next contact, if one waits.

        Raises
        ------
        CommandError
            When the agent is not in wrap-up.
        """
        return self._desk.tell_agent("wrapped_up", _WRAPPED_UP, agent, 0)

    # -- commands about contacts --------------------------------------------------------------------------------
    def offer(
        self,
        contact: str,
        category: str,
        tier: str = "standard",
        *,
        priority: int | None = None,
        waited: float = 0.0,
        preferred: str | None = None,
        hold: float | None = None,
        key: int | None = None,
    ) -> list[Decision]:
        """Bring a new contact.

        Parameters
        ----------
        contact : str
            The caller's identifier, not in use.
        category, tier : str
            Names in the scenario.
        priority : int, optional
            -1000 … 1000 instead of the category's or tier's; the higher is served first, where ``choose_contact``
            names priority.
        waited : float
            How long it counts as having waited already, beyond any age credit [s].
        preferred : str, optional
            Whom it waits for before others may have it, unless off, unknown, about to leave or not authorised.
        hold : float, optional
            How long it waits for that agent only [s]; by default as the tier's ``preferred_agent`` says, else 30 s.
        key : int, optional
            What random policies hash, 0 … 2**63 - 1; by default a hash of the identifier.

        Returns
        -------
        list of Decision
            One of `Offered`, `Bound`, `Queued`, `Refused`; `Queued` says for whom and until when it is held.

        Raises
        ------
        CommandError
            When the contact is there already, a name is unknown or a number out of range.
        """
        try:
            k, t = self._categories[category], self._tiers[tier]
        except KeyError:
            k, t = self._unknown(category, tier)
        own, earlier, hashed = -OWN_PRIORITY, 0, 0
        if priority is not None:
            checked = priority_of(contact, priority)
            own = checked if self._by_priority else own
        if waited:
            earlier = time_waited(contact, waited)
        if key is not None or self._by_chance:
            hashed = key_of(contact, key)
        longest = self._holds[tier] if hold is None else time_held(contact, hold)
        if preferred is not None and (a := self._desk.known(preferred)) != NONE:
            home = k * len(self._tiers) + t
            return self._desk.tell_preferred(contact, home, hashed, (a, longest), earlier, own)
        return self._desk.tell_offer(contact, k, t, hashed, earlier, own)

    def _unknown(self, category: str, tier: str) -> tuple[int, int]:
        return (
            index_of("offer", "category", category, self._categories),
            index_of("offer", "tier", tier, self._tiers),
        )

    def accept(self, contact: str, agent: str) -> list[Decision]:
        """Let the agent answer the contact that is offered.

        Parameters
        ----------
        contact, agent : str
            Which contact, and who answers.

        Returns
        -------
        list of Decision
            `Bound`.

        Raises
        ------
        CommandError
            When the contact is not offered to that agent.
        """
        a = self._desk.agent("accept", agent)
        return self._desk.tell_contact("accept", _ACCEPT, contact, a, 0)

    def finish(self, contact: str, outcome: str = "resolved", *, wrap_up: bool = True) -> list[Decision]:
        """End the handling of a bound contact.

        Parameters
        ----------
        contact : str
            Which.
        outcome : str
            A word that comes back as the reason of `Ended`.
        wrap_up : bool
            Whether the agent wraps up before the next contact.

        Returns
        -------
        list of Decision
            `Ended`, then the agent's next contact if there is one.

        Raises
        ------
        CommandError
            When the contact is not bound.
        """
        return self._desk.tell_contact("finish", _FINISH, contact, NONE, 1 if wrap_up else 0, outcome)

    def hang_up(self, contact: str) -> list[Decision]:
        """Let the customer leave; of a bound contact this is its finish, and wrap-up follows.

        Parameters
        ----------
        contact : str
            Which.

        Returns
        -------
        list of Decision
            `Ended`; before it `Rescinded` if the contact was ringing; then what the agent does next.

        Raises
        ------
        CommandError
            When the contact is unknown.
        """
        if self._desk.is_bound("hang_up", contact):
            return self._desk.tell_contact("hang_up", _FINISH, contact, NONE, 1, "hung up")
        return self._desk.tell_contact("hang_up", _HANG_UP, contact, NONE, 0)

    # -- time ---------------------------------------------------------------------------------------------------
    def next_due(self) -> float | None:
        """Return when `tick` next has something to do [s, by the engine's clock], None when nothing is pending."""
        return self._desk.next_due()

    def tick(self) -> list[Decision]:
        """Do what fell due: unanswered offers lapse, holds for one agent end.

        Returns
        -------
        list of Decision
            What that caused, in order.
        """
        return self._desk.tick()

    # -- a look at the state ------------------------------------------------------------------------------------
    def waiting(self, category: str | None = None) -> int:
        """Return how many contacts wait, in one category or in all.

        Parameters
        ----------
        category : str, optional
            Which category; all when left out.

        Returns
        -------
        int
            Contacts in line; those offered or bound are not.

        Raises
        ------
        CommandError
            When the category is unknown.
        """
        if category is None:
            return self._desk.waiting(None)
        return self._desk.waiting(index_of("waiting", "category", category, self._categories))

    def state_of(self, agent: str) -> str:
        """Return what an agent is doing.

        Parameters
        ----------
        agent : str
            Who.

        Returns
        -------
        str
            ``off``, ``not_ready``, ``ready``, ``offered``, ``busy`` or ``wrap_up``.

        Raises
        ------
        CommandError
            When the agent is unknown.
        """
        return self._desk.state_of(agent)
