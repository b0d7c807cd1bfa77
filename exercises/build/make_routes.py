"""Draw the sea lanes, berths, anchorages and fishing grounds of an exercise: build time only.

It reads the plan (way points and places, written by hand) and writes the GeoJSON that exercises use. Finding a way over
water: make_ways.py. Finding room for vessels at rest or fishing: make_spots.py. Everything drawn here is illustrative:
plausible for an exercise, taken from no chart, not for navigation.

    python -m exercises.build.make_routes --plan exercises/scenarios/zhoushan_plan.yaml --site sites/zhoushan \
        --out exercises/scenarios/zhoushan_routes.geojson
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import shapely
import typer
import yaml

from exercises.build.make_spots import Claims, claims, scatter, shore_heading_deg, thin
from exercises.build.make_ways import STEP_M, Bbox, SeaGrid, band, survey, way
from exercises.geometry.paths import Places
from exercises.geometry.plane import Plane
from models.base.schema import KIND
from models.site.coast import Coast, load_coast
from models.site.site import Site, load_site

NOTE = "Illustrative: drawn for an exercise, from no chart. Not for navigation."
CELL_M, SHORE_CELL_M = 100.0, 25.0
SIMPLE_M = 6.0  # tolerance of thinning; vessels round the corners again
AID_OFFSET_M = 700.0  # aids to navigation are placed to starboard of the lane
SPREAD = 0.22  # of the spacing: how far a spot is moved at random, or roadsteads look drawn with a ruler
SMALL_REACH_M = 500.0  # less is work or sport, more is trawling
APART_M = 1200.0  # distance of grounds from where others lie or work, beyond the reach of both
LIES_THERE = {
    "berth": "merchant",
    "harbour": "fishing",
    "anchorage": "merchant",
    "ground": "fishing",
    "aid": "merchant",
}
Feature = dict[str, Any]


@dataclass(frozen=True)
class RouteLine:
    """A way there and back (`gap_m` between the two) or, without a gap, a closed way in one direction."""

    id: str
    use: str
    name_zh: str
    name_en: str
    speed_kn: float
    points: list[tuple[float, float]]
    gap_m: float = 0.0
    spread_m: float = 0.0  # how far vessels keep off the middle of the lane, to either side
    margin_m: float = 400.0
    smooth_m: float = 3000.0
    dwell_s: float = 0.0  # stay at both ends
    aids_m: float = 0.0  # spacing of aids to navigation along it


@dataclass(frozen=True)
class Room:
    """Water where vessels lie or fish: a polygon, or a circle around one point."""

    id: str
    use: str
    name_zh: str
    name_en: str
    outline: list[tuple[float, float]]
    spacing_m: float
    radius_m: float = 0.0
    clear_m: float = 300.0  # least and greatest distance from land
    beyond_m: float = 1e9
    lane_m: float = 1500.0  # least distance from the lanes of ships
    ahead_m: float = 400.0  # least distance from the water ahead of those ships
    reach_m: float = 0.0  # how far a trawler strays from its spot
    most: int = 1000  # greatest number of spots; the nearest to the middle of the outline are kept

    @property
    def along_shore(self) -> bool:
        return self.beyond_m < 1000


def draw_line(grid: SeaGrid, line: RouteLine) -> Places:
    """The closed way of a line."""
    points = grid.plane.places(np.array(line.points))
    if line.gap_m:
        return band(way(grid, points, line.margin_m + line.gap_m / 2, line.smooth_m), line.gap_m)
    return way(grid, np.append(points, points[0]), line.margin_m, line.smooth_m)


def find_spots(
    grid: SeaGrid, coast: Coast, site: Site, taken: Claims, others: Places, room: Room
) -> tuple[Places, np.ndarray]:
    """Free spots in a room, and the direction of the shore at each."""
    outline = grid.plane.places(np.array(room.outline))
    if room.along_shore:  # look closer
        grid = survey(coast, grid.plane, _box(grid.plane, outline[0], room.radius_m * 1.3), SHORE_CELL_M)
    at = _net(outline, room)
    if len(outline) > 1:
        at = at[shapely.contains_xy(shapely.Polygon(room.outline), *grid.plane.lonlat(at).T)]
    clear = grid.clearance(at)
    at = at[(clear >= room.clear_m + room.reach_m) & (clear <= room.beyond_m)]
    at = at[taken.free(at, room.lane_m + room.reach_m, room.ahead_m + room.reach_m)]
    at = at[_allowed(site, grid.plane, at, room)]
    if room.use == "ground" and len(others):
        at = at[[bool((np.abs(others - place) > APART_M + room.reach_m).all()) for place in at]]
    at = at[np.argsort(np.abs(at - outline.mean()), kind="stable")]
    at = (thin(at, room.spacing_m) if room.along_shore else at)[: room.most]
    return at, shore_heading_deg(grid, at)


def _net(outline: Places, room: Room) -> Places:
    """Candidate places: a fine net along a shore, elsewhere a randomly shifted net with the spacing."""
    if room.along_shore:
        return scatter(outline, room.radius_m, min(room.spacing_m / 2, 120.0))
    at = scatter(outline, room.radius_m, room.spacing_m)
    east, north = np.random.default_rng(1).uniform(-SPREAD, SPREAD, (2, len(at))) * room.spacing_m
    return at + east + 1j * north


def aids(grid: SeaGrid, site: Site, line: RouteLine, loop: Places) -> Places:
    """Aids to navigation to starboard of a lane, in water and in the site's view."""
    course = np.roll(loop, -4) - np.roll(loop, 4)
    at = (loop - 1j * course / np.maximum(np.abs(course), 1e-9) * AID_OFFSET_M)[:: round(line.aids_m / STEP_M)]
    lon, lat = grid.plane.lonlat(at).T
    west, south, east, north = site.bbox
    return at[(grid.clearance(at) > 150) & (lon > west) & (lon < east) & (lat > south) & (lat < north)]


def _box(plane: Plane, centre: complex, radius_m: float) -> Bbox:
    corners = np.array([centre - radius_m * (1 + 1j), centre + radius_m * (1 + 1j)], np.complex128)
    west, south, east, north = plane.lonlat(corners).ravel().tolist()
    return west, south, east, north


def _allowed(site: Site, plane: Plane, at: Places, room: Room) -> np.ndarray:
    """Outside every alerting zone that applies to vessels there, by its reach and 200 m."""
    lon, lat = plane.lonlat(at).T
    kind = KIND[LIES_THERE[room.use]]
    good = np.ones(len(at), bool)
    for zone in site.zones:
        if zone.alert and zone.binds([kind])[0]:
            good &= ~zone.contains(lon, lat) & (zone.distance_m(lon, lat) > room.reach_m + 200)
    return good


def line_feature(plane: Plane, line: RouteLine, loop: Places) -> Feature:
    """A closed LineString in degrees, thinned."""
    flat = np.stack((loop.real, loop.imag), axis=-1)
    thinned = shapely.get_coordinates(shapely.simplify(shapely.LineString(flat), SIMPLE_M))
    ends = [[round(x, 5) for x in point] for point in (line.points[0], line.points[-1])]
    stops = {"stops": ends, "dwell_s": line.dwell_s} if line.dwell_s else {}
    return _feature(
        line,
        {"speed_kn": line.speed_kn, "spread_m": line.spread_m, **stops},
        "LineString",
        plane.lonlat(thinned @ [1, 1j]),
    )


def room_feature(plane: Plane, room: Room, at: Places, heading_deg: np.ndarray) -> Feature:
    """A MultiPoint in degrees; headings for berths, the reach for fishing grounds."""
    more: dict[str, Any] = {"reach_m": room.reach_m} if room.reach_m else {}
    if room.use in ("berth", "harbour"):
        more["heading_deg"] = np.rint(heading_deg).astype(int).tolist()
    return _feature(room, more, "MultiPoint", plane.lonlat(at))


def _feature(item: RouteLine | Room, more: dict[str, Any], kind: str, lonlat: np.ndarray) -> Feature:
    properties = {"id": item.id, "use": item.use, "name_zh": item.name_zh, "name_en": item.name_en, **more}
    geometry = {"type": kind, "coordinates": np.round(lonlat, 5).tolist()}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def main(
    plan: Annotated[Path, typer.Option()],
    site: Annotated[Path, typer.Option()],
    out: Annotated[Path, typer.Option()],
) -> None:
    """Write the routes of a plan."""
    table = yaml.safe_load(plan.read_text(encoding="utf-8"))
    lines, rooms = [RouteLine(**row) for row in table["lines"]], [Room(**row) for row in table["rooms"]]
    coast, plane = load_coast(site / "coast.npz"), Plane(*table["centre"])
    grid = survey(coast, plane, coast.bbox, CELL_M)
    loops = [draw_line(grid, line) for line in lines]
    for line, loop in zip(lines, loops, strict=True):
        typer.echo(f"{line.id}: {abs(np.diff(loop)).sum() / 1000:.0f} km, {grid.clearance(loop).min():.0f} m from land")
    harbour, features = (
        load_site(site),
        [line_feature(plane, *each) for each in zip(lines, loops, strict=True)],
    )
    speeds = [(loop, line.speed_kn, line.use) for loop, line in zip(loops, lines, strict=True)]
    for_all = claims(grid, [(loop, kn) for loop, kn, use in speeds if use != "aircraft"])
    for_fishing = claims(grid, [(loop, kn) for loop, kn, use in speeds if use not in ("aircraft", "fishing")])
    others = np.empty(0, np.complex128)
    for room in rooms:
        taken = for_fishing if room.use in ("ground", "harbour") else for_all
        at, heading_deg = find_spots(grid, coast, harbour, taken, others, room)
        features.append(room_feature(plane, room, at, heading_deg))
        if LIES_THERE[room.use] == "merchant" or room.reach_m < SMALL_REACH_M:
            others = np.concatenate([others, at])
    for line, loop in zip(lines, loops, strict=True):
        if line.aids_m:
            room = Room(f"aids_{line.id}", "aid", line.name_zh, line.name_en, [], line.aids_m)
            features.append(room_feature(plane, room, aids(grid, harbour, line, loop), np.empty(0)))
    for feature in features[len(lines) :]:
        typer.echo(f"{feature['properties']['id']}: {len(feature['geometry']['coordinates'])} places")
    collection = {"type": "FeatureCollection", "note": NOTE, "centre": table["centre"], "features": features}
    out.write_text(_text(collection), encoding="utf-8")


def _text(collection: dict[str, Any]) -> str:
    """JSON with one feature a line, so that differences can be read."""
    head = {key: value for key, value in collection.items() if key != "features"}
    body = ",\n".join(json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in collection["features"])
    return json.dumps(head, ensure_ascii=False)[:-1] + ',\n"features": [\n' + body + "\n]}\n"


if __name__ == "__main__":
    typer.run(main)
