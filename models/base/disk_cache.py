"""Disk cache in `var/cache` for arrays that take seconds to compute from a file, valid until that file changes.

If the cache cannot be written, the array is computed at each start.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

import numpy as np

from models.base.paths import CACHE

ARRAYS = CACHE / "arrays"
MOST_ENTRIES = 32


def cached(source: Path, recipe: str, make: Callable[[], np.ndarray], folder: Path = ARRAYS) -> np.ndarray:
    """Return what `make` computes from the content of `source`, read-only.

    `recipe` names everything else that the array depends on. An entry is named by the path and the content of its
    source, so that two sites never share one; entries of earlier contents and the oldest of too many are removed.
    """
    place = source.resolve()
    owner = f"{place.parent.name}-{place.stem}-{_digest(bytes(place.parent))}-{recipe}"
    path = folder / f"{owner}-{_digest(source.read_bytes())}.npy"
    with suppress(OSError, ValueError, EOFError):
        return np.load(path, mmap_mode="r", allow_pickle=False)
    values = make()
    with suppress(OSError):
        _write(path, values)
        _remove_others(path, owner)
    return values


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=8).hexdigest()


def _write(path: Path, values: np.ndarray) -> None:
    """Write the whole file or none: another process may be reading."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}")
    with part.open("wb") as file:
        np.save(file, values)
    part.replace(path)


def _remove_others(path: Path, owner: str) -> None:
    """Remove earlier contents of the same source, and the oldest entries when there are too many."""
    entries = sorted(path.parent.glob("*.npy"), key=lambda entry: entry.stat().st_mtime_ns)
    for entry in {*path.parent.glob(f"{owner}-*.npy"), *entries[:-MOST_ENTRIES]} - {path}:
        entry.unlink(missing_ok=True)
