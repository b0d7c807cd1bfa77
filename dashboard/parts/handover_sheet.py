"""Content of the hand-over sheet: open alerts, actions since the last hand-over, feeds, and the record.

They are the values of assets/html/parts/handover_sheet.html. Times are local to the site.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from dashboard.common.alert_words import reason, rule_name, title, worst_first
from dashboard.common.english_names import Names, english_names, officer
from dashboard.common.theme import SHAPES
from dashboard.map.tools import position
from dashboard.parts.desk_model import acknowledged_by, did
from dashboard.words import say, say_or, stopwatch
from models.casework.case import Book, LedgerEvent, standing_marks
from models.messages.picture import OPEN_STATES, AlertView, FeedHealth, Picture
from models.site.site import Site

COLOURS_SHOWN = ("distress", "red", "orange", "yellow")
BEFORE_SHOWN = 3
Rows = list[tuple[str, ...]]


@dataclass(frozen=True)
class SheetCount:
    """Number of alerts of a colour, of those not acknowledged, and of those that ended unacknowledged."""

    colour: str
    shape: str
    count: int
    unseen: int
    cleared: int


@dataclass(frozen=True)
class SheetAlert:
    """An open alert; `mmsi` is empty if the title contains it, `reasons` are the reasons given by officers."""

    colour: str
    shape: str
    rule: str
    title: str
    mmsi: str
    reason: str
    position: str
    since: str
    status: str
    reasons: list[str]


@dataclass(frozen=True)
class HandOverSheet:
    """The whole sheet; rows are texts in column order."""

    site: str
    mode: str
    local: str
    utc: str
    since: str
    counts: list[SheetCount]
    vessels: str
    open: list[SheetAlert]
    open_note: str
    notes: Rows
    marks: Rows
    zones: Rows
    watched: Rows
    feeds: Rows
    before: Rows
    audit: list[str]


def handover_sheet(site: Site, picture: Picture, book: Book, lang: str) -> HandOverSheet:
    """Return the sheet of a moment."""
    since = book.hand_overs[-1] if book.hand_overs else None
    form = SheetForm(site.utc_offset_h, lang, english_names(book))
    return HandOverSheet(
        site=site.title_zh if lang == "zh" else site.title_en,
        mode="" if picture.mode == "live" else say(lang, f"mode_{picture.mode}", speed="").strip(),
        local=form.local(picture.t_s),
        utc=form.utc(picture.t_s),
        since=say(lang, "sheet_since", at=form.local(since.t_s), actor=form.officer(since.actor)) if since else "",
        counts=[_count(colour, picture, book) for colour in COLOURS_SHOWN],
        vessels=f"{len(picture.vessels['track_id']):,}",
        open=[_alert(each, book, lang, form) for each in _listed(picture)],
        open_note=_shown(picture, lang),
        notes=[_note(each, form) for each in _newer(book.notes.values(), since)],
        marks=[_mark(each, lang, form) for each in _newer(book.marks.values(), since)],
        zones=[_zone(each, lang, form) for each in book.zones.values()],
        watched=[_watched(each, form) for each in book.watched.values()],
        feeds=[_feed(feed, picture.t_s, lang) for feed in picture.feeds],
        before=[_before(each, lang, form) for each in book.hand_overs[-BEFORE_SHOWN:]],
        audit=_audit(book, lang),
    )


class SheetForm:
    """Formats times and names of officers for the sheet."""

    def __init__(self, offset_h: float, lang: str, names: Names) -> None:
        self._offset_s = offset_h * 3600
        self._lang, self._names = lang, names

    def officer(self, name: str) -> str:
        """Return the name of an officer in the language of the sheet."""
        return officer(name, self._lang, self._names)

    def utc(self, t_s: float) -> str:
        """Format UTC as `2026-11-23 12:34:56`."""
        return datetime.fromtimestamp(t_s, UTC).strftime("%Y-%m-%d %H:%M:%S")

    def local(self, t_s: float) -> str:
        """Format local time as `2026-11-23 12:34:56`."""
        return self.utc(t_s + self._offset_s)

    def local_time(self, t_s: float) -> str:
        """Format local time as `12:34:56`."""
        return self.local(t_s)[11:]


def _count(colour: str, picture: Picture, book: Book) -> SheetCount:
    carried = [each for each in picture.alerts if each.colour == colour]
    unseen = sum(not acknowledged_by(each, book) for each in carried)
    unseen += max(0, picture.unseen_count(colour) - sum(each.state in OPEN_STATES for each in carried))
    count, cleared = picture.count(colour), picture.cleared_count(colour)
    return SheetCount(colour, SHAPES[colour], count, unseen, cleared)


def _listed(picture: Picture) -> list[AlertView]:
    """Return the standing alerts, worst first, then those that ended before anyone acknowledged them."""
    return [*worst_first(picture.alerts), *picture.rectified]


def _shown(picture: Picture, lang: str) -> str:
    """Return how many alerts are listed, if a picture carries fewer than there are."""
    shown = len(picture.alerts) + len(picture.rectified)
    short = shown < picture.open_count
    return say(lang, "sheet_shown", shown=shown, count=f"{picture.open_count:,}") if short else ""


def _alert(alert: AlertView, book: Book, lang: str, form: SheetForm) -> SheetAlert:
    actor, whom = form.officer(acknowledged_by(alert, book)), title(alert, lang)
    reasons = [str(event.body.get("reason", "")) for event in standing_marks(book.marks.get(alert.alert_id, ()))]
    return SheetAlert(
        colour=alert.colour,
        shape=SHAPES[alert.colour],
        rule=rule_name(alert.rule, lang),
        title=whom,
        mmsi=str(alert.mmsi) if alert.mmsi and str(alert.mmsi) not in whom else "",
        reason=reason(alert, lang),
        position=position(alert.lat, alert.lon),
        since=form.local_time(alert.since_s),
        status=_status(alert, actor, lang, form),
        reasons=[each for each in reasons if each],
    )


def _status(alert: AlertView, actor: str, lang: str, form: SheetForm) -> str:
    """Return who acknowledged the alert; or open, and if it is silenced, by whom and until when."""
    if alert.silent_s is not None:
        seen = say(lang, "state_seen", actor=actor) if actor else say(lang, "state_open")
        return f"{seen} · {say(lang, 'desk_silent')} ({form.local_time(alert.silent_s)})"
    if actor:
        return say(lang, "state_seen", actor=actor)
    if alert.state == "rectified":
        how = (say(lang, f"ending_{alert.ending}") if alert.ending else "", _at(alert.cleared_s, form))
        return " · ".join(filter(None, (say(lang, "desk_cleared"), *how)))
    if alert.state != "silenced" or alert.silenced_until_s is None:
        return say(lang, "state_open")
    until = form.local_time(alert.silenced_until_s)
    return f"{say(lang, 'state_open')} · {say(lang, 'desk_silenced', actor=form.officer(alert.silenced_by))} → {until}"


def _at(t_s: float | None, form: SheetForm) -> str:
    return "" if t_s is None else form.local_time(t_s)


def _newer(by_subject: Iterable[tuple[LedgerEvent, ...]], since: LedgerEvent | None) -> list[LedgerEvent]:
    """Return the events after the last hand-over, oldest first."""
    events = (event for each in by_subject for event in each)
    return sorted((each for each in events if since is None or each.seq > since.seq), key=lambda each: each.seq)


def _note(event: LedgerEvent, form: SheetForm) -> tuple[str, ...]:
    return form.local_time(event.t_s), form.officer(event.actor), event.subject, str(event.body.get("text", ""))


def _mark(event: LedgerEvent, lang: str, form: SheetForm) -> tuple[str, ...]:
    alert = event.body.get("alert", {})
    return (
        form.local_time(event.t_s),
        form.officer(event.actor),
        did(event, lang),
        rule_name(str(alert.get("rule", "")), lang),
        str(alert.get("name") or alert.get("mmsi") or event.subject),
        str(event.body.get("reason", "")),
    )


def _zone(event: LedgerEvent, lang: str, form: SheetForm) -> tuple[str, ...]:
    zone = event.body["feature"]["properties"]
    name = zone["name_zh"] if lang == "zh" else zone["name_en"]
    return (
        name,
        say_or(lang, f"zone_kind_{zone['kind']}", zone["kind"]),
        form.officer(event.actor),
        form.local(event.t_s),
    )


def _watched(event: LedgerEvent, form: SheetForm) -> tuple[str, ...]:
    name, why = (str(event.body.get(key, "")) for key in ("name", "reason"))
    return event.subject, name, why, form.officer(event.actor), form.local(event.t_s)


def _feed(feed: FeedHealth, t_s: float, lang: str) -> tuple[str, ...]:
    silent = "—" if feed.last_rx_s is None else stopwatch(t_s - feed.last_rx_s)
    offset = "" if feed.offset_s is None else say(lang, "feed_off", s=feed.offset_s)
    return (
        feed.id,
        say(lang, f"sheet_feed_{feed.state}"),
        silent,
        say(lang, "feed_ok", rate=f"{feed.rate_per_s:.1f}"),
        offset,
    )


def _before(event: LedgerEvent, lang: str, form: SheetForm) -> tuple[str, ...]:
    handed = say(lang, "sheet_handed", actor=form.officer(event.actor), to=form.officer(str(event.body.get("to", ""))))
    return form.local(event.t_s), handed, str(event.body.get("text", ""))


def _audit(book: Book, lang: str) -> list[str]:
    """Return the extent of the record; the head of its chain is part of every hand-over."""
    last = book.hand_overs[-1].body.get("audit", {}) if book.hand_overs else {}
    lines = [say(lang, "sheet_record", seq=book.seq)]
    if digest := str(last.get("hash", "")):
        lines.append(say(lang, "sheet_head", seq=last.get("seq", ""), digest=digest))
    return lines
