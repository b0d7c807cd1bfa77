"""Puts a core together, live or steered, and runs it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from models.base.settings import Feed, Settings
from models.base.stopping import stop_on_signal
from models.core.checkpoint import CoreRecords
from models.core.live_time import LiveTime
from models.core.playback import Playback
from models.core.process import Core
from models.core.steering import Steering
from models.core.ticklog import TickLogWriter
from models.risk.state import State
from models.site.site import load_site


def run_core(
    settings: Settings,
    feeds: Sequence[Feed],
    run_dir: Path,
    mode: str,
    *,
    sites: Path = Path("sites"),
    speed: float = 1.0,
    checkpoint_file: Path | None = None,
    alerts_out: Path | None = None,
    stop: threading.Event | None = None,
    steered: bool = False,
) -> None:
    """Run the core until SIGTERM or `stop`. `mode` is live, exercise or replay; `steered`: a director controls it."""
    stop = stop or stop_on_signal()
    state = State(settings, load_site(sites / settings.site), tuple(feeds), mode, speed)
    made = steered_core if steered else live_core
    made(state, run_dir, checkpoint_file or run_dir / "core.checkpoint", alerts_out).run(stop)


def live_core(state: State, run_dir: Path, checkpoint_file: Path, alerts_out: Path | None) -> Core:
    """A core by the machine's clock that writes the tick log."""
    log = TickLogWriter(state.settings.recording.folder)
    return Core(state, run_dir, LiveTime(), CoreRecords(checkpoint_file, log), alerts_out)


def steered_core(state: State, run_dir: Path, checkpoint_file: Path, alerts_out: Path | None) -> Core:
    """A core whose time a director controls; it writes no tick log, because the recording has its own."""
    playback = Playback(state.speed)
    core = Core(state, run_dir, playback, CoreRecords(checkpoint_file), alerts_out)
    Steering(core, playback)
    return core
