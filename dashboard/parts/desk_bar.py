"""The slim line at the top, the lamps, the choice of filters, and the list of drawn zones.

What lives here: these small parts of the officer's page. What does not: queue and card.
"""

from __future__ import annotations

from datetime import UTC, datetime

from dashboard.common.markup import Html, el, join
from dashboard.panels.feeds import LAMPS, WORST_FIRST, told
from dashboard.panels.top import BEIJING_OFFSET_H, badge
from dashboard.parts.desk_model import Scene
from dashboard.words import say_or, stopwatch
from models.casework.case import Event

KINDS_OFFERED = ("fishing", "merchant", "passenger", "law", "service", "pleasure", "gear", "unknown")
FEEDS_SHOWN = 5


def top(scene: Scene) -> Html:
    """Whose sea, live or not, and the time in UTC and here."""
    context, picture = scene.context, scene.picture
    title = context.site.title_zh if context.lang == "zh" else context.site.title_en
    offset_h = context.site.utc_offset_h
    place = "beijing" if offset_h == BEIJING_OFFSET_H else "local"
    return join(
        el("h1", title),
        el(f"span.badge.{picture.mode}", badge(context, picture)),
        el("span.clock", el("i", context.say("utc")), el("b", _clock(picture.t_s))),
        el("span.clock", el("i", context.say(place)), el("b", _clock(picture.t_s + offset_h * 3600))),
    )


def lamps(scene: Scene) -> Html:
    """One lamp for each feed, the troubled first; a good one says no more than its name until it is pointed at."""
    picture = scene.picture
    feeds = sorted(picture.feeds, key=lambda feed: (WORST_FIRST.index(feed.state), feed.id))
    chips = [
        el(
            f"span.lamp-chip.{feed.state}",
            el("span.lamp", LAMPS[feed.state]),
            feed.id,
            None
            if feed.state in ("ok", "ended") or feed.last_rx_s is None
            else el("b", stopwatch(picture.t_s - feed.last_rx_s)),
            title=f"{feed.id} · {told(scene.context, feed, picture.t_s)}",
        )
        for feed in feeds[:FEEDS_SHOWN]
    ]
    if len(feeds) > FEEDS_SHOWN:
        chips.append(el("span.lamp-chip", f"+{len(feeds) - FEEDS_SHOWN}"))
    return join(*chips) if feeds else el("span.lamp-chip.silent", scene.context.say("feeds_none"))


def filters(scene: Scene) -> Html:
    """Buttons that stay pressed: kinds of craft, then whose alerts."""
    say, wish = scene.context.say, scene.wish
    kinds = [_toggle("kinds", kind, say(f"kind_{kind}"), kind in wish.kinds) for kind in KINDS_OFFERED]
    whose = [
        _toggle("unseen", "", say("desk_unseen_only"), wish.unseen),
        _toggle("mine", "", say("desk_mine_only"), wish.mine),
    ]
    clear = el("button.chip-button.clear", say("desk_clear"), type_="button", data_do="clear-filters")
    return join(el("div.chips", *kinds), el("div.chips", *whose, clear if wish.filtered else None))


def zones(scene: Scene) -> Html:
    """The zones drawn by officers and not ended, newest first; one that the core has taken in is ticked."""
    drawn = sorted(scene.book.zones.values(), key=lambda event: -event.seq)
    if not drawn:
        return el("p.quiet", scene.context.say("desk_no_zones"))
    taken = {feature["properties"]["id"] for feature in scene.picture.zones}
    return join(*(_zone(scene, event, event.subject in taken) for event in drawn))


def _zone(scene: Scene, event: Event, taken: bool) -> Html:
    say, lang = scene.context.say, scene.context.lang
    told = event.body["feature"]["properties"]
    name = told["name_zh"] if lang == "zh" else told["name_en"]
    kind = say_or(lang, f"zone_kind_{told['kind']}", told["kind"])
    return el(
        "div.zone-row",
        el("strong", "✓ " if taken else "", name),
        el("span.soft", f"{kind} · {event.actor}"),
        el("button.act", say("desk_zone_show"), type_="button", data_do="zone-show", data_zone=event.subject),
        el("button.act", say("desk_zone_edit"), type_="button", data_do="zone-edit", data_zone=event.subject),
        el("button.act", say("desk_zone_end"), type_="button", data_do="zone-end", data_zone=event.subject),
        data_key=event.subject,
    )


def _toggle(name: str, value: str, word: str, on: bool) -> Html:
    return el(
        "button.chip-button",
        word,
        type_="button",
        data_do="filter",
        data_filter=name,
        data_value=value,
        aria_pressed=str(on).lower(),
    )


def _clock(t_s: float) -> str:
    return datetime.fromtimestamp(t_s, UTC).strftime("%H:%M:%S")
