"""Lamps over the map: whether each feed delivers, its rate, and since when it does not.

Missing data must never look like an absence of ships.
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
OFF_S = 5.0  # delay or clock offset of a feed that is shown: a vessel at 20 kn moves 50 m in this time


@panel("feeds")
class FeedsPanel(HtmlPanel):
    """Shows one chip for each feed, those with problems first; many good feeds are shown as a number."""

    def compose(self, picture: Picture) -> tuple[Columns, Html]:
        """Return a row for each chip."""
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
    """Return the rate of a feed or since when it is silent, its clock offset, and the ingestor's own message."""
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
    """Return how many sensor feeds are silent; feeds of reports may be silent without a fault."""
    return sum(feed.state in DEAF for feed in picture.feeds if feed.kind != "report")


def blind(picture: Picture) -> bool:
    """Return whether no sensor feed is received. If so, no part of the page may show calm."""
    return deaf(picture) == sum(feed.kind != "report" for feed in picture.feeds)


def _chip(feed: FeedHealth, name: str, text: str) -> Html:
    return el(f"span.chip.{feed.state}", el("span.lamp", LAMPS[feed.state]), el("b", name), text)


def _rate(per_s: float) -> str:
    return f"{per_s:.1f}" if per_s < 10 else f"{per_s:,.0f}"
