"""The secret that signs the sessions of officers: one for each run, which a restarted page server reads again."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

SECRET_FILE = "session.key"
SECRET_BYTES = 32


def session_secret(run_dir: Path) -> str:
    """The secret of this run. The first server of the run makes it, whole or not at all; only its user may read it."""
    path, half = run_dir / SECRET_FILE, run_dir / f"{SECRET_FILE}.{os.getpid()}"
    if not path.exists():
        half.touch(mode=0o600)
        half.write_text(secrets.token_hex(SECRET_BYTES), encoding="ascii")
        with suppress(FileExistsError):
            path.hardlink_to(half)
        half.unlink()
    return path.read_text(encoding="ascii")
