"""The lamps over the map: whether each feed delivers, its rate, and since when it does not.

No data must never look like no ships.
"""

from __future__ import annotations

from datetime import UTC, datetime

from dashboard.common.markup import Html, el
from dashboard.panels.base import Columns, Context, HtmlPanel, panel
from dashboard.words import say_or, stopwatch
from models.messages.picture import FeedHealth, Picture

LAMPS = {"ok": "●", "late": "▲", "silent": "■", "down": "■", "ended": "○"}
WORST_FIRST = ("down", "silent", "late", "ok", "ended")
MOST = 7
DEAF = ("silent", "down")
OFF_S = 5.0  # a feed's delay and clock worth telling: fixes of 20 kn are 50 m away by then


@panel("feeds")
class FeedsPanel(HtmlPanel):
    """One chip for each feed, the troubled first; the rest of many good ones as a number."""

    def compose(self, picture: Picture) -> tuple[Columns, Html]:
        """A row for each chip."""
        feeds = sorted(picture.feeds, key=lambda feed: (WORST_FIRST.index(feed.state), feed.id))
        shown = feeds[:MOST]
        texts = [feed_state(self.context, feed, picture.t_s) for feed in shown]
        columns: Columns = {
            "id": [feed.id for feed in shown],
            "state": [feed.state for feed in shown],
            "text": texts,
        }
        chips = [_chip(feed, self._name(feed), text) for feed, text in zip(shown, texts, strict=True)]
        if len(feeds) > MOST:
            chips.append(el("span.chip", self.context.say("feeds_more", count=len(feeds) - MOST)))
        spared = picture.totals.get("spared", 0)
        if spared:
            chips.append(el("span.chip.late", el("span.lamp", "▲"), self.context.say("spared", step=spared)))
        if not feeds:
            chips.append(el("span.chip.silent", el("span.lamp", "■"), self.context.say("feeds_none")))
        return columns, el("div.feeds", *chips)

    def _name(self, feed: FeedHealth) -> str:
        kind = say_or(self.context.lang, f"feed_kind_{feed.kind}", feed.kind)
        return feed.id if kind.lower() in feed.id.lower() else f"{kind} {feed.id}"


def feed_state(context: Context, feed: FeedHealth, t_s: float) -> str:
    """How much is heard or since when nothing is, a clock that is off, and the ingestor's own words."""
    off = feed.offset_s if feed.offset_s is not None and abs(feed.offset_s) >= OFF_S else None
    parts = (_state(context, feed, t_s), context.say("feed_off", s=off) if off is not None else "", feed.note)
    return " · ".join(filter(None, parts))


def _state(context: Context, feed: FeedHealth, t_s: float) -> str:
    if feed.state == "ok" and feed.kind == "report":
        return context.say("feed_reports", count=feed.messages)
    if feed.state == "ok":
        return context.say("feed_ok", rate=_rate(feed.rate_per_s))
    if feed.state == "ended":
        return context.say("feed_ended")
    if feed.last_rx_s is None:
        return context.say("feed_never")
    local = datetime.fromtimestamp(feed.last_rx_s + context.site.utc_offset_h * 3600, UTC)
    return context.say(f"feed_{feed.state}", silence=stopwatch(t_s - feed.last_rx_s), since=f"{local:%H:%M}")


def deaf(picture: Picture) -> int:
    """How many feeds of sensors are not heard; reports come when there is something to report."""
    return sum(feed.state in DEAF for feed in picture.feeds if feed.kind != "report")


def blind(picture: Picture) -> bool:
    """Is no sensor heard at all? Then nothing on the page may look like a calm sea."""
    return deaf(picture) == sum(feed.kind != "report" for feed in picture.feeds)


def _chip(feed: FeedHealth, name: str, text: str) -> Html:
    return el(f"span.chip.{feed.state}", el("span.lamp", LAMPS[feed.state]), el("b", name), text)


def _rate(per_s: float) -> str:
    return f"{per_s:.1f}" if per_s < 10 else f"{per_s:,.0f}"
