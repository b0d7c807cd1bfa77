"""The controls that the director of a replay or an exercise sends to the core, and the files they share.

What the core does with a control: models/core/steering.py. What can be injected: injects.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from models.messages.injects import AnyInject, BaseInject, inject_from, inject_of
from models.messages.wire import WireError, pack, unpack

DOES = ("play", "pause", "speed", "step", "seek", "inject")
INJECT_FEEDS = ("inject", "inject-reports")  # the feeds of injects; not shown before the first inject
SLOWEST_X, FASTEST_X = 1.0, 3600.0
PACES = ("live", "plays", "paused", "seeks")  # live follows the machine's clock and cannot be steered


@dataclass(frozen=True)
class Control:
    """One control. `value` is the speed, the number of ticks to step, or the time to go to (UTC seconds)."""

    do: str
    value: float = 0.0
    inject: BaseInject | None = None


def control_address(run_dir: Path) -> str:
    """Return the address at which the core of a steered run receives controls (PULL binds, PUSH connects)."""
    return f"ipc://{run_dir}/control"


def control_frame(control: Control) -> bytes:
    """Return a control as a frame."""
    inject = control.inject.model_dump() if control.inject else None
    return pack({"do": control.do, "value": control.value, "inject": inject}, {})


def control_from(frame: bytes) -> Control:
    """Return the control of a frame. Raises WireError."""
    header, _ = unpack(frame)
    try:
        inject = None if header["inject"] is None else inject_of(header["inject"])
        control = Control(str(header["do"]), float(header["value"]), inject)
    except (KeyError, TypeError, ValueError) as problem:
        raise WireError(f"not a control: {problem}") from problem
    if control.do not in DOES or (control.do == "inject") != (control.inject is not None):
        raise WireError(f"not a control: {control.do}")
    return control


def injects_file(run_dir: Path) -> Path:
    """Return the file of injects, one JSON object per line in the order of their acceptance; written by the core."""
    return run_dir / "injects.jsonl"


def index_folder(run_dir: Path) -> Path:
    """Return the folder of the indexer, which runs ahead over the same data: timeline, alert changes, checkpoints."""
    return run_dir / "index"


def changes_file(run_dir: Path) -> Path:
    """Return the file of all alert changes found by the indexer, JSON lines."""
    return index_folder(run_dir) / "changes.jsonl"


def truth_file(run_dir: Path) -> Path:
    """Return the file of what really happens in an exercise and what was found of it; written by the evaluator."""
    return run_dir / "truth.json"


def injects_s(run_dir: Path) -> list[float]:
    """Return the time from which each inject holds, UTC seconds, in the order of their acceptance."""
    return [each.at_s for each in injects(run_dir)]


def injects(run_dir: Path) -> list[AnyInject]:
    """Return all injects so far, in the order of their acceptance. Raises ValueError if a line is not an inject."""
    path = injects_file(run_dir)
    if not path.exists():
        return []
    return [inject_from(line) for line in path.read_text(encoding="utf-8").splitlines() if line.endswith("}")]
