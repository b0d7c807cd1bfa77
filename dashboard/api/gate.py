"""The one gate for all POST requests: it checks their origin, form, size and sender. `Host`: host_guard.py.

`GatedHandler` passes on a JSON object and the officer of the session; POSTS in routes.py says what each address needs.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from dashboard.api.handler import Handler, RefusedError, check_program, refusal_of
from dashboard.server.app_state import AppState
from dashboard.server.connections import is_here
from dashboard.server.origins import is_known_origin
from models.casework.access.rights import API, may_read

Body = dict[str, Any]


@dataclass(frozen=True)
class Needs:
    """What an address requires of a request besides its origin and form."""

    actor: bool = False  # an officer in the session
    names_actor: bool = False  # the body may name an officer: only where a session begins
    right: str = ""  # a row of the table of rights
    scope: str = ""  # the scope that the token of a program needs; empty: no program may do this
    most_bytes: int = 4096


class GatedHandler(Handler):
    """An address that changes something. Subclasses implement `act` and never override `post`."""

    right = ""  # `needs` says what a POST requires

    def initialize(self, app: AppState, needs: Needs) -> None:  # type: ignore[override]
        super().initialize(app)
        self.needs = needs
        self.actor = self.token = ""

    async def post(self, *path: str) -> None:
        """Run the checks of the gate in order, then `act`; refuse with a sentence otherwise."""
        for check in CHECKS:
            check(self)
        body = _body(self)
        self.actor = _actor(self)
        self.token = self.app.access.token(self.request)
        self.app.access.note_use(self.request)
        await self.act(body, *path)

    async def act(self, body: Body, *path: str) -> None:
        """Carry out the request."""
        raise NotImplementedError


def _connection(handler: Handler) -> None:
    """Without accounts only this machine may send commands."""
    if not handler.app.access.has_accounts and not is_here(handler.request):
        raise RefusedError(HTTPStatus.FORBIDDEN, "gate_foreign")


def _origin(handler: Handler) -> None:
    origin = handler.request.headers.get("Origin")
    if not is_known_origin(handler.app.settings, origin):
        raise RefusedError(HTTPStatus.FORBIDDEN, "gate_origin", origin=origin)


def _size(handler: GatedHandler) -> None:
    if len(handler.request.body) > handler.needs.most_bytes:
        raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "gate_too_long", most=handler.needs.most_bytes)


def _content_type(handler: GatedHandler) -> None:
    """A page of another host can send a form without permission, but not JSON."""
    if handler.request.headers.get("Content-Type", "").partition(";")[0].strip() != "application/json":
        raise RefusedError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "gate_no_json")


def assert_from_here(handler: Handler) -> None:
    """Check connection and origin of a request that is not JSON. Raises RefusedError."""
    _connection(handler)
    _origin(handler)


CHECKS: tuple[Callable[[GatedHandler], None], ...] = (_connection, _origin, _size, _content_type)


def _body(handler: GatedHandler) -> Body:
    try:
        body = json.loads(handler.request.body)
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise RefusedError(HTTPStatus.UNPROCESSABLE_ENTITY, "gate_no_json")
    if "actor" in body and not handler.needs.names_actor:
        raise RefusedError(HTTPStatus.UNPROCESSABLE_ENTITY, "gate_names_actor")
    return body


def _actor(handler: GatedHandler) -> str:
    person, right = handler.person, handler.needs.right
    if handler.needs.actor and not person.name:
        key = "gate_log_in" if handler.app.access.has_accounts else "gate_no_actor"
        raise RefusedError(HTTPStatus.UNAUTHORIZED, key)
    if right and not may_read(person, right):
        raise refusal_of(person, handler.app)
    if person.via == API:
        check_program(handler, handler.app, person, handler.needs.scope)
    return person.name
