"""Logs in var/log: one line of text with its UTC time, and the size to which a log is cut."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path

from models.base.clock import iso, now_s

LOG_BYTES = 2_000_000


def log(text: str, *files: Path) -> None:
    """Append a line with the UTC time to these files; without one to stderr, which is the log of a child process.

    A full disk never stops the work.
    """
    line = f"{iso(now_s())} {text}\n"
    with suppress(OSError):
        if not files:
            sys.stderr.write(line)
        for file in files:
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("a", encoding="utf-8") as opened:
                opened.write(line)


def trim(file: Path) -> None:
    """Keep a log small: the old part is kept once beside it. Its writers append, so they are not affected."""
    if file.exists() and file.stat().st_size > LOG_BYTES:
        shutil.copyfile(file, file.with_suffix(".log.1"))
        os.truncate(file, 0)
