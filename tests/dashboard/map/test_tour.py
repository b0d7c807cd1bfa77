"""The tour visits every sea area with red alerts, then the whole site; distress comes first."""

from __future__ import annotations

from dashboard.map.tour import LEAST_DEG, Tour, TourStop, stops
from models.messages.picture import Picture
from tests.dashboard.pictures import alert, picture, site

EAST, SOUTH = {"lat": 30.2, "lon": 122.75}, {"lat": 29.55, "lon": 122.2}
STAY_S = 20.0


def reds(*alerts: object) -> Picture:
    return picture(alerts=tuple(alerts))  # type: ignore[arg-type]


def round_of(tour: Tour, shown: Picture, *at_s: float) -> list[tuple[str, ...]]:
    """Return the alerts shown at each moment; empty for the whole site."""
    found = [tour.update(shown, site(), STAY_S, each) for each in at_s]
    return [tuple(each.alert_id for each in stop.alerts) if stop else () for stop in found]


TWO = reds(alert(1, **EAST), alert(2, **SOUTH), alert(3, "orange", lat=31.0, lon=122.0))


def test_each_area_is_visited_then_home_then_again() -> None:
    shown = round_of(Tour(), TWO, 0, 10, 21, 42, 50, 63, 84)
    first, second = shown[0], shown[2]
    assert {first, second} == {("drift-T1",), ("drift-T2",)}
    assert shown == [first, first, second, (), (), first, second]


def test_it_stays_home_while_there_are_no_reds() -> None:
    assert round_of(Tour(), reds(alert(3, "orange")), 0, 30, 60) == [(), (), ()]


def test_a_new_red_is_visited_at_once_and_one_that_ended_is_left() -> None:
    tour = Tour()
    assert round_of(tour, reds(), 0) == [()]
    assert round_of(tour, reds(alert(1, **EAST)), 5) == [("drift-T1",)]
    assert round_of(tour, reds(), 8) == [()]


def test_while_there_is_a_distress_it_goes_nowhere_else() -> None:
    tour, both = Tour(), reds(alert(1, **EAST), alert(9, "distress", **SOUTH))
    assert round_of(tour, reds(alert(1, **EAST)), 0) == [("drift-T1",)]
    shown = round_of(tour, both, 1, 22, 43, 64, 85)
    assert shown[0] == ("drift-T9",) and set(shown) == {("drift-T9",), ()}


def test_a_stop_shows_its_surroundings_and_the_worst_first() -> None:
    found = stops(reds(alert(1, **EAST, score=0.9), alert(2, lat=30.21, lon=122.76, score=0.99)), site())
    assert [each.alert_id for each in found[0].alerts] == ["drift-T2", "drift-T1"]
    west, south, east, north = found[0].box
    assert west < 122.75 and east > 122.76 and min(east - west, north - south) >= LEAST_DEG


def test_a_stop_knows_its_turn() -> None:
    stop = Tour().update(TWO, site(), STAY_S, 0)
    assert isinstance(stop, TourStop) and (stop.turn, stop.of) == (1, 2)


def test_folded_alerts_are_not_visited() -> None:
    assert not stops(reds(alert(1, folded=True)), site())
