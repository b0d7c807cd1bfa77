"""What the parts of the desk are made from: picture, book and view state of one moment, and the order of the queue.

A row keeps its place while the queue is held, even when its alert has ended.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from dashboard.common.sea_areas import OUTSIDE, area_of
from dashboard.common.view_state import ViewState
from dashboard.panels.base import Context
from dashboard.words import say
from models.base.schema import KIND, LEVEL, Table, take
from models.casework.case import Book, LedgerEvent, standing_marks
from models.messages.picture import AlertView, Picture
from models.messages.processes import ProcessStatus
from models.site.site import Site

MOST_ROWS = 150


@dataclass(frozen=True)
class DeskModel:
    """One moment of one page. `order` are the ids of the queue; `gone` are alerts that ended while they were held.

    `picture` is what the filters leave of it, `areas` the sea area of every alert by its id, and `down` are the
    processes that have failed.
    """

    context: Context
    picture: Picture
    book: Book
    view_state: ViewState
    order: tuple[str, ...] = ()
    gone: Mapping[str, AlertView] = field(default_factory=dict)
    areas: Mapping[str, str] = field(default_factory=dict)
    down: tuple[ProcessStatus, ...] = ()

    def alerts(self) -> dict[str, AlertView]:
        """All alerts of the picture and those that ended while held, by id."""
        return {**self.gone, **{each.alert_id: each for each in self.picture.alerts}}

    def row_of(self, track_id: int) -> int | None:
        """The row of a craft in the picture."""
        rows = np.flatnonzero(self.picture.vessels["track_id"] == track_id)
        return int(rows[0]) if track_id and len(rows) else None

    def area(self, alert: AlertView) -> str:
        """The name of the sea area of an alert."""
        return self.areas.get(alert.alert_id) or self.context.area(alert.lon, alert.lat)


def acknowledged_by(alert: AlertView, book: Book) -> str:
    """Who has acknowledged: as the core knows, or as the book does already in the second before the core does.

    Silence is no acknowledgement. One made before the alert last sounded no longer counts.
    """
    if alert.state == "acknowledged":
        return alert.acknowledged_by or "?"
    if alert.acknowledged_s is not None or alert.escalated:
        return ""
    mark = last_mark(alert.alert_id, book, ("acknowledge",))
    return mark.actor if mark and mark.t_s >= (alert.sounded_s or alert.since_s) else ""


def calls(alert: AlertView, book: Book) -> bool:
    """Does it wait for an officer, and no silence holds it back?"""
    return alert.state == "unacknowledged" and not acknowledged_by(alert, book)


def last_mark(alert_id: str, book: Book, kinds: Sequence[str]) -> LedgerEvent | None:
    """The newest mark of these kinds that was not undone."""
    marks = standing_marks(book.marks.get(alert_id, ()))
    return next((event for event in reversed(marks) if event.body.get("mark") in kinds), None)


@dataclass(frozen=True)
class Undo:
    """What can be undone of an alert: mark `undoes` in the ledger, `by` whom, and what it was in words."""

    alert_id: str
    undoes: int
    by: str
    what: str


def undo_of(alert_id: str, book: Book, context: Context) -> Undo | None:
    """The newest mark of an alert that was not undone."""
    marks = standing_marks(book.marks.get(alert_id, ()))
    return Undo(alert_id, marks[-1].seq, marks[-1].actor, did(marks[-1], context.lang)) if marks else None


def did(event: LedgerEvent, lang: str) -> str:
    """A mark, or the undoing of one, in words."""
    mark = say(lang, f"desk_did_{event.body.get('undone', '')}") if "undone" in event.body else ""
    return say(lang, f"desk_did_{event.body.get('mark', '')}", mark=mark)


def chosen(picture: Picture, view_state: ViewState, book: Book, site: Site) -> Picture:
    """The picture as the filters leave it: kinds choose craft, everything else chooses alerts."""
    if not view_state.filtered:
        return picture
    vessels = _of_kinds(picture.vessels, view_state)
    alerts = tuple(each for each in picture.alerts if _wanted(each, view_state, book))
    if view_state.area:
        alerts = _inside(alerts, view_state.area, site)
    if view_state.kinds:
        known = set(vessels["track_id"].tolist())
        alerts = tuple(each for each in alerts if not each.track_id or each.track_id in known)
    return replace(picture, vessels=vessels, alerts=alerts)


def _of_kinds(vessels: Table, view_state: ViewState) -> Table:
    if not view_state.kinds:
        return vessels
    return take(vessels, np.isin(vessels["kind"], [KIND[name] for name in view_state.kinds]))


def _wanted(alert: AlertView, view_state: ViewState, book: Book) -> bool:
    actor = acknowledged_by(alert, book) if view_state.unseen or view_state.mine else ""
    return (
        (not view_state.colours or alert.colour in view_state.colours)
        and (not view_state.rule or alert.rule == view_state.rule)
        and (not view_state.unseen or not actor)
        and (not view_state.mine or actor == view_state.actor)
    )


def _inside(alerts: tuple[AlertView, ...], place: str, site: Site) -> tuple[AlertView, ...]:
    """Those in an area, or in any area of a unit."""
    at = area_of(site, [each.lon for each in alerts], [each.lat for each in alerts])
    return tuple(
        each
        for each, area in zip(alerts, at, strict=True)
        if area != OUTSIDE and place in (site.areas[area].id, site.areas[area].unit)
    )


def lined_up(alerts: Sequence[AlertView], book: Book, before: Sequence[str], held: bool) -> tuple[str, ...]:
    """The order of the queue: open ones, silenced ones, acknowledged ones; then by colour and urgency, the older first.

    While `held` everyone keeps his place and newcomers wait at the end; otherwise urgency counts in tenths, and who
    stood before another of the same tenth still does, so that a flicker moves nobody.
    """
    place = {key: at for at, key in enumerate(before)}
    if held:
        new = [each.alert_id for each in _sorted(alerts, book, place) if each.alert_id not in place]
        return (*before, *new)[:MOST_ROWS]
    return tuple(each.alert_id for each in _sorted(alerts, book, place))[:MOST_ROWS]


def _sorted(alerts: Sequence[AlertView], book: Book, place: Mapping[str, int]) -> list[AlertView]:
    return sorted(
        (each for each in alerts if not each.folded),
        key=lambda each: (
            2 if acknowledged_by(each, book) else int(each.state == "silenced"),
            -LEVEL[each.colour],
            -round(each.urgency or each.score, 1),
            place.get(each.alert_id, len(place)),
            each.since_s,
            each.alert_id,
        ),
    )
