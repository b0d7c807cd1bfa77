"""The core process: requests every feed's next batches, runs the ticks that are due, publishes the newest picture.

A TimeSource says which tick is due: live_time.py, or playback.py for a replay. Checkpoint and tick log: checkpoint.py.
The work of a tick: models/risk/engine.py. The process may be killed at any moment: it continues from its checkpoint and
requests from the feeds everything that has been recorded since.
"""

from __future__ import annotations

import json
import math
import os
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TextIO

import zmq

from models.base.clock import monotonic_s, now_s
from models.core.checkpoint import Checkpoint, CoreRecords
from models.core.feed_connection import FeedConnections
from models.core.ticklog import LoggedTick
from models.core.ticks import PlayedTick, Ticks, TimeSource, queues_of
from models.messages import streams
from models.messages.control import INJECT_FEEDS
from models.messages.operator_inputs import AlertAction, OperatorInputs
from models.messages.picture import AlertChange, Picture
from models.messages.wire import WireError
from models.risk.engine import advance
from models.risk.freeze import freeze
from models.risk.state import State

MOST_ACTIONS = 1000  # officers' inputs in one tick; more wait for the next
STANDING_AGAIN_TICKS = 3600  # interval at which the log repeats the standing inputs: a replay may begin anywhere
PUBLISH_EVERY_S, SEEKING_PUBLISH_EVERY_S = 0.2, 1.0
REPEAT_EVERY_S = 1.0  # interval for repeating the same picture, so that the pages see that the core is alive
CHECKPOINT_EVERY_S = 10.0
LONGEST_WAIT_S = 0.05

Take = Callable[[bytes], None]
HasRoom = Callable[[], bool]


class Core:
    """State, ticks and sockets of one core process."""

    def __init__(
        self, state: State, run_dir: Path, time: TimeSource, records: CoreRecords, alerts_out: Path | None = None
    ) -> None:
        self.state, self.run_dir, self.time, self.records = state, run_dir, time, records
        self.ticks = Ticks(queues_of(feed.id for feed in state.feeds))
        self.ticked: PlayedTick | None = None
        self.picture: Picture | None = None  # of that tick, once it has been published
        self.actions: list[AlertAction] = []  # officers' inputs since the last tick
        self.standing: OperatorInputs | None = None  # likewise: all that is in force from the next tick on
        self.saved_s = self.published_s = float("-inf")
        self.published: tuple[object, ...] = ()  # what was last published: id, pace, speed and tick
        self.moves = 0  # number of moves to another moment
        self.process_id = f"{os.getpid()}-{now_s():.3f}"
        self.alerts: TextIO | None = alerts_out.open("a", encoding="utf-8") if alerts_out else None
        held = records.load(state)
        if held is not None and time.accepts(held.number):
            self._go_on_from(held)
        self._connect()

    @property
    def id(self) -> str:
        """Changes after each start and each move, so that subscribers drop what they remember."""
        return f"{self.process_id}-{self.moves}" if self.moves else self.process_id

    def run(self, stop: threading.Event) -> None:
        """Receive, tick when due and publish, until `stop`."""
        while not stop.is_set():
            self.feeds.request(self.time.credit, lambda queue: self.time.wants(self.ticks, queue))
            self._receive(min(self._wait_s(), LONGEST_WAIT_S))
            if self._wait_s() == 0.0:
                self._tick()
            self._publish_when_due()
        self._save()
        self.context.destroy(linger=0)

    def listen(self, address: str, take: Take, has_room: HasRoom = lambda: True) -> None:
        """Pass every frame that arrives at an address to `take`; frames wait while there is no room."""
        socket: zmq.Socket[bytes] = self.context.socket(zmq.PULL)
        streams.keep_alive(socket)
        socket.bind(address)
        self.poller.register(socket, zmq.POLLIN)
        self.listeners[socket] = (take, has_room)

    def move_to(self, held: Checkpoint | None) -> None:
        """Continue from a checkpoint of another moment, or from the beginning; speed and inputs stay."""
        if self.ticked is not None:
            self._frozen(self.ticked)  # it is repeated until the next tick
        now = self.state
        self.ticks = Ticks(queues_of(feed.id for feed in now.feeds))
        if held is None:
            self.state = State(now.settings, now.site, now.feeds, now.mode)
        else:
            self._go_on_from(held)
        self.state.speed, self.standing = now.speed, now.operator_state.standing
        self.moves += 1
        self.feeds.connect(self.ticks.queues)

    def request_again(self) -> None:
        """Drop what is queued for all feeds and request it again."""
        next_seq = self.ticks.next_seq()
        self.ticks = Ticks(queues_of(next_seq), self.ticks.number)
        self.ticks.begin_at(next_seq)
        self.feeds.connect(self.ticks.queues)

    def _go_on_from(self, held: Checkpoint) -> None:
        self.state, self.ticks.number = held.state, held.number
        self.standing = held.state.operator_state.standing  # repeated, so that the log of every start contains it
        self.ticks.begin_at(held.next_seq)

    def _connect(self) -> None:
        self.context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
        self.poller = zmq.Poller()
        self.out = self.context.socket(zmq.PUB)
        self.out.setsockopt(zmq.SNDHWM, 4)
        streams.keep_alive(self.out)
        self.out.bind(streams.picture_address(self.run_dir))
        self.listeners: dict[zmq.Socket[bytes], tuple[Take, HasRoom]] = {}
        self.listen(
            streams.operator_inputs_address(self.run_dir), self._take_input, lambda: len(self.actions) < MOST_ACTIONS
        )
        self.feeds = FeedConnections(self.context, self.poller, self.run_dir)
        self.feeds.connect(self.ticks.queues)

    def _receive(self, wait_s: float) -> None:
        for socket, _ in self.poller.poll(int(wait_s * 1000)):
            if socket not in self.listeners:
                self.feeds.receive(socket, self.state.counts)
                continue
            take, has_room = self.listeners[socket]
            while socket.poll(0) and has_room():
                with suppress(WireError):
                    take(socket.recv())

    def _take_input(self, frame: bytes) -> None:
        """Inputs of officers take effect with the next tick."""
        given = streams.operator_input_from(frame)
        if isinstance(given, OperatorInputs):
            self.standing = given
        else:
            self.actions.append(given)

    def _wait_s(self) -> float:
        """Seconds until the next tick is due; infinite while it waits for data or is paused."""
        number = self.time.next_number(self.ticks, self.state.idle())
        return math.inf if number is None else self.time.wait_s(self.ticks, number)

    def _tick(self) -> None:
        number = self.time.next_number(self.ticks, self.state.idle())
        if number is None:
            return
        tick, batches = self.ticks.take(number, self.time.spared, self.time.behind_s(self.ticks))
        actions, self.actions = tuple(self.actions), []
        standing, self.standing = self.standing, None
        if standing is None and number % STANDING_AGAIN_TICKS == 0:
            standing = self.state.operator_state.standing
        began_s = monotonic_s()
        outcome = advance(self.state, batches, tick, actions, standing=standing)
        took_ms = round((monotonic_s() - began_s) * 1000, 3)
        self.time.ticked(number, took_ms)
        self.ticked, self.picture = PlayedTick(outcome, took_ms), None
        next_seq = self.ticks.next_seq()
        self.records.log(number, LoggedTick(next_seq, outcome.digest, actions, tick.spared, tick.back_s, standing))
        self._write_alerts(outcome.changes)
        if monotonic_s() - self.saved_s >= CHECKPOINT_EVERY_S:
            self._save()

    def _publish_when_due(self) -> None:
        """Publish steering at once, new pictures at their rate, and the last one again as a sign of life."""
        if self.ticked is None:
            return
        stands = self.time.stands(self.ticks)
        since_s = monotonic_s() - self.published_s
        every_s = SEEKING_PUBLISH_EVERY_S if self.time.pace == "seeks" else PUBLISH_EVERY_S
        now = (self.id, self.time.pace, self.state.speed, self.ticked.outcome.tick.number)
        steered, new = now[:3] != self.published[:3], now != self.published
        if steered or (new and (stands or since_s >= every_s)) or since_s > REPEAT_EVERY_S:
            self.published_s, self.published = monotonic_s(), now
            self.out.send(self._with_run_state(self._frozen(self.ticked)).frame())

    def _frozen(self, ticked: PlayedTick) -> Picture:
        """The picture of the last tick, frozen at most once."""
        if self.picture is None:
            picture = freeze(self.state, ticked.outcome.tick, ticked.outcome.changes)
            self.picture = replace(picture, tick_ms=ticked.tick_ms)
        return self.picture

    def _with_run_state(self, picture: Picture) -> Picture:
        """The picture with the state of time; the feeds of injects are shown only once there is an inject."""
        shown = tuple(feed for feed in picture.feeds if feed.messages or feed.id not in INJECT_FEEDS)
        return replace(picture, feeds=shown, speed=self.state.speed, pace=self.time.pace, core_id=self.id)

    def _write_alerts(self, changes: Sequence[AlertChange]) -> None:
        if self.alerts and changes:
            self.alerts.writelines(json.dumps(each.record(), ensure_ascii=False) + "\n" for each in changes)
            self.alerts.flush()

    def _save(self) -> None:
        """Write the checkpoint. Queued batches are not part of it; they are requested again. A seek needs none."""
        if self.ticks.number is None or self.time.pace == "seeks":
            return
        self.saved_s = monotonic_s()
        self.records.save(Checkpoint(self.state, self.ticks.number, self.ticks.next_seq()))
