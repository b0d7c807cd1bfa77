"""Who asks: the person of each request and websocket, as the desk process knows the session.

Every second the sessions in use are checked against the desk. One that was revoked, or whose account was disabled or
lost the right to a page, loses its websockets then. While the desk does not answer, everything stays as it was.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from tornado.httputil import HTTPServerRequest
from tornado.web import create_signed_value, decode_signed_value

from dashboard.server.connections import is_here, is_secret
from dashboard.server.desk_client import DeskClient
from models.base.clock import now_s
from models.base.settings import Settings
from models.casework.access.rights import may_read
from models.casework.person import LOCAL, Person

CHECK_EVERY_S = 1.0
VALID_DAYS = 30.0
NOBODY = Person(via="none")
# On the machine of an exercise, which has accounts of its own, the wall and the director's page open without a log-in.
GUEST = Person(roles=("viewer", "director"), via="guest")
GONE = 4401  # the code with which a websocket is closed


@dataclass(frozen=True, eq=False)
class OpenSocket:
    """A websocket, the request that opened it, and the row of the table of rights that its page needs."""

    handler: Any
    request: HTTPServerRequest
    row: str


class Access:
    """One per server process."""

    def __init__(self, settings: Settings, desk: DeskClient, mode: str, secret: str) -> None:
        self._settings, self._desk, self._mode, self._secret = settings, desk, mode, secret
        self._persons: dict[str, Person] = {}
        self._used: dict[str, float] = {}
        self._sockets: list[OpenSocket] = []

    @property
    def has_accounts(self) -> bool:
        """Return whether people must log in."""
        return bool(self._desk.book.accounts)

    @property
    def is_exercise(self) -> bool:
        """Return whether the accounts are those of an exercise."""
        return self._mode == "exercise" and self.has_accounts

    def cookie(self, request: HTTPServerRequest) -> str:
        """Return the name of the cookie. Browsers share cookies among the ports of a host, so a run has its own."""
        port = self._settings.dashboard.port
        if not is_secret(self._settings, request):
            return f"wanghai_session_{port}"
        return "__Host-wh" if self._mode == "live" else f"__Host-wh-{port}"

    def token(self, request: HTTPServerRequest) -> str:
        """Return the token of the request's session, or that of a program; empty without one."""
        if self.has_accounts and (bearer := _bearer(request)):
            return bearer
        cookie = request.cookies.get(self.cookie(request))
        return cookie.value if cookie and self.has_accounts else ""

    def signed(self, request: HTTPServerRequest, name: str) -> str:
        """Return a name that was typed, as the cookie carries it while there are no accounts."""
        return create_signed_value(self._secret, self.cookie(request), name).decode("ascii")

    async def person_of(self, request: HTTPServerRequest) -> Person:
        """Return who sends this request."""
        token = self.token(request)
        if token and token not in self._persons:
            await self._check([token])
        return self._known(request)

    def note_use(self, request: HTTPServerRequest) -> None:
        """Note that a person used the session just now; an open page alone does not keep it alive."""
        token = self.token(request)
        if token:
            self._used[token] = now_s()

    def forget(self, token: str) -> None:
        """Forget a session that has ended."""
        self._persons.pop(token, None)
        self._close_lost()

    def note_socket(self, handler: Any, row: str) -> None:
        """Note an open websocket, to close it when its session ends."""
        self._sockets.append(OpenSocket(handler, handler.request, row))

    async def watch(self) -> None:
        """Check the sessions in use until the server ends."""
        while True:
            await asyncio.sleep(CHECK_EVERY_S)
            self._sockets = [each for each in self._sockets if each.handler.ws_connection is not None]
            if self._persons:
                await self._check(list(self._persons))
            self._close_lost()

    def _known(self, request: HTTPServerRequest) -> Person:
        if not self.has_accounts:
            return replace(LOCAL, name=self._typed_name(request)) if is_here(request) else NOBODY
        found = self._persons.get(self.token(request))
        if found is None and self.is_exercise and is_here(request) and not _bearer(request):
            return GUEST
        return found or NOBODY

    def _typed_name(self, request: HTTPServerRequest) -> str:
        name = self.cookie(request)
        cookie = request.cookies.get(name)
        value = decode_signed_value(self._secret, name, cookie.value, max_age_days=VALID_DAYS) if cookie else None
        return value.decode("utf-8") if value else ""

    async def _check(self, tokens: list[str]) -> None:
        reply = await self._desk.ask("check", sessions={token: self._used.get(token, 0.0) for token in tokens})
        if reply.why:
            return
        persons = reply.values["persons"]
        for token in tokens:
            if token in persons:
                self._persons[token] = Person(**{**persons[token], "roles": tuple(persons[token]["roles"])})
            else:
                self._persons.pop(token, None)
                self._used.pop(token, None)

    def _close_lost(self) -> None:
        for each in self._lost():
            each.handler.close(GONE, "session ended")

    def _lost(self) -> Iterator[OpenSocket]:
        for each in self._sockets:
            if each.handler.ws_connection is not None and not may_read(self._known(each.request), each.row):
                yield each


def _bearer(request: HTTPServerRequest) -> str:
    """The token of `Authorization: Bearer …`; empty without one."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""
