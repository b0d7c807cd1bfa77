"""The files through which pages request exercises and replays from the supervisor: the catalogue, requests, runs.

commands/launch/runs.py starts what is requested.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

CHOICES, RUNS, REQUESTS = "choices.json", "runs.json", "requests"
OWN = "own"  # the id of the choice for the recording of this run itself


@dataclass(frozen=True)
class RunChoice:
    """A scenario or a recording of the catalogue; `what` is its name or path."""

    id: str
    kind: str
    what: str
    name_zh: str
    name_en: str
    from_s: float | None = None
    to_s: float | None = None


@dataclass(frozen=True)
class RunRequest:
    """A request to start this choice, or with `stop` to end the run that was started under this id."""

    id: str
    kind: str = ""
    what: str = ""
    name_zh: str = ""
    name_en: str = ""
    seed: int = 0
    from_s: float | None = None
    to_s: float | None = None
    stop: bool = False


@dataclass(frozen=True)
class StartedRun:
    """A started run; `state` is starting, running or ended, `why` its last line of output if it failed."""

    id: str
    kind: str
    name_zh: str
    name_en: str
    port: int
    state: str
    why: str = ""


def scenario_id(scenario: str) -> str:
    """Return the id in the catalogue of a scenario, given by name or file."""
    return f"scenario-{Path(scenario).stem}"


def request_run(run_dir: Path, request: RunRequest) -> None:
    """Write a request for the supervisor."""
    folder = run_dir / REQUESTS
    folder.mkdir(exist_ok=True)
    write(folder / f"{request.id}{'-stop' if request.stop else ''}.json", asdict(request))


def requests(run_dir: Path) -> list[RunRequest]:
    """Return all requests since the last call. Their files are removed; a file that is not a request is ignored."""
    found = []
    for path in sorted((run_dir / REQUESTS).glob("*.json")):
        with suppress(OSError, ValueError, TypeError):
            found.append(RunRequest(**json.loads(path.read_text(encoding="utf-8"))))
        path.unlink(missing_ok=True)
    return found


def write(path: Path, values: Any) -> None:
    """Write JSON atomically. Raises OSError."""
    new = path.with_suffix(".new")
    new.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    new.replace(path)


def read(path: Path) -> list[Any]:
    """Read a list from JSON; empty if there is no file."""
    try:
        values: list[Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return values


def choices(run_dir: Path) -> list[RunChoice]:
    """Return the catalogue of scenarios and recordings."""
    return [RunChoice(**each) for each in read(run_dir / CHOICES)]


def runs(run_dir: Path) -> list[StartedRun]:
    """Return the started runs."""
    return [StartedRun(**each) for each in read(run_dir / RUNS)]
