"""The processes of a run as its supervisor publishes them, for the pages and for /metrics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from models.messages.runs import read, write

FILE = "processes.json"
STATES = ("starting", "running", "waiting", "ended")


@dataclass(frozen=True)
class ProcessStatus:
    """One process of the run.

    `state`: `starting` (alive but not serving yet), `running`, `waiting` (for its start or restart) or `ended` (its
    work is done). `since_s` is when that state began, UTC. `last_exit` is how it last ended, for example `signal 9` or
    `exit 1`, and `why` the last line of its log at that time; both are empty if it has never failed.
    """

    name: str
    role: str
    state: str
    pid: int | None = None
    since_s: float = 0.0
    restarts: int = 0
    last_exit: str = ""
    why: str = ""

    @property
    def up(self) -> bool:
        """Whether the process is alive, or has done all its work."""
        return self.state != "waiting"

    @property
    def down(self) -> bool:
        """Whether the process has failed and not been restarted yet."""
        return self.state == "waiting" and bool(self.last_exit)


def write_processes(run_dir: Path, statuses: Sequence[ProcessStatus]) -> None:
    """Publish the table; a reader sees the old one or the new one, never a part. Raises OSError."""
    write(run_dir / FILE, [asdict(each) for each in statuses])


def processes(run_dir: Path) -> list[ProcessStatus]:
    """Return the processes of the run in the order of their start; empty before the supervisor publishes them."""
    return [ProcessStatus(**each) for each in read(run_dir / FILE)]
