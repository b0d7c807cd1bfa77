"""The sheet on which a watch is handed over: `/desk/handover`. On screen it is signed, on paper it is filed.

What lives here: the address, the order of the sheet and its tables. What does not: the hand-over itself, which is a
command of the ledger (assets/js/desk/handover.js sends it), and the words (words/desk.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from dashboard.api.handler import Handler
from dashboard.common.alert_presenter import reason, rule_name, title, worst_first
from dashboard.common.light import palette_for
from dashboard.common.markup import Html, el, join
from dashboard.common.theme import SHAPES
from dashboard.map.tools import position
from dashboard.pages.desk_context import script
from dashboard.parts.desk_model import acknowledged_by
from dashboard.server.app_state import AppState
from dashboard.server.desk_client import as_of
from dashboard.words import LANGUAGES, WORDS, say, say_or, stopwatch
from models.casework.case import Book, LedgerEvent
from models.messages.picture import AlertView, FeedHealth, Picture

COLOURS_SHOWN = ("distress", "red", "orange", "yellow")
BEFORE_SHOWN = 3
SAID = ("sheet_signed", "desk_not_sent", "desk_needed")
HEAD = """<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>
<style>:root{{{palette}}}</style><link rel="stylesheet" href="/assets/css/handover.css">
<script>window.wanghaiSheet = {words}</script>
<script type="module" src="/assets/js/desk/handover.js"></script></head><body>"""


class HandOverHandler(Handler):
    """`?lang=zh|en&palette=…`; 503 while there is no picture."""

    def get(self) -> None:
        board = self.app.settings.dashboard
        lang = self.get_query_argument("lang", board.language)
        lang = lang if lang in LANGUAGES else board.language
        picture = self.picture()
        palette = palette_for(self.get_query_argument("palette", board.palette), picture.t_s, self.app.site)
        words = {key: WORDS[key][LANGUAGES.index(lang)] for key in SAID}
        head = HEAD.format(lang=lang, title=say(lang, "sheet"), palette=palette.css(), words=script([lang, words]))
        body = sheet(self.app, picture, as_of(self.app.desk.book, picture), lang)
        self.answer(f"{head}{body}</body></html>", "text/html")


def sheet(app: AppState, picture: Picture, book: Book, lang: str) -> Html:
    """The whole sheet."""
    site = app.site
    since = book.hand_overs[-1] if book.hand_overs else None
    clock = _Clock(site.utc_offset_h)
    name = site.title_zh if lang == "zh" else site.title_en
    return el(
        "main",
        el("h1", f"{name} · {say(lang, 'sheet')}"),
        el("p.mode", say(lang, f"mode_{picture.mode}", speed="").strip()) if picture.mode != "live" else None,
        el("p", f"{clock.local(picture.t_s)} · {clock.utc(picture.t_s)} UTC", el("b", id="officer")),
        el("p", say(lang, "sheet_since", at=clock.local(since.t_s), actor=since.actor)) if since else None,
        _counts(picture, book, lang),
        _section(lang, "sheet_open", [_alert(each, book, lang, clock) for each in worst_first(picture.alerts)]),
        _section(lang, "desk_notes", [_note(each, clock) for each in _notes(book, since)]),
        _section(lang, "sheet_marks", [_mark(each, lang, clock) for each in _marks(book, since)]),
        _section(lang, "desk_zones", [_zone(each, lang, clock) for each in book.zones.values()]),
        _section(lang, "sheet_watched", [_watched(each, clock) for each in book.watched.values()]),
        _section(lang, "sheet_feeds", [_feed(feed, picture.t_s, lang) for feed in picture.feeds]),
        _section(lang, "sheet_before", [_before(each, lang, clock) for each in book.hand_overs[-BEFORE_SHOWN:]]),
        _audit(book, lang),
        _form(lang),
    )


def routes(given: dict[str, Any]) -> list[Any]:
    """The address of the sheet."""
    return [(r"/desk/handover", HandOverHandler, given)]


class _Clock:
    """Moments as they are written on the sheet."""

    def __init__(self, offset_h: float) -> None:
        self._offset_s = offset_h * 3600

    def utc(self, t_s: float) -> str:
        """`2026-11-23 12:34:56`."""
        return datetime.fromtimestamp(t_s, UTC).strftime("%Y-%m-%d %H:%M:%S")

    def local(self, t_s: float) -> str:
        """The same by the site's clock."""
        return self.utc(t_s + self._offset_s)


def _counts(picture: Picture, book: Book, lang: str) -> Html:
    cells = []
    for colour in COLOURS_SHOWN:
        some = [each for each in picture.alerts if each.colour == colour]
        unseen = sum(not acknowledged_by(each, book) for each in some)
        told = say(lang, "sheet_unseen", count=unseen) if unseen else ""
        cells.append(
            el(f"td.{colour}", SHAPES[colour], " ", say(lang, f"short_{colour}"), " ", el("b", len(some)), " ", told)
        )
    cells.append(el("td", say(lang, "count_all"), " ", el("b", f"{len(picture.vessels['track_id']):,}")))
    return el("table.counts", el("tr", *cells))


def _section(lang: str, heading: str, rows: Iterable[Html]) -> Html:
    lines = list(rows)
    body = el("table", *lines) if lines else el("p.none", say(lang, "sheet_none"))
    return el("section", el("h2", say(lang, heading), f" ({len(lines)})" if lines else ""), body)


def _row(*cells: object) -> Html:
    return el("tr", *(each if isinstance(each, Html) and each.startswith("<td") else el("td", each) for each in cells))


def _alert(alert: AlertView, book: Book, lang: str, clock: _Clock) -> Html:
    actor = acknowledged_by(alert, book)
    said = [str(event.body.get("reason", "")) for event in book.marks.get(alert.alert_id, ())]
    named = title(alert, lang)
    return _row(
        el(f"td.{alert.colour}", SHAPES[alert.colour], " ", say(lang, f"short_{alert.colour}")),
        rule_name(alert.rule, lang),
        join(el("b", named), "" if str(alert.mmsi) in named else f" {alert.mmsi or ''}"),
        reason(alert, lang),
        position(alert.lat, alert.lon),
        el("td.time", clock.local(alert.since_s)[11:]),
        el("td.state", say(lang, "state_seen", actor=actor) if actor else say(lang, "state_open")),
        "; ".join(filter(None, said)),
    )


def _notes(book: Book, since: LedgerEvent | None) -> list[LedgerEvent]:
    return _newer((event for events in book.notes.values() for event in events), since)


def _marks(book: Book, since: LedgerEvent | None) -> list[LedgerEvent]:
    return _newer((event for events in book.marks.values() for event in events), since)


def _newer(events: Iterable[LedgerEvent], since: LedgerEvent | None) -> list[LedgerEvent]:
    return sorted((each for each in events if since is None or each.seq > since.seq), key=lambda each: each.seq)


def _note(event: LedgerEvent, clock: _Clock) -> Html:
    return _row(clock.local(event.t_s)[11:], event.actor, event.subject, str(event.body.get("text", "")))


def _mark(event: LedgerEvent, lang: str, clock: _Clock) -> Html:
    alert = event.body.get("alert", {})
    return _row(
        clock.local(event.t_s)[11:],
        event.actor,
        say(lang, f"desk_did_{event.body.get('mark', '')}"),
        say_or(lang, f"rule_{alert.get('rule', '')}", str(alert.get("rule", ""))),
        str(alert.get("name") or alert.get("mmsi") or event.subject),
        str(event.body.get("reason", "")),
    )


def _zone(event: LedgerEvent, lang: str, clock: _Clock) -> Html:
    told = event.body["feature"]["properties"]
    name = told["name_zh"] if lang == "zh" else told["name_en"]
    kind = say_or(lang, f"zone_kind_{told['kind']}", told["kind"])
    return _row(el("td", el("b", name)), kind, event.actor, clock.local(event.t_s))


def _watched(event: LedgerEvent, clock: _Clock) -> Html:
    named = str(event.body.get("name", ""))
    return _row(event.subject, named, str(event.body.get("reason", "")), event.actor, clock.local(event.t_s))


def _feed(feed: FeedHealth, t_s: float, lang: str) -> Html:
    silent = "—" if feed.last_rx_s is None else stopwatch(t_s - feed.last_rx_s)
    off = "" if feed.offset_s is None else say(lang, "feed_off", s=feed.offset_s)
    state = say(lang, f"sheet_feed_{feed.state}")
    return _row(el("td", el("b", feed.id)), state, silent, f"{feed.rate_per_s:.1f}/s", off)


def _before(event: LedgerEvent, lang: str, clock: _Clock) -> Html:
    told = say(lang, "sheet_handed", actor=event.actor, to=str(event.body.get("to", "")))
    return _row(clock.local(event.t_s), told, str(event.body.get("text", "")))


def _audit(book: Book, lang: str) -> Html:
    """How far the record goes; the head of its chain is written into every hand-over."""
    last = book.hand_overs[-1].body.get("audit", {}) if book.hand_overs else {}
    digest = str(last.get("hash", ""))
    told = [say(lang, "sheet_record", seq=book.seq)]
    if digest:
        told.append(say(lang, "sheet_head", seq=last.get("seq", ""), digest=digest))
    return el("p.audit", " · ".join(told))


def _form(lang: str) -> Html:
    return el(
        "form",
        el("label", el("span", say(lang, "sheet_to")), el("input", name="to", maxlength="64", autocomplete="off")),
        el("label", el("span", say(lang, "sheet_text")), el("textarea", name="text", rows="3", maxlength="3000")),
        el("p.wrong", role="alert"),
        el(
            "div.acts",
            el("button", say(lang, "sheet_print"), type_="button", id="print"),
            el("button.main", say(lang, "sheet_sign"), type_="submit"),
        ),
        id="sign",
    )
