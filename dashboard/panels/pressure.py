"""Panel of enforcement pressure: for each unit, how far its work exceeds its boats, as one number and three parts.

Units keep the order of the site, so that each is always in the same place; the total is last.
"""

from __future__ import annotations

import math
from typing import Any

from dashboard.common.markup import Html, el, join
from dashboard.panels.base import Columns, HtmlPanel, panel
from models.base.schema import COLOURS
from models.messages.evaluation import NO_UNIT
from models.messages.picture import Picture

PARTS = ("load", "wait", "overdue")
WHOLE = 0.999999


@panel("pressure")
class PressurePanel(HtmlPanel):
    """Shows one row for each unit."""

    def compose(self, picture: Picture) -> tuple[Columns, Html]:
        """Return a row for each unit. The parts of a bar have lengths in proportion to -ln(1 - part)."""
        table = {name: column.tolist() for name, column in picture.pressure.items()}
        count, units = len(picture.pressure["unit"]), len(self.context.site.units)
        rows = [{name: values[at] for name, values in table.items()} for at in range(count)]
        rows = [row for row in rows if row["unit"] == NO_UNIT or row["unit"] < units]
        called = [self._name(row["unit"]) for row in rows]
        columns: Columns = {"unit": called} | {name: [row[name] for row in rows] for name in ("pressure", "overdue")}
        keys = [el(f"span.{part}", "■ ", el("i", self.context.say(f"part_{part}"))) for part in PARTS]
        heads = (el("i.boats", self.context.say("boats_hint")), el("i.pressure", self.context.say("pressure_hint")))
        hint = el("span.more.keys", *keys, el(f"span.unit-heads.{self.context.lang}", *heads))
        head = el("div.head", el("h2", self.context.say("pressure")), hint)
        lines = [self._line(row, name) for row, name in zip(rows, called, strict=True)]
        if not rows:
            without = "pressure_none" if self.context.site.force.craft else "site_without_craft"
            lines = [el("p.quiet", self.context.say(without))]
        advice = picture.advice.get(self.context.lang, "")
        return columns, join(
            head, el(f"div.units.{self.context.lang}", *lines), el("p.advice", advice and f"→ {advice}")
        )

    def _name(self, unit: int) -> str:
        if unit == NO_UNIT:
            return self.context.say("all_units")
        return self.context.named(self.context.site.units[unit])

    def _work(self, row: dict[str, Any]) -> Html:
        """Return how much of a unit's open work is overdue; if none is, how much there is."""
        if row["overdue"]:
            return el("span.late", self.context.say("overdue", count=row["overdue"]))
        return el("span.open-work", self.context.say("open_work", count=row["work"]) if row["work"] else "")

    def _line(self, row: dict[str, Any], name: str) -> Html:
        bars = [
            el(f"span.part.{part}", style=f"width:{share:.1%}")
            for part, share in zip(PARTS, shares(row), strict=True)
            if share > 0
        ]
        return el(
            f"div.unit-row.{COLOURS[row['level']]}{'.all' if row['unit'] == NO_UNIT else ''}",
            el("span.called", name),
            el("span.track", *bars),
            self._work(row),
            el("span.boats", f"{row['boats_ready']}/{row['boats']}"),
            el("b", round(row["pressure"] * 100)),
        )


def shares(row: dict[str, Any]) -> list[float]:
    """Return the length of each part of the bar; their sum is the pressure."""
    weights = [-math.log1p(-min(max(row[f"part_{part}"], 0.0), WHOLE)) for part in PARTS]
    whole = sum(weights)
    return [row["pressure"] * weight / whole if whole else 0.0 for weight in weights]
