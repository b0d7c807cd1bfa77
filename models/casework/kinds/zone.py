"""`zone`: an officer draws a zone or changes one that was drawn."""

from __future__ import annotations

from typing import Any

from models.base.clock import iso
from models.base.settings import UserError
from models.casework.bodies import CommandBody
from models.casework.case import Book, BookDraft, Command, LedgerEvent
from models.casework.facts import Facts
from models.casework.kinds import ColumnSpec, CurrentRows, EventKind, KeptBody
from models.casework.refusals import Refused
from models.site.site import zone_of

MOST_ZONES = 200  # as many as the core takes


class ZoneBody(CommandBody):
    """The feature as it is in a site's zones.geojson; `version` is the event the editor saw, for a zone that exists."""

    feature: Any = None
    version: int | None = None


def check(command: Command, body: ZoneBody, book: Book, facts: Facts) -> KeptBody:
    """A valid zone that is not one of the site's, drawn over the version the officer saw. The officer signs it."""
    if command.subject in facts.site_zones:
        raise Refused("zone_id", id=command.subject)
    assert_newest(command.subject, body.version, book)
    if command.subject not in book.zones and len(book.zones) >= MOST_ZONES:
        raise Refused("full", most=MOST_ZONES)
    try:
        zone = zone_of(body.feature, command.subject)
    except UserError as problem:
        raise Refused("zone", why=problem) from problem
    if zone.id != command.subject:
        raise Refused("zone", why=f"id: {zone.id} ≠ {command.subject}")
    properties = {**body.feature["properties"], "source": command.actor, "date": iso(facts.t_s)[:10]}
    return {"feature": {**body.feature, "properties": properties}}


def assert_newest(zone_id: str, version: int | None, book: Book) -> None:
    """Optimistic locking: a change names the version it was made from. Raises Refused."""
    now = book.zones.get(zone_id)
    if now is not None and version != now.seq:
        raise Refused("stale", actor=now.actor, at=iso(now.t_s)[11:16] + "Z")


def fold(draft: BookDraft, event: LedgerEvent) -> None:
    """The newest form of the zone."""
    draft.zones[event.subject] = event


ZONES = CurrentRows("zones", (ColumnSpec("feature", "json", needed=True),), key="id")
KIND = EventKind("zone", ZoneBody, check, fold, ZONES)
