"""What agents do with a contact that they handle: hold it, send it elsewhere, ask another agent about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acd.core.codes import AgentState, Command
from acd.core.lines import OWN_PRIORITY
from acd.live.terms import priority_of, time_credited

if TYPE_CHECKING:
    from collections.abc import Mapping

    from acd.live.attributes import Attributes
    from acd.live.decisions import Decision
    from acd.live.desk import Desk

_TALK, _HOLD = AgentState.BUSY.value, AgentState.HOLD.value
_CONFERENCE, _END_CONSULT = Command.CONFERENCE.value, Command.END_CONSULT.value
_HAND_OVER = Command.HAND_OVER.value


class Telephone:
    """Commands about bound contacts, a part of `acd.RoutingEngine`.

    Notes
    -----
    What one agent asks another is a contact of its own: it is offered, accepted, rejected, and finished by the agent
    who is asked, like any other. While it is there its asker takes nothing else, and whatever ends the customer's
    contact ends it too.
    """

    _desk: Desk
    _attributes: Attributes
    _categories: Mapping[str, int]

    def hold(self, contact: str) -> list[Decision]:
        """Put the customer on hold.

        Parameters
        ----------
        contact : str
            Which bound contact.

        Returns
        -------
        list of Decision
            Empty.

        Raises
        ------
        CommandError
            When the contact is not bound, on hold already, or another agent is asked about it.
        """
        return self._desk.tell_activity("hold", contact, _HOLD)

    def resume(self, contact: str) -> list[Decision]:
        """Talk to the customer again.

        Parameters
        ----------
        contact : str
            Which contact on hold.

        Returns
        -------
        list of Decision
            Empty.

        Raises
        ------
        CommandError
            When the contact is not on hold, or because another agent is asked about it (see `end_consult`).
        """
        return self._desk.tell_activity("resume", contact, _TALK)

    def transfer(
        self,
        contact: str,
        category: str,
        *,
        group: str | None = None,
        agent: str | None = None,
        hold: float | None = None,
        age_credit: float = 0.0,
        priority: int | None = None,
        wrap_up: bool = True,
    ) -> list[Decision]:
        """Send a contact to another category, where it is offered anew under its identifier.

        Of that category it may be for a group, or for one agent.

        Parameters
        ----------
        contact : str
            Which bound contact.
        category : str
            Whither; the same one is possible.
        group, agent : str, optional
            A group, or an agent who has been here, authorised for the category: it waits for them before others may
            have it. Where none of them is logged in, or all are about to leave, anybody may.
        hold : float, optional
            How long it waits for them only, whatever offers come to nothing [s]; by default as long as it takes.
        age_credit : float
            How long it counts as having waited already, beyond the category's own credit [s].
        priority : int, optional
            As for `offer`.
        wrap_up : bool
            Whether the agent wraps up before the next contact.

        Returns
        -------
        list of Decision
            `Ended` with the reason ``transferred``, the agent's next contacts if there are any, then what becomes of
            the contact: one of `Offered`, `Bound`, `Queued`, `Refused`; `Queued` says until when it is held, and for
            which agent.

        Raises
        ------
        CommandError
            When the contact is not bound, another agent is asked about it, a name is unknown, whoever is named may not
            take the category, or a number is out of range.
        """
        sent = self._desk.sent_to("transfer", contact, category, self._categories, (group, agent, hold))
        credit = time_credited(contact, age_credit)
        own = -OWN_PRIORITY
        if priority is not None:
            own = priority_of(contact, priority, "transfer")
        return self._desk.tell_transfer("transfer", contact, sent, credit, own, int(wrap_up))

    def consult(
        self,
        contact: str,
        category: str,
        *,
        group: str | None = None,
        agent: str | None = None,
        hold: float | None = None,
        as_: str | None = None,
    ) -> list[Decision]:
        """Ask an agent of a category about a contact, whose customer is on hold until then.

        Parameters
        ----------
        contact : str
            Which bound contact.
        category : str
            Whose agents may be asked.
        group, agent, hold : optional
            As for `transfer`; whoever asks does not count as one of the group.
        as_ : str, optional
            Identifier of the question, not in use; by default that of the contact and ``/consult``.

        Returns
        -------
        list of Decision
            What becomes of the question: `Offered`, `Bound`, `Queued`, or `Refused`, when nothing has changed.

        Raises
        ------
        CommandError
            When the contact is not bound, another agent is asked about it already, a name is unknown, whoever is named
            may not take the category or is who asks, or the identifier is in use.
        """
        sent = self._desk.sent_to("consult", contact, category, self._categories, (group, agent, hold))
        question = f"{contact}/consult" if as_ is None else as_
        found = self._desk.tell_consult("consult", contact, sent, question)
        self._attributes.keep(question, None)
        return found

    def conference(self, contact: str) -> list[Decision]:
        """Let the customer join the two agents who talk about the contact.

        Parameters
        ----------
        contact : str
            Which contact, in a consult.

        Returns
        -------
        list of Decision
            Empty.

        Raises
        ------
        CommandError
            When nobody has answered who was asked about the contact, or the customer has joined already.
        """
        return self._desk.tell_peer("conference", _CONFERENCE, contact, 0)

    def end_consult(self, contact: str) -> list[Decision]:
        """Ask no longer, answered or not, and talk to the customer.

        Parameters
        ----------
        contact : str
            Which contact, about which another agent is asked.

        Returns
        -------
        list of Decision
            `Ended` of the question with the reason ``consult over``, before it `Rescinded` if it was ringing; then
            what the two agents take next.

        Raises
        ------
        CommandError
            When nobody is asked about the contact.
        """
        return self._desk.tell_peer("end_consult", _END_CONSULT, contact, 0)

    def hand_over(self, contact: str, *, wrap_up: bool = True) -> list[Decision]:
        """Leave the customer to the agent who was asked.

        Parameters
        ----------
        contact : str
            Which contact, in a consult or a conference.
        wrap_up : bool
            Whether the agent who asked wraps up before the next contact.

        Returns
        -------
        list of Decision
            `Ended` of the question and of the contact, and `Bound` of the contact to the other agent, each with the
            reason ``handed over``; then what the agent who asked takes next.

        Raises
        ------
        CommandError
            When nobody has answered who was asked about the contact.
        """
        return self._desk.tell_peer("hand_over", _HAND_OVER, contact, int(wrap_up))
