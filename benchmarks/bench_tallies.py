"""What measures cost: a run that counts nothing, counts tallies, or keeps its log; and a bank week."""

import time

import acd
from acd.build import Keep, build_setup
from acd.clocks import CompiledClock, Run
from acd.kpi import Grid, cells_of_tallies, frame_of
from benchmarks.works import ROOT, scenario

KEEPS = ("nothing", "tallies", "log")
DAYS = 10


class Tallies:
    """One replication of work B, its state made beforehand."""

    params = (list(KEEPS),)
    param_names = ("keep",)

    def setup(self, keep, days=DAYS):
        told = scenario("B", days)
        self.grid = Grid.of(told)
        frame = frame_of(self.grid, lambda until: Grid.of(told, until / 1e6))
        self.keep = Keep(log=keep == "log", tallies=frame if keep == "tallies" else None)
        self.built = build_setup(told)
        CompiledClock().run(Run(self.built, 1, 0, self.keep))
        self.prepared = Run(self.built, 1, 1, self.keep)

    def time_a_replication(self, keep):
        logs = CompiledClock().run(self.prepared)
        if keep == "log":
            assert len(logs.legs) == logs.contacts
        if keep == "tallies":
            legs = cells_of_tallies(logs.tallies, self.grid)
            assert legs.leg("contacts").sum() == logs.contacts
        return logs.contacts


class Bank:
    """Replications of the bank's two weeks, from the scenario to the measures."""

    def setup(self):
        self.scenario = acd.load(ROOT / "scenarios" / "bank.yaml")
        acd.simulate(self.scenario, 2)

    def time_twenty_replications(self):
        result = acd.simulate(self.scenario, 20)
        assert len(result.measures) > 0
        assert result.log is None


def main(days=DAYS, rounds=7):
    """Print nanoseconds a contact, the best of some rounds that take turns, and the cost of a bank week."""
    best = dict.fromkeys(KEEPS, float("inf"))
    bench = Tallies()
    for _ in range(rounds):
        for keep in KEEPS:
            bench.setup(keep, days)
            start = time.process_time()
            contacts = bench.time_a_replication(keep)
            best[keep] = min(best[keep], (time.process_time() - start) / contacts * 1e9)
    for keep, cost in best.items():
        print(f"work B, {keep:8} {cost:6.0f} ns a contact, {cost / best['nothing']:5.2f} of nothing kept")
    bank = Bank()
    bank.setup()
    start = time.process_time()
    bank.time_twenty_replications()
    print(
        f"bank.yaml: {(time.process_time() - start) / 20 * 1e3:.1f} ms of CPU a replication, measures included"
    )


if __name__ == "__main__":
    main()
