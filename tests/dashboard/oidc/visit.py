"""A browser without scripts that logs in at the provider, and tokens that no good provider makes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request

from models.base.clock import now_s
from tests.dashboard.oidc.front import CLIENT, SECRET, Claims, new_key
from tests.dashboard.serving import Serving


class Visit:
    """One browser without scripts: it goes to the provider, fills in the form, and comes back."""

    def __init__(self, server: Serving) -> None:
        self.server = server
        server.sign_off()

    def open(self, address: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, text, and the address that was reached."""
        body = urlencode(form).encode() if form else None
        try:
            with self.server._browser.open(Request(address, body), timeout=30) as answer:
                return answer.status, answer.read().decode(), answer.url
        except HTTPError as refused:
            return refused.code, refused.read().decode(), refused.url

    def start(self, query: str = "") -> tuple[int, str, str]:
        return self.open(f"{self.server.address}/oidc/start{query}")

    def log_in(self, subject: str = "sub-chen", query: str = "?next=/desk") -> tuple[int, str]:
        """Status and text of the page that the provider leads back to."""
        status, text, address = self.start(query)
        if "/interaction/" in address:
            form = {"prompt": "login", "login": subject, "password": "any"}
            action = re.search(r'action="([^"]+)"', text)
            assert action
            status, text, address = self.open(action[1], form)
        assert urlsplit(address).path == "/oidc/back" and str(self.server.port) in address
        return status, text


def why(text: str) -> dict[str, str]:
    """The reason on the log-in page, in both languages."""
    found = re.search(r"window\.wanghaiPage = (.*?)</script>", text, re.DOTALL)
    assert found
    reason: dict[str, str] = json.loads(found[1].strip().rstrip(";"))["why"]
    assert reason["zh"] and reason["en"] and not re.search("[a-z]{12}", reason["zh"])
    return reason


def b64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def hmacked(claims: Claims, secret: bytes) -> str:
    """A token signed with a secret that everybody knows, in the hope that it is checked with it."""
    head = b64(b'{"alg":"HS256","kid":"first"}') + "." + b64(json.dumps(claims).encode())
    return f"{head}.{b64(hmac.digest(secret, head.encode(), hashlib.sha256))}"


LIES: dict[str, tuple[Any, str]] = {
    "issuer": (lambda f, c: f.signed({**c, "iss": "https://other.example"}), "not of the provider"),
    "audience": (lambda f, c: f.signed({**c, "aud": "another"}), "not for this wall"),
    "audiences": (lambda f, c: f.signed({**c, "aud": [CLIENT, "another"]}), "not for this wall"),
    "party": (lambda f, c: f.signed({**c, "azp": "another"}), "not for this wall"),
    "nonce": (lambda f, c: f.signed({**c, "nonce": "x"}), "not of this log-in"),
    "no nonce": (lambda f, c: f.signed({k: v for k, v in c.items() if k != "nonce"}), "not of this log-in"),
    "over": (lambda f, c: f.signed({**c, "exp": int(now_s()) - 120}), "is over"),
    "no end": (lambda f, c: f.signed({k: v for k, v in c.items() if k != "exp"}), "is over"),
    "early": (lambda f, c: f.signed({**c, "iat": int(now_s()) + 600}), "not valid yet"),
    "nobody": (lambda f, c: f.signed({k: v for k, v in c.items() if k != "sub"}), "who it is about"),
    "number": (lambda f, c: f.signed({**c, "sub": 7}), "who it is about"),
    "none": (lambda f, c: b64(b'{"alg":"none"}') + f".{b64(json.dumps(c).encode())}.", "not allowed (none)"),
    "public key": (lambda f, c: hmacked(c, f.key.as_pem(private=False)), "not allowed (HS256)"),
    "secret": (lambda f, c: hmacked(c, SECRET.encode()), "not allowed (HS256)"),
    "forged": (lambda f, c: f.signed(c, new_key("first")), "signature"),
    "unknown key": (lambda f, c: f.signed(c, new_key("other")), "signature"),
    "garbage": (lambda f, c: "a.b.c", "cannot be read"),
}
