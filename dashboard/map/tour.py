"""Automatic tour of the wall: each sea area with red alerts in turn, the whole site between rounds.

While there is a distress alert, the tour shows nothing else. A wall without a tour shows every distress alert too: its
box is enlarged, or if one is far away, the box alternates with the waters around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from dashboard.common.sea_areas import area_of
from dashboard.map.view import grown
from models.messages.picture import AlertView, Picture
from models.site.site import Site
from models.site.zone import Bbox

LEAST_DEG = 0.22  # of a stop's box: about 13 NM, so that the surroundings of a vessel are visible
MARGIN = 0.3
MOST_GROWTH = 3.0  # an enlarged box is at most this many times as wide or as high
FAR_DEG = 0.25  # of a box around a distress far away: about 15 NM
TURN_S = 12.0  # for which each of the two boxes is shown
REACH_MARGIN = 0.12


@dataclass(frozen=True)
class TourStop:
    """One stop: `area` as in `sea_areas.area_of`, its alerts worst first, its box, its number in the round."""

    area: int
    alerts: tuple[AlertView, ...]
    box: Bbox
    turn: int = 0
    of: int = 0


class Tour:
    """State of the tour. Shared by the walls of a process, so that they show the same stop."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._at: tuple[str, int] | None = None
        self._since_s = -1e9
        self._seen: list[tuple[str, int]] = []

    def update(self, picture: Picture, site: Site, stay_s: float, machine_s: float) -> TourStop | None:
        """Return the stop to show now, or None for the whole site. New areas are visited before any is repeated."""
        found = stops(picture, site)
        by_key = {(each.alerts[0].colour, each.area): each for each in found}
        with self._lock:
            self._go_on(list(by_key), stay_s, machine_s)
            here = self._at and by_key.get(self._at)
        if not here:
            return None
        return TourStop(here.area, here.alerts, here.box, found.index(here) + 1, len(found))

    def _go_on(self, keys: list[tuple[str, int]], stay_s: float, machine_s: float) -> None:
        self._seen = [key for key in self._seen if key in keys]
        new = next((key for key in keys if key not in self._seen), None)
        over = machine_s - self._since_s >= stay_s
        if self._at in keys and not over:
            return
        if new is None and self._at is None and over:  # the whole site was shown for long enough: begin a round
            self._seen, new = [], next(iter(keys), None)
        if new != self._at or over:
            self._at, self._since_s = new, machine_s
        if new is not None:
            self._seen.append(new)


def stops(picture: Picture, site: Site) -> list[TourStop]:
    """Return the areas with distress alerts, else with red ones, in the order of the site's areas."""
    standing = [each for each in picture.alerts if not each.folded]
    calling = [each for each in standing if each.colour == "distress"]
    calling = calling or [each for each in standing if each.colour == "red"]
    if not calling:
        return []
    areas = area_of(site, [each.lon for each in calling], [each.lat for each in calling]).tolist()
    return [_stop(area, [each for each, at in zip(calling, areas, strict=True) if at == area])
            for area in sorted(set(areas))]  # fmt: skip


def _stop(area: int, alerts: Sequence[AlertView]) -> TourStop:
    lon, lat = [each.lon for each in alerts], [each.lat for each in alerts]
    west, south, east, north = grown((min(lon), min(lat), max(lon), max(lat)), MARGIN)
    wide, high = max(0.0, LEAST_DEG - (east - west)) / 2, max(0.0, LEAST_DEG - (north - south)) / 2
    worst_first = sorted(alerts, key=lambda each: (-each.score, each.alert_id))
    return TourStop(area, tuple(worst_first), (west - wide, south - high, east + wide, north + high))


def reaching(box: Bbox, picture: Picture, machine_s: float) -> Bbox:
    """Return the box, enlarged for the distress alerts outside it, or at its turn the box of those far away."""
    west, south, east, north = box
    places = [(each.lon, each.lat) for each in picture.alerts if each.colour == "distress"]
    outside = [(lon, lat) for lon, lat in places if not (west < lon < east and south < lat < north)]
    if not outside:
        return box
    all_of_it = _around([(west, south), (east, north), *outside])
    wide, high = all_of_it[2] - all_of_it[0], all_of_it[3] - all_of_it[1]
    if wide <= MOST_GROWTH * (east - west) and high <= MOST_GROWTH * (north - south):
        return grown(all_of_it, REACH_MARGIN)
    if machine_s // TURN_S % 2:
        return box
    west, south, east, north = grown(_around(outside), REACH_MARGIN)
    wide, high = max(0.0, FAR_DEG - (east - west)) / 2, max(0.0, FAR_DEG - (north - south)) / 2
    return west - wide, south - high, east + wide, north + high


def _around(places: list[tuple[float, float]]) -> Bbox:
    lon, lat = [each[0] for each in places], [each[1] for each in places]
    return min(lon), min(lat), max(lon), max(lat)
