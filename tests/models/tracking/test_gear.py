"""Net beacons are distinguished from boats by name and behaviour; a vessel that makes way is a boat."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.base.schema import KIND_NAMES
from models.base.settings import TrackingSettings
from models.risk.detection.detector import is_ship
from models.tracking.table import TrackTable
from tests.models.sea import T0, Message, Ship, batch, core, watch

BEACON = Ship(
    mmsi=412_900_001, station="class_b_cs", ship_type=0, length_m=0, name="NET 3-87%", sog_kn=1.2, every_s=120
)
INVENTED = replace(BEACON, mmsi=123_456_789, name="")


def kind_after(messages: list[Message]) -> str:
    tracks = TrackTable(TrackingSettings())
    for each in messages:
        tracks.apply(batch(each.rx_s, [each]), 0)
        tracks.age(each.rx_s)
    assert is_ship(tracks).tolist() == [KIND_NAMES[int(tracks["kind"][0])] not in ("gear", "distress")]
    return KIND_NAMES[int(tracks["kind"][0])]


def test_a_beacon_with_an_invented_mmsi_is_recognised_at_once() -> None:
    assert kind_after([INVENTED.at(T0)]) == "gear"


def test_a_beacon_with_a_ships_mmsi_is_recognised_after_ten_minutes() -> None:
    assert kind_after(BEACON.messages(600)) == "unknown"
    assert kind_after(BEACON.messages(601)) == "gear"


@pytest.mark.parametrize(
    "change",
    [
        {"sog_kn": 3.2},
        {"length_m": 12.0},
        {"name": "ZHE PU YU 60218"},
        {"name": ""},
        {"station": "class_a"},
        {"every_s": 30},
        {"sog_kn": float("nan")},
    ],
)
def test_a_boat_makes_way_or_has_a_size_or_a_name_or_reports_often(change: dict[str, object]) -> None:
    assert kind_after(replace(BEACON, **change).messages(1200)) == "unknown"


def test_a_vessel_that_makes_way_in_two_reports_is_a_boat_and_stays_one() -> None:
    fast = [replace(INVENTED, sog_kn=8.0).at(float(T0 + each)) for each in (120, 240)]
    assert kind_after([INVENTED.at(T0), fast[0]]) == "unknown", "a vessel at 8 knots is not a beacon now"
    assert kind_after([INVENTED.at(T0), fast[0], INVENTED.at(T0 + 240)]) == "gear", "but one bad speed is forgotten"
    assert kind_after([INVENTED.at(T0), *fast, INVENTED.at(T0 + 360)]) == "unknown"


@pytest.mark.parametrize("mmsi", [970_412_001, 972_412_001, 974_412_001])
def test_a_distress_device_is_not_a_ship(mmsi: int) -> None:
    assert kind_after(Ship(mmsi=mmsi).messages(60)) == "distress"


def test_beacons_in_the_way_of_a_ship_raise_no_alerts() -> None:
    ship = Ship(sog_kn=12, cog_deg=0, heading_deg=0)
    nets = [replace(INVENTED, mmsi=100_000_000 + n, north_m=3000.0 + 100 * n, every_s=10) for n in range(20)]
    watched = watch(core(), [each for one in (ship, *nets) for each in one.messages(120)])
    assert watched.changes == [] and watched.picture is not None
    assert sorted(np.bincount(watched.picture.vessels["kind"]).nonzero()[0]) == [1, 11]
