"""The core of a replay: the same ticks, while a director plays, holds, steps, goes to a moment, or injects something.

What lives here: what of the core differs when time is steered. What does not: the pace itself (playback.py), the way
back (replay_checkpoints.py), what is injected (the feeds of the run). Going to a moment is running there: from the
nearest checkpoint before it, as fast as can be, so what is seen there is what would have been seen after playing to it.
"""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from models.base.clock import monotonic_s
from models.core import checkpoint
from models.core.intake import FeedQueue
from models.core.playback import Playback
from models.core.process import PUBLISH_EVERY_S, Core
from models.core.replay_checkpoints import ReplayCheckpoints
from models.core.ticklog import TickLogWriter
from models.core.ticks import Ticks, queues_of
from models.messages.control import (
    FASTEST_X,
    INJECT_FEEDS,
    SLOWEST_X,
    Control,
    control_address,
    control_from,
    index_folder,
    injects_file,
    injects_s,
)
from models.messages.injects import BaseInject
from models.messages.picture import Picture
from models.messages.wire import WireError
from models.risk.state import State

AHEAD_TICKS = 600.0  # a replay reads no further ahead than this
SEEKING_SHOWN_EVERY_S = 1.0


class ReplayCore(Core):
    """A core whose time is its recording's."""

    credit = 2

    def __init__(self, state: State, run_dir: Path, checkpoint_file: Path, alerts_out: Path | None) -> None:
        self.playback = Playback(state.speed)
        self.replay_checkpoints = ReplayCheckpoints(index_folder(run_dir))
        self.ways = 0  # how often it went to another moment
        super().__init__(state, run_dir, checkpoint_file, alerts_out)
        self.process_id = self.id
        self.controls = self._listen(control_address(run_dir), self._hear_controls)

    def _open_tick_log(self) -> TickLogWriter | None:
        return None  # the recording has its own

    def _resume(self) -> None:
        held = checkpoint.load(self.checkpoint_file, self.state)
        if held is not None:
            self._go_on_from(held)
            self.playback.at_speed(self.state.speed)

    def _hear_controls(self) -> None:
        while self.controls.poll(0):
            with suppress(WireError):
                self._obey(control_from(self.controls.recv()))
        self._show()

    def _show(self) -> None:
        """The picture that stands, with the pace as it is now."""
        if self.picture:
            self.picture = self._told(self.picture)
            self._publish(self.picture)

    def _obey(self, control: Control) -> None:
        match control.do:
            case "play":
                self.playback.play()
            case "pause":
                self.playback.pause()
            case "step":
                self.playback.step(int(control.value))
            case "speed":
                self._at_speed(min(max(control.value, SLOWEST_X), FASTEST_X))
            case "seek" if math.isfinite(control.value):
                self._seek(control.value)
            case "inject" if control.inject:
                self._inject(control.inject)

    def _at_speed(self, speed: float) -> None:
        self.state.speed = speed
        self.playback.at_speed(speed)

    def _seek(self, to_s: float) -> None:
        """Straight on when nothing on the way saves time; else begin at a checkpoint, or at the beginning."""
        held, at = self.replay_checkpoints.nearest(to_s, self.state, injects_s(self.run_dir)), self.ticks.number
        back = at is not None and to_s < at
        if back or (held is not None and (at is None or held.number > at)):
            self._begin_at(held)
        self.playback.seek(to_s)

    def _begin_at(self, held: checkpoint.Checkpoint | None) -> None:
        """Another moment is another life of the core: who follows it must not carry on what it remembers."""
        speed, now = self.state.speed, self.state
        self.ticks = Ticks(queues_of(feed.id for feed in now.feeds))
        if held is None:
            self.state = State(now.settings, now.site, now.feeds, now.mode)
        else:
            self._go_on_from(held)
        self.state.speed, self.standing = (
            speed,
            now.operator_state.standing,
        )  # what officers drew stands in every moment
        self.ways += 1
        self.id = f"{self.process_id}-{self.ways}"
        self._connect_feeds()

    def _inject(self, inject: BaseInject) -> None:
        """It holds from here on: written down for the feeds, of which all that follows is asked for anew."""
        at_s = float(self.ticks.number or 0)
        with injects_file(self.run_dir).open("a", encoding="utf-8") as out:
            out.write(inject.model_copy(update={"at_s": at_s}).model_dump_json() + "\n")
        number, next_seq = self.ticks.number, {feed: each.resume_at() for feed, each in self.ticks.queues.items()}
        self.ticks = Ticks(queues_of(next_seq), number)
        for feed, queue in self.ticks.queues.items():
            queue.next_seq = next_seq[feed]
        self._connect_feeds()

    def _wants(self, queue: FeedQueue) -> bool:
        return queue.until_s < (self.ticks.number or 0) + AHEAD_TICKS or not queue.batches

    def _next_number(self) -> int | None:
        return self.ticks.next_number(self.state.idle())

    def _due(self) -> bool:
        number = self._next_number()
        if number is None or self.ticks.hungry(float(number)):
            return False
        if self._ended():
            if self.playback.to_s is not None:  # beyond the end: here is as far as it goes
                self.playback.arrive()
                self._show()
            return False
        return self._pause_s(number) == 0.0

    def _ended(self) -> bool:
        return self.ticks.ended() and self.ticks.number is not None

    def _pause_s(self, number: int) -> float:
        return self.playback.wait_s(number, self.ticks.number, monotonic_s())

    def _wait_ms(self) -> int:
        number = self._next_number()
        if number is None or self.ticks.hungry(float(number)) or self._ended():
            return 50
        return int(min(self._pause_s(number), 0.05) * 1000)

    def _tick(self) -> None:
        under_way = self.playback.to_s is not None
        super()._tick()
        self.playback.ticked(self.ticks.number or 0)
        stays = self._ended() or self.playback.pace == "paused"
        if self.playback.to_s is None and (under_way or stays):
            self._show()

    def _save(self) -> None:
        if self.playback.to_s is None:  # on the way it would only take time
            super()._save()

    def _spared(self) -> int:
        return 0  # nobody waits for it

    def _back_s(self) -> float:
        return 0.0  # its time is the recording's

    def _told(self, picture: Picture) -> Picture:
        shown = tuple(feed for feed in picture.feeds if feed.messages or feed.id not in INJECT_FEEDS)
        return replace(picture, feeds=shown, speed=self.state.speed, pace=self.playback.pace, core_id=self.id)

    def _shows(self) -> bool:
        every_s = SEEKING_SHOWN_EVERY_S if self.playback.to_s is not None else PUBLISH_EVERY_S
        return monotonic_s() - self.published_s >= every_s
