"""The wall: which panels, where, and the map in the middle. It never needs a hand.

What lives here: putting the page together and its tick. What does not: panels, drawing, and when ticks come (session).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import panel as pn
from bokeh.document import Document
from bokeh.models import CustomJS

from dashboard.hub import Hub
from dashboard.light import palette_for
from dashboard.map.chart import chart, in_force, scale
from dashboard.map.figure import MapFigure
from dashboard.map.view import View, bbox_from, fit
from dashboard.pages.furniture import furniture
from dashboard.panels import PANELS, Context
from dashboard.session import POLL_MS, Screen, Session
from dashboard.theme import Palette, Sizes
from dashboard.tiles import base_address
from dashboard.words import LANGUAGES, say
from models.picture import Picture
from models.zone import Bbox

ASSETS = Path(__file__).parents[1] / "assets"
SHOWN = ("top", "areas", "pressure", "clues", "traffic", "feeds", "triage", "ticker")
PULSE_JS = "window.wanghai.pulse(cb_obj.data, ack)"


class Wall:
    """One wall on one screen."""

    def __init__(self, hub: Hub, lang: str, light: str, box: Bbox | None) -> None:
        self._hub = hub
        self._lang = lang
        self._light = light
        self._palette = palette = self._palette_at((hub.follower.newest.picture or hub.blank).t_s)
        self._box = box
        self._drawn: Any = None
        context = Context(lang, palette, hub.site, hub.memory, hub.memo)
        self.panels = {name: PANELS[name](context) for name in SHOWN}
        self.map = MapFigure(palette)
        self.session = Session(hub, lang, self.compose)
        self.session.pulse.js_on_change("data", CustomJS(args={"ack": self.session.ack}, code=PULSE_JS))
        # Models that nothing draws travel with the page as tags of one that is drawn.
        self.map.root.tags = [self.session.screen, self.session.pulse, self.session.ack]

    def fill(self, document: Document) -> None:
        """Put everything into the page, already filled when there is a picture.

        Plain Bokeh roots: wrapped in a template of panes the same page takes three times as long to begin.
        """
        self._fill_panels(self._hub.follower.newest.picture or self._hub.blank)
        with document.models.freeze():
            for name, root in {
                **{name: panel.root for name, panel in self.panels.items()},
                "map": self.map.root,
            }.items():
                root.name = name
                document.add_root(root)
        words = furniture(self._hub.site, self._lang, self._palette)
        document.title = words["page_title"]
        document.template = (ASSETS / "wall.html").read_text(encoding="utf-8")
        document.template_variables.update(words)

    def compose(self, picture: Picture, screen: Screen) -> Callable[[], dict[str, str]]:
        """Work out one tick; the result puts it on the screen and returns the rasters to pull."""
        sizes = Sizes(screen.rem_px)
        view = fit(self._box or self._hub.camera.box, round(screen.map_width_px), round(screen.map_height_px))
        symbols = self._hub.symbols(picture, view)
        marks = self._hub.marks(picture, view)
        labels = self._hub.callouts(picture, view, self._lang, sizes)
        forecasts = tuple(clue for clue in picture.clues if clue.polygon)
        drawn = (view, sizes, in_force(self._hub.site, picture.t_s), forecasts)
        base = None
        if drawn != self._drawn:
            base = chart(self._hub.site, view, self._lang, self._palette, sizes, picture.t_s, forecasts)

        def apply() -> dict[str, str]:
            if base is not None:
                self._drawn = drawn
                self.map.show_view(view)
                self.map.show_chart(base)
            self.map.show_symbols(symbols, view, sizes)
            self.map.show_marks(marks, sizes, self._lang)
            self.map.show_callouts(labels, sizes)
            self.panels["triage"].resize(  # type: ignore[attr-defined]
                screen.triage_width_px / screen.rem_px, screen.triage_height_px / screen.rem_px
            )
            self._fill_panels(picture)
            return {**self._rasters(view, symbols.dots, sizes), "palette": self._palette_at(picture.t_s).name}

        return apply

    def _palette_at(self, t_s: float) -> Palette:
        """The page loads anew when this changes: every colour of it is another then."""
        return palette_for(self._light, t_s, self._hub.site)

    def _fill_panels(self, picture: Picture) -> None:
        """Before the first picture only the title is shown: no data must not look like no ships."""
        for name, panel in self.panels.items():
            if picture is not self._hub.blank or name == "top":
                panel.update(picture)

    def _rasters(self, view: View, dots: bool, sizes: Sizes) -> dict[str, str]:
        """Where to pull each layer from; empty hides it. The bar of the scale comes along."""
        nm, bar_px = scale(view, sizes)
        versions: dict[str, Any] = {"coast": 0, "trails": self._hub.trail_version()}
        if self._hub.risk_version() is not None:
            versions["risk"] = self._hub.risk_version()
        if dots:
            versions["dots"] = self._hub.picture_version()
        pulled = {layer: self._address(layer, view, version) for layer, version in versions.items()}
        ground = base_address(self._hub.tiles, view)
        return {
            "dots": "",
            "risk": "",
            "base": ground,
            **pulled,
            "scale": f"{bar_px:.0f}px;{say(self._lang, 'nm', count=f'{nm:g}')}",
        }

    def _address(self, layer: str, view: View, version: Any) -> str:
        query = {"view": view.key, "palette": self._palette.name, "version": str(version)}
        return f"/raster/{layer}.png?{urlencode(query, quote_via=quote)}"


def wall_page(hub: Hub) -> Callable[[], None]:
    """What the server calls for each visitor."""

    def visit() -> None:
        document = pn.state.curdoc
        wanted = {name: values[0].decode(errors="replace") for name, values in pn.state.session_args.items() if values}
        default = hub.settings.dashboard.language
        lang = wanted.get("lang", default) if wanted.get("lang") in LANGUAGES else default
        light = wanted.get("palette", hub.settings.dashboard.palette)
        wall = Wall(hub, lang, light, bbox_from(wanted.get("bbox", "")))
        wall.fill(document)
        hub.sessions += 1
        document.on_session_destroyed(lambda _context: _left(hub))
        document.add_periodic_callback(wall.session.step, POLL_MS)

    return visit


def _left(hub: Hub) -> None:
    hub.sessions -= 1
