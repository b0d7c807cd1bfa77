"""Log-in and log-out: `POST /api/login`, `/api/logout`, `/api/password`; `GET /api/me` is who the session belongs to.

The desk process checks passwords and keeps sessions (models/casework/access). The token is in a cookie that scripts
cannot read and other sites cannot use.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from dashboard.api.gate import Body, GatedHandler
from dashboard.api.handler import Handler
from dashboard.oidc.cookies import drop_mark, is_marked, left_address
from dashboard.server.connections import client_of, is_here, is_secret
from dashboard.words.log_in import WORDS
from models.casework.access.accounts import account_of
from models.casework.person import Person
from models.casework.protocol import AccessReply

KINDS = ("desk", "field")
LONGEST = {"account": 32, "password": 256, "code": 16, "kind": 16}
COOKIE_DAYS = 400.0  # the longest that browsers keep; the desk process decides how long a session lives
STATUS: Mapping[str, int] = {
    "unauthorised": HTTPStatus.UNAUTHORIZED,
    "forbidden": HTTPStatus.FORBIDDEN,
    "later": HTTPStatus.TOO_MANY_REQUESTS,
    "unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
}


def keep_cookie(handler: Handler, value: str, days: float = COOKIE_DAYS) -> None:
    """Keep the session in the browser."""
    handler.set_cookie(
        handler.app.access.cookie(handler.request),
        value,
        expires_days=days,
        path="/",
        httponly=True,
        samesite="Strict",
        secure=is_secret(handler.app.settings, handler.request),
    )


def drop_cookie(handler: Handler) -> None:
    """Remove the session from the browser; a browser ignores this for a cookie of TLS that is not marked secure."""
    keep_cookie(handler, "", -1.0)


class AccessHandler(GatedHandler):
    """The base of addresses about the session."""

    def refuse_reply(self, reply: AccessReply) -> None:
        """Answer with the reason of the desk; `reason` is its key, by which the page asks for a code."""
        self.set_status(STATUS.get(reply.status, HTTPStatus.UNPROCESSABLE_ENTITY))
        why = reply.why
        self.answer({"error_zh": why["zh"], "error_en": why["en"], "error": why["en"], "reason": reply.key})

    def texts(self, body: Body, *needed: str) -> dict[str, str] | None:
        """Return the fields of the body; None, and a refusal, when one is not a text or too long."""
        values = {name: body.get(name, "") for name in needed}
        most = {name: LONGEST.get(name, LONGEST["password"]) for name in needed}
        good = all(isinstance(text, str) and len(text) <= most[name] for name, text in values.items())
        if good and set(body) <= set(needed):
            return values
        self.refuse(HTTPStatus.UNPROCESSABLE_ENTITY, "log_in_form", known=", ".join(needed))
        return None


class LogInHandler(AccessHandler):
    """`{"account", "password", "code", "kind": "desk|field"}`; an account of an exercise needs no password."""

    async def act(self, body: Body, *path: str) -> None:
        given = self.texts(body, *LONGEST)
        if given is None:
            return
        kind = given["kind"] if given["kind"] in KINDS else KINDS[0]
        address = client_of(self.app.settings, self.request)
        given["account"] = given["account"].strip().lower()
        reply = await self.app.desk.ask("log_in", **{**given, "kind": kind, "address": address})
        if reply.why:
            return self.refuse_reply(reply)
        keep_cookie(self, reply.values["token"])
        drop_mark(self)
        person = reply.values["person"]
        self.answer({"account": person["account"], "roles": person["roles"], "kind": reply.values["kind"]})


class LogOutHandler(AccessHandler):
    """`{}` ends the session, also the open pages of it; `leave` is where the one at the provider is ended."""

    async def act(self, body: Body, *path: str) -> None:
        if self.token:
            reply = await self.app.desk.ask("log_out", token=self.token)
            if reply.why:
                return self.refuse_reply(reply)
            self.app.access.forget(self.token)
        drop_cookie(self)
        provider = self.app.oidc if is_marked(self) else None
        drop_mark(self)
        self.answer({"leave": await provider.leave_address(left_address(self)) if provider else ""})


class PasswordHandler(AccessHandler):
    """`{"old", "new"}` changes the own password and ends the other sessions of the account."""

    async def act(self, body: Body, *path: str) -> None:
        given = self.texts(body, "old", "new")
        if given is None:
            return
        address = client_of(self.app.settings, self.request)
        reply = await self.app.desk.ask("password", **given, token=self.token, address=address)
        if reply.why:
            return self.refuse_reply(reply)
        self.answer({})


class MeHandler(Handler):
    """Who the session belongs to, for the bar of every page; `accounts` is false while there are none."""

    right = ""

    def get(self) -> None:
        access = self.app.access
        words = {key: text for key, text in WORDS.items() if key.startswith(("role_", "who_"))}
        self.answer(
            {
                **{"words": words, "local": is_here(self.request)},
                "accounts": access.has_accounts,
                "exercise": access.is_exercise,
                "guest": self.person.via == "guest",
                "person": described(self.person, self.app.desk.book.accounts, self.app.site.units),
            }
        )


def described(person: Person, accounts: Any, units: Any) -> dict[str, Any] | None:
    """Return names, unit and roles in both languages; None without an account."""
    event = accounts.get(person.account)
    if event is None:
        return None
    account = account_of(event)
    unit = next((each for each in units if each.id == account.unit), None)
    return {
        **{"account": person.account, "name_zh": account.name_zh, "name_en": account.name_en or account.name_zh},
        **{"unit_zh": unit.name_zh if unit else account.unit, "unit_en": unit.name_en if unit else account.unit},
        **{"unit": account.unit, "roles": list(person.roles)},
    }
