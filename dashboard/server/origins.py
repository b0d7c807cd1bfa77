"""Names under which browsers know this server: checked for every request and websocket."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatch
from urllib.parse import urlsplit

from models.base.settings import Settings


def origins(settings: Settings) -> list[str]:
    """Return the `host:port` names under which browsers may open a websocket; all others are refused."""
    board = settings.dashboard
    hosts = dict.fromkeys(f"{host}:{board.port}" for host in (board.address, "localhost", "127.0.0.1"))
    return [*hosts, *board.allow_origins]


def is_known_host(settings: Settings, host: str) -> bool:
    """Return whether `Host` is one of this server's names. DNS rebinding attacks use another name."""
    return _is_any_of(host, [*origins(settings), f"[::1]:{settings.dashboard.port}"])


def is_known_origin(settings: Settings, origin: str | None) -> bool:
    """Return whether `Origin` is one of this server's own pages. Programs other than browsers send none.

    The server speaks HTTP, or HTTPS with `security.tls`; a proxy in front of it may speak either, under a name of
    `allow_origins`.
    """
    if origin is None:
        return True
    scheme, host = urlsplit(origin)[:2]
    if _is_any_of(host, settings.dashboard.allow_origins):
        return scheme in ("http", "https")
    return scheme == ("https" if settings.security.tls else "http") and is_known_host(settings, host)


def _is_any_of(host: str, names: Iterable[str]) -> bool:
    return any(fnmatch(_with_port(host), _with_port(name).replace("[", "[[]")) for name in names)


def _with_port(name: str) -> str:
    """The name in lower case; without a port it means port 80, as for a websocket."""
    lower = name.lower()
    return lower if ":" in lower else f"{lower}:80"
