"""Connection to the desk process: it sends commands and receives the newest book.

The desk process decides what is legal. Pages read `book`, a frozen value that is replaced as a whole; waiting for an
answer blocks no other page.
"""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any
from uuid import uuid4

import zmq

from dashboard.cases.timelines import with_events
from models.base.clock import monotonic_s
from models.casework import protocol
from models.casework.case import Answer, Book, Command, Events, LedgerEvent
from models.casework.fold import BookAt, fold
from models.messages.picture import Picture
from models.messages.streams import keep_alive
from models.messages.wire import WireError

WAIT_MS = 100
ASK_EVERY_S = 1.0  # how often the desk is asked for missed events
SILENT_S = 4.0  # a desk that is silent for this long is down
PATIENCE_S = 6.0  # a command waits this long for its answer
HOLD_S = 1.0  # and an answer this long for the events that it is about
AGAIN_S = 1.5  # and is sent again at this interval, under the same number
OTHER_AFTER = 2  # this many consecutive answers behind our state come from another ledger, not from a race
Request = Command | protocol.AccessRequest
NO_ANSWER = {
    "zh": "账本进程没有应答，请稍后再试；内容未丢失",
    "en": "The ledger does not answer; try again in a moment. Nothing is lost",
}


class DeskClient:
    """One per server process. `book` and `alive` may be read from any thread; `news` is called in the client's thread
    when the book has changed. With `own_time` it keeps all events, so that a run can be set back.
    """

    def __init__(self, run_dir: Path, news: Callable[[], None] = lambda: None, *, own_time: bool = False) -> None:
        self.book = Book()
        self.case_events: Mapping[str, Events] = {}
        self._past = BookAt() if own_time else None
        self._news = news
        self._run_dir = run_dir
        self._wanted: SimpleQueue[tuple[Request, Future[Any]]] = SimpleQueue()
        self._waiting: OrderedDict[str, tuple[Request, Future[Any], float]] = OrderedDict()
        self._held: list[tuple[Answer | protocol.AccessReply, Future[Any], float]] = []
        self._heard_s = float("-inf")
        self._asked_s = float("-inf")
        self._behind = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="desk", daemon=True)

    @property
    def alive(self) -> bool:
        """Return whether the desk has answered recently."""
        return monotonic_s() - self._heard_s < SILENT_S

    def book_at(self, picture: Picture) -> Book:
        """Return the book at the time of a picture: if the director goes back, what came later does not exist yet."""
        past, book = self._past, self.book
        return book if past is None or picture.pace == "live" else past.at(book, picture.t_s)

    def start(self) -> None:
        """Start connecting to the desk; it may start later, stop and return."""
        self._thread.start()

    def stop(self) -> None:
        """Stop the thread and close the sockets."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    async def do(self, command: Command) -> Answer:
        """Send a command and return the desk's answer; a refusal with a text if it does not come in time."""
        answer = await self._answered(command)
        return answer or Answer(command.command_id, None, NO_ANSWER, "unavailable")

    async def ask(self, do: str, **values: object) -> protocol.AccessReply:
        """Send a request about log-in and return the reply; a refusal with a text if it does not come in time."""
        request = protocol.AccessRequest(uuid4().hex, do, values)
        answer = await self._answered(request)
        return answer or protocol.AccessReply(request.id, {}, NO_ANSWER, "unavailable")

    async def _answered(self, request: Request) -> Any:
        answer: Future[Any] = Future()
        self._wanted.put((request, answer))
        try:
            return await asyncio.wait_for(asyncio.wrap_future(answer), PATIENCE_S)
        except TimeoutError:
            return None

    def _run(self) -> None:
        context = zmq.Context()
        asks, events = context.socket(zmq.DEALER), context.socket(zmq.SUB)
        for socket in (asks, events):
            keep_alive(socket)
        asks.connect(protocol.desk_address(self._run_dir))
        events.setsockopt(zmq.SUBSCRIBE, b"")
        events.connect(protocol.events_address(self._run_dir))
        poller = zmq.Poller()
        for socket in (asks, events):
            poller.register(socket, zmq.POLLIN)
        while not self._stop.is_set():
            self._ask(asks)
            for socket, _ in poller.poll(WAIT_MS if self._wanted.empty() else 0):
                with suppress(WireError):
                    self._take(protocol.answer_or_events_from(socket.recv()))
            self._release()
        context.destroy(linger=0)

    def _ask(self, asks: zmq.Socket[bytes]) -> None:
        """Send commands that are new or without an answer, and periodically ask for missed events."""
        now = monotonic_s()
        with suppress(Empty):
            while True:
                request, answer = self._wanted.get_nowait()
                self._waiting[_number(request)] = request, answer, float("-inf")
        for number, (request, answer, sent_s) in list(self._waiting.items()):
            # A request about log-in is sent once, because each counts as an attempt.
            due = isinstance(request, Command) or sent_s == float("-inf")
            if answer.done():
                del self._waiting[number]
            elif due and now - sent_s >= AGAIN_S and _sent(asks, _frame(request)):
                self._waiting[number] = request, answer, now
        if now - self._asked_s >= ASK_EVERY_S and _sent(asks, protocol.since_frame(self.book.seq)):
            self._asked_s = now

    def _release(self) -> None:
        """Pass on the answers whose events are in the book, so that a read right after a command shows its change."""
        held, self._held = self._held, []
        for reply, waiting, since_s in held:
            if waiting.done():
                continue
            if _seq(reply) <= self.book.seq or monotonic_s() - since_s > HOLD_S:
                waiting.set_result(reply)
            else:
                self._held.append((reply, waiting, since_s))

    def _take(self, reply: Answer | protocol.AccessReply | tuple[list[LedgerEvent], int]) -> None:
        if isinstance(reply, Answer | protocol.AccessReply):
            self._heard_s = monotonic_s()
            number = reply.command_id if isinstance(reply, Answer) else reply.id
            _, waiting, _ = self._waiting.pop(number, (None, None, 0.0))
            if waiting is not None:
                self._held.append((reply, waiting, self._heard_s))
            return
        events, head = reply
        self._heard_s = monotonic_s()
        self._behind = self._behind + 1 if head < self.book.seq else 0
        if self._behind >= OTHER_AFTER:
            self.book, self.case_events = Book(), {}
            self._past = BookAt() if self._past else None
        fresh = [event for event in events if event.seq > self.book.seq]
        if fresh and fresh[0].seq == self.book.seq + 1:
            self.case_events = with_events(self.case_events, fresh)
            self.book = fold(fresh, self.book)
            if self._past:
                self._past.add(fresh)
            self._news()
        if head > self.book.seq:  # events are missing: ask at once
            self._asked_s = float("-inf")


def _number(request: Request) -> str:
    return request.command_id if isinstance(request, Command) else request.id


def _seq(reply: Answer | protocol.AccessReply) -> int:
    return (reply.seq or 0) if isinstance(reply, Answer) else 0


def _frame(request: Request) -> bytes:
    return protocol.command_frame(request) if isinstance(request, Command) else protocol.access_frame(request)


def _sent(socket: zmq.Socket[bytes], frame: bytes) -> bool:
    try:
        socket.send(frame, zmq.NOBLOCK)
    except zmq.Again:
        return False
    return True
