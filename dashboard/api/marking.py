"""Marks of officers on an alert: `POST /api/alerts/{id}/mark`, the short form of the command `mark`."""

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
            return self.refuse_with(HTTPStatus.UNPROCESSABLE_ENTITY, {"zh": wrong, "en": wrong})
        if alert_id not in _known(self.picture()):
            why = f"No alert {alert_id} is open or ended recently; /api/alerts lists the open ones."
            return self.refuse_with(HTTPStatus.NOT_FOUND, {"zh": f"告警 {alert_id} 不存在或已结束较久", "en": why})
        mark, reason = body["mark"], body.get("reason", "")
        command = Command(uuid4().hex, "mark", alert_id, self.actor, body={"mark": mark, "reason": reason})
        self.set_status(HTTPStatus.ACCEPTED)
        self.pass_on(await self.app.desk.do(command), alert_id=alert_id, mark=mark, actor=self.actor)


def _wrong(body: Body) -> str:
    """What is wrong with a mark; empty when it is valid."""
    if not {"mark"} <= set(body) <= {"mark", "reason"}:
        return 'Expected {"mark": …, "reason": …} and nothing else.'
    if body["mark"] not in MARKS:
        return f"mark: expected one of {', '.join(MARKS)}."
    return "" if isinstance(body.get("reason", ""), str) else "reason: expected text."


def _known(picture: Picture) -> set[str]:
    return {alert.alert_id for alert in (*picture.alerts, *picture.rectified)}
