"""The counter between identifiers and indices: the caller's strings on one side, the core's tables on the other.

`Desk` keeps who is who, gives commands to the core, turns its answers into decisions, and says why a command made no
sense. It must not know which commands there are for the public.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Collection, Mapping, Sequence

from acd.build.relations import extend_patrons
from acd.build.router import DECISIONS, clear_agents, enlarge
from acd.core import commands, looks, telephone
from acd.core._compile import direct
from acd.core.codes import AgentReason, AgentState, Command, ContactState, DecisionReason, Pending
from acd.core.codes import Decision as DecisionCode
from acd.core.commands import FULL, REFUSED
from acd.core.tables import NEVER, NONE, SECOND, Tables
from acd.errors import CommandError
from acd.live.decisions import Decision, decided
from acd.live.sending import Sending
from acd.live.terms import barred_but
from acd.live.wording import REASONS, WORDS, absent, index_of, why_agent, why_contact

_ENDED, _REFUSED, _FINISHED = (
    DecisionCode.ENDED.value,
    DecisionCode.REFUSED.value,
    DecisionReason.FINISHED.value,
)
_READY, _WRAPPED_UP, _HAND_OVER = Command.READY.value, Command.WRAPPED_UP.value, Command.HAND_OVER.value
_MICROSECONDS = float(SECOND)
"""In a second."""
_ROW = struct.Struct("5q")
"""A row of the table ``decided``."""
_row_at = _ROW.unpack_from
_PLACES = tuple(tuple(range(0, n * _ROW.size, _ROW.size)) for n in range(DECISIONS + 1))
"""Where the rows of so many decisions begin; of more, it is reckoned."""


class Desk(Sending):
    """Identifiers, the clock and the core's tables of one routing engine.

    Parameters
    ----------
    tables : Tables
        From `acd.build.router.new_router`.
    groups : mapping of str to int
        Groups of the scenario and their indices.
    clock : callable
        Time in seconds.
    """

    def __init__(self, tables: Tables, groups: Mapping[str, int], clock: Callable[[], float]) -> None:
        super().__init__()
        self._obey_agent = direct(commands.obey_agent)
        self._obey_contact = direct(commands.obey_contact)
        self._obey_offer = direct(commands.obey_offer)
        self._obey_channel = direct(commands.obey_channel)
        self._obey_activity = direct(telephone.obey_activity)
        self._obey_peer = direct(telephone.obey_peer)
        self._ask_wait = direct(looks.ask_wait)
        self._tick = direct(commands.tick)
        self._next_timer = direct(commands.next_timer)
        self._tables = tables
        self._handle = tables.handle
        self._decided = tables["decided"].data.cast("B")
        self._start = clock()
        self._clock = clock
        self._last = 0
        self._groups = groups
        self._agents: dict[str, int] = {}
        self._agent_ids: list[str] = []
        self._contacts: dict[str, int] = {}
        self._contact_ids = [""] * len(tables["contact"])
        self._words = {word: number for number, word in enumerate(WORDS)}

    # -- commands -----------------------------------------------------------------------------------------------
    def tell_agent(self, verb: str, what: int, agent: str, value: int) -> list[Decision]:
        """Give the router a command about an agent; value as for `acd.core.commands.obey_agent`."""
        a, now = self.agent(verb, agent), self._now()
        while (n := self._obey_agent(self._handle, now, what, a, value)) == FULL:
            self._enlarge()
        if n == REFUSED:
            raise CommandError(self._why_agent(verb, agent, a))
        return self._decisions(n)

    def tell_contact(
        self, verb: str, what: int, contact: str, a: int, wrap_up: int, outcome: str = ""
    ) -> list[Decision]:
        """Give the router a command about a contact it knows."""
        slot = self._contacts.get(contact)
        if slot is None:
            raise CommandError(absent(verb, contact))
        now = self._now()
        while (n := self._obey_contact(self._handle, now, what, slot, a, wrap_up)) == FULL:
            self._enlarge()
        if n == REFUSED:
            raise CommandError(self._why_contact(verb, contact, slot))
        return self._decisions(n, outcome)

    def tell_activity(self, verb: str, contact: str, activity: int) -> list[Decision]:
        """Tell the router what the agent of a bound contact does with it."""
        slot, now = self.slot(verb, contact), self._now()
        if self._obey_activity(self._handle, now, slot, activity) == REFUSED:
            raise CommandError(self._why_contact(verb, contact, slot))
        return []

    def tell_peer(self, verb: str, what: int, contact: str, wrap_up: int) -> list[Decision]:
        """Go on with a bound contact about which another agent is asked."""
        slot, now = self.slot(verb, contact), self._now()
        d = int(self._tables["peer"]["asks"][slot]) - 1
        while (n := self._obey_peer(self._handle, now, what, slot, wrap_up)) == FULL:
            self._enlarge()
        if n == REFUSED:
            raise CommandError(self._why_contact(verb, contact, slot))
        return self._goes_on(contact, d, 2) if what == _HAND_OVER else self._decisions(n)

    def tell_wrapped_up(self, verb: str, agent: str, contact: str | None) -> list[Decision]:
        """Tell the router that an agent has wrapped up a contact, or the only one."""
        if contact is None:
            return self.tell_agent(verb, _WRAPPED_UP, agent, NONE)
        for slot in self._wrapped_by(self.agent(verb, agent)):
            if self._contact_ids[slot] == contact:
                return self.tell_agent(verb, _WRAPPED_UP, agent, slot)
        raise CommandError(self._why_agent(verb, agent, self.agent(verb, agent)))

    def tell_channel(
        self, verb: str, group: str, channel: str, known: Mapping[str, int], on: int
    ) -> list[Decision]:
        """Tell the router that a group's agents take contacts of a channel, or no more."""
        g, tables = index_of(verb, "group", group, self._groups), self._tables
        barred_but(verb, f"group {group!r}", [channel], known, self._worked(g, known))
        now = self._now()
        if not on:
            tables["rules"]["choosy"] = tables["rules"]["scan"] = 1
        self._make_room(int(tables["desk"]["waiting"][0]))
        n = self._obey_channel(self._handle, now, g, known[channel], on)
        if n == REFUSED:
            message = (
                f"{verb}: group {group!r} takes {'' if on else 'no '}contacts of channel {channel!r} already"
            )
            raise CommandError(message)
        return self._decisions(n)

    def _worked(self, g: int, known: Mapping[str, int]) -> list[str]:
        """Return the channels that a group works."""
        limits = self._tables["service"]["limit"].reshape(-1, len(known))
        return [name for name, ch in known.items() if limits[g, ch] > 0]

    def tell_ready(
        self, verb: str, agent: str, channels: Collection[str], known: Mapping[str, int]
    ) -> list[Decision]:
        """Tell the router that an agent takes contacts of some channels."""
        worked = self._worked(int(self._tables["member"]["group"][self.agent(verb, agent)]), known)
        barred = barred_but(verb, f"the group of agent {agent!r}", channels, known, worked)
        if barred:
            self._tables["rules"]["choosy"] = self._tables["rules"]["scan"] = 1
        return self.tell_agent(verb, _READY, agent, barred)

    def tell_offer(
        self, contact: str, k: int, tier: int, key: int, waited: int, priority: int
    ) -> list[Decision]:
        """Give the router a new contact: category, tier, key, time waited [us], own priority."""
        now = self._arrival(contact)
        while (slot := self._obey_offer(self._handle, now, k, tier, key, waited, priority)) == FULL:
            self._enlarge()
        return self._welcome(contact, slot)

    def _arrival(self, contact: str, verb: str = "offer", other: str = "use another identifier") -> int:
        """Return the time of an offer, or say that the contact is there already."""
        if contact in self._contacts:
            message = f"{verb}: contact {contact!r} is there already; end it first or {other}"
            raise CommandError(message)
        return self._now()

    def _welcome(self, contact: str, slot: int) -> list[Decision]:
        """Remember a contact unless it was refused, and return what was decided."""
        kind, _, a, reason, due = _row_at(self._decided)
        if kind != _REFUSED:
            self._contacts[contact] = slot
            self._contact_ids[slot] = contact
        return [
            decided(
                kind,
                contact,
                None if a == NONE else self._agent_ids[a],
                REASONS[reason],
                None if due == NONE else self._start + due / SECOND,
            )
        ]

    def _goes_on(self, contact: str, slot: int, ends: int) -> list[Decision]:
        """Return what was decided where a contact goes on in another slot once so many legs have ended."""
        n = int(self._tables["desk"]["n_decisions"][0])
        found = self._decisions(ends)
        self._contacts[contact] = slot
        self._contact_ids[slot] = contact
        found += self._decisions(n, first=ends)
        if found[-1].kind == "refused":
            del self._contacts[contact]
        return found

    def next_due(self) -> float | None:
        """Return when the router has something to do by itself [s, by the clock], None when it has not."""
        due = self._next_timer(self._handle)
        return None if due == NEVER else self._start + due / SECOND

    def tick(self) -> list[Decision]:
        """Let every offer lapse and every hold end that is due."""
        found = list[Decision]()
        while (more := self.tick_once()) is not None:
            found += more
        return found

    def tick_once(self) -> list[Decision] | None:
        """Let the first offer lapse or hold end that is due; None when there is none."""
        now = self._now()
        while (n := self._tick(self._handle, now)) == FULL:
            self._enlarge()
        return None if n == NONE else self._decisions(n)

    # -- who is who ---------------------------------------------------------------------------------------------
    def assign(self, agent: str, group: str | None) -> None:
        """Put an agent who is about to log in into a group, a new one into the table."""
        if agent not in self._agents:
            self.add_agent(agent, self.group("log_in", group, agent))
        elif group is not None:
            g, a = self.group("log_in", group, agent), self._agents[agent]
            if int(self._tables["agent"]["state"][a]) == AgentState.OFF:
                self._tables["member"]["group"][a] = g

    def add_agent(self, agent: str, g: int) -> None:
        """Add an agent, who is off, to the table."""
        a, rows = len(self._agent_ids), len(self._tables["agent"])
        if a >= rows:
            for name in ("agent", "member", "hand", "load", "bar"):
                self._tables.extend(name, 2 * len(self._tables[name]))
            extend_patrons(self._tables, 2 * rows)
            self._handle = self._tables.handle
            clear_agents(self._tables["agent"], rows)
        self._tables["member"]["group"][a] = g
        self._tables["rules"]["n_agents"] = a + 1
        self._agents[agent] = a
        self._agent_ids.append(agent)

    def group(self, verb: str, group: str | None, agent: str) -> int:
        """Return a group's index, or say that the agent needs one."""
        if group is None:
            known = ", ".join(self._groups)
            message = f"{verb}: agent {agent!r} is new and has no group; give group=, one of {known}"
            raise CommandError(message)
        return index_of(verb, "group", group, self._groups)

    def agent(self, verb: str, agent: str) -> int:
        """Return an agent's index, or say that there is none."""
        a = self._agents.get(agent)
        if a is None:
            message = f"{verb}: agent {agent!r} is unknown; log_in first"
            raise CommandError(message)
        return a

    def known(self, agent: str) -> int:
        """Return an agent's index, NONE for one who has never been here."""
        return self._agents.get(agent, NONE)

    def word(self, reason: str) -> int:
        """Return the number of a reason."""
        return self._words.setdefault(reason, len(self._words) - len(WORDS) + AgentReason.FIRST_WORD)

    def slot(self, verb: str, contact: str) -> int:
        """Return a contact's slot, or say that it is not there."""
        slot = self._contacts.get(contact)
        if slot is None:
            raise CommandError(absent(verb, contact))
        return slot

    # -- a look at the state ------------------------------------------------------------------------------------
    def is_bound(self, verb: str, contact: str) -> bool:
        """Say whether an agent handles a contact now."""
        return int(self._tables["contact"]["state"][self.slot(verb, contact)]) == ContactState.BOUND

    def estimated_wait(self, k: int) -> float:
        """Return how long a contact of a category that comes now will wait [s]."""
        return self._ask_wait(self._handle, self._now(), k) / _MICROSECONDS

    def waiting(self, k: int | None) -> int:
        """Return how many contacts of a category wait, or of all."""
        if k is None:
            return int(self._tables["desk"]["waiting"][0])
        return int(self._tables["crowd"]["waiting"][k])

    def state_of(self, agent: str) -> str:
        """Return the name of an agent's state."""
        return AgentState(int(self._tables["agent"]["state"][self.agent("state_of", agent)])).name.lower()

    # -- inside -------------------------------------------------------------------------------------------------
    def _now(self) -> int:
        now = round((self._clock() - self._start) * _MICROSECONDS)
        if now < self._last:
            return self._last
        self._last = now
        return now

    def _decisions(self, n: int, outcome: str = "", first: int = 0) -> list[Decision]:
        found: list[Decision] = []
        try:
            places: Sequence[int] = _PLACES[n]
        except IndexError:
            places = range(0, n * _ROW.size, _ROW.size)
        for place in places[first:] if first else places:
            kind, slot, a, reason, due = _row_at(self._decided, place)
            contact = self._contact_ids[slot]
            why = REASONS[reason]
            if kind == _ENDED:
                if reason == _FINISHED:
                    why = outcome or why
                del self._contacts[contact]
            agent = None if a == NONE else self._agent_ids[a]
            found.append(
                decided(kind, contact, agent, why, None if due == NONE else self._start + due / SECOND)
            )
        return found

    def _make_room(self, offers: int) -> None:
        """Make room for so many offers in one command."""
        enlarge(self._tables, offers)
        self._handle = self._tables.handle
        self._decided = self._tables["decided"].data.cast("B")

    def _enlarge(self) -> None:
        enlarge(self._tables)
        self._handle = self._tables.handle
        self._contact_ids += [""] * (len(self._tables["contact"]) - len(self._contact_ids))

    def _wrapped_by(self, a: int) -> list[int]:
        """Return the contacts that an agent wraps up, the one taken first at first."""
        rows, found = self._tables["contact"], list[int]()
        slot = int(self._tables["agent"]["contact"][a])
        while slot != NONE:
            if rows["state"][slot] == ContactState.WRAPPING:
                found.insert(0, slot)
            slot = int(rows["next"][slot])
        return found

    def _why_agent(self, verb: str, agent: str, a: int) -> str:
        row = self._tables["agent"][a]
        follows = row["pending"] != Pending.NOTHING
        wrapped = [self._contact_ids[slot] for slot in self._wrapped_by(a)]
        return why_agent(verb, agent, AgentState(int(row["state"])), follows=follows, wrapped=wrapped)

    def _why_contact(self, verb: str, contact: str, slot: int) -> str:
        row = self._tables["contact"][slot]
        agent = None if row["agent"] == NONE else self._agent_ids[int(row["agent"])]
        state = ContactState(int(row["state"]))
        activity = (
            AgentState(int(self._tables["grip"]["activity"][slot])) if state == ContactState.BOUND else None
        )
        other = max(int(self._tables["peer"][name][slot]) for name in ("asks", "asked_by"))
        peer = self._contact_ids[other - 1] if other else None
        return why_contact(verb, contact, state, activity, agent, peer)
