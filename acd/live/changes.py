"""The rules of a routing engine change while it runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from acd.build.changes import Rules
from acd.build.changing import Changing, Terms
from acd.build.edits import agent_terms
from acd.core.codes import Command
from acd.live.decisions import Decision
from acd.live.terms import priority_of
from acd.scenario.policies import CHANCE

if TYPE_CHECKING:
    from acd.live.rewriting import ChangingDesk


_LOG_IN = Command.LOG_IN.value


class Changes(Changing[list[Decision], str]):
    """Commands that change the rules, a part of `acd.RoutingEngine`."""

    _desk: ChangingDesk
    _by_chance: bool

    @property
    def _rules(self) -> Rules:  # type: ignore[override]  # the desk keeps them
        return self._desk.rules

    def _number_of(self, verb: str, agent: str) -> int:
        return self._desk.agent(verb, agent)

    def _apply(self, rules: Rules, verb: str, **told: object) -> list[Decision]:
        found = self._desk.change(verb, rules)
        self._by_chance = by_chance(rules)
        return found

    def _set_contact_priority(self, verb: str, contact: str, priority: int | None) -> list[Decision]:
        own = None if priority is None else priority_of(contact, priority, verb)
        return self._desk.set_priority(verb, contact, own)

    def log_in(
        self,
        agent: str,
        group: str | None = None,
        *,
        skills: Mapping[str, int] | None = None,
        authorised: Terms | None = None,
    ) -> list[Decision]:
        """Log an agent in, not ready yet.

        Parameters
        ----------
        agent : str
            The caller's identifier.
        group : str, optional
            The agent's group; needed the first time, and to change it.
        skills : mapping of str to int, optional
            The agent's own, as `set_skills` would say; what was said before stays otherwise.
        authorised : collection of str or mapping, optional
            The same of the agent's authority, as `authorise` would say.

        Returns
        -------
        list of Decision
            Empty.

        Raises
        ------
        CommandError
            When the agent is logged in already, no group of the scenario is given, or a skill or category is at fault.
        """
        own = {"skills": skills, "authorised": authorised}
        given = {key: value for key, value in own.items() if value is not None}
        if given:
            a = self._desk.number_to_be(agent)
            checked = agent_terms("log_in", agent, a, self._desk.rules, **given).own[a]
        self._desk.assign(agent, group)
        if given and self._desk.is_off(agent):
            self._desk.expect("log_in", self._desk.rules.with_own(a, checked))
        return self._desk.tell_agent("log_in", _LOG_IN, agent, 0)


def by_chance(rules: Rules) -> bool:
    """Say whether some key of the agent rule hashes contacts."""
    return not CHANCE.isdisjoint(rules.scenario.routing.choose_agent)
