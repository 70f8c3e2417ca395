"""The rules of a simulation change by its user's processes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import simpy

from acd.build.changes import WAITING, Rules, homes_in, new_tables, write
from acd.build.changing import Changing
from acd.build.edits import named
from acd.build.router import MANY_DECISIONS
from acd.build.unchangeable import refuse
from acd.core import changed
from acd.core.lines import OWN_PRIORITY
from acd.errors import CommandError
from acd.scenario import Category
from acd.scenario.single import value_of
from acd.scenario.values import MisreadError

if TYPE_CHECKING:
    from acd.clocks.clock import Run
    from acd.clocks.simpy_loop import Loop

Contact = simpy.Event | int


class CentreChanges(Changing[None, Contact]):
    """Commands that change the rules, a part of `acd.SimpyCentre`.

    Notes
    -----
    Agents are named as in the log: ``general 1`` is the first one of the group ``general``. Each change is a command in
    the journal: ``logs().told`` says which, by the command's value.
    """

    run: Run
    _loop: Loop
    _own: dict[int, int]

    def _must_run(self) -> None:
        """Raise when the run is over."""
        raise NotImplementedError

    def _number_of(self, verb: str, agent: str) -> int:
        names = list[str]()
        for group, count in zip(self._rules.scenario.agents, self.run.setup.sizes, strict=True):
            names += [f"{group} {number}" for number in range(1, count + 1)]
        return names.index(named(verb, "agent", agent, names))

    def _set_contact_priority(self, verb: str, contact: Contact, priority: int | None) -> None:
        self._must_run()
        serial = self._loop.serial_of(contact) if isinstance(contact, simpy.Event) else contact
        contacts = self.run.tables["contact"]
        if not (np.isin(contacts["state"], WAITING) & (contacts["serial"] == serial)).any():
            message = (
                f"{verb}: contact {contact!r} does not wait; only the priority of one that waits can change"
            )
            raise CommandError(message)
        if priority is not None:
            try:
                priority = value_of(Category, "priority", priority)
            except MisreadError as error:
                message = f"{verb}: contact {serial}: {error}"
                raise CommandError(message) from None
        self._own[int(serial)] = 0 if priority is None else priority + OWN_PRIORITY
        self._apply(self._rules, verb, contact=int(serial), priority=priority)

    def _apply(self, rules: Rules, verb: str, **told: object) -> None:
        self._must_run()
        loop, tables = self._loop, self.run.tables
        rules, groups = rules.places(homes_in(tables, self._rules))
        refuse(verb, tables, self._rules, rules)
        arrays = new_tables(tables, rules, groups, alone=False)
        now = loop.now()
        lifted = loop.act(changed.begin_change, now, len(self.run.told))
        contacts = len(tables["contact"])
        tables.extend("decided", max(len(tables["decided"]), 2 * contacts + MANY_DECISIONS))
        self._mark_own()
        write(tables, arrays)
        loop.moved()
        loop.act(changed.end_change, now, lifted)
        self._rules = rules
        self.run.told.append(json.dumps({"command": verb} | told, default=list))
        loop.acted()

    def _mark_own(self) -> None:
        """Put own priorities where the core reads them; contacts of a simulation have none but from here."""
        tables = self.run.tables
        contacts, rows = tables["contact"], len(tables["contact"])
        if len(tables["grip"]) < rows:
            tables.extend("grip", rows)
        waiting = np.flatnonzero(np.isin(contacts["state"], WAITING))
        serials = contacts["serial"][waiting].tolist()
        self._own = {serial: own for serial, own in self._own.items() if serial in set(serials)}
        tables["grip"]["own"][waiting] = [self._own.get(serial, 0) for serial in serials]
