"""PageSession of one open page: it reads the newest picture and keeps the page up to date.

Back-pressure: a page that has not painted the last two pictures gets no third; there is no queue.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable
from dataclasses import dataclass, fields
from typing import Any

from bokeh.document import Document
from bokeh.models import ColumnDataSource

from dashboard.panels.base import stamp
from dashboard.server.app_state import AppState
from dashboard.words import say, span
from models.base.clock import monotonic_s, now_s
from models.messages.picture import Picture

HEARTBEAT_S = 1.0
IN_FLIGHT = 2
GIVEN_UP_S = 30.0  # a page silent for this long gets one more push, because its answer may be lost


@dataclass(frozen=True)
class Screen:
    """Sizes of a page in pixels, as the page reports them."""

    map_width_px: float
    map_height_px: float
    triage_width_px: float
    triage_height_px: float
    rem_px: float


@dataclass
class Sent:
    """A push that the page has not acknowledged yet."""

    at_s: float
    arrived_s: float | None
    t_s: float | None


class PageSession:
    """Drives one page. `compose` runs in a worker thread and returns a function to run under the document's lock."""

    def __init__(
        self,
        app: AppState,
        lang: str,
        compose: Callable[[Picture, Screen], Callable[[], dict[str, str]]],
        also: Callable[[], Hashable] = lambda: None,
    ) -> None:
        self._app = app
        self.lang = lang
        self._compose = compose
        self._also = also  # a value besides the picture that triggers an update when it changes
        self._stamp: Hashable = None
        self._screen: Screen | None = None
        self._sent: dict[int, Sent] = {}
        self._pulses = 0
        self._last_pulse_s = 0.0
        self._called = False
        self.screen = ColumnDataSource(name="screen", data={})
        self.ack = ColumnDataSource(name="ack", data={})
        self.pulse = ColumnDataSource(name="pulse", data={})
        self.screen.on_change("data", self._measured)
        self.ack.on_change("data", self._painted)

    def call_soon(self, document: Document) -> None:
        """Schedule `step` for when the page's lock is free. Pending calls are merged."""
        if not self._called:
            self._called = True
            document.add_next_tick_callback(self.step)

    async def step(self) -> None:
        """Push new content, or at least a sign of life; called with every picture and periodically.

        Nothing is sent before the page has reported its sizes, because until then it cannot acknowledge paints.
        """
        self._called = False
        if self._screen is None:
            return
        reception = self._app.pictures.newest
        machine_s = monotonic_s()
        picture = reception.picture or self._app.blank
        newest = stamp(picture), self._also()
        if newest != self._stamp and self._may_send(machine_s):
            self._stamp = newest
            await self._push(picture, self._screen, reception.arrived_s)
        elif machine_s - self._last_pulse_s >= HEARTBEAT_S and self._may_send(machine_s):
            self._beat({}, None, None)

    async def _push(self, picture: Picture, screen: Screen, arrived_s: float) -> None:
        apply = await asyncio.get_running_loop().run_in_executor(None, self._compose, picture, screen)
        rasters = apply()
        self._beat(rasters, arrived_s, picture.t_s if picture.pace == "live" else None)

    def _beat(self, rasters: dict[str, str], arrived_s: float | None, t_s: float | None) -> None:
        self._pulses += 1
        self._last_pulse_s = monotonic_s()
        self._sent[self._pulses] = Sent(self._last_pulse_s, arrived_s, t_s)
        state, title, hint = self._state(self._last_pulse_s)
        self.pulse.data = {
            **{"pulse": [self._pulses], "state": [state], "title": [title], "hint": [hint]},
            **{"layers": [list(rasters)], "addresses": [list(rasters.values())]},
        }

    def _state(self, machine_s: float) -> tuple[str, str, str]:
        """Return the state shown by the page's frame."""
        reception = self._app.pictures.newest
        if reception.picture is None:
            return "waiting", say(self.lang, "waiting"), say(self.lang, "waiting_hint")
        if reception.is_current(machine_s):
            return "fresh", "", ""
        age = span(self.lang, reception.age_s(machine_s))
        return "stale", say(self.lang, "stale", age=age), say(self.lang, "stale_hint")

    def _may_send(self, machine_s: float) -> bool:
        if len(self._sent) < IN_FLIGHT:
            return True
        if machine_s - self._last_pulse_s < GIVEN_UP_S:
            return False
        self._sent.clear()
        return True

    def _measured(self, _attr: str, _old: Any, data: dict[str, Any]) -> None:
        """Handle the page's sizes, reported at first and when the window changes; the picture is redrawn."""
        try:
            sizes = {each.name: float(data[each.name][0]) for each in fields(Screen)}
        except (KeyError, IndexError, TypeError, ValueError):
            return
        if all(1 <= size <= 20_000 for size in sizes.values()):
            self._screen = Screen(**sizes)
            self._sent.clear()
            self._stamp = None
            self._look(self.screen)

    def _painted(self, _attr: str, _old: Any, data: dict[str, Any]) -> None:
        """Handle the number of the last pulse that the page has painted."""
        pulse = int(data.get("pulse", [0])[0])
        sent = self._sent.get(pulse)
        if sent and sent.arrived_s is not None:
            self._app.paints.after_arrival_s.append(monotonic_s() - sent.arrived_s)
        if sent and sent.t_s is not None:
            self._app.paints.after_tick_s.append(now_s() - sent.t_s)
        self._sent = {number: each for number, each in self._sent.items() if number > pulse}
        self._look(self.ack)

    def _look(self, source: ColumnDataSource) -> None:
        """Continue after a report of the page; a picture may have waited for it."""
        if source.document:
            self.call_soon(source.document)
