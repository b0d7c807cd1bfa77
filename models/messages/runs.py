"""The files through which pages request exercises and replays from the supervisor: the catalogue, requests, runs.

What is requested is started by commands/launch/runs.py.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

CHOICES, RUNS, REQUESTS = "choices.json", "runs.json", "requests"
OWN = "own"  # the id of the choice that is the record this run itself is writing


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
    """Start this choice, or with `stop` end the run that was started under this id."""

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
    """A run that was started; `state` is starting, running or ended, `why` its last line of output when it failed."""

    id: str
    kind: str
    name_zh: str
    name_en: str
    port: int
    state: str
    why: str = ""


def scenario_id(scenario: str) -> str:
    """The id under which a scenario, given by name or file, is in the catalogue."""
    return f"scenario-{Path(scenario).stem}"


def request_run(run_dir: Path, request: RunRequest) -> None:
    """Put a request where the supervisor finds it."""
    folder = run_dir / REQUESTS
    folder.mkdir(exist_ok=True)
    write(folder / f"{request.id}{'-stop' if request.stop else ''}.json", asdict(request))


def requests(run_dir: Path) -> list[RunRequest]:
    """All requests since the last call. Their files are removed; a file that is not a request is ignored."""
    found = []
    for path in sorted((run_dir / REQUESTS).glob("*.json")):
        with suppress(OSError, ValueError, TypeError):
            found.append(RunRequest(**json.loads(path.read_text(encoding="utf-8"))))
        path.unlink(missing_ok=True)
    return found


def write(path: Path, values: Any) -> None:
    """Write JSON, whole or not at all. Raises OSError."""
    new = path.with_suffix(".new")
    new.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    new.replace(path)


def read(path: Path) -> list[Any]:
    """A list from JSON; empty while there is none."""
    try:
        values: list[Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return values


def choices(run_dir: Path) -> list[RunChoice]:
    """The catalogue."""
    return [RunChoice(**each) for each in read(run_dir / CHOICES)]


def runs(run_dir: Path) -> list[StartedRun]:
    """The runs that were started."""
    return [StartedRun(**each) for each in read(run_dir / RUNS)]
