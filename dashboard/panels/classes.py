"""Panel of vessels by kind: those under way, and all."""

from __future__ import annotations

import numpy as np

from dashboard.common.markup import Html, el, join
from dashboard.panels.base import Columns, HtmlPanel, panel
from models.base.schema import KIND
from models.messages.picture import Picture

UNDER_WAY_KN = 0.5
ORDER = (
    "fishing",
    "merchant",
    "passenger",
    "law",
    "service",
    "pleasure",
    "other",
    "unknown",
    "aton",
    "base",
    "aircraft",
    "gear",
    "distress",
)
SHOWN = 6


@panel("classes")
class ClassesPanel(HtmlPanel):
    """Shows one bar for each kind that is present."""

    def compose(self, picture: Picture) -> tuple[Columns, Html]:
        """Return rows in a fixed order of kinds, so that no row moves."""
        kind, moving = picture.vessels["kind"], picture.vessels["sog_kn"] >= UNDER_WAY_KN
        counts = [(name, int(np.sum(kind == KIND[name])), int(np.sum(moving[kind == KIND[name]]))) for name in ORDER]
        shown = [each for each in counts if each[1]][:SHOWN]
        most = max((total for _, total, _ in shown), default=1)
        columns: Columns = {
            "kind": [name for name, _, _ in shown],
            "all": [total for _, total, _ in shown],
            "under_way": [under_way for *_, under_way in shown],
        }
        head = el(
            "div.head",
            el("h2", self.context.say("classes")),
            el("span.more", self.context.say("classes_hint")),
        )
        return columns, join(head, el("div.classes", *(self._line(*each, most) for each in shown)))

    def _line(self, name: str, total: int, under_way: int, most: int) -> Html:
        return el(
            "div.class-row",
            el("span.called", self.context.say(f"kind_{name}")),
            el(
                "span.track",
                el(f"span.part.{name}", style=f"width:{under_way / most:.1%}"),
                el(f"span.part.{name}.idle", style=f"width:{(total - under_way) / most:.1%}"),
            ),
            el("span.figures", el("i", f"{under_way:,}"), el("b", f"{total:,}")),
        )
