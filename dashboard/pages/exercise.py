"""Page of the exercise director: map with the truth over it, timeline, controls, alerts. Not for live work."""

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
from dashboard.pages.map_page import PageFields
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
    """The page of one director."""

    template, script = "exercise.html", "wanghaiExercise"

    def words(self) -> dict[str, str]:
        """Return the variables of the template."""
        return template_context(self.app, self.view_state, self.palette)

    def also(self) -> Hashable:
        """Return the view state, and the progress of the run ahead and of the evaluator."""
        director = self.app.director
        return self.view_state_changes, len(director.timeline["alerts"]), len(director.truth), director.stamp

    def compose(self, picture: Picture, screen: Screen) -> Callable[[], PageFields]:
        """Compute what is shown now; the result applies it to the page and returns the rasters to pull."""
        app, view_state, sizes, view = self.app, self.view_state, Sizes(screen.rem_px), self.view(screen)
        model = ExerciseModel(self.context(), picture, app.director.timeline, app.director.truth, view_state.alert)
        closed = tuple(words_box(each, view, sizes) for each in rings(model))
        symbols, labels = app.symbols(picture, view), app.callouts(picture, view, view_state.lang, sizes, closed)
        show = self.draw(picture, view, view_state.lang, sizes, symbols, labels)
        parts = {name: part(model) or Html() for name, part in PARTS.items()} if picture is not app.blank else {}
        state = self._state(model, view)

        def apply() -> PageFields:
            show()
            self.send(parts, state)
            return self.notes(picture, view, view_state.lang, sizes, view_state.layers, symbols.dots)

        return apply

    def _state(self, model: ExerciseModel, view: View) -> dict[str, Any]:
        """Return the state for the page: view of the map, time, places of the truth."""
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
    """Render the page of choices. It shows no traffic, so it cannot be mistaken for a running exercise."""
    words = template_context(app, ViewState(query.lang), palette)
    document.title = words["page_title"]
    document.template = (ASSETS / "html" / "choose.html").read_text(encoding="utf-8")
    document.template_variables.update(words)


def exercise_page(app: AppState) -> Callable[[], None]:
    """Return the function that the server calls for each visitor."""

    def visit() -> None:
        document = pn.state.curdoc
        query = wall_query(pn.state.session_args, app.settings.dashboard)
        palette = palette_for(query.light, (app.pictures.newest.picture or app.blank).t_s, app.site)
        if app.blank.mode == "live" or "choose" in pn.state.session_args:
            return _choose(app, query, palette, document)
        ExercisePage(app, query, palette).live(document)

    return visit
