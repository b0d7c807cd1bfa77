"""Requests to the provider: its discovery document, its keys, and the exchange of a code for a token.

The page server is the only process that asks it. An answer is waited for a few seconds, redirects are not followed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlencode

from joserfc.jwk import Key
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.httputil import HTTPInputError, url_concat

from dashboard.oidc.attempt import Attempt
from dashboard.oidc.id_token import Expected, VouchedPerson, kid_of, public_keys, visitor_of
from dashboard.oidc.oidc_error import OidcError
from models.base.clock import monotonic_s, now_s
from models.base.sections.security import OidcSettings, is_safe_address
from models.base.settings import UserError

WELL_KNOWN = "/.well-known/openid-configuration"
CONNECT_S, REQUEST_S = 3.0, 5.0
MOST_BYTES = 256 * 1024
FRESH_S = 5.0  # how old a discovery document may be when somebody asks whether the provider answers
KEYS_S = 3600.0  # keys are requested again after this time, and at once for a token with an unknown one
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
DEAD = (OSError, HTTPClientError, HTTPInputError, ValueError)
Document = Mapping[str, Any]


@dataclass(frozen=True)
class Dated:
    """An answer of the provider, and when it came, monotonic seconds."""

    document: Document
    at_s: float

    def is_older(self, most_s: float) -> bool:
        """Return whether it should be requested again."""
        return monotonic_s() - self.at_s > most_s


NOTHING = Dated({}, float("-inf"))


class Provider:
    """One per server process; for its event loop only."""

    def __init__(self, settings: OidcSettings) -> None:
        self.settings = settings
        self._secret = secret_of(settings)
        self._discovery = self._keys = NOTHING
        self._failed: tuple[float, OidcError] | None = None

    @cached_property
    def _client(self) -> AsyncHTTPClient:
        """Made in the loop that uses it."""
        return AsyncHTTPClient(force_instance=True, max_body_size=MOST_BYTES)

    async def discovery(self, most_age_s: float = FRESH_S) -> Document:
        """The discovery document, requested again if older. Raises OidcError; a failure too is kept for a while."""
        if not self._discovery.is_older(most_age_s):
            return self._discovery.document
        if self._failed and monotonic_s() - self._failed[0] < CONNECT_S:
            raise self._failed[1]
        try:
            document = await self._read(self.settings.issuer.rstrip("/") + WELL_KNOWN)
            assert_usable(document, self.settings.issuer)
        except OidcError as problem:
            self._failed = monotonic_s(), problem
            raise
        self._discovery, self._failed = Dated(document, monotonic_s()), None
        return document

    async def start_address(self, attempt: Attempt, back: str, *, again: bool = False) -> str:
        """Where the browser logs in; with `again` as somebody else than before. Raises OidcError without an answer."""
        document = await self.discovery()
        prompt = "login" if again else self.settings.prompt
        asked = {
            **{"response_type": "code", "client_id": self.settings.client_id, "redirect_uri": back},
            **{"scope": " ".join(self.settings.scopes), "state": attempt.state, "nonce": attempt.nonce},
            **{"code_challenge": attempt.challenge, "code_challenge_method": "S256"},
            **({"prompt": prompt} if prompt else {}),
        }
        return str(url_concat(document["authorization_endpoint"], asked))

    async def leave_address(self, back: str) -> str:
        """Where the browser ends the session at the provider; empty if it has no such page, or does not answer."""
        try:
            page = (await self.discovery()).get("end_session_endpoint", "")
        except OidcError:
            return ""
        asked = {"client_id": self.settings.client_id, "post_logout_redirect_uri": back}
        return str(url_concat(page, asked)) if isinstance(page, str) and is_safe_address(page) else ""

    async def visitor(self, code: str, attempt: Attempt, back: str) -> VouchedPerson:
        """Who logged in. Raises OidcError: the code, the token, or no answer."""
        document = await self.discovery(KEYS_S)
        token = await self._token(document, code, attempt, back)
        expected = Expected(self.settings.issuer, self.settings.client_id, attempt.nonce)
        keys = await self.keys(document, kid_of(token))
        return visitor_of(token, keys, expected, now_s())

    async def keys(self, document: Document, kid: str | None = None) -> list[Key]:
        """The provider's keys, requested again if they are old or lack the one that is named. Raises OidcError."""
        keys = public_keys(self._keys.document)
        if self._keys.is_older(KEYS_S) or (kid is not None and kid not in [key.kid for key in keys]):
            self._keys = Dated(await self._read(document["jwks_uri"]), monotonic_s())
            keys = public_keys(self._keys.document)
        return keys

    async def _token(self, document: Document, code: str, attempt: Attempt, back: str) -> str:
        given = {
            **{"grant_type": "authorization_code", "code": code, "redirect_uri": back},
            **{"code_verifier": attempt.verifier, "client_id": self.settings.client_id},
        }
        basic = "client_secret_basic" in document.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        login = {}
        if self._secret and basic:  # RFC 6749, section 2.3.1: both are form-encoded first
            names = {"auth_username": self.settings.client_id, "auth_password": self._secret}
            login = {"auth_mode": "basic", **{name: quote(text, safe="") for name, text in names.items()}}
        elif self._secret:
            given["client_secret"] = self._secret
        form = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        status, answer = await self._ask(document["token_endpoint"], "POST", form, urlencode(given), **login)
        if status != HTTPStatus.OK:
            raise OidcError("oidc_code", error=str(answer.get("error", status))[:60])
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise OidcError("oidc_form")
        return token

    async def _read(self, address: str) -> Document:
        status, document = await self._ask(address, "GET", {"Accept": "application/json"})
        if status != HTTPStatus.OK:
            raise OidcError("oidc_discovery", HTTPStatus.BAD_GATEWAY, why=f"{address}: {status}")
        return document

    async def _ask(
        self, address: str, method: str, headers: Mapping[str, str], body: str | None = None, **more: str
    ) -> tuple[int, Document]:
        """The status, and the JSON object of the answer, empty for anything else. Raises OidcError for none."""
        limits = {"connect_timeout": CONNECT_S, "request_timeout": REQUEST_S, "follow_redirects": False}
        ca_file = str(self.settings.ca_file) if self.settings.ca_file else None
        request = HTTPRequest(address, method, dict(headers), body, ca_certs=ca_file, **limits, **more)
        try:
            answer = await self._client.fetch(request, raise_error=False)
        except DEAD as problem:
            raise OidcError("oidc_silent", HTTPStatus.SERVICE_UNAVAILABLE) from problem
        if answer.code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise OidcError("oidc_silent", HTTPStatus.SERVICE_UNAVAILABLE)
        try:
            found = json.loads(answer.body or b"")
        except (ValueError, RecursionError):
            found = None
        return int(answer.code), found if isinstance(found, dict) else {}


def assert_usable(document: Document, issuer: str) -> None:
    """Check a discovery document (OpenID Connect Discovery 1.0, section 4.3). Raises OidcError."""
    why = ""
    if document.get("issuer") != issuer:
        why = f"issuer {str(document.get('issuer'))[:100]} ≠ {issuer}"
    for name in NEEDED:
        if not why and not (isinstance(document.get(name), str) and is_safe_address(document[name])):
            why = f"{name}: https"
    if not why and "S256" not in document.get("code_challenge_methods_supported", ["S256"]):
        why = "PKCE S256"
    if why:
        raise OidcError("oidc_discovery", HTTPStatus.BAD_GATEWAY, why=why)


def secret_of(settings: OidcSettings) -> str:
    """The secret of the client; empty for a client without one. Raises UserError."""
    if settings.client_secret_env:
        if not os.environ.get(settings.client_secret_env):
            raise UserError(f"security.oidc: the environment has no {settings.client_secret_env}; set it to the secret")
        return os.environ[settings.client_secret_env]
    if settings.client_secret_file is None:
        return ""
    try:
        secret = settings.client_secret_file.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as problem:
        raise UserError(
            f"security.oidc: {settings.client_secret_file} cannot be read; put the secret there"
        ) from problem
    if not secret:
        raise UserError(f"security.oidc: {settings.client_secret_file} is empty; put the secret there")
    return secret
