"""What officers say of an alert: `POST /api/alerts/{id}/mark`, the short form of the command `mark`.

What lives here: the address, what it refuses and in which words. What does not: what a mark changes (the core).
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from dashboard.api.commands import CommandHandler, mark_command
from models.messages.picture import MARKS, Picture

LONGEST_ACTOR = 64


class MarkHandler(CommandHandler):
    """`{"mark": "acknowledge|silence|true|false|known", "actor": "…", "reason": "…"}`; 202 once it is written down."""

    async def post(self, alert_id: str) -> None:
        if self.foreign():
            return
        told = _read(self.request.body)
        if isinstance(told, str):
            self.refuse(HTTPStatus.UNPROCESSABLE_ENTITY, {"zh": told, "en": told})
        elif alert_id not in _known(self.picture()):
            why = f"No alert {alert_id} is up or ended lately; /api/alerts names those that are."
            self.refuse(HTTPStatus.NOT_FOUND, {"zh": f"告警 {alert_id} 不存在或已结束较久", "en": why})
        else:
            mark, actor, reason = told
            self.set_status(HTTPStatus.ACCEPTED)
            done = await self.app.desk.do(mark_command(alert_id, mark, actor, reason))
            self.tell(done, alert_id=alert_id, mark=mark, actor=actor)


def _read(body: bytes) -> tuple[str, str, str] | str:
    """(mark, actor, reason), or what is wrong with them."""
    try:
        told: Any = json.loads(body)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict) or not {"mark", "actor"} <= set(told) <= {"mark", "actor", "reason"}:
        return 'Expected {"mark": …, "actor": …, "reason": …} and nothing else.'
    mark, actor, reason = told["mark"], told["actor"], told.get("reason", "")
    if mark not in MARKS:
        return f"mark: expected one of {', '.join(MARKS)}."
    if not isinstance(reason, str):
        return "reason: expected a text."
    named = isinstance(actor, str) and actor.strip() and len(actor) <= LONGEST_ACTOR and actor.isprintable()
    return (mark, actor.strip(), reason) if named else f"actor: expected a name of at most {LONGEST_ACTOR} letters."


def _known(picture: Picture) -> set[str]:
    return {alert.alert_id for alert in (*picture.alerts, *picture.rectified)}
