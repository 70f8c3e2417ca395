"""What the tests of the clocks share: a folder for drawn files and the process with the uncompiled core."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """Return where the files of drawn scenarios go."""
    return tmp_path_factory.mktemp("drawn")


class Uncompiled:
    """Asks the process with the uncompiled core."""

    def __init__(self):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.clocks.uncompiled_worker"],
            cwd=ROOT,
            env=os.environ | {"NUMBA_DISABLE_JIT": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __call__(self, drawn, folder, seed, clock, replication=0, **options):
        """Return the digests of the logs, or of the tallies, that a run leaves; options say antithetic, tallies."""
        asked = {"text": drawn.text, "folder": str(drawn.put(folder)), "seed": seed}
        asked |= {"replication": replication, "clock": clock, **options}
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self):
        """End the process."""
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="session")
def uncompiled():
    """Yield what runs a drawn scenario on the uncompiled core."""
    worker = Uncompiled()
    yield worker
    worker.close()
