"""Influx: a flood of invented MMSI is one alert; its vessels raise none, and the core stays small and quick."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from models.base.clock import Tick
from models.base.schema import LIFE
from models.risk.engine import step
from models.risk.state import State
from tests.models.risk.detection.detectors.test_teleport import alone, rules
from tests.models.sea import T0, Message, Ship, Watch, batch, core, watch

SEA = [Ship(mmsi=412_000_100 + n, east_m=3000.0 * n, sog_kn=0.0, nav_status=1, every_s=60) for n in range(30)]


def flood(at_s: float, size: int, first: int = 0, seconds: int = 30) -> list[Message]:
    """So many ships that come out of nowhere, close to each other and fast."""
    ships = [
        Ship(
            mmsi=300_000_000 + n,
            east_m=50.0 * (n % 100),
            north_m=5000.0 + 50.0 * (n // 100),
            sog_kn=12.0,
            cog_deg=float(n * 37 % 360),
            from_s=at_s + n % 10,
        )
        for n in range(first, first + size)
    ]
    return [each for ship in ships for each in ship.messages(seconds)]


def quiet(seconds: int) -> list[Message]:
    return [each for ship in SEA for each in replace(ship).messages(seconds)]


def observe(messages: Iterable[Message], until_s: float | None = None) -> Watch:
    return watch(alone(), messages, until_s)


def test_a_flood_is_one_alert_and_its_vessels_raise_none() -> None:
    watched = watch(core(), quiet(740) + flood(T0 + 660, 150, seconds=60))
    assert [each.alert.rule for each in watched.changes if each.event == "raise"] == ["influx"]
    (raised,) = watched.raised("influx")
    assert T0 + 660 <= raised.t_s <= T0 + 690
    assert (raised.alert.colour, raised.alert.track_id) == ("orange", 0)
    assert "new MMSI in a minute (30 known before)" in raised.alert.text_en
    assert watched.events().count("clear") == 0


def test_it_ends_some_minutes_after_the_last_of_them() -> None:
    watched = observe(quiet(1200) + flood(T0 + 660, 150))
    assert [each.event for each in watched.changes if each.event != "update"] == ["raise", "clear"]


def test_the_first_ten_minutes_are_no_flood_nor_is_a_feed_that_begins_or_returns() -> None:
    assert rules(observe(flood(T0, 150, seconds=60))) == []
    state = core(feeds=("shore", "new"))
    for second in range(0, 700, 10):
        messages = [ship.at(float(T0 + second)) for ship in SEA]
        batches = [batch(T0 + second, messages)]
        if second >= 660:
            new = [
                Ship(mmsi=300_000_000 + n, north_m=40.0 * n, nav_status=1).at(float(T0 + second)) for n in range(200)
            ]
            batches.append(batch(T0 + second, new, feed="new"))
        step(state, batches, Tick(T0 + second, float(T0 + second)))
    assert state.tracks.n == 230 and not state.tracks["suspect"].any()


def test_as_many_as_usual_are_no_flood() -> None:
    assert rules(observe(quiet(900) + flood(T0 + 660, 95, seconds=60))) == []


def test_half_as_many_again_as_are_known_are_none_either() -> None:
    known = [Ship(mmsi=412_100_000 + n, east_m=200.0 * n, nav_status=1, every_s=60) for n in range(400)]
    state = alone()
    for second in range(0, 720, 10):
        reports = [ship.at(float(T0 + second)) for n, ship in enumerate(known) if (n + second // 10) % 6 == 0]
        reports += [each for each in flood(T0 + 660, 190) if T0 + second - 10 < each.rx_s <= T0 + second]
        step(state, [batch(T0 + second, sorted(reports, key=lambda each: each.rx_s))], Tick(T0 + second, T0 + second))
    assert not state.tracks.influx.flooding and not state.tracks["suspect"].any()


def attacked(state: State, per_s: int, seconds: int) -> list[int]:
    """Ten minutes without new ships, then `per_s` new MMSI every second; returns the number of tracks after each."""
    for second in range(0, 620, 10):
        step(state, [batch(T0 + second, [ship.at(float(T0 + second)) for ship in SEA])], Tick(T0 + second, T0 + second))
    sizes = []
    for second in range(620, 620 + seconds):
        new = [
            Ship(mmsi=300_000_000 + second * per_s + n, north_m=9.0 * n).at(float(T0 + second)) for n in range(per_s)
        ]
        step(state, [batch(T0 + second, new)], Tick(T0 + second, float(T0 + second)))
        sizes.append(int((state.tracks["life"] != LIFE["free"]).sum()))
    return sizes


def test_ten_thousand_in_a_second_and_ever_more_get_few_tracks_and_the_known_keep_theirs() -> None:
    state = alone()
    sizes = attacked(state, 10_000, 4)
    most_s = state.settings.tracking.influx_new_per_s
    assert sizes == [10_030 + most_s * n for n in range(4)]
    assert state.tracks.influx.refused == 3 * (10_000 - most_s)
    assert state.tracks["suspect"].sum() == sizes[-1] - 30
    assert [state.tracks["suspect"][state.tracks.row_of[each.mmsi]] for each in SEA] == [False] * 30
    assert [key[0] for key, each in state.alerts.situations.items() if each.alert_id] == ["influx"]


def test_a_vessel_that_came_in_a_flood_and_stays_for_an_hour_is_accepted() -> None:
    state = alone()
    attacked(state, 150, 2)
    stays = Ship(mmsi=300_000_000 + 620 * 150)
    row = state.tracks.row_of[stays.mmsi]
    for second in range(640, 640 + 3720, 20):
        step(state, [batch(T0 + second, [stays.at(float(T0 + second))])], Tick(T0 + second, float(T0 + second)))
        assert np.flatnonzero(state.tracks["suspect"]).tolist() == [] or second < 620 + 3640
    assert state.tracks.row_of[stays.mmsi] == row and not state.tracks["suspect"][row]
