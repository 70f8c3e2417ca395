"""Loads the scripts beside the bank's scenario, which are no part of the package, by their path."""

import importlib.util
import sys
from types import ModuleType

from tests.architecture.sources import ROOT

BANK = ROOT / "scenarios" / "bank"


def load(name: str) -> ModuleType:
    """Load one script; those that it imports from its own folder are loaded as well."""
    sys.path.insert(0, str(BANK))
    try:
        spec = importlib.util.spec_from_file_location(name, BANK / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(BANK))
    return module
