"""Symbols after IMO SN.1/Circ.243, worst on top, dots if there are too many."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.common.theme import KINDS, NIGHT
from dashboard.map.levels import alert_levels
from dashboard.map.rasters import dots
from dashboard.map.symbols import CROSSED, LEVEL_COLOUR, SHAPE, SMALLEST, WORST_KEPT, Symbols, symbols
from dashboard.map.view import fit, mercator
from models.base.geo import haversine_m
from models.base.schema import KIND, LEVEL, LIFE
from models.base.units import M_PER_NM
from models.messages.picture import AlertView
from tests.dashboard.pictures import BOX, alert, craft, picture

VIEW = fit(BOX, 1115, 955)
NAN = np.nan


def drawn(
    n: int = 1, alerts: tuple[AlertView, ...] = (), fresh: frozenset[int] = frozenset(), **columns: object
) -> Symbols:
    return symbols(picture(craft(n, **columns), alerts, tick=2), VIEW, 3000, fresh)


def degrees_of(shown: Symbols) -> float:
    """Return the compass direction of the first symbol; Bokeh rotates counter-clockwise, in radians."""
    return float(np.degrees(-shown.craft["angle"][0])) % 360


def test_on_a_full_map_calm_vessels_shrink_and_those_under_alert_do_not() -> None:
    lon, lat = np.meshgrid(np.linspace(121.5, 123.3, 50), np.linspace(29.5, 31.0, 40))
    full = drawn(2000, (alert(1),), lon_deg=lon.ravel(), lat_deg=lat.ravel(), sog_kn=9.0).craft["scale"]
    few = drawn(2, (alert(1),), sog_kn=9.0).craft["scale"]
    assert full.max() == few.max() and SMALLEST <= full.min() < few.min() == 1.0


def test_within_a_harbour_a_moored_vessel_is_as_large_as_others() -> None:
    def scales(box: tuple[float, float, float, float]) -> list[float]:
        shown = picture(craft(2, lon_deg=[122.30, 122.31], lat_deg=29.94, sog_kn=[0.0, 9.0]))
        return list(symbols(shown, fit(box, 1115, 955), 3000, frozenset()).craft["scale"])

    assert len(set(scales((122.28, 29.92, 122.33, 29.96)))) == 1
    assert len(set(scales(BOX))) == 2


def test_a_ship_points_along_its_heading() -> None:
    assert degrees_of(drawn(heading_deg=30.0, cog_deg=80.0)) == pytest.approx(30)


def test_without_heading_along_its_course() -> None:
    assert degrees_of(drawn(heading_deg=NAN, cog_deg=80.0)) == pytest.approx(80)


def test_without_either_it_is_a_circle() -> None:
    assert drawn(heading_deg=NAN, cog_deg=NAN).craft["shape"].tolist() == [SHAPE["still"]]


@pytest.mark.parametrize(("kind", "shape"), [("aton", "aid"), ("base", "base"), ("fishing", "ship"), ("law", "ship")])
def test_aids_and_stations_have_their_own_shapes(kind: str, shape: str) -> None:
    shown = drawn(kind=KIND[kind])
    assert shown.craft["shape"].tolist() == [SHAPE[shape]]
    assert shown.craft["colour"].tolist() == [KIND[kind]]


def test_the_lost_are_crossed_and_the_reckoned_hollow() -> None:
    lost, coasting, received = (drawn(life=LIFE[life]).craft for life in ("lost", "coasting", "confirmed"))
    assert lost["shape"].tolist() == [SHAPE["ship"] + CROSSED]
    assert (coasting["fill"][0], coasting["shape"][0]) == (0, SHAPE["ship"])
    assert received["fill"][0] > 0.9 > coasting["line"][0] > lost["line"][0]


def test_the_vector_is_six_minutes_of_way() -> None:
    vectors = drawn(sog_kn=12.0, cog_deg=90.0).vectors
    lon = np.degrees(np.array([vectors["x0"][0], vectors["x1"][0]]) / 6_378_137.0)
    assert haversine_m(30.0, lon[0], 30.0, lon[1]) / M_PER_NM == pytest.approx(1.2, rel=0.005)
    assert vectors["y1"][0] == pytest.approx(vectors["y0"][0])


@pytest.mark.parametrize("columns", [{"sog_kn": 0.2}, {"sog_kn": NAN}, {"cog_deg": NAN}, {"life": LIFE["lost"]}])
def test_a_vessel_without_movement_or_reception_has_no_vector(columns: dict[str, float]) -> None:
    assert len(drawn(**columns).vectors["x0"]) == 0


def test_the_worst_come_last_so_that_they_are_on_top() -> None:
    shown = drawn(4, (alert(2, "yellow"), alert(1, "red"), alert(3, "orange")))
    colours = [LEVEL_COLOUR + LEVEL[colour] - 1 for colour in ("yellow", "orange", "red")]
    assert shown.craft["colour"].tolist() == [KIND["merchant"], *colours]
    assert shown.rings["level"].tolist() == [LEVEL["yellow"], LEVEL["orange"], LEVEL["red"]]


def test_both_vessels_of_a_pair_have_its_colour_and_the_worst_alert_wins() -> None:
    alerts = (alert(1, "orange", partner_track_id=3), alert(3, "yellow"), alert(77, "red"))
    assert alert_levels(picture(craft(4), alerts)).tolist() == [LEVEL["orange"], 0, LEVEL["orange"], 0]
    assert alert_levels(picture(craft(0), alerts)).tolist() == []


def test_a_risk_without_an_alert_has_no_colour() -> None:
    shown = drawn(2, level=LEVEL["yellow"])
    assert shown.craft["colour"].tolist() == [KIND["merchant"]] * 2 and len(shown.rings["x"]) == 0


def test_only_a_fresh_red_glows_and_only_in_every_other_tick() -> None:
    def glow(tick: int, fresh: frozenset[int]) -> float:
        shown = symbols(picture(craft(1), (alert(1),), tick=tick), VIEW, 3000, fresh)
        return float(shown.rings["glow"][0])

    bright, dark, old = glow(2, frozenset({1})), glow(3, frozenset({1})), glow(2, frozenset())
    assert bright > dark == old > 0


def test_vessels_outside_the_view_or_without_a_position_are_left_out() -> None:
    shown = drawn(3, lon_deg=[122.5, 11.0, NAN])
    assert shown.craft["x"].tolist() == pytest.approx([float(mercator(122.5, 30.0)[0])])


def test_too_many_become_dots_and_the_worst_stay_symbols() -> None:
    n = 600
    spread = {"lon_deg": np.linspace(121.5, 123.5, n), "kind": np.where(np.arange(n) < 5, KIND["law"], KIND["fishing"])}
    shown = symbols(picture(craft(n, **spread), (alert(7), alert(8, "yellow"))), VIEW, 500, frozenset())
    assert shown.dots
    assert len(shown.craft["x"]) == 7 <= WORST_KEPT  # five law enforcement vessels, two with a colour
    assert shown.craft["colour"][-1] == LEVEL_COLOUR + LEVEL["red"] - 1


def test_overlapping_vessels_become_dots_even_if_few() -> None:
    heap = picture(craft(400, lon_deg=122.5, lat_deg=30.0, kind=KIND["law"]), (alert(7),))
    near, far = fit((122.4, 29.95, 122.6, 30.05), 1115, 955), fit((117, 25, 127, 35), 1115, 955)
    assert [len(symbols(heap, view, 3000, frozenset()).craft["x"]) for view in (near, far)] == [400, 1]
    lon, lat = (axis.ravel() for axis in np.meshgrid(np.linspace(118, 126, 20), np.linspace(26, 34, 20)))
    assert not symbols(picture(craft(400, lon_deg=lon, lat_deg=lat)), far, 3000, frozenset()).dots


def test_dots_show_every_vessel_and_the_worst_on_top() -> None:
    view = fit(BOX, 230, 200)
    vessels = craft(3, lon_deg=[122.5, 122.5, 122.9], kind=KIND["fishing"])
    codes = dots.draw(view, picture(vessels, (alert(1),)), 1)
    assert sorted(codes[codes > 0].tolist()) == [1 + KIND["fishing"], len(KINDS) + LEVEL["red"]]
    assert len(dots.colours(NIGHT)) == 1 + len(KINDS) + 4
