"""Where a request comes from: this machine, another machine over TLS, or through a proxy that config.yaml lists."""

from __future__ import annotations

from tornado.httputil import HTTPServerRequest

from models.base.settings import Settings, UserError

LOOPBACK = ("127.0.0.1", "::1")
LOOPBACK_NAMES = (*LOOPBACK, "localhost")
FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-Ip")


def is_forwarded(request: HTTPServerRequest) -> bool:
    """Return whether a proxy passed it on."""
    return any(name in request.headers for name in FORWARDED)


def is_here(request: HTTPServerRequest) -> bool:
    """Return whether it comes from this machine itself, not through a proxy on it."""
    return request.remote_ip in LOOPBACK and not is_forwarded(request)


def client_of(settings: Settings, request: HTTPServerRequest) -> str:
    """Return the address of the client; a listed proxy names it, anybody else could invent one."""
    names = request.headers.get("X-Forwarded-For", "").split(",")
    listed = request.remote_ip in settings.security.proxies
    return (names[-1].strip() if listed else "") or str(request.remote_ip)


def is_secret(settings: Settings, request: HTTPServerRequest) -> bool:
    """Return whether the browser speaks TLS, with this server or with a listed proxy."""
    listed = request.remote_ip in settings.security.proxies
    return settings.security.tls is not None or (listed and request.headers.get("X-Forwarded-Proto") == "https")


def is_served(settings: Settings, request: HTTPServerRequest) -> bool:
    """Return whether the connection is one that is served: over TLS, from this machine, or by a listed proxy."""
    if settings.security.tls is not None or request.remote_ip in settings.security.proxies:
        return True
    return request.remote_ip in LOOPBACK


def assert_served(settings: Settings) -> None:
    """Refuse to serve other machines in plain text. Raises UserError."""
    address, security = settings.dashboard.address, settings.security
    if address not in LOOPBACK_NAMES and security.tls is None and not security.proxies:
        raise UserError(
            f"dashboard.address {address} serves other machines, which needs TLS: name cert and key in security.tls, "
            "or the proxy that speaks TLS in security.proxies, or set dashboard.address to 127.0.0.1"
        )
    for path in (security.tls.cert, security.tls.key) if security.tls else ():
        if not path.is_file():
            raise UserError(f"security.tls: {path} cannot be read; name the files of the certificate and its key")
