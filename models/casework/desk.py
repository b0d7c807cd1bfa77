"""The desk process: takes officers' commands, writes them to the ledger, publishes them and sends marks to the core.

What is legal: rules.py. SQL: store.py. The process may be killed at any moment: what was answered is on disk, and a
command without an answer is sent again with the same id.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

import zmq

from models.base.clock import now_s
from models.casework import protocol
from models.casework.access.accounts import Account
from models.casework.access.direct import add_missing
from models.casework.access.service import AccessService
from models.casework.access.tokens import Tokens
from models.casework.access.vault import Vault
from models.casework.blobs import Blobs
from models.casework.case import Book, Command, LedgerEvent
from models.casework.cases.core_work import core_work
from models.casework.cases.workplace import Workplace
from models.casework.clues.for_core import core_clues
from models.casework.engines import LedgerError
from models.casework.store import Ledger
from models.casework.work.desk_work import DeskWork
from models.messages import streams
from models.messages.operator_inputs import AlertAction
from models.messages.picture import Picture, picture_from
from models.messages.wire import WireError

WAIT_MS = 200
HASHING_MS = 10  # while a password is being checked
RESENT_MARKS = 1000  # the newest marks that are sent to a core that has just started


class ToCore(Protocol):
    """Where frames for the core go: a socket, or the core itself in a run of one process."""

    def send(self, frame: bytes, flags: int = 0) -> Any:
        """Send a frame. May raise zmq.Again."""


class CoreInputSender:
    """What was sent to the core. After a restart of the core it is sent again; the core ignores what it has."""

    def __init__(self, socket: ToCore) -> None:
        self._socket = socket
        self._core_id = ""
        self._standing_seq = -1
        self._shown: Book | None = None  # the book whose cases the core has
        self._sent_marks: set[int] = set()  # numbers of marks

    def note_core(self, core_id: str) -> None:
        """Note which core is running."""
        if core_id != self._core_id:
            self._core_id, self._standing_seq, self._sent_marks = core_id, -1, set()

    def send_missing(self, book: Book, t_s: float, shown: Book | None = None) -> None:
        """Send everything the core lacks, in order; what it does not accept now is sent at the next tick.

        `shown` is the book at the time of the run, if that is another: its cases, craft and clues are sent.

        Marks with a time in the future wait for it: after a seek back in an exercise, they are sent again at their
        time.
        """
        if self._core_id:
            with suppress(zmq.Again):
                self._send_standing(book, shown or book)
                self._send_marks(book, t_s)

    def _send_standing(self, book: Book, shown: Book) -> None:
        if self._standing_seq == book.seq and self._shown is shown:
            return
        zones = [event.body["feature"] for event in book.zones.values()]
        watch = [
            {"mmsi": int(mmsi), "reason": event.body["reason"], "by": event.actor}
            for mmsi, event in book.watched.items()
        ]
        frame = streams.operator_inputs_frame(book.seq, zones, watch, *core_work(shown), core_clues(shown))
        self._socket.send(frame, zmq.NOBLOCK)
        self._standing_seq, self._shown = book.seq, shown

    def _send_marks(self, book: Book, t_s: float) -> None:
        all_marks = (event for events in book.marks.values() for event in events)
        waiting = sorted(
            (event for event in all_marks if event.seq not in self._sent_marks and event.t_s <= t_s),
            key=lambda each: each.seq,
        )
        self._sent_marks.update(each.seq for each in waiting[:-RESENT_MARKS])  # too old for a core that starts
        for event in waiting[-RESENT_MARKS:]:
            action = AlertAction(
                alert_id=event.subject,
                mark=event.body["mark"],
                actor=event.actor,
                seq=event.seq,
                reason=event.body["reason"],
                undoes=event.body.get("undoes", 0),
            )
            self._socket.send(streams.alert_action_frame(action), zmq.NOBLOCK)
            self._sent_marks.add(event.seq)


class DeskService:
    """Sockets of one desk process around its work."""

    def __init__(
        self,
        ledger: Ledger,
        run_dir: Path,
        site_zones: Collection[str],
        access: AccessService,
        site: Workplace | None = None,
        blobs: Blobs | None = None,
    ) -> None:
        self._access = access
        self._work = DeskWork(ledger, site_zones, access, site, blobs, self._publish)
        self._context = zmq.Context()
        self._requests = self._socket(zmq.ROUTER)
        self._requests.bind(protocol.desk_address(run_dir))
        self._events = self._socket(zmq.PUB)
        self._events.bind(protocol.events_address(run_dir))
        self._pictures = self._socket(zmq.SUB)
        self._pictures.setsockopt(zmq.CONFLATE, 1)
        self._pictures.setsockopt(zmq.SUBSCRIBE, b"")
        self._pictures.connect(streams.picture_address(run_dir))
        to_core = self._socket(zmq.PUSH)
        to_core.setsockopt(zmq.IMMEDIATE, 1)
        to_core.connect(streams.operator_inputs_address(run_dir))
        self._core = CoreInputSender(to_core)

    def run(self, stop: threading.Event) -> None:
        """Run until `stop`."""
        work, poller = self._work, zmq.Poller()
        for socket in (self._requests, self._pictures):
            poller.register(socket, zmq.POLLIN)
        while not stop.is_set():
            ready = dict(poller.poll(HASHING_MS if self._access.busy else WAIT_MS))
            if self._pictures in ready:
                self._note_picture(self._pictures.recv())
            if self._requests in ready:
                self._answer(*self._requests.recv_multipart())
            self._send_finished()
            work.run_clocks()
            self._core.send_missing(work.book, work.facts.t_s if work.facts.own_time else math.inf, self._shown())
        self._context.destroy(linger=WAIT_MS)

    def _shown(self) -> Book:
        with suppress(LedgerError):
            return self._work.shown()
        return self._work.book

    def _publish(self, events: list[LedgerEvent], head: int) -> None:
        self._events.send(protocol.events_frame(events, head))

    def _answer(self, sender: bytes, *frames: bytes) -> None:
        try:
            request = protocol.request_from(frames[-1])
        except (WireError, IndexError):
            return
        with suppress(LedgerError):  # a page without events reports it
            answer = self._answer_to(sender, request)
            if answer:
                self._requests.send_multipart([sender, answer])

    def _answer_to(self, sender: bytes, request: Command | protocol.AccessRequest | int) -> bytes:
        """The frame to send back; empty while a password is being checked."""
        if isinstance(request, Command):
            return protocol.answer_frame(self._work.do(request))
        if isinstance(request, int):
            return self._since(request)
        self._work.catch_up()
        reply = self._access.answer(sender, request, self._work.book, now_s())
        return protocol.reply_frame(reply) if reply else b""

    def _send_finished(self) -> None:
        """Send the replies for which a password had to be checked."""
        with suppress(LedgerError):
            for sender, reply in self._access.finished(self._work.book, now_s()):
                self._requests.send_multipart([sender, protocol.reply_frame(reply)])

    def _since(self, seq: int) -> bytes:
        self._work.catch_up()
        events = self._work.ledger.since(seq, protocol.MOST_EVENTS) if seq < self._work.book.seq else []
        return protocol.events_frame(events, self._work.book.seq)

    def _note_picture(self, frame: bytes) -> None:
        """Note the situation, and which core is running."""
        with suppress(WireError):
            picture: Picture = picture_from(frame)
            self._core.note_core(picture.core_id)
            self._work.note(picture)

    def _socket(self, kind: int) -> zmq.Socket[bytes]:
        socket: zmq.Socket[bytes] = self._context.socket(kind)
        streams.keep_alive(socket, linger_ms=WAIT_MS)
        return socket


def run_desk(
    ledger_url: str,
    run_dir: Path,
    site_zones: Collection[str],
    stop: threading.Event,
    snapshot: Path | None = None,
    *,
    demo: Mapping[str, Account] | None = None,
    codes: bool = False,
    site: Workplace | None = None,
    blobs: Path | None = None,
) -> None:
    """Take commands until `stop`. Raises UserError or LedgerError when the ledger cannot be opened.
    `demo` are accounts of an exercise, by id; with `codes` commanders, supervisors and administrators need a code.
    `site` is what casework knows of the site, `blobs` the folder of evidence files.
    """
    ledger = Ledger(ledger_url, snapshot=snapshot)
    access = AccessService(Vault(ledger), demo or {}, codes=codes, tokens=Tokens(ledger))
    try:
        add_missing(ledger, demo or {}, now_s())
        DeskService(ledger, run_dir, site_zones, access, site, Blobs(blobs) if blobs else None).run(stop)
    finally:
        access.close()
        ledger.close()
