"""The officer of a browser: a name in a signed cookie, set once by `POST /api/session`.

There is no log-in yet, so the name is not verified. Accounts (11 §5 of the design) will replace only `actor_of`.
"""

from __future__ import annotations

from tornado.web import create_signed_value, decode_signed_value

from dashboard.api.handler import Handler

VALID_DAYS = 30.0
LONGEST_ACTOR = 64


def actor_of(handler: Handler) -> str:
    """The officer of the request, taken only from its session; empty without one."""
    name = _cookie(handler)
    signed = handler.get_cookie(name)
    value = decode_signed_value(handler.app.session_secret, name, signed, max_age_days=VALID_DAYS) if signed else None
    return value.decode("utf-8") if value else ""


def keep_actor(handler: Handler, actor: str) -> None:
    """Begin a session for the officer. Scripts cannot read the cookie and pages of other sites cannot send it."""
    name = _cookie(handler)
    signed = create_signed_value(handler.app.session_secret, name, actor).decode("ascii")
    handler.set_cookie(name, signed, httponly=True, samesite="Strict", expires_days=VALID_DAYS)


def _cookie(handler: Handler) -> str:
    """Browsers share cookies among all ports of a host, so each run has its own cookie, named by its port."""
    return f"wanghai_session_{handler.app.settings.dashboard.port}"
