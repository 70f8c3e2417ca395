"""A real Dask scheduler with workers, each a process of its own on this machine."""

import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager

from distributed import Client

from tests.architecture.sources import ROOT

SCHEDULER = ["distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
WORKER = ["--host", "127.0.0.1", "--no-dashboard", "--no-nanny", "--nthreads", "1", "--memory-limit", "0"]
ENVIRONMENT = {"PYTHONPATH": str(ROOT)}
DEADLINE = 60  # seconds until a scheduler must have written its address


class Cluster:
    """A scheduler's address, and its workers to be started and killed."""

    def __init__(self, folder):
        self.folder = folder
        self.processes = []
        file = folder / "scheduler.json"
        self._start(*SCHEDULER, "--scheduler-file", str(file))
        self.address = _address(file)

    def _start(self, module, *arguments):
        with (self.folder / f"{len(self.processes)}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", module, *arguments],
                env={**os.environ, **ENVIRONMENT},
                cwd=self.folder,
                stdout=log,
                stderr=log,
            )
        self.processes.append(process)

    def worker(self):
        """Start a worker."""
        place = ["--local-directory", str(self.folder)]
        self._start("distributed.cli.dask_worker", self.address, *WORKER, *place)

    def kill_one_at_work(self):
        """Kill a worker that has work to do, as a crash would; return how many pieces of work it had."""
        with Client(self.address, set_as_default=False) as client:
            numbers = client.run(os.getpid)
            at_work = {worker: keys for worker, keys in client.processing().items() if keys}
        worker, keys = max(at_work.items(), key=lambda item: len(item[1]))
        (process,) = [process for process in self.processes if process.pid == numbers[worker]]
        process.kill()
        process.wait()
        return len(keys)

    def log(self):
        """Return what all processes said, for a failure's message."""
        return "\n".join(file.read_text() for file in sorted(self.folder.glob("*.log")))


def _address(file):
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end:
        if file.exists() and file.read_text().strip():
            return json.loads(file.read_text())["address"]
        time.sleep(0.1)
    message = "the scheduler did not start"
    raise TimeoutError(message)


@contextmanager
def cluster(folder, workers=2):
    """Start a scheduler and workers; kill whatever is left of them at the end."""
    made = Cluster(folder)
    try:
        for _ in range(workers):
            made.worker()
        yield made
    finally:
        for process in made.processes:
            process.kill()
            process.wait()
