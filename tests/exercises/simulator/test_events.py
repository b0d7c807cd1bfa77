"""The scripted events happen as scripted, and their truth says so."""

from __future__ import annotations

import numpy as np
import pytest

from models.base.geo import angle_between_deg, offset_m
from models.base.schema import KIND
from models.base.units import MPS_PER_KN


def state(simulator, mmsi: int, t_s: float) -> dict[str, float]:
    now = simulator.picture(t_s)
    row = int(np.flatnonzero(now["mmsi"] == mmsi)[0])
    return {name: column[row].item() for name, column in now.items()}


def encounter(simulator, one: int, other: int, t_s: float) -> tuple[float, float, float]:
    """TCPA in seconds, DCPA and range in metres, by dead reckoning."""
    a, b = state(simulator, one, t_s), state(simulator, other, t_s)
    place = np.array(offset_m(a["lat_deg"], a["lon_deg"], b["lat_deg"], b["lon_deg"]))
    speed = [
        each["sog_kn"]
        * MPS_PER_KN
        * np.array([np.sin(np.radians(each["cog_deg"])), np.cos(np.radians(each["cog_deg"]))])
        for each in (a, b)
    ]
    relative = speed[1] - speed[0]
    tcpa_s = -float(place @ relative) / float(relative @ relative)
    return tcpa_s, float(np.hypot(*(place + relative * tcpa_s))), float(np.hypot(*place))


def of_rule(simulator, rule: str) -> list[dict]:
    return [each for each in simulator.truth() if each["rule"] == rule]


def test_a_first_pair_is_on_collision_course_twenty_seconds_after_the_start(simulator):
    first = of_rule(simulator, "collision")[0]
    tcpa_s, dcpa_m, _ = encounter(simulator, first["mmsi"], first["partner_mmsi"], 20)
    assert 300 <= tcpa_s <= 370
    assert dcpa_m < 50
    for mmsi in (first["mmsi"], first["partner_mmsi"]):
        assert state(simulator, mmsi, 20)["sog_kn"] > 1


def test_the_course_stays_straight_until_the_last_moment_and_then_they_pass(simulator):
    first = of_rule(simulator, "collision")[0]
    pair = first["mmsi"], first["partner_mmsi"]
    assert max(encounter(simulator, *pair, t_s)[1] for t_s in range(20, 280, 20)) < 60
    nearest_m = min(encounter(simulator, *pair, t_s)[2] for t_s in range(300, 460, 2))
    assert 60 < nearest_m < 400
    tcpa_s, _, _ = encounter(simulator, *pair, 480)
    assert tcpa_s < 0


def test_about_every_ten_minutes_another_pair_follows(simulator, scenario):
    events = of_rule(simulator, "collision")
    ends = np.array([each["t_to"] for each in events])
    assert len(events) >= scenario.duration_s / 660
    assert (np.abs(np.diff(ends)[:-1] - 600) < 60).all()
    assert len({each["partner_mmsi"] for each in events}) == len(events)
    for each in events[1:4]:
        tcpa_s, dcpa_m, _ = encounter(simulator, each["mmsi"], each["partner_mmsi"], each["t_to"] - 30 - 300)
        assert tcpa_s == pytest.approx(300, abs=15) and dcpa_m < 60


def test_the_ships_of_a_pair_have_lengths_and_the_fishing_vessel_is_class_a(simulator):
    fleet = simulator.fleet
    for each in of_rule(simulator, "collision")[:3]:
        for mmsi in (each["mmsi"], each["partner_mmsi"]):
            row = np.flatnonzero(fleet["mmsi"] == mmsi)[0]
            assert fleet["to_bow"][row] + fleet["to_stern"][row] > 30
            assert fleet["station"][row] == 1


def test_the_drifting_ship_is_set_broadside_on_for_the_whole_exercise(simulator, scenario):
    (event,) = of_rule(simulator, "drift")
    assert (event["t_from"], event["t_to"]) == (0, scenario.duration_s)
    track = [state(simulator, event["mmsi"], t_s) for t_s in range(0, 7200, 60)]
    for now in track:
        assert 1.6 <= now["sog_kn"] <= 2.2
        assert 60 <= angle_between_deg(now["cog_deg"], now["heading_deg"]) <= 110
        assert now["nav_status"] == 0
    east, north = offset_m(track[0]["lat_deg"], track[0]["lon_deg"], track[10]["lat_deg"], track[10]["lon_deg"])
    assert np.hypot(east, north) > 500
    row = np.flatnonzero(simulator.fleet["mmsi"] == event["mmsi"])[0]
    assert simulator.fleet["to_bow"][row] + simulator.fleet["to_stern"][row] == 120


def test_a_fishing_vessel_enters_the_reserve_less_than_a_minute_after_the_start_and_stays(simulator, site):
    (event,) = of_rule(simulator, "zone")
    zone = next(zone for zone in site.zones if zone.id == "dongji-reserve")
    assert zone.alert and zone.binds([KIND["fishing"]])[0]

    def inside(t_s: float) -> bool:
        now = state(simulator, event["mmsi"], t_s)
        return bool(zone.contains([now["lon_deg"]], [now["lat_deg"]])[0])

    assert event["t_from"] == 50
    assert not inside(47) and inside(53)
    assert all(inside(t_s) for t_s in range(60, 7200, 60))
    assert state(simulator, event["mmsi"], 30)["sog_kn"] == pytest.approx(8, abs=0.2)
    assert state(simulator, event["mmsi"], 5000)["sog_kn"] == pytest.approx(3.2, abs=0.3)


def test_the_truth_of_a_shorter_run_ends_with_it(simulator):
    truth = simulator.truth(600)
    assert all(each["t_from"] < 600 and each["t_to"] <= 600 for each in truth)
    assert {each["rule"] for each in truth} == {"collision", "drift", "zone"}
