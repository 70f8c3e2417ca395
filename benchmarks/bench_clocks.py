"""Contacts a second: two clocks, with and without the log, on one line and on five categories."""

import time
from pathlib import Path

from acd.build import Keep, build_setup
from acd.clocks import CompiledClock, Run, SimpyClock
from acd.scenario import load, parse

CLOCKS = {"compiled": CompiledClock, "simpy": SimpyClock}
ONE_LINE = """
acd: 1
name: M/M/50+M, a million contacts
calendar: {days: 15}
categories:
  general:
    arrivals: {rate: 48/m}
    patience: {dist: exponential, mean: 2m}
    handle: {dist: exponential, mean: 1m}
agents:
  team: {count: 50, authorised: [general]}
"""
FIVE_CATEGORIES = Path(__file__).parent.parent / "scenarios" / "multi_skill.yaml"
CONTACTS = {"one line": 1_037_000, "five categories": 66_000}


class Clocks:
    """One replication, its state made beforehand."""

    params = (list(CLOCKS), list(CONTACTS), [False, True])
    param_names = ("clock", "work", "log")

    def setup(self, clock, work, log):
        scenario = parse(ONE_LINE, Path(), "one_line.yaml") if work == "one line" else load(FIVE_CATEGORIES)
        self.built = build_setup(scenario)
        self.mover = CLOCKS[clock]()
        self.mover.run(Run(self.built, seed=1, replication=0, keep=Keep(log=log)))
        self.prepared = Run(self.built, seed=1, replication=1, keep=Keep(log=log))

    def time_a_replication(self, clock, work, log):
        logs = self.mover.run(self.prepared)
        assert abs(logs.contacts / CONTACTS[work] - 1) < 0.02
        assert (len(logs.legs) == logs.contacts) is log
        return logs.contacts


def main():
    """Print contacts a second of every combination, the best of three."""
    bench = Clocks()
    for clock, work, log in ((c, w, k) for w in CONTACTS for k in (False, True) for c in CLOCKS):
        best = 0.0
        for _ in range(3):
            bench.setup(clock, work, log)
            start = time.perf_counter()
            contacts = bench.time_a_replication(clock, work, log)
            best = max(best, contacts / (time.perf_counter() - start))
        print(f"{work:16} {clock:9} {'log' if log else 'no log':7} {best / 1e6:6.2f} M contacts/s")


if __name__ == "__main__":
    main()
