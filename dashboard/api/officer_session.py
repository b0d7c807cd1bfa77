"""Which officer a browser speaks for: a name in a signed cookie, set once by `POST /api/session`.

There is no log-in yet, so the name is taken as it is given. Accounts (11 §5 of the design) replace `actor_of` alone.
"""

from __future__ import annotations

from tornado.web import create_signed_value, decode_signed_value

from dashboard.api.handler import Handler

VALID_DAYS = 30.0
LONGEST_ACTOR = 64


def actor_of(handler: Handler) -> str:
    """The officer of the request, from its session and from nowhere else; empty without one."""
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
    """Browsers keep one cookie for all ports of a host: a run beside this one has its own by its port."""
    return f"wanghai_session_{handler.app.settings.dashboard.port}"
