"""Sudden stop: a large ship that stops within half a minute raises an alert; a wild speed or a pier does not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.base.schema import NAN
from tests.models.sea import ISLAND_M, T0, Message, Ship, Watch, core, spoilt, watch, zone

SHIP = Ship(sog_kn=12.0, cog_deg=90, heading_deg=90, name="ROCK FINDER")
RUN_S, STAND_S = 200, 200


def stop(ship: Ship = SHIP, within_s: int = 10, run_s: int = RUN_S, stand_s: int = STAND_S) -> list[Message]:
    """At speed, then still."""
    end = ship.at(ship.from_s + run_s).position or {}
    place = {"lat0_deg": end["lat_deg"], "lon0_deg": end["lon_deg"], "east_m": 0.0, "north_m": 0.0}
    still = replace(ship, sog_kn=0.0, from_s=ship.from_s + run_s - 10 + within_s, **place)
    return ship.messages(run_s) + still.messages(stand_s)


def observe(messages: list[Message], *zones: object, **params: object) -> Watch:
    state = core(*zones, detectors={"sudden_stop": params, "gap": {"enabled": False}})  # type: ignore[arg-type]
    return watch(state, messages)


def test_a_ship_that_stops_within_half_a_minute_raises_an_alert_a_minute_later() -> None:
    (raised,) = observe(stop(within_s=30)).raised("sudden_stop")
    assert 60 <= raised.t_s - (T0 + RUN_S) <= 100
    assert (raised.alert.colour, raised.alert.name) == ("yellow", "ROCK FINDER")
    assert raised.alert.text_en == "stopped suddenly from 12 kn 1 min ago"


@pytest.mark.parametrize("within_s, raises", [(10, True), (30, True), (40, False), (120, False)])
def test_only_a_stop_within_half_a_minute_is_sudden(within_s: int, raises: bool) -> None:
    good = {"poor_p": 0.01}
    assert bool(observe(stop(within_s=within_s), **good).raised("sudden_stop")) is raises


def test_where_reports_are_often_missed_a_minute_is_allowed() -> None:
    assert observe(stop(within_s=50), poor_p=1.0).raised("sudden_stop")


@pytest.mark.parametrize(
    "change",
    [
        {"length_m": 45.0},
        {"ship_type": 30},
        {"ship_type": 52},
        {"ship_type": 50},
        {"ship_type": 55},
        {"ship_type": 40},
        {"ship_type": 90, "length_m": 70.0},
        {"station": "class_b_cs"},
        {"sog_kn": 6.5},
        {"sog_kn": NAN},
    ],
)
def test_small_ships_vessels_at_work_and_slow_ones_stop_as_they_please(change: dict[str, object]) -> None:
    assert observe(stop(replace(SHIP, **change))).raised("sudden_stop") == []  # type: ignore[arg-type]


def test_one_wild_speed_of_a_ship_at_anchor_is_no_stop() -> None:
    anchored = Ship(nav_status=1, sog_kn=0.0, name="AT ANCHOR", length_m=200)
    for wild in (NAN, 12.0, 102.2):
        messages = spoilt(anchored.messages(400), lambda second: second in (200, 210), sog_kn=wild)
        assert observe(messages).raised("sudden_stop") == []


def test_a_speed_that_is_not_made_good_is_no_run() -> None:
    messages = spoilt(Ship(sog_kn=0.0, length_m=200).messages(600), lambda second: second < 300, sog_kn=9.0, cog_deg=90)
    assert observe(messages).raised("sudden_stop") == []


@pytest.mark.parametrize("silent_s, raises", [(60, True), (150, True), (190, False)])
def test_a_silence_in_which_it_went_on_does_not_end_a_run(silent_s: int, raises: bool) -> None:
    """It is heard for 40 s before the stop, too short for a run of its own, and for a minute before the silence."""
    run_s = 100 + silent_s
    heard = [each for each in stop(run_s=run_s) if not T0 + 60 < each.rx_s < T0 + 60 + silent_s]
    assert bool(observe(heard, hard_mps2=9.0).raised("sudden_stop")) is raises


def test_a_ship_that_reports_zero_and_sails_on_has_a_bad_log() -> None:
    messages = spoilt(SHIP.messages(500), lambda second: second >= 200, sog_kn=0.0)
    assert observe(messages).raised("sudden_stop") == []


def test_a_stop_that_does_not_last_is_none() -> None:
    end = SHIP.at(T0 + RUN_S).position or {}
    on = replace(SHIP, from_s=T0 + 230.0, lat0_deg=end["lat_deg"], lon0_deg=end["lon_deg"])
    assert observe(stop(stand_s=30) + on.messages(200)).raised("sudden_stop") == []


def test_in_port_and_at_a_pier_ships_stop_as_a_matter_of_course() -> None:
    assert observe(stop(), zone(-5_000, -5_000, 10_000, 10_000, kind="port", alert=False)).raised("sudden_stop") == []
    low, high = ISLAND_M
    shore = replace(SHIP, east_m=low - 150.0 - 12 * 0.514444 * RUN_S, north_m=(low + high) / 2)
    assert observe(stop(shore, within_s=30)).raised("sudden_stop") == []
    assert observe(stop(replace(shore, ship_type=60))).raised("sudden_stop") == [], "a ferry brakes hard at its pier"
    assert observe(stop(replace(shore, ship_type=50))).raised("sudden_stop") == [], "and so does a pilot vessel"
    off = replace(shore, east_m=shore.east_m - 800.0)
    assert observe(stop(off)).raised("sudden_stop")
    assert observe(stop(replace(off, ship_type=60))).raised("sudden_stop") == [], "a ferry slows near land"


def test_it_ends_some_time_after_the_ship_has_stopped() -> None:
    watched = observe(stop(stand_s=1800))
    assert watched.events().count("raise") == 1
    assert watched.events()[-1] == "clear"


def test_the_order_of_vessels_does_not_matter() -> None:
    fleet = [replace(SHIP, mmsi=SHIP.mmsi + n, north_m=5_000.0 * n, sog_kn=8.0 + n) for n in range(5)]
    for order in (np.arange(5), np.arange(5)[::-1]):
        messages = [each for n in order for each in stop(fleet[n], within_s=10 if n % 2 else 300)]
        raises = sorted(each.alert.mmsi or 0 for each in observe(messages).raised("sudden_stop"))
        assert raises == [fleet[1].mmsi, fleet[3].mmsi]


def test_a_report_on_the_way_down_does_not_make_it_forget_the_run() -> None:
    ship = SHIP
    losing_way = [
        replace(each, position={**each.position, "sog_kn": 4.0})
        for each in ship.messages(RUN_S + 10)[-1:]
        if each.position
    ]
    assert observe(sorted(stop(within_s=20) + losing_way, key=lambda each: each.rx_s)).raised("sudden_stop")


def hard_stop(ship: Ship = SHIP, run_s: int = 20, to_kn: float = 1.7, took_s: float = 11.0) -> list[Message]:
    """At 9.3 knots for a short run, at `to_kn` a few seconds later, and then still."""
    ship = replace(ship, sog_kn=9.3, every_s=10)
    struck_s = ship.from_s + run_s
    end = ship.at(struck_s).position or {}
    there = replace(ship, lat0_deg=end["lat_deg"], lon0_deg=end["lon_deg"], east_m=0.0, north_m=0.0, from_s=struck_s)
    run = [ship.says(ship.from_s), *(ship.at(ship.from_s + n) for n in range(0, run_s + 1, 10))]
    lies = [replace(there, sog_kn=0.0).at(struck_s + took_s + n) for n in range(10, 121, 10)]
    return [*run, replace(there, sog_kn=0.0).at(struck_s + took_s, sog_kn=to_kn), *lies]


LOW, HIGH = ISLAND_M
ASHORE = replace(SHIP, east_m=LOW - 174.0 - 9.3 * 0.514444 * 20, north_m=(LOW + HIGH) / 2)


def test_a_loss_of_way_that_no_engine_brings_about_counts_near_land_and_after_a_short_run() -> None:
    """9.3 to 1.7 knots in 11 s, 0.36 m/s2, seen for 20 s before."""
    (raised,) = observe(hard_stop(ASHORE)).raised("sudden_stop")
    assert 45 <= raised.t_s - (T0 + 31) <= 70
    assert raised.alert.text_en.startswith("stopped suddenly from 9 kn")


@pytest.mark.parametrize(
    "change, how",
    [
        ({"ship_type": 60}, {}),
        ({"ship_type": 50}, {}),
        ({"ship_type": 52}, {}),
        ({"length_m": 45.0}, {}),
        ({}, {"took_s": 17.0}),
        ({}, {"to_kn": 4.5}),
        ({}, {"run_s": 0}),
    ],
)
def test_ferries_pilots_and_small_ships_brake_so_and_softer_losses_or_no_run_do_not_count(
    change: dict[str, object], how: dict[str, float]
) -> None:
    assert observe(hard_stop(replace(ASHORE, **change), **how)).raised("sudden_stop") == []  # type: ignore[arg-type]


@settings(max_examples=8, deadline=None)
@given(st.integers(6, 20), st.floats(0.0, 6.5))  # from 7 kn the stop that follows would be a hard loss of its own
def test_whether_a_loss_of_way_is_hard_follows_from_the_two_reports(took_s: int, to_kn: float) -> None:
    mps2, hard = (9.3 - to_kn) * 0.514444 / took_s, observe(hard_stop(ASHORE, took_s=float(took_s), to_kn=to_kn))
    if abs(mps2 - 0.25) > 0.01 and abs(9.3 - to_kn - 5.0) > 0.1:
        assert len(hard.raised("sudden_stop")) == (mps2 > 0.25 and took_s <= 15 and 9.3 - to_kn > 5.0)


def test_who_it_is_may_be_received_after_the_stop() -> None:
    late = [each for each in hard_stop(ASHORE) if each.static is None]
    still = [replace(late[-1], rx_s=late[-1].rx_s + n) for n in range(10, 400, 10)]
    (raised,) = observe([*late, *still, ASHORE.says(T0 + 500.0)]).raised("sudden_stop")
    assert raised.t_s == pytest.approx(T0 + 500, abs=5) and raised.alert.name == "ROCK FINDER"
