"""The wall: which panels, where, and the map in the middle. It never needs a hand.

What lives here: putting the page together and its tick. What does not: panels, drawing, and when ticks come (session).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import panel as pn
from bokeh.document import Document
from bokeh.models import CustomJS

from dashboard.hub import Hub
from dashboard.layers import addresses
from dashboard.light import palette_for
from dashboard.map.chart import chart, in_force, scale
from dashboard.map.drawn import with_drawn
from dashboard.map.figure import MapFigure
from dashboard.map.tour import Stop
from dashboard.map.view import View, fit
from dashboard.pages.asked import Asked, asked
from dashboard.pages.furniture import caption, furniture, layer_keys
from dashboard.panels import PANELS, Context
from dashboard.panels.feeds import blind
from dashboard.session import POLL_MS, Screen, Session
from dashboard.theme import Palette, Sizes
from dashboard.tiles import base_address
from dashboard.words import say
from models.clock import monotonic_s
from models.picture import Picture

ASSETS = Path(__file__).parents[1] / "assets"
SHOWN = ("top", "areas", "pressure", "weather", "clues", "classes", "traffic", "feeds", "triage", "ticker")
DELAY_SHARE = 0.95
PULSE_JS = "window.wanghai.pulse(cb_obj.data, ack)"


class Wall:
    """One wall on one screen."""

    def __init__(self, hub: Hub, asked: Asked) -> None:
        self._hub = hub
        self._asked = asked
        self._palette = palette = self._palette_at((hub.follower.newest.picture or hub.blank).t_s)
        self._drawn: Any = None
        context = Context(asked.lang, palette, hub.site, hub.memory, hub.memo)
        self.panels = {name: PANELS[name](context) for name in SHOWN}
        self.map = MapFigure(palette)
        self.session = Session(hub, asked.lang, self.compose)
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
        words = furniture(self._hub.site, self._asked.lang, self._palette)
        words |= {
            "layout": self._asked.layout,
            "layer_keys": layer_keys(self._asked.lang, self._palette, self._asked.layers),
        }
        document.title = words["page_title"]
        document.template = (ASSETS / "wall.html").read_text(encoding="utf-8")
        document.template_variables.update(words)

    def compose(self, picture: Picture, screen: Screen) -> Callable[[], dict[str, str]]:
        """Work out one tick; the result puts it on the screen and returns the rasters to pull."""
        hub, asked, sizes = self._hub, self._asked, Sizes(screen.rem_px)
        stop = hub.tour.look(picture, hub.site, asked.tour_s, monotonic_s()) if asked.tour_s else None
        box = stop.box if stop else asked.box or hub.camera.box
        view = fit(box, round(screen.map_width_px), round(screen.map_height_px))
        symbols, hulls, marks = hub.symbols(picture, view), hub.hulls(picture, view), hub.marks(picture, view)
        labels = hub.callouts(picture, view, asked.lang, sizes)
        forecasts = tuple(clue for clue in picture.clues if clue.polygon)
        site = with_drawn(hub.site, picture.zones, hub.memo)
        drawn = (view, sizes, site.zones, in_force(site, picture.t_s), forecasts)
        base = None
        if drawn != self._drawn:
            base = chart(site, view, asked.lang, self._palette, sizes, picture.t_s, forecasts)

        def apply() -> dict[str, str]:
            if base is not None:
                self._drawn = drawn
                self.map.show_view(view)
                self.map.show_chart(base)
            self.map.show_symbols(symbols, view, sizes)
            self.map.show_hulls(hulls)
            self.map.show_marks(marks, sizes, asked.lang)
            self.map.show_callouts(labels, sizes)
            self.panels["triage"].resize(  # type: ignore[attr-defined]
                screen.triage_width_px / screen.rem_px, screen.triage_height_px / screen.rem_px
            )
            self._fill_panels(picture)
            pulled = addresses(hub, view, self._palette, asked.layers, symbols.dots)
            return {**pulled, **self._notes(picture, view, sizes, stop)}

        return apply

    def _palette_at(self, t_s: float) -> Palette:
        """The page loads anew when this changes: every colour of it is another then."""
        return palette_for(self._asked.light, t_s, self._hub.site)

    def _fill_panels(self, picture: Picture) -> None:
        """Before the first picture only the title is shown: no data must not look like no ships."""
        for name, panel in self.panels.items():
            if picture is not self._hub.blank or name == "top":
                panel.update(picture)

    def _notes(self, picture: Picture, view: View, sizes: Sizes, stop: Stop | None) -> dict[str, str]:
        """What else the page shows by itself: its scale, its light, the kind of its truth, where a tour is."""
        lang = self._asked.lang
        nm, bar_px = scale(view, sizes)
        unheard = picture is not self._hub.blank and blind(picture)
        return {
            "base": base_address(self._hub.tiles, view),
            "scale": f"{bar_px:.0f}px;{say(lang, 'nm', count=f'{nm:g}')}",
            "palette": self._palette_at(picture.t_s).name,
            "mode": picture.mode if picture is not self._hub.blank else "",
            "view": view.key,
            "blind": "blind" if unheard else "",
            "delay": self._delay(picture),
            "caption": say(lang, "blind_map") if unheard else caption(self._hub.site, stop, lang) if stop else "",
        }

    def _delay(self, picture: Picture) -> str:
        """From the tick to the painted page, of the last paints; only a run by the machine's clock has one."""
        paints = list(self._hub.paints.after_tick_s) if picture.pace == "live" else []
        return say(self._asked.lang, "delay", s=f"{np.quantile(paints, DELAY_SHARE):.1f}") if paints else ""


def wall_page(hub: Hub) -> Callable[[], None]:
    """What the server calls for each visitor."""

    def visit() -> None:
        document = pn.state.curdoc
        wall = Wall(hub, asked(pn.state.session_args, hub.settings.dashboard))
        wall.fill(document)
        hub.sessions += 1
        document.on_session_destroyed(lambda _context: left(hub))
        document.add_periodic_callback(wall.session.step, POLL_MS)

    return visit


def left(hub: Hub) -> None:
    """A page went away."""
    hub.sessions -= 1
