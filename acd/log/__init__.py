"""The log: the only bridge from running to knowing.

Records of the core become pandas frames here, frames become files, and `audit` states what must hold in any
log. Nothing in this package knows a measure, and nothing starts a run.
"""

from __future__ import annotations

from acd.log.audit import audit
from acd.log.files import Origin, read, write
from acd.log.frames import Names, agent_frame, leg_frame
from acd.log.pieces import LogFiles
from acd.log.schema import AGENT_COLUMNS, COMMAND_COLUMNS, LEG_COLUMNS, STEP_COLUMNS, Column
from acd.log.spool import Spool
from acd.log.steps import step_frame, steps_of_legs

__all__ = [
    "AGENT_COLUMNS",
    "COMMAND_COLUMNS",
    "LEG_COLUMNS",
    "STEP_COLUMNS",
    "Column",
    "LogFiles",
    "Names",
    "Origin",
    "Spool",
    "agent_frame",
    "audit",
    "leg_frame",
    "read",
    "step_frame",
    "steps_of_legs",
    "write",
]
