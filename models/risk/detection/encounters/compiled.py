"""The decorator for functions that numba compiles, with the machine code kept in `var/cache`.

Numba reads its index before it compares versions, and the index names classes of ours. Code of other sources would
therefore stop a start after an upgrade; each state of the sources has a folder of its own, and older ones are removed.
It does not notice either when a function inlined from another file of this folder has changed.
Where the cache cannot be written the functions are compiled at each start.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

import numba

from models.base.paths import CACHE

SOURCES = Path(__file__).parent
Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """Compile a function of numbers and arrays at its first call."""
    folder = _folder()
    if folder is None:
        return numba.njit(function)
    numba.config.CACHE_DIR = str(folder)
    return numba.njit(cache=True)(function)


def inlined(function: Function) -> Function:
    """A part of compiled functions, put into each of them in place of a call: for innermost loops."""
    return numba.njit(inline="always")(function)


@cache
def _folder() -> Path | None:
    """Where the machine code of these sources is kept, or None where nothing can be written."""
    folder = CACHE / "numba" / fingerprint(SOURCES)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError:
        return None
    for other in folder.parent.iterdir():
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)
    return folder


def fingerprint(sources: Path) -> str:
    """Name the state of all Python files of a folder, and the version of numba."""
    content = b"\0".join(path.read_bytes() for path in sorted(sources.glob("*.py")))
    return blake2b(numba.__version__.encode() + content, digest_size=8).hexdigest()
