"""Steering a replay: the director plays, pauses, steps, seeks a moment, changes the speed, or injects something.

A seek runs to its moment from the nearest checkpoint before it, as fast as possible, so the picture there is the one
that normal playing would have shown. Time: playback.py. The effect of injects: the feeds.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from models.core.playback import Playback
from models.core.process import Core
from models.core.replay_checkpoints import ReplayCheckpoints
from models.messages.control import (
    FASTEST_X,
    SLOWEST_X,
    Control,
    control_address,
    control_from,
    index_folder,
    injects_file,
    injects_s,
)


class Steering:
    """Applies the controls of a director to a core and its playback."""

    def __init__(self, core: Core, playback: Playback) -> None:
        self.core, self.playback = core, playback
        self.checkpoints = ReplayCheckpoints(index_folder(core.run_dir))
        playback.at_speed(core.state.speed)  # of its checkpoint after a restart
        self.actions: dict[str, Callable[[Control], None]] = {
            "play": lambda _: playback.play(),
            "pause": lambda _: playback.pause(),
            "step": self._step,
            "speed": self._speed,
            "seek": self._seek,
            "inject": self._inject,
        }
        core.listen(control_address(core.run_dir), lambda frame: self.obey(control_from(frame)))

    def obey(self, control: Control) -> None:
        """Apply one control; a value that is not finite is ignored."""
        if math.isfinite(control.value):
            self.actions[control.do](control)

    def _step(self, control: Control) -> None:
        self.playback.step(int(control.value))

    def _speed(self, control: Control) -> None:
        speed = min(max(control.value, SLOWEST_X), FASTEST_X)
        self.core.state.speed = speed
        self.playback.at_speed(speed)

    def _seek(self, control: Control) -> None:
        """Run on if no checkpoint saves time; otherwise start from a checkpoint, or from the beginning."""
        core, to_s = self.core, control.value
        held, at = self.checkpoints.nearest(to_s, core.state, injects_s(core.run_dir)), core.ticks.number
        back = at is not None and to_s < at
        if back or (held is not None and (at is None or held.number > at)):
            core.move_to(held)
        self.playback.seek(to_s)

    def _inject(self, control: Control) -> None:
        """It takes effect now: it is written for the feeds, and everything after it is requested again."""
        if control.inject is None:
            return
        inject = control.inject.model_copy(update={"at_s": float(self.core.ticks.number or 0)})
        with injects_file(self.core.run_dir).open("a", encoding="utf-8") as out:
            out.write(inject.model_dump_json() + "\n")
        self.core.request_again()
