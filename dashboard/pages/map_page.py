"""Base of every page with a map: the map's figure, the session that drives it, and the work of one tick."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from typing import Any

from bokeh.document import Document
from bokeh.models import CustomJS

from dashboard.common.theme import Palette, Sizes
from dashboard.map.callouts import Callouts
from dashboard.map.chart import chart, in_force, scale
from dashboard.map.drawn import with_drawn
from dashboard.map.edges import edge_marks
from dashboard.map.figure import MapFigure
from dashboard.map.rasters.layers import LayerChoice, addresses
from dashboard.map.rasters.tiles import base_address
from dashboard.map.symbols import Symbols
from dashboard.map.view import View
from dashboard.panels.feeds import blind
from dashboard.server.app_state import AppState
from dashboard.server.session import PageSession, Screen
from dashboard.words import say
from models.base.paths import ASSETS
from models.messages.picture import Picture

PULSE_JS = "window.wanghai.pulse(cb_obj.data, ack)"
LOOK_EVERY_MS = 500  # a new picture triggers a step; this interval covers all other changes

PageFields = dict[str, str]


class MapPage:
    """A page on one screen."""

    template = ""  # in assets
    for_wall = False  # whether it is read from five metres

    def __init__(self, app: AppState, lang: str, palette: Palette) -> None:
        self.app, self.palette = app, palette
        self.map = MapFigure(palette)
        self.session = PageSession(app, lang, self.compose, self.also)
        self.session.pulse.js_on_change("data", CustomJS(args={"ack": self.session.ack}, code=PULSE_JS))
        # Models that are not drawn are sent with the page as tags of one that is drawn.
        self.map.root.tags = [self.session.screen, self.session.pulse, self.session.ack]
        self._looks: Hashable = None

    def roots(self) -> dict[str, Any]:
        """Return the parts that Bokeh draws, by their names in the template."""
        return {"map": self.map.root}

    def words(self) -> dict[str, str]:
        """Return the variables of the template."""
        raise NotImplementedError

    def also(self) -> Hashable:
        """Return a value; when it changes, the page is updated without waiting for the next picture."""
        return None

    def compose(self, picture: Picture, screen: Screen) -> Callable[[], PageFields]:
        """Compute what is shown now; the result applies it to the page and returns the rasters to pull."""
        raise NotImplementedError

    def fill(self, document: Document) -> None:
        """Add everything to the document.

        Plain Bokeh roots are used, because a template of panes takes three times as long to load.
        """
        with document.models.freeze():
            for name, root in self.roots().items():
                root.name = name
                document.add_root(root)
        words = self.words()
        document.title = words["page_title"]
        document.template = (ASSETS / "html" / self.template).read_text(encoding="utf-8")
        document.template_variables.update(words)

    def live(self, document: Document) -> None:
        """Fill the document and keep it up to date while the page is open."""
        self.fill(document)

        def ring() -> None:
            self.session.call_soon(document)

        self.app.page_wakers.add(ring)
        document.on_session_destroyed(lambda _context: self.app.page_wakers.discard(ring))
        document.add_periodic_callback(self.session.step, LOOK_EVERY_MS)

    def draw(
        self, picture: Picture, view: View, lang: str, sizes: Sizes, symbols: Symbols, labels: Callouts
    ) -> Callable[[], None]:
        """Compute the map; the result applies it to the page."""
        app = self.app
        marks, hulls = app.marks(picture, view), app.hulls(picture, view)
        patrols = app.patrols(picture, view, lang, sizes, labels, self.for_wall)
        site = with_drawn(app.site, picture.zones, app.memo, app.names())
        forecasts = tuple(clue for clue in picture.clues if clue.polygon)
        looks = (view, lang, sizes, site.zones, in_force(site, picture.t_s), forecasts)
        base = None
        if looks != self._looks:
            base = chart(site, view, lang, self.palette, sizes, picture.t_s, forecasts)

        def show() -> None:
            if base is not None:
                self._looks = looks
                self.map.show_view(view)
                self.map.show_chart(base)
            self.map.show_symbols(symbols, view, sizes)
            self.map.show_hulls(hulls)
            self.map.show_marks(marks, sizes, lang)
            self.map.show_patrols(patrols)
            self.map.show_callouts(labels, sizes)

        return show

    def _edges(self, picture: Picture, view: View, lang: str, sizes: Sizes) -> str:
        """Return the marks of what is active outside the view, as JSON."""
        marks = [vars(each) for each in edge_marks(picture, view, lang, sizes)]
        return json.dumps(marks, ensure_ascii=False) if marks else ""

    def notes(
        self, picture: Picture, view: View, lang: str, sizes: Sizes, layers: LayerChoice, dots: bool
    ) -> PageFields:
        """Return the address of each layer, and what else every page shows by itself: its scale, its mode, and
        whether no feed is received, which must never look like an absence of ships.
        """
        nm, bar_px = scale(view, sizes)
        known = picture is not self.app.blank
        deaf = known and blind(picture)
        return {
            **addresses(self.app.map_data, view, self.palette, layers, dots),
            "edges": self._edges(picture, view, lang, sizes) if known else "",
            "base": base_address(self.app.tiles, view),
            "scale": f"{bar_px:.0f}px;{say(lang, 'nm', count=f'{nm:g}')}",
            "mode": picture.mode if known else "",
            "blind": "blind" if deaf else "",
            "caption": blind_caption(picture, lang) if deaf else "",
        }


def blind_caption(picture: Picture, lang: str) -> str:
    """Return the notice that no feed is received; positions are named only where there are any."""
    return say(lang, "blind_map" if len(picture.vessels["track_id"]) else "blind_map_empty")
