"""Waters: distance to land, narrow water, places ashore, and depths where a site gives them."""

from __future__ import annotations

import pickle
import shutil
from pathlib import Path

import numpy as np
import pytest

from models.base.geo import move_deg
from models.base.paths import SITES
from models.base.settings import UserError
from models.risk.detection.waters.waters import CELL_M, Waters
from tests.models.sea import ISLAND_M, LAT0, LON0, coast

COAST = SITES / "zhoushan" / "coast.npz"


def narrow(lon_deg: float, lat_deg: float) -> bool:
    return bool(Waters(COAST).narrow(np.array([lon_deg]), np.array([lat_deg]))[0])


def at(east_m: float, north_m: float) -> tuple[np.ndarray, np.ndarray]:
    lat, lon = move_deg(LAT0, LON0, east_m, north_m)
    return np.array([float(lon)]), np.array([float(lat)])


def test_a_channel_between_islands_is_narrow_and_the_open_sea_is_not() -> None:
    assert narrow(122.29, 29.94)  # off Shenjiamen
    assert not narrow(123.3, 30.2)


def test_outside_the_coast_box_nothing_is_narrow() -> None:
    assert not narrow(11.3, 57.8)
    assert not narrow(float("nan"), 30.0)


@pytest.mark.parametrize("off_m", [300.0, 1000.0, 5000.0])
def test_the_distance_to_an_island_is_good_to_a_cell_and_a_half(off_m: float) -> None:
    low, high = ISLAND_M
    to_land_m = Waters(coast()).to_land_m(*at(low - off_m, (low + high) / 2))
    assert abs(float(to_land_m[0]) - off_m) < 1.5 * CELL_M


def test_ashore_is_well_inland_and_not_on_the_beach() -> None:
    waters, (low, high) = Waters(coast()), ISLAND_M
    middle = (low + high) / 2
    assert waters.ashore(*at(middle, middle))[0]
    assert not waters.ashore(*at(low + 150, middle))[0]
    assert not waters.ashore(*at(low - 500, middle))[0]
    assert float(waters.to_land_m(*at(middle, middle))[0]) < -800


def test_where_no_coast_is_known_land_is_infinitely_far_and_nothing_is_ashore() -> None:
    waters, nowhere = Waters(coast()), (np.array([np.nan, 10.0]), np.array([LAT0, 55.0]))
    assert waters.to_land_m(*nowhere).tolist() == [np.inf, np.inf]
    assert not waters.ashore(*nowhere).any()


def test_places_keep_their_form() -> None:
    lon, lat = at(0, 0)
    assert Waters(coast()).to_land_m(np.full((2, 3), lon[0]), np.full((2, 3), lat[0])).shape == (2, 3)


def test_a_checkpoint_holds_the_path_and_not_the_rasters() -> None:
    whole = pickle.dumps(Waters(coast()))
    assert len(whole) < 1000
    again = pickle.loads(whole)
    assert again.to_land_m(*at(0, 0)) == Waters(coast()).to_land_m(*at(0, 0))


def test_depth_is_unknown_unless_the_site_gives_it(tmp_path: Path) -> None:
    assert not Waters(COAST).has_depth, "none is shipped"
    assert np.isnan(Waters(COAST).depth_m(*at(0, 0))).all()
    shutil.copy(coast(), tmp_path / "coast.npz")
    box = np.array([LON0, LAT0, LON0 + 0.2, LAT0 + 0.1])
    np.savez(tmp_path / "depth.npz", depth_m=np.array([[5.0, np.nan], [30.0, 40.0]]), bbox_deg=box)
    waters = Waters(tmp_path / "coast.npz")
    lon, lat = LON0 + np.array([0.05, 0.15, 0.15, -0.1]), LAT0 + np.array([0.02, 0.02, 0.08, 0.02])
    np.testing.assert_array_equal(waters.depth_m(lon, lat), [5.0, np.nan, 40.0, np.nan])


def test_a_foreign_depth_file_is_one_clear_sentence(tmp_path: Path) -> None:
    shutil.copy(coast(), tmp_path / "coast.npz")
    np.savez(tmp_path / "depth.npz", depth=np.zeros((2, 2)))
    with pytest.raises(UserError, match=r"depth\.npz: no readable depths"):
        Waters(tmp_path / "coast.npz")
