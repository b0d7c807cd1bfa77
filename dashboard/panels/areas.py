"""The sea areas: how many craft of which kind each holds, and what is up there.

What lives here: the panel `areas`. It counts and ranks; it does not judge an area's risk.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.markup import Html, el, join
from dashboard.panels.base import Columns, Context, HtmlPanel, panel, stamp
from dashboard.sea_areas import OUTSIDE, area_of, short_name
from dashboard.theme import SHAPES
from models.picture import Picture
from models.schema import KIND

COLOURS_SHOWN = ("distress", "red", "orange", "yellow")
PARTS = ("fishing", "merchant", "passenger", "law")
REORDER_S = 60.0


@dataclass(frozen=True)
class Row:
    """One area at one tick. `index` is OUTSIDE for all that lies in none."""

    index: int
    craft: int
    parts: tuple[int, ...]
    alerts: tuple[int, ...]


@panel("areas")
class Areas(HtmlPanel):
    """A row for each area: the alerts by colour first, then the crowded. The order is kept for a minute."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._order: tuple[int, ...] = ()
        self._order_t_s = -np.inf
        self._alerts_then: dict[int, tuple[int, ...]] = {}

    def update(self, picture: Picture) -> None:
        """Rank anew when alerts changed or a minute went by; craft counts alone move no row."""
        rows = self._rows(picture)
        alerts = {row.index: row.alerts for row in rows}
        if alerts != self._alerts_then or abs(picture.t_s - self._order_t_s) >= REORDER_S:
            ranked = sorted(rows, key=lambda row: (*(-count for count in row.alerts), -row.craft, row.index))
            self._order, self._order_t_s = tuple(row.index for row in ranked), picture.t_s
            self._alerts_then = alerts
        super().update(picture)

    def variant(self) -> tuple[int, ...]:
        """Pages that came at another time may have another order."""
        return self._order

    def compose(self, picture: Picture) -> tuple[Columns, Html]:
        """One row for each area, ranked."""
        by_index = {row.index: row for row in self._rows(picture)}
        rows = [by_index[index] for index in self._order if by_index[index].craft or any(by_index[index].alerts)]
        names = [
            self.context.say("elsewhere")
            if row.index == OUTSIDE
            else short_name(self.context.named(self.context.site.areas[row.index]))
            for row in rows
        ]
        columns: Columns = {"name": names, "craft": [row.craft for row in rows]}
        columns |= {colour: [row.alerts[at] for row in rows] for at, colour in enumerate(COLOURS_SHOWN)}
        most = max((row.craft for row in rows if row.index != OUTSIDE), default=0) or 1
        head = el("div.head", el("h2", self.context.say("areas")), el("span.more", self.context.say("areas_hint")))
        body = [_line(row, name, most) for row, name in zip(rows, names, strict=True)]
        return columns, join(head, el("div.areas", *body))

    def _rows(self, picture: Picture) -> list[Row]:
        return self.context.memo.once("area rows", stamp(picture), lambda: _count(self.context, picture))


def _count(context: Context, picture: Picture) -> list[Row]:
    site, vessels = context.site, picture.vessels
    craft_in = area_of(site, vessels["lon_deg"], vessels["lat_deg"])
    alert_in = area_of(site, [each.lon for each in picture.alerts], [each.lat for each in picture.alerts])
    colour = np.array([each.colour for each in picture.alerts], "U8")
    rows = []
    for index in (*range(len(site.areas)), OUTSIDE):
        kinds = vessels["kind"][craft_in == index]
        colours = colour[alert_in == index]
        parts = tuple(int(np.sum(kinds == KIND[part])) for part in PARTS)
        alerts = tuple(int(np.sum(colours == each)) for each in COLOURS_SHOWN)
        rows.append(Row(index, len(kinds), parts, alerts))
    return rows


def _line(row: Row, name: str, most: int) -> Html:
    marks = [
        el(f"span.mark.{colour}", f"{SHAPES[colour]}{count}")
        for colour, count in zip(COLOURS_SHOWN, row.alerts, strict=True)
        if count
    ]
    rest = row.craft - sum(row.parts)
    bars = [
        el(f"span.part.{part}", style=f"width:{min(count / most, 1.0):.1%}")
        for part, count in zip((*PARTS, "rest"), (*row.parts, rest), strict=True)
        if count
    ]
    return el(
        "div.area-row",
        el("div.area-name", el("span.called", name), *marks, el("b", row.craft)),
        el("div.track", *bars),
    )
