"""Scenario → Setup: names become indices, units become microseconds, rules become ranks.

`build_setup` calls the rest in order; `new_state` makes the tables of one run. This package must not run anything.
"""

from __future__ import annotations

from acd.build.setup import Setup, build_setup
from acd.build.state import Keep, new_state
from acd.build.tallies import Frame

__all__ = ["Frame", "Keep", "Setup", "build_setup", "new_state"]
