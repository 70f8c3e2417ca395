"""What a live system tells the router about its agents."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from acd.core.codes import Command

if TYPE_CHECKING:
    from acd.live.decisions import Decision
    from acd.live.desk import Desk

# numbers by themselves: to look a code up in its class takes a fifth of a command's time
_LOG_OUT = Command.LOG_OUT.value
_READY, _NOT_READY = Command.READY.value, Command.NOT_READY.value


class Agents:
    """Commands about agents, a part of `acd.RoutingEngine`."""

    _desk: Desk
    _channels: Mapping[str, int]

    def log_out(self, agent: str, reason: str = "") -> list[Decision]:
        """Log an agent out: at once, or after the contacts and wrap-up in hand.

        Parameters
        ----------
        agent : str
            Who.
        reason : str
            A word for the log.

        Returns
        -------
        list of Decision
            What became of contacts that were offered to the agent.

        Raises
        ------
        CommandError
            When the agent is not logged in.
        """
        return self._desk.tell_agent("log_out", _LOG_OUT, agent, self._desk.word(reason))

    def ready(self, agent: str, channels: Collection[str] | None = None) -> list[Decision]:
        """Let an agent take contacts; one with work in hand forgets what was to follow it.

        Parameters
        ----------
        agent : str
            Who.
        channels : collection of str, optional
            Names of the scenario's channels that the agent takes until the next `ready`, of those the group works; by
            default all of them. What is in hand or rings stays.

        Returns
        -------
        list of Decision
            The contacts offered or bound, if any wait.

        Raises
        ------
        CommandError
            When the agent is off, or takes all this already with nothing to follow; when there are no channels, or
            one is unknown or not the group's.
        """
        if channels is None:
            return self._desk.tell_agent("ready", _READY, agent, 0)
        return self._desk.tell_ready("ready", agent, channels, self._channels)

    def not_ready(self, agent: str, reason: str = "") -> list[Decision]:
        """Let an agent take nothing more: from now, or after the contacts and wrap-up in hand.

        Parameters
        ----------
        agent : str
            Who.
        reason : str
            A word for the log.

        Returns
        -------
        list of Decision
            What became of contacts that were offered to the agent.

        Raises
        ------
        CommandError
            When the agent is off.
        """
        return self._desk.tell_agent("not_ready", _NOT_READY, agent, self._desk.word(reason))

    def wrapped_up(self, agent: str, contact: str | None = None) -> list[Decision]:
        """End an agent's wrap-up of a contact.

        Parameters
        ----------
        agent : str
            Who.
        contact : str, optional
            Which contact; needed by an agent who wraps up several. If two had this identifier, it is the one that was
            taken first.

        Returns
        -------
        list of Decision
            The next contacts, if any wait.

        Raises
        ------
        CommandError
            When the agent wraps up nothing, not that contact, or several and none is named.
        """
        return self._desk.tell_wrapped_up("wrapped_up", agent, contact)

    def open_channel(self, group: str, channel: str) -> list[Decision]:
        """Let a group's agents take contacts of a channel; when the engine begins, they take those of all they work.

        Parameters
        ----------
        group, channel : str
            Names in the scenario; the channel's hours there are the caller's to keep.

        Returns
        -------
        list of Decision
            The contacts offered or bound, if any wait.

        Raises
        ------
        CommandError
            When a name is unknown, or the group's agents take contacts of the channel already.
        """
        return self._desk.tell_channel("open_channel", group, channel, self._channels, 1)

    def close_channel(self, group: str, channel: str) -> list[Decision]:
        """Let a group's agents take no more contacts of a channel; what is in hand or rings stays.

        Parameters
        ----------
        group, channel : str
            Names in the scenario.

        Returns
        -------
        list of Decision
            Empty.

        Raises
        ------
        CommandError
            When a name is unknown, or the group's agents take no contacts of the channel already.
        """
        return self._desk.tell_channel("close_channel", group, channel, self._channels, 0)

    def state_of(self, agent: str) -> str:
        """Return what an agent is doing.

        Parameters
        ----------
        agent : str
            Who.

        Returns
        -------
        str
            ``off``, ``not_ready``, ``ready``, ``offered``, ``busy`` or ``wrap_up``; with one contact in hand also
            ``hold``, ``consult`` or ``conference``.

        Raises
        ------
        CommandError
            When the agent is unknown.
        """
        return self._desk.state_of(agent)
