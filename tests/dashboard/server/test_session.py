"""PageSession of one open page: it gets every picture it can paint, never a queue, and always the correct age."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bokeh.document import Document

from dashboard.server.app_state import AppState
from dashboard.server.picture_subscriber import StreamState
from dashboard.server.session import IN_FLIGHT, PageSession, Screen
from models.base.clock import monotonic_s
from models.base.settings import Settings
from models.messages.picture import Picture
from tests.dashboard.pictures import picture

SIZES = {
    **{"map_width_px": [1115.2], "map_height_px": [955.0], "triage_width_px": [460.0]},
    **{"triage_height_px": [955.0], "rem_px": [16.0]},
}


class Page:
    """A session with a page that records what it receives."""

    def __init__(self, run_dir: Path) -> None:
        self.app = AppState(Settings(), run_dir, "live")
        self.shown: list[int] = []
        self.session = PageSession(self.app, "zh", self.compose)

    def compose(self, shown: Picture, screen: Screen) -> Callable[[], dict[str, str]]:
        def apply() -> dict[str, str]:
            self.shown.append(shown.tick)
            return {"coast": "/raster/coast.png"}

        return apply

    def publish(self, tick: int, age_s: float = 0.0) -> None:
        """Publish a picture that arrived `age_s` ago; the session steps twice, as it does several times a second."""
        self.app.pictures.newest = StreamState(picture(tick=tick), monotonic_s() - age_s)
        self.step()
        self.step()

    def step(self) -> None:
        asyncio.run(self.session.step())

    @property
    def pulse(self) -> dict[str, Any]:
        return {name: values[0] for name, values in self.session.pulse.data.items()}

    def paint(self) -> None:
        self.session.ack.data = {"pulse": [self.pulse["pulse"]]}


@pytest.fixture
def page(tmp_path: Path) -> Page:
    return Page(tmp_path)


def test_nothing_is_sent_before_the_page_reports_its_sizes(page: Page) -> None:
    page.publish(1)
    assert (page.shown, page.session.pulse.data) == ([], {})
    page.session.screen.data = SIZES
    page.step()
    assert page.shown == [1]
    assert (page.pulse["state"], page.pulse["layers"], page.pulse["addresses"]) == (
        *("fresh", ["coast"], ["/raster/coast.png"]),
    )


def test_each_picture_is_sent_once(page: Page) -> None:
    page.session.screen.data = SIZES
    for tick in (1, 2, 3):
        page.publish(tick)
        page.paint()
    assert page.shown == [1, 2, 3]


def test_a_page_that_does_not_paint_gets_no_third_picture_and_then_the_newest(page: Page) -> None:
    page.session.screen.data = SIZES
    for tick in range(1, 9):
        page.publish(tick)
    assert page.shown == [1, 2][:IN_FLIGHT]
    page.paint()
    page.step()
    assert page.shown == [1, 2, 8]


def test_pending_calls_are_merged(page: Page) -> None:
    document = Document()
    for _ in range(3):
        page.session.call_soon(document)
    assert len(document.session_callbacks) == 1
    page.step()
    page.session.call_soon(document)
    assert len(document.session_callbacks) == 2


def test_a_page_that_has_painted_gets_a_waiting_picture_at_once(page: Page) -> None:
    page.session.screen.data = SIZES
    page.publish(1)
    document = Document()
    document.add_root(page.session.ack)
    page.paint()
    assert len(document.session_callbacks) == 1


def test_a_window_of_another_size_is_redrawn(page: Page) -> None:
    page.session.screen.data = SIZES
    page.publish(1)
    page.session.screen.data = {**SIZES, "map_width_px": [2230.0]}
    page.step()
    assert page.shown == [1, 1]


@pytest.mark.parametrize("sizes", [{}, {"rem_px": ["x"]}, {**SIZES, "rem_px": [0]}, {**SIZES, "map_width_px": [1e9]}])
def test_sizes_that_no_screen_has_are_ignored(page: Page, sizes: dict[str, Any]) -> None:
    page.session.screen.data = sizes
    page.publish(1)
    assert page.shown == []


def test_a_frozen_picture_is_shown_as_frozen(page: Page) -> None:
    page.session.screen.data = SIZES
    began_s = monotonic_s()
    page.publish(1, age_s=12.3)
    until_s = 12.3 + monotonic_s() - began_s
    assert page.pulse["state"] == "stale"
    assert page.pulse["title"] in [f"画面停滞 {age_s} 秒" for age_s in range(12, int(until_s) + 1)]


def test_before_the_first_picture_the_page_shows_a_text(page: Page) -> None:
    page.session.screen.data = SIZES
    page.step()
    assert (page.pulse["state"], page.pulse["title"]) == ("waiting", "正在等待第一幅态势图")


def test_paints_are_measured(page: Page) -> None:
    page.session.screen.data = SIZES
    began_s = monotonic_s()
    page.publish(1, age_s=0.5)
    page.paint()
    (after_arrival_s,) = page.app.paints.after_arrival_s
    assert 0.5 <= after_arrival_s <= 0.5 + monotonic_s() - began_s
    assert len(page.app.paints.after_tick_s) == 1
