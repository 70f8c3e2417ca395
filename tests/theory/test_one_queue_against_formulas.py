"""One group, one line: simulated against Erlang B, C, A, a limited line and balking.

The runs start empty. The warm-up of each case is so long that the mean line is within 1e-6 of its steady
value when measuring begins (`test_the_warm_up_outlasts_the_empty_start`, by the transient law of the chain;
1,000 agents forget as fast as 200, within a few handling times and patiences).
What a run leaves in line at its end biases a mean wait by less than one wait in a run, 1e-4 of the bound.
"""

from dataclasses import dataclass, field

import pytest

from acd.planning import erlang_a, erlang_b, erlang_c, limited_queue
from tests.theory.models import compare, exponential, lognormal, per_minute, scenario, simulate
from tests.theory.oracles.one_queue import OneQueue

pytestmark = pytest.mark.theory


@dataclass(frozen=True)
class Case:
    """One line; rates a minute, times in seconds."""

    name: str
    rate: float
    agents: int
    seed: int
    days: int
    catches: dict[str, float]
    handle: float = 60.0
    patience: float | None = None
    max_queue: int | None = None
    balk: float = 0.0
    warm_up: float = 7200.0
    replications: int = 100
    more: dict = field(default_factory=dict)

    @property
    def arrival(self) -> float:
        return self.rate / 60

    def run(self):
        category = {
            "arrivals": per_minute(self.rate),
            "handle": exponential(self.handle),
            "service_level": {"share": 0.8, "within": 20, "short_abandon": 5},
            "balk": self.balk,
            **self.more,
        }
        if self.patience is not None:
            category["patience"] = exponential(self.patience)
        if self.max_queue is not None:
            category["max_queue"] = self.max_queue
        team = {"count": self.agents, "authorised": ["general"]}
        model = scenario({"general": category}, {"team": team}, days=self.days, warm_up=f"{self.warm_up}s")
        return simulate(model, replications=self.replications, seed=self.seed)

    def chain(self, places: int) -> OneQueue:
        leave = 1 / self.patience if self.patience else 0.0
        return OneQueue(self.arrival, self.handle, self.agents, places, leave, self.balk)


def every(cases):
    return pytest.mark.parametrize("case", cases, ids=lambda case: case.name)


REFUSING = {"refused": 0.01, "occupancy": 0.01}
LARGE = {"refused": 0.05, "occupancy": 0.01}
LOSS = [
    Case("2 agents, 3 erlangs", 3, 2, seed=101, days=4, max_queue=0, catches=REFUSING),
    Case("10 agents, 10 erlangs", 10, 10, seed=102, days=3, max_queue=0, catches=REFUSING),
    Case("100 agents, 90 erlangs", 90, 100, seed=103, days=1, max_queue=0, catches=LARGE, replications=40),
    Case(
        "10 agents, 10 erlangs, lognormal", 10, 10, seed=104, days=3, max_queue=0,
        more={"handle": lognormal(60, 1.5)}, catches={"refused": 0.02, "occupancy": 0.01},
    ),
]  # fmt: skip


@every(LOSS)
def test_a_group_without_places_refuses_as_erlang_b_says(case):
    formula = erlang_b(case.arrival, case.handle, case.agents)
    exact = {"refused": formula.refused, "occupancy": formula.occupancy}
    compare(case.run(), exact, case.catches, what=f"Erlang B, {case.name}")


PATIENT = {"waited": 0.03, "wait": 0.05, "service_level": 0.02}
WAITING = [
    Case("1 agent, 0.5 erlangs", 0.5, 1, seed=111, days=60, warm_up=21600, catches=PATIENT),
    Case("10 agents, 7 erlangs", 7, 10, seed=112, days=6, catches=PATIENT),
    Case("50 agents, 44 erlangs", 44, 50, seed=113, days=1, catches=PATIENT),
]


@every(WAITING)
def test_endlessly_patient_contacts_wait_as_erlang_c_says(case):
    formula = erlang_c(case.arrival, case.handle, case.agents)
    exact = {"waited": formula.waited, "wait": formula.wait, "service_level": formula.service_level(20)}
    compare(case.run(), exact, case.catches, what=f"Erlang C, {case.name}")


ALL_OF_A = {
    "abandonment": 0.02, "waited": 0.02, "wait": 0.02, "asa": 0.02, "time_to_abandon": 0.02, "queue": 0.02,
    "occupancy": 0.005, "service_level": 0.01, "service_level_answered": 0.01, "service_level_lenient": 0.01,
    "service_level_ex_short": 0.01, "wait_p90": 0.02, "aht": 0.005, "erlangs": 0.005,
}  # fmt: skip

LOOSE = ALL_OF_A
IMPATIENT = [
    Case("10 agents, 8 erlangs", 8, 10, seed=121, days=5, patience=120, catches=ALL_OF_A),
    Case("10 agents, 15 erlangs", 15, 10, seed=122, days=2, patience=60, catches=ALL_OF_A),
    Case("50 agents, 48 erlangs (Garnett)", 48, 50, seed=123, days=2, patience=120, catches=ALL_OF_A),
    Case("50 agents, 60 erlangs", 60, 50, seed=124, days=1, patience=90, replications=60, catches=ALL_OF_A),
    Case("200 agents, 200 erlangs", 200, 200, seed=125, days=1, patience=60, replications=30, catches=LOOSE),
    Case(
        "1,000 agents, 1,000 erlangs", 500, 1000, seed=126, days=1, handle=120, patience=180,
        replications=20, catches=ALL_OF_A,
    ),
    Case(
        "1,000 agents, 1,100 erlangs", 275, 1000, seed=127, days=1, handle=240, patience=300,
        replications=25, catches=ALL_OF_A,
    ),
]  # fmt: skip


def exact_of_erlang_a(case: Case) -> dict[str, float]:
    formula = erlang_a(case.arrival, case.handle, case.agents, case.patience)
    return {
        "abandonment": formula.abandonment,
        "waited": formula.waited,
        "wait": formula.wait,
        "asa": formula.asa,
        "time_to_abandon": formula.time_to_abandon,
        "queue": formula.queue,
        "occupancy": formula.occupancy,
        "service_level": formula.service_level(20),
        "service_level_answered": formula.service_level_answered(20),
        "service_level_lenient": formula.service_level_lenient(20),
        "service_level_ex_short": formula.service_level_ex_short(20, 5),
        "wait_p90": formula.wait_quantile(0.9),
        "aht": case.handle,
        "erlangs": formula.occupancy * case.agents,
    }


@every(IMPATIENT)
def test_impatient_contacts_fare_as_erlang_a_says(case):
    compare(case.run(), exact_of_erlang_a(case), case.catches, what=f"Erlang A, {case.name}")


LIMITED = [
    Case(
        "8 agents, 9 erlangs, 5 places", 9, 8, seed=131, days=3, max_queue=5,
        catches={"refused": 0.01, "waited": 0.01, "wait": 0.02, "service_level": 0.01, "occupancy": 0.005},
    ),
    Case(
        "8 agents, 9 erlangs, 5 places, patience", 9, 8, seed=132, days=3, max_queue=5, patience=45,
        catches={"refused": 0.02, "waited": 0.01, "wait": 0.02, "service_level": 0.01, "occupancy": 0.005},
    ),
]  # fmt: skip


@every(LIMITED)
def test_a_limited_line_refuses_and_waits_as_its_chain_says(case):
    formula = limited_queue(
        case.arrival, case.handle, case.agents, case.max_queue, case.patience or float("inf")
    )
    exact = {
        "refused": formula.refused,
        "waited": formula.waited,
        "wait": formula.wait,
        "service_level": formula.service_level(20),
        "occupancy": formula.occupancy,
    }
    compare(case.run(), exact, case.catches, what=f"M/M/n/k, {case.name}")


BALKING = [
    Case("10 agents, 12 erlangs, 30 % balk", 12, 10, seed=141, days=2, patience=90, balk=0.3, catches={}),
    Case("10 agents, 12 erlangs, all balk", 12, 10, seed=142, days=2, patience=90, balk=1.0, catches={}),
]


@every(BALKING)
def test_contacts_that_balk_unless_an_agent_is_free_thin_the_line(case):
    chain, result = case.chain(places=150), case.run()
    exact = {"abandonment": chain.abandonment, "occupancy": chain.occupancy}
    catches = {"abandonment": 0.01, "occupancy": 0.005}
    if case.balk < 1:
        exact |= {"waited": chain.waited, "wait": chain.wait}
        catches |= {"waited": 0.01, "wait": 0.02}
    compare(result, exact, catches, what=f"balking, {case.name}")


def test_time_in_the_ivr_changes_nothing_behind_it():
    # The IVR holds everyone at once, so what leaves it is again a Poisson process.
    behind = {"ivr": lognormal(40, 0.8)}
    case = Case("behind an IVR", 8, 10, seed=151, days=5, patience=120, more=behind, catches=ALL_OF_A)
    compare(case.run(), exact_of_erlang_a(case), case.catches, what=f"Erlang A, {case.name}")


def small(cases):
    return [case for case in cases if case.agents <= 200]


@every(small(LOSS[:3] + WAITING + IMPATIENT + LIMITED + BALKING))
def test_the_warm_up_outlasts_the_empty_start(case):
    chain = case.chain(places=case.max_queue if case.max_queue is not None else 300)
    before, after = chain.chain.steady, chain.chain.after(case.warm_up)
    assert abs(before - after).sum() < 1e-6
