"""The folder of one run: its sockets and its plan, readable by us alone, gone when the run ends.

What lives here: making it, removing it, sweeping what killed runs left. What does not: what is written into it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = "wanghai-"
# A socket's path may have 104 bytes on macOS, 108 on Linux; "/wanghai-PID-RANDOM/feed-" and a feed id take up to 64.
LONGEST_PARENT = 36


@contextmanager
def run_folder() -> Iterator[Path]:
    """A fresh folder for the time of one run."""
    parent = Path(tempfile.gettempdir())
    if len(str(parent)) > LONGEST_PARENT:
        parent = Path("/tmp")
    _sweep(parent)
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(parent: Path) -> None:
    """Remove the folders of our own runs that were killed before they could."""
    for folder in parent.glob(f"{PREFIX}*-*"):
        pid = folder.name.removeprefix(PREFIX).split("-")[0]
        if pid.isdigit() and folder.stat().st_uid == os.getuid() and not _alive(int(pid)):
            shutil.rmtree(folder, ignore_errors=True)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
