"""The process that plays the scripted officers of an exercise with pages: each is logged in and gives commands.

It sees what the pages see, the pictures, and sends what they send, commands with a session; the desk decides. Its clock
is that of the picture, so officers wait in a paused exercise, and do not repeat what they did when it is set back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import TypeVar
from uuid import uuid4

import zmq

from exercises.people.players import AlertSeen, HintSeen, Players
from exercises.people.script import LineForm, OfficerScript
from models.base.clock import monotonic_s
from models.casework import protocol
from models.casework.blobs import Blobs
from models.casework.case import Answer, Book, Command, LedgerEvent
from models.casework.fold import fold
from models.messages.picture import Picture, picture_from
from models.messages.streams import keep_alive, picture_address
from models.messages.wire import WireError

WAIT_MS = 200
AGAIN_S = 2.0  # a request without an answer is sent again, under the same number
Reply = Answer | protocol.AccessReply | tuple[list[LedgerEvent], int]
Wanted = TypeVar("Wanted")


class DeskLink:
    """A connection to the desk that waits for each answer."""

    def __init__(self, context: zmq.Context[zmq.Socket[bytes]], run_dir: Path, stop: Event) -> None:
        self._socket: zmq.Socket[bytes] = context.socket(zmq.DEALER)
        keep_alive(self._socket)
        self._socket.connect(protocol.desk_address(run_dir))
        self._stop = stop
        self.book = Book()

    def log_in(self, account: str) -> str:
        """The session of an account of the exercise; empty if the desk refuses or the run stops."""
        values = {"account": account, "password": "", "code": "", "address": "exercise", "kind": "desk"}
        request = protocol.AccessRequest(uuid4().hex, "log_in", values)
        reply = self._answer(
            protocol.access_frame(request),
            lambda got: got if isinstance(got, protocol.AccessReply) and got.id == request.id else None,
        )
        return str(reply.values.get("token", "")) if reply else ""

    def do(self, command: Command) -> Answer | None:
        """Give a command; None if the run stops meanwhile."""
        return self._answer(
            protocol.command_frame(command),
            lambda got: got if isinstance(got, Answer) and got.command_id == command.command_id else None,
        )

    def catch_up(self, to_seq: int = 0) -> list[LedgerEvent]:
        """Read what was written since, at least up to an event, and return it."""
        new: list[LedgerEvent] = []
        head = self.book.seq + 1
        while self.book.seq < max(head, to_seq):
            got = self._answer(protocol.since_frame(self.book.seq), lambda got: got if isinstance(got, tuple) else None)
            if got is None:
                break
            events, head = got
            fresh = [each for each in events if each.seq > self.book.seq]
            self.book = fold(fresh, self.book)
            new += fresh
        return new

    def _answer(self, frame: bytes, fits: Callable[[Reply], Wanted | None]) -> Wanted | None:
        sent_s = float("-inf")
        while not self._stop.is_set():
            if monotonic_s() - sent_s >= AGAIN_S:
                with suppress(zmq.Again):
                    self._socket.send(frame, zmq.NOBLOCK)
                sent_s = monotonic_s()
            if self._socket.poll(WAIT_MS):
                with suppress(WireError):
                    if (found := fits(protocol.answer_or_events_from(self._socket.recv()))) is not None:
                        return found
        return None


class PeopleProcess:
    """The people of one run."""

    def __init__(self, link: DeskLink, players: Players, blobs: Blobs) -> None:
        self._link, self._players, self._blobs = link, players, blobs
        self._sessions: dict[str, str] = {}

    def see(self, picture: Picture) -> None:
        """Take in a picture and give the commands that are due."""
        self._players.note(_alerts(picture), _hints(picture), picture.t_s)
        while line := self._players.next_due(picture.t_s):
            self._give(line, picture.t_s)

    def _give(self, line: LineForm, t_s: float) -> None:
        if line.file:
            self._blobs.store(line.file.encode())
        if not self._sessions.get(line.who):
            self._sessions[line.who] = self._link.log_in(line.who)
        self._link.catch_up()
        command = self._players.command(line, self._link.book, t_s, self._sessions[line.who])
        answer = self._link.do(command)
        if answer is not None:
            events = self._link.catch_up(answer.seq or 0)
            event = next((each for each in events if each.seq == answer.seq), None)
            self._players.answered(line, answer, event, t_s)


def play_people(script: OfficerScript, seed: int, start_s: float, run_dir: Path, blobs: Path, stop: Event) -> None:
    """Play until `stop`."""
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    pictures: zmq.Socket[bytes] = context.socket(zmq.SUB)
    pictures.setsockopt(zmq.CONFLATE, 1)
    pictures.setsockopt(zmq.SUBSCRIBE, b"")
    keep_alive(pictures)
    pictures.connect(picture_address(run_dir))
    people = PeopleProcess(DeskLink(context, run_dir, stop), Players(script, seed, start_s), Blobs(blobs))
    while not stop.is_set():
        if pictures.poll(WAIT_MS):
            with suppress(WireError):
                people.see(picture_from(pictures.recv()))
    context.destroy(linger=0)


def _alerts(picture: Picture) -> Iterator[AlertSeen]:
    for alert in (*picture.alerts, *(change.alert for change in picture.changes)):
        names = (alert.name, alert.partner_name, str(alert.mmsi), str(alert.partner_mmsi))
        yield AlertSeen(alert.alert_id, alert.rule, names)


def _hints(picture: Picture) -> Iterator[HintSeen]:
    for clue in picture.clues:
        yield HintSeen(f"{clue.source}/{clue.id}", clue.source, clue.kind)
