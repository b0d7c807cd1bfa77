"""The desk process: takes officers' commands, writes them to the ledger, publishes them and sends marks to the core.

What is legal: rules.py. SQL: store.py. The process may be killed at any moment: what was answered is on disk, and a
command without an answer is sent again with the same id.
"""

from __future__ import annotations

import math
import re
import threading
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import zmq

from models.base.clock import now_s
from models.casework import protocol
from models.casework.access.accounts import Account
from models.casework.access.direct import add_missing
from models.casework.access.service import AccessService
from models.casework.access.tokens import Tokens
from models.casework.access.vault import Vault
from models.casework.blobs import Blobs
from models.casework.case import Answer, Book, Command, LedgerEvent
from models.casework.cases.case_clocks import CaseClocks
from models.casework.cases.core_work import core_work
from models.casework.cases.nouns import Case
from models.casework.cases.workplace import Workplace
from models.casework.engines import LedgerError
from models.casework.facts import Facts, no_blob
from models.casework.fold import fold
from models.casework.person import DESK, LOCAL, Person
from models.casework.refusals import Refused
from models.casework.rules import checked
from models.casework.store import Ledger, OvertakenError
from models.messages import streams
from models.messages.clue_memory import remembered
from models.messages.operator_inputs import AlertAction
from models.messages.picture import Picture, picture_from
from models.messages.wire import WireError

WAIT_MS = 200
HASHING_MS = 10  # while a password is being checked
TRIES = 5  # attempts at a command when another desk writes at the same time
CLOCKS_EVERY_S = 1.0
CASE_ID = re.compile(r"[A-Z]+-[0-9]{8}-[0-9]{4,}")
RESENT_MARKS = 1000  # the newest marks that are sent to a core that has just started


class CoreInputSender:
    """What was sent to the core. After a restart of the core it is sent again; the core ignores what it has."""

    def __init__(self, socket: zmq.Socket[bytes]) -> None:
        self._socket = socket
        self._core_id = ""
        self._standing_seq = -1
        self._sent_marks: set[int] = set()  # numbers of marks

    def note_core(self, core_id: str) -> None:
        """Note which core is running."""
        if core_id != self._core_id:
            self._core_id, self._standing_seq, self._sent_marks = core_id, -1, set()

    def send_missing(self, book: Book, t_s: float) -> None:
        """Send everything the core lacks, in order; what it does not accept now is sent at the next tick.

        Marks with a time in the future wait for it: after a seek back in an exercise, they are sent again at their
        time.
        """
        if self._core_id:
            with suppress(zmq.Again):
                self._send_standing(book)
                self._send_marks(book, t_s)

    def _send_standing(self, book: Book) -> None:
        if self._standing_seq == book.seq:
            return
        zones = [event.body["feature"] for event in book.zones.values()]
        watch = [
            {"mmsi": int(mmsi), "reason": event.body["reason"], "by": event.actor}
            for mmsi, event in book.watched.items()
        ]
        self._socket.send(streams.operator_inputs_frame(book.seq, zones, watch, *core_work(book)), zmq.NOBLOCK)
        self._standing_seq = book.seq

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
    """Ledger, book and sockets of one desk process."""

    def __init__(
        self,
        ledger: Ledger,
        run_dir: Path,
        site_zones: Collection[str],
        access: AccessService,
        site: Workplace | None = None,
        blobs: Blobs | None = None,
    ) -> None:
        self._ledger = ledger
        self._access = access
        self.book = ledger.book()
        self.facts = Facts(
            site_zones=frozenset(site_zones),
            site=site or Workplace(),
            past_cases=ledger.cases_about,
            blobs=blobs.size_of if blobs else no_blob,
        )
        self._clocks = CaseClocks()
        self._clocks_at_s = 0.0
        self._run_has_own_time = False
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
        poller = zmq.Poller()
        for socket in (self._requests, self._pictures):
            poller.register(socket, zmq.POLLIN)
        while not stop.is_set():
            ready = dict(poller.poll(HASHING_MS if self._access.busy else WAIT_MS))
            if self._pictures in ready:
                self._note_picture(self._pictures.recv())
            if self._requests in ready:
                self._answer(*self._requests.recv_multipart())
            self._send_finished()
            self._run_clocks()
            self._core.send_missing(self.book, self.facts.t_s if self._run_has_own_time else math.inf)
        self._context.destroy(linger=WAIT_MS)

    def do(self, command: Command, by: Person | None = None) -> Answer:
        """Execute one command: refuse it, or write and publish it. `by` gives it instead of the session's officer."""
        facts = self.facts if self._run_has_own_time else replace(self.facts, t_s=now_s())
        try:
            by = by or self._person(command)
            known = self._ledger.known(command.command_id)
            if known:
                return Answer(command.command_id, known.seq)
            event = self._written(replace(command, actor=by.name), replace(facts, by=by))
        except Refused as refusal:
            return Answer(command.command_id, None, refusal.why, refusal.status)
        except LedgerError as problem:
            unwritten = Refused("disk", why=problem)
            return Answer(command.command_id, None, unwritten.why, unwritten.status)
        if event.seq == self.book.seq + 1:  # otherwise another desk did it first: it is read with the rest
            self._take([event])
        return Answer(command.command_id, event.seq)

    def _run_clocks(self) -> None:
        """Write what fell due since the last second, and the marks that the alerts of cases lack."""
        t_s = self.facts.t_s if self._run_has_own_time else now_s()
        if abs(t_s - self._clocks_at_s) >= CLOCKS_EVERY_S:
            self._clocks_at_s = t_s
            for command in self._clocks.due(self.book, replace(self.facts, t_s=t_s)):
                self.do(command, replace(DESK, name=command.actor))

    def _person(self, command: Command) -> Person:
        """The officer of the command's session; without accounts whoever sits at this machine. Raises Refused."""
        self._catch_up()  # a role or an account may have been taken away
        if not self.book.accounts:
            return replace(LOCAL, name=command.actor)
        return self._access.person(command.session, self.book, now_s())

    def _written(self, command: Command, facts: Facts, tries: int = TRIES) -> LedgerEvent:
        """Check it against everything that is written, and write it directly after that."""
        self._catch_up()
        facts = replace(facts, head=self._ledger.head()[1], archive=self._archived(command))
        body = checked(command, self.book, facts)
        try:
            return self._ledger.append(command, body, facts.t_s, after=self.book.seq)
        except OvertakenError:
            if tries <= 1:
                raise
            return self._written(command, facts, tries - 1)

    def _archived(self, command: Command) -> Mapping[str, Case]:
        """The case of a command where it has left the book."""
        case_id = command.subject.removeprefix("case:").partition("/")[0]
        looks_like_one = CASE_ID.fullmatch(case_id) and case_id not in self.book.cases
        case = self._ledger.case(case_id) if looks_like_one else None
        return {case.id: case} if case else {}

    def _catch_up(self) -> None:
        """Read what another desk wrote to the same ledger, or this one before its connection broke."""
        while events := self._ledger.since(self.book.seq, protocol.MOST_EVENTS):
            self._take(events)

    def _take(self, events: list[LedgerEvent]) -> None:
        if events[-1].seq > self.book.seq:
            self.book = fold(events, self.book)
            self._events.send(protocol.events_frame(events, self.book.seq))

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
            return protocol.answer_frame(self.do(request))
        if isinstance(request, int):
            return self._since(request)
        self._catch_up()
        reply = self._access.answer(sender, request, self.book, now_s())
        return protocol.reply_frame(reply) if reply else b""

    def _send_finished(self) -> None:
        """Send the replies for which a password had to be checked."""
        with suppress(LedgerError):
            for sender, reply in self._access.finished(self.book, now_s()):
                self._requests.send_multipart([sender, protocol.reply_frame(reply)])

    def _since(self, seq: int) -> bytes:
        self._catch_up()
        events = self._ledger.since(seq, protocol.MOST_EVENTS) if seq < self.book.seq else []
        return protocol.events_frame(events, self.book.seq)

    def _note_picture(self, frame: bytes) -> None:
        """Note the alerts that can be marked (open or recently ended), and the time if the run has its own.

        An action in an exercise is recorded at the time of the exercise, whatever its speed.
        """
        with suppress(WireError):
            picture: Picture = picture_from(frame)
            self._core.note_core(picture.core_id)
            lately = (change.alert for change in picture.changes)
            alerts = {each.alert_id: each for each in (*lately, *picture.rectified, *picture.alerts)}
            clues = remembered(self.facts.clues, picture.clues, picture.t_s)
            seen = replace(self.facts, alerts=alerts, t_s=picture.t_s, open_count=picture.open_count)
            self.facts = replace(seen, clues=clues, vessels=picture.vessels)
            self._run_has_own_time = picture.pace != "live"

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
