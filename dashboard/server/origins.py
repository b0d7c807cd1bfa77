"""Names under which browsers know this server: checked for websockets and for all posted requests."""

from __future__ import annotations

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
    names = [*origins(settings), f"[::1]:{settings.dashboard.port}"]
    return any(fnmatch(host.lower(), name.lower().replace("[", "[[]")) for name in names)


def is_known_origin(settings: Settings, origin: str | None) -> bool:
    """Return whether `Origin` is one of this server's own pages. Programs other than browsers send none."""
    return origin is None or is_known_host(settings, urlsplit(origin).netloc)
