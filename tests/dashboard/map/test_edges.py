"""Marks at the edge of the map: direction, distance, count and the worst colour of what is active outside it."""

from __future__ import annotations

import pytest

from dashboard.common.theme import Sizes
from dashboard.map.edges import EdgeMark, edge_marks
from dashboard.map.tour import FAR_DEG, reaching
from dashboard.map.view import fit
from models.messages.picture import AlertView
from tests.dashboard.pictures import alert, picture

BOX = (122.0, 29.5, 123.0, 30.5)
VIEW = fit(BOX, 1000, 1000)


def marks(*alerts: AlertView, lang: str = "zh") -> list[EdgeMark]:
    return edge_marks(picture(alerts=alerts), VIEW, lang, Sizes(16.0))


def at(number: int, lon: float, lat: float, colour: str = "red", **values: object) -> AlertView:
    return alert(number, colour, lon=lon, lat=lat, **values)


def test_what_is_inside_the_map_has_no_mark() -> None:
    assert marks(at(1, 122.5, 30.0), at(2, 122.01, 30.4)) == []


@pytest.mark.parametrize(
    ("lon", "lat", "word", "x", "y"),
    [
        (122.5, 32.0, "北", 0.5, 0.07),
        (124.5, 30.0, "东", 0.92, 0.5),
        (122.5, 28.0, "南", 0.5, 0.88),
        (120.0, 30.0, "西", 0.08, 0.5),
    ],
)
def test_a_mark_stands_at_the_edge_in_the_direction_of_the_alert(
    lon: float, lat: float, word: str, x: float, y: float
) -> None:
    (mark,) = marks(at(1, lon, lat))
    assert (mark.x, mark.y) == (pytest.approx(x, abs=0.01), pytest.approx(y, abs=0.01))
    assert f"图外{word}" in mark.label and mark.away.endswith("海里")


def test_the_distance_is_that_from_the_middle_of_the_map() -> None:
    (mark,) = marks(at(1, 122.5, 32.0), lang="en")
    assert mark.away == "120 NM" and mark.label == "Red: 1, 120 NM N, off the map"


def test_alerts_in_one_direction_are_one_mark_in_the_worst_colour_at_the_nearest_of_it() -> None:
    (mark,) = marks(at(1, 124.0, 30.0), at(2, 125.0, 30.0), at(3, 123.5, 30.0, "orange"))
    assert (mark.colour, mark.shape, mark.count, mark.lon) == ("red", "■", "2 +1", 124.0)


def test_distress_comes_first_and_folded_alerts_are_left_out() -> None:
    found = marks(at(1, 124.0, 30.0), at(2, 120.0, 30.0, "distress"), at(3, 122.5, 35.0, "orange", folded=True))
    assert [each.colour for each in found] == ["distress", "red"]


def test_marks_of_a_storm_do_not_overlap() -> None:
    ring = [at(n, 122.5 + 3 * (n % 40 - 20) / 20, 30.0 + (3 if n % 2 else -3)) for n in range(1, 400)]
    places = [(each.x * 1000, each.y * 1000) for each in marks(*ring)]
    gaps = [max(abs(a - c), abs(b - d)) for n, (a, b) in enumerate(places) for c, d in places[n + 1 :]]
    assert len(places) <= 16 and min(gaps) > 40


@pytest.mark.parametrize("machine_s", [0.0, 13.0])
def test_a_wall_is_enlarged_for_a_distress_outside_it(machine_s: float) -> None:
    west, south, east, north = reaching(BOX, picture(alerts=(at(1, 123.5, 30.0, "distress"),)), machine_s)
    assert west < BOX[0] and east > 123.5 and south < BOX[1] and north > BOX[3]


def test_a_distress_far_away_is_shown_in_turn_with_the_usual_box() -> None:
    far = picture(alerts=(at(1, 140.0, 10.0, "distress"),))
    west, south, east, north = reaching(BOX, far, 0.0)
    assert west < 140.0 < east and south < 10.0 < north and east - west >= FAR_DEG - 1e-9
    assert reaching(BOX, far, 13.0) == BOX


def test_nothing_else_moves_a_wall() -> None:
    shown = picture(alerts=(at(1, 122.5, 30.0, "distress"), at(2, 125.0, 30.0)))
    assert reaching(BOX, shown, 0.0) == BOX
