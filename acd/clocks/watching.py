"""A watch: contacts that end, as one who watches them sees them.

It only notes who listens; the loop tells it at the right moment. It must not look into the core's tables.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

import simpy

from acd.clocks.outcomes import ContactOutcome
from acd.clocks.simpy_loop import Ended, Hear, Loop
from acd.errors import CommandError


class Watch:
    """What `SimpyCentre.watch` returns.

    Parameters
    ----------
    loop : Loop
        Who tells.
    categories : iterable of int
        Numbers of the categories that are watched.
    hear : callable, optional
        Called with every outcome; left out, outcomes are kept for `next`.
    """

    def __init__(self, loop: Loop, categories: Iterable[int], hear: Hear | None = None) -> None:
        self._loop = loop
        self._categories = tuple(categories)
        self._hear = self._give if hear is None else hear
        self._calls_back = hear is not None
        self._untold: deque[ContactOutcome] = deque()
        self._asked: Ended | None = None
        for k in self._categories:
            loop.watch(k, (*loop.hear[k], self._hear))
        self._stopped = False

    def next(self) -> simpy.Event:
        """Return the end of the next contact.

        Returns
        -------
        simpy.Event
            Happens when the contact ends, its value is the `ContactOutcome`; contacts that have ended while nobody
            asked are there at once, first come first. As long as it has not happened the same event is returned.

        Raises
        ------
        CommandError
            When the watch calls a function back.
        """
        if self._calls_back:
            message = "watch.next: this watch calls a function back; leave `hear` out to wait for contacts"
            raise CommandError(message)
        if self._asked is not None:
            return self._asked
        event = Ended(self._loop.env)
        if self._untold:
            event._value = self._untold.popleft()
            event.callbacks = None  # type: ignore[assignment]  # it has happened: SimPy goes on at once
        else:
            self._asked = event
        return event

    def stop(self) -> None:
        """Watch no longer; what has been told stays there for `next`."""
        if self._stopped:
            return
        self._stopped = True
        for k in self._categories:
            others = list(self._loop.hear[k])
            others.remove(self._hear)
            self._loop.watch(k, tuple(others))

    def _give(self, outcome: ContactOutcome) -> None:
        """Hand an outcome to the process that waits for it, or keep it."""
        event = self._asked
        if event is None:
            self._untold.append(outcome)
            return
        self._asked = None
        event._value = outcome
        callbacks, event.callbacks = iter(event.callbacks), None  # type: ignore[assignment]
        try:
            for callback in callbacks:
                callback(event)
        except BaseException:
            # as SimPy does when it is told to stop: the rest is called when somebody goes on
            event.callbacks = list(callbacks)
            self._loop.env.schedule(event, simpy.events.URGENT)
            raise
