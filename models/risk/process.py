"""The core process: asks every feed for what is next, runs the ticks as they fall due, publishes the newest picture.

What lives here: sockets, waiting and the two ways time runs (live by the clock, replay by the recording at a speed).
What does not: what a tick does (engine.py). It may be killed at any moment: it comes back from its checkpoint and asks
the feeds for all that came since.
"""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TextIO

import zmq

from models import streams
from models.clock import PacedClock, monotonic_s, now_s
from models.picture import Picture
from models.risk import checkpoint
from models.risk.engine import State, step
from models.risk.intake import FeedQueue
from models.risk.marks import Mark
from models.risk.sparing import Sparing
from models.risk.summary import fresh
from models.risk.ticklog import Logged, TickLogWriter
from models.risk.ticks import Ticks, queues_of
from models.settings import Feed, Settings
from models.site import load_site
from models.wire import WireError

GRACE_S = 0.05  # a tick is looked at so long after its second has ended
PATIENCE_S = 0.6  # and run by then even if a feed has not yet said that it is complete
START_PATIENCE_S = 3.0  # after a start, feeds get this long to hand over what came meanwhile
MOST_BEHIND_S = 600.0  # further behind than this the clock jumps; tracks of that age are lost anyway
ASK_AGAIN_S = 1.0
CREDIT = {"live": 64, "exercise": 64, "replay": 2}
AHEAD_TICKS = 600.0  # a replay reads no further ahead than this
MOST_MARKS = 1000  # a tick; more wait for the next
PUBLISH_EVERY_S = 0.2
CHECKPOINT_EVERY_S = 10.0


@dataclass
class _Line:
    """The line to one feed's ingestor."""

    queue: FeedQueue
    socket: zmq.Socket[bytes]
    credit: int = 0
    heard_s: float = field(default=float("-inf"))

    def ask(self, credit: int, machine_s: float) -> None:
        """Ask for what is next, when nothing is on its way or it has been silent for long."""
        if self.credit > 0 and machine_s - self.heard_s < ASK_AGAIN_S:
            return
        self.credit, self.heard_s = credit, machine_s
        self.socket.send(streams.request_frame(self.queue.next_seq, credit), zmq.NOBLOCK)


class Core:
    """State, ticks and sockets of one core process."""

    def __init__(self, state: State, run_dir: Path, checkpoint_file: Path, alerts_out: Path | None) -> None:
        self.state, self.checkpoint_file = state, checkpoint_file
        self.ticks = Ticks(queues_of(feed.id for feed in state.feeds))
        self.live = state.mode != "replay"
        self.started_s = now_s()
        self.clock: PacedClock | None = None
        self.picture: Picture | None = None
        self.sparing = Sparing()
        self.marks: list[tuple[str, str, str]] = []  # alert, mark, actor: said since the last tick
        self.published_s = self.saved_s = float("-inf")
        self.id = f"{os.getpid()}-{self.started_s:.3f}"
        self.alerts: TextIO | None = alerts_out.open("a", encoding="utf-8") if alerts_out else None
        self.tick_log = TickLogWriter(state.settings.recording.folder) if self.live else None
        self._resume()
        self._connect(run_dir)

    def run(self, stop: threading.Event) -> None:
        """Until told to stop: take in, tick when due, publish."""
        while not stop.is_set():
            self._ask()
            self._receive(self._wait_ms())
            if self._due():
                self._tick()
            elif self.picture and monotonic_s() - self.published_s > 1.0:
                self._publish(self.picture)  # nothing new (a replay at its end): the wall must see that we live
        self._save()
        self.context.destroy(linger=0)

    def _resume(self) -> None:
        held = checkpoint.load(self.checkpoint_file, self.state)
        if held is None or (self.live and now_s() - held.number > MOST_BEHIND_S):
            return
        self.state, self.ticks.number = held.state, held.number
        for feed, next_seq in held.next_seq.items():
            self.ticks.queues[feed].next_seq = next_seq

    def _connect(self, run_dir: Path) -> None:
        self.context = zmq.Context()
        self.poller = zmq.Poller()
        self.lines: dict[str, _Line] = {}
        for feed, queue in self.ticks.queues.items():
            socket: zmq.Socket[bytes] = self.context.socket(zmq.DEALER)
            _set(socket)
            socket.connect(streams.feed_address(run_dir, feed))
            self.poller.register(socket, zmq.POLLIN)
            self.lines[feed] = _Line(queue, socket)
        self.out = self.context.socket(zmq.PUB)
        self.out.setsockopt(zmq.SNDHWM, 4)
        _set(self.out)
        self.out.bind(streams.picture_address(run_dir))
        self.said: zmq.Socket[bytes] = self.context.socket(zmq.PULL)
        _set(self.said)
        self.said.bind(streams.marks_address(run_dir))
        self.poller.register(self.said, zmq.POLLIN)

    def _ask(self) -> None:
        wanted_s = (self.ticks.number or 0) + AHEAD_TICKS
        for line in self.lines.values():
            waiting = len(line.queue.batches)
            if self.live or line.queue.until_s < wanted_s or waiting == 0:
                try:
                    line.ask(CREDIT[self.state.mode], monotonic_s())
                except zmq.Again:
                    continue

    def _receive(self, wait_ms: int) -> None:
        for socket, _ in self.poller.poll(wait_ms):
            if socket is self.said:
                self._hear_marks()
                continue
            line = next(each for each in self.lines.values() if each.socket is socket)
            while line.socket.poll(0):
                self._take(line, line.socket.recv())

    def _hear_marks(self) -> None:
        """What officers say counts from the next tick on."""
        while self.said.poll(0) and len(self.marks) < MOST_MARKS:
            with suppress(WireError):
                self.marks.append(streams.mark_from(self.said.recv()))

    def _take(self, line: _Line, frame: bytes) -> None:
        counts = self.state.counts[line.queue.feed]
        try:
            batch = streams.batch_from(frame)
        except WireError:
            counts.rejects["frame"] += 1
            return
        line.credit -= 1
        line.heard_s = monotonic_s()
        if not line.queue.put(batch) and batch.first_seq > line.queue.next_seq:
            counts.gaps += 1
            line.credit = 0  # ask again from where the gap begins

    def _due(self) -> bool:
        number = self._next_number()
        if number is None:
            return False
        complete = not self.ticks.hungry(float(number))
        if not self.live:
            return complete and not self._ended() and self._wait_s(number) == 0.0
        now = now_s()
        patience_s = max(number + PATIENCE_S, self.started_s + START_PATIENCE_S)
        return now >= number + GRACE_S and (complete or now >= patience_s)

    def _next_number(self) -> int | None:
        number = self.ticks.next_number(not self.live and self.state.idle())
        if not self.live:
            return number
        now = now_s()
        if self.ticks.number is None or now - self.ticks.number > MOST_BEHIND_S:
            return int(now)
        return self.ticks.number + 1

    def _ended(self) -> bool:
        return self.ticks.ended() and self.ticks.number is not None

    def _wait_s(self, number: int) -> float:
        jumps = self.ticks.number is not None and number > self.ticks.number + 1  # nobody waits for an empty sea
        if self.clock is None or jumps:
            self.clock = PacedClock(float(number), monotonic_s(), self.state.speed)
        return self.clock.wait_s(float(number), monotonic_s())

    def _wait_ms(self) -> int:
        number = self._next_number()
        if number is None or self.ticks.hungry(float(number)):
            return 50
        if self.live:
            return int(min(max(number + GRACE_S - now_s(), 0.0), 0.05) * 1000)
        return 50 if self._ended() else int(min(self._wait_s(number), 0.05) * 1000)

    def _tick(self) -> None:
        number = self._next_number()
        if number is None:
            return
        tick, batches = self.ticks.take(number, self.sparing.level if self.live else 0)
        marks = tuple(Mark(*each, t_s=tick.t_s) for each in self.marks)
        self.marks = []
        began_s = monotonic_s()
        picture = step(self.state, batches, tick, marks)
        took_ms = round((monotonic_s() - began_s) * 1000, 3)
        self.sparing.took(took_ms)
        self.picture = replace(picture, tick_ms=took_ms, core_id=self.id)
        if self.tick_log:
            next_seq = {feed: queue.resume_at() for feed, queue in self.ticks.queues.items()}
            self.tick_log.write(number, Logged(next_seq, picture.digest, marks, tick.spared))
        self._log(self.picture)
        if monotonic_s() - self.published_s >= PUBLISH_EVERY_S or self._ended():
            self._publish(self.picture)
        if monotonic_s() - self.saved_s >= CHECKPOINT_EVERY_S:
            self._save()

    def _publish(self, picture: Picture) -> None:
        self.published_s = monotonic_s()
        self.out.send(picture.frame())

    def _log(self, picture: Picture) -> None:
        changes = fresh(picture)
        if self.alerts and changes:
            self.alerts.writelines(json.dumps(each.record(), ensure_ascii=False) + "\n" for each in changes)
            self.alerts.flush()

    def _save(self) -> None:
        """Write the checkpoint; what is queued is asked for again, so it is not part of it."""
        self.saved_s = monotonic_s()
        if self.ticks.number is None:
            return
        next_seq = {feed: queue.resume_at() for feed, queue in self.ticks.queues.items()}
        checkpoint.save(self.checkpoint_file, checkpoint.Checkpoint(self.state, self.ticks.number, next_seq))


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
) -> None:
    """Run the core until SIGTERM or `stop`. `mode` is live, exercise or replay."""
    stop = stop or _stop_on_signal()
    state = State(settings, load_site(sites / settings.site), tuple(feeds), mode, speed)
    Core(state, run_dir, checkpoint_file or run_dir / "core.checkpoint", alerts_out).run(stop)


def _set(socket: zmq.Socket[bytes]) -> None:
    socket.setsockopt(zmq.LINGER, 0)
    socket.setsockopt(zmq.HEARTBEAT_IVL, streams.HEARTBEAT_MS)
    socket.setsockopt(zmq.HEARTBEAT_TIMEOUT, streams.HEARTBEAT_TIMEOUT_MS)


def _stop_on_signal() -> threading.Event:
    stop = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stop.set())
    return stop
