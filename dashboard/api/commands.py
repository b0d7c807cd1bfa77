"""What officers want written down: `POST /api/commands`, and the book of what was: `GET /api/book`.

What lives here: the addresses, their form and what is refused before the desk is asked. What does not: what is legal
(the desk). Only this machine may command until there is a log-in; a page of another host cannot, since it may not send
JSON here.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from dashboard.api.handler import Handler
from dashboard.server.desk_client import NO_ANSWER
from models.casework.case import Answer, Command
from models.casework.lines import command_of

LOOPBACK = ("127.0.0.1", "::1")
KEYS = ("command_id", "kind", "subject", "actor", "desk", "body")
FOREIGN = {"zh": "只能在值守服务器本机下达", "en": "Commands are taken from the machine of the wall only"}
FORM = {
    "zh": '应为 JSON：{"command_id", "kind", "subject", "actor", "desk", "body"}',
    "en": 'Expected JSON: {"command_id", "kind", "subject", "actor", "desk", "body"}',
}


class CommandHandler(Handler):
    """What all addresses that change something have in common."""

    def foreign(self) -> bool:
        """Does this come from elsewhere, or in a form that pages of other hosts could send? Then it is refused."""
        if self.request.remote_ip not in LOOPBACK or "X-Forwarded-For" in self.request.headers:
            self.refuse(HTTPStatus.FORBIDDEN, FOREIGN)
            return True
        if self.request.headers.get("Content-Type", "").partition(";")[0].strip() != "application/json":
            self.refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, FORM)
            return True
        return False

    def refuse(self, status: HTTPStatus, why: Any) -> None:
        """One sentence in each language."""
        self.set_status(status)
        self.answer({"error_zh": why["zh"], "error_en": why["en"], "error": why["en"]})

    def tell(self, told: Answer, **more: object) -> None:
        """What became of a command."""
        if told.seq is not None:
            self.answer({"seq": told.seq, "command_id": told.command_id, **more})
        elif told.why == NO_ANSWER:
            self.refuse(HTTPStatus.SERVICE_UNAVAILABLE, told.why)
        else:
            self.refuse(HTTPStatus.UNPROCESSABLE_ENTITY, told.why)


class CommandsHandler(CommandHandler):
    """One command; the same `command_id` again is done once."""

    async def post(self) -> None:
        if self.foreign():
            return
        try:
            told = json.loads(self.request.body)
            command = command_of({"command_id": uuid4().hex, **told})
        except (ValueError, TypeError, KeyError, RecursionError):
            self.refuse(HTTPStatus.UNPROCESSABLE_ENTITY, FORM)
            return
        self.tell(await self.app.desk.do(command))


class BookHandler(Handler):
    """All that holds: marks, notes, drawn zones, watched craft, hand-overs."""

    def get(self) -> None:
        book = self.app.desk.book
        self.answer(
            {
                "seq": book.seq,
                "alive": self.app.desk.alive,
                **{name: {key: [asdict(each) for each in events] for key, events in lists.items()} for name, lists in
                   (("marks", book.marks), ("notes", book.notes))},
                **{name: {key: asdict(event) for key, event in newest.items()} for name, newest in
                   (("zones", book.zones), ("watched", book.watched))},
                "hand_overs": [asdict(each) for each in book.hand_overs],
            }
        )  # fmt: skip


def mark_command(alert_id: str, mark: str, actor: str, reason: str) -> Command:
    """A mark as a command of its own."""
    return Command(uuid4().hex, "mark", alert_id, actor, body={"mark": mark, "reason": reason})
