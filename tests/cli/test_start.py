"""The command line starts at once and explains itself."""

import subprocess
import sys
from pathlib import Path

import pytest

import acd

TEXTBOOK = Path(__file__).parents[2] / "scenarios" / "textbook.yaml"
HEAVY = {"pandas", "numpy", "numba", "scipy", "matplotlib", "pydantic", "simpy", "pyarrow", "ruamel"}


def loaded_after(code):
    text = f"import sys\n{code}\nprint(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_putting_the_commands_together_loads_no_heavy_library():
    assert not loaded_after("import acd.cli.main") & HEAVY


def test_importing_the_package_loads_no_heavy_library():
    assert not loaded_after("import acd; acd.errors") & HEAVY


def test_a_small_run_loads_no_library_that_only_some_runs_need():
    run = (
        "from acd import load, simulate\n"
        f"simulate(load({str(TEXTBOOK)!r}).replace('calendar.days', 2), replications=3)\n"
    )
    needless = ["scipy.special", "scipy.linalg", "numba.np.linalg", "matplotlib", "openpyxl", "simpy"]
    loaded_after(run)  # so that nothing is compiled below
    text = f"import sys\n{run}print([name for name in {needless} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    "options", [(), ("--json", "-"), ("--until", "asa±2m"), ("--antithetic",), ("--seed", "2", "--jobs", "2")]
)
def test_a_run_that_only_prints_needs_no_frames(small, options):
    call = ["run", str(small), "--replications", "4", *options]
    needless = ("pandas", "pyarrow", "matplotlib", "simpy", "dask", "distributed", "acd.log")
    needless += ("scipy.special", "scipy.linalg", "scipy.stats", "scipy.optimize")  # numba takes scipy itself
    text = (
        "import sys\nfrom acd.cli.main import app\n"
        f"app({call!r}, standalone_mode=False)\n"
        f"print([name for name in sys.modules if name.startswith({needless!r})], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    assert "service_level" in done.stdout
    assert done.stderr.splitlines()[-1] == "[]"


def test_help_names_every_command(acd_command):
    shown = acd_command("--help")
    assert shown.exit_code == 0
    assert all(f" {name} " in shown.output for name in ("run", "check", "schema", "list", "new"))


def test_the_version_is_the_packages(acd_command):
    assert acd_command("--version").output == f"acd {acd.__version__}\n"


def test_wrong_usage_ends_with_2(acd_command):
    assert acd_command("run").exit_code == 2
    assert acd_command("run", "x.yaml", "--replications", "0").exit_code == 2
    assert acd_command("run", "x.yaml", "--clock", "sundial").exit_code == 2
    assert acd_command("unheard-of").exit_code == 2
