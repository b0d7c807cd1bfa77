"""Evidence files under their hash: `blobs/aa/aabb…`. What lies there is never changed."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

SHA256 = re.compile(r"[0-9a-f]{64}")


class Blobs:
    """A folder of files named by the SHA-256 of their bytes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path_of(self, sha256: str) -> Path:
        """Where the file with this hash lies. Raises ValueError if it is no hash."""
        if not SHA256.fullmatch(sha256):
            raise ValueError("expected 64 hexadecimal digits")
        return self._folder / sha256[:2] / sha256

    def store(self, content: bytes, sha256: str = "") -> str:
        """Store a file and return its hash; with `sha256` only if that is it. Raises ValueError or OSError."""
        found = hashlib.sha256(content).hexdigest()
        if sha256 and found != sha256:
            raise ValueError(f"the file has the hash {found}, not {sha256}")
        path = self.path_of(found)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            half = path.with_name(f"{found}.{os.getpid()}")
            with half.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            half.replace(path)
        return found

    def whole(self, sha256: str) -> bool:
        """Whether the file is there with the bytes that its name says. Raises OSError for one that cannot be read."""
        path = self.path_of(sha256)
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256

    def copy_to(self, other: Blobs, sha256: str) -> bool:
        """Copy a whole file that the other folder lacks; whether the other has it whole afterwards. Raises OSError."""
        if not other.whole(sha256) and self.whole(sha256):
            other.path_of(sha256).unlink(missing_ok=True)
            other.store(self.path_of(sha256).read_bytes(), sha256)
        return other.whole(sha256)

    def size_of(self, sha256: str) -> int | None:
        """The size of a stored file in bytes; None if it is not there."""
        try:
            return self.path_of(sha256).stat().st_size
        except (OSError, ValueError):
            return None
