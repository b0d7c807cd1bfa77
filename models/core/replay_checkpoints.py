"""Checkpoints along a replay, so that a seek to any moment is short.

They are kept small and few here. The checkpoint itself: checkpoint.py.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

from models.core.checkpoint import Checkpoint, fits
from models.risk.state import State

EVERY_S = 600  # of recorded time
MOST = 72  # twelve hours; after that every second one is removed and the interval doubles
DAMAGES = (OSError, zlib.error, pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, TypeError)


class ReplayCheckpoints:
    """A folder of checkpoints, written by the indexer and read by the core of the same run.

    `injects_s` are the times from which injects take effect, in the order they were made. A checkpoint made when the
    first `known` of them were known is valid while none of the later ones takes effect before it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.every_s = folder, EVERY_S

    def wants(self, number: int) -> bool:
        """Return whether a checkpoint is due after this tick."""
        return number % self.every_s == 0

    def keep(self, checkpoint: Checkpoint, known: int) -> None:
        """Write one atomically."""
        packed = zlib.compress(pickle.dumps(checkpoint, protocol=pickle.HIGHEST_PROTOCOL), 1)
        new = self.folder / "checkpoint.new"
        new.write_bytes(packed)
        new.replace(self.folder / f"{checkpoint.number}-{known}.checkpoint")
        if len(self._held()) > MOST:
            self.every_s *= 2
            self.forget(lambda number, _: number % self.every_s == 0)

    def good(self, injects_s: Sequence[float]) -> list[int]:
        """The ticks with a valid checkpoint, oldest first."""
        return sorted(number for number, known, _ in self._held() if _holds(number, known, injects_s))

    def forget_bad(self, injects_s: Sequence[float]) -> None:
        """Remove those that are no longer valid."""
        self.forget(lambda number, known: _holds(number, known, injects_s))

    def nearest(self, t_s: float, like: State, injects_s: Sequence[float]) -> Checkpoint | None:
        """The last valid one before a moment that can be read and fits."""
        for number, known, path in sorted(self._held(), reverse=True):
            held = _read(path) if number < t_s and _holds(number, known, injects_s) else None
            if held is not None and fits(held, like):
                return held
        return None

    def forget(self, but: Callable[[int, int], bool]) -> None:
        """Remove all but these."""
        for number, known, path in self._held():
            if not but(number, known):
                path.unlink(missing_ok=True)

    def _held(self) -> list[tuple[int, int, Path]]:
        paths = list(self.folder.glob("*-*.checkpoint"))
        return [(*map(int, path.stem.split("-")), path) for path in paths]  # type: ignore[misc]


def _holds(number: int, known: int, injects_s: Sequence[float]) -> bool:
    return all(at_s >= number for at_s in injects_s[known:])


def _read(path: Path) -> Checkpoint | None:
    try:
        held = pickle.loads(zlib.decompress(path.read_bytes()))
    except DAMAGES:
        return None
    return held if isinstance(held, Checkpoint) else None
