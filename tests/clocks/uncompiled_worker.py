"""Runs scenarios on the uncompiled core, in a process of its own; started by the fixture `uncompiled`.

One JSON line in, one out: {"text", "folder", "seed", "replication", "clock"}, perhaps with {"antithetic", "tallies"} →
the digests of the logs, or of the tallies. The environment says NUMBA_DISABLE_JIT=1, which is why this cannot
happen in the process of the tests.
"""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from pathlib import Path

import numpy as np
import simpy

from acd.build import Keep, build_setup
from acd.clocks import CompiledClock, Logs, Run, SimpyClock
from acd.clocks.simpy_loop import Loop
from acd.core._compile import PLAIN
from acd.core.codes import Outcome
from acd.scenario import parse
from tests.clocks.changed import run_changed
from tests.tallied import keeping


class Watched:
    """A SimPy clock that tells of every contact's end, to nobody in particular."""

    def run(self, run: Run) -> Logs:
        env, told = simpy.Environment(), []
        names = [str(k) for k in range(run.setup.n_categories)]
        loop = Loop(env, run, (names, names))
        for k in range(len(names)):
            loop.watch(k, (told.append,))
        env.run(until=loop.end)
        assert len(told) == over(loop.logs.legs).sum()
        return loop.logs


def over(legs: np.ndarray) -> np.ndarray:
    """Mark the legs with which contacts ended."""
    ended = legs["ended"] >= 0
    if "last" in (legs.dtype.names or ()):
        ended &= (legs["last"] == 1) | (legs["outcome"] == Outcome.UNREACHED)
    return ended


CLOCKS = {"compiled": CompiledClock, "simpy": SimpyClock, "watched": Watched}
LOGS = ("legs", "changes", "commands", "decisions", "steps")


def digests(logs: Logs) -> dict[str, str]:
    """Return a digest of each log's bytes."""
    return {name: sha256(getattr(logs, name).tobytes()).hexdigest() for name in LOGS}


def answer(asked: dict[str, object]) -> dict[str, str]:
    """Run what a request asks for."""
    scenario = parse(str(asked["text"]), Path(str(asked["folder"])), "drawn.yaml")
    if asked["clock"] == "changed":
        return digests(run_changed(scenario, int(str(asked["seed"]))))
    counted = bool(asked.get("tallies"))
    keep = keeping(scenario, log=False) if counted else Keep(log=True, commands=True, steps=True)
    setup = build_setup(scenario, antithetic=bool(asked.get("antithetic")))
    run = Run(setup, int(str(asked["seed"])), int(str(asked["replication"])), keep)
    logs = CLOCKS[str(asked["clock"])]().run(run)
    if counted:
        return {name: sha256(rows.tobytes()).hexdigest() for name, rows in logs.tallies.items()}
    return digests(logs)


def main() -> None:
    """Answer until the input ends."""
    if not PLAIN:
        sys.exit("this worker is for the uncompiled core; set NUMBA_DISABLE_JIT=1")
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)  # noqa: T201 - this is how it answers


if __name__ == "__main__":
    main()
