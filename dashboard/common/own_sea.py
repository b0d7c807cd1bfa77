"""What a person gets of the sea where the table of rights has ◐: the own waters, what is shared, and every distress.

The own waters are the areas of the unit and of those below it. An alert that a case holds is shared with whoever may
see the case. The whole site is for those without a unit. Positions on the maps of pages stay: every receiver at
sea gets them.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dashboard.cases.case_desk import ALERT, CaseDesk, holders
from models.base.schema import take
from models.casework.access.rights import GUARDED, reach
from models.casework.case import Book
from models.casework.cases.nouns import Case
from models.messages.picture import AlertView, Picture
from models.site.site import Site

COUNTED = ("alerts_", "open_", "rectified_")  # totals that would count the alerts of others


def is_limited(desk: CaseDesk) -> bool:
    """Return whether a person gets a part of the sea only."""
    place, person = desk.place, desk.person
    return reach(person, "sea") == GUARDED and not place.over(place.units.root, person.unit)


def own_waters(site: Site, desk: CaseDesk, lon_deg: ArrayLike, lat_deg: ArrayLike) -> NDArray[np.bool_]:
    """Return which places lie in areas of the person's unit or of one below it, shape of `lon_deg`."""
    lon, lat = np.atleast_1d(np.asarray(lon_deg, np.float64)), np.atleast_1d(np.asarray(lat_deg, np.float64))
    inside = np.zeros(lon.shape, np.bool_)
    for area in site.areas:
        if desk.place.over(area.unit, desk.person.unit):
            inside |= area.contains(lon, lat)
    return inside


def alerts_within(picture: Picture, site: Site, desk: CaseDesk, book: Book) -> Picture:
    """Return the picture with the alerts that the person gets; the vessels stay."""
    if not is_limited(desk):
        return picture
    held = holders(book)

    def wanted(alerts: tuple[AlertView, ...]) -> tuple[AlertView, ...]:
        inside = own_waters(site, desk, [each.lon for each in alerts], [each.lat for each in alerts])
        return tuple(each for each, own in zip(alerts, inside, strict=True) if own or _shared(each, desk, held))

    totals = {key: value for key, value in picture.totals.items() if not key.startswith(COUNTED)}
    return replace(picture, alerts=wanted(picture.alerts), rectified=wanted(picture.rectified), totals=totals)


def _shared(alert: AlertView, desk: CaseDesk, held: Mapping[str, Case]) -> bool:
    case = held.get(f"{ALERT}{alert.alert_id}")
    return alert.colour == "distress" or (case is not None and desk.may_see(case))


def sea_within(picture: Picture, site: Site, desk: CaseDesk, book: Book) -> Picture:
    """Return the picture with the alerts and the vessels that the person gets, for programs."""
    if not is_limited(desk):
        return picture
    shown = alerts_within(picture, site, desk, book)
    vessels = picture.vessels
    inside = own_waters(site, desk, vessels["lon_deg"], vessels["lat_deg"])
    inside |= np.isin(vessels["track_id"], list(_tracks(shown)))
    return replace(shown, vessels=take(vessels, np.flatnonzero(inside)))


def _tracks(picture: Picture) -> Set[int]:
    """Return the vessels of the alerts."""
    alerts = (*picture.alerts, *picture.rectified)
    return {track for each in alerts for track in (each.track_id, each.partner_track_id) if track}
