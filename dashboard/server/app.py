"""Panel server: its pages, and how they are served. It connects to no other host."""

from __future__ import annotations

import errno
import logging
from pathlib import Path

import panel as pn
from bokeh.settings import settings as bokeh_settings

from dashboard.api.host_guard import guard
from dashboard.api.routes import routes
from dashboard.pages.desk import desk_page
from dashboard.pages.exercise import exercise_page
from dashboard.pages.wall import wall_page
from dashboard.server.app_state import AppState
from dashboard.server.auth import PageGate
from dashboard.server.connections import assert_served
from dashboard.server.origins import origins
from models.base.paths import ASSETS
from models.base.settings import Settings, UserError

PAGES = {"/wall": wall_page, "/desk": desk_page, "/exercise": exercise_page}
KEEP_ALIVE_MS = 10_000
SESSION_LEFT_MS = 15_000  # a closed page is forgotten after this time
SESSION_CHECK_MS = 5_000
TOKEN_S = 10 * 365 * 86_400  # walls run for weeks; a token must not expire earlier


def serve(settings: Settings, run_dir: Path, mode: str) -> None:
    """Serve the pages until the process ends. Raises UserError if the address cannot be bound."""
    bokeh_settings.resources = "server"
    _quieten()
    board = settings.dashboard
    assert_served(settings)
    app = AppState(settings, run_dir, mode)
    try:
        server = pn.io.server.get_server(
            {path: page(app) for path, page in PAGES.items()},
            port=board.port,
            address=board.address,
            websocket_origin=origins(settings),
            extra_patterns=routes(app, str(ASSETS)),
            keep_alive_milliseconds=KEEP_ALIVE_MS,
            unused_session_lifetime_milliseconds=SESSION_LEFT_MS,
            check_unused_sessions_milliseconds=SESSION_CHECK_MS,
            session_token_expiration=TOKEN_S,
            auth_provider=PageGate(app.access),
            include_cookies=[],  # Bokeh would write them into the page, where scripts can read them
            include_headers=[],
            **_tls(settings),
        )
    except OSError as problem:
        raise UserError(_why(problem, board.address, board.port)) from problem
    guard(server._tornado, app)
    app.start(server.io_loop.add_callback)
    server.io_loop.add_callback(app.access.watch)
    try:
        server.run_until_shutdown()
    finally:
        app.stop()


def _tls(settings: Settings) -> dict[str, str]:
    tls = settings.security.tls
    return {"ssl_certfile": str(tls.cert), "ssl_keyfile": str(tls.key)} if tls else {}


def _quieten() -> None:
    """Suppress log messages about closed pages and 503 responses for stale pictures."""
    for name in ("bokeh.server.views.ws", "tornado.access"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _why(problem: OSError, address: str, port: int) -> str:
    if problem.errno == errno.EADDRINUSE:
        return f"port {port} is already in use; end the other program or set dashboard.port in config.yaml"
    return f"cannot serve on {address}:{port} ({problem.strerror}); set dashboard.address in config.yaml"
