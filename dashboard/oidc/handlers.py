"""Log-in at the provider: `/oidc/start` leads there, `/oidc/back` takes what it answers, `/api/oidc` says if it does.

A mistake shows the log-in page, with the reason in both languages; the local log-in is on it as always.
"""

from __future__ import annotations

import hmac
from http import HTTPStatus
from typing import Any

from dashboard.api.handler import Handler, RefusedError
from dashboard.api.log_in import KINDS, STATUS, keep_cookie
from dashboard.common.templates import render
from dashboard.oidc.attempt import Attempt, new_attempt
from dashboard.oidc.cookies import back_address, keep_attempt, mark, taken_attempt
from dashboard.oidc.oidc_error import OidcError
from dashboard.oidc.provider import Provider
from dashboard.pages.login import first_page, log_in_page, own_page
from dashboard.server.connections import client_of
from dashboard.words import LANGUAGES, say


def provider_of(handler: Handler) -> Provider:
    """Return the provider. Raises RefusedError where nobody can log in there: without one, or without accounts."""
    if handler.app.oidc is None or not handler.app.access.has_accounts:
        raise RefusedError(HTTPStatus.NOT_FOUND, "oidc_off")
    return handler.app.oidc


class ProviderStateHandler(Handler):
    """Whether the provider answers; the log-in page asks."""

    right = ""

    async def get(self) -> None:
        try:
            await provider_of(self).discovery()
        except OidcError as problem:
            why = {f"error_{lang}": say(lang, problem.key, **problem.values) for lang in LANGUAGES}
            return self.answer({"answers": False, "reason": problem.key, **why})
        return self.answer({"answers": True})


class OidcHandler(Handler):
    """The base of the two pages."""

    right = ""

    def explain(self, why: dict[str, str], status: int, next_page: str, lang: str) -> None:
        """Show the log-in page with the reason."""
        self.set_status(status)
        self.answer(log_in_page(self, lang, next_page, why), "text/html")

    def explain_error(self, problem: OidcError, next_page: str, lang: str) -> None:
        """Show the log-in page with the reason."""
        why = {each: say(each, problem.key, **problem.values) for each in LANGUAGES}
        self.explain(why, problem.status, next_page, lang)


class OidcStartHandler(OidcHandler):
    """`?next=/desk&lang=zh|en&kind=desk|field` leads to the provider; with `again=1` it asks who it is anew."""

    async def get(self) -> None:
        provider = provider_of(self)
        next_page, kind = own_page(self.get_query_argument("next", "")), self.get_query_argument("kind", KINDS[0])
        lang = self.get_query_argument("lang", "")
        attempt = new_attempt(next_page, lang if lang in LANGUAGES else "", kind if kind in KINDS else KINDS[0])
        try:
            again = bool(self.get_query_argument("again", ""))
            address = await provider.start_address(attempt, back_address(self), again=again)
        except OidcError as problem:
            return self.explain_error(problem, next_page, lang)
        keep_attempt(self, attempt)
        self.set_header("Cache-Control", "no-store")
        return self.redirect(address)


class OidcBackHandler(OidcHandler):
    """`?code=…&state=…`, as the provider answers: a session of the account that is linked to the person."""

    async def get(self) -> None:
        provider, attempt = provider_of(self), Attempt("", "", "")
        try:
            attempt = taken_attempt(self, self.get_query_argument("state", ""))
            code = self._code(provider)
            visitor = await provider.visitor(code, attempt, back_address(self))
        except OidcError as problem:
            return self.explain_error(problem, attempt.next, attempt.lang)
        address = client_of(self.app.settings, self.request)
        who = {"issuer": provider.settings.issuer, "subject": visitor.subject, "methods": list(visitor.methods)}
        reply = await self.app.desk.ask("log_in_linked", **who, kind=attempt.kind, address=address)
        if reply.why:
            status = STATUS.get(reply.status, HTTPStatus.UNPROCESSABLE_ENTITY)
            return self.explain(dict(reply.why), status, attempt.next, attempt.lang)
        keep_cookie(self, reply.values["token"])
        mark(self)
        # A redirect would still count as coming from the provider's site, so the browser would not send the session.
        onward = attempt.next or first_page(reply.values["person"]["roles"], attempt.lang)
        return self.answer(render("onward.html", address=onward), "text/html")

    def _code(self, provider: Provider) -> str:
        """The code of the answer (RFC 6749, section 4.1.2; RFC 9207). Raises OidcError."""
        issuer = self.get_query_argument("iss", provider.settings.issuer)
        if not hmac.compare_digest(issuer.encode(), provider.settings.issuer.encode()):
            raise OidcError("oidc_iss")
        error, code = self.get_query_argument("error", ""), self.get_query_argument("code", "")
        if error or not code:
            raise OidcError("oidc_denied", error=(error or "–")[:60])
        return code


def routes(arguments: dict[str, Any]) -> list[Any]:
    """Return the routes."""
    return [
        (r"/oidc/start", OidcStartHandler, arguments),
        (r"/oidc/back", OidcBackHandler, arguments),
        (r"/api/oidc", ProviderStateHandler, arguments),
    ]
