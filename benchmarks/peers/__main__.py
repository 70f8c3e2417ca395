"""Time our clocks and the rivals on the same works, interleaved, each with its answer checked."""

import argparse
import time

from benchmarks.peers import ciw_model, heapq_loop, ours, simpy_fast, simpy_public, simpy_tutorial, special
from benchmarks.works import check, work


def timed(run):
    """Return a rival as a function of (seconds, what it measured)."""

    def rival(work, contacts, seed):
        start = time.perf_counter()
        measured = run(work, contacts, seed)
        return time.perf_counter() - start, measured

    return rival


FASTEST, PUBLIC, CIW = "SimPy, fastest we can write", "SimPy, fastest in public", "Ciw"
COMPILED, UNDISTURBED = "compiled clock, no log", "SimPy clock, undisturbed"
WATCHED, SPECIAL = "SimPy clock, watched by one", "numba, written for this model"
PROGRAMS = ours.PROGRAMS | {
    SPECIAL: (1_000_000, timed(special.run)),
    "heapq loop": (300_000, timed(heapq_loop.run)),
    FASTEST: (100_000, timed(simpy_fast.run)),
    PUBLIC: (100_000, timed(simpy_public.run)),
    "SimPy, as in tutorials": (30_000, timed(simpy_tutorial.run)),
    CIW: (10_000, timed(ciw_model.run)),
}


def race(name, rounds, divisor):
    """Return contacts a second of every program on one work: the best of the rounds, one program after the other."""
    told = work(name)
    best = dict.fromkeys(PROGRAMS, 0.0)
    for seed in range(1, rounds + 1):
        for program, (contacts, run) in PROGRAMS.items():
            seconds, measured = run(told, max(5_000, contacts // divisor), seed)
            check(program, told, measured)
            best[program] = max(best[program], measured.contacts / seconds)
    return best


def show(name, best):
    """Print one work's table."""
    print(f"\nWork {name:28} contacts/s  × fastest SimPy  × its public API      × Ciw")
    for program, rate in best.items():
        ratios = f"{rate / best[FASTEST]:14.2f} {rate / best[PUBLIC]:16.2f} {rate / best[CIW]:12.1f}"
        print(f"  {program:29} {rate:12,.0f} {ratios}")


def goals(best, decision):
    """Return the goals on work B as (what, found, goal, met)."""
    found = [
        ("compiled ÷ fastest SimPy", best[COMPILED] / best[FASTEST], 45.0),
        ("compiled ÷ Ciw", best[COMPILED] / best[CIW], 300.0),
        ("SimPy clock undisturbed ÷ compiled", best[UNDISTURBED] / best[COMPILED], 0.95),
        ("every contact watched ÷ fastest SimPy", best[WATCHED] / best[FASTEST], 1.5),
    ]
    rows = [(what, value, f"at least {goal:g}", value >= goal) for what, value, goal in found]
    slower = 1e6 * max(median for median, _ in decision)
    return [*rows, ("decision from Python, median [us]", slower, "below 2", slower < 2)]


def beside(best):
    """Return the goals against SimPy once more, against its public API, as (what, found); they are not judged."""
    return [
        ("compiled ÷ SimPy's public API", best[COMPILED] / best[PUBLIC]),
        ("every contact watched ÷ SimPy's public API", best[WATCHED] / best[PUBLIC]),
    ]


def main(arguments=None):
    """Race, and print tables and goals."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="the best of so many counts (5)")
    parser.add_argument("--quick", action="store_true", help="one round of a tenth of the contacts")
    parser.add_argument("--work", choices=["A", "B"], help="only this work; by default both")
    given = parser.parse_args(arguments)
    rounds, divisor = (1, 10) if given.quick else (given.rounds, 1)
    ours.PROGRAMS[COMPILED][1](work("A"), 1, 1)  # compile, load
    results = {}
    for name in given.work or "AB":
        special.run(work(name), 1, 1)
    for name in given.work or "AB":
        results[name] = race(name, rounds, divisor)
        show(name, results[name])
    decision = ours.decision_seconds(2_000 if given.quick else 50_000)
    print("\nDecision from Python [us]   median   99 %")
    for command, (median, rare) in zip(("offer", "finish"), decision, strict=True):
        print(f"  {command:24} {1e6 * median:7.2f} {1e6 * rare:6.2f}")
    if "B" in results:
        print("\nGoals, work B")
        for what, value, goal, met in goals(results["B"], decision):
            print(f"  {what:43} {value:8.2f}   {goal:14} {'met' if met else 'NOT met'}")
        for what, value in beside(results["B"]):
            print(f"  {what:43} {value:8.2f}   (beside)")
    return results


if __name__ == "__main__":
    main()
