"""Viewers without a screen: each opens a page as a browser would, reports its size, and acknowledges every update.

Implements the small part of Bokeh's websocket protocol that this needs.
"""

from __future__ import annotations

import asyncio
import json
import re
import threading
from typing import Any
from urllib.request import urlopen

from tornado.websocket import WebSocketClientConnection, websocket_connect

TOKEN = re.compile(r'"token":\s*"([^"]+)"')
SCREEN = {
    "map_width_px": [1100.0],
    "map_height_px": [900.0],
    "triage_width_px": [450.0],
    "triage_height_px": [950.0],
    "rem_px": [16.0],
}


class Viewers(threading.Thread):
    """`count` viewers of one page; `acknowledged` counts the pulses each acknowledged."""

    def __init__(self, address: str, count: int) -> None:
        super().__init__(daemon=True)
        self.acknowledged = [0] * count
        self.trouble = ""  # why viewers ended early
        self._address = address
        self._loop = asyncio.new_event_loop()
        self._ending = asyncio.Event()

    def run(self) -> None:
        """Run all viewers until `stop` is called."""
        self._loop.run_until_complete(self._all())

    def stop(self) -> None:
        """Close all connections."""
        self._loop.call_soon_threadsafe(self._ending.set)
        self.join()

    async def _all(self) -> None:
        views = [asyncio.create_task(self._view(number)) for number in range(len(self.acknowledged))]
        ending = asyncio.create_task(self._ending.wait())
        done, left = await asyncio.wait([ending, *views], return_when=asyncio.FIRST_COMPLETED)
        for task in left:
            task.cancel()
        for gone in done - {ending}:
            self.trouble = repr(gone.exception() or "the server closed a connection")

    async def _view(self, number: int) -> None:
        page = await asyncio.to_thread(lambda: urlopen(self._address, timeout=60).read().decode())
        token = TOKEN.search(page)
        assert token, "the page holds no token"
        where = self._address.partition("?")[0].replace("http", "ws", 1) + "/ws"
        line = await websocket_connect(where, subprotocols=["bokeh", token[1]], max_message_size=2**28)
        await _message(line)  # the server's greeting
        await _tell(line, "PULL-DOC-REQ", {})
        ids: dict[str, str] = {}
        while message := await _message(line):
            kind, content = message
            if kind == "PULL-DOC-REPLY":
                ids = _named(content)
                if "screen" in ids:
                    await _change(line, ids["screen"], SCREEN)
            elif kind == "PATCH-DOC":
                if "pulse" in ids:
                    await self._patched(line, number, ids, content)
                else:  # not one of our pages: every change counts
                    self.acknowledged[number] += 1

    async def _patched(self, line: WebSocketClientConnection, number: int, ids: dict[str, str], content: Any) -> None:
        for event in content["events"]:
            if event.get("model", {}).get("id") == ids.get("pulse", "?") and event.get("attr") == "data":
                data = event.get("data", event.get("new"))
                pulse = (dict(data["entries"]) if "entries" in data else data)["pulse"]
                self.acknowledged[number] += 1
                await _change(line, ids["ack"], {"pulse": pulse})


async def _message(line: WebSocketClientConnection) -> tuple[str, Any] | None:
    header = await line.read_message()
    if header is None:
        return None
    header_values = json.loads(header)
    await line.read_message()
    content = await line.read_message()
    for _ in range(2 * header_values.get("num_buffers", 0)):
        await line.read_message()
    return header_values["msgtype"], json.loads(content or "{}")


async def _tell(line: WebSocketClientConnection, kind: str, content: dict[str, Any]) -> None:
    for part in ({"msgid": "1", "msgtype": kind}, {}, content):
        await line.write_message(json.dumps(part))


async def _change(line: WebSocketClientConnection, model: str, data: dict[str, Any]) -> None:
    event = {"kind": "ModelChanged", "model": {"id": model}, "attr": "data", "new": data}
    await _tell(line, "PATCH-DOC", {"events": [event]})


def _named(document: Any) -> dict[str, str]:
    """Return the ids of all named models of the document."""
    found: dict[str, str] = {}
    waiting = [document]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            name = each.get("attributes", {}).get("name") if isinstance(each.get("attributes"), dict) else None
            if isinstance(name, str) and "id" in each:
                found[name] = each["id"]
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each
    return found
