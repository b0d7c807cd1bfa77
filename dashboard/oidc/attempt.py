"""One log-in at the provider, from its start until the browser comes back: kept in a signed cookie of that browser.

State and nonce bind what comes back to this browser and this log-in; the verifier binds the code to it (RFC 7636).
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from dataclasses import asdict, dataclass

from tornado.web import create_signed_value, decode_signed_value

from models.base.clock import now_s

RANDOM_BYTES = 32
LIVES_S = 600.0
DAY_S = 86_400.0


@dataclass(frozen=True)
class Attempt:
    """What was sent to the provider, and where the browser goes afterwards."""

    state: str
    nonce: str
    verifier: str
    next: str = ""
    lang: str = ""
    kind: str = "desk"

    @property
    def challenge(self) -> str:
        """The verifier's hash, which the provider gets first."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def new_attempt(next_page: str, lang: str, kind: str) -> Attempt:
    """A log-in that begins now."""
    state, nonce, verifier = (secrets.token_urlsafe(RANDOM_BYTES) for _ in range(3))
    return Attempt(state, nonce, verifier, next_page, lang, kind)


def sealed(attempt: Attempt, secret: str, t_s: float | None = None) -> str:
    """The value of the cookie."""
    began_s = now_s() if t_s is None else t_s
    return create_signed_value(secret, "oidc", json.dumps(asdict(attempt)), clock=lambda: began_s).decode("ascii")


def opened(value: str, secret: str) -> tuple[Attempt | None, bool]:
    """The log-in of a cookie, and whether it is over; None for a value that is not ours."""
    found = decode_signed_value(secret, "oidc", value, max_age_days=365, clock=now_s)
    if found is None:
        return None, False
    lives = decode_signed_value(secret, "oidc", value, max_age_days=LIVES_S / DAY_S, clock=now_s)
    return Attempt(**json.loads(found)), lives is None
