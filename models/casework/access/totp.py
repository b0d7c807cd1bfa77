"""Time-based one-time passwords (RFC 6238): SHA-1, six digits, 30 s, as all authenticator programs have them."""

from __future__ import annotations

import base64
import hmac
import secrets
import struct
from urllib.parse import quote

STEP_S = 30
DIGITS = 6
SECRET_BYTES = 20
DRIFT_STEPS = 1  # a clock may be wrong by one step


def new_secret() -> str:
    """A secret in base32."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode("ascii")


def code(secret: str, step: int) -> str:
    """The code of a step (RFC 4226 §5.3)."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", step), "sha1")
    at = digest[-1] & 0xF
    number = struct.unpack(">I", digest[at : at + 4])[0] & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def step_of(secret: str, given: str, t_s: float, used: int) -> int | None:
    """The step whose code was given, later than the one used last; None if it is no valid code."""
    now = int(t_s // STEP_S)
    steps = range(max(now - DRIFT_STEPS, used + 1), now + DRIFT_STEPS + 1)
    given = given.replace(" ", "")
    return next((step for step in steps if hmac.compare_digest(code(secret, step).encode(), given.encode())), None)


def address(secret: str, account: str, issuer: str) -> str:
    """The address that an authenticator program reads, often as a QR code."""
    return f"otpauth://totp/{quote(issuer)}:{quote(account)}?secret={secret}&issuer={quote(issuer)}&digits={DIGITS}"
