"""Static parts of the map: names without overlap, zones by season, a true scale."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import combinations

import numpy as np
import pytest

from dashboard.common.theme import NIGHT, Sizes
from dashboard.map.chart import ChartDrawing, chart, in_force, scale
from dashboard.map.figure import COLUMNS, MapFigure
from dashboard.map.measure import width_em
from dashboard.map.view import View, fit
from models.base.geo import haversine_m
from models.base.units import M_PER_NM
from tests.dashboard.pictures import BOX, site

SIZES = Sizes(16)
VIEW = fit(BOX, 1115, 955)
JUNE, DECEMBER = (datetime(2026, month, 15, tzinfo=UTC).timestamp() for month in (6, 12))


def drawn(view: View = VIEW, lang: str = "zh", t_s: float = JUNE) -> ChartDrawing:
    return chart(site(), view, lang, NIGHT, SIZES, t_s)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("box", [BOX, (122.0, 29.85, 122.5, 30.15)])
def test_names_do_not_lie_on_each_other(lang: str, box: tuple[float, float, float, float]) -> None:
    view = fit(box, 1115, 955)
    names = drawn(view, lang).names
    x, y = view.pixels(names["x"], names["y"])
    assert len(x) > 8
    for a, b in combinations(range(len(x)), 2):
        sizes = [float(names["size"][row][:-2]) for row in (a, b)]
        reach = sum(width_em(names["text"][row]) * size / 2 for row, size in zip((a, b), sizes, strict=True))
        assert abs(x[a] - x[b]) >= reach or abs(y[a] - y[b]) >= sum(sizes) / 2


def test_a_closer_view_has_more_names() -> None:
    assert "虾峙" not in drawn().names["text"]
    assert "虾峙" in drawn(fit((122.0, 29.6, 122.6, 29.95), 1115, 955)).names["text"]


def test_a_moratorium_is_filled_only_in_its_season() -> None:
    assert (
        np.sum(np.array(drawn(t_s=JUNE).zones["fill"]) > 0)
        == np.sum(np.array(drawn(t_s=DECEMBER).zones["fill"]) > 0) + 1
    )
    assert in_force(site(), JUNE) != in_force(site(), DECEMBER)
    assert any("未生效" in text for text in drawn(t_s=DECEMBER).names["text"])
    assert not any("未生效" in text for text in drawn(t_s=JUNE).names["text"])


@pytest.mark.parametrize("box", [BOX, (9.5, 55.0, 13.0, 58.2), (122.2, 29.9, 122.4, 30.0)])
def test_the_scale_is_true_in_the_middle(box: tuple[float, float, float, float]) -> None:
    view = fit(box, 1115, 955)
    nm, bar_px = scale(view, SIZES)
    lat = view.middle_lat_deg
    west, _, east, _ = view.bbox
    assert haversine_m(lat, west, lat, west + (east - west) * bar_px / view.width_px) / M_PER_NM == pytest.approx(
        nm, rel=0.01
    )
    assert 90 < bar_px < 400


def test_the_graticule_is_figured_in_degrees_and_minutes() -> None:
    degrees = drawn().degrees
    assert {"122°E", "122°30′E", "30°30′N"} <= set(degrees["text"])
    assert len({len(column) for column in degrees.values()}) == 1


@pytest.mark.parametrize("across_deg", [10.0, 1.0, 0.05, 0.005])
def test_graticule_and_scale_exist_at_every_zoom(across_deg: float) -> None:
    view = fit((122.1234, 29.9, 122.1234 + across_deg, 29.9 + across_deg / 2), 1115, 955)
    texts = drawn(view).degrees["text"]
    assert 4 <= len(texts) <= 24 and len(set(texts)) == len(texts)
    assert 90 < scale(view, SIZES)[1] < 400


def test_a_zone_too_small_for_its_name_is_not_named() -> None:
    assert not [text for text in drawn(fit((117, 25, 127, 35), 1115, 955)).names["text"] if "保护区" in text]


def test_the_figure_takes_every_column_it_is_given() -> None:
    figure = MapFigure(NIGHT)
    figure.show_view(VIEW)
    figure.show_chart(drawn())
    for name in ("lines", "degrees", "zones", "names"):
        assert set(figure.source[name].data) == set(COLUMNS[name].split())
    assert (figure.root.x_range.start, figure.root.y_range.end) == (VIEW.west_m, VIEW.north_m)
