"""Time a contact as the centre grows: agents, category × group pairs, contacts waiting. The core alone is timed."""

import time

import numpy as np

from acd.build import Keep, build_setup
from acd.clocks import Run
from acd.core.codes import Stop
from acd.scenario import parse

AGENTS = (100, 1_000, 10_000, 50_000)
PAIRS = (10, 100, 1_000, 5_000)
WAITING = (10, 1_000, 10_000, 100_000, 500_000)
CONTACTS = 400_000
HANDLE = 4 * 60.0
MICRO = 1e6


def centre(categories, groups, agents, *, load=0.92, patience=180.0, days=60):
    """Return a centre in which groups serve neighbouring categories, so that no part of it stands alone.

    `categories` and `groups` are numbers; each group serves `categories / groups`-wide windows that overlap by half.
    """
    rate = load * agents / HANDLE / categories
    limit = "" if patience is None else f", patience: {{dist: exponential, mean: {patience}}}"
    width = max(1, round(PAIRS_PER_GROUP * min(1, categories / PAIRS_PER_GROUP)))
    lines = [f"acd: 1\nname: scale\ninterval: 1d\ncalendar: {{days: {days}}}\ncategories:"]
    lines += [
        f"  c{k}: {{arrivals: {{rate: {rate * 86400:.6f}/d}}{limit}, handle: {{dist: exponential, mean: {HANDLE}}}}}"
        for k in range(categories)
    ]
    lines.append("agents:")
    for g in range(groups):
        count = agents * (g + 1) // groups - agents * g // groups
        first = g * categories // groups
        serves = sorted({(first + i) % categories for i in range(width)})
        names = ", ".join(f"c{k}" for k in serves)
        lines.append(f"  g{g}: {{count: {count}, authorised: [{names}]}}")
    lines.append("routing: {choose_agent: [longest_idle], choose_contact: [longest_wait]}")
    return parse("\n".join(lines), name="scale.yaml")


PAIRS_PER_GROUP = 10


def sizes_of(pairs):
    """Return how many categories and groups make so many category × group pairs of authority."""
    groups = max(1, pairs // PAIRS_PER_GROUP)
    return min(groups, 250) if groups > 1 else 10, groups


class Steady:
    """A run in its steady state, of which each call times the next so many contacts."""

    def __init__(self, scenario, warm_up, *, step=None):
        self.run = Run(build_setup(scenario), 1, 0, Keep(log=False))
        self.step = step or warm_up
        self.run.advance(round(warm_up * MICRO))
        self.until = warm_up

    def contacts(self):
        return int(self.run.tables["world"]["contacts"][0])

    def waiting(self):
        return int(self.run.tables["desk"]["waiting"][0])

    def more(self, seconds):
        """Go on for so many seconds of the centre; return how many contacts came."""
        before = self.contacts()
        self.until += seconds
        while self.run.advance(round(self.until * MICRO)) == Stop.BUDGET:
            pass
        return self.contacts() - before


def crowded(waiting):
    """Return a centre of one line that holds about so many: arrivals twice what 100 agents do, long patience."""
    done = 100 / HANDLE
    # whoever waits leaves at rate waiting / patience, which has to be what the agents cannot do
    patience = waiting / done
    return centre(1, 1, 100, load=2.0, patience=patience, days=100)


def fill(waiting):
    """Return a steady run with so many waiting, filled without waiting for the line to grow by itself."""
    steady = Steady(crowded(waiting), 3600.0)
    # the line fills exponentially with the mean patience; 5 of them leave less than 1 % to come
    steady.more(5 * waiting / (100 / HANDLE))
    assert abs(steady.waiting() / waiting - 1) < 0.1 + 5 / waiting**0.5
    return steady


def nanoseconds(steady, contacts):
    """Return CPU-bound nanoseconds a contact over about so many, the best of three."""
    rate = steady.contacts() / steady.until
    best = np.inf
    for _ in range(3):
        start = time.perf_counter()
        came = steady.more(contacts / rate)
        best = min(best, (time.perf_counter() - start) / came)
        assert abs(came / contacts - 1) < 0.1
    return 1e9 * best


class Agents:
    """Five categories, 15 groups."""

    params = AGENTS
    param_names = ("agents",)
    contacts = CONTACTS
    timeout = 300

    def setup(self, agents):
        self.steady = Steady(centre(5, 15, agents), 1200.0)

    def track_nanoseconds(self, agents):
        return nanoseconds(self.steady, self.contacts)


class Pairs:
    """Authority pairs of category and group."""

    params = PAIRS
    param_names = ("pairs",)
    contacts = CONTACTS

    def setup(self, pairs):
        categories, groups = sizes_of(pairs)
        self.steady = Steady(centre(categories, groups, max(2 * groups, 100)), 3600.0)

    def track_nanoseconds(self, pairs):
        return nanoseconds(self.steady, self.contacts)


class Waiting:
    """One line that never empties."""

    params = WAITING
    param_names = ("waiting",)
    contacts = CONTACTS
    timeout = 300

    def setup(self, waiting):
        self.steady = fill(waiting)

    def track_nanoseconds(self, waiting):
        return nanoseconds(self.steady, self.contacts)


def main():
    """Print the nanoseconds of every size, and how long it took to get there."""
    for sweep in (Agents, Pairs, Waiting):
        for size in sweep.params:
            bench, start = sweep(), time.perf_counter()
            bench.setup(size)
            ready = time.perf_counter() - start
            print(
                f"{sweep.__name__:8} {size:8,} {bench.track_nanoseconds(size):8.1f} ns  set up in {ready:.2f} s"
            )


if __name__ == "__main__":
    main()
