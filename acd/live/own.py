"""The counter where the routing rule has keys of the user's own: says it when one gave no finite number.

In a simulation that is an error. Live, a contact has been routed by then, and its decision must not be lost: whom the
function was asked about came last, and a warning says so once.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from acd.build.own import own_fault
from acd.live.desk import Desk

if TYPE_CHECKING:
    from acd.live.decisions import Decision
    from acd.scenario import Scenario


class OwnDesk(Desk):
    """A counter that looks after the user's functions; other centres' counters spare themselves the look."""

    scenario: Scenario | None = None

    def _decisions(self, n: int, outcome: str = "", first: int = 0) -> list[Decision]:
        self._look()
        return super()._decisions(n, outcome, first)

    def _welcome(self, contact: str, slot: int) -> list[Decision]:
        self._look()
        return super()._welcome(contact, slot)

    def _look(self) -> None:
        if self.scenario is not None and self._tables["desk"]["own_fault"][0]:
            message, self.scenario = own_fault(self._tables, self.scenario), None
            warnings.warn(message, RuntimeWarning, stacklevel=5)
