"""Cutting a coast: clip, drop, merge, pack, and bytes that depend only on the land."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import shapely

from models.base.paths import SITES
from models.base.settings import UserError
from models.site.coast import load_coast
from sites.make_coast import area_km2, clip, cut_coast, pack, source_land, write_npz

BOX = (0.0, 0.0, 10.0, 10.0)
MAINLAND = shapely.Polygon(shapely.box(-5, -5, 5, 5).exterior, [shapely.box(1, 1, 2, 2).exterior])
ISLET = shapely.box(7, 7, 7.01, 7.01)
ELSEWHERE = shapely.box(20, 20, 21, 21)
WORLD = np.array([MAINLAND, ISLET, ELSEWHERE])


def test_only_the_land_in_the_box_is_left() -> None:
    land = clip(WORLD, BOX, 0, 0)
    assert len(land) == 2
    assert shapely.union_all(land).equals(shapely.union_all(WORLD) & shapely.box(*BOX))


def test_small_islands_can_be_left_out() -> None:
    assert area_km2(np.array([ISLET])) == pytest.approx(1.112**2 * np.cos(np.radians(7)), rel=0.01)
    assert len(clip(WORLD, BOX, 0, 10)) == 1


def test_simplified_neighbours_are_merged() -> None:
    touching = np.array([shapely.box(1, 1, 2, 2), shapely.box(1.95, 1, 3, 2)])
    assert len(clip(touching, BOX, 0.001, 0)) == 1


def test_land_that_only_touches_the_box_leaves_nothing() -> None:
    assert len(clip(np.array([shapely.box(-1, 0, 0, 1)]), BOX, 0, 0)) == 0


def test_packed_land_reads_back_with_its_lake(tmp_path: Path) -> None:
    assert cut_coast(WORLD, BOX, tmp_path / "coast.npz") == (2, 15)
    coast = load_coast(tmp_path / "coast.npz")
    assert coast.bbox == BOX
    assert coast.ring_start.tolist() == [0, *np.cumsum([5, 5, 5]).tolist()]
    assert coast.polygon_start.tolist() == [0, 2, 3]
    assert shapely.Polygon(coast.xy_deg[:5]).equals(shapely.box(0, 0, 5, 5))


def test_specks_below_the_rounding_vanish() -> None:
    speck = shapely.box(3, 3, 3.000001, 3.000001)
    assert len(pack(np.array([speck, ISLET]), BOX)["xy"]) == 5


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "1.npz", tmp_path / "2.npz"
    for path in (first, second):
        write_npz(path, pack(clip(WORLD, BOX, 0.01, 1), BOX))
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("site", ["zhoushan", "world"])
def test_the_committed_coasts_repack_to_themselves(site: str, tmp_path: Path) -> None:
    committed = SITES / site / "coast.npz"
    with np.load(committed) as file:
        write_npz(tmp_path / "again.npz", dict(file))
    assert (tmp_path / "again.npz").read_bytes() == committed.read_bytes()


def test_a_users_own_file_is_read(tmp_path: Path) -> None:
    pytest.importorskip("pyogrio")
    path = tmp_path / "land.geojson"
    geometry = json.loads(shapely.to_geojson(shapely.MultiPolygon([ISLET, ELSEWHERE])))
    feature = {"type": "Feature", "properties": {}, "geometry": geometry}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    assert shapely.union_all(source_land(path)).equals(shapely.MultiPolygon([ISLET, ELSEWHERE]))


def test_an_encrypted_chart_is_refused_with_a_message(tmp_path: Path) -> None:
    pytest.importorskip("pyogrio")
    cell = tmp_path / "CN400001.000"
    cell.write_bytes(b"\x13\x37" * 200)
    with pytest.raises(UserError, match="S-63"):
        source_land(cell)
