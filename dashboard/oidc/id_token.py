"""The check of a provider's ID token (OpenID Connect Core 1.0, section 3.1.3.7): signature, and what it says.

Only public-key signatures are taken, so neither `none` nor a signature made with the provider's public key, or with the
client's secret, is one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import DecodeError, ExpiredTokenError, InvalidClaimError, JoseError, MissingClaimError
from joserfc.jwk import JWKRegistry, Key

from dashboard.oidc.oidc_error import OidcError
from models.casework.access.accounts import LONGEST_SUBJECT

ALGORITHMS = [
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512", "EdDSA", "Ed25519"),
]
PUBLIC_KEYS = ("RSA", "EC", "OKP")
LEEWAY_S = 60  # by which the provider's clock may differ
CLAIMS = {"iss": "oidc_iss", "aud": "oidc_aud", "azp": "oidc_aud", "nonce": "oidc_nonce", "sub": "oidc_sub"}


@dataclass(frozen=True)
class VouchedPerson:
    """Whom the provider vouches for, and how the person proved it (`amr`, RFC 8176)."""

    subject: str
    methods: tuple[str, ...] = ()


@dataclass(frozen=True)
class Expected:
    """What the token of one log-in must say."""

    issuer: str
    client_id: str
    nonce: str


def public_keys(document: Mapping[str, Any]) -> list[Key]:
    """The signing keys of a JWKS document; those of other kinds are left out."""
    found = []
    for each in document.get("keys", []):
        usable = isinstance(each, dict) and each.get("kty") in PUBLIC_KEYS and each.get("use", "sig") == "sig"
        with suppress(JoseError, ValueError, TypeError):
            found += [JWKRegistry.import_key(each)] if usable else []
    return found


def kid_of(token: str) -> str | None:
    """The name of the key that signed it; None without one. Raises OidcError for a text that is no token."""
    try:
        header = jws.extract_compact(token.encode()).headers()
    except (JoseError, ValueError, TypeError) as problem:
        raise OidcError("oidc_form") from problem
    if header.get("alg") not in ALGORITHMS:
        raise OidcError("oidc_alg", alg=str(header.get("alg"))[:20])
    return header.get("kid")


def visitor_of(token: str, keys: Sequence[Key], expected: Expected, t_s: float) -> VouchedPerson:
    """Whom the token is about. Raises OidcError: signature, issuer, audience, nonce, times, subject."""
    kid = kid_of(token)
    claims = _claims(token, [key for key in keys if kid in (None, key.kid)])
    _check(claims, expected, t_s)
    methods = claims.get("amr")
    return VouchedPerson(claims["sub"], tuple(map(str, methods)) if isinstance(methods, list) else ())


def _claims(token: str, keys: Sequence[Key]) -> dict[str, Any]:
    for key in keys:
        try:
            return dict(jwt.decode(token, key, algorithms=ALGORITHMS).claims)
        except DecodeError as problem:
            raise OidcError("oidc_form") from problem
        except (JoseError, ValueError):
            continue
    raise OidcError("oidc_signature")


def _check(claims: Mapping[str, Any], expected: Expected, t_s: float) -> None:
    registry = jwt.JWTClaimsRegistry(
        now=int(t_s),
        leeway=LEEWAY_S,
        iss={"essential": True, "value": expected.issuer},
        aud={"essential": True, "value": expected.client_id},
        nonce={"essential": True, "value": expected.nonce},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
    )
    try:
        registry.validate(dict(claims))
    except (InvalidClaimError, MissingClaimError) as problem:
        raise OidcError(CLAIMS.get(problem.claim, "oidc_time")) from problem
    except ExpiredTokenError as problem:
        raise OidcError("oidc_time") from problem
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", None if several else expected.client_id) != expected.client_id:
        raise OidcError("oidc_aud")
    if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= LONGEST_SUBJECT:
        raise OidcError("oidc_sub")
