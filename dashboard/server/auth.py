"""The gate of the pages and their websockets, as Bokeh asks for it: without the right, 302 to the log-in and 403."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

from bokeh.server.auth_provider import AuthProvider

from dashboard.server.access import Access
from models.casework.access.rights import may_read
from models.casework.person import LOCAL, Person

LOG_IN = "/login"
ROWS = {"wall": "sea", "desk": "cases", "exercise": "exercise"}  # what a page needs, by the first part of its address


def row_of(path: str) -> str:
    """Return the row of the table of rights that a page needs."""
    return ROWS.get(path.split("/")[1], "sea")


class PageGate(AuthProvider):  # type: ignore[misc]
    """Lets a visitor in whose roles may read what the page shows."""

    def __init__(self, access: Access) -> None:
        self._access = access
        super().__init__()

    @property
    def get_user_async(self) -> Callable[[Any], Awaitable[str | None]]:
        """Return the function that Bokeh calls before each page and websocket."""
        return self._visitor

    @property
    def get_login_url(self) -> Callable[[Any], str]:
        """Return the function that gives the address of the log-in, which leads back afterwards."""
        return lambda handler: f"{LOG_IN}?next={quote(handler.request.uri)}"

    async def _visitor(self, handler: Any) -> str | None:
        request = handler.request
        row = row_of(request.path)
        person = await self._access.person_of(request)
        if not may_read(person, row):
            return None
        request.wanghai_person = person  # Bokeh hands the request to the page
        if request.headers.get("Upgrade", "").lower() == "websocket":
            self._access.note_socket(handler, row)
        else:
            self._access.note_use(request)
        return person.account or person.via


def visitor_of(document: Any) -> Person:
    """Return who opened a page."""
    request = document.session_context.request if document.session_context else None
    return getattr(request, "wanghai_person", None) or LOCAL
