"""Ticker at the bottom: the latest changes."""

from __future__ import annotations

from datetime import UTC, datetime

from dashboard.common.alert_words import reason, title
from dashboard.common.markup import Html, el
from dashboard.common.theme import SHAPES
from dashboard.panels.base import Columns, HtmlPanel, panel
from models.messages.picture import AlertChange, Picture

MOST = 10


@panel("ticker")
class TickerPanel(HtmlPanel):
    """Shows the newest change at the left; what does not fit fades out at the right."""

    def compose(self, picture: Picture) -> tuple[Columns, Html]:
        """Return a row for each change shown."""
        newest = sorted(picture.changes, key=lambda change: -change.t_s)[:MOST]
        times = [self._time(change.t_s) for change in newest]
        texts = [f"{title(each.alert, self.context.lang)} · {reason(each.alert, self.context.lang)}" for each in newest]
        columns: Columns = {"time": times, "event": [change.event for change in newest], "text": texts}
        if not newest:
            return columns, el("div.ticker", el("span.quiet", self.context.say("ticker_none")))
        return columns, el("div.ticker", *map(self._item, newest, times, texts))

    def _time(self, t_s: float) -> str:
        return datetime.fromtimestamp(t_s + self.context.site.utc_offset_h * 3600, UTC).strftime("%H:%M:%S")

    def _item(self, change: AlertChange, time: str, text: str) -> Html:
        colour = "well" if change.event == "clear" else change.alert.colour
        mark = "✓" if change.event == "clear" else SHAPES[change.alert.colour]
        event = el(f"b.{colour}", f"{mark} {self.context.say(f'event_{change.event}')}")
        return el("span.item", el("i", time), event, text)
