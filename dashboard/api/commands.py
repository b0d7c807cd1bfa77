"""Commands of officers: `POST /api/commands`, their session: `/api/session`, and the book: `GET /api/book`.

gate.py checks requests; the desk decides what is legal.
"""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from dashboard.api.gate import Body, GatedHandler
from dashboard.api.handler import Handler
from dashboard.api.log_in import keep_cookie
from dashboard.common.masking import shown_to
from dashboard.server.access import VALID_DAYS
from models.casework.case import Answer
from models.casework.protocol import command_of

FIELDS = ("command_id", "kind", "subject", "desk", "body", "version", "made_s", "offset_s")
# HTTP status by the class of a refusal (models/casework/refusals.py); every other is 422.
STATUS = {
    "unauthorised": HTTPStatus.UNAUTHORIZED,
    "forbidden": HTTPStatus.FORBIDDEN,
    "missing": HTTPStatus.NOT_FOUND,
    "stale": HTTPStatus.CONFLICT,
    "later": HTTPStatus.TOO_MANY_REQUESTS,
    "unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
}
LONGEST_ACTOR = 64
LONGEST_FIELD = 64  # characters of an unknown field that are repeated in the answer


class DeskHandler(GatedHandler):
    """The base of addresses whose commands go to the desk."""

    def pass_on(self, answer: Answer, **more: object) -> None:
        """Send a command to the desk and return its answer."""
        if answer.seq is not None:
            self.answer({"seq": answer.seq, "command_id": answer.command_id, **more})
        else:
            self.refuse_with(STATUS.get(answer.status, HTTPStatus.UNPROCESSABLE_ENTITY), answer.why)


class CommandsHandler(DeskHandler):
    """One command; the same `command_id` is executed only once."""

    async def act(self, body: Body, *path: str) -> None:
        unknown = next((name for name in body if name not in FIELDS), None)
        if unknown is not None:
            shown, known = unknown[:LONGEST_FIELD], ", ".join(FIELDS)
            return self.refuse(HTTPStatus.UNPROCESSABLE_ENTITY, "command_unknown", name=shown, known=known)
        try:
            command = command_of({"command_id": uuid4().hex, **body, "actor": self.actor, "session": self.token})
        except (ValueError, TypeError, KeyError, RecursionError):
            return self.refuse(HTTPStatus.UNPROCESSABLE_ENTITY, "command_form")
        self.pass_on(await self.app.desk.do(command))


class SessionHandler(GatedHandler):
    """`{"actor": name}` begins a session while there are no accounts; GET returns the officer of the session, or null.

    With accounts a session begins at `/api/login`.
    """

    def get(self) -> None:
        self.answer({"actor": self.person.name or None})

    async def act(self, body: Body, *path: str) -> None:
        actor = body.get("actor")
        name = actor.strip() if isinstance(actor, str) else ""
        if not name or len(name) > LONGEST_ACTOR or not name.isprintable() or set(body) != {"actor"}:
            return self.refuse(HTTPStatus.UNPROCESSABLE_ENTITY, "gate_actor", most=LONGEST_ACTOR)
        if self.app.access.has_accounts:
            return self.refuse(HTTPStatus.UNAUTHORIZED, "gate_log_in")
        keep_cookie(self, self.app.access.signed(self.request, name), VALID_DAYS)
        self.answer({"actor": name})


class BookHandler(Handler):
    """Everything in force: marks, notes, drawn zones, watched vessels, hand-overs."""

    right = "cases"

    def get(self) -> None:
        book = shown_to(self.person, self.app.desk.book, self.app.workplace)
        lists: dict[str, Any] = {
            name: {key: [asdict(each) for each in events] for key, events in subjects.items()}
            for name, subjects in (("marks", book.marks), ("notes", book.notes))
        }
        newest: dict[str, Any] = {
            name: {key: asdict(event) for key, event in subjects.items()}
            for name, subjects in (("zones", book.zones), ("watched", book.watched))
        }
        hand_overs = [asdict(each) for each in book.hand_overs]
        self.answer({"seq": book.seq, "alive": self.app.desk.alive, **lists, **newest, "hand_overs": hand_overs})
