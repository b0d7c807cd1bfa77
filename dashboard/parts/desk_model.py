"""Model of the desk's parts: picture, book and view state of one moment, and the order of the queue.

A row keeps its place while the queue is held, even if its alert has ended.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from dashboard.cases.case_desk import CaseDesk
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
CALLING = ("red", "distress")
WAITING = ("unacknowledged", "silenced", "rectified")  # states without an acknowledgement, in the order of the queue


@dataclass(frozen=True)
class DeskModel:
    """One moment of one page. `order` holds the ids of the queue; `gone` the alerts that ended while they were held.

    `picture` is the filtered picture, `areas` maps alert ids to sea areas, and `down` lists the processes that have
    failed.
    """

    context: Context
    picture: Picture
    book: Book
    view_state: ViewState
    order: tuple[str, ...] = ()
    gone: Mapping[str, AlertView] = field(default_factory=dict)
    areas: Mapping[str, str] = field(default_factory=dict)
    down: tuple[ProcessStatus, ...] = ()
    casework: CaseDesk = field(default_factory=CaseDesk)

    def alerts(self) -> dict[str, AlertView]:
        """Return all alerts of the picture, with those nobody has seen, and those that ended while held, by id."""
        return {**self.gone, **{each.alert_id: each for each in (*self.picture.alerts, *must_see(self.picture))}}

    def row_of(self, track_id: int) -> int | None:
        """Return the row of a vessel in the picture."""
        rows = np.flatnonzero(self.picture.vessels["track_id"] == track_id)
        return int(rows[0]) if track_id and len(rows) else None

    def area(self, alert: AlertView) -> str:
        """Return the name of the sea area of an alert."""
        return self.areas.get(alert.alert_id) or self.context.area(alert.lon, alert.lat)


def must_see(picture: Picture) -> tuple[AlertView, ...]:
    """Return the alerts that were red or distress and ended before anyone acknowledged them."""
    return tuple(each for each in picture.rectified if each.colour in CALLING)


def acknowledged_by(alert: AlertView, book: Book) -> str:
    """Return who has acknowledged, according to the core, or to the book, which knows up to a second earlier.

    Silencing is not acknowledging. An acknowledgement made before the alert last sounded no longer counts.
    """
    if alert.state == "acknowledged":
        return alert.acknowledged_by or "?"
    if alert.acknowledged_s is not None or alert.escalated:
        return ""
    mark = last_mark(alert.alert_id, book, ("acknowledge",))
    return mark.actor if mark and mark.t_s >= (alert.sounded_s or alert.since_s) else ""


def calls(alert: AlertView, book: Book) -> bool:
    """Return whether an alert waits for an officer and is not silenced."""
    return alert.state == "unacknowledged" and not acknowledged_by(alert, book)


def last_mark(alert_id: str, book: Book, kinds: Sequence[str]) -> LedgerEvent | None:
    """Return the newest mark of these kinds that was not undone."""
    marks = standing_marks(book.marks.get(alert_id, ()))
    return next((event for event in reversed(marks) if event.body.get("mark") in kinds), None)


@dataclass(frozen=True)
class Undo:
    """A mark of an alert that can be undone: number `undoes` in the ledger, made `by` an officer, and its text.

    `officer` is the name as the page shows it.
    """

    alert_id: str
    undoes: int
    by: str
    officer: str
    what: str


def undo_of(alert_id: str, book: Book, context: Context) -> Undo | None:
    """Return the newest mark of an alert that was not undone."""
    marks = standing_marks(book.marks.get(alert_id, ()))
    if not marks:
        return None
    actor = marks[-1].actor
    return Undo(alert_id, marks[-1].seq, actor, context.officer(actor), did(marks[-1], context.lang))


def did(event: LedgerEvent, lang: str) -> str:
    """Return the text of a mark, or of the undoing of one."""
    mark = say(lang, f"desk_did_{event.body.get('undone', '')}") if "undone" in event.body else ""
    return say(lang, f"desk_did_{event.body.get('mark', '')}", mark=mark)


def chosen(picture: Picture, view_state: ViewState, book: Book, site: Site) -> Picture:
    """Return the filtered picture: kinds filter vessels, all other filters apply to alerts."""
    if not view_state.filtered:
        return picture
    vessels = _of_kinds(picture.vessels, view_state)
    known = set(vessels["track_id"].tolist()) if view_state.kinds else None
    alerts, rectified = (_chosen(each, view_state, book, site, known) for each in (picture.alerts, picture.rectified))
    return replace(picture, vessels=vessels, alerts=alerts, rectified=rectified)


def _chosen(
    alerts: tuple[AlertView, ...], view_state: ViewState, book: Book, site: Site, known: set[int] | None
) -> tuple[AlertView, ...]:
    wanted = tuple(each for each in alerts if _wanted(each, view_state, book))
    inside = _inside(wanted, view_state.area, site) if view_state.area else wanted
    return inside if known is None else tuple(each for each in inside if not each.track_id or each.track_id in known)


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
    """Return the alerts in an area, or in any area of a unit."""
    at = area_of(site, [each.lon for each in alerts], [each.lat for each in alerts])
    return tuple(
        each
        for each, area in zip(alerts, at, strict=True)
        if area != OUTSIDE and place in (site.areas[area].id, site.areas[area].unit)
    )


def lined_up(alerts: Sequence[AlertView], book: Book, before: Sequence[str], held: bool) -> tuple[str, ...]:
    """Return the order of the queue: distress above all, acknowledged or not; then open, silenced, cleared,
    acknowledged; then by colour and urgency, older first.

    While `held`, every row keeps its place and new rows are added at the end. Otherwise urgency counts in tenths and
    rows of the same tenth keep their order, so that small changes move no row.
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
            each.colour != "distress",
            len(WAITING) if acknowledged_by(each, book) else WAITING.index(each.state) if each.state in WAITING else 0,
            -LEVEL[each.colour],
            -round(each.urgency or each.score, 1),
            place.get(each.alert_id, len(place)),
            each.since_s,
            each.alert_id,
        ),
    )
