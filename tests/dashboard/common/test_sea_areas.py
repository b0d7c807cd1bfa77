"""Every position belongs to the first area of the site that holds it, or to none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.common.sea_areas import OUTSIDE, area_of, short_name
from models.base.paths import SITES
from models.site.site import Site, load_site


@pytest.fixture(scope="module")
def site() -> Site:
    return load_site(SITES / "zhoushan")


@given(st.lists(st.tuples(st.floats(121, 124), st.floats(29, 31.5)), max_size=30))
def test_an_area_is_the_first_that_holds_the_place(places: list[tuple[float, float]]) -> None:
    site = load_site(SITES / "zhoushan")
    lon, lat = np.array(places, "f8").reshape(-1, 2).T
    for at, east, north in zip(area_of(site, lon, lat).tolist(), lon, lat, strict=True):
        holds = [bool(area.contains(np.array([east]), np.array([north]))[0]) for area in site.areas]
        assert at == (holds.index(True) if any(holds) else OUTSIDE)


def test_one_place_and_many_give_the_same_areas(site: Site) -> None:
    assert area_of(site, 122.2, 30.0).shape == (1,)
    assert area_of(site, 0.0, 0.0).tolist() == [OUTSIDE]
    assert area_of(site, [], []).shape == (0,)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("定海港（含老塘山）", "定海港"),
        ("Dinghai harbour (with Laotangshan)", "Dinghai harbour"),
        ("Xiazhimen, south", "Xiazhimen"),
        ("虾峙门", "虾峙门"),
        ("", ""),
    ],
)
def test_a_short_name_has_no_remark(name: str, short: str) -> None:
    assert short_name(name) == short


def test_short_names_of_areas_are_unique_and_not_empty(site: Site) -> None:
    for names in ([each.name_zh for each in site.areas], [each.name_en for each in site.areas]):
        short = [short_name(name) for name in names]
        assert all(short) and len(set(short)) == len(names)
