"""The section `security` of config.yaml: TLS, proxies, one-time codes, and log-in at a provider of OpenID Connect."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

LOOPBACK_HOSTS = ("127.0.0.1", "::1", "localhost")
Short = Annotated[str, Field(max_length=255)]


def is_safe_address(address: str) -> bool:
    """Return whether a provider may be asked there: by https, or by http on this machine."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK_HOSTS))


class Closed(BaseModel):
    """A part of the section, as `Section` of settings.py: unknown keys are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class TlsSettings(Closed):
    cert: Path
    key: Path


class OidcSettings(Closed):
    issuer: str
    client_id: Short
    client_secret_file: Path | None = None
    client_secret_env: str = ""
    scopes: tuple[str, ...] = ("openid",)
    name_zh: Short = "统一身份认证"
    name_en: Short = "single sign-on"
    prompt: Literal["", "login", "select_account"] = ""
    ca_file: Path | None = None

    @field_validator("issuer")
    @classmethod
    def _address(cls, issuer: str) -> str:
        parts = urlsplit(issuer)
        if not is_safe_address(issuer) or parts.query or parts.fragment:
            raise ValueError("expected the provider's issuer, such as https://id.example/realms/port, without ? and #")
        return issuer

    @field_validator("client_id")
    @classmethod
    def _given(cls, client_id: str) -> str:
        if not client_id.strip():
            raise ValueError("expected the name under which the provider knows this wall")
        return client_id

    @field_validator("scopes")
    @classmethod
    def _with_openid(cls, scopes: tuple[str, ...]) -> tuple[str, ...]:
        if "openid" not in scopes or any(not each or " " in each for each in scopes):
            raise ValueError("expected scopes with openid among them, such as [openid, profile]")
        return scopes

    @model_validator(mode="after")
    def _one_secret(self) -> OidcSettings:
        if self.client_secret_file and self.client_secret_env:
            raise ValueError("expected client_secret_file or client_secret_env, not both")
        return self


class SecuritySettings(Closed):
    tls: TlsSettings | None = None
    proxies: tuple[str, ...] = ()
    codes: bool = False
    requests_per_s: Annotated[float, Field(gt=0, le=1000)] = 10.0
    requests_at_once: Annotated[int, Field(ge=1, le=10_000)] = 40
    oidc: OidcSettings | None = None
