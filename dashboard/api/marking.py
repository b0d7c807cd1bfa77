"""Marks of officers on an alert: `POST /api/alerts/{id}/mark`, the short form of the command `mark`.

For other programs: the pages post all commands to `/api/commands`.
"""

from __future__ import annotations

from http import HTTPStatus
from uuid import uuid4

from dashboard.api.commands import DeskHandler
from dashboard.api.gate import Body
from models.casework.case import Command
from models.messages.picture import MARKS, Picture


class MarkHandler(DeskHandler):
    """`{"mark": "acknowledge|silence|true|false|known", "reason": "…"}`; 202 once it is written down."""

    async def act(self, body: Body, *path: str) -> None:
        (alert_id,) = path
        wrong = _wrong(body)
        if wrong:
            return self.refuse(HTTPStatus.UNPROCESSABLE_ENTITY, wrong, known=", ".join(MARKS))
        if alert_id not in _known(self.picture()):
            return self.refuse(HTTPStatus.NOT_FOUND, "mark_no_alert", id=alert_id)
        mark, reason = body["mark"], body.get("reason", "")
        command = Command(uuid4().hex, "mark", alert_id, self.actor, "", {"mark": mark, "reason": reason}, self.token)
        self.set_status(HTTPStatus.ACCEPTED)
        self.pass_on(await self.app.desk.do(command), alert_id=alert_id, mark=mark, actor=self.actor)


def _wrong(body: Body) -> str:
    """What is wrong with a mark, as a key of the words table; empty when it is valid."""
    if not {"mark"} <= set(body) <= {"mark", "reason"}:
        return "mark_form"
    if body["mark"] not in MARKS:
        return "mark_unknown"
    return "" if isinstance(body.get("reason", ""), str) else "mark_reason"


def _known(picture: Picture) -> set[str]:
    return {alert.alert_id for alert in (*picture.alerts, *picture.rectified)}
