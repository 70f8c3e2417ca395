"""The counter between identifiers and indices: the caller's strings on one side, the core's tables on the other.

`Desk` keeps who is who, gives commands to the core, turns its answers into decisions, and says why a command made no
sense. It must not know which commands there are for the public.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping

from acd.build.relations import begin_relations, extend_patrons
from acd.build.router import DECISIONS, clear_agents, enlarge
from acd.core import commands
from acd.core._compile import direct
from acd.core.codes import AgentReason, AgentState, ContactState, Pending
from acd.core.codes import Decision as DecisionCode
from acd.core.commands import FULL, REFUSED
from acd.core.tables import NEVER, NONE, SECOND, Tables
from acd.errors import CommandError
from acd.live.decisions import Decision, decided

_WORDS = (
    "", "shift", "break", "unpaid break", "closed", "shrinkage", "no answer", "meeting", "training", "late", "overtime",
    "early",
)  # fmt: skip
_REASONS = {
    0: "", 1: "queue full", 2: "finished", 3: "hung up", 4: "lapsed", 5: "not ready", 6: "rejected", 10: "hold over",
}  # fmt: skip
"""By code."""
_ENDED, _REFUSED = DecisionCode.ENDED.value, DecisionCode.REFUSED.value
_MICROSECONDS = float(SECOND)
"""In a second."""
_ROW = struct.Struct("5q")
"""A row of the table ``decided``."""
_row_at = _ROW.unpack_from
_PLACES = tuple(tuple(range(0, n * _ROW.size, _ROW.size)) for n in range(DECISIONS + 1))
"""Where the rows of so many decisions begin."""
_AGENT_NEEDS = {
    "log_in": "log_out first",
    "ready": "that is for agents who are not ready or about to leave",
    "wrapped_up": "that is for agents in wrap-up",
}
_CONTACT_NEEDS = {
    "accept": "only the agent to whom it is offered can accept it",
    "finish": "only a bound contact can be finished; hang_up ends the others",
}


class Desk:
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
        self._obey_agent = direct(commands.obey_agent)
        self._obey_contact = direct(commands.obey_contact)
        self._obey_offer = direct(commands.obey_offer)
        self._obey_preferred = direct(commands.obey_preferred)
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
        self._words = {word: number for number, word in enumerate(_WORDS)}

    # -- commands -----------------------------------------------------------------------------------------------
    def tell_agent(self, verb: str, what: int, agent: str, reason: int) -> list[Decision]:
        """Give the router a command about an agent."""
        a, now = self.agent(verb, agent), self._now()
        while (n := self._obey_agent(self._handle, now, what, a, reason)) == FULL:
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
            raise CommandError(_absent(verb, contact))
        now = self._now()
        while (n := self._obey_contact(self._handle, now, what, slot, a, wrap_up)) == FULL:
            self._enlarge()
        if n == REFUSED:
            raise CommandError(self._why_contact(verb, contact, slot))
        return self._decisions(n, outcome)

    def tell_offer(
        self, contact: str, k: int, tier: int, key: int, waited: int, priority: int
    ) -> list[Decision]:
        """Give the router a new contact: category, tier, key, time waited [us], own priority."""
        now = self._arrival(contact)
        while (slot := self._obey_offer(self._handle, now, k, tier, key, waited, priority)) == FULL:
            self._enlarge()
        return self._welcome(contact, slot)

    def tell_preferred(
        self, contact: str, home: int, key: int, wanted: tuple[int, int], waited: int, priority: int
    ) -> list[Decision]:
        """Give the router a new contact that wants an agent: its line, and whom it wants for how long [us]."""
        now = self._arrival(contact)
        if not self._tables["rules"]["relations"][0]:
            begin_relations(self._tables)
            self._handle = self._tables.handle
        a, hold = wanted
        while (slot := self._obey_preferred(self._handle, now, home, key, a, waited, priority, hold)) == FULL:
            self._enlarge()
        return self._welcome(contact, slot)

    def _arrival(self, contact: str) -> int:
        """Return the time of an offer, or say that the contact is there already."""
        if contact in self._contacts:
            message = f"offer: contact {contact!r} is there already; end it first or use another identifier"
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
                _REASONS[reason],
                None if due == NONE else self._start + due / SECOND,
            )
        ]

    def next_due(self) -> float | None:
        """Return when the router has something to do by itself [s, by the clock], None when it has not."""
        due = self._next_timer(self._handle)
        return None if due == NEVER else self._start + due / SECOND

    def tick(self) -> list[Decision]:
        """Let every offer lapse and every hold end that is due."""
        now, found = self._now(), list[Decision]()
        while (n := self._tick(self._handle, now)) != NONE:
            if n == FULL:
                self._enlarge()
            else:
                found += self._decisions(n)
        return found

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
            for name in ("agent", "member", "hand", "load"):
                self._tables.extend(name, 2 * len(self._tables[name]))
            extend_patrons(self._tables, 2 * rows)
            self._handle = self._tables.handle
            clear_agents(self._tables["agent"], rows)
        self._tables["member"]["group"][a] = g
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
        return self._words.setdefault(reason, len(self._words) - len(_WORDS) + AgentReason.FIRST_WORD)

    # -- a look at the state ------------------------------------------------------------------------------------
    def is_bound(self, verb: str, contact: str) -> bool:
        """Say whether an agent handles a contact now."""
        slot = self._contacts.get(contact)
        if slot is None:
            raise CommandError(_absent(verb, contact))
        return int(self._tables["contact"]["state"][slot]) == ContactState.BOUND

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

    def _decisions(self, n: int, outcome: str = "") -> list[Decision]:
        found: list[Decision] = []
        for place in _PLACES[n]:
            kind, slot, a, reason, due = _row_at(self._decided, place)
            contact = self._contact_ids[slot]
            why = _REASONS[reason]
            if kind == _ENDED:
                why = outcome or why
                del self._contacts[contact]
            agent = None if a == NONE else self._agent_ids[a]
            found.append(
                decided(kind, contact, agent, why, None if due == NONE else self._start + due / SECOND)
            )
        return found

    def _enlarge(self) -> None:
        enlarge(self._tables)
        self._handle = self._tables.handle
        self._contact_ids += [""] * (len(self._tables["contact"]) - len(self._contact_ids))

    def _why_agent(self, verb: str, agent: str, a: int) -> str:
        row = self._tables["agent"][a]
        state = AgentState(int(row["state"])).name.lower().replace("_", " ")
        needs = "log_in first" if state == "off" else _AGENT_NEEDS[verb]
        follows = "" if row["pending"] == Pending.NOTHING else " and about to leave"
        return f"{verb}: agent {agent!r} is {state}{follows}; {needs}"

    def _why_contact(self, verb: str, contact: str, slot: int) -> str:
        row = self._tables["contact"][slot]
        state = ContactState(int(row["state"])).name.lower()
        whom = "" if row["agent"] == NONE else f" with agent {self._agent_ids[int(row['agent'])]!r}"
        return f"{verb}: contact {contact!r} is {state}{whom}; {_CONTACT_NEEDS[verb]}"


def _absent(verb: str, contact: str) -> str:
    return f"{verb}: contact {contact!r} is not there; it was never offered or has ended"


def index_of(verb: str, kind: str, name: str, known: Mapping[str, int]) -> int:
    """Return the index of a name, or say which names there are."""
    index = known.get(name)
    if index is None:
        message = f"{verb}: unknown {kind} {name!r}; defined: {', '.join(known)}"
        raise CommandError(message)
    return index
