"""A certified provider of OpenID Connect beside a test, behind a front that can keep silent and exchange its tokens.

The provider is a package of Node (package.json). What a good provider never does, the front does in its place.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from models.base.paths import ROOT
from tests.running import free_port, wait_for

PROVIDER = Path(__file__).parent / "provider.mjs"
CLIENT, SECRET = "wall", "a secret: with / signs & more"
Claims = dict[str, Any]
Lie = Callable[[Claims], str]


def new_key(kid: str) -> RSAKey:
    return RSAKey.generate_key(2048, parameters={"kid": kid, "use": "sig", "alg": "RS256"})


class Front:
    """Passes requests on to the provider; `lie` exchanges the token, `silent` answers nothing."""

    def __init__(self, folder: Path) -> None:
        self.port, self._behind = free_port(), free_port()
        self.key = new_key("first")
        self.more_keys: list[RSAKey] = []
        self.lie: Lie | None = None
        self.silent = False
        self.asked: list[str] = []
        self._log = (folder / "provider.log").open("ab")
        self._node: subprocess.Popen[bytes] | None = None
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), _handler(self))
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def issuer(self) -> str:
        # Another site than 127.0.0.1, where the wall is: the browser treats the way back as one from elsewhere.
        return f"http://localhost:{self.port}"

    def start(self, wall: str) -> None:
        """Start the provider for a wall at this address."""
        client = {"client_id": CLIENT, "client_secret": SECRET, "redirect_uris": [f"{wall}/oidc/back"]}
        client["post_logout_redirect_uris"] = [f"{wall}/login"]
        jwks = {"keys": [self.key.as_dict(private=True)]}
        words = [str(self._behind), self.issuer, json.dumps(client), json.dumps(jwks)]
        self._node = subprocess.Popen(["node", str(PROVIDER), *words], cwd=ROOT, stdout=self._log, stderr=self._log)
        wait_for("the provider", lambda: self.pass_on("GET", "/jwks", {}, b"")[0] == 200)

    def signed(self, claims: Claims, key: RSAKey | None = None, **header: str) -> str:
        used = key or self.key
        return jwt.encode({"alg": "RS256", "kid": used.kid, **header}, claims, used)

    def pass_on(self, method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, Any, bytes]:
        behind = HTTPConnection("127.0.0.1", self._behind, timeout=20)
        try:
            behind.request(method, path, body or None, {**headers, "Host": f"localhost:{self.port}"})
            answer = behind.getresponse()
            return answer.status, answer.headers, self._changed(path, answer.status, answer.read())
        except OSError:
            return 0, {}, b""
        finally:
            behind.close()

    def end(self) -> None:
        if self._node:
            self._node.kill()
            self._node.wait()
        self._server.shutdown()
        self._server.server_close()
        self._log.close()

    def _changed(self, path: str, status: int, body: bytes) -> bytes:
        if status != 200 or path not in ("/token", "/jwks"):
            return body
        answer = json.loads(body)
        if path == "/jwks":
            answer["keys"] += [key.as_dict(private=False) for key in self.more_keys]
        elif self.lie:
            answer["id_token"] = self.lie(jwt.decode(answer["id_token"], self.key, algorithms=["RS256"]).claims)
        return json.dumps(answer).encode()


def _handler(front: Front) -> type[BaseHTTPRequestHandler]:
    class Passing(BaseHTTPRequestHandler):
        def _pass(self) -> None:
            front.asked.append(self.path.partition("?")[0])
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if front.silent:
                self.close_connection = True
                return
            status, headers, content = front.pass_on(self.command, self.path, dict(self.headers.items()), body)
            self.send_response(status or 502)
            for name, value in headers.items():
                if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = _pass  # noqa: N815

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    return Passing


@contextmanager
def fronted(folder: Path) -> Iterator[Front]:
    """A front; its provider starts later. Skips without Node or the package."""
    node = shutil.which("node")
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout if node else "v0"
    if int(version[1:].split(".")[0]) < 20 or not (ROOT / "node_modules" / "oidc-provider").is_dir():
        pytest.skip("no provider: it needs Node 20 and `npm ci`, as `make lint` does it")
    front = Front(folder)
    try:
        yield front
    finally:
        front.end()
