"""The base of every answer for machines: the server state, JSON, and 503 while there is no picture."""

from __future__ import annotations

import json
from typing import Any

from tornado.web import HTTPError, RequestHandler

from dashboard.server.app_state import AppState
from models.messages.picture import Picture


class Handler(RequestHandler):  # type: ignore[misc]
    """An answer for machines, made from the server state."""

    def initialize(self, app: AppState) -> None:
        """Tornado passes the arguments of the route here."""
        self.app = app

    def answer(self, value: Any, kind: str = "application/json") -> None:
        """JSON, or text of another kind."""
        self.set_header("Content-Type", kind if "charset=" in kind else f"{kind}; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))

    def picture(self) -> Picture:
        """The newest picture, or 503 while there is none."""
        picture = self.app.follower.newest.picture
        if picture is None:
            raise HTTPError(503, reason="No picture yet")
        return picture
