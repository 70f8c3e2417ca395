"""The fastest SimPy model we know how to write: no process, no resource, events of our own put straight on its heap.

An event is an object that SimPy's loop takes from the heap and whose callbacks it calls. Agents and arrivals are events
made once and used again; only a contact that has to wait makes a new one, its patience. Numbers are drawn in blocks.
The loop that takes and calls is SimPy's own (`Environment.run`), untouched: without it this would not be SimPy.
"""

from collections import deque
from heapq import heappush

import numpy as np
import simpy

from benchmarks.peers.draws import categories, exponential
from benchmarks.works import Measured

NORMAL = 1


class Timer(simpy.Event):
    """An event that costs nothing to make: what SimPy's loop asks of it are class attributes."""

    _ok = True
    _value = None

    def __init__(self, callbacks):
        self.callbacks = callbacks


class Agent(Timer):
    """Happens when the agent's work is done; `since` is when the agent became free, None at work."""

    def __init__(self, callbacks, serves):
        self.callbacks = callbacks
        self.serves = serves
        self.since = 0.0


class Waiting(Timer):
    """Happens when the patience of a contact ends; `there` until then, or until an agent is found."""

    def __init__(self, callbacks, arrived):
        self.callbacks = callbacks
        self.arrived = arrived
        self.there = True


def run(work, contacts, seed):
    minutes = contacts / work.minute
    env = simpy.Environment()
    model = _one_line if len(work.rates) == 1 else _many_lines
    told = model(env, work, np.random.default_rng(seed))
    env.run(until=minutes)
    n, abandoned, waited, busy = told()
    return Measured(n, abandoned / n, 60 * waited / n, busy / minutes / len(work.agents))


def _one_line(env, work, rng):
    heap, number = env._queue, env._eid.__next__
    gap = exponential(rng, 1 / work.minute).__next__
    patience, handle = exponential(rng, work.patience).__next__, exponential(rng, work.handle).__next__
    line = deque()
    n = abandoned = 0
    waited = busy = 0.0

    def arrive(event):
        nonlocal n, busy
        now = env._now
        n += 1
        if idle:
            agent = idle.popleft()
            work = handle()
            busy += work
            agent.callbacks = finishing
            heappush(heap, (now + work, NORMAL, number(), agent))
        else:
            contact = Waiting(leaving, now)
            line.append(contact)
            heappush(heap, (now + patience(), NORMAL, number(), contact))
        event.callbacks = arriving
        heappush(heap, (now + gap(), NORMAL, number(), event))

    def finish(agent):
        nonlocal waited, busy
        while line:
            contact = line.popleft()
            if contact.there:
                contact.there = False
                now = env._now
                waited += now - contact.arrived
                work = handle()
                busy += work
                agent.callbacks = finishing
                heappush(heap, (now + work, NORMAL, number(), agent))
                return
        idle.append(agent)

    def leave(contact):
        nonlocal abandoned, waited
        if contact.there:
            contact.there = False
            abandoned += 1
            waited += env._now - contact.arrived

    arriving, finishing, leaving = (arrive,), (finish,), (leave,)
    idle = deque(Agent(finishing, serves) for serves in work.agents)
    heappush(heap, (gap(), NORMAL, number(), Timer(arriving)))
    return lambda: (n, abandoned, waited, busy)


def _many_lines(env, work, rng):
    """As `_one_line`, with a line and a list of idle agents a category; who was taken elsewhere is skipped."""
    heap, number = env._queue, env._eid.__next__
    gap, category = exponential(rng, 1 / work.minute).__next__, categories(rng, work.rates).__next__
    patience, handle = exponential(rng, work.patience).__next__, exponential(rng, work.handle).__next__
    lines = [deque() for _ in work.rates]
    n = abandoned = 0
    waited = busy = 0.0

    def arrive(event):
        nonlocal n, busy
        now = env._now
        n += 1
        k = category()
        free = idle[k]
        event.callbacks = arriving
        heappush(heap, (now + gap(), NORMAL, number(), event))
        while free:
            agent, since = free.popleft()
            if agent.since == since:
                agent.since = None
                work = handle()
                busy += work
                agent.callbacks = finishing
                heappush(heap, (now + work, NORMAL, number(), agent))
                return
        contact = Waiting(leaving, now)
        lines[k].append(contact)
        heappush(heap, (now + patience(), NORMAL, number(), contact))

    def finish(agent):
        nonlocal waited, busy
        now = env._now
        first, best = None, now
        for k in agent.serves:
            line = lines[k]
            while line:
                contact = line[0]
                if contact.there:
                    if contact.arrived < best:
                        first, best = line, contact.arrived
                    break
                line.popleft()
        if first is None:
            agent.since = now
            for k in agent.serves:
                idle[k].append((agent, now))
            return
        first.popleft().there = False
        waited += now - best
        work = handle()
        busy += work
        agent.callbacks = finishing
        heappush(heap, (now + work, NORMAL, number(), agent))

    def leave(contact):
        nonlocal abandoned, waited
        if contact.there:
            contact.there = False
            abandoned += 1
            waited += env._now - contact.arrived

    arriving, finishing, leaving = (arrive,), (finish,), (leave,)
    agents = [Agent(finishing, serves) for serves in work.agents]
    idle = [deque((agent, 0.0) for agent in agents if k in agent.serves) for k in range(len(work.rates))]
    heappush(heap, (gap(), NORMAL, number(), Timer(arriving)))
    return lambda: (n, abandoned, waited, busy)
