"""The base of every answer for machines: the server state, JSON, and refusals in both languages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from tornado.web import HTTPError, RequestHandler

from dashboard.server.app_state import AppState
from dashboard.words import LANGUAGES, WORDS, say
from models.messages.picture import Picture


class RefusedError(HTTPError):  # type: ignore[misc]
    """A request that is refused: HTTP status, key of the words, and their values."""

    def __init__(self, status: int, key: str, **values: object) -> None:
        super().__init__(status)
        self.key, self.values = key, values


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
        picture = self.app.pictures.newest.picture
        if picture is None:
            raise RefusedError(HTTPStatus.SERVICE_UNAVAILABLE, "http_no_picture")
        return picture

    def refuse(self, status: int, key: str, **values: object) -> None:
        """One sentence in each language, from the words table."""
        self.refuse_with(status, {lang: say(lang, key, **values) for lang in LANGUAGES})

    def refuse_with(self, status: int, why: Mapping[str, str]) -> None:
        """One sentence in each language, as the desk or a check worded it."""
        self.set_status(status)
        self.answer({"error_zh": why["zh"], "error_en": why["en"], "error": why["en"]})

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Answer every error in the form of `refuse`; Tornado calls this after an exception."""
        problem = kwargs.get("exc_info", (None, None, None))[1]
        if isinstance(problem, RefusedError):
            return self.refuse(status_code, problem.key, **problem.values)
        key = f"http_{status_code}" if f"http_{status_code}" in WORDS else "http_other"
        values = {"method": self.request.method, "path": self.request.path, "code": status_code}
        return self.refuse(status_code, key, **values)


class NoAddressHandler(Handler):
    """Any address that does not exist, whatever the method."""

    def prepare(self) -> None:
        raise HTTPError(HTTPStatus.NOT_FOUND)
