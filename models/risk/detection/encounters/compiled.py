"""The decorator for functions that numba compiles, with the machine code kept in `var/cache`.

Where the cache cannot be written the functions are compiled at each start.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeVar

import numba

from models.base.paths import CACHE

CODE = CACHE / "numba"
Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """Compile a function of numbers and arrays at its first call."""
    numba.config.CACHE_DIR = str(CODE)
    return numba.njit(cache=_is_writable(CODE))(function)


@cache
def _is_writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False
