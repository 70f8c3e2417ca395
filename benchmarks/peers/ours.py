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


def watched(listen):
    """Return a function that times the SimPy clock while user code learns of every contact that ends.

    `listen` takes the environment, the centre and a function to call with each outcome. Nothing is read from the
    outcomes: as a run without a log, it must have told of as many contacts as the logged run of the same seed has.
    """

    def run(work, contacts, seed):
        days = _days(work, contacts)
        told = scenario(work.name, days)
        env = simpy.Environment()
        centre = SimpyCentre(env, told, seed=seed, keep=Keep(log=False))
        n = 0

        def count(_outcome):
            nonlocal n
            n += 1

        listen(env, centre, count)
        start = time.perf_counter()
        env.run(until=centre.end)
        seconds = time.perf_counter() - start
        logs = CompiledClock().run(Run(build_setup(told), seed, 0, Keep()))
        assert n == len(logs.legs) == logs.contacts
        assert centre.run.now == round(env.now * 1_000_000)
        return seconds, measured(logs.legs, days, len(work.agents))

    return run


def by_callback(_env, centre, tell):
    """Call a function with every outcome."""
    centre.watch(tell)


def by_process(env, centre, tell):
    """Let one process wait for one contact after the other."""
    watch = centre.watch()

    def process():
        while True:
            tell((yield watch.next()))

    env.process(process())


def by_processes(env, centre, tell):
    """Start a process for every contact that ends."""

    def process(outcome):
        tell(outcome)
        return
        yield

    centre.watch(lambda outcome: env.process(process(outcome)))


class Counts:
    """What the rivals count on the way, counted from outcomes."""

    def __init__(self):
        self.n = self.left = 0
        self.waited = self.busy = 0.0

    def __call__(self, outcome):
        self.n += 1
        self.waited += outcome.wait
        if outcome.outcome == "answered":
            self.busy += outcome.handling
        else:
            self.left += 1

    def measured(self, seconds, agents):
        return Measured(self.n, self.left / self.n, self.waited / self.n, self.busy / seconds / agents)


def counted(work, contacts, seed):
    """Time the SimPy clock while a callback counts from every outcome what the rivals count."""
    days = _days(work, contacts)
    env, counts = simpy.Environment(), Counts()
    centre = SimpyCentre(env, scenario(work.name, days), seed=seed, keep=Keep(log=False))
    centre.watch(counts)
    start = time.perf_counter()
    env.run(until=centre.end)
    seconds = time.perf_counter() - start
    return seconds, counts.measured(days * DAY / 1_000_000, len(work.agents))


def injected(work, contacts, seed):
    """Time the SimPy clock while a process each injects a contact and waits for its outcome: no arrival is ours."""
    told = scenario(work.name, _days(work, contacts))
    names = list(told.categories)
    for name in names:
        told = told.replace(f"categories.{name}.arrivals", None)
    env, counts = simpy.Environment(), Counts()
    centre = SimpyCentre(env, told, seed=seed, keep=Keep(log=False))
    rng = np.random.default_rng(seed)
    gap, category = exponential(rng, 60 / work.minute).__next__, categories(rng, work.rates).__next__
    until = 60 * contacts / work.minute

    def follow(name):
        counts((yield centre.inject(name)))

    def arrivals():
        yield env.timeout(gap())
        while env.now < until:
            env.process(follow(names[category()]))
            yield env.timeout(gap())

    env.process(arrivals())
    start = time.perf_counter()
    env.run(until=until)
    seconds = time.perf_counter() - start
    return seconds, counts.measured(until, len(work.agents))


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
    "SimPy clock, watched by one": (100_000, watched(by_callback)),
    "SimPy clock, counted by one": (100_000, counted),
    "SimPy clock, by a process": (100_000, watched(by_process)),
    "SimPy clock, a process each": (50_000, watched(by_processes)),
    "SimPy clock, all injected": (20_000, injected),
}
