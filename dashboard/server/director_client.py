"""What the pages of a steered run know of its time and its truth, and the connection to its director.

Files are read again only when they have changed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dashboard.server.picture_subscriber import ToCore
from models.messages.control import Control, control_address, control_frame, index_folder, injects, truth_file
from models.messages.timeline import FILE

Record = dict[str, Any]
NOTHING: Record = {"from_s": None, "reached_s": None, "ended": False, "minutes": [], "alerts": []}


@dataclass
class FollowTimeline:
    """A JSON file that someone else rewrites."""

    path: Path
    otherwise: Record
    stamp: tuple[int, int] = (0, 0)
    held: Record = field(default_factory=dict)

    def newest(self) -> Record:
        """What it says now; the last that could be read when it cannot be."""
        try:
            stat = self.path.stat()
            stamp = (stat.st_mtime_ns, stat.st_size)
            if stamp != self.stamp:
                self.held, self.stamp = json.loads(self.path.read_text(encoding="utf-8")), stamp
        except (OSError, ValueError):
            pass
        return self.held or self.otherwise


class DirectorClient:
    """One for each server process."""

    def __init__(self, run_dir: Path) -> None:
        self.run_dir = run_dir
        self._timeline = FollowTimeline(index_folder(run_dir) / FILE, NOTHING)
        self._truth = FollowTimeline(truth_file(run_dir), {})
        self._to_core = ToCore(control_address(run_dir))
        self._injected = 0

    @property
    def timeline(self) -> Record:
        """As models/messages/timeline.py writes it."""
        return self._timeline.newest()

    @property
    def truth(self) -> Record:
        """What really happens and what was found of it, as the referee has it; empty where nobody knows."""
        return self._truth.newest()

    @property
    def stamp(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Changes with what is known."""
        return self._timeline.stamp, self._truth.stamp

    def next_inject(self) -> int:
        """A number for one more inject; no two get the same, also when the core has not yet written down the first."""
        self._injected = max(self._injected, len(injects(self.run_dir))) + 1
        return self._injected

    def open(self) -> None:
        """Look for the core from now on."""
        self._to_core.open()

    def close(self) -> None:
        """Let go of the line."""
        self._to_core.close()

    def steer(self, control: Control) -> bool:
        """Tell the core; False when nobody listens."""
        return self._to_core.send(control_frame(control))
