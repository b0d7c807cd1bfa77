"""The core process: asks every feed for what is next, runs the ticks as they fall due, publishes the newest picture.

What lives here: sockets, waiting, and time that runs by the clock. What does not: what a tick does (engine.py), and
time that is steered (replaying.py). It may be killed at any moment: it comes back from its checkpoint and asks the
feeds for all that came since.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TextIO

import zmq

from models.base.clock import SteadyClock, monotonic_s
from models.base.settings import Feed, Settings
from models.base.stopping import stop_on_signal
from models.core import checkpoint
from models.core.feed_client import FeedClient, kept_alive
from models.core.intake import FeedQueue
from models.core.load_shedding import LoadShedding
from models.core.summary import fresh
from models.core.ticklog import LoggedTick, TickLogWriter
from models.core.ticks import Ticks, queues_of
from models.messages import streams
from models.messages.observation import QUIET_S
from models.messages.operator_inputs import AlertAction, OperatorInputs
from models.messages.picture import Picture
from models.messages.wire import WireError
from models.risk.engine import step
from models.risk.state import State
from models.site.site import load_site

GRACE_S = 0.05  # a tick is looked at so long after its second has ended
PATIENCE_S = 0.6  # and run by then even if a feed has not yet said that it is complete
START_PATIENCE_S = 3.0  # after a start, feeds get this long to hand over what came meanwhile
MOST_BEHIND_S = 600.0  # further behind than this the clock jumps; tracks of that age are lost anyway
MOST_AHEAD_S = 10.0  # a checkpoint of a time still to come: the clock was put back since, and its tracks are no more
SLIGHTLY_BACK_S = 5.0  # a clock that is corrected by less is nobody's concern
CREDIT = 64
MOST_MARKS = 1000  # a tick; more wait for the next
STANDING_AGAIN_TICKS = 3600  # so often the log says again what stands: a replay may begin anywhere
PUBLISH_EVERY_S = 0.2
CHECKPOINT_EVERY_S = 10.0


class Core:
    """State, ticks and sockets of one core process, live."""

    credit = CREDIT

    def __init__(
        self,
        state: State,
        run_dir: Path,
        checkpoint_file: Path,
        alerts_out: Path | None,
        clock: SteadyClock | None = None,
    ) -> None:
        self.state, self.checkpoint_file = state, checkpoint_file
        self.ticks = Ticks(queues_of(feed.id for feed in state.feeds))
        self.clock = clock or SteadyClock()
        self.started_s = self.clock()
        self.picture: Picture | None = None
        self.load_shedding = LoadShedding()
        self.marks: list[AlertAction] = []  # said since the last tick
        self.standing: OperatorInputs | None = None  # likewise: all that stands from the next tick on
        self.published_s = self.saved_s = float("-inf")
        self.id = f"{os.getpid()}-{self.started_s:.3f}"
        self.alerts: TextIO | None = alerts_out.open("a", encoding="utf-8") if alerts_out else None
        self.tick_log = self._open_tick_log()
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

    def _open_tick_log(self) -> TickLogWriter | None:
        return TickLogWriter(self.state.settings.recording.folder)

    def _resume(self) -> None:
        held = checkpoint.load(self.checkpoint_file, self.state)
        if held is not None and -MOST_AHEAD_S <= self.clock() - held.number <= MOST_BEHIND_S:
            self._go_on_from(held)

    def _go_on_from(self, held: checkpoint.Checkpoint) -> None:
        self.state, self.ticks.number = held.state, held.number
        self.standing = held.state.operator_state.standing  # said again, so that the log of each start tells it
        for feed, next_seq in held.next_seq.items():
            self.ticks.queues[feed].next_seq = next_seq

    def _connect(self, run_dir: Path) -> None:
        self.run_dir, self.context = run_dir, zmq.Context()
        self.poller = zmq.Poller()
        self.lines: dict[str, FeedClient] = {}
        self.out = self.context.socket(zmq.PUB)
        self.out.setsockopt(zmq.SNDHWM, 4)
        kept_alive(self.out)
        self.out.bind(streams.picture_address(run_dir))
        self.heard: dict[zmq.Socket[bytes], Callable[[], None]] = {}  # what people say, beside the feeds
        self.said = self._listen(streams.marks_address(run_dir), self._hear_marks)
        self._connect_feeds()

    def _listen(self, address: str, hear: Callable[[], None]) -> zmq.Socket[bytes]:
        socket: zmq.Socket[bytes] = self.context.socket(zmq.PULL)
        kept_alive(socket)
        socket.bind(address)
        self.poller.register(socket, zmq.POLLIN)
        self.heard[socket] = hear
        return socket

    def _connect_feeds(self) -> None:
        """New lines to all feeds: nothing that is still under way on the old ones arrives."""
        for line in self.lines.values():
            self.poller.unregister(line.socket)
            line.socket.close()
        for feed, queue in self.ticks.queues.items():
            socket: zmq.Socket[bytes] = self.context.socket(zmq.DEALER)
            kept_alive(socket)
            socket.connect(streams.feed_address(self.run_dir, feed))
            self.poller.register(socket, zmq.POLLIN)
            self.lines[feed] = FeedClient(queue, socket)

    def _ask(self) -> None:
        for line in self.lines.values():
            if self._wants(line.queue):
                with suppress(zmq.Again):
                    line.ask(self.credit, monotonic_s())

    def _wants(self, queue: FeedQueue) -> bool:
        return True

    def _receive(self, wait_ms: int) -> None:
        for socket, _ in self.poller.poll(wait_ms):
            if socket in self.heard:
                self.heard[socket]()
                continue
            line = next((each for each in self.lines.values() if each.socket is socket), None)
            while line and line.socket.poll(0):
                self._take(line, line.socket.recv())

    def _hear_marks(self) -> None:
        """What officers say counts from the next tick on."""
        while self.said.poll(0) and len(self.marks) < MOST_MARKS:
            with suppress(WireError):
                said = streams.said_from(self.said.recv())
                if isinstance(said, OperatorInputs):
                    self.standing = said
                else:
                    self.marks.append(said)

    def _take(self, line: FeedClient, frame: bytes) -> None:
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
        now = self._now_s()
        patience_s = max(number + PATIENCE_S, self.started_s + START_PATIENCE_S)
        return now >= number + GRACE_S and (now >= patience_s or not self.ticks.hungry(float(number)))

    def _now_s(self) -> float:
        """UTC that never goes back; feeds that ran before the machine's clock was put back are further on than we."""
        feeds_s = [queue.until_s for queue in self.ticks.queues.values() if queue.until_s < QUIET_S]
        return max([self.clock(), *feeds_s])

    def _next_number(self) -> int | None:
        now = self._now_s()
        if self.ticks.number is None or now - self.ticks.number > MOST_BEHIND_S:
            return int(now)
        return self.ticks.number + 1

    def _wait_ms(self) -> int:
        number = self._next_number()
        if number is None or self.ticks.hungry(float(number)):
            return 50
        return int(min(max(number + GRACE_S - self._now_s(), 0.0), 0.05) * 1000)

    def _tick(self) -> None:
        number = self._next_number()
        if number is None:
            return
        tick, batches = self.ticks.take(number, self._spared(), self._back_s())
        marks, self.marks = tuple(self.marks), []
        standing, self.standing = self.standing, None
        if standing is None and number % STANDING_AGAIN_TICKS == 0:
            standing = self.state.operator_state.standing
        began_s = monotonic_s()
        picture = step(self.state, batches, tick, marks, standing=standing)
        took_ms = round((monotonic_s() - began_s) * 1000, 3)
        self.load_shedding.took(took_ms)
        self.picture = self._told(replace(picture, tick_ms=took_ms, core_id=self.id))
        if self.tick_log:
            next_seq = {feed: queue.resume_at() for feed, queue in self.ticks.queues.items()}
            self.tick_log.write(number, LoggedTick(next_seq, picture.digest, marks, tick.spared, tick.back_s, standing))
        self._log(self.picture)
        if self._shows():
            self._publish(self.picture)
        if monotonic_s() - self.saved_s >= CHECKPOINT_EVERY_S:
            self._save()

    def _spared(self) -> int:
        return self.load_shedding.level

    def _back_s(self) -> float:
        """How far the machine's clock lies behind, in whole seconds; 0 when it is slight."""
        behind_s = self._now_s() - self.clock() + self.clock.back_s
        return float(round(behind_s)) if behind_s > SLIGHTLY_BACK_S else 0.0

    def _told(self, picture: Picture) -> Picture:
        """The picture with what the process has to say of it."""
        return picture

    def _shows(self) -> bool:
        """Is it time to publish again? Catching up runs many ticks at once."""
        return monotonic_s() - self.published_s >= PUBLISH_EVERY_S

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
    core: type[Core] = Core,
) -> None:
    """Run the core until SIGTERM or `stop`. `mode` is live, exercise or replay; `core` another way for time to run."""
    stop = stop or stop_on_signal()
    state = State(settings, load_site(sites / settings.site), tuple(feeds), mode, speed)
    core(state, run_dir, checkpoint_file or run_dir / "core.checkpoint", alerts_out).run(stop)
