"""The check of `Host` before every page, address and websocket of the server; names: dashboard/server/origins.py.

A page of another site that makes its own name point to this machine (DNS rebinding) sends that name as `Host`.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from tornado.httputil import HTTPServerRequest
from tornado.routing import Matcher, Rule
from tornado.web import Application

from dashboard.api.handler import Handler, RefusedError
from dashboard.server.app_state import AppState
from dashboard.server.connections import is_served
from dashboard.server.origins import is_known_host, is_known_origin
from models.base.settings import Settings


class ForeignRequest(Matcher):  # type: ignore[misc]
    """Matches a request under a name that is not ours, and a websocket of a page that is not ours."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def match(self, request: HTTPServerRequest) -> dict[str, Any] | None:
        """Return an empty dict for a match, as Tornado expects."""
        known = is_known_host(self._settings, request.host) and not foreign_socket(self._settings, request)
        return None if known and is_served(self._settings, request) else {}


class ForeignHandler(Handler):
    """Refuses whatever is asked."""

    async def prepare(self) -> None:
        if not is_served(self.app.settings, self.request):
            raise RefusedError(HTTPStatus.FORBIDDEN, "gate_plain")
        host, origin = self.request.host, self.request.headers.get("Origin")
        if not is_known_host(self.app.settings, host):
            raise RefusedError(HTTPStatus.FORBIDDEN, "gate_host", host=host)
        raise RefusedError(HTTPStatus.FORBIDDEN, "gate_origin", origin=origin)


def foreign_socket(settings: Settings, request: HTTPServerRequest) -> bool:
    """Return whether it opens a websocket for a page of another site."""
    opens = request.headers.get("Upgrade", "").lower() == "websocket"
    return opens and not is_known_origin(settings, request.headers.get("Origin"))


def guard(application: Application, app: AppState) -> None:
    """Put the check before all other addresses, those of Bokeh too."""
    router = application.default_router
    router.rules.insert(0, router.process_rule(Rule(ForeignRequest(app.settings), ForeignHandler, {"app": app})))
