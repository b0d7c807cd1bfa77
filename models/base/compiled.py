"""The decorator for functions that numba compiles, with the machine code kept in `var/cache`.

Numba reads its index before it compares versions, and the index names our classes, so a cache of older sources would
make the start fail after an upgrade. Numba also does not notice when a function inlined from another file has changed.
Therefore each state of a folder of sources has its own cache, older ones are removed, and a compiled function calls
only those of its own folder. If the cache cannot be written, the functions are compiled at each start.
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

from models.base.paths import CACHE, ROOT

MACHINE_CODE = CACHE / "numba"
Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """Compile a function of numbers and arrays at its first call."""
    return _compiled(function, makes_arrays=True)


def compiled_lean(function: Function) -> Function:
    """Compile a function that makes no arrays (slices are no new ones), for short functions that are called often:
    numba then leaves out the counts of references, two locked instructions for each array at each call.
    """
    return _compiled(function, makes_arrays=False)


def _compiled(function: Function, *, makes_arrays: bool) -> Function:
    folder = _folder(Path(function.__code__.co_filename).parent)
    if folder is None:
        return numba.njit(_nrt=makes_arrays)(function)
    numba.config.CACHE_DIR = str(folder)
    return numba.njit(cache=True, _nrt=makes_arrays)(function)


def inlined(function: Function) -> Function:
    """Compile a function that is inlined into its compiled callers: for innermost loops."""
    return numba.njit(inline="always")(function)


@cache
def _folder(sources: Path) -> Path | None:
    """The cache folder for the functions of these sources, or None if it cannot be written."""
    folder = MACHINE_CODE / ".".join(sources.resolve().relative_to(ROOT).parts) / fingerprint(sources)
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
    """A hash of all Python files of a folder and of the version of numba."""
    content = b"\0".join(path.read_bytes() for path in sorted(sources.glob("*.py")))
    return blake2b(numba.__version__.encode() + content, digest_size=8).hexdigest()
