"""The page of an exercise's director: map with the truth over it, timeline, controls, detections. Not for live work."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

import panel as pn
from bokeh.document import Document

from dashboard.common.light import palette_for
from dashboard.common.markup import Html
from dashboard.common.theme import Palette, Sizes
from dashboard.common.view_state import ViewState
from dashboard.map.view import View
from dashboard.pages.exercise_context import template_context
from dashboard.pages.interactive_page import InteractivePage
from dashboard.pages.map_page import Notes
from dashboard.pages.wall_query import WallQuery, wall_query
from dashboard.parts.exercise_model import ExerciseModel, alerts, rings, score, top, truth, words_box
from dashboard.server.app_state import AppState
from dashboard.server.session import Screen
from models.base.paths import ASSETS
from models.messages.picture import Picture

PARTS: dict[str, Callable[[ExerciseModel], Html | None]] = {
    "top": top,
    "score": score,
    "truth": truth,
    "alerts": alerts,
}


class ExercisePage(InteractivePage):
    """One director's page."""

    template, script = "exercise.html", "wanghaiExercise"

    def words(self) -> dict[str, str]:
        """Variables of the template."""
        return template_context(self.app, self.view_state, self.palette)

    def also(self) -> Hashable:
        """What was wished, and what the run ahead and the referee have found meanwhile."""
        director = self.app.director
        return self.view_state_changes, len(director.timeline["alerts"]), len(director.truth), director.stamp

    def compose(self, picture: Picture, screen: Screen) -> Callable[[], Notes]:
        """Work out what is shown now; the result puts it on the screen and returns the rasters to pull."""
        app, view_state, sizes, view = self.app, self.view_state, Sizes(screen.rem_px), self.view(screen)
        model = ExerciseModel(self.context(), picture, app.director.timeline, app.director.truth, view_state.alert)
        closed = tuple(words_box(each, view, sizes) for each in rings(model))
        symbols, labels = app.symbols(picture, view), app.callouts(picture, view, view_state.lang, sizes, closed)
        show = self.draw(picture, view, view_state.lang, sizes, symbols, labels)
        parts = {name: part(model) or Html() for name, part in PARTS.items()} if picture is not app.blank else {}
        state = self._state(model, view)

        def apply() -> Notes:
            show()
            self.tell(parts, state)
            return self.notes(picture, view, view_state.lang, sizes, view_state.layers, symbols.dots)

        return apply

    def _state(self, model: ExerciseModel, view: View) -> dict[str, Any]:
        """What the page itself must know: where the map looks, whose time it is, where the truth is."""
        picture = model.picture
        return {
            "view": view.key,
            "t_s": picture.t_s,
            "mode": picture.mode,
            "pace": picture.pace,
            "speed": picture.speed,
            "offset_h": self.app.site.utc_offset_h,
            "rings": rings(model),
        }


def _choose(app: AppState, query: WallQuery, palette: Palette, document: Document) -> None:
    """Where a recording or scenario is chosen: nothing of the sea is shown, so it cannot be taken for one."""
    words = template_context(app, ViewState(query.lang), palette)
    document.title = words["page_title"]
    document.template = (ASSETS / "html" / "choose.html").read_text(encoding="utf-8")
    document.template_variables.update(words)


def exercise_page(app: AppState) -> Callable[[], None]:
    """What the server calls for each visitor."""

    def visit() -> None:
        document = pn.state.curdoc
        query = wall_query(pn.state.session_args, app.settings.dashboard)
        palette = palette_for(query.light, (app.follower.newest.picture or app.blank).t_s, app.site)
        if app.blank.mode == "live" or "choose" in pn.state.session_args:
            return _choose(app, query, palette, document)
        ExercisePage(app, query, palette).live(document)

    return visit
