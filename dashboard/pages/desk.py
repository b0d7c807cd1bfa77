"""Page of the duty officer: the queue on the left, the map in the middle, the card on the right.

It responds to changes of the view state; commands go over HTTP (api/commands.py).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import Any

import numpy as np
import panel as pn

from dashboard.cases.case_desk import CaseDesk
from dashboard.cases.view.case_view import case_part, case_shown
from dashboard.common.light import palette_for
from dashboard.common.markup import Html, join
from dashboard.common.masking import shown_to
from dashboard.common.own_sea import alerts_within, is_limited
from dashboard.common.theme import Palette, Sizes
from dashboard.common.view_state import ViewState
from dashboard.map.callouts import Callouts, callouts
from dashboard.map.edges import edge_marks, mark_boxes
from dashboard.map.symbols import Symbols, symbols
from dashboard.map.tools import under
from dashboard.map.view import View
from dashboard.pages.desk_context import template_context
from dashboard.pages.interactive_page import InteractivePage
from dashboard.pages.map_page import PageFields
from dashboard.pages.template_context import layer_keys, legend
from dashboard.pages.wall_query import WallQuery, wall_query
from dashboard.parts.alert_card import attention
from dashboard.parts.desk_bar import filters, lamps, top, zones
from dashboard.parts.desk_card import card
from dashboard.parts.desk_model import DeskModel, calls, chosen, lined_up, must_see
from dashboard.parts.desk_queue import queue, queue_head
from dashboard.parts.desk_search import results
from dashboard.parts.desk_texts import texts
from dashboard.parts.season_hint import season_hint
from dashboard.server.app_state import AppState
from dashboard.server.auth import visitor_of
from dashboard.server.session import Screen
from models.casework.case import Book
from models.casework.person import Person
from models.messages.picture import AlertView, Picture
from models.messages.processes import processes
from models.site.playbooks.effects import TrackSlice

PARTS: dict[str, Callable[[DeskModel], Html]] = {
    "top": top,
    "lamps": lamps,
    "seasons": season_hint,
    "queue-head": queue_head,
    "queue": queue,
    "texts": texts,
    "card": card,
    "case": case_part,
    "results": results,
    "filters": filters,
    "zones": zones,
    "legend": lambda model: join(
        layer_keys(model.context.lang, model.context.palette, model.view_state.layers),
        legend(model.context.lang, model.context.palette),
    ),
}


class DeskPage(InteractivePage):
    """One officer's page."""

    template, script = "desk.html", "wanghaiDesk"

    def __init__(self, app: AppState, query: WallQuery, palette: Palette, visitor: Person) -> None:
        super().__init__(app, query, palette)
        self._visitor = visitor
        self._picked = 0
        self._order: tuple[str, ...] = ()
        self._known: dict[str, AlertView] = {}

    def words(self) -> dict[str, str]:
        """Return the variables of the template."""
        return template_context(self.app, self.view_state, self.palette)

    def also(self) -> Hashable:
        """Return the view state and the state of the ledger."""
        return self.view_state_changes, self.app.desk.book.seq

    def compose(self, picture: Picture, screen: Screen) -> Callable[[], PageFields]:
        """Compute what is shown now; the result applies it to the page and returns the rasters to pull."""
        view_state = self._take_pick(picture)
        book = shown_to(self._visitor, self.app.desk.book_at(picture), self.app.workplace)
        sizes, view = Sizes(screen.rem_px), self.view(screen)
        own = alerts_within(picture, self.app.site, self._casework(), book)
        filtered = chosen(own, view_state, book, self.app.site)
        model = self._model(picture, filtered, book, view_state)
        drawn = self._symbols(filtered, view, view_state)
        # Filters do not apply to these: beacons, alerts without a vessel, hulls.
        show = self.draw(picture, view, view_state.lang, sizes, drawn, self._labels(filtered, view, view_state, sizes))
        parts = {name: part(model) for name, part in PARTS.items()} if picture is not self.app.blank else {}
        state = self._state(model, view)

        def apply() -> PageFields:
            show()
            self.send(parts, state)
            return self.notes(picture, view, view_state.lang, sizes, view_state.layers, drawn.dots)

        return apply

    def _take_pick(self, picture: Picture) -> ViewState:
        """Turn a tap on the map into a selection, once per tap."""
        view_state = self.view_state
        if view_state.pick and view_state.view and view_state.pick[2] > self._picked:
            self._picked = view_state.pick[2]
            craft, alert = under(picture, view_state.view, view_state.pick[0], view_state.pick[1])
            self.view_state = view_state = replace(view_state, craft=craft, alert=alert)
        return view_state

    def _model(self, picture: Picture, filtered: Picture, book: Book, view_state: ViewState) -> DeskModel:
        """Build the model; it keeps the queue's order between ticks, and alerts that end while the queue is held."""
        waiting = (*filtered.alerts, *must_see(filtered))
        now = {each.alert_id: each for each in waiting}
        gone = {
            key: self._known[key] for key in self._order if view_state.held and key not in now and key in self._known
        }
        before = self._order if view_state.held else [key for key in self._order if key in now]
        self._order = lined_up(waiting, book, before, view_state.held)
        self._known = {**gone, **now}
        context = self.context()
        # Pages share results once per tick, so these must be computed from the whole picture, not the filtered one.
        down = tuple(each for each in processes(self.app.run_dir) if each.down)
        areas = context.areas(picture)
        return DeskModel(context, filtered, book, view_state, self._order, gone, areas, down, self._casework())

    def _casework(self) -> CaseDesk:
        app = self.app
        inspections = tuple(app.book().inspections.values())
        events, pressure = app.desk.case_events, app.settings.pressure
        return CaseDesk(self._visitor, app.workplace, events, inspections, pressure, self._track)

    def _track(self, track_id: int, mmsi: int, from_s: float, to_s: float) -> TrackSlice:
        """Return the stored positions of a vessel between two times."""
        trail = self.app.history.trail(from_s, to_s, track_id=track_id, mmsi=mmsi)
        columns = (trail.t_s, trail.lat_deg, trail.lon_deg, trail.sog_kn, trail.cog_deg)
        return TrackSlice(*(np.asarray(each, "f8") for each in columns))

    def _is_shared(self, view_state: ViewState) -> bool:
        """Return whether what is drawn is the same for all pages, so that it is computed once."""
        return not view_state.filtered and not is_limited(self._casework())

    def _symbols(self, filtered: Picture, view: View, view_state: ViewState) -> Symbols:
        if self._is_shared(view_state):
            return self.app.symbols(filtered, view)
        fresh = frozenset(each.track_id for each in filtered.alerts if attention(each, filtered.t_s) == "flash")
        return symbols(filtered, view, self.app.settings.dashboard.max_symbols, fresh)

    def _labels(self, filtered: Picture, view: View, view_state: ViewState, sizes: Sizes) -> Callouts:
        if self._is_shared(view_state):
            closed = mark_boxes(edge_marks(filtered, view, view_state.lang, sizes), view, sizes)
            return self.app.callouts(filtered, view, view_state.lang, sizes, closed)
        most = self.app.settings.dashboard.max_labels
        return callouts(filtered, view, view_state.lang, sizes, most, {})

    def _state(self, model: DeskModel, view: View) -> dict[str, Any]:
        """Return the state for the page: view of the map, selection, alerts to sound for."""
        picture, view_state = model.picture, model.view_state
        at = model.row_of(view_state.craft)
        alert = model.alerts().get(view_state.alert)
        place = None
        if at is not None:
            place = [float(picture.vessels["lon_deg"][at]), float(picture.vessels["lat_deg"][at])]
        elif alert is not None:
            place = [alert.lon, alert.lat]
        return {
            "view": view.key,
            "t_s": picture.t_s,
            "mode": picture.mode,
            "offset_h": self.app.site.utc_offset_h,
            "craft": f"T{view_state.craft}" if view_state.craft else "",
            "alert": view_state.alert,
            "picked": self._picked,
            "place": place,
            "calling": [
                [each.alert_id, each.colour, each.sounded_s + each.escalated]  # it grows with each repeated sound
                for each in picture.alerts
                if each.colour in ("red", "distress") and calls(each, model.book) and not each.folded
            ],
            "case": case.id if (case := case_shown(model)) else "",
            "seq": model.book.seq,
            "alive": self.app.desk.alive,
        }


def desk_page(app: AppState) -> Callable[[], None]:
    """Return the function that the server calls for each visitor."""

    def visit() -> None:
        query = wall_query(pn.state.session_args, app.settings.dashboard)
        palette = palette_for(query.light, (app.pictures.newest.picture or app.blank).t_s, app.site)
        DeskPage(app, query, palette, visitor_of(pn.state.curdoc)).live(pn.state.curdoc)

    return visit
