"""What a user waits for and pays: imports, `--help`, the first call, a bank week, memory, a decision from Python."""

import subprocess
import sys
import time

import acd
from acd.build import Keep, build_setup
from acd.clocks import CompiledClock, Run
from benchmarks.peers.ours import decision_seconds
from benchmarks.works import PER_DAY, ROOT, scenario

WEEK_LEGS = (13_000, 18_000)
"""Contacts of the two weeks of bank.yaml, of which the first is left out of the measures."""


def fresh(code):
    """Run code in a new Python; return its wall time and what it printed."""
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT)
    return time.perf_counter() - start, done.stdout


class Start:
    """A new process each."""

    def time_import(self):
        assert fresh("import acd; print(acd.__name__)")[1] == "acd\n"

    def time_help(self):
        code = "import sys; sys.argv = ['acd', '--help']; from acd.cli.main import main; main()"
        assert "run" in fresh(code)[1]

    def track_first_call_over_warm(self):
        """A process's first run of the textbook scenario (compiled core on disk) against its second."""
        code = (
            "import acd, time\nscenario = acd.load('scenarios/textbook.yaml')\ntimes = []\n"
            "for _ in range(2):\n start = time.perf_counter()\n acd.simulate(scenario, replications=2)\n"
            " times.append(time.perf_counter() - start)\nprint(*times)"
        )
        first, warm = map(float, fresh(code)[1].split())
        assert first > 0 < warm
        return first / warm


class BankWeek:
    """One replication of bank.yaml: its warm-up week and the week that counts."""

    def setup(self):
        self.scenario = acd.load(ROOT / "scenarios" / "bank.yaml")
        self.setup_tables = build_setup(self.scenario)
        CompiledClock().run(Run(self.setup_tables, 1, 0, Keep()))

    def time_core(self):
        logs = CompiledClock().run(Run(self.setup_tables, 1, 1, Keep()))
        assert WEEK_LEGS[0] < logs.contacts < WEEK_LEGS[1]

    def time_with_measures(self):
        result = acd.simulate(self.scenario, replications=1, seed=1)
        offered = result.measures.query("measure == 'offered' and scope == 'total' and interval.isna()")
        assert 6_000 < offered["value"].item() < 9_500

    def time_build(self):
        assert build_setup(self.scenario).n_categories == 6


class Memory:
    """Work A without a log: ten times as many contacts take no more memory."""

    params = (1_000_000, 10_000_000)
    param_names = ("contacts",)

    def peakmem_no_log(self, contacts):
        days = round(contacts / PER_DAY["A"])
        logs = CompiledClock().run(Run(build_setup(scenario("A", days)), 1, 0, Keep(log=False)))
        assert abs(logs.contacts / contacts - 1) < 0.05

    def track_peak_bytes(self, contacts):
        """The same in a process of its own, in which nothing else was ever kept."""
        code = (
            "import resource\nfrom benchmarks.bench_use import Memory\n"
            f"Memory().peakmem_no_log({contacts})\nprint(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        )
        return 1024 * int(fresh(code)[1])


class Decision:
    """A decision from Python, median and 99 %; each is asserted to bind or to end the contact."""

    unit = "s"

    def track_offer(self):
        return decision_seconds(20_000)[0][0]

    def track_offer_99(self):
        return decision_seconds(20_000)[0][1]

    def track_finish(self):
        return decision_seconds(20_000)[1][0]

    def track_finish_99(self):
        return decision_seconds(20_000)[1][1]
