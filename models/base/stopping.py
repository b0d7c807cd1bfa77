"""How a process of ours is told to end: one event, set by a signal, that its loop looks at.

What lives here: that event. What does not: the loops, and what they put away before they end.
"""

from __future__ import annotations

import atexit
import os
import select
import signal
import threading
from collections.abc import Iterable
from contextlib import suppress


class StopEvent(threading.Event):
    """An event that a signal handler may set. A plain one holds a lock while it is waited for or set: a signal that
    comes at that moment, in the same thread, would wait for that lock for ever. This one has a pipe and no lock.
    """

    def __init__(self) -> None:
        super().__init__()
        self._told = False
        self._reads, self._writes = os.pipe()
        os.set_blocking(self._writes, False)

    def is_set(self) -> bool:
        """Was it told to end?"""
        return self._told

    def set(self) -> None:
        """Tell it to end, once or many times."""
        self._told = True
        with suppress(BlockingIOError):  # a full pipe has woken whoever waits
            os.write(self._writes, b"\0")

    def wait(self, timeout: float | None = None) -> bool:
        """Until it is set or the time is over; whether it is set."""
        if not self._told:
            select.select([self._reads], [], [], timeout)
        return self._told


def stop_on_signal(*signals: signal.Signals) -> StopEvent:
    """Set once this process is told to end, by SIGTERM and SIGINT if none is named; to be called in its main thread."""
    stop, told_by = StopEvent(), signals or (signal.SIGTERM, signal.SIGINT)
    for each in told_by:
        signal.signal(each, lambda *_: stop.set())
    atexit.register(_ignore, told_by)
    return stop


def _ignore(told_by: Iterable[signal.Signals]) -> None:
    """Let nothing more tell it: an interpreter that goes puts the defaults back, and a late one would end it."""
    for each in told_by:
        signal.signal(each, signal.SIG_IGN)
