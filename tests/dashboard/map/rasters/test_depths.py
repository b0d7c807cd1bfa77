"""The chart raster: depth bands, lines over them, marks at large scales only."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.common.theme import PALETTES
from dashboard.map.rasters.depths import LAND, LINES, POINTS, colours, draw, project
from dashboard.map.view import fit
from models.site.chart import CODE, Chart

BOX = (122.0, 29.8, 122.4, 30.2)


def chart() -> Chart:
    """Return a chart of deep water with a shallow square in the middle, a contour across, and a buoy."""
    ring = np.array([(122.0, 29.8), (122.4, 29.8), (122.4, 30.2), (122.0, 30.2), (122.0, 29.8)])
    square = np.array([(122.15, 29.95), (122.25, 29.95), (122.25, 30.05), (122.15, 30.05), (122.15, 29.95)])
    line, buoy = np.array([(122.0, 29.9), (122.4, 29.9)]), np.array([(122.3, 30.1)])
    pieces = [ring, square, line, buoy]
    return Chart(
        np.concatenate(pieces),
        np.cumsum([0, *map(len, pieces)], dtype=np.int32),
        np.array([CODE[name] for name in ("DEPARE", "DEPARE", "DEPCNT", "BOYLAT")], np.uint8),
        np.array([30.0, 2.0, 10.0, np.nan], np.float32),
        np.array([0, 1, 1, 1], np.int32),
    )


def at(view_px: int, lon: float, lat: float, box: tuple[float, ...] = BOX) -> int:
    view = fit(box, view_px, view_px)  # type: ignore[arg-type]
    drawn = draw(view, project(chart()))
    west, south, east, north = view.bbox
    row = min(int((north - lat) / (north - south) * view_px), view_px - 1)
    return int(drawn[row, min(int((lon - west) / (east - west) * view_px), view_px - 1)])


def test_depths_are_bands_and_shallow_lies_on_deep() -> None:
    assert at(400, 122.05, 30.0) == 5
    assert at(400, 122.2, 30.0) == 2


def test_lines_lie_on_the_areas() -> None:
    view = fit(BOX, 400, 400)
    drawn = draw(view, project(chart()))
    rows = np.flatnonzero((drawn == LINES["DEPCNT"].number).sum(axis=1) > 300)
    assert len(rows) == 1


@pytest.mark.parametrize(("box", "shown"), [(BOX, False), ((122.25, 30.05, 122.35, 30.15), True)])
def test_marks_are_shown_at_large_scales_only(box: tuple[float, ...], shown: bool) -> None:
    view = fit(box, 400, 400)  # type: ignore[arg-type]
    assert bool((draw(view, project(chart())) == POINTS["BOYLAT"].number).any()) is shown


@pytest.mark.parametrize("palette", PALETTES.values(), ids=list(PALETTES))
def test_every_index_has_a_colour_in_every_light(palette: object) -> None:
    table = colours(palette)  # type: ignore[arg-type]
    assert all(table[stroke.number, 3] for stroke in (*LINES.values(), *POINTS.values()))
    assert table[1:LAND, 3].all()
    assert not table[0].any()
