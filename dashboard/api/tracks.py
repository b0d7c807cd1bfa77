"""The tracks of vessels over any period: trail, stops, encounters, zones visited.

The addresses `/api/tracks/…` answer in GeoJSON and CSV. Which vessels were in a polygon: who.py. The queries
themselves: models/history/reader.py. They run in a thread, so that no page waits for them.
"""

from __future__ import annotations

import asyncio
import csv
import io
import math
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any

import numpy as np

from dashboard.api.geojson import features
from dashboard.api.handler import Handler, RefusedError
from dashboard.common.sea_areas import OUTSIDE, area_of, short_name
from dashboard.map.drawn import with_drawn
from models.base.clock import iso
from models.base.schema import COLOURS, take
from models.history.reader import History, Stay, Trail, encounters, stops, visits
from models.messages.picture import Picture
from models.site.site import Site

USUAL_S = 3600.0
MOST_S = 366 * 86_400.0
NEAR_DEG = 0.01  # other vessels are searched for within this distance of a trail
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a name must not become a formula in a spreadsheet


class TracksHandler(Handler):
    """The base of all queries about one vessel: `T12` or an MMSI, and `from`, `to`."""

    async def get(self, vessel: str) -> None:
        picture = self.picture()
        track_id, mmsi = _track_and_mmsi(vessel, picture)
        self._assert_own(picture, track_id, mmsi)
        span = self.span(picture)
        answer = await asyncio.to_thread(self.query, picture, track_id, mmsi, *span)
        return answer()

    def _assert_own(self, picture: Picture, track_id: int, mmsi: int) -> None:
        """Refuse a vessel that is not in the part of the sea which the person gets. Raises RefusedError."""
        own = self.sea()
        found = (own.vessels["track_id"] == track_id) if track_id else (own.vessels["mmsi"] == mmsi)
        if own is not picture and not found.any():
            raise RefusedError(404, "query_not_own")

    def query(self, picture: Picture, track_id: int, mmsi: int, from_s: float, to_s: float) -> Callable[[], None]:
        """Run the query in a thread; return the function that sends the answer."""
        raise NotImplementedError

    def span(self, picture: Picture) -> tuple[float, float]:
        """The requested period; the last hour by default. Raises RefusedError."""
        to_s = _moment("to", self.get_query_argument("to", ""), picture.t_s)
        from_s = _moment("from", self.get_query_argument("from", ""), to_s - USUAL_S)
        if not 0 < to_s - from_s <= MOST_S:
            raise RefusedError(422, "query_span")
        return from_s, to_s

    def period_fields(self, from_s: float, to_s: float) -> dict[str, Any]:
        """The fields of every answer: its period, and the oldest moment that is kept. Called in a thread."""
        until_s = self.history.kept_until_s()
        return {"from": iso(from_s), "to": iso(to_s), "kept_until": None if until_s is None else iso(until_s)}

    def download(self, text: str, kind: str, name: str) -> None:
        """Make the browser save the answer as a file."""
        self.set_header("Content-Disposition", f'attachment; filename="{name}"')
        self.answer(text, kind)

    def format(self, *known: str) -> str:
        """Raises RefusedError."""
        wanted: str = self.get_query_argument("format", known[0])
        if wanted not in known:
            raise RefusedError(422, "query_choice", name="format", known=", ".join(known))
        return wanted

    @property
    def history(self) -> History:
        """Where the positions are."""
        return self.app.history


class TrackHandler(TracksHandler):
    """`/api/tracks/{id}`: the vessel as it is now."""

    def query(self, picture: Picture, track_id: int, mmsi: int, from_s: float, to_s: float) -> Callable[[], None]:
        vessels = picture.vessels
        rows = np.flatnonzero((vessels["track_id"] == track_id) if track_id else (vessels["mmsi"] == mmsi))
        if not len(rows):
            raise RefusedError(422, "query_no_vessel")
        found = features(
            Picture(picture.tick, picture.t_s, picture.mode, picture.speed, take(vessels, rows)), None, "none"
        )
        return lambda: self.answer(found, "application/geo+json")


class TrailHandler(TracksHandler):
    """`…/trail?from=&to=&format=geojson|csv`."""

    def query(self, picture: Picture, track_id: int, mmsi: int, from_s: float, to_s: float) -> Callable[[], None]:
        wanted = self.format("geojson", "csv")
        trail = self.history.trail(from_s, to_s, track_id=track_id, mmsi=mmsi)
        name = f"{f'T{track_id}' if track_id else mmsi}-{iso(from_s)[:16]}".replace(":", "")
        if wanted == "csv":
            return lambda: self.download(_csv(trail), "text/csv", f"{name}.csv")
        lines = {**_lines(trail), **self.period_fields(from_s, to_s)}
        return lambda: self.answer(lines, "application/geo+json")


class DerivedHandler(TracksHandler):
    """`…/stops`, `…/encounters`, `…/zones`."""

    async def get(self, vessel: str, what: str) -> None:  # type: ignore[override]
        self.what = what
        await super().get(vessel)

    def query(self, picture: Picture, track_id: int, mmsi: int, from_s: float, to_s: float) -> Callable[[], None]:
        trail = self.history.trail(from_s, to_s, track_id=track_id, mmsi=mmsi)
        rows, cut = DERIVED[self.what](self, trail) if len(trail) else ([], False)
        counted = {"positions": len(trail), "cut": trail.cut or cut}
        fields = {**self.period_fields(from_s, to_s), **counted, self.what: rows}
        return lambda: self.answer(fields)

    def stops(self, trail: Trail) -> tuple[list[Any], bool]:
        """Where it lay still, and in which sea area."""
        found = stops(trail)
        areas = area_of(self.app.site, [each.lon_deg for each in found], [each.lat_deg for each in found]).tolist()
        return [{**_stay(each), **_area(self.app.site, at)} for each, at in zip(found, areas, strict=True)], False

    def zones(self, trail: Trail) -> tuple[list[Any], bool]:
        """The zones it was in: those of the site, and those drawn by officers."""
        drawn = with_drawn(self.app.site, self.picture().zones, self.app.memo, self.app.names())
        return [_stay(each) for each in visits(trail, drawn.zones)], False

    def encounters(self, trail: Trail) -> tuple[list[Any], bool]:
        """The vessels it was close to."""
        others = self.history.others(trail, NEAR_DEG)
        rows = [
            {**asdict(each), "track_id": f"T{each.track_id}", "from_s": iso(each.from_s), "to_s": iso(each.to_s)}
            for each in encounters(trail, others)
        ]
        return rows, others.cut


DERIVED = {"stops": DerivedHandler.stops, "encounters": DerivedHandler.encounters, "zones": DerivedHandler.zones}


def _track_and_mmsi(text: str, picture: Picture) -> tuple[int, int]:
    """Track number and MMSI, 0 for none. A track comes with its MMSI, so that a reused number is not confused."""
    digits = text[1:] if text[:1] == "T" else text
    if not digits.isdecimal() or not 0 < int(digits) < 2**32:
        raise RefusedError(422, "query_vessel")
    if text[:1] != "T":
        return 0, int(digits)
    at = np.flatnonzero(picture.vessels["track_id"] == int(digits))
    return int(digits), int(picture.vessels["mmsi"][at[0]]) if len(at) else 0


def _moment(name: str, text: str, otherwise: float) -> float:
    if not text:
        return otherwise
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise RefusedError(422, "query_moment", name=name)
    return moment.timestamp()


def _lines(trail: Trail) -> dict[str, Any]:
    """A feature for each piece between gaps, with the time of every position."""
    return {
        "type": "FeatureCollection",
        "cut": trail.cut,
        "features": [
            {
                "type": "Feature",
                "geometry": _shape(np.round(np.stack((leg.lon_deg, leg.lat_deg), axis=1), 6).tolist()),
                "properties": {
                    **{"track_id": f"T{leg.track_id[0]}", "mmsi": int(leg.mmsi[-1]) or None, "name": leg.name[-1]},
                    **{"times": [iso(t_s) for t_s in leg.t_s.tolist()], "sog_kn": _numbers(leg.sog_kn)},
                    "colour": [COLOURS[level] for level in leg.level.tolist()],
                },
            }
            for leg in trail.legs()
        ],
    }


def _shape(positions: list[list[float]]) -> dict[str, Any]:
    if len(positions) == 1:
        return {"type": "Point", "coordinates": positions[0]}
    return {"type": "LineString", "coordinates": positions}


def _numbers(values: np.ndarray) -> list[float | None]:
    return [None if math.isnan(each) else round(each, 1) for each in values.tolist()]


def _csv(trail: Trail) -> str:
    columns = {
        "t": [iso(t_s) for t_s in trail.t_s.tolist()],
        "track_id": [f"T{each}" for each in trail.track_id.tolist()],
        "mmsi": trail.mmsi.tolist(),
        "name": trail.name.tolist(),
        "lat_deg": np.round(trail.lat_deg, 6).tolist(),
        "lon_deg": np.round(trail.lon_deg, 6).tolist(),
        "sog_kn": _numbers(trail.sog_kn),
        "cog_deg": _numbers(trail.cog_deg),
        "colour": [COLOURS[level] for level in trail.level.tolist()],
        "risk": np.round(trail.risk, 2).tolist(),
    }
    return table([dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)])


def table(rows: list[dict[str, Any]]) -> str:
    """CSV with a heading."""
    text = io.StringIO()
    if rows:
        writer = csv.DictWriter(text, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows({key: _plain(value) for key, value in row.items()} for row in rows)
    return text.getvalue()


def _plain(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _area(site: Site, at: int) -> dict[str, str]:
    area = None if at == OUTSIDE else site.areas[at]
    return {} if area is None else {"area_zh": short_name(area.name_zh), "area_en": short_name(area.name_en)}


def _stay(stay: Stay) -> dict[str, Any]:
    period = {"from": iso(stay.from_s), "to": iso(stay.to_s), "minutes": round((stay.to_s - stay.from_s) / 60, 1)}
    place = {"lat": round(stay.lat_deg, 6), "lon": round(stay.lon_deg, 6)}
    named = {"zone": stay.zone_id, "name_zh": stay.name_zh, "name_en": stay.name_en} if stay.zone_id else {}
    return {**period, **place, **named}
