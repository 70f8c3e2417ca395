"""Ctrl-C put off for a moment, so that what is written and what is counted stay the same replications."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def put_off() -> Iterator[None]:
    """Let Ctrl-C take effect after the body only.

    Yields
    ------
    None
        The body runs to its end. Other threads, and callers with a handler of their own, are left alone.

    Raises
    ------
    KeyboardInterrupt
        After the body, when Ctrl-C came in it.
    """
    own = threading.current_thread() is threading.main_thread()
    if not own or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    heard: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _frame: heard.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if heard:
        raise KeyboardInterrupt
