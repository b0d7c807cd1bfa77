"""What a browser keeps of a log-in at the provider: two cookies beside that of the session.

One keeps the attempt until the browser comes back. It is sent on the way back from another site, which SameSite=Strict
would prevent. The other marks a session that the provider began, so that log-out ends the provider's session too.
"""

from __future__ import annotations

import hmac
from typing import Any

from dashboard.oidc.attempt import LIVES_S, Attempt, opened, sealed
from dashboard.oidc.oidc_error import OidcError
from dashboard.server.connections import is_secret
from dashboard.server.session_secret import session_secret

BACK, LOG_IN = "/oidc/back", "/login"
STATE_SHOWN = 8  # characters of the state in the cookie's name, so that two tabs can log in at once
MARK_DAYS = 400.0
DAY_S = 86_400.0


def back_address(handler: Any) -> str:
    """Where the provider sends the browser; it must be registered there."""
    return _own(handler, BACK)


def left_address(handler: Any) -> str:
    """Where the provider sends the browser after a log-out."""
    return _own(handler, LOG_IN)


def keep_attempt(handler: Any, attempt: Attempt) -> None:
    """Keep a log-in in the browser."""
    value = sealed(attempt, session_secret(handler.app.run_dir))
    _set(handler, _name(handler, attempt.state), value, LIVES_S / DAY_S)


def taken_attempt(handler: Any, state: str) -> Attempt:
    """The log-in that this browser began under this state; it is kept no longer. Raises OidcError."""
    name = _name(handler, state)
    cookie = handler.request.cookies.get(name)
    attempt, is_over = opened(cookie.value if cookie else "", session_secret(handler.app.run_dir))
    _set(handler, name, "", -1.0)
    if attempt is None or not hmac.compare_digest(attempt.state.encode(), state.encode()):
        raise OidcError("oidc_state")
    if is_over:
        raise OidcError("oidc_expired", minutes=round(LIVES_S / 60))
    return attempt


def mark(handler: Any) -> None:
    """Mark the session as one that the provider began."""
    _set(handler, _name(handler), "1", MARK_DAYS)


def is_marked(handler: Any) -> bool:
    """Return whether the provider began the session."""
    return _name(handler) in handler.request.cookies


def drop_mark(handler: Any) -> None:
    """Remove the mark."""
    if is_marked(handler):
        _set(handler, _name(handler), "", -1.0)


def _name(handler: Any, state: str = "") -> str:
    shown = "".join(letter for letter in state[:STATE_SHOWN] if letter.isascii() and letter.isalnum())
    return f"{handler.app.access.cookie(handler.request)}-oidc{f'-{shown}' if state else ''}"


def _set(handler: Any, name: str, value: str, days: float) -> None:
    secure = is_secret(handler.app.settings, handler.request)
    handler.set_cookie(name, value, expires_days=days, path="/", httponly=True, samesite="Lax", secure=secure)


def _own(handler: Any, path: str) -> str:
    scheme = "https" if is_secret(handler.app.settings, handler.request) else "http"
    return f"{scheme}://{handler.request.host}{path}"
