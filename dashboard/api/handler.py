"""The base of every answer for machines: the server state, JSON, and refusals in both languages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from tornado.web import HTTPError, RequestHandler

from dashboard.cases.case_desk import CaseDesk
from dashboard.common.english_names import in_english
from dashboard.common.own_sea import sea_within
from dashboard.server.access import NOBODY
from dashboard.server.app_state import AppState
from dashboard.words import LANGUAGES, WORDS, say
from models.base.clock import monotonic_s
from models.casework.access.rights import API, may_read
from models.casework.person import Person
from models.messages.picture import Picture

READ = "read"  # the scope of a token that reads what its account may read


class RefusedError(HTTPError):  # type: ignore[misc]
    """A request that is refused: HTTP status, key of the words, and their values."""

    def __init__(self, status: int, key: str, **values: object) -> None:
        super().__init__(status)
        self.key, self.values = key, values


def refusal_of(person: Person, app: AppState) -> RefusedError:
    """Return why somebody without the right is refused: not logged in, or a role that lacks it."""
    if not app.access.has_accounts:
        return RefusedError(HTTPStatus.FORBIDDEN, "gate_foreign")
    if person.account:
        return RefusedError(HTTPStatus.FORBIDDEN, "gate_role")
    return RefusedError(HTTPStatus.UNAUTHORIZED, "gate_log_in")


async def admit(handler: RequestHandler, app: AppState, right: str, scope: str = READ) -> Person:
    """Return who asks. Raises RefusedError for somebody whose roles, or a program whose token, may not do this.

    An empty right is for all.
    """
    person = await app.access.person_of(handler.request)
    if right and not may_read(person, right):
        raise refusal_of(person, app)
    if right and person.via == API:
        check_program(handler, app, person, scope)
    return person


def check_program(handler: RequestHandler, app: AppState, person: Person, scope: str) -> None:
    """Refuse a program without the scope, or one that asks too often. Raises RefusedError."""
    if scope not in person.scopes:
        raise RefusedError(HTTPStatus.FORBIDDEN, "gate_scope", scope=scope or "–", scopes=", ".join(person.scopes))
    check_rate(app, app.access.token(handler.request))
    app.access.note_use(handler.request)


def check_rate(app: AppState, who: str) -> None:
    """Refuse who asks too often. Raises RefusedError."""
    if not app.buckets.take(who, monotonic_s()):
        raise RefusedError(HTTPStatus.TOO_MANY_REQUESTS, "gate_too_often", per_s=f"{app.buckets.per_s:g}")


class Handler(RequestHandler):  # type: ignore[misc]
    """An answer for machines, made from the server state. `right` is the row of the table of rights that it needs."""

    right = "sea"
    scope = READ  # of the token of a program
    person = NOBODY

    async def prepare(self) -> None:
        """Find who asks, and refuse who may not."""
        self.person = await admit(self, self.app, self.right, self.scope)

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

    def sea(self) -> Picture:
        """The part of the newest picture that the person who asks gets, or 503 while there is none."""
        book = self.app.desk.book
        desk = CaseDesk(self.person, self.app.workplace, inspections=tuple(book.inspections.values()))
        return sea_within(self.picture(), self.app.site, desk, book)

    def refuse(self, status: int, key: str, **values: object) -> None:
        """One sentence in each language, from the words table."""
        self.refuse_with(status, {lang: say(lang, key, **values) for lang in LANGUAGES})

    def refuse_with(self, status: int, why: Mapping[str, str]) -> None:
        """One sentence in each language, as the desk or a check worded it; officers by their English names too."""
        english = in_english(why["en"], self.app.names())
        self.set_status(status)
        self.answer({"error_zh": why["zh"], "error_en": english, "error": english})

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Answer every error in the form of `refuse`; Tornado calls this after an exception."""
        problem = kwargs.get("exc_info", (None, None, None))[1]
        if status_code == HTTPStatus.TOO_MANY_REQUESTS:
            self.set_header("Retry-After", "1")
        if isinstance(problem, RefusedError):
            return self.refuse(status_code, problem.key, **problem.values)
        key = f"http_{status_code}" if f"http_{status_code}" in WORDS else "http_other"
        values = {"method": self.request.method, "path": self.request.path, "code": status_code}
        return self.refuse(status_code, key, **values)


class NoAddressHandler(Handler):
    """Any address that does not exist, whatever the method."""

    async def prepare(self) -> None:
        raise HTTPError(HTTPStatus.NOT_FOUND)
