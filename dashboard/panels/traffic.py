"""Panel of messages per second over the last minutes: a HoloViews curve.

The curve is rendered once; after that only its column of numbers is replaced, which is a hundred times cheaper.
"""

from __future__ import annotations

from typing import Any

from bokeh.layouts import column
from bokeh.models import ColumnDataSource

from dashboard.common.markup import el
from dashboard.common.memory import TRAFFIC_S
from dashboard.common.theme import Palette
from dashboard.panels.base import Context, html_model, panel
from models.messages.picture import Picture

HEADROOM = 1.25


@panel("traffic")
class TrafficPanel:
    """Shows the present rate as a number, and its history."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._head = html_model()
        self._figure = _curve(context.palette)
        self.source: ColumnDataSource = self._figure.renderers[-1].data_source
        self._area = self._figure.varea(
            x="minutes",
            y1=0,
            y2="rate",
            source=self.source,
            fill_color=context.palette.accent,
            fill_alpha=0.16,
        )
        self.root = column(self._head, self._figure, sizing_mode="stretch_both")

    def update(self, picture: Picture) -> None:
        """Show the rates up to this picture."""
        points = self._context.memory.traffic
        rates = [rate for _, rate in points]
        self.source.data = {"minutes": [(t_s - picture.t_s) / 60 for t_s, _ in points], "rate": rates}
        self._figure.y_range.end = max(1.0, max(rates, default=0.0) * HEADROOM)
        now = sum(feed.rate_per_s for feed in picture.feeds)
        words = self._context.say("traffic_hint", minutes=int(TRAFFIC_S // 60))
        rate = el("span.rate", el("b", f"{now:,.0f}" if now >= 10 else f"{now:.1f}"), self._context.say("per_second"))
        html = el("div.head", el("h2", self._context.say("traffic"), " ", rate), el("span.more", words))
        if html != self._head.text:
            self._head.text = html


def _curve(palette: Palette) -> Any:
    """Return a bare Bokeh figure made by HoloViews."""
    import holoviews as hv
    import holoviews.plotting.bokeh  # registers the backend

    style = {"color": palette.accent, "line_width": 2, "xaxis": None, "yaxis": None, "default_tools": []}
    curve = hv.Curve([(0.0, 0.0)], "minutes", "rate").opts(backend="bokeh", toolbar=None, **style)
    figure = hv.render(curve, backend="bokeh")
    figure.update(
        sizing_mode="stretch_both",
        background_fill_color=None,
        border_fill_color=None,
        outline_line_color=None,
        min_border=0,
    )
    figure.x_range.update(start=-TRAFFIC_S / 60, end=0)
    figure.y_range.update(start=0, end=1)
    figure.grid.visible = False
    return figure
