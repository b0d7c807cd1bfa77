"""Cutting a chart from S-57 cells and other files: better cells lie on top, depths become a raster."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely

from models.base.paths import SITES
from models.base.settings import UserError
from models.risk.detection.waters.waters import Waters
from models.site.chart import CODE, load_chart
from models.site.coast import land_mask, load_coast
from sites.make_chart import main
from sites.make_coast import cut_coast, source_land
from tests.sites.s57_cell import Cell

ZHOUSHAN = SITES / "zhoushan"


def layer(path: Path, name: str, shapes: list[object], **fields: list[float]) -> None:
    pyogrio.raw.write(
        path,
        geometry=np.array(shapely.to_wkb(shapes), dtype=object),
        field_data=[np.array(values, float) for values in fields.values()],
        fields=list(fields),
        layer=name,
        driver="GPKG",
        geometry_type="Unknown",
        crs="EPSG:4326",
        append=path.exists(),
    )


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    shutil.copy(ZHOUSHAN / "coast.npz", folder)
    return folder


@pytest.fixture
def cells(tmp_path: Path) -> list[Path]:
    coarse, fine = tmp_path / "a_coarse.gpkg", tmp_path / "b_fine.gpkg"
    layer(coarse, "DEPARE", [shapely.box(122.0, 29.8, 122.4, 30.2)], DRVAL1=[20.0], DRVAL2=[50.0])
    with_hole = shapely.box(122.1, 29.9, 122.3, 30.1) - shapely.box(122.18, 29.98, 122.22, 30.02)
    layer(fine, "DEPARE", [with_hole], DRVAL1=[5.0], DRVAL2=[10.0])
    layer(fine, "DEPCNT", [shapely.LineString([(122.1, 29.9), (122.3, 29.9)])], VALDCO=[10.0])
    layer(fine, "BOYLAT", [shapely.Point(122.25, 30.05)])
    layer(fine, "M_QUAL", [shapely.box(121.0, 29.0, 123.0, 31.0)])
    return [fine, coarse]


def test_known_classes_are_kept_with_their_depths(site: Path, cells: list[Path]) -> None:
    main(cells, site)
    chart = load_chart(site / "chart.npz")
    assert chart is not None
    assert sorted(chart.code.tolist()) == sorted([CODE["DEPARE"]] * 3 + [CODE["DEPCNT"], CODE["BOYLAT"]])
    assert chart.value_m[chart.parts("DEPCNT")].tolist() == [10.0]


def test_the_better_chart_lies_on_top_and_its_hole_shows_the_other(site: Path, cells: list[Path]) -> None:
    main(cells, site)
    waters = Waters(site / "coast.npz")
    depth_m = waters.depth_m(np.array([122.05, 122.15, 122.2, 123.0]), np.array([30.0, 30.0, 30.0, 30.0]))
    assert waters.has_depth
    assert depth_m[:3].tolist() == [20.0, 5.0, 20.0]
    assert not np.isfinite(depth_m[3]) or depth_m[3] > 1000


@pytest.fixture
def cell(tmp_path: Path) -> Path:
    """A real S-57 cell: a shoal with an islet, its contour, a buoy and two soundings."""
    shoal, islet = ring(122.1, 29.9, 122.3, 30.1), ring(122.18, 29.98, 122.22, 30.02)
    made = Cell()
    made.area("DEPARE", shoal, islet, DRVAL1=5.0, DRVAL2=10.0)
    made.area("LNDARE", islet)
    made.line("DEPCNT", [*shoal, shoal[0]], VALDCO=10.0)
    made.point("BOYLAT", (122.25, 30.05))
    made.soundings([(122.15, 30.0, 7.3), (122.16, 30.0, -1.2)])
    return made.write(tmp_path / "CN4EZ001.000")


def ring(west: float, south: float, east: float, north: float) -> list[tuple[float, float]]:
    return [(west, south), (east, south), (east, north), (west, north)]


def test_an_s57_cell_gives_areas_contours_marks_and_soundings(site: Path, cell: Path) -> None:
    main([cell], site)
    chart = load_chart(site / "chart.npz")
    assert chart is not None
    assert chart.value_m[chart.parts("DEPARE")].tolist() == [5.0, 5.0], "its outer ring and its hole"
    assert chart.value_m[chart.parts("DEPCNT")].tolist() == [10.0]
    assert chart.value_m[chart.parts("SOUNDG")].tolist() == pytest.approx([7.3, -1.2])
    assert len(chart.parts("BOYLAT")) == 1
    waters = Waters(site / "coast.npz")
    depth_m = waters.depth_m(np.array([122.12, 122.2, 122.4]), np.array([30.0, 30.0, 30.0]))
    assert depth_m[0] == 5.0 and not np.isfinite(depth_m[1:]).any()


def test_the_command_of_the_docs_cuts_a_chart(site: Path, cell: Path) -> None:
    words = [sys.executable, "-m", "sites.make_chart", str(cell), "--site", str(site)]
    output = subprocess.run(words, cwd=ZHOUSHAN.parents[1], capture_output=True, text=True, check=True).stdout
    assert "2 DEPARE, 1 DEPCNT, 2 SOUNDG, 1 BOYLAT" in output and "depth.npz" in output


def test_without_gdal_the_message_says_how_to_install_it(
    site: Path, cell: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sites.make_coast.find_spec", lambda name: None if name == "pyogrio" else name)
    with pytest.raises(UserError, match=r"pyogrio missing; install with: .*requirements-test\.txt"):
        main([cell], site)


def test_the_land_of_an_s57_cell_makes_a_coast(cell: Path, tmp_path: Path) -> None:
    cut_coast(source_land(cell), (122.0, 29.8, 122.5, 30.2), tmp_path / "coast.npz")
    coast = load_coast(tmp_path / "coast.npz")
    land = land_mask(coast, (122.1, 29.9, 122.3, 30.1), (20, 20))
    assert land[10, 10] and not land[1, 1] and land.sum() == pytest.approx(16, abs=4)


def test_a_file_that_gdal_cannot_read_is_refused_with_a_message(site: Path, tmp_path: Path) -> None:
    encrypted = tmp_path / "CN5EZ001.000"
    encrypted.write_bytes(b"\x00" * 4096)
    with pytest.raises(UserError, match="S-63"):
        main([encrypted], site)
    with pytest.raises(UserError, match="no such file"):
        main([tmp_path / "none.000"], site)


def test_a_file_without_any_known_class_is_refused(site: Path, tmp_path: Path) -> None:
    layer(tmp_path / "x.gpkg", "roads", [shapely.Point(0, 0)])
    with pytest.raises(UserError, match="none of DEPARE"):
        main([tmp_path / "x.gpkg"], site)


def test_a_site_without_a_chart_has_none_and_a_broken_one_is_reported(tmp_path: Path) -> None:
    assert load_chart(tmp_path / "chart.npz") is None
    (tmp_path / "chart.npz").write_bytes(b"nothing")
    with pytest.raises(UserError, match="make_chart"):
        load_chart(tmp_path / "chart.npz")
