"""The table of processes: which processes run in which mode, and in which order. What each one does: process.py."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from exercises.people.script import has_people
from models.casework.protocol import desk_address
from models.messages.control import INJECT_FEEDS
from models.messages.plan import Plan
from models.messages.streams import feed_address


@dataclass(frozen=True)
class Process:
    """One row of the process table. It starts once the process named in `after` is `ready`.

    `ready` is a file that exists once the process serves. One that `ends` is not restarted after exit code 0.
    """

    name: str
    role: str
    feed: str = ""
    after: str = ""
    ready: Path | None = None
    ends: bool = False


def table(plan: Plan) -> list[Process]:
    """The processes of a plan in the order they start."""
    feeds = [_source(plan, feed.id) for feed in plan.settings.feeds]
    desk = Process("desk", "desk", ready=Path(desk_address(plan.run_dir).removeprefix("ipc://")))
    rows = [*feeds, Process("core", "core"), desk, Process("historian", "historian"), Process("wall", "wall")]
    if plan.steered:
        rows.append(Process("indexer", "indexer", after="core"))
    rows.append(Process("catalogue", "catalogue", after="desk", ends=True))
    if plan.steered or plan.player:
        rows.append(Process("evaluator", "evaluator", after="core"))
    if plan.player and has_people(plan.player.scenario):
        rows.append(Process("people", "people", after="desk"))
    if plan.player and not plan.steered:
        rows.append(Process("player", "player", after=feeds[0].name, ends=True))
    return rows


def _source(plan: Plan, feed_id: str) -> Process:
    """The process that serves a feed."""
    role = "ingestor"
    if plan.steered:
        role = "injector" if feed_id in INJECT_FEEDS else "simulated-feed" if plan.player else "replayer"
    return Process(f"{role}-{feed_id}", role, feed_id, ready=_socket(plan.run_dir, feed_id))


def _socket(run_dir: Path, feed: str) -> Path:
    return Path(feed_address(run_dir, feed).removeprefix("ipc://"))
