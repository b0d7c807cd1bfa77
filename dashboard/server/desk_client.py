"""The connection to the desk process: commands go out, the newest book comes back.

The desk process decides what is legal. Pages read `book`, a frozen value that is replaced whole; waiting for an answer
blocks no other page.
"""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue

import zmq

from models.base.clock import monotonic_s
from models.casework import lines
from models.casework.case import Answer, Book, Command, LedgerEvent
from models.casework.fold import fold
from models.messages.picture import Picture
from models.messages.streams import keep_alive
from models.messages.wire import WireError

WAIT_MS = 100
ASK_EVERY_S = 1.0  # how often the desk is asked for what we may have missed
SILENT_S = 4.0  # a desk that answers nothing so long is down
PATIENCE_S = 6.0  # a command waits so long for its answer
AGAIN_S = 1.5  # and is sent again meanwhile, under the same number
OTHER_AFTER = 2  # answers in a row that know less than we do come from another ledger, not from a race
NO_ANSWER = {
    "zh": "账本进程没有应答，请稍后再试；内容未丢失",
    "en": "The ledger does not answer; try again in a moment. Nothing is lost",
}


class DeskClient:
    """One for each server process. `book` and `alive` may be read by anyone at any time; `news` is called when the book
    is another, in the desk's thread.
    """

    def __init__(self, run_dir: Path, news: Callable[[], None] = lambda: None) -> None:
        self.book = Book()
        self._news = news
        self._run_dir = run_dir
        self._wanted: SimpleQueue[tuple[Command, Future[Answer]]] = SimpleQueue()
        self._waiting: OrderedDict[str, tuple[Command, Future[Answer], float]] = OrderedDict()
        self._heard_s = float("-inf")
        self._asked_s = float("-inf")
        self._behind = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="desk", daemon=True)

    @property
    def alive(self) -> bool:
        """Did the desk answer within the last seconds?"""
        return monotonic_s() - self._heard_s < SILENT_S

    def start(self) -> None:
        """Look for the desk from now on; it may come later, go and return."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread and close the sockets."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    async def do(self, command: Command) -> Answer:
        """The desk's answer; a refusal in words when it does not come in time."""
        answer: Future[Answer] = Future()
        self._wanted.put((command, answer))
        try:
            return await asyncio.wait_for(asyncio.wrap_future(answer), PATIENCE_S)
        except TimeoutError:
            return Answer(command.command_id, None, NO_ANSWER)

    def _run(self) -> None:
        context = zmq.Context()
        asks, events = context.socket(zmq.DEALER), context.socket(zmq.SUB)
        for socket in (asks, events):
            keep_alive(socket)
        asks.connect(lines.desk_address(self._run_dir))
        events.setsockopt(zmq.SUBSCRIBE, b"")
        events.connect(lines.events_address(self._run_dir))
        poller = zmq.Poller()
        for socket in (asks, events):
            poller.register(socket, zmq.POLLIN)
        while not self._stop.is_set():
            self._ask(asks)
            for socket, _ in poller.poll(WAIT_MS if self._wanted.empty() else 0):
                with suppress(WireError):
                    self._take(lines.told_from(socket.recv()))
        context.destroy(linger=0)

    def _ask(self, asks: zmq.Socket[bytes]) -> None:
        """Commands that are new or had no answer, and from time to time the events we may not have."""
        now = monotonic_s()
        with suppress(Empty):
            while True:
                command, answer = self._wanted.get_nowait()
                self._waiting[command.command_id] = command, answer, float("-inf")
        for number, (command, answer, sent_s) in list(self._waiting.items()):
            if answer.done():
                del self._waiting[number]
            elif now - sent_s >= AGAIN_S and _sent(asks, lines.command_frame(command)):
                self._waiting[number] = command, answer, now
        if now - self._asked_s >= ASK_EVERY_S and _sent(asks, lines.since_frame(self.book.seq)):
            self._asked_s = now

    def _take(self, reply: Answer | tuple[list[LedgerEvent], int]) -> None:
        if isinstance(reply, Answer):
            self._heard_s = monotonic_s()
            _, waiting, _ = self._waiting.pop(reply.command_id, (None, None, 0.0))
            if waiting is not None and not waiting.done():
                waiting.set_result(reply)
            return
        events, head = reply
        self._heard_s = monotonic_s()
        self._behind = self._behind + 1 if head < self.book.seq else 0
        if self._behind >= OTHER_AFTER:
            self.book = Book()
        fresh = [event for event in events if event.seq > self.book.seq]
        if fresh and fresh[0].seq == self.book.seq + 1:
            self.book = fold(fresh, self.book)
            self._news()
        if head > self.book.seq:  # something is missing: ask at once
            self._asked_s = float("-inf")


def as_of(book: Book, picture: Picture) -> Book:
    """The book at the moment of a picture: where a director goes back, later marks are not made yet."""
    return book if picture.pace == "live" else book.marked_until(picture.t_s)


def _sent(socket: zmq.Socket[bytes], frame: bytes) -> bool:
    try:
        socket.send(frame, zmq.NOBLOCK)
    except zmq.Again:
        return False
    return True
