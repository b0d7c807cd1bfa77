"""Header of the desk, lamps, filters, and the list of drawn zones."""

from __future__ import annotations

from datetime import UTC, datetime

from dashboard.common.markup import Html, el, join
from dashboard.panels.feeds import LAMPS, WORST_FIRST, feed_state
from dashboard.panels.top import BEIJING_OFFSET_H, badge
from dashboard.parts.desk_model import DeskModel
from dashboard.words import say_or, stopwatch
from models.casework.case import LedgerEvent
from models.messages.processes import ProcessStatus

KINDS_OFFERED = ("fishing", "merchant", "passenger", "law", "service", "pleasure", "gear", "unknown")
FEEDS_SHOWN = 5


def top(model: DeskModel) -> Html:
    """Return the header: the site, the mode, and the time in UTC and local."""
    context, picture = model.context, model.picture
    title = context.site.title_zh if context.lang == "zh" else context.site.title_en
    offset_h = context.site.utc_offset_h
    place = "beijing" if offset_h == BEIJING_OFFSET_H else "local"
    return join(
        el("h1", title),
        el(f"span.badge.{picture.mode}", badge(context, picture)),
        el("span.clock", el("i", context.say("utc")), el("b", _clock(picture.t_s))),
        el("span.clock", el("i", context.say(place)), el("b", _clock(picture.t_s + offset_h * 3600))),
    )


def lamps(model: DeskModel) -> Html:
    """Return a red lamp for each process that is down, then one for each feed; a good feed shows only its name."""
    return join(*(_down(model, each) for each in model.down), _feeds(model))


def _down(model: DeskModel, status: ProcessStatus) -> Html:
    say = model.context.say
    feed = status.name.removeprefix(status.role).removeprefix("-")
    name = " ".join(filter(None, (say_or(model.context.lang, f"process_{status.role}", status.role), feed)))
    title = " · ".join(filter(None, (say("process_down", name=name, exit=status.last_exit), status.why)))
    return el("span.lamp-chip.down", el("span.lamp", LAMPS["down"]), name, title=title)


def _feeds(model: DeskModel) -> Html:
    picture = model.picture
    feeds = sorted(picture.feeds, key=lambda feed: (WORST_FIRST.index(feed.state), feed.id))
    chips = [
        el(
            f"span.lamp-chip.{feed.state}",
            el("span.lamp", LAMPS[feed.state]),
            feed.id,
            None
            if feed.state in ("ok", "ended") or feed.last_rx_s is None
            else el("b", stopwatch(picture.t_s - feed.last_rx_s)),
            title=f"{feed.id} · {feed_state(model.context, feed, picture.t_s)}",
        )
        for feed in feeds[:FEEDS_SHOWN]
    ]
    if len(feeds) > FEEDS_SHOWN:
        chips.append(el("span.lamp-chip", f"+{len(feeds) - FEEDS_SHOWN}"))
    return join(*chips) if feeds else el("span.lamp-chip.silent", model.context.say("feeds_none"))


def filters(model: DeskModel) -> Html:
    """Return toggle buttons: kinds of vessels, then whose alerts."""
    say, view_state = model.context.say, model.view_state
    kinds = [_toggle("kinds", kind, say(f"kind_{kind}"), kind in view_state.kinds) for kind in KINDS_OFFERED]
    whose = [
        _toggle("unseen", "", say("desk_unseen_only"), view_state.unseen),
        _toggle("mine", "", say("desk_mine_only"), view_state.mine),
    ]
    clear = el("button.chip-button.clear", say("desk_clear"), type_="button", data_do="clear-filters")
    return join(el("div.chips", *kinds), el("div.chips", *whose, clear if view_state.filtered else None))


def zones(model: DeskModel) -> Html:
    """Return the zones drawn by officers and not ended, newest first; those in use by the core are ticked."""
    drawn = sorted(model.book.zones.values(), key=lambda event: -event.seq)
    if not drawn:
        return el("p.quiet", model.context.say("desk_no_zones"))
    taken = {feature["properties"]["id"] for feature in model.picture.zones}
    return join(*(_zone(model, event, event.subject in taken) for event in drawn))


def _zone(model: DeskModel, event: LedgerEvent, taken: bool) -> Html:
    say, lang = model.context.say, model.context.lang
    zone = event.body["feature"]["properties"]
    name = zone["name_zh"] if lang == "zh" else zone["name_en"]
    kind = say_or(lang, f"zone_kind_{zone['kind']}", zone["kind"])
    return el(
        "div.zone-row",
        el("strong", "✓ " if taken else "", name),
        el("span.soft", f"{kind} · {model.context.officer(event.actor)}"),
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
