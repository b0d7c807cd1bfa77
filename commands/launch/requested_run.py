"""`run.py _run`: the plan of one exercise or replay requested from a page. Starting and ending it: runs.py."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from commands.launch import lifeline
from commands.launch.exercise_plan import steered_plan
from commands.launch.plan import adapted, inject_feeds
from commands.launch.recorded_feeds import feeds_of
from commands.launch.runs import REQUEST_FILE
from commands.launch.supervisor import supervise
from models.base.settings import Settings
from models.messages.plan import Plan, read_plan
from models.messages.runs import RunRequest


def run(
    parent_run: Annotated[Path, typer.Argument()],
    folder: Annotated[Path, typer.Argument()],
    port: Annotated[int, typer.Argument()],
    parent: Annotated[int, typer.Argument(help="Process id of the requesting supervisor; this run ends with it.")],
) -> None:
    """One exercise or replay requested from a page; started by a supervisor, not by people."""
    lifeline.end_with(parent)
    request = RunRequest(**json.loads((folder / REQUEST_FILE).read_text(encoding="utf-8")))
    supervise(plan_of(request, read_plan(parent_run), folder, port))


def plan_of(request: RunRequest, parent: Plan, folder: Path, port: int) -> Plan:
    """Settings as in the run it was requested from; all its data is in `folder`."""
    settings = _own_settings(parent.settings, folder, port)
    if request.kind == "scenario":
        return steered_plan(settings, request.what, request.seed or settings.exercise.seed, port, folder)
    feeds = feeds_of([Path(request.what)])
    return Plan(
        mode="replay",
        var=folder,
        settings=adapted(settings, port=port, feeds=[*feeds.values(), *inject_feeds()]),
        replay_paths={feed.id: (path.resolve(),) for path, feed in feeds.items()},
        from_s=request.from_s,
        to_s=request.to_s,
    )


def _own_settings(settings: Settings, folder: Path, port: int) -> Settings:
    """With its own folders, no ledger URL, and its own port under every host name of the parent run."""
    board = settings.dashboard
    was, now = f":{board.port}", f":{port}"
    origins = tuple(name.removesuffix(was) + now if name.endswith(was) else name for name in board.allow_origins)
    return settings.model_copy(
        update={
            "recording": settings.recording.model_copy(update={"folder": folder / "recordings"}),
            "history": settings.history.model_copy(update={"folder": folder / "history"}),
            "casework": settings.casework.model_copy(update={"ledger_url": ""}),
            "dashboard": board.model_copy(update={"allow_origins": origins}),
        }
    )
