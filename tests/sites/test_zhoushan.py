"""The reference site is consistent: islands on land, channels on water, zones at sea, areas without overlap."""

from __future__ import annotations

import json
from itertools import pairwise

import numpy as np
import pytest
import shapely

from models.base.paths import SITES
from models.site.coast import load_coast
from models.site.site import Site, load_site
from models.site.zone import SHIP_KINDS, Shape, Zone

FOLDER = SITES / "zhoushan"
DRY_KINDS = ("island", "port", "town")  # ports have the position of their quays
# Share of a zone that may lie over land: quays and piers stand on land, fairways and anchorages touch only rocks.
LAND_SHARE = {"fairway": 0.001, "anchorage": 0.001, "no_entry": 0.01, "moratorium": 0.01, "cable": 0.05, "safety": 0.05}
LAND_SHARE |= {"bridge": 0.25, "port": 0.2, "harbour": 0.4}


@pytest.fixture(scope="module")
def site() -> Site:
    return load_site(FOLDER)


@pytest.fixture(scope="module")
def land(site: Site) -> shapely.Geometry:
    coast = load_coast(site.coast)
    rings = [coast.xy_deg[a:b] for a, b in pairwise(coast.ring_start)]
    return shapely.union_all([shapely.Polygon(rings[a], rings[a + 1 : b]) for a, b in pairwise(coast.polygon_start)])


def polygon(shape: Shape) -> shapely.Polygon:
    return shapely.Polygon(shape.rings[0], shape.rings[1:])


def zone(site: Site, zone_id: str) -> Zone:
    return next(zone for zone in site.zones if zone.id == zone_id)


def test_islands_are_on_land_and_channels_on_water(site: Site, land: shapely.Geometry) -> None:
    wrong = [
        place.name_zh
        for place in site.places
        if land.contains(shapely.Point(place.lon_deg, place.lat_deg)) != (place.kind in DRY_KINDS)
    ]
    assert wrong == []


def test_the_places_of_the_site_are_named(site: Site) -> None:
    names = {place.name_zh for place in site.places}
    assert {"定海", "沈家门", "朱家尖", "岱山", "衢山", "嵊泗", "嵊山", "洋山港", "马迹山", "六横", "虾峙门"} <= names
    assert {"条帚门", "螺头水道", "北仑", "金塘", "长涂", "桃花", "普陀山", "枸杞", "花鸟"} <= names
    assert len(names) == len(site.places)


def test_every_place_is_in_the_view(site: Site) -> None:
    west, south, east, north = site.bbox
    assert all(west < place.lon_deg < east and south < place.lat_deg < north for place in site.places)


def test_zones_lie_over_water(site: Site, land: shapely.Geometry) -> None:
    share = {z.id: polygon(z).intersection(land).area / polygon(z).area for z in site.zones}
    assert {z.id: share[z.id] for z in site.zones if share[z.id] > LAND_SHARE[z.kind]} == {}


def test_every_polygon_is_valid_and_in_the_coast_box(site: Site) -> None:
    coast_box = shapely.box(*load_coast(site.coast).bbox)
    for shape in (*site.zones, *site.areas):
        assert shapely.is_valid_reason(polygon(shape)) == "Valid Geometry", shape.id
        assert coast_box.contains(polygon(shape)), shape.id


def test_the_zones_the_detectors_need_are_there(site: Site) -> None:
    kinds = {z.kind for z in site.zones}
    assert kinds == {
        *("no_entry", "moratorium", "fairway", "port", "anchorage"),
        *("bridge", "cable", "harbour", "safety"),
    }


def test_the_moratorium_is_for_fishing_boats_from_1_may_to_16_september_at_noon(site: Site) -> None:
    moratorium = zone(site, "moratorium-east")
    assert moratorium.kinds == ("fishing",)
    assert moratorium.windows == (("05-01 12:00", "09-16 12:00"),)
    assert moratorium.contains(123.3, 30.5)


def test_the_reserve_is_closed_to_all_but_law_and_service_craft(site: Site) -> None:
    assert set(SHIP_KINDS) - set(zone(site, "dongji-reserve").kinds) == {"law", "service"}


def test_the_deep_water_approach_leads_from_the_sea_through_the_strait(site: Site) -> None:
    outer, inner = polygon(zone(site, "fairway-xiazhimen-outer")), polygon(zone(site, "fairway-xiazhimen"))
    assert outer.intersects(inner)
    assert inner.contains(shapely.Point(122.285, 29.772))
    assert inner.distance(polygon(zone(site, "fairway-luotou"))) < 0.001


def test_areas_tile_the_view_without_gap_or_overlap(site: Site) -> None:
    shapes = [polygon(area) for area in site.areas]
    whole, view = shapely.union_all(shapes), shapely.box(*site.bbox)
    assert sum(shape.area for shape in shapes) == pytest.approx(whole.area, rel=1e-9)
    assert whole.symmetric_difference(view).area < 1e-9


def test_each_place_in_the_view_has_one_area(site: Site) -> None:
    west, south, east, north = site.bbox
    rng = np.random.default_rng(1)
    lon, lat = rng.uniform(west, east, 2000), rng.uniform(south, north, 2000)
    owners = np.sum([area.contains(lon, lat) for area in site.areas], axis=0)
    assert set(owners.tolist()) == {1}


def test_every_unit_owns_an_area_and_islands_fall_to_the_right_one(site: Site) -> None:
    assert {area.unit for area in site.areas} == {unit.id for unit in site.units}
    owner = {p.name_zh: next(a.unit for a in site.areas if a.contains(p.lon_deg, p.lat_deg)) for p in site.places}
    expected = {"定海": "dinghai", "沈家门": "putuo", "岱山": "daishan", "衢山": "daishan", "嵊泗": "shengsi"}
    expected |= {"枸杞": "shengshan", "花鸟": "shengshan", "洋山港": "yangshan", "普陀山": "puzhu", "朱家尖": "puzhu"}
    expected |= {"秀山": "daishan", "六横": "putuo", "东极（庙子湖）": "putuo", "金塘": "dinghai"}
    assert {name: owner[name] for name in expected} == expected


@pytest.mark.parametrize("name", ["places", "zones", "areas"])
def test_each_file_says_in_both_languages_that_it_is_illustrative(name: str, site: Site) -> None:
    head = json.loads((FOLDER / f"{name}.geojson").read_text(encoding="utf-8"))
    assert (head["note_zh"], head["note_en"]) == (site.note_zh, site.note_en)
    assert "不得用于导航" in site.note_zh and "Not for navigation" in site.note_en


def test_the_notices_of_the_coast_are_beside_it() -> None:
    notice = (FOLDER.parent / "NOTICE.md").read_text(encoding="utf-8")
    assert "© OpenStreetMap contributors" in notice and "不得用于导航" in notice
    assert "4.6 Access to Derivative Databases" in (FOLDER.parent / "ODbL-1.0.txt").read_text(encoding="utf-8")
