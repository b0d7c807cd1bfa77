"""What the director of a replay or an exercise says to the core, and where both find what belongs to the run.

What lives here: the noun, its frame, addresses and the names of files. What does not: sockets, and what follows from it
(models/core/playback.py, replaying.py).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from models.messages.wire import WireError, pack, unpack

DOES = ("play", "pause", "speed", "step", "seek", "inject")
INJECT_FEEDS = ("inject", "inject-reports")  # of what the director adds; not shown before there is anything
SLOWEST_X, FASTEST_X = 1.0, 3600.0
PACES = ("live", "plays", "paused", "seeks")  # live: time is the machine's, nobody steers it


@dataclass(frozen=True)
class Control:
    """`value` is the speed, how many ticks to step, or the time to go to; `told` is what is injected."""

    do: str
    value: float = 0.0
    told: dict[str, Any] = field(default_factory=dict)


def control_address(run_dir: Path) -> str:
    """Where the core of a replay takes it in (PULL binds, PUSH connects)."""
    return f"ipc://{run_dir}/control"


def control_frame(control: Control) -> bytes:
    """One frame."""
    return pack(asdict(control), {})


def control_from(frame: bytes) -> Control:
    """What a frame says. Raises WireError."""
    header, _ = unpack(frame)
    try:
        control = Control(str(header["do"]), float(header["value"]), dict(header["told"]))
    except (KeyError, TypeError, ValueError) as problem:
        raise WireError(f"not a control: {problem}") from problem
    if control.do not in DOES:
        raise WireError(f"not a control: {control.do}")
    return control


def injects_file(run_dir: Path) -> Path:
    """What was injected, one JSON object a line, each with the time `at_s` from which it holds; written by the core."""
    return run_dir / "injects.jsonl"


def index_folder(run_dir: Path) -> Path:
    """What a run ahead over the same data found: timeline, changes of alerts, checkpoints; written by the indexer."""
    return run_dir / "index"


def changes_file(run_dir: Path) -> Path:
    """Every change of an alert that the run ahead found, JSON lines; written by the indexer."""
    return index_folder(run_dir) / "changes.jsonl"


def truth_file(run_dir: Path) -> Path:
    """What really happens in an exercise and what was found of it; written by the referee."""
    return run_dir / "truth.json"


def injects_s(run_dir: Path) -> list[float]:
    """From when each of them holds."""
    return [float(each["at_s"]) for each in injects(run_dir)]


def injects(run_dir: Path) -> list[dict[str, Any]]:
    """All that was injected so far, in the order it was."""
    path = injects_file(run_dir)
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.endswith("}")]
