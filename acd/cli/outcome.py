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
    from acd.errors import AcdError

    try:
        yield
    except AcdError as error:
        say(str(error))
        raise typer.Exit(AT_FAULT) from None
    except BrokenPipeError:
        raise  # whoever read our output has seen enough; typer ends quietly
    except OSError as error:
        say(f"{error.filename or 'output'}: {error.strerror or error}; check the path and your rights to it")
        raise typer.Exit(AT_FAULT) from None
    except KeyboardInterrupt:
        say("stopped before anything was finished")
        raise typer.Exit(STOPPED) from None
