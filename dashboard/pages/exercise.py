"""The page of an exercise's director: map with the truth over it, timeline, controls, what was found. Never live work.

What lives here: putting the page together and its tick. What does not: markup (panels/exercise_scene.py), steering
(exercise_api.py), the timeline and the keys (assets/exercise*.js).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from typing import Any

import panel as pn
from bokeh.document import Document
from bokeh.models import ColumnDataSource, CustomJS

from dashboard.hub import Hub
from dashboard.layers import addresses
from dashboard.light import palette_for
from dashboard.map.chart import chart, in_force, scale
from dashboard.map.drawn import with_drawn
from dashboard.map.figure import MapFigure
from dashboard.map.view import View, fit
from dashboard.markup import Html
from dashboard.pages.asked import Asked, asked
from dashboard.pages.exercise_furniture import furniture
from dashboard.pages.wall import ASSETS, PULSE_JS, left
from dashboard.panels.base import Context
from dashboard.panels.exercise_scene import Scene, alerts, rings, score, top, truth
from dashboard.session import POLL_MS, Screen, Session
from dashboard.theme import Palette, Sizes
from dashboard.tiles import base_address
from dashboard.wish import Wish, wish_from
from dashboard.words import say
from models.picture import Picture

PARTS: dict[str, Callable[[Scene], Html | None]] = {"top": top, "score": score, "truth": truth, "alerts": alerts}
TOLD_JS = "window.wanghaiExercise?.{name}(cb_obj.data)"


class Exercise:
    """One director's page."""

    def __init__(self, hub: Hub, asked: Asked, palette: Palette) -> None:
        self._hub, self._palette = hub, palette
        self._wish = Wish(asked.lang, layers=asked.layers)
        self._asked = 0
        self._drawn: Any = None
        self._shown: dict[str, str] = {}
        self.map = MapFigure(palette)
        self.session = Session(hub, asked.lang, self.compose, self.also)
        self.session.pulse.js_on_change("data", CustomJS(args={"ack": self.session.ack}, code=PULSE_JS))
        self.wish = ColumnDataSource(name="wish", data={})
        self.wish.on_change("data", self._wished)
        self.parts = ColumnDataSource(name="parts", data={})
        self.state = ColumnDataSource(name="state", data={})
        for source in (self.parts, self.state):
            source.js_on_change("data", CustomJS(code=TOLD_JS.format(name=source.name)))
        session = self.session
        self.map.root.tags = [session.screen, session.pulse, session.ack, self.wish, self.parts, self.state]

    def fill(self, document: Document) -> None:
        """Put everything into the page."""
        with document.models.freeze():
            self.map.root.name = "map"
            document.add_root(self.map.root)
        words = furniture(self._hub, self._wish, self._palette)
        document.title = words["page_title"]
        document.template = (ASSETS / "exercise.html").read_text(encoding="utf-8")
        document.template_variables.update(words)

    def also(self) -> Hashable:
        """The page is shown anew when one of these changes, without waiting for the next picture."""
        director = self._hub.director
        return self._asked, len(director.timeline["alerts"]), len(director.truth), director.stamp

    def compose(self, picture: Picture, screen: Screen) -> Callable[[], dict[str, str]]:
        """Work out what is shown now; the result puts it on the screen and returns the rasters to pull."""
        hub, wish, sizes = self._hub, self._wish, Sizes(screen.rem_px)
        view = wish.view or fit(hub.site.bbox, round(screen.map_width_px), round(screen.map_height_px))
        context = Context(wish.lang, self._palette, hub.site, hub.memory, hub.memo)
        scene = Scene(context, picture, hub.director.timeline, hub.director.truth, wish.alert)
        symbols, hulls, marks = hub.symbols(picture, view), hub.hulls(picture, view), hub.marks(picture, view)
        labels = hub.callouts(picture, view, wish.lang, sizes)
        forecasts = tuple(clue for clue in picture.clues if clue.polygon)
        site = with_drawn(hub.site, picture.zones, hub.memo)
        looks = (view, wish.lang, sizes, site.zones, in_force(site, picture.t_s), forecasts)
        base = None
        if looks != self._drawn:
            base = chart(site, view, wish.lang, self._palette, sizes, picture.t_s, forecasts)
        parts = {name: part(scene) or Html() for name, part in PARTS.items()} if picture is not hub.blank else {}
        state = json.dumps(self._state(scene, view))

        def apply() -> dict[str, str]:
            if base is not None:
                self._drawn = looks
                self.map.show_view(view)
                self.map.show_chart(base)
            self.map.show_symbols(symbols, view, sizes)
            self.map.show_hulls(hulls)
            self.map.show_marks(marks, sizes, wish.lang)
            self.map.show_callouts(labels, sizes)
            self._show_parts(parts)
            self.state.data = {"json": [state]}
            nm, bar_px = scale(view, sizes)
            return {
                **addresses(hub, view, self._palette, wish.layers, symbols.dots),
                "base": base_address(hub.tiles, view),
                "scale": f"{bar_px:.0f}px;{say(wish.lang, 'nm', count=f'{nm:g}')}",
                "mode": picture.mode if picture is not hub.blank else "",
            }

        return apply

    def _wished(self, _attr: str, _old: Any, data: dict[str, Any]) -> None:
        """The page asks for something: answer at once, not at the next tick."""
        text = data.get("json", [""])[0]
        self._wish = wish_from(text if isinstance(text, str) else "", self._wish)
        self.session.lang = self._wish.lang
        self._asked += 1
        if self.wish.document:
            self.wish.document.add_next_tick_callback(self.session.step)

    def _state(self, scene: Scene, view: View) -> dict[str, Any]:
        """What the page itself must know: where the map looks, whose time it is, where the truth is."""
        picture = scene.picture
        return {
            "view": view.key,
            "t_s": picture.t_s,
            "mode": picture.mode,
            "pace": picture.pace,
            "speed": picture.speed,
            "offset_h": self._hub.site.utc_offset_h,
            "rings": rings(scene),
        }

    def _show_parts(self, parts: dict[str, Html]) -> None:
        """Only what reads differently is sent."""
        changed = {name: html for name, html in parts.items() if self._shown.get(name) != html}
        if changed:
            self._shown.update(changed)
            self.parts.data = {"name": list(changed), "html": list(changed.values())}


def _choose(hub: Hub, asked: Asked, palette: Palette, document: Document) -> None:
    """Where a recording or scenario is chosen: nothing of the sea is shown, so it cannot be taken for one."""
    words = furniture(hub, Wish(asked.lang), palette)
    document.title = words["page_title"]
    document.template = (ASSETS / "choose.html").read_text(encoding="utf-8")
    document.template_variables.update(words)


def exercise_page(hub: Hub) -> Callable[[], None]:
    """What the server calls for each visitor."""

    def visit() -> None:
        document = pn.state.curdoc
        wanted = asked(pn.state.session_args, hub.settings.dashboard)
        now_s = (hub.follower.newest.picture or hub.blank).t_s
        palette = palette_for(wanted.light, now_s, hub.site)
        if hub.blank.mode == "live" or "choose" in pn.state.session_args:
            return _choose(hub, wanted, palette, document)
        page = Exercise(hub, wanted, palette)
        page.fill(document)
        hub.sessions += 1
        document.on_session_destroyed(lambda _context: left(hub))
        document.add_periodic_callback(page.session.step, POLL_MS)

    return visit
