"""How commands end: exit codes, and what is said on stderr when they fail.

==== ========================================
0    done
1    the input is at fault, or a file cannot be written
2    wrong usage
3    stopped early, with partial results
==== ========================================
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

AT_FAULT, STOPPED = 1, 3


def say(text: str) -> None:
    """Write a line for the user that is no result.

    Parameters
    ----------
    text : str
        The line, to stderr.
    """
    sys.stderr.write(f"{text}\n")


@contextmanager
def reported() -> Iterator[None]:
    """Turn what a user can cause into a message and an exit code; let real defects through.

    Yields
    ------
    None
        The body of a command runs inside.

    Raises
    ------
    Exit
        With 1 for a fault of the input or a file that cannot be written, 3 for Ctrl-C.
    """
    try:
        yield
    except (typer.Exit, BrokenPipeError):
        raise  # an end that was meant; or whoever read our output has seen enough, and typer ends quietly
    except KeyboardInterrupt:
        say("stopped before anything was finished")
        raise typer.Exit(STOPPED) from None
    except Exception as error:
        message = _message(error)
        if message is None:
            raise
        say(message)
        raise typer.Exit(AT_FAULT) from None


def _message(error: Exception) -> str | None:
    """Return what to tell the user; None when the error is a defect of ours."""
    from acd.errors import AcdError

    if isinstance(error, AcdError):
        return str(error)
    if isinstance(error, OSError):
        reason = error.strerror or error
        return f"{error.filename or 'output'}: {reason}; check the path and your rights to it"
    return None
