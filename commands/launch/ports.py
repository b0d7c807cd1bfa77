"""Ports of this machine: whether one is free, finding a free one, and whether healthy pages are served at one."""

from __future__ import annotations

import socket
import ssl
from http.client import HTTPConnection, HTTPException, HTTPSConnection

from commands.cli import WorkError

ANSWER_S = 0.5


def refuse_taken_port(address: str, port: int) -> None:
    """Raise WorkError when the pages cannot be served at this address and port."""
    problem = why_taken(address, port)
    if problem:
        raise WorkError(f"Port {port} on {address} cannot be used ({problem}); choose another with --port")


def why_taken(address: str, port: int) -> str:
    """Why a TCP port cannot be listened on, or empty when it can."""
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the page server sets it
            probe.bind(where)
            probe.listen(1)
    except OSError as problem:
        return (problem.strerror or str(problem)).lower()
    return ""


def free_tcp_port() -> int:
    """A TCP port of the loopback interface that is free at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def free_udp_port() -> int:
    """A UDP port of the loopback interface that is free at this moment."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def healthy(address: str, port: int, *, tls: bool = False) -> bool:
    """Return whether pages with fresh pictures are served there; it asks our own process, whatever its certificate."""
    host = "127.0.0.1" if address in {"0.0.0.0", "localhost", ""} else address
    line = _tls_line(host, port) if tls else HTTPConnection(host, port, timeout=ANSWER_S)
    try:
        line.request("GET", "/healthz")
        return line.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        line.close()


def _tls_line(host: str, port: int) -> HTTPSConnection:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return HTTPSConnection(host, port, timeout=ANSWER_S, context=context)
