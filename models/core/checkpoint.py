"""Checkpoint of the core: its whole state and its position in each feed, so that a restart loses nothing.

Only this program writes to the folder. A file of another version, site or settings is ignored.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from pathlib import Path

from models.core.ticklog import LoggedTick, TickLogWriter
from models.risk.state import State

VERSION = 28


@dataclass
class Checkpoint:
    """State after tick `number`, and the number of the next recorded piece to request from each feed."""

    state: State
    number: int
    next_seq: dict[str, int]
    version: int = VERSION


def save(path: Path, checkpoint: Checkpoint) -> None:
    """Write the file atomically."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".tmp")
    with new.open("wb") as out:
        pickle.dump(checkpoint, out, protocol=pickle.HIGHEST_PROTOCOL)
    new.replace(path)


def load(path: Path, like: State) -> Checkpoint | None:
    """The checkpoint, if there is one that fits the settings, site and feeds of `like`."""
    try:
        with path.open("rb") as file:
            held = pickle.load(file)
    except (OSError, pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, TypeError):
        return None
    return held if isinstance(held, Checkpoint) and fits(held, like) else None


def fits(held: Checkpoint, like: State) -> bool:
    """Return whether it has this version and the settings, site, feeds and mode of `like`."""
    state = held.state
    return held.version == VERSION and (state.settings, state.feeds, state.site.id, state.mode) == (
        like.settings,
        like.feeds,
        like.site.id,
        like.mode,
    )


@dataclass(frozen=True)
class CoreRecords:
    """What a core writes: its checkpoint file and, when live, the tick log."""

    checkpoint_file: Path
    tick_log: TickLogWriter | None = None

    def load(self, like: State) -> Checkpoint | None:
        """The checkpoint, if there is one that fits."""
        return load(self.checkpoint_file, like)

    def save(self, checkpoint: Checkpoint) -> None:
        """Write the checkpoint atomically."""
        save(self.checkpoint_file, checkpoint)

    def log(self, number: int, logged: LoggedTick) -> None:
        """Append one tick to the log. A replay writes none, because the recording has one."""
        if self.tick_log:
            self.tick_log.write(number, logged)
