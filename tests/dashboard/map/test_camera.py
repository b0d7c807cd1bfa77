"""The default view of the wall, which must not jump."""

from __future__ import annotations

import numpy as np

from dashboard.map.camera import Camera
from models.messages.picture import Picture
from tests.dashboard.pictures import BOX, craft, picture

KATTEGAT = (11.5, 57.0)
OFF_ZHOUSHAN = (122.5, 30.2)


def vessels_at(*groups: tuple[tuple[float, float], int]) -> Picture:
    """Return a picture with a number of vessels around each place."""
    spread = np.linspace(-0.4, 0.4, 50)
    lon = np.concatenate([at[0] + np.resize(spread, n) for at, n in groups])
    lat = np.concatenate([at[1] + np.resize(spread[::-1], n) for at, n in groups])
    return picture(craft(len(lon), lon_deg=lon, lat_deg=lat))


def holds(box: tuple[float, float, float, float], place: tuple[float, float]) -> bool:
    return box[0] < place[0] < box[2] and box[1] < place[1] < box[3]


def test_the_site_is_shown_when_half_of_the_vessels_are_there() -> None:
    assert Camera(BOX).update(vessels_at((OFF_ZHOUSHAN, 60), (KATTEGAT, 40))) == BOX


def test_a_foreign_recording_is_shown_where_it_is() -> None:
    box = Camera(BOX).update(vessels_at((KATTEGAT, 100)))
    assert holds(box, KATTEGAT) and not holds(box, OFF_ZHOUSHAN)
    assert box[2] - box[0] < 3


def test_without_positions_the_site_is_shown() -> None:
    assert Camera(BOX).update(picture(craft(2, lat_deg=np.nan, lon_deg=np.nan))) == BOX


def test_a_share_near_one_half_does_not_make_the_view_jump() -> None:
    camera = Camera(BOX)
    shares = [(52, 48), (48, 52), (53, 47), (45, 55)]
    assert {camera.update(vessels_at((OFF_ZHOUSHAN, here), (KATTEGAT, there))) for here, there in shares} == {BOX}
    camera.update(vessels_at((KATTEGAT, 100)))
    assert camera.update(vessels_at((OFF_ZHOUSHAN, 48), (KATTEGAT, 52))) != BOX


def test_a_wrong_position_does_not_widen_the_view() -> None:
    box = Camera(BOX).update(vessels_at((KATTEGAT, 100), ((-60.0, -50.0), 1)))
    assert box[0] > 5


def test_the_box_stays_while_it_holds_the_vessels() -> None:
    camera = Camera(BOX)
    first = camera.update(vessels_at((KATTEGAT, 100)))
    assert camera.update(vessels_at(((11.45, 57.05), 100))) == first
    assert camera.update(vessels_at(((14.0, 55.5), 100))) != first
