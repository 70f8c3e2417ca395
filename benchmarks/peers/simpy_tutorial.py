"""SimPy as its tutorials write it: a process a contact, a resource or store of agents, patience by `|`."""

import random

import simpy

from benchmarks.works import Measured


class Centre:
    """Agents in a FilterStore, first in first out: who is free longest goes first, to whom waits longest."""

    def __init__(self, work, seed):
        self.env = simpy.Environment()
        self.work, self.random = work, random.Random(seed)
        self.contacts = self.abandoned = 0
        self.waited = self.busy = 0.0
        self.agents = simpy.FilterStore(self.env)
        self.agents.items = [(number, frozenset(serves)) for number, serves in enumerate(work.agents)]
        self.team = simpy.Resource(self.env, len(work.agents))
        contact = self.contact if len(work.rates) > 1 else self.contact_of_one_line
        for category, rate in enumerate(work.rates):
            self.env.process(self.arrivals(category, rate, contact))

    def arrivals(self, category, rate, contact):
        while True:
            yield self.env.timeout(self.random.expovariate(rate))
            self.env.process(contact(category))

    def contact(self, category):
        self.contacts += 1
        arrived = self.env.now
        request = self.agents.get(lambda agent: category in agent[1])
        patience = self.env.timeout(self.random.expovariate(1 / self.work.patience))
        yield request | patience
        self.waited += self.env.now - arrived
        if not request.triggered:
            request.cancel()
            self.abandoned += 1
            return
        handle = self.random.expovariate(1 / self.work.handle)
        self.busy += handle
        yield self.env.timeout(handle)
        self.agents.put(request.value)

    def contact_of_one_line(self, _category):
        self.contacts += 1
        arrived = self.env.now
        with self.team.request() as request:
            yield request | self.env.timeout(self.random.expovariate(1 / self.work.patience))
            self.waited += self.env.now - arrived
            if not request.triggered:
                self.abandoned += 1
                return
            handle = self.random.expovariate(1 / self.work.handle)
            self.busy += handle
            yield self.env.timeout(handle)


def run(work, contacts, seed):
    minutes = contacts / work.minute
    centre = Centre(work, seed)
    centre.env.run(until=minutes)
    n = centre.contacts
    occupancy = centre.busy / minutes / len(work.agents)
    return Measured(n, centre.abandoned / n, 60 * centre.waited / n, occupancy)
