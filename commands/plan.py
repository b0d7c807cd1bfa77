"""The plan of one run: what its processes share, and the table of those processes.

What lives here: the plan, written once into the run's folder, and who runs in which mode. What does not: starting
them (supervisor.py) or what each does (process.py). A restarted process reads the same plan, so a config.yaml edited
meanwhile changes nothing until the next start.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from commands.door import ROOT
from models.casework.lines import desk_address
from models.control import INJECT_FEEDS
from models.settings import Feed, Settings
from models.streams import feed_address

Mode = Literal["live", "replay", "exercise"]
FILE = "plan.json"
LEDGER = "ledger.sqlite"
NEVER_S = 1e9


class Player(BaseModel):
    """What plays an exercise: the same `start_t_s` after a restart continues the same sea.

    Without `udp_port` nothing is sent: the sea is made as it is asked for, and its time can be steered.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    scenario: str
    seed: int
    udp_port: int | None = None
    start_t_s: float
    clue_port: int | None = None  # where the clues of the scenario go, when it has any


class Plan(BaseModel):
    """All that the processes of one run need; `replay_paths` by feed id."""

    model_config = ConfigDict(extra="forbid", frozen=True, ser_json_inf_nan="constants")
    mode: Mode
    settings: Settings
    var: Path  # the folder of what is kept: logs, recordings, checkpoints
    run_dir: Path = Path()
    speed: float = 1.0
    player: Player | None = None
    replay_paths: dict[str, tuple[Path, ...]] = {}
    from_s: float | None = None
    to_s: float | None = None
    alerts_out: Path | None = None

    @property
    def steered(self) -> bool:
        """Can its time be held and moved, because it is not the machine's?"""
        return self.mode == "replay" or (self.player is not None and self.player.udp_port is None)

    def write(self) -> None:
        """Into the run's folder, before the first process starts."""
        (self.run_dir / FILE).write_text(self.model_dump_json(), encoding="utf-8")


def var_folder(settings: Settings) -> Path:
    """The folder that holds the recordings also holds all else that is kept."""
    return (ROOT / settings.recording.folder).parent


def ledger_file(settings: Settings) -> Path:
    """Where the real ledger is, unless a database server keeps it."""
    return var_folder(settings) / "ledger" / LEDGER


def adapted(
    settings: Settings, *, port: int | None = None, feeds: Sequence[Feed] | None = None, recordings: Path | None = None
) -> Settings:
    """The settings as one run needs them; paths become whole, so that the current folder plays no part."""
    folder = recordings or ROOT / settings.recording.folder
    kept = ROOT / (settings.history.folder or var_folder(settings) / "history")
    return settings.model_copy(
        update={
            "feeds": settings.feeds if feeds is None else tuple(feeds),
            "history": settings.history.model_copy(update={"folder": kept}),
            "recording": settings.recording.model_copy(update={"folder": folder}),
            "dashboard": settings.dashboard.model_copy(update={"port": port or settings.dashboard.port}),
        }
    )


def read_plan(run_dir: Path) -> Plan:
    """The plan of a running wall."""
    return Plan.model_validate_json((run_dir / FILE).read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Process:
    """One row of the process table. It starts once the process named in `after` is `ready`.

    `ready` is a file that exists once the process serves. One that `ends` is not started again when all went well.
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
    rows.append(Process("library", "library", after="desk", ends=True))
    if plan.steered or plan.player:
        rows.append(Process("referee", "referee", after="core"))
    if plan.player and not plan.steered:
        rows.append(Process("player", "player", after=feeds[0].name, ends=True))
    return rows


def _source(plan: Plan, feed_id: str) -> Process:
    """Who serves a feed."""
    role = "ingestor"
    if plan.steered:
        role = "injector" if feed_id in INJECT_FEEDS else "stage" if plan.player else "replayer"
    return Process(f"{role}-{feed_id}", role, feed_id, ready=_socket(plan.run_dir, feed_id))


def inject_feeds() -> list[Feed]:
    """The feeds of what a director adds: sentences and reports."""
    kinds: tuple[Literal["ais", "report"], ...] = ("ais", "report")
    return [
        Feed(id=name, kind=kind, source=f"file:{name}", silent_after_s=NEVER_S)
        for name, kind in zip(INJECT_FEEDS, kinds, strict=True)
    ]


def _socket(run_dir: Path, feed: str) -> Path:
    return Path(feed_address(run_dir, feed).removeprefix("ipc://"))
