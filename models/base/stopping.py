"""How a process is asked to end: an event, set by a signal, that its loop checks."""

from __future__ import annotations

import atexit
import os
import select
import signal
import threading
from collections.abc import Iterable
from contextlib import suppress


class StopEvent(threading.Event):
    """An event that a signal handler may set. threading.Event holds a lock during `wait` and `set`, and a handler in
    the same thread would wait for that lock for ever. This one has a pipe and no lock.
    """

    def __init__(self) -> None:
        super().__init__()
        self._stopped = False
        self._reads, self._writes = os.pipe()
        os.set_blocking(self._writes, False)

    def is_set(self) -> bool:
        """Return whether the process was asked to end."""
        return self._stopped

    def set(self) -> None:
        """Ask the process to end; may be called more than once."""
        self._stopped = True
        with suppress(BlockingIOError):  # a full pipe has already woken the waiting thread
            os.write(self._writes, b"\0")

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until it is set, at most `timeout` seconds; return whether it is set."""
        if not self._stopped:
            select.select([self._reads], [], [], timeout)
        return self._stopped


def stop_on_signal(*signals: signal.Signals) -> StopEvent:
    """Return an event that these signals set (SIGTERM and SIGINT by default); call it in the main thread."""
    stop, handled = StopEvent(), signals or (signal.SIGTERM, signal.SIGINT)
    for each in handled:
        signal.signal(each, lambda *_: stop.set())
    atexit.register(_ignore, handled)
    return stop


def _ignore(handled: Iterable[signal.Signals]) -> None:
    """Ignore further signals: a closing interpreter restores the defaults, and a late signal would kill it."""
    for each in handled:
        signal.signal(each, signal.SIG_IGN)
