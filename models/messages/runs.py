"""Exercises and replays that a page asks for, each a run of its own beside the one that was asked.

What lives here: the files through which page and supervisor speak: what there is to choose, what is wanted, what runs.
What does not: starting anything (commands/launch/runs.py).
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

CHOICES, RUNS, WANTED = "choices.json", "runs.json", "wanted"
OWN = "own"  # the choice that is the record the run itself is writing


@dataclass(frozen=True)
class RunChoice:
    """A scenario or a recording; `what` is its name or path."""

    id: str
    kind: str
    what: str
    name_zh: str
    name_en: str
    from_s: float | None = None
    to_s: float | None = None


@dataclass(frozen=True)
class RunRequest:
    """Start this choice, or (`stop`) end what was started under this id."""

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
    """One that was started; `state` is starting, running or ended, `why` what it said last when it failed."""

    id: str
    kind: str
    name_zh: str
    name_en: str
    port: int
    state: str
    why: str = ""


def scenario_id(scenario: str) -> str:
    """Under which id a scenario, by name or file, is offered."""
    return f"scenario-{Path(scenario).stem}"


def want(run_dir: Path, wanted: RunRequest) -> None:
    """Put a wish where the supervisor looks."""
    folder = run_dir / WANTED
    folder.mkdir(exist_ok=True)
    write(folder / f"{wanted.id}{'-stop' if wanted.stop else ''}.json", asdict(wanted))


def wanted(run_dir: Path) -> list[RunRequest]:
    """All wishes since the last look; they are taken away. What is no wish is taken away unheard."""
    found = []
    for path in sorted((run_dir / WANTED).glob("*.json")):
        with suppress(OSError, ValueError, TypeError):
            found.append(RunRequest(**json.loads(path.read_text(encoding="utf-8"))))
        path.unlink(missing_ok=True)
    return found


def write(path: Path, told: Any) -> None:
    """JSON, whole or not at all."""
    new = path.with_suffix(".new")
    new.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    new.replace(path)


def read(path: Path) -> list[Any]:
    """A list from JSON; empty while there is none."""
    try:
        told: list[Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return told


def choices(run_dir: Path) -> list[RunChoice]:
    """What there is to choose."""
    return [RunChoice(**each) for each in read(run_dir / CHOICES)]


def runs(run_dir: Path) -> list[StartedRun]:
    """What was started."""
    return [StartedRun(**each) for each in read(run_dir / RUNS)]
