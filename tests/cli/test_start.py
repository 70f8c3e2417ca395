"""The command line starts at once and explains itself."""

import subprocess
import sys

import acd

HEAVY = {"pandas", "numpy", "numba", "scipy", "matplotlib", "pydantic", "simpy", "pyarrow", "ruamel"}


def loaded_after(code):
    text = f"import sys\n{code}\nprint(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_putting_the_commands_together_loads_no_heavy_library():
    assert not loaded_after("import acd.cli.main") & HEAVY


def test_importing_the_package_loads_no_heavy_library():
    assert not loaded_after("import acd; acd.errors") & HEAVY


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
