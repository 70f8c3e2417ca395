"""Works A and B, as scenarios for this project and as plain numbers for the rivals; no clock is known here."""

from dataclasses import dataclass
from pathlib import Path

from acd.scenario import load, parse

ROOT = Path(__file__).parent.parent
ONE_LINE = """
acd: 1
name: M/M/50+M
interval: 1d
calendar: {days: 15}
categories:
  general:
    arrivals: {rate: 48/m}
    patience: {dist: exponential, mean: 2m}
    handle: {dist: exponential, mean: 1m}
agents:
  team: {count: 50, authorised: [general]}
"""
PER_DAY = {"A": 48 * 1440, "B": 23 * 1440}


@dataclass(frozen=True)
class Measured:
    """What a model measured: contacts, and of them the share that abandoned, the mean wait [s], the occupancy."""

    contacts: int
    abandonment: float
    wait: float
    occupancy: float


@dataclass(frozen=True)
class Answer:
    """What is true, and the standard deviation of a measure over runs times the square root of their contacts."""

    abandonment: float
    wait: float
    occupancy: float
    spread: tuple[float, float, float]


@dataclass(frozen=True)
class Work:
    """Poisson arrivals, exponential patience and handling; contacts and agents that wait longest go first.

    `rates` are contacts a minute by category, `patience` and `handle` means in minutes, `teams` pairs of a number of
    agents and the categories that each of them serves.
    """

    name: str
    rates: tuple[float, ...]
    patience: float
    handle: float
    teams: tuple[tuple[int, tuple[int, ...]], ...]
    answer: Answer

    @property
    def agents(self) -> list[tuple[int, ...]]:
        """The categories of every agent."""
        return [serves for count, serves in self.teams for _ in range(count)]

    @property
    def minute(self) -> float:
        """Contacts a minute."""
        return sum(self.rates)


# A is exact (`acd.planning.erlang_a`; Garnett, Mandelbaum and Reiman 2002 print 3.1 % and 3.7 s). B has no formula:
# means of 40 runs of 60 days (79 million contacts) of this project, standard errors 0.005 points, 0.010 s and 0.011
# points; the rivals in `peers`, which share no code with it, are held to the same figures.
# Spreads were measured in 30 and 40 long runs.
EXACT_A = Answer(0.030912, 3.709, 0.930325, (0.50, 58.0, 0.81))
LONG_B = Answer(0.021928, 3.9454, 0.899737, (0.46, 87.0, 0.95))
TOLERANCE = 6.0
"""Standard deviations by which a measure may miss the truth; the start from an empty centre fits in as well."""


def scenario(name, days):
    """Return work A or B of so many days as this project's scenario."""
    if name == "A":
        return parse(ONE_LINE, Path(), "one_line.yaml").replace("calendar.days", days)
    whole = load(ROOT / "scenarios" / "multi_skill.yaml")
    whole = whole.replace("calendar.warm_up", "0s").replace("interval", "1d")
    return whole.replace("calendar.days", days)


def work(name):
    """Return work A or B as plain numbers, read from the same scenario."""
    told = scenario(name, 1)
    place = {category: k for k, category in enumerate(told.categories)}
    rules = list(told.categories.values())
    per_minute = [60 * rule.arrivals.rate for rule in rules]
    teams = [(group.count, tuple(place[c] for c in group.authorised)) for group in told.agents.values()]
    return Work(
        name,
        tuple(per_minute),
        rules[0].patience.mean / 60,
        rules[0].handle.mean / 60,
        tuple(teams),
        EXACT_A if name == "A" else LONG_B,
    )


def check(model, work, measured, spreads=TOLERANCE):
    """Say that a model's answer is wrong, if it is: nothing fast may be wrong."""
    truth = work.answer
    for name, spread in zip(("abandonment", "wait", "occupancy"), truth.spread, strict=True):
        found, true = getattr(measured, name), getattr(truth, name)
        bound = spreads * spread / measured.contacts**0.5
        assert abs(found - true) <= bound, (
            f"{model}, work {work.name}: {name} {found:.6g} over {measured.contacts} contacts; "
            f"true {true:.6g} ± {bound:.2g}"
        )
