"""Ciw: one node; for work B its node class is given skills, which Ciw itself does not know.

What differs from the others: nothing in the model. Ciw routes between nodes, not between skills within a node, so B
overrides the methods of `ciw.Node` that choose a server and a customer. Ciw looks through everybody at a node to
find the next departure and keeps a record of every customer; both are its way to work and are timed with it.
"""

import ciw

from benchmarks.works import Measured


def node_of(work):
    """Return a node whose servers have skills; longest idle, longest waiting."""

    agents = work.agents

    class Node(ciw.Node):
        def begin_service_if_possible_accept(self, individual):
            self.chosen = individual  # whoever else waits has nobody free
            super().begin_service_if_possible_accept(individual)

        def begin_service_if_possible_release(self, individual, server):
            served = {f"c{k}" for k in agents[server.id_number - 1]}
            self.chosen = next(
                (i for i in self.individuals[0] if not i.server and i.customer_class in served), None
            )
            super().begin_service_if_possible_release(individual, server)

        def choose_next_customer(self):
            return self.chosen

        def find_free_server(self, individual):
            k = int(individual.customer_class[1:])
            free = [s for s in self.servers if not s.busy and k in agents[s.id_number - 1]]
            return min(free, key=lambda server: getattr(server, "free_since", 0.0), default=None)

        def detatch_server(self, server, individual):
            super().detatch_server(server, individual)
            server.free_since = self.now

    return Node


def run(work, contacts, seed):
    minutes = contacts / work.minute
    ciw.seed(seed)
    names = [f"c{k}" for k in range(len(work.rates))]

    def each(values):
        return {name: [ciw.dists.Exponential(rate=value)] for name, value in zip(names, values, strict=True)}

    network = ciw.create_network(
        arrival_distributions=each(work.rates),
        service_distributions=each([1 / work.handle] * len(names)),
        reneging_time_distributions=each([1 / work.patience] * len(names)),
        number_of_servers=[len(work.agents)],
    )
    simulation = ciw.Simulation(network, node_class=node_of(work) if len(names) > 1 else None)
    simulation.simulate_until_max_time(minutes)
    records = simulation.get_all_records()
    left = sum(record.record_type == "renege" for record in records)
    busy = sum(record.service_time for record in records if record.record_type == "service")
    waited = sum(record.waiting_time for record in records)
    n = len(records)
    return Measured(n, left / n, 60 * waited / n, busy / minutes / len(work.agents))
