"""What officers say of an alert, on its way to the core: `POST /api/alerts/{id}/mark`.

What lives here: the address, what it refuses and in which words. What does not: what a mark changes (the core).
Only this machine may say so until there is a log-in; a page of another host cannot, since it may not send JSON here.
"""

from __future__ import annotations

import json
from typing import Any

from dashboard.handler import Handler
from models.picture import MARKS, Picture
from models.streams import mark_frame

LOOPBACK = ("127.0.0.1", "::1")
LONGEST_ACTOR = 64


class Mark(Handler):
    """`{"mark": "acknowledge|true|false|known", "actor": "…"}`; 202 when the core has been told."""

    def post(self, alert_id: str) -> None:
        if self.request.remote_ip not in LOOPBACK or "X-Forwarded-For" in self.request.headers:
            return self.refuse(403, "Alerts can be marked from the machine of the wall only; send it from there.")
        if self.request.headers.get("Content-Type", "").partition(";")[0].strip() != "application/json":
            return self.refuse(415, "Send the mark as application/json.")
        told = _read(self.request.body)
        if isinstance(told, str):
            return self.refuse(422, told)
        if alert_id not in _known(self.picture()):
            return self.refuse(404, f"No alert {alert_id} is up or ended lately; /api/alerts names those that are.")
        mark, actor = told
        if not self.hub.to_core.send(mark_frame(alert_id, mark, actor)):
            return self.refuse(503, "The core does not listen just now; send it again in a moment.")
        self.set_status(202)
        return self.answer({"alert_id": alert_id, "mark": mark, "actor": actor})

    def refuse(self, status: int, why: str) -> None:
        """One sentence, as JSON."""
        self.set_status(status)
        self.answer({"error": why})


def _read(body: bytes) -> tuple[str, str] | str:
    """(mark, actor), or what is wrong with them."""
    try:
        told: Any = json.loads(body)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict) or set(told) != {"mark", "actor"}:
        return 'Expected {"mark": …, "actor": …} and nothing else.'
    mark, actor = told["mark"], told["actor"]
    if mark not in MARKS:
        return f"mark: expected one of {', '.join(MARKS)}."
    named = isinstance(actor, str) and actor.strip() and len(actor) <= LONGEST_ACTOR and actor.isprintable()
    return (mark, actor.strip()) if named else f"actor: expected a name of at most {LONGEST_ACTOR} letters."


def _known(picture: Picture) -> set[str]:
    return {alert.alert_id for alert in (*picture.alerts, *picture.rectified)}
