"""The duty officer's page: the queue on the left, the map in the middle, the card on the right. Hands welcome.

What lives here: putting the page together, its tick, and what it answers to a wish. What does not: markup (panels),
drawing (map), the wish itself (wish.py), commands (commands_api.py): a page asks for those over HTTP like anyone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import Any

import panel as pn
from bokeh.document import Document
from bokeh.models import ColumnDataSource, CustomJS

from dashboard.hub import Hub
from dashboard.layers import addresses
from dashboard.light import palette_for
from dashboard.map.callouts import Callouts, callouts
from dashboard.map.chart import chart, in_force, scale
from dashboard.map.drawn import with_drawn
from dashboard.map.figure import MapFigure
from dashboard.map.symbols import Symbols, symbols
from dashboard.map.tools import under
from dashboard.map.view import View, fit
from dashboard.markup import Html, join
from dashboard.pages.asked import Asked, asked
from dashboard.pages.desk_furniture import furniture
from dashboard.pages.furniture import layer_keys, legend
from dashboard.pages.wall import ASSETS, PULSE_JS, left
from dashboard.panels.base import Context
from dashboard.panels.cards import attention
from dashboard.panels.desk_bar import filters, lamps, top, zones
from dashboard.panels.desk_card import card
from dashboard.panels.desk_queue import queue, queue_head
from dashboard.panels.desk_scene import Scene, acknowledged_by, chosen, lined_up
from dashboard.panels.desk_search import results
from dashboard.session import POLL_MS, Screen, Session
from dashboard.theme import Palette, Sizes
from dashboard.tiles import base_address
from dashboard.wish import Wish, wish_from
from dashboard.words import say
from models.casework.case import Book
from models.picture import AlertView, Picture

PARTS: dict[str, Callable[[Scene], Html]] = {
    "top": top,
    "lamps": lamps,
    "queue-head": queue_head,
    "queue": queue,
    "card": card,
    "results": results,
    "filters": filters,
    "zones": zones,
    "legend": lambda scene: join(
        layer_keys(scene.context.lang, scene.context.palette, scene.wish.layers),
        legend(scene.context.lang, scene.context.palette),
    ),
}
NO_BOOK = Book()
TOLD_JS = "window.wanghaiDesk?.{name}(cb_obj.data)"


class Desk:
    """One officer's page."""

    def __init__(self, hub: Hub, asked: Asked, palette: Palette) -> None:
        self._hub = hub
        self._palette = palette
        self._wish = Wish(asked.lang, layers=asked.layers)
        self._asked = 0
        self._picked = 0
        self._drawn: Any = None
        self._order: tuple[str, ...] = ()
        self._known: dict[str, AlertView] = {}
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
        document.template = (ASSETS / "desk.html").read_text(encoding="utf-8")
        document.template_variables.update(words)

    def also(self) -> Hashable:
        """The page is shown anew when one of these changes, without waiting for the next picture."""
        return self._asked, self.book.seq

    @property
    def book(self) -> Book:
        """The newest book, from whatever desk."""
        desk = getattr(self._hub, "desk", None)
        return NO_BOOK if desk is None else desk.book

    def compose(self, picture: Picture, screen: Screen) -> Callable[[], dict[str, str]]:
        """Work out what is shown now; the result puts it on the screen and returns the rasters to pull."""
        wish, book = self._take_pick(picture), self.book
        sizes = Sizes(screen.rem_px)
        view = wish.view or fit(self._hub.site.bbox, round(screen.map_width_px), round(screen.map_height_px))
        context = Context(wish.lang, self._palette, self._hub.site, self._hub.memory, self._hub.memo)
        seen = chosen(picture, wish, book, self._hub.site)
        scene = self._scene(context, picture, seen, book, wish)
        drawn = self._symbols(seen, view, wish)
        marks, hulls = self._hub.marks(picture, view), self._hub.hulls(picture, view)
        labels = self._labels(seen, view, wish, sizes)
        site = with_drawn(self._hub.site, picture.zones, self._hub.memo)
        forecasts = tuple(clue for clue in picture.clues if clue.polygon)
        looks = (view, wish.lang, sizes, site, in_force(site, picture.t_s), forecasts)
        base = None
        if looks != self._drawn:
            base = chart(site, view, wish.lang, self._palette, sizes, picture.t_s, looks[-1])
        parts = {name: part(scene) for name, part in PARTS.items()} if picture is not self._hub.blank else {}
        state = json.dumps(self._state(scene, view))

        def apply() -> dict[str, str]:
            if base is not None:
                self._drawn = looks
                self.map.show_view(view)
                self.map.show_chart(base)
            self.map.show_symbols(drawn, view, sizes)
            self.map.show_hulls(hulls)
            self.map.show_marks(marks, sizes, wish.lang)
            self.map.show_callouts(labels, sizes)
            self._show_parts(parts)
            self.state.data = {"json": [state]}
            return self._pulled(picture, view, drawn.dots, sizes, wish)

        return apply

    def _wished(self, _attr: str, _old: Any, data: dict[str, Any]) -> None:
        """The page asks for something: answer at once, not at the next tick."""
        text = data.get("json", [""])[0]
        self._wish = wish_from(text if isinstance(text, str) else "", self._wish)
        self.session.lang = self._wish.lang
        self._asked += 1
        if self.wish.document:
            self.wish.document.add_next_tick_callback(self.session.step)

    def _take_pick(self, picture: Picture) -> Wish:
        """What was tapped on the map becomes what is chosen, once."""
        wish = self._wish
        if wish.pick and wish.view and wish.pick[2] > self._picked:
            self._picked = wish.pick[2]
            craft, alert = under(picture, wish.view, wish.pick[0], wish.pick[1])
            self._wish = wish = replace(wish, craft=craft, alert=alert)
        return wish

    def _scene(self, context: Context, picture: Picture, seen: Picture, book: Book, wish: Wish) -> Scene:
        """The queue's order is remembered from tick to tick, and so are alerts that end while a hand is on it."""
        now = {each.alert_id: each for each in seen.alerts}
        gone = {key: self._known[key] for key in self._order if wish.held and key not in now and key in self._known}
        before = self._order if wish.held else [key for key in self._order if key in now]
        self._order = lined_up(seen.alerts, book, before, wish.held)
        self._known = {**gone, **now}
        return Scene(context, seen, book, wish, self._order, gone)

    def _symbols(self, seen: Picture, view: View, wish: Wish) -> Symbols:
        if not wish.filtered:
            return self._hub.symbols(seen, view)
        fresh = frozenset(each.track_id for each in seen.alerts if attention(each, seen.t_s) == "flash")
        return symbols(seen, view, self._hub.settings.dashboard.max_symbols, fresh)

    def _labels(self, seen: Picture, view: View, wish: Wish, sizes: Sizes) -> Callouts:
        if not wish.filtered:
            return self._hub.callouts(seen, view, wish.lang, sizes)
        most = self._hub.settings.dashboard.max_labels
        return callouts(seen, view, wish.lang, sizes, most, {})

    def _state(self, scene: Scene, view: View) -> dict[str, Any]:
        """What the page itself must know: where the map looks, what is chosen, what to sound for."""
        picture, wish = scene.picture, scene.wish
        at = scene.row_of(wish.craft)
        alert = scene.alerts().get(wish.alert)
        place = None
        if at is not None:
            place = [float(picture.vessels["lon_deg"][at]), float(picture.vessels["lat_deg"][at])]
        elif alert is not None:
            place = [alert.lon, alert.lat]
        return {
            "view": view.key,
            "t_s": picture.t_s,
            "mode": picture.mode,
            "offset_h": self._hub.site.utc_offset_h,
            "craft": f"T{wish.craft}" if wish.craft else "",
            "alert": wish.alert,
            "picked": self._picked,
            "place": place,
            "calling": [
                [each.alert_id, each.colour, each.escalated]
                for each in picture.alerts
                if each.colour in ("red", "distress") and not acknowledged_by(each, scene.book) and not each.folded
            ],
            "seq": scene.book.seq,
            "alive": bool(getattr(getattr(self._hub, "desk", None), "alive", False)),
        }

    def _show_parts(self, parts: dict[str, Html]) -> None:
        """Only what reads differently is sent."""
        changed = {name: html for name, html in parts.items() if self._shown.get(name) != html}
        if changed:
            self._shown.update(changed)
            self.parts.data = {"name": list(changed), "html": list(changed.values())}

    def _pulled(self, picture: Picture, view: View, dots: bool, sizes: Sizes, wish: Wish) -> dict[str, str]:
        """Where to pull each layer from, and what else the frame shows by itself."""
        nm, bar_px = scale(view, sizes)
        return {
            **addresses(self._hub, view, self._palette, wish.layers, dots),
            "base": base_address(self._hub.tiles, view),
            "scale": f"{bar_px:.0f}px;{say(wish.lang, 'nm', count=f'{nm:g}')}",
            "mode": picture.mode if picture is not self._hub.blank else "",
        }


def desk_page(hub: Hub) -> Callable[[], None]:
    """What the server calls for each visitor."""

    def visit() -> None:
        document = pn.state.curdoc
        wanted = asked(pn.state.session_args, hub.settings.dashboard)
        now_s = (hub.follower.newest.picture or hub.blank).t_s
        desk = Desk(hub, wanted, palette_for(wanted.light, now_s, hub.site))
        desk.fill(document)
        hub.sessions += 1
        document.on_session_destroyed(lambda _context: left(hub))
        document.add_periodic_callback(desk.session.step, POLL_MS)

    return visit
