"""The core in SimPy's loop: it runs ahead to just before anything in SimPy can act, and tells what ended on the way.

Rules. The core runs, in one compiled call, up to the microsecond before ``env.peek()``. Where a watched contact ends,
it stands still: an event of that moment goes on SimPy's heap, and the core goes on when that event has happened, in
its own callbacks. Otherwise it comes back by a wake, at a priority below all of SimPy's own, so that at one instant
the user's events go first. Exactly one event on the heap goes on with the core, the *wake*; an older one that an act
has overtaken does nothing.

One contact told is one event of SimPy's and one call of the core, and this file is written for that to be cheap:
events go straight on SimPy's heap, the same event again and again where nobody keeps it; tables are read through
views. This file must not know what users may do; `SimpyCentre` does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import heappush
from typing import Any

import simpy

from acd.clocks.clock import BUDGET, FOREVER, Array, Logs, Run
from acd.clocks.outcomes import ContactOutcome
from acd.core import engine
from acd.core._compile import direct
from acd.core.codes import Stop
from acd.core.columns import WATCHED, WORLD
from acd.core.tables import NEVER, SECOND

NORMAL = 1
"""SimPy's priority of ordinary events."""
LOWEST = 9
"""SimPy priority of the clock's own events: after URGENT (0) and NORMAL (1)."""
FAR = float("inf")
NOT_YET = -NEVER
"""A limit that says: somebody acts at this very microsecond."""

Hear = Callable[[ContactOutcome], object]

_COLUMNS = list(WATCHED.names or ())
_TIME, _CONTACT, _HOME = (_COLUMNS.index(name) for name in ("time", "contact", "home"))
_new = object.__new__
_N_WATCHED = list(WORLD.names or ()).index("n_watched")
_DONE, _TOLD, _BUDGET = int(Stop.DONE), int(Stop.WATCHED), int(Stop.BUDGET)


def _view(table: Array) -> memoryview:
    """Return a table's numbers as Python reads and writes them fastest."""
    numbers: Any = table.view("i8")
    return memoryview(numbers)


class Ended(simpy.Event):
    """The end of a contact; what a SimPy event is asked for is there from the start, so that making one is cheap.

    Parameters
    ----------
    env : simpy.Environment
        The environment.
    """

    _ok = True
    hear: tuple[Hear, ...] = ()
    """Who is told the outcome when it happens."""

    def __init__(self, env: simpy.Environment) -> None:
        self.env = env
        self.callbacks = []


class Loop:
    """Moves a run along in a SimPy environment.

    Parameters
    ----------
    env : simpy.Environment
        The environment.
    run : Run
        Prepared, not begun.
    names : tuple of two sequences of str
        Categories and tiers.
    halted : callable, optional
        Asked now and then; when it says True the run ends where it is.

    Attributes
    ----------
    end : simpy.Event
        Triggers when nothing is left to happen.
    logs : Logs or None
        What the run leaves, once it is over.
    hear : list of tuple of callable
        By category, who is told every outcome.
    """

    def __init__(
        self,
        env: simpy.Environment,
        run: Run,
        names: tuple[Sequence[str], Sequence[str]],
        halted: Callable[[], bool] | None = None,
    ) -> None:
        self.env, self.run = env, run
        self.end: simpy.Event = env.event()
        self.logs: Logs | None = None
        self.hear: list[tuple[Hear, ...]] = [() for _ in names[0]]
        self._names, self._halted = names, halted
        self._waiting: dict[int, Ended] = {}
        self._watched = False
        self._heap: list[Any] = env._queue
        self._number = env._eid.__next__
        self._until, self._next = direct(engine.run_until), direct(engine.next_time)
        self._peek = self._near = FAR
        self._limit = FOREVER
        self._told_once, self._continue_once = (self._told,), (self._continue,)
        self._carrier = Ended(env)
        self._look()
        self._wake_at(env.now)

    def _look(self) -> None:
        """Look at the tables anew: they have moved."""
        tables = self.run.tables
        self._handle = tables.handle
        self._world = _view(tables["world"])
        self._rows = _view(tables["watched"])
        self._row = self._rows[: len(_COLUMNS)]

    def moved(self) -> None:
        """Tables have been replaced."""
        self._look()

    # -- time ---------------------------------------------------------------------------------------------------
    def now(self) -> int:
        """Return the environment's time to the nearest microsecond [us]."""
        return round(self.env._now * SECOND)

    def _push(self, event: simpy.Event, time: float) -> float:
        time = max(time, self.env._now)
        heappush(self._heap, (time, NORMAL, self._number(), event))
        return time

    def _wake_at(self, time: float) -> None:
        event = Ended(self.env)
        event._value = None
        event.callbacks = self._continue_once  # type: ignore[assignment]
        self._wake: simpy.Event = event
        self._due = time = max(time, self.env._now)
        heappush(self._heap, (time, LOWEST, self._number(), event))

    def _continue(self, event: simpy.Event) -> None:
        if event is self._wake and self.logs is None:
            self._go_on()

    def _go_on(self) -> None:
        """Run the core on, as far as nothing in SimPy can act, and come back when it can."""
        heap = self._heap
        if (heap[0][0] if heap else FAR) != self._peek or self.env._now > self._near:
            self._look_ahead()
            if self._limit == NOT_YET:
                # somebody acts at this very microsecond, who is not another centre's clock: after them
                self._wake_at(heap[0][0])
                return
        stop = self._until(self._handle, self._limit, BUDGET) if self._watched else self._undisturbed()
        if stop != _TOLD or self._world[_N_WATCHED] > 1:
            self._stopped(stop)
            return
        # what follows is `_tell` for one contact, with an event used again unless somebody keeps one for it
        self._world[_N_WATCHED] = 0
        row = self._row
        event = self._waiting.pop(row[_CONTACT], None) if self._waiting else None
        if event is None:
            event = self._carrier
            event.callbacks = self._told_once  # type: ignore[assignment]
        else:
            event.callbacks.append(self._told)
        event._value = outcome = _new(ContactOutcome)
        outcome._row, outcome._names = row.tobytes(), self._names
        event.hear = self.hear[row[_HOME]]
        time = row[_TIME] / SECOND
        if time < self.env._now:  # noqa: PLR1730  # max costs three times as much
            time = self.env._now
        self._wake, self._due = event, time
        heappush(heap, (time, NORMAL, self._number(), event))

    def _look_ahead(self) -> None:
        """Find the last microsecond before anything in SimPy can act; NOT_YET when that is now."""
        heap, self._peek, self._limit = self._heap, FAR, FOREVER
        if heap and heap[0][0] < FAR:
            self._peek = heap[0][0]
            now, self._limit = self.now(), min(round(self._peek * SECOND) - 1, FOREVER)
            if self._limit < now:
                self._limit = NOT_YET if heap[0][1] < LOWEST else now
        self._near = self._peek - 2e-6

    def _stopped(self, stop: int) -> None:
        """Do what a stop of the core asks for."""
        while stop > _TOLD:
            if stop != _BUDGET:
                self.run.make_room(stop)
                self._look()
            elif self._halted is not None and self._halted():
                self._finish(stopped=True)
                return
            stop = self._until(self._handle, self._limit, BUDGET) if self._watched else self._undisturbed()
        if stop == _TOLD:
            self._wake, self._due = self._tell()
        elif stop == _DONE:
            self._finish()
        else:
            self._wake_at(self._next(self._handle) / SECOND)

    def _undisturbed(self) -> int:
        """Run on while no contact is watched, as any clock does."""
        stop = self.run.advance(self._limit)
        self._look()  # it may have given tables more room, and whoever begins to watch reads the new ones
        return stop

    def _finish(self, *, stopped: bool = False) -> None:
        self.end._ok, self.end._value = True, None
        self._push(self.end, self.run.now / SECOND)
        self.logs = self.run.close(stopped=stopped)

    # -- telling ------------------------------------------------------------------------------------------------
    def _tell(self) -> tuple[simpy.Event, float]:
        """Let the ends of all contacts that have just ended happen; return the last of them and its time."""
        width = len(_COLUMNS)
        for n in range(self._world[_N_WATCHED]):
            row = self._rows[n * width : (n + 1) * width]
            event = self._waiting.pop(row[_CONTACT], None) or Ended(self.env)
            event._value = ContactOutcome(row.tobytes(), self._names)
            event.hear = self.hear[row[_HOME]]
            event.callbacks.append(self._told)
            due = self._push(event, row[_TIME] / SECOND)
        self._world[_N_WATCHED] = 0
        return event, due

    def _told(self, event: Any) -> None:
        """Tell who watches; the last one to be told of lets the core go on."""
        hear = iter(event.hear)
        try:
            for told in hear:
                told(event._value)
        except BaseException:
            # SimPy stops here, or an error passes through; whoever goes on finds the rest as it was
            self._carrier, rest = Ended(self.env), Ended(self.env)
            rest._value, rest.hear, rest.callbacks = event._value, tuple(hear), [self._told]
            if event is self._wake:
                self._wake = rest
            self._push(rest, self.env._now)
            raise
        if event is self._wake:
            self._go_on()

    def watch(self, category: int, hear: tuple[Hear, ...]) -> None:
        """Say who is told of the contacts of a category; those who arrive from now on are watched if anybody is.

        Parameters
        ----------
        category : int
            Its number.
        hear : tuple of callable
            Who is told, in this order.
        """
        self._watched = True
        self.hear[category] = hear
        self.run.tables["stream"]["watched"][category] = bool(hear)

    # -- acts ---------------------------------------------------------------------------------------------------
    def act(self, entry: Callable[..., int], *arguments: int) -> int:
        """Do an act of the core, making room as long as it asks for it.

        Parameters
        ----------
        entry : callable
            An entry of the core that answers with minus a ``Stop`` code when room must be made.
        *arguments : int
            What it takes after the handle.

        Returns
        -------
        int
            Its answer.
        """
        while True:
            result = entry(self._handle, *arguments)
            if result >= 0:
                return result
            self.run.make_room(-result)
            self._look()

    def expect(self, serial: int) -> simpy.Event:
        """Return an event that happens when a contact that was just injected ends.

        Parameters
        ----------
        serial : int
            The contact.

        Returns
        -------
        simpy.Event
            Its value is the outcome.
        """
        self._watched = True
        event = self._waiting[serial] = Ended(self.env)
        return event

    def serial_of(self, event: simpy.Event) -> int:
        """Return the number of the contact whose end an event is that `expect` returned; -1 for any other."""
        return next((serial for serial, ended in self._waiting.items() if ended is event), -1)

    def acted(self) -> None:
        """After a user's act: tell what ended by it, and wake earlier where something is due earlier now."""
        if self._world[_N_WATCHED]:
            self._tell()
        due = self._next(self._handle)
        if due == NEVER:
            self._wake_at(self.env._now)
        elif due / SECOND < self._due:
            self._wake_at(due / SECOND)
