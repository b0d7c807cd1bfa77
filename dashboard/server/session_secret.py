"""Secret that signs the sessions of officers: one per run; a restarted page server reads it again."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

SECRET_FILE = "session.key"
SECRET_BYTES = 32


def session_secret(run_dir: Path) -> str:
    """Return the secret of this run. The first server creates it atomically; only its user may read it."""
    path, half = run_dir / SECRET_FILE, run_dir / f"{SECRET_FILE}.{os.getpid()}"
    if not path.exists():
        half.touch(mode=0o600)
        half.write_text(secrets.token_hex(SECRET_BYTES), encoding="ascii")
        with suppress(FileExistsError):
            path.hardlink_to(half)
        half.unlink()
    return path.read_text(encoding="ascii")
