"""Panel of sea areas ranked by regional risk: how dangerous each is now, how unusual that is, and its trend."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.common.markup import Html, el, join
from dashboard.common.sea_areas import short_name
from dashboard.common.theme import SHAPES
from dashboard.panels.base import Columns, Context, HtmlPanel, panel
from models.base.schema import COLOURS
from models.messages.picture import Picture

SHOWN = 8
REORDER_S = 60.0
ODD_FROM = 1.0  # deviations from the usual that are shown
TREND_FROM = 0.05  # change of the index in ten minutes; less is noise


@dataclass(frozen=True)
class Row:
    """One area at one tick: `area` is its number in the site's areas, `change` that of its index in ten minutes."""

    area: int
    index: float
    unusual: float
    level: int
    alerts: int
    change: float


@panel("areas")
class AreasPanel(HtmlPanel):
    """Shows a row for each of the worst areas. The order is kept for a minute, unless a colour changes."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._order: tuple[int, ...] = ()
        self._order_t_s = -np.inf
        self._levels: dict[int, int] = {}

    def update(self, picture: Picture) -> None:
        """Sort again when a colour has changed or a minute has passed, so that small changes move no row."""
        rows = self._rows(picture)
        levels = {row.area: row.level for row in rows}
        if levels != self._levels or abs(picture.t_s - self._order_t_s) >= REORDER_S:
            ranked = sorted(rows, key=lambda row: (-row.level, -round(row.index, 2), row.area))
            self._order, self._order_t_s = tuple(row.area for row in ranked[:SHOWN]), picture.t_s
            self._levels = levels
        super().update(picture)

    def variant(self) -> tuple[int, ...]:
        """Return the order: pages opened at another time may have another one."""
        return self._order

    def compose(self, picture: Picture) -> tuple[Columns, Html]:
        """Return one row for each area shown, in order."""
        by_area = {row.area: row for row in self._rows(picture)}
        rows = [by_area[area] for area in self._order]
        names = [short_name(self.context.named(self.context.site.areas[row.area])) for row in rows]
        columns: Columns = {
            "name": names,
            "index": [row.index for row in rows],
            "unusual": [row.unusual for row in rows],
            "colour": [COLOURS[row.level] for row in rows],
            "alerts": [row.alerts for row in rows],
        }
        head = el("div.head", el("h2", self.context.say("areas")), el("span.more", self.context.say("areas_hint")))
        if not rows:
            without = "areas_none" if self.context.site.areas else "site_without_areas"
            return columns, join(head, el("div.areas", el("p.quiet", self.context.say(without))))
        lines = [_line(place, row, name) for place, (row, name) in enumerate(zip(rows, names, strict=True), start=1)]
        return columns, join(head, el("div.areas", *lines))

    def _rows(self, picture: Picture) -> list[Row]:
        table = picture.areas
        known = table["area"] < len(self.context.site.areas)
        change = self.context.memory.area_change(picture)
        columns = [table[name][known].tolist() for name in ("area", "index", "unusual", "level", "alerts")]
        return [Row(*values) for values in zip(*columns, change[known].tolist(), strict=True)]


def _line(place: int, row: Row, name: str) -> Html:
    colour = COLOURS[row.level]
    odd = el("span.odd", f"{row.unusual:+.1f}σ") if row.unusual >= ODD_FROM else None
    trend = "↑" if row.change >= TREND_FROM else "↓" if row.change <= -TREND_FROM else ""
    shape = el("span.mark", SHAPES[colour]) if row.level else None
    return el(
        f"div.area-row.{colour}",
        el("div.area-name", el("i", place), el("span.called", name), odd, el("span.trend", trend), shape,
           el("b", f"{row.index:.2f}")),
        el("div.track", el("span.part", style=f"width:{min(max(row.index, 0.0), 1.0):.1%}")),
    )  # fmt: skip
