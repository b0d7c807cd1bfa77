"""Ends a process when its supervisor is gone, even if the supervisor was killed without warning.

On Linux the kernel sends the signal; elsewhere the process polls for its parent.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
from time import sleep

PR_SET_PDEATHSIG = 1  # linux/prctl.h
LOOK_EVERY_S = 1.0
GRACE_S = 3.0


def end_with(parent: int) -> None:
    """Send this process SIGTERM once process `parent` is gone, and kill it shortly after."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    # The parent may have ended before the line above, and other systems have no such call.
    threading.Thread(target=_watch, args=(parent,), name="lifeline", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        sleep(LOOK_EVERY_S)
    os.kill(os.getpid(), signal.SIGTERM)
    sleep(GRACE_S)
    os._exit(1)
