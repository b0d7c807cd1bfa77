"""Time and truth of a steered run for the pages, and the connection to its director.

Files are read again only if they have changed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dashboard.server.picture_subscriber import SteeringSender
from models.messages.control import Control, control_address, control_frame, index_folder, injects, truth_file
from models.messages.timeline import FILE

Record = dict[str, Any]
NOTHING: Record = {"from_s": None, "reached_s": None, "ended": False, "minutes": [], "alerts": []}


@dataclass
class FollowTimeline:
    """A JSON file that another process rewrites."""

    path: Path
    otherwise: Record
    stamp: tuple[int, int] = (0, 0)
    held: Record = field(default_factory=dict)

    def newest(self) -> Record:
        """Return the current content, or the last valid one if the file cannot be read."""
        try:
            stat = self.path.stat()
            stamp = (stat.st_mtime_ns, stat.st_size)
            if stamp != self.stamp:
                self.held, self.stamp = json.loads(self.path.read_text(encoding="utf-8")), stamp
        except (OSError, ValueError):
            pass
        return self.held or self.otherwise


class DirectorClient:
    """One per server process."""

    def __init__(self, run_dir: Path) -> None:
        self.run_dir = run_dir
        self._timeline = FollowTimeline(index_folder(run_dir) / FILE, NOTHING)
        self._truth = FollowTimeline(truth_file(run_dir), {})
        self._to_core = SteeringSender(control_address(run_dir))
        self._injected = 0

    @property
    def timeline(self) -> Record:
        """Return the timeline, as written by models/messages/timeline.py."""
        return self._timeline.newest()

    @property
    def truth(self) -> Record:
        """Return the true events and which of them were found, from the evaluator; empty if the truth is unknown."""
        return self._truth.newest()

    @property
    def stamp(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Return a value that changes when the timeline or the truth does."""
        return self._timeline.stamp, self._truth.stamp

    def next_inject(self) -> int:
        """Return a unique number for a new inject, even if the core has not recorded the previous one yet."""
        self._injected = max(self._injected, len(injects(self.run_dir))) + 1
        return self._injected

    def open(self) -> None:
        """Start connecting to the core."""
        self._to_core.open()

    def close(self) -> None:
        """Close the connection."""
        self._to_core.close()

    def steer(self, control: Control) -> bool:
        """Send a command to the core; False if no core is connected."""
        return self._to_core.send(control_frame(control))
