"""Arrays that take seconds to work out from a file, kept on disk until that file is another.

What lives here: keeping and finding them, in `__pycache__` beside the file, as Python keeps what it compiled. What does
not: working them out. Where nothing may be written the array is worked out each time.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

import numpy as np

FOLDER = "__pycache__"


def cached(source: Path, recipe: str, make: Callable[[], np.ndarray]) -> np.ndarray:
    """What `make` gives for the content of `source`, read-only; `recipe` names all else that it depends on."""
    stem = f"{source.stem}-{recipe}"
    digest = blake2b(source.read_bytes(), digest_size=8).hexdigest()
    path = source.parent / FOLDER / f"{stem}-{digest}.npy"
    with suppress(OSError, ValueError):
        return np.load(path, mmap_mode="r", allow_pickle=False)
    values = make()
    with suppress(OSError):
        _keep(path, values, stem)
    return values


def _keep(path: Path, values: np.ndarray, stem: str) -> None:
    """Whole or not at all, for another process may be looking; those of earlier contents go."""
    path.parent.mkdir(exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}")
    with part.open("wb") as file:
        np.save(file, values)
    part.replace(path)
    for old in path.parent.glob(f"{stem}-*.npy"):
        if old != path:
            old.unlink()
