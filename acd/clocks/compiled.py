"""The compiled clock: it does not wait."""

from __future__ import annotations

from collections.abc import Callable

from acd.clocks.clock import Logs, Run
from acd.core.codes import Stop


class CompiledClock:
    """Runs as fast as the core can.

    Parameters
    ----------
    halted : callable, optional
        Asked now and then; when it says True the run ends where it is.
    """

    def __init__(self, halted: Callable[[], bool] | None = None) -> None:
        self._halted = halted

    def run(self, run: Run) -> Logs:
        """Run to the end, or to where it is halted.

        Parameters
        ----------
        run : Run
            Prepared, not begun.

        Returns
        -------
        Logs
            What it leaves; ``until`` tells where it was halted.
        """
        while run.advance() != Stop.DONE:
            if self._halted is not None and self._halted():
                return run.close(stopped=True)
        return run.close()
