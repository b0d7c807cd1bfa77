"""How a process of ours is told to end: one event, set by SIGTERM or SIGINT, that its loop looks at.

What lives here: that event. What does not: the loops, and what they put away before they end.
"""

from __future__ import annotations

import signal
import threading


def stop_on_signal() -> threading.Event:
    """Set once this process is told to end; to be called from its main thread."""
    stop = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stop.set())
    return stop
