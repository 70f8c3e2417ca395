"""The commands by which rules change, the same for the router alone and for processes of a simulation's user."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Mapping
from typing import Generic, TypeVar

from acd.build import edits
from acd.build.changes import Rules
from acd.errors import CommandError

Said = TypeVar("Said")
Contact = TypeVar("Contact")
Terms = Collection[str] | Mapping[str, object]


class Changing(Generic[Said, Contact]):
    """Commands that change the rules, a part of `acd.RoutingEngine` and of `acd.SimpyCentre`.

    Notes
    -----
    A change takes effect at once: whoever waits and whoever is ready are matched again by the new rules. Places in line
    and idle times stay as they are, and so does what is bound. An offer to an agent who may not serve the contact any
    more is taken back, and the contact is at its old place. What cannot be changes nothing. What is counted for a key,
    as for ``least_occupied``, is counted from log-in on, or from the change that first asked for it.
    """

    _rules: Rules

    def set_skills(
        self,
        agent: str | None = None,
        skills: Mapping[str, int] | None = None,
        *,
        group: str | None = None,
    ) -> Said:
        """Change the skills of an agent, or of a group.

        Parameters
        ----------
        agent : str, optional
            Whose; they stand in place of the group's as long as nothing else is said.
        skills : mapping of str to int, optional
            All skills, each with its level; None gives an agent those of the group again. A group has to be told.
        group : str, optional
            Whose, in place of an agent; agents with skills of their own keep these.

        Returns
        -------
        list of Decision or None
            From the router alone, what it caused, in order.

        Raises
        ------
        CommandError
            When nobody or both are named, a name is unknown or a level at fault.
        """
        verb = "set_skills"
        self._one_of(verb, agent=agent, group=group)
        if agent is None:
            assert group is not None
            if skills is None:
                message = f"{verb}: group {group!r}: give skills; {{}} takes all of them away"
                raise CommandError(message)
            return self._apply(
                edits.group_terms(verb, group, self._rules, skills=skills), verb, group=group, skills=skills
            )
        a = self._number_of(verb, agent)
        return self._apply(
            edits.agent_terms(verb, agent, a, self._rules, skills=skills), verb, agent=agent, skills=skills
        )

    def authorise(
        self,
        agent: str | None = None,
        categories: Terms | None = None,
        *,
        group: str | None = None,
    ) -> Said:
        """Change what an agent, or a group, is authorised for.

        Parameters
        ----------
        agent : str, optional
            Who; it stands in place of the group's authority as long as nothing else is said.
        categories : collection of str or mapping, optional
            All categories, as ``authorised`` in a scenario; None gives an agent the group's authority again.
        group : str, optional
            Who, in place of an agent; agents with an authority of their own keep it.

        Returns
        -------
        list of Decision or None
            From the router alone, what it caused, in order.

        Raises
        ------
        CommandError
            When nobody or both are named, or a name is unknown.
        """
        verb = "authorise"
        self._one_of(verb, agent=agent, group=group)
        if agent is None:
            assert group is not None
            return self._apply(
                edits.group_terms(verb, group, self._rules, authorised=categories),
                verb,
                group=group,
                categories=categories,
            )
        a = self._number_of(verb, agent)
        return self._apply(
            edits.agent_terms(verb, agent, a, self._rules, authorised=categories),
            verb,
            agent=agent,
            categories=categories,
        )

    def set_requires(self, category: str, requires: Mapping[str, int]) -> Said:
        """Change the skills that a category requires.

        Parameters
        ----------
        category : str
            Which.
        requires : mapping of str to int
            All of them, each with its lowest level.

        Returns
        -------
        list of Decision or None
            From the router alone, what it caused, in order.

        Raises
        ------
        CommandError
            When the category is unknown or a level at fault.
        """
        changed = edits.requirement("set_requires", category, self._rules, requires)
        return self._apply(changed, "set_requires", category=category, requires=requires)

    def set_routing(
        self,
        *,
        choose_agent: str | Collection[str] | None = None,
        choose_contact: str | Collection[str] | None = None,
        **others: object,
    ) -> Said:
        """Change the policies.

        Parameters
        ----------
        choose_agent, choose_contact : str or collection of str, optional
            Keys in order, as in a scenario.
        **others : object
            Other keys of ``routing``, as in a scenario.

        Returns
        -------
        list of Decision or None
            From the router alone, what it caused, in order.

        Raises
        ------
        CommandError
            When a key is unknown or at fault.
        """
        values = {"choose_agent": choose_agent, "choose_contact": choose_contact} | others
        given = {key: value for key, value in values.items() if value is not None}
        return self._apply(edits.routing("set_routing", self._rules, given), "set_routing", **given)

    def set_threshold(self, group: str, category: str, **values: object) -> Said:
        """Change from when on a group's agents take a category.

        Parameters
        ----------
        group, category : str
            Names in the scenario; the group is authorised for the category.
        **values : object
            Keys of ``authorised.CATEGORY``, as in a scenario: ``above``, ``keep_free``.

        Returns
        -------
        list of Decision or None
            From the router alone, what it caused, in order.

        Raises
        ------
        CommandError
            When a name or key is unknown, or a value at fault.
        """
        changed = edits.terms("set_threshold", group, category, self._rules, values)
        return self._apply(changed, "set_threshold", group=group, category=category, **values)

    def set_weight(self, group: str, category: str | None = None, **values: object) -> Said:
        """Change how a group's agents weigh a category, or what they weigh among all agents.

        Parameters
        ----------
        group : str
            Name in the scenario.
        category : str, optional
            Name in the scenario; the group is authorised for it. None for the group's own weight, which
            ``weighted_random`` goes by.
        **values : object
            With a category keys of ``authorised.CATEGORY``, as in a scenario: ``weight``, ``share``, ``wait_weight``,
            ``idle_weight``; without one ``weight``.

        Returns
        -------
        list of Decision or None
            From the router alone, what it caused, in order.

        Raises
        ------
        CommandError
            When a name or key is unknown, or a value at fault.
        """
        if category is not None:
            changed = edits.terms("set_weight", group, category, self._rules, values)
            return self._apply(changed, "set_weight", group=group, category=category, **values)
        if set(values) != {"weight"}:
            message = f"set_weight: group {group!r}: without a category give weight, and nothing else"
            raise CommandError(message)
        changed = edits.group_weight("set_weight", group, self._rules, values["weight"])
        return self._apply(changed, "set_weight", group=group, **values)

    def set_priority(
        self,
        *,
        priority: int | None,
        contact: Contact | None = None,
        category: str | None = None,
        tier: str | None = None,
    ) -> Said:
        """Change the priority of a category, of a tier, or of one contact.

        Parameters
        ----------
        priority : int or None
            -1000 … 1000, the higher is served first; None takes a contact's or a tier's own away.
        contact : object, optional
            Its identifier; in a simulation, the event that ``inject`` returned, or the contact's number.
        category, tier : str, optional
            Which, in place of a contact. A contact's own priority counts before its tier's, a tier's before its
            category's.

        Returns
        -------
        list of Decision or None
            From the router alone, what it caused, in order.

        Raises
        ------
        CommandError
            When not exactly one is named, a name is unknown or the priority out of range.
        """
        self._one_of("set_priority", contact=contact, category=category, tier=tier)
        if contact is not None:
            return self._set_contact_priority("set_priority", contact, priority)
        changed = edits.priority("set_priority", self._rules, category, tier, priority)
        named = {"tier": tier} if category is None else {"category": category}
        return self._apply(changed, "set_priority", priority=priority, **named)

    @staticmethod
    def _one_of(verb: str, **given: object) -> None:
        if sum(value is not None for value in given.values()) != 1:
            message = f"{verb}: name exactly one of {', '.join(given)}"
            raise CommandError(message)

    @abstractmethod
    def _number_of(self, verb: str, agent: str) -> int:
        """Return an agent's index, or say that there is none."""

    @abstractmethod
    def _apply(self, rules: Rules, verb: str, **told: object) -> Said:
        """Let other rules hold from now; the verb and what was told are for a journal."""

    @abstractmethod
    def _set_contact_priority(self, verb: str, contact: Contact, priority: int | None) -> Said:
        """Change one contact's priority."""
