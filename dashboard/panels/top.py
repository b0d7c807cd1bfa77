"""Header of the wall: the site, the mode, the number of vessels, and the picture's time."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

from dashboard.common.markup import Html, el, join
from dashboard.panels.base import Columns, Context, HtmlPanel, panel
from models.base.schema import KIND
from models.messages.picture import Picture

COUNTED = ("fishing", "merchant", "passenger", "law")
BEIJING_OFFSET_H = 8.0


@panel("top")
class TopPanel(HtmlPanel):
    """Shows title, mode, counts and clocks."""

    def compose(self, picture: Picture) -> tuple[Columns, Html]:
        """Return the values of the header; counts are of all vessels in the picture."""
        kinds = picture.vessels["kind"]
        counts = {"all": len(kinds)} | {kind: int(np.sum(kinds == KIND[kind])) for kind in COUNTED}
        utc, local = self._clocks(picture.t_s)
        columns: Columns = {
            "mode": [picture.mode],
            "utc": [utc],
            "local": [local],
            **{f"count_{name}": [count] for name, count in counts.items()},
        }
        if not picture.core_id:  # nothing has been published yet: there are no counts and no time
            return columns, self._title(picture)
        return columns, join(self._title(picture), self._counts(counts), self._times(picture.t_s, utc, local))

    def _clocks(self, t_s: float) -> tuple[str, str]:
        moments = (t_s, t_s + self.context.site.utc_offset_h * 3600)
        utc, local = (datetime.fromtimestamp(moment, UTC).strftime("%H:%M:%S") for moment in moments)
        return utc, local

    def _title(self, picture: Picture) -> Html:
        site = self.context.site
        return el(
            "div.title",
            el("h1", site.title_zh if self.context.lang == "zh" else site.title_en),
            el(f"span.badge.{picture.mode}", badge(self.context, picture)),
        )

    def _counts(self, counts: dict[str, int]) -> Html:
        return el(
            "div.counts",
            *(
                el(f"div.count.{name}", el("b", f"{count:,}"), el("i", self.context.say(f"count_{name}")))
                for name, count in counts.items()
                if count or name in ("all", "fishing", "merchant")
            ),
        )

    def _times(self, t_s: float, utc: str, local: str) -> Html:
        offset_h = self.context.site.utc_offset_h
        place = "beijing" if offset_h == BEIJING_OFFSET_H else "local"
        day = datetime.fromtimestamp(t_s + offset_h * 3600, UTC).strftime("%Y-%m-%d")
        return el(
            "div.clocks",
            el("div.clock", el("i", self.context.say("utc")), el("b", utc)),
            el("div.clock.day", el("i", self.context.say(place)), el("b", day)),
            el("div.clock", el("b", local)),
        )


def badge(context: Context, picture: Picture) -> str:
    """Return the mode (live, replay, exercise) and its speed; a paused run must not look like calm."""
    held = {"paused": "pace_paused", "seeks": "pace_seeks"}.get(picture.pace)
    usual = "" if picture.speed == 1 else context.say("speed", speed=_speed(picture.speed))
    return context.say(f"mode_{picture.mode}", speed=context.say(held) if held else usual).strip()


def _speed(speed: float) -> str:
    return "∞" if speed == float("inf") else f"{speed:g}"
