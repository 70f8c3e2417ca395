"""One group, one line: simulated against Erlang B, C, A, a limited line and balking.

The runs start empty. The warm-up of each case is so long that the law of the contacts present is within 1e-6
of its steady state when measuring begins (`test_the_warm_up_outlasts_the_empty_start`; 1,000 agents forget
as fast as 200, within a few handling times and patiences). At closing everyone in line is served to the end,
so that no wait is cut; the work that this adds to the period is known and counted.
"""

from dataclasses import dataclass, field

import pytest

from acd.planning import erlang_a, erlang_b, erlang_c, limited_queue
from tests.theory.models import compare, exponential, known_noise, lognormal, per_minute, scenario, simulate
from tests.theory.oracles.one_queue import OneQueue

pytestmark = pytest.mark.theory


@dataclass(frozen=True)
class Case:
    """One line; rates a minute, times in seconds."""

    name: str
    rate: float
    agents: int
    seed: int
    catches: dict[str, float]
    hours: int = 24  # open each day, from midnight
    days: int = 1  # more than one only when open round the clock
    handle: float = 60.0
    patience: float | None = None
    max_queue: int | None = None
    balk: float = 0.0
    within: float = 20.0
    warm_up: float = 7200.0
    replications: int = 100
    more: dict = field(default_factory=dict)

    @property
    def arrival(self) -> float:
        return self.rate / 60

    @property
    def measured(self) -> float:
        """Open time after warm-up [s]."""
        return self.days * self.hours * 3600 - self.warm_up

    @property
    def chain(self) -> OneQueue:
        places = 400 + self.agents if self.max_queue is None else self.max_queue
        return OneQueue(
            self.arrival, self.handle, self.agents, places, 1 / (self.patience or 1e300), self.balk
        )

    def _scenario(self):
        category = {
            "arrivals": per_minute(self.rate),
            "handle": exponential(self.handle),
            "service_level": {"share": 0.8, "within": self.within, "short_abandon": self.within / 4},
            "balk": self.balk,
            **self.more,
        }
        if self.patience is not None:
            category["patience"] = exponential(self.patience)
        if self.max_queue is not None:
            category["max_queue"] = self.max_queue
        team = {"count": self.agents, "authorised": ["all"]}
        hours = f"00:00-{self.hours:02}:00"
        return scenario(
            {"all": category}, {"team": team}, days=self.days, warm_up=f"{self.warm_up}s", hours=hours
        )

    def agrees(self, exact, theory):
        """Run, and compare every measure of `exact` that the case has a bound for."""
        result = simulate(self._scenario(), replications=self.replications, seed=self.seed)
        controls = known_noise(result, {"all": (self.arrival * self.measured, self.handle)})
        compare(result, exact, self.catches, what=f"{theory}, {self.name}", controls=controls)


def every(cases):
    return pytest.mark.parametrize("case", cases, ids=lambda case: case.name)


REFUSING = {"refused": 0.02, "occupancy": 0.01}
LARGE = {"refused": 0.05, "occupancy": 0.01}
LOSS = [
    Case("2 agents, 3 erlangs", 3, 2, seed=101, days=4, max_queue=0, catches=REFUSING),
    Case("10 agents, 10 erlangs", 10, 10, seed=102, days=3, max_queue=0, catches=REFUSING),
    Case("100 agents, 90 erlangs", 90, 100, seed=103, max_queue=0, replications=40, catches=LARGE),
    Case(
        "10 agents, 10 erlangs, lognormal", 10, 10, seed=104, days=3, max_queue=0, catches=REFUSING,
        more={"handle": lognormal(60, 1.5)},
    ),
]  # fmt: skip


@every(LOSS)
def test_a_group_without_places_refuses_as_erlang_b_says(case):
    formula = erlang_b(case.arrival, case.handle, case.agents)
    case.agrees({"refused": formula.refused, "occupancy": formula.occupancy}, "Erlang B")


PATIENT = {"waited": 0.03, "wait": 0.1, "service_level": 0.02}
WAITING = [
    Case("1 agent, 0.5 erlangs", 0.5, 1, seed=111, days=60, warm_up=21600, catches=PATIENT),
    Case("10 agents, 7 erlangs", 7, 10, seed=112, days=6, catches=PATIENT),
    Case("50 agents, 44 erlangs", 44, 50, seed=113, days=2, catches=PATIENT),
]


@every(WAITING)
def test_endlessly_patient_contacts_wait_as_erlang_c_says(case):
    formula = erlang_c(case.arrival, case.handle, case.agents)
    exact = {
        "waited": formula.waited,
        "wait": formula.wait,
        "service_level": formula.service_level(case.within),
    }
    case.agrees(exact, "Erlang C")


LEVELS = ("service_level", "service_level_answered", "service_level_lenient", "service_level_ex_short")
WAITS = ("abandonment", "wait", "asa", "time_to_abandon", "queue", "wait_p90")


def impatient(waits: float, levels: float, waited: float = 0.02) -> dict[str, float]:
    return {
        **dict.fromkeys(WAITS, waits), **dict.fromkeys(LEVELS, levels),
        "waited": waited, "occupancy": 0.005, "erlangs": 0.005, "aht": 0.01,
    }  # fmt: skip


IMPATIENT = [
    Case("10 agents, 8 erlangs", 8, 10, seed=121, days=5, patience=120, catches=impatient(0.03, 0.01)),
    Case("10 agents, 15 erlangs", 15, 10, seed=122, days=2, patience=60, catches=impatient(0.01, 0.02)),
    Case(
        "50 agents, 48 erlangs (Garnett)", 48, 50, seed=123, days=2, patience=120,
        catches=impatient(0.03, 0.01),
    ),
    Case("50 agents, 60 erlangs", 60, 50, seed=124, patience=90, replications=60, catches=impatient(0.02, 0.02)),
    Case(
        "200 agents, 200 erlangs", 200, 200, seed=125, hours=8, patience=60, within=2, replications=60,
        catches=impatient(0.06, 0.02, waited=0.03),
    ),
    Case(
        "1,000 agents, 1,000 erlangs", 1000, 1000, seed=126, hours=4, warm_up=3600, patience=180, within=2,
        replications=60, catches=impatient(0.15, 0.06, waited=0.04),
    ),
    Case(
        "1,000 agents, 1,100 erlangs", 1100, 1000, seed=127, hours=4, warm_up=3600, patience=300, within=28,
        replications=30, catches=impatient(0.03, 0.3),
    ),
]  # fmt: skip


def exact_of_erlang_a(case: Case) -> dict[str, float]:
    formula = erlang_a(case.arrival, case.handle, case.agents, case.patience)
    handling_left, waiting_left = case.chain.work_left()
    busy = formula.occupancy * case.agents * case.measured + handling_left
    return {
        "abandonment": formula.abandonment,
        "waited": formula.waited,
        "wait": formula.wait,
        "asa": formula.asa,
        "time_to_abandon": formula.time_to_abandon,
        "queue": formula.queue + waiting_left / case.measured,
        # Whoever has nothing to do at closing leaves: the time logged in past it is work.
        "occupancy": busy / (case.agents * case.measured + handling_left),
        "service_level": formula.service_level(case.within),
        "service_level_answered": formula.service_level_answered(case.within),
        "service_level_lenient": formula.service_level_lenient(case.within),
        "service_level_ex_short": formula.service_level_ex_short(case.within, case.within / 4),
        "wait_p90": formula.wait_quantile(0.9),
        "aht": case.handle,
        "erlangs": busy / case.measured,
    }


@every(IMPATIENT)
def test_impatient_contacts_fare_as_erlang_a_says(case):
    exact = exact_of_erlang_a(case)
    for measure in ("waited", "occupancy"):
        if exact[measure] > 1 - 1e-6:
            del exact[measure]  # no agent of this run is expected to be idle once
    case.agrees(exact, "Erlang A")


def test_time_in_the_ivr_changes_nothing_behind_it():
    # The IVR holds everyone at once, so what leaves it is again a Poisson process.
    case = Case(
        "behind an IVR", 8, 10, seed=151, days=5, patience=120, more={"ivr": lognormal(40, 0.8)},
        catches=impatient(0.03, 0.01),
    )  # fmt: skip
    exact = exact_of_erlang_a(case)
    for measure in ("queue", "erlangs", "occupancy"):
        del exact[measure]  # contacts still in the IVR at closing come after it, unlike the formula's
    case.agrees(exact, "Erlang A")


LIMITS = {"refused": 0.04, "waited": 0.01, "wait": 0.02, "service_level": 0.01, "occupancy": 0.005}
LIMITED = [
    Case("8 agents, 9 erlangs, 5 places", 9, 8, seed=131, days=3, max_queue=5, catches=LIMITS),
    Case("the same, impatient", 9, 8, seed=132, days=3, max_queue=5, patience=45, catches=LIMITS),
]


@every(LIMITED)
def test_a_limited_line_refuses_and_waits_as_its_chain_says(case):
    patience = case.patience or float("inf")
    formula = limited_queue(case.arrival, case.handle, case.agents, case.max_queue, patience)
    exact = {
        "refused": formula.refused,
        "waited": formula.waited,
        "wait": formula.wait,
        "service_level": formula.service_level(case.within),
        "occupancy": formula.occupancy,
    }
    case.agrees(exact, "M/M/n/k")


BALKS = {"abandonment": 0.01, "occupancy": 0.005, "waited": 0.015, "wait": 0.03}
BALKING = [
    Case("10 agents, 12 erlangs, 30 % balk", 12, 10, seed=141, days=2, patience=90, balk=0.3, catches=BALKS),
    Case("10 agents, 12 erlangs, all balk", 12, 10, seed=142, days=2, patience=90, balk=1.0, catches=BALKS),
]


@every(BALKING)
def test_contacts_that_balk_unless_an_agent_is_free_thin_the_line(case):
    chain = case.chain
    exact = {"abandonment": chain.abandonment, "occupancy": chain.occupancy}
    if case.balk < 1:
        exact |= {"waited": chain.waited, "wait": chain.wait}
    case.agrees(exact, "balking")


@every([case for case in LOSS[:3] + WAITING + IMPATIENT + LIMITED + BALKING if case.agents <= 200])
def test_the_warm_up_outlasts_the_empty_start(case):
    chain = case.chain.chain
    assert abs(chain.steady - chain.after(case.warm_up)).sum() < 1e-6
