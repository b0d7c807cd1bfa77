"""Page of the wall: the panels, their places, and the map in the middle. It runs unattended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import panel as pn

from dashboard.cases.case_desk import CaseDesk
from dashboard.common.light import palette_for
from dashboard.common.theme import Sizes
from dashboard.map.edges import edge_marks, mark_boxes
from dashboard.map.tour import reaching
from dashboard.map.view import View, fit
from dashboard.pages.map_page import MapPage, PageFields
from dashboard.pages.template_context import caption, layer_keys, template_context
from dashboard.pages.wall_query import WallQuery, wall_query
from dashboard.panels import PANELS, Context
from dashboard.server.access import NOBODY
from dashboard.server.app_state import AppState
from dashboard.server.session import Screen
from dashboard.words import say
from models.base.clock import monotonic_s
from models.messages.picture import Picture

SHOWN = ("top", "areas", "pressure", "weather", "clues", "classes", "traffic", "feeds", "triage", "ticker")
DELAY_SHARE = 0.95


class WallPage(MapPage):
    """One wall on one screen."""

    template = "wall.html"
    for_wall = True

    def __init__(self, app: AppState, query: WallQuery) -> None:
        self._query = query
        palette = palette_for(query.light, (app.pictures.newest.picture or app.blank).t_s, app.site)
        desk = CaseDesk(NOBODY, app.workplace)
        sources = (app.site, app.memory, app.memo, app.book)
        context = Context(query.lang, palette, *sources, casework=desk, names=app.names)
        self.panels = {name: PANELS[name](context) for name in SHOWN}
        super().__init__(app, query.lang, palette)

    def roots(self) -> dict[str, Any]:
        """Return the panels beside the map, already filled if there is a picture."""
        self._fill_panels(self.app.pictures.newest.picture or self.app.blank)
        return {**{name: panel.root for name, panel in self.panels.items()}, **super().roots()}

    def words(self) -> dict[str, str]:
        """Return the variables of the template."""
        return {
            **template_context(self.app.site, self._query.lang, self.palette),
            "layout": self._query.layout,
            "layer_keys": layer_keys(self._query.lang, self.palette, self._query.layers),
        }

    def compose(self, picture: Picture, screen: Screen) -> Callable[[], PageFields]:
        """Compute one tick; the result applies it to the page and returns the rasters to pull."""
        app, query, sizes = self.app, self._query, Sizes(screen.rem_px)
        stop = app.tour.update(picture, app.site, query.tour_s, monotonic_s()) if query.tour_s else None
        box = stop.box if stop else reaching(query.box or app.camera.box, picture, monotonic_s())
        view = fit(box, round(screen.map_width_px), round(screen.map_height_px))
        closed = mark_boxes(edge_marks(picture, view, query.lang, sizes), view, sizes)
        symbols, labels = app.symbols(picture, view), app.callouts(picture, view, query.lang, sizes, closed)
        show = self.draw(picture, view, query.lang, sizes, symbols, labels)

        def apply() -> PageFields:
            show()
            self.panels["triage"].resize(  # type: ignore[attr-defined]
                screen.triage_width_px / screen.rem_px, screen.triage_height_px / screen.rem_px
            )
            self._fill_panels(picture)
            notes = self.notes(picture, view, query.lang, sizes, query.layers, symbols.dots)
            touring = {"caption": caption(app.site, stop, query.lang)} if stop and not notes["caption"] else {}
            return {**notes, **self._more(picture, view), **touring}

        return apply

    def _fill_panels(self, picture: Picture) -> None:
        """Fill the panels; before the first picture only the title, as missing data must not look like no ships."""
        for name, panel in self.panels.items():
            if picture is not self.app.blank or name == "top":
                panel.update(picture)

    def _more(self, picture: Picture, view: View) -> PageFields:
        """Return what only a wall shows: its light, its view, its delay.

        The page reloads when its palette changes, because every colour changes.
        """
        return {
            "palette": palette_for(self._query.light, picture.t_s, self.app.site).name,
            "view": view.key,
            "delay": self._delay(picture),
        }

    def _delay(self, picture: Picture) -> str:
        """Return the delay from tick to painted page of the last paints; only a run in real time has one."""
        paints = list(self.app.paints.after_tick_s) if picture.pace == "live" else []
        return say(self._query.lang, "delay", s=f"{np.quantile(paints, DELAY_SHARE):.1f}") if paints else ""


def wall_page(app: AppState) -> Callable[[], None]:
    """Return the function that the server calls for each visitor."""

    def visit() -> None:
        WallPage(app, wall_query(pn.state.session_args, app.settings.dashboard)).live(pn.state.curdoc)

    return visit
