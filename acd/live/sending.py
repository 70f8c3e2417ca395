"""Contacts that are for somebody: offered to an agent whom they want, or sent on to an agent or a group.

`Sending` is the part of `acd.live.desk.Desk` that gives the core these commands. It must not know which commands there
are for the public.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from acd.build.relations import begin_relations
from acd.core import telephone, wishes
from acd.core._compile import direct
from acd.core.commands import FULL, REFUSED
from acd.core.lines import OWN_PRIORITY
from acd.core.tables import NEVER, NONE, Tables
from acd.core.whom import FIRST_GROUP
from acd.errors import CommandError
from acd.live.terms import time_held
from acd.live.wording import index_of

if TYPE_CHECKING:
    from acd.live.decisions import Decision


class Sent(NamedTuple):
    """To whom a contact is sent.

    Parameters
    ----------
    category : int
        As what it goes on.
    wanted : int
        See `acd.core.whom`.
    longest : int
        For how long it is theirs alone [us]; NONE where it is sent to nobody in particular.
    """

    category: int
    wanted: int = NONE
    longest: int = NONE


class Sending:
    """Commands that say for whom a contact is, a part of `acd.live.desk.Desk`."""

    _tables: Tables
    _handle: Any
    _groups: Mapping[str, int]
    _now: Callable[[], int]
    _enlarge: Callable[[], None]
    _arrival: Callable[..., int]
    _welcome: Callable[[str, int], list[Decision]]
    _goes_on: Callable[[str, int, int], list[Decision]]
    _why_contact: Callable[[str, str, int], str]
    slot: Callable[[str, str], int]
    agent: Callable[[str, str], int]

    def __init__(self) -> None:
        self._obey_preferred = direct(wishes.obey_preferred)
        self._obey_call_back = direct(wishes.obey_call_back)
        self._obey_sent = direct(wishes.obey_sent)
        self._obey_transfer = direct(telephone.obey_transfer)
        self._obey_consult = direct(telephone.obey_consult)

    def tell_preferred(
        self, contact: str, home: int, key: int, who: tuple[int, int], earlier: int, own: int, *, again: bool
    ) -> list[Decision]:
        """Give the router a contact that wants an agent, perhaps a callback: whom, and for how long [us]."""
        now = self._arrival(contact, "call_back" if again else "offer")
        a, hold = who
        if a != NONE:
            self._let_want()
        obey = self._obey_call_back if again else self._obey_preferred
        while (slot := obey(self._handle, now, home, key, a, earlier, own, hold)) == FULL:
            self._enlarge()
        return self._welcome(contact, slot)

    def tell_sent(
        self, contact: str, sent: Sent, line: tuple[int, int], earlier: int, asker: int, *, again: bool
    ) -> list[Decision]:
        """Give the router what a simulation's desk sends: tier and key, who asks, whether it was promised a place."""
        now = self._arrival(contact)
        self._aim(sent)
        terms = *line, earlier, -OWN_PRIORITY, asker, int(again)
        while (slot := self._obey_sent(self._handle, now, *terms)) == FULL:
            self._enlarge()
        return self._welcome(contact, slot)

    def tell_transfer(
        self, verb: str, contact: str, sent: Sent, credit: int, priority: int, wrap_up: int
    ) -> list[Decision]:
        """Send a bound contact to another category: time it counts as having waited [us], own priority."""
        slot, now = self.slot(verb, contact), self._now()
        self._aim(sent)
        k = sent.category
        while (d := self._obey_transfer(self._handle, now, slot, k, credit, priority, wrap_up)) == FULL:
            self._enlarge()
        if d == REFUSED:
            raise CommandError(self._why_contact(verb, contact, slot))
        return self._goes_on(contact, d, 1)

    def tell_consult(self, verb: str, contact: str, sent: Sent, question: str) -> list[Decision]:
        """Ask an agent of another category about a bound contact, by a contact of its own."""
        slot, now = self.slot(verb, contact), self._arrival(question, verb, "give another identifier by as_=")
        if sent.wanted >= 0 and int(self._tables["contact"]["agent"][slot]) == sent.wanted:
            message = (
                f"{verb}: contact {contact!r} is with the very agent who is to be asked; name another agent"
            )
            raise CommandError(message)
        self._aim(sent)
        self._tables["rules"]["choosy"] = 1
        while (d := self._obey_consult(self._handle, now, slot, sent.category)) == FULL:
            self._enlarge()
        if d == REFUSED:
            raise CommandError(self._why_contact(verb, contact, slot))
        return self._welcome(question, d)

    def sent_to(self, verb: str, contact: str, category: str, known: Mapping[str, int], whom: Whom) -> Sent:
        """Return to whom a contact is sent, or say why they cannot be."""
        k = index_of(verb, "category", category, known)
        group, agent, hold = whom
        if group is None and agent is None:
            if hold is not None:
                message = f"{verb}: hold {hold!r} s of contact {contact!r} is for nobody; give group= or agent= with it"
                raise CommandError(message)
            return Sent(k)
        if group is not None and agent is not None:
            message = f"{verb}: group {group!r} and agent {agent!r} are given together; give one of them"
            raise CommandError(message)
        longest = NEVER if hold is None else time_held(contact, hold, verb)
        if agent is not None:
            a = self.agent(verb, agent)
            self._check(verb, f"agent {agent!r}", int(self._tables["member"]["group"][a]), (category, k))
            return Sent(k, a, longest)
        g = index_of(verb, "group", group or "", self._groups)
        self._check(verb, f"group {group!r}", g, (category, k))
        return Sent(k, FIRST_GROUP - g, longest)

    def _check(self, verb: str, who: str, g: int, category: tuple[str, int]) -> None:
        """Say why an agent of a group, or all, may not have a category's contacts, if so."""
        name, k = category
        groups = int(self._tables["rules"]["n_groups"][0])
        allowed = self._tables["route"]["ever"][k * groups : (k + 1) * groups]
        if not allowed[g]:
            able = ", ".join(group for group, may in zip(self._groups, allowed, strict=False) if may)
            message = f"{verb}: {who} may not take category {name!r}; groups that may: {able}"
            raise CommandError(message)

    def _let_want(self) -> None:
        """Let the router take contacts that want somebody from now on."""
        if not self._tables["rules"]["relations"][0]:
            begin_relations(self._tables)
            self._handle = self._tables.handle

    def _aim(self, sent: Sent) -> None:
        """Say to whom the next contact is sent; one sent to nobody in particular may be had by anybody."""
        if sent.longest != NONE:
            self._let_want()
        if self._tables["rules"]["relations"][0]:
            self._tables["aim"][0] = sent


Whom = tuple[str | None, str | None, float | None]
"""Group, agent, and for how long [s]; None where that is not said."""
