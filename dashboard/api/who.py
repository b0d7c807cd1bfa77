"""Which vessels were in a polygon between two moments: JSON, CSV and GeoJSON.

The address is `/api/history/who`. The query itself: models/history/reader.py. The tracks of single vessels: tracks.py.
"""

from __future__ import annotations

import asyncio
from typing import Any

import numpy as np

from dashboard.api.handler import RefusedError
from dashboard.api.tracks import TracksHandler, table
from models.base.clock import iso
from models.base.schema import KIND_NAMES
from models.history.reader import Visitor
from models.site.zone import Shape

MOST_CORNERS = 500


class WhoWasHereHandler(TracksHandler):
    """`/api/history/who?polygon=LON,LAT;LON,LAT;…&from=&to=&format=json|csv|geojson`."""

    right = "cases"

    async def get(self) -> None:  # type: ignore[override]
        span, wanted = self.span(self.picture()), self.format("json", "csv", "geojson")
        shape = _polygon(self.get_query_argument("polygon", ""))
        found, cut = await asyncio.to_thread(self.history.who, shape, *span)
        period = await asyncio.to_thread(self.period_fields, *span)
        if wanted == "csv":
            name = f"who-{iso(span[0])[:16]}.csv".replace(":", "")
            return self.download(table([_row(each) for each in found]), "text/csv", name)
        if wanted == "geojson":
            collection = {"type": "FeatureCollection", "cut": cut, **period, "features": _features(shape, found)}
            return self.answer(collection, "application/geo+json")
        return self.answer({**period, "cut": cut, "craft": [_row(each) for each in found]})


def _polygon(text: str) -> Shape:
    try:
        ring = np.array([[float(part) for part in corner.split(",")] for corner in text.split(";")])
        good = ring.ndim == 2 and 3 <= len(ring) <= MOST_CORNERS and (np.abs(ring) <= (180, 90)).all()
    except ValueError:
        good = False
    if not good:
        raise RefusedError(422, "query_polygon")
    return Shape(id="asked", name_zh="", name_en="", rings=(np.vstack((ring, ring[:1])),))


def _row(who: Visitor) -> dict[str, Any]:
    (first_lon, first_lat), (last_lon, last_lat) = who.first_at, who.last_at
    return {
        **{"track_id": f"T{who.track_id}", "mmsi": who.mmsi or None, "name": who.name},
        **{"first": iso(who.first_s), "last": iso(who.last_s), "positions": who.positions},
        **{"kind": KIND_NAMES.get(who.kind, "unknown"), "first_lat_deg": first_lat, "first_lon_deg": first_lon},
        **{"last_lat_deg": last_lat, "last_lon_deg": last_lon},
    }


def _features(shape: Shape, found: list[Visitor]) -> list[dict[str, Any]]:
    """The requested polygon, and for each vessel the places where it was first and last in it."""
    outline = {"type": "Polygon", "coordinates": [ring.tolist() for ring in shape.rings]}
    places = [({"type": "MultiPoint", "coordinates": [each.first_at, each.last_at]}, _row(each)) for each in found]
    return [
        {"type": "Feature", "geometry": geometry, "properties": properties}
        for geometry, properties in [(outline, {"asked": True}), *places]
    ]
