"""The ways of craft over any period: trail, stops, encounters, zones visited.

What lives here: the addresses `/api/tracks/…`, what they refuse, GeoJSON and CSV. What does not: who was in a polygon
(who.py) and the questions themselves (models/history/reader.py). Work is done in a thread, so no page waits for it.
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
from dashboard.api.handler import Handler
from dashboard.common.sea_areas import OUTSIDE, area_of, short_name
from dashboard.map.drawn import with_drawn
from models.base.clock import iso
from models.base.schema import COLOURS, take
from models.history.reader import History, Stay, Trail, encounters, stops, visits
from models.messages.picture import Picture
from models.site.site import Site

USUAL_S = 3600.0
MOST_S = 366 * 86_400.0
NEAR_DEG = 0.01  # others are looked for so far around a trail
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a name must not become a formula in a spreadsheet


class RefusedError(Exception):
    """A question that cannot be answered, in one sentence."""


class TracksHandler(Handler):
    """What all questions about one craft have in common: `T12` or an MMSI, and `from`, `to`."""

    async def get(self, craft: str) -> None:
        try:
            picture = self.picture()
            track_id, mmsi = _craft(craft, picture)
            span = self.span(picture)
            answer = await asyncio.to_thread(self.look, picture, track_id, mmsi, *span)
        except RefusedError as refusal:
            self.set_status(422)
            return self.answer({"error": str(refusal)})
        return answer()

    def look(self, picture: Picture, track_id: int, mmsi: int, from_s: float, to_s: float) -> Callable[[], None]:
        """In a thread; returns what to send."""
        raise NotImplementedError

    def span(self, picture: Picture) -> tuple[float, float]:
        """The period asked for; the last hour without one. Raises RefusedError."""
        to_s = _moment("to", self.get_query_argument("to", ""), picture.t_s)
        from_s = _moment("from", self.get_query_argument("from", ""), to_s - USUAL_S)
        if not 0 < to_s - from_s <= MOST_S:
            raise RefusedError("from: expected a moment before `to`, at most a year apart.")
        return from_s, to_s

    def told(self, from_s: float, to_s: float) -> dict[str, Any]:
        """What every answer says of itself: its period, and until when anything is kept at all. Asked in a thread."""
        until_s = self.history.kept_until_s()
        return {"from": iso(from_s), "to": iso(to_s), "kept_until": None if until_s is None else iso(until_s)}

    def download(self, text: str, kind: str, name: str) -> None:
        """A file of the browser's."""
        self.set_header("Content-Disposition", f'attachment; filename="{name}"')
        self.answer(text, kind)

    def format(self, *known: str) -> str:
        """Raises RefusedError."""
        wanted: str = self.get_query_argument("format", known[0])
        if wanted not in known:
            raise RefusedError(f"format: expected one of {', '.join(known)}.")
        return wanted

    @property
    def history(self) -> History:
        """Where the positions are."""
        return self.app.history


class TrackHandler(TracksHandler):
    """`/api/tracks/{id}`: the craft as it is now."""

    def look(self, picture: Picture, track_id: int, mmsi: int, from_s: float, to_s: float) -> Callable[[], None]:
        craft = picture.vessels
        rows = np.flatnonzero((craft["track_id"] == track_id) if track_id else (craft["mmsi"] == mmsi))
        if not len(rows):
            raise RefusedError("No such craft in the picture; its trail may still be asked for.")
        found = features(
            Picture(picture.tick, picture.t_s, picture.mode, picture.speed, take(craft, rows)), None, "none"
        )
        return lambda: self.answer(found, "application/geo+json")


class TrailHandler(TracksHandler):
    """`…/trail?from=&to=&format=geojson|csv`."""

    def look(self, picture: Picture, track_id: int, mmsi: int, from_s: float, to_s: float) -> Callable[[], None]:
        wanted = self.format("geojson", "csv")
        trail = self.history.trail(from_s, to_s, track_id=track_id, mmsi=mmsi)
        name = f"{f'T{track_id}' if track_id else mmsi}-{iso(from_s)[:16]}".replace(":", "")
        if wanted == "csv":
            return lambda: self.download(_csv(trail), "text/csv", f"{name}.csv")
        lines = {**_lines(trail), **self.told(from_s, to_s)}
        return lambda: self.answer(lines, "application/geo+json")


class DerivedHandler(TracksHandler):
    """`…/stops`, `…/encounters`, `…/zones`."""

    async def get(self, craft: str, what: str) -> None:  # type: ignore[override]
        self.what = what
        await super().get(craft)

    def look(self, picture: Picture, track_id: int, mmsi: int, from_s: float, to_s: float) -> Callable[[], None]:
        trail = self.history.trail(from_s, to_s, track_id=track_id, mmsi=mmsi)
        rows, cut = DERIVED[self.what](self, trail) if len(trail) else ([], False)
        counted = {"positions": len(trail), "cut": trail.cut or cut}
        told = {**self.told(from_s, to_s), **counted, self.what: rows}
        return lambda: self.answer(told)

    def stops(self, trail: Trail) -> tuple[list[Any], bool]:
        """Where it lay still, and in which sea area that is."""
        found = stops(trail)
        areas = area_of(self.app.site, [each.lon_deg for each in found], [each.lat_deg for each in found]).tolist()
        return [{**_stay(each), **_area(self.app.site, at)} for each, at in zip(found, areas, strict=True)], False

    def zones(self, trail: Trail) -> tuple[list[Any], bool]:
        """The zones it was in: the site's, and those officers have drawn."""
        drawn = with_drawn(self.app.site, self.picture().zones, self.app.memo)
        return [_stay(each) for each in visits(trail, drawn.zones)], False

    def encounters(self, trail: Trail) -> tuple[list[Any], bool]:
        """Whom it was near."""
        others = self.history.others(trail, NEAR_DEG)
        rows = [
            {**asdict(each), "track_id": f"T{each.track_id}", "from_s": iso(each.from_s), "to_s": iso(each.to_s)}
            for each in encounters(trail, others)
        ]
        return rows, others.cut


DERIVED = {"stops": DerivedHandler.stops, "encounters": DerivedHandler.encounters, "zones": DerivedHandler.zones}


def _craft(text: str, picture: Picture) -> tuple[int, int]:
    """Track and MMSI, 0 for what is not meant. A track's MMSI comes along, so that a number used anew is told apart."""
    digits = text[1:] if text[:1] == "T" else text
    if not digits.isdecimal() or not 0 < int(digits) < 2**32:
        raise RefusedError("Expected a track like T12 or an MMSI.")
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
        raise RefusedError(f"{name}: expected a moment like 2026-11-23T08:00:00Z.")
    return moment.timestamp()


def _lines(trail: Trail) -> dict[str, Any]:
    """A feature for each piece between gaps, with the moment of every position."""
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
    told = {"from": iso(stay.from_s), "to": iso(stay.to_s), "minutes": round((stay.to_s - stay.from_s) / 60, 1)}
    place = {"lat": round(stay.lat_deg, 6), "lon": round(stay.lon_deg, 6)}
    named = {"zone": stay.zone_id, "name_zh": stay.name_zh, "name_en": stay.name_en} if stay.zone_id else {}
    return {**told, **place, **named}
