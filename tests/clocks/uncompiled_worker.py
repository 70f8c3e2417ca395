"""Runs scenarios on the uncompiled core, in a process of its own; started by the fixture `uncompiled`.

One JSON line in, one out: {"text", "folder", "seed", "replication", "clock", "tallies"} → the digests of the four
logs, or of the tallies. The
environment says NUMBA_DISABLE_JIT=1, which is why this cannot happen in the process of the tests.
"""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from pathlib import Path

from acd.build import Keep, build_setup
from acd.clocks import CompiledClock, Logs, Run, SimpyClock
from acd.core._compile import PLAIN
from acd.scenario import parse
from tests.tallied import keeping

CLOCKS = {"compiled": CompiledClock, "simpy": SimpyClock}
LOGS = ("legs", "changes", "commands", "decisions")


def digests(logs: Logs) -> dict[str, str]:
    """Return a digest of each log's bytes."""
    return {name: sha256(getattr(logs, name).tobytes()).hexdigest() for name in LOGS}


def answer(asked: dict[str, object]) -> dict[str, str]:
    """Run what a request asks for."""
    scenario = parse(str(asked["text"]), Path(str(asked["folder"])), "drawn.yaml")
    keep = keeping(scenario, log=False) if asked["tallies"] else Keep(log=True, commands=True)
    run = Run(build_setup(scenario), int(str(asked["seed"])), int(str(asked["replication"])), keep)
    logs = CLOCKS[str(asked["clock"])]().run(run)
    if asked["tallies"]:
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
