"""A real page server beside a test, fed with real pictures over ZeroMQ; it is always ended."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.cookiejar import Cookie, CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPCookieProcessor, Request, build_opener

import zmq

from models.base.clock import now_s
from models.base.paths import ROOT, SITES
from models.base.settings import CaseworkSettings
from models.casework.access.accounts import Account
from models.casework.cases.site_workplace import workplace_of
from models.casework.desk import run_desk
from models.casework.store import sqlite_url
from models.messages.operator_inputs import AlertAction, OperatorInputs
from models.messages.picture import Picture
from models.messages.streams import operator_input_from, operator_inputs_address, picture_address
from models.site.site import load_site
from tests.running import free_port, wait_for

SERVE = """
import json, sys
from pathlib import Path
from dashboard.server.app import serve
from models.base.settings import Settings
board = {"dashboard": {"port": int(sys.argv[2])}}
serve(Settings.model_validate({**board, **json.loads(sys.argv[4])}), Path(sys.argv[1]), sys.argv[3])
"""


class Serving:
    """One server process on its own port; `feed` publishes a picture a few times a second."""

    def __init__(
        self,
        run_dir: Path,
        mode: str = "exercise",
        demo: Mapping[str, Account] | None = None,
        settings: Mapping[str, Any] | None = None,
        ledger_url: str = "",
    ) -> None:
        self.run_dir, self.port = run_dir, free_port()
        self.ledger_url = ledger_url or sqlite_url(run_dir / "ledger.sqlite")
        self.mode, self.demo, self.settings = mode, demo, json.dumps(settings or {})
        self._log = (run_dir / "log.txt").open("ab")
        self._process: subprocess.Popen[bytes] | None = None
        self.sign_off()
        self._make: Callable[[int], Picture] | None = None
        self._inputs: list[AlertAction | OperatorInputs] = []
        self._stop = threading.Event()
        self._publisher = threading.Thread(target=self._publish, daemon=True)
        self._publisher.start()
        self._desk = threading.Thread(target=self._keep_ledger, daemon=True)
        self._desk.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        words = [sys.executable, "-c", SERVE, str(self.run_dir), str(self.port), self.mode, self.settings]
        self._process = subprocess.Popen(words, cwd=ROOT, stdout=self._log, stderr=self._log)
        wait_for("the page server", lambda: self.get("/alive")[0] == 200)

    def kill(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def end(self) -> None:
        self._stop.set()
        self._publisher.join()
        self._desk.join()
        self.kill()
        self._log.close()

    def feed(self, make: Callable[[int], Picture] | None) -> None:
        """Publish `make(tick)` from now on; None stops publishing."""
        self._make = make

    def get(self, path: str) -> tuple[int, str]:
        """Return status and text; 0 while there is no answer."""
        return self.ask(path)

    def post(self, path: str, body: bytes, **headers: str) -> tuple[int, str]:
        """Post content, as JSON unless the headers say otherwise; return status and text."""
        return self.ask(path, body, {"Content-Type": "application/json", **headers})

    def sign_on(self, actor: str) -> None:
        """Post as this officer from now on."""
        status, text = self.post("/api/session", json.dumps({"actor": actor}).encode())
        assert (status, json.loads(text)) == (200, {"actor": actor})

    def sign_off(self) -> None:
        """Drop all cookies."""
        self._jar = CookieJar()
        self._browser = build_opener(HTTPCookieProcessor(self._jar))

    def cookies(self) -> list[Cookie]:
        """Return the cookies of this browser."""
        return list(self._jar)

    def ask(self, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> tuple[int, str]:
        """Return status and text; 0 while there is no answer."""
        try:
            with self._browser.open(Request(self.address + path, body, headers or {}), timeout=30) as answer:
                return int(answer.status), answer.read().decode("utf-8", "replace")
        except HTTPError as refused:
            return refused.code, refused.read().decode("utf-8", "replace")
        except (URLError, OSError):
            return 0, ""

    def json(self, path: str) -> Any:
        return json.loads(self.get(path)[1])

    def marks(self) -> list[AlertAction]:
        """Return the alert actions sent since the last call, as received in place of the core."""
        inputs, self._inputs = self._inputs, []
        return [each for each in inputs if isinstance(each, AlertAction)]

    def _keep_ledger(self) -> None:
        site = workplace_of(load_site(SITES / "zhoushan"), CaseworkSettings())
        blobs = self.run_dir / "blobs"
        run_desk(self.ledger_url, self.run_dir, (), self._stop, demo=self.demo, site=site, blobs=blobs)

    def _publish(self) -> None:
        context = zmq.Context()
        inputs = context.socket(zmq.PULL)
        inputs.bind(operator_inputs_address(self.run_dir))
        socket = context.socket(zmq.PUB)
        socket.setsockopt(zmq.LINGER, 0)
        socket.bind(picture_address(self.run_dir))
        tick = 0
        while not self._stop.wait(0.25):
            make, tick = self._make, tick + 1
            if make:
                socket.send(make(tick).frame())
            while inputs.poll(0):
                self._inputs.append(operator_input_from(inputs.recv()))
        inputs.close()
        socket.close()
        context.term()


@contextmanager
def serving(run_dir: Path, **more: Any) -> Iterator[Serving]:
    server = Serving(run_dir, **more)
    try:
        server.start()
        yield server
    finally:
        server.end()


def settled(read: Callable[[], Any], like: Callable[[Any], bool], at_most_s: float = 60.0) -> Any:
    """Read until the value satisfies `like`, or the time is over; return the last value."""
    until_s = now_s() + at_most_s
    while not like(value := read()) and now_s() < until_s:
        time.sleep(0.1)
    return value
