"""RoutingEngine: commands in the caller's identifiers, decisions as frozen dataclasses, on the caller's clock.

It holds its state in memory. It draws nothing, waits for nothing and starts no thread: each command returns what it
caused, and `next_due` says when `tick` has something to do. It must not know how long anything lasts.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from acd.build import edits
from acd.build.changes import Rules
from acd.build.router import new_router
from acd.core.codes import Command
from acd.core.lines import OWN_PRIORITY
from acd.core.tables import NONE, SECOND
from acd.errors import CommandError
from acd.live.agents import Agents
from acd.live.attributes import Attributes, Carried
from acd.live.changes import Changes, by_chance
from acd.live.looks import Looks
from acd.live.rewriting import ChangingDesk
from acd.live.telephone import Telephone
from acd.live.terms import LONGEST_WAITED, holds, key_of, priority_of, time_held, time_waited
from acd.live.wording import index_of
from acd.scenario.values import shown

if TYPE_CHECKING:
    from acd.live.decisions import Decision
    from acd.scenario import Scenario

# numbers by themselves: to look a code up in its class takes a fifth of a command's time
_ACCEPT, _REJECT, _FINISH = Command.ACCEPT.value, Command.LAPSE.value, Command.FINISH.value
_HANG_UP = Command.HANG_UP.value


class RoutingEngine(Changes, Agents, Telephone, Looks):
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
        Bind at once, but for groups of which the scenario says how they answer; by default the agent is offered the
        contact first and accepts it.
    offer_timeout : float, optional
        How long an offer stands [s], where the group's ``no_answer`` does not say; then the agent is not ready (``no
        answer``) and the contact is back at its old place. By default for ever.
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
    state raises `acd.errors.CommandError` and changes nothing. A routing key of one's own that returns no finite number
    raises nothing: whom it was asked about comes last, and the first time a `RuntimeWarning` says so.

    Examples
    --------
    >>> engine = RoutingEngine("scenarios/bank.yaml")  # doctest: +SKIP
    >>> engine.log_in("ana", group="general")  # doctest: +SKIP
    >>> engine.ready("ana")  # doctest: +SKIP
    >>> engine.offer("call-17", category="regular")  # doctest: +SKIP
    """

    _desk: ChangingDesk

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
        self._channels = {name: ch for ch, name in enumerate(scenario.channels)}
        self._tiers = {name: t for t, name in enumerate(scenario.tier_names)}
        self._holds = holds(scenario)
        rules = Rules(scenario)
        self._by_chance = by_chance(rules)
        groups = {name: g for g, name in enumerate(scenario.agents)}
        self._desk = ChangingDesk(
            tables, groups, now or time.time, rules, lambda contact: key_of(contact, None)
        )
        self._attributes = Attributes(self._desk.contacts)
        for agent, group in (agents or {}).items():
            self._desk.add_agent(agent, self._desk.group("agents", group, agent))

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
        **more: Unpack[Carried],
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
        **more : mapping of str to object
            ``requires``: skills, each with its lowest level, in place of those that the category requires;
            ``attributes``: whatever the caller wants to find again by `attributes_of` while the contact is there.

        Returns
        -------
        list of Decision
            One of `Offered`, `Bound`, `Queued`, `Refused`; `Queued` says for whom and until when it is held. Where
            ``routing.ring`` lets it ring at several agents, an `Offered` for each, the best first.

        Raises
        ------
        CommandError
            When the contact is there already, a name is unknown or a number out of range.
        """
        try:
            k, t = self._categories[category], self._tiers[tier]
        except KeyError:
            k, t = self._unknown(category, tier)
        if more:
            k = self._view(contact, category, k, **more)
        own, earlier, hashed = -OWN_PRIORITY, 0, NONE
        if priority is not None:
            own = priority_of(contact, priority)
        if waited:
            earlier = time_waited(contact, waited)
        if key is not None or self._by_chance:
            hashed = key_of(contact, key)
        longest = self._holds[tier] if hold is None else time_held(contact, hold)
        if preferred is not None and (a := self._desk.known(preferred)) != NONE:
            home = k * len(self._tiers) + t
            found = self._desk.tell_preferred(contact, home, hashed, (a, longest), earlier, own, again=False)
        else:
            found = self._desk.tell_offer(contact, k, t, hashed, earlier, own)
        if more or self._attributes:
            self._attributes.keep(contact, more.get("attributes"))
        return found

    def _view(
        self,
        contact: str,
        category: str,
        k: int,
        requires: Mapping[str, int] | None = None,
        attributes: object = None,
    ) -> int:
        """Return by which view of its category a contact is routed that is about to be offered."""
        if attributes is not None and not isinstance(attributes, Mapping):
            message = f"offer: attributes of contact {contact!r} are {shown(attributes)}; give a mapping"
            raise CommandError(message)
        if requires is None:
            return k
        return self._desk.view(contact, category, edits.levels("offer", contact, requires))

    def call_back(
        self,
        contact: str,
        category: str,
        tier: str = "standard",
        *,
        waited: float = 0.0,
        preferred: str | None = None,
        hold: float | None = None,
        key: int | None = None,
    ) -> list[Decision]:
        """Bring a contact whose customer was promised a callback: as `offer`, but a full line does not refuse it.

        Parameters
        ----------
        contact : str
            The caller's identifier, not in use.
        category, tier : str
            Names in the scenario.
        waited : float
            How long ago the place in line was promised [s].
        preferred : str, optional
            As for `offer`.
        hold : float, optional
            As for `offer`.
        key : int, optional
            As for `offer`.

        Returns
        -------
        list of Decision
            One of `Offered`, `Bound`, `Queued`.

        Raises
        ------
        CommandError
            When the contact is there already, a name is unknown or a number out of range.
        """
        k = index_of("call_back", "category", category, self._categories)
        t = index_of("call_back", "tier", tier, self._tiers)
        earlier = time_waited(contact, waited) if waited else 0
        hashed = key_of(contact, key) if key is not None or self._by_chance else NONE
        longest = self._holds[tier] if hold is None else time_held(contact, hold)
        a = NONE if preferred is None else self._desk.known(preferred)
        home, who = k * len(self._tiers) + t, (a, longest)
        found = self._desk.tell_preferred(contact, home, hashed, who, earlier, -OWN_PRIORITY, again=True)
        self._attributes.keep(contact, None)
        return found

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
            `Bound`; where it rang at several agents, then `Rescinded` for each of the others, with the reason
            ``answered elsewhere``, and what they take next.

        Raises
        ------
        CommandError
            When the contact is not offered to that agent.
        """
        a = self._desk.agent("accept", agent)
        return self._desk.tell_contact("accept", _ACCEPT, contact, a, 0)

    def reject(self, contact: str, agent: str) -> list[Decision]:
        """Let the agent turn down the contact that is offered; the agent is not ready then, as when an offer lapses.

        Parameters
        ----------
        contact, agent : str
            Which contact, and who rejects it.

        Returns
        -------
        list of Decision
            `Rescinded` and, unless it rings elsewhere, `Requeued` with the reason ``rejected``, then whom it is offered
            to next, if anybody.

        Raises
        ------
        CommandError
            When the contact is not offered to that agent.
        """
        a = self._desk.agent("reject", agent)
        return self._desk.tell_contact("reject", _REJECT, contact, a, 0)

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
            `Ended`, then the agent's next contacts if there are any. If another agent was asked about it: before them
            the end of that, and what that agent does next.

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
        """Do what fell due: offers lapse, holds end, contacts ring at more agents or again, steps of plans begin.

        Returns
        -------
        list of Decision
            What that caused, in order.
        """
        return self._desk.tick()
