"""Open water of a site: how far each place is from land, lanes, grounds and anchorages.

It is a raster from which places are drawn at random. What happens there: exercises/mixed/scenario_events.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.ndimage import distance_transform_edt

from exercises.geometry.plane import Plane
from exercises.geometry.routes import Routes
from models.base.settings import UserError
from models.base.units import M_PER_NM
from models.site.coast import Bbox, Coast, land_mask, load_coast
from models.site.site import Site

CELL_DEG = 0.01
EDGE_DEG = 0.15  # margin inside the area with a known coast
FROM_LAND_M = 2 * M_PER_NM
FINE_DEG, AHEAD_M, STEP_M, SEARCH_DEG = 0.001, 6 * M_PER_NM, 50.0, 15.0  # for the land ahead of a vessel
Places = np.ndarray


@dataclass
class OpenWater:
    """Cells of sea with their free distances; `taken` are discs (place, radius in metres) already in use."""

    coast: Coast
    plane: Plane
    places: Places  # of cell centres, metres east + j north
    clear_m: np.ndarray  # to the next lane, ground, anchorage or zone with a rule; 0 near land
    land_m: np.ndarray
    nearest_land: Places
    taken: list[tuple[complex, float]] = field(default_factory=list)

    def take(self, radius_m: float, rng: np.random.Generator) -> complex:
        """A free place with this much room around it. Raises UserError when there is none left."""
        free = self.clear_m >= radius_m
        for place, other_m in self.taken:
            free &= np.abs(self.places - place) >= radius_m + other_m
        return self._choose(free, radius_m, rng)

    def take_off_shore(self, near_m: float, far_m: float, radius_m: float, rng: np.random.Generator) -> complex:
        """A free place at this distance from land, with no other one near."""
        free = (self.land_m >= near_m) & (self.land_m < far_m)
        for place, other_m in self.taken:
            free &= np.abs(self.places - place) >= radius_m + other_m
        return self._choose(free, radius_m, rng)

    def land_from(self, place: complex) -> tuple[complex, float]:
        """Direction and distance to the nearest land."""
        away = self.nearest_land[int(np.argmin(np.abs(self.places - place)))] - place
        return away / abs(away), abs(away)

    def land_ahead(self, place: complex, about: complex) -> tuple[complex, float]:
        """The direction, near the given one, in which land, a rock or an islet lies nearest, and its distance."""
        ways = about * np.exp(1j * np.radians(np.arange(-SEARCH_DEG, SEARCH_DEG + 1, SEARCH_DEG / 5)))
        nearest_m, way = min((self._land_ahead_m(place, way), number) for number, way in enumerate(ways))
        return complex(ways[way]), nearest_m

    def _land_ahead_m(self, place: complex, way: complex) -> float:
        away_m = np.arange(0.0, AHEAD_M, STEP_M)
        lon, lat = self.plane.lonlat(np.asarray(place + away_m * way, np.complex128)).T
        bbox = (lon.min() - FINE_DEG, lat.min() - FINE_DEG, lon.max() + FINE_DEG, lat.max() + FINE_DEG)
        rows, columns = round((bbox[3] - bbox[1]) / FINE_DEG), round((bbox[2] - bbox[0]) / FINE_DEG)
        land = land_and_rocks(self.coast, bbox, (rows, columns))
        row, column = (lat - bbox[1]) / (bbox[3] - bbox[1]) * rows, (lon - bbox[0]) / (bbox[2] - bbox[0]) * columns
        ashore = land[row.astype(int), column.astype(int)]
        return float(away_m[np.argmax(ashore)]) if ashore.any() else AHEAD_M

    def _choose(self, free: np.ndarray, radius_m: float, rng: np.random.Generator) -> complex:
        cells = np.flatnonzero(free)
        if not len(cells):
            raise UserError("mixed: no open water is left; lower `each`, or choose fewer `kinds`")
        place = complex(self.places[rng.choice(cells)])
        self.taken.append((place, radius_m))
        return place


def open_water(site: Site, routes: Routes) -> OpenWater:
    """The open water of a site, clear of what the routes file uses and of zones that raise alerts."""
    plane, coast = routes.plane, load_coast(site.coast)
    west, south, east, north = coast.bbox
    west, south, east, north = west + EDGE_DEG, south + EDGE_DEG, east - EDGE_DEG, north - EDGE_DEG
    shape = round((north - south) / CELL_DEG), round((east - west) / CELL_DEG)
    land = land_and_rocks(coast, (west, south, east, north), shape)
    lat, lon = (south + (np.arange(shape[0]) + 0.5) * CELL_DEG, west + (np.arange(shape[1]) + 0.5) * CELL_DEG)
    lonlat = np.stack(np.meshgrid(lon, lat), axis=-1).reshape(-1, 2)
    places = plane.places(lonlat)
    used = _used(site, routes, places, shape) | land
    cell_m = _cell_m(plane)
    land_m, nearest = distance_transform_edt(~land, sampling=cell_m, return_indices=True)
    clear_m = distance_transform_edt(~used, sampling=cell_m)
    clear_m[land_m < FROM_LAND_M] = 0.0
    ashore = places[np.ravel_multi_index((nearest[0].ravel(), nearest[1].ravel()), shape)]
    return OpenWater(coast, plane, places, clear_m.ravel(), land_m.ravel(), ashore)


def land_and_rocks(coast: Coast, bbox: Bbox, shape: tuple[int, int]) -> np.ndarray:
    """Cells of land, and cells with a corner of the coast: rocks too small for a cell's centre are land, too."""
    west, south, east, north = bbox
    land = land_mask(coast, bbox, shape).copy()
    row = np.floor((coast.xy_deg[:, 1] - south) / (north - south) * shape[0]).astype(int)
    column = np.floor((coast.xy_deg[:, 0] - west) / (east - west) * shape[1]).astype(int)
    inside = (row >= 0) & (row < shape[0]) & (column >= 0) & (column < shape[1])
    land[row[inside], column[inside]] = True
    return land


def _used(site: Site, routes: Routes, places: Places, shape: tuple[int, int]) -> np.ndarray:
    """Cells that lanes, grounds, anchorages and zones with a rule lie in."""
    spots = [spot.places for spot in routes.spots.values()] + [line.places for line in routes.lines.values()]
    origin, cell_m = places[0], _cell_m(routes.plane)
    marks = np.concatenate(spots) - origin
    row, column = np.rint(marks.imag / cell_m[0]).astype(int), np.rint(marks.real / cell_m[1]).astype(int)
    inside = (row >= 0) & (row < shape[0]) & (column >= 0) & (column < shape[1])
    used = np.zeros(shape, bool)
    used[row[inside], column[inside]] = True
    lonlat = routes.plane.lonlat(places)
    for zone in site.zones:
        if zone.alert and zone.kind != "moratorium":
            used |= zone.contains(*lonlat.T).reshape(shape)
    return used


def _cell_m(plane: Plane) -> tuple[float, float]:
    corner = plane.places(np.array([plane.lon_deg + CELL_DEG, plane.lat_deg + CELL_DEG]))
    return float(corner.imag), float(corner.real)
