"""This project's clocks at the same works; only the run is timed, not the making of its tables."""

import time

import numpy as np
import simpy

from acd import RoutingEngine, SimpyCentre
from acd.build import Keep, build_setup
from acd.clocks import CompiledClock, Run, SimpyClock
from acd.core.codes import Outcome
from acd.live.decisions import Bound, Ended
from benchmarks.peers.draws import categories, exponential
from benchmarks.works import PER_DAY, Measured, scenario

DAY = 86_400_000_000


def _days(work, contacts):
    return max(1, round(contacts / PER_DAY[work.name]))


def measured(legs, days, agents):
    """Compute from the log what the rivals count on the way."""
    answered = legs["outcome"] == Outcome.ANSWERED
    left = legs["outcome"] == Outcome.ABANDONED
    wait = np.where(answered, legs["bound"], legs["ended"])[answered | left] - legs["joined"][answered | left]
    busy = (np.minimum(legs["ended"], days * DAY) - legs["bound"])[answered].sum()
    return Measured(
        len(legs), float(left.mean()), float(wait.sum()) / len(legs) / 1e6, busy / days / DAY / agents
    )


def clock(make, *, log):
    """Return a function that times a clock; without a log it must come to where the run with a log came."""

    def run(work, contacts, seed):
        days = _days(work, contacts)
        setup = build_setup(scenario(work.name, days))
        prepared = Run(setup, seed, 0, Keep(log=log))
        start = time.perf_counter()
        logs = make().run(prepared)
        seconds = time.perf_counter() - start
        if not log:
            again = Run(setup, seed, 0, Keep())
            logs = CompiledClock().run(again)
            assert prepared.tables["desk"]["now"] == again.tables["desk"]["now"]
            assert prepared.tables["world"]["contacts"] == again.tables["world"]["contacts"]
        return seconds, measured(logs.legs, days, len(work.agents))

    return run


def watched(*, each):
    """Return a function that times the SimPy clock while user code brings every contact and learns its outcome.

    One callback hears of all outcomes, or, with `each`, every contact has a process that waits for its own.
    """

    def run(work, contacts, seed):
        told = scenario(work.name, _days(work, contacts))
        names = list(told.categories)
        for name in names:
            told = told.replace(f"categories.{name}.arrivals", None)
        env = simpy.Environment()
        centre = SimpyCentre(env, told, seed=seed, keep=Keep(log=False))
        rng = np.random.default_rng(seed)
        gap, category = exponential(rng, 60 / work.minute).__next__, categories(rng, work.rates).__next__
        seen = []

        def hear(event):
            seen.append(event.value)

        def follow(name):
            seen.append((yield centre.inject(name)))

        def arrivals():
            until = 60 * contacts / work.minute
            yield env.timeout(gap())
            while env.now < until:
                if each:
                    env.process(follow(names[category()]))
                else:
                    centre.inject(names[category()]).callbacks.append(hear)
                yield env.timeout(gap())

        env.process(arrivals())
        start = time.perf_counter()
        env.run(until=60 * contacts / work.minute)
        seconds = time.perf_counter() - start
        return seconds, _of_outcomes(seen, 60 * contacts / work.minute, len(work.agents))

    return run


def _of_outcomes(seen, seconds, agents):
    n = len(seen)
    busy = sum(outcome.ended - outcome.bound for outcome in seen if outcome.outcome == "answered")
    left = sum(outcome.outcome == "abandoned" for outcome in seen)
    return Measured(n, left / n, sum(outcome.wait for outcome in seen) / n, busy / seconds / agents)


def decision_seconds(commands):
    """Return (median, 99 %) of `offer` and of `finish` from Python, on work B, half of the agents at work."""
    told = scenario("B", 1)
    engine = RoutingEngine(told, now=lambda: 0.0, auto_accept=True)
    for group, rule in told.agents.items():
        for i in range(rule.count):
            engine.log_in(f"{group} {i}", group=group)
            engine.ready(f"{group} {i}")
    names = list(told.categories)
    at_work, times = [], []
    for i in range(commands):
        start = time.perf_counter_ns()
        decisions = engine.offer(f"contact {i}", category=names[i % 5])
        middle = time.perf_counter_ns()
        assert len(decisions) == 1
        assert isinstance(decisions[0], Bound)
        at_work.append(f"contact {i}")
        if len(at_work) > 25:
            contact = at_work.pop(0)
            before = time.perf_counter_ns()
            ended = engine.finish(contact, wrap_up=False)
            times.append((middle - start, time.perf_counter_ns() - before))
            assert [(type(decision), decision.contact) for decision in ended] == [(Ended, contact)]
    return tuple(
        tuple(1e-9 * float(share) for share in np.quantile(column, (0.5, 0.99)))
        for column in zip(*times, strict=True)
    )


PROGRAMS = {
    "compiled clock, no log": (1_000_000, clock(CompiledClock, log=False)),
    "compiled clock, log": (1_000_000, clock(CompiledClock, log=True)),
    "SimPy clock, undisturbed": (1_000_000, clock(SimpyClock, log=False)),
    "SimPy clock, watched by one": (20_000, watched(each=False)),
    "SimPy clock, a process each": (20_000, watched(each=True)),
}
