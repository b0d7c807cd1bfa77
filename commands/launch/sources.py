"""Whether a feed's source can be opened now: tried once, without reading from it.

There is one small trial for each form of source. Receiving: ingest/sources/source.py.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from commands.launch.ports import why_taken

CONNECT_TIMEOUT_S = 3.0


def why_not_openable(source: str) -> str:
    """What to do about a source that cannot be opened, or empty when it can."""
    parts = urlsplit(source)
    return TRIALS[parts.scheme](parts)


def _udp(parts: SplitResult) -> str:
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind((parts.hostname or "", parts.port or 0))
    except OSError as problem:
        return f"{_reason(problem)}; stop the program that uses it, or change the address in `source`"
    return ""


def _tcp(parts: SplitResult) -> str:
    try:
        socket.create_connection((parts.hostname or "", parts.port or 0), CONNECT_TIMEOUT_S).close()
    except OSError as problem:
        return f"no connection ({_reason(problem)}); check that it is running and that no firewall blocks it"
    return ""


def _tcp_listen(parts: SplitResult) -> str:
    why = why_taken(parts.hostname or "", parts.port or 0)
    return f"{why}; stop the program that uses it, or change the address in `source`" if why else ""


def _path(parts: SplitResult) -> str:
    path = Path(parts.netloc + parts.path)
    try:
        path.open("rb").close()
    except OSError as problem:
        return f"{path}: {_reason(problem)}; check that it is connected and that this user may read it"
    return ""


def _nothing_to_try(_: SplitResult) -> str:
    return ""


def _reason(problem: OSError) -> str:
    return (problem.strerror or str(problem)).lower()


TRIALS: dict[str, Callable[[SplitResult], str]] = {
    "udp": _udp,
    "tcp": _tcp,
    "tcp-listen": _tcp_listen,
    "zmq": _tcp,
    "serial": _path,
    "file": _path,
    "stdin": _nothing_to_try,
}
