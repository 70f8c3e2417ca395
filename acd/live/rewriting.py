"""The desk of a routing engine whose rules change: agents with terms of their own, and changes of the tables."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import replace

import numpy as np

from acd.build.changes import WAITING, Rules, homes_in, new_tables, write
from acd.build.unchangeable import refuse
from acd.core import changes
from acd.core._compile import direct
from acd.core.codes import AgentState
from acd.core.lines import OWN_PRIORITY
from acd.core.tables import NONE, Tables
from acd.errors import CommandError
from acd.live.decisions import Decision
from acd.live.own import OwnDesk
from acd.scenario.own import own_words

Homes = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
"""Each agent's group."""


class ChangingDesk(OwnDesk):
    """A desk that rewrites the rules.

    Parameters
    ----------
    tables : Tables
        From `acd.build.router.new_router`.
    groups : mapping of str to int
        Groups of the scenario and their indices.
    clock : callable
        Time in seconds.
    rules : Rules
        By which the router decides.
    key_of : callable
        What random policies hash for a contact that came without a key.
    """

    def __init__(
        self,
        tables: Tables,
        groups: Mapping[str, int],
        clock: Callable[[], float],
        rules: Rules,
        key_of: Callable[[str], int],
    ) -> None:
        super().__init__(tables, groups, clock)
        self.rules = rules
        self.scenario = rules.scenario if own_words(rules.scenario) else None
        self._key_of = key_of
        self._told = 0
        self._begin_change = direct(changes.begin_change)
        self._end_change = direct(changes.end_change)
        self._end_quietly = direct(changes.end_quietly)

    def change(self, verb: str, rules: Rules) -> list[Decision]:
        """Let other rules hold from now; return what that causes."""
        return self._change(verb, rules, homes_in(self._tables, self.rules))

    def expect(self, verb: str, rules: Rules) -> None:
        """Let other rules hold for somebody who is not there yet."""
        self._change(verb, rules, homes_in(self._tables, self.rules), quietly=True)

    def _change(self, verb: str, rules: Rules, homes: Homes, *, quietly: bool = False) -> list[Decision]:
        """Let other rules hold; quietly where nobody who is there is concerned, who then stay as they are."""
        tables = self._tables
        rules, groups = rules.places(homes)
        refuse(verb, tables, self.rules, rules)
        arrays, now = new_tables(tables, rules, groups, alone=True), self._now()
        self._make_room(2 * int(tables["desk"]["in_system"][0]) + 2)
        first = self._begin_change(self._handle, now, self._told)
        write(tables, arrays)
        self._fill_keys()
        self._handle = tables.handle
        self.rules, self._told = rules, self._told + 1
        self.scenario = rules.scenario if own_words(rules.scenario) else None
        end = self._end_quietly if quietly else self._end_change
        return self._decisions(end(self._handle, first))

    def _fill_keys(self) -> None:
        """Give those who wait without a key what random policies hash; policies may be random from now."""
        contacts = self._tables["contact"]
        waiting = np.isin(contacts["state"], WAITING) & (contacts["key"] < 0)
        for slot in np.flatnonzero(waiting).tolist():
            # an offer has a slot of its own where contacts ring in rounds
            of = int(self._tables["phone"]["of"][slot]) if self._tables["rules"]["rounds"][0] else NONE
            contacts["key"][slot] = self._key_of(self._contact_ids[slot if of == NONE else of])

    def set_priority(self, verb: str, contact: str, own: int | None) -> list[Decision]:
        """Give a contact that waits or rings a priority of its own, or that of its line."""
        slot = self.slot(verb, contact)
        if int(self._tables["contact"]["state"][slot]) not in WAITING:
            message = (
                f"{verb}: contact {contact!r} does not wait; only the priority of one that waits can change"
            )
            raise CommandError(message)
        self._tables["grip"]["own"][slot] = 0 if own is None else own + OWN_PRIORITY
        return self.change(verb, self.rules)

    @property
    def contacts(self) -> Container[str]:
        """Identifiers of the contacts that are there."""
        return self._contacts

    def view(self, contact: str, category: str, requires: Mapping[str, int]) -> int:
        """Return what stands for the requirements of a contact that is not there yet.

        One that nobody needs any more makes room for it.
        """
        self._arrival(contact)
        wanted, rules, names = (category, dict(requires)), self.rules, list(self.rules.scenario.categories)
        if wanted not in rules.views:
            free = self._free_view()
            views = (*rules.views[:free], wanted, *rules.views[free + 1 :])
            self.expect("offer", replace(rules, views=views))
        return len(names) + self.rules.views.index(wanted)

    def _free_view(self) -> int:
        """Return the place of a view by which no contact is routed."""
        contacts, tiers = self._tables["contact"], int(self._tables["rules"]["n_tiers"][0])
        waiting = np.isin(contacts["state"], WAITING)
        used = {int(line) // tiers for line in contacts["line"][waiting]}
        first = len(self.rules.scenario.categories)
        places = range(len(self.rules.views))
        return next((place for place in places if first + place not in used), len(self.rules.views))

    # -- agents -------------------------------------------------------------------------------------------------
    def is_off(self, agent: str) -> bool:
        """Say whether an agent is logged out, or was never here."""
        a = self._agents.get(agent)
        return a is None or int(self._tables["agent"]["state"][a]) == AgentState.OFF

    def number_to_be(self, agent: str) -> int:
        """Return an agent's index, of a new one the next that is free."""
        return self._agents.get(agent, len(self._agent_ids))

    def assign(self, agent: str, group: str | None) -> None:
        """Put an agent who is about to log in into a group, with what the agent has of the own."""
        a = self._agents.get(agent)
        if group is None or a is None or a not in self.rules.own or not self.is_off(agent):
            super().assign(agent, group)
            return
        homes = homes_in(self._tables, self.rules)
        homes[a] = self.group("log_in", group, agent)
        self._change("log_in", self.rules, homes, quietly=True)
