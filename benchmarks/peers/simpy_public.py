"""The fastest SimPy model that keeps to SimPy's documented interface: timeouts, their callbacks, `env.schedule`.

No process, no resource, and nothing whose name begins with an underscore. Arrivals and agents are timeouts made once;
when one has happened it is given its callbacks again and scheduled anew. Only a contact that has to wait makes a
timeout of its own, its patience. One model serves both works.
"""

from collections import deque

import numpy as np
import simpy

from benchmarks.peers.draws import categories, exponential
from benchmarks.works import Measured

NORMAL = 1


class Agent(simpy.Timeout):
    """Happens when the agent's work is done, and at the start; `since` is when the agent became free."""

    def __init__(self, env, serves):
        super().__init__(env, 0.0)
        self.serves = serves
        self.since = None


class Waiting(simpy.Timeout):
    """Happens when the patience of a contact ends; `there` until then, or until an agent is found."""

    def __init__(self, env, patience, arrived, leaving):
        super().__init__(env, patience)
        self.callbacks = leaving
        self.arrived = arrived
        self.there = True


def run(work, contacts, seed):
    minutes = contacts / work.minute
    env = simpy.Environment()
    centre = Centre(env, work, np.random.default_rng(seed))
    env.run(until=minutes)
    n = centre.n
    return Measured(n, centre.abandoned / n, 60 * centre.waited / n, centre.busy / minutes / len(work.agents))


class Centre:
    """Lines and idle agents by category; who was taken elsewhere, or has left, is skipped when met."""

    def __init__(self, env, work, rng):
        self.env, self.schedule = env, env.schedule
        self.gap = exponential(rng, 1 / work.minute).__next__
        self.category = categories(rng, work.rates).__next__
        self.patience = exponential(rng, work.patience).__next__
        self.handle = exponential(rng, work.handle).__next__
        self.lines = [deque() for _ in work.rates]
        self.idle = [deque() for _ in work.rates]
        self.n = self.abandoned = 0
        self.waited = self.busy = 0.0
        self.arriving, self.finishing, self.leaving = [self.arrive], [self.finish], [self.leave]
        for serves in work.agents:
            Agent(env, serves).callbacks = self.finishing
        env.timeout(self.gap()).callbacks = self.arriving

    def arrive(self, event):
        self.n += 1
        k = self.category()
        event.callbacks = self.arriving
        self.schedule(event, NORMAL, self.gap())
        free, now = self.idle[k], self.env.now
        while free:
            agent, since = free.popleft()
            if agent.since == since:
                agent.since = None
                self.start(agent)
                return
        self.lines[k].append(Waiting(self.env, self.patience(), now, self.leaving))

    def start(self, agent):
        work = self.handle()
        self.busy += work
        agent.callbacks = self.finishing
        self.schedule(agent, NORMAL, work)

    def finish(self, agent):
        first, best = None, self.env.now
        for k in agent.serves:
            line = self.lines[k]
            while line and not line[0].there:
                line.popleft()
            if line and line[0].arrived < best:
                first, best = line, line[0].arrived
        now = self.env.now
        if first is None:
            agent.since = now
            for k in agent.serves:
                self.idle[k].append((agent, now))
            return
        first.popleft().there = False
        self.waited += now - best
        self.start(agent)

    def leave(self, contact):
        if contact.there:
            contact.there = False
            self.abandoned += 1
            self.waited += self.env.now - contact.arrived
