"""The plan of one run: all that its processes share, written once into the run's folder.

A restarted process reads the same plan, so a config.yaml edited meanwhile changes nothing until the next start.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from models.base.settings import Settings

Mode = Literal["live", "replay", "exercise"]
FILE = "plan.json"


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


def read_plan(run_dir: Path) -> Plan:
    """The plan of a running wall."""
    return Plan.model_validate_json((run_dir / FILE).read_text(encoding="utf-8"))
