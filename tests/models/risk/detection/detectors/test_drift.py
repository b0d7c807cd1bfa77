"""Drift: a ship that moves across its heading, slowly and for ten minutes, raises one alert; all else raises none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.base.schema import NAN
from models.base.settings import Feed, Settings
from models.base.units import MPS_PER_KN
from models.risk.state import State
from models.site.currents import Currents
from tests.models.sea import LAT0, LON0, T0, Message, Ship, Watch, core, site, spoilt, watch

DRIFTER = Ship(sog_kn=2.0, cog_deg=45, heading_deg=315, name="FRIO", length_m=274)
LONG_S = 700
# the same rule in a fifth of the time
HASTY = {"on_s": 60.0, "full_s": 120.0, "min_moved_m": 100.0, "release_s": 60.0, "quiet_s": 60.0}


def story(ship: Ship = DRIFTER, still_s: int = 60, seconds: int = LONG_S) -> list[Message]:
    """Lies still until it is known, then drifts."""
    lying = replace(ship, sog_kn=0.0, cog_deg=NAN)
    return lying.messages(still_s) + replace(ship, from_s=float(T0 + still_s)).messages(seconds)


def observe(messages: list[Message], **params: object) -> Watch:
    return watch(core(detectors={"drift": params}), messages)


def test_a_drift_raises_one_alert_after_ten_minutes() -> None:
    watched = observe(story())
    (raised,) = watched.raised("drift")
    assert abs(raised.t_s - (T0 + 60 + 600)) <= 5
    assert [each for each in watched.changes if each.event == "clear"] == []
    assert raised.alert.text_en == "drifting 2.0 kn, 90° off heading, 0.3 NM in 10 min"
    assert raised.alert.text_zh.startswith("漂航 2.0 节")
    assert (raised.alert.colour, raised.alert.name) == ("orange", "FRIO")


def test_one_bad_report_costs_its_time_twice_and_does_not_restart_it() -> None:
    messages = spoilt(story(seconds=200), lambda second: second == 120, cog_deg=315.0)
    (raised,) = observe(messages, **HASTY).raised("drift")
    assert abs(raised.t_s - (T0 + 60 + 120 + 10 + 20)) <= 5, "ten seconds not gained and twenty lost"


def test_a_report_without_course_or_heading_does_not_restart_it_either() -> None:
    messages = []
    for number, missing in enumerate(("cog_deg", "heading_deg", "sog_kn")):
        ship = replace(DRIFTER, mmsi=DRIFTER.mmsi + number, north_m=20_000.0 * number)
        messages += spoilt(story(ship, seconds=200), lambda second: second == 120, **{missing: NAN})
    assert len(observe(messages, **HASTY).raised("drift")) == 3


def test_a_drift_that_ends_is_cleared_and_a_second_one_is_a_second_alert() -> None:
    first, second = story(seconds=160), replace(DRIFTER, from_s=float(T0 + 460), north_m=600.0, east_m=600.0)
    sailing = Ship(sog_kn=4, cog_deg=45, heading_deg=45, length_m=274, from_s=float(T0 + 220), north_m=120, east_m=120)
    watched = observe(first + sailing.messages(240) + second.messages(200), **HASTY)
    assert [event for event in watched.events() if event != "update"] == ["raise", "clear", "raise"]
    assert len({each.alert.alert_id for each in watched.raised("drift")}) == 2


NEVER = [
    {"nav_status": 1},
    {"nav_status": 5},
    {"nav_status": 6},
    {"station": "class_b_cs"},
    {"station": "class_b_so"},
    {"length_m": 49.0},
    {"length_m": 0.0},
    {"ship_type": 30},
    {"ship_type": 31},
    {"ship_type": 32},
    {"ship_type": 52},
    {"ship_type": 55},
    {"sog_kn": 0.9},
    {"sog_kn": 5.2},
    {"heading_deg": 10.0},
    {"heading_deg": 220.0},
    {"heading_deg": NAN},
]


def test_of_many_that_look_like_it_only_the_ship_adrift_raises_an_alert() -> None:
    fleet = [
        replace(DRIFTER, mmsi=DRIFTER.mmsi + n, north_m=20_000.0 * n, **each) for n, each in enumerate([{}, *NEVER])
    ]
    watched = observe([each for ship in fleet for each in story(ship)])
    found = [each.alert.mmsi for each in watched.raised("drift")]
    assert found == [DRIFTER.mmsi], [NEVER[mmsi - DRIFTER.mmsi - 1] for mmsi in found if mmsi and mmsi != DRIFTER.mmsi]


def test_it_must_have_moved_half_a_kilometre() -> None:
    circling = [
        replace(each, position=each.position | {"lat_deg": 30.0, "lon_deg": 122.5}) if each.position else each
        for each in story(seconds=200)
    ]
    assert observe(circling, **HASTY).raised("drift") == []


def speeding_then_slow(number: int, off_deg: float) -> list[Message]:
    """Ten minutes at 12 knots with a heading that is off, then drifting according to that heading."""
    fast = Ship(
        mmsi=DRIFTER.mmsi + number, north_m=20_000.0 * number, sog_kn=12.0, cog_deg=45, heading_deg=45 - off_deg
    )
    end = fast.at(float(T0 + 600)).position or {}
    place = {"lat0_deg": end["lat_deg"], "lon0_deg": end["lon_deg"], "east_m": 0.0, "north_m": 0.0}
    slow = replace(fast, sog_kn=3.0, heading_deg=315.0, from_s=float(T0 + 600), **place)
    return fast.messages(600) + slow.messages(LONG_S)


def test_a_bad_heading_sensor_is_not_a_drift_but_a_sound_one_does_not_hide_it() -> None:
    off_deg = [2.0, 40.0, 50.0, 90.0, 120.0, 180.0]
    watched = observe([each for n, off in enumerate(off_deg) for each in speeding_then_slow(n, off)])
    assert [off_deg[(each.alert.mmsi or 0) - DRIFTER.mmsi] for each in watched.raised("drift")] == [2.0]


def test_a_silent_drifter_neither_gains_nor_loses_time() -> None:
    messages = [each for each in story(seconds=300) if not T0 + 90 <= each.rx_s < T0 + 190]
    (raised,) = observe(messages, **HASTY).raised("drift")
    assert T0 + 60 + 120 < raised.t_s <= T0 + 60 + 120 + 100


def test_the_parameters_are_settings() -> None:
    assert abs(observe(story(seconds=200), **HASTY).raised("drift")[0].t_s - (T0 + 60 + 120)) <= 5
    assert observe(story(seconds=200), **HASTY, min_length_m=300.0).raised("drift") == []


def in_a_stream(ship: Ship, stream_kn: float, towards_deg: float = 90.0, reach_m: float = 20_000.0) -> Watch:
    """The same rule where the tide runs at its strongest when the story begins."""
    columns = (LON0, LAT0, reach_m, towards_deg, stream_kn * MPS_PER_KN, T0)
    here = replace(site(), currents=Currents(*(np.array([each], dtype=float) for each in columns)))
    state = State(Settings(detectors={"drift": HASTY}), here, (Feed(id="shore", source="stdin:"),))
    return watch(state, story(ship, seconds=200))


# Steers north at 2.5 kn through the water and is set east at 3: it makes 3.9 kn good on 050.
CRABBING = Ship(sog_kn=3.9, cog_deg=50, heading_deg=0, length_m=120)
# Lies broadside and goes where the water goes.
ADRIFT = Ship(sog_kn=3.0, cog_deg=90, heading_deg=10, length_m=120)


@pytest.mark.parametrize(("ship", "count"), [(CRABBING, 0), (ADRIFT, 1)])
def test_in_a_known_current_crabbing_is_distinguished_from_drifting(ship: Ship, count: int) -> None:
    assert len(in_a_stream(ship, 3.0).raised("drift")) == count


def test_where_no_current_is_known_the_angle_alone_counts() -> None:
    far = replace(CRABBING, east_m=1000.0)
    assert len(in_a_stream(far, 3.0, reach_m=200.0).raised("drift")) == 1


def test_size_and_kind_may_be_received_after_the_drift_began() -> None:
    late = [each for each in story(seconds=300) if each.static is None]
    for ship, count in ((DRIFTER, 1), (replace(DRIFTER, ship_type=52), 0), (replace(DRIFTER, length_m=30.0), 0)):
        raised = observe([*late, ship.says(T0 + 200.0)], **HASTY).raised("drift")
        assert len(raised) == count and all(each.t_s >= T0 + 200 for each in raised)
