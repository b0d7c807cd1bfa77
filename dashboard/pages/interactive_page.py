"""Interactive page: it sends its view state, and receives its parts as HTML and its state as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bokeh.models import ColumnDataSource, CustomJS

from dashboard.common.markup import Html
from dashboard.common.theme import Palette
from dashboard.common.view_state import ViewState, view_state_from
from dashboard.map.view import View, fit
from dashboard.pages.map_page import MapPage
from dashboard.pages.wall_query import WallQuery
from dashboard.panels.base import Context
from dashboard.server.app_state import AppState
from dashboard.server.session import Screen


class InteractivePage(MapPage):
    """`script` is the name of the page's script, which receives `parts` and `state`."""

    script = ""

    def __init__(self, app: AppState, query: WallQuery, palette: Palette) -> None:
        super().__init__(app, query.lang, palette)
        self.view_state = ViewState(query.lang, layers=query.layers)
        self.view_state_changes = 0
        self._shown: dict[str, str] = {}
        self.view_state_source = ColumnDataSource(name="view_state", data={})
        self.view_state_source.on_change("data", self._on_view_state)
        self.parts = ColumnDataSource(name="parts", data={})
        self.state = ColumnDataSource(name="state", data={})
        for source in (self.parts, self.state):
            code = f"window.{self.script}?.{source.name}(cb_obj.data)"
            source.js_on_change("data", CustomJS(code=code))
        self.map.root.tags = [*self.map.root.tags, self.view_state_source, self.parts, self.state]

    def context(self) -> Context:
        """Return what the parts may use besides the picture."""
        app = self.app
        return Context(self.view_state.lang, self.palette, app.site, app.memory, app.memo, names=app.names)

    def view(self, screen: Screen) -> View:
        """Return the view of the map; at first the whole site."""
        whole = fit(self.app.site.bbox, round(screen.map_width_px), round(screen.map_height_px))
        return self.view_state.view or whole

    def send(self, parts: Mapping[str, Html], state: Mapping[str, Any]) -> None:
        """Send the state and the parts that have changed."""
        changed = {name: html for name, html in parts.items() if self._shown.get(name) != html}
        if changed:
            self._shown.update(changed)
            self.parts.data = {"name": list(changed), "html": list(changed.values())}
        self.state.data = {"json": [json.dumps(state)]}

    def _on_view_state(self, _attr: str, _old: Any, data: dict[str, Any]) -> None:
        """Respond to a new view state at once, not at the next tick."""
        text = data.get("json", [""])[0]
        self.view_state = view_state_from(text if isinstance(text, str) else "", self.view_state)
        self.session.lang = self.view_state.lang
        self.view_state_changes += 1
        if self.view_state_source.document:
            self.session.call_soon(self.view_state_source.document)
