"""What one decision costs by every key of the routing rule, as agents become more. The core alone is timed.

For the choice of an agent half of them are ready whenever a contact comes, which is the worst a key that looks at
everybody can meet; for the choice of a contact all are busy and every line holds somebody. A contact costs more than
its decision (its arrival, its draws, its end): what the cheapest key costs at the same size is what all of them pay.
"""

import tempfile
import time
from pathlib import Path

import numpy as np

from acd.scenario import AGENT_POLICIES, CONTACT_POLICIES
from benchmarks.bench_scale import Steady, centre

AGENTS = (50, 500, 5_000)
QUESTIONS = {"choose_agent": AGENT_POLICIES, "choose_contact": CONTACT_POLICIES}
KEYS = tuple(f"{question} {key}" for question, keys in QUESTIONS.items() for key in keys)
CONTACTS = 100_000
CATEGORIES, GROUPS = 5, 10
SLOW = 20_000
"""Nanoseconds a contact above which fewer contacts will do."""


def steady(key, agents):
    """Return a run in its steady state under one key, and what it settles ties by."""
    question, policy = key.split()
    idle = question == "choose_agent"
    scenario = centre(CATEGORIES, GROUPS, agents, load=0.5 if idle else 1.2)
    rule = {question: [policy]}
    if policy == "queue_ratio":
        rule[policy] = dict.fromkeys(scenario.categories, 1 / CATEGORIES)
    with tempfile.TemporaryDirectory() as folder:
        if policy == "matrix":
            rule[policy] = {"file": str(matrix(scenario, Path(folder) / "matrix.csv"))}
        return Steady(scenario.replace("routing", rule), 1200.0)


def matrix(scenario, file):
    """Write a priority matrix of ranks 1 to 3 and return its file."""
    groups = scenario.agents
    rows = [["category", *groups]]
    for k, name in enumerate(scenario.categories):
        ranks = enumerate(groups.values())
        rows.append([name, *(1 + (k + g) % 3 if name in group.authorised else "" for g, group in ranks)])
    file.write_text("".join(",".join(map(str, row)) + "\n" for row in rows))
    return file


def nanoseconds(run, contacts):
    """Return the nanoseconds a contact over about so many, the best of three; slow ones are timed over fewer."""
    rate = run.contacts() / run.until
    best = np.inf
    for _ in range(3):
        start = time.perf_counter()
        came = run.more(contacts / rate)
        best = min(best, 1e9 * (time.perf_counter() - start) / came)
        if best > SLOW:
            contacts = min(contacts, CONTACTS // 10)
    return best


class Decisions:
    """One key of one question, over the number of agents."""

    params = (KEYS, AGENTS)
    param_names = ("key", "agents")
    contacts = CONTACTS
    timeout = 300

    def setup(self, key, agents):
        self.steady = steady(key, agents)

    def track_nanoseconds(self, key, agents):
        return nanoseconds(self.steady, self.contacts)


def grows(costs):
    """Return by what power of the number of agents the cost above the cheapest one grows, roughly."""
    sizes = np.log(AGENTS)
    return float(np.polyfit(sizes, np.log(np.maximum(costs, 1.0)), 1)[0])


def main():
    """Print a line a key: nanoseconds a contact at every number of agents, and how they grow."""
    print(f"{'key':34}" + "".join(f"{agents:>10,}" for agents in AGENTS) + "   ns grow as agents^")
    for key in KEYS:
        costs = [nanoseconds(steady(key, agents), CONTACTS) for agents in AGENTS]
        print(f"{key:34}" + "".join(f"{cost:10.0f}" for cost in costs) + f"   {grows(costs):.2f}", flush=True)


if __name__ == "__main__":
    main()
