"""The traffic is the same at every request, in pieces of any size; and pyais reads every sentence as it was meant."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise

import numpy as np
import pyais
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.simulator.motion import states
from exercises.simulator.simulator import Simulator
from models.base.geo import distance_m
from models.base.kinds import kind_of
from models.base.schema import STATION
from models.site.coast import load_coast
from tests.exercises.conftest import SEED, SITE


@pytest.fixture(scope="module")
def minute(simulator) -> list[tuple[float, bytes]]:
    return simulator.sentences(0, 60)


def messages(lines):
    """(moment, message as pyais decodes it) of each message."""
    for t_s, piece in lines:
        parts = piece.splitlines()
        if b",2,1," in parts[0]:
            yield t_s, pyais.decode(*parts)
        else:
            yield from ((t_s, pyais.decode(part)) for part in parts)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(scenario, simulator):
    again, other = Simulator(scenario, SITE, SEED), Simulator(scenario, SITE, SEED + 1)
    assert again.sentences(100, 103) == simulator.sentences(100, 103)
    assert other.sentences(100, 103) != simulator.sentences(100, 103)


@given(st.lists(st.floats(300, 304), max_size=6))
@settings(max_examples=20)
def test_dividing_time_changes_nothing(simulator, cuts):
    edges = [300.0, *sorted(cuts), 304.0]
    pieces = [simulator.sentences(a, b) for a, b in pairwise(edges)]
    assert [line for piece in pieces for line in piece] == simulator.sentences(300, 304)


def test_a_simulator_started_later_gives_the_same_traffic(scenario, simulator):
    early = simulator.sentences(0, 2) and simulator.sentences(3600, 3602)
    assert Simulator(scenario, SITE, SEED).sentences(3600, 3602) == early


def test_lines_come_in_order_of_time_and_end_with_cr_lf(minute):
    moments = [t_s for t_s, _ in minute]
    assert moments == sorted(moments) and moments[0] >= 0 and moments[-1] < 60
    assert all(piece.endswith(b"\r\n") and len(part) <= 80 for _, piece in minute for part in piece.splitlines())


def test_two_thousand_vessels_report_in_the_first_minute_most_of_them_in_twenty_seconds(minute, simulator):
    received = Counter(message.mmsi for _, message in messages(minute))
    soon = {message.mmsi for t_s, message in messages(minute) if t_s < 20}
    ships = set(simulator.fleet["mmsi"].tolist())
    assert set(received) <= ships
    assert len(received) >= 2200 and len(soon) >= 2000


def test_nearly_all_ships_have_a_name_and_three_positions_within_a_minute(minute, simulator):
    names, positions = set(), Counter()
    for _, message in messages(minute):
        if message.msg_type in (5, 19) or (message.msg_type == 24 and message.partno == 0):
            names.add(message.mmsi)
        if message.msg_type in (1, 2, 3, 18):
            positions[message.mmsi] += 1
    ships = sum(np.isin(simulator.fleet["station"], (1, 2, 3)))
    assert len(names) > 0.99 * ships
    assert sum(count >= 3 for count in positions.values()) > 0.97 * ships


def test_every_type_of_message_is_there(minute):
    types = Counter(message.msg_type for _, message in messages(minute))
    assert set(types) == {1, 2, 3, 4, 5, 9, 18, 19, 21, 24}


def test_pyais_reads_the_true_position(simulator):
    row_of = {int(mmsi): row for row, mmsi in enumerate(simulator.fleet["mmsi"])}
    received = [(t_s, each) for t_s, each in messages(simulator.sentences(200, 204)) if each.msg_type in (1, 2, 3, 18)]
    rows, t_s = np.array([row_of[each.mmsi] for _, each in received]), np.array([t for t, _ in received])
    truth = states(simulator.fleet, simulator.book, simulator.plane, rows, t_s)
    late = simulator.scenario.reception.copies > 0
    away_m = distance_m(
        truth["lat_deg"],
        truth["lon_deg"],
        np.array([m.lat for _, m in received]),
        np.array([m.lon for _, m in received]),
    )
    assert np.median(away_m) < 4 and (away_m < 12 + 5 * late).all()
    speed = np.array([m.speed for _, m in received])
    assert np.abs(speed - truth["sog_kn"]).max() < 0.6
    seconds = np.floor(simulator.start_t_s + t_s) % 60
    assert (np.abs(np.array([m.second for _, m in received]) - seconds) <= 1).mean() > 0.99


def test_reported_speed_and_course_are_those_made_good(simulator):
    now, later = simulator.picture(900), simulator.picture(902)
    moving = (now["sog_kn"] > 1) & (np.abs(now["rot_deg_min"]) < 20)
    made_m = distance_m(now["lat_deg"], now["lon_deg"], later["lat_deg"], later["lon_deg"])[moving]
    assert np.allclose(made_m / 2 / 0.514444, now["sog_kn"][moving], rtol=0.03, atol=0.1)


def test_reports_come_at_the_intervals_of_their_class(simulator):
    moments = defaultdict(list)
    for t_s, message in messages(simulator.sentences(400, 520)):
        if message.msg_type in (1, 2, 3, 18):
            moments[message.mmsi].append(t_s)
    now = simulator.picture(460)
    gaps = {"lane": [], "class_b": []}
    for row in np.flatnonzero(now["station"] == STATION["class_a"]).tolist():
        if 5 < now["sog_kn"][row] < 13.5 and abs(now["rot_deg_min"][row]) < 1 and now["nav_status"][row] == 0:
            gaps["lane"] += np.diff(moments[int(now["mmsi"][row])]).tolist()
    for row in np.flatnonzero((now["station"] == STATION["class_b_cs"]) & (now["sog_kn"] > 3)).tolist():
        gaps["class_b"] += np.diff(moments[int(now["mmsi"][row])]).tolist()
    assert np.median(gaps["lane"]) == pytest.approx(10, abs=0.1)
    assert np.median(gaps["class_b"]) == pytest.approx(30, abs=0.1)


def test_some_messages_are_lost_and_some_come_twice(simulator):
    lines = [piece for _, piece in simulator.sentences(600, 630)]
    twice = len(lines) - len(set(lines))
    assert 0.01 < twice / len(lines) < 0.06


def test_no_vessel_is_ever_on_land(simulator):
    coast = load_coast(SITE / "coast.npz")
    rings = [shapely.linearrings(coast.xy_deg[a:b]) for a, b in pairwise(coast.ring_start)]
    starts = coast.polygon_start
    land = shapely.union_all([shapely.Polygon(rings[a], rings[a + 1 : b]) for a, b in pairwise(starts)])
    shapely.prepare(land)
    afloat = ~np.isin(simulator.fleet["station"], (STATION["base"], STATION["aircraft"]))
    for t_s in range(0, 1800, 15):
        now = simulator.picture(t_s)
        aground = afloat & shapely.contains_xy(land, now["lon_deg"], now["lat_deg"])
        assert not aground.any(), (t_s, now["mmsi"][aground].tolist())


def test_no_vessel_of_the_background_breaks_the_rule_of_a_zone(simulator, site):
    actors = {event["mmsi"] for event in simulator.truth()}
    kind = kind_of(*(simulator.fleet[name] for name in ("station", "ship_type", "mmsi")))
    background = ~np.isin(simulator.fleet["mmsi"], list(actors))
    stay_s = defaultdict(float)
    for t_s in range(0, 5400, 30):
        now = simulator.picture(t_s)
        for zone in site.zones:
            inside = background & zone.alert & zone.binds(kind)
            inside[inside] = zone.contains(now["lon_deg"][inside], now["lat_deg"][inside])
            if zone.max_speed_kn is not None:
                inside &= now["sog_kn"] > zone.max_speed_kn
            if zone.max_dwell_s is None:
                assert not inside.any(), (zone.id, t_s, now["mmsi"][inside].tolist())
                continue
            for row in np.flatnonzero(background).tolist():
                stay_s[zone.id, row] = stay_s[zone.id, row] + 30 if inside[row] else 0.0
                assert stay_s[zone.id, row] <= zone.max_dwell_s, (zone.id, t_s, int(now["mmsi"][row]))


def test_the_clock_of_base_stations_is_that_of_the_player(scenario):
    start_t_s = 1_800_000_000.0
    simulator = Simulator(scenario, SITE, SEED, start_t_s)
    t_s, base = next((t, each) for t, each in messages(simulator.sentences(40, 60)) if each.msg_type == 4)
    assert (base.year, base.month, base.day) == (2027, 1, 15)
    assert base.second == int(start_t_s + t_s) % 60
