"""The plan of one run: the data that its processes share, written once into the run's folder.

A restarted process reads the same plan, so changes of config.yaml take effect at the next start of the wall.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from models.base.settings import Settings

Mode = Literal["live", "replay", "exercise"]
FILE = "plan.json"


class Player(BaseModel):
    """The player of an exercise. With the same `start_t_s` it continues the same exercise after a restart.

    Without `udp_port` it sends nothing: reports are generated on request, and the time can be steered.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    scenario: str
    seed: int
    udp_port: int | None = None
    start_t_s: float
    clue_port: int | None = None  # the port to which the clues of the scenario are sent, if it has any


class Plan(BaseModel):
    """The data of one run; `replay_paths` by feed id."""

    model_config = ConfigDict(extra="forbid", frozen=True, ser_json_inf_nan="constants")
    mode: Mode
    settings: Settings
    var: Path  # the folder of logs, recordings and checkpoints
    run_dir: Path = Path()
    speed: float = 1.0
    player: Player | None = None
    replay_paths: dict[str, tuple[Path, ...]] = {}
    from_s: float | None = None
    to_s: float | None = None
    alerts_out: Path | None = None

    @property
    def steered(self) -> bool:
        """Whether the time of the run can be paused and moved, because it is not the machine's."""
        return self.mode == "replay" or (self.player is not None and self.player.udp_port is None)

    def write(self) -> None:
        """Write the plan into the run's folder, before the first process starts."""
        (self.run_dir / FILE).write_text(self.model_dump_json(), encoding="utf-8")


def read_plan(run_dir: Path) -> Plan:
    """Read the plan of a running wall."""
    return Plan.model_validate_json((run_dir / FILE).read_text(encoding="utf-8"))
